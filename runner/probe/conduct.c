/*
 * One case, in a process of its own that is in no session of the case: it gives the turns in the order of the
 * steps, says what came back, and leaves nothing behind.
 */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <signal.h>

enum { RECORD_AT = 3, LIFELINE_AT = 4, OUT_OF_THE_WAY = 8 };

/* Before an act: every process is given what is on its way to it, and who has returned by then is noted. */
static void note_returned(void)
{
	struct actor *waiting[MAX_PROCESSES], *a;
	size_t n = 0;

	actors_sync(&play.cast);
	for (int i = 0; i < MAX_PROCESSES; i++) {
		a = &play.cast.actors[i];
		if (a->ready && a->act && a->in_act && !a->ended)
			waiting[n++] = a;
	}
	actors_settle(&play.cast, waiting, n, now() + play.cast.factor);
	for (size_t i = 0; i < play.script->n_steps; i++)
		for (int j = 0; j < MAX_PROCESSES; j++) {
			a = &play.cast.actors[j];
			if (a->act == &play.script->steps[i] && !a->in_act && !a->noted)
				add_answer(a->act, "back", a);
		}
}

static void await_child(const struct actor *a, double until)
{
	int slot = a->answer.head.slot;

	while (slot >= 0 && slot < MAX_PROCESSES && !play.cast.actors[slot].ready && now() < until
	    && !play.cast.abandoned)
		actors_listen(&play.cast, 5);
}

static void await_exit(struct actor *a, double until)
{
	for (int pause = 1; actor_condition(&play.cast, a) != ENDED && now() < until && !play.cast.abandoned;
	    pause = pause < 8 ? pause * 2 : 10)
		actors_listen(&play.cast, pause);
}

static void play_act(const struct step *s)
{
	struct actor *a;
	double until;
	bool may_wait = s->must_wait || s->may_wait;

	note_returned();
	a = actor_find(&play.cast, s->who[0]);
	if (!a || a->in_act || actor_condition(&play.cast, a) != AT_REST) {
		if (a && !a->in_act)
			a->told = true;
		not_reached(s);
		return;
	}
	a->act = s;
	a->in_act = true;
	a->noted = a->told = false;
	until = now() + play.seconds;
	if (!actor_order(&play.cast, a, ORDER_PLAY, (long)(s - play.script->steps))) {
		play_trouble("harness", "a process takes no orders");
		play.over = true;
	} else if (may_wait) {
		actors_settle(&play.cast, &a, 1, until);
	} else {
		actors_await(&play.cast, &a, 1, until + (s->settles ? play.cast.factor : 0));
	}
	if (a->in_act) {
		add_open(s, a, until, may_wait);
		return;
	}
	a->told = !may_wait || a->answer.head.missing || a->answer.head.refused;
	if (s->settles && a->answer.text && strcmp(a->answer.text, s->settles) && now() >= until)
		play.missed++;
	await_child(a, until);
	if (!strcmp(s->call_name, "_exit"))
		await_exit(a, until);
	add_answer(s, "step", a);
}

/* The named processes that are or were in this call and of whom no end line has told. */
static size_t candidates(const struct step *s, struct actor **set)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_who; i++) {
		struct actor *a = actor_find(&play.cast, s->who[i]);

		if (a && a->act && !a->told && !strcmp(a->act->call_name, s->call_name))
			set[n++] = a;
	}
	return n;
}

static struct actor *first_returned(struct actor **set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!set[i]->in_act)
			return set[i];
	return NULL;
}

static void play_end(const struct step *s)
{
	struct actor *set[MAX_WHO], *a;
	size_t n = candidates(s, set);
	double until = now() + play.seconds;

	if (!n) {
		not_reached(s);
		return;
	}
	if (n > 1) {
		actors_sync(&play.cast);
		actors_settle(&play.cast, set, n, until);
	}
	actors_await(&play.cast, set, n, until);
	a = first_returned(set, n);
	if (a) {
		a->told = true;
		add_answer(s, "step", a);
		return;
	}
	a = set[0];
	for (size_t i = n; i-- > 0;)
		if (actor_condition(&play.cast, set[i]) == ENDED)
			a = set[i];
	a->told = a->ended;
	add_open(s, a, until, false);
}

static void play_still(const struct step *s)
{
	struct actor *set[MAX_WHO], *a = NULL;
	size_t n = candidates(s, set);
	double until = now() + play.seconds;

	if (!n) {
		not_reached(s);
		return;
	}
	actors_sync(&play.cast);
	actors_settle(&play.cast, set, n, until);
	for (size_t i = 0; i < n && !a; i++)
		if (set[i]->in_act)
			a = set[i];
	if (a)
		add_open(s, a, until, true);
	else
		add_answer(s, "step", set[0]);
}

static bool signal_left(const struct actor *a, long long number)
{
	return stage->slots[a - play.cast.actors].delivered[number] != a->told_signals[number];
}

static bool signal_number(const char *name, long long *number)
{
	long digits;

	if (whole_number(name, 1, LAST_SIGNAL, &digits))
		*number = digits;
	else if (!symbol_find(name, number))
		return false;
	return *number > 0 && *number <= LAST_SIGNAL;
}

