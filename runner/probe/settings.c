/* How this host is set up, read without changing anything: language 5.11. */
#include "symbols.h"
#include "calls.h"
#include "settings.h"

#include <sys/utsname.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

/* Reads the first line of a small file; false when there is none. */
static bool setting_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "r");
	bool read = file && fgets(line, (int)size, file);
	if (file)
		fclose(file);
	if (read)
		line[strcspn(line, "\n")] = '\0';
	return read;
}

/* --- what is found at /dev/ptmx and mounted at /dev/pts --- */

static const char *setting_ptmx(void)
{
	struct stat st;
	char type[64];
	if (lstat("/dev/ptmx", &st) != 0)
		return "none";
	if (S_ISLNK(st.st_mode))
		return "link";
	if (!S_ISCHR(st.st_mode))
		return "none";
	return file_system_type("/dev/ptmx", type, sizeof type) == 0 && strcmp(type, "devpts") == 0 ? "bind" : "node";
}

static void setting_topmost(const struct mounted *m, void *context)
{
	if (strcmp(m->target, "/dev/pts") == 0)
		*(struct mounted *)context = *m;
}

/* All modes are shown alike, however the kernel writes an option. */
static const char *setting_mode(unsigned long mode, char *value, size_t size)
{
	snprintf(value, size, "%04lo", mode & 07777);
	return value;
}

/* One option of the devpts mount at /dev/pts; NULL where there is no such mount, "unset" where it has no such option. */
static const char *setting_devpts(const char *option, char *value, size_t size)
{
	struct mounted m;
	size_t n = strlen(option);
	char *rest, *word;
	memset(&m, 0, sizeof m);
	mounts_each(setting_topmost, &m);
	if (strcmp(m.type, "devpts") != 0)
		return NULL;
	for (rest = m.options; (word = strtok_r(rest, ",", &rest)) != NULL;) {
		if (strncmp(word, option, n) != 0 || (word[n] != '=' && word[n]))
			continue;
		if (word[n] && (strcmp(option, "mode") == 0 || strcmp(option, "ptmxmode") == 0))
			return setting_mode(strtoul(word + n + 1, NULL, 8), value, size);
		snprintf(value, size, "%s", word[n] ? word + n + 1 : "yes");
		return value;
	}
	return "unset";
}

static bool setting_has_devpts(void)
{
	char value[64];
	return setting_devpts("mode", value, sizeof value) != NULL;
}

/* --- one row a setting --- */

static const char *setting_ptmx_mode(char *value, size_t size)
{
	struct stat st;
	if (stat("/dev/ptmx", &st) != 0)
		return NULL;
	return setting_mode((unsigned long)st.st_mode, value, size);
}

static const char *setting_file(const char *path, char *value, size_t size)
{
	return setting_line(path, value, size) ? value : NULL;
}

static const char *setting_kernel(char *value, size_t size)
{
	system_word(value, size);
	return value;
}

static const char *setting_tiocsti(char *value, size_t size)
{
	if (setting_line("/proc/sys/dev/tty/legacy_tiocsti", value, size))
		return strcmp(value, "0") == 0 ? "off" : "on";
#ifdef TIOCSTI
	/* Before Linux 6.2, and elsewhere, nobody could switch it off. */
	if (setting_line("/proc/sys/kernel/ostype", value, size) || strcmp(setting_kernel(value, size), "linux") != 0)
		return "on";
#endif
	return NULL;
}

static const char *setting_number(long long number, char *value, size_t size)
{
	if (number < 0)
		return NULL;
	snprintf(value, size, "%lld", number);
	return value;
}

static const char *setting_user(char *value, size_t size)
{
	return geteuid() == 0 ? "root" : setting_number((long long)geteuid(), value, size);
}

static const char *setting_ordinary(char *value, size_t size)
{
	struct account user = user_ordinary();
	if (user.uid < 0)
		return NULL;
	snprintf(value, size, "%lld:%lld", user.uid, user.gid);
	return value;
}

static const char *setting_umask(char *value, size_t size)
{
	mode_t mask = umask(022);
	umask(mask);
	snprintf(value, size, "%04o", (unsigned)mask);
	return value;
}

