/* Programs of the host that a case may run: a few that do nothing but with the descriptors they are given. */
#include "symbols.h"
#include "calls.h"
#include "engine.h"
#include "guard.h"

#include <spawn.h>

enum { MAX_WORDS = 16, PROGRAM_PATH = 64 };

extern char **environ;

static bool word_is_any(const char *word)
{
	(void)word;
	return true;
}

static bool word_is_unbuffered(const char *word)
{
	return strcmp(word, "-u") == 0;
}

static bool word_is_yes_or_no(const char *word)
{
	return strcmp(word, "y") == 0 || strcmp(word, "n") == 0;
}

static bool word_is_short_time(const char *word)
{
	return strlen(word) <= 4 && word[strspn(word, "0123456789.")] == '\0';
}

static bool word_is_silent(const char *word)
{
	return strcmp(word, "-s") == 0;
}

/* Modes and control characters of its input; -F, --file, and -f of the BSDs name another terminal. */
static bool word_is_mode(const char *word)
{
	if (strchr(word, '/') || strncmp(word, "--", 2) == 0)
		return false;
	return word[0] != '-' || (!strchr(word, 'F') && word[1 + strspn(word + 1, "aeg")] != 'f');
}

static const struct runnable {
	const char *name;
	bool (*fits)(const char *word);
} runnables[] = {
	{ "cat", word_is_unbuffered }, { "mesg", word_is_yes_or_no }, { "sleep", word_is_short_time },
	{ "stty", word_is_mode }, { "true", word_is_any }, { "tty", word_is_silent }
};

static const struct runnable *program_known(const char *name)
{
	for (size_t i = 0; i < sizeof runnables / sizeof runnables[0]; i++)
		if (strcmp(runnables[i].name, name) == 0)
			return &runnables[i];
	return NULL;
}

bool program_find(const char *name, char *path, size_t size)
{
	static const char *const folders[] = { "/bin", "/usr/bin" };
	for (size_t i = 0; program_known(name) && i < sizeof folders / sizeof folders[0]; i++) {
		snprintf(path, size, "%s/%s", folders[i], name);
		if (access(path, X_OK) == 0)
			return true;
	}
	return false;
}

/* The first word is the program's name: some hosts have one program that is many, by that word. */
static const char *guard_program(const char *name, char *const *words, size_t n)
{
	const struct runnable *program = program_known(name);
	if (guard_is_rooted())
		return "a program in a root of the case's own making is not run";
	if (!program)
		return "programs are cat, mesg, sleep, stty, true and tty, by these names";
	if (n == 0 || strcmp(words[0], name) != 0)
		return "a program's first word is its name";
	for (size_t i = 1; i < n; i++)
		if (!program->fits(words[i]))
			return "a program gets no words that name files, or that are none of its harmless ones";
	return NULL;
}

/* Fills words and path; false when the program must not or cannot be run, and that is shown. */
static bool take_program(struct value **args, char *words[MAX_WORDS + 1], char path[PROGRAM_PATH], struct shown *s)
{
	const char *name = take_string(args[0], s);
	const struct value *list = args[1];
	if (!take_done(s) && (value_constant(args[0]) || list->kind != V_LIST || list->n > MAX_WORDS))
		show_refusal(s, "a program is run by its name and a list of up to 16 words");
	for (size_t i = 0; !take_done(s) && i < list->n; i++) {
		size_t length;
		words[i] = (char *)take_data(list->items[i], s, &length);
		if (!take_done(s) && memchr(words[i], '\0', length))
			show_refusal(s, "a word has a NUL in it");
	}
	if (take_done(s) || guarded(s, guard_program(name, words, list->n)))
		return false;
	words[list->n] = NULL;
	/* What a program says is compared, whatever the host's language. */
	setenv("LC_ALL", "C", 1);
	if (program_find(name, path, PROGRAM_PATH))
		return true;
	show_failure(s, "-1", ENOENT);
	return false;
}

/* Where it succeeds the conductor sees that the process goes by another name. */
static void perform_execvp(struct value **args, size_t n, struct shown *s)
{
	char *words[MAX_WORDS + 1], path[PROGRAM_PATH];
	int error;
	(void)n;
	if (!take_program(args, words, path, s))
		return;
	errno = 0;
	execv(path, words);
	error = errno;
	show_failure(s, "-1", error);
}

/* 0 or an error number, as posix_spawn() itself gives. */
static int spawn_attributes(const struct value *fields, posix_spawnattr_t *attributes,
    posix_spawn_file_actions_t *actions, struct shown *s)
{
	int error = 0;
	for (size_t i = 0; fields->kind == V_STRUCT && i < fields->n && !error; i++) {
		const char *field = fields->items[i]->name;
		long long number = take_number(fields->items[i]->items[0], s);
		if (strcmp(field, "setpgroup") == 0) {
			error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP);
			if (!error)
				error = posix_spawnattr_setpgroup(attributes, (pid_t)number);
		} else if (strcmp(field, "tcsetpgrp") == 0) {
#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 35)
			if (!take_done(s) && !guarded(s, guard_descriptor((int)number)))
				error = posix_spawn_file_actions_addtcsetpgrp_np(actions, (int)number);
#else
			error = ENOSYS;
#endif
#else
			error = ENOSYS;
#endif
		} else if (strcmp(field, "close") == 0) {
			if (!take_done(s) && !guarded(s, guard_descriptor((int)number)))
				error = posix_spawn_file_actions_addclose(actions, (int)number);
		} else if (!take_done(s))
			show_refusal(s, "posix_spawn() takes {setpgroup=, tcsetpgrp=, close=}");
	}
	return error;
}

struct spawning {
	char *words[MAX_WORDS + 1], path[PROGRAM_PATH];
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
};

static pid_t spawn(void *context)
{
	const struct spawning *what = context;
	pid_t pid = -1;
	errno = posix_spawn(&pid, what->path, &what->actions, &what->attributes, what->words, environ);
	return errno ? -1 : pid;
}

static void perform_posix_spawn(struct value **args, size_t n, struct shown *s)
{
	struct spawning what;
	pid_t pid;
	int error;
	(void)n;
	if (!take_program(args, what.words, what.path, s))
		return;
	if (posix_spawnattr_init(&what.attributes) || posix_spawn_file_actions_init(&what.actions)) {
		show_failure(s, "-1", ENOMEM);
		return;
	}
	error = spawn_attributes(args[2], &what.attributes, &what.actions, s);
	if (!take_done(s) && error)
		show_failure(s, "-1", error);
	else if (!take_done(s)) {
		pid = player_spawn(spawn, &what, s);
		error = errno;
		if (!take_done(s))
			show_result(s, pid, error);
	}
	posix_spawn_file_actions_destroy(&what.actions);
	posix_spawnattr_destroy(&what.attributes);
}

const struct call calls_programs[] = {
	{ "execvp", 2, 2, perform_execvp },
	{ "posix_spawn", 3, 3, perform_posix_spawn },
	{ NULL, 0, 0, NULL }
};
