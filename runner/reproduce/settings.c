/* The settings and the size of a terminal. */

static struct termios modes;

/* Notes `modes`. */
static void got_modes(int returned)
{
	if (got(returned) == -1)
		return;
	*observed = '\0';
	show("{c_iflag=%#lx, c_oflag=%#lx, ", (unsigned long)modes.c_iflag,
	    (unsigned long)modes.c_oflag);
	show("c_cflag=%#lx, c_lflag=%#lx, c_cc=", (unsigned long)modes.c_cflag,
	    (unsigned long)modes.c_lflag);
	show_bytes((char *)modes.c_cc, NCCS);
	show("}");
}

/* The settings as they are, or zeros: then what sets them shows why. */
static void get_modes(int fd)
{
	if (tcgetattr(fd, &modes) == -1)
		memset(&modes, 0, sizeof modes);
	errno = 0;
}

/* cfmakeraw() of what is set there. */
static int make_raw(int fd)
{
	if (tcgetattr(fd, &modes) == -1)
		return -1;
	cfmakeraw(&modes);
	return tcsetattr(fd, TCSANOW, &modes);
}

static struct winsize window;

/* Notes `window`. */
static void got_window(int returned)
{
	if (got(returned) == -1)
		return;
	*observed = '\0';
	show("{ws_row=%d, ws_col=%d, ws_xpixel=%d, ws_ypixel=%d}", window.ws_row, window.ws_col,
	    window.ws_xpixel, window.ws_ypixel);
}
