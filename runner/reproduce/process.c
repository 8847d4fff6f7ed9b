/* What a process is and becomes. */

static int status;		/* of a process that was waited for */

/* Notes `status`. */
static void got_status(pid_t pid)
{
	if (got(pid) <= 0)
		return;
	if (WIFEXITED(status))
		show(", exited %d", WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		show(", killed by %s", signal_name(WTERMSIG(status)));
	else if (WIFSTOPPED(status))
		show(", stopped by %s", signal_name(WSTOPSIG(status)));
}

static struct rlimit limit;

static struct { dev_t tty; pid_t pgrp, tpgid, sid; } info;

/* Terminal, groups and session of a process, as the process table has them. */
static void got_info(pid_t pid)
{
	char name[64];
	FILE *table;
	long group, session, terminal, foreground;

	snprintf(name, sizeof name, "/proc/%ld/stat", (long)pid);
	table = fopen(name, "r");
	if (!table || fscanf(table, "%*d (%*[^)]) %*c %*d %ld %ld %ld %ld", &group, &session,
	    &terminal, &foreground) != 4) {
		errno = ESRCH;
		got(-1);
		return;
	}
	fclose(table);
	got(0);
	info.pgrp = (pid_t)group;
	info.sid = (pid_t)session;
	info.tty = makedev((unsigned)terminal >> 8 & 0xfff,
	    ((unsigned)terminal & 0xff) | ((unsigned)terminal >> 12 & 0xfff00));
	info.tpgid = (pid_t)foreground;
	show(", pgrp=%ld, sid=%ld, tty=%#lx, tpgid=%ld", group, session, (unsigned long)info.tty,
	    foreground);
}

#define UID_OTHER 65534

#define GID_OTHER 65534

#define GID_TTY group_of("tty")

/* A group's number. */
static gid_t group_of(const char *name)
{
	const struct group *group = getgrnam(name);

	return group ? group->gr_gid : (gid_t)-1;
}

/* Takes this process into a new jail. */
static int jail_me(const char *where, const char *name)
{
	struct iovec parameters[4];

	parameters[0].iov_base = (void *)"path";
	parameters[0].iov_len = sizeof "path";
	parameters[1].iov_base = (void *)where;
	parameters[1].iov_len = strlen(where) + 1;
	parameters[2].iov_base = (void *)"name";
	parameters[2].iov_len = sizeof "name";
	parameters[3].iov_base = (void *)name;
	parameters[3].iov_len = strlen(name) + 1;
	return jail_set(parameters, 4, JAIL_CREATE | JAIL_ATTACH);
}
