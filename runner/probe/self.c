/*
 * This program, for a process of a case that executes it again. The login's cache folder is closed to the ordinary
 * user, so it is executed by a descriptor; where there is no such call, by its name, or by a copy in the scratch
 * folder.
 */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

extern char **environ;

static char self_name[MAX_FOLDER];	/* absolute; empty: not known */

void self_note(const char *name)
{
	char *real = strchr(name, '/') ? realpath(name, NULL) : NULL;

	if (real && strlen(real) < sizeof self_name)
		memcpy(self_name, real, strlen(real) + 1);
	free(real);
}

static int self_open(void)
{
	int fd = open("/proc/self/exe", O_RDONLY);

	return fd >= 0 ? fd : open(self_name, O_RDONLY);
}

bool self_known(void)
{
	int fd = self_open();

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

#if defined(AT_EMPTY_PATH) || defined(SYS_fexecve)	/* then there is fexecve(); FreeBSD 12 has only the second */
static bool self_prepare(int fd, const struct player_setup *setup)
{
	struct stat st;

	return !setup->drop || (fstat(fd, &st) == 0 && ((st.st_mode & 0055) == 0055 || fchmod(fd, 0755) == 0));
}

int self_execute(char *const *argv)
{
	(void)fexecve(SELF_AT, argv, environ);
	return errno;
}
#else
static char self_copy[MAX_FOLDER + 16];

static bool self_prepare(int fd, const struct player_setup *setup)
{
	static char bytes[65536];
	ssize_t n;
	int copy;

	*self_copy = '\0';
	if (!setup->drop)
		return *self_name;
	(void)snprintf(self_copy, sizeof self_copy, "%.1000s/.self", setup->folder);
	copy = open(self_copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	while (copy >= 0 && (n = read(fd, bytes, sizeof bytes)) > 0)
		if (!write_whole(copy, bytes, (size_t)n))
			break;
	return copy >= 0 && fchmod(copy, 0755) == 0 && close(copy) == 0;
}

int self_execute(char *const *argv)
{
	(void)execve(*self_copy ? self_copy : self_name, argv, environ);
	return errno;
}
#endif

const char *self_park(const struct player_setup *setup)
{
	int fd = self_open();

	if (fd < 0 || !self_prepare(fd, setup) || dup2(fd, SELF_AT) < 0 || fcntl(SELF_AT, F_SETFD, FD_CLOEXEC))
		return "the probe cannot find its own program again, or not let the ordinary user execute it";
	(void)close(fd);
	return NULL;
}
