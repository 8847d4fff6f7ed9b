/* Mounts and namespaces: what differs most between systems, so each part asks for the constant it lives by. */
#include "symbols.h"
#include "calls.h"

#include <fcntl.h>

#if defined(__linux__)
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#define CALLS_STATFS
#elif defined(MFSNAMELEN)
#define CALLS_STATFS
#endif
#ifdef __FreeBSD__
#include <sys/jail.h>
#include <sys/uio.h>
#endif

/* --- the list of mounts (Linux: proc(5), mountinfo) --- */

/* Octal escapes of mountinfo: \040 is a blank. */
static void mounted_unescape(char *to, const char *from, size_t size)
{
	size_t n = 0;
	while (*from && n + 1 < size) {
		if (*from == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] && from[3]) {
			to[n++] = (char)(((from[1] - '0') << 6) | ((from[2] - '0') << 3) | (from[3] - '0'));
			from += 4;
		} else
			to[n++] = *from++;
	}
	to[n] = '\0';
}

/* 36 35 98:0 /root /target rw,noatime shared:1 - ext4 /dev/sda rw,errors=continue */
static bool mounted_read(char *line, struct mounted *m)
{
	char *fields[10], *behind = strstr(line, " - "), *rest = line;
	size_t n = 0;
	memset(m, 0, sizeof *m);
	if (!behind)
		return false;
	*behind = '\0';
	m->shared = strstr(line, " shared:") != NULL;
	while (n < 6 && (fields[n] = strtok_r(rest, " \n", &rest)) != NULL)
		n++;
	rest = behind + 3;
	while (n >= 6 && n < 9 && (fields[n] = strtok_r(rest, " \n", &rest)) != NULL)
		n++;
	if (n < 9 || sscanf(fields[2], "%lu:%lu", &m->major, &m->minor) != 2)
		return false;
	mounted_unescape(m->root, fields[3], sizeof m->root);
	mounted_unescape(m->target, fields[4], sizeof m->target);
	mounted_unescape(m->type, fields[6], sizeof m->type);
	mounted_unescape(m->options, fields[8], sizeof m->options);
	return true;
}

bool mounts_each(void (*each)(const struct mounted *m, void *context), void *context)
{
	FILE *list = fopen("/proc/self/mountinfo", "r");
	struct mounted m;
	char *line = NULL;
	size_t size = 0;
	if (!list)
		return false;
	while (getline(&line, &size, list) > 0)
		if (mounted_read(line, &m))
			each(&m, context);
	free(line);
	fclose(list);
	return true;
}

/* The list tells it once to each that holds it open: mounts_poll(). */
bool mounts_changed(void)
{
	static int list = -1;
	struct pollfd told = { list, POLLPRI, 0 };
	if (list >= 0)
		return poll(&told, 1, 0) != 0;
	list = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	return true;
}

dev_t mounted_device(const struct mounted *m)
{
	return makedev((unsigned)m->major, (unsigned)m->minor);
}

int file_system_type(const char *path, char *type, size_t size)
{
#if defined(__linux__)
	static const struct {
		unsigned long magic;
		const char *type;
	} types[] = {
		{ 0x1cd1, "devpts" }, { 0x1021994, "tmpfs" }, { 0x9fa0, "proc" }, { 0x62656572, "sysfs" },
		{ 0xef53, "ext4" }, { 0x9123683e, "btrfs" }, { 0x58465342, "xfs" }, { 0x794c7630, "overlay" },
		{ 0x858458f6, "ramfs" }, { 0x6969, "nfs" }
	};
	struct statfs fs;
	if (statfs(path, &fs) != 0)
		return -1;
	snprintf(type, size, "0x%lx", (unsigned long)fs.f_type);
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (types[i].magic == (unsigned long)fs.f_type)
			snprintf(type, size, "%s", types[i].type);
	return 0;
#elif defined(MFSNAMELEN)
	struct statfs fs;
	if (statfs(path, &fs) != 0)
		return -1;
	snprintf(type, size, "%s", fs.f_fstypename);
	return 0;
#else
	(void)path, (void)type, (void)size;
	errno = ENOSYS;
	return -1;
#endif
}

/* --- the calls --- */

#ifdef CALLS_STATFS
static void perform_statfs(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_LOOK, true, s);
	char type[64];
	int result, error;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = file_system_type(path, type, sizeof type);
	error = errno;
	if (result != 0) {
		show_failure(s, "-1", error);
		return;
	}
	text_add(&s->text, "{fstype=");
	text_string(&s->text, type, strlen(type));
	text_add(&s->text, "}");
	show_part_string(s, "fstype", type);
}
#endif

#ifdef CLONE_NEWNS
static void perform_unshare(struct value **args, size_t n, struct shown *s)
{
	int flags = take_int(args[0], s), result, error;
	(void)n;
	if (take_done(s) || guarded(s, guard_unsharing(flags)))
		return;
	errno = 0;
	result = unshare(flags);
	error = errno;
	show_result(s, result, error);
}

static void perform_setns(struct value **args, size_t n, struct shown *s)
{
	int fd = take_fd(args[0], s), flags = take_int(args[1], s), result, error;
	(void)n;
	if (take_done(s) || guarded(s, guard_namespace_of(fd)))
		return;
	errno = 0;
	result = setns(fd, flags);
	error = errno;
	show_result(s, result, error);
}
#endif

