/*
 * The stage of a case (language 5.1): shared memory and channels, made before any of its processes; the keeper, which leads a session without terminal and is never seen in the case; and the first process.
 */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#ifdef __FreeBSD__
#include <sys/user.h>
#endif

enum { LAST_CLOSED = 65536 };	/* a limit of open files has no end on some systems */

struct stage *stage;

struct binding *binding_slot(const char *name)
{
	for (size_t i = 0; stage && i < stage->n_names; i++)
		if (!strcmp(stage->bindings[i].name, name))
			return &stage->bindings[i];
	return NULL;
}

const struct binding *binding_find(const char *name)
{
	const struct binding *b = binding_slot(name);

	return b && b->bound ? b : NULL;
}

/* A number that a stranger has got since is nobody's of this case. */
bool case_has_process(pid_t pid)
{
	for (int i = 0; stage && i < stage->taken && i < MAX_PROCESSES; i++) {
		const struct slot *slot = &stage->slots[stage->slots[i].process];
		struct look seen;

		if (pid > 0 && slot->pid == pid && (!look(pid, &seen) || seen.state == LOOK_GONE
		    || look_same(&seen, slot->started)))
			return true;
	}
	return false;
}

pid_t case_process(int i)
{
	if (!stage || i >= stage->taken || i >= MAX_PROCESSES)
		return -1;
	return stage->slots[i].reaped ? 0 : stage->slots[i].pid;
}

void *guard_memory(void)
{
	return stage->guard;
}

static void close_from_to(int first, int last)
{
	if (first > last)
		return;
#ifdef SYS_close_range
	if (syscall(SYS_close_range, (unsigned)first, (unsigned)last, 0U) == 0)
		return;
#endif
	for (int fd = first; fd <= last; fd++)
		(void)close(fd);
}

/* Nothing of ours or our parents' lies beyond LAST_CLOSED. */
void close_all_but(int first, int last)
{
	int behind = last < 3 ? 3 : last + 1;

	close_from_to(3, first - 1);
#if defined(SYS_closefrom) || defined(F_CLOSEM)
	(void)closefrom(behind);
#else
	close_from_to(behind, LAST_CLOSED);
#endif
}

bool null_stdio(void)
{
	int fd = open("/dev/null", O_RDWR);

	if (fd < 0)
		return false;
	for (int i = 0; i < 3; i++)
		if (fd != i && dup2(fd, i) < 0)
			return false;
	if (fd > 2)
		(void)close(fd);
	return true;
}

static rlim_t raised(const struct rlimit *limit, rlim_t enough)
{
	return limit->rlim_cur >= enough ? limit->rlim_cur : limit->rlim_max < enough ? limit->rlim_max : enough;
}

/*
 * A case may want a thousand descriptors, and OpenBSD starts a process with 64 to 512 files and 80 to 256 processes of
 * its user.
 */
void raise_limits(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = raised(&limit, LAST_CLOSED);
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	if (getrlimit(RLIMIT_NPROC, &limit) == 0) {
		limit.rlim_cur = raised(&limit, 1024);
		(void)setrlimit(RLIMIT_NPROC, &limit);
	}
}

rlim_t open_files(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) ? 0 : limit.rlim_cur;
}

/* Both ends of all channels are parked; the players' ends lie at CHANNELS, where every process finds its own. */
static bool make_channels(int ends[MAX_PROCESSES], int n)
{
	for (int i = 0; i < MAX_PROCESSES; i++) {
		int pair[2];

		ends[i] = -1;
		if (i >= n)
			continue;
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
			return false;
		ends[i] = fcntl(pair[0], F_DUPFD_CLOEXEC, BEYOND);
		if (ends[i] < 0 || dup2(pair[1], CHANNELS + i) < 0
		    || fcntl(CHANNELS + i, F_SETFD, FD_CLOEXEC) || fcntl(ends[i], F_SETFL, O_NONBLOCK))
			return false;
		(void)close(pair[0]);
		(void)close(pair[1]);
	}
	return true;
}

const char *scratch_prefix(void)
{
	static char prefix[900];
	char stem[96];
	const char *wish = getenv("TMPDIR");
	char *real = wish && *wish == '/' ? realpath(wish, NULL) : NULL;

	if (!*prefix) {
		if (real && strlen(real) > 700) {
			free(real);
			real = NULL;
		}
		scratch_stem(stem, sizeof stem);
		(void)snprintf(prefix, sizeof prefix, "%.700s/%s", real && strcmp(real, "/") ? real : "/tmp", stem);
	}
	free(real);
	return prefix;
}

bool scratch_make(const char *prefix, char *path, size_t size)
{
	enum { MOST_TRIES = 1000 };
	static unsigned made;

	for (int i = 0; i < MOST_TRIES; i++) {
		if (snprintf(path, size, "%s%ld-%u", prefix, (long)getpid(), made++) >= (int)size) {
			errno = ENAMETOOLONG;
			return false;
		}
		if (mkdir(path, 0700) == 0)
			return true;
		if (errno != EEXIST)
			return false;
	}
	return false;
}

/* What a system writes to no disk, or else a file in the scratch folder. */
static int nameless_file(const char *folder)
{
#ifdef SHM_ANON
	(void)folder;
	return shm_open(SHM_ANON, O_RDWR, 0600);
#else
	char path[MAX_FOLDER + 16];
	int fd;

	(void)snprintf(path, sizeof path, "%.1000s/memory", folder);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0 && unlink(path)) {
		(void)close(fd);
		return -1;
	}
	return fd;
#endif
}

