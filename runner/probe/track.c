/*
 * Descendants on systems where nobody adopts orphans but init: their kernel tells of every fork and every end below
 * us. So an orphan is still ours to kill, and its status is known though init has reaped it. What it tells is read
 * soon: OpenBSD up to 7.8 looks into the process that has ended when its event is read (filt_procprocess).
 */
#include "probe.h"
#include "engine.h"

#if !defined(__linux__)
#include <sys/event.h>
#endif
#ifdef __FreeBSD__
#include <sys/procctl.h>
#endif
#include <time.h>

#if defined(NOTE_TRACK) && !defined(PROC_REAP_ACQUIRE)
enum { EVENTS = 64 };

struct tracked {		/* a descendant that has not ended */
	pid_t pid;
	uintptr_t mark;
	bool root;		/* our own child, and the first with this mark */
};

static struct {
	int queue;
	uintptr_t mark;
	struct tracked *living;
	size_t n, size;
} track = { -1, 0, NULL, 0, 0 };

/* What is made from here on inherits the mark, and so does what that makes. */
static bool track_self(uintptr_t mark)
{
	struct kevent self;

	memset(&self, 0, sizeof self);
	self.ident = (uintptr_t)getpid();
	self.filter = EVFILT_PROC;
	self.flags = EV_ADD;
	self.fflags = NOTE_TRACK | NOTE_EXIT;
	self.udata = (void *)mark;
	return kevent(track.queue, &self, 1, NULL, 0, NULL) == 0;
}

void track_start(void)
{
	track.n = 0;		/* those of the process that made us are not ours */
	track.mark = 0;
	track.queue = kqueue();
	if (track.queue >= 0 && !track_self(track.mark)) {
		(void)close(track.queue);
		track.queue = -1;
	}
}

int track_line(void)
{
	return track.queue;
}

static struct tracked *track_find(pid_t pid)
{
	for (size_t i = 0; i < track.n; i++)
		if (track.living[i].pid == pid)
			return &track.living[i];
	return NULL;
}

static struct tracked *track_root(uintptr_t mark)
{
	for (size_t i = 0; i < track.n; i++)
		if (track.living[i].root && track.living[i].mark == mark)
			return &track.living[i];
	return NULL;
}

static void track_add(pid_t pid, uintptr_t mark, bool child)
{
	if (track_find(pid))
		return;
	if (track.n == track.size) {
		size_t size = track.size ? track.size * 2 : EVENTS;
		struct tracked *more = realloc(track.living, size * sizeof *more);

		if (!more)
			return;
		track.living = more;
		track.size = size;
	}
	track.living[track.n++] = (struct tracked){ pid, mark, child && !track_root(mark) };
}

void track_ends(void (*each)(pid_t pid, int status, void *context), void *context)
{
	const struct timespec at_once = { 0, 0 };
	struct kevent events[EVENTS];
	int n;

	while (track.queue >= 0 && (n = kevent(track.queue, NULL, 0, events, EVENTS, &at_once)) > 0)
		for (int i = 0; i < n; i++) {
			const struct kevent *e = &events[i];
			pid_t pid = (pid_t)e->ident;
			struct tracked *one;

			/* Of a fork and an end that come as one, the parent is lost: then it is no root that lives. */
			if ((e->fflags & NOTE_CHILD) && !(e->fflags & NOTE_EXIT))
				track_add(pid, (uintptr_t)e->udata, (pid_t)e->data == getpid());
			if (!(e->fflags & NOTE_EXIT))
				continue;
			one = track_find(pid);
			if (one)
				*one = track.living[--track.n];
			if (each)
				each(pid, (int)e->data, context);
		}
}

void track_mark(void)
{
	track_ends(NULL, NULL);
	if (track.queue >= 0)
		(void)track_self(++track.mark);
}

pid_t track_parent(pid_t pid, pid_t parent)
{
	const struct tracked *one = track_find(pid), *root;

	if (!one || parent == getpid() || track_find(parent))
		return parent;
	root = track_root(one->mark);
	return root && root != one ? root->pid : getpid();
}
#else
void track_start(void)
{
}

int track_line(void)
{
	return -1;
}

void track_ends(void (*each)(pid_t pid, int status, void *context), void *context)
{
	(void)each, (void)context;
}

void track_mark(void)
{
}

pid_t track_parent(pid_t pid, pid_t parent)
{
	(void)pid;
	return parent;
}
#endif
