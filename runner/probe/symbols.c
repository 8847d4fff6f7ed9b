/* Names <-> numbers of this system's constants. The tables stand before this file, made by remote/source.ts. */
#include "symbols.h"

#include "calls.h"

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
	struct user other = user_ordinary();
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

static bool symbol_is_missing(const char *name)
{
	long long value;
	return strcmp(name, "SELF") != 0 && strcmp(name, "UNTOUCHED") != 0 && !symbol_find(name, &value);
}

const char *value_missing(const struct value *v)
{
	bool constant = v->kind == V_FLAG || (v->kind == V_STRUCT && v->name && v->name[0] == 'V');
	if (constant && symbol_is_missing(v->name))
		return v->name;
	for (size_t i = 0; i < v->n; i++) {
		const char *name = value_missing(v->items[i]);
		if (name)
			return name;
	}
	return NULL;
}
