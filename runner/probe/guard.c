/*
 * What belongs to a case: its scratch folder, the file systems it mounted, the pairs it got, its processes.
 * All that is known before the first step is noted then, and the host's as long before as it stays the same; pairs are
 * noted where all its processes see them.
 */
#include "calls.h"
#include "guard.h"

#include <dirent.h>
#include <fcntl.h>
#ifdef __linux__
#include <sys/sysmacros.h>	/* minor() */
#endif

enum { GUARD_PAIRS = 4096, GUARD_DEVICES = 1024, GUARD_PARKED = 128 };

static struct {
	char scratch[MAX_STRING];
	struct stat folder;
	dev_t devices[GUARD_DEVICES];	/* file systems of the host */
	size_t n_devices;
	bool devices_known;
	struct stat harmless[16];	/* nodes of the host */
	size_t n_harmless;
	char namespace[64];
	struct stat root;
	bool parked[GUARD_PARKED];	/* descriptors of the probe's own */
} guard;

static struct guard_pairs {
	int n;
	volatile int indexed;	/* /proc tells which pair a master belongs to */
	struct { dev_t device, number; bool master; } pairs[GUARD_PAIRS];
} *guard_pairs;

/* Both lie in guard_memory(). */
typedef char guard_fits[sizeof guard + sizeof *guard_pairs <= GUARD_KEEPS ? 1 : -1];

static void guard_note_device(const struct mounted *m, void *context)
{
	(void)context;
	if (guard.n_devices < GUARD_DEVICES)
		guard.devices[guard.n_devices++] = mounted_device(m);
	else
		guard.devices_known = false;
}

static void guard_namespace(char *name, size_t size)
{
	ssize_t length = readlink("/proc/self/ns/mnt", name, size - 1);
	name[length > 0 ? length : 0] = '\0';
}

void guard_host(void)
{
	static const char *const harmless[] = {
		"/dev/ptmx", "/dev/pts/ptmx", "/dev/ptm", "/dev/tty", "/dev/null", "/dev/zero", "/dev/full", "/dev/random",
		"/dev/urandom"
	};
	struct stat st;

	if (!mounts_changed())
		return;
	memset(&guard, 0, sizeof guard);
	if (stat("/", &guard.root) != 0)
		memset(&guard.root, 0, sizeof guard.root);
	guard.devices_known = true;
	guard.devices_known = mounts_each(guard_note_device, NULL) && guard.devices_known;
	for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++)
		if (stat(harmless[i], &st) == 0 && S_ISCHR(st.st_mode))
			guard.harmless[guard.n_harmless++] = st;
	guard_namespace(guard.namespace, sizeof guard.namespace);
}

void guard_scratch(const char *folder)
{
	char *resolved = realpath(folder, NULL);

	snprintf(guard.scratch, sizeof guard.scratch, "%s", resolved ? resolved : folder);
	free(resolved);
	if (stat(guard.scratch, &guard.folder) != 0)
		guard.scratch[0] = '\0';
	(void)poll_open(PARKED, GUARD_PARKED, guard.parked);
	guard_pairs = guard_memory();
}

void guard_keep(void)
{
	memcpy(guard_pairs + 1, &guard, sizeof guard);
}

void guard_resume(void)
{
	guard_pairs = guard_memory();
	memcpy(&guard, guard_pairs + 1, sizeof guard);
}

const char *guard_scratch_folder(void)
{
	return guard.scratch[0] ? guard.scratch : NULL;
}

bool guarded(struct shown *s, const char *reason)
{
	if (reason)
		show_refusal(s, reason);
	return reason != NULL;
}

/* --- what is ours --- */

bool guard_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);
	return n && strncmp(path, folder, n) == 0 && path[n] == '/' && path[n + 1];
}

bool guard_host_device(dev_t device)
{
	for (size_t i = 0; i < guard.n_devices; i++)
		if (guard.devices[i] == device)
			return true;
	return !guard.devices_known;
}

