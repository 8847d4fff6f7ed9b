/* Values of a program line -> what C calls take: numbers, descriptors, strings, bytes. */
#include "symbols.h"
#include "calls.h"

#ifdef __linux__
#include <sys/sysmacros.h>	/* makedev(), which the BSDs have in sys/types.h */
#endif

static PER_THREAD int value_current;	/* which element name[] stands for */

void value_element(int index)
{
	value_current = index;
}

int value_elements(struct value **args, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct binding *b;
		int inner;
		if (args[i]->kind == V_NAME && args[i]->each)
			return (b = binding_find(args[i]->name)) ? b->count : -2;
		inner = value_elements(args[i]->items, args[i]->n);
		if (inner != -1)
			return inner;
	}
	return -1;
}

static bool take_wrong(struct shown *s, const char *wanted)
{
	if (!s->refused && !s->missing)
		show_refusal(s, wanted);
	return false;
}

bool take_done(const struct shown *s)
{
	return s->refused || s->missing;
}

const char *value_constant(const struct value *v)
{
	if (v->kind != V_FLAGS || v->n != 1 || v->number || v->rest || !v->items[0]->number)
		return NULL;
	return v->items[0]->name;
}

bool take_pointer(const struct value *v, void **pointer)
{
	const char *name = value_constant(v);
	if (name && strcmp(name, "NULL") == 0)
		*pointer = NULL;
	else if (name && strcmp(name, "BADPTR") == 0)
		*pointer = (void *)(intptr_t)-4096;	/* in the kernel's half, where no process has memory */
	else
		return false;
	return true;
}

/* What a name stands for: NULL when it has no value. */
static const struct binding *take_binding(const struct value *v, struct shown *s)
{
	const struct binding *b = binding_find(v->name);
	if (!b || (v->each && value_current >= b->count)) {
		s->missing = true;
		return NULL;
	}
	return b;
}

static long long take_named(const struct value *v, struct shown *s)
{
	const struct binding *b = take_binding(v, s);
	long long number;
	if (!b)
		return 0;
	if (b->is_string && !v->each) {
		take_wrong(s, "a name that is bound to a string stands where a number is wanted");
		return 0;
	}
	number = v->each ? b->elements[value_current] : b->number;
	return v->group ? (long long)(0 - (unsigned long long)number) : number;
}

static long long take_flags(const struct value *v, struct shown *s)
{
	long long bits = v->number;
	for (size_t i = 0; i < v->n; i++) {
		long long value = 0;
		if (!symbol_find(v->items[i]->name, &value))
			take_wrong(s, "a constant has no number on this system");
		if (v->items[i]->number)
			bits |= value;
	}
	return bits;
}

static long long take_form(const struct value *v, struct shown *s)
{
	const struct binding *b;
	if (strcmp(v->name, "makedev") == 0 && v->n == 2) {
		int high = take_int(v->items[0], s), low = take_int(v->items[1], s);
		return (long long)makedev((unsigned)high, (unsigned)low);
	}
#ifdef UIOCCMD
	if (strcmp(v->name, "UIOCCMD") == 0 && v->n == 1)
		return (long long)UIOCCMD((unsigned long)take_number(v->items[0], s));
#endif
	if (v->n != 1 || v->items[0]->kind != V_NAME ||
	    (strcmp(v->name, "sizeof") != 0 && strcmp(v->name, "strlen") != 0)) {
		take_wrong(s, "no such form here: makedev(n, n), sizeof(name), strlen(name)");
		return 0;
	}
	b = take_binding(v->items[0], s);
	if (b && !b->is_string)
		take_wrong(s, "sizeof() and strlen() want a name that is bound to a string");
	if (!b || !b->is_string)
		return 0;
	return (long long)strnlen(b->string, MAX_STRING - 1) + (v->name[1] == 'i');
}

long long take_number(const struct value *v, struct shown *s)
{
	switch (v->kind) {
	case V_NUMBER:
		return v->number;
	case V_FLAGS:
		return take_flags(v, s);
	case V_NAME:
		return take_named(v, s);
	case V_FORM:
		return take_form(v, s);
	default:
		take_wrong(s, "an argument is no number");
		return 0;
	}
}

