/* Getting a pair and its names. */
#include "calls.h"
#include "engine.h"

#include <fcntl.h>
#include <sys/ioctl.h>

#ifdef __has_include
#if __has_include(<pty.h>)
#include <pty.h>
#include <utmp.h>	/* login_tty() */
#define CALLS_OPENPTY
#elif __has_include(<libutil.h>)
#include <libutil.h>
#define CALLS_OPENPTY
#elif __has_include(<util.h>)
#include <util.h>
#define CALLS_OPENPTY
#endif
#endif
#ifdef __OpenBSD__		/* elsewhere this header is the kernel's own, or has no PTMGET */
#include <sys/tty.h>
#endif

static void show_pty(struct shown *s, const int *numbers, size_t n, const char *const *names, size_t n_names)
{
	char where[24];
	for (size_t i = 0; i < n + n_names; i++) {
		text_add(&s->text, i ? ", " : "[");
		(void)snprintf(where, sizeof where, "%lu", (unsigned long)i);
		if (i < n) {
			text_addf(&s->text, "%d", numbers[i]);
			show_part_number(s, where, numbers[i]);
		} else {
			text_string(&s->text, names[i - n], strlen(names[i - n]));
			show_part_string(s, where, names[i - n]);
		}
	}
	text_add(&s->text, "]");
}

static void perform_posix_openpt(struct value **args, size_t n, struct shown *s)
{
	int flags = take_int(args[0], s), fd, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	fd = posix_openpt(flags);
	error = errno;
	if (fd >= 0)
		guard_note_master(fd);
	show_result(s, fd, error);
}

#ifdef __GLIBC__		/* no macro tells of it */
static void perform_getpt(struct value **args, size_t n, struct shown *s)
{
	int fd, error;
	(void)args, (void)n;
	errno = 0;
	fd = getpt();
	error = errno;
	if (fd >= 0)
		guard_note_master(fd);
	show_result(s, fd, error);
}
#endif

DESCRIPTOR_CALL(grantpt, grantpt(fd))
DESCRIPTOR_CALL(unlockpt, unlockpt(fd))

static void perform_ptsname(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error;
	const char *name;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	name = ptsname(fd);
	error = errno;
	if (name)
		show_string(s, name);
	else
		show_failure(s, "NULL", error);
}

/* Systems without ptsname_r() have none of TIOCGPTN and TIOCPTMASTER either. */
#if defined(TIOCGPTN) || defined(TIOCPTMASTER)
#define CALLS_PTSNAME_R
static void perform_ptsname_r(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), size = take_int(args[1], s), result, error;
	char *buffer;
	(void)n;
	if (!take_done(s) && (size < 0 || size > MAX_STRING))
		show_refusal(s, "ptsname_r() takes a buffer of 0 to 4096 bytes here");
	if (take_done(s))
		return;
	buffer = shown_hold(s, MAX_STRING + 1);
	memset(buffer, UNTOUCHED_BYTE, MAX_STRING);
	errno = 0;
	result = ptsname_r(fd, buffer, (size_t)size);
	error = errno;
	show_named(s, result, error, buffer[0] == UNTOUCHED_BYTE ? NULL : buffer);
}
#endif

#ifdef CALLS_OPENPTY
struct new_pty {		/* what openpty() and forkpty() take and give */
	struct termios modes;
	struct winsize size;
	bool with_modes, with_size;
	int master, slave;
};

static void take_new_pty(struct value **args, struct new_pty *p, struct shown *s)
{
	void *none;
	memset(p, 0, sizeof *p);
	p->with_modes = !take_pointer(args[0], &none);
	p->with_size = !take_pointer(args[1], &none);
	p->master = p->slave = -1;
	if (p->with_modes)
		take_termios(args[0], &p->modes, s);
	if (p->with_size)
		take_winsize(args[1], &p->size, s);
}

static void show_new_pty(struct shown *s, int master, int other)
{
	const int numbers[2] = { master, other };
	const char *name;
	guard_note_master(master);
	name = ptsname(master);
	if (!name)
		name = "";
	show_pty(s, numbers, 2, &name, 1);
}

