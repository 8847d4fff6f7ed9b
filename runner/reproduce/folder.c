/* The scratch folder: the processes start in it, and it goes with them. */

static char folder[] = "/tmp/ptycheck-XXXXXX";

/* Makes it, and goes there; an ordinary user's where the processes are his. */
static void enter_folder(bool ordinary)
{
	if (!mkdtemp(folder) || chdir(folder) || chmod(folder, 0755))
		unsupported("no folder in /tmp");
	if (ordinary && geteuid() == 0 && chown(folder, 65534, 65534))
		unsupported("nobody can have no folder");
}

static int remove_entry(const char *entry, const struct stat *unused, int kind, struct FTW *place)
{
	(void)unused, (void)kind, (void)place;
	remove(entry);
	return 0;
}

static void remove_folder(void)
{
	nftw(folder, remove_entry, 20, FTW_DEPTH | FTW_PHYS);
}

/* A new folder in the scratch folder, open to all. */
static const char *new_folder(void)
{
	static char made_there[sizeof folder + 8];
	static int n;

	snprintf(made_there, sizeof made_there, "%s/%d", folder, n++);
	return mkdir(made_there, 0755) || chmod(made_there, 0755) ? NULL : made_there;
}
