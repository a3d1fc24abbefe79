/*
 * boflytd -- the daemon's main program: options in, exit status out.
 *
 * One program in four parts: the parent; its workers (--worker) and the child
 * that reads the configuration (--plan), which only the parent starts; and
 * --check-config, for people.
 */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/i18n.h"
#include "base/spawn.h"
#include "supervisor/parent.h"
#include "worker/plan.h"
#include "worker/settings.h"
#include "worker/worker.h"

enum part { PART_PARENT, PART_CHECK, PART_PLAN, PART_WORKER };

static const struct option options[] = {
	{ "check-config", no_argument, NULL, 'n' },
	{ "config", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "municipality", required_argument, NULL, 'm' },
	{ "plan", no_argument, NULL, 'p' },
	{ "version", no_argument, NULL, 'V' },
	{ "worker", no_argument, NULL, 'w' },
	{ NULL, 0, NULL, 0 }
};

static int
usage(FILE *f, int status)
{
	fputs(_("usage: boflytd [--config FILE] [--municipality NUMBER]\n"
	    "       boflytd [--config FILE] --check-config\n"
	    "       boflytd --help | --version\n"), f);
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
tell_notes(const struct municipality *m)
{
	struct lines notes = LINES_INIT;
	size_t i;

	settings_notes(m, &notes);
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
		tell_notes(s.municipalities[i]);
	printf(ngettext("configuration: right, %zu municipality\n",
	    "configuration: right, %zu municipalities\n", s.n), s.n);
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
run(enum part part, const char *file, const char *number)
{
	if ((part == PART_PLAN || part == PART_WORKER) && !spawn_is_child())
		return usage(stderr, EX_USAGE);
	switch (part) {
	case PART_CHECK:
		return check(file);
	case PART_PLAN:
		return plan(file);
	case PART_WORKER:
		return work();
	case PART_PARENT:
		break;
	}
	return serve(file, number);
}

int
main(int argc, char **argv)
{
	const char *file = BOFLYT_SYSCONFDIR "/boflyt.conf", *number = NULL;
	enum part part = PART_PARENT;
	int c;

	i18n_init("nb");
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (c) {
		case 'f':
			file = optarg;
			break;
		case 'h':
			return usage(stdout, EX_OK);
		case 'm':
			number = optarg;
			break;
		case 'n':
			part = PART_CHECK;
			break;
		case 'p':
			part = PART_PLAN;
			break;
		case 'V':
			puts(PACKAGE_STRING);
			return EX_OK;
		case 'w':
			part = PART_WORKER;
			break;
		default:
			return usage(stderr, EX_USAGE);
		}
	if (optind < argc || (part != PART_PARENT && number != NULL))
		return usage(stderr, EX_USAGE);
	return run(part, file, number);
}