static void perform_openpty(struct value **args, size_t n, struct shown *s)
{
	struct new_pty p;
	int result, error;
	(void)n;
	take_new_pty(args, &p, s);
	if (take_done(s))
		return;
	errno = 0;
	result = openpty(&p.master, &p.slave, NULL, p.with_modes ? &p.modes : NULL, p.with_size ? &p.size : NULL);
	error = errno;
	if (result == 0)
		show_new_pty(s, p.master, p.slave);
	else
		show_failure(s, "-1", error);
}

static pid_t forkpty_make(void *context)
{
	struct new_pty *p = context;
	return forkpty(&p->master, NULL, p->with_modes ? &p->modes : NULL, p->with_size ? &p->size : NULL);
}

static void perform_forkpty(struct value **args, size_t n, struct shown *s)
{
	struct new_pty p;
	pid_t pid;
	int error;
	(void)n;
	take_new_pty(args, &p, s);
	if (take_done(s))
		return;
	pid = player_make(forkpty_make, &p, s);
	error = errno;
	if (pid > 0)
		show_new_pty(s, p.master, (int)pid);
	else if (pid < 0 && !take_done(s))
		show_failure(s, "-1", error);
}

DESCRIPTOR_CALL(login_tty, login_tty(fd))
#endif

#ifdef PTMGET
static void perform_ptmget(struct value **args, size_t n, struct shown *s)
{
	int fd = open("/dev/ptm", O_RDWR), result = -1, error = errno, numbers[2];
	const char *names[2];
	struct ptmget pair;
	(void)args, (void)n;
	memset(&pair, 0, sizeof pair);
	if (fd >= 0) {
		errno = 0;
		result = ioctl(fd, PTMGET, &pair);
		error = errno;
		(void)close(fd);
	}
	if (result == -1) {
		show_failure(s, "-1", error);
		return;
	}
	guard_note_master(pair.cfd);
	numbers[0] = pair.cfd;
	numbers[1] = pair.sfd;
	names[0] = pair.cn;
	names[1] = pair.sn;
	show_pty(s, numbers, 2, names, 2);
}
#endif

#ifdef BSD			/* of sys/param.h; elsewhere it is missing, or a stub that always fails */
static void perform_revoke(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_CHANGE, true, s);
	int result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = revoke(path);
	error = errno;
	show_result(s, result, error);
}
#endif

/* It can only reach a terminal of the case: no process of one has another. */
#ifdef TIOCVHANGUP
NUMERIC_CALL(vhangup, vhangup())
#endif

/*
 * PTMGET gives out the first pair without a master, and revokes a slave of it that somebody still holds: a case that
 * has closed its master would lose its slave to a case beside it.
 */
long cases_at_once(void)
{
#ifdef PTMGET
	return 1;
#else
	return MAX_JOBS;
#endif
}

const struct call calls_pty[] = {
	{ "posix_openpt", 1, 1, perform_posix_openpt },
	{ "grantpt", 1, 1, perform_grantpt },
	{ "unlockpt", 1, 1, perform_unlockpt },
	{ "ptsname", 1, 1, perform_ptsname },
#ifdef CALLS_PTSNAME_R
	{ "ptsname_r", 2, 2, perform_ptsname_r },
#endif
#ifdef CALLS_OPENPTY
	{ "openpty", 2, 2, perform_openpty },
	{ "forkpty", 2, 2, perform_forkpty },
	{ "login_tty", 1, 1, perform_login_tty },
#endif
#ifdef __GLIBC__
	{ "getpt", 0, 0, perform_getpt },
#endif
#ifdef PTMGET
	{ "ptmget", 0, 0, perform_ptmget },
#endif
#ifdef BSD
	{ "revoke", 1, 1, perform_revoke },
#endif
#ifdef TIOCVHANGUP
	{ "vhangup", 0, 0, perform_vhangup },
#endif
	{ NULL, 0, 0, NULL }
};
