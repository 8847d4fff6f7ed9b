/* What a step observes: a number, an errno, and both as text. */

static long result;		/* what the step's call gave */
static int error;		/* its errno where it failed, else 0 */
static char observed[300];	/* both, as text */

static const char *errno_name(int number)
{
#define NAME(constant) if (number == constant) return #constant
	NAME(EPERM); NAME(ENOENT); NAME(ESRCH); NAME(EINTR); NAME(EIO); NAME(ENXIO);
	NAME(EBADF); NAME(ECHILD); NAME(EAGAIN); NAME(ENOMEM); NAME(EACCES); NAME(EFAULT);
	NAME(EBUSY); NAME(EEXIST); NAME(EXDEV); NAME(ENODEV); NAME(ENOTDIR); NAME(EISDIR);
	NAME(EINVAL); NAME(ENFILE); NAME(EMFILE); NAME(ENOTTY); NAME(ENOSPC); NAME(ESPIPE);
	NAME(EROFS); NAME(EPIPE); NAME(ERANGE); NAME(ENOSYS); NAME(ELOOP);
	NAME(EOPNOTSUPP); NAME(ENAMETOOLONG);
#undef NAME
	return strerror(number);
}

/* Adds to what is shown of this step. */
static void show(const char *format, ...)
{
	size_t used = strlen(observed);
	va_list values;

	va_start(values, format);
	vsnprintf(observed + used, sizeof observed - used, format, values);
	va_end(values);
}

static void show_bytes(const char *bytes, size_t n)
{
	show("\"");
	for (size_t i = 0; i < n && i < 60; i++) {
		const char *escaped = bytes[i] ? strchr("\n\r\t\b\"\\", bytes[i]) : NULL;

		if (escaped)
			show("\\%c", "nrtb\"\\"[strlen("\n\r\t\b\"\\") - strlen(escaped)]);
		else if (bytes[i] < ' ' || bytes[i] > '~')
			show("\\x%02x", (unsigned char)bytes[i]);
		else
			show("%c", bytes[i]);
	}
	show(n > 60 ? "\"... (%lu bytes)" : "\"", (unsigned long)n);
}

/* Notes what a call returned: a number, or -1 and an errno. */
static long got(long value)
{
	error = value == -1 ? errno : 0;
	result = value;
	*observed = '\0';
	show("%ld", value);
	if (error)
		show(" %s", errno_name(error));
	return value;
}

/* Notes an answer where 0 says no, and errno why. */
static void got_answer(int yes)
{
	error = yes ? 0 : errno;
	result = yes;
	*observed = '\0';
	show(error ? "%d %s" : "%d", yes, errno_name(error));
}
