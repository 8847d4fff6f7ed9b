/* What is said of a case: lines in the order in which they were noticed, and the names that results bind. */
#include "probe.h"
#include "engine.h"

#include <sys/wait.h>

struct play play;

static void printable(char *s)
{
	for (; *s; s++)
		if (*s < 0x20 || *s > 0x7e)
			*s = '?';
}

void play_start(const struct player_setup *setup, int lifeline)
{
	text_free(&play.lines);
	text_free(&play.look);
	for (int i = 0; i < MAX_PROCESSES; i++)
		actor_free(&play.cast.actors[i]);
	memset(&play, 0, sizeof play);
	play.script = setup->script;
	play.seconds = setup->script->deadline * setup->factor;
	play.cast.factor = setup->factor;
	play.cast.lifeline = lifeline;
	for (int i = 0; i < MAX_PROCESSES; i++)
		play.cast.actors[i].channel = play.cast.actors[i].status = -1;
}

void play_trouble(const char *class, const char *reason)
{
	int n;

	if (*play.trouble)
		return;
	n = snprintf(play.trouble, sizeof play.trouble, "%.10s\t", class);
	(void)snprintf(play.trouble + n, sizeof play.trouble - (size_t)n, "%.200s", reason);
	printable(play.trouble + n);
}

static void step_who(struct text *t, const struct step *s, const struct actor *a)
{
	if (a) {
		text_add(t, a->name);
		return;
	}
	for (size_t i = 0; i < s->n_who; i++)
		text_addf(t, "%s%s", i ? "|" : "", s->who[i]);
}

static void add_look(const struct step *s, const char *kind, const struct actor *a, double took, const char *seen,
    const char *detail)
{
	text_addf(&play.look, "%ld\t%s\t", s->index, kind);
	step_who(&play.look, s, a);
	text_addf(&play.look, "\t%s\t", seen);
	if (!strcmp(seen, "value"))
		round_plain(&play.look, s, &a->answer);
	else if (detail)
		text_add(&play.look, detail);
	if (s->timed)
		text_addf(&play.look, "\t%.6f", took);
	text_add(&play.look, "\n");
}

static void add_line(const struct step *s, const char *kind, const struct actor *a, double took, const char *seen,
    const char *detail)
{
	if (play.script->repeat > 1)
		add_look(s, kind, a, took, seen, detail);
	text_addf(&play.lines, "line\t%ld\t%s\t", s->index, kind);
	step_who(&play.lines, s, a);
	if (took >= 0)
		text_addf(&play.lines, "\t%.6f\t%s", took, seen);
	else
		text_addf(&play.lines, "\t-\t%s", seen);
	if (detail) {
		size_t from = play.lines.n;

		text_addf(&play.lines, "\t%s", detail);
		printable(play.lines.s + from + 1);
	}
	text_add(&play.lines, "\n");
}

void add_seen(const struct step *s, const struct actor *a, const char *seen, const char *detail)
{
	add_line(s, "step", a, -1, seen, detail);
}

void not_reached(const struct step *s)
{
	add_seen(s, NULL, "not-reached", NULL);
	play.over = play.over || s->given;
}

static const char *signal_text(int number)
{
	static char digits[12];
	const char *name = symbol_name("signal", number);

	(void)snprintf(digits, sizeof digits, "%d", number);
	return name ? name : digits;
}

void add_end(const struct step *s, struct actor *a)
{
	int status = actor_wait_status(&play.cast, a);
	char digits[12];

	if (status < 0) {
		if (a->seen.state == LOOK_ENDED)
			play_trouble("host", "how a process ended cannot be known: the process table does not show it "
			    "(Linux does to who has CAP_SYS_PTRACE)");
		else
			play_trouble("harness", "how a process ended cannot be known: its parent has already waited for it");
		add_seen(s, a, "not-reached", NULL);
	} else if (WIFSIGNALED(status)) {
		add_seen(s, a, "killed", signal_text(WTERMSIG(status)));
	} else {
		(void)snprintf(digits, sizeof digits, "%d", WEXITSTATUS(status));
		add_seen(s, a, "exited", digits);
	}
}

void add_stopped(const struct step *s, struct actor *a)
{
	int status = actor_wait_status(&play.cast, a);

	add_seen(s, a, "stopped", status >= 0 && WIFSTOPPED(status) ? signal_text(WSTOPSIG(status)) : "");
}

static bool apply_elements(struct binding *b, const struct answer *answer)
{
	int n = 0;

	for (size_t i = 0; i < answer->head.parts; i++) {
		if (strcmp(answer->parts[i].where, "*"))
			continue;
		if (n == MAX_COUNTED) {
			play_trouble("harness", "a name[] has more elements than this probe keeps");
			return false;
		}
		b->elements[n++] = answer->parts[i].number;
	}
	b->count = n;
	return n > 0;
}

static bool apply_part(struct binding *b, const struct bind *bind, const struct answer *answer)
{
	for (size_t i = 0; i < answer->head.parts; i++) {
		const struct part *part = &answer->parts[i];

		if (strcmp(part->where, bind->where) || (part->is_string && strlen(part->string) >= MAX_STRING))
			continue;
		b->is_string = part->is_string;
		b->number = part->number;
		if (part->is_string)
			memcpy(b->string, part->string, strlen(part->string) + 1);
		return true;
	}
	return false;
}

/* A name is bound by the first result that is no failure; the process that this act made is called by it. */
static void apply_binds(const struct step *s, const struct answer *answer)
{
	int slot = answer->head.slot;

	if (answer->head.failed || answer->head.refused || answer->head.missing)
		return;
	for (size_t i = 0; i < s->n_binds; i++) {
		const struct bind *bind = &s->binds[i];
		struct binding *b = binding_slot(bind->name);

		if (!b || b->bound)
			continue;
		if (!strcmp(bind->where, "*") ? apply_elements(b, answer) : apply_part(b, bind, answer))
			b->bound = true;
		if (slot >= 0 && slot < MAX_PROCESSES && b->bound && !b->is_string
		    && b->number == (stage->slots[slot].thread ? stage->slots[slot].thread : stage->slots[slot].pid))
			memcpy(play.cast.actors[slot].name, bind->name, sizeof bind->name);
	}
}

void add_answer(const struct step *s, const char *kind, struct actor *a)
{
	const struct reply *head = &a->answer.head;

	a->noted = true;
	if (head->missing) {
		not_reached(s);
		return;
	}
	apply_binds(s, &a->answer);
	add_line(s, kind, a, head->refused ? -1 : head->took, head->refused ? "refused" : "value", a->answer.text);
	play.waited += head->took;
	if (head->few_files)
		play_trouble("host", "a process may not have as many open files as this case opens: raise the hard limit "
		    "(ulimit -Hn)");
	if (head->refused && s->kind == STEP_ACT)
		play_trouble("case", a->answer.text);
	if (s->given && (head->failed || head->refused))
		play.over = true;
}

void add_open(const struct step *s, struct actor *a, enum condition is, double until, bool allowed)
{
	if (is != ENDED && now() >= until)
		play.missed++;
	if (s->given && !allowed)
		play.over = true;
	if (is == ENDED) {
		add_end(s, a);
	} else if (is == STOPPED) {
		add_stopped(s, a);
	} else if (is == ASLEEP) {
		add_seen(s, a, "unfinished", NULL);
	} else {
		add_seen(s, a, "no-time", NULL);
		play_trouble("host", "the host gave a process no time before the step's deadline");
	}
}
