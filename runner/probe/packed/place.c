/* Where a packed suite plays, and as whom: a host may have neither users nor a folder for scratch. */
#include "packed.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#ifdef __FreeBSD__
#include <sys/sysctl.h>
#endif

/* A folder of ours in /, which itself cannot be TMPDIR. */
static char place_own[64];

bool place_user(const char *wish)
{
#ifdef __OpenBSD__
	const struct account usual = { 32767, 32767 };
#else
	const struct account usual = { 65534, 65534 };
#endif
	struct account user;

	if (wish) {
		if (!user_parse(wish, &user))
			return false;
		user_set_ordinary(user);
	} else if (user_ordinary().uid < 0) {
		user_set_ordinary(usual);
	}
	return true;
}

static bool place_works_within(const char *folder)
{
	struct account user = user_ordinary();
	gid_t gid = (gid_t)user.gid;

	if (geteuid() == 0 && (setgroups(1, &gid) || setgid(gid) || setuid((uid_t)user.uid)))
		return false;
	return chdir(folder) == 0 && mkdir("try", 0700) == 0 && rmdir("try") == 0;
}

/* As the probe will use it: a folder made there, given to the ordinary user, used by that user. */
static bool place_works(const char *folder)
{
	struct account user = user_ordinary();
	char path[1024];
	int status = 1;
	pid_t child;

	if (snprintf(path, sizeof path, "%s/ptycheck-%ld-try", folder, (long)getpid()) >= 700)
		return false;
	(void)rmdir(path);	/* of one with our number that was killed */
	if (mkdir(path, 0700))
		return false;
	if (geteuid() || chown(path, (uid_t)user.uid, (gid_t)user.gid) == 0) {
		child = fork();
		if (child == 0)
			_exit(!place_works_within(path));
		while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
			continue;
	}
	(void)rmdir(path);
	return status == 0;
}

/* The current folder, or one of our own in it where it is the root. */
static const char *place_current(char *path, size_t size)
{
	if (!getcwd(path, size) || *path != '/')
		return NULL;
	if (path[1])
		return path;
	(void)snprintf(place_own, sizeof place_own, "/ptycheck-%ld", (long)getpid());
	if (mkdir(place_own, 0755) || chmod(place_own, 0755)) {
		*place_own = '\0';
		return NULL;
	}
	return place_own;
}

const char *place_folder(void)
{
	static const char *const usual[] = { "/tmp", "/var/tmp", "/dev/shm", "/run" };
	static char current[1024];
	const char *wish = getenv("TMPDIR"), *found = NULL;

	if (wish && *wish == '/' && wish[1] && place_works(wish))
		return wish;
	for (size_t i = 0; !found && i < sizeof usual / sizeof *usual; i++)
		if (place_works(usual[i]))
			found = usual[i];
	if (!found)
		found = place_current(current, sizeof current);
	if (!found || !place_works(found) || setenv("TMPDIR", found, 1))
		return NULL;
	return found;
}

void place_leave(void)
{
	if (*place_own)
		(void)rmdir(place_own);
	*place_own = '\0';
}

/* What the system says of it is better than a name, which may be relative, or anything. */
const char *place_self(const char *name)
{
	char *path = NULL;
#if defined(__FreeBSD__) && defined(KERN_PROC_PATHNAME)
	static char told[PATH_MAX];
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1 };
	size_t size = sizeof told;

	if (sysctl(mib, 4, told, &size, NULL, 0) == 0 && *told == '/')
		return told;
#endif
	if (access("/proc/self/exe", X_OK) == 0)
		path = realpath("/proc/self/exe", NULL);
	if (!path && name && strchr(name, '/'))
		path = realpath(name, NULL);
	return path ? path : name ? name : "";
}
