/* What cases need of a machine where nothing is mounted yet. */
#define _GNU_SOURCE
#include "guest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const struct node {
	const char *path;
	mode_t mode;
	unsigned major, minor;
} nodes[] = {
	{ "/dev/console", 0600, 5, 1 },
	{ "/dev/null", 0666, 1, 3 },
	{ "/dev/zero", 0666, 1, 5 },
	{ "/dev/full", 0666, 1, 7 },
	{ "/dev/random", 0666, 1, 8 },
	{ "/dev/urandom", 0666, 1, 9 },
	{ "/dev/tty", 0666, 5, 0 },
	{ "/dev/ptmx", 0666, 5, 2 },
	{ "/dev/ttyS1", 0600, 4, 65 },
};

void guest_found(char *found, size_t room, const char *key, const char *value)
{
	size_t n = strlen(found);

	if (n + strlen(key) + strlen(value) + 3 <= room)
		(void)snprintf(found + n, room - n, "%s %s\n", key, value);
}

static const char *const links[][2] = {
	{ "/proc/self/fd", "/dev/fd" },
	{ "/proc/self/fd/0", "/dev/stdin" },
	{ "/proc/self/fd/1", "/dev/stdout" },
	{ "/proc/self/fd/2", "/dev/stderr" },
};

static bool put_on(const char *type, const char *folder, const char *options)
{
	(void)mkdir(folder, 0755);
	return mount(type, folder, type, 0, options) == 0;
}

/* A kernel without devtmpfs gets the nodes from us. */
static void fill_dev(void)
{
	if (put_on("devtmpfs", "/dev", ""))
		return;
	(void)put_on("tmpfs", "/dev", "mode=755");
	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
		(void)mknod(nodes[i].path, S_IFCHR | nodes[i].mode, makedev(nodes[i].major, nodes[i].minor));
		(void)chmod(nodes[i].path, nodes[i].mode);
	}
}

static const char *error_name(int error)
{
	static char number[16];

	if (error == ENODEV)
		return "ENODEV";
	if (error == EINVAL)
		return "EINVAL";
	(void)snprintf(number, sizeof number, "%d", error);
	return number;
}

void guest_mount(const char *devpts, char *found, size_t room)
{
	*found = '\0';
	(void)umask(0);
	if (!put_on("proc", "/proc", ""))
		guest_found(found, room, "proc", error_name(errno));
	(void)put_on("sysfs", "/sys", "");
	fill_dev();
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		(void)symlink(links[i][0], links[i][1]);
	if (strcmp(devpts, "none") && !put_on("devpts", "/dev/pts", devpts))
		guest_found(found, room, "devpts", error_name(errno));
	(void)put_on("tmpfs", "/dev/shm", "mode=1777");
	if (!put_on("tmpfs", "/tmp", "mode=1777"))
		(void)chmod("/tmp", 01777);
	(void)umask(022);
}
