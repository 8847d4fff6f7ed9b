/*
 * A packed suite: the probe, and in place of a client behind a connection this, which gives it the program from
 * its own data and prints what comes back. The notation of the output is at the head of runner/remote/packed-log.ts.
 *
 *   packed.c  options; a session of our own; the end
 *   teller.c  the conversation with the probe
 *   frame.c   what is printed, so that it is found again in the log of a console
 *   place.c   where to play, and as whom
 */
#ifndef PACKED_H
#define PACKED_H
#include "probe.h"
#include "engine.h"

/* Where a plain `cc suite.c` would not link: their linker reads in an object which libraries it needs. */
#if defined(__clang__) && (defined(__FreeBSD__) || defined(__OpenBSD__))
#pragma comment(lib, "util")
#pragma comment(lib, "pthread")
#endif

/* --- what was packed (made by runner/remote/packing.ts) --- */
extern const char *const packed_version;	/* of ptycheck */
extern const char *const packed_probe;		/* the digest of the probe's source */
extern const char *const packed_cases[];	/* ID TAB DIGEST TAB DIGEST-OF-PROGRAM, by number; NULL ends them */
extern const char *const packed_program[];	/* pieces of the lines for the probe; NULL ends them */

struct packed_options {
	long jobs;
	double factor;
	double patience;	/* seconds without a word, not scaled */
	const char *user;	/* the ordinary user; NULL: nobody */
	const char *file;	/* NULL: standard output */
	long width;		/* of a line */
};
extern struct packed_options packed_options;

/* To the people at the console. */
void packed_say(const char *format, ...);

/* --- frame.c --- */
void frame_start(int fd, const char *run);
/* One line without its newline; false for ever once it could not be written. */
bool frame_line(const char *line);
bool frame_linef(const char *format, ...);

/* --- place.c --- */
/* The ordinary user that was asked for, or nobody, or the usual number of nobody where no file knows one. */
bool place_user(const char *wish);
/* Finds a folder where that user can work and puts it into TMPDIR; NULL: there is none. */
const char *place_folder(void);
void place_leave(void);
/* The path of this program, for one that starts it anew. */
const char *place_self(const char *name);

/* --- teller.c --- */
/* Prints what is to be played. */
void teller_begin(void);
/* Plays it all; gives up when lifeline ends. NULL: played to its end; else why it was not. */
const char *teller_play(const char *run, const char *self, int lifeline);

int probe_main(int argc, char **argv);
#endif
