/*
 * The probe's keeper. It leads the session the probe was started in and holds nothing of it; below it, in another, the
 * probe works. Both adopt orphans, and each notices the end of the other: the warden waits for it, the probe reads
 * the end of a line that nobody else holds. Whoever outlives the other kills what is left and removes it.
 */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static volatile sig_atomic_t warded;

static void pass_on(int number)
{
	int error = errno;

	if (warded > 0)
		(void)kill((pid_t)warded, number);
	errno = error;
}

static void pass_signals_on(void)
{
	static const int passed[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };
	struct sigaction action;

	memset(&action, 0, sizeof action);
	(void)sigfillset(&action.sa_mask);
	action.sa_handler = pass_on;
	for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
		(void)sigaction(passed[i], &action, NULL);
}

/* It is reaped with signals blocked, for then its number may be a stranger's. */
static int await_probe(pid_t probe, const sigset_t *all)
{
	int status = 0;

	for (;;) {
		siginfo_t dead;

		memset(&dead, 0, sizeof dead);
		if (waitid(P_ALL, 0, &dead, WEXITED | WNOWAIT)) {
			if (errno == EINTR)
				continue;
			break;
		}
		if (dead.si_pid == probe)
			break;
		(void)waitpid(dead.si_pid, NULL, 0);	/* an orphan of a conductor that died */
	}
	(void)sigprocmask(SIG_BLOCK, all, NULL);
	(void)waitpid(probe, &status, 0);
	return status;
}

/* So that whoever started us learns how the probe ended. */
static void end_as(int status)
{
	const struct rlimit no_core = { 0, 0 };
	sigset_t none;

	if (WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)signal(WTERMSIG(status), SIG_DFL);
	(void)kill(getpid(), WTERMSIG(status));
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	_exit(70);
}

int warden_start(void)
{
	int line[2], status;
	sigset_t all, before;
	pid_t probe;

	if (pipe(line)) {
		perror("ptycheck-probe: pipe");
		_exit(71);
	}
	(void)fcntl(line[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(line[1], F_SETFD, FD_CLOEXEC);
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &before);
	adopt_orphans();
	ledger_write();
	probe = fork();
	if (probe < 0) {
		perror("ptycheck-probe: fork");
		(void)ledger_end();
		_exit(71);
	}
	if (probe == 0) {
		(void)close(line[1]);
		(void)setsid();
		continue_when_parent_dies();
		ledger_probe();
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
		return line[0];
	}
	(void)close(line[0]);
	(void)null_stdio();
	if (chdir("/") == 0)
		errno = 0;
	warded = probe;
	pass_signals_on();
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	status = await_probe(probe, &all);
	(void)clean_processes(NULL, 0, 10);
	(void)ledger_end();
	end_as(status);
	return -1;
}
