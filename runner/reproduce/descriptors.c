/* Descriptors: their flags, which there are, and how they are passed on. */

static int pair[2];

/* Notes a pair of descriptors. */
static void got_pair(int returned)
{
	if (got(returned) == 0)
		show(", [%d, %d]", pair[0], pair[1]);
}

/* The int that an ioctl request gives. */
static long int_of(int fd, unsigned long request)
{
	int number = 0;

	return ioctl(fd, request, &number) == -1 ? -1 : number;
}

/* The flags of a description, without those that the system adds for itself. */
static long flags_of(int fd)
{
	long flags = fcntl(fd, F_GETFL);

#ifdef __linux__
	/* O_LARGEFILE, by its number: to a 64 bit libc it is 0. */
	return flags == -1 ? -1 : flags & ~0100000;
#else
	return flags;
#endif
}

/* Notes how many descriptors this process has. */
static void got_descriptors(void)
{
	got(0);
	for (int fd = 0; fd < 200; fd++)
		if (fcntl(fd, F_GETFD) != -1) {
			show(", %d", fd);
			result++;
		}
}

/* Sends a descriptor through a socket. */
static ssize_t send_fd(int to, int fd)
{
	union { struct cmsghdr head; char bytes[CMSG_SPACE(sizeof(int))]; } control;
	struct iovec byte = { (void *)"x", 1 };
	struct msghdr message;

	memset(&message, 0, sizeof message);
	memset(&control, 0, sizeof control);
	message.msg_iov = &byte;
	message.msg_iovlen = 1;
	message.msg_control = &control;
	message.msg_controllen = sizeof control.bytes;
	control.head.cmsg_len = CMSG_LEN(sizeof(int));
	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
	return sendmsg(to, &message, 0);
}

/* Takes a descriptor from a socket. */
static int receive_fd(int from)
{
	union { struct cmsghdr head; char bytes[CMSG_SPACE(sizeof(int))]; } control;
	char got_byte;
	struct iovec byte = { &got_byte, 1 };
	struct msghdr message;
	int fd = -1;

	memset(&message, 0, sizeof message);
	message.msg_iov = &byte;
	message.msg_iovlen = 1;
	message.msg_control = &control;
	message.msg_controllen = sizeof control.bytes;
	if (recvmsg(from, &message, 0) == 1 && message.msg_controllen)
		memcpy(&fd, CMSG_DATA(&control.head), sizeof fd);
	return fd;
}
