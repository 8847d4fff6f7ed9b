/*
 * What only the engine's files know: the script of a case, the memory its processes share, and the
 * orders and replies that go over their channels.
 */
#ifndef ENGINE_H
#define ENGINE_H
#include "probe.h"

#include <sys/resource.h>

struct host_state;

enum {
	MAX_STEPS = 4096,	/* of one case */
	MAX_WHO = 8,		/* processes of an a|b step */
	MAX_JOBS = 64,		/* cases at a time */
	MAX_BINDS = 16,		/* of one step */
	MAX_VARIES = 16,	/* of one step */
	MAX_FOLDER = 1024,	/* the path of a scratch folder */
	MAX_TIMES = 65536,	/* of a counted step */
	MAX_ROUNDS = 100000,	/* of a repeated case */
	MAX_LOAD = 64,		/* busy processes for each processor */
	LAST_SIGNAL = 128,
	CHANNELS = PARKED + 8,	/* channel i of a case lies at CHANNELS + i in its processes, */
	STAGE_AT = CHANNELS + MAX_PROCESSES,	/* behind them what a player needs to go on after execve(SELF): */
	SELF_AT,		/* the memory they share, and this program */
	BEYOND
};

/* --- a case as the program gave it (program.c) --- */
enum step_kind { STEP_ACT, STEP_END, STEP_STILL, STEP_SIGNAL, STEP_NO_SIGNAL, STEP_STATE };
enum wanted_state { STATE_STOPPED, STATE_EXITED, STATE_KILLED };
struct bind {
	char name[64];
	char where[32];		/* as in struct part */
};
struct step {
	enum step_kind kind;
	long index;		/* as the client counts */
	char *whole;		/* the line; the texts below point into it */
	const char *who[MAX_WHO];
	size_t n_who;
	bool given, must_wait, may_wait;
	int together;		/* the braces it stands in, counted from 1; 0: none */
	const char *count;	/* number or name */
	const struct call *call;
	const char *call_name;
	struct bind *binds;	/* at most MAX_BINDS */
	size_t n_binds;
	char (*varies)[32];	/* parts in which rounds need not agree: as `where` of struct part */
	size_t n_varies;
	bool timed;		/* rounds must agree in its time, too */
	const char *settles;	/* NULL: asked once */
	struct value **args;
	size_t n_args;
	const char *signal;	/* also what a state line wants */
	enum wanted_state state;
};
struct script {
	long number;
	double deadline;	/* seconds, not scaled */
	bool alone;
	long repeat, load;
	char bad[256];		/* why this text cannot be played; empty: it can */
	struct text text;	/* its lines without the first and the last */
	/* What script_read() makes of them: */
	struct text needs;	/* words, each ended by a newline */
	int braces;		/* so far */
	bool in_braces;
	struct step *steps;
	size_t n_steps;
	char (*names)[64];
	size_t n_names;
};
struct program {
	double factor;
	long jobs;
	bool complete;		/* `go` was read */
	struct script *open;	/* the case being read */
};
void program_start(struct program *p);
/* Takes one line without its newline; gives the case that it ended, or NULL. Its lines are not read yet. */
struct script *program_line(struct program *p, char *line);
/* Reads them: late, for a script takes fifty times the memory, and every fork would copy the tables of it. */
void script_read(struct script *s);
/* Forgets what script_read() made. */
void script_unread(struct script *s);
void script_free(struct script *s);
/*
 * Writes `unsupported` lines for what the host lacks; true when something is missing. What could not be found out, and
 * why, goes to *untried.
 */
bool script_unsupported(const struct script *s, struct text *t, const char **untried);
/* Does the case need a right that only root has, so that its processes must stay root? */
bool script_keeps_root(const struct script *s);
/* How many processes and threads there can be in it, at most MAX_PROCESSES. */
int script_processes(const struct script *s);
bool whole_number(const char *s, long least, long most, long *number);

