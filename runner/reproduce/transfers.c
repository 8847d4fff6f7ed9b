/* Reading and writing until all is done. */

static int ended;		/* an errno, -1 for end of file, 0: all was transferred */

static void show_end(void)
{
	if (ended)
		show(ended < 0 ? " then \"\"" : " then -1 %s", errno_name(ended));
}

/* Notes how much of n was transferred, and what ended it before all was. */
static void got_transfer(long done, long n, ssize_t more)
{
	ended = done == n || done == 0 ? 0 : more < 0 ? errno : -1;
	got(done || more >= 0 ? done : -1);
	show_end();
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
	got_transfer(done, n, more);
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

	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	while (done < 1 << 20 && poll(&p, 1, 50) > 0
	    && ((errno = 0, more = write(fd, seq(done, 4096), 4096)) > 0 || errno == EAGAIN))
		done += more > 0 ? more : 0;
	ended = more > 0 || errno == EAGAIN ? 0 : errno;
	fcntl(fd, F_SETFL, flags);
	got(done);
	show_end();
}

/* Sends n bytes back, one by one. */
static void got_echo(int fd, long n)
{
	long done = 0;
	ssize_t more = 1;

	while (done < n && (errno = 0, more = read(fd, data, 1)) > 0
	    && (more = write(fd, data, 1)) > 0)
		done++;
	got_transfer(done, n, more);
}

/* Sends a letter and waits for it to come back, n times. */
static void got_ping(int fd, long n)
{
	long done = 0;
	ssize_t more = 1;

	for (; done < n; done++) {
		char sent = (char)('a' + done % 26), back = 0;

		errno = 0;
		if ((more = write(fd, &sent, 1)) <= 0 || (more = read(fd, &back, 1)) <= 0
		    || back != sent)
			break;
	}
	got_transfer(done, n, more);
}
