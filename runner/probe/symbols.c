/* Names <-> numbers of this system's constants. The tables stand before this file, made by remote/source.ts. */
#include "symbols.h"

#include "calls.h"
#include "engine.h"

const struct symbol *symbol_family(const char *family)
{
	static const struct symbol none = { NULL, 0, 0 };
	for (size_t i = 0; symbol_families[i].name; i++)
		if (strcmp(symbol_families[i].name, family) == 0)
			return symbol_families[i].symbols;
	return &none;
}

/* The language's own words; false when it is none of them or has no number on this host. */
static bool symbol_of_language(const char *name, long long *value)
{
	struct account other = user_ordinary();
	*value = 0;
	if (strcmp(name, "NULL") == 0 || strcmp(name, "SIG_DFL") == 0)
		return true;
	if (strcmp(name, "BADPTR") == 0)
		*value = -4096;
	else if (strcmp(name, "SIG_IGN") == 0)
		*value = 1;
	else if (strcmp(name, "DT_CHR") == 0)
		*value = SYMBOL_DT_CHR;
	else if (strcmp(name, "DT_DIR") == 0)
		*value = SYMBOL_DT_DIR;
	else if (strcmp(name, "UID_OTHER") == 0)
		return (*value = other.uid) >= 0;
	else if (strcmp(name, "GID_OTHER") == 0)
		return (*value = other.gid) >= 0;
	else if (strcmp(name, "GID_TTY") == 0)
		return (*value = group_find("tty")) >= 0;
	else
		return false;
	return true;
}

bool symbol_find(const char *name, long long *value)
{
	for (size_t i = 0; symbol_families[i].name; i++)
		for (const struct symbol *s = symbol_families[i].symbols; s->name; s++)
			if (strcmp(s->name, name) == 0) {
				*value = s->value;
				return true;
			}
	return symbol_of_language(name, value);
}

const char *symbol_name(const char *family, long long value)
{
	for (const struct symbol *s = symbol_family(family); s->name; s++)
		if (s->value == value && !s->mask)
			return s->name;
	return NULL;
}

/* Does the symbol say something about these bits, of which `left` are not yet named? */
static bool symbol_fits(const struct symbol *s, unsigned long long value, unsigned long long left)
{
	unsigned long long bits = (unsigned long long)s->value, mask = (unsigned long long)s->mask;
	if (mask)
		return (value & mask) == bits;
	return bits && (left & bits) == bits;
}

void symbol_flags(struct text *t, const char *family, unsigned long long value)
{
	unsigned long long left = value, named = 0;	/* the fields that have their name */
	bool some = false;
	for (const struct symbol *s = symbol_family(family); s->name; s++) {
		unsigned long long mask = (unsigned long long)s->mask;
		if ((mask && (named & mask) == mask) || !symbol_fits(s, value, left))
			continue;
		named |= mask;
		left &= ~(mask ? mask : (unsigned long long)s->value);
		text_addf(t, "%s%s", some ? "|" : "", s->name);
		some = true;
	}
	if (strcmp(family, "mode") == 0)
		text_addf(t, "%s0%03llo", some ? "|" : "", left);
	else if (left)
		text_addf(t, "%s0x%llx", some ? "|" : "", left);
	else if (!some)
		text_add(t, "0");
}

void symbol_list(struct text *t)
{
	for (size_t i = 0; symbol_families[i].name; i++)
		for (const struct symbol *s = symbol_families[i].symbols; s->name; s++)
			text_addf(t, "%s\t%s\t%lld\n", symbol_families[i].name, s->name, s->value);
}

/* A field's own values share its mask; 0 says something in a field only. */
static bool symbol_is_same(const struct symbol *a, const struct symbol *b)
{
	bool field = a->mask && a->mask == b->mask;
	return a->value == b->value && (field || (a->value && (!a->mask || !b->mask)));
}

void symbol_aliases(struct text *t)
{
	for (size_t i = 0; symbol_families[i].name; i++) {
		const struct symbol *all = symbol_families[i].symbols;
		/* What is one of many lists shares numbers and no meaning. */
		if (strcmp(symbol_families[i].name, "other") == 0)
			continue;
		for (const struct symbol *s = all; s->name; s++) {
			const struct symbol *first = all, *more = s + 1;
			while (first != s && !symbol_is_same(first, s))
				first++;
			while (more->name && !symbol_is_same(s, more))
				more++;
			if (first != s || !more->name)
				continue;
			text_addf(t, "alias\t%s", s->name);
			for (; more->name; more++)
				if (symbol_is_same(s, more))
					text_addf(t, "\t%s", more->name);
			text_add(t, "\n");
		}
	}
}

static bool symbol_is_missing(const char *name)
{
	long long value;
	if (strcmp(name, "SELF") == 0)
		return !self_known();
	return strcmp(name, "UNTOUCHED") != 0 && !symbol_find(name, &value);
}

const char *value_missing(const struct value *v)
{
	bool constant = v->kind == V_FLAG || (v->kind == V_STRUCT && v->name && v->name[0] == 'V');
	if (constant && symbol_is_missing(v->name))
		return v->name;
#ifndef UIOCCMD
	if (v->kind == V_FORM && strcmp(v->name, "UIOCCMD") == 0)
		return v->name;
#endif
	for (size_t i = 0; i < v->n; i++) {
		const char *name = value_missing(v->items[i]);
		if (name)
			return name;
	}
	return NULL;
}
