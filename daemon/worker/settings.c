/*
 * settings -- everything that is read from files at start; see settings.h.
 */
#include "worker/settings.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/plugins_check.h"
#include "plugin/set.h"

const struct bf_key *const settings_daemon_tables[] = { daemon_keys, NULL };

static int
is_ini(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 4 && strcmp(d->d_name + n - 4, ".ini") == 0;
}

/* Keep M and the text it came from; two files may not claim one number. */
static void
add_municipality(struct settings *s, struct municipality *m,
    struct ini_text *text, struct lines *mistakes)
{
	if (settings_municipality(s, m->number) != NULL) {
		lines_add(mistakes,
		    _("%s: municipality.number: another file has %s already"),
		    text->name, m->number);
		municipality_free(m);
		ini_text_fini(text);
		return;
	}
	s->municipalities = mem_grow(s->municipalities, s->n + 1,
	    sizeof(struct municipality *));
	s->texts = mem_grow(s->texts, s->n + 1, sizeof(*s->texts));
	s->municipalities[s->n] = m;
	s->texts[s->n++] = *text;
}

static void
read_municipality(const char *path, struct settings *s, struct lines *mistakes)
{
	struct municipality *m = NULL;
	struct ini_text text;
	struct err e = ERR_INIT;
	size_t before = mistakes->n;

	if (ini_slurp(path, &text, &e) != RC_OK) {
		lines_add(mistakes, "%s", e.text);
		return;
	}
	if (municipality_read_text(&text, s->plugins->tables, mistakes, &m,
		&e) == RC_OK) {
		add_municipality(s, m, &text, mistakes);
		return;
	}
	if (mistakes->n == before)
		lines_add(mistakes, "%s", e.text);
	ini_text_fini(&text);
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
		      "folders.municipalities"),
		    folder, strerror(errno));
		return;
	}
	if (n == 0)
		lines_add(mistakes,
		    _("%s: no municipality: put a file such as "
		      "5532-balsfjord.ini there"),
		    folder);
	for (i = 0; i < n; i++) {
		path = mem_format("%s/%s", folder, names[i]->d_name);
		read_municipality(path, s, mistakes);
		free(path);
		free(names[i]);
	}
	free(names);
}

static void
read_law(struct settings *s, struct lines *mistakes)
{
	struct err e = ERR_INIT;
	size_t before = mistakes->n;

	if ((ini_slurp(config_text(s->daemon, "folders", "law"), &s->law_text,
		 &e) != RC_OK ||
		law_load_text(&s->law_text, mistakes, &s->law, &e) != RC_OK) &&
	    mistakes->n == before)
		lines_add(mistakes, "%s", e.text);
}

/* The group that may open the sockets. */
static void
take_group(struct settings *s, struct lines *mistakes)
{
	const struct config *c = s->daemon;
	const char *name = config_text(c, "socket", "group");
	const struct group *gr;

	s->gid = -1;
	if (name == NULL)
		return;
	if ((gr = getgrnam(name)) == NULL)
		lines_add(mistakes,
		    _("%s: socket.group: %s: no such group; make it, or leave "
		      "the key out"),
		    config_where(c, "socket", "group"), name);
	else
		s->gid = (int64_t)gr->gr_gid;
}

enum rc
settings_read(const char *file, struct settings *s, struct lines *mistakes,
    struct err *e)
{
	enum rc rc;

	memset(s, 0, sizeof(*s));
	if ((rc = ini_slurp(file, &s->daemon_text, e)) != RC_OK)
		return rc;
	rc = config_read_text(&s->daemon_text, settings_daemon_tables, NULL,
	    mistakes, &s->daemon, e);
	if (rc != RC_OK) {
		settings_fini(s);
		return rc;
	}
	take_group(s, mistakes);
	s->own_plugins = true;
	(void)plugin_set_open(s->daemon, mistakes, &s->plugins, e);
	plugins_check(s->plugins, mistakes);
	read_law(s, mistakes);
	read_municipalities(config_text(s->daemon, "folders", "municipalities"),
	    s, mistakes);
	if (mistakes->n == 0)
		return RC_OK;
	settings_fini(s);
	err_clear(e);
	return err_set(e, RC_CONFIG,
	    ngettext("configuration: %zu mistake",
		"configuration: %zu mistakes", mistakes->n),
	    mistakes->n);
}

void
settings_fini(struct settings *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		municipality_free(s->municipalities[i]);
		ini_text_fini(&s->texts[i]);
	}
	free(s->municipalities);
	free(s->texts);
	ini_text_fini(&s->daemon_text);
	ini_text_fini(&s->law_text);
	law_free(s->law);
	config_free(s->daemon);
	if (s->own_plugins)
		plugin_set_free(s->plugins);
	memset(s, 0, sizeof(*s));
}

void
settings_notes(const struct settings *s, const struct municipality *m,
    struct lines *notes)
{
	const char *name;
	size_t i;

	for (i = 0; (name = config_name(m->config, "plugin", i)) != NULL; i++)
		if (plugin_set_find(s->plugins, name) == NULL)
			lines_add(notes,
			    _("%s: plugin %s: not present in this "
			      "installation; the section waits"),
			    m->number, name);
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
