/*
 * The processes of a case as their conductor knows them: what they are told, what they answer, and what the process table
 * says of them. Reports are never ordered by the time at which they arrive.
 */
#include "probe.h"
#include "engine.h"

#include <poll.h>
#include <sys/wait.h>

enum { MAX_REPLY_PARTS = 65536, LISTEN_SIZE = 65536 };

struct actor *actor_find(struct cast *c, const char *name)
{
	for (int i = 0; i < MAX_PROCESSES; i++)
		if (c->actors[i].ready && !strcmp(c->actors[i].name, name))
			return &c->actors[i];
	return NULL;
}

struct slot *actor_slot(const struct cast *c, const struct actor *a)
{
	return &stage->slots[a - c->actors];
}

static void answer_free(struct answer *a)
{
	for (size_t i = 0; a->parts && i < a->head.parts; i++)
		free(a->parts[i].string);
	free(a->parts);
	free(a->text);
	memset(a, 0, sizeof *a);
}

void actor_free(struct actor *a)
{
	answer_free(&a->answer);
	text_free(&a->inbox);
	look_over(&a->table);
}

static char *copy_text(const char *from, size_t n)
{
	char *copy = malloc(n + 1);

	if (copy) {
		memcpy(copy, from, n);
		copy[n] = '\0';
	}
	return copy;
}

/* The answer at the head of what has come in; the bytes it takes, or 0 when it is not whole yet. */
static size_t read_answer(struct cast *c, const struct text *in, struct answer *answer)
{
	size_t at = sizeof answer->head;

	memset(answer, 0, sizeof *answer);
	if (in->n < at)
		return 0;
	memcpy(&answer->head, in->s, at);
	if (answer->head.text > MAX_SHOWN || answer->head.parts > MAX_REPLY_PARTS) {
		c->broken = "a process of the case wrote to the probe's own descriptors";
		return 0;
	}
	if (in->n - at < answer->head.text)
		return 0;
	answer->text = copy_text(in->s + at, answer->head.text);
	at += answer->head.text;
	answer->parts = calloc(answer->head.parts + 1, sizeof *answer->parts);
	for (size_t i = 0; answer->text && answer->parts && i < answer->head.parts; i++) {
		struct reply_part part;

		if (in->n - at < sizeof part)
			goto partial;
		memcpy(&part, in->s + at, sizeof part);
		at += sizeof part;
		if (in->n - at < part.length)
			goto partial;
		memcpy(answer->parts[i].where, part.where, sizeof part.where - 1);
		answer->parts[i].is_string = part.is_string;
		answer->parts[i].number = part.number;
		answer->parts[i].string = part.is_string ? copy_text(in->s + at, part.length) : NULL;
		at += part.length;
	}
	return at;
partial:
	answer_free(answer);
	return 0;
}

static void take_answers(struct cast *c, struct actor *a)
{
	struct answer answer;
	size_t used;

	while (!c->broken && (used = read_answer(c, &a->inbox, &answer))) {
		int sequence = answer.head.sequence;

		/* clang --analyze does not see that the answer is kept or freed below, whichever read_answer() gave. */
		a->inbox.n -= used;
		memmove(a->inbox.s, a->inbox.s + used, a->inbox.n);
		if (sequence == 0)
			a->ready = true;
		if (sequence && sequence == a->question)
			a->asked = answer.head.status;
		if (sequence && sequence == a->flush)
			a->flushed = sequence;
		if (sequence && sequence == a->sequence && a->in_act) {
			answer_free(&a->answer);
			a->answer = answer;
			a->in_act = false;
			c->stirred = now();
		} else {
			answer_free(&answer);
		}
	}
}

struct actor *actor_process(struct cast *c, const struct actor *a)
{
	return &c->actors[actor_slot(c, a)->process];
}

/* The status it gave to _exit(), -1: to none. */
static int left_with(const struct cast *c, const struct actor *a)
{
	const struct slot *process = &stage->slots[actor_slot(c, a)->process];

	return process->leaving ? (process->leaving - 1) << 8 : -1;
}

static void note_end(struct actor *a, int status)
{
	a->ended = true;
	if (a->status < 0)
		a->status = status;
}

static void take_end(pid_t pid, int status, void *context)
{
	struct cast *c = context;

	for (int i = 0; i < MAX_PROCESSES; i++)
		if (stage->slots[i].pid == pid && (!c->actors[i].ended || c->actors[i].seen.state == LOOK_ENDED))
			note_end(&c->actors[i], status);
}

/* Orphans of the case come to the conductor, or word of their end. */
static void reap_orphans(struct cast *c)
{
	int status;
	pid_t pid;

	track_ends(take_end, c);
	if (!ends_noticed())
		return;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		c->keeper_ended = c->keeper_ended || pid == stage->keeper;
		take_end(pid, status, c);
	}
}

bool actors_listen(struct cast *c, int milliseconds)
{
	static char bytes[LISTEN_SIZE];
	struct pollfd polled[MAX_PROCESSES + 1];
	int who[MAX_PROCESSES], n = 0, ready;

	for (int i = 0; i < MAX_PROCESSES; i++)
		if (c->actors[i].channel >= 0) {
			polled[n] = (struct pollfd){ c->actors[i].channel, POLLIN, 0 };
			who[n++] = i;
		}
	polled[n] = (struct pollfd){ c->lifeline, POLLIN, 0 };
	ready = poll(polled, (nfds_t)n + 1, milliseconds);
	reap_orphans(c);
	if (ready <= 0)
		return false;
	c->abandoned = c->abandoned || polled[n].revents;
	for (int i = 0; i < n; i++) {
		struct actor *a = &c->actors[who[i]];
		ssize_t got;

		if (!polled[i].revents)
			continue;
		got = read(a->channel, bytes, sizeof bytes);
		if (got > 0) {
			text_bytes(&a->inbox, bytes, (size_t)got);
			take_answers(c, a);
		} else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
			(void)close(a->channel);
			a->channel = -1;
		}
	}
	return true;
}

