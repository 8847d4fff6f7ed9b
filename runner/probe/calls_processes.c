/* Processes, groups, sessions, users, signals and time. */
#include "symbols.h"
#include "calls.h"

#include <grp.h>
#include <time.h>

NUMERIC_CALL(getpid, getpid())
NUMERIC_CALL(getppid, getppid())
NUMERIC_CALL(getpgrp, getpgrp())
NUMERIC_CALL(getsid, getsid((pid_t)a[0]))
NUMERIC_CALL(setsid, setsid())
NUMERIC_CALL(setpgid, setpgid((pid_t)a[0], (pid_t)a[1]))
NUMERIC_CALL(getuid, getuid())
NUMERIC_CALL(geteuid, geteuid())
NUMERIC_CALL(getgid, getgid())
NUMERIC_CALL(setuid, setuid((uid_t)a[0]))
NUMERIC_CALL(seteuid, seteuid((uid_t)a[0]))
NUMERIC_CALL(setgid, setgid((gid_t)a[0]))

static void perform_setgroups(struct value **args, size_t n, struct shown *s)
{
	enum { MOST = 16 };	/* what every system takes */
	gid_t groups[MOST] = { 0 };
	const struct value *set = args[0];
	unsigned short count = (unsigned short)set->n;	/* becomes a size_t or an int without a word */
	int result, error;
	(void)n;
	if (set->kind != V_SET || set->n > MOST) {
		show_refusal(s, "setgroups() takes a set of up to 16 numbers");
		return;
	}
	for (size_t i = 0; i < set->n; i++)
		groups[i] = (gid_t)take_number(set->items[i], s);
	if (take_done(s))
		return;
	errno = 0;
	result = setgroups(count, groups);
	error = errno;
	show_result(s, result, error);
}

static void perform_waitpid(struct value **args, size_t n, struct shown *s)
{
	long long a[MAX_TAKEN] = { 0 };
	int status = 0, error;
	pid_t pid;
	if (!take_numbers(args, n, a, s))
		return;
	errno = 0;
	pid = waitpid((pid_t)a[0], &status, (int)a[1]);
	error = errno;
	if (pid > 0)
		show_waited(s, pid, status);
	else
		show_result(s, pid, error);
}

static void perform_kill(struct value **args, size_t n, struct shown *s)
{
	long long a[MAX_TAKEN] = { 0 };
	int result, error;
	if (!take_numbers(args, n, a, s) || guarded(s, guard_signal(a[0], (int)a[1])))
		return;
	errno = 0;
	result = kill((pid_t)a[0], (int)a[1]);
	error = errno;
	show_result(s, result, error);
}

/* Gets or sets a limit. The resource is an enum to some compilers, so it stands in the call as a constant. */
static int limit_of(int resource, struct rlimit *limit, bool set)
{
	switch (resource) {
	case RLIMIT_NOFILE:
		return set ? setrlimit(RLIMIT_NOFILE, limit) : getrlimit(RLIMIT_NOFILE, limit);
#ifdef RLIMIT_NPROC
	case RLIMIT_NPROC:
		return set ? setrlimit(RLIMIT_NPROC, limit) : getrlimit(RLIMIT_NPROC, limit);
#endif
	default:
		errno = EINVAL;
		return -1;
	}
}

static void show_limit(struct shown *s, const char *field, rlim_t limit)
{
	if (limit == RLIM_INFINITY)
		text_addf(&s->text, "%s=RLIM_INFINITY", field);
	else
		text_addf(&s->text, "%s=%llu", field, (unsigned long long)limit);
	show_part_number(s, field, (long long)limit);
}

static void perform_getrlimit(struct value **args, size_t n, struct shown *s)
{
	int resource = take_int(args[0], s), result, error;
	struct rlimit limit;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = limit_of(resource, &limit, false);
	error = errno;
	if (result != 0) {
		show_failure(s, "-1", error);
		return;
	}
	text_add(&s->text, "{");
	show_limit(s, "rlim_cur", limit.rlim_cur);
	text_add(&s->text, ", ");
	show_limit(s, "rlim_max", limit.rlim_max);
	text_add(&s->text, "}");
}

