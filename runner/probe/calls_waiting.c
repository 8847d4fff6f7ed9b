/* Waiting for descriptors: poll() and select(), epoll of Linux, kqueue of the BSDs. */
#include "symbols.h"
#include "calls.h"
#include "engine.h"

#include <poll.h>
#include <sys/select.h>

static void perform_poll(struct value **args, size_t n, struct shown *s)
{
	struct pollfd polled[MAX_POLLED];
	nfds_t count = take_pollset(args[0], polled, s);
	int wait = take_int(args[1], s), result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = poll(polled, count, wait);
	error = errno;
	if (result >= 0)
		show_pollset(s, args[0], polled, count);
	else
		show_failure(s, "-1", error);
}

/* --- select() --- */

struct selected {
	int fds[MAX_POLLED], n;	/* n -1: a null pointer */
	fd_set set;
};

static void take_selected(const struct value *v, struct selected *one, struct shown *s)
{
	one->n = take_fds(v, one->fds, MAX_POLLED, s);
	FD_ZERO(&one->set);
	for (int i = 0; i < one->n && !take_done(s); i++)
		if (one->fds[i] < 0 || one->fds[i] >= FD_SETSIZE)
			show_refusal(s, "select() takes descriptors from 0 to FD_SETSIZE - 1");
		else
			FD_SET((unsigned)one->fds[i], &one->set);
}

static void show_selected(struct shown *s, const struct selected *one)
{
	bool some = false;
	text_add(&s->text, "{");
	for (int i = 0; i < one->n; i++)
		if (FD_ISSET((unsigned)one->fds[i], &one->set)) {
			text_addf(&s->text, "%s%d", some ? ", " : "", one->fds[i]);
			some = true;
		}
	text_add(&s->text, "}");
}

static void perform_select(struct value **args, size_t n, struct shown *s)
{
	struct selected sets[3];
	int wait = take_int(args[3], s), highest = -1, result, error;
	struct timeval time;
	(void)n;
	for (int i = 0; i < 3; i++) {
		take_selected(args[i], &sets[i], s);
		for (int j = 0; j < sets[i].n; j++)
			highest = sets[i].fds[j] > highest ? sets[i].fds[j] : highest;
	}
	if (take_done(s))
		return;
	time.tv_sec = wait / 1000;
	time.tv_usec = wait % 1000 * 1000;
	errno = 0;
	result = select(highest + 1, sets[0].n < 0 ? NULL : &sets[0].set, sets[1].n < 0 ? NULL : &sets[1].set,
	    sets[2].n < 0 ? NULL : &sets[2].set, wait < 0 ? NULL : &time);
	error = errno;
	if (result < 0) {
		show_failure(s, "-1", error);
		return;
	}
	for (int i = 0; i < 3; i++) {
		text_add(&s->text, i ? ", " : "[");
		show_selected(s, &sets[i]);
	}
	text_add(&s->text, "]");
}

/* --- epoll --- */
#ifdef EPOLL_CTL_ADD
NUMERIC_CALL(epoll_create1, epoll_create1((int)a[0]))

/*
 * What the kernel keeps of a descriptor is how the case calls it: the place of the name in the memory that all its
 * processes share, and its number where it has no name.
 */
static uint64_t epoll_label(const struct value *v, int fd)
{
	const struct binding *b = v->kind == V_NAME ? binding_find(v->name) : NULL;
	uint64_t place = b ? (uint64_t)(b - stage->bindings) + 1 : 0;
	return place << 32 | (uint32_t)fd;
}

static void perform_epoll_ctl(struct value **args, size_t n, struct shown *s)
{
	int set = take_fd(args[0], s), op = take_int(args[1], s), fd = take_fd(args[2], s), result, error;
	struct epoll_event event;
	(void)n;
	memset(&event, 0, sizeof event);
	event.events = (uint32_t)take_number(args[3], s);
	if (take_done(s))
		return;
	event.data.u64 = epoll_label(args[2], fd);
	errno = 0;
	result = epoll_ctl(set, op, fd, &event);
	error = errno;
	show_result(s, result, error);
}

static const char *epoll_name(uint64_t label)
{
	static char digits[24];
	size_t place = (size_t)(label >> 32);
	if (place && place <= stage->n_names)
		return stage->bindings[place - 1].name;
	(void)snprintf(digits, sizeof digits, "%ld", (long)(int32_t)(uint32_t)label);
	return digits;
}