/* --- what all processes of a case share (stage.c) --- */
struct slot {			/* one possible process */
	volatile pid_t pid;
	volatile long thread;	/* its number to the kernel where it is a thread that a case made, else 0 */
	volatile int process;	/* the slot that stands for its process: its own, or that of another thread */
	volatile unsigned long long started;	/* with the pid: identity; 0 where no table tells */
	volatile bool threads;	/* of a process: it has made some */
	volatile bool other;	/* it runs another program, and takes no more steps */
	volatile double began;	/* its last call */
	char program[20];	/* what the process table calls the probe */
	volatile int in_call;	/* the order it performs, 0 outside of calls */
	volatile int leaving;	/* 1 + the status it gave to _exit() */
	volatile int path;	/* it is in a call that uses a path (1) or changes where paths lead (2) */
	volatile int reaped;	/* the keeper has reaped it: status holds */
	volatile int status;
	volatile unsigned delivered[LAST_SIGNAL + 1];
};
struct stage {
	volatile int taken;	/* slots in use, */
	int places;		/* and how many there are with a channel */
	volatile int gate;	/* the last braces whose steps may start, */
	volatile int arrived;	/* and how many players wait for the next */
	pid_t keeper;
	rlim_t files;		/* that a process may have open, before a case changes it */
	size_t n_names;
	/* Only for a player that goes on after it has executed this program again: */
	size_t size;		/* of the shared memory */
	double factor, deadline;
	struct account ordinary;
	char folder[MAX_FOLDER];
	/* What is rarely touched, page by page, comes last. */
	struct slot slots[MAX_PROCESSES];
	struct binding bindings[MAX_NAMES];
	long long guard[GUARD_KEEPS / sizeof(long long)];
	char text[];		/* the case's lines, ended by a NUL */
};
extern struct stage *stage;	/* of the case this process plays in */

struct player_setup {
	const struct script *script;
	const char *folder;	/* the scratch folder */
	double factor;
	bool drop;		/* become the ordinary user before the first step */
	bool goes_on;		/* the case has execve(SELF) */
	bool anew;		/* its first process executes this program again before the first step */
};
/* Makes shared memory and channels; ends[i] is the conductor's end of channel i, or -1. NULL, or why not. */
const char *stage_make(const struct player_setup *setup, int ends[MAX_PROCESSES]);
/*
 * Whether a process that has become the ordinary user is not yet as that user's own are, but only once it has executed
 * a program.
 */
bool stage_marks_ordinary(void);
/* Starts keeper and first process. Returns the keeper, or -1 with errno. */
pid_t stage_start(const struct player_setup *setup);
/* Everything of it is gone: so is its memory, and the channels are closed. */
void stage_end(void);
struct binding *binding_slot(const char *name);
/* How many files this process may have open. */
rlim_t open_files(void);
/* Closes everything from 3 on except the descriptors first to last. */
void close_all_but(int first, int last);
bool null_stdio(void);
void raise_limits(void);

/* --- orders to a player and its replies (player.c) --- */
enum order_kind {
	ORDER_PLAY,		/* number: index into the script's steps */
	ORDER_FLUSH,		/* let the kernel hand over what is on its way to our terminals, and answer */
	ORDER_DISCARD,		/* throw away what lies in our terminals, and answer */
	ORDER_ASK		/* number: a child; what would waitid() say of it? */
};
struct order {
	enum order_kind kind;
	int sequence;
	int gate, together;	/* the braces it stands in, and how many start at that moment; 0: none */
	bool flush;		/* before it is played */
	long number;
};
struct reply {			/* followed by text, then the parts */
	int sequence;		/* of the order; 0: a new process is ready */
	int slot;		/* of the process this act forked, else -1 */
	int status;		/* ORDER_ASK: a wait status, -1 unknown */
	bool failed, refused, missing;
	bool few_files;		/* it failed for want of descriptors, at a limit that is not the case's own */
	double took;
	size_t text, parts;	/* bytes and number */
};
struct reply_part {		/* followed by its string */
	char where[32];
	bool is_string;
	long long number;
	size_t length;
};
/* Never returns. */
void player_run(const struct player_setup *setup);
void player_turns(const struct player_setup *setup);
void player_reply(struct reply *head, const struct shown *s);
extern PER_THREAD struct me {	/* the player that runs here */
	const struct player_setup *setup;
	int slot;
	int made;		/* the slot of the process that this act made, or -1 */
	bool newborn;		/* I am that process */
} me;
extern volatile int my_process;	/* the slot of my process: its signals are counted there */
struct slot *my_slot(void);
/* --- what it makes (offspring.c) --- */
void player_fork(struct shown *s);
void player_thread(struct shown *s);
void player_execve(struct value **args, struct shown *s);
/* Executes this program in place of player_run(). Returns where that cannot be. */
void player_start_anew(void);
/* What player_run() is after that and after execve(SELF), in the process that stands in this slot. */
void player_goes_on(const char *slot);
/* Gives the process that `make` makes a slot: as fork(), or -2 with a refusal when there is none left. */
pid_t player_make(pid_t (*make)(void *context), void *context, struct shown *s);
/* The same for a child that runs another program: it belongs to the case and takes no steps. */
pid_t player_spawn(pid_t (*make)(void *context), void *context, struct shown *s);
/* Once; adds the seconds it took. */
void perform_call(const struct step *step, int sequence, struct shown *s, double *took);
/* --- a step that is played more than once (counted.c) --- */
/* Until it shows what step->settles says, or so many seconds are over; else once. */
void perform_settling(const struct step *step, int sequence, struct shown *s, double *took, double seconds);
/* Up to so many times, with `each` for the elements of its name[]. Shows `3`, or `[3, 4] then -1 ENOSPC`. */
void perform_counted(const struct step *step, int sequence, long times, bool each, struct shown *all,
    double *took, double seconds, bool *few_files);

