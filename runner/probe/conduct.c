/*
 * A conductor: it plays one case after the other, in a process of its own that is in no session of a case. Once or for
 * many rounds it makes a stage, plays the steps there, says what came back, and leaves nothing behind.
 */
#include "probe.h"
#include "engine.h"

#include <fcntl.h>
#include <signal.h>

enum { ERRANDS_AT = 3, RECORD_AT, LIFELINE_AT, OUT_OF_THE_WAY = 8 };

static void play_steps(const struct player_setup *setup)
{
	struct actor *first = &play.cast.actors[0];

	play.began = now();
	first->name[0] = '-';
	if (stage_start(setup) < 0) {
		play_trouble("host", "no process for the case");
		return;
	}
	while (!first->ready && !stage->slots[0].reaped && !play.cast.keeper_ended
	    && now() < play.began + play.seconds && !play.cast.abandoned)
		(void)actors_listen(&play.cast, 5);
	if (!first->ready) {
		play_trouble("host", "the first process did not start");
		return;
	}
	if (!load_start(setup->script->load, LIFELINE_AT)) {
		play_trouble("host", "no process for the load beside the case");
		return;
	}
	for (size_t i = 0; i < play.script->n_steps && !play.cast.abandoned;)
		i += play_some(&play.script->steps[i]);
	load_end();
	actors_discard(&play.cast);
}

/* Nothing of the case may die with the probe's own signals, nor hold what leads to its client. */
static void leave_the_probe(const struct conduct *c)
{
	int errands = fcntl(c->errands, F_DUPFD, OUT_OF_THE_WAY), record = fcntl(c->record, F_DUPFD, OUT_OF_THE_WAY),
	    lifeline = fcntl(c->lifeline, F_DUPFD, OUT_OF_THE_WAY);

	if (setsid() < 0 || errands < 0 || record < 0 || lifeline < 0 || dup2(errands, ERRANDS_AT) < 0
	    || dup2(record, RECORD_AT) < 0 || dup2(lifeline, LIFELINE_AT) < 0 || !null_stdio()
	    || setenv("LC_ALL", "C", 1))
		_exit(70);
	close_all_but(ERRANDS_AT, LIFELINE_AT);
	(void)signal(SIGHUP, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGTERM, SIG_DFL);
	notice_ends();
	adopt_orphans();
	track_start();
}

/* A whole fresh stage, of which nothing is left but what was seen; false when there is to be no other. */
static bool play_round(const struct player_setup *setup, struct text *left)
{
	size_t before = left->n;
	int ends[MAX_PROCESSES];
	const char *why;

	play_start(setup, LIFELINE_AT);
	guard_host();
	why = *play.trouble ? NULL : stage_make(setup, ends);
	if (why)
		play_trouble("host", why);
	for (int i = 0; i < MAX_PROCESSES && !*play.trouble; i++)
		play.cast.actors[i].channel = ends[i];
	if (!*play.trouble)
		play_steps(setup);
	rounds_add();
	if (!clean_processes(NULL, 0, 10))
		text_add(left, "left\ta process that SIGKILL did not end within 10 s\n");
	if (!clean_folder(setup->folder))
		left_line(left, "the folder", setup->folder, strlen(setup->folder));
	stage_end();
	return !*play.trouble && !play.cast.abandoned && left->n == before;
}

static bool script_calls(const struct script *s, const char *call)
{
	for (size_t i = 0; i < s->n_steps; i++)
		if (s->steps[i].kind == STEP_ACT && !strcmp(s->steps[i].call_name, call))
			return true;
	return false;
}

/* Plays it and says what came back; whether so little is left that another can be played after it. */
static bool conduct_case(const struct script *script, const char *folder, double factor)
{
	struct player_setup setup;
	struct text record = { NULL, 0, 0 }, left = { NULL, 0, 0 };
	bool good;

	memset(&setup, 0, sizeof setup);
	setup.script = script;
	setup.folder = folder;
	setup.factor = factor;
	setup.drop = geteuid() == 0 && !script_keeps_root(script);
	setup.anew = setup.drop && stage_marks_ordinary();
	setup.goes_on = script_calls(script, "execve");
	for (long i = script->repeat; i > 0 && play_round(&setup, &left); i--)
		;
	good = !left.n && !*play.trouble && !play.cast.abandoned;
	text_addf(&record, "case\t%ld\n", script->number);
	rounds_print(&record, script->repeat > 1);
	if (*play.trouble)
		text_addf(&record, "trouble\t%s\n", play.trouble);
	text_bytes(&record, left.s, left.n);
	text_addf(&record, "%s\t%ld\n", good ? RECORD_OVER : RECORD_LAST, script->number);
	good = write_whole(RECORD_AT, record.s, record.n) && good;
	rounds_forget();
	text_free(&record);
	text_free(&left);
	return good;
}

void conduct(const struct conduct *c)
{
	struct script script, *s = &script;
	bool goes_on = true;

	leave_the_probe(c);
	while (goes_on && read_whole(ERRANDS_AT, s, sizeof *s)) {
		s->text.size = s->text.n + 1;
		s->text.s = calloc(1, s->text.size);
		if (!s->text.s || !read_whole(ERRANDS_AT, s->text.s, s->text.n))
			break;
		script_read(s);
		goes_on = conduct_case(s, c->folder, c->factor);
		script_unread(s);
		text_free(&s->text);
	}
	_exit(0);
}
