/*
 * A process seen from outside, and who adopts it: the one file that knows whose process table it reads. OpenBSD has
 * no adopter; there track.c finds what forks twice.
 */
#include "probe.h"
#include "engine.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#if defined(__FreeBSD__) || defined(__OpenBSD__)
#include <sys/sysctl.h>
#ifdef __FreeBSD__
#include <pthread_np.h>
#include <sys/procctl.h>
#include <sys/user.h>
#else
#include <sys/proc.h>
#endif
#elif defined(__linux__)
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#endif

void adopt_orphans(void)
{
#ifdef PR_SET_CHILD_SUBREAPER
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#endif
#ifdef PROC_REAP_ACQUIRE
	(void)procctl(P_PID, getpid(), PROC_REAP_ACQUIRE, NULL);
#endif
}

void kill_adopted(void)
{
#ifdef PROC_REAP_KILL
	struct procctl_reaper_kill all;

	memset(&all, 0, sizeof all);
	all.rk_sig = SIGKILL;
	(void)procctl(P_PID, getpid(), PROC_REAP_KILL, &all);
#endif
}

long thread_number(void)
{
#if defined(__linux__)
	return (long)syscall(SYS_gettid);
#elif defined(__FreeBSD__)
	return pthread_getthreadid_np();
#elif defined(__OpenBSD__)
	return getthrid();
#else
	return 0;
#endif
}

bool look_same(const struct look *l, unsigned long long started)
{
	return !l->started || !started || l->started == started;
}

void continue_when_parent_dies(void)
{
#ifdef PR_SET_PDEATHSIG
	(void)prctl(PR_SET_PDEATHSIG, SIGCONT, 0, 0, 0);
#endif
#ifdef PROC_PDEATHSIG_CTL
	int number = SIGCONT;

	(void)procctl(P_PID, 0, PROC_PDEATHSIG_CTL, &number);
#endif
}