#ifdef MS_BIND
static void perform_mount(struct value **args, size_t n, struct shown *s)
{
	const char *source = take_string(args[0], s), *target = take_string(args[1], s);
	const char *type = take_string(args[2], s), *options = take_string(args[4], s);
	unsigned long flags = (unsigned long)take_number(args[3], s);
	int result, error;
	(void)n;
	for (size_t i = 0; i < n && !take_done(s); i++)
		if (i != 3 && value_constant(args[i]) && strcmp(value_constant(args[i]), "NULL") != 0)
			show_refusal(s, "mount() takes strings and NULL");
	if (take_done(s) || guarded(s, guard_mounting(source, target, type, flags, options)))
		return;
	errno = 0;
	result = mount(source, target, type, flags, options);
	error = errno;
	show_result(s, result, error);
}

/* The topmost mount whose target is this path. */
struct mountentry_search {
	const char *target;
	struct mounted found;
	bool any;
};

static void mountentry_match(const struct mounted *m, void *context)
{
	struct mountentry_search *search = context;
	if (strcmp(m->target, search->target) != 0)
		return;
	search->found = *m;
	search->any = true;
}

static void perform_mountentry(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_LOOK, true, s);
	struct mountentry_search search;
	char *options[64], *rest, *resolved;
	size_t count = 0;
	(void)n;
	if (!take_done(s) && value_constant(args[0]))
		show_refusal(s, "mountentry() takes a path");
	if (take_done(s))
		return;
	resolved = realpath(path, NULL);
	memset(&search, 0, sizeof search);
	search.target = resolved ? resolved : path;
	mounts_each(mountentry_match, &search);
	free(resolved);
	if (!search.any) {
		show_failure(s, "-1", ENOENT);
		return;
	}
	text_add(&s->text, "{fstype=");
	text_string(&s->text, search.found.type, strlen(search.found.type));
	text_add(&s->text, ", root=");
	text_string(&s->text, search.found.root, strlen(search.found.root));
	text_add(&s->text, ", options=");
	rest = search.found.options;
	while (count < 64 && (options[count] = strtok_r(rest, ",", &rest)) != NULL)
		if (strcmp(options[count], "rw") != 0 && strcmp(options[count], "ro") != 0)
			count++;
	show_names(s, options, count);
	text_add(&s->text, "}");
	show_part_string(s, "fstype", search.found.type);
	show_part_string(s, "root", search.found.root);
}
#endif

#ifdef MNT_DETACH
static void perform_umount2(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_string(args[0], s);
	int flags = take_int(args[1], s), result, error;
	(void)n;
	if (take_done(s) || guarded(s, value_constant(args[0]) ? "umount2() takes a path" : guard_unmounting(path)))
		return;
	errno = 0;
	result = umount2(path, flags);
	error = errno;
	show_result(s, result, error);
}
#endif

#if defined(MNT_FORCE) && !defined(MNT_DETACH)
static void perform_unmount(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_string(args[0], s);
	int flags = take_int(args[1], s), result, error;
	(void)n;
	if (take_done(s) || guarded(s, value_constant(args[0]) ? "unmount() takes a path" : guard_unmounting(path)))
		return;
	errno = 0;
	result = unmount(path, flags);
	error = errno;
	show_result(s, result, error);
}
#define CALLS_UNMOUNT
#endif

#ifdef JAIL_ATTACH
/* Made and entered at once, and gone with its last process. */
static void perform_jail(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_string(args[0], s), *name = take_string(args[1], s);
	struct iovec params[4];
	int result, error;
	(void)n;
	if (!take_done(s) && (value_constant(args[0]) || value_constant(args[1]) ||
	    name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")]))
		show_refusal(s, "jail() takes a path and a name of lower case letters, digits and dashes");
	if (take_done(s) || (strcmp(path, "/") != 0 && guarded(s, guard_root(path))))
		return;
	params[0] = (struct iovec){ (void *)(uintptr_t)"path", sizeof "path" };
	params[1] = (struct iovec){ (void *)(uintptr_t)path, strlen(path) + 1 };
	params[2] = (struct iovec){ (void *)(uintptr_t)"name", sizeof "name" };
	params[3] = (struct iovec){ (void *)(uintptr_t)name, strlen(name) + 1 };
	errno = 0;
	result = jail_set(params, 4, JAIL_CREATE | JAIL_ATTACH);
	error = errno;
	show_result(s, result, error);
}
#endif

#ifdef __OpenBSD__
static void perform_pledge(struct value **args, size_t n, struct shown *s)
{
	const char *promises = take_string(args[0], s);
	int result, error;
	(void)n;
	if (!take_done(s) && (value_constant(args[0]) || !value_constant(args[1]) ||
	    strcmp(value_constant(args[1]), "NULL") != 0))
		show_refusal(s, "pledge() takes promises and NULL");
	if (take_done(s))
		return;
	errno = 0;
	result = pledge(promises, NULL);
	error = errno;
	show_result(s, result, error);
}
#endif

const struct call calls_isolation[] = {
#ifdef CALLS_STATFS
	{ "statfs", 1, 1, perform_statfs },
#endif
#ifdef CLONE_NEWNS
	{ "unshare", 1, 1, perform_unshare },
	{ "setns", 2, 2, perform_setns },
#endif
#ifdef MS_BIND
	{ "mount", 5, 5, perform_mount },
	{ "mountentry", 1, 1, perform_mountentry },
#endif
#ifdef MNT_DETACH
	{ "umount2", 2, 2, perform_umount2 },
#endif
#ifdef CALLS_UNMOUNT
	{ "unmount", 2, 2, perform_unmount },
#endif
#ifdef JAIL_ATTACH
	{ "jail", 2, 2, perform_jail },
#endif
#ifdef __OpenBSD__
	{ "pledge", 2, 2, perform_pledge },
#endif
	{ NULL, 0, 0, NULL }
};