/* --- the processes of a case as its conductor knows them (actors.c) --- */
struct answer {
	struct reply head;
	char *text;
	struct part *parts;
};
enum condition {
	AT_REST,		/* can take a step */
	ELSEWHERE,		/* runs another program */
	RUNNING,		/* in a call and neither asleep nor stopped */
	ASLEEP,			/* in a call */
	STOPPED,
	ENDED
};
struct actor {
	int channel;
	char name[64];
	struct text inbox;
	int sequence;		/* of its last act, */
	int flush, flushed;	/* of the last flush order and the last answered one, */
	bool unflushed;		/* it had none: it flushes with its next act */
	int question;		/* of the last ORDER_ASK */
	int asked;		/* its answer: a wait status, -1 unknown, -2 none yet */
	const struct step *act;	/* the last act it was given */
	bool in_act;		/* and has not answered */
	double since;		/* when it was given that */
	bool noted;		/* its result stands in the transcript */
	bool told;		/* and no end line can ask for it any more */
	struct answer answer;	/* to that act */
	struct look seen;	/* the last look, */
	int table;		/* and what look_often() keeps for the next */
	enum condition was;	/* at the last look at those that may be waiting, */
	unsigned long long switches;	/* and its wakings by then */
	bool ready, ended;
	int status;		/* wait status once ended, -1 unknown */
	unsigned told_signals[LAST_SIGNAL + 1];
};
struct cast {
	struct actor actors[MAX_PROCESSES];
	double factor;
	int lifeline;		/* end-of-file here: the probe is gone */
	int sequence;
	int gate, together;	/* of the orders that are gathered */
	double stirred;		/* when an act last began or ended, or one that waits was seen to do something */
	bool abandoned, keeper_ended;
	const char *broken;	/* a process answered nonsense */
};
struct slot *actor_slot(const struct cast *c, const struct actor *a);
void actor_free(struct actor *a);
struct actor *actor_find(struct cast *c, const char *name);
enum condition actor_condition(struct cast *c, struct actor *a);
/* Waits up to so many milliseconds for messages and takes them in; false when there was none. */
bool actors_listen(struct cast *c, int milliseconds);
/* Gives it something to do; false where it cannot be told. */
bool actor_order(struct cast *c, struct actor *a, enum order_kind kind, long number);
/* Where its signals are counted: threads share theirs. */
struct actor *actor_process(struct cast *c, const struct actor *a);
/* What a waiting parent would be told about this process; -1 unknown. */
int actor_wait_status(struct cast *c, struct actor *a);
/* There is nobody any more who could be waited for. */
bool cast_lost(const struct cast *c);

/* --- waiting for them (settle.c) --- */
/* Orders between actors_gather() and actors_release() are performed at one moment. */
void actors_gather(struct cast *c, size_t n);
void actors_release(struct cast *c, struct actor **set, size_t n);
/* Every process at rest flushes its terminals and answers, but this one: that does it with its next act. */
void actors_sync(struct cast *c, struct actor *but);
/* After the last step: nobody shall wait for a reader when it is killed. */
void actors_discard(struct cast *c);
/*
 * Until each of them has answered, ended or stopped, or is asleep in its call and nothing has stirred for a while, or the
 * time is over.
 */
void actors_settle(struct cast *c, struct actor **set, size_t n, double until);
/* Until one of them has answered or ended, or the time is over. */
void actors_await(struct cast *c, struct actor **set, size_t n, double until);

