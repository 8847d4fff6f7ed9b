/* Lines for a console: each says whose it is, which it is, how long it is, and what its bytes add up to. */
#include "packed.h"

#include <stdarg.h>

enum { FRAME_HEAD = 34 };	/* the most that stands before a frame's text: #pty:RRRRRR:NNNNNNN.LL:CCCCCCCC: */

static struct {
	int fd;
	char run[8];
	unsigned long number;
	bool lost;
} frame;

/* CRC-32 as in zlib, PNG and Ethernet; of more bytes behind those of a sum. */
static unsigned long frame_sum(unsigned long sum, const char *s, size_t n)
{
	sum ^= 0xffffffffUL;
	for (size_t i = 0; i < n; i++) {
		sum ^= (unsigned char)s[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum & 1 ? sum >> 1 ^ 0xedb88320UL : sum >> 1;
	}
	return sum ^ 0xffffffffUL;
}

void frame_start(int fd, const char *run)
{
	frame.fd = fd;
	(void)snprintf(frame.run, sizeof frame.run, "%s", run);
}

/* The mark: `.` a whole line; of a longer one `+` its first piece, `=` one of its midst, `-` its last. */
static void frame_print(const char *text, size_t n, char mark)
{
	struct text t = { NULL, 0, 0 };
	char head[64];
	unsigned long sum;

	(void)snprintf(head, sizeof head, "%s:%lu%c%02lx:", frame.run, frame.number++, mark, (unsigned long)n);
	sum = frame_sum(frame_sum(0, head, strlen(head)), text, n);
	text_addf(&t, "#pty:%s%08lx:", head, sum);
	text_bytes(&t, text, n);
	text_add(&t, "\n");
	if (!frame.lost && !write_whole(frame.fd, t.s, t.n))
		frame.lost = true;
	text_free(&t);
}

/* No blank stays one: consoles and their logs drop, add and widen them. */
static void frame_encode(struct text *t, const char *line)
{
	static const char plain[] = "\t `~^#";
	static const char *const coded[] = { "~", "^", "`q", "`t", "`c", "`h" };

	for (; *line; line++) {
		const char *found = strchr(plain, *line);

		if (found)
			text_add(t, coded[found - plain]);
		else
			text_bytes(t, *line > ' ' && *line <= '~' ? line : "?", 1);
	}
}

bool frame_line(const char *line)
{
	struct text t = { NULL, 0, 0 };
	size_t room = (size_t)packed_options.width - FRAME_HEAD, at = 0;

	text_add(&t, "");
	frame_encode(&t, line);
	for (; t.n - at > room; at += room)
		frame_print(t.s + at, room, at ? '=' : '+');
	frame_print(t.s + at, t.n - at, at ? '-' : '.');
	text_free(&t);
	return !frame.lost;
}

bool frame_linef(const char *format, ...)
{
	char line[2048];
	va_list list;

	va_start(list, format);
	(void)vsnprintf(line, sizeof line, format, list);
	va_end(list);
	return frame_line(line);
}
