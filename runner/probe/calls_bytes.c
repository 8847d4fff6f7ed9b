/* Bytes in and out, and the transfers that go on until done. */
#include "calls.h"

#include <poll.h>

enum { DRAIN_QUIET_MS = 50 };

static void perform_read(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error;
	long long size = take_number(args[1], s);
	void *buffer = NULL;
	bool given = n > 2 && take_pointer(args[2], &buffer);
	ssize_t got;
	if (!take_done(s) && (size < 0 || size > MAX_DATA))
		show_refusal(s, "read() takes 0 bytes to 1 MiB here");
	if (!take_done(s) && n > 2 && !given)
		show_refusal(s, "the third argument of read() is NULL or BADPTR");
	if (take_done(s))
		return;
	if (!given)
		buffer = shown_hold(s, (size_t)size);
	errno = 0;
	got = read(fd, buffer, (size_t)size);
	error = errno;
	if (got < 0)
		show_failure(s, "-1", error);
	else
		show_data(s, given ? "" : buffer, given ? 0 : (size_t)got);
}

static void perform_write(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error;
	size_t length = 1;
	void *bytes;
	ssize_t done;
	(void)n;
	if (!take_pointer(args[1], &bytes))
		bytes = take_data(args[1], s, &length);
	if (take_done(s))
		return;
	errno = 0;
	done = write(fd, bytes, length);
	error = errno;
	show_result(s, done, error);
}

static void perform_pread(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error;
	long long size = take_number(args[1], s), at = take_number(args[2], s);
	void *buffer;
	ssize_t got;
	(void)n;
	if (!take_done(s) && (size < 0 || size > MAX_DATA))
		show_refusal(s, "pread() takes 0 bytes to 1 MiB here");
	if (take_done(s))
		return;
	buffer = shown_hold(s, (size_t)size);
	errno = 0;
	got = pread(fd, buffer, (size_t)size, (off_t)at);
	error = errno;
	if (got < 0)
		show_failure(s, "-1", error);
	else
		show_data(s, buffer, (size_t)got);
}

static void perform_pwrite(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error;
	size_t length = 0;
	const unsigned char *bytes = take_data(args[1], s, &length);
	long long at = take_number(args[2], s);
	ssize_t done;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	done = pwrite(fd, bytes, length, (off_t)at);
	error = errno;
	show_result(s, done, error);
}

static void perform_readn(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error = 0;
	long long size = take_number(args[1], s);
	unsigned char *buffer;
	size_t have = 0;
	ssize_t got = 0;
	(void)n;
	if (!take_done(s) && (size < 0 || size > MAX_DATA))
		show_refusal(s, "readn() takes 0 bytes to 1 MiB");
	if (take_done(s))
		return;
	buffer = shown_hold(s, (size_t)size);
	while (have < (size_t)size) {
		errno = 0;
		got = read(fd, buffer + have, (size_t)size - have);
		error = errno;
		if (got <= 0)
			break;
		have += (size_t)got;
	}
	if (have == 0 && got < 0) {
		show_failure(s, "-1", error);
		return;
	}
	show_data(s, buffer, have);
	if (have && have < (size_t)size)
		show_then(s, got < 0 ? error : 0);
}

static void perform_writen(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error = 0;
	size_t length = 0, done = 0;
	const unsigned char *bytes = take_data(args[1], s, &length);
	ssize_t more = 0;
	(void)n;
	if (take_done(s))
		return;
	while (done < length) {
		errno = 0;
		more = write(fd, bytes + done, length - done);
		error = errno;
		if (more <= 0)
			break;
		done += (size_t)more;
	}
	if (done == 0 && more < 0) {
		show_failure(s, "-1", error);
		return;
	}
	show_number(s, (long long)done);
	if (done < length)
		show_then(s, more < 0 ? error : 0);
}

/* Reads until nothing came for a while; an error or end of file ends it too. */
static void perform_drain(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error = 0;
	unsigned char *buffer;
	size_t have = 0;
	ssize_t got = 1;
	(void)n;
	if (take_done(s))
		return;
	buffer = shown_hold(s, MAX_DATA);
	while (have < MAX_DATA) {
		struct pollfd polled = { fd, POLLIN, 0 };
		int ready;
		errno = 0;
		ready = poll(&polled, 1, DRAIN_QUIET_MS);
		if (ready == 0)
			break;
		if (ready > 0)
			got = read(fd, buffer + have, MAX_DATA - have);
		else
			got = -1;
		error = errno;
		if (got < 0 && error == EAGAIN) {
			got = 1;
			break;
		}
		if (got <= 0)
			break;
		have += (size_t)got;
	}
	if (have == 0 && got < 0) {
		show_failure(s, "-1", error);
		return;
	}
	show_data(s, buffer, have);
	if (have && got <= 0)
		show_then(s, got < 0 ? error : 0);
}

const struct call calls_bytes[] = {
	{ "read", 2, 3, perform_read },
	{ "write", 2, 2, perform_write },
	{ "pread", 3, 3, perform_pread },
	{ "pwrite", 3, 3, perform_pwrite },
	{ "readn", 2, 2, perform_readn },
	{ "writen", 2, 2, perform_writen },
	{ "drain", 1, 1, perform_drain },
	{ NULL, 0, 0, NULL }
};
