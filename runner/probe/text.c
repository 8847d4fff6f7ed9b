/* Text that grows, the clock, what is open, and writing whole. */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <time.h>

static void text_room(struct text *t, size_t more)
{
	size_t size = t->size ? t->size : 64;
	char *s;

	while (size - t->n <= more)
		size *= 2;
	if (size == t->size)
		return;
	s = realloc(t->s, size);
	if (!s) {
		(void)write_whole(2, "ptycheck-probe: out of memory\n", 30);
		_exit(70);
	}
	t->s = s;
	t->size = size;
}

void text_bytes(struct text *t, const void *bytes, size_t n)
{
	text_room(t, n);
	if (n)
		memcpy(t->s + t->n, bytes, n);
	t->n += n;
	t->s[t->n] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_bytes(t, s, strlen(s));
}

void text_printable(struct text *t, const char *s)
{
	for (; *s; s++)
		text_bytes(t, *s >= ' ' && *s <= '~' ? s : "?", 1);
}

void text_addf(struct text *t, const char *format, ...)
{
	va_list list;
	int n;

	va_start(list, format);
	n = vsnprintf(NULL, 0, format, list);
	va_end(list);
	if (n < 0)
		return;
	text_room(t, (size_t)n);
	va_start(list, format);
	(void)vsnprintf(t->s + t->n, (size_t)n + 1, format, list);
	va_end(list);
	t->n += (size_t)n;
}

void text_free(struct text *t)
{
	free(t->s);
	memset(t, 0, sizeof *t);
}

double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void sleep_ms(int milliseconds)
{
	(void)poll(NULL, 0, milliseconds);
}

/* More than a process may have open cannot be asked at once. */
static bool poll_one(int fd)
{
	struct pollfd one = { fd, POLLIN, 0 };

	return poll(&one, 1, 0) < 0 ? fcntl(fd, F_GETFD) >= 0 : !(one.revents & POLLNVAL);
}

bool poll_open(int first, int n, bool *open)
{
	struct pollfd all[MOST_ASKED];
	bool some = false, told;

	for (int i = 0; i < n; i++)
		all[i] = (struct pollfd){ first + i, POLLIN, 0 };
	told = poll(all, (nfds_t)n, 0) >= 0;
	for (int i = 0; i < n; i++) {
		open[i] = told ? !(all[i].revents & POLLNVAL) : poll_one(first + i);
		some = some || open[i];
	}
	return some;
}

bool write_whole(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0 && errno == EAGAIN) {
			struct pollfd room = { fd, POLLOUT, 0 };

			(void)poll(&room, 1, -1);
			continue;
		}
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool read_whole(int fd, void *bytes, size_t n)
{
	char *p = bytes;

	while (n) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}
