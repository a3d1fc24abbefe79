/*
 * boflytd -- the daemon's main program: options in, exit status out.
 *
 * One program in several parts: the parent; its workers (--worker), their
 * couriers (--courier) and the child that reads the configuration (--plan),
 * which only the parent starts; and --check-config, --make-key, --verify,
 * --restore and --expire-keys, for people.
 */
#include "config.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/spawn.h"
#include "courier/courier.h"
#include "supervisor/parent.h"
#include "worker/exercise.h"
#include "worker/offline.h"
#include "worker/offline_keys.h"
#include "worker/plan.h"
#include "worker/settings.h"
#include "worker/unlock.h"
#include "worker/worker.h"

enum part {
	PART_PARENT,
	PART_CHECK,
	PART_PLAN,
	PART_WORKER,
	PART_COURIER,
	PART_VERIFY,
	PART_RESTORE,
	PART_MAKE_KEY,
	PART_EXPIRE_KEYS,
	PART_PLUGIN_CHECK,
	PART_PLUGIN_MAN,
	PART_PLUGIN_STUBS
};

/* What the command line says. */
struct line {
	enum part part;
	const char *file; /* boflyt.conf */
	const char *number; /* of a municipality, or NULL */
	const char *copy; /* of a database, or a folder, or NULL */
	const char *keys; /* copy of a table of keys, or NULL */
	const char *key; /* file of a municipality's key, or NULL */
	const char *law; /* file of dated rules, or NULL */
	bool force;
};

static const struct option options[] = { { "check-config", no_argument, NULL,
					     'n' },
	{ "config", required_argument, NULL, 'f' },
	{ "courier", no_argument, NULL, 'c' },
	{ "expire-keys", required_argument, NULL, 'e' },
	{ "force", no_argument, NULL, 'F' }, { "help", no_argument, NULL, 'h' },
	{ "key", required_argument, NULL, 'K' },
	{ "keys", required_argument, NULL, 't' },
	{ "law", required_argument, NULL, 'l' },
	{ "make-key", no_argument, NULL, 'k' },
	{ "municipality", required_argument, NULL, 'm' },
	{ "plan", no_argument, NULL, 'p' },
	{ "plugin-check", required_argument, NULL, 'x' },
	{ "plugin-man", required_argument, NULL, 'M' },
	{ "plugin-stubs", required_argument, NULL, 'S' },
	{ "restore", required_argument, NULL, 'r' },
	{ "verify", required_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ "worker", no_argument, NULL, 'w' }, { NULL, 0, NULL, 0 } };

static int
usage(FILE *f, int status)
{
	fputs(_("usage: boflytd [--config FILE] [--municipality NUMBER]\n"
		"       boflytd [--config FILE] --check-config\n"
		"       boflytd [--config FILE] --make-key --municipality "
		"NUMBER\n"
		"       boflytd --verify COPY [--keys TABLE --key FILE]\n"
		"       boflytd [--config FILE] --restore COPY [--keys TABLE]\n"
		"               --municipality NUMBER [--force]\n"
		"       boflytd --expire-keys FOLDER\n"
		"       boflytd --plugin-check FILE [--law FILE]\n"
		"       boflytd --plugin-man FILE | --plugin-stubs FILE\n"
		"       boflytd --help | --version\n"),
	    f);
	return status;
}

/* A line for every mistake, and one for the error. */
static int
report(const struct err *e, const struct lines *mistakes)
{
	size_t i;

	for (i = 0; i < mistakes->n; i++)
		fprintf(stderr, "%s\n", mistakes->line[i]);
	fprintf(stderr, "boflytd: %s: %s\n", e->name, e->text);
	return rc_exit(e->rc);
}

/* What has no effect is said, once, and hinders nothing. */
static void
tell_notes(const struct settings *s, const struct municipality *m)
{
	struct lines notes = LINES_INIT;
	size_t i;

	settings_notes(s, m, &notes);
	for (i = 0; i < notes.n; i++)
		fprintf(stderr, "%s\n", notes.line[i]);
	lines_free(&notes);
}