void be_visible(void)
{
#ifdef PR_SET_DUMPABLE
	(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
#endif
}

static size_t add_family(struct family **list, size_t n, struct family one)
{
	if ((n & (n - 1)) == 0) {	/* 0 and each power of two: double */
		struct family *more = realloc(*list, (n ? n * 2 : 1) * sizeof *more);

		if (!more)
			return n;
		*list = more;
	}
	(*list)[n] = one;
	return n + 1;
}

#if defined(__FreeBSD__)
#define LOOK_PID(k) ((k)->ki_pid)
#define LOOK_USER(k) ((k)->ki_uid)

static void look_read(const struct kinfo_proc *k, struct look *l)
{
	l->state = k->ki_stat == SZOMB ? LOOK_ENDED : k->ki_flag & P_WEXIT ? LOOK_ENDING
	    : k->ki_stat == SSTOP ? LOOK_STOPPED : k->ki_stat == SSLEEP ? LOOK_ASLEEP : LOOK_RUNNING;
	l->switches = (unsigned long long)k->ki_rusage.ru_nvcsw;
	l->started = (unsigned long long)k->ki_start.tv_sec * 1000000ULL + (unsigned long long)k->ki_start.tv_usec;
	l->status = l->state == LOOK_ENDED ? (int)k->ki_xstat
	    : l->state == LOOK_STOPPED ? (int)k->ki_xstat << 8 | 0x7f : -1;
	l->parent = k->ki_ppid;
	l->group = k->ki_pgid;
	l->session = k->ki_sid;
	l->foreground = k->ki_tpgid;
	l->terminal = k->ki_tdev == (dev_t)-1 ? 0 : (dev_t)k->ki_tdev;
	(void)snprintf(l->program, sizeof l->program, "%s", k->ki_comm);
}

static bool look_is(const struct kinfo_proc *k, long thread)
{
	return k->ki_tid == thread;
}

static int look_name(int mib[6], int what, int pid)
{
	mib[0] = CTL_KERN;
	mib[1] = KERN_PROC;
	mib[2] = what;
	mib[3] = pid;
	return what == KERN_PROC_PROC ? 3 : 4;
}
#define LOOK_EVERYBODY KERN_PROC_PROC
#define LOOK_THREADS (KERN_PROC_PID | KERN_PROC_INC_THREAD)
#elif defined(__OpenBSD__)
#define LOOK_PID(k) ((k)->p_pid)
#define LOOK_USER(k) ((k)->p_uid)

static void look_read(const struct kinfo_proc *k, struct look *l)
{
	/* One that is dead to its kernel may still be dying for seconds, and has no start any more. */
	l->state = k->p_psflags & PS_ZOMBIE ? LOOK_ENDED : k->p_psflags & PS_EXITING ? LOOK_ENDING
	    : k->p_stat == SSTOP ? LOOK_STOPPED : k->p_stat == SSLEEP ? LOOK_ASLEEP : LOOK_RUNNING;
	l->switches = (unsigned long long)k->p_uru_nvcsw;
	l->started = (unsigned long long)k->p_ustart_sec * 1000000ULL + (unsigned long long)k->p_ustart_usec;
	l->status = l->state == LOOK_ENDED ? (int)k->p_xstat
	    : l->state == LOOK_STOPPED ? (int)k->p_xstat << 8 | 0x7f : -1;
	l->parent = k->p_ppid;
	l->group = k->p__pgid;
	l->session = k->p_sid;
	l->foreground = k->p_tpgid;
	l->terminal = k->p_tdev == (uint32_t)-1 ? 0 : (dev_t)k->p_tdev;
	(void)snprintf(l->program, sizeof l->program, "%s", k->p_comm);
}

static bool look_is(const struct kinfo_proc *k, long thread)
{
	return k->p_tid == thread;
}

static int look_name(int mib[6], int what, int pid)
{
	mib[0] = CTL_KERN;
	mib[1] = KERN_PROC;
	mib[2] = what;
	mib[3] = pid;
	mib[4] = (int)sizeof(struct kinfo_proc);
	mib[5] = what == KERN_PROC_PID ? 1 : 100000;
	return 6;
}
#define LOOK_EVERYBODY KERN_PROC_ALL
#define LOOK_THREADS (KERN_PROC_PID | KERN_PROC_SHOW_THREADS)
#endif

#if defined(__FreeBSD__) || defined(__OpenBSD__)
bool look(pid_t pid, struct look *l)
{
	struct kinfo_proc k;
	size_t size = sizeof k;
	int mib[6];

	memset(l, 0, sizeof *l);
	l->status = -1;
	l->state = LOOK_GONE;
	if (sysctl(mib, (unsigned)look_name(mib, KERN_PROC_PID, (int)pid), &k, &size, NULL, 0) || !size)
		return true;
	look_read(&k, l);
	return true;
}

bool look_thread(pid_t pid, long thread, struct look *l)
{
	struct kinfo_proc all[2 * MAX_PROCESSES];
	size_t size = sizeof all;
	int mib[6];

	if (!thread)
		return look(pid, l);
	memset(l, 0, sizeof *l);
	l->status = -1;
	l->state = LOOK_GONE;
	if (sysctl(mib, (unsigned)look_name(mib, LOOK_THREADS, (int)pid), all, &size, NULL, 0))
		return true;
	for (size_t i = 0; i < size / sizeof *all; i++)
		if (look_is(&all[i], thread))
			look_read(&all[i], l);
	return true;
}

void look_switches(pid_t pid, long thread, struct look *l)
{
	(void)pid, (void)thread, (void)l;
}

void look_status(pid_t pid, struct look *l)
{
	(void)pid, (void)l;
}

/* FreeBSD gives the strings, OpenBSD pointers and then the strings. */
static size_t read_environment(pid_t pid, char *bytes, size_t size)
{
#ifdef __FreeBSD__
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_ENV, (int)pid };
#else
	int mib[4] = { CTL_KERN, KERN_PROC_ARGS, (int)pid, KERN_PROC_ENV };
#endif
	return sysctl(mib, 4, bytes, &size, NULL, 0) ? 0 : size;
}

