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
		if (newborn || s->missing || s->refused || !step->settles
		    || (s->text.n && !strcmp(s->text.s, step->settles)) || now() >= until)
			return;
		shown_free(s);
		memset(s, 0, sizeof *s);
		sleep_ms(pause);
	}
}

static void counted_text(struct text *t, struct text *results, size_t n, bool last_failed)
{
	size_t good = last_failed ? n - 1 : n;
	bool same = true;

	for (size_t i = 1; i < good; i++)
		if (results[i].n != results[0].n || memcmp(results[i].s, results[0].s, results[0].n))
			same = false;
	if (good && same)
		text_bytes(t, results[0].s, results[0].n);
	for (size_t i = 0; !same && i < good; i++) {
		text_add(t, i ? ", " : "[");
		text_bytes(t, results[i].s, results[i].n);
	}
	if (!same)
		text_add(t, "]");
	if (last_failed) {
		text_add(t, good ? " then " : "");
		text_bytes(t, results[n - 1].s, results[n - 1].n);
	}
}

/* Takes the elements of a name:* out of one result. */
static void add_elements(struct shown *all, const struct shown *one)
{
	for (size_t i = 0; i < one->n; i++)
		if (!one->parts[i].where[0] && !one->parts[i].is_string)
			show_part_number(all, "*", one->parts[i].number);
}

void perform_counted(const struct step *step, int sequence, long times, bool each, struct shown *all,
    double *took, double seconds)
{
	struct text *results = value_memory((size_t)times * sizeof *results);
	size_t n = 0, size = 0;
	bool failed = false;

	for (long i = 0; i < times && !failed && !newborn && size < MAX_SHOWN; i++) {
		struct shown one;

		memset(&one, 0, sizeof one);
		if (each)
			value_element((int)i);
		perform_settling(step, sequence, &one, took, seconds);
		if (one.refused || one.missing) {
			*all = one;
			n = 0;
			break;
		}
		failed = one.failed;
		size += one.text.n;
		results[n++] = one.text;
		memset(&one.text, 0, sizeof one.text);
		if (!failed)
			add_elements(all, &one);
		shown_free(&one);
	}
	if (n)
		counted_text(&all->text, results, n, failed);
	all->failed = failed && n == 1;
	for (size_t i = 0; i < n; i++)
		text_free(&results[i]);
	free(results);
}
