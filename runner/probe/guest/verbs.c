/* What the program does where it is not the first process: small things that a shell and its tools would do elsewhere. */
#define _GNU_SOURCE
#include "guest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/* Until the end of `from`; 0, or -1 with errno. A file of the kernel's may take less than it is given, or nothing: EINVAL. */
static int copy(int from, int to)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(from, bytes, sizeof bytes)) > 0)
		for (ssize_t at = 0; at < got;) {
			ssize_t done = write(to, bytes + at, (size_t)(got - at));

			if (done <= 0)
				return -1;
			at += done;
		}
	return (int)got;
}

int guest_verb(int argc, char **argv)
{
	const char *verb = argc > 2 ? argv[1] : "";
	int fd = 0, done = -1;

	if (!strcmp(verb, "mount") && argc == 4)
		done = mount(argv[2], argv[3], argv[2], 0, "");
	else if (!strcmp(verb, "show") && argc == 3)
		done = (fd = open(argv[2], O_RDONLY)) < 0 ? -1 : copy(fd, 1);
	else if (!strcmp(verb, "append") && argc == 3)
		done = (fd = open(argv[2], O_WRONLY | O_APPEND)) < 0 || copy(0, fd) ? -1 : close(fd);
	else {
		fprintf(stderr, "usage: the first process of a kernel; later: mount TYPE FOLDER, show FILE, append FILE\n");
		return 64;
	}
	if (done < 0)
		perror(argv[2]);
	return done < 0;
}
