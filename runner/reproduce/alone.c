/* The steps of a reproducer of one process, which is main() itself. */

static bool given;		/* the situation: what does not hold there is no finding */
static int wrong;

#define STEP(...) step(#__VA_ARGS__);

/* Begins a step, which stands there as the suite has it: behind the = is what is allowed. */
static void step(const char *line)
{
	(void)printf("%-58s  ", line);
	(void)fflush(stdout);
	errno = 0;
}

/* Ends a step: is what was observed allowed? */
static void allow(bool fine)
{
	(void)printf("%s%s\n", observed, fine ? "" : "    <-- not allowed");
	if (!fine && given) {
		(void)printf("unsupported: the situation that the case starts from does not come about\n");
		exit(77);
	}
	wrong += !fine;
}

static void too_late(int number)
{
	static const char message[] = "has not returned in time    <-- not allowed\n";

	(void)number;
	_exit(write(1, message, sizeof message - 1) < 0 || !given ? 1 : 77);
}

/* Nothing here takes longer than so many seconds. */
static void limit_time(unsigned most)
{
	(void)signal(SIGALRM, too_late);
	(void)alarm(most);
	(void)printf("%-58s  %s\n", "step = allowed", "observed");
}

/* The exit status. */
static int conclusion(void)
{
	(void)printf(wrong ? "does not hold\n" : "holds\n");
	return wrong ? 1 : 0;
}
