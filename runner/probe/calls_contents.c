/* What is in a file, by its name: all of it at once. */
#include "symbols.h"
#include "calls.h"

/* Opens what the guard allows; -1 when nothing is open, and then the failure is shown. */
static int contents_open(const struct value *v, int flags, struct shown *s)
{
	const char *path = take_string(v, s);
	int fd, error;
	if (!take_done(s) && value_constant(v))
		show_refusal(s, "a file is read and written by its path");
	if (take_done(s) || guarded(s, guard_open(path, flags)))
		return -1;
	errno = 0;
	fd = open(path, flags | O_NOCTTY | O_CLOEXEC, 0644);
	error = errno;
	if (fd < 0)
		show_failure(s, "-1", error);
	return fd;
}

static void perform_readfile(struct value **args, size_t n, struct shown *s)
{
	int fd = contents_open(args[0], O_RDONLY, s), error;
	struct text all = { NULL, 0, 0 };
	static unsigned char bytes[65536];
	ssize_t got = 0;
	(void)n;
	if (fd < 0)
		return;
	errno = 0;
	while (all.n <= MAX_DATA && (got = read(fd, bytes, sizeof bytes)) > 0)
		text_bytes(&all, bytes, (size_t)got);
	error = errno;
	close(fd);
	if (got < 0)
		show_failure(s, "-1", error);
	else
		show_data(s, all.n ? all.s : "", all.n);
	text_free(&all);
}

static void perform_writefile(struct value **args, size_t n, struct shown *s)
{
	size_t length;
	const unsigned char *bytes = take_data(args[1], s, &length);
	int fd = take_done(s) ? -1 : contents_open(args[0], O_WRONLY | O_CREAT | O_TRUNC, s), error;
	ssize_t written;
	(void)n;
	if (fd < 0)
		return;
	errno = 0;
	written = write(fd, bytes, length);
	error = errno;
	close(fd);
	show_result(s, written, error);
}

static void perform_truncate(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_string(args[0], s);
	long long length = take_number(args[1], s);
	int result, error;
	(void)n;
	if (!take_done(s) && value_constant(args[0]))
		show_refusal(s, "truncate() takes a path");
	if (!take_done(s) && length > MAX_DATA)
		show_refusal(s, "a case's files hold up to 1 MiB");
	if (take_done(s) || guarded(s, guard_open(path, O_WRONLY)))
		return;
	errno = 0;
	result = truncate(path, (off_t)length);
	error = errno;
	show_result(s, result, error);
}

const struct call calls_contents[] = {
	{ "readfile", 1, 1, perform_readfile },
	{ "writefile", 2, 2, perform_writefile },
	{ "truncate", 2, 2, perform_truncate },
	{ NULL, 0, 0, NULL }
};
