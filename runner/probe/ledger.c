/*
 * What a run may leave when all of it is killed in one moment. All it makes outside of private namespaces are its
 * processes, which carry a mark in their environment, and folders, whose names begin alike; both are written down in
 * the probe's own folder before the first is made, one file a run, and the next start works off the files of the dead.
 * A file is believed no further than its name: it adds a secret to the mark, and says where the folders lie.
 */
#include "probe.h"
#include "engine.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>

enum { MAX_LEDGER = 4096, MAX_SECRET = 64 };

struct entry {			/* of one run */
	pid_t pid;		/* its warden's; the file is named by both numbers */
	unsigned long long started;
	pid_t probe;
	unsigned long long probe_started;
	char secret[MAX_SECRET + 1];
	char scratch[MAX_FOLDER];	/* where its folders lie */
};

extern char **environ;

static const char mark_variable[] = "PTYCHECK_RUN";
static struct entry own;
static char ledgers[MAX_FOLDER];	/* the folder; empty: there is none that is ours alone */

/* Machines and containers may share a home: a number of a process means nothing elsewhere. */
static unsigned long ledger_place(void)
{
	struct utsname system;
	char names[sizeof system.nodename + 64];
	unsigned long place = 5381;
	ssize_t n;

	memset(names, 0, sizeof names);
	if (uname(&system) >= 0)
		(void)snprintf(names, sizeof system.nodename, "%s", system.nodename);
	n = readlink("/proc/self/ns/pid", names + strlen(names), 63);
	(void)n;		/* what is not there adds nothing */
	for (const char *c = names; *c; c++)
		place = (place * 33 + (unsigned char)*c) & 0xffffffffUL;
	return place;
}

static void ledger_name(const struct entry *e, char *name, size_t size)
{
	(void)snprintf(name, size, "%s/ledger-%08lx-%ld-%llx", ledgers, ledger_place(), (long)e->pid, e->started);
}

static void ledger_mark(const struct entry *e, char *mark, size_t size)
{
	(void)snprintf(mark, size, "%s=%ld-%llx-%s", mark_variable, (long)e->pid, e->started, e->secret);
}

void scratch_stem(char *stem, size_t size)
{
	(void)snprintf(stem, size, "ptycheck-%ld-%llx-", (long)own.pid, own.started);
}

static void scratch_folder(char *folder, size_t size)
{
	(void)snprintf(folder, size, "%s", scratch_prefix());
	*strrchr(folder, '/') = '\0';
}

static bool is_private_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 022);
}

/* Where this program lies, if nobody else can write there. */
static void find_ledgers(const char *program)
{
	char *real = strchr(program, '/') ? realpath(program, NULL) : NULL, *end = real ? strrchr(real, '/') : NULL;

	if (end && strlen(real) < sizeof ledgers - 64) {
		end[end == real] = '\0';
		if (is_private_folder(real))
			(void)snprintf(ledgers, sizeof ledgers, "%s", real);
	}
	free(real);
}

/* What others see of an environment is what a program was started with, and of a long one they see the head. */
static void start_over(char **argv, char *mark)
{
	size_t n = 0, kept = 1, length = strlen(mark_variable);
	char **with;

	while (environ[n])
		n++;
	with = calloc(n + 2, sizeof *with);
	if (!with)
		return;
	with[0] = mark;
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], mark_variable, length) || environ[i][length] != '=')
			with[kept++] = environ[i];
	(void)execve(argv[0], argv, with);
	free(with);
}

void ledger_begin(char **argv)
{
	struct look self;
	char mark[MAX_SECRET + 96];
	const char *have = getenv(mark_variable), *nonce = argv[2];
	size_t n = 0;

	own.pid = getpid();
	own.started = look(own.pid, &self) ? self.started : 0;
	for (; *nonce && n < MAX_SECRET; nonce++)
		if (isalnum((unsigned char)*nonce))
			own.secret[n++] = *nonce;
	find_ledgers(argv[0]);
	ledger_mark(&own, mark, sizeof mark);
	/* Not twice, whatever comes of it. */
	if (strchr(argv[0], '/') && (!have || strtol(have, NULL, 10) != (long)own.pid))
		start_over(argv, mark);
}

void ledger_write(void)
{
	char name[MAX_FOLDER], folder[MAX_FOLDER];
	struct text t = { NULL, 0, 0 };
	int fd;

	if (!*ledgers)
		return;
	scratch_folder(folder, sizeof folder);
	ledger_name(&own, name, sizeof name);
	text_addf(&t, "secret %s\nscratch %s\n", own.secret, folder);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || !write_whole(fd, t.s, t.n))
		(void)unlink(name);
	if (fd >= 0)
		(void)close(fd);
	text_free(&t);
}

void ledger_probe(void)
{
	char name[MAX_FOLDER], line[96];
	struct look self;
	int fd, n;

	if (!*ledgers || !look(getpid(), &self))
		return;
	ledger_name(&own, name, sizeof name);
	n = snprintf(line, sizeof line, "probe %ld %llx\n", (long)getpid(), self.started);
	fd = open(name, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0) {
		(void)write_whole(fd, line, (size_t)n);
		(void)close(fd);
	}
}