/* Memory that a program finds again: a file without a name. */
static int memory_file(const char *folder, size_t size)
{
	int fd = nameless_file(folder), parked;

	if (fd < 0)
		return -1;
	parked = ftruncate(fd, (off_t)size) ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, BEYOND);
	(void)close(fd);
	if (parked < 0 || dup2(parked, STAGE_AT) < 0 || fcntl(STAGE_AT, F_SETFD, FD_CLOEXEC))
		return -1;
	(void)close(parked);
	return STAGE_AT;
}

static bool map_stage(const struct player_setup *setup)
{
	const struct script *script = setup->script;
	bool found_again = setup->goes_on || setup->anew;
	size_t text = found_again ? script->text.n + 1 : 0, size = sizeof *stage + text;
	int fd = found_again ? memory_file(setup->folder, size) : -1;

	stage = found_again && fd < 0 ? MAP_FAILED
	    : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | (fd < 0 ? MAP_ANON : 0), fd, 0);
	if (stage == MAP_FAILED) {
		stage = NULL;
		return false;
	}
	stage->size = size;
	stage->n_names = script->n_names;
	for (size_t i = 0; i < script->n_names; i++)
		memcpy(stage->bindings[i].name, script->names[i], sizeof *script->names);
	stage->factor = setup->factor;
	stage->deadline = script->deadline;
	stage->ordinary = user_ordinary();
	(void)snprintf(stage->folder, sizeof stage->folder, "%s", setup->folder);
	if (text)
		memcpy(stage->text, script->text.s, script->text.n);
	return true;
}

/* Who played there before may have been the other of the two users. */
static bool give_folder(const struct player_setup *setup)
{
	uid_t uid = setup->drop ? (uid_t)user_ordinary().uid : geteuid();
	gid_t gid = setup->drop ? (gid_t)user_ordinary().gid : getegid();
	struct stat st;

	return geteuid() || (stat(setup->folder, &st) == 0 && st.st_uid == uid && st.st_gid == gid)
	    || chown(setup->folder, uid, gid) == 0;
}

const char *stage_make(const struct player_setup *setup, int ends[MAX_PROCESSES])
{
	const char *why;

	if (!map_stage(setup))
		return "no shared memory";
	stage->files = open_files();
	/* What goes on opens and closes all their numbers over an execve(), so that none may be another's. */
	stage->places = setup->goes_on || setup->anew ? MAX_PROCESSES : script_processes(setup->script);
	if (!make_channels(ends, stage->places))
		return errno == EMFILE || errno == EINVAL || errno == EBADF
		    ? "a process may not have the 264 open files a case needs: raise the hard limit (ulimit -Hn)"
		    : "no channels for the case's processes";
	/* Without it a case plays all the same, if it does not ask for it. */
	if ((setup->goes_on || setup->anew) && (why = self_park(setup)) && setup->goes_on)
		return why;
	if (setup->drop && user_ordinary().uid <= 0)
		return "there is no ordinary user to play as: no `nobody` here, or root was named; name another with --user";
	return give_folder(setup) ? NULL : "the scratch folder cannot be given to the user of the case";
}

void stage_end(void)
{
	if (stage)
		(void)munmap(stage, stage->size);
	stage = NULL;
	close_from_to(CHANNELS, BEYOND + MAX_PROCESSES);
}

/*
 * FreeBSD marks a process that has changed its user. Until it executes a program only root may send it, from another
 * session, a signal that is not among a dozen: not SIGCONT, for one.
 */
bool stage_marks_ordinary(void)
{
#ifdef P_SUGID
	return true;
#else
	return false;
#endif
}

static bool become_ordinary(void)
{
	gid_t gid = (gid_t)user_ordinary().gid;
	uid_t uid = (uid_t)user_ordinary().uid;

	/* Of root, setgid() and setuid() change all three ids. */
	if (uid == 0 || setgroups(1, &gid) || setgid(gid) || setuid(uid) || setuid(0) == 0)
		return false;
	be_visible();
	return true;
}

static void first_process(const struct player_setup *setup)
{
	const struct rlimit no_core = { 0, 0 };
	sigset_t none;

	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)umask(022);
	if ((setup->drop && !become_ordinary()) || chdir(setup->folder))
		_exit(70);
	(void)signal(SIGPIPE, SIG_DFL);		/* all others are so in its conductor */
	(void)signal(SIGCHLD, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	guard_scratch(setup->folder);
	if (setup->anew)
		player_start_anew();
	player_run(setup);
}

/* The keeper only reaps. It tells what it reaped before it does, so a process is never just gone. */
static void keep(void)
{
	for (;;) {
		siginfo_t dead;
		int status;

		memset(&dead, 0, sizeof dead);
		if (waitid(P_ALL, 0, &dead, WEXITED | WNOWAIT)) {
			if (errno != EINTR)
				(void)pause();
			continue;
		}
		for (int i = 0; i < MAX_PROCESSES; i++)
			if (stage->slots[i].pid == dead.si_pid) {
				stage->slots[i].status = dead.si_code == CLD_EXITED
				    ? (dead.si_status & 0xff) << 8 : dead.si_status;
				stage->slots[i].reaped = 1;
			}
		(void)waitpid(dead.si_pid, &status, 0);
	}
}

pid_t stage_start(const struct player_setup *setup)
{
	pid_t keeper = fork(), first;
	sigset_t all;

	if (keeper) {
		stage->keeper = keeper;
		return keeper;
	}
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, NULL);
	if (setsid() < 0)
		_exit(70);
	close_all_but(CHANNELS, BEYOND - 1);
	stage->taken = 1;
	first = fork();
	if (first == 0)
		first_process(setup);
	stage->slots[0].pid = first;
	if (first < 0)
		_exit(70);
	close_all_but(0, 0);
	keep();
	_exit(0);
}