static int
check(const char *file)
{
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	struct settings s;
	size_t i;
	int status;

	if (settings_read(file, &s, &mistakes, &e) != RC_OK) {
		status = report(&e, &mistakes);
		lines_free(&mistakes);
		return status;
	}
	for (i = 0; i < s.n; i++)
		tell_notes(&s, s.municipalities[i]);
	printf(ngettext("configuration: right, %zu municipality\n",
		   "configuration: right, %zu municipalities\n", s.n),
	    s.n);
	settings_fini(&s);
	return EX_OK;
}

/* For the parent's ears only. */
static int
plan(const char *file)
{
	json_t *o = plan_make(file);
	int bad = json_dumpf(o, stdout, JSON_COMPACT);

	json_decref(o);
	return bad == 0 && fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}

static int
serve(const char *file, const char *number)
{
	const struct parent_args args = { .file = file, .only = number };
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	int status = EX_OK;

	if (parent_run(&args, &status, &mistakes, &e) != RC_OK)
		status = report(&e, &mistakes);
	lines_free(&mistakes);
	return status;
}

static int
work(void)
{
	const struct lines none = LINES_INIT;
	struct err e = ERR_INIT;

	return worker_run(&e) == RC_OK ? EX_OK : report(&e, &none);
}

static int
carry(void)
{
	const struct lines none = LINES_INIT;
	struct err e = ERR_INIT;

	return courier_run(&e) == RC_OK ? EX_OK : report(&e, &none);
}

/* What a copy turned out to be, as an exit status. */
static int
outcome(enum rc rc, bool sound, const struct err *e)
{
	const struct lines none = LINES_INIT;

	if (rc != RC_OK)
		return report(e, &none);
	return sound ? EX_OK : EX_DATAERR;
}

static int
verify(const struct line *l)
{
	struct err e = ERR_INIT;
	bool sound = false;
	enum rc rc =
	    offline_verify(l->copy, l->keys, l->key, stdout, &sound, &e);

	return outcome(rc, sound, &e);
}

static int
restore(const struct line *l)
{
	const struct offline_restore what = { .number = l->number,
		.path = l->copy,
		.keys = l->keys,
		.force = l->force };
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	struct settings s;
	bool sound = false;
	int status;
	enum rc rc;

	if (settings_read(l->file, &s, &mistakes, &e) != RC_OK) {
		status = report(&e, &mistakes);
		lines_free(&mistakes);
		return status;
	}
	rc = offline_restore(&s, &what, stdout, &sound, &e);
	settings_fini(&s);
	return outcome(rc, sound, &e);
}

static int
make_key(const struct line *l)
{
	struct lines mistakes = LINES_INIT;
	const struct municipality *m;
	struct err e = ERR_INIT;
	struct settings s;
	int status;
	enum rc rc;

	if (settings_read(l->file, &s, &mistakes, &e) != RC_OK) {
		status = report(&e, &mistakes);
		lines_free(&mistakes);
		return status;
	}
	if ((m = settings_municipality(&s, l->number)) == NULL)
		rc = err_set(&e, RC_NOTFOUND,
		    _("municipality %s: no file of the configuration claims "
		      "it"),
		    l->number);
	else
		rc = unlock_make(&s, m, stdout, &e);
	settings_fini(&s);
	return outcome(rc, true, &e);
}

static int
expire_keys(const struct line *l)
{
	struct err e = ERR_INIT;
	struct clock clock;
	enum rc rc;

	clock_init_system(&clock);
	rc = offline_keys_expire(l->copy, clock_now(&clock), stdout, &e);
	return outcome(rc, true, &e);
}

/* A plugin's file, looked at by whoever wrote it. */
static int
look_at_plugin(const struct line *l)
{
	static const char usual[] = BOFLYT_SYSCONFDIR "/law.ini";
	const char *law = l->law;
	struct err e = ERR_INIT;
	bool sound = true;
	enum rc rc;

	if (law == NULL && access(usual, R_OK) == 0)
		law = usual;
	if (l->part == PART_PLUGIN_MAN)
		rc = exercise_manual(l->copy, stdout, &e);
	else if (l->part == PART_PLUGIN_STUBS)
		rc = exercise_stubs(l->copy, stdout, &e);
	else
		rc = exercise_plugin(l->copy, law, stdout, &sound, &e);
	return outcome(rc, sound, &e);
}

