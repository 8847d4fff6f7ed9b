/* Who starts the processes of a case, and ends them. */

/* All processes of the case are ended. */
static void end_all(void)
{
	for (int i = P_the_first; i < PROCESSES; i++)
		if (shared->pid[i] > 0)
			kill(shared->pid[i], SIGKILL);
	waitpid(shared->pid[P_the_first], NULL, 0);
	remove_folder();
}

/* Ends the program here, with what is known so far. */
static void give_up(void)
{
	end_all();
	exit(verdict());
}

/* Both ends of all channels lie where no case looks. */
static void open_channels(void)
{
	for (int i = 0; i < PROCESSES; i++) {
		int sockets[2];

		if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets))
			unsupported("no sockets");
		for (int end = 0; end < 2; end++) {
			channel[i][end] = fcntl(sockets[end], F_DUPFD_CLOEXEC, 200);
			close(sockets[end]);
		}
	}
}

/* The first process has the keeper's session, no terminal, and nothing open. */
static void be_first(void (*play)(void), void (*become)(void))
{
	int null = open("/dev/null", O_RDWR);

	me = P_the_first;
	shared->pid[me] = getpid();
	for (int i = 0; i < PROCESSES; i++)
		close(channel[i][0]);
	for (int i = 0; i < 3; i++)
		dup2(null, i);
	for (int i = 3; i < 200; i++)
		close(i);
	umask(022);
	if (become)
		become();
	play();
	for (;;)
		pause();
}

/*
 * One round under a keeper, which leads a session without a terminal: a first process, the steps,
 * and nothing left.
 */
static void keep_round(void (*play)(void), bool is_last, void (*become)(void))
{
	pid_t pid;

	setsid();
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
	if (shared == MAP_FAILED)
		unsupported("no memory");
	enter_folder(become != NULL);
	open_channels();
	pid = fork();
	if (pid < 0) {
		remove_folder();
		unsupported("no room for another process");
	}
	if (pid == 0)
		be_first(play, become);
	while (!shared->pid[P_the_first])
		poll(NULL, 0, 1);
	play();
	end_all();
	exit(wrong || is_last ? verdict() : 0);
}

/* Plays so many rounds, up to one that does not hold; gives the exit status. */
static int keep(void (*play)(void), int rounds, void (*become)(void))
{
	int how = 0;

	print_claim();
	for (; round_number < rounds && how == 0; round_number++) {
		pid_t keeper = fork();

		if (keeper < 0)
			unsupported("no room for another process");
		if (keeper == 0)
			keep_round(play, round_number == rounds - 1, become);
		if (waitpid(keeper, &how, 0) != keeper)
			return 1;
	}
	return WIFEXITED(how) ? WEXITSTATUS(how) : 1;
}

/* So many busy processes per processor, as long as their parent is there. */
static void keep_busy(int each)
{
	long n = each * sysconf(_SC_NPROCESSORS_ONLN);
	pid_t parent = getpid();

	while (n-- > 0)
		if (fork() == 0) {
			while (getppid() == parent)
				continue;
			_exit(0);
		}
}
