/*
 * A process seen from outside, and who adopts it: the one file that knows whose process table it reads. OpenBSD has
 * no adopter; there a tracker (kqueue, NOTE_TRACK) has to find what forks twice, and is not written yet.
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
#include <sys/procctl.h>
#include <sys/user.h>
#else
#include <sys/proc.h>
#endif
#elif defined(__linux__)
#include <sys/prctl.h>
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
	l->state = k->ki_stat == SZOMB ? LOOK_ENDED : k->ki_stat == SSTOP ? LOOK_STOPPED
	    : k->ki_stat == SSLEEP ? LOOK_ASLEEP : LOOK_RUNNING;
	l->switches = (unsigned long long)k->ki_rusage.ru_nvcsw;
	l->started = (unsigned long long)k->ki_start.tv_sec * 1000000ULL + (unsigned long long)k->ki_start.tv_usec;
	l->status = l->state == LOOK_ENDED ? (int)k->ki_xstat
	    : l->state == LOOK_STOPPED ? (int)k->ki_xstat << 8 | 0x7f : -1;
	l->parent = k->ki_ppid;
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
#elif defined(__OpenBSD__)
#define LOOK_PID(k) ((k)->p_pid)
#define LOOK_USER(k) ((k)->p_uid)

static void look_read(const struct kinfo_proc *k, struct look *l)
{
	/* PS_ZOMBIE: one that is dead to its kernel may still be dying for seconds. */
	l->state = k->p_stat == SDEAD && (k->p_psflags & 0x40000) ? LOOK_ENDED : k->p_stat == SSTOP ? LOOK_STOPPED
	    : k->p_stat == SSLEEP ? LOOK_ASLEEP : LOOK_RUNNING;
	l->switches = (unsigned long long)k->p_uru_nvcsw;
	l->started = (unsigned long long)k->p_ustart_sec * 1000000ULL + (unsigned long long)k->p_ustart_usec;
	l->status = l->state == LOOK_ENDED ? (int)k->p_xstat
	    : l->state == LOOK_STOPPED ? (int)k->p_xstat << 8 | 0x7f : -1;
	l->parent = k->p_ppid;
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

size_t look_all(struct family **list)
{
	struct kinfo_proc *all = NULL;
	size_t size = 0, n = 0;
	int mib[6];
	unsigned length = (unsigned)look_name(mib, LOOK_EVERYBODY, 0);

	*list = NULL;
	if (sysctl(mib, length, NULL, &size, NULL, 0))
		return 0;
	size += size / 4 + 16 * sizeof *all;
	all = malloc(size);
	if (!all || sysctl(mib, length, all, &size, NULL, 0))
		size = 0;
	for (size_t i = 0; i < size / sizeof *all; i++) {
		struct look l;

		look_read(&all[i], &l);
		n = add_family(list, n, (struct family){ LOOK_PID(&all[i]), l.parent, LOOK_USER(&all[i]), l.started, false });
	}
	free(all);
	return n;
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
static bool read_stat(const char *pid, struct look *l)
{
	char path[64], text[2048], state, *at;
	long parent;

	(void)snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
	memset(l, 0, sizeof *l);
	l->status = -1;
	l->state = LOOK_GONE;
	if (!read_proc(path, text, sizeof text) || !(at = strrchr(text, ')'))
	    || sscanf(at + 1, " %c %ld", &state, &parent) != 2)
		return false;
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
		if (field == 22)
			l->started = (unsigned long long)number;
		if (field == 52 && l->state == LOOK_ENDED)
			l->status = (int)number;
		if (field == 52 && l->state == LOOK_STOPPED && number)
			l->status = (int)number << 8 | 0x7f;
	}
	return true;
}

bool look(pid_t pid, struct look *l)
{
	char name[32], path[64], text[4096], *at;

	(void)snprintf(name, sizeof name, "%ld", (long)pid);
	if (!read_stat(name, l))	/* gone, or hidden from us (hidepid), or there is no /proc at all */
		return kill(pid, 0) && errno == ESRCH;
	(void)snprintf(path, sizeof path, "/proc/%s/status", name);
	if (read_proc(path, text, sizeof text) && (at = strstr(text, "\nvoluntary_ctxt_switches:")))
		l->switches = strtoull(at + strlen("\nvoluntary_ctxt_switches:"), NULL, 10);
	return true;
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
#endif
