/*
 * Linux's own requests for the parameters of a terminal: TCGETA and its like take struct termio, TCGETS2 and its like have
 * speeds that are numbers. One structure or the other is missing in each C library, and the kernel's own headers clash with
 * termios.h. Those here are asm-generic's. An architecture with others (MIPS, SPARC, Alpha) has other places in c_cc, too;
 * there these requests are missing.
 */
#ifndef TERMIO_H
#define TERMIO_H
#include "probe.h"

#include <sys/ioctl.h>
#include <termios.h>

#if defined(TCGETA) && defined(CBAUDEX) && VMIN == 6
#define TERMIO_REQUESTS

enum { TERMIO_CC = 8, TERMIO_SPEED_CC = 19, TERMIO_INPUT_SHIFT = 16 };

struct termio_words {
	uint16_t c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line, c_cc[TERMIO_CC];
};

/* Where c_cflag says BOTHER the speed of output is c_ospeed, and 16 bits higher that of input c_ispeed. */
struct termio_speeds {
	uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line, c_cc[TERMIO_SPEED_CC];
	uint32_t c_ispeed, c_ospeed;
};

#define TERMIO_BOTHER ((uint32_t)CBAUDEX)

#undef TCGETS2
#undef TCSETS2
#undef TCSETSW2
#undef TCSETSF2
#define TCGETS2 _IOR('T', 0x2a, struct termio_speeds)
#define TCSETS2 _IOW('T', 0x2b, struct termio_speeds)
#define TCSETSW2 _IOW('T', 0x2c, struct termio_speeds)
#define TCSETSF2 _IOW('T', 0x2d, struct termio_speeds)
#else
#undef TCGETA
#undef TCSETA
#undef TCSETAW
#undef TCSETAF
#undef TCGETS2
#undef TCSETS2
#undef TCSETSW2
#undef TCSETSF2
#endif
#endif