int take_int(const struct value *v, struct shown *s)
{
	long long number = take_number(v, s);
	if (number < INT32_MIN || number > UINT32_MAX) {
		take_wrong(s, "a number is larger than 32 bits");
		return 0;
	}
	return (int)(uint32_t)number;
}

bool take_numbers(struct value **args, size_t n, long long *numbers, struct shown *s)
{
	for (size_t i = 0; i < n && i < MAX_TAKEN; i++)
		numbers[i] = take_number(args[i], s);
	return !take_done(s);
}

int take_fd(const struct value *v, struct shown *s)
{
	int fd = take_int(v, s);
	if (!take_done(s))
		guarded(s, guard_descriptor(fd));
	return fd;
}

/* --- bytes --- */

static const char take_text_order[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

static void take_run(const struct value *run, struct shown *s, struct text *t)
{
	bool is_text = run->name[0] == 't';
	long long from = take_number(run->items[0], s), count = take_number(run->items[1], s);
	if (from < 0 || count < 0 || (unsigned long long)count > MAX_DATA - t->n) {
		take_wrong(s, "data are larger than 1 MiB, or a number in them is negative");
		return;
	}
	for (long long done = 0; done < count;) {
		unsigned char bytes[1024];
		size_t n = 0;
		for (; n < sizeof bytes && done < count; n++, done++)
			bytes[n] = is_text ? (unsigned char)take_text_order[(from % 62 + done) % 62]
					   : (unsigned char)((from % 251 + done) % 251);
		text_bytes(t, bytes, n);
	}
}

static void take_interpolated(const struct value *name, struct shown *s, struct text *t)
{
	const struct binding *b = take_binding(name, s);
	if (!b)
		return;
	if (b->is_string)
		text_bytes(t, b->string, strnlen(b->string, MAX_STRING - 1));
	else
		text_addf(t, "%lld", b->number);
}

static void take_piece(const struct value *string, struct shown *s, struct text *t)
{
	struct text once = { NULL, 0, 0 };
	long long times = take_number(string->items[0], s);
	for (size_t i = 1; i < string->n && !take_done(s) && once.n <= MAX_DATA; i++) {
		const struct value *part = string->items[i];
		if (part->kind == V_NAME)
			take_interpolated(part, s, &once);
		else if (part->length)
			text_bytes(&once, part->bytes, part->length);
	}
	if (times < 0 || (once.n && (unsigned long long)times > (MAX_DATA - t->n) / once.n))
		take_wrong(s, "data are larger than 1 MiB, or a number in them is negative");
	else
		for (; once.n && times > 0; times--)
			text_bytes(t, once.s, once.n);
	text_free(&once);
}

/* Bytes of data, of a name bound to a string; held by the result, with a NUL behind them. */
unsigned char *take_data(const struct value *v, struct shown *s, size_t *length)
{
	struct text t = { NULL, 0, 0 };
	unsigned char *bytes;
	if (v->kind == V_NAME)
		take_interpolated(v, s, &t);
	else if (v->kind != V_DATA)
		take_wrong(s, "an argument is no data");
	else
		for (size_t i = 0; i < v->n && !take_done(s); i++) {
			if (v->items[i]->name)
				take_run(v->items[i], s, &t);
			else
				take_piece(v->items[i], s, &t);
		}
	bytes = shown_hold(s, t.n + 1);
	if (t.n)
		memcpy(bytes, t.s, t.n);
	*length = t.n;
	text_free(&t);
	return bytes;
}

const char *take_path(const struct value *v, enum guard_use use, bool follow, struct shown *s)
{
	const char *path = take_string(v, s);
	void *pointer;
	if (take_done(s))
		return path;
	if (!path)
		take_wrong(s, "a path is not NULL: BADPTR is the pointer to nowhere that a C library passes on");
	else if (!take_pointer(v, &pointer))
		guarded(s, guard_path(path, use, follow));
	return path;
}

const char *take_string(const struct value *v, struct shown *s)
{
	void *pointer;
	size_t length;
	unsigned char *bytes;
	if (take_pointer(v, &pointer))
		return pointer;
	bytes = take_data(v, s, &length);
	if (memchr(bytes, '\0', length))
		take_wrong(s, "a path or name has a NUL in it");
	return (const char *)bytes;
}
