/*
 * Processes seen from outside, as all systems have it. Whose process table is read, and how, look_proc.c and look_sysctl.c
 * know.
 */
#include "probe.h"
#include "engine.h"

bool look_same(const struct look *l, unsigned long long started)
{
	return !l->started || !started || l->started == started;
}

size_t look_add(struct family **list, size_t n, struct family one)
{
	if ((n & (n - 1)) == 0) {	/* 0 and each power of two: double */
		struct family *more = realloc(*list, (n ? n * 2 : 1) * sizeof *more);

		if (!more)
			return n;
		*list = more;
	}
	(*list)[n] = one;
	return n + 1;
}

bool look_marked(pid_t pid, const char *mark)
{
	static char bytes[256 * 1024];
	size_t length = strlen(mark), n = look_environment(pid, bytes, sizeof bytes - 1);

	bytes[n] = '\0';
	for (const char *at = bytes, *end = bytes + n; (size_t)(end - at) >= length; at++) {
		at = memchr(at, *mark, (size_t)(end - at));
		if (!at || (size_t)(end - at) < length)
			return false;
		if (!memcmp(at, mark, length + 1) && (at == bytes || !at[-1]))
			return true;
	}
	return false;
}
