/* Whose turn it is where every call returns before the next is made. */

/* Is it this process's turn? The keeper tells it, and prints what it answers. */
static bool turn(int who, const char *line)
{
	at++;
	if (me != KEEPER)
		return is_mine();
	send_go(who, at);
	if (!answered(who, at, DEADLINE)) {
		print_step(line, "<unfinished ...>", false);
		give_up();
	}
	print_step(line, last[who].observed, last[who].fine);
	return false;
}
