/*
 * What a reproducer observes with: of these pieces it gets those that it mentions, in this order. A piece is what stands
 * between two blank lines that something without indentation follows.
 */

static long result;		/* what the step's call gave */
static int error;		/* its errno where it failed, else 0 */
static char observed[300];	/* both, as text */

static char data[1 << 20];	/* the bytes or the text that it gave */

static struct termios modes;

static struct winsize window;

static struct stat st;

static int status;		/* of a process that was waited for */

static struct rlimit limit;

static int ended;		/* an errno, -1 for end of file, 0: all was transferred */

static struct pollfd polled[4];
static const char *watched[4];	/* and what they are called */

static fd_set reading, writing, urgent;

static struct epoll_event happened[8];

static struct kevent event;

static sigset_t pending;

static int pair[2];

static int times;		/* how often a step was done */

static double started;		/* when a call was made whose time counts */

static char made[1 << 20];	/* bytes put together for one step, */
static size_t length;		/* and how many */

static char fstype[64], root[1000], options[1000];

static struct { dev_t tty; pid_t pgrp, tpgid, sid; } info;

#define UNTOUCHED '#'

/* In the kernel's half, where no process has memory. */
static char *volatile nowhere = (char *)-4096;

#define BADPTR nowhere

#define UID_OTHER 65534

#define GID_OTHER 65534

#define GID_TTY group_of("tty")

static char master_name[64];

static int masters[2];		/* what a call gave: master and slave, or master and child */

static const char *errno_name(int number)
{
#define NAME(constant) if (number == constant) return #constant
	NAME(EPERM); NAME(ENOENT); NAME(ESRCH); NAME(EINTR); NAME(EIO); NAME(ENXIO); NAME(EBADF); NAME(ECHILD);
	NAME(EAGAIN); NAME(ENOMEM); NAME(EACCES); NAME(EFAULT); NAME(EBUSY); NAME(EEXIST); NAME(EXDEV); NAME(ENODEV);
	NAME(ENOTDIR); NAME(EISDIR); NAME(EINVAL); NAME(ENFILE); NAME(EMFILE); NAME(ENOTTY); NAME(ENOSPC); NAME(ESPIPE);
	NAME(EROFS); NAME(EPIPE); NAME(ERANGE); NAME(ENOSYS); NAME(ELOOP); NAME(EOPNOTSUPP); NAME(ENAMETOOLONG);
#undef NAME
	return strerror(number);
}

static const char *signal_name(int number)
{
#define NAME(constant) if (number == constant) return #constant
	NAME(SIGHUP); NAME(SIGINT); NAME(SIGQUIT); NAME(SIGKILL); NAME(SIGUSR1); NAME(SIGSEGV); NAME(SIGPIPE); NAME(SIGALRM);
	NAME(SIGTERM); NAME(SIGCHLD); NAME(SIGCONT); NAME(SIGSTOP); NAME(SIGTSTP); NAME(SIGTTIN); NAME(SIGTTOU); NAME(SIGWINCH);
	NAME(SIGIO);
#undef NAME
	return "another signal";
}

/* Adds to what is shown of this step. */
static void show(const char *format, ...)
{
	size_t used = strlen(observed);
	va_list values;

	va_start(values, format);
	(void)vsnprintf(observed + used, sizeof observed - used, format, values);
	va_end(values);
}

static void show_bytes(const char *bytes, size_t n)
{
	show("\"");
	for (size_t i = 0; i < n && i < 60; i++) {
		const char *escaped = bytes[i] ? strchr("\n\r\t\b\"\\", bytes[i]) : NULL;

		if (escaped)
			show("\\%c", "nrtb\"\\"[strlen("\n\r\t\b\"\\") - strlen(escaped)]);
		else if (bytes[i] < ' ' || bytes[i] > '~')
			show("\\x%02x", (unsigned char)bytes[i]);
		else
			show("%c", bytes[i]);
	}
	show(n > 60 ? "\"... (%lu bytes)" : "\"", (unsigned long)n);
}

