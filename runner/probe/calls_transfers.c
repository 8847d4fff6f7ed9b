/* Transfers between two descriptors or ends: filling, echoing, ping-pong, and the kernel's own copying. */
#include "calls.h"

#include <fcntl.h>
#include <poll.h>
#ifdef __has_include
#if __has_include(<sys/sendfile.h>)
#include <sys/sendfile.h>
#define CALLS_SENDFILE
#endif
#endif

enum { FILL_QUIET_MS = 50, FILL_PIECE = 4096 };

/* How many bytes or rounds were done, and how it ended where that was too few. */
static void show_transfer(struct shown *s, long long done, bool is_short, ssize_t last, int error)
{
	if (done == 0 && last < 0) {
		show_failure(s, "-1", error);
		return;
	}
	show_number(s, done);
	if (is_short)
		show_then(s, last < 0 ? error : 0);
}

/* The byte of the language's seq() at this place, and those behind it. */
static void fill_sequence(unsigned char *bytes, size_t n, size_t from)
{
	for (size_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)((from + i) % 251);
}

/* Writes seq() until no room has come for a while. Where others have the description too they find it as it was. */
static void perform_fill(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error = 0, flags;
	unsigned char piece[FILL_PIECE];
	size_t done = 0;
	ssize_t more = 0;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
		show_failure(s, "-1", errno);
		return;
	}
	while (done < MAX_DATA) {
		struct pollfd polled = { fd, POLLOUT, 0 };
		fill_sequence(piece, sizeof piece, done);
		errno = 0;
		more = write(fd, piece, sizeof piece);
		error = errno;
		if (more > 0)
			done += (size_t)more;
		else if (more == 0 || error != EAGAIN || poll(&polled, 1, FILL_QUIET_MS) == 0)
			break;
	}
	(void)fcntl(fd, F_SETFL, flags);
	if (more < 0 && error == EAGAIN)
		show_number(s, (long long)done);
	else
		show_transfer(s, (long long)done, done < MAX_DATA, more, error);
}

/* Sends back what comes, so many bytes of it. */
static void perform_echo(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error = 0;
	long long wanted = take_number(args[1], s), done = 0;
	unsigned char bytes[4096];
	ssize_t got = 1;
	(void)n;
	if (!take_done(s) && (wanted < 0 || wanted > MAX_DATA))
		show_refusal(s, "echo() takes 0 bytes to 1 MiB");
	if (take_done(s))
		return;
	while (done < wanted && got > 0) {
		size_t room = (size_t)(wanted - done) < sizeof bytes ? (size_t)(wanted - done) : sizeof bytes;
		ssize_t sent = 0, more = 0;
		errno = 0;
		got = read(fd, bytes, room);
		error = errno;
		while (got > 0 && sent < got) {
			errno = 0;
			more = write(fd, bytes + sent, (size_t)(got - sent));
			error = errno;
			if (more <= 0)
				break;
			sent += more;
		}
		done += sent;
		if (got > 0 && sent < got)
			got = more;
	}
	show_transfer(s, done, done < wanted, got, error);
}

/* So many times a byte out, and the same byte back; a byte that is another ends it. */
static void perform_ping(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), error = 0;
	long long wanted = take_number(args[1], s), done = 0;
	ssize_t last = 1;
	bool same = true;
	(void)n;
	if (!take_done(s) && (wanted < 0 || wanted > MAX_DATA))
		show_refusal(s, "ping() takes 0 to 1048576 times");
	if (take_done(s))
		return;
	while (done < wanted && last > 0 && same) {
		char out = (char)('a' + done % 26), back = 0;
		errno = 0;
		last = write(fd, &out, 1);
		if (last > 0)
			last = read(fd, &back, 1);
		error = errno;
		same = last <= 0 || back == out;
		if (last > 0 && same)
			done++;
	}
	show_transfer(s, done, done < wanted && same, last, error);
}

#if defined(SPLICE_F_MOVE) || defined(CALLS_SENDFILE)
/* The descriptors in the order of the call. */
static void copy_by_kernel(struct value **args, struct shown *s, ssize_t (*copy)(int first, int second, size_t size))
{
	int first = take_fd(args[0], s), second = take_fd(args[1], s), error;
	long long size = take_number(args[2], s);
	ssize_t done;
	if (!take_done(s) && (size < 0 || size > MAX_DATA))
		show_refusal(s, "this call takes 0 bytes to 1 MiB here");
	if (take_done(s))
		return;
	errno = 0;
	done = copy(first, second, (size_t)size);
	error = errno;
	show_result(s, done, error);
}
#endif

#ifdef SPLICE_F_MOVE
static ssize_t copy_splice(int from, int to, size_t size)
{
	return splice(from, NULL, to, NULL, size, 0);
}

static void perform_splice(struct value **args, size_t n, struct shown *s)
{
	(void)n;
	copy_by_kernel(args, s, copy_splice);
}
#endif

#ifdef CALLS_SENDFILE
static ssize_t copy_sendfile(int to, int from, size_t size)
{
	return sendfile(to, from, NULL, size);
}

static void perform_sendfile(struct value **args, size_t n, struct shown *s)
{
	(void)n;
	copy_by_kernel(args, s, copy_sendfile);
}
#endif

const struct call calls_transfers[] = {
	{ "fill", 1, 1, perform_fill },
	{ "echo", 2, 2, perform_echo },
	{ "ping", 2, 2, perform_ping },
#ifdef SPLICE_F_MOVE
	{ "splice", 3, 3, perform_splice },
#endif
#ifdef CALLS_SENDFILE
	{ "sendfile", 3, 3, perform_sendfile },
#endif
	{ NULL, 0, 0, NULL }
};
