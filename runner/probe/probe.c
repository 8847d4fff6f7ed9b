/*
 * The probe: reads one program, has conductors play its cases side by side, and prints each case's record whole. When
 * its input ends too early, its output is gone or it is told to end, it kills what it started, waits until that is
 * clean, and goes.
 */
#include "probe.h"
#include "engine.h"
#include "symbols.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>

enum {
	PROBE_PROTOCOL = 2,
	MAX_LINE = 1024 * 1024
};

struct probe probe;

static volatile sig_atomic_t told_to_end;
static int wake[2];
static int warden_line;		/* ends with our warden */
static pid_t warden;

static void end_signal(int number)
{
	int error = errno;

	told_to_end = number;
	if (write(wake[1], "", 1) >= 0 || errno)
		errno = error;
}

static void enqueue(struct script *s)
{
	struct script **more = realloc(probe.queue, (probe.queued + 1) * sizeof *more);

	if (!more) {
		script_free(s);
		return;
	}
	probe.queue = more;
	probe.queue[probe.queued++] = s;
}

static void take_line(char *line)
{
	struct script *s = program_line(&probe.program, line);

	if (s)
		enqueue(s);
}

static void take_input(const char *bytes, size_t n)
{
	const char *end;

	while ((end = memchr(bytes, '\n', n))) {
		size_t length = (size_t)(end - bytes);

		if (!probe.skipping) {
			text_bytes(&probe.input, bytes, length);
			take_line(probe.input.s);
		}
		probe.skipping = false;
		probe.input.n = 0;
		n -= length + 1;
		bytes = end + 1;
	}
	if (!probe.skipping)
		text_bytes(&probe.input, bytes, n);
	if (probe.input.n > MAX_LINE) {
		char too_long[] = "a line of more than 1 MiB";

		take_line(too_long);
		probe.skipping = true;
		probe.input.n = 0;
	}
}

