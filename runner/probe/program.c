/* The program's lines become scripts. Everything in them is hostile until it has passed here. */
#include "probe.h"
#include "engine.h"

enum { MAX_FIELDS = 64 };

bool whole_number(const char *s, long least, long most, long *number)
{
	char *end;

	errno = 0;
	*number = strtol(s, &end, 10);
	return end != s && !*end && !errno && *number >= least && *number <= most;
}

static void script_bad(struct script *s, const char *what, const char *which)
{
	if (!*s->bad)
		(void)snprintf(s->bad, sizeof s->bad, "%s: %.80s", what, which);
}

static bool line_name(const char *s, size_t most)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n && !s[n] && n < most;
}

/* Every name a step may bind has its place from the start, so that no process needs to make one. */
static void script_name(struct script *s, const char *name)
{
	char (*more)[64];

	for (size_t i = 0; i < s->n_names; i++)
		if (!strcmp(s->names[i], name))
			return;
	if (s->n_names == MAX_NAMES) {
		script_bad(s, "the case binds too many names", name);
		return;
	}
	more = realloc(s->names, (s->n_names + 1) * sizeof *more);
	if (!more) {
		script_bad(s, "no memory for a name", name);
		return;
	}
	s->names = more;
	memcpy(s->names[s->n_names++], name, strlen(name) + 1);
}

/* How many there are between commas, or as many as a step may have. */
static size_t elements_of(const char *text, size_t most)
{
	size_t n = 1;

	while (n < most && (text = strchr(text, ',')) && text++)
		n++;
	return n;
}

static void line_binds(struct script *s, struct step *step, char *text)
{
	char *rest = text, *one;

	if (!strcmp(text, "-"))
		return;
	step->binds = calloc(elements_of(text, MAX_BINDS), sizeof *step->binds);
	if (!step->binds)
		script_bad(s, "no memory for BINDS", text);
	while (step->binds && (one = strtok_r(rest, ",", &rest))) {
		struct bind *b = &step->binds[step->n_binds];
		char *where = strchr(one, ':');

		if (where)
			*where++ = '\0';
		if (step->n_binds == MAX_BINDS || !line_name(one, sizeof b->name)
		    || (where && strcmp(where, "*") && !line_name(where, sizeof b->where))) {
			script_bad(s, "unreadable BINDS at", one);
			return;
		}
		step->n_binds++;
		memcpy(b->name, one, strlen(one) + 1);
		if (where)
			memcpy(b->where, where, strlen(where) + 1);
		script_name(s, one);
	}
}

static void line_who(struct script *s, struct step *step, char *text)
{
	char *rest = text, *one;

	while ((one = strtok_r(rest, "|", &rest))) {
		if (step->n_who == MAX_WHO || (strcmp(one, "-") && !line_name(one, 64))) {
			script_bad(s, "unreadable WHO at", one);
			return;
		}
		step->who[step->n_who++] = one;
	}
	if (!step->n_who || (step->n_who > 1 && step->kind != STEP_END && step->kind != STEP_STILL))
		script_bad(s, "unreadable WHO in a step", step->call_name ? step->call_name : "");
}

static void line_flags(struct script *s, struct step *step, const char *text)
{
	if (strspn(text, "gum-") != strlen(text))
		script_bad(s, "unreadable FLAGS", text);
	step->given = strchr(text, 'g') != NULL;
	step->must_wait = strchr(text, 'u') != NULL;
	step->may_wait = strchr(text, 'm') != NULL;
}

static void line_args(struct script *s, struct step *step, char **fields, size_t n)
{
	if (!n)
		return;
	step->args = calloc(n, sizeof *step->args);
	for (size_t i = 0; step->args && i < n; i++) {
		const char *why = "no value";

		step->args[i] = value_parse(fields[i], &why);
		if (!step->args[i]) {
			script_bad(s, why, fields[i]);
			return;
		}
		step->n_args++;
	}
}