size_t look_all(struct family **list)
{
	struct kinfo_proc *all = NULL;
	size_t size = 0, n = 0;
	int mib[6];
	unsigned length = (unsigned)look_name(mib, LOOK_EVERYBODY, 0);

	*list = NULL;
	track_ends(NULL, NULL);
	if (sysctl(mib, length, NULL, &size, NULL, 0))
		return 0;
	size += size / 4 + 16 * sizeof *all;
	all = malloc(size);
	if (!all || sysctl(mib, length, all, &size, NULL, 0))
		size = 0;
	for (size_t i = 0; i < size / sizeof *all; i++) {
		struct look l;

		look_read(&all[i], &l);
		n = add_family(list, n, (struct family){ LOOK_PID(&all[i]), track_parent(LOOK_PID(&all[i]), l.parent),
		    LOOK_USER(&all[i]), l.started, false });
	}
	free(all);
	return n;
}

size_t look_below(struct family **list)
{
	return look_all(list);
}
#else
static bool read_proc(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		(void)close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* What stands in a stat line after the name, which may hold anything. */
static bool read_stat(const char *which, struct look *l)
{
	char path[80], text[2048], state, *at, *name;
	long parent;

	(void)snprintf(path, sizeof path, "/proc/%.60s/stat", which);
	memset(l, 0, sizeof *l);
	l->status = -1;
	l->state = LOOK_GONE;
	if (!read_proc(path, text, sizeof text) || !(at = strrchr(text, ')'))
	    || sscanf(at + 1, " %c %ld", &state, &parent) != 2)
		return false;
	name = strchr(text, '(');
	if (name && name < at)
		memcpy(l->program, name + 1, (size_t)(at - name) < sizeof l->program ? (size_t)(at - name) - 1
		    : sizeof l->program - 1);
	l->parent = (pid_t)parent;
	l->state = state == 'R' ? LOOK_RUNNING : state == 'T' || state == 't' ? LOOK_STOPPED
	    : state == 'Z' ? LOOK_ENDED : state == 'X' || state == 'x' ? LOOK_GONE : LOOK_ASLEEP;
	at++;
	for (int field = 3; field <= 52 && at; field++) {
		long long number;

		at = strchr(at, ' ');
		if (!at)
			break;
		number = strtoll(++at, NULL, 10);
		if (field == 5)
			l->group = (pid_t)number;
		if (field == 6)
			l->session = (pid_t)number;
		if (field == 7)		/* minor numbers beyond 255 lie above the major one */
			l->terminal = makedev((unsigned)(number >> 8 & 0xfff), (unsigned)((number & 0xff) |
			    (number >> 12 & 0xfff00)));
		if (field == 8)
			l->foreground = (pid_t)number;
		if (field == 22)
			l->started = (unsigned long long)number;
		if (field == 52 && l->state == LOOK_ENDED && number)
			l->status = (int)number;	/* 0 is also what stands where it is hidden */
		if (field == 52 && l->state == LOOK_STOPPED && number)
			l->status = (int)number << 8 | 0x7f;
	}
	return true;
}

bool look(pid_t pid, struct look *l)
{
	return look_thread(pid, 0, l);
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

static size_t read_environment(pid_t pid, char *bytes, size_t size)
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
			n = add_family(list, n, (struct family){ (pid_t)strtol(one->d_name, NULL, 10), l.parent,
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
			*n = add_family(list, *n, (struct family){ (pid_t)pid, parent, 0, l.started, false });
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

bool look_marked(pid_t pid, const char *mark)
{
	static char bytes[256 * 1024];
	size_t length = strlen(mark), n = read_environment(pid, bytes, sizeof bytes - 1);

	bytes[n] = '\0';
	for (const char *at = bytes, *end = bytes + n; (size_t)(end - at) >= length; at++) {
		at = memchr(at, *mark, (size_t)(end - at));
		if (!at || (size_t)(end - at) < length)
			return false;
		if (!memcmp(at, mark, length + 1) && (at == bytes || !at[-1]))
			return true;
	}
	return false;
}
