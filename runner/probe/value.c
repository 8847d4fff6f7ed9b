/* The text of a value -> a tree. The text is untrusted: depth, counts and sizes are bounded. */
#include "calls.h"

enum { MAX_DEPTH = 12, MAX_ITEMS = 1024, MAX_VALUE_TEXT = 5 * 1024 * 1024 };

struct value_reader {
	const char *at;
	const char *why;	/* set once something is wrong */
	int depth;
};

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
static struct value *value_new(enum value_kind kind)
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

static void value_item(struct value_reader *r, struct value *v, struct value *item)
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

static void value_blanks(struct value_reader *r)
{
	while (*r->at == ' ')
		r->at++;
}

static bool value_accept(struct value_reader *r, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(r->at, word, n) != 0)
		return false;
	r->at += n;
	return true;
}

static void value_expect(struct value_reader *r, const char *word, const char *why)
{
	value_blanks(r);
	if (!value_accept(r, word) && !r->why)
		r->why = why;
}

static bool value_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool value_is_lower(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

static bool value_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool value_is_word(char c)
{
	return value_is_digit(c) || value_is_lower(c) || value_is_upper(c);
}

static int value_hex(char c)
{
	if (value_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static char *value_word(struct value_reader *r)
{
	const char *start = r->at;
	char *word;
	while (value_is_word(*r->at))
		r->at++;
	if (r->at == start || r->at - start >= 64) {
		if (!r->why)
			r->why = "a name of 1 to 63 letters is missing";
		return value_memory(1);
	}
	word = value_memory((size_t)(r->at - start) + 1);
	memcpy(word, start, (size_t)(r->at - start));
	return word;
}

static long long value_digits(struct value_reader *r)
{
	unsigned long long number = 0;
	unsigned base = 10;
	bool some = false;

	if (value_accept(r, "0x") || value_accept(r, "0X"))
		base = 16;
	else if (*r->at == '0')
		base = 8;
	for (;; r->at++) {
		int digit = value_hex(*r->at);
		if (digit < 0 || (unsigned)digit >= base)
			break;
		some = true;
		if (number > (UINT64_MAX - (unsigned)digit) / base) {
			r->why = "a number is larger than 64 bits";
			return 0;
		}
		number = number * base + (unsigned)digit;
	}
	if ((!some || value_is_word(*r->at)) && !r->why)
		r->why = "a number has a wrong digit";
	return (long long)number;
}

/* A number, or the name of one. */
static struct value *value_count(struct value_reader *r)
{
	struct value *v;
	value_blanks(r);
	if (value_is_digit(*r->at)) {
		v = value_new(V_NUMBER);
		v->number = value_digits(r);
	} else {
		v = value_new(V_NAME);
		v->name = value_word(r);
	}
	value_blanks(r);
	return v;
}

static int value_escape(struct value_reader *r)
{
	static const char letters[] = "nrtbafve\\\"0$";
	static const char bytes[] = "\n\r\t\b\a\f\v\033\\\"\0$";
	const char *letter;
	int high, low;

	if (*r->at == 'x' && (high = value_hex(r->at[1])) >= 0 && (low = value_hex(r->at[2])) >= 0) {
		r->at += 3;
		return high * 16 + low;
	}
	letter = *r->at ? strchr(letters, *r->at) : NULL;
	if (!letter) {
		r->why = "an escape in a string is none of \\n \\r \\t \\b \\a \\f \\v \\e \\\\ \\\" \\0 \\xHH";
		return 0;
	}
	r->at++;
	return (unsigned char)bytes[letter - letters];
}

/* $name or ${name}; any other $ is itself. */
static bool value_interpolates(const char *at)
{
	return at[0] == '$' && (at[1] == '{' || (at[1] >= 'a' && at[1] <= 'z'));
}

static void value_string_part(struct value_reader *r, struct value *string)
{
	struct value *part = value_new(V_PIECE);
	size_t size = 0;
	while (!r->why && *r->at && *r->at != '"' &&
	    !value_interpolates(r->at)) {
		int byte = (unsigned char)*r->at++;
		if (byte == '\\')
			byte = value_escape(r);
		if (part->length == size) {
			unsigned char *larger = value_memory(size = size ? size * 2 : 32);
			if (part->length)
				memcpy(larger, part->bytes, part->length);
			free(part->bytes);
			part->bytes = larger;
		}
		part->bytes[part->length++] = (unsigned char)byte;
	}
	value_item(r, string, part);
}

/* A string: its items are how often, then bytes and names in turn. */
static struct value *value_string(struct value_reader *r)
{
	struct value *string = value_new(V_PIECE), *times = value_new(V_NUMBER);
	times->number = 1;
	value_item(r, string, times);
	while (!r->why && *r->at && *r->at != '"') {
		if (value_interpolates(r->at)) {
			struct value *name = value_new(V_NAME);
			r->at++;
			if (value_accept(r, "{")) {
				name->name = value_word(r);
				value_expect(r, "}", "a ${name} lacks its }");
			} else
				name->name = value_word(r);
			value_item(r, string, name);
		} else
			value_string_part(r, string);
	}
	value_expect(r, "\"", "a string lacks its closing quote");
	if (value_accept(r, "*")) {
		value_free(string->items[0]);
		string->items[0] = value_count(r);
	}
	return string;
}

static bool value_is_data(const struct value_reader *r)
{
	return *r->at == '"' || strncmp(r->at, "seq(", 4) == 0 || strncmp(r->at, "text(", 5) == 0;
}

static struct value *value_data(struct value_reader *r)
{
	struct value *data = value_new(V_DATA);
	while (!r->why && value_is_data(r)) {
		if (value_accept(r, "\""))
			value_item(r, data, value_string(r));
		else {
			struct value *run = value_new(V_PIECE);
			run->name = value_word(r);
			value_expect(r, "(", "( is missing");
			value_item(r, run, value_count(r));
			value_expect(r, ",", "seq() and text() take two numbers");
			value_item(r, run, value_count(r));
			value_expect(r, ")", "seq() and text() take two numbers");
			value_item(r, data, run);
		}
		value_blanks(r);
	}
	return data;
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
