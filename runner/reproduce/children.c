/* Processes that a case makes. */

/* A new process has come to where it may be told to go on. */
static void await_child(int who)
{
	while (!shared->pid[who])
		poll(NULL, 0, 1);
}

/* fork(); the child goes on behind this step, and both know its number. */
static pid_t forked(int who)
{
	pid_t pid = fork();

	if (pid == 0) {
		me = who;
		return shared->pid[me] = getpid();
	}
	if (pid > 0)
		await_child(who);
	full = pid < 0 && (errno == EAGAIN || errno == ENOMEM);
	return (pid_t)gives(pid);
}

/* forkpty(), as forked(); only the parent has a master, and the slave's name in `data`. */
static pid_t forked_pty(int who, const struct winsize *w)
{
	pid_t pid = forkpty(&masters[0], NULL, NULL, (void *)w);

	if (pid == 0) {
		me = who;
		return shared->pid[me] = getpid();
	}
	if (got(pid) == -1)
		return pid;
	await_child(who);
	masters[1] = (int)pid;
	strcpy(data, ptsname(masters[0]));
	show(", [%d, %d, %s]", masters[0], masters[1], data);
	return pid;
}

/* Starts a program; -1: in the caller's group, with no terminal, nothing closed. */
static pid_t spawn(const char *file, char *const words[], int who, pid_t group, int terminal,
    int closed)
{
	extern char **environ;
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;

	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_init(&actions);
	if (group != -1) {
		posix_spawnattr_setpgroup(&attributes, group);
		posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	}
#if defined(__GLIBC_PREREQ) && __GLIBC__ >= 2 && __GLIBC_MINOR__ >= 35
	if (terminal != -1)
		posix_spawn_file_actions_addtcsetpgrp_np(&actions, terminal);
#else
	if (terminal != -1)
		return errno = ENOSYS, -1;
#endif
	if (closed != -1)
		posix_spawn_file_actions_addclose(&actions, closed);
	errno = posix_spawnp(&pid, file, &actions, &attributes, words, environ);
	if (errno)
		return -1;
	return shared->pid[who] = pid;
}

/* Ends this process; what it gives is that it does. */
static void exits(int code)
{
	*observed = '\0';
	allow(true);
	_exit(code);
}