static void play_signal(const struct step *s)
{
	struct actor *a = actor_find(&play.cast, s->who[0]);
	double until = now() + play.seconds;
	long long number;

	if (!a || !signal_number(s->signal, &number)) {
		not_reached(s);
		return;
	}
	for (int pause = 1; !signal_left(a, number); pause = pause < 8 ? pause * 2 : 10) {
		if (actor_condition(&play.cast, a) == ENDED || play.cast.abandoned)
			break;
		if (now() >= until) {
			play.missed++;
			break;
		}
		actors_listen(&play.cast, pause);
	}
	if (signal_left(a, number)) {
		a->told_signals[number]++;
		add_seen(s, a, "signal", s->signal);
	} else {
		add_seen(s, a, "nosignal", s->signal);
	}
}

static void play_no_signal(const struct step *s)
{
	struct actor *a = actor_find(&play.cast, s->who[0]);
	double until = now() + 0.05 * play.cast.factor;
	long long number;

	if (!a || !signal_number(s->signal, &number)) {
		not_reached(s);
		return;
	}
	actors_sync(&play.cast);
	while (!signal_left(a, number) && now() < until && !play.cast.abandoned)
		actors_listen(&play.cast, 10);
	actors_sync(&play.cast);
	add_seen(s, a, signal_left(a, number) ? "signal" : "nosignal", s->signal);
}

static void play_state(const struct step *s)
{
	struct actor *a = actor_find(&play.cast, s->who[0]);
	double until = now() + play.seconds;
	enum condition is, wanted = s->state == STATE_STOPPED ? STOPPED : ENDED;

	if (!a) {
		not_reached(s);
		return;
	}
	actors_sync(&play.cast);
	for (int pause = 1;; pause = pause < 8 ? pause * 2 : 10) {
		is = actor_condition(&play.cast, a);
		if (is == wanted || is == ENDED || play.cast.abandoned)
			break;
		if (now() >= until) {
			play.missed++;
			break;
		}
		actors_listen(&play.cast, pause);
	}
	if (is == ENDED)
		add_end(s, a);
	else if (is == STOPPED)
		add_stopped(s, a);
	else
		add_seen(s, a, "running", NULL);
}

static void play_one(const struct step *s)
{
	static void (*const kinds[])(const struct step *) = {
		play_act, play_end, play_still, play_signal, play_no_signal, play_state,
	};

	if (now() - play.began - play.waited > 60 * play.cast.factor && !play.over) {
		play_trouble("host", "the case took more than 60 s beyond its own waits");
		play.over = true;
	}
	if (play.over || play.missed >= 2)
		not_reached(s);
	else
		kinds[s->kind](s);
	if (play.cast.broken) {
		play_trouble("harness", play.cast.broken);
		play.over = true;
	}
}

static void play_steps(const struct player_setup *setup)
{
	struct actor *first = &play.cast.actors[0];

	play.began = now();
	first->name[0] = '-';
	if (stage_start(setup) < 0) {
		play_trouble("host", "no process for the case");
		return;
	}
	while (!first->ready && !stage->slots[0].reaped && !play.cast.keeper_ended
	    && now() < play.began + play.seconds && !play.cast.abandoned)
		actors_listen(&play.cast, 5);
	if (!first->ready) {
		play_trouble("host", "the first process did not start");
		return;
	}
	for (size_t i = 0; i < play.script->n_steps && !play.cast.abandoned; i++)
		play_one(&play.script->steps[i]);
}

/* Nothing of the case may die with the probe's own signals, nor hold what leads to its client. */
static void leave_the_probe(const struct conduct *c)
{
	int record = fcntl(c->record, F_DUPFD, OUT_OF_THE_WAY), lifeline = fcntl(c->lifeline, F_DUPFD, OUT_OF_THE_WAY);

	if (setsid() < 0 || record < 0 || lifeline < 0 || dup2(record, RECORD_AT) < 0
	    || dup2(lifeline, LIFELINE_AT) < 0 || !null_stdio())
		_exit(70);
	close_all_but(RECORD_AT, LIFELINE_AT);
	(void)signal(SIGHUP, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGTERM, SIG_DFL);
	adopt_orphans();
}

void conduct(const struct conduct *c)
{
	struct player_setup setup;
	struct text record = { NULL, 0, 0 };
	int ends[MAX_PROCESSES];
	const char *why;

	leave_the_probe(c);
	memset(&setup, 0, sizeof setup);
	setup.script = play.script = c->script;
	setup.folder = c->folder;
	setup.factor = play.cast.factor = c->program->factor;
	setup.drop = geteuid() == 0 && !script_keeps_root(c->script);
	play.seconds = c->script->deadline * c->program->factor;
	play.cast.lifeline = LIFELINE_AT;
	why = stage_make(&setup, ends);
	for (int i = 0; i < MAX_PROCESSES; i++) {
		play.cast.actors[i].channel = why ? -1 : ends[i];
		play.cast.actors[i].status = -1;
	}
	if (why)
		play_trouble("host", why);
	else
		play_steps(&setup);
	text_addf(&record, "case\t%ld\n", c->script->number);
	if (play.lines.n)
		text_add(&record, play.lines.s);
	if (*play.trouble)
		text_addf(&record, "trouble\t%s\n", play.trouble);
	if (!clean_processes(NULL, 0, 10))
		text_add(&record, "left\ta process that SIGKILL did not end within 10 s\n");
	if (!clean_folder(c->folder))
		left_line(&record, "the folder", c->folder, strlen(c->folder));
	text_addf(&record, "over\t%ld\n", c->script->number);
	(void)write_whole(RECORD_AT, record.s, record.n);
	_exit(0);
}
