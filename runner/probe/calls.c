/* All calls of this build. */
#include "calls.h"

/* The player does these itself: they make, end or mark processes of the case. */
static const struct call calls_player[] = {
	{ "fork", 0, 0, NULL },
	{ "execve", 1, 1, NULL },
#ifndef __TINYC__
	{ "thread", 0, 0, NULL },
#endif
	{ "_exit", 1, 1, NULL },
	{ "sigaction", 2, 3, NULL },
	{ NULL, 0, 0, NULL }
};

static const struct call *const call_tables[] = {
	calls_pty, calls_terminal, calls_bytes, calls_descriptors, calls_files, calls_processes, calls_isolation,
	calls_transfers, calls_waiting, calls_contents, calls_host, calls_programs,
	calls_player
};

const struct call *call_find(const char *name)
{
	for (size_t i = 0; i < sizeof call_tables / sizeof call_tables[0]; i++)
		for (const struct call *c = call_tables[i]; c->name; c++)
			if (strcmp(c->name, name) == 0)
				return c;
	return NULL;
}

void call_list(struct text *t)
{
	for (size_t i = 0; i < sizeof call_tables / sizeof call_tables[0]; i++)
		for (const struct call *c = call_tables[i]; c->name; c++)
			text_addf(t, "%s\n", c->name);
}
