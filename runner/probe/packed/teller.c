/* In place of a client: gives the probe its program and prints what it answers. */
#include "packed.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

enum { TOLD_TIMES = 10 };
static const double cleanup_seconds = 15;

static struct {
	pid_t pid;
	int to, from;		/* its input and output; -1 once closed */
	struct text program, line, facts;
	size_t given;		/* of program */
	bool ready, done, lost;	/* lost: what it says cannot be written */
	size_t cases, over;
} teller;

static const char *teller_compiler(void)
{
#if defined(__clang__)
	return "clang " __clang_version__;
#elif defined(__GNUC__)
	return "gcc " __VERSION__;
#else
	return "unknown";
#endif
}

static void teller_program(void)
{
	struct account user = user_ordinary();

	text_addf(&teller.program, "option\ttimeout-factor\t%g\noption\tjobs\t%ld\n", packed_options.factor,
	    packed_options.jobs);
	if (geteuid() == 0)
		text_addf(&teller.program, "option\tuser\t%lld:%lld\n", user.uid, user.gid);
	for (size_t i = 0; packed_program[i]; i++)
		text_add(&teller.program, packed_program[i]);
}

void teller_begin(void)
{
	while (packed_cases[teller.cases])
		teller.cases++;
	(void)frame_linef("packed\t1\t%s\t%s\t%lu", packed_version, packed_probe, (unsigned long)teller.cases);
	for (size_t i = 0; i < teller.cases; i++)
		(void)frame_linef("asks\t%lu\t%.*s", (unsigned long)i, (int)strcspn(packed_cases[i], "\t"), packed_cases[i]);
}

static bool teller_start(const char *run, const char *self)
{
	char name[1024], word[] = "play", nonce[16];
	char *words[] = { name, word, nonce, NULL };
	int in[2], out[2];

	if (pipe(in))
		return false;
	if (pipe(out) || (teller.pid = fork()) < 0)
		return false;
	if (teller.pid == 0) {
		(void)snprintf(name, sizeof name, "%s", self);
		(void)snprintf(nonce, sizeof nonce, "%s", run);
		if (dup2(in[0], 0) < 0 || dup2(out[1], 1) < 0)
			_exit(71);
		_exit(probe_main(3, words));
	}
	(void)close(in[0]);
	(void)close(out[1]);
	teller.to = in[1];
	teller.from = out[0];
	return true;
}

static void teller_close(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

static void teller_print(const char *line)
{
	if (!frame_line(line))
		teller.lost = true;
}

/* What it says of its host is printed once more at the end: without it no result can be used. */
static void teller_fact(const char *line)
{
	text_addf(&teller.facts, "%s\n", line);
	teller_print(line);
}

/* What the probe does not know when it says the rest. */
static void teller_own_facts(void)
{
	struct account user = user_ordinary();
	char fact[256];

	(void)snprintf(fact, sizeof fact, "identity\tcompiler\t%.200s", teller_compiler());
	teller_fact(fact);
	if (geteuid())
		return;
	(void)snprintf(fact, sizeof fact, "setting\tordinary\t%lld:%lld", user.uid, user.gid);
	teller_fact(fact);
}

static void teller_facts_again(void)
{
	char *rest = teller.facts.s, *line;

	while (rest && (line = strtok_r(rest, "\n", &rest)))
		teller_print(line);
}

static void teller_progress(void)
{
	size_t step = (teller.cases + TOLD_TIMES - 1) / TOLD_TIMES;

	teller.over++;
	if (teller.over % (step ? step : 1) == 0 || teller.over == teller.cases)
		packed_say("%lu of %lu cases", (unsigned long)teller.over, (unsigned long)teller.cases);
}

static void teller_line(const char *line)
{
	long number;

	if (!teller.ready) {
		teller.ready = !strcmp(line, "ready");
		if (teller.ready)
			teller_own_facts();
		teller_fact(line);
		return;
	}
	if (!strncmp(line, "case\t", 5) && whole_number(line + 5, 0, (long)teller.cases - 1, &number))
		(void)frame_linef("plays\t%ld\t%s", number, packed_cases[number]);
	else if (!strncmp(line, "over\t", 5))
		teller_progress();
	else if (!strcmp(line, "done")) {
		teller.done = true;
		teller_close(&teller.to);
	}
	teller_print(line);
}

static void teller_read(void)
{
	static char bytes[8192];
	ssize_t n = read(teller.from, bytes, sizeof bytes);
	const char *at = bytes, *end;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		teller_close(&teller.from);
		return;
	}
	while ((end = memchr(at, '\n', (size_t)(bytes + n - at)))) {
		text_bytes(&teller.line, at, (size_t)(end - at));
		teller_line(teller.line.s);
		teller.line.n = 0;
		at = end + 1;
	}
	text_bytes(&teller.line, at, (size_t)(bytes + n - at));
}

/* Never more than a pipe takes at once after poll() said that there is room. */
static void teller_write(void)
{
	size_t n = teller.program.n - teller.given;
	ssize_t done = write(teller.to, teller.program.s + teller.given, n < 512 ? n : 512);

	if (done > 0)
		teller.given += (size_t)done;
	else if (done < 0 && errno != EINTR && errno != EAGAIN)
		teller_close(&teller.to);
}

/* NULL: go on. */
static const char *teller_turn(int lifeline)
{
	static char silence[64];
	bool more = teller.given < teller.program.n;
	double seconds = packed_options.patience * packed_options.factor;
	struct pollfd polled[3];
	int n;

	polled[0] = (struct pollfd){ teller.from, POLLIN, 0 };
	polled[1] = (struct pollfd){ more ? teller.to : -1, POLLOUT, 0 };
	polled[2] = (struct pollfd){ lifeline, POLLIN, 0 };
	n = poll(polled, 3, seconds < 1e6 ? (int)(seconds * 1000) : -1);
	if (n == 0) {
		(void)snprintf(silence, sizeof silence, "no word from the probe for %.0f s", seconds);
		return silence;
	}
	if (n < 0)
		return NULL;
	if (polled[2].revents)
		return "it was told to end";
	if (polled[1].revents)
		teller_write();
	if (polled[0].revents)
		teller_read();
	return teller.lost ? "what it says cannot be written" : NULL;
}

/* End of input tells the probe to clean up and go; one that does not is killed. */
static int teller_end(void)
{
	double until = now() + cleanup_seconds;
	int status = 0, pause = 1;
	pid_t ended;

	teller_close(&teller.to);
	while ((ended = waitpid(teller.pid, &status, WNOHANG)) == 0 && now() < until) {
		struct pollfd heard = { teller.from, POLLIN, 0 };

		/* What nobody reads would keep it from ending. */
		if (poll(&heard, 1, pause) > 0)
			teller_read();
		pause = pause < 50 ? pause * 2 : 100;
	}
	if (ended == 0) {
		(void)kill(teller.pid, SIGKILL);
		(void)waitpid(teller.pid, &status, 0);
	}
	return status;
}

const char *teller_play(const char *run, const char *self, int lifeline)
{
	static char why[128];
	const char *trouble = NULL;
	int status;

	teller_program();
	if (!teller_start(run, self))
		return "no pipe or process for the probe";
	while (teller.from >= 0 && !trouble)
		trouble = teller_turn(lifeline);
	status = teller_end();
	if (!trouble && !teller.done) {
		(void)snprintf(why, sizeof why, "the probe %s %d before it was done",
		    WIFSIGNALED(status) ? "was killed by signal" : "ended with status",
		    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		trouble = why;
	}
	teller_facts_again();
	return trouble;
}
