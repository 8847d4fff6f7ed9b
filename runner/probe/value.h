/* What value.c and value_words.c share: where the reading of a text is. */
#ifndef VALUE_H
#define VALUE_H
#include "probe.h"

struct value_reader {
	const char *at;
	const char *why;	/* set once something is wrong */
	int depth;
};

struct value *value_new(enum value_kind kind);
/* Takes the item over: it is freed with the value, or at once where no more is taken. */
void value_item(struct value_reader *r, struct value *v, struct value *item);

/* --- value_words.c --- */
bool value_is_digit(char c);
bool value_is_upper(char c);
bool value_is_word(char c);
void value_blanks(struct value_reader *r);
/* Whether it comes next; it is behind the reader then. */
bool value_accept(struct value_reader *r, const char *word);
void value_expect(struct value_reader *r, const char *word, const char *why);
char *value_word(struct value_reader *r);
long long value_digits(struct value_reader *r);
bool value_is_data(const struct value_reader *r);
struct value *value_data(struct value_reader *r);
#endif