static void read_input(void)
{
	char bytes[4096];	/* what is taken in before conductors are made, each of their processes copies */
	ssize_t n = read(0, bytes, sizeof bytes);

	if (n > 0)
		take_input(bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		probe.input_open = false;
}

/* Never more than a pipe takes at once after poll() said that there is room. */
static void print_some(void)
{
	size_t n = probe.output.n - probe.printed;
	ssize_t done = write(1, probe.output.s + probe.printed, n < 512 ? n : 512);

	if (done > 0)
		probe.printed += (size_t)done;
	else if (done < 0 && errno != EAGAIN && errno != EINTR)
		probe.lost = true;
	if (probe.printed == probe.output.n)
		probe.printed = probe.output.n = 0;
}

/* What needs no process: a text that is bad, and needs that are missing. */
static bool answered_at_once(struct script *s)
{
	struct text t = { NULL, 0, 0 };
	const char *untried = NULL;
	bool answered;

	script_read(s);
	answered = *s->bad || script_unsupported(s, &t, &untried) || untried;

	if (answered && s->number >= 0) {
		text_addf(&probe.output, "case\t%ld\n", s->number);
		if (*s->bad || untried) {
			text_addf(&probe.output, "trouble\t%s", *s->bad ? "harness\tthe program is wrong: " : "host\t");
			text_printable(&probe.output, *s->bad ? s->bad : untried);
			text_add(&probe.output, "\n");
		} else
			text_add(&probe.output, t.s);
		text_addf(&probe.output, "over\t%ld\n", s->number);
	}
	text_free(&t);
	if (answered)
		script_free(s);
	else
		script_unread(s);
	return answered;
}

static void start_jobs(void)
{
	while (probe.next < probe.queued) {
		struct script *s = probe.queue[probe.next];
		bool waits = probe.playing && (s->alone || probe.alone);

		if (!*s->bad && (waits || probe.playing >= probe.program.jobs))
			return;
		probe.next++;
		if (!probe.before)
			probe.before = host_state_take();
		if (!answered_at_once(s))
			start_job(s);
	}
}

static bool finished(void)
{
	return probe.program.complete && probe.next == probe.queued && !probe.playing;
}

static void turn(void)
{
	struct pollfd polled[2 * MAX_JOBS + 5];
	bool more = probe.output.n > probe.printed;

	polled[0] = (struct pollfd){ probe.input_open ? 0 : -1, POLLIN, 0 };
	polled[1] = (struct pollfd){ 1, (short)(more ? POLLOUT : 0), 0 };
	polled[2] = (struct pollfd){ wake[0], POLLIN, 0 };
	polled[3] = (struct pollfd){ warden_line, POLLIN, 0 };
	polled[4] = (struct pollfd){ track_line(), POLLIN, 0 };
	for (int i = 0; i < probe.n_jobs; i++) {
		const struct job *job = &probe.jobs[i];

		polled[5 + 2 * i] = (struct pollfd){ job->record, POLLIN, 0 };
		polled[6 + 2 * i] = (struct pollfd){ job->said < job->errand.n ? job->errands : -1, POLLOUT, 0 };
	}
	if (poll(polled, (nfds_t)(2 * probe.n_jobs) + 5, -1) < 0)
		return;
	if (polled[3].revents)
		probe.lost = true;
	if (polled[4].revents)
		track_ends(NULL, NULL);
	if (polled[0].revents)
		read_input();
	if (polled[1].revents & POLLOUT)
		print_some();
	else if (polled[1].revents)
		probe.lost = true;
	/* From the last on, for a job that ends gives its place to the last. */
	for (int i = probe.n_jobs - 1; i >= 0; i--) {
		if (polled[6 + 2 * i].revents)
			say_errand(&probe.jobs[i]);
		if (polled[5 + 2 * i].revents)
			read_record(&probe.jobs[i]);
	}
	start_jobs();
}

/* Conductors end by themselves when the lifeline does; what they cannot end, we do. */
static void give_up(void)
{
	double until = now() + 15;

	(void)close(probe.lifeline[1]);
	for (dismiss_conductors(); probe.n_jobs && now() < until; dismiss_conductors()) {
		struct pollfd one = { probe.jobs[0].record, POLLIN, 0 };

		track_ends(NULL, NULL);
		if (poll(&one, 1, 100) > 0)
			read_record(&probe.jobs[0]);
	}
	(void)clean_processes(NULL, 0, 10);
	for (int i = 0; i < probe.n_jobs; i++)
		(void)remove_folder(probe.jobs[i].folder);
}

/* The warden removes what is left, or we do where it is dead. One that somebody stopped must go on to end. */
static void leave(int status)
{
	if (getppid() == warden)
		(void)kill(warden, SIGCONT);
	else
		(void)ledger_end();
	_exit(status);
}

/* As if a shell had started us in good order. */
static void ordinary_start(void)
{
	sigset_t none;
	int fd;

	close_all_but(0, 0);
	do
		fd = open("/dev/null", O_RDWR);	/* fills 0 to 2 where they are closed */
	while (fd >= 0 && fd < 3);
	close_all_but(0, 0);
	raise_limits();
	(void)sigemptyset(&none);
	for (int i = 1; i <= LAST_SIGNAL; i++)
		if (i != SIGKILL && i != SIGSTOP)
			(void)signal(i, i == SIGPIPE ? SIG_IGN : SIG_DFL);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void prepare(void)
{
	struct sigaction action;

	if (pipe(wake) || pipe(probe.lifeline)) {
		perror("ptycheck-probe: pipe");
		_exit(71);
	}
	(void)fcntl(wake[1], F_SETFL, O_NONBLOCK);
	(void)fcntl(wake[1], F_SETFD, FD_CLOEXEC);
	(void)fcntl(probe.lifeline[1], F_SETFD, FD_CLOEXEC);
	memset(&action, 0, sizeof action);
	(void)sigfillset(&action.sa_mask);
	action.sa_handler = end_signal;
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGHUP, &action, NULL);
	adopt_orphans();
	track_start();
}

static int play_program(const char *nonce)
{
	prepare();
	program_start(&probe.program);
	probe.input_open = true;
	text_addf(&probe.output, "ptycheck-probe\t%d\t%.200s\n", PROBE_PROTOCOL, nonce);
	settings_print(&probe.output);
	symbol_aliases(&probe.output);
	text_add(&probe.output, "ready\n");
	while (!probe.lost && !told_to_end && probe.input_open && !finished())
		turn();
	if (!finished() || probe.lost) {
		give_up();
		return 1;
	}
	dismiss_conductors();
	if (probe.before)
		host_state_compare(probe.before, &probe.output);
	text_add(&probe.output, "done\n");
	while (probe.printed < probe.output.n && !probe.lost && probe.input_open && !told_to_end)
		turn();
	return probe.printed < probe.output.n;
}

int main(int argc, char **argv)
{
	static const char usage[] = "usage: probe play NONCE | calls | symbols\n";
	struct text t = { NULL, 0, 0 };
	bool done;

	self_note(argv[0]);
	if (argc == 3 && !strcmp(argv[1], "play")) {
		ordinary_start();
		ledger_begin(argv);
		ledger_work_off();
		warden = getpid();
		warden_line = warden_start();
		leave(play_program(argv[2]));
	}
	if (argc == 3 && !strcmp(argv[1], "go-on"))
		player_goes_on(argv[2]);
	if (argc == 2 && !strcmp(argv[1], "calls"))
		call_list(&t);
	else if (argc == 2 && !strcmp(argv[1], "symbols"))
		symbol_list(&t);
	else {
		(void)write_whole(2, usage, sizeof usage - 1);
		return 64;
	}
	done = write_whole(1, t.s, t.n);
	text_free(&t);
	return done ? 0 : 1;
}
