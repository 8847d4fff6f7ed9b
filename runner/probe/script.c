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

/* Once for each kind and name, in the order of the case. */
static void unsupported(struct text *t, size_t from, const char *kind, const char *name)
{
	struct text line = { NULL, 0, 0 };

	text_addf(&line, "unsupported\t%s%s\n", kind, name);
	if (t->n == from || !strstr(t->s + from, line.s))
		text_add(t, line.s);
	text_free(&line);
}

/* What a need word is missing; tried once in a run. */
static const char *need_remembered(const char *word)
{
	static struct { char *word, *missing; } known[64];
	static size_t n;
	const char *missing;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(known[i].word, word))
			return known[i].missing;
	missing = need_missing(word);
	if (n < sizeof known / sizeof *known && (known[n].word = strdup(word)))
		known[n++].missing = missing ? strdup(missing) : NULL;
	return missing;
}

bool script_unsupported(const struct script *s, struct text *t)
{
	size_t from = t->n;
	char *words = s->needs.n ? strdup(s->needs.s) : NULL, *rest = words, *word;

	while (words && (word = strtok_r(rest, "\n", &rest))) {
		const char *missing = need_remembered(word);

		if (missing)
			unsupported(t, from, "", missing);
	}
	free(words);
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

void script_free(struct script *s)
{
	for (size_t i = 0; i < s->n_steps; i++) {
		for (size_t j = 0; j < s->steps[i].n_args; j++)
			value_free(s->steps[i].args[j]);
		free(s->steps[i].args);
		free(s->steps[i].whole);
	}
	free(s->steps);
	text_free(&s->needs);
	free(s);
}
