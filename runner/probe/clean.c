/*
 * Nothing is left: processes, whatever they did to hide, and files. On Linux the order in which holders of
 * masters and slaves die does not matter; where a slave's close waits for a reader, the time for it is generous.
 */
#include "probe.h"
#include "engine.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { MAX_DEPTH_REMOVED = 200 };

static bool is_spared(pid_t pid, const pid_t *spared, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (spared[i] == pid)
			return true;
	return false;
}

/* Kills what descends from us and says how many there were. */
static size_t kill_descendants(const pid_t *spared, size_t n_spared)
{
	struct family *list;
	size_t n = look_all(&list), doomed = 0;
	pid_t self = getpid();
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			bool below = list[i].parent == self;

			if (list[i].doomed || list[i].pid == self || is_spared(list[i].pid, spared, n_spared))
				continue;
			for (size_t j = 0; j < n && !below; j++)
				below = list[j].doomed && list[j].pid == list[i].parent;
			if (!below)
				continue;
			list[i].doomed = more = true;
			doomed++;
			(void)kill(list[i].pid, SIGKILL);
		}
	}
	free(list);
	return doomed;
}

bool clean_processes(const pid_t *spared, size_t n, double seconds)
{
	double until = now() + seconds;
	int rounds_empty = 0;

	/* Orphans come to us one generation after the other, so an empty list once is no proof. */
	for (int pause = 1;; pause = pause < 8 ? pause * 2 : 10) {
		size_t found = kill_descendants(spared, n);
		pid_t reaped;

		do
			reaped = waitpid(-1, NULL, WNOHANG);
		while (reaped > 0);
		rounds_empty = found ? 0 : rounds_empty + 1;
		if (rounds_empty && ((reaped < 0 && errno == ECHILD) || rounds_empty == 3))
			return true;
		if (now() >= until)
			return false;
		sleep_ms(pause);
	}
}

static void remove_below(int parent, const char *name, dev_t device, int depth)
{
	struct stat st;
	const struct dirent *entry;
	DIR *folder;
	int fd;

	if (unlinkat(parent, name, 0) == 0 || depth == MAX_DEPTH_REMOVED
	    || fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISDIR(st.st_mode) || st.st_dev != device)
		return;
	if (fchmodat(parent, name, 0700, 0))
		return;
	fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	folder = fd < 0 ? NULL : fdopendir(fd);
	while (folder && (entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			remove_below(fd, entry->d_name, device, depth + 1);
	if (folder)
		(void)closedir(folder);
	(void)unlinkat(parent, name, AT_REMOVEDIR);
}

/* Follows no link and stays on the folder's device. */
bool clean_folder(const char *path)
{
	struct stat st;

	if (*path && lstat(path, &st) == 0)
		remove_below(AT_FDCWD, path, st.st_dev, 0);
	return !*path || lstat(path, &st) != 0;
}
