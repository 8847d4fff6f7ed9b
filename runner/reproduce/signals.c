/* Signals that are blocked, waited for or pending. */

static const char *signal_name(int number)
{
#define NAME(constant) if (number == constant) return #constant
	NAME(SIGHUP); NAME(SIGINT); NAME(SIGQUIT); NAME(SIGKILL); NAME(SIGUSR1);
	NAME(SIGSEGV); NAME(SIGPIPE); NAME(SIGALRM); NAME(SIGTERM); NAME(SIGCHLD);
	NAME(SIGCONT); NAME(SIGSTOP); NAME(SIGTSTP); NAME(SIGTTIN); NAME(SIGTTOU);
	NAME(SIGWINCH); NAME(SIGIO);
#undef NAME
	return "another signal";
}

static sigset_t pending;

/* A set of signals that ends with 0. */
static sigset_t *signals(int first, ...)
{
	static sigset_t set;
	va_list more;

	sigemptyset(&set);
	va_start(more, first);
	for (int number = first; number; number = va_arg(more, int))
		sigaddset(&set, number);
	va_end(more);
	return &set;
}

/* Notes `pending`. */
static void got_signals(int returned)
{
	got(returned);
	result = 0;
	for (int number = 1; number < 32 && returned == 0; number++)
		if (sigismember(&pending, number) == 1) {
			show(", %s", signal_name(number));
			result++;
		}
}

/* Waits for one of these signals and gives it. */
static int await_signal(const sigset_t *set)
{
	int number = 0;

	errno = sigwait(set, &number);
	return errno ? -1 : number;
}
