/*
 * boflytd -- the daemon's main program: options in, exit status out.
 */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/log.h"
#include "worker/settings.h"
#include "worker/worker.h"

static const struct option options[] = {
	{ "check-config", no_argument, NULL, 'n' },
	{ "config", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "municipality", required_argument, NULL, 'm' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static int
usage(FILE *f, int status)
{
	fputs(_("usage: boflytd [--config FILE] --municipality NUMBER\n"
	    "       boflytd [--config FILE] --check-config\n"
	    "       boflytd --help | --version\n"), f);
	return status;
}

/* One line for the error; a line for every mistake before it. */
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
serve(const struct settings *s, const char *number)
{
	const struct municipality *m = settings_municipality(s, number);
	const struct lines none = LINES_INIT;
	struct err e = ERR_INIT;
	const char *level;
	int i;

	if (m == NULL) {
		err_set(&e, RC_NOTFOUND,
		    _("municipality %s: no file in %s has that number"),
		    number, config_text(s->daemon, "folders",
		    "municipalities"));
		return report(&e, &none);
	}
	i18n_init(m->language);
	tell_notes(m);
	level = config_text(s->daemon, "log", "level");
	for (i = 0; log_levels[i] != NULL; i++)
		if (strcmp(level, log_levels[i]) == 0)
			log_set_level((enum log_level)i);
	return worker_run(s, m, &e) == RC_OK ? EX_OK : report(&e, &none);
}

static int
run(const char *file, const char *number)
{
	struct lines mistakes = LINES_INIT;
	struct settings s;
	struct err e = ERR_INIT;
	size_t i;
	int status;

	if (settings_read(file, &s, &mistakes, &e) != RC_OK) {
		status = report(&e, &mistakes);
		lines_free(&mistakes);
		return status;
	}
	for (i = 0; number == NULL && i < s.n; i++)
		tell_notes(s.municipalities[i]);
	if (number == NULL)
		printf(ngettext("configuration: right, %zu municipality\n",
		    "configuration: right, %zu municipalities\n", s.n), s.n);
	status = number == NULL ? EX_OK : serve(&s, number);
	settings_fini(&s);
	return status;
}

int
main(int argc, char **argv)
{
	const char *file = BOFLYT_SYSCONFDIR "/boflyt.conf", *number = NULL;
	bool check = false;
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
			check = true;
			break;
		case 'V':
			puts(PACKAGE_STRING);
			return EX_OK;
		default:
			return usage(stderr, EX_USAGE);
		}
	if (optind < argc || check == (number != NULL))
		return usage(stderr, EX_USAGE);
	return run(file, number);
}