/* --- the transcript of the case that is played (transcript.c) --- */
struct play {
	const struct script *script;
	struct cast cast;
	struct text lines;
	struct text look;	/* the same with names for what varies from round to round */
	char trouble[256];	/* `CLASS TAB REASON` */
	double seconds;		/* a step may take */
	double began, waited;	/* the waits of the calls themselves */
	int missed;		/* deadlines */
	bool over;		/* nothing more is played */
};
extern struct play play;
/* Of this round nothing is known yet. */
void play_start(const struct player_setup *setup, int lifeline);
/* Only the first is kept. */
void play_trouble(const char *class, const char *reason);
void not_reached(const struct step *s);
void add_seen(const struct step *s, const struct actor *a, const char *seen, const char *detail);
/* How a process ended, or which signal stopped it. */
void add_end(const struct step *s, struct actor *a);
void add_stopped(const struct step *s, struct actor *a);
/* A result: its line, its names, and whether a given step failed by it. */
void add_answer(const struct step *s, const char *kind, struct actor *a);
/* What is to be said of a process that has not answered. */
void add_open(const struct step *s, struct actor *a, enum condition is, double until, bool allowed);

/* --- its steps (steps.c) --- */
/* Plays one step, or all of its braces; how many that were. */
size_t play_some(const struct step *s);

/* --- the rounds of a case that is repeated (rounds.c) --- */
/* A result as text, without what varies by design. */
void round_plain(struct text *t, const struct step *s, const struct answer *answer);
/* Takes what `play` says of the round that is over, and remembers it where no other looked so. */
void rounds_add(void);
/* The lines of the first and, of a repeated case, what is to be said of the others. */
void rounds_print(struct text *t, bool repeated);
/* Of the next case nothing is known yet. */
void rounds_forget(void);

/* --- busy processes meanwhile (load.c) --- */
/* So many for each processor; false when there is no process for one. They end with the lifeline or their parent. */
bool load_start(long each, int lifeline);
void load_end(void);	/* before any is waited for */

/* --- this program, to be started again (self.c) --- */
void self_note(const char *name);	/* what it was started as */
bool self_known(void);
/* Parks it where all processes of a case find it. NULL, or why not. */
const char *self_park(const struct player_setup *setup);
/* As execve(): returns with an errno. */
int self_execute(char *const *argv);

/* --- one case after the other (conduct.c) --- */
struct conduct {
	double factor;
	const char *folder;	/* its scratch folder, empty before and after each round */
	int errands;		/* a struct script without what it points to, and its text, again and again */
	int record;		/* the transcript goes here, whole */
	int lifeline;
};
/* What the last line of a record begins with: there may be another errand, or the conductor ends with this one. */
#define RECORD_OVER "over"
#define RECORD_LAST "last"
/* In a process of its own; never returns. */
void conduct(const struct conduct *c);

/* --- the cases that are played now (probe.c, conductors.c) --- */
struct job {			/* one conductor */
	struct script *script;	/* NULL: it has nothing to do */
	pid_t pid;
	int errands, record;
	struct text errand;	/* what is still to be said to it */
	size_t said;
	char folder[MAX_FOLDER];
	struct text text;
	struct host_state *before;	/* of a case that plays alone */
};

struct probe {
	struct program program;
	struct text input, output;
	size_t printed;		/* of output */
	bool skipping;		/* the rest of a line that is too long */
	struct script **queue;
	size_t queued, next;
	struct job jobs[MAX_JOBS];
	int n_jobs, playing;	/* conductors, and how many of them have a case */
	bool alone;		/* which plays alone */
	int lifeline[2];	/* conductors hold the reading end; it ends with us */
	struct host_state *before;	/* the first case */
	bool input_open, lost;
};
extern struct probe probe;
void start_job(struct script *s);
/* Says more of its errand to a conductor that can take it. */
void say_errand(struct job *job);
/* How many may be played beside each other on this system (calls_pty.c). */
long cases_at_once(void);
/* Takes what the job's conductor has written; at its end the record goes to the output. The last job may take its place. */
void read_record(struct job *job);
/* Those without a case end. */
void dismiss_conductors(void);

