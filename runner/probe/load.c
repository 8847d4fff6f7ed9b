/* Busy processes beside a case, in the session of its conductor. They end with their parent and with the probe. */
#include "probe.h"
#include "engine.h"

#include <poll.h>
#include <signal.h>

static volatile unsigned load_counter;
static pid_t load_group;	/* of all of them; 0: there are none */

static void load_work(pid_t parent, int lifeline)
{
	close_all_but(lifeline, lifeline);
	for (;;) {
		struct pollfd end = { lifeline, POLLIN, 0 };

		for (int i = 0; i < 1000000; i++)
			load_counter++;
		if (getppid() != parent || poll(&end, 1, 0) > 0)
			_exit(0);
	}
}

void load_end(void)
{
	if (load_group)
		(void)kill(-load_group, SIGKILL);
	load_group = 0;
}

bool load_start(long each, int lifeline)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	pid_t self = getpid();

	for (long i = 0; i < each * (processors > 0 ? processors : 1); i++) {
		pid_t pid = fork();

		if (pid < 0) {
			load_end();
			return false;
		}
		if (pid == 0)
			load_work(self, lifeline);
		if (!load_group)
			load_group = pid;
		(void)setpgid(pid, load_group);
	}
	return true;
}
