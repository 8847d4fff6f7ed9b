/*
 * The probe plays cases on its host and says what came back; it judges nothing.
 * The wire is described at the head of runner/remote/protocol.ts.
 *
 *   probe.c      reads the program, prints transcripts, notices a lost connection
 *   warden.c     the probe's keeper: outlives it, and leaves nothing of it
 *   ledger.c     what the next start removes where all of a run was killed
 *   conductors.c who plays them: started, given one case after the other, replaced
 *   program.c    the program's lines -> struct script
 *   script.c     what a case needs of its host
 *   conduct.c    a conductor: a case, round by round: its stage, its steps, and nothing left; then the next
 *   steps.c      the steps: gives the turns, waits, notices who has returned
 *   actors.c     the processes of a case seen by its conductor: answers, looks, orders
 *   settle.c     waiting for them: at one moment, until all have flushed, are settled, or one is back
 *   transcript.c the lines of a case, and the names its results bind
 *   rounds.c     a case that is played many times: the first round and those that looked otherwise
 *   load.c       busy processes meanwhile
 *   stage.c      what a case is played on: shared memory, channels, keeper, ordinary user
 *   player.c     one process of a case: takes its turns, records signals
 *   offspring.c  the processes and threads it makes, and itself after execve(SELF)
 *   counted.c    a step that is played more than once
 *   self.c       this program, for a process that executes it again
 *   left.c       what a run must not leave on its host
 *   engine.h     what these files share
 *   look*.c      a process seen from outside; look_proc.c and look_sysctl.c read the tables of processes
 *   reaper.c     who adopts orphans, who dies with whom, and that a child has ended
 *   track.c      descendants where nobody adopts orphans (kqueue)
 *   clean.c      nothing is left: processes, mounts, files
 *   value.c      text of a value -> struct value; value_words.c what it is made of
 *   take*.c      struct value -> what a call takes
 *   show*.c      what came back -> text
 *   symbols.c    names <-> numbers of this system's constants (tables made from runner/suite/constants.ts)
 *   calls_*.c    the calls, by family; calls.c finds them
 *   termio.h     structures of Linux's that its C libraries lack
 *   guard*.c     what no suite may do here
 *   settings.c   how this host is set up
 *   needs.c      what a case needs and whether it is there
 *   users.c      users and groups by the host's files
 *
 * C99 and POSIX. Every file includes this one first and nothing before it.
 */
#ifndef PROBE_H
#define PROBE_H
#define _GNU_SOURCE

#include <sys/types.h>
#include <sys/param.h>

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	MAX_PROCESSES = 24,	/* of one case */
	MAX_NAMES = 96,		/* of one case */
	MAX_STRING = 4096,	/* a bound string */
	MAX_COUNTED = 1024,	/* elements of a name[] */
	PARKED = 200,		/* the probe's own descriptors lie here and above */
	MOST_ASKED = 256,	/* descriptors in one poll_open() */
	MAX_SHOWN = 4 * 1024 * 1024 + 1024,	/* a result as text: 1 MiB of escapes, and a little */
	GUARD_KEEPS = 160 * 1024	/* what the guard knows of a case */
};

/* A variable that each thread has for itself; where there is no such thing, cases have no threads. */
#ifdef __TINYC__
#define PER_THREAD
#else
#define PER_THREAD __thread
#endif

/* --- text that grows; running out of memory ends the process with a message --- */
struct text {
	char *s;		/* always NUL-terminated once something was added */
	size_t n, size;
};
void text_add(struct text *t, const char *s);
void text_addf(struct text *t, const char *format, ...);
void text_bytes(struct text *t, const void *bytes, size_t n);	/* as they are */
void text_printable(struct text *t, const char *s);	/* with a ? for what is not printable ASCII */
void text_free(struct text *t);

