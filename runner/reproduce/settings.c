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

/* Linux's struct termio, which not every C library has: four words, c_line, 8 bytes of c_cc. */
static unsigned short termio[9];

/* TCGETA: of the settings what struct termio has, in `modes`. */
static int get_words(int fd)
{
	int result = ioctl(fd, TCGETA, memset(termio, 0, sizeof termio));

	memset(&modes, 0, sizeof modes);
	modes.c_iflag = termio[0];
	modes.c_oflag = termio[1];
	modes.c_cflag = termio[2];
	modes.c_lflag = termio[3];
	memcpy(modes.c_cc, (char *)termio + 9, 8);
	return result;
}

/* TCSETA and its like, of `modes`. */
static int set_words(int fd, unsigned long request)
{
	memset(termio, 0, sizeof termio);
	termio[0] = modes.c_iflag;
	termio[1] = modes.c_oflag;
	termio[2] = modes.c_cflag;
	termio[3] = modes.c_lflag;
	memcpy((char *)termio + 9, modes.c_cc, 8);
	return ioctl(fd, request, termio);
}

/* The same of struct termios2: four words, c_line, 19 bytes of c_cc, two speeds (input, output). */
static unsigned termios2[11];

static unsigned speeds[2];	/* of input and output */

/* TCGETS2, in `modes` and `speeds`. Its name goes with a structure that glibc lacks. */
static int get_speeds(int fd)
{
	int result = ioctl(fd, _IOR('T', 0x2a, termios2), memset(termios2, 0, sizeof termios2));

	memset(&modes, 0, sizeof modes);
	modes.c_iflag = termios2[0];
	modes.c_oflag = termios2[1];
	modes.c_cflag = termios2[2];
	modes.c_lflag = termios2[3];
	memcpy(modes.c_cc, (char *)termios2 + 17, 19);
	memcpy(speeds, termios2 + 9, sizeof speeds);
	return result;
}

/* TCSETS2 and its like, by their numbers. */
static int set_speeds(int fd, int number)
{
	memset(termios2, 0, sizeof termios2);
	termios2[0] = modes.c_iflag;
	termios2[1] = modes.c_oflag;
	termios2[2] = modes.c_cflag;
	termios2[3] = modes.c_lflag;
	memcpy((char *)termios2 + 17, modes.c_cc, 19);
	memcpy(termios2 + 9, speeds, sizeof speeds);
	return ioctl(fd, _IOW('T', number, termios2), termios2);
}

/* A speed that is a number (BOTHER, or CBAUDEX) of output, or of input: 0 is that of output. */
static void set_speed(int output, unsigned speed)
{
	unsigned shift = output ? 0 : 16, mask = CBAUD | CBAUDEX, other = CBAUDEX;

	modes.c_cflag &= ~(mask << shift);
	if (output || speed)
		modes.c_cflag |= other << shift;
	speeds[output] = speed;
}
