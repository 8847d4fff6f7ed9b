/*
 * What the calls share: arguments taken as C wants them, and results shown.
 * A take_*() that cannot give a value marks the result as missing (a name without value) or refused (of another
 * kind than the call takes, or the probe's own descriptor) and gives 0; take_done() is asked before the call itself.
 */
#ifndef CALLS_H
#define CALLS_H
#include "probe.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>

enum { MAX_DATA = 1024 * 1024, MAX_POLLED = 64, MAX_TAKEN = 3, UNTOUCHED_BYTE = 0x7e };

/* --- arguments (take.c, take_structure.c) --- */
long long take_number(const struct value *v, struct shown *s);
/* The same in the range of an int; the kernel decides what it means. */
int take_int(const struct value *v, struct shown *s);
/* An int that is no descriptor of the probe's own. */
int take_fd(const struct value *v, struct shown *s);
/* NULL and BADPTR stay what they are; everything else lives as long as the result. */
const char *take_string(const struct value *v, struct shown *s);
/* A path that the guard lets be used so; BADPTR stays what it is. */
const char *take_path(const struct value *v, enum guard_use use, bool follow, struct shown *s);
unsigned char *take_data(const struct value *v, struct shown *s, size_t *length);
void take_termios(const struct value *v, struct termios *t, struct shown *s);
struct winsize;
void take_winsize(const struct value *v, struct winsize *w, struct shown *s);
/* Descriptors in braces: up to `most` of them go to `fds`. NULL gives -1. */
int take_fds(const struct value *v, int *fds, int most, struct shown *s);
void take_sigset(const struct value *v, sigset_t *set, struct shown *s);
/* Fills `polled` and gives the count; the names stand in v->items. */
nfds_t take_pollset(const struct value *v, struct pollfd *polled, struct shown *s);
/* true when the call must not be made. */
bool take_done(const struct shown *s);
/* NULL or BADPTR: stands for a pointer, in *pointer. */
bool take_pointer(const struct value *v, void **pointer);
/* The text of a single constant, or NULL. */
const char *value_constant(const struct value *v);
/* Up to MAX_TAKEN arguments; false when the call must not be made. */
bool take_numbers(struct value **args, size_t n, long long *numbers, struct shown *s);

void *value_memory(size_t size);	/* zeroed; ends the process when there is none */

/* --- results (show.c, show_structure.c) --- */
void text_string(struct text *t, const void *bytes, size_t n);	/* in quotes, escaped */
void text_data(struct text *t, const void *bytes, size_t n);	/* in pieces: "..." seq() text() "x"*n */
void text_errno(struct text *t, int error);			/* EIO, or its number */
void text_signal(struct text *t, int number);
void show_then(struct shown *s, int error);			/* ` then -1 EIO`, or ` then ""` for 0 */
/* The words and the first `controls` of the control characters, without braces. */
void show_modes(struct shown *s, const struct termios *t, size_t controls);
void show_termios(struct shown *s, const struct termios *t);
void show_winsize(struct shown *s, const struct winsize *w);
void show_stat(struct shown *s, const struct stat *st);
void show_names(struct shown *s, char **names, size_t n);	/* sorts them */
void show_sigset(struct shown *s, const sigset_t *set);
void show_process(struct shown *s, const struct look *seen);	/* {tty=, pgrp=, tpgid=, sid=} */
void show_pollset(struct shown *s, const struct value *asked, const struct pollfd *polled, nfds_t n);
void show_pair(struct shown *s, int first, int second);
/* {ret=, errno=, buf=} of ptsname_r and ttyname_r; buf NULL when it was not written. */
void show_named(struct shown *s, int result, int error, const char *buffer);
void show_waited(struct shown *s, pid_t pid, int status);

/* --- the guard's finer questions (guard.c); NULL or the reason --- */
const char *guard_open(const char *path, int flags);
const char *guard_mode(mode_t mode);
const char *guard_node(mode_t mode, dev_t device);
const char *guard_descriptor(int fd);
const char *guard_namespace_of(int fd);		/* setns() */
const char *guard_unsharing(int flags);
const char *guard_root(const char *path);	/* chroot() */
/* This process has another root than the probe: what lies in /proc and /bin there may be of the case's own making. */
bool guard_is_rooted(void);
const char *guard_mounting(const char *source, const char *target, const char *type, unsigned long flags,
    const char *options);
const char *guard_unmounting(const char *target);
const char *guard_scratch_folder(void);	/* NULL before guard_scratch() */
/* Remembers the slave of a master that a case has just got. */
void guard_note_master(int fd);
/* --- mounts as this system tells of them (calls_isolation.c) --- */
struct mounted {
	unsigned long major, minor;	/* of the file system, as in its files' st_dev */
	char root[1024], target[1024], type[64], options[1024];	/* of the file system, not of the mount */
	bool shared;			/* with other namespaces */
};
/* Calls `each` for every mount, in the order they were made; false where this system has no such list for us. */
bool mounts_each(void (*each)(const struct mounted *m, void *context), void *context);
dev_t mounted_device(const struct mounted *m);
/* Whether any came or went since the last call; true where that cannot be known. */
bool mounts_changed(void);
/* The type of the file system a path lies on, as mount tells it: `devpts`; or -1 with errno. */
int file_system_type(const char *path, char *type, size_t size);

/* Refuses and says true when there is a reason. */
bool guarded(struct shown *s, const char *reason);

/* A call whose arguments are plain numbers a[0], a[1] and whose result is a number, or -1 with errno. */
#define NUMERIC_CALL(name, expression) \
	static void perform_##name(struct value **args, size_t n, struct shown *s) \
	{ \
		long long a[MAX_TAKEN + 1] = { 0 }, result; \
		int error; \
		if (!take_numbers(args, n, a, s)) \
			return; \
		errno = 0; \
		result = (long long)(expression); \
		error = errno; \
		show_result(s, result, error); \
	}

/* The same with a descriptor in `fd` as first argument. */
#define DESCRIPTOR_CALL(name, expression) \
	static void perform_##name(struct value **args, size_t n, struct shown *s) \
	{ \
		long long a[MAX_TAKEN + 1] = { 0 }, result; \
		int fd = take_fd(args[0], s), error; \
		if (!take_numbers(args + 1, n - 1, a + 1, s)) \
			return; \
		errno = 0; \
		result = (long long)(expression); \
		error = errno; \
		show_result(s, result, error); \
	}

/* musl declares the request as int, the others as unsigned long; kept in anything narrower it may lose bits. */
#if defined(__linux__) && !defined(__GLIBC__)
typedef int ioctl_request;
#else
typedef unsigned long ioctl_request;
#endif
/* Makes the call if the request is one of termio.h's, and says whether it was. (calls_termio.c) */
bool termio_ioctl(int fd, unsigned long request, const struct value *value, struct shown *s);
void perform_ioctl(struct value **args, size_t n, struct shown *s);
/* The path of a program that a case may run; false when it may not, or this host has none. (calls_programs.c) */
bool program_find(const char *name, char *path, size_t size);
extern const struct call calls_contents[], calls_host[], calls_programs[];
extern const struct call calls_pty[], calls_terminal[], calls_bytes[], calls_descriptors[], calls_files[],
	calls_processes[], calls_isolation[], calls_transfers[], calls_waiting[];
#endif
