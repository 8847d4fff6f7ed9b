/* Getting a pair and its names. */
#include "calls.h"

#include <fcntl.h>

#ifdef __has_include
#if __has_include(<pty.h>)
#include <pty.h>
#define CALLS_OPENPTY
#elif __has_include(<libutil.h>)
#include <libutil.h>
#define CALLS_OPENPTY
#elif __has_include(<util.h>)
#include <util.h>
#define CALLS_OPENPTY
#endif
#endif

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
enum { UNTOUCHED_BYTE = 0x7e };

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
static void perform_openpty(struct value **args, size_t n, struct shown *s)
{
	struct termios t;
	struct winsize w;
	void *no_termios, *no_winsize;
	bool with_termios = !take_pointer(args[0], &no_termios), with_winsize = !take_pointer(args[1], &no_winsize);
	int master = -1, slave = -1, result, error;
	char number[24];
	const char *name;

	(void)n;
	memset(&t, 0, sizeof t);
	memset(&w, 0, sizeof w);
	if (with_termios)
		take_termios(args[0], &t, s);
	if (with_winsize)
		take_winsize(args[1], &w, s);
	if (take_done(s))
		return;
	errno = 0;
	result = openpty(&master, &slave, NULL, with_termios ? &t : NULL, with_winsize ? &w : NULL);
	error = errno;
	if (result != 0) {
		show_failure(s, "-1", error);
		return;
	}
	guard_note_master(master);
	name = ptsname(master);
	snprintf(number, sizeof number, "[%d, %d, ", master, slave);
	text_add(&s->text, number);
	text_string(&s->text, name ? name : "", name ? strlen(name) : 0);
	text_add(&s->text, "]");
	show_part_number(s, "0", master);
	show_part_number(s, "1", slave);
	show_part_string(s, "2", name ? name : "");
}
#endif

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
#endif
	{ NULL, 0, 0, NULL }
};