static void line_act(struct script *s, struct step *step, char **f, size_t n)
{
	long times;

	step->call_name = f[5];
	step->call = call_find(f[5]);
	line_flags(s, step, f[3]);
	step->count = f[4];
	if (!whole_number(f[4], 1, MAX_TIMES, &times) && (*f[4] < 'a' || *f[4] > 'z'))
		script_bad(s, "COUNT is no number from 1 to 65536", f[4]);
	line_binds(s, step, f[6]);
	step->settles = strcmp(f[7], "-") ? f[7] : NULL;
	if (!line_name(f[5], 64))
		script_bad(s, "unreadable CALL", f[5]);
	line_args(s, step, f + 8, n - 8);
	if (step->call && ((int)step->n_args < step->call->least || (int)step->n_args > step->call->most))
		script_bad(s, "wrong number of arguments for", f[5]);
}

static void line_state(struct script *s, struct step *step, char **f)
{
	static const char *const words[] = { "stopped", "exited", "killed" };

	for (int i = 0; i < 3; i++)
		if (!strcmp(f[3], words[i])) {
			step->state = (enum wanted_state)i;
			return;
		}
	script_bad(s, "unreadable state", f[3]);
}

static void line_step(struct script *s, const char *line, enum step_kind kind, size_t least)
{
	struct step *step = &s->steps[s->n_steps];
	char *fields[MAX_FIELDS], *at;
	size_t n = 0;

	if (s->n_steps == MAX_STEPS) {
		script_bad(s, "the case has too many steps", "");
		return;
	}
	s->n_steps++;
	step->kind = kind;
	step->together = s->in_braces ? s->braces : 0;
	step->whole = strdup(line);
	for (at = step->whole; at && n < MAX_FIELDS; n++) {
		fields[n] = at;
		at = strchr(at, '\t');
		if (at)
			*at++ = '\0';
	}
	if (at || n < least || !whole_number(fields[1], 0, 1000000, &step->index)) {
		script_bad(s, "unreadable step", line);
		return;
	}
	line_who(s, step, fields[2]);
	if (kind == STEP_ACT) {
		line_act(s, step, fields, n);
	} else if (kind == STEP_END) {
		step->call_name = fields[4];
		line_flags(s, step, fields[3]);
		line_binds(s, step, fields[5]);
	} else if (kind == STEP_STILL) {
		step->call_name = fields[3];
	} else if (kind == STEP_STATE) {
		line_state(s, step, fields);
	} else {
		step->signal = fields[3];
	}
}

/* vary VARIES TIMED, of the step before */
static void line_vary(struct script *s, const char *line)
{
	struct step *step = s->n_steps ? &s->steps[s->n_steps - 1] : NULL;
	char *copy = strdup(line), *rest = copy, *varies, *timed, *one;
	long flag;

	(void)strtok_r(rest, "\t", &rest);
	varies = strtok_r(rest, "\t", &rest);
	timed = strtok_r(rest, "\t", &rest);
	if (!step || !varies || !timed || !whole_number(timed, 0, 1, &flag)) {
		script_bad(s, "unreadable line", line);
		free(copy);
		return;
	}
	step->timed = flag;
	free(step->varies);
	step->n_varies = 0;
	step->varies = calloc(elements_of(varies, MAX_VARIES), sizeof *step->varies);
	if (!step->varies)
		script_bad(s, "no memory for VARIES", varies);
	for (rest = varies; step->varies && strcmp(varies, "-") && (one = strtok_r(rest, ",", &rest));) {
		bool whole = !strcmp(one, ".");

		if (step->n_varies == MAX_VARIES
		    || (!whole && strcmp(one, "*") && !line_name(one, sizeof *step->varies))) {
			script_bad(s, "unreadable VARIES at", one);
			break;
		}
		memcpy(step->varies[step->n_varies++], whole ? "" : one, strlen(whole ? "" : one) + 1);
	}
	free(copy);
}

static void line_braces(struct script *s, bool open)
{
	if (s->in_braces == open)
		script_bad(s, "braces that do not match", open ? "together" : "apart");
	s->in_braces = open;
	s->braces += open;
}

