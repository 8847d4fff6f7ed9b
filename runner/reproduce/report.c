/* What is printed beside the steps. */

static bool given;		/* the situation: what does not hold there is no finding */
static bool wrong;		/* some step was not as allowed */

/* Prints what is claimed, and the heads of the columns. */
static void print_claim(void)
{
	printf("%s\n\n%-58s  %s\n", claim, "step = allowed", "observed");
	fflush(stdout);
}

/* Prints whether the case holds; gives the exit status. */
static int verdict(void)
{
	if (wrong && given) {
		printf("unsupported: what the case starts from does not come about here\n");
		return 77;
	}
	printf(wrong ? "does not hold\n" : "holds\n");
	return wrong ? 1 : 0;
}
