/* Which paths a case may use, and for what. The kernel walks a path; this walk must come to the same place. */
#include "calls.h"
#include "guard.h"

#include <fcntl.h>

static const char guard_elsewhere[] = "this path leads elsewhere than its name says";
const char guard_busy[] = "another process or thread of the case is, or may be, in a call that uses a path";
static const char guard_outside[] = "paths outside /dev, /proc and the scratch folder are not for cases";

static bool guard_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Splits into folder and last name; false where the last name is "." or ".." or nothing. */
static bool guard_split(const char *path, char *folder, char *name, size_t size)
{
	size_t end = strlen(path), start;
	while (end > 1 && path[end - 1] == '/')
		end--;
	start = end;
	while (start > 0 && path[start - 1] != '/')
		start--;
	if (start == end || end >= size)
		return false;
	memcpy(name, path + start, end - start);
	name[end - start] = '\0';
	memcpy(folder, path, start);
	folder[start] = '\0';
	if (start == 0)
		memcpy(folder, ".", 2);
	return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* The object itself, through all links. Links of /proc lead where they please, whatever they read as. */
static const char *guard_resolve_whole(const char *path, struct guard_place *place)
{
	char *resolved = realpath(path, NULL), folder[MAX_STRING], name[MAX_STRING];
	struct stat named;
	bool fits = false, same = false;
	if (!resolved)
		return stat(path, &place->self) == 0 && !S_ISCHR(place->self.st_mode) ? guard_elsewhere : NULL;
	if (stat(path, &place->self) == 0) {
		fits = snprintf(place->path, sizeof place->path, "%s", resolved) < (int)sizeof place->path;
		same = lstat(resolved, &named) == 0 && guard_same(&named, &place->self);
		place->reachable = place->exists = true;
		if (!guard_split(resolved, folder, name, sizeof folder) || stat(folder, &place->parent) != 0)
			place->parent = place->self;
	}
	free(resolved);
	if (place->exists && (!fits || (!same && !S_ISCHR(place->self.st_mode))))
		return guard_elsewhere;
	return NULL;
}

const char *guard_resolve(const char *path, bool follow, struct guard_place *place)
{
	char folder[MAX_STRING], name[MAX_STRING], *resolved;
	struct stat named;
	const char *why;
	bool splits = guard_split(path, folder, name, sizeof folder);

	memset(place, 0, sizeof *place);
	if (follow || !splits) {
		why = guard_resolve_whole(path, place);
		if (why || place->reachable || !splits)
			return why;
	}
	resolved = realpath(folder, NULL);
	if (!resolved)		/* then the kernel must not get there either */
		return stat(folder, &named) == 0 ? guard_elsewhere : NULL;
	place->reachable = true;
	why = NULL;
	if (stat(folder, &place->parent) != 0 || lstat(resolved, &named) != 0 ||
	    !guard_same(&place->parent, &named) ||
	    snprintf(place->path, sizeof place->path, "%s/%s", strcmp(resolved, "/") ? resolved : "", name) >=
	    (int)sizeof place->path)
		why = guard_elsewhere;
	free(resolved);
	place->exists = lstat(path, &place->self) == 0;
	place->dangling = follow && place->exists;
	return why;
}

/* /proc/N of a process that is none of the case's. */
static bool guard_stranger(const char *path)
{
	char *end;
	long pid;
	if (!guard_below(path, "/proc"))
		return false;
	pid = strtol(path + 6, &end, 10);
	return end != path + 6 && pid != getpid() && !case_has_process((pid_t)pid);
}

/* Set-UID programs of grantpt(): that they are there may be looked at, and nothing else. */
static bool guard_is_helper(const char *path)
{
	static const char *const helpers[] = { "/usr/libexec/pt_chown", "/usr/lib/pt_chown", "/usr/lib/pt_chmod" };
	for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++)
		if (strcmp(path, helpers[i]) == 0)
			return true;
	return false;
}

static const char *guard_zone(const struct guard_place *place)
{
	const char *path = place->path, *scratch = guard_scratch_folder();
	if (guard_is_rooted())		/* below that root all is of the scratch folder */
		return NULL;
	if (scratch && (strcmp(path, scratch) == 0 || guard_below(path, scratch)))
		return NULL;
	if (guard_stranger(path))
		return "this path leads to a process that is not of the case";
	if (strcmp(path, "/dev") == 0 || guard_below(path, "/dev") || strcmp(path, "/proc") == 0 ||
	    guard_below(path, "/proc"))
		return NULL;
	return guard_outside;
}

/* May the case make and remove entries where this one is? */
static bool guard_may_make(const struct guard_place *place)
{
	char folder[MAX_STRING], name[MAX_STRING];
	return guard_in_scratch(place) || (guard_split(place->path, folder, name, sizeof folder) &&
	    guard_own_instance(folder, &place->parent));
}

static bool guard_may_change(const struct guard_place *place)
{
	return guard_in_scratch(place) || guard_own_name(&place->self) ||
	    guard_own_instance(place->path, &place->self);
}

