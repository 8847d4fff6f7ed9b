/* Pairs that one call gives. */

static int masters[2];		/* what a call gave: master and slave, or master and child */

static char master_name[64];

/* openpty(), with the slave's name in `data`. */
static void got_openpty(const struct termios *t, const struct winsize *w)
{
	if (got(openpty(&masters[0], &masters[1], NULL, (void *)t, (void *)w)) == -1)
		return;
	strcpy(data, ptsname(masters[0]));
	show(", [%d, %d, %s]", masters[0], masters[1], data);
}

/* A pair from /dev/ptm, with the slave's name in `data`. */
static void got_ptmget(void)
{
	struct ptmget new_one;
	int fd = open("/dev/ptm", O_RDWR);

	if (got(fd < 0 ? -1 : ioctl(fd, PTMGET, &new_one)) == -1)
		return;
	close(fd);
	masters[0] = new_one.cfd;
	masters[1] = new_one.sfd;
	strcpy(master_name, new_one.cn);
	strcpy(data, new_one.sn);
	show(", [%d, %d, %s, %s]", masters[0], masters[1], master_name, data);
}