/* --- values as they stand in a program line (value.c) --- */
enum value_kind {
	V_NUMBER,		/* number */
	V_DATA,			/* items: V_PIECE... */
	V_PIECE,		/* see value_words.c */
	V_FLAGS,		/* items: V_FLAG (name, number 1 = set), number, rest */
	V_FLAG,
	V_NAME,			/* name, each, group */
	V_LIST, V_SET,		/* items, rest */
	V_STRUCT,		/* items with their field in name, value in items[0]; rest */
	V_FORM			/* name = form, items = arguments */
};
struct value {
	enum value_kind kind;
	char *name;
	long long number;
	unsigned char *bytes;
	size_t length;
	bool rest, each, group;
	struct value **items;
	size_t n;
};
/* NULL and a sentence in *why when the text is no value. Hostile text must do no harm. */
struct value *value_parse(const char *text, const char **why);
void value_free(struct value *v);
/*
 * A step with name[] among its arguments is played once for each element: value_elements() says how often
 * (-1: no argument has one; -2: the name has no value), value_element(i) which one name[] stands for from now on.
 */
int value_elements(struct value **args, size_t n);
void value_element(int index);

/* --- names of a case and what they are bound to; in memory that all its processes share (stage.c) --- */
struct binding {
	char name[64];
	bool bound, is_string;
	long long number;
	int count;			/* of a name[]: its elements lie in elements */
	long long elements[MAX_COUNTED];
	char string[MAX_STRING];
};
/* NULL when the name has no value. */
const struct binding *binding_find(const char *name);

/* --- what a call showed --- */
struct part {			/* something a name can be bound to */
	char where[32];		/* "" the whole; a field; an index; "*" an element of a counted step */
	bool is_string;
	long long number;
	char *string;
};
struct shown {
	struct text text;	/* as in the language: 3, -1 EIO, "abc" */
	bool failed;		/* -1, NULL or 0 with an errno */
	bool refused;		/* the guard's sentence is in text */
	bool missing;		/* an argument has no value: not reached */
	struct part *parts;
	size_t n;
	void **held;		/* memory that lives as long as the result: buffers, strings of arguments */
	size_t holds;
};
void show_number(struct shown *s, long long number);	/* also binds the whole */
void show_string(struct shown *s, const char *string);	/* as data, also binds the whole */
void show_data(struct shown *s, const void *bytes, size_t n);
void show_failure(struct shown *s, const char *returned, int error);	/* "-1", "0", "NULL" */
void show_result(struct shown *s, long long result, int error);	/* number, or -1 with errno */
void show_refusal(struct shown *s, const char *why);
void show_part_number(struct shown *s, const char *where, long long number);
void show_part_string(struct shown *s, const char *where, const char *string);
void *shown_hold(struct shown *s, size_t size);	/* zeroed */
void shown_free(struct shown *s);

/* --- the calls (calls.c, calls_*.c) --- */
struct call {
	const char *name;
	int least, most;	/* arguments */
	/* NULL: the player itself does it (fork, _exit, sigaction, ...) */
	void (*perform)(struct value **args, size_t n, struct shown *s);
};
const struct call *call_find(const char *name);
/* Writes the names of all calls this build has, one a line: `probe calls`. */
void call_list(struct text *t);

/* --- constants (symbols.c) --- */
struct symbol {
	const char *name;
	long long value;
	long long mask;		/* of a field of several bits, else 0 */
};
/* A family of suite/constants.ts: "errno", "signal", "open", ... Ends with a NULL name. */
const struct symbol *symbol_family(const char *family);
bool symbol_find(const char *name, long long *value);
const char *symbol_name(const char *family, long long value);	/* NULL: none */
/* Flags of a family joined by |, nameless bits in hex, 0 when none is set. */
void symbol_flags(struct text *t, const char *family, unsigned long long value);

