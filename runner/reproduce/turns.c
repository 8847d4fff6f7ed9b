/*
 * The steps of a case of several processes: each walks through the same list, and takes those that the keeper tells it to;
 * the keeper prints what they observed.
 */

/* A step of the first process, and of another. */
#define STEP(...) if (turn(P_the_first, "the_first: " #__VA_ARGS__))

#define BY(who, ...) if (turn(P_##who, #who ": " #__VA_ARGS__))

static int me = KEEPER;		/* which of the processes this is, */
static int at;			/* the step it has come to, */
static int go;			/* and that which it was last told to take */
static int channel[PROCESSES][2];	/* the keeper's end and the process's own */

static struct answer { int step; bool fine, full; char observed[sizeof observed]; } last[PROCESSES];

static bool full;		/* the host lets no more processes be made, which is no finding */

static int round_number;

/* Ends a step: tells the keeper what was observed, and whether it is allowed. */
static void allow(bool fine)
{
	struct answer a;

	memset(&a, 0, sizeof a);
	a.step = at;
	a.fine = fine;
	a.full = full;
	memcpy(a.observed, observed, sizeof a.observed);
	send(channel[me][1], &a, sizeof a, 0);
}

/* Takes what the processes answer. */
static void listen_to_all(int milliseconds)
{
	struct pollfd theirs[PROCESSES];

	for (int i = 0; i < PROCESSES; i++)
		theirs[i] = (struct pollfd){ channel[i][0], POLLIN, 0 };
	poll(theirs, PROCESSES, milliseconds);
	for (int i = 0; i < PROCESSES; i++)
		if (theirs[i].revents & POLLIN) {
			recv(channel[i][0], &last[i], sizeof last[i], MSG_WAITALL);
			given = given || last[i].full;
		}
	if (getppid() == 1) {		/* who started this is gone */
		end_all();
		exit(1);
	}
}

/* Has this process ended this step, or does it within so many seconds? */
static bool answered(int who, int step, double most)
{
	double until = seconds() + most;

	while (last[who].step != step) {
		if (seconds() >= until)
			return false;
		listen_to_all(5);
	}
	return true;
}

/* One line of the output: a step, and what was observed. */
static void print_step(const char *line, const char *seen, bool fine)
{
	if (!strncmp(line, "the_first: ", 11))	/* which the suite does not name */
		line += 11;
	if (round_number == 0 || !fine)
		printf("%-58s  %s%s\n", line, seen, fine ? "" : "    <-- not allowed");
	fflush(stdout);
	wrong = wrong || !fine;
	if (!fine && given)
		give_up();
}

/* Tells a process to take this step. */
static void send_go(int who, int step)
{
	send(channel[who][0], &step, sizeof step, 0);
}

/* Is this step the process's own? It sleeps here until it is told to go on. */
static bool is_mine(void)
{
	while (go < at) {
		ssize_t n = recv(channel[me][1], &go, sizeof go, MSG_WAITALL);

		if (n == 0 || (n < 0 && errno != EINTR))
			_exit(1);
	}
	errno = 0;
	return go == at;
}
