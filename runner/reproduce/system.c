/* What the system has and lets be done. */

/* In the kernel's half, where no process has memory. */
static char *volatile nowhere = (char *)-4096;

#define BADPTR nowhere

/* A setting of the kernel; its name has slashes for dots. */
static long setting(const char *name)
{
	FILE *file = fopen(path("/proc/sys/%s", name), "r");
	long value;

	if (!file)
		return -1;
	if (fscanf(file, "%ld", &value) != 1)
		value = -1;
	fclose(file);
	return value;
}

/* Is the kernel that runs of this release, or of a later one? */
static bool is_since(int major_release, int minor_release)
{
	struct utsname running;
	int major_running, minor_running;

	if (uname(&running) < 0 ||
	    sscanf(running.release, "%d.%d", &major_running, &minor_running) != 2)
		return false;
	return major_running > major_release ||
	       (major_running == major_release && minor_running >= minor_release);
}

/* Is there a function of that name in the library? */
static int has_function(const char *name)
{
	return dlsym(RTLD_DEFAULT, name) != NULL;
}

/* Cannot be tried here: status 77. */
static void unsupported(const char *why)
{
	printf("unsupported: %s\n", why);
	exit(77);
}

/* What the superuser may is not the question: root goes on as nobody. */
static void become_nobody(void)
{
	gid_t group = 65534;

	if (geteuid() == 0 && (setgroups(1, &group) || setgid(group) || setuid(65534)))
		unsupported("start this as an ordinary user");
}
