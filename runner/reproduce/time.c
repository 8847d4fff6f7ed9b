/* Time, and steps that are done again. */

static int times;		/* how often a step was done */

static double started;		/* when a call was made whose time counts */

/* The time, in seconds, by a clock that nobody sets. */
static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Sleeps a little before it is asked again. */
static bool again(void)
{
	struct timespec time = { 0, 10000000 };

	nanosleep(&time, NULL);
	errno = 0;
	return true;
}
