/*
 * The first process of a kernel that is booted for nothing but our cases: it mounts what they need, and starts programs for
 * who talks to it over a port. Linux alone; a program of its own, with the probe beside it at /probe.
 *
 *   init [DEVPTS]   the options devpts is mounted with; "none": not at all
 *
 * Started by itself it is one of the programs there are (verbs.c).
 *
 * Frames go both ways over the port: a letter, the length in four bytes (the highest first), and so many bytes.
 *
 *   to us    S words, each ended by NUL   start the program          from us   H lines   what there is, once
 *            I bytes                      its input                            O R bytes  its output, its errors
 *            E                            end of its input                     X line     its end: `status N`, `signal N`
 *            K                            end it                               A 4 bytes  so many of the input were taken
 *            A 4 bytes                    so many of O and R were taken      P          the answer to P
 *            P                            are you there?
 *
 * Neither side sends more than WINDOW bytes that were not taken: a serial port loses what has no room.
 */
#define _GNU_SOURCE
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	WINDOW = 16384,
	LONGEST = WINDOW,	/* of a frame's bytes */
	PIECE = 2048
};

static struct {
	pid_t pid;		/* 0: none runs */
	int input, output, errors;	/* our ends; -1: closed */
	int status;
	bool ended;
	bool no_more_input;
} program = { 0, -1, -1, -1, 0, false, false };

static struct {
	unsigned char bytes[5 + LONGEST];
	size_t n;
} in;

static unsigned char waiting[WINDOW];	/* input that its pipe has no room for yet */
static size_t n_waiting;
static size_t untaken;			/* of what we sent */
static int port = -1;
static int ends[2];

static void stop(const char *why)
{
	fprintf(stderr, "ptycheck: %s: %s\n", why, strerror(errno));
	(void)reboot(RB_POWER_OFF);
	for (;;)
		(void)pause();
}

static void put(const void *bytes, size_t n)
{
	const unsigned char *from = bytes;

	while (n > 0) {
		ssize_t done = write(port, from, n);

		if (done > 0) {
			from += done;
			n -= (size_t)done;
		} else if (done < 0 && errno != EINTR && errno != EAGAIN)
			stop("write to the port");
	}
}

static void send_frame(char letter, const void *bytes, size_t n)
{
	unsigned char head[5] = { (unsigned char)letter, (unsigned char)(n >> 24), (unsigned char)(n >> 16),
	    (unsigned char)(n >> 8), (unsigned char)n };

	put(head, sizeof head);
	put(bytes, n);
}

static size_t number_of(const unsigned char *bytes)
{
	return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

static void send_number(char letter, size_t number)
{
	unsigned char bytes[4] = { (unsigned char)(number >> 24), (unsigned char)(number >> 16),
	    (unsigned char)(number >> 8), (unsigned char)number };

	send_frame(letter, bytes, sizeof bytes);
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

static void child_ended(int number)
{
	int error = errno;

	(void)number;
	if (write(ends[1], "", 1) >= 0 || errno)
		errno = error;
}

static void become(char **words, int input, int output, int errors)
{
	sigset_t none;

	(void)setsid();
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGCHLD, SIG_DFL);
	if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0)
		_exit(126);
	for (int fd = 3; fd < 64; fd++)
		(void)close(fd);
	(void)execv(words[0], words);
	fprintf(stderr, "%s: %s\n", words[0], strerror(errno));
	_exit(127);
}

static void start_program(char *bytes, size_t n)
{
	int input[2], output[2], errors[2];
	char *words[16];
	int count = 0;

	if (program.pid || n == 0 || bytes[n - 1] != '\0') {
		errno = EBUSY;
		stop("start");
	}
	for (char *word = bytes; word < bytes + n && count < 15; word += strlen(word) + 1)
		words[count++] = word;
	words[count] = NULL;
	if (pipe2(input, O_CLOEXEC) || pipe2(output, O_CLOEXEC) || pipe2(errors, O_CLOEXEC))
		stop("pipe");
	program.pid = fork();
	if (program.pid < 0)
		stop("fork");
	if (program.pid == 0)
		become(words, input[0], output[1], errors[1]);
	(void)close(input[0]);
	(void)close(output[1]);
	(void)close(errors[1]);
	program.input = input[1];
	program.output = output[0];
	program.errors = errors[0];
	program.ended = program.no_more_input = false;
	(void)fcntl(program.input, F_SETFL, O_NONBLOCK);
	n_waiting = 0;
}

