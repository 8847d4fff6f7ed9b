/* epoll and kqueue. */

static struct epoll_event happened[8];

/* What epoll_ctl() takes: these events, under the descriptor's own number. */
static struct epoll_event *asked(int fd, unsigned mask)
{
	static struct epoll_event e;

	memset(&e, 0, sizeof e);
	e.events = mask;
	e.data.fd = fd;
	return &e;
}

/* Notes what `happened`. */
static void got_events(int n)
{
	got(n);
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

static struct kevent event;

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

	memset(&event, 0, sizeof event);
	if (got(kevent(queue, NULL, 0, &event, 1, milliseconds < 0 ? NULL : &time)) > 0)
		show(", ident=%ld, filter=%d, flags=%#x, data=%ld", (long)event.ident,
		    (int)event.filter, (unsigned)event.flags, (long)event.data);
}
