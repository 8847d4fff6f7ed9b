/* Files, folders and nodes by path. Every path goes past the guard first. */
#include "symbols.h"
#include "calls.h"
#include "engine.h"

#include <dirent.h>

enum { MAX_LISTED = 8192 };

/* A call on a path with numbers a[1], a[2] behind it. */
#define PATH_CALL(name, use, follow, expression) \
	static void perform_##name(struct value **args, size_t n, struct shown *s) \
	{ \
		long long a[MAX_TAKEN + 1] = { 0 }; \
		const char *path = take_path(args[0], use, follow, s); \
		int result, error; \
		if (!take_numbers(args + 1, n - 1, a + 1, s)) \
			return; \
		errno = 0; \
		result = (expression); \
		error = errno; \
		show_result(s, result, error); \
	}

/* Both times of a file, to the second. */
static int set_times(const char *path, long long seconds)
{
	struct timespec times[2];
	memset(times, 0, sizeof times);
	times[0].tv_sec = times[1].tv_sec = (time_t)seconds;
	return utimensat(AT_FDCWD, path, times, 0);
}

PATH_CALL(access, USE_LOOK, true, access(path, (int)a[1]))
PATH_CALL(chown, USE_CHANGE, true, chown(path, (uid_t)a[1], (gid_t)a[2]))
PATH_CALL(utimensat, USE_CHANGE, true, set_times(path, a[1]))
PATH_CALL(mkdir, USE_MAKE, false, mkdir(path, (mode_t)a[1]))
PATH_CALL(rmdir, USE_REMOVE, false, rmdir(path))
PATH_CALL(unlink, USE_REMOVE, false, unlink(path))
PATH_CALL(chdir, USE_LOOK, true, chdir(path))

static void show_stat_result(struct shown *s, int result, int error, const struct stat *st)
{
	if (result == 0)
		show_stat(s, st);
	else
		show_failure(s, "-1", error);
}

static void perform_stat(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_LOOK, true, s);
	struct stat st;
	int result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = stat(path, &st);
	error = errno;
	show_stat_result(s, result, error, &st);
}

static void perform_lstat(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_LOOK, false, s);
	struct stat st;
	int result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = lstat(path, &st);
	error = errno;
	show_stat_result(s, result, error, &st);
}

static void perform_fstat(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), result, error;
	struct stat st;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = fstat(fd, &st);
	error = errno;
	show_stat_result(s, result, error, &st);
}

static bool listed_fits(const char *folder, const char *name, int wanted)
{
	bool is_dot = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
	char path[MAX_STRING + 300];
	struct stat st;
	if (!wanted || (is_dot && wanted != SYMBOL_DT_DIR))
		return !is_dot;
	if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path || lstat(path, &st) != 0)
		return false;
	return wanted == SYMBOL_DT_DIR ? S_ISDIR(st.st_mode) : S_ISCHR(st.st_mode);
}

/* What is left in it; closes it. `path` is its name where kinds of files are asked for. */
static void show_folder(struct shown *s, DIR *folder, const char *path, int wanted)
{
	char **names = shown_hold(s, MAX_LISTED * sizeof *names);
	const struct dirent *entry;
	size_t count = 0;
	while (count < MAX_LISTED && (entry = readdir(folder)) != NULL) {
		size_t size = strlen(entry->d_name) + 1;
		if (!listed_fits(path, entry->d_name, wanted))
			continue;
		names[count] = shown_hold(s, size);
		memcpy(names[count++], entry->d_name, size);
	}
	closedir(folder);
	show_names(s, names, count);
}

static void perform_listdir(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_LOOK, true, s);
	int wanted = n > 1 ? take_int(args[1], s) : 0, error;
	DIR *folder;
	if (!take_done(s) && value_constant(args[0]))	/* opendir() looks at the name itself */
		show_refusal(s, "listdir() takes a path");
	if (take_done(s))
		return;
	errno = 0;
	folder = opendir(path);
	error = errno;
	if (folder)
		show_folder(s, folder, path, wanted);
	else
		show_failure(s, "-1", error);
}

/* From where the descriptor stands to the end, where it then stands. */
static void perform_getdents(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), own, error;
	DIR *folder;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	own = dup(fd);
	folder = own < 0 ? NULL : fdopendir(own);
	error = errno;
	if (folder)
		show_folder(s, folder, "", 0);
	else {
		if (own >= 0)
			close(own);
		show_failure(s, "-1", error);
	}
}

static void perform_readlink(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_LOOK, false, s);
	char *target;
	ssize_t length;
	int error;
	(void)n;
	if (take_done(s))
		return;
	target = shown_hold(s, MAX_STRING);
	errno = 0;
	length = readlink(path, target, MAX_STRING - 1);
	error = errno;
	if (length >= 0)
		show_string(s, target);
	else
		show_failure(s, "-1", error);
}

static void perform_chmod(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_CHANGE, true, s);
	int mode = take_int(args[1], s), result, error;
	(void)n;
	if (take_done(s) || guarded(s, guard_mode((mode_t)mode)))
		return;
	errno = 0;
	result = chmod(path, (mode_t)mode);
	error = errno;
	show_result(s, result, error);
}

