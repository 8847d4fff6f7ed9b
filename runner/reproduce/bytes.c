/* Bytes that a call gave, bytes for a call, and how they compare. */

static char data[1 << 20];	/* the bytes or the text that it gave */

/* Notes the bytes in `data`. */
static void got_data(ssize_t n)
{
	if (got(n) == -1)
		return;
	*observed = '\0';
	show_bytes(data, (size_t)n);
}

/* Are the bytes in `data` just these? */
static bool same(const char *bytes, size_t n)
{
	return result == (long)n && !memcmp(data, bytes, n);
}

/* Do the bytes in `data` begin with these? */
static bool begins(const char *bytes, size_t n)
{
	return result >= (long)n && !memcmp(data, bytes, n);
}

/* Do the bytes in `data` end with these? */
static bool ends(const char *bytes, size_t n)
{
	return result >= (long)n && !memcmp(data + result - n, bytes, n);
}

/* Do the bytes in `data` hold these? */
static bool holds(const char *bytes, size_t n)
{
	for (long i = 0; i + (long)n <= result; i++)
		if (!memcmp(data + i, bytes, n))
			return true;
	return false;
}

/* The read must give just these n bytes in `data`. */
static void reads(ssize_t returned, const char *bytes, size_t n)
{
	got_data(returned);
	allow(same(bytes, n));
}

/* The values 0 to 250 over and over, from the first-th on. */
static const char *seq(long first, long n)
{
	static char bytes[1 << 20];

	for (long i = 0; i < n && i < (long)sizeof bytes; i++)
		bytes[i] = (char)((first + i) % 251);
	return bytes;
}

/* Letters and digits over and over, from the first-th on. */
static const char *text(long first, long n)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	static char bytes[1 << 20];

	for (long i = 0; i < n && i < (long)sizeof bytes; i++)
		bytes[i] = letters[(first + i) % 62];
	return bytes;
}

static char made[1 << 20];	/* bytes put together for one step, */
static size_t length;		/* and how many */

/* Adds bytes, so many times, to what is `made`. */
static void add(const char *bytes, size_t n, long repeated)
{
	for (; repeated > 0 && length + n <= sizeof made; repeated--, length += n)
		memcpy(made + length, bytes, n);
}
