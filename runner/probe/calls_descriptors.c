/* Descriptors: getting, copying, passing, asking. */
#include "symbols.h"
#include "calls.h"

#include <sys/uio.h>

static void perform_open(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_string(args[0], s);
	int flags = take_int(args[1], s), mode = n > 2 ? take_int(args[2], s) : 0, fd, error;
	void *pointer;
	bool nowhere = take_pointer(args[0], &pointer);
	if (!take_done(s) && !path)
		show_refusal(s, "a path is not NULL: BADPTR is the pointer to nowhere that a C library passes on");
	if (take_done(s) || guarded(s, guard_mode((mode_t)mode)) || (!nowhere && guarded(s, guard_open(path, flags))))
		return;
	errno = 0;
	fd = open(path, flags, (mode_t)mode);
	error = errno;
	if (fd >= 0)
		guard_note_master(fd);
	show_result(s, fd, error);
}

DESCRIPTOR_CALL(dup, dup(fd))
DESCRIPTOR_CALL(close, close(fd))
DESCRIPTOR_CALL(lseek, lseek(fd, (off_t)a[1], (int)a[2]))

static void perform_dup2(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), onto = take_fd(args[1], s), result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = dup2(fd, onto);
	error = errno;
	show_result(s, result, error);
}

/* Bits F_GETFL shows though nobody asked for them, as O_LARGEFILE of 64-bit Linux. */
static int fcntl_given_bits(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), flags;
	if (fd < 0)
		return 0;
	flags = fcntl(fd, F_GETFL);
	close(fd);
	return flags < 0 ? 0 : flags & ~O_ACCMODE;
}

static void fcntl_show_descriptor_flags(struct shown *s, int flags)
{
	struct text *t = &s->text;
	int left = flags & ~FD_CLOEXEC;
	show_part_number(s, "", flags);
	if (flags & FD_CLOEXEC)
		text_add(t, "FD_CLOEXEC");
#ifdef FD_CLOFORK
	if (flags & FD_CLOFORK)
		text_addf(t, "%sFD_CLOFORK", t->n ? "|" : "");
	left &= ~FD_CLOFORK;
#endif
	if (left)
		text_addf(t, "%s0x%x", t->n ? "|" : "", (unsigned)left);
	else if (!t->n)
		text_add(t, "0");
}

/*
 * Only these take what the suite says: under any other number, whatever constant it was written as, the kernel
 * could write to an address.
 */
static bool fcntl_takes_number(int command)
{
	return command == F_DUPFD || command == F_SETFL || command == F_SETFD || command == F_SETOWN
#ifdef F_DUPFD_CLOEXEC
	    || command == F_DUPFD_CLOEXEC
#endif
	    ;
}

static void perform_fcntl(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), command = take_int(args[1], s), result, error;
	int argument = n > 2 ? take_int(args[2], s) : 0;
	bool is_copy = false;
	if (take_done(s) || (command == F_SETOWN && argument && guarded(s, guard_signal(argument, SIGIO))))
		return;
	is_copy = command == F_DUPFD;
#ifdef F_DUPFD_CLOEXEC
	is_copy = is_copy || command == F_DUPFD_CLOEXEC;
#endif
	if (!fcntl_takes_number(command))
		argument = 0;
	errno = 0;
	result = fcntl(fd, command, argument);
	error = errno;
	if (result == -1)
		show_failure(s, "-1", error);
	else if (command == F_GETOWN)
		show_number(s, result);
	else if (command == F_GETFL) {
		symbol_flags(&s->text, "open", (unsigned)(result & ~fcntl_given_bits()));
		show_part_number(s, "", result);
	} else if (command == F_GETFD)
		fcntl_show_descriptor_flags(s, result);
	else
		show_number(s, is_copy ? result : 0);
}

/* What a case makes larger than this is no use to it, and fills its host. */
static void perform_ftruncate(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	long long size = take_number(args[1], s);
	(void)n;
	if (!take_done(s) && size > MAX_DATA)
		show_refusal(s, "ftruncate() makes files of up to 1 MiB here");
	if (take_done(s))
		return;
	errno = 0;
	result = ftruncate(fd, (off_t)size);
	error = errno;
	show_result(s, result, error);
}

