/* What the guard knows of a case's world; shared by guard.c (what is ours), guard_path.c and guard_mount.c. */
#ifndef GUARD_H
#define GUARD_H
#include "probe.h"

#include <sys/stat.h>

/* Where a path leads, as far as it does. */
struct guard_place {
	char path[MAX_STRING];		/* without links, "." and ".." */
	struct stat self, parent;	/* of the object, links followed as asked, and of its folder */
	bool reachable;			/* else every call on it fails by itself */
	bool exists;
	bool dangling;			/* a link to what does not exist */
};
extern const char guard_busy[];		/* why, where case_takes_path() says no */
/* NULL, or why the path cannot be trusted to lead where it says. */
const char *guard_resolve(const char *path, bool follow, struct guard_place *place);

bool guard_below(const char *path, const char *folder);		/* strictly */
bool guard_in_scratch(const struct guard_place *place);		/* by name and by file system */
bool guard_own_device(dev_t device);	/* a file system that was not there before the case, or the scratch folder's */
bool guard_host_device(dev_t device);	/* one that was */
bool guard_own_instance(const char *path, const struct stat *st);	/* lies in a devpts instance of the case */
bool guard_own_pair(const struct stat *st);	/* a slave of a pair the case has got */
bool guard_own_master(const struct stat *st);	/* the node of such a pair's master */
bool guard_own_name(const struct stat *st);	/* the same, found by its name: the pair is still the case's */
bool guard_own_number(dev_t device);		/* what Linux numbers the master of such a pair by; no node of it opens */
bool guard_harmless_device(dev_t device);	/* multiplexor, /dev/tty, /dev/null and the like */
bool guard_private_mounts(void);		/* this process is in another mount namespace than the probe */
#endif
