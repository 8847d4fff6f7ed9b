/*
 * The steps of a reproducer of several processes: each walks through the same list, and takes those steps that the keeper
 * tells it to; the keeper prints what they observed.
 */

enum kind { CALL, MUST_WAIT, MAY_WAIT, BECOMES, RETURNS, STILL };

/* A step of the first process, and of another. */
#define STEP(...) if (turn(1 << P_the_first, CALL, "", #__VA_ARGS__))

#define BY(who, ...) if (turn(1 << P_##who, CALL, #who ": ", #__VA_ARGS__))

/* A call that must wait, or may wait. */
#define WAITS(who, ...) if (turn(1 << P_##who, MUST_WAIT, P_##who == P_the_first ? "" : #who ": ", #__VA_ARGS__))

#define MAY_WAIT(who, ...) if (turn(1 << P_##who, MAY_WAIT, P_##who == P_the_first ? "" : #who ": ", #__VA_ARGS__))

/* A program takes the place of the process: then nothing comes back. */
#define BECOMES(who, ...) if (turn(1 << P_##who, BECOMES, P_##who == P_the_first ? "" : #who ": ", #__VA_ARGS__))

/* The call has returned now, and not before the last step began; or it still waits. */
#define RETURNS(who, ...) if (turn(1 << P_##who, RETURNS, P_##who == P_the_first ? "" : #who ": ", #__VA_ARGS__))

#define EITHER_RETURNS(a, b, ...) if (turn(1 << P_##a | 1 << P_##b, RETURNS, #a "|" #b ": ", #__VA_ARGS__))

#define STILL(who, ...) (void)turn(1 << P_##who, STILL, P_##who == P_the_first ? "" : #who ": ", #__VA_ARGS__)

#define EITHER_STILL(a, b, ...) (void)turn(1 << P_##a | 1 << P_##b, STILL, #a "|" #b ": ", #__VA_ARGS__)

/* The next n steps start at one moment. */
#define TOGETHER(n) (together = n)

/* A signal has come, or comes; none comes. */
#define SIGNAL(who, number) signal_told(P_##who, number, P_##who == P_the_first ? "" : #who ": ", #number, true)

#define NO_SIGNAL(who, number) signal_told(P_##who, number, P_##who == P_the_first ? "" : #who ": ", #number, false)

