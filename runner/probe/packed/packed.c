/* A packed suite as a program: what it is told, a session of its own, and what it says at its end. */
#include "packed.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>

enum { PLAYED = 0, BAD_USAGE = 64, COULD_NOT = 70 };

static int packed_lifeline = -1;

void packed_say(const char *format, ...)
{
	char line[512];
	va_list list;
	int n = snprintf(line, sizeof line, "ptycheck: ");

	va_start(list, format);
	(void)vsnprintf(line + n, sizeof line - (size_t)n - 1, format, list);
	va_end(list);
	(void)snprintf(line + strlen(line), 2, "\n");
	(void)write_whole(2, line, strlen(line));
}

static int packed_help(const char *name)
{
	struct text t = { NULL, 0, 0 };
	bool done;

	text_addf(&t,
	    "Plays cases on the pseudo-terminals of this host and prints what came back.\n"
	    "usage: %s [--jobs N] [--timeout-factor N] [--user USER] [--width N] [-o FILE]\n"
	    "\n"
	    "  --jobs N            cases at a time (%ld)\n"
	    "  --timeout-factor N  multiply all deadlines, for a slow host (%g)\n"
	    "  --user USER         the ordinary user to be where this is root: NAME or UID:GID (%s)\n"
	    "  --width N           bytes of a line, for a console that cuts them (%ld)\n"
	    "  -o FILE             write there in place of standard output\n"
	    "\n"
	    "Keep what it prints, also as the log of a console with other things in it, and bring it to ptycheck:\n"
	    "  ptycheck import FILE --as NAME\n"
	    "\n"
	    "Exit status: 0 played to its end, whatever came back; 64 usage; 70 it could not.\n",
	    name, packed_options.jobs, packed_options.factor, packed_options.user ? packed_options.user : "nobody",
	    packed_options.width);
	done = write_whole(1, t.s, t.n);
	text_free(&t);
	return done ? 0 : COULD_NOT;
}

static bool packed_option(const char *name, const char *value)
{
	char *end = NULL;

	if (!strcmp(name, "--jobs"))
		return whole_number(value, 1, MAX_JOBS, &packed_options.jobs);
	if (!strcmp(name, "--width"))
		return whole_number(value, 60, 280, &packed_options.width);
	if (!strcmp(name, "--timeout-factor")) {
		packed_options.factor = strtod(value, &end);
		return end != value && !*end && packed_options.factor >= 0.1 && packed_options.factor <= 1000;
	}
	if (!strcmp(name, "--user"))
		packed_options.user = value;
	else if (!strcmp(name, "-o"))
		packed_options.file = value;
	else
		return false;
	return *value != '\0';
}

/* For the first process of a system nobody has opened one. */
static bool packed_console(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	while (fd >= 0 && fd < 2)
		fd = dup(fd);
	if (fd > 2)
		(void)close(fd);
	return fd >= 0;
}

/* Closed descriptors are filled, so that nothing of ours lands there. False: what is printed would go nowhere. */
static bool packed_fill(void)
{
	bool open_out = fcntl(1, F_GETFD) >= 0;
	int fd;

	if (!open_out && getpid() == 1)
		open_out = packed_console();
	do {
		fd = open("/dev/null", O_RDWR | O_NOCTTY);
		if (fd < 0)
			fd = open("/", O_RDONLY);
	} while (fd >= 0 && fd < 3);
	if (fd >= 3)
		(void)close(fd);
	return open_out;
}

/* A word that no other play on this console has, without asking for entropy, which a host that has just started lacks. */
static void packed_run_name(char name[8])
{
	struct timespec t = { 0, 0 }, up = { 0, 0 };
	unsigned long mixed;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	(void)clock_gettime(CLOCK_MONOTONIC, &up);
	mixed = (unsigned long)t.tv_sec * 2654435761UL ^ (unsigned long)t.tv_nsec * 40503UL
	    ^ (unsigned long)up.tv_nsec * 69069UL ^ (unsigned long)getpid() * 30011UL;
	(void)snprintf(name, 8, "%06lx", (mixed ^ mixed >> 24) & 0xffffffUL);
}

static int packed_end(const char *trouble)
{
	if (!trouble && !frame_linef("end\t%d", PLAYED))
		trouble = "what it says cannot be written";
	else if (trouble)
		(void)frame_linef("end\t%d\t%s", COULD_NOT, trouble);
	if (trouble)
		packed_say("could not go on: %s", trouble);
	else
		packed_say("played to its end");
	return trouble ? COULD_NOT : PLAYED;
}

