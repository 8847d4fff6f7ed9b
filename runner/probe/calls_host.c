/* What the host says of itself: limits, settings that may be read, and what it has. */
#include "symbols.h"
#include "calls.h"

#ifdef __FreeBSD__
#include <sys/sysctl.h>
#endif

/* -1 without errno: there is no limit. */
NUMERIC_CALL(sysconf, sysconf((int)a[0]))
DESCRIPTOR_CALL(fpathconf, fpathconf(fd, (int)a[1]))

static void perform_pathconf(struct value **args, size_t n, struct shown *s)
{
	const char *path = take_path(args[0], USE_LOOK, true, s);
	int name = take_int(args[1], s), error;
	long result;
	(void)n;
	if (take_done(s))
		return;
	errno = 0;
	result = pathconf(path, name);
	error = errno;
	show_result(s, result, error);
}

/* Is it among the words of the language, and has this build got it? */
static void perform_provides(struct value **args, size_t n, struct shown *s)
{
	const char *name = take_string(args[0], s);
	long long value;
	(void)n;
	if (!take_done(s) && value_constant(args[0]))
		show_refusal(s, "provides() takes the name of a call or constant as a string");
	if (!take_done(s))
		show_number(s, call_find(name) || symbol_find(name, &value));
}

#if defined(__linux__) || defined(__FreeBSD__)
/* Lower case, digits, and single dots between them: no way out of the tree of settings. */
static bool sysctl_name_fits(const char *name)
{
	for (const char *at = name; *at; at++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_.", *at) || (*at == '.' && (at == name || at[1] == '.')))
			return false;
	return *name && strlen(name) < 128;
}

static void show_setting(struct shown *s, const char *value)
{
	char *end;
	long long number = strtoll(value, &end, 10);
	if (end != value && !*end)
		show_number(s, number);
	else
		show_string(s, value);
}

/* The text of a setting, or -1 with errno. */
static int sysctl_read(const char *name, char *value, size_t size)
{
#ifdef __linux__
	char path[256] = "/proc/sys/";
	size_t at = strlen(path);
	FILE *file;
	bool read;
	for (; *name && at + 1 < sizeof path; name++)
		path[at++] = *name == '.' ? '/' : *name;
	file = fopen(path, "r");
	if (!file)
		return -1;
	read = fgets(value, (int)size, file) != NULL;
	fclose(file);
	value[read ? strcspn(value, "\n") : 0] = '\0';
	return 0;
#else
	size_t length = size - 1;
	char bytes[1024];
	if (sysctlbyname(name, bytes, &length, NULL, 0) != 0)
		return -1;
	if (length == sizeof(int)) {
		int number;
		memcpy(&number, bytes, sizeof number);
		snprintf(value, size, "%d", number);
	} else if (length == sizeof(long)) {
		long number;
		memcpy(&number, bytes, sizeof number);
		snprintf(value, size, "%ld", number);
	} else
		snprintf(value, size, "%.*s", (int)length, bytes);
	return 0;
#endif
}

static void perform_sysctl(struct value **args, size_t n, struct shown *s)
{
	const char *name = take_string(args[0], s);
	char value[1024];
	int result, error;
	(void)n;
	if (!take_done(s) && (value_constant(args[0]) || !sysctl_name_fits(name)))
		show_refusal(s, "the name of a setting is words joined by dots: kernel.pty.max");
	if (take_done(s))
		return;
	errno = 0;
	result = sysctl_read(name, value, sizeof value);
	error = errno;
	if (result == 0)
		show_setting(s, value);
	else
		show_failure(s, "-1", error);
}
#define CALLS_SYSCTL
#endif

const struct call calls_host[] = {
	{ "sysconf", 1, 1, perform_sysconf },
	{ "pathconf", 2, 2, perform_pathconf },
	{ "fpathconf", 2, 2, perform_fpathconf },
	{ "provides", 1, 1, perform_provides },
#ifdef CALLS_SYSCTL
	{ "sysctl", 1, 1, perform_sysctl },
#endif
	{ NULL, 0, 0, NULL }
};