/* What has become of a process; its parent tells. */
#define STOPPED(parent, who, number) \
	if (turn(1 << P_##parent, CALL, #who ": ", "--- stopped by " #number " ---")) \
		got_state(shared->pid[P_##who]), allow(WIFSTOPPED(status) && WSTOPSIG(status) == number)

#define EXITED(parent, who, code) \
	if (turn(1 << P_##parent, CALL, #who ": ", "+++ exited with " #code " +++")) \
		got_state(shared->pid[P_##who]), allow(WIFEXITED(status) && WEXITSTATUS(status) == code)

#define KILLED(parent, who, number) \
	if (turn(1 << P_##parent, CALL, #who ": ", "+++ killed by " #number " +++")) \
		got_state(shared->pid[P_##who]), allow(WIFSIGNALED(status) && WTERMSIG(status) == number)

/* As these, of one whose parent has ended: the keeper has adopted it. */
#define ORPHAN_STOPPED(who, number) \
	orphan_told(P_##who, #who ": --- stopped by " #number " ---", 's', number)

#define ORPHAN_EXITED(who, code) \
	orphan_told(P_##who, #who ": +++ exited with " #code " +++", 'e', code)

#define ORPHAN_KILLED(who, number) \
	orphan_told(P_##who, #who ": +++ killed by " #number " +++", 'k', number)

static int me = KEEPER;		/* which of the processes this is, */
static int at;			/* the step it has come to, */
static int go;			/* and that which it was last told to take */
static int channel[PROCESSES][2];	/* the keeper's end and the process's own */

static bool given;		/* the situation: what does not hold there is no finding */
static int wrong;

static struct answer { int step; bool entering, fine; char observed[sizeof observed]; } last[PROCESSES];

static struct { int who, step; enum kind kind; char line[400]; } queue[8];	/* steps begun and not told */
static int queued, together = 1;

static int waiting[PROCESSES];	/* the step whose call has not returned, or 0 */
static bool strict[PROCESSES];	/* it was not to return at once, */
static bool early[PROCESSES];	/* and had when the last step began */

static int told[PROCESSES][64];

static int round_number;

static char folder[] = "/tmp/ptycheck-XXXXXX";

static void tell_keeper(bool entering, bool fine)
{
	struct answer a;

	(void)memset(&a, 0, sizeof a);
	a.step = at;
	a.entering = entering;
	a.fine = fine;
	(void)memcpy(a.observed, observed, sizeof a.observed);
	(void)send(channel[me][1], &a, sizeof a, 0);
}

/* Ends a step: is what was observed allowed? */
static void allow(bool fine)
{
	tell_keeper(false, fine);
}

static int remove_entry(const char *entry, const struct stat *unused, int kind, struct FTW *place)
{
	(void)unused, (void)kind, (void)place;
	(void)remove(entry);
	return 0;
}

static void remove_folder(void)
{
	(void)nftw(folder, remove_entry, 20, FTW_DEPTH | FTW_PHYS);
}

/* All processes of the case are ended. */
static void end_all(void)
{
	for (int i = P_the_first; i < PROCESSES; i++)
		if (shared->pid[i] > 0)
			(void)kill(shared->pid[i], SIGKILL);
	(void)waitpid(shared->pid[P_the_first], NULL, 0);
	remove_folder();
}

static void conclude(int code)
{
	end_all();
	(void)printf(code == 77 ? "unsupported: the situation that the case starts from does not come about\n"
	    : code ? "does not hold\n" : "holds\n");
	exit(code);
}

static double now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Takes what the processes answer. */
static void listen_to_all(int milliseconds)
{
	struct pollfd theirs[PROCESSES];

	for (int i = 0; i < PROCESSES; i++)
		theirs[i] = (struct pollfd){ channel[i][0], POLLIN, 0 };
	(void)poll(theirs, PROCESSES, milliseconds);
	for (int i = 0; i < PROCESSES; i++)
		if (theirs[i].revents & POLLIN)
			(void)recv(channel[i][0], &last[i], sizeof last[i], MSG_WAITALL);
	if (getppid() == 1) {		/* who started this is gone */
		end_all();
		exit(1);
	}
}

static bool answered(int who, int step, bool entering, double most)
{
	double until = now() + most;

	while (last[who].step != step || (!entering && last[who].entering)) {
		if (now() >= until)
			return false;
		listen_to_all(5);
	}
	return true;
}

/* One line of the output: a step, and what was observed. */
static void print_step(const char *line, const char *seen, bool fine)
{
	if (round_number == 0 || !fine)
		(void)printf("%-58s  %s%s\n", line, seen, fine ? "" : "    <-- not allowed");
	(void)fflush(stdout);
	wrong += !fine;
	if (!fine && given)
		conclude(77);
}

/* The first of these whose call has returned; else -1. */
static int first_back(int who, double most)
{
	double until = now() + most;

	for (;;) {
		for (int i = 0; i < PROCESSES; i++)
			if ((who & 1 << i) && waiting[i] && answered(i, waiting[i], false, 0))
				return i;
		if (now() >= until)
			return -1;
		listen_to_all(5);
	}
}

static void send_go(int who, int step)
{
	(void)send(channel[who][0], &step, sizeof step, 0);
}

static int only(int who)
{
	int i = 0;

	while (!(who & 1 << i))
		i++;
	return i;
}

static void begin(int who, int step, enum kind kind)
{
	if (kind == RETURNS || kind == STILL)
		return;
	for (int i = 0; i < PROCESSES; i++)
		early[i] = strict[i] && waiting[i] && answered(i, waiting[i], false, 0);
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
	if (!answered(back, step, false, DEADLINE))
		print_step(line, "nothing is heard of it", false);
	else if (early[back])
		print_step(line, "had returned before", false);
	else
		print_step(line, last[back].observed, last[back].fine);
}

static void finish_still(int who, const char *line)
{
	int back = first_back(who, 0.2);
	bool some = false;

	for (int i = 0; i < PROCESSES; i++)
		some = some || ((who & 1 << i) && waiting[i] && i != back);
	print_step(line, some ? "<unfinished ...>" : last[back].observed, some);
}

static void finish_call(int who, int step, enum kind kind, const char *line)
{
	bool back = answered(who, step, kind != CALL, DEADLINE);

	if (kind != CALL && back && last[who].entering)
		back = answered(who, step, false, 0.2);
	if (!back && kind == CALL) {
		print_step(line, "<unfinished ...>", false);
		conclude(given ? 77 : 1);
	}
	if (kind == MUST_WAIT || kind == MAY_WAIT)
		waiting[who] = step;
	strict[who] = kind == MUST_WAIT;
	early[who] = false;
	if (!back)
		print_step(line, kind == BECOMES ? "0" : "<unfinished ...>", true);
	else
		print_step(line, last[who].observed, last[who].fine);
}

/* The keeper has a step taken; those that start at one moment are told when all of them have begun. */
static void conduct(int who, enum kind kind, const char *name, const char *words)
{
	queue[queued].who = who;
	queue[queued].step = at;
	queue[queued].kind = kind;
	(void)snprintf(queue[queued].line, sizeof queue->line, "%s%s", name, words);
	if (++queued < together)
		return;
	for (int i = 0; i < queued; i++)
		begin(queue[i].who, queue[i].step, queue[i].kind);
	for (int i = 0; i < queued; i++)
		if (queue[i].kind == RETURNS)
			finish_return(queue[i].who, queue[i].step, queue[i].line);
		else if (queue[i].kind == STILL)
			finish_still(queue[i].who, queue[i].line);
		else
			finish_call(only(queue[i].who), queue[i].step, queue[i].kind, queue[i].line);
	queued = 0;
	together = 1;
}

/* Is this step for this process to take? It sleeps here until it is told to go on. */
static bool turn(int who, enum kind kind, const char *name, const char *line)
{
	at++;
	if (me == KEEPER) {
		conduct(who, kind, name, line);
		return false;
	}
	while (go < at) {
		ssize_t n = recv(channel[me][1], &go, sizeof go, MSG_WAITALL);

		if (n == 0 || (n < 0 && errno != EINTR))
			_exit(1);
	}
	if (go == at && kind != CALL && kind != RETURNS)
		tell_keeper(true, false);
	errno = 0;
	return go == at;
}

/* Counts a signal. */
static void count(int number)
{
	shared->come[me][number]++;
}

/* Sets what a signal does. */
static int action(int number, void (*handler)(int), int flags)
{
	struct sigaction a;

	(void)memset(&a, 0, sizeof a);
	a.sa_handler = handler;
	a.sa_flags = flags;
	(void)sigfillset(&a.sa_mask);
	return sigaction(number, &a, NULL);
}

static void signal_told(int who, int number, const char *name, const char *word, bool wanted)
{
	double until = now() + (wanted ? DEADLINE : 0.1);
	char line[100];
	bool come;

	at++;
	if (me != KEEPER)
		return;
	while (shared->come[who][number] == told[who][number] && now() < until)
		listen_to_all(5);
	come = shared->come[who][number] != told[who][number];
	if (come && wanted)
		told[who][number]++;
	(void)snprintf(line, sizeof line, "%s--- %s%s ---", name, wanted ? "" : "no ", word);
	print_step(line, come ? "it came" : "none came", come == wanted);
}

/* A new process has come to where it may be told to go on. */
static void await_child(int who)
{
	while (!shared->pid[who])
		(void)poll(NULL, 0, 1);
}

/* The child goes on behind this step as another process of the case; both know its number. */
static pid_t forked(int who)
{
	pid_t pid = fork();

	if (pid == 0) {
		me = who;
		return shared->pid[me] = getpid();
	}
	if (pid > 0)
		await_child(who);
	return (pid_t)gives(pid);
}

/* As forked(), by forkpty(); false in the child. */
static bool forked_pty(int who, const struct winsize *w)
{
	pid_t pid = forkpty(&masters[0], NULL, NULL, (void *)w);

	if (pid == 0) {
		me = who;
		masters[1] = shared->pid[me] = getpid();
		return false;
	}
	if (got(pid) == -1)
		return true;
	await_child(who);
	masters[1] = (int)pid;
	(void)strcpy(data, ptsname(masters[0]));
	show(", [%d, %d, %s]", masters[0], masters[1], data);
	return true;
}

/* Ends this process; what it gives is that it does. */
static void exits(int code)
{
	*observed = '\0';
	allow(true);
	_exit(code);
}

/* Notes what has become of a child, once it has stopped or ended. */
static void got_state(pid_t pid)
{
	siginfo_t what;
	double until = now() + DEADLINE;

	do {
		(void)memset(&what, 0, sizeof what);
		if (waitid(P_PID, (id_t)pid, &what, WEXITED | WSTOPPED | WNOHANG | WNOWAIT))
			break;
		(void)poll(NULL, 0, what.si_pid ? 0 : 5);
	} while (!what.si_pid && now() < until);
	status = what.si_code == CLD_EXITED ? (what.si_status & 0xff) << 8
	    : what.si_code == CLD_STOPPED ? what.si_status << 8 | 0x7f : what.si_status;
	if (got(what.si_pid ? 0 : -1) == 0)
		(void)strcpy(observed, WIFEXITED(status) ? "exited " : WIFSTOPPED(status) ? "stopped by " : "killed by ");
	if (result == 0 && WIFEXITED(status))
		show("%d", WEXITSTATUS(status));
	else if (result == 0)
		show("%s", signal_name(WIFSTOPPED(status) ? WSTOPSIG(status) : WTERMSIG(status)));
}

/* Where orphans come to the keeper it can tell of them. */
static void adopt_orphans(void)
{
	if (me != KEEPER)
		return;
#if defined(PR_SET_CHILD_SUBREAPER)
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
#elif defined(PROC_REAP_ACQUIRE)
	(void)procctl(P_PID, getpid(), PROC_REAP_ACQUIRE, NULL);
#else
	unsupported("orphans come to nobody who could tell what becomes of them");
#endif
}

static void orphan_told(int who, const char *line, char kind, int number)
{
	at++;
	if (me != KEEPER)
		return;
	got_state(shared->pid[who]);
	print_step(line, observed, kind == 's' ? WIFSTOPPED(status) && WSTOPSIG(status) == number
	    : kind == 'e' ? WIFEXITED(status) && WEXITSTATUS(status) == number
	    : WIFSIGNALED(status) && WTERMSIG(status) == number);
}

/* Starts a program in a process of its own; -1: in the caller's group, with no terminal, nothing closed. */
static pid_t spawn(const char *file, char *const words[], int who, pid_t group, int terminal, int closed)
{
	extern char **environ;
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;

	(void)posix_spawnattr_init(&attributes);
	(void)posix_spawn_file_actions_init(&actions);
	if (group != -1) {
		(void)posix_spawnattr_setpgroup(&attributes, group);
		(void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	}
#if defined(__GLIBC_PREREQ) && __GLIBC__ >= 2 && __GLIBC_MINOR__ >= 35
	if (terminal != -1)
		(void)posix_spawn_file_actions_addtcsetpgrp_np(&actions, terminal);
#else
	if (terminal != -1)
		return errno = ENOSYS, -1;
#endif
	if (closed != -1)
		(void)posix_spawn_file_actions_addclose(&actions, closed);
	errno = posix_spawnp(&pid, file, &actions, &attributes, words, environ);
	if (errno)
		return -1;
	return shared->pid[who] = pid;
}

/* A folder in the scratch folder, open to all. */
static const char *new_folder(void)
{
	static char made_there[sizeof folder + 8];
	static int n;

	(void)snprintf(made_there, sizeof made_there, "%s/%d", folder, n++);
	return mkdir(made_there, 0755) || chmod(made_there, 0755) ? NULL : made_there;
}

/* Both ends of all channels lie where no case looks. */
static void open_channels(void)
{
	for (int i = 0; i < PROCESSES; i++) {
		int sockets[2];

		if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets))
			unsupported("no sockets");
		for (int end = 0; end < 2; end++) {
			channel[i][end] = fcntl(sockets[end], F_DUPFD_CLOEXEC, 200);
			(void)close(sockets[end]);
		}
	}
}

/* The first process: in nobody's session but the keeper's, without a terminal, and with nothing open. */
static void be_first(void (*play)(void), void (*become)(void))
{
	int null = open("/dev/null", O_RDWR);

	me = P_the_first;
	shared->pid[me] = getpid();
	for (int i = 0; i < PROCESSES; i++)
		(void)close(channel[i][0]);
	for (int i = 0; i < 3; i++)
		(void)dup2(null, i);
	for (int i = 3; i < 200; i++)
		(void)close(i);
	(void)umask(022);
	if (become)
		become();
	play();
	for (;;)
		(void)pause();
}

/* One round, by the keeper: a first process, the steps, and nothing left. */
static void keep_round(void (*play)(void), void (*become)(void))
{
	bool in_situation = given;

	(void)memset(shared, 0, sizeof *shared);
	(void)memset(last, 0, sizeof last);
	(void)memset(waiting, 0, sizeof waiting);
	(void)memset(told, 0, sizeof told);
	at = 0;
	(void)strcpy(folder + sizeof folder - 7, "XXXXXX");
	if (!mkdtemp(folder) || chdir(folder) || chmod(folder, 0755))
		unsupported("no folder in /tmp");
	if (become && geteuid() == 0 && chown(folder, 65534, 65534))
		unsupported("nobody can have no folder");
	open_channels();
	(void)fflush(stdout);
	if (fork() == 0)
		be_first(play, become);
	while (!shared->pid[P_the_first])
		(void)poll(NULL, 0, 1);
	play();
	end_all();
	for (int i = 0; i < PROCESSES; i++) {
		(void)close(channel[i][0]);
		(void)close(channel[i][1]);
	}
	given = in_situation;
}

/* Plays so many rounds under a keeper, which leads a session without a terminal; gives the exit status. */
static int keep(void (*play)(void), int rounds, void (*become)(void))
{
	pid_t keeper;

	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
	if (shared == MAP_FAILED)
		unsupported("no memory");
	(void)printf("%-58s  %s\n", "step = allowed", "observed");
	(void)fflush(stdout);
	keeper = fork();
	if (keeper == 0) {
		(void)setsid();
		for (round_number = 0; round_number < rounds && !wrong; round_number++)
			keep_round(play, become);
		(void)printf(wrong ? "does not hold\n" : "holds\n");
		exit(wrong ? 1 : 0);
	}
	return waitpid(keeper, &status, 0) == keeper && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* So many busy processes per processor, as long as their parent is there. */
static void keep_busy(int each)
{
	long n = each * sysconf(_SC_NPROCESSORS_ONLN);
	pid_t parent = getpid();

	while (n-- > 0)
		if (fork() == 0) {
			while (getppid() == parent)
				continue;
			_exit(0);
		}
}
