/* The text of a value -> a tree. The text is untrusted: depth, counts and sizes are bounded. */
#include "calls.h"
#include "value.h"

enum { MAX_DEPTH = 12, MAX_ITEMS = 1024, MAX_VALUE_TEXT = 5 * 1024 * 1024 };

static struct value *value_read(struct value_reader *r);

void *value_memory(size_t size)
{
	void *memory = calloc(1, size ? size : 1);
	if (!memory) {
		static const char message[] = "ptycheck probe: out of memory\n";
		if (write(2, message, sizeof message - 1) < 0)
			_exit(71);
		_exit(71);
	}
	return memory;
}

/* gcc -fanalyzer takes a value that value_item() has put into its tree, or freed, for lost. */
struct value *value_new(enum value_kind kind)
{
	struct value *v = value_memory(sizeof *v);
	v->kind = kind;
	return v;
}

void value_free(struct value *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < v->n; i++)
		value_free(v->items[i]);
	free(v->items);
	free(v->name);
	free(v->bytes);
	free(v);
}

void value_item(struct value_reader *r, struct value *v, struct value *item)
{
	if (v->n == MAX_ITEMS && !r->why)
		r->why = "more parts than a value may have";
	if (r->why) {
		value_free(item);
		return;
	}
	if ((v->n & (v->n - 1)) == 0) {		/* 0 and each power of two: double */
		size_t size = v->n ? v->n * 2 : 1;
		struct value **items = value_memory(size * sizeof *items);
		for (size_t i = 0; i < v->n; i++)
			items[i] = v->items[i];
		free(v->items);
		v->items = items;
	}
	v->items[v->n++] = item;
}

static struct value *value_flags(struct value_reader *r)
{
	struct value *flags = value_new(V_FLAGS);
	do {
		value_blanks(r);
		if (value_accept(r, "...")) {
			flags->rest = true;
			break;
		}
		if (value_is_digit(*r->at))
			flags->number |= value_digits(r);
		else {
			struct value *flag = value_new(V_FLAG);
			flag->number = value_accept(r, "!") ? 0 : 1;
			flag->name = value_word(r);
			value_item(r, flags, flag);
		}
	} while (!r->why && value_accept(r, "|"));
	return flags;
}

static struct value *value_plain(struct value_reader *r)
{
	const char *start = r->at;
	struct value *v = value_new(V_NUMBER);
	bool negative = value_accept(r, "-");
	v->number = value_digits(r);
	if (negative)
		v->number = (long long)(0 - (unsigned long long)v->number);
	else if (*r->at == '|') {
		value_free(v);
		r->at = start;
		return value_flags(r);
	}
	return v;
}

static void value_list(struct value_reader *r, struct value *v, const char *end)
{
	value_blanks(r);
	if (value_accept(r, end))
		return;
	do {
		value_blanks(r);
		if (v->kind == V_SET && value_accept(r, "...")) {
			v->rest = true;
			break;
		}
		value_item(r, v, value_read(r));
		value_blanks(r);
	} while (!r->why && value_accept(r, ","));
	value_expect(r, end, "a list lacks its end");
}

static struct value *value_fields(struct value_reader *r)
{
	struct value *fields = value_new(V_STRUCT);
	do {
		struct value *field;
		value_blanks(r);
		if (value_accept(r, "...")) {
			fields->rest = true;
			break;
		}
		field = value_new(V_STRUCT);
		if (*r->at == '-')		/* {-1=POLLIN} */
			field->group = value_accept(r, "-");
		field->name = value_word(r);
		value_expect(r, "=", "a field lacks its =");
		value_item(r, field, value_read(r));
		value_item(r, fields, field);
		value_blanks(r);
	} while (!r->why && value_accept(r, ","));
	value_expect(r, "}", "a structure lacks its }");
	return fields;
}

static struct value *value_braces(struct value_reader *r)
{
	struct value *set;
	const char *ahead;
	value_blanks(r);
	ahead = r->at + (*r->at == '-');
	while (value_is_word(*ahead))
		ahead++;
	while (*ahead == ' ')
		ahead++;
	if (ahead != r->at && *ahead == '=')
		return value_fields(r);
	set = value_new(V_SET);
	value_list(r, set, "}");
	return set;
}

static struct value *value_named(struct value_reader *r)
{
	struct value *v = value_new(V_NAME);
	v->group = value_accept(r, "-");
	v->name = value_word(r);
	if (!v->group && value_accept(r, "(")) {
		v->kind = V_FORM;
		value_list(r, v, ")");
	} else
		v->each = value_accept(r, "[]");
	return v;
}

static struct value *value_read(struct value_reader *r)
{
	struct value *v;
	value_blanks(r);
	if (r->why || ++r->depth > MAX_DEPTH) {
		if (!r->why)
			r->why = "a value is nested too deep";
		return value_new(V_NUMBER);
	}
	if (value_is_data(r))
		v = value_data(r);
	else if (value_is_digit(*r->at) || (*r->at == '-' && value_is_digit(r->at[1])))
		v = value_plain(r);
	else if (*r->at == '!' || value_is_upper(*r->at) || (*r->at == '_' && value_is_upper(r->at[1])))
		v = strncmp(r->at, "UIOCCMD(", 8) == 0 ? value_named(r) : value_flags(r);
	else if (value_accept(r, "["))
		value_list(r, v = value_new(V_LIST), "]");
	else if (value_accept(r, "{"))
		v = value_braces(r);
	else
		v = value_named(r);
	r->depth--;
	return v;
}

struct value *value_parse(const char *text, const char **why)
{
	struct value_reader r = { text, NULL, 0 };
	struct value *v;
	if (strlen(text) > MAX_VALUE_TEXT) {
		*why = "a value is longer than 5 MiB";
		return NULL;
	}
	v = value_read(&r);
	value_blanks(&r);
	if (!r.why && *r.at)
		r.why = "there is something behind the value";
	if (!r.why)
		return v;
	value_free(v);
	*why = r.why;
	return NULL;
}
