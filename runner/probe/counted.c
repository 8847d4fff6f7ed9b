/* A step that is played more than once: until it settles, up to so many times, or for each element of a name[]. */
#include "probe.h"
#include "engine.h"
#include "calls.h"

/* For what the kernel finishes later: until the result is the wanted one or the time is over. */
void perform_settling(const struct step *step, int sequence, struct shown *s, double *took, double seconds)
{
	double until = now() + seconds;

	for (int pause = 2;; pause = pause < 10 ? pause * 2 : 20) {
		perform_call(step, sequence, s, took);
		if (me.newborn || s->missing || s->refused || !step->settles
		    || (s->text.n && !strcmp(s->text.s, step->settles)) || now() >= until)
			return;
		shown_free(s);
		memset(s, 0, sizeof *s);
		sleep_ms(pause);
	}
}

/* The results so far: as long as all are equal, the first stands for them. */
struct results {
	struct text first, all;
	size_t n;
	bool differ;
};

static void add_result(struct results *r, const struct text *one)
{
	if (!r->n++) {
		text_bytes(&r->first, one->s, one->n);
		return;
	}
	if (!r->differ && (one->n != r->first.n || memcmp(one->s, r->first.s, one->n))) {
		r->differ = true;
		for (size_t i = 0; i + 1 < r->n; i++) {
			text_add(&r->all, i ? ", " : "[");
			text_bytes(&r->all, r->first.s, r->first.n);
		}
	}
	if (r->differ) {
		text_add(&r->all, ", ");
		text_bytes(&r->all, one->s, one->n);
	}
}

static void counted_text(struct text *t, const struct results *r, const struct text *failure)
{
	if (r->n)
		text_bytes(t, r->differ ? r->all.s : r->first.s, r->differ ? r->all.n : r->first.n);
	if (r->differ)
		text_add(t, "]");
	if (failure->n) {
		text_add(t, r->n ? " then " : "");
		text_bytes(t, failure->s, failure->n);
	}
}

/* Takes the elements of a name:* out of one result. */
static void add_elements(struct shown *all, const struct shown *one)
{
	for (size_t i = 0; i < one->n; i++)
		if (!one->parts[i].where[0] && !one->parts[i].is_string)
			show_part_number(all, "*", one->parts[i].number);
}

/* Where all results are the same one, names stand for what that has. */
static void add_parts(struct shown *all, const struct shown *one)
{
	for (size_t i = 0; i < one->n; i++)
		if (one->parts[i].is_string)
			show_part_string(all, one->parts[i].where, one->parts[i].string);
		else
			show_part_number(all, one->parts[i].where, one->parts[i].number);
}

void perform_counted(const struct step *step, int sequence, long times, bool each, struct shown *all,
    double *took, double seconds, bool *few_files)
{
	struct results results;
	struct shown first;
	struct text failure = { NULL, 0, 0 };
	bool ended = false;

	memset(&first, 0, sizeof first);
	memset(&results, 0, sizeof results);
	for (long i = 0; i < times && !ended && !me.newborn; i++) {
		struct shown one;

		memset(&one, 0, sizeof one);
		if (each)
			value_element((int)i);
		perform_settling(step, sequence, &one, took, seconds);
		if (!one.refused && !one.missing && results.all.n + one.text.n > MAX_SHOWN - 16)
			show_refusal(&one, "the results of a counted step are larger than 4 MiB");
		ended = one.refused || one.missing || one.failed;
		if (one.refused || one.missing) {
			shown_free(all);
			*all = one;
			break;
		}
		if (one.failed)
			text_bytes(&failure, one.text.s, one.text.n);
		else
			add_result(&results, &one.text);
		if (!one.failed) {
			add_elements(all, &one);
			if (results.n == 1)
				add_parts(&first, &one);
		}
		shown_free(&one);
	}
	if (!results.differ)
		add_parts(all, &first);
	shown_free(&first);
	if (!take_done(all))
		counted_text(&all->text, &results, &failure);
	all->failed = failure.n && !results.n;
	*few_files = failure.n && !strcmp(failure.s, "-1 EMFILE") && open_files() == stage->files;
	text_free(&results.first);
	text_free(&results.all);
	text_free(&failure);
}
