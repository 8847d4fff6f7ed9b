/* A case that was read: what its host would need to have for it. */
#include "probe.h"
#include "engine.h"

/* The words for which only root will do, and which root must keep. */
bool script_keeps_root(const struct script *s)
{
	static const char *const words[] = {
		"root\n", "other-user\n", "mount-namespace\n", "user-namespace\n", "pid-namespace\n", "jail\n",
	};

	for (const char *at = s->needs.n ? s->needs.s : ""; *at; at = strchr(at, '\n') + 1)
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (!strncmp(at, words[i], strlen(words[i])))
				return true;
	return false;
}

int script_processes(const struct script *s)
{
	static const char *const makers[] = { "fork", "thread", "forkpty", "posix_spawn" };
	int n = 1;

	for (size_t i = 0; i < s->n_steps; i++)
		for (size_t j = 0; j < sizeof makers / sizeof *makers && n < MAX_PROCESSES; j++) {
			const struct step *step = &s->steps[i];
			bool once = step->count && !strcmp(step->count, "1") && value_elements(step->args, step->n_args) == -1;

			if (step->kind == STEP_ACT && !strcmp(step->call_name, makers[j]))
				n = once ? n + 1 : MAX_PROCESSES;
		}
	return n;
}

/* Once for each kind and name, in the order of the case. */
static void unsupported(struct text *t, size_t from, const char *kind, const char *name)
{
	struct text line = { NULL, 0, 0 };

	text_addf(&line, "unsupported\t%s%s\n", kind, name);
	if (t->n == from || !strstr(t->s + from, line.s))
		text_add(t, line.s);
	text_free(&line);
}

/* Tried once in a run. */
static enum need need_remembered(const char *word)
{
	static struct { char *word; enum need is; } known[64];
	static size_t n;
	enum need is;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(known[i].word, word))
			return known[i].is;
	is = need_find(word);
	if (is != NEED_UNKNOWN && n < sizeof known / sizeof *known && (known[n].word = strdup(word)))
		known[n++].is = is;
	return is;
}

/*
 * What every POSIX system has, or every Linux, but a bare root folder may lack: then what a step shows says nothing of
 * the system. The first word is what a step mentions, as it stands in the program.
 */
static void unsupported_places(const struct script *s, struct text *t, size_t from)
{
	static const struct { const char *mentions, *place, *proof; } places[] = {
		{ "\t\"/dev/tty\"", "/dev/tty", "/dev/tty" }, { "\tctermid\t", "/dev/tty", "/dev/tty" },
#if defined(__linux__)
		{ "\t\"/proc/", "/proc", "/proc/self/stat" }, { "\tprocinfo\t", "/proc", "/proc/self/stat" },
		{ "\tsysctl\t", "/proc", "/proc/self/stat" },
#if !defined(__GLIBC__)	/* which looks for a terminal's name in /dev, too */
		{ "\tttyname\t", "/proc", "/proc/self/stat" }, { "\tttyname_r\t", "/proc", "/proc/self/stat" },
#endif
#endif
	};

	for (size_t i = 0; s->text.n && i < sizeof places / sizeof *places; i++)
		if (strstr(s->text.s, places[i].mentions) && access(places[i].proof, F_OK))
			unsupported(t, from, "", places[i].place);
	if (s->text.n && strstr(s->text.s, "\tsetns\t") && need_remembered(need_whole_root) == NEED_MISSING)
		unsupported(t, from, "", need_whole_root);
}

bool script_unsupported(const struct script *s, struct text *t, const char **untried)
{
	size_t from = t->n;
	char *words = s->needs.n ? strdup(s->needs.s) : NULL, *rest = words, *word;

	while (words && (word = strtok_r(rest, "\n", &rest))) {
		enum need is = need_remembered(word);

		if (is == NEED_MISSING)
			unsupported(t, from, "", word);
		if (is == NEED_UNKNOWN)
			*untried = "no process or folder to find out what the case needs";
	}
	free(words);
	unsupported_places(s, t, from);
	for (size_t i = 0; i < s->n_steps; i++) {
		const struct step *step = &s->steps[i];

		if (step->kind == STEP_ACT && !step->call)
			unsupported(t, from, "call ", step->call_name);
		for (size_t j = 0; j < step->n_args; j++) {
			const char *missing = value_missing(step->args[j]);

			if (missing)
				unsupported(t, from, "constant ", missing);
		}
	}
	return t->n > from;
}

void script_unread(struct script *s)
{
	for (size_t i = 0; i < s->n_steps; i++) {
		for (size_t j = 0; j < s->steps[i].n_args; j++)
			value_free(s->steps[i].args[j]);
		free(s->steps[i].args);
		free(s->steps[i].binds);
		free(s->steps[i].varies);
		free(s->steps[i].whole);
	}
	free(s->steps);
	free(s->names);
	s->steps = NULL;
	s->names = NULL;
	s->n_steps = s->n_names = 0;
	s->braces = 0;
	text_free(&s->needs);
}

void script_free(struct script *s)
{
	script_unread(s);
	text_free(&s->text);
	free(s);
}
