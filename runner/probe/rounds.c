/*
 * A case that is played many times. Its first round is told whole, and so is one of each kind that looked otherwise; what
 * the client says varies by design is no other look. Whether rounds differ is judged there: here nothing is lost by
 * which they could.
 */
#include "probe.h"
#include "engine.h"

enum {
	MAX_LOOKS = 1025,			/* the first and 1024 others */
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
	if (!b || !b->bound || b->is_string != part->is_string)
		return false;
	return b->is_string ? !strcmp(b->string, part->string) : b->number == part->number;
}

static bool varies(const struct step *s, const char *where, size_t n)
{
	for (size_t i = 0; i < s->n_varies; i++)
		if (strlen(s->varies[i]) == n && !memcmp(s->varies[i], where, n))
			return true;
	return false;
}

/* In place of a part that varies: the names that stand for it. */
static void part_plain(struct text *t, const struct part *part)
{
	text_add(t, "_");
	for (size_t i = 0; part && i < play.script->n_names; i++)
		if (binding_is(binding_find(play.script->names[i]), part))
			text_addf(t, "=%s", play.script->names[i]);
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
		const char *where = index;
		size_t n = (size_t)snprintf(index, sizeof index, "%ld", i);

		if (fields && *equals == '=') {
			where = at;
			n = (size_t)(equals - at);
			at = equals + 1;
			text_bytes(t, where, n + 1);
		}
		if (varies(s, where, n))
			part_plain(t, part_at(a, where, n));
		else
			text_bytes(t, at, (size_t)(end - at));
		for (at = end; *at == ',' || *at == ' '; at++)
			text_bytes(t, at, 1);
	}
	return at;
}

void round_plain(struct text *t, const struct step *s, const struct answer *a)
{
	const char *at = a->text ? a->text : "", *then = then_of(at);

	if (a->head.failed || a->head.refused || a->head.missing)
		then = at;
	else if (varies(s, "", 0)) {
		part_plain(t, part_at(a, "", 0));
		at = then;
	} else if (varies(s, "*", 1)) {
		text_addf(t, "%zu times _", a->head.parts);
		at = then;
	} else if (*at == '[' || *at == '{')
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

void rounds_forget(void)
{
	for (size_t i = 0; i < rounds.n; i++) {
		text_free(&rounds.looks[i].lines);
		text_free(&rounds.looks[i].look);
	}
	rounds.n = rounds.kept = 0;
	rounds.played = rounds.more = 0;
}
