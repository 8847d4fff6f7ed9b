/* The steps of a case of one process: they are main() itself. */

#define STEP(...) step(#__VA_ARGS__);

/* Begins a step: prints it as the suite has it, behind the = what is allowed. */
static void step(const char *line)
{
	printf("%-58s  ", line);
	fflush(stdout);
	errno = 0;
}

/* Ends a step: prints what was observed, and whether it is not allowed. */
static void allow(bool fine)
{
	printf("%s%s\n", observed, fine ? "" : "    <-- not allowed");
	wrong = wrong || !fine;
	if (!fine && given)
		exit(verdict());
}

static void too_late(int number)
{
	static const char late[] = "<unfinished ...>    <-- not allowed\n";

	(void)number;
	if (write(1, late, sizeof late - 1) < 0)
		_exit(1);
	_exit(given ? 77 : 1);
}

/* Nothing here takes longer than so many seconds. */
static void limit_time(unsigned most)
{
	signal(SIGALRM, too_late);
	alarm(most);
}
