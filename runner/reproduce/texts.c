/* Texts that calls give, and paths that are made for calls. */

/* Notes a text and keeps it in `data`. */
static void got_text(const char *given_back)
{
	error = given_back ? 0 : errno;
	result = given_back ? 0 : -1;
	*observed = '\0';
	if (!given_back) {
		show(error ? "NULL %s" : "NULL", errno_name(error));
		return;
	}
	snprintf(data, sizeof data, "%s", given_back);
	show_bytes(data, strlen(data));
}

/* Did the call give this text? */
static bool same_text(const char *wanted)
{
	return result == 0 && !strcmp(data, wanted);
}

/* The call must give a text; keeps it. */
static void gives_text(const char *given_back, char *kept)
{
	got_text(given_back);
	if (given_back)
		strcpy(kept, data);
	allow(given_back != NULL);
}

/* A path, as printf() makes it. */
static const char *path(const char *format, ...)
{
	static char paths[2][1000];
	static int which;
	va_list values;

	which = !which;
	va_start(values, format);
	vsnprintf(paths[which], sizeof paths[which], format, values);
	va_end(values);
	return paths[which];
}

/* What lies at the end of a link. */
static const char *link_text(const char *link)
{
	static char target[1000];
	ssize_t n = readlink(link, target, sizeof target - 1);

	if (n < 0)
		return NULL;
	target[n] = '\0';
	return target;
}

#define UNTOUCHED '#'

/* Fills `data` with what no name has. */
static char *untouched(void)
{
	memset(data, UNTOUCHED, 4096);
	data[4096] = '\0';
	errno = 0;
	return data;
}

/* Notes what ptsname_r() or ttyname_r() returned: 0 and a name in `data`, or an error's number. */
static void got_name(int returned)
{
	error = errno;
	result = returned;
	*observed = '\0';
	show("{ret=%s, errno=%s", returned ? errno_name(returned) : "0",
	    error ? errno_name(error) : "0");
	if (*data == UNTOUCHED)
		show(", buf untouched}");
	else
		show(", buf=\"%.100s\"}", data);
}