bool guard_own_device(dev_t device)
{
	return guard.scratch[0] && (device == guard.folder.st_dev || !guard_host_device(device));
}

bool guard_is_rooted(void)
{
	struct stat now;
	return stat("/", &now) != 0 || now.st_dev != guard.root.st_dev || now.st_ino != guard.root.st_ino;
}

/* The host's nodes can be bound into the scratch folder, and may lie on the same file system. */
static bool guard_is_shared(const struct stat *st)
{
	for (size_t i = 0; i < guard.n_harmless; i++)
		if (guard.harmless[i].st_dev == st->st_dev && guard.harmless[i].st_ino == st->st_ino)
			return true;
	return false;
}

bool guard_in_scratch(const struct guard_place *place)
{
	return (guard_is_rooted() || guard_below(place->path, guard.scratch)) && guard_own_device(place->parent.st_dev) &&
	    (!place->exists || (guard_own_device(place->self.st_dev) && !guard_is_shared(&place->self)));
}

bool guard_own_instance(const char *path, const struct stat *st)
{
	char type[64];
	return !guard_host_device(st->st_dev) && file_system_type(path, type, sizeof type) == 0 &&
	    strcmp(type, "devpts") == 0;
}

static bool guard_is_noted(const struct stat *st, bool master)
{
	for (int i = 0; guard_pairs && i < guard_pairs->n && i < GUARD_PAIRS; i++)
		if (guard_pairs->pairs[i].device == st->st_dev && guard_pairs->pairs[i].number == st->st_rdev &&
		    guard_pairs->pairs[i].master == master)
			return true;
	return false;
}

bool guard_own_pair(const struct stat *st)
{
	return guard_is_noted(st, false);
}

/* Where each master has a node of its own, it may be tried again: that opens for one at a time. */
bool guard_own_master(const struct stat *st)
{
	return guard_is_noted(st, true);
}

static void guard_note(const struct stat *st, bool master)
{
	int at = guard_is_noted(st, master) ? GUARD_PAIRS : __sync_fetch_and_add(&guard_pairs->n, 1);
	if (at < GUARD_PAIRS) {
		guard_pairs->pairs[at].device = st->st_dev;
		guard_pairs->pairs[at].number = st->st_rdev;
		guard_pairs->pairs[at].master = master;
	}
}

