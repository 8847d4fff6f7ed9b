/* What a run must not leave on its host. Only what is sure is told: others may open pairs meanwhile. */
#include "probe.h"
#include "engine.h"

#include <dirent.h>
#include <sys/stat.h>

enum { MAX_PAIRS = 4096 };

static const char *const shared_nodes[] = { "/dev/ptmx", "/dev/ptm", "/dev/pts", "/dev/pts/ptmx" };

struct host_state {
	struct stat nodes[sizeof shared_nodes / sizeof *shared_nodes];
	bool pairs[MAX_PAIRS];	/* numbers of the slaves that the ordinary user owns */
};

/* Only where root plays as somebody else: our own user may well open terminals while we play. */
static void take_pairs(struct host_state *h)
{
	struct account user = user_ordinary();
	DIR *folder = geteuid() == 0 && user.uid > 0 ? opendir("/dev/pts") : NULL;
	const struct dirent *entry;
	struct stat st;
	char path[64];
	long number;

	memset(h->pairs, 0, sizeof h->pairs);
	while (folder && (entry = readdir(folder))) {
		if (!whole_number(entry->d_name, 0, MAX_PAIRS - 1, &number))
			continue;
		(void)snprintf(path, sizeof path, "/dev/pts/%ld", number);
		h->pairs[number] = stat(path, &st) == 0 && (long long)st.st_uid == user.uid;
	}
	if (folder)
		(void)closedir(folder);
}

struct host_state *host_state_take(void)
{
	struct host_state *h = calloc(1, sizeof *h);

	if (!h)
		return NULL;
	for (size_t i = 0; i < sizeof shared_nodes / sizeof *shared_nodes; i++)
		(void)stat(shared_nodes[i], &h->nodes[i]);
	take_pairs(h);
	return h;
}

static bool more_pairs(const struct host_state *then, const struct host_state *h)
{
	for (int i = 0; i < MAX_PAIRS; i++)
		if (h->pairs[i] && !then->pairs[i])
			return true;
	return false;
}

/* Then a new pair may be its own, and none of ours. */
static bool user_is_here(void)
{
	struct family *list;
	size_t n = look_all(&list);
	bool here = false;

	for (size_t i = 0; i < n; i++)
		here = here || (long long)list[i].uid == user_ordinary().uid;
	free(list);
	return here;
}

void left_line(struct text *t, const char *what, const char *name, size_t length)
{
	struct text copy = { NULL, 0, 0 };

	text_bytes(&copy, name, length);
	text_addf(t, "left\t%s ", what);
	text_printable(t, copy.s);
	text_add(t, "\n");
	text_free(&copy);
}

static void left_mounts(struct text *t)
{
	FILE *mounts = fopen("/proc/self/mountinfo", "r");
	char line[4096], *at;

	while (mounts && fgets(line, sizeof line, mounts))
		if ((at = strstr(line, scratch_prefix())))
			left_line(t, "the mount", at, strcspn(at, " \t\n"));
	if (mounts)
		(void)fclose(mounts);
}

void host_state_compare(const struct host_state *then, struct text *t)
{
	struct host_state *h = host_state_take();

	if (!then || !h) {
		free(h);
		return;
	}
	for (int i = 0; i < 50 && more_pairs(then, h); i++) {
		sleep_ms(20);
		take_pairs(h);
	}
	for (int i = user_is_here() ? MAX_PAIRS : 0; i < MAX_PAIRS; i++)
		if (h->pairs[i] && !then->pairs[i])
			text_addf(t, "left\tthe pair /dev/pts/%d\n", i);
	for (size_t i = 0; i < sizeof shared_nodes / sizeof *shared_nodes; i++) {
		const struct stat *a = &then->nodes[i], *b = &h->nodes[i];

		/* On FreeBSD the folder is there only while somebody has a pair. */
		if (!a->st_mode || (!b->st_mode && S_ISDIR(a->st_mode)))
			continue;
		if (a->st_mode != b->st_mode || a->st_uid != b->st_uid || a->st_gid != b->st_gid)
			text_addf(t, "left\t%s with mode 0%lo, owner %ld:%ld; it had 0%lo, %ld:%ld\n", shared_nodes[i],
			    (unsigned long)(b->st_mode & 07777), (long)b->st_uid, (long)b->st_gid,
			    (unsigned long)(a->st_mode & 07777), (long)a->st_uid, (long)a->st_gid);
	}
	left_mounts(t);
	free(h);
}
