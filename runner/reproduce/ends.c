/* What has become of a process. */

/* Its parent tells. */
#define STOPPED(parent, who, number) \
	if (turn(P_##parent, #who ": --- stopped by " #number " ---")) \
		tells(P_##who, CLD_STOPPED, number)

#define EXITED(parent, who, code) \
	if (turn(P_##parent, #who ": +++ exited with " #code " +++")) \
		tells(P_##who, CLD_EXITED, code)

#define KILLED(parent, who, number) \
	if (turn(P_##parent, #who ": +++ killed by " #number " +++")) \
		tells(P_##who, CLD_KILLED, number)

/* As these, of one whose parent has ended: the keeper has adopted it. */
#define ORPHAN_STOPPED(who, number) \
	keeper_tells(P_##who, CLD_STOPPED, number, #who ": --- stopped by " #number " ---")

#define ORPHAN_EXITED(who, code) \
	keeper_tells(P_##who, CLD_EXITED, code, #who ": +++ exited with " #code " +++")

#define ORPHAN_KILLED(who, number) \
	keeper_tells(P_##who, CLD_KILLED, number, #who ": +++ killed by " #number " +++")

static siginfo_t state;

/* Notes the `state` of a child once it has stopped or ended. */
static void got_state(pid_t pid)
{
	double until = seconds() + DEADLINE;

	do {
		memset(&state, 0, sizeof state);
		if (waitid(P_PID, (id_t)pid, &state, WEXITED | WSTOPPED | WNOHANG | WNOWAIT))
			break;
		poll(NULL, 0, state.si_pid ? 0 : 5);
	} while (!state.si_pid && seconds() < until);
	if (got(state.si_pid ? 0 : -1) == -1)
		return;
	*observed = '\0';
	if (state.si_code == CLD_EXITED)
		show("exited %d", state.si_status & 0xff);
	else
		show("%s by %s", state.si_code == CLD_STOPPED ? "stopped" : "killed",
		    signal_name(state.si_status));
}

/* Is it this way, and this signal or code? */
static bool state_is(int way, int number)
{
	int seen = state.si_code == CLD_DUMPED ? CLD_KILLED : state.si_code;

	return result == 0 && seen == way && (state.si_status & 0xff) == number;
}

static void tells(int who, int way, int number)
{
	got_state(shared->pid[who]);
	allow(state_is(way, number));
}

static void keeper_tells(int who, int way, int number, const char *line)
{
	at++;
	if (me != KEEPER)
		return;
	got_state(shared->pid[who]);
	print_step(line, observed, state_is(way, number));
}

/* Where orphans come to the keeper it can tell of them. */
static void adopt_orphans(void)
{
	if (me != KEEPER)
		return;
#if defined(PR_SET_CHILD_SUBREAPER)
	prctl(PR_SET_CHILD_SUBREAPER, 1);
#elif defined(PROC_REAP_ACQUIRE)
	procctl(P_PID, getpid(), PROC_REAP_ACQUIRE, NULL);
#else
	unsupported("orphans come to nobody who could tell what becomes of them");
#endif
}
