/*
 * Nothing is left: processes, whatever they did to hide, and files. On Linux the order in which holders of
 * masters and slaves die does not matter; where a slave's close waits for a reader, the time for it is generous.
 */
#include "probe.h"
#include "engine.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { MAX_DEPTH_REMOVED = 24, MAX_MOVED = 65536 };

static bool is_spared(pid_t pid, const pid_t *spared, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (spared[i] == pid)
			return true;
	return false;
}

/* The number may be a stranger's by now. */
static void kill_still(const struct family *one)
{
	struct look seen;

	if (!look(one->pid, &seen) || look_same(&seen, one->started))
		(void)kill(one->pid, SIGKILL);
}

/* Kills all that descends from us and says how many that were; `near` is the short way to find them. */
static size_t kill_descendants(const pid_t *spared, size_t n_spared, bool near)
{
	struct family *list;
	size_t n = near ? look_below(&list) : look_all(&list), doomed = 0;
	pid_t self = getpid();
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			bool below = list[i].parent == self;

			if (list[i].doomed || list[i].pid == self || is_spared(list[i].pid, spared, n_spared))
				continue;
			for (size_t j = 0; j < n && !below; j++)
				below = list[j].doomed && list[j].pid == list[i].parent;
			if (!below)
				continue;
			list[i].doomed = more = true;
			doomed++;
			kill_still(&list[i]);
		}
	}
	free(list);
	return doomed;
}

/* A living child's number is nobody else's. */
static bool kill_child(pid_t pid)
{
	siginfo_t what;

	memset(&what, 0, sizeof what);
	return pid > 0 && waitid(P_PID, (id_t)pid, &what, WEXITED | WNOHANG | WNOWAIT) == 0 && !what.si_pid
	    && kill(pid, SIGKILL) == 0;
}

/* Nor is that of a process which is as old as the one we know. */
static bool kill_same(pid_t pid, unsigned long long started)
{
	struct look seen;

	return pid > 0 && started && look(pid, &seen) && seen.started == started && kill(pid, SIGKILL) == 0;
}

/*
 * Needs no list of processes: all of a case are known. At first they are looked at; afterwards one generation after the
 * other comes to its conductor.
 */
static size_t kill_known(bool first)
{
	size_t n = stage && kill_child(stage->keeper);
	pid_t pid;

	for (int i = 0; (pid = case_process(i)) >= 0; i++)
		n += first ? kill_same(pid, stage->slots[i].started) : kill_child(pid);
	return n;
}

/* Those that have ended; whether others are left. */
static bool reap_children(void)
{
	pid_t reaped;

	do
		reaped = waitpid(-1, NULL, WNOHANG);
	while (reaped > 0);
	return reaped == 0;
}

static void wake_up(int number)
{
	(void)number;
}

/* The end of a child cuts a pause short; one that comes just before it does not. */
static void pause_for_ends(int milliseconds)
{
	struct sigaction action, before;

	memset(&action, 0, sizeof action);
	action.sa_handler = wake_up;
	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGCHLD, &action, &before);
	sleep_ms(milliseconds);
	(void)sigaction(SIGCHLD, &before, NULL);
}

bool clean_processes(const pid_t *spared, size_t n, double seconds)
{
	double began = now();
	int rounds_empty = 0;

	/*
	 * Who has adopted all orphans and has no child left is alone. Elsewhere an empty list once is no proof, for orphans
	 * come to us one generation after the other. What does not end soon is looked for everywhere.
	 */
	for (int pause = 1;; pause = pause < 8 ? pause * 2 : 10) {
		bool near = !n && now() < began + 0.25, children;
		size_t found = kill_known(pause == 1);

		if (!n)
			kill_adopted();
		children = reap_children();
		if (!children && adopts_orphans())
			return true;
		if (!found || !near)
			found += kill_descendants(spared, n, near);
		rounds_empty = found ? 0 : rounds_empty + 1;
		if ((rounds_empty && !children) || (n && rounds_empty == 3))
			return true;
		if (now() >= began + seconds)
			return false;
		if (children || !near)
			pause_for_ends(pause);
	}
}

bool clean_marked(const char *mark, double seconds)
{
	double until = now() + seconds;

	/* What is forked while we look may have been missed: an empty round once is no proof. */
	for (int rounds_empty = 0, pause = 1; rounds_empty < 2; pause = pause < 8 ? pause * 2 : 10) {
		struct family *list;
		size_t n = look_all(&list), found = 0;

		for (size_t i = 0; i < n; i++)
			if (list[i].pid != getpid() && look_marked(list[i].pid, mark)) {
				kill_still(&list[i]);
				found++;
			}
		free(list);
		rounds_empty = found ? 0 : rounds_empty + 1;
		if (found && now() >= until)
			return false;
		if (found)
			sleep_ms(pause);
	}
	return true;
}

/* Without following a link; what lies on another file system is not ours. */
static int open_folder(int parent, const char *name, dev_t device)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(parent, name, flags);
	struct stat st;

	/* Root needs no permission; anybody else can only harm itself here. */
	if (fd < 0 && errno == EACCES && geteuid() && fchmodat(parent, name, 0700, 0) == 0)
		fd = openat(parent, name, flags);
	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_dev == device) {
		if ((st.st_mode & 07777) != 0700)
			(void)fchmod(fd, 0700);
		return fd;
	}
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

struct removal {
	dev_t device;
	int top;		/* the folder itself; what lies too deep is moved up there, */
	unsigned moved;		/* under this number, and removed in another pass */
	bool stays;		/* something could not be removed in this pass */
};

static void remove_entry(struct removal *r, int parent, const char *name, int depth);

static void remove_below(struct removal *r, int fd, int depth)
{
	int again = dup(fd);
	DIR *folder = again < 0 ? NULL : fdopendir(again);
	const struct dirent *entry;

	if (again >= 0 && !folder)
		(void)close(again);
	if (folder)		/* a duplicate goes on where the last pass ended */
		rewinddir(folder);
	else
		r->stays = true;
	while (folder && (entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			remove_entry(r, fd, entry->d_name, depth);
	if (folder)
		(void)closedir(folder);
}

static void remove_entry(struct removal *r, int parent, const char *name, int depth)
{
	char above[32];
	int fd;

	if (unlinkat(parent, name, 0) == 0)
		return;
	if (depth == MAX_DEPTH_REMOVED) {
		(void)snprintf(above, sizeof above, "deep-%u", ++r->moved);
		(void)renameat(parent, name, r->top, above);
		return;
	}
	fd = open_folder(parent, name, r->device);
	if (fd >= 0) {
		remove_below(r, fd, depth + 1);
		(void)close(fd);
	}
	if (fd < 0 || unlinkat(parent, name, AT_REMOVEDIR))
		r->stays = true;
}

/* Follows no link and stays on the folder's file system. */
bool clean_folder(const char *path)
{
	struct stat st;
	struct removal r = { 0, -1, 0, false };
	unsigned before;

	if (lstat(path, &st))
		return mkdir(path, 0700) == 0;
	r.device = st.st_dev;
	r.top = open_folder(AT_FDCWD, path, r.device);
	if (r.top < 0)
		return false;
	do {
		before = r.moved;
		r.stays = false;
		remove_below(&r, r.top, 0);
	} while (r.moved != before && r.moved < MAX_MOVED);
	(void)close(r.top);
	return !r.stays;
}

bool remove_folder(const char *path)
{
	struct stat st;

	if (!*path || lstat(path, &st))
		return true;
	(void)clean_folder(path);
	(void)rmdir(path);
	return lstat(path, &st) != 0;
}