static void take_frame(char letter, unsigned char *bytes, size_t n)
{
	if (letter == 'S')
		start_program((char *)bytes, n);
	else if (letter == 'I') {
		if (n > sizeof waiting - n_waiting) {
			errno = EMSGSIZE;
			stop("input");
		}
		memcpy(waiting + n_waiting, bytes, n);
		n_waiting += n;
	} else if (letter == 'E')
		program.no_more_input = true;
	else if (letter == 'K' && program.pid)
		(void)kill(program.pid, SIGTERM);
	else if (letter == 'P')
		send_frame('P', "", 0);
	else if (letter == 'A' && n == 4)
		untaken -= number_of(bytes) < untaken ? number_of(bytes) : untaken;
}

static void read_port(void)
{
	ssize_t got = read(port, in.bytes + in.n, sizeof in.bytes - in.n);

	if (got < 0 && errno != EINTR && errno != EAGAIN)
		stop("read from the port");
	if (got <= 0)
		return;
	in.n += (size_t)got;
	while (in.n >= 5) {
		size_t n = number_of(in.bytes + 1);

		if (n > LONGEST) {
			errno = EMSGSIZE;
			stop("a frame");
		}
		if (in.n < 5 + n)
			return;
		take_frame((char)in.bytes[0], in.bytes + 5, n);
		in.n -= 5 + n;
		memmove(in.bytes, in.bytes + 5 + n, in.n);
	}
}

/* Input that nobody reads any more is taken all the same: its sender must not wait for ever. */
static void give_input(void)
{
	ssize_t done = program.input < 0 ? (ssize_t)n_waiting : write(program.input, waiting, n_waiting);

	if (done < 0 && errno != EAGAIN && errno != EINTR) {
		close_end(&program.input);
		done = (ssize_t)n_waiting;
	}
	if (done > 0) {
		n_waiting -= (size_t)done;
		memmove(waiting, waiting + done, n_waiting);
		send_number('A', (size_t)done);
	}
	if (n_waiting == 0 && program.no_more_input)
		close_end(&program.input);
}

static void take_output(int *fd, char letter)
{
	unsigned char bytes[PIECE];
	ssize_t got = read(*fd, bytes, sizeof bytes);

	if (got > 0) {
		send_frame(letter, bytes, (size_t)got);
		untaken += (size_t)got;
	} else if (got == 0 || (errno != EINTR && errno != EAGAIN))
		close_end(fd);
}

/* All orphans of the machine are ours. */
static void reap(void)
{
	char bytes[64];
	int status;
	pid_t pid;

	(void)read(ends[0], bytes, sizeof bytes);
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == program.pid) {
			program.status = status;
			program.ended = true;
		}
}

static void tell_end(void)
{
	char line[32];
	int signaled = WIFSIGNALED(program.status);

	(void)snprintf(line, sizeof line, "%s %d", signaled ? "signal" : "status",
	    signaled ? WTERMSIG(program.status) : WEXITSTATUS(program.status));
	close_end(&program.input);
	program.pid = 0;
	send_frame('X', line, strlen(line));
}

static void turn(void)
{
	bool room = untaken + PIECE <= WINDOW;
	struct pollfd polled[] = {
		{ port, POLLIN, 0 },
		{ ends[0], POLLIN, 0 },
		{ n_waiting > 0 ? program.input : -1, POLLOUT, 0 },
		{ room ? program.output : -1, POLLIN, 0 },
		{ room ? program.errors : -1, POLLIN, 0 },
	};

	if (poll(polled, 5, -1) < 0)
		return;
	if (polled[1].revents)
		reap();
	if (polled[3].revents)
		take_output(&program.output, 'O');
	if (polled[4].revents)
		take_output(&program.errors, 'R');
	if (polled[0].revents)
		read_port();
	if (n_waiting > 0 || (program.no_more_input && program.input >= 0))
		give_input();
	if (program.pid && program.ended && program.output < 0 && program.errors < 0)
		tell_end();
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = child_ended };
	char found[512];

	if (getpid() != 1)
		return guest_verb(argc, argv);
	guest_mount(argc > 1 ? argv[1] : "", found, sizeof found);
	port = guest_port(found, sizeof found);
	if (port < 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		stop("no port to talk over");
	(void)sigaction(SIGCHLD, &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
	(void)setenv("HOME", "/root", 1);
	(void)setenv("TMPDIR", "/tmp", 1);
	(void)setenv("XDG_CACHE_HOME", "/root", 1);
	send_frame('H', found, strlen(found));
	for (;;)
		turn();
}
