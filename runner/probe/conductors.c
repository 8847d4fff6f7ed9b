/* The conductors: started when there is a case for one, given one case after the other, and replaced where they died. */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <signal.h>
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

static void close_both(const int pair[2])
{
	int error = errno;

	(void)close(pair[0]);
	(void)close(pair[1]);
	errno = error;
}

/* Its scratch folder is there. */
static bool start_conductor(struct job *job)
{
	struct conduct c;
	int errands[2], record[2];

	if (pipe(errands))
		return false;
	if (pipe(record)) {
		close_both(errands);
		return false;
	}
	track_mark();
	job->pid = fork();
	if (job->pid < 0) {
		close_both(errands);
		close_both(record);
		return false;
	}
	if (job->pid == 0) {
		c.factor = probe.program.factor;
		c.folder = job->folder;
		c.errands = errands[0];
		c.record = record[1];
		c.lifeline = probe.lifeline[0];
		conduct(&c);
	}
	(void)close(errands[0]);
	(void)close(record[1]);
	(void)fcntl(errands[1], F_SETFL, O_NONBLOCK);
	(void)fcntl(record[0], F_SETFL, O_NONBLOCK);
	job->errands = errands[1];
	job->record = record[0];
	probe.n_jobs++;
	return true;
}

static struct job *idle_conductor(void)
{
	for (int i = 0; i < probe.n_jobs; i++)
		if (!probe.jobs[i].script)
			return &probe.jobs[i];
	return NULL;
}

static struct job *new_conductor(struct script *s)
{
	struct job *job = &probe.jobs[probe.n_jobs];

	memset(job, 0, sizeof *job);
	if (!scratch_make(scratch_prefix(), job->folder, sizeof job->folder))
		no_job(s, "no scratch folder", job->folder);
	else if (!start_conductor(job))
		no_job(s, "no pipe or process for a case in", job->folder);
	else
		return job;
	return NULL;
}

void start_job(struct script *s)
{
	struct job *job = idle_conductor();

	if (!job && !(job = new_conductor(s)))
		return;
	job->script = s;
	job->before = s->alone ? host_state_take() : NULL;
	probe.playing++;
	probe.alone = s->alone;
	text_bytes(&job->errand, s, sizeof *s);
	text_bytes(&job->errand, s->text.s, s->text.n);
	say_errand(job);
}

void say_errand(struct job *job)
{
	ssize_t n = write(job->errands, job->errand.s + job->said, job->errand.n - job->said);

	if (n > 0)
		job->said += (size_t)n;
	/* One that is dead is found out by the end of its record. */
	if (job->said == job->errand.n || (n < 0 && errno != EAGAIN && errno != EINTR))
		job->said = job->errand.n = 0;
}

/* Whether its last line is this one, which says that it is whole, and then takes that away. */
static bool whole_record(struct job *job, const char *last)
{
	struct text *t = &job->text;
	char head[64], tail[64];
	size_t n;

	(void)snprintf(head, sizeof head, "case\t%ld\n", job->script->number);
	n = (size_t)snprintf(tail, sizeof tail, "%s\t%ld\n", last, job->script->number);
	if (t->n < strlen(head) + n || strncmp(t->s, head, strlen(head)) || strcmp(t->s + t->n - n, tail))
		return false;
	t->n -= n;
	return true;
}

static void job_gone(struct job *job)
{
	(void)remove_folder(job->folder);
	(void)close(job->errands);
	(void)close(job->record);
	text_free(&job->errand);
	text_free(&job->text);
	*job = probe.jobs[--probe.n_jobs];
}

/* What it said last of its case goes out, and what that left on the host. */
static void end_case(struct job *job)
{
	struct text *t = &job->text;

	if (job->before)
		host_state_compare(job->before, t);
	text_addf(t, "over\t%ld\n", job->script->number);
	text_bytes(&probe.output, t->s, t->n);
	text_free(t);
	free(job->before);
	script_free(job->script);
	job->before = NULL;
	job->script = NULL;
	probe.playing--;
	probe.alone = false;
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
	if (!remove_folder(job->folder))
		left_line(t, "the folder", job->folder, strlen(job->folder));
	end_case(job);
}

/* Without a case it has nothing that could be left. */
static void dismiss(struct job *job)
{
	(void)kill(job->pid, SIGKILL);
	(void)waitpid(job->pid, NULL, 0);
	job_gone(job);
}

void read_record(struct job *job)
{
	static char bytes[65536];
	ssize_t n = read(job->record, bytes, sizeof bytes);

	if (n > 0 && job->script && job->text.n + (size_t)n <= MAX_RECORD) {
		text_bytes(&job->text, bytes, (size_t)n);
		if (whole_record(job, RECORD_OVER))
			end_case(job);
		else if (whole_record(job, RECORD_LAST)) {
			(void)waitpid(job->pid, NULL, 0);
			end_case(job);
			job_gone(job);
		}
	} else if (n >= 0 || (errno != EAGAIN && errno != EINTR)) {
		if (job->script) {
			replace_conductor(job);
			job_gone(job);
		} else
			dismiss(job);
	}
}

void dismiss_conductors(void)
{
	for (int i = probe.n_jobs - 1; i >= 0; i--)
		if (!probe.jobs[i].script)
			dismiss(&probe.jobs[i]);
}
