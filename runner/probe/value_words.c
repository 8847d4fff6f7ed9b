/* The words that the text of a value is made of: names, numbers, strings and runs of bytes. */
#include "calls.h"
#include "value.h"

void value_blanks(struct value_reader *r)
{
	while (*r->at == ' ')
		r->at++;
}

bool value_accept(struct value_reader *r, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(r->at, word, n) != 0)
		return false;
	r->at += n;
	return true;
}

void value_expect(struct value_reader *r, const char *word, const char *why)
{
	value_blanks(r);
	if (!value_accept(r, word) && !r->why)
		r->why = why;
}

bool value_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool value_is_lower(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

bool value_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool value_is_word(char c)
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

char *value_word(struct value_reader *r)
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

long long value_digits(struct value_reader *r)
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
	if (!r->why && value_accept(r, "*")) {
		value_free(string->items[0]);
		string->items[0] = value_count(r);
	}
	return string;
}

bool value_is_data(const struct value_reader *r)
{
	return *r->at == '"' || strncmp(r->at, "seq(", 4) == 0 || strncmp(r->at, "text(", 5) == 0;
}

struct value *value_data(struct value_reader *r)
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
