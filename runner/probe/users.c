/* Users and groups by the files of the host alone: a probe linked statically cannot ask more. */
#include "probe.h"

static struct account users_ordinary;
static bool users_known;

/* Field `which` of the line of /etc/passwd or /etc/group that begins with the name; -1: none. */
static bool users_line(const char *file, const char *name, long long *third, long long *fourth)
{
	FILE *list = fopen(file, "r");
	char line[1024], key[256];
	bool found = false;
	while (list && !found && fgets(line, sizeof line, list)) {
		long long a = -1, b = -1;
		if (sscanf(line, "%255[^:]:%*[^:]:%lld:%lld", key, &a, &b) < 2 || strcmp(key, name) != 0)
			continue;
		*third = a;
		*fourth = b;
		found = true;
	}
	if (list)
		fclose(list);
	return found;
}

long long group_find(const char *name)
{
	long long gid = -1, members;
	return users_line("/etc/group", name, &gid, &members) ? gid : -1;
}

bool user_parse(const char *text, struct account *user)
{
	char behind;
	if (sscanf(text, "%lld:%lld%c", &user->uid, &user->gid, &behind) == 2)
		return user->uid >= 0 && user->gid >= 0 && user->uid < UINT32_MAX && user->gid < UINT32_MAX;
	return users_line("/etc/passwd", text, &user->uid, &user->gid) && user->uid >= 0 && user->gid >= 0;
}

struct account user_ordinary(void)
{
	if (!users_known && !user_parse("nobody", &users_ordinary))
		users_ordinary.uid = users_ordinary.gid = -1;
	users_known = true;
	return users_ordinary;
}

void user_set_ordinary(struct account user)
{
	users_ordinary = user;
	users_known = true;
}
