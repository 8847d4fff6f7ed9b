/*
 * What only the engine's files know: the script of a case, the memory its processes share, and the
 * orders and replies that go over their channels.
 */
#ifndef ENGINE_H
#define ENGINE_H
#include "probe.h"

struct host_state;

enum {
	MAX_STEPS = 4096,	/* of one case */
	MAX_WHO = 8,		/* processes of an a|b step */
	MAX_JOBS = 64,		/* cases at a time */
	MAX_BINDS = 16,		/* of one step */
	MAX_FOLDER = 1024,	/* the path of a scratch folder */
	MAX_TIMES = 65536,	/* of a counted step */
	LAST_SIGNAL = 128,
	CHANNELS = PARKED + 8	/* channel i of a case lies at CHANNELS + i in its processes */
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
	const char *count;	/* number or name */
	const struct call *call;
	const char *call_name;
	struct bind binds[MAX_BINDS];
	size_t n_binds;
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
	struct text needs;	/* words, each ended by a newline */
	struct step *steps;
	size_t n_steps;
	char names[MAX_NAMES][64];
	size_t n_names;
	char bad[256];		/* why this text cannot be played; empty: it can */
};
struct program {
	double factor;
	long jobs;
	bool complete;		/* `go` was read */
	struct script *open;	/* the case being read */
};
void program_start(struct program *p);
/* Takes one line without its newline; gives the case that it ended, or NULL. */
struct script *program_line(struct program *p, char *line);
void script_free(struct script *s);
/* Writes `unsupported` lines for what the host lacks; true when something is missing. */
bool script_unsupported(const struct script *s, struct text *t);
/* Does the case need a right that only root has, so that its processes must stay root? */
bool script_keeps_root(const struct script *s);
bool whole_number(const char *s, long least, long most, long *number);

/* --- what all processes of a case share (stage.c) --- */
struct slot {			/* one possible process */
	volatile pid_t pid;
	volatile unsigned long long started;	/* with the pid: identity; 0 where no table tells */
	volatile int in_call;	/* the order it performs, 0 outside of calls */
	volatile int leaving;	/* 1 + the status it gave to _exit() */
	volatile int path;	/* it is in a call that uses a path (1) or changes where paths lead (2) */
	volatile int reaped;	/* the keeper has reaped it: status holds */
	volatile int status;
	volatile unsigned delivered[LAST_SIGNAL + 1];
};
struct stage {
	volatile int taken;	/* slots in use */
	pid_t keeper;
	struct slot slots[MAX_PROCESSES];
	size_t n_names;
	struct binding bindings[MAX_NAMES];
};
extern struct stage *stage;	/* of the case this process plays in */

struct player_setup {
	const struct script *script;
	const char *folder;	/* the scratch folder */
	double factor;
	bool drop;		/* become the ordinary user before the first step */
};
/* Makes shared memory and channels; ends[i] is the conductor's end of channel i. NULL, or why not. */
const char *stage_make(const struct player_setup *setup, int ends[MAX_PROCESSES]);
/* Starts keeper and first process. Returns the keeper, or -1 with errno. */
pid_t stage_start(const struct player_setup *setup);
struct binding *binding_slot(const char *name);
/* Closes everything from 3 on except the descriptors first to last. */
void close_all_but(int first, int last);
bool null_stdio(void);

