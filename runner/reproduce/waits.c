/* Whose turn it is where calls wait while others are made, or several start at one moment. */

enum kind { CALL, MUST_RETURN_LATER, MAY_RETURN_LATER, EXEC, RETURN, NO_RETURN };

/* A call that must wait; one that may. */
#define WAITS(who, ...) \
	if (turn_to(1 << P_##who, MUST_RETURN_LATER, #who ": " #__VA_ARGS__) && announced())

#define MAY_WAIT(who, ...) \
	if (turn_to(1 << P_##who, MAY_RETURN_LATER, #who ": " #__VA_ARGS__) && announced())

/* A program takes the place of the process: then nothing comes back. */
#define BECOMES(who, ...) \
	if (turn_to(1 << P_##who, EXEC, #who ": " #__VA_ARGS__) && announced())

/* The call has returned now, and not before the last step began; or it still waits. */
#define RETURNS(who, ...) \
	if (turn_to(1 << P_##who, RETURN, #who ": " #__VA_ARGS__))

#define STILL_WAITS(who, ...) \
	turn_to(1 << P_##who, NO_RETURN, #who ": " #__VA_ARGS__)

/* One of two calls has returned; one of two still waits. */
#define ONE_RETURNS(a, b, ...) \
	if (turn_to(1 << P_##a | 1 << P_##b, RETURN, #a "|" #b ": " #__VA_ARGS__))

#define ONE_STILL_WAITS(a, b, ...) \
	turn_to(1 << P_##a | 1 << P_##b, NO_RETURN, #a "|" #b ": " #__VA_ARGS__)

/* The next n steps start at one moment. */
#define TOGETHER(n) (together = n)

/* Steps that have begun and are not printed yet; `who` is a set of bits. */
static struct { int who, step; enum kind kind; const char *line; } queue[8];
static int queued, together = 1;

static int waiting[PROCESSES];	/* the step whose call has not returned, or 0 */
static bool strict[PROCESSES];	/* it was not to return at once, */
static bool early[PROCESSES];	/* and had when the last step began */

/* Says that the call is about to be made. */
static bool announced(void)
{
	shared->begun[me] = at;
	return true;
}

/* Is the process's call about to be made, or is it within the deadline? */
static bool has_begun(int who, int step)
{
	double until = seconds() + DEADLINE;

	while (shared->begun[who] != step) {
		if (seconds() >= until)
			return false;
		listen_to_all(1);
	}
	return true;
}

/* The first of these whose call has returned; else -1. */
static int first_back(int who, double most)
{
	double until = seconds() + most;

	for (;;) {
		for (int i = 0; i < PROCESSES; i++)
			if ((who & 1 << i) && waiting[i] && answered(i, waiting[i], 0))
				return i;
		if (seconds() >= until)
			return -1;
		listen_to_all(5);
	}
}

/* The process that is the only one of a set. */
static int only(int who)
{
	int i = 0;

	while (!(who & 1 << i))
		i++;
	return i;
}

static void begin(int who, int step, enum kind kind)
{
	if (kind == RETURN || kind == NO_RETURN)
		return;
	for (int i = 0; i < PROCESSES; i++)
		early[i] = strict[i] && waiting[i] && answered(i, waiting[i], 0);
	send_go(only(who), step);
}

static void finish_return(int who, int step, const char *line)
{
	int back = first_back(who, DEADLINE);

	if (back < 0) {
		print_step(line, "<unfinished ...>", false);
		return;
	}
	waiting[back] = 0;
	send_go(back, step);
	if (!answered(back, step, DEADLINE))
		print_step(line, "nothing is heard of it", false);
	else if (early[back])
		print_step(line, "had returned before", false);
	else
		print_step(line, last[back].observed, last[back].fine);
}

static void finish_waiting(int who, const char *line)
{
	int back = first_back(who, 0.2);
	bool some = false;

	for (int i = 0; i < PROCESSES; i++)
		some = some || ((who & 1 << i) && waiting[i] && i != back);
	print_step(line, some ? "<unfinished ...>" : last[back].observed, some);
}

/* A call counts as one that waits when it has not returned 0.2 s after it was made. */
static void finish_call(int who, int step, enum kind kind, const char *line)
{
	bool back = kind == CALL ? answered(who, step, DEADLINE)
	    : has_begun(who, step) && answered(who, step, 0.2);

	if (!back && kind == CALL) {
		print_step(line, "<unfinished ...>", false);
		give_up();
	}
	if (kind == MUST_RETURN_LATER || kind == MAY_RETURN_LATER)
		waiting[who] = step;
	strict[who] = kind == MUST_RETURN_LATER;
	early[who] = false;
	if (!back)
		print_step(line, kind == EXEC ? "0" : "<unfinished ...>", true);
	else
		print_step(line, last[who].observed, last[who].fine);
}

static void finish(int who, int step, enum kind kind, const char *line)
{
	if (kind == RETURN)
		finish_return(who, step, line);
	else if (kind == NO_RETURN)
		finish_waiting(who, line);
	else
		finish_call(only(who), step, kind, line);
}

/* The keeper has a step taken; those that start at one moment are told when all have begun. */
static void conduct(int who, enum kind kind, const char *line)
{
	queue[queued].who = who;
	queue[queued].step = at;
	queue[queued].kind = kind;
	queue[queued].line = line;
	if (++queued < together)
		return;
	for (int i = 0; i < queued; i++)
		begin(queue[i].who, queue[i].step, queue[i].kind);
	for (int i = 0; i < queued; i++)
		finish(queue[i].who, queue[i].step, queue[i].kind, queue[i].line);
	queued = 0;
	together = 1;
}

/* Is it the turn of this process, which is one of the set? The keeper tells it. */
static bool turn_to(int who, enum kind kind, const char *line)
{
	at++;
	if (me != KEEPER)
		return is_mine();
	conduct(who, kind, line);
	return false;
}

/* Is it this process's turn, for a call that returns? */
static bool turn(int who, const char *line)
{
	return turn_to(1 << who, CALL, line);
}
