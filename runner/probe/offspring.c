/*
 * What a process of a case makes: others, as fork() makes them, threads, and itself anew by execve(SELF). Each has a
 * slot in the shared memory and a channel of its own.
 */
#include "probe.h"
#include "engine.h"
#include "calls.h"
#include "guard.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* Unless another has taken the next one meanwhile. */
static void give_slot_back(int slot)
{
	(void)__sync_bool_compare_and_swap(&stage->taken, slot + 1, slot);
}

static int take_slot(struct shown *s)
{
	int slot = __sync_fetch_and_add(&stage->taken, 1);

	if (slot < stage->places) {
		stage->slots[slot].process = slot;
		return slot;
	}
	give_slot_back(slot);
	show_refusal(s, "a case has at most 24 processes");
	return -2;
}

static void know_child(int slot, pid_t pid, bool other)
{
	struct slot *child = &stage->slots[slot];
	struct look seen;

	if (other)
		child->started = look(pid, &seen) ? seen.started : 0;
	child->other = other;
	child->pid = pid;
	me.made = slot;
}

/* Signals wait until the child knows its slot, or they would be counted for its parent. */
static pid_t make_process(pid_t (*make)(void *context), void *context, bool other, struct shown *s)
{
	int slot = take_slot(s), error;
	sigset_t all, before;
	pid_t pid;

	if (slot < 0)
		return -2;
	(void)sigfillset(&all);
	if (!other)
		(void)sigprocmask(SIG_BLOCK, &all, &before);
	errno = 0;
	pid = make(context);
	error = errno;
	if (pid == 0) {
		me.slot = my_process = slot;
		me.newborn = true;
		my_slot()->pid = getpid();
	} else if (pid > 0)
		know_child(slot, pid, other);
	else
		give_slot_back(slot);
	if (!other)
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return pid;
}

pid_t player_make(pid_t (*make)(void *context), void *context, struct shown *s)
{
	return make_process(make, context, false, s);
}

pid_t player_spawn(pid_t (*make)(void *context), void *context, struct shown *s)
{
	return make_process(make, context, true, s);
}

static pid_t player_copy(void *context)
{
	(void)context;
	return fork();
}

void player_fork(struct shown *s)
{
	pid_t pid = player_make(player_copy, NULL, s);
	int error = errno;

	if (!take_done(s))
		show_result(s, pid, error);
}

/* What a player needs to go on stays open over an execve(). */
static void keep_open(bool keep)
{
	for (int fd = CHANNELS; fd < BEYOND; fd++)
		(void)fcntl(fd, F_SETFD, keep ? 0 : FD_CLOEXEC);
}

/* Returns with an errno. */
static int execute_again(void)
{
	char index[12], program[] = "ptycheck-probe", verb[] = "go-on";
	char *const argv[] = { program, verb, index, NULL };
	int error;

	(void)snprintf(index, sizeof index, "%d", me.slot);
	guard_keep();
	keep_open(true);
	error = self_execute(argv);
	keep_open(false);
	return error;
}

/* The new program looks for its process in the slot, where the keeper need not have put it yet. */
void player_start_anew(void)
{
	my_slot()->pid = getpid();
	(void)execute_again();
}

void player_execve(struct value **args, struct shown *s)
{
	const char *word = value_constant(args[0]);

	if (!word || strcmp(word, "SELF"))
		show_refusal(s, "execve() takes SELF");
	else if (guard_is_rooted())
		show_refusal(s, "a program in a root of the case's own making is not run");
	else if (me.slot != my_process)
		show_refusal(s, "execve(SELF) is for the first thread of a process");
	if (take_done(s))
		return;
	show_failure(s, "-1", execute_again());
}

#ifdef __TINYC__
void player_thread(struct shown *s)
{
	show_refusal(s, "this compiler knows no threads");
}
#else
struct new_thread {
	int slot;
	const struct player_setup *setup;
	sigset_t signals;
};

static void *thread_main(void *context)
{
	struct new_thread new_one = *(struct new_thread *)context;

	free(context);
	me.slot = new_one.slot;
	(void)pthread_sigmask(SIG_SETMASK, &new_one.signals, NULL);
	my_slot()->process = my_process;
	my_slot()->thread = thread_number();
	player_run(new_one.setup);
	return NULL;
}

/* A slot that is taken stays so: another may be taken behind it. Signals are no thread's until it knows its slot. */
void player_thread(struct shown *s)
{
	int slot = take_slot(s), error;
	struct new_thread *context;
	pthread_t id;
	sigset_t all, before;

	if (slot < 0)
		return;
	stage->slots[my_process].threads = true;
	context = value_memory(sizeof *context);
	context->slot = slot;
	context->setup = me.setup;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	context->signals = before;
	error = pthread_create(&id, NULL, thread_main, context);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error) {
		free(context);
		give_slot_back(slot);
		show_failure(s, "-1", error);
		return;
	}
	(void)pthread_detach(id);
	while (!stage->slots[slot].thread)
		(void)sched_yield();
	me.made = slot;
	show_number(s, stage->slots[slot].thread);
}
#endif

/* The case's lines are read once more: this program knows nothing of what the one before it had read. */
static const struct script *script_again(void)
{
	struct program program;
	char start[64];

	program_start(&program);
	(void)snprintf(start, sizeof start, "case\t0\t%.17g\t0\t1\t0", stage->deadline);
	(void)program_line(&program, start);
	if (program.open) {
		text_add(&program.open->text, stage->text);
		script_read(program.open);
	}
	return program.open;
}

void player_goes_on(const char *slot)
{
	struct player_setup setup;
	struct reply head;
	struct shown s;
	struct stat st;
	struct look self;
	long index;

	if (!whole_number(slot, 0, MAX_PROCESSES - 1, &index) || fstat(STAGE_AT, &st)
	    || st.st_size < (off_t)sizeof *stage)
		_exit(70);
	stage = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, STAGE_AT, 0);
	memset(&setup, 0, sizeof setup);
	if (stage == MAP_FAILED || stage->size != (size_t)st.st_size || stage->slots[index].pid != getpid()
	    || !(setup.script = script_again()))
		_exit(70);
	keep_open(false);
	me.slot = my_process = (int)index;
	my_slot()->threads = false;
	user_set_ordinary(stage->ordinary);
	guard_resume();
	be_visible();
	me.setup = &setup;
	setup.folder = stage->folder;
	setup.factor = stage->factor;
	if (look(getpid(), &self))
		memcpy(my_slot()->program, self.program, sizeof self.program);
	if (!my_slot()->in_call)
		player_run(&setup);
	memset(&head, 0, sizeof head);
	memset(&s, 0, sizeof s);
	show_number(&s, 0);
	head.sequence = my_slot()->in_call;
	head.slot = -1;
	head.took = now() - my_slot()->began;
	my_slot()->in_call = 0;
	player_reply(&head, &s);
	shown_free(&s);
	player_turns(&setup);
}