/* In a session without a terminal: neither a hang-up nor a stop of the console's comes here. */
static int packed_play(int out, const char *name, int lifeline)
{
	static char no_user[200];
	const char *folder;
	char run[8];
	int status;

	packed_run_name(run);
	frame_start(out, run);
	teller_begin();
	if (!place_user(packed_options.user)) {
		(void)snprintf(no_user, sizeof no_user, "there is no user %.100s here; name one as UID:GID", packed_options.user);
		return packed_end(no_user);
	}
	if (access("/dev/null", R_OK | W_OK))
		return packed_end("there is no /dev/null here that can be read and written: mount what holds it, or make it");
	folder = place_folder();
	if (!folder) {
		place_leave();
		return packed_end("no folder for scratch: TMPDIR, /tmp, /var/tmp, /dev/shm, /run and the current folder "
		    "cannot be written to as the ordinary user; mount one, or name one in TMPDIR");
	}
	if (geteuid() == 0)
		packed_say("plays in %s, as %lld:%lld where a case needs no right", folder, user_ordinary().uid,
		    user_ordinary().gid);
	else
		packed_say("plays in %s", folder);
	status = packed_end(teller_play(run, place_self(name), lifeline));
	place_leave();
	if (isatty(out))
		(void)tcdrain(out);
	return status;
}

static void packed_stop(int number)
{
	int error = errno;

	(void)number;
	if (packed_lifeline >= 0)
		(void)close(packed_lifeline);
	packed_lifeline = -1;
	errno = error;
}

static void packed_signals(void)
{
	static const int ignored[] = { SIGHUP, SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU };
	struct sigaction action;
	sigset_t none;

	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGCHLD, SIG_DFL);
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		(void)signal(ignored[i], SIG_IGN);
	memset(&action, 0, sizeof action);
	(void)sigemptyset(&action.sa_mask);
	action.sa_handler = packed_stop;
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGQUIT, &action, NULL);
}

/* The process that was started may lead the console's session: another one plays, and this one waits for it. */
static int packed_front(int out, const char *name)
{
	int lifeline[2], status = 0;
	pid_t player, ended;

	if (pipe(lifeline)) {
		packed_say("no pipe: %s", strerror(errno));
		return COULD_NOT;
	}
	packed_lifeline = lifeline[1];
	packed_signals();
	player = fork();
	if (player == 0) {
		(void)signal(SIGINT, SIG_IGN);
		(void)signal(SIGTERM, SIG_DFL);
		(void)signal(SIGQUIT, SIG_DFL);
		(void)close(lifeline[1]);
		_exit(setsid() < 0 ? COULD_NOT : packed_play(out, name, lifeline[0]));
	}
	if (player < 0) {
		packed_say("no process: %s", strerror(errno));
		return COULD_NOT;
	}
	(void)close(lifeline[0]);
	/* As the first process of a system it is also handed orphans. */
	do
		ended = waitpid(-1, &status, 0);
	while (ended != player && (ended > 0 || errno == EINTR));
	return ended == player && WIFEXITED(status) ? WEXITSTATUS(status) : COULD_NOT;
}

int main(int argc, char **argv)
{
	const char *name = argc > 0 && argv[0] ? argv[0] : "suite";
	bool open_out;
	int out = 1;

	/* The probe's own words: it starts itself anew for some calls. */
	if (argc > 1 && *argv[1] != '-')
		return probe_main(argc, argv);
	open_out = packed_fill();
	for (int i = 1; i < argc; i += 2) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return packed_help(name);
		if (i + 1 == argc || !packed_option(argv[i], argv[i + 1])) {
			packed_say("cannot use %s%s%s; --help names the options", argv[i], i + 1 < argc ? " " : "",
			    i + 1 < argc ? argv[i + 1] : "");
			return BAD_USAGE;
		}
	}
	if (packed_options.file) {
		out = open(packed_options.file, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0644);
		if (out < 0) {
			packed_say("cannot write %s: %s", packed_options.file, strerror(errno));
			return COULD_NOT;
		}
	} else if (!open_out) {
		packed_say("standard output is closed; name a file with -o");
		return COULD_NOT;
	}
	return packed_front(out, name);
}
