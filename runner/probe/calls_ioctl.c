/* ioctl(): what each request takes and gives. */
#include "symbols.h"
#include "calls.h"

enum ioctl_kind {
	IOCTL_NOTHING,		/* takes nothing, or a number by value */
	IOCTL_TAKES_INT,	/* a pointer to an int, process or byte */
	IOCTL_GIVES_INT, IOCTL_GIVES_PROCESS,
	IOCTL_STRUCTURE,	/* a pointer to zeros; what comes back is not shown */
	IOCTL_GIVES_WINSIZE, IOCTL_TAKES_WINSIZE,
	IOCTL_GIVES_RESULT	/* the return value itself */
};

static const struct {
	const char *name;
	enum ioctl_kind kind;
} ioctl_kinds[] = {
	{ "TIOCGPTN", IOCTL_GIVES_INT }, { "TIOCGPTLCK", IOCTL_GIVES_INT }, { "TIOCGPKT", IOCTL_GIVES_INT },
	{ "TIOCGEXCL", IOCTL_GIVES_INT }, { "FIONREAD", IOCTL_GIVES_INT }, { "TIOCOUTQ", IOCTL_GIVES_INT },
	{ "TIOCGDEV", IOCTL_GIVES_INT }, { "TIOCGPGRP", IOCTL_GIVES_PROCESS }, { "TIOCGSID", IOCTL_GIVES_PROCESS },
	{ "TIOCGWINSZ", IOCTL_GIVES_WINSIZE }, { "TIOCSWINSZ", IOCTL_TAKES_WINSIZE },
	{ "TIOCGPTPEER", IOCTL_GIVES_RESULT }, { "TIOCSPTLCK", IOCTL_TAKES_INT }, { "TIOCPKT", IOCTL_TAKES_INT },
	{ "TIOCSTI", IOCTL_TAKES_INT }, { "TIOCSPGRP", IOCTL_TAKES_INT }, { "TIOCEXT", IOCTL_TAKES_INT },
	{ "TIOCREMOTE", IOCTL_TAKES_INT }, { "FIONBIO", IOCTL_TAKES_INT }, { "FIOASYNC", IOCTL_TAKES_INT },
	{ "TIOCGETD", IOCTL_GIVES_INT }, { "TIOCSETD", IOCTL_TAKES_INT }, { "TIOCCONS", IOCTL_TAKES_INT },
	{ "TIOCUCNTL", IOCTL_TAKES_INT }, { "TIOCMGET", IOCTL_GIVES_INT }, { "TIOCGICOUNT", IOCTL_STRUCTURE },
	{ "TIOCSSERIAL", IOCTL_STRUCTURE }
};

static enum ioctl_kind ioctl_kind_of(const char *name, unsigned long request)
{
#if defined(IOC_IN) && defined(IOC_VOID)
	/* OpenBSD's TIOCSIG takes a pointer where the others take the number itself. */
	if (strcmp(name, "TIOCSIG") == 0 && (request & IOC_IN))
		return IOCTL_TAKES_INT;
#endif
	(void)request;
	for (size_t i = 0; i < sizeof ioctl_kinds / sizeof ioctl_kinds[0]; i++)
		if (strcmp(ioctl_kinds[i].name, name) == 0)
			return ioctl_kinds[i].kind;
	return IOCTL_NOTHING;
}

/*
 * What a request reaches is a terminal of the case, as it opens no other; these reach further. The kernel looks at
 * 32 bits of a request.
 */
static const char *ioctl_guard(const char *word, unsigned long request, const struct value *value, struct shown *s)
{
	uint32_t low = (uint32_t)request;
	bool named = word != NULL;
#ifdef TIOCCONS
	if (low == (uint32_t)TIOCCONS && (!named || strcmp(word, "TIOCCONS") != 0))
		return "TIOCCONS moves the host's console: it goes by its name, which asks for a risk";
#endif
#ifdef TIOCSETD
	if (low == (uint32_t)TIOCSETD) {
		void *pointer;
		int discipline = value && !take_pointer(value, &pointer) ? take_int(value, s) : 0;
		/* 27 is N_NULL, which takes no byte and gives none. */
		if (!named || (discipline > 0 && discipline < 64 && discipline != 27))
			return "a case sets no line discipline but the usual one, 0, none at all, 27, or one that does not "
			    "exist, from 64 on";
	}
#endif
#ifdef FIOSETOWN
	if (low == (uint32_t)FIOSETOWN)
		return "the owner of a descriptor's signals is set by F_SETOWN";
#endif
	(void)low, (void)named, (void)value, (void)s;
	return NULL;
}

