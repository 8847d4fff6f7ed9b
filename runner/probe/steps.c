/* The steps of a case, in their order: who takes a turn, who is waited for, and what is then said. */
#include "probe.h"
#include "engine.h"

static const double drain_seconds = 6;	/* what a process may take to end whose terminal nobody reads */

/* Of whose return the transcript does not know; the first in the order of the steps. */
static struct actor *next_returned(void)
{
	struct actor *next = NULL;

	for (int i = 0; i < MAX_PROCESSES; i++) {
		struct actor *a = &play.cast.actors[i];

		if (a->act && !a->in_act && !a->noted && (!next || a->act < next->act))
			next = a;
	}
	return next;
}

/*
 * Before an act: every process is given what is on its way to it, and who has returned by then is noted. Where nobody
 * waits, nobody can return: then who takes the turn flushes with the act.
 */
static void note_returned(const char *taker)
{
	struct actor *waiting[MAX_PROCESSES], *a;
	size_t n = 0;

	for (int i = 0; i < MAX_PROCESSES; i++) {
		a = &play.cast.actors[i];
		if (a->ready && a->act && a->in_act && !a->ended)
			waiting[n++] = a;
	}
	actors_sync(&play.cast, n || !taker ? NULL : actor_find(&play.cast, taker));
	if (n)
		actors_settle(&play.cast, waiting, n, now() + play.cast.factor);
	while ((a = next_returned()))
		add_answer(a->act, "back", a);
}

static void await_child(const struct actor *a, double until)
{
	int slot = a->answer.head.slot;

	if (slot < 0 || slot >= MAX_PROCESSES)
		return;
	while (!play.cast.actors[slot].ready && !stage->slots[slot].other && now() < until && !play.cast.abandoned)
		(void)actors_listen(&play.cast, 5);
	play.cast.actors[slot].ready |= stage->slots[slot].other;
}

static void await_exit(struct actor *a, double until)
{
	for (int pause = 1; actor_condition(&play.cast, a) != ENDED && now() < until && !play.cast.abandoned;
	    pause = pause < 8 ? pause * 2 : 10)
		(void)actors_listen(&play.cast, pause);
}

static bool act_may_wait(const struct step *s)
{
	return s->must_wait || s->may_wait;
}

/* Whose turn it is; NULL when it cannot take it. */
static struct actor *act_taker(const struct step *s)
{
	struct actor *a = actor_find(&play.cast, s->who[0]);

	if (!a || a->in_act || actor_condition(&play.cast, a) != AT_REST) {
		if (a && !a->in_act)
			a->told = true;
		return NULL;
	}
	a->act = s;
	a->in_act = true;
	a->noted = a->told = false;
	return a;
}

static void order_act(const struct step *s, struct actor *a)
{
	if (!actor_order(&play.cast, a, ORDER_PLAY, (long)(s - play.script->steps))) {
		play_trouble("harness", "a process takes no orders");
		play.over = true;
	}
}

static void await_act(const struct step *s, struct actor *a, double until)
{
	if (act_may_wait(s))
		actors_settle(&play.cast, &a, 1, until);
	else
		actors_await(&play.cast, &a, 1, until + (s->settles ? play.cast.factor : 0));
}

/*
 * Tells that a call has not returned, or false where by now it has. What waits may wake only to look about, as a close
 * of FreeBSD's does ten times a second while nobody reads, and then waits for a processor: that is another moment of
 * the same waiting, and no lack of time.
 */
static bool tell_open(const struct step *s, struct actor *a, double until, bool allowed)
{
	double patience = (now() < until ? until : now()) + 0.2 * play.cast.factor;
	enum condition is;

	while ((is = actor_condition(&play.cast, a)) == RUNNING && now() < patience && !play.cast.abandoned
	    && !play.cast.broken)
		actors_settle(&play.cast, &a, 1, patience);
	if (!a->in_act)
		return false;
	add_open(s, a, is, until, allowed);
	return true;
}

static void tell_act(const struct step *s, struct actor *a, double until)
{
	bool may_wait = act_may_wait(s);

	if (!a) {
		not_reached(s);
		return;
	}
	if (a->in_act && tell_open(s, a, until, may_wait))
		return;
	a->told = !may_wait || a->answer.head.missing || a->answer.head.refused;
	if (s->settles && a->answer.text && strcmp(a->answer.text, s->settles) && now() >= until)
		play.missed++;
	await_child(a, until);
	if (!strcmp(s->call_name, "_exit"))
		await_exit(a, until + drain_seconds);
	add_answer(s, "step", a);
}

