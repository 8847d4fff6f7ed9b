/* ioctl() for the parameters of a terminal, with structures of Linux's own. */
#include "termio.h"
#include "symbols.h"
#include "calls.h"

#ifdef TERMIO_REQUESTS

static int termio_call(int fd, unsigned long request, void *pointer)
{
	return ioctl(fd, (ioctl_request)request, pointer);
}

/* What TCGETA says, as struct termios. */
static int termio_get_words(int fd, struct termios *t)
{
	struct termio_words words;
	int result;
	memset(&words, 0, sizeof words);
	result = termio_call(fd, TCGETA, &words);
	memset(t, 0, sizeof *t);
	t->c_iflag = words.c_iflag;
	t->c_oflag = words.c_oflag;
	t->c_cflag = words.c_cflag;
	t->c_lflag = words.c_lflag;
	t->c_line = words.c_line;
	memcpy(t->c_cc, words.c_cc, sizeof words.c_cc);
	return result;
}

static int termio_set_words(int fd, unsigned long request, const struct termios *t)
{
	struct termio_words words;
	memset(&words, 0, sizeof words);
	words.c_iflag = (uint16_t)t->c_iflag;
	words.c_oflag = (uint16_t)t->c_oflag;
	words.c_cflag = (uint16_t)t->c_cflag;
	words.c_lflag = (uint16_t)t->c_lflag;
	words.c_line = t->c_line;
	memcpy(words.c_cc, t->c_cc, sizeof words.c_cc);
	return termio_call(fd, request, &words);
}

/* What TCGETS2 says, as struct termios and two numbers. */
static int termio_get_speeds(int fd, struct termios *t, uint32_t speeds[2])
{
	struct termio_speeds got;
	int result;
	memset(&got, 0, sizeof got);
	result = termio_call(fd, TCGETS2, &got);
	memset(t, 0, sizeof *t);
	t->c_iflag = got.c_iflag;
	t->c_oflag = got.c_oflag;
	t->c_cflag = got.c_cflag;
	t->c_lflag = got.c_lflag;
	t->c_line = got.c_line;
	memcpy(t->c_cc, got.c_cc, sizeof got.c_cc);
	speeds[0] = got.c_ispeed;
	speeds[1] = got.c_ospeed;
	return result;
}

static int termio_set_speeds(int fd, unsigned long request, const struct termios *t, const uint32_t speeds[2])
{
	struct termio_speeds set;
	memset(&set, 0, sizeof set);
	set.c_iflag = t->c_iflag;
	set.c_oflag = t->c_oflag;
	set.c_cflag = t->c_cflag;
	set.c_lflag = t->c_lflag;
	set.c_line = t->c_line;
	memcpy(set.c_cc, t->c_cc, sizeof set.c_cc);
	set.c_ispeed = speeds[0];
	set.c_ospeed = speeds[1];
	return termio_call(fd, request, &set);
}

/* One speed as a number: of output, or of input, where 0 is that of output. */
static void termio_take_speed(bool output, uint32_t speed, struct termios *t, uint32_t speeds[2])
{
	uint32_t mask = (uint32_t)CBAUD | TERMIO_BOTHER, other = TERMIO_BOTHER;
	if (!output) {
		mask <<= TERMIO_INPUT_SHIFT;
		other = speed ? other << TERMIO_INPUT_SHIFT : 0;
	}
	t->c_cflag = (tcflag_t)((t->c_cflag & ~mask) | other);
	speeds[output] = speed;
}

static void termio_take(const struct value *v, struct termios *t, uint32_t speeds[2], struct shown *s)
{
	for (size_t i = 0; v->kind == V_STRUCT && i < v->n; i++) {
		const struct value *field = v->items[i];
		bool output = strcmp(field->name, "ospeed") == 0;
		struct value one = *v;
		one.items = &v->items[i];
		one.n = 1;
		if (!output && strcmp(field->name, "ispeed") != 0)
			take_termios(&one, t, s);
		else
			termio_take_speed(output, (uint32_t)take_number(field->items[0], s), t, speeds);
	}
	if (v->kind != V_STRUCT)
		take_termios(v, t, s);
}

static void termio_set(int fd, unsigned long request, bool words, const struct value *value, struct shown *s)
{
	struct termios t;
	uint32_t speeds[2] = { 0, 0 };
	int result, error;
	memset(&t, 0, sizeof t);
	/* Where getting fails, setting shows why. */
	if (!take_done(s) && value->rest && (words ? termio_get_words(fd, &t) : termio_get_speeds(fd, &t, speeds)) != 0)
		memset(&t, 0, sizeof t);
	termio_take(value, &t, speeds, s);
	if (take_done(s))
		return;
	errno = 0;
	result = words ? termio_set_words(fd, request, &t) : termio_set_speeds(fd, request, &t, speeds);
	error = errno;
	show_result(s, result, error);
}

static void termio_get(int fd, bool words, struct shown *s)
{
	struct termios t;
	uint32_t speeds[2];
	int result, error;
	errno = 0;
	result = words ? termio_get_words(fd, &t) : termio_get_speeds(fd, &t, speeds);
	error = errno;
	if (result != 0) {
		show_failure(s, "-1", error);
		return;
	}
	text_add(&s->text, "{");
	show_modes(s, &t, words ? TERMIO_CC : TERMIO_SPEED_CC);
	if (!words)
		text_addf(&s->text, ", ispeed=%lu, ospeed=%lu", (unsigned long)speeds[0], (unsigned long)speeds[1]);
	text_add(&s->text, "}");
}

bool termio_ioctl(int fd, unsigned long request, const struct value *value, struct shown *s)
{
	static const unsigned long of_words[] = { TCGETA, TCSETA, TCSETAW, TCSETAF };
	static const unsigned long of_speeds[] = { TCGETS2, TCSETS2, TCSETSW2, TCSETSF2 };
	bool words = false, speeds = false;
	void *pointer;
	for (size_t i = 0; i < sizeof of_words / sizeof of_words[0]; i++) {
		words = words || request == of_words[i];
		speeds = speeds || request == of_speeds[i];
	}
	if (!words && !speeds)
		return false;
	if (value && take_pointer(value, &pointer)) {
		int result, error;
		errno = 0;
		result = termio_call(fd, request, pointer);
		error = errno;
		show_result(s, result, error);
	} else if (request == TCGETA || request == TCGETS2)
		termio_get(fd, words, s);
	else if (value)
		termio_set(fd, request, words, value, s);
	else
		show_refusal(s, "this request of ioctl() takes a structure such as {VMIN=1, ...}");
	return true;
}

#else

bool termio_ioctl(int fd, unsigned long request, const struct value *value, struct shown *s)
{
	(void)fd, (void)request, (void)value, (void)s;
	return false;
}

#endif
