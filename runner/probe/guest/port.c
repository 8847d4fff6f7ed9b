/* The way to whoever booted us: a port of virtio where the kernel knows it, which is quick; else the second serial port. */
#define _GNU_SOURCE
#include "guest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { COMPRESSED_FILE = 4 };	/* MODULE_INIT_COMPRESSED_FILE */

/* In the order of their names. One that is built in already, or does not fit, is passed over: what was needed shows below. */
static void load_modules(void)
{
	struct dirent **entries;
	char path[300];
	int n = scandir("/modules", &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		int fd;

		(void)snprintf(path, sizeof path, "/modules/%s", entries[i]->d_name);
		fd = *entries[i]->d_name == '.' ? -1 : open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (syscall(SYS_finit_module, fd, "", 0) && errno == ENOEXEC)
			(void)syscall(SYS_finit_module, fd, "", COMPRESSED_FILE);
		(void)close(fd);
	}
}

static int virtio_port(void)
{
	static const struct timespec pause = { 0, 50000000 };
	char path[64];

	/* The ports of a device are told of some time after it. */
	for (int tries = 0; tries < 40 && access("/sys/class/virtio-ports", F_OK) == 0; tries++) {
		for (int i = 0; i < 8; i++) {
			int fd;

			(void)snprintf(path, sizeof path, "/dev/vport%dp1", i);
			fd = open(path, O_RDWR | O_CLOEXEC);
			if (fd >= 0)
				return fd;
		}
		(void)nanosleep(&pause, NULL);
	}
	return -1;
}

static int serial_port(void)
{
	int fd = open("/dev/ttyS1", O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios raw;

	if (fd < 0)
		return -1;
	memset(&raw, 0, sizeof raw);
	raw.c_cflag = CS8 | CREAD | CLOCAL;
	raw.c_cc[VMIN] = 1;
	(void)cfsetispeed(&raw, B115200);
	(void)cfsetospeed(&raw, B115200);
	if (tcsetattr(fd, TCSAFLUSH, &raw)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

int guest_port(char *found, size_t room)
{
	int fd;

	load_modules();
	fd = virtio_port();
	if (fd >= 0) {
		guest_found(found, room, "port", "virtio");
		return fd;
	}
	fd = serial_port();
	if (fd >= 0)
		guest_found(found, room, "port", "serial");
	return fd;
}