static void play_act(const struct step *s)
{
	double until;
	struct actor *a;

	note_returned(s->who[0]);
	a = act_taker(s);
	until = now() + play.seconds;
	if (a) {
		order_act(s, a);
		await_act(s, a, until);
	}
	tell_act(s, a, until);
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
		actors_sync(&play.cast, NULL);
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
	if (tell_open(s, a, until, false)) {
		a->told = a->ended;
		return;
	}
	a->told = true;
	add_answer(s, "step", a);
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
	actors_sync(&play.cast, NULL);
	actors_settle(&play.cast, set, n, until);
	for (size_t i = 0; i < n && !a; i++)
		if (set[i]->in_act)
			a = set[i];
	if (!a || !tell_open(s, a, until, true))
		add_answer(s, "step", a ? a : set[0]);
}

static bool signal_left(const struct actor *a, long long number)
{
	const struct actor *process = actor_process(&play.cast, a);

	return stage->slots[process - play.cast.actors].delivered[number] != process->told_signals[number];
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
		(void)actors_listen(&play.cast, pause);
	}
	if (signal_left(a, number)) {
		actor_process(&play.cast, a)->told_signals[number]++;
		add_seen(s, a, "signal", s->signal);
	} else {
		add_seen(s, a, "nosignal", s->signal);
	}
}

static void play_no_signal(const struct step *s)
{
	struct actor *a = actor_find(&play.cast, s->who[0]);
	double until;
	long long number;

	if (!a || !signal_number(s->signal, &number)) {
		not_reached(s);
		return;
	}
	actors_sync(&play.cast, NULL);
	until = play.cast.stirred + 0.05 * play.cast.factor;
	while (!signal_left(a, number) && now() < until && !play.cast.abandoned)
		(void)actors_listen(&play.cast, 10);
	actors_sync(&play.cast, NULL);
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
	actors_sync(&play.cast, NULL);
	for (int pause = 1;; pause = pause < 8 ? pause * 2 : 10) {
		is = actor_condition(&play.cast, a);
		if (is == wanted || is == ENDED || play.cast.abandoned)
			break;
		if (now() >= until) {
			play.missed++;
			break;
		}
		(void)actors_listen(&play.cast, pause);
	}
	if (is == ENDED)
		add_end(s, a);
	else if (is == STOPPED)
		add_stopped(s, a);
	else {
		struct look its;

		/* Where no table tells, it may well have ended or stopped. */
		if (!look(stage->slots[a - play.cast.actors].pid, &its))
			play_trouble("host", "what a process does cannot be known: no process table shows it here (is /proc mounted?)");
		add_seen(s, a, "running", NULL);
	}
}

static void play_kind(const struct step *s)
{
	static void (*const kinds[])(const struct step *) = {
		play_act, play_end, play_still, play_signal, play_no_signal, play_state,
	};

	kinds[s->kind](s);
}

/* Those that may wait come last, for what ends their calls may be another of these steps. */
static void await_acts(const struct step *s, struct actor **takers, size_t n, double until)
{
	struct actor *waiting[MAX_PROCESSES];
	size_t n_waiting = 0;

	for (size_t i = 0; i < n; i++)
		if (takers[i] && act_may_wait(&s[i]))
			waiting[n_waiting++] = takers[i];
		else if (takers[i])
			await_act(&s[i], takers[i], until);
	if (n_waiting)
		actors_settle(&play.cast, waiting, n_waiting, until);
}

/* Steps in braces: the acts start together, and all is told in the order of the steps. */
static void play_together(const struct step *s, size_t n)
{
	struct actor **takers = calloc(n, sizeof *takers), *set[MAX_PROCESSES];
	size_t acts = 0;
	double until;

	note_returned(NULL);
	for (size_t i = 0; takers && i < n; i++)
		if (s[i].kind == STEP_ACT && (takers[i] = act_taker(&s[i])))
			set[acts++] = takers[i];
	actors_gather(&play.cast, acts);
	for (size_t i = 0; takers && i < n; i++)
		if (takers[i])
			order_act(&s[i], takers[i]);
	actors_release(&play.cast, set, acts);
	until = now() + play.seconds;
	if (takers)
		await_acts(s, takers, n, until);
	for (size_t i = 0; takers && i < n; i++)
		if (s[i].kind == STEP_ACT)
			tell_act(&s[i], takers[i], until);
		else
			play_kind(&s[i]);
	free(takers);
}

/* One step, or all of its braces; how many that were. */
size_t play_some(const struct step *s)
{
	size_t n = 1, left = play.script->n_steps - (size_t)(s - play.script->steps);

	while (s->together && n < left && s[n].together == s->together)
		n++;
	if (now() - play.began - play.waited > 60 * play.cast.factor && !play.over) {
		play_trouble("host", "the case took more than 60 s beyond its own waits");
		play.over = true;
	}
	for (size_t i = 0; i < n && (play.over || play.missed >= 2); i++)
		not_reached(&s[i]);
	if (s->together && !play.over && play.missed < 2)
		play_together(s, n);
	else if (!play.over && play.missed < 2)
		play_kind(s);
	if (play.cast.broken) {
		play_trouble("harness", play.cast.broken);
		play.over = true;
	}
	return n;
}