static void perform_setrlimit(struct value **args, size_t n, struct shown *s)
{
	int resource = take_int(args[0], s), result, error;
	const struct value *fields = args[1];
	struct rlimit limit;
	(void)n;
	memset(&limit, 0, sizeof limit);
	if (fields->rest && limit_of(resource, &limit, false) != 0)
		memset(&limit, 0, sizeof limit);
	if (fields->kind != V_STRUCT && !take_done(s))
		show_refusal(s, "setrlimit() takes {rlim_cur=, rlim_max=}");
	for (size_t i = 0; i < fields->n && !take_done(s); i++) {
		rlim_t number = (rlim_t)take_number(fields->items[i]->items[0], s);
		if (strcmp(fields->items[i]->name, "rlim_cur") == 0)
			limit.rlim_cur = number;
		else if (strcmp(fields->items[i]->name, "rlim_max") == 0)
			limit.rlim_max = number;
		else if (!take_done(s))
			show_refusal(s, "struct rlimit has no such field");
	}
	if (take_done(s))
		return;
	errno = 0;
	result = limit_of(resource, &limit, true);
	error = errno;
	show_result(s, result, error);
}

/* The process table tells of all processes; a case asks for its own. */
static void perform_procinfo(struct value **args, size_t n, struct shown *s)
{
	pid_t pid = (pid_t)take_int(args[0], s);
	struct look seen;
	(void)n;
	if (take_done(s) || guarded(s, case_has_process(pid) ? NULL : "this process is not of the case"))
		return;
	memset(&seen, 0, sizeof seen);
	if (!look(pid, &seen) || seen.state == LOOK_GONE)
		show_failure(s, "-1", ESRCH);
	else
		show_process(s, &seen);
}

static void perform_sleep(struct value **args, size_t n, struct shown *s)
{
	long long seconds = take_number(args[0], s);
	struct timespec time;
	int result, error;
	(void)n;
	if (!take_done(s) && (seconds < 0 || seconds > 3600))
		show_refusal(s, "sleep() takes 0 to 3600 seconds");
	if (take_done(s))
		return;
	time.tv_sec = (time_t)seconds;
	time.tv_nsec = 0;
	errno = 0;
	result = nanosleep(&time, NULL);
	error = errno;
	show_result(s, result, error);
}

static void perform_sigprocmask(struct value **args, size_t n, struct shown *s)
{
	int how = take_int(args[0], s), result, error;
	sigset_t set;
	(void)n;
	take_sigset(args[1], &set, s);
	if (take_done(s))
		return;
	errno = 0;
	result = sigprocmask(how, &set, NULL);
	error = errno;
	show_result(s, result, error);
}

static void perform_sigpending(struct value **args, size_t n, struct shown *s)
{
	sigset_t set;
	int result, error;
	(void)args, (void)n;
	sigemptyset(&set);
	errno = 0;
	result = sigpending(&set);
	error = errno;
	if (result == 0)
		show_sigset(s, &set);
	else
		show_failure(s, "-1", error);
}

static void perform_sigwait(struct value **args, size_t n, struct shown *s)
{
	int number = 0, error;
	sigset_t set;
	(void)n;
	take_sigset(args[0], &set, s);
	if (take_done(s))
		return;
	error = sigwait(&set, &number);
	if (error) {
		show_failure(s, "-1", error);
		return;
	}
	text_signal(&s->text, number);
	show_part_number(s, "", number);
}

const struct call calls_processes[] = {
	{ "waitpid", 2, 2, perform_waitpid },
	{ "kill", 2, 2, perform_kill },
	{ "getpid", 0, 0, perform_getpid },
	{ "getppid", 0, 0, perform_getppid },
	{ "getpgrp", 0, 0, perform_getpgrp },
	{ "getsid", 1, 1, perform_getsid },
	{ "setsid", 0, 0, perform_setsid },
	{ "setpgid", 2, 2, perform_setpgid },
	{ "getuid", 0, 0, perform_getuid },
	{ "geteuid", 0, 0, perform_geteuid },
	{ "getgid", 0, 0, perform_getgid },
	{ "setuid", 1, 1, perform_setuid },
	{ "seteuid", 1, 1, perform_seteuid },
	{ "setgid", 1, 1, perform_setgid },
	{ "setgroups", 1, 1, perform_setgroups },
	{ "setrlimit", 2, 2, perform_setrlimit },
	{ "sleep", 1, 1, perform_sleep },
	{ "sigprocmask", 2, 2, perform_sigprocmask },
	{ "sigpending", 0, 0, perform_sigpending },
	{ "sigwait", 1, 1, perform_sigwait },
	{ "getrlimit", 1, 1, perform_getrlimit },
	{ "procinfo", 1, 1, perform_procinfo },
	{ NULL, 0, 0, NULL }
};