/* --- orders to a player and its replies (player.c) --- */
enum order_kind {
	ORDER_PLAY,		/* number: index into the script's steps */
	ORDER_FLUSH,		/* let the kernel hand over what is on its way to our terminals, and answer */
	ORDER_ASK		/* number: a child; what would waitid() say of it? */
};
struct order {
	enum order_kind kind;
	int sequence;
	long number;
};
struct reply {			/* followed by text, then the parts */
	int sequence;		/* of the order; 0: a new process is ready */
	int slot;		/* of the process this act forked, else -1 */
	int status;		/* ORDER_ASK: a wait status, -1 unknown */
	bool failed, refused, missing;
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
extern bool newborn;			/* I am the child of the act that is performed */
/* Once; adds the seconds it took. */
void perform_call(const struct step *step, int sequence, struct shown *s, double *took);
/* --- a step that is played more than once (counted.c) --- */
/* Until it shows what step->settles says, or so many seconds are over; else once. */
void perform_settling(const struct step *step, int sequence, struct shown *s, double *took, double seconds);
/* Up to so many times, with `each` for the elements of its name[]. Shows `3`, or `[3, 4] then -1 ENOSPC`. */
void perform_counted(const struct step *step, int sequence, long times, bool each, struct shown *all,
    double *took, double seconds);

/* --- the processes of a case as its conductor knows them (actors.c) --- */
struct answer {
	struct reply head;
	char *text;
	struct part *parts;
};
enum condition {
	AT_REST,		/* can take a step */
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
	int question;		/* of the last ORDER_ASK */
	int asked;		/* its answer: a wait status, -1 unknown, -2 none yet */
	const struct step *act;	/* the last act it was given */
	bool in_act;		/* and has not answered */
	bool noted;		/* its result stands in the transcript */
	bool told;		/* and no end line can ask for it any more */
	struct answer answer;	/* to that act */
	struct look seen;	/* the last look */
	bool ready, ended;
	int status;		/* wait status once ended, -1 unknown */
	unsigned told_signals[LAST_SIGNAL + 1];
};
struct cast {
	struct actor actors[MAX_PROCESSES];
	double factor;
	int lifeline;		/* end-of-file here: the probe is gone */
	int sequence;
	bool abandoned, keeper_ended;
	const char *broken;	/* a process answered nonsense */
};
struct actor *actor_find(struct cast *c, const char *name);
enum condition actor_condition(struct cast *c, struct actor *a);
/* Waits up to so many milliseconds for messages and takes them in. */
void actors_listen(struct cast *c, int milliseconds);
bool actor_order(struct cast *c, struct actor *a, enum order_kind kind, long number);
/* Every process at rest flushes its terminals and answers; the dead and stopped are found out. */
void actors_sync(struct cast *c);
/* Until each of them has answered, ended or stopped, or is settled asleep in its call, or the time is over. */
void actors_settle(struct cast *c, struct actor **set, size_t n, double until);
/* Until one of them has answered or ended, or the time is over. */
void actors_await(struct cast *c, struct actor **set, size_t n, double until);
/* What a waiting parent would be told about this process; -1 unknown. */
int actor_wait_status(struct cast *c, struct actor *a);

/* --- the transcript of the case that is played (transcript.c) --- */
struct play {
	const struct script *script;
	struct cast cast;
	struct text lines;
	char trouble[256];	/* `CLASS TAB REASON` */
	double seconds;		/* a step may take */
	double began, waited;	/* the waits of the calls themselves */
	int missed;		/* deadlines */
	bool over;		/* nothing more is played */
};
extern struct play play;
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
void add_open(const struct step *s, struct actor *a, double until, bool allowed);

/* --- one case (conduct.c) --- */
struct conduct {
	const struct script *script;
	const struct program *program;
	const char *folder;	/* its scratch folder, empty */
	int record;		/* the transcript goes here, whole */
	int lifeline;
};
/* In a process of its own; never returns. */
void conduct(const struct conduct *c);

/* --- the cases that are played now (probe.c, jobs.c) --- */
struct job {			/* one conductor at work */
	struct script *script;
	pid_t pid;
	int record;
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
	int n_jobs;
	int lifeline[2];	/* conductors hold the reading end; it ends with us */
	struct host_state *before;	/* the first case */
	bool input_open, lost;
};
extern struct probe probe;
void start_job(struct script *s);
/* Takes what the job's conductor has written; at its end the record goes to the output and the job is gone. */
void read_record(struct job *job);

/* --- nothing is left (clean.c, left.c) --- */
/* Kills and reaps all descendants but the spared and theirs; false when some live on after so many seconds. */
bool clean_processes(const pid_t *spared, size_t n, double seconds);
bool clean_folder(const char *path);
/* One `left` line: what it is, and its name, which may hold anything. */
void left_line(struct text *t, const char *what, const char *name, size_t length);
/* Where scratch folders are made; all of this run begin with the same prefix. */
const char *scratch_prefix(void);
struct host_state *host_state_take(void);
/* Writes `left` lines for what is there now and was not then; waits a little for what is on its way out. */
void host_state_compare(const struct host_state *then, struct text *t);

/* --- more of look.c: what a system does about processes --- */
/* Orphans of our descendants become our children, where the system can do that. */
void adopt_orphans(void);
/* After a change of user, the process's own table entries are its own again, as any ordinary user's are. */
void be_visible(void);
struct family {
	pid_t pid, parent;
	uid_t uid;
	unsigned long long started;
	bool doomed;
};
/* All processes of the host; the caller frees the list. */
size_t look_all(struct family **list);

/* --- more of text.c --- */
void sleep_ms(int milliseconds);
bool write_whole(int fd, const void *bytes, size_t n);
#endif