static int epoll_compare(const void *a, const void *b)
{
	const struct epoll_event *one = a, *other = b;
	char name[64];
	(void)snprintf(name, sizeof name, "%s", epoll_name(one->data.u64));
	return strcmp(name, epoll_name(other->data.u64));
}

static void perform_epoll_wait(struct value **args, size_t n, struct shown *s)
{
	int set = take_fd(args[0], s), wait = take_int(args[1], s), count, error;
	struct epoll_event events[MAX_POLLED];
	(void)n;
	if (take_done(s))
		return;
	memset(events, 0, sizeof events);
	errno = 0;
	count = epoll_wait(set, events, MAX_POLLED, wait);
	error = errno;
	if (count < 0) {
		show_failure(s, "-1", error);
		return;
	}
	qsort(events, (size_t)count, sizeof events[0], epoll_compare);
	text_add(&s->text, "{");
	for (int i = 0; i < count; i++) {
		const char *name = epoll_name(events[i].data.u64);
		text_addf(&s->text, "%s%s=", i ? ", " : "", name);
		symbol_flags(&s->text, "epoll", events[i].events);
		show_part_number(s, name, events[i].events);
	}
	text_add(&s->text, "}");
}
#endif

/* --- kqueue --- */
#ifdef EVFILT_READ
NUMERIC_CALL(kqueue, kqueue())

static void perform_kevent(struct value **args, size_t n, struct shown *s)
{
	int queue = take_fd(args[0], s), fd = take_fd(args[1], s), filter = take_int(args[2], s),
	    flags = take_int(args[3], s), result, error;
	struct kevent change;
	(void)n;
	if (take_done(s))
		return;
	/* EVFILT_PROC and EVFILT_SIGNAL look at strangers. */
	if (filter != EVFILT_READ && filter != EVFILT_WRITE
#ifdef EVFILT_EXCEPT
	    && filter != EVFILT_EXCEPT
#endif
	    ) {
		show_refusal(s, "kevent() watches descriptors: EVFILT_READ, EVFILT_WRITE, EVFILT_EXCEPT");
		return;
	}
	memset(&change, 0, sizeof change);
	EV_SET(&change, (uintptr_t)fd, (short)filter, (unsigned short)flags, 0, 0, NULL);
#if defined(EVFILT_EXCEPT) && defined(NOTE_OOB)
	if (filter == EVFILT_EXCEPT)
		change.fflags = NOTE_OOB;
#endif
	errno = 0;
	result = kevent(queue, &change, 1, NULL, 0, NULL);
	error = errno;
	show_result(s, result, error);
}

static void perform_kevent_wait(struct value **args, size_t n, struct shown *s)
{
	int queue = take_fd(args[0], s), wait = take_int(args[1], s), count, error;
	const char *filter;
	struct timespec time;
	struct kevent event;
	(void)n;
	if (take_done(s))
		return;
	memset(&event, 0, sizeof event);
	time.tv_sec = wait / 1000;
	time.tv_nsec = wait % 1000 * 1000000L;
	errno = 0;
	count = kevent(queue, NULL, 0, &event, 1, wait < 0 ? NULL : &time);
	error = errno;
	if (count < 0) {
		show_failure(s, "-1", error);
		return;
	}
	text_add(&s->text, "{");
	if (count > 0) {
		filter = symbol_name("filter", event.filter);
		text_addf(&s->text, "ident=%ld, filter=", (long)event.ident);
		if (filter)
			text_add(&s->text, filter);
		else
			text_addf(&s->text, "%d", (int)event.filter);
		text_add(&s->text, ", flags=");
		symbol_flags(&s->text, "kevent", event.flags);
		text_addf(&s->text, ", data=%lld", (long long)event.data);
		show_part_number(s, "ident", (long long)event.ident);
		show_part_number(s, "data", (long long)event.data);
	}
	text_add(&s->text, "}");
}
#endif

const struct call calls_waiting[] = {
	{ "poll", 2, 2, perform_poll },
	{ "select", 4, 4, perform_select },
#ifdef EPOLL_CTL_ADD
	{ "epoll_create1", 1, 1, perform_epoll_create1 },
	{ "epoll_ctl", 4, 4, perform_epoll_ctl },
	{ "epoll_wait", 2, 2, perform_epoll_wait },
#endif
#ifdef EVFILT_READ
	{ "kqueue", 0, 0, perform_kqueue },
	{ "kevent", 4, 4, perform_kevent },
	{ "kevent_wait", 2, 2, perform_kevent_wait },
#endif
	{ NULL, 0, 0, NULL }
};