/* --- nothing is left (clean.c, left.c) --- */
/* Kills and reaps all descendants but the spared and theirs; false when some live on after so many seconds. */
bool clean_processes(const pid_t *spared, size_t n, double seconds);
/* The same for all whose environment has this mark, wherever they are. */
bool clean_marked(const char *mark, double seconds);
/* The folder is empty afterwards, with mode 0700, and there is one; false where something stays in it. */
bool clean_folder(const char *path);
bool remove_folder(const char *path);	/* the same, and it is gone; false: it is still there */
/* One `left` line: what it is, and its name, which may hold anything. */
void left_line(struct text *t, const char *what, const char *name, size_t length);
/* Where scratch folders are made; all of this run begin with the same prefix. */
const char *scratch_prefix(void);
/*
 * Makes a folder whose path begins so, and says how it goes on. mkdtemp() would wait for entropy, which a system that
 * has just started may lack for long.
 */
bool scratch_make(const char *prefix, char *path, size_t size);
struct host_state *host_state_take(void);
/* Writes `left` lines for what is there now and was not then; waits a little for what is on its way out. */
void host_state_compare(const struct host_state *then, struct text *t);

/* --- nothing is left even if the probe is killed (warden.c, ledger.c) --- */
/*
 * Becomes the warden of a probe, which is the process that returns from here, in a session of its own, with a
 * descriptor that ends with the warden.
 */
int warden_start(void);
/* May start the program over, as it was started, once: with the mark of this run in its environment. */
void ledger_begin(char **argv);
/* What earlier runs left is removed, as far as all of them are dead. */
void ledger_work_off(void);
void ledger_write(void);	/* in the warden, before there is anything to be left */
void ledger_probe(void);	/* in the probe: this process is it */
/* Kills and removes what this run may have left, then its file. For the last of it. */
bool ledger_end(void);
/* What the names of all scratch folders of this run begin with. */
void scratch_stem(char *stem, size_t size);

/* --- what a process asks of its system for itself (reaper.c) --- */
/* Orphans of our descendants become our children, where the system can do that. */
void adopt_orphans(void);
/* From here on it is noticed when a child ends; has one since it was asked last? Waiting for them comes after. */
void notice_ends(void);
bool ends_noticed(void);
/* They do: then who has no child has no descendant. */
bool adopts_orphans(void);
/* Kills all our descendants at one stroke, where the kernel can do that. */
void kill_adopted(void);
/* One that somebody stopped could not notice the end of its parent. */
void continue_when_parent_dies(void);
/* After a change of user, the process's own table entries are its own again, as any ordinary user's are. */
void be_visible(void);
/* The calling thread's number to the kernel; 0: nobody can look at a thread here. */
long thread_number(void);

/* --- more of look*.c: all processes of the host --- */
struct family {
	pid_t pid, parent;
	uid_t uid;
	unsigned long long started;
	bool doomed;
};
/* May this be the process that was started then? A system that hides the start of one that is ending says 0. */
bool look_same(const struct look *l, unsigned long long started);
/* Was this process, or the one it forked from, started with this NAME=VALUE in its environment? */
bool look_marked(pid_t pid, const char *mark);
/* Its environment, strings that end with NUL, or some other bytes before them; gives the length, 0 where it is hidden. */
size_t look_environment(pid_t pid, char *bytes, size_t size);
/* All processes of the host; the caller frees the list. */
size_t look_all(struct family **list);
/*
 * The same, or only what descends from us where the kernel tells who that is: then without their users. What is forked
 * or dies meanwhile may be missing.
 */
size_t look_below(struct family **list);
/* One more in a list of n; gives how many there are, no more than before where there is no memory. */
size_t look_add(struct family **list, size_t n, struct family one);

/* --- where nobody adopts orphans: forks and ends below us (track.c) --- */
void track_start(void);
/* Readable when there is something to be read by track_ends(), which is not to wait long: -1, there is none. */
int track_line(void);
/* What has ended since the last call, with its wait status. */
void track_ends(void (*each)(pid_t pid, int status, void *context), void *context);
/* Before a conductor is made: what descends from it is told apart from what descends from the others. */
void track_mark(void);
/* Whose child this is to be taken for: an orphan is its conductor's, or ours. */
pid_t track_parent(pid_t pid, pid_t parent);

/* --- more of text.c --- */
void sleep_ms(int milliseconds);
bool write_whole(int fd, const void *bytes, size_t n);
bool read_whole(int fd, void *bytes, size_t n);	/* false at its end */
#endif