/* Notes what a call returned: a number, or -1 and an errno. */
static long got(long value)
{
	error = value == -1 ? errno : 0;
	result = value;
	*observed = '\0';
	show("%ld", value);
	if (error)
		show(" %s", errno_name(error));
	return value;
}

/* Notes the bytes in `data`. */
static void got_data(ssize_t n)
{
	if (got(n) == -1)
		return;
	*observed = '\0';
	show_bytes(data, (size_t)n);
}

/* Notes a text and keeps it in `data`. */
static void got_text(const char *given_back)
{
	error = given_back ? 0 : errno;
	result = given_back ? 0 : -1;
	*observed = '\0';
	if (!given_back) {
		show(error ? "NULL %s" : "NULL", errno_name(error));
		return;
	}
	(void)snprintf(data, sizeof data, "%s", given_back);
	show_bytes(data, strlen(data));
}

/* Notes an answer where 0 says no, and errno why. */
static void got_answer(int yes)
{
	error = yes ? 0 : errno;
	result = yes;
	*observed = '\0';
	show(error ? "%d %s" : "%d", yes, errno_name(error));
}

/* Notes `modes`. */
static void got_modes(int returned)
{
	if (got(returned) == -1)
		return;
	*observed = '\0';
	show("{c_iflag=%#lx, c_oflag=%#lx, c_cflag=%#lx, c_lflag=%#lx, c_cc=", (unsigned long)modes.c_iflag,
	    (unsigned long)modes.c_oflag, (unsigned long)modes.c_cflag, (unsigned long)modes.c_lflag);
	show_bytes((char *)modes.c_cc, NCCS);
	show("}");
}

/* Notes `window`. */
static void got_window(int returned)
{
	if (got(returned) == -1)
		return;
	*observed = '\0';
	show("{ws_row=%d, ws_col=%d, ws_xpixel=%d, ws_ypixel=%d}", window.ws_row, window.ws_col, window.ws_xpixel,
	    window.ws_ypixel);
}

/* Notes `st`. */
static void got_stat(int returned)
{
	if (got(returned) == -1)
		return;
	*observed = '\0';
	show("{st_mode=%#lo, st_uid=%ld, st_gid=%ld, st_rdev=%d:%d, st_dev=%#lx, st_ino=%lu, st_nlink=%lu}",
	    (unsigned long)st.st_mode, (long)st.st_uid, (long)st.st_gid, (int)major(st.st_rdev), (int)minor(st.st_rdev),
	    (unsigned long)st.st_dev, (unsigned long)st.st_ino, (unsigned long)st.st_nlink);
}

/* Notes what ptsname_r() or ttyname_r() returned: 0 and a name in `data`, or an error's number. */
static void got_name(int returned)
{
	error = errno;
	result = returned;
	*observed = '\0';
	show("{ret=%s, errno=%s", returned ? errno_name(returned) : "0", error ? errno_name(error) : "0");
	if (*data == UNTOUCHED)
		show(", buf untouched}");
	else
		show(", buf=\"%.100s\"}", data);
}

/* Fills `data` with what no name has. */
static char *untouched(void)
{
	(void)memset(data, UNTOUCHED, 4096);
	data[4096] = '\0';
	errno = 0;
	return data;
}

