/* The process table of Linux: /proc. Where there is none, and no other table that we know, nothing is seen. */
#include "probe.h"
#include "engine.h"

#if !defined(__FreeBSD__) && !defined(__OpenBSD__)
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/sysmacros.h>
#endif

static bool read_proc(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		(void)close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

enum { STAT_SIZE = 2048 };

/* What stands in a stat line after the name, which may hold anything; where there is no line, it is gone. */
static bool take_stat(char *text, struct look *l)
{
	enum { STARTED = 22, STATUS = 52 };	/* the last that is asked of a living process, and of any */
	char state, *at, *name;

	memset(l, 0, sizeof *l);
	l->status = -1;
	l->state = LOOK_GONE;
	if (!(at = strrchr(text, ')')) || at[1] != ' ' || !at[2])
		return false;
	state = at[2];
	name = strchr(text, '(');
	if (name && name < at)
		memcpy(l->program, name + 1, (size_t)(at - name) < sizeof l->program ? (size_t)(at - name) - 1
		    : sizeof l->program - 1);
	l->state = state == 'R' ? LOOK_RUNNING : state == 'T' || state == 't' ? LOOK_STOPPED
	    : state == 'Z' ? LOOK_ENDED : state == 'X' || state == 'x' ? LOOK_GONE : LOOK_ASLEEP;
	at += 3;
	for (int field = 4; field <= (l->state == LOOK_ENDED || l->state == LOOK_STOPPED ? STATUS : STARTED); field++) {
		long long number = strtoll(at, &at, 10);

		if (field == 4)
			l->parent = (pid_t)number;
		if (field == 5)
			l->group = (pid_t)number;
		if (field == 6)
			l->session = (pid_t)number;
		if (field == 7)		/* minor numbers beyond 255 lie above the major one */
			l->terminal = makedev((unsigned)(number >> 8 & 0xfff), (unsigned)((number & 0xff) |
			    (number >> 12 & 0xfff00)));
		if (field == 8)
			l->foreground = (pid_t)number;
		if (field == STARTED)
			l->started = (unsigned long long)number;
		if (field == STATUS && l->state == LOOK_ENDED && number)
			l->status = (int)number;	/* 0 is also what stands where it is hidden */
		if (field == STATUS && l->state == LOOK_STOPPED && number)
			l->status = (int)number << 8 | 0x7f;
	}
	return true;
}

static bool read_stat(const char *which, struct look *l)
{
	char path[80], text[STAT_SIZE];

	(void)snprintf(path, sizeof path, "/proc/%.60s/stat", which);
	(void)read_proc(path, text, sizeof text);
	return take_stat(text, l);
}

bool look(pid_t pid, struct look *l)
{
	return look_thread(pid, 0, l);
}

/* An open stat file is that of one process for ever, and is written anew for who reads it from its beginning. */
bool look_often(pid_t pid, struct look *l, int *kept)
{
	char path[40], text[STAT_SIZE];
	ssize_t n;

	if (!*kept) {
		(void)snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
		*kept = open(path, O_RDONLY | O_CLOEXEC) + 1;
	}
	n = *kept ? pread(*kept - 1, text, sizeof text - 1, 0) : -1;
	text[n > 0 ? n : 0] = '\0';
	if (take_stat(text, l))
		return true;
	look_over(kept);
	return look(pid, l);
}

void look_over(int *kept)
{
	if (*kept)
		(void)close(*kept - 1);
	*kept = 0;
}

static void look_name(char *name, size_t size, pid_t pid, long thread)
{
	int n = snprintf(name, size, "%ld", (long)pid);

	if (thread)
		(void)snprintf(name + n, size - (size_t)n, "/task/%ld", thread);
}

bool look_thread(pid_t pid, long thread, struct look *l)
{
	char name[60];

	look_name(name, sizeof name, pid, thread);
	/* Gone, or hidden from us (hidepid), or there is no /proc at all. */
	return read_stat(name, l) || thread || (kill(pid, 0) && errno == ESRCH);
}

void look_switches(pid_t pid, long thread, struct look *l)
{
	char name[60], path[80], text[4096], *at;

	look_name(name, sizeof name, pid, thread);
	(void)snprintf(path, sizeof path, "/proc/%s/status", name);
	if (read_proc(path, text, sizeof text) && (at = strstr(text, "\nvoluntary_ctxt_switches:")))
		l->switches = strtoull(at + strlen("\nvoluntary_ctxt_switches:"), NULL, 10);
}

/*
 * Statuses and environment are for the process's own user, and for who has CAP_SYS_PTRACE (ptrace_may_access() with
 * PTRACE_MODE_READ_FSCREDS). The name of its program takes the same right, and is the one that says so.
 */
static bool is_hidden(pid_t pid)
{
	char path[64], byte;

	(void)snprintf(path, sizeof path, "/proc/%ld/exe", (long)pid);
	return readlink(path, &byte, 1) < 0 && errno == EACCES;
}

/*
 * That right is asked of these two ids, which root may change and which give nobody else a right over us. A change
 * hides us from our own user, and takes back which signal the end of our parent sends (commit_creds()).
 */
static void look_as(uid_t user, gid_t group)
{
	int number = 0;

	(void)prctl(PR_GET_PDEATHSIG, &number, 0, 0, 0);
	(void)setfsgid(group);
	(void)setfsuid(user);
	(void)prctl(PR_SET_PDEATHSIG, (unsigned long)number, 0, 0, 0);
	be_visible();
}

/* Shows us what is hidden of it where that can be; whether look_as_ourselves() is to follow. */
static bool look_as_its_user(pid_t pid)
{
	char path[64];
	struct stat owner;

	(void)snprintf(path, sizeof path, "/proc/%ld", (long)pid);
	if (geteuid() || !is_hidden(pid) || stat(path, &owner))
		return false;
	look_as(owner.st_uid, owner.st_gid);
	return true;
}

static void look_as_ourselves(void)
{
	look_as(geteuid(), getegid());
}

void look_status(pid_t pid, struct look *l)
{
	bool as_its_user = look_as_its_user(pid);
	struct look again;

	if (!is_hidden(pid) && look(pid, &again) && again.state == l->state && look_same(&again, l->started))
		l->status = again.status < 0 && l->state == LOOK_ENDED ? 0 : again.status;
	if (as_its_user)
		look_as_ourselves();
}

size_t look_environment(pid_t pid, char *bytes, size_t size)
{
	bool as_its_user = look_as_its_user(pid);
	char path[64];
	int fd;
	size_t n = 0;
	ssize_t got = 1;

	(void)snprintf(path, sizeof path, "/proc/%ld/environ", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && n < size && (got = read(fd, bytes + n, size - n)) > 0)
		n += (size_t)got;
	if (fd >= 0)
		(void)close(fd);
	if (as_its_user)
		look_as_ourselves();
	return n;
}

size_t look_all(struct family **list)
{
	DIR *all = opendir("/proc");
	const struct dirent *one;
	struct look l;
	struct stat owner;
	size_t n = 0;

	*list = NULL;
	while (all && (one = readdir(all)))
		if (one->d_name[0] >= '1' && one->d_name[0] <= '9' && read_stat(one->d_name, &l)
		    && l.state != LOOK_GONE && fstatat(dirfd(all), one->d_name, &owner, 0) == 0)
			n = look_add(list, n, (struct family){ (pid_t)strtol(one->d_name, NULL, 10), l.parent,
			    owner.st_uid, l.started, false });
	if (all)
		(void)closedir(all);
	return n;
}

/* The children of one thread's making, from /proc/PID/task/TID/children; false where this kernel does not tell. */
static bool add_children(struct family **list, size_t *n, pid_t parent, const char *thread)
{
	char path[80];
	FILE *file;
	long pid;

	(void)snprintf(path, sizeof path, "/proc/%ld/task/%.20s/children", (long)parent, thread);
	file = fopen(path, "r");
	if (!file)
		return false;
	while (fscanf(file, "%ld", &pid) == 1) {
		struct look l;
		char name[24];

		(void)snprintf(name, sizeof name, "%ld", pid);
		if (read_stat(name, &l) && l.state != LOOK_GONE)
			*n = look_add(list, *n, (struct family){ (pid_t)pid, parent, 0, l.started, false });
	}
	(void)fclose(file);
	return true;
}

static bool add_all_children(struct family **list, size_t *n, pid_t parent)
{
	char path[64];
	const struct dirent *one;
	DIR *threads;
	bool told = false;

	(void)snprintf(path, sizeof path, "/proc/%ld/task", (long)parent);
	threads = opendir(path);
	while (threads && (one = readdir(threads)))
		if (one->d_name[0] != '.')
			told |= add_children(list, n, parent, one->d_name);
	if (threads)
		(void)closedir(threads);
	return told;
}

size_t look_below(struct family **list)
{
	size_t n = 0;

	*list = NULL;
	if (!add_all_children(list, &n, getpid()))
		return look_all(list);
	for (size_t i = 0; i < n; i++)
		(void)add_all_children(list, &n, (*list)[i].pid);
	return n;
}
#endif
