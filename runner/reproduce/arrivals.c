/* Signals that come, or do not: counted in memory that the keeper sees. */

#define SIGNAL(who, number) arrives(P_##who, number, true, #who ": --- " #number " ---")

#define NO_SIGNAL(who, number) arrives(P_##who, number, false, #who ": --- no " #number " ---")

static int told[PROCESSES][64];	/* how many of each the steps have told of */

/* Counts a signal. */
static void count(int number)
{
	shared->come[me][number]++;
}

/* Sets what a signal does. */
static int action(int number, void (*handler)(int), int flags)
{
	struct sigaction a;

	memset(&a, 0, sizeof a);
	a.sa_handler = handler;
	a.sa_flags = flags;
	sigfillset(&a.sa_mask);
	return sigaction(number, &a, NULL);
}

/* A signal must have come to a process, or come within the deadline; or none may. */
static void arrives(int who, int number, bool wanted, const char *line)
{
	double until = seconds() + (wanted ? DEADLINE : 0.1);
	bool come;

	at++;
	if (me != KEEPER)
		return;
	while (shared->come[who][number] == told[who][number] && seconds() < until)
		listen_to_all(5);
	come = shared->come[who][number] != told[who][number];
	if (come && wanted)
		told[who][number]++;
	print_step(line, come ? "it came" : "none came", come == wanted);
}