/* musl names itself nowhere; on Linux nothing else that is no glibc builds this. */
static const char *setting_libc(char *value, size_t size)
{
#ifdef __GLIBC__
	snprintf(value, size, "glibc");
	return value;
#else
	return strcmp(setting_kernel(value, size), "linux") == 0 ? "musl" : value;
#endif
}

static const char *const setting_keys[] = {
	"ptmx", "ptmx.mode", "devpts", "devpts.mode", "devpts.gid", "devpts.uid", "devpts.ptmxmode", "devpts.max",
	"devpts.newinstance", "tty.gid", "pty.max", "pty.reserve", "tiocsti", "user", "ordinary", "umask",
	"kernel", "libc"
};

const char *setting_value(const char *key)
{
	static char value[256];
	size_t size = sizeof value;
	if (strcmp(key, "ptmx") == 0)
		return setting_ptmx();
	if (strcmp(key, "ptmx.mode") == 0)
		return setting_ptmx_mode(value, size);
	if (strcmp(key, "devpts") == 0)
		return setting_has_devpts() ? "mounted" : "none";
	if (strncmp(key, "devpts.", 7) == 0)
		return setting_devpts(key + 7, value, size);
	if (strcmp(key, "tty.gid") == 0)
		return setting_number(group_find("tty"), value, size);
	if (strcmp(key, "pty.max") == 0)
		return setting_file("/proc/sys/kernel/pty/max", value, size);
	if (strcmp(key, "pty.reserve") == 0)
		return setting_file("/proc/sys/kernel/pty/reserve", value, size);
	if (strcmp(key, "tiocsti") == 0)
		return setting_tiocsti(value, size);
	if (strcmp(key, "user") == 0)
		return setting_user(value, size);
	if (strcmp(key, "ordinary") == 0)
		return setting_ordinary(value, size);
	if (strcmp(key, "kernel") == 0)
		return setting_kernel(value, size);
	if (strcmp(key, "libc") == 0)
		return setting_libc(value, size);
	return strcmp(key, "umask") == 0 ? setting_umask(value, size) : NULL;
}

/* --- the lines --- */

/* Text of the host's own: no field holds a tab or a newline. */
static void setting_print(struct text *t, const char *kind, const char *key, const char *value)
{
	text_addf(t, "%s\t%s\t", kind, key);
	text_printable(t, value);
	text_add(t, "\n");
}

static void identity_libc(char *name, size_t size, const char *system)
{
#ifdef __GLIBC__
	(void)system;
	snprintf(name, size, "glibc %s", gnu_get_libc_version());
#else
	snprintf(name, size, "%s%s", strcmp(system, "Linux") ? system : "musl", strcmp(system, "Linux") ? " libc" : "");
#endif
}

void settings_print(struct text *t)
{
	struct utsname system;
	char libc[600];
	memset(&system, 0, sizeof system);
	uname(&system);
	identity_libc(libc, sizeof libc, system.sysname);
	setting_print(t, "identity", "system", system.sysname);
	setting_print(t, "identity", "release", system.release);
	setting_print(t, "identity", "machine", system.machine);
	setting_print(t, "identity", "libc", libc);
	for (size_t i = 0; i < sizeof setting_keys / sizeof setting_keys[0]; i++) {
		const char *value = setting_value(setting_keys[i]);
		if (value)
			setting_print(t, "setting", setting_keys[i], value);
	}
}

void system_word(char *word, size_t size)
{
	struct utsname system;
	size_t n = 0;
	memset(&system, 0, sizeof system);
	uname(&system);
	for (; system.sysname[n] && n + 1 < size; n++)
		word[n] = (char)(system.sysname[n] >= 'A' && system.sysname[n] <= 'Z' ? system.sysname[n] + 32 :
		    system.sysname[n]);
	word[n] = '\0';
}

bool system_since(int major, int minor)
{
	struct utsname system;
	int is_major = 0, is_minor = 0;
	if (uname(&system) < 0 || sscanf(system.release, "%d.%d", &is_major, &is_minor) != 2)
		return false;
	return is_major > major || (is_major == major && is_minor >= minor);
}
