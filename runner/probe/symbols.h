/*
 * The headers in which systems define the constants of runner/suite/constants.ts. The tables themselves are
 * made by runner/remote/source.ts and stand just behind this file in the source that is sent.
 */
#ifndef SYMBOLS_H
#define SYMBOLS_H
#include "probe.h"

#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>

#include <sched.h>	/* CLONE_* where there are namespaces */
#ifdef __has_include
#if __has_include(<sys/epoll.h>)
#include <sys/epoll.h>
#endif
#if __has_include(<sys/event.h>)
#include <sys/event.h>
#endif
#endif

enum { SYMBOL_DT_DIR = 4, SYMBOL_DT_CHR = 2 };	/* ours: d_type is not everywhere */

/* All families at once: `probe symbols` and the tests. */
void symbol_list(struct text *t);
/* The `alias` lines: names of one family that share a number here. */
void symbol_aliases(struct text *t);
#endif