/*
 * A request by number may mean anything, so it goes to terminals only, and with memory of ours behind
 * its pointer: it can neither freeze a file system nor write where it likes.
 */
static void ioctl_by_number(int fd, unsigned long request, const struct value *value, struct shown *s)
{
	union { int number; unsigned char bytes[16384]; } *memory = shown_hold(s, sizeof *memory);
	int result, error;
	if (value)
		memory->number = take_int(value, s);
	if (!take_done(s) && !isatty(fd) && errno != EBADF)
		show_refusal(s, "an ioctl request by number is for terminals only");
	if (take_done(s))
		return;
	errno = 0;
	result = ioctl(fd, (ioctl_request)request, memory);
	error = errno;
	show_result(s, result, error);
}

static void ioctl_takes_int(int fd, unsigned long request, const struct value *value, struct shown *s)
{
	union { int number; unsigned char bytes[16]; } memory;
	void *pointer;
	int result, error;
	memset(&memory, 0, sizeof memory);
	if (value && take_pointer(value, &pointer)) {
		errno = 0;
		result = ioctl(fd, (ioctl_request)request, pointer);
		error = errno;
		show_result(s, result, error);
		return;
	}
	if (value && value->kind == V_DATA) {
		size_t length;
		const unsigned char *bytes = take_data(value, s, &length);
		if (length)
			memory.bytes[0] = bytes[0];
	} else if (value) {
		memory.number = take_int(value, s);
#ifdef TIOCSTI
		if (request == TIOCSTI)		/* a byte, which need not lie at the low end of an int */
			memory.bytes[0] = (unsigned char)memory.number;
#endif
	}
	if (take_done(s))
		return;
	errno = 0;
	result = ioctl(fd, (ioctl_request)request, &memory);
	error = errno;
	show_result(s, result, error);
}

static void ioctl_gives(int fd, unsigned long request, enum ioctl_kind kind, const struct value *value,
    struct shown *s)
{
	union { int number; pid_t process; struct winsize size; unsigned char bytes[256]; } memory;
	void *pointer = &memory;
	int result, error;
	memset(&memory, 0, sizeof memory);
	if (kind == IOCTL_TAKES_WINSIZE && (!value || !take_pointer(value, &pointer))) {
		if (value)
			take_winsize(value, &memory.size, s);
	} else if (value)
		take_pointer(value, &pointer);
	if (take_done(s))
		return;
	errno = 0;
	result = ioctl(fd, (ioctl_request)request, pointer);
	error = errno;
	if (result == -1)
		show_failure(s, "-1", error);
	else if (kind == IOCTL_GIVES_WINSIZE)
		show_winsize(s, &memory.size);
	else if (kind == IOCTL_GIVES_PROCESS)
		show_number(s, memory.process);
	else if (kind == IOCTL_GIVES_INT)
		show_number(s, memory.number);
	else
		show_number(s, result);
}

void perform_ioctl(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	unsigned long request = (unsigned long)take_number(args[1], s);
	const struct value *value = n > 2 ? args[2] : NULL;
	const char *name = value_constant(args[1]) ? symbol_name("request", (long long)request) : NULL;
	enum ioctl_kind kind = name ? ioctl_kind_of(name, request) : IOCTL_NOTHING;
	void *pointer = NULL;

	if (take_done(s) || guarded(s, ioctl_guard(value_constant(args[1]), request, value, s)) || take_done(s))
		return;
	if (!name) {
		ioctl_by_number(fd, request, value, s);
		return;
	}
	if (termio_ioctl(fd, request, value, s))
		return;
	if (kind == IOCTL_TAKES_INT) {
		ioctl_takes_int(fd, request, value, s);
		return;
	}
	if (kind != IOCTL_NOTHING && kind != IOCTL_GIVES_RESULT) {
		ioctl_gives(fd, request, kind, value, s);
		return;
	}
	if (value && !take_pointer(value, &pointer))
		pointer = (void *)(intptr_t)take_number(value, s);
	if (take_done(s))
		return;
	errno = 0;
	result = ioctl(fd, (ioctl_request)request, pointer);
	error = errno;
	show_result(s, result, error);
}
