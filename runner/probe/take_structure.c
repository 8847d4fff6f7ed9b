/* Structures and sets of a program line -> what C calls take. */
#include "symbols.h"
#include "calls.h"

/* The family a field of struct termios belongs to, NULL for others. */
static const char *take_termios_family(const char *field)
{
	static const char *const families[] = { "iflag", "oflag", "cflag", "lflag" };
	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
		if (strncmp(field, "c_", 2) == 0 && strcmp(field + 2, families[i]) == 0)
			return families[i];
	return NULL;
}

static const struct symbol *take_symbol(const char *family, const char *name)
{
	const struct symbol *symbol = symbol_family(family);
	while (symbol->name && strcmp(symbol->name, name) != 0)
		symbol++;
	return symbol->name ? symbol : NULL;
}

/* `old` with the bits of a flags value: all of them, or with `|...` only those it names. */
static unsigned long long take_bits(const struct value *v, const char *family, unsigned long long old,
    struct shown *s)
{
	unsigned long long bits;
	if (v->kind != V_FLAGS || !v->rest)
		return (unsigned long long)take_number(v, s);
	bits = old | (unsigned long long)v->number;
	for (size_t i = 0; i < v->n && !take_done(s); i++) {
		const struct symbol *symbol = take_symbol(family, v->items[i]->name);
		if (!symbol) {
			show_refusal(s, "a flag does not belong into this field, or this system lacks it");
			break;
		}
		bits &= ~(unsigned long long)(symbol->mask ? symbol->mask : symbol->value);
		if (v->items[i]->number)
			bits |= (unsigned long long)symbol->value;
	}
	return bits;
}

static void take_control(const struct value *v, cc_t *byte, struct shown *s)
{
	if (v->kind == V_DATA) {
		size_t length;
		unsigned char *bytes = take_data(v, s, &length);
		*byte = (cc_t)bytes[0];
		if (length != 1 && !take_done(s))
			show_refusal(s, "a control character is one byte");
	} else {
		long long number = take_number(v, s);
		*byte = (cc_t)number;
		if ((number < 0 || number > 255) && !take_done(s))
			show_refusal(s, "a control character is one byte");
	}
}

/* On Linux the speed lies in c_cflag; there it goes by ispeed and ospeed alone. */
static tcflag_t take_speed_bits(tcflag_t bits)
{
#if defined(CBAUD) && defined(CIBAUD)
	return bits & (tcflag_t)(CBAUD | CIBAUD);
#elif defined(CBAUD)
	return bits & (tcflag_t)CBAUD;
#else
	(void)bits;
	return 0;
#endif
}

static void take_termios_field(const struct value *field, struct termios *t, struct shown *s)
{
	const struct value *v = field->items[0];
	const char *family = take_termios_family(field->name);
	const struct symbol *control = take_symbol("control", field->name);
	if (family) {
		tcflag_t *flags = family[0] == 'i' ? &t->c_iflag : family[0] == 'o' ? &t->c_oflag :
		    family[0] == 'c' ? &t->c_cflag : &t->c_lflag;
		tcflag_t speed = family[0] == 'c' ? take_speed_bits(*flags) : 0;
		*flags = (tcflag_t)take_bits(v, family, *flags, s);
		if (family[0] == 'c')
			*flags = (tcflag_t)(*flags & ~take_speed_bits((tcflag_t)-1)) | speed;
	} else if (control)
		take_control(v, &t->c_cc[control->value], s);
	else if (strcmp(field->name, "ispeed") == 0)
		cfsetispeed(t, (speed_t)take_number(v, s));
	else if (strcmp(field->name, "ospeed") == 0)
		cfsetospeed(t, (speed_t)take_number(v, s));
	else if (!take_done(s))
		show_refusal(s, "struct termios has no such field here");
}

void take_termios(const struct value *v, struct termios *t, struct shown *s)
{
	if (v->kind != V_STRUCT) {
		if (!take_done(s))
			show_refusal(s, "an argument is no termios structure");
		return;
	}
	for (size_t i = 0; i < v->n; i++)
		take_termios_field(v->items[i], t, s);
}

void take_winsize(const struct value *v, struct winsize *w, struct shown *s)
{
	for (size_t i = 0; v->kind == V_STRUCT && i < v->n; i++) {
		const char *name = v->items[i]->name;
		unsigned short number = (unsigned short)take_number(v->items[i]->items[0], s);
		if (strcmp(name, "ws_row") == 0)
			w->ws_row = number;
		else if (strcmp(name, "ws_col") == 0)
			w->ws_col = number;
		else if (strcmp(name, "ws_xpixel") == 0)
			w->ws_xpixel = number;
		else if (strcmp(name, "ws_ypixel") == 0)
			w->ws_ypixel = number;
		else if (!take_done(s))
			show_refusal(s, "struct winsize has no such field");
	}
	if (v->kind != V_STRUCT && !take_done(s))
		show_refusal(s, "an argument is no winsize structure");
}

void take_sigset(const struct value *v, sigset_t *set, struct shown *s)
{
	sigemptyset(set);
	for (size_t i = 0; v->kind == V_SET && i < v->n; i++)
		if (sigaddset(set, take_int(v->items[i], s)) != 0 && !take_done(s))
			show_refusal(s, "a set of signals has a number that is no signal");
	if (v->kind != V_SET && !take_done(s))
		show_refusal(s, "an argument is no set of signals");
}

int take_fds(const struct value *v, int *fds, int most, struct shown *s)
{
	void *pointer;
	int n = (int)v->n;
	if (take_pointer(v, &pointer) && !pointer)
		return -1;
	if ((v->kind != V_SET || v->rest || v->n > (size_t)most) && !take_done(s))
		show_refusal(s, "an argument is no set of descriptors");
	for (int i = 0; i < n && !take_done(s); i++)
		fds[i] = take_fd(v->items[i], s);
	return n;
}

static int take_polled(const struct value *field, struct shown *s)
{
	struct value name = { V_NAME, field->name, 0, NULL, 0, false, false, field->group, NULL, 0 };
	if (field->name[0] >= '0' && field->name[0] <= '9') {
		struct value number = name;
		number.kind = V_NUMBER;
		number.number = strtol(field->name, NULL, 0);
		number.number = field->group ? -number.number : number.number;
		return take_fd(&number, s);
	}
	return take_fd(&name, s);
}

nfds_t take_pollset(const struct value *v, struct pollfd *polled, struct shown *s)
{
	bool empty = v->kind == V_SET && v->n == 0;
	if (!empty && (v->kind != V_STRUCT || v->n > MAX_POLLED)) {
		if (!take_done(s))
			show_refusal(s, "an argument is no set of descriptors to poll");
		return 0;
	}
	for (size_t i = 0; i < v->n; i++) {
		polled[i].fd = take_polled(v->items[i], s);
		polled[i].events = (short)take_number(v->items[i]->items[0], s);
		polled[i].revents = 0;
	}
	return (nfds_t)v->n;
}
