/* The process table of FreeBSD and OpenBSD (KERN_PROC). OpenBSD has no adopter; there track.c finds what forks twice. */
#include "probe.h"
#include "engine.h"

#if defined(__FreeBSD__) || defined(__OpenBSD__)
#include <sys/sysctl.h>
#ifdef __FreeBSD__
#include <sys/user.h>
#else
#include <sys/proc.h>
#endif

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

bool look_often(pid_t pid, struct look *l, int *kept)
{
	(void)kept;
	return look(pid, l);
}

void look_over(int *kept)
{
	(void)kept;
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
size_t look_environment(pid_t pid, char *bytes, size_t size)
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
		n = look_add(list, n, (struct family){ LOOK_PID(&all[i]), track_parent(LOOK_PID(&all[i]), l.parent),
		    LOOK_USER(&all[i]), l.started, false });
	}
	free(all);
	return n;
}

size_t look_below(struct family **list)
{
	return look_all(list);
}
#endif
