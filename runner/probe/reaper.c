/* What a process asks of its system for itself: who adopts its orphans, whom it dies with, and who may look at it. */
#include "probe.h"
#include "engine.h"

#include <signal.h>
#include <sys/wait.h>
#if defined(__FreeBSD__)
#include <pthread_np.h>
#include <sys/procctl.h>
#elif defined(__linux__)
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

static bool adopting;
static volatile sig_atomic_t noticed = 1;

static void notice(int number)
{
	(void)number;
	noticed = 1;
}

void notice_ends(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof action);
	action.sa_handler = notice;
	action.sa_flags = SA_NOCLDSTOP | SA_RESTART;
	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGCHLD, &action, NULL);
}

bool ends_noticed(void)
{
	bool since = noticed;

	noticed = 0;
	return since;
}

void adopt_orphans(void)
{
#ifdef PR_SET_CHILD_SUBREAPER
	adopting = prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
#endif
#ifdef PROC_REAP_ACQUIRE
	adopting = procctl(P_PID, getpid(), PROC_REAP_ACQUIRE, NULL) == 0;
#endif
}

bool adopts_orphans(void)
{
	return adopting;
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