static bool lives(pid_t pid, unsigned long long started)
{
	struct look seen;

	if (pid <= 0)
		return false;
	if (!look(pid, &seen))
		return kill(pid, 0) == 0 || errno == EPERM;
	return seen.state != LOOK_GONE && seen.state != LOOK_ENDED && look_same(&seen, started);
}

static void entry_line(struct entry *e, char *line)
{
	unsigned long long started;
	long pid;
	char behind;

	if (!strncmp(line, "secret ", 7) && strlen(line + 7) <= MAX_SECRET)
		memcpy(e->secret, line + 7, strlen(line + 7) + 1);
	else if (!strncmp(line, "scratch /", 9) && strlen(line + 8) < sizeof e->scratch)
		memcpy(e->scratch, line + 8, strlen(line + 8) + 1);
	else if (sscanf(line, "probe %ld %llx%c", &pid, &started, &behind) == 2) {
		e->probe = (pid_t)pid;
		e->probe_started = started;
	}
}

/* What is no plain file of our own, or not ours alone, says nothing. */
static void read_entry(const char *name, struct entry *e)
{
	int fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char bytes[MAX_LEDGER + 1], *rest = bytes, *line;
	struct stat st;
	ssize_t n = -1;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && st.st_nlink == 1
	    && !(st.st_mode & 022))
		n = read(fd, bytes, MAX_LEDGER);
	if (fd >= 0)
		(void)close(fd);
	bytes[n > 0 ? n : 0] = '\0';
	while ((line = strtok_r(rest, "\n", &rest)))
		entry_line(e, line);
}

/* Folders only, by their own name: a link of that name is not followed, and left to its owner. */
static bool remove_scratch(const struct entry *e)
{
	char *real = *e->scratch ? realpath(e->scratch, NULL) : NULL, stem[96], path[MAX_FOLDER + 300];
	DIR *folder = real && !strcmp(real, e->scratch) ? opendir(real) : NULL;
	const struct dirent *one;
	struct stat st;
	bool gone = true;

	(void)snprintf(stem, sizeof stem, "ptycheck-%ld-%llx-", (long)e->pid, e->started);
	while (folder && (one = readdir(folder))) {
		if (strncmp(one->d_name, stem, strlen(stem)))
			continue;
		(void)snprintf(path, sizeof path, "%s/%s", e->scratch, one->d_name);
		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
			gone = remove_folder(path) && gone;
	}
	if (folder)
		(void)closedir(folder);
	free(real);
	return gone;
}

static bool settle_entry(const struct entry *e)
{
	char mark[MAX_SECRET + 96];
	bool ended = true;

	ledger_mark(e, mark, sizeof mark);
	if (*e->secret)
		ended = clean_marked(mark, 10);
	return remove_scratch(e) && ended;
}

/* What a build that was killed has left beside the probe; none takes an hour. */
static void remove_stale_build(const char *entry)
{
	const char *behind = strncmp(entry, "probe-", 6) ? NULL : strchr(entry, '.');
	char name[MAX_FOLDER + 300];
	struct stat st;

	if (!behind || strspn(behind + 1, "0123456789abcdef") < 16)
		return;
	(void)snprintf(name, sizeof name, "%s/%s", ledgers, entry);
	if (lstat(name, &st) == 0 && S_ISREG(st.st_mode) && st.st_mtime < time(NULL) - 3600)
		(void)unlink(name);
}

void ledger_work_off(void)
{
	DIR *folder = *ledgers ? opendir(ledgers) : NULL;
	const struct dirent *one;
	char stem[32], name[MAX_FOLDER + 300];

	(void)snprintf(stem, sizeof stem, "ledger-%08lx-", ledger_place());
	while (folder && (one = readdir(folder))) {
		struct entry e;
		long pid;
		char behind;

		memset(&e, 0, sizeof e);
		remove_stale_build(one->d_name);
		if (strncmp(one->d_name, stem, strlen(stem))
		    || sscanf(one->d_name + strlen(stem), "%ld-%llx%c", &pid, &e.started, &behind) != 2 || pid <= 0)
			continue;
		e.pid = (pid_t)pid;
		(void)snprintf(name, sizeof name, "%s/%s", ledgers, one->d_name);
		if (lives(e.pid, e.started))
			continue;
		read_entry(name, &e);
		if (!lives(e.probe, e.probe_started) && settle_entry(&e))
			(void)unlink(name);
	}
	if (folder)
		(void)closedir(folder);
}

bool ledger_end(void)
{
	char name[MAX_FOLDER];

	scratch_folder(own.scratch, sizeof own.scratch);
	if (!settle_entry(&own))
		return false;
	ledger_name(&own, name, sizeof name);
	if (*ledgers)
		(void)unlink(name);
	return true;
}
