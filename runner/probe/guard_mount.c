/* What a case may mount, and where. Only ever inside a namespace of its own that shares nothing with others. */
#include "symbols.h"
#include "calls.h"
#include "guard.h"
#include "settings.h"

#ifdef CLONE_NEWNS
static void guard_count_shared(const struct mounted *m, void *context)
{
	if (m->shared)
		++*(int *)context;
}

static const char *guard_no_namespace(void)
{
	int shared = 0;
	if (!guard_private_mounts())
		return "mounts are for a mount namespace of the case's own: unshare(CLONE_NEWNS) comes first";
	if (!mounts_each(guard_count_shared, &shared) || shared)
		return "a mount here is shared with other namespaces: mount(\"none\", \"/\", NULL, MS_REC|MS_PRIVATE, NULL) first";
	return NULL;
}
#endif

static const char *guard_mount_place(const char *target, struct guard_place *place)
{
	const char *why = guard_resolve(target, true, place);
	if (why || !place->exists)
		return why;
	if (guard_scratch_folder() && guard_below(place->path, guard_scratch_folder()))
		return NULL;
	if (strcmp(place->path, "/dev/pts") == 0 || strcmp(place->path, "/dev/ptmx") == 0 ||
	    strcmp(place->path, "/dev/pts/ptmx") == 0)
		return NULL;
	return "mounts are for the scratch folder, /dev/pts and /dev/ptmx";
}

const char *guard_unmounting(const char *target)
{
	struct guard_place place;
	const char *why = case_takes_path(true) ? NULL : guard_busy;
#ifdef CLONE_NEWNS
	if (!why)
		why = guard_no_namespace();
#endif
	if (!why)
		why = guard_mount_place(target, &place);
#ifndef CLONE_NEWNS
	if (!why && place.exists && !guard_in_scratch(&place))
		why = "without mount namespaces, mounts are for the scratch folder";
#endif
	return why;
}

#ifdef CLONE_NEWNS
const char *guard_unsharing(int flags)
{
	if (flags & ~(CLONE_NEWNS | CLONE_NEWUSER))
		return "a case gets namespaces of mounts and users only: in another its processes could not be told apart";
	return NULL;
}

const char *guard_namespace_of(int fd)
{
	struct stat wanted, own;
	char path[64];
	pid_t pid;
	if (fstat(fd, &wanted) != 0)
		return NULL;
	for (int i = 0; !guard_is_rooted() && (pid = case_process(i)) >= 0; i++) {
		snprintf(path, sizeof path, "/proc/%ld/ns/mnt", (long)pid);
		if (pid > 0 && stat(path, &own) == 0 && own.st_dev == wanted.st_dev && own.st_ino == wanted.st_ino)
			return NULL;
	}
	return "a case enters mount namespaces of its own processes only";
}
#endif

#ifdef MS_BIND
/* Before Linux 4.7 a devpts mount without newinstance is the host's own instance, options and all. */
static bool guard_devpts_is_shared(const char *options)
{
	return !(options && strstr(options, "newinstance")) && !system_since(4, 7);
}

static const char *guard_mount_source(const char *source)
{
	struct guard_place place;
	const char *why = source ? guard_resolve(source, true, &place) : "a bind mount has a source";
	if (why || !place.exists)
		return why;
	if (guard_in_scratch(&place) || guard_own_instance(source, &place.self) || guard_own_name(&place.self) ||
	    strcmp(place.path, "/dev/pts") == 0 || strcmp(place.path, "/dev/ptmx") == 0 ||
	    strcmp(place.path, "/dev/pts/ptmx") == 0 || strcmp(place.path, "/dev/null") == 0)
		return NULL;
	return "only the scratch folder, /dev/pts and what is the case's own may be bound elsewhere";
}

const char *guard_mounting(const char *source, const char *target, const char *type, unsigned long flags,
    const char *options)
{
	const unsigned long propagation = MS_PRIVATE | MS_SLAVE | MS_SHARED | MS_UNBINDABLE;
	const unsigned long quiet = MS_PRIVATE | MS_SLAVE;
	struct guard_place place;
	const char *why;

	if (!target)
		return "mount() has a target";
	if (!case_takes_path(true))
		return guard_busy;
	if ((flags & quiet) && !(flags & ~(quiet | MS_REC)) &&
	    guard_private_mounts() && strcmp(target, "/") == 0)
		return NULL;
	why = guard_no_namespace();
	if (!why)
		why = guard_mount_place(target, &place);
	if (why || !place.exists)
		return why;
	/* In the order in which the kernel looks at the flags: path_mount(). */
	if ((flags & MS_REMOUNT) && !(flags & MS_BIND))
		return guard_host_device(place.self.st_dev) ? "a remount would change a file system of the host" : NULL;
	if (flags & MS_REMOUNT)
		return NULL;
	if (flags & MS_BIND)
		return guard_mount_source(source);
	if (flags & propagation)
		return flags & MS_SHARED ? "a case's mounts stay its own" : NULL;
	if (flags & MS_MOVE)
		return guard_mount_source(source);
	if (!type || (strcmp(type, "devpts") != 0 && strcmp(type, "tmpfs") != 0))
		return "only devpts and tmpfs may be mounted";
	if (strcmp(type, "devpts") == 0 && guard_devpts_is_shared(options))
		return "on this kernel a devpts mount without newinstance is the host's own";
	return NULL;
}
#endif