/* Notes `status`. */
static void got_status(pid_t pid)
{
	if (got(pid) <= 0)
		return;
	if (WIFEXITED(status))
		show(", exited %d", WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		show(", killed by %s", signal_name(WTERMSIG(status)));
	else if (WIFSTOPPED(status))
		show(", stopped by %s", signal_name(WSTOPSIG(status)));
}

/* Puts a descriptor among those that poll() looks at. */
static void watch(int i, const char *name, int fd, short wanted)
{
	polled[i] = (struct pollfd){ fd, wanted, 0 };
	watched[i] = name;
}

static void show_events(int mask)
{
	static const struct { int bit; const char *name; } names[] = {
		{ POLLIN, "IN" }, { POLLPRI, "PRI" }, { POLLOUT, "OUT" }, { POLLERR, "ERR" }, { POLLHUP, "HUP" },
		{ POLLNVAL, "NVAL" }, { POLLRDNORM, "RDNORM" }, { POLLRDBAND, "RDBAND" }, { POLLWRNORM, "WRNORM" },
		{ POLLWRBAND, "WRBAND" }
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (mask & names[i].bit)
			show(" %s", names[i].name);
}

/* Notes what poll() said of those that are watched. */
static void got_poll(int n)
{
	if (got(n) == -1)
		return;
	for (int i = 0; i < 4; i++)
		if (watched[i] && polled[i].revents) {
			show(", %s:", watched[i]);
			show_events(polled[i].revents);
		}
}

/* Empties a set of select(). */
static void clear(fd_set *set)
{
	FD_ZERO(set);
}

/* Puts a descriptor into a set of select(). */
static void add_to(fd_set *set, int fd)
{
	FD_SET(fd, set);
}

/* Notes what select() leaves in the sets. */
static void got_select(int milliseconds)
{
	struct timeval time = { milliseconds / 1000, milliseconds % 1000 * 1000 };

	(void)got(select(FD_SETSIZE, &reading, &writing, &urgent, milliseconds < 0 ? NULL : &time));
	for (int fd = 0; fd < FD_SETSIZE && result >= 0; fd++)
		if (FD_ISSET(fd, &reading) || FD_ISSET(fd, &writing) || FD_ISSET(fd, &urgent))
			show(", %d:%s%s%s", fd, FD_ISSET(fd, &reading) ? " read" : "", FD_ISSET(fd, &writing) ? " write" : "",
			    FD_ISSET(fd, &urgent) ? " urgent" : "");
}

/* What epoll_ctl() takes: these events, under the descriptor's own number. */
static struct epoll_event *asked(int fd, unsigned mask)
{
	static struct epoll_event e;

	(void)memset(&e, 0, sizeof e);
	e.events = mask;
	e.data.fd = fd;
	return &e;
}

/* Notes what `happened`. */
static void got_events(int n)
{
	(void)got(n);
	for (int i = 0; i < n; i++) {
		show(", %d:", happened[i].data.fd);
		show_events((int)happened[i].events);
	}
}

/* The events reported of a descriptor. */
static unsigned reported(int fd)
{
	for (int i = 0; i < result; i++)
		if (happened[i].data.fd == fd)
			return happened[i].events;
	return 0;
}

/* Adds, or deletes, what kevent() watches for. */
static int kevent_change(int queue, int fd, int filter, int flags)
{
	struct kevent change;

	EV_SET(&change, fd, filter, flags, 0, 0, NULL);
	return kevent(queue, &change, 1, NULL, 0, NULL);
}

/* Notes the next `event`, if one comes in this time. */
static void got_kevent(int queue, int milliseconds)
{
	struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000L };

	(void)memset(&event, 0, sizeof event);
	if (got(kevent(queue, NULL, 0, &event, 1, milliseconds < 0 ? NULL : &time)) > 0)
		show(", ident=%ld, filter=%d, flags=%#x, data=%ld", (long)event.ident, (int)event.filter, (unsigned)event.flags,
		    (long)event.data);
}

/* A set of signals that ends with 0. */
static sigset_t *signals(int first, ...)
{
	static sigset_t set;
	va_list more;

	(void)sigemptyset(&set);
	va_start(more, first);
	for (int number = first; number; number = va_arg(more, int))
		(void)sigaddset(&set, number);
	va_end(more);
	return &set;
}

/* Notes `pending`. */
static void got_signals(int returned)
{
	(void)got(returned);
	result = 0;
	for (int number = 1; number < 32 && returned == 0; number++)
		if (sigismember(&pending, number) == 1) {
			show(", %s", signal_name(number));
			result++;
		}
}

/* Waits for one of these signals and gives it. */
static int await_signal(const sigset_t *set)
{
	int number = 0;

	errno = sigwait(set, &number);
	return errno ? -1 : number;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Notes how many names are in a folder, and which, one behind the other in `data`. */
static void got_names(DIR *folder, const char *among)
{
	char *names[1000];
	const struct dirent *entry;
	size_t n = 0, used = 0;

	if (got(folder ? 0 : -1) == -1)
		return;
	while (n < 1000 && (entry = readdir(folder))) {
		char inside[1000];
		struct stat kind;

		if (entry->d_name[0] == '.' || used + sizeof entry->d_name >= sizeof data)
			continue;
		(void)snprintf(inside, sizeof inside, "%s/%s", among ? among : "", entry->d_name);
		if (among && (lstat(inside, &kind) || !S_ISCHR(kind.st_mode)))
			continue;
		names[n++] = strcpy(data + used, entry->d_name);
		used += strlen(entry->d_name) + 1;
	}
	(void)closedir(folder);
	qsort(names, n, sizeof *names, compare_names);
	result = (long)n;
	*observed = '\0';
	for (size_t i = 0; i < n; i++)
		show("%s \"%s\"", i ? "," : "{", names[i]);
	show(n ? " }" : "{}");
}

/* Is this among the names? */
static bool has_name(const char *name)
{
	const char *at = data;

	for (long i = 0; i < result; i++, at += strlen(at) + 1)
		if (!strcmp(at, name))
			return true;
	return false;
}

/* Notes how many descriptors this process has. */
static void got_descriptors(void)
{
	(void)got(0);
	for (int fd = 0; fd < 200; fd++)
		if (fcntl(fd, F_GETFD) != -1) {
			show(", %d", fd);
			result++;
		}
}

/* What lies at the end of a link. */
static const char *link_text(const char *link)
{
	static char target[1000];
	ssize_t n = readlink(link, target, sizeof target - 1);

	if (n < 0)
		return NULL;
	target[n] = '\0';
	return target;
}

/* Notes a pair of descriptors. */
static void got_pair(int returned)
{
	if (got(returned) == 0)
		show(", [%d, %d]", pair[0], pair[1]);
}

/* A path, as printf() makes it. */
static const char *path(const char *format, ...)
{
	static char paths[2][1000];
	static int which;
	va_list values;

	which = !which;
	va_start(values, format);
	(void)vsnprintf(paths[which], sizeof paths[which], format, values);
	va_end(values);
	return paths[which];
}

/* Did the call fail with this errno? */
static bool failed(int with)
{
	return result == -1 && error == with;
}

/* Are the bytes in `data` just these? */
static bool same(const char *bytes, size_t n)
{
	return result == (long)n && !memcmp(data, bytes, n);
}

/* Do the bytes in `data` begin with these? */
static bool begins(const char *bytes, size_t n)
{
	return result >= (long)n && !memcmp(data, bytes, n);
}

/* Do the bytes in `data` end with these? */
static bool ends(const char *bytes, size_t n)
{
	return result >= (long)n && !memcmp(data + result - n, bytes, n);
}

/* Do the bytes in `data` hold these? */
static bool holds(const char *bytes, size_t n)
{
	for (long i = 0; i + (long)n <= result; i++)
		if (!memcmp(data + i, bytes, n))
			return true;
	return false;
}

/* Did the call give this text? */
static bool same_text(const char *wanted)
{
	return result == 0 && !strcmp(data, wanted);
}

static void not_reached(void)
{
	(void)strcpy(observed, "not reached");
	allow(true);
}

/* The call must return this number. */
static void is(long value, long wanted)
{
	(void)got(value);
	allow(result == wanted && !error);
}

/* The call must fail with this errno. */
static void fails(long value, int with)
{
	(void)got(value);
	allow(failed(with));
}

/* The call must succeed; gives what it returned. */
static long gives(long value)
{
	(void)got(value);
	allow(value != -1);
	return value;
}

/* Whatever the call returns is shown. */
static void shows(long value)
{
	(void)got(value);
	allow(true);
}

/* A step with a descriptor that is not there, as it may be, is not reached. */
#define WITH(descriptor, ...) do { if ((descriptor) == -1) not_reached(); else __VA_ARGS__; } while (0)

/* The read must give just these bytes in `data`. */
#define reads(call, bytes) (got_data(call), allow(same(bytes, sizeof bytes - 1)))

/* The call must give a text; keeps it. */
static void gives_text(const char *given_back, char *kept)
{
	got_text(given_back);
	if (given_back)
		(void)strcpy(kept, data);
	allow(given_back != NULL);
}

/* The values 0 to 250 over and over, from the first-th on. */
static const char *seq(long first, long n)
{
	static char bytes[1 << 20];

	for (long i = 0; i < n && i < (long)sizeof bytes; i++)
		bytes[i] = (char)((first + i) % 251);
	return bytes;
}

/* Letters and digits over and over, from the first-th on. */
static const char *text(long first, long n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	static char bytes[1 << 20];

	for (long i = 0; i < n && i < (long)sizeof bytes; i++)
		bytes[i] = letters[(first + i) % 62];
	return bytes;
}

/* Adds bytes, so many times, to what is `made`. */
static void add(const char *bytes, size_t n, long repeated)
{
	for (; repeated > 0 && length + n <= sizeof made; repeated--, length += n)
		(void)memcpy(made + length, bytes, n);
}

static void show_end(void)
{
	if (ended)
		show(ended < 0 ? " then \"\"" : " then -1 %s", errno_name(ended));
}

/* Reads until it has n bytes. */
static void got_readn(int fd, long n)
{
	long have = 0;
	ssize_t more = 1;

	while (have < n && (errno = 0, more = read(fd, data + have, (size_t)(n - have))) > 0)
		have += more;
	ended = have == n || have == 0 ? 0 : more < 0 ? errno : -1;
	got_data(have || more >= 0 ? have : -1);
	show_end();
}

/* Writes until all is written. */
static void got_writen(int fd, const char *bytes, long n)
{
	long done = 0;
	ssize_t more = 1;

	while (done < n && (errno = 0, more = write(fd, bytes + done, (size_t)(n - done))) > 0)
		done += more;
	ended = done == n || done == 0 ? 0 : more < 0 ? errno : -1;
	(void)got(done || more >= 0 ? done : -1);
	show_end();
}

/* Reads until nothing came for 50 ms. */
static void got_drain(int fd)
{
	struct pollfd p = { fd, POLLIN, 0 };
	long have = 0;
	ssize_t more = 1;

	while (have < (long)sizeof data && poll(&p, 1, 50) > 0
	    && (errno = 0, more = read(fd, data + have, sizeof data - (size_t)have)) > 0)
		have += more;
	ended = more > 0 || have == 0 ? 0 : more < 0 ? errno : -1;
	got_data(have || more >= 0 ? have : -1);
	show_end();
}

/* Writes until no room came for 50 ms. */
static void got_fill(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	struct pollfd p = { fd, POLLOUT, 0 };
	long done = 0;
	ssize_t more = 1;

	(void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	while (done < 1 << 20 && poll(&p, 1, 50) > 0 && ((errno = 0, more = write(fd, seq(done, 4096), 4096)) > 0
	    || errno == EAGAIN))
		done += more > 0 ? more : 0;
	ended = more > 0 || errno == EAGAIN ? 0 : errno;
	(void)fcntl(fd, F_SETFL, flags);
	(void)got(done);
	show_end();
}

/* Sends n bytes back, one by one. */
static void got_echo(int fd, long n)
{
	long done = 0;
	ssize_t more = 1;

	while (done < n && (errno = 0, more = read(fd, data, 1)) > 0 && (more = write(fd, data, 1)) > 0)
		done++;
	ended = done == n || done == 0 ? 0 : more < 0 ? errno : -1;
	(void)got(done || more >= 0 ? done : -1);
	show_end();
}

/* Sends a letter and waits for it to come back, n times. */
static void got_ping(int fd, long n)
{
	long done = 0;
	ssize_t more = 1;

	for (; done < n; done++) {
		char sent = (char)('a' + done % 26), back = 0;

		errno = 0;
		if ((more = write(fd, &sent, 1)) <= 0 || (more = read(fd, &back, 1)) <= 0 || back != sent)
			break;
	}
	ended = done == n || done == 0 ? 0 : more < 0 ? errno : -1;
	(void)got(done || more >= 0 ? done : -1);
	show_end();
}

/* The int that an ioctl request gives. */
static long int_of(int fd, unsigned long request)
{
	int number = 0;

	return ioctl(fd, request, &number) == -1 ? -1 : number;
}

/* The flags of a description, without those that the system adds for itself. */
static long flags_of(int fd)
{
	long flags = fcntl(fd, F_GETFL);

#ifdef __linux__
	return flags == -1 ? -1 : flags & ~0100000;	/* O_LARGEFILE, by its number: to a 64 bit libc it is 0 */
#else
	return flags;
#endif
}

/* cfmakeraw() of what is set there. */
static int make_raw(int fd)
{
	if (tcgetattr(fd, &modes) == -1)
		return -1;
	cfmakeraw(&modes);
	return tcsetattr(fd, TCSANOW, &modes);
}

/* The settings as they are, or zeros: then what sets them shows why. */
static void get_modes(int fd)
{
	if (tcgetattr(fd, &modes) == -1)
		(void)memset(&modes, 0, sizeof modes);
	errno = 0;
}

/* Sends a descriptor through a socket. */
static ssize_t send_fd(int to, int fd)
{
	union { struct cmsghdr head; char bytes[CMSG_SPACE(sizeof(int))]; } control;
	struct iovec byte = { (void *)"x", 1 };
	struct msghdr message;

	(void)memset(&message, 0, sizeof message);
	(void)memset(&control, 0, sizeof control);
	message.msg_iov = &byte;
	message.msg_iovlen = 1;
	message.msg_control = &control;
	message.msg_controllen = sizeof control.bytes;
	control.head.cmsg_len = CMSG_LEN(sizeof(int));
	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	(void)memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
	return sendmsg(to, &message, 0);
}

/* Takes a descriptor from a socket. */
static int receive_fd(int from)
{
	union { struct cmsghdr head; char bytes[CMSG_SPACE(sizeof(int))]; } control;
	char got_byte;
	struct iovec byte = { &got_byte, 1 };
	struct msghdr message;
	int fd = -1;

	(void)memset(&message, 0, sizeof message);
	message.msg_iov = &byte;
	message.msg_iovlen = 1;
	message.msg_control = &control;
	message.msg_controllen = sizeof control.bytes;
	if (recvmsg(from, &message, 0) == 1 && message.msg_controllen)
		(void)memcpy(&fd, CMSG_DATA(&control.head), sizeof fd);
	return fd;
}

/* A mount as /proc/self/mountinfo has it: its fstype, root and own options. */
static void got_mount(const char *point)
{
	static char line[4096];
	FILE *mounts = fopen("/proc/self/mountinfo", "r");
	bool found = false;

	while (mounts && fgets(line, sizeof line, mounts)) {
		char its_root[1000], at[1000], *behind = strstr(line, " - ");

		if (behind && sscanf(line, "%*s %*s %*s %999s %999s", its_root, at) == 2 && !strcmp(at, point)) {
			found = true;
			(void)strcpy(root, its_root);
			(void)sscanf(behind, " - %63s %*s %999s", fstype, options);
		}
	}
	if (mounts)
		(void)fclose(mounts);
	if (!found)
		errno = EINVAL;
	if (got(found ? 0 : -1) == 0)
		show(", %s, %s, %s", fstype, root, options);
}

/* How many of the options a file system shows are its own, and no mount's. */
static int option_count(void)
{
	char copy[1000];
	int n = 0;

	for (char *word = strtok(strcpy(copy, options), ","); word; word = strtok(NULL, ","))
		n += strcmp(word, "rw") && strcmp(word, "ro");
	return n;
}

/* Is this one of them? */
static bool has_option(const char *wanted)
{
	char copy[1000];

	for (char *word = strtok(strcpy(copy, options), ","); word; word = strtok(NULL, ","))
		if (!strcmp(word, wanted))
			return true;
	return false;
}

/* Terminal, groups and session of a process, as the process table has them. */
static void got_info(pid_t pid)
{
	char name[64];
	FILE *table;
	long group, session, terminal, foreground;

	(void)snprintf(name, sizeof name, "/proc/%ld/stat", (long)pid);
	table = fopen(name, "r");
	if (!table || fscanf(table, "%*d (%*[^)]) %*c %*d %ld %ld %ld %ld", &group, &session, &terminal, &foreground) != 4) {
		errno = ESRCH;
		(void)got(-1);
		return;
	}
	(void)fclose(table);
	(void)got(0);
	info.pgrp = (pid_t)group;
	info.sid = (pid_t)session;
	info.tty = makedev((unsigned)terminal >> 8 & 0xfff, ((unsigned)terminal & 0xff) | ((unsigned)terminal >> 12 & 0xfff00));
	info.tpgid = (pid_t)foreground;
	show(", pgrp=%ld, sid=%ld, tty=%#lx, tpgid=%ld", group, session, (unsigned long)info.tty, foreground);
}

/* A setting of the kernel; its name has slashes for dots. */
static long setting(const char *name)
{
	FILE *file = fopen(path("/proc/sys/%s", name), "r");
	long value;

	if (!file)
		return -1;
	if (fscanf(file, "%ld", &value) != 1)
		value = -1;
	(void)fclose(file);
	return value;
}

/* All of a file, in `data`. */
static ssize_t read_file(const char *name)
{
	int fd = open(name, O_RDONLY | O_NOCTTY);
	ssize_t n = fd < 0 ? -1 : read(fd, data, sizeof data);

	if (fd >= 0)
		(void)close(fd);
	return n;
}

/* Makes this a file's contents. */
static ssize_t write_file(const char *name, const char *bytes)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY, 0644), reason;
	ssize_t n = fd < 0 ? -1 : write(fd, bytes, strlen(bytes));

	reason = errno;
	if (fd >= 0)
		(void)close(fd);
	errno = reason;
	return n;
}

/* Is there a function of that name in the library? */
static int has_function(const char *name)
{
	return dlsym(RTLD_DEFAULT, name) != NULL;
}

/* A group's number. */
static gid_t group_of(const char *name)
{
	const struct group *group = getgrnam(name);

	return group ? group->gr_gid : (gid_t)-1;
}

/* openpty(), with the slave's name in `data`. */
static void got_openpty(const struct termios *t, const struct winsize *w)
{
	if (got(openpty(&masters[0], &masters[1], NULL, (void *)t, (void *)w)) == -1)
		return;
	(void)strcpy(data, ptsname(masters[0]));
	show(", [%d, %d, %s]", masters[0], masters[1], data);
}

/* Takes this process into a new jail. */
static int jail_me(const char *where, const char *name)
{
	struct iovec options[4];

	options[0].iov_base = (void *)"path";
	options[0].iov_len = sizeof "path";
	options[1].iov_base = (void *)where;
	options[1].iov_len = strlen(where) + 1;
	options[2].iov_base = (void *)"name";
	options[2].iov_len = sizeof "name";
	options[3].iov_base = (void *)name;
	options[3].iov_len = strlen(name) + 1;
	return jail_set(options, 4, JAIL_CREATE | JAIL_ATTACH);
}

/* A pair from /dev/ptm, with the slave's name in `data`. */
static void got_ptmget(void)
{
	struct ptmget new_one;
	int fd = open("/dev/ptm", O_RDWR);

	if (got(fd < 0 ? -1 : ioctl(fd, PTMGET, &new_one)) == -1)
		return;
	(void)close(fd);
	masters[0] = new_one.cfd;
	masters[1] = new_one.sfd;
	(void)strcpy(master_name, new_one.cn);
	(void)strcpy(data, new_one.sn);
	show(", [%d, %d, %s, %s]", masters[0], masters[1], master_name, data);
}

/* The time, in seconds. */
static double seconds(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Sleeps a little before it is asked again. */
static bool again(void)
{
	struct timespec time = { 0, 10000000 };

	(void)nanosleep(&time, NULL);
	errno = 0;
	return true;
}

/* Cannot be tried here: status 77. */
static void unsupported(const char *why)
{
	(void)printf("unsupported: %s\n", why);
	exit(77);
}

/* What the superuser may is not the question: root goes on as nobody. */
static void become_nobody(void)
{
	gid_t group = 65534;

	if (geteuid() == 0 && (setgroups(1, &group) || setgid(group) || setuid(65534)))
		unsupported("start this as an ordinary user");
}
