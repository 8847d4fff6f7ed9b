/* What termios.h declares. ioctl() stands in calls_ioctl.c. */
#include "symbols.h"
#include "calls.h"

static void perform_isatty(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = isatty(fd);
	error = errno;
	if (result)
		show_number(s, result);
	else
		show_failure(s, "0", error);
}

static void perform_ttyname(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error;
	const char *name;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	name = ttyname(fd);
	error = errno;
	if (name)
		show_string(s, name);
	else
		show_failure(s, "NULL", error);
}

static void perform_ttyname_r(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), size = take_int(args[1], s), result, error;
	char *buffer;
	(void)n;
	if (!take_done(s) && (size < 0 || size > MAX_STRING))
		show_refusal(s, "ttyname_r() takes a buffer of 0 to 4096 bytes here");
	if (take_done(s))
		return;
	buffer = shown_hold(s, MAX_STRING + 1);
	memset(buffer, UNTOUCHED_BYTE, MAX_STRING);
	errno = 0;
	result = ttyname_r(fd, buffer, (size_t)size);
	error = errno;
	show_named(s, result, error, buffer[0] == UNTOUCHED_BYTE ? NULL : buffer);
}

static void perform_ctermid(struct value **args, size_t n, struct shown *s)
{
	char buffer[L_ctermid + 1];
	(void)args, (void)n;
	memset(buffer, 0, sizeof buffer);
	show_string(s, ctermid(buffer));
}

static void perform_tcgetattr(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	struct termios t;
	(void)n;
	if (take_done(s))
		return;
	memset(&t, 0, sizeof t);
	errno = 0;
	result = tcgetattr(fd, &t);
	error = errno;
	if (result == 0)
		show_termios(s, &t);
	else
		show_failure(s, "-1", error);
}

/* With `...` the structure starts from what tcgetattr() gives; where that fails tcsetattr() shows why. */
static void perform_tcsetattr(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), action = take_int(args[1], s), result, error;
	struct termios t;
	(void)n;
	memset(&t, 0, sizeof t);
	if (take_done(s) || (args[2]->rest && tcgetattr(fd, &t) != 0))
		memset(&t, 0, sizeof t);
	take_termios(args[2], &t, s);
	if (take_done(s))
		return;
	errno = 0;
	result = tcsetattr(fd, action, &t);
	error = errno;
	show_result(s, result, error);
}

static void perform_cfmakeraw(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	struct termios t;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = tcgetattr(fd, &t);
	if (result == 0) {
		cfmakeraw(&t);
		result = tcsetattr(fd, TCSANOW, &t);
	}
	error = errno;
	show_result(s, result, error);
}

/* No macro tells of these two but those of the headers that came with them: FreeBSD's, and musl's. */
#if defined(_SYS__WINSIZE_H_) || defined(__DEFINED_struct_winsize)
#define CALLS_TCGETWINSIZE
static void perform_tcgetwinsize(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	struct winsize w;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = tcgetwinsize(fd, &w);
	error = errno;
	if (result == 0)
		show_winsize(s, &w);
	else
		show_failure(s, "-1", error);
}

static void perform_tcsetwinsize(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	struct winsize w;
	(void)n;
	memset(&w, 0, sizeof w);
	take_winsize(args[1], &w, s);
	if (take_done(s))
		return;
	errno = 0;
	result = tcsetwinsize(fd, &w);
	error = errno;
	show_result(s, result, error);
}
#endif

DESCRIPTOR_CALL(tcdrain, tcdrain(fd))
DESCRIPTOR_CALL(tcflush, tcflush(fd, (int)a[1]))
DESCRIPTOR_CALL(tcflow, tcflow(fd, (int)a[1]))
DESCRIPTOR_CALL(tcsendbreak, tcsendbreak(fd, (int)a[1]))
DESCRIPTOR_CALL(tcgetpgrp, tcgetpgrp(fd))
DESCRIPTOR_CALL(tcsetpgrp, tcsetpgrp(fd, (pid_t)a[1]))
DESCRIPTOR_CALL(tcgetsid, tcgetsid(fd))

const struct call calls_terminal[] = {
	{ "isatty", 1, 1, perform_isatty },
	{ "ttyname", 1, 1, perform_ttyname },
	{ "ttyname_r", 2, 2, perform_ttyname_r },
	{ "ctermid", 0, 0, perform_ctermid },
	{ "tcgetattr", 1, 1, perform_tcgetattr },
	{ "tcsetattr", 3, 3, perform_tcsetattr },
	{ "cfmakeraw", 1, 1, perform_cfmakeraw },
#ifdef CALLS_TCGETWINSIZE
	{ "tcgetwinsize", 1, 1, perform_tcgetwinsize },
	{ "tcsetwinsize", 2, 2, perform_tcsetwinsize },
#endif
	{ "tcdrain", 1, 1, perform_tcdrain },
	{ "tcflush", 2, 2, perform_tcflush },
	{ "tcflow", 2, 2, perform_tcflow },
	{ "tcsendbreak", 2, 2, perform_tcsendbreak },
	{ "tcgetpgrp", 1, 1, perform_tcgetpgrp },
	{ "tcsetpgrp", 2, 2, perform_tcsetpgrp },
	{ "tcgetsid", 1, 1, perform_tcgetsid },
	{ "ioctl", 2, 3, perform_ioctl },
	{ NULL, 0, 0, NULL }
};