static void perform_descriptors(struct value **args, size_t n, struct shown *s)
{
	enum { MOST = 65536 };
	bool open[MOST_ASKED], some = false;
	(void)args, (void)n;
	text_add(&s->text, "{");
	for (int fd = 0; fd < MOST; fd++) {
		if (fd % MOST_ASKED == 0)
			(void)poll_open(fd, MOST_ASKED, open);
		if (open[fd % MOST_ASKED] && !guard_descriptor(fd)) {
			text_addf(&s->text, "%s%d", some ? ", " : "", fd);
			some = true;
		}
	}
	text_add(&s->text, "}");
}

static void perform_pipe(struct value **args, size_t n, struct shown *s)
{
	int ends[2] = { -1, -1 }, result, error;
	(void)args, (void)n;
	errno = 0;
	result = pipe(ends);
	error = errno;
	if (result == 0)
		show_pair(s, ends[0], ends[1]);
	else
		show_failure(s, "-1", error);
}

static void perform_socketpair(struct value **args, size_t n, struct shown *s)
{
	long long a[MAX_TAKEN] = { 0 };
	int ends[2] = { -1, -1 }, result, error;
	if (!take_numbers(args, n, a, s))
		return;
	errno = 0;
	result = socketpair((int)a[0], (int)a[1], (int)a[2], ends);
	error = errno;
	if (result == 0)
		show_pair(s, ends[0], ends[1]);
	else
		show_failure(s, "-1", error);
}

/* One byte and one descriptor; the control buffer is aligned by its union. */
struct descriptor_message {
	struct msghdr header;
	struct iovec part;
	char byte;
	union { long long aligned; char bytes[CMSG_SPACE(sizeof(int))]; } control;
};

static void descriptor_message_prepare(struct descriptor_message *m)
{
	memset(m, 0, sizeof *m);
	m->part.iov_base = &m->byte;
	m->part.iov_len = 1;
	m->header.msg_iov = &m->part;
	m->header.msg_iovlen = 1;
	m->header.msg_control = m->control.bytes;
	m->header.msg_controllen = CMSG_SPACE(sizeof(int));
}

static void perform_sendfd(struct value **args, size_t n, struct shown *s)
{
	int over = take_fd(args[0], s), fd = take_fd(args[1], s), error;
	struct descriptor_message m;
	struct cmsghdr *c;
	ssize_t sent;
	(void)n;
	if (take_done(s))
		return;
	descriptor_message_prepare(&m);
	c = CMSG_FIRSTHDR(&m.header);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof fd);
	errno = 0;
	sent = sendmsg(over, &m.header, 0);
	error = errno;
	show_result(s, sent, error);
}

static void perform_recvfd(struct value **args, size_t n, struct shown *s)
{
	int over = take_fd(args[0], s), fd = -1, error;
	struct descriptor_message m;
	struct cmsghdr *c;
	ssize_t got;
	(void)n;
	if (take_done(s))
		return;
	descriptor_message_prepare(&m);
	errno = 0;
	got = recvmsg(over, &m.header, 0);
	error = errno;
	c = got > 0 ? CMSG_FIRSTHDR(&m.header) : NULL;
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
		memcpy(&fd, CMSG_DATA(c), sizeof fd);
		guard_note_master(fd);
		show_number(s, fd);
	} else
		show_failure(s, "-1", got < 0 ? error : 0);
}

const struct call calls_descriptors[] = {
	{ "open", 2, 3, perform_open },
	{ "dup", 1, 1, perform_dup },
	{ "dup2", 2, 2, perform_dup2 },
	{ "close", 1, 1, perform_close },
	{ "fcntl", 2, 3, perform_fcntl },
	{ "pipe", 0, 0, perform_pipe },
	{ "socketpair", 3, 3, perform_socketpair },
	{ "sendfd", 2, 2, perform_sendfd },
	{ "recvfd", 1, 1, perform_recvfd },
	{ "lseek", 3, 3, perform_lseek },
	{ "ftruncate", 2, 2, perform_ftruncate },
	{ "descriptors", 0, 0, perform_descriptors },
	{ NULL, 0, 0, NULL }
};