/* --- what no suite may do (guard.c). NULL: allowed, else the reason. --- */
enum guard_use { USE_OPEN, USE_CHANGE, USE_REMOVE, USE_MAKE, USE_LOOK };
const char *guard_path(const char *path, enum guard_use use, bool follow);
const char *guard_descriptor_change(int fd);		/* fchmod, fchown */
const char *guard_signal(long long pid, int signal);
/* Is or was this a process of the case that is played here? (stage.c) */
bool case_has_process(pid_t pid);
/* The i-th process the case has made, 0 where it is gone; -1: there are no more. */
pid_t case_process(int i);
/*
 * From here to the end of the call this process follows a path, or changes where paths lead. False when another
 * process of the case is in such a call: between the guard's look and the call nothing may be swapped. (player.c)
 */
bool case_takes_path(bool changes);
/* Has this process others threads? Then they might swap a descriptor between the guard's look and the call. */
bool case_has_threads(void);
/* Before each case, in the process from which all of its own descend: what is the host's. */
void guard_host(void);
/* Called in the case's first process before its first step, with its channels open: these it keeps from the case. */
void guard_scratch(const char *folder);
/* Memory of GUARD_KEEPS bytes that all processes of the case share, and that outlives execve(SELF). (stage.c) */
void *guard_memory(void);
/* Before execve(SELF), and in place of guard_scratch() after it. */
void guard_keep(void);
void guard_resume(void);

/* --- the host (settings.c) --- */
void settings_print(struct text *t);	/* the identity and setting lines */
/* Rights are found out by trying, in a child; where there is none to be had, a need stays unknown. */
enum need { NEED_MET, NEED_MISSING, NEED_UNKNOWN };
enum need need_find(const char *word);
extern const char need_whole_root[];	/* no word of suites: what a case needs that enters a namespace of mounts */
/*
 * The user ordinary cases run as where the probe is root, and UID_OTHER and GID_OTHER where one runs as root.
 * It is nobody until `option user` says otherwise. user_parse() takes NAME (of /etc/passwd) or UID:GID.
 */
struct account {
	long long uid, gid;	/* -1: there is none */
};
struct account user_ordinary(void);
void user_set_ordinary(struct account user);
bool user_parse(const char *text, struct account *user);
long long group_find(const char *name);	/* its number by /etc/group, or -1 */
/* The bare name of the first constant of a value that this host lacks, or NULL. */
const char *value_missing(const struct value *v);

/* --- a process from outside (look*.c) --- */
enum look_state {
	LOOK_GONE, LOOK_RUNNING, LOOK_ASLEEP, LOOK_STOPPED,
	LOOK_ENDING,		/* in exit, which may wait for a terminal's reader */
	LOOK_ENDED
};
struct look {
	enum look_state state;
	unsigned long long switches;	/* voluntary context switches so far, see look_switches(); 0 where unknown */
	unsigned long long started;	/* with the pid: identity; 0 unknown */
	int status;			/* wait status of an ended or stopped one, -1 unknown */
	pid_t parent, group, session;
	pid_t foreground;		/* of its terminal; 0 or -1 where there is none */
	dev_t terminal;			/* 0: it has none */
	char program[20];		/* as the table calls it */
};
/* false: this system has no such table for us. */
bool look(pid_t pid, struct look *l);
/* The same for one that is looked at again and again. `kept` is 0 at first; look_over() is its end. */
bool look_often(pid_t pid, struct look *l, int *kept);
void look_over(int *kept);
/* One thread of it; 0: its first. */
bool look_thread(pid_t pid, long thread, struct look *l);
/* After a look: its switches, where asking for them is a question of its own. */
void look_switches(pid_t pid, long thread, struct look *l);
/* The same for the status of one that has ended or is stopped, which stays -1 where it is hidden from us. */
void look_status(pid_t pid, struct look *l);

double now(void);		/* seconds, CLOCK_MONOTONIC */
/* Which of so many descriptors, at most MOST_ASKED, are open, by a poll() that looks at each; false: none is. */
bool poll_open(int first, int n, bool *open);
#endif