/* The number of the pair whose master this is, or -1: /proc/PID/fdinfo/FD, Linux since 4.14. */
static long guard_master_index(const char *fdinfo)
{
	static const char key[] = "\ntty-index:";
	char text[4096];
	const char *found;
	int fd = open(fdinfo, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	found = strstr(text, key);
	return found ? strtol(found + sizeof key - 1, NULL, 10) : -1;
}

/*
 * Was it opened through a multiplexor of the host? Where a case can mount, any other reaches the instance beside it,
 * whose numbers are not those under /dev/pts.
 */
static bool guard_is_hosts_master(const struct stat *master)
{
	return guard.namespace[0] ? guard_is_shared(master) : guard_host_device(master->st_dev);
}

/*
 * What cannot be looked into holds it: another user's process is no way to a right that this one has not, and with
 * no descriptor left nothing can be opened.
 */
static bool guard_holds_master(pid_t pid, unsigned long index)
{
	char path[600];
	const struct dirent *entry;
	struct stat st;
	bool holds = false;
	DIR *folder;
	snprintf(path, sizeof path, "/proc/%ld/fd", (long)pid);
	folder = opendir(path);
	if (!folder)
		return errno == EACCES || errno == EMFILE;
	while (!holds && (entry = readdir(folder)) != NULL) {
		snprintf(path, sizeof path, "/proc/%ld/fdinfo/%s", (long)pid, entry->d_name);
		holds = guard_master_index(path) == (long)index &&
		    (fstatat(dirfd(folder), entry->d_name, &st, 0) != 0 || guard_is_hosts_master(&st));
	}
	closedir(folder);
	return holds;
}

/* Once its master is closed, the name of a slave is anyone's, and may already be a stranger's. */
bool guard_own_name(const struct stat *st)
{
	pid_t pid;
	if (!guard_own_pair(st) || guard_is_rooted())
		return false;
	if (!guard_pairs->indexed)
		return true;
	for (int i = 0; (pid = case_process(i)) >= 0; i++)
		if (pid > 0 && guard_holds_master(pid, (unsigned long)minor(st->st_rdev)))
			return true;
	return false;
}

/* UNIX98_PTY_MASTER_MAJOR and _SLAVE_MAJOR: eight majors each, 128 and 136 the first. */
bool guard_own_number(dev_t device)
{
	enum { MASTER_MAJOR = 128, SLAVE_MAJOR = 136 };
	for (int i = 0; guard_pairs && i < guard_pairs->n && i < GUARD_PAIRS; i++) {
		dev_t number = guard_pairs->pairs[i].number;
		struct stat slave;
		memset(&slave, 0, sizeof slave);
		slave.st_dev = guard_pairs->pairs[i].device;
		slave.st_rdev = number;
		if ((long)major(device) - MASTER_MAJOR == (long)major(number) - SLAVE_MAJOR &&
		    minor(device) == minor(number) && guard_own_name(&slave))
			return true;
	}
	return false;
}

bool guard_harmless_device(dev_t device)
{
	for (size_t i = 0; i < guard.n_harmless; i++)
		if (guard.harmless[i].st_rdev == device)
			return true;
	return false;
}

/*
 * The name of a master's slave only holds for the instance under /dev/pts. A master of an instance of the
 * case's own is left out: its name would be that of somebody else's slave, and needs no note.
 */
void guard_note_master(int fd)
{
	struct stat master, slave;
	const char *name;
	char fdinfo[64];
	int error = errno;
	snprintf(fdinfo, sizeof fdinfo, "/proc/self/fdinfo/%d", fd);
	if (guard_pairs && !guard_pairs->indexed && guard_master_index(fdinfo) >= 0)
		guard_pairs->indexed = 1;
	if (guard_pairs && isatty(fd) && (name = ptsname(fd)) != NULL && stat(name, &slave) == 0 &&
	    fstat(fd, &master) == 0 && !guard_is_rooted() && guard_is_hosts_master(&master)) {
		guard_note(&slave, false);
		if (!guard_harmless_device(master.st_rdev) && master.st_rdev != slave.st_rdev)
			guard_note(&master, true);
	}
	errno = error;
}

const char *guard_descriptor(int fd)
{
	if (fd >= PARKED && fd < PARKED + GUARD_PARKED && guard.parked[fd - PARKED])
		return "this descriptor is the probe's own";
	return NULL;
}

const char *guard_descriptor_change(int fd)
{
	struct stat st;
	if (case_has_threads())
		return "a process with threads changes no owner and no mode";
	if (fstat(fd, &st) != 0 || guard_own_pair(&st))
		return NULL;
	/* A folder's descriptor does not tell whether it lies in the scratch folder. */
	if (!guard_own_device(st.st_dev) || guard_is_shared(&st) ||
	    (S_ISDIR(st.st_mode) && guard_host_device(st.st_dev) && st.st_ino != guard.folder.st_ino))
		return "owner and mode may only be changed in the scratch folder, an instance and pairs of the case's own";
	return NULL;
}

const char *guard_signal(long long pid, int signal)
{
	pid_t leader;
	if (signal == 0)
		return NULL;
	if (pid == -1 || pid > INT32_MAX || pid < -INT32_MAX)
		return "a signal to all processes";
	leader = (pid_t)(pid == 0 ? getpgrp() : pid < 0 ? -pid : pid);
	if (!case_has_process(leader))
		return "a signal to a process or group that is not of this case";
	return NULL;
}

/* An empty name: the system has no namespaces. */
bool guard_private_mounts(void)
{
	char name[64];
	guard_namespace(name, sizeof name);
	return name[0] && guard.namespace[0] && !guard_is_rooted() && strcmp(name, guard.namespace) != 0;
}
