/* One conductor for each case that is played now: started, listened to, and replaced where it died. */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <sys/wait.h>

enum { MAX_RECORD = 64 * 1024 * 1024 };

/* The host gives no folder, pipe or process: as errno says. */
static void no_job(struct script *s, const char *what, const char *folder)
{
	const char *why = strerror(errno);

	text_addf(&probe.output, "case\t%ld\ntrouble\thost\t%s ", s->number, what);
	text_printable(&probe.output, folder);
	text_addf(&probe.output, ": %s\nover\t%ld\n", why, s->number);
	(void)rmdir(folder);
	script_free(s);
}

void start_job(struct script *s)
{
	struct job *job = &probe.jobs[probe.n_jobs];
	struct conduct c;
	int record[2];

	memset(job, 0, sizeof *job);
	job->script = s;
	if (!scratch_make(scratch_prefix(), job->folder, sizeof job->folder)) {
		no_job(s, "no scratch folder", job->folder);
		return;
	}
	if (pipe(record)) {
		no_job(s, "no pipe for a case in", job->folder);
		return;
	}
	job->before = s->alone ? host_state_take() : NULL;
	track_mark();
	job->pid = fork();
	if (job->pid < 0) {
		free(job->before);
		(void)close(record[0]);
		(void)close(record[1]);
		no_job(s, "no process for a case in", job->folder);
		return;
	}
	job->record = record[0];
	if (job->pid == 0) {
		c.script = s;
		c.program = &probe.program;
		c.folder = job->folder;
		c.record = record[1];
		c.lifeline = probe.lifeline[0];
		conduct(&c);
	}
	(void)close(record[1]);
	(void)fcntl(record[0], F_SETFL, O_NONBLOCK);
	probe.n_jobs++;
}

/* The record without its last line, which says that it is whole. */
static bool whole_record(struct job *job)
{
	struct text *t = &job->text;
	char head[64], tail[64];
	size_t n;

	(void)snprintf(head, sizeof head, "case\t%ld\n", job->script->number);
	n = (size_t)snprintf(tail, sizeof tail, "over\t%ld\n", job->script->number);
	if (t->n < strlen(head) + n || strncmp(t->s, head, strlen(head)) || strcmp(t->s + t->n - n, tail))
		return false;
	t->n -= n;
	return true;
}

/* A conductor that died left its processes to us. */
static void replace_conductor(struct job *job)
{
	struct text *t = &job->text;
	pid_t spared[MAX_JOBS];
	size_t n = 0;

	for (int i = 0; i < probe.n_jobs; i++)
		if (&probe.jobs[i] != job)
			spared[n++] = probe.jobs[i].pid;
	t->n = 0;
	text_addf(t, "case\t%ld\ntrouble\tharness\tthe conductor of the case died\n", job->script->number);
	if (!clean_processes(spared, n, 10))
		text_add(t, "left\ta process that SIGKILL did not end within 10 s\n");
	if (!clean_folder(job->folder))
		left_line(t, "the folder", job->folder, strlen(job->folder));
}

static void end_job(struct job *job)
{
	struct text *t = &job->text;

	(void)close(job->record);
	if (whole_record(job))
		(void)waitpid(job->pid, NULL, 0);
	else
		replace_conductor(job);
	if (job->before)
		host_state_compare(job->before, t);
	text_addf(t, "over\t%ld\n", job->script->number);
	text_bytes(&probe.output, t->s, t->n);
	text_free(t);
	free(job->before);
	script_free(job->script);
	*job = probe.jobs[--probe.n_jobs];
}

void read_record(struct job *job)
{
	static char bytes[65536];
	ssize_t n = read(job->record, bytes, sizeof bytes);

	if (n > 0 && job->text.n + (size_t)n <= MAX_RECORD)
		text_bytes(&job->text, bytes, (size_t)n);
	else if (n >= 0 || (errno != EAGAIN && errno != EINTR))
		end_job(job);
}
