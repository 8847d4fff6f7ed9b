/* Structures, sets and lists -> text. */
#include "symbols.h"
#include "calls.h"

#ifdef __linux__
#include <sys/sysmacros.h>	/* major(), minor() */
#endif

static void show_flags_field(struct text *t, const char *field, const char *family, tcflag_t bits)
{
	text_addf(t, "%s=", field);
	symbol_flags(t, family, bits);
}

static void show_speed(struct text *t, const char *field, speed_t speed)
{
	const char *name = symbol_name("speed", (long long)speed);
	if (name)
		text_addf(t, "%s=%s", field, name);
	else
		text_addf(t, "%s=%lu", field, (unsigned long)speed);
}

/* c_cflag without the speed, which has fields of its own. */
static tcflag_t show_cflag(const struct termios *t)
{
	tcflag_t bits = t->c_cflag;
#ifdef CBAUD
	bits &= ~(tcflag_t)CBAUD;
#endif
#ifdef CIBAUD
	bits &= ~(tcflag_t)CIBAUD;
#endif
	return bits;
}

void show_modes(struct shown *s, const struct termios *t, size_t controls)
{
	struct text *text = &s->text;
	show_flags_field(text, "c_iflag", "iflag", t->c_iflag);
	text_add(text, ", ");
	show_flags_field(text, "c_oflag", "oflag", t->c_oflag);
	text_add(text, ", ");
	show_flags_field(text, "c_cflag", "cflag", show_cflag(t));
	text_add(text, ", ");
	show_flags_field(text, "c_lflag", "lflag", t->c_lflag);
	for (const struct symbol *c = symbol_family("control"); c->name; c++) {
		cc_t byte;
		if ((size_t)c->value >= controls)
			continue;
		byte = t->c_cc[c->value];
		text_addf(text, ", %s=", c->name);
		if (strcmp(c->name, "VMIN") == 0 || strcmp(c->name, "VTIME") == 0)
			text_addf(text, "%u", (unsigned)byte);
		else
			text_string(text, &byte, 1);
	}
}

void show_termios(struct shown *s, const struct termios *t)
{
	struct text *text = &s->text;
	text_add(text, "{");
	show_modes(s, t, NCCS);
	text_add(text, ", ");
	show_speed(text, "ispeed", cfgetispeed(t));
	text_add(text, ", ");
	show_speed(text, "ospeed", cfgetospeed(t));
	text_add(text, "}");
}

static void show_field(struct shown *s, const char *separator, const char *field, long long number)
{
	text_addf(&s->text, "%s%s=%lld", separator, field, number);
	show_part_number(s, field, number);
}

void show_winsize(struct shown *s, const struct winsize *w)
{
	show_field(s, "{", "ws_row", w->ws_row);
	show_field(s, ", ", "ws_col", w->ws_col);
	show_field(s, ", ", "ws_xpixel", w->ws_xpixel);
	show_field(s, ", ", "ws_ypixel", w->ws_ypixel);
	text_add(&s->text, "}");
}

void show_stat(struct shown *s, const struct stat *st)
{
	text_add(&s->text, "{st_mode=");
	symbol_flags(&s->text, "mode", (unsigned long long)st->st_mode);
	show_part_number(s, "st_mode", (long long)st->st_mode);
	show_field(s, ", ", "st_uid", (long long)st->st_uid);
	show_field(s, ", ", "st_gid", (long long)st->st_gid);
	text_addf(&s->text, ", st_rdev=makedev(%lu, %lu)", (unsigned long)major(st->st_rdev),
	    (unsigned long)minor(st->st_rdev));
	show_part_number(s, "st_rdev", (long long)st->st_rdev);
	show_field(s, ", ", "st_dev", (long long)st->st_dev);
	show_field(s, ", ", "st_ino", (long long)st->st_ino);
	show_field(s, ", ", "st_nlink", (long long)st->st_nlink);
	show_field(s, ", ", "st_size", (long long)st->st_size);
	show_field(s, ", ", "st_blksize", (long long)st->st_blksize);
	show_field(s, ", ", "st_atime", (long long)st->st_atime);
	show_field(s, ", ", "st_mtime", (long long)st->st_mtime);
	show_field(s, ", ", "st_ctime", (long long)st->st_ctime);
	text_add(&s->text, "}");
}

void show_process(struct shown *s, const struct look *seen)
{
	if (seen->terminal)
		text_addf(&s->text, "{tty=makedev(%lu, %lu)", (unsigned long)major(seen->terminal),
		    (unsigned long)minor(seen->terminal));
	else
		text_add(&s->text, "{tty=0");
	show_part_number(s, "tty", (long long)seen->terminal);
	show_field(s, ", ", "pgrp", seen->group);
	show_field(s, ", ", "tpgid", seen->foreground);
	show_field(s, ", ", "sid", seen->session);
	text_add(&s->text, "}");
}

static int show_compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void show_names(struct shown *s, char **names, size_t n)
{
	if (n)
		qsort(names, n, sizeof *names, show_compare_names);
	text_add(&s->text, "{");
	for (size_t i = 0; i < n; i++) {
		text_add(&s->text, i ? ", " : "");
		text_string(&s->text, names[i], strlen(names[i]));
	}
	text_add(&s->text, "}");
}

void show_sigset(struct shown *s, const sigset_t *set)
{
	bool some = false;
	text_add(&s->text, "{");
	for (int number = 1; number <= 128; number++)
		if (sigismember(set, number) == 1) {
			text_add(&s->text, some ? ", " : "");
			text_signal(&s->text, number);
			some = true;
		}
	text_add(&s->text, "}");
}

void show_pollset(struct shown *s, const struct value *asked, const struct pollfd *polled, nfds_t n)
{
	bool some = false;
	text_add(&s->text, "{");
	for (nfds_t i = 0; i < n; i++) {
		const struct value *field = asked->items[i];
		if (!polled[i].revents)
			continue;
		text_addf(&s->text, "%s%s%s=", some ? ", " : "", field->group ? "-" : "", field->name);
		symbol_flags(&s->text, "poll", (unsigned short)polled[i].revents);
		show_part_number(s, field->name, polled[i].revents);
		some = true;
	}
	text_add(&s->text, "}");
}

void show_pair(struct shown *s, int first, int second)
{
	text_addf(&s->text, "[%d, %d]", first, second);
	show_part_number(s, "0", first);
	show_part_number(s, "1", second);
}

void show_named(struct shown *s, int result, int error, const char *buffer)
{
	text_add(&s->text, "{ret=");
	if (result > 0)
		text_errno(&s->text, result);
	else
		text_addf(&s->text, "%d", result);
	text_add(&s->text, ", errno=");
	if (error)
		text_errno(&s->text, error);
	else
		text_add(&s->text, "0");
	text_add(&s->text, ", buf=");
	if (buffer) {
		text_string(&s->text, buffer, strlen(buffer));
		show_part_string(s, "buf", buffer);
	} else
		text_add(&s->text, "UNTOUCHED");
	text_add(&s->text, "}");
}

void show_waited(struct shown *s, pid_t pid, int status)
{
	show_field(s, "{", "pid", pid);
	text_add(&s->text, ", status=");
	if (WIFEXITED(status))
		text_addf(&s->text, "exited %d", WEXITSTATUS(status));
	else if (WIFSIGNALED(status)) {
		text_add(&s->text, "killed ");
		text_signal(&s->text, WTERMSIG(status));
	} else if (WIFSTOPPED(status)) {
		text_add(&s->text, "stopped ");
		text_signal(&s->text, WSTOPSIG(status));
	} else
		text_add(&s->text, "continued");
	text_add(&s->text, "}");
}
