/*
 * One process of a case. It reads an order, performs it, and replies; while it is inside a call, its mark in the
 * shared memory says so. fork() makes another player, which takes its orders from a channel of its own.
 */
#include "probe.h"
#include "engine.h"
#include "calls.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

PER_THREAD struct me me;
volatile int my_process;

struct slot *my_slot(void)
{
	return &stage->slots[me.slot];
}

bool case_has_threads(void)
{
	return stage->slots[my_process].threads;
}

bool case_takes_path(bool changes)
{
	if (changes && case_has_threads())
		return false;
	my_slot()->path = changes ? 2 : 1;
	__sync_synchronize();	/* of two that come at once, at least one sees the other */
	for (int i = 0; case_process(i) >= 0; i++)
		if (i != me.slot && stage->slots[i].path && (changes || stage->slots[i].path == 2)
		    && case_process(i) > 0 && kill(case_process(i), 0) == 0)
			return false;
	return true;
}

static void record_signal(int number)
{
	if (number > 0 && number <= LAST_SIGNAL)
		(void)__sync_fetch_and_add(&stage->slots[my_process].delivered[number], 1);
}

static void player_sigaction(struct value **args, size_t n, struct shown *s)
{
	const char *word = args[1]->kind == V_NAME ? args[1]->name : value_constant(args[1]);
	int number = take_int(args[0], s), flags = n > 2 ? take_int(args[2], s) : 0, result, error;
	struct sigaction action;

	if (take_done(s))
		return;
	memset(&action, 0, sizeof action);
	if (word && !strcmp(word, "record"))
		action.sa_handler = record_signal;
	else if (word && !strcmp(word, "SIG_IGN"))
		action.sa_handler = SIG_IGN;
	else if (word && !strcmp(word, "SIG_DFL"))
		action.sa_handler = SIG_DFL;
	else {
		show_refusal(s, "sigaction takes record, SIG_IGN or SIG_DFL");
		return;
	}
	action.sa_flags = flags;
	(void)sigfillset(&action.sa_mask);
	errno = 0;
	result = sigaction(number, &action, NULL);
	error = errno;
	show_result(s, result, error);
}

/* What moves all threads of a process, or one of them where the guard does not see it. */
static bool refused_with_threads(const char *call)
{
	static const char *const calls[] = { "chdir", "chroot", "setns", "unshare" };

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (!strcmp(call, calls[i]))
			return case_has_threads();
	return false;
}

void player_reply(struct reply *head, const struct shown *s)
{
	struct text message = { NULL, 0, 0 };
	size_t cut = s && s->text.n > MAX_SHOWN ? MAX_SHOWN : s ? s->text.n : 0;

	head->text = cut;
	head->parts = s ? s->n : 0;
	text_bytes(&message, head, sizeof *head);
	if (s)
		text_bytes(&message, s->text.s, cut);
	for (size_t i = 0; s && i < s->n; i++) {
		struct reply_part part;

		memset(&part, 0, sizeof part);
		memcpy(part.where, s->parts[i].where, sizeof part.where);
		part.is_string = s->parts[i].is_string;
		part.number = s->parts[i].number;
		part.length = part.is_string ? strlen(s->parts[i].string) : 0;
		text_bytes(&message, &part, sizeof part);
		if (part.is_string)
			text_bytes(&message, s->parts[i].string, part.length);
	}
	if (!write_whole(CHANNELS + me.slot, message.s, message.n))
		_exit(70);
	text_free(&message);
}

static void player_exit(struct value **args, int sequence, struct shown *s)
{
	struct reply head;
	int status = take_int(args[0], s);

	if (take_done(s))
		return;
	memset(&head, 0, sizeof head);
	head.sequence = sequence;
	head.slot = -1;
	text_add(&s->text, "?");
	stage->slots[my_process].leaving = 1 + (status & 0xff);
	player_reply(&head, s);
	_exit(status);
}

void perform_call(const struct step *step, int sequence, struct shown *s, double *took)
{
	double began = now();

	my_slot()->began = began;
	my_slot()->in_call = sequence;
	if (refused_with_threads(step->call_name))
		show_refusal(s, "this call is not for a process with threads");
	else if (step->call->perform)
		step->call->perform(step->args, step->n_args, s);
	else if (!strcmp(step->call_name, "fork"))
		player_fork(s);
	else if (!strcmp(step->call_name, "thread"))
		player_thread(s);
	else if (!strcmp(step->call_name, "execve"))
		player_execve(step->args, s);
	else if (!strcmp(step->call_name, "sigaction"))
		player_sigaction(step->args, step->n_args, s);
	else if (!strcmp(step->call_name, "_exit"))
		player_exit(step->args, sequence, s);
	else
		show_refusal(s, "this probe's engine does not perform this call");
	if (me.newborn)
		return;
	my_slot()->in_call = 0;
	my_slot()->path = 0;
	*took += now() - began;
}