/* Do the options belong together? */
static bool
is_right(const struct line *l)
{
	switch (l->part) {
	case PART_PARENT:
		return !l->force;
	case PART_RESTORE:
		return l->number != NULL && l->key == NULL;
	case PART_MAKE_KEY:
		return l->number != NULL && !l->force;
	case PART_VERIFY:
		if ((l->keys == NULL) != (l->key == NULL))
			return false;
		break;
	case PART_CHECK:
	case PART_EXPIRE_KEYS:
	case PART_PLUGIN_CHECK:
	case PART_PLUGIN_MAN:
	case PART_PLUGIN_STUBS:
		break;
	case PART_PLAN:
	case PART_WORKER:
	case PART_COURIER:
		return spawn_is_child();
	}
	return l->number == NULL && !l->force;
}

static int
run(const struct line *l)
{
	if (!is_right(l))
		return usage(stderr, EX_USAGE);
	switch (l->part) {
	case PART_CHECK:
		return check(l->file);
	case PART_PLAN:
		return plan(l->file);
	case PART_WORKER:
		return work();
	case PART_COURIER:
		return carry();
	case PART_VERIFY:
		return verify(l);
	case PART_RESTORE:
		return restore(l);
	case PART_MAKE_KEY:
		return make_key(l);
	case PART_EXPIRE_KEYS:
		return expire_keys(l);
	case PART_PLUGIN_CHECK:
	case PART_PLUGIN_MAN:
	case PART_PLUGIN_STUBS:
		return look_at_plugin(l);
	case PART_PARENT:
		break;
	}
	return serve(l->file, l->number);
}

/* An option that says what to do; false: another one. */
static bool
take_part(struct line *l, int c)
{
	static const struct {
		int c;
		enum part part;
	} rows[] = { { 'c', PART_COURIER }, { 'e', PART_EXPIRE_KEYS },
		{ 'k', PART_MAKE_KEY }, { 'n', PART_CHECK }, { 'p', PART_PLAN },
		{ 'r', PART_RESTORE }, { 'v', PART_VERIFY },
		{ 'w', PART_WORKER }, { 'x', PART_PLUGIN_CHECK },
		{ 'M', PART_PLUGIN_MAN }, { 'S', PART_PLUGIN_STUBS } };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].c == c) {
			l->part = rows[i].part;
			if (optarg != NULL)
				l->copy = optarg;
			return true;
		}
	return false;
}

/* Where an option's text goes; NULL: another one. */
static const char **
text_for(struct line *l, int c)
{
	switch (c) {
	case 'f':
		return &l->file;
	case 'K':
		return &l->key;
	case 'l':
		return &l->law;
	case 'm':
		return &l->number;
	case 't':
		return &l->keys;
	default:
		return NULL;
	}
}

/* Take one option; false: it ends the program with *STATUS. */
static bool
take(struct line *l, int c, int *status)
{
	const char **text = text_for(l, c);

	if (text != NULL)
		*text = optarg;
	else if (c == 'F')
		l->force = true;
	else if (!take_part(l, c)) {
		if (c == 'V')
			puts(PACKAGE_STRING);
		else
			*status = usage(c == 'h' ? stdout : stderr,
			    c == 'h' ? EX_OK : EX_USAGE);
		return false;
	}
	return true;
}

int
main(int argc, char **argv)
{
	struct line l = { .part = PART_PARENT,
		.file = BOFLYT_SYSCONFDIR "/boflyt.conf" };
	int c, status = EX_OK;

	i18n_init("nb");
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!take(&l, c, &status))
			return status;
	if (optind < argc)
		return usage(stderr, EX_USAGE);
	return run(&l);
}
