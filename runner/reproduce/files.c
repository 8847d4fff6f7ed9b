/* Files and folders. */

static struct stat st;

/* Notes `st`. */
static void got_stat(int returned)
{
	if (got(returned) == -1)
		return;
	*observed = '\0';
	show("{st_mode=%#lo, st_uid=%ld, st_gid=%ld, ", (unsigned long)st.st_mode, (long)st.st_uid,
	    (long)st.st_gid);
	show("st_rdev=%d:%d, st_dev=%#lx, ", (int)major(st.st_rdev), (int)minor(st.st_rdev),
	    (unsigned long)st.st_dev);
	show("st_ino=%lu, st_nlink=%lu}", (unsigned long)st.st_ino, (unsigned long)st.st_nlink);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Notes how many names are in a folder, and which, one behind the other in `data`. */
static void got_names(DIR *folder, const char *among)
{
	char *names[1000];
	const struct dirent *entry;
	size_t n = 0, used = 0;

	if (got(folder ? 0 : -1) == -1)
		return;
	while (n < 1000 && (entry = readdir(folder))) {
		char inside[1000];
		struct stat kind;

		if (entry->d_name[0] == '.' || used + sizeof entry->d_name >= sizeof data)
			continue;
		snprintf(inside, sizeof inside, "%s/%s", among ? among : "", entry->d_name);
		if (among && (lstat(inside, &kind) || !S_ISCHR(kind.st_mode)))
			continue;
		names[n++] = strcpy(data + used, entry->d_name);
		used += strlen(entry->d_name) + 1;
	}
	closedir(folder);
	qsort(names, n, sizeof *names, compare_names);
	result = (long)n;
	*observed = '\0';
	for (size_t i = 0; i < n; i++)
		show("%s \"%s\"", i ? "," : "{", names[i]);
	show(n ? " }" : "{}");
}

/* Is this among the names? */
static bool has_name(const char *name)
{
	const char *at = data;

	for (long i = 0; i < result; i++, at += strlen(at) + 1)
		if (!strcmp(at, name))
			return true;
	return false;
}

/* All of a file, in `data`. */
static ssize_t read_file(const char *name)
{
	int fd = open(name, O_RDONLY | O_NOCTTY);
	ssize_t n = fd < 0 ? -1 : read(fd, data, sizeof data);

	if (fd >= 0)
		close(fd);
	return n;
}

/* Makes this a file's contents. */
static ssize_t write_file(const char *name, const char *bytes)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY, 0644), reason;
	ssize_t n = fd < 0 ? -1 : write(fd, bytes, strlen(bytes));

	reason = errno;
	if (fd >= 0)
		close(fd);
	errno = reason;
	return n;
}
