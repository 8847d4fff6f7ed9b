/* What settings.c and needs.c share. */
#ifndef SETTINGS_H
#define SETTINGS_H
#include "probe.h"

/* The value of one setting of language 5.11, or NULL when this host has no such thing. Lives until the next call. */
const char *setting_value(const char *key);
/* `Linux` in lower case: the word a need uses. */
void system_word(char *word, size_t size);
/* Whether uname() says this release or a later one; false where it says nothing that can be read. */
bool system_since(int major, int minor);
#endif
