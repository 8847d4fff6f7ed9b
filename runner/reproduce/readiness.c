/* poll() and select(). */

static struct pollfd polled[4];
static const char *watched[4];	/* and what they are called */

/* Puts a descriptor among those that poll() looks at. */
static void watch(int i, const char *name, int fd, short wanted)
{
	polled[i] = (struct pollfd){ fd, wanted, 0 };
	watched[i] = name;
}

static void show_events(int mask)
{
	static const struct { int bit; const char *name; } names[] = {
		{ POLLIN, "IN" }, { POLLPRI, "PRI" }, { POLLOUT, "OUT" },
		{ POLLERR, "ERR" }, { POLLHUP, "HUP" }, { POLLNVAL, "NVAL" },
		{ POLLRDNORM, "RDNORM" }, { POLLRDBAND, "RDBAND" },
		{ POLLWRNORM, "WRNORM" }, { POLLWRBAND, "WRBAND" }
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

static fd_set reading, writing, urgent;

/* Notes what select() leaves in the sets. */
static void got_select(int milliseconds)
{
	struct timeval time = { milliseconds / 1000, milliseconds % 1000 * 1000 };

	got(select(FD_SETSIZE, &reading, &writing, &urgent, milliseconds < 0 ? NULL : &time));
	for (int fd = 0; fd < FD_SETSIZE && result >= 0; fd++)
		if (FD_ISSET(fd, &reading) || FD_ISSET(fd, &writing) || FD_ISSET(fd, &urgent))
			show(", %d:%s%s%s", fd, FD_ISSET(fd, &reading) ? " read" : "",
			    FD_ISSET(fd, &writing) ? " write" : "",
			    FD_ISSET(fd, &urgent) ? " urgent" : "");
}
