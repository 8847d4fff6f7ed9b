/* What a case needs, and whether it is there: rights by trying them in a child that ends, settings by reading. */
#include "symbols.h"
#include "calls.h"
#include "engine.h"
#include "settings.h"

#include <grp.h>
#ifdef CLONE_NEWUSER
#include <sys/prctl.h>
#endif
#ifdef __FreeBSD__
#include <sys/jail.h>
#include <sys/uio.h>
#endif

const char need_whole_root[] = "the root of its mount namespace";

static enum need need_if(bool met)
{
	return met ? NEED_MET : NEED_MISSING;
}

/* Does this succeed in a child? */
static enum need need_tried(bool (*attempt)(const char *folder), const char *folder)
{
	int status = 0;
	pid_t child = fork();
	if (child < 0)
		return NEED_UNKNOWN;
	if (child == 0)
		_exit(attempt(folder) ? 0 : 1);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	return need_if(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static bool need_becomes_other(const char *folder)
{
	struct account other = user_ordinary();
	gid_t gid = (gid_t)other.gid;
	(void)folder;
	return other.uid > 0 && setgroups(1, &gid) == 0 && setgid(gid) == 0 && setuid((uid_t)other.uid) == 0 &&
	    setuid(0) != 0;
}

#if defined(CLONE_NEWNS) && defined(MS_BIND)
static void need_count_shared(const struct mounted *m, void *context)
{
	if (m->shared)
		++*(int *)context;
}

/* The whole chain: some hosts allow the namespace and refuse the mount. */
static bool need_mounts(const char *folder)
{
	int shared = 0;
	return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	    mounts_each(need_count_shared, &shared) && shared == 0 &&
	    mount("devpts", folder, "devpts", 0, "newinstance,ptmxmode=0666") == 0;
}

/* setns() leads to the root of a namespace, and so out of any other (mntns_install() in fs/namespace.c). */
static bool need_root_of_namespace(const char *folder)
{
	struct stat before, after;
	int home = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	(void)folder;
	return home >= 0 && stat("/", &before) == 0 && unshare(CLONE_NEWNS) == 0 && setns(home, CLONE_NEWNS) == 0 &&
	    stat("/", &after) == 0 && before.st_dev == after.st_dev && before.st_ino == after.st_ino;
}

static enum need need_has_mounts(bool (*attempt)(const char *folder))
{
	char folder[1024];
	enum need is = NEED_UNKNOWN;
	if (!scratch_make(scratch_prefix(), folder, sizeof folder))
		return is;
	if (chmod(folder, 0755) == 0)
		is = need_tried(attempt, folder);
	rmdir(folder);
	return is;
}
#endif

#ifdef CLONE_NEWPID
/* The first process of a namespace has the number 1 in it. */
static bool need_pid_namespace(const char *folder)
{
	int status = 0;
	pid_t child;
	(void)folder;
	if (unshare(CLONE_NEWPID) != 0 || (child = fork()) < 0)
		return false;
	if (child == 0)
		_exit(getpid() == 1 ? 0 : 1);
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
#endif

#ifdef JAIL_CREATE
/* A jail that nothing holds ends with the child. */
static bool need_jail(const char *folder)
{
	static char words[][16] = { "path", "/" };
	struct iovec options[2];
	(void)folder;
	for (int i = 0; i < 2; i++) {
		options[i].iov_base = words[i];
		options[i].iov_len = strlen(words[i]) + 1;
	}
	return jail_set(options, 2, JAIL_CREATE | JAIL_ATTACH) >= 0;
}
#endif

static bool need_threads(void)
{
#ifdef __TINYC__
	return false;
#else
	return sysconf(_SC_THREADS) > 0 && thread_number() != 0;
#endif
}

#if defined(CLONE_NEWUSER) && defined(MS_BIND)
static bool need_writes(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	bool wrote = file && fputs(text, file) >= 0;
	if (file && fclose(file) != 0)
		wrote = false;
	return wrote;
}

/* As the ordinary user: namespaces of users are for those who have no right otherwise. */
static bool need_user_mounts(const char *folder)
{
	char map[64];
	unsigned long uid, gid;
	if (geteuid() == 0 && !need_becomes_other(folder))
		return false;
#ifdef PR_SET_DUMPABLE
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
#endif
	uid = (unsigned long)getuid();
	gid = (unsigned long)getgid();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return false;
	need_writes("/proc/self/setgroups", "deny");
	snprintf(map, sizeof map, "0 %lu 1", uid);
	if (!need_writes("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof map, "0 %lu 1", gid);
	return need_writes("/proc/self/gid_map", map) &&
	    mount("devpts", folder, "devpts", 0, "newinstance,ptmxmode=0666") == 0;
}
#endif

static bool need_is_set(const char *word)
{
	char key[64];
	const char *equals = strchr(word, '='), *value;
	size_t n = (size_t)(equals - word);
	if (n >= sizeof key)
		return false;
	memcpy(key, word, n);
	key[n] = '\0';
	value = setting_value(key);
	return value && strcmp(value, equals + 1) == 0;
}

/* `linux>=4.13` */
static bool need_is_since(const char *word, const char *system)
{
	size_t n = strlen(system);
	int major = 0, minor = 0;
	return strncmp(word, system, n) == 0 && sscanf(word + n, ">=%d.%d", &major, &minor) == 2 &&
	    system_since(major, minor);
}

enum need need_find(const char *word)
{
	char system[80], path[64];
	system_word(system, sizeof system);
	if (strcmp(word, system) == 0)
		return NEED_MET;
	if (strstr(word, ">="))
		return need_if(need_is_since(word, system));
	if (strchr(word, '='))
		return need_if(need_is_set(word));
	if (strncmp(word, "program:", 8) == 0)
		return need_if(program_find(word + 8, path, sizeof path));
	if (strcmp(word, "root") == 0)
		return need_if(geteuid() == 0);
	if (strcmp(word, "other-user") == 0)
		return geteuid() == 0 ? need_tried(need_becomes_other, NULL) : NEED_MISSING;
	if (strcmp(word, "threads") == 0)
		return need_if(need_threads());
#ifdef CLONE_NEWPID
	if (strcmp(word, "pid-namespace") == 0)
		return need_tried(need_pid_namespace, NULL);
#endif
#ifdef JAIL_CREATE
	if (strcmp(word, "jail") == 0)
		return geteuid() == 0 ? need_tried(need_jail, NULL) : NEED_MISSING;
#endif
#if defined(CLONE_NEWNS) && defined(MS_BIND)
	if (strcmp(word, "mount-namespace") == 0)
		return need_has_mounts(need_mounts);
	if (strcmp(word, need_whole_root) == 0)
		return need_tried(need_root_of_namespace, NULL);
#endif
#if defined(CLONE_NEWUSER) && defined(MS_BIND)
	if (strcmp(word, "user-namespace") == 0)
		return need_has_mounts(need_user_mounts);
#endif
	return NEED_MISSING;
}
