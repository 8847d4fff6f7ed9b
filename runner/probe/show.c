/* What came back -> text in the notation of the language, and the parts names can be bound to. */
#include "calls.h"

enum { SHORTEST_RUN = 16 };	/* shorter ones stand as they are */

void *shown_hold(struct shown *s, size_t size)
{
	void **held = realloc(s->held, (s->holds + 1) * sizeof *held);
	if (!held)
		_exit(71);
	s->held = held;
	return held[s->holds++] = value_memory(size);
}

void shown_free(struct shown *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->parts[i].string);
	for (size_t i = 0; i < s->holds; i++)
		free(s->held[i]);
	free(s->parts);
	free(s->held);
	text_free(&s->text);
	memset(s, 0, sizeof *s);
}

static struct part *show_part(struct shown *s, const char *where)
{
	struct part *parts = realloc(s->parts, (s->n + 1) * sizeof *parts);
	if (!parts)
		_exit(71);
	s->parts = parts;
	memset(&parts[s->n], 0, sizeof *parts);
	snprintf(parts[s->n].where, sizeof parts[s->n].where, "%s", where);
	return &parts[s->n++];
}

void show_part_number(struct shown *s, const char *where, long long number)
{
	show_part(s, where)->number = number;
}

void show_part_string(struct shown *s, const char *where, const char *string)
{
	struct part *part = show_part(s, where);
	size_t size = strlen(string) + 1;
	part->is_string = true;
	part->string = memcpy(value_memory(size), string, size);
}

/* --- data --- */

/* Would a $ before this byte name something? */
static bool text_names(const unsigned char *s, size_t n)
{
	return n && (s[0] == '{' || (s[0] >= 'a' && s[0] <= 'z'));
}

/* As runner/suite/print.ts writes them, byte for byte. */
static void text_escaped(struct text *t, const unsigned char *s, size_t n)
{
	static const char letters[] = "nrtbafve\\\"";
	static const char bytes[] = "\n\r\t\b\a\f\v\033\\\"";
	for (size_t i = 0; i < n; i++) {
		const char *named = s[i] ? memchr(bytes, s[i], sizeof bytes - 1) : NULL;
		if (named)
			text_addf(t, "\\%c", letters[named - bytes]);
		else if (s[i] < ' ' || s[i] > '~' || (s[i] == '$' && text_names(s + i + 1, n - i - 1)))
			text_addf(t, "\\x%02x", s[i]);
		else
			text_bytes(t, &s[i], 1);
	}
}

void text_string(struct text *t, const void *bytes, size_t n)
{
	text_add(t, "\"");
	text_escaped(t, bytes, n);
	text_add(t, "\"");
}

static int text_digit(unsigned char c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 26;
	return c >= '0' && c <= '9' ? c - '0' + 52 : -1;
}

static size_t run_same(const unsigned char *s, size_t n)
{
	size_t i = 1;
	while (i < n && s[i] == s[0])
		i++;
	return i;
}

static size_t run_seq(const unsigned char *s, size_t n)
{
	size_t i = 0;
	while (i < n && s[i] == (s[0] + i) % 251)
		i++;
	return i;
}

static size_t run_text(const unsigned char *s, size_t n)
{
	int first = text_digit(s[0]);
	size_t i = 0;
	while (first >= 0 && i < n && text_digit(s[i]) == (int)(((size_t)first + i) % 62))
		i++;
	return i;
}

/* Writes the run that begins here, if one is long enough, and says how long it is. */
static size_t text_run(struct text *t, const unsigned char *s, size_t n)
{
	size_t same = run_same(s, n), seq = run_seq(s, n), text = run_text(s, n);
	if (same < SHORTEST_RUN && seq < SHORTEST_RUN && text < SHORTEST_RUN)
		return 0;
	if (t && same >= seq && same >= text) {
		text_string(t, s, 1);
		text_addf(t, "*%lu", (unsigned long)same);
	} else if (t && seq >= text)
		text_addf(t, "seq(%d, %lu)", s[0], (unsigned long)seq);
	else if (t)
		text_addf(t, "text(%d, %lu)", text_digit(s[0]), (unsigned long)text);
	return same >= seq && same >= text ? same : seq >= text ? seq : text;
}

void text_data(struct text *t, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;
	size_t at = 0, shown = n > MAX_DATA ? MAX_DATA : n;
	if (n == 0)
		text_add(t, "\"\"");
	while (at < shown) {
		size_t length, plain = at;
		if (at)
			text_add(t, " ");
		length = text_run(t, s + at, shown - at);
		if (length == 0) {
			do
				plain++;
			while (plain < shown && text_run(NULL, s + plain, shown - plain) == 0);
			length = plain - at;
			text_string(t, s + at, length);
		}
		at += length;
	}
	if (shown < n)
		text_add(t, "...");
}

/* --- results --- */

void text_errno(struct text *t, int error)
{
	const char *name = symbol_name("errno", error);
	if (name)
		text_add(t, name);
	else
		text_addf(t, "errno %d", error);
}

void text_signal(struct text *t, int number)
{
	const char *name = symbol_name("signal", number);
	if (name)
		text_add(t, name);
	else
		text_addf(t, "%d", number);
}

void show_number(struct shown *s, long long number)
{
	text_addf(&s->text, "%lld", number);
	show_part_number(s, "", number);
}

void show_string(struct shown *s, const char *string)
{
	text_string(&s->text, string, strlen(string));
	show_part_string(s, "", string);
}

void show_data(struct shown *s, const void *bytes, size_t n)
{
	text_data(&s->text, bytes, n);
	if (n < MAX_STRING && !memchr(bytes, '\0', n)) {
		char *string = value_memory(n + 1);
		memcpy(string, bytes, n);
		show_part_string(s, "", string);
		free(string);
	}
}

void show_failure(struct shown *s, const char *returned, int error)
{
	s->failed = true;
	text_add(&s->text, returned);
	if (error) {
		text_add(&s->text, " ");
		text_errno(&s->text, error);
	}
}

void show_result(struct shown *s, long long result, int error)
{
	if (result == -1)
		show_failure(s, "-1", error);
	else
		show_number(s, result);
}

void show_refusal(struct shown *s, const char *why)
{
	s->refused = true;
	text_free(&s->text);
	text_add(&s->text, why);
}

void show_then(struct shown *s, int error)
{
	text_add(&s->text, " then ");
	if (!error)
		text_add(&s->text, "\"\"");
	else {
		text_add(&s->text, "-1 ");
		text_errno(&s->text, error);
	}
}
