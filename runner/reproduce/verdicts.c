/* What a step may observe, in the words of a step. */

/* Did the call fail with this errno? */
static bool failed(int with)
{
	return result == -1 && error == with;
}

static void not_reached(void)
{
	strcpy(observed, "not reached");
	allow(true);
}

/* The call must return this number. */
static void is(long value, long wanted)
{
	got(value);
	allow(result == wanted && !error);
}

/* The call must fail with this errno. */
static void fails(long value, int with)
{
	got(value);
	allow(failed(with));
}

/* The call must succeed; gives what it returned. */
static long gives(long value)
{
	got(value);
	allow(value != -1);
	return value;
}

/* Whatever the call returns is shown. */
static void shows(long value)
{
	got(value);
	allow(true);
}
