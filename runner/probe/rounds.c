/*
 * A case that is played many times. Its first round is told whole, and so is one of each kind that looked otherwise;
 * what varies by nature, numbers of processes, descriptors and pairs, is no other look where a name stands for it.
 */
#include "probe.h"
#include "engine.h"

enum {
	MAX_LOOKS = 17,				/* the first and 16 others */
	MAX_KEPT = 24 * 1024 * 1024		/* bytes of all of them */
};

struct round {
	struct text lines, look;
	long first, count;
};

static struct {
	struct round looks[MAX_LOOKS];
	size_t n, kept;
	long played, more;			/* more: rounds of other looks than these */
} rounds;

/* --- a result with names in place of what they stand for --- */

/* The end of what begins here: at one of these bytes, or at the end of the text. Quotes and braces hide them. */
static const char *element_end(const char *s, const char *stops)
{
	int depth = 0;

	for (; *s && (depth || !strchr(stops, *s)); s++) {
		if (*s == '"')
			for (s++; *s && *s != '"'; s++)
				s += *s == '\\' && s[1];
		if (*s == '[' || *s == '{' || *s == '(')
			depth++;
		if (*s == ']' || *s == '}' || *s == ')')
			depth--;
		if (!*s)
			break;
	}
	return s;
}

static const char *then_of(const char *s)
{
	const char *end = element_end(s, " ");

	while (*end && strncmp(end, " then ", 6))
		end = element_end(end + 1, " ");
	return end;
}

static bool binding_is(const struct binding *b, const struct part *part)
{
	if (b->is_string != part->is_string)
		return false;
	return b->is_string ? !strcmp(b->string, part->string) : b->number == part->number;
}

/* The name of this part of a result, the process it is the number of, or what is different each time anyhow. */
static bool part_plain(struct text *t, const struct step *s, const struct part *part)
{
	static const char *const varies[] = { "st_ino", "st_atime", "st_mtime", "st_ctime" };

	for (size_t i = 0; i < s->n_binds; i++) {
		const struct binding *b = binding_find(s->binds[i].name);

		if (strcmp(s->binds[i].where, part->where))
			continue;
		if (b && binding_is(b, part)) {
			text_add(t, s->binds[i].name);
			return true;
		}
	}
	for (size_t i = 0; i < sizeof varies / sizeof *varies; i++)
		if (!strcmp(varies[i], part->where)) {
			text_add(t, "_");
			return true;
		}
	for (int i = -1; !part->is_string && part->number > 1 && i < stage->taken && i < MAX_PROCESSES; i++)
		if (part->number == (i < 0 ? stage->keeper : stage->slots[i].pid)) {
			text_addf(t, "process %d", i);
			return true;
		}
	return false;
}

static const struct part *part_at(const struct answer *a, const char *where, size_t n)
{
	for (size_t i = 0; i < a->head.parts; i++)
		if (strlen(a->parts[i].where) == n && !memcmp(a->parts[i].where, where, n))
			return &a->parts[i];
	return NULL;
}

/* A list or structure, element by element; returns where it ends. */
static const char *elements_plain(struct text *t, const struct step *s, const struct answer *a, const char *at)
{
	bool fields = *at == '{';
	char index[24];

	text_bytes(t, at++, 1);
	for (long i = 0; *at && *at != ']' && *at != '}'; i++) {
		const char *end = element_end(at, ",]}"), *equals = fields ? element_end(at, "=,]}") : at;
		const struct part *part;
		int n = snprintf(index, sizeof index, "%ld", i);

		if (fields && *equals == '=') {
			part = part_at(a, at, (size_t)(equals - at));
			text_bytes(t, at, (size_t)(equals + 1 - at));
			at = equals + 1;
		} else
			part = fields ? NULL : part_at(a, index, (size_t)n);
		if (!part || !part_plain(t, s, part))
			text_bytes(t, at, (size_t)(end - at));
		for (at = end; *at == ',' || *at == ' '; at++)
			text_bytes(t, at, 1);
	}
	return at;
}

/* The elements of a name[]. */
static bool counted_plain(struct text *t, const struct step *s, const struct answer *a)
{
	for (size_t i = 0; i < s->n_binds; i++) {
		const struct binding *b = binding_find(s->binds[i].name);
		int n = 0;

		if (strcmp(s->binds[i].where, "*") || !b)
			continue;
		for (size_t j = 0; j < a->head.parts; j++)
			if (!strcmp(a->parts[j].where, "*") && n < b->count && b->elements[n] == a->parts[j].number)
				n++;
		if (n == b->count) {
			text_addf(t, "%s[%d]", s->binds[i].name, n);
			return true;
		}
	}
	return false;
}

void round_plain(struct text *t, const struct step *s, const struct answer *a)
{
	const char *at = a->text ? a->text : "", *then = then_of(at);
	const struct part *whole = part_at(a, "", 0);

	if (a->head.failed || a->head.refused || a->head.missing)
		then = at;
	else if (counted_plain(t, s, a) || (whole && part_plain(t, s, whole)))
		at = then;
	else if (*at == '[' || *at == '{')
		at = elements_plain(t, s, a, at);
	text_add(t, at);
}

/* --- the rounds --- */

void rounds_add(void)
{
	struct round *r;

	rounds.played++;
	for (size_t i = 0; i < rounds.n; i++) {
		r = &rounds.looks[i];
		if (r->look.n == play.look.n && (!r->look.n || !memcmp(r->look.s, play.look.s, r->look.n))) {
			r->count++;
			return;
		}
	}
	if (rounds.n == MAX_LOOKS || (rounds.n && rounds.kept + play.lines.n > MAX_KEPT)) {
		rounds.more++;
		return;
	}
	r = &rounds.looks[rounds.n++];
	rounds.kept += play.lines.n;
	r->lines = play.lines;
	r->look = play.look;
	r->first = rounds.played;
	r->count = 1;
	memset(&play.lines, 0, sizeof play.lines);
	memset(&play.look, 0, sizeof play.look);
}

void rounds_print(struct text *t, bool repeated)
{
	for (size_t i = 0; i < rounds.n; i++) {
		const struct round *r = &rounds.looks[i];

		if (i)
			text_addf(t, "round\t%ld\t%ld\n", r->first, r->count);
		text_bytes(t, r->lines.s, r->lines.n);
		if (!i && repeated)
			text_addf(t, "rounds\t%ld\t%ld\n", rounds.played, r->count);
	}
	if (rounds.more)
		text_addf(t, "round\t0\t%ld\n", rounds.more);
}