/* One that has ended and is our child or the keeper's is soon told of, status and all. */
static bool end_is_known(pid_t pid, struct look *l)
{
	if (l->status < 0)
		look_status(pid, l);
	return l->status >= 0 || (l->parent != getpid() && l->parent != stage->keeper);
}

static void find_end(struct cast *c, struct actor *a, bool known)
{
	const struct slot *slot = actor_slot(c, a);
	struct look *l = &a->seen;

	if (slot->reaped)
		note_end(a, slot->status);
	else if (known && (l->state == LOOK_GONE || !look_same(l, slot->started)))
		note_end(a, left_with(c, a));
	else if (known && l->state == LOOK_ENDED && end_is_known(slot->pid, l))
		note_end(a, l->status);
}

/*
 * An execvp() that succeeds does not answer: then the process goes by another name, also when it has ended, or has ended
 * without _exit() while its mark says that it is in the call.
 */
static bool is_other_program(const struct cast *c, const struct actor *a, bool known)
{
	const char *own = actor_slot(c, a)->program, *name = a->seen.program;

	return (known && *name && strcmp(name, own)) || (a->ended && a->status >= 0 && WIFEXITED(a->status));
}

static void find_other_program(struct cast *c, struct actor *a, bool inside, bool known)
{
	if (!inside || !a->act || strcmp(a->act->call_name, "execvp") || !is_other_program(c, a, known))
		return;
	actor_slot(c, a)->other = true;
	answer_free(&a->answer);
	a->answer.head.slot = -1;
	a->answer.head.took = now() - a->since;
	a->answer.text = copy_text("0", 1);
	a->in_act = false;
}

enum condition actor_condition(struct cast *c, struct actor *a)
{
	const struct slot *slot = actor_slot(c, a);
	struct look *l = &a->seen;
	bool inside = a->in_act && slot->in_call == a->sequence, known;

	known = !a->ended && look_often(slot->pid, l, &a->table);
	if (!a->ended)
		find_end(c, a, known);
	/* It may have begun and ended since the mark was read: that of one that has ended stays. */
	if (a->ended)
		inside = a->in_act && slot->in_call == a->sequence;
	find_other_program(c, a, inside, known);
	if (a->ended)
		return ENDED;
	if (known && slot->thread && look_thread(slot->pid, slot->thread, l) && l->state == LOOK_GONE) {
		if (stage->slots[slot->process].threads)
			return RUNNING;		/* it ends with its process, */
		note_end(a, -1);		/* or did when that executed something */
		return ENDED;
	}
	if (known && l->state == LOOK_STOPPED)
		return STOPPED;
	if (known && (l->state == LOOK_ENDING || l->state == LOOK_ENDED))
		return RUNNING;
	if (!a->in_act)
		return slot->other ? ELSEWHERE : AT_REST;
	return inside && (!known || l->state == LOOK_ASLEEP) ? ASLEEP : RUNNING;
}

bool actor_order(struct cast *c, struct actor *a, enum order_kind kind, long number)
{
	struct order order;

	memset(&order, 0, sizeof order);
	order.kind = kind;
	order.number = number;
	order.sequence = ++c->sequence;
	order.gate = c->together ? c->gate : 0;
	order.together = c->together;
	order.flush = a->unflushed;
	a->unflushed = false;
	if (kind == ORDER_PLAY) {
		a->sequence = order.sequence;
		a->since = c->stirred = now();
	} else if (kind == ORDER_FLUSH || kind == ORDER_DISCARD)
		a->flush = order.sequence;
	else {
		a->question = order.sequence;
		a->asked = -2;
	}
	return a->channel >= 0 && write(a->channel, &order, sizeof order) == (ssize_t)sizeof order;
}

bool cast_lost(const struct cast *c)
{
	return c->abandoned || c->broken;
}

/* Its parent, where that has nothing else to do; -1: there is none to ask. */
static int ask_parent_of(struct cast *c, const struct actor *a)
{
	double until = now() + c->factor;

	for (int i = 0; i < MAX_PROCESSES; i++) {
		struct actor *parent = &c->actors[i];

		if (!parent->ready || stage->slots[i].pid != a->seen.parent || parent->in_act
		    || actor_condition(c, parent) != AT_REST
		    || !actor_order(c, parent, ORDER_ASK, (long)actor_slot(c, a)->pid))
			continue;
		while (parent->asked == -2 && !cast_lost(c) && now() < until)
			(void)actors_listen(c, 5);
		return parent->asked == -2 ? -1 : parent->asked;
	}
	return -1;
}

/* A process table may say 0 of all, as gVisor's does, so who can be asked is. */
int actor_wait_status(struct cast *c, struct actor *a)
{
	int status, told = -1;

	if (!a->ended && a->seen.status < 0)
		look_status(actor_slot(c, a)->pid, &a->seen);
	status = a->ended ? a->status : a->seen.status;
	if (status <= 0 && !actor_slot(c, a)->reaped)
		told = ask_parent_of(c, a);
	if (told >= 0)
		return told;
	return status < 0 && a->ended ? left_with(c, a) : status;
}