static void perform_fchmod(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), mode = take_int(args[1], s), result, error;
	(void)n;
	if (take_done(s) || guarded(s, guard_mode((mode_t)mode)) || guarded(s, guard_descriptor_change(fd)))
		return;
	errno = 0;
	result = fchmod(fd, (mode_t)mode);
	error = errno;
	show_result(s, result, error);
}

static void perform_fchown(struct value **args, size_t n, struct shown *s)
{
	long long a[MAX_TAKEN] = { 0 };
	int fd = take_fd(args[0], s), result, error;
	if (!take_numbers(args + 1, n - 1, a, s) || guarded(s, guard_descriptor_change(fd)))
		return;
	errno = 0;
	result = fchown(fd, (uid_t)a[0], (gid_t)a[1]);
	error = errno;
	show_result(s, result, error);
}

static void perform_mknod(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_MAKE, false, s);
	mode_t mode = (mode_t)take_number(args[1], s);
	dev_t device = (dev_t)take_number(args[2], s);
	int result, error;
	(void)n;
	if (take_done(s) || guarded(s, guard_node(mode, device)))
		return;
	errno = 0;
	result = mknod(path, mode, device);
	error = errno;
	show_result(s, result, error);
}

/* Where a link leads is looked at when it is used. */
static void perform_symlink(struct value **args, size_t n, struct shown *s)
{
	const char *target = take_string(args[0], s), *path = take_path(args[1], USE_MAKE, false, s);
	int result, error;
	(void)n;
	if (!take_done(s) && !target)
		show_refusal(s, "symlink() takes two paths");
	if (take_done(s))
		return;
	errno = 0;
	result = symlink(target, path);
	error = errno;
	show_result(s, result, error);
}

static void perform_rename(struct value **args, size_t n, struct shown *s)
{
	const char *from = take_path(args[0], USE_REMOVE, false, s), *to = take_path(args[1], USE_MAKE, false, s);
	int result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = rename(from, to);
	error = errno;
	show_result(s, result, error);
}

/* Some systems follow a link that is to be linked, others do not; both ends of it must be the case's own. */
static void perform_link(struct value **args, size_t n, struct shown *s)
{
	const char *from = take_path(args[0], USE_REMOVE, false, s), *to = take_path(args[1], USE_MAKE, false, s);
	int result, error;
	(void)n;
	if (!take_done(s) && !value_constant(args[0]))
		guarded(s, guard_path(from, USE_CHANGE, true));
	if (take_done(s))
		return;
	errno = 0;
	result = link(from, to);
	error = errno;
	show_result(s, result, error);
}

static void perform_chroot(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_string(args[0], s);
	int result, error;
	(void)n;
	if (take_done(s) || guarded(s, value_constant(args[0]) ? "chroot() takes a path" : guard_root(path)))
		return;
	errno = 0;
	result = chroot(path);
	error = errno;
	show_result(s, result, error);
}

static void perform_umask(struct value **args, size_t n, struct shown *s)
{
	mode_t mask = (mode_t)take_number(args[0], s);
	(void)n;
	if (!take_done(s))
		show_number(s, (long long)umask(mask));
}

static void perform_mkdtemp(struct value **args, size_t n, struct shown *s)
{
	const char *scratch = guard_scratch_folder();
	char prefix[MAX_STRING], path[MAX_STRING];
	int error;
	bool made;
	(void)args, (void)n;
	if (!scratch || snprintf(prefix, sizeof prefix, "%s/", scratch) >= (int)sizeof prefix) {
		show_refusal(s, "there is no scratch folder to make a folder in");
		return;
	}
	errno = 0;
	made = scratch_make(prefix, path, sizeof path);
	error = errno;
	if (made)
		show_string(s, path);
	else
		show_failure(s, "NULL", error);
}

const struct call calls_files[] = {
	{ "stat", 1, 1, perform_stat },
	{ "lstat", 1, 1, perform_lstat },
	{ "fstat", 1, 1, perform_fstat },
	{ "listdir", 1, 2, perform_listdir },
	{ "readlink", 1, 1, perform_readlink },
	{ "access", 2, 2, perform_access },
	{ "chmod", 2, 2, perform_chmod },
	{ "fchmod", 2, 2, perform_fchmod },
	{ "utimensat", 2, 2, perform_utimensat },
	{ "chown", 3, 3, perform_chown },
	{ "mkdir", 2, 2, perform_mkdir },
	{ "rmdir", 1, 1, perform_rmdir },
	{ "mknod", 3, 3, perform_mknod },
	{ "symlink", 2, 2, perform_symlink },
	{ "rename", 2, 2, perform_rename },
	{ "unlink", 1, 1, perform_unlink },
	{ "umask", 1, 1, perform_umask },
	{ "mkdtemp", 0, 0, perform_mkdtemp },
	{ "getdents", 1, 1, perform_getdents },
	{ "fchown", 3, 3, perform_fchown },
	{ "link", 2, 2, perform_link },
	{ "chdir", 1, 1, perform_chdir },
	{ "chroot", 1, 1, perform_chroot },
	{ NULL, 0, 0, NULL }
};
