/* Mounts. */

static char fstype[64], root[1000], options[1000];

/* A mount as /proc/self/mountinfo has it: its fstype, root and own options. */
static void got_mount(const char *point)
{
	static char line[4096];
	FILE *mounts = fopen("/proc/self/mountinfo", "r");
	bool found = false;

	while (mounts && fgets(line, sizeof line, mounts)) {
		char its_root[1000], at[1000], *behind = strstr(line, " - ");

		if (!behind || sscanf(line, "%*s %*s %*s %999s %999s", its_root, at) != 2
		    || strcmp(at, point))
			continue;
		found = true;
		strcpy(root, its_root);
		sscanf(behind, " - %63s %*s %999s", fstype, options);
	}
	if (mounts)
		fclose(mounts);
	if (!found)
		errno = EINVAL;
	if (got(found ? 0 : -1) == 0)
		show(", %s, %s, %s", fstype, root, options);
}

/* How many of the options a file system shows are its own, and no mount's. */
static int option_count(void)
{
	char copy[1000];
	int n = 0;

	for (char *word = strtok(strcpy(copy, options), ","); word; word = strtok(NULL, ","))
		n += strcmp(word, "rw") && strcmp(word, "ro");
	return n;
}

/* Is this one of them? */
static bool has_option(const char *wanted)
{
	char copy[1000];

	for (char *word = strtok(strcpy(copy, options), ","); word; word = strtok(NULL, ","))
		if (!strcmp(word, wanted))
			return true;
	return false;
}
