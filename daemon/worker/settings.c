/*
 * settings -- everything that is read from files at start; see settings.h.
 */
#include "worker/settings.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"

static const struct bf_key *const daemon_tables[] = { daemon_keys, NULL };

static int
is_ini(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 4 && strcmp(d->d_name + n - 4, ".ini") == 0;
}

/* Take one municipality's file; two files may not claim the same number. */
static void
read_municipality(const char *path, struct settings *s,
    struct lines *mistakes)
{
	struct municipality *m = NULL;
	struct err e = ERR_INIT;
	size_t before = mistakes->n;

	if (municipality_read(path, mistakes, &m, &e) != RC_OK) {
		if (mistakes->n == before)
			lines_add(mistakes, "%s", e.text);
		return;
	}
	if (settings_municipality(s, m->number) != NULL) {
		lines_add(mistakes,
		    _("%s: municipality.number: another file has %s already"),
		    path, m->number);
		municipality_free(m);
		return;
	}
	s->municipalities = mem_grow(s->municipalities, s->n + 1,
	    sizeof(struct municipality *));
	s->municipalities[s->n++] = m;
}

static void
read_municipalities(const char *folder, struct settings *s,
    struct lines *mistakes)
{
	struct dirent **names = NULL;
	int i, n = scandir(folder, &names, is_ini, alphasort);
	char *path;

	if (n < 0) {
		lines_add(mistakes,
		    _("%s: folder of the municipalities: %s; make it, or set "
		    "folders.municipalities"), folder, strerror(errno));
		return;
	}
	if (n == 0)
		lines_add(mistakes,
		    _("%s: no municipality: put a file such as "
		    "5532-balsfjord.ini there"), folder);
	for (i = 0; i < n; i++) {
		path = mem_format("%s/%s", folder, names[i]->d_name);
		read_municipality(path, s, mistakes);
		free(path);
		free(names[i]);
	}
	free(names);
}

enum rc
settings_read(const char *file, struct settings *s, struct lines *mistakes,
    struct err *e)
{
	const char *const files[] = { file, NULL };
	enum rc rc;

	memset(s, 0, sizeof(*s));
	rc = config_read(files, daemon_tables, NULL, mistakes, &s->daemon,
	    e);
	if (rc != RC_OK)
		return rc;
	rc = law_load(config_text(s->daemon, "folders", "law"), mistakes,
	    &s->law, e);
	if (rc != RC_OK && mistakes->n == 0)
		lines_add(mistakes, "%s", e->text);
	read_municipalities(config_text(s->daemon, "folders",
	    "municipalities"), s, mistakes);
	if (mistakes->n == 0)
		return RC_OK;
	settings_fini(s);
	err_clear(e);
	return err_set(e, RC_CONFIG,
	    ngettext("configuration: %zu mistake",
	    "configuration: %zu mistakes", mistakes->n), mistakes->n);
}

void
settings_fini(struct settings *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		municipality_free(s->municipalities[i]);
	free(s->municipalities);
	law_free(s->law);
	config_free(s->daemon);
	memset(s, 0, sizeof(*s));
}

void
settings_notes(const struct municipality *m, struct lines *notes)
{
	const char *name;
	size_t i;

	/* This program comes without plugins, so every section waits. */
	for (i = 0; (name = config_name(m->config, "plugin", i)) != NULL; i++)
		lines_add(notes, _("%s: plugin %s: not present in this "
		    "installation; the section waits"), m->number, name);
}

const struct municipality *
settings_municipality(const struct settings *s, const char *number)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->municipalities[i]->number, number) == 0)
			return s->municipalities[i];
	return NULL;
}
