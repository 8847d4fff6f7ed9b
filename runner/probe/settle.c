/* Waiting for the processes of a case: for what they answer, and for what the process table says of them. */
#include "probe.h"
#include "engine.h"

#include <sys/ioctl.h>

void actors_gather(struct cast *c, size_t n)
{
	c->together = (int)n;
	c->gate++;
	stage->arrived = 0;
}

/* The last to arrive opens the gate; where one cannot arrive, the others do not wait for it. */
void actors_release(struct cast *c, struct actor **set, size_t n)
{
	double until = now() + c->factor;

	for (bool lacking = false; stage->gate != c->gate && !lacking && !cast_lost(c) && now() < until;) {
		(void)actors_listen(c, 1);
		for (size_t i = 0; i < n; i++)
			lacking = lacking || (actor_condition(c, set[i]) != RUNNING);
	}
	stage->gate = c->gate;
	c->together = 0;
	c->stirred = now();
}

static bool takes_orders(const struct cast *c, const struct actor *a)
{
	return a->ready && !a->ended && !a->in_act && !actor_slot(c, a)->other;
}

static bool has_others(const struct cast *c, const struct actor *but)
{
	for (int i = 0; i < MAX_PROCESSES; i++)
		if (&c->actors[i] != but && c->actors[i].ready)
			return true;
	return false;
}

/*
 * All but one that can take orders. Who is looked at only where no answer comes: what has ended or is stopped gives
 * none, and one that goes on later does no harm by it.
 */
static void order_all(struct cast *c, enum order_kind kind, const struct actor *but)
{
	double until = now() + 2 * c->factor;
	bool open = false;

	if (!has_others(c, but))
		return;
	(void)actors_listen(c, 0);
	for (int i = 0; i < MAX_PROCESSES; i++)
		if (&c->actors[i] != but && takes_orders(c, &c->actors[i]))
			open |= actor_order(c, &c->actors[i], kind, 0);
	for (int pause = 1; open && !cast_lost(c) && now() < until;) {
		bool heard = actors_listen(c, pause);

		open = false;
		for (int i = 0; i < MAX_PROCESSES; i++) {
			struct actor *a = &c->actors[i];

			if (a->ready && a->flushed != a->flush && (heard || actor_condition(c, a) == AT_REST))
				open = true;
		}
		if (!heard)
			pause = pause < 8 ? pause * 2 : 10;
	}
}

void actors_sync(struct cast *c, struct actor *but)
{
	order_all(c, ORDER_FLUSH, but);
	if (but)
		but->unflushed = true;
}

/* Only where a request of that kind is known does a slave's close wait for its output. */
void actors_discard(struct cast *c)
{
#ifdef TIOCFLUSH
	order_all(c, ORDER_DISCARD, NULL);
#else
	(void)c;
#endif
}

/* Looks at one that may be waiting; whether it is, it has done nothing since the look before. */
static enum condition look_again(struct cast *c, struct actor *a)
{
	const struct slot *slot = actor_slot(c, a);
	enum condition is = a->in_act ? actor_condition(c, a) : AT_REST;

	if (is == ASLEEP)
		look_switches(slot->pid, slot->thread, &a->seen);
	if (is == RUNNING || is != a->was || (is == ASLEEP && a->seen.switches != a->switches))
		c->stirred = now();
	a->was = is;
	a->switches = a->seen.switches;
	return is;
}

/* What sleeps counts its wakings, so one look before the quiet time and one after it see all that it does meanwhile. */
void actors_settle(struct cast *c, struct actor **set, size_t n, double until)
{
	while (!cast_lost(c)) {
		bool open = false, running = false;
		double quiet = 0.02 * c->factor, left;

		(void)actors_listen(c, 0);
		for (size_t i = 0; i < n; i++) {
			enum condition is = look_again(c, set[i]);

			running = running || is == RUNNING;
			if (is != ASLEEP && is != RUNNING)
				continue;
			open = true;
			if (set[i]->seen.state == LOOK_GONE)	/* no table tells */
				quiet = 0.2 * c->factor;
		}
		left = (c->stirred + quiet < until ? c->stirred + quiet : until) - now();
		if (!open || left <= 0)
			break;
		(void)actors_listen(c, running && left > 0.004 ? 4 : (int)(left * 1000) + 1);
	}
	(void)actors_listen(c, 0);
}

static bool any_back(struct actor **set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!set[i]->in_act)
			return true;
	return false;
}

void actors_await(struct cast *c, struct actor **set, size_t n, double until)
{
	for (int pause = 1; !any_back(set, n) && !cast_lost(c); pause = pause < 16 ? pause * 2 : 20) {
		bool heard = actors_listen(c, pause);

		for (size_t i = 0; i < n && !heard; i++)
			if (actor_condition(c, set[i]) == ENDED) {
				(void)actors_listen(c, 0);
				return;
			}
		if (now() >= until)
			return;
	}
}
