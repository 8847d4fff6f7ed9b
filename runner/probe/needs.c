/* What a case needs, and whether it is there: rights by trying them in a child that ends, settings by reading. */
#include "symbols.h"
#include "calls.h"
#include "engine.h"
#include "settings.h"

#include <grp.h>
#ifdef CLONE_NEWUSER
#include <sys/prctl.h>
#endif

static char need_sentence[300];

static const char *need_lacks(const char *word)
{
	snprintf(need_sentence, sizeof need_sentence, "%s", word);
	return need_sentence;
}

/* Does this succeed in a child? */
static bool need_tried(bool (*attempt)(const char *folder), const char *folder)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0)
		_exit(attempt(folder) ? 0 : 1);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool need_becomes_other(const char *folder)
{
	struct user other = user_ordinary();
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

static bool need_has_mounts(bool (*attempt)(const char *folder))
{
	char folder[1024];
	bool there, can;
	snprintf(folder, sizeof folder, "%sneed-XXXXXX", scratch_prefix());
	there = mkdtemp(folder) != NULL;
	can = there && chmod(folder, 0755) == 0 && need_tried(attempt, folder);
	if (there)
		rmdir(folder);
	return can;
}
#endif

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

static bool need_has_program(const char *name)
{
	static const char *const programs[] = { "cat", "mesg", "sleep", "stty", "true", "tty" };
	static const char *const folders[] = { "/bin", "/usr/bin" };
	char path[64];
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		for (size_t j = 0; strcmp(programs[i], name) == 0 && j < 2; j++) {
			snprintf(path, sizeof path, "%s/%s", folders[j], programs[i]);
			if (access(path, X_OK) == 0)
				return true;
		}
	return false;
}

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

static bool need_is_met(const char *word)
{
	char system[80];
	system_word(system, sizeof system);
	if (strcmp(word, system) == 0)
		return true;
	if (strchr(word, '='))
		return need_is_set(word);
	if (strncmp(word, "program:", 8) == 0)
		return need_has_program(word + 8);
	if (strcmp(word, "root") == 0)
		return geteuid() == 0;
	if (strcmp(word, "other-user") == 0)
		return geteuid() == 0 && need_tried(need_becomes_other, NULL);
#if defined(CLONE_NEWNS) && defined(MS_BIND)
	if (strcmp(word, "mount-namespace") == 0)
		return need_has_mounts(need_mounts);
#endif
#if defined(CLONE_NEWUSER) && defined(MS_BIND)
	if (strcmp(word, "user-namespace") == 0)
		return need_has_mounts(need_user_mounts);
#endif
	return false;
}

const char *need_missing(const char *word)
{
	return need_is_met(word) ? NULL : need_lacks(word);
}