/* A count is a number or the name of one; -1: the name has no value. */
static long step_times(const struct step *step)
{
	const struct binding *b;
	long times;

	if (whole_number(step->count, 1, MAX_TIMES, &times))
		return times;
	b = binding_find(step->count);
	return b && !b->is_string && b->number > 0 && b->number <= MAX_TIMES ? (long)b->number : -1;
}

static void play_step(const struct step *step, int sequence, double seconds)
{
	struct reply head;
	struct shown s;
	long times = step_times(step);
	int elements = value_elements(step->args, step->n_args);
	bool collects = false;

	memset(&head, 0, sizeof head);
	memset(&s, 0, sizeof s);
	me.made = -1;
	for (size_t i = 0; i < step->n_binds; i++)
		collects = collects || !strcmp(step->binds[i].where, "*");
	if (times < 0 || elements == -2)
		s.missing = true;
	else if (elements >= 0 || times > 1 || collects)
		perform_counted(step, sequence, elements >= 0 ? elements : times, elements >= 0, &s, &head.took, seconds,
		    &head.few_files);
	else
		perform_settling(step, sequence, &s, &head.took, seconds);
	head.slot = me.made;
	head.failed = s.failed;
	head.refused = s.refused;
	head.missing = s.missing;
	if (!me.newborn) {
		head.sequence = sequence;
		player_reply(&head, &s);
	}
	shown_free(&s);
}

/*
 * Linux hands bytes from one side of a pty to the other in a kernel worker; poll() on the reader's side waits
 * for it. Twice, because what arrives may be echoed back to the other side. It harms nothing that is no terminal.
 */
static void flush_terminals(void)
{
	struct pollfd again[MOST_ASKED];
	bool open[MOST_ASKED];
	nfds_t n = 0;

	for (int first = 0; poll_open(first, MOST_ASKED, open); first += MOST_ASKED)
		for (int i = 0; i < MOST_ASKED; i++)
			if (open[i])
				again[n++ % MOST_ASKED] = (struct pollfd){ first + i, POLLIN, 0 };
	if (n > MOST_ASKED || poll(again, n, 0) < 0)
		for (int first = 0; poll_open(first, MOST_ASKED, open); first += MOST_ASKED)
			;
}

/*
 * A slave that is closed last waits for the reader of its output, 1 s on FreeBSD and 5 s on OpenBSD, also in a process
 * that is killed. Signals are blocked, for a background process would be stopped.
 */
static void discard_terminals(void)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &before);
	for (int fd = 0, behind = 0; fd < behind + PARKED; fd++)
		if (isatty(fd)) {
			(void)tcflush(fd, TCIOFLUSH);
			behind = fd + 1;
		}
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
}

static int ask_parent(pid_t child)
{
	siginfo_t what;

	memset(&what, 0, sizeof what);
	if (waitid(P_PID, (id_t)child, &what, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) || what.si_pid != child)
		return -1;
	if (what.si_code == CLD_EXITED)
		return (what.si_status & 0xff) << 8;
	return what.si_code == CLD_STOPPED ? what.si_status << 8 | 0x7f : what.si_status;
}

static void say_ready(void)
{
	struct reply head;
	struct look self;

	memset(&head, 0, sizeof head);
	head.slot = -1;
	me.newborn = false;
	my_slot()->started = look(getpid(), &self) ? self.started : 0;
	memcpy(my_slot()->program, self.program, sizeof self.program);
	my_slot()->pid = getpid();
	player_reply(&head, NULL);
}

/* Of those that start together the last to come opens the gate. Nobody sleeps here, or they would start one by one. */
static void await_gate(const struct order *order)
{
	if (!order->gate || stage->gate >= order->gate)
		return;
	if (__sync_add_and_fetch(&stage->arrived, 1) == order->together)
		stage->gate = order->gate;
	for (unsigned i = 1; stage->gate < order->gate; i++)
		if (i % 4096 == 0)
			(void)sched_yield();
}

void player_turns(const struct player_setup *setup)
{
	for (;;) {
		struct order order;
		struct reply head;

		if (!read_whole(CHANNELS + me.slot, &order, sizeof order))
			_exit(70);
		memset(&head, 0, sizeof head);
		head.sequence = order.sequence;
		head.slot = -1;
		head.status = -1;
		if (order.kind == ORDER_PLAY) {
			if (order.flush)
				flush_terminals();
			await_gate(&order);
			play_step(&setup->script->steps[order.number], order.sequence,
			    setup->script->deadline * setup->factor);
			if (me.newborn)
				say_ready();
			continue;
		}
		if (order.kind == ORDER_FLUSH)
			flush_terminals();
		else if (order.kind == ORDER_DISCARD)
			discard_terminals();
		else
			head.status = ask_parent((pid_t)order.number);
		player_reply(&head, NULL);
	}
}

void player_run(const struct player_setup *setup)
{
	me.setup = setup;
	say_ready();
	player_turns(setup);
}