/* case N DEADLINE ALONE REPEAT LOAD */
static void line_case(struct program *p, const char *line)
{
	struct script *s = calloc(1, sizeof *s);
	char *copy = strdup(line), *rest = copy, *field, *fields[7] = { NULL }, *end = NULL;
	long alone;

	p->open = s;
	for (size_t n = 0; s && n < 7 && (field = strtok_r(rest, "\t", &rest)); n++)
		fields[n] = field;
	if (s) {
		s->deadline = fields[2] ? strtod(fields[2], &end) : 0;
		if (!fields[1] || !whole_number(fields[1], 0, 1000000, &s->number))
			s->number = -1;
		if (s->number < 0 || !end || *end || !(s->deadline >= 0.05 && s->deadline <= 3600) || !fields[5]
		    || !whole_number(fields[3], 0, 1, &alone) || !whole_number(fields[4], 1, MAX_ROUNDS, &s->repeat)
		    || !whole_number(fields[5], 0, MAX_LOAD, &s->load) || fields[6]) {
			s->deadline = 10;
			script_bad(s, "unreadable case line", line);
		} else
			s->alone = alone;
	}
	free(copy);
}

static void line_option(struct program *p, const char *name, const char *value)
{
	char *end;
	double factor = strtod(value, &end);
	struct account user;
	long jobs;

	if (!strcmp(name, "timeout-factor") && end != value && factor >= 0.01 && factor <= 1000)
		p->factor = factor;
	else if (!strcmp(name, "jobs") && whole_number(value, 1, MAX_JOBS, &jobs))
		p->jobs = jobs < cases_at_once() ? jobs : cases_at_once();
	else if (!strcmp(name, "user") && user_parse(value, &user))
		user_set_ordinary(user);
}

void program_start(struct program *p)
{
	memset(p, 0, sizeof *p);
	p->factor = 1;
	p->jobs = 1;
}

/* One line between `case` and `over`. */
static void script_line(struct script *s, const char *line)
{
	static const struct { const char *word; enum step_kind kind; size_t fields; } steps[] = {
		{ "act\t", STEP_ACT, 8 }, { "end\t", STEP_END, 6 }, { "still\t", STEP_STILL, 4 },
		{ "signal\t", STEP_SIGNAL, 4 }, { "nosignal\t", STEP_NO_SIGNAL, 4 },
		{ "state\t", STEP_STATE, 5 },
	};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (!strncmp(line, steps[i].word, strlen(steps[i].word))) {
			line_step(s, line, steps[i].kind, steps[i].fields);
			return;
		}
	if (!strcmp(line, "together") || !strcmp(line, "apart"))
		line_braces(s, *line == 't');
	else if (!strncmp(line, "vary\t", 5))
		line_vary(s, line);
	else if (!strncmp(line, "need\t", 5))
		text_addf(&s->needs, "%s\n", line + 5);
	else
		script_bad(s, "unreadable line", line);
}

void script_read(struct script *s)
{
	char *copy = s->text.n ? strdup(s->text.s) : NULL, *end;
	size_t lines = 0;

	for (const char *at = copy; at && lines < MAX_STEPS && (at = strchr(at, '\n')); at++)
		lines++;
	s->steps = calloc(lines + 1, sizeof *s->steps);
	if ((s->text.n && !copy) || !s->steps)
		script_bad(s, "no memory for the case", "");
	for (char *line = copy; line && !*s->bad && (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		script_line(s, line);
	}
	free(copy);
	if (s->in_braces)
		script_bad(s, "no `apart` before", "over");
}

/* A line outside of any case that nobody knows is skipped: a newer client may say more. */
struct script *program_line(struct program *p, char *line)
{
	struct script *s = p->open;
	char *value;

	if (!strncmp(line, "case\t", 5)) {
		line_case(p, line);
		if (s)
			script_bad(s, "no `over` before the next case", line);
		return s;
	}
	if (!s) {
		if (!strcmp(line, "go"))
			p->complete = true;
		else if (!strncmp(line, "option\t", 7) && (value = strchr(line + 7, '\t'))) {
			*value = '\0';
			line_option(p, line + 7, value + 1);
		}
		return NULL;
	}
	if (!strcmp(line, "go")) {
		script_bad(s, "no `over` before", line);
		p->complete = true;
	}
	if (!strcmp(line, "go") || !strncmp(line, "over\t", 5)) {
		p->open = NULL;
		return s;
	}
	text_addf(&s->text, "%s\n", line);
	return NULL;
}
