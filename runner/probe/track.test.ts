import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'

const probe = fileURLToPath(new URL('.', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ptycheck-track-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

/** As kqueue(2) describes it. */
const header = `
struct timespec;
struct kevent { uintptr_t ident; short filter; unsigned short flags; unsigned fflags; long data; void *udata; };
enum { EVFILT_PROC = -5, EV_ADD = 1 };
#define NOTE_EXIT 0x80000000U
#define NOTE_TRACK 1U
#define NOTE_CHILD 4U
int kqueue(void);
int kevent(int, const struct kevent *, int, struct kevent *, int, const struct timespec *);
`

/** A kernel that tells what the test has it tell; each argument is an event or a question. */
const kernel = `
#include "probe.h"
#include "engine.h"
#include <sys/event.h>
static struct kevent told[16];
static int n_told;
static void *mark;
int kqueue(void) { return 9; }
int kevent(int queue, const struct kevent *changes, int n, struct kevent *events, int room, const struct timespec *wait)
{
	int given = n_told < room ? n_told : room;
	(void)wait;
	if (queue != 9)
		return -1;
	if (n == 1)
		mark = changes->udata;
	if (room)
		memcpy(events, told, (size_t)given * sizeof *events), n_told = 0;
	return room ? given : 0;
}
static void tell(long pid, unsigned what, long data, void *udata)
{
	told[n_told].ident = (uintptr_t)pid;
	told[n_told].fflags = what;
	told[n_told].data = data;
	told[n_told++].udata = udata;
}
static void ended(pid_t pid, int status, void *context)
{
	(void)context;
	printf("ended %ld %d\\n", (long)pid, status);
}
int main(int argc, char **argv)
{
	long self = (long)getpid(), a, b;
	track_start();
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "mark"))
			track_mark();
		else if (!strcmp(argv[i], "read"))
			track_ends(ended, NULL);
		else if (sscanf(argv[i], "child %ld of %ld", &a, &b) == 2)
			tell(a, NOTE_CHILD, b ? b : self, mark);
		else if (sscanf(argv[i], "flash %ld %ld", &a, &b) == 2)
			tell(a, NOTE_CHILD | NOTE_EXIT, b, mark);
		else if (sscanf(argv[i], "exit %ld %ld", &a, &b) == 2)
			tell(a, NOTE_EXIT, b, NULL);
		else if (sscanf(argv[i], "whose %ld %ld", &a, &b) == 2) {
			b = (long)track_parent((pid_t)a, (pid_t)b);
			printf("%ld is of %ld\\n", a, b == self ? 0 : b);
		}
	return 0;
}
`

/** What the tracker says; 0 stands for itself. */
function track(...words: string[]): string[] {
  return execFileSync(join(folder, 'track'), words, { encoding: 'utf8' }).split('\n').slice(0, -1)
}

t.test('the tracker of orphans, on a stand-in for kqueue', async t => {
  if (needs(t, 'cc') === undefined) return
  mkdirSync(join(folder, 'sys'))
  writeFileSync(join(folder, 'sys', 'event.h'), header)
  writeFileSync(join(folder, 'kernel.c'), kernel)
  const sources = [join(folder, 'kernel.c'), join(probe, 'track.c')]
  const options = ['-std=c99', '-U__linux__', '-I', folder, '-I', probe]
  execFileSync('cc', [...options, ...sources, '-o', join(folder, 'track')])

  const orphan = ['mark', 'child 10 of 0', 'child 11 of 10', 'child 12 of 11', 'read']
  t.strictSame(track(...orphan, 'whose 12 1'), ['12 is of 10'], 'it is its conductor’s')
  t.strictSame(track(...orphan, 'whose 12 11'), ['12 is of 11'], 'who has a parent keeps it')
  t.strictSame(track(...orphan, 'whose 77 1'), ['77 is of 1'], 'a stranger stays one')
  t.strictSame(
    track(...orphan, 'exit 10 9', 'read', 'whose 12 1', 'whose 11 1'),
    ['ended 10 9', '12 is of 0', '11 is of 0'],
    'without a conductor it is ours',
  )
  t.strictSame(
    track(...orphan, 'mark', 'child 20 of 0', 'flash 21 0', 'child 22 of 21', 'read', 'whose 22 1'),
    ['ended 21 0', '22 is of 20'],
    'also where the process between was gone before anybody looked',
  )
  t.strictSame(
    track('child 5 of 0', 'exit 5 256', 'read', 'child 5 of 4', 'read', 'whose 5 1'),
    ['ended 5 256', '5 is of 0'],
    'a number may come again',
  )
})