const char *guard_path(const char *path, enum guard_use use, bool follow)
{
	struct guard_place place;
	const char *why;
	if (use == USE_OPEN)
		return guard_open(path, O_RDONLY);
	if (!case_takes_path(use != USE_LOOK))
		return guard_busy;
	why = guard_resolve(path, follow, &place);
	if (why || !place.reachable || (use == USE_LOOK && guard_is_helper(place.path)))
		return why;
	why = guard_zone(&place);
	if (why || use == USE_LOOK)
		return why;
	if (use == USE_CHANGE && place.exists && !place.dangling && !guard_may_change(&place))
		return "owner and mode may only be changed in the scratch folder, an instance and pairs of the case's own";
	if ((use == USE_MAKE || use == USE_REMOVE) && !guard_may_make(&place))
		return "files may only be made and removed in the scratch folder and an instance of the case's own";
	return NULL;
}

const char *guard_root(const char *path)
{
	struct guard_place place;
	const char *why = case_takes_path(false) ? guard_resolve(path, true, &place) : guard_busy;
	if (why || !place.exists)
		return why;
	return guard_in_scratch(&place) ? NULL : "a case's root is a folder in the scratch folder";
}

/* Of its processes: who is who in a namespace of users, and which namespace of mounts it is in. */
static bool guard_is_of_process(const char *path, const char *const *names, size_t n)
{
	size_t length = strncmp(path, "/proc/self/", 11) == 0 ? 11 : 0;
	char *end = NULL;
	long pid = strncmp(path, "/proc/", 6) == 0 ? strtol(path + 6, &end, 10) : 0;
	if (!length && pid > 0 && *end == '/' && case_has_process((pid_t)pid))
		length = (size_t)(end + 1 - path);
	for (size_t i = 0; length && !guard_is_rooted() && i < n; i++)
		if (strcmp(path + length, names[i]) == 0)
			return true;
	return false;
}

static bool guard_maps_users(const char *path)
{
	static const char *const names[] = { "uid_map", "gid_map", "setgroups" };
	return guard_is_of_process(path, names, sizeof names / sizeof names[0]);
}

static bool guard_names_mounts(const char *path)
{
	static const char *const names[] = { "ns/mnt" };
	return guard_is_of_process(path, names, sizeof names / sizeof names[0]);
}

/* fd(4): opening one of these nodes gives what the process has open already. */
static bool guard_is_twin(const char *path)
{
	static const char folder[] = "/dev/fd/";
	size_t length = sizeof folder - 1;
	return !guard_is_rooted() && strncmp(path, folder, length) == 0 && path[length] &&
	    strspn(path + length, "0123456789") == strlen(path + length);
}

static const char *guard_open_device(const char *path, const struct guard_place *place)
{
	if (guard_harmless_device(place->self.st_rdev) || guard_own_number(place->self.st_rdev) ||
	    guard_own_name(&place->self) || guard_own_instance(path, &place->self) ||
	    guard_own_master(&place->self) || guard_is_twin(place->path))
		return NULL;
	return "a case opens no terminals but those of its own pairs, and no other devices";
}

static const char *guard_open_proc(const char *path)
{
	static const char *const files[] = { "/proc/filesystems", "/proc/devices", "/proc/version" };
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (strcmp(path, files[i]) == 0)
			return NULL;
	if (guard_below(path, "/proc/sys") || guard_below(path, "/proc/tty") ||
	    (path[6] >= '0' && path[6] <= '9'))
		return NULL;
	return "of /proc a case reads only its own processes, sys and tty";
}

const char *guard_open(const char *path, int flags)
{
	struct guard_place place;
	bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
	const char *why;
	if (!case_takes_path((flags & O_CREAT) != 0))
		return guard_busy;
	if (!writes && guard_names_mounts(path))
		return NULL;
	why = guard_resolve(path, true, &place);
	if (why || !place.reachable)
		return why;
	why = guard_zone(&place);
	if (why)
		return why;
#ifdef O_PATH
	if (flags & O_PATH)
		return NULL;
#endif
	if (!place.exists || place.dangling)
		return (flags & O_CREAT) && (place.dangling || !guard_may_make(&place)) ?
		    "files may only be made in the scratch folder" : NULL;
	if (S_ISCHR(place.self.st_mode))
		return guard_open_device(path, &place);
	if (guard_in_scratch(&place) && !S_ISBLK(place.self.st_mode))
		return NULL;
	if (writes && S_ISREG(place.self.st_mode) && guard_maps_users(place.path))
		return NULL;
	if (writes)
		return "files outside the scratch folder are not written";
	if (S_ISDIR(place.self.st_mode))
		return NULL;
	if (S_ISREG(place.self.st_mode) && guard_below(place.path, "/proc"))
		return guard_open_proc(place.path);
	return "a case opens no terminals but those of its own pairs, and no other devices";
}

const char *guard_mode(mode_t mode)
{
	return mode & (S_ISUID | S_ISGID) ? "a case makes nothing that gives others its rights" : NULL;
}

const char *guard_node(mode_t mode, dev_t device)
{
	if (guard_mode(mode))
		return guard_mode(mode);
	if (S_ISBLK(mode))
		return "a case makes no block devices";
	if (S_ISCHR(mode) && !guard_harmless_device(device) && !guard_own_number(device))
		return "a case makes no nodes of devices but the multiplexor, /dev/tty, /dev/null and the like, and its masters";
	return NULL;
}
