/*
 * set -- load what the configuration names, and make its keys known.
 */
#include "plugin/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/municipality.h"
#include "plugin/check.h"
#include "plugin/file.h"

static size_t
count_keys(const struct bf_key *k)
{
	size_t n = 0;

	while (k != NULL && k[n].section != NULL)
		n++;
	return n;
}

/*
 * The rows of a plugin's section: `enabled`, then its own; of an absent one
 * whatever stands there.
 */
static void
make_keys(struct plugin *p)
{
	size_t n = p->present ? count_keys(p->d.keys) : 1;

	p->keys = mem_new(n + 2, sizeof(*p->keys));
	p->keys[0] = (struct bf_key){ .section = p->section,
		.name = "enabled",
		.type = BF_BOOL,
		.unit = "",
		.value = "no",
		.text = N_("does this municipality use the plugin, where it "
			   "is present"),
		.law = "" };
	if (!p->present)
		p->keys[1] = (struct bf_key){ .section = p->section,
			.name = "*",
			.type = BF_ANY,
			.unit = "",
			.reload = true,
			.text = N_("the plugin's own keys, which wait for it"),
			.law = "" };
	else if (n > 0)
		memcpy(&p->keys[1], p->d.keys, n * sizeof(*p->keys));
}

static struct plugin *
add(struct plugin_set *set, const char *name, const char *path)
{
	struct plugin *p;

	set->plugins =
	    mem_grow(set->plugins, set->n + 1, sizeof(*set->plugins));
	p = &set->plugins[set->n++];
	memset(p, 0, sizeof(*p));
	p->name = mem_text(name);
	p->path = mem_text(path);
	p->section = mem_format("plugin %s", name);
	return p;
}

static void
make_tables(struct plugin_set *set)
{
	size_t i;

	set->tables = mem_new(set->n + 2, sizeof(*set->tables));
	set->tables[0] = municipality_keys;
	for (i = 0; i < set->n; i++) {
		make_keys(&set->plugins[i]);
		set->tables[i + 1] = set->plugins[i].keys;
	}
}

/* Take D over into P if it is right and called what it should be. */
static enum rc
take(struct plugin *p, const struct bf_plugin *d, struct err *e)
{
	enum rc rc;

	if ((rc = plugin_check(d, e)) != RC_OK)
		return rc;
	if (strcmp(d->name, p->name) != 0)
		return err_name(e, RC_CONFIG, "E_PLUGIN_ROW",
		    _("%s: calls itself %s; the file must be %s.so"), p->path,
		    d->name, d->name);
	p->d = *d;
	p->present = true;
	return RC_OK;
}

static enum rc
load(struct plugin *p, struct err *e)
{
	struct bf_plugin d;
	enum rc rc;

	if ((rc = plugin_file_open(p->path, &d, e)) != RC_OK)
		return rc;
	return take(p, &d, e);
}

enum rc
plugin_set_open(const struct config *daemon, struct lines *mistakes,
    struct plugin_set **out, struct err *e)
{
	const char *folder = config_text(daemon, "plugins", "folder");
	const char *const *name = config_list(daemon, "plugins", "load", NULL);
	struct plugin_set *set = mem_new(1, sizeof(*set));
	struct err why = ERR_INIT;
	size_t before = mistakes->n;
	char *path;
	enum rc rc;

	for (; name != NULL && *name != NULL; name++) {
		path = mem_format("%s/%s.so", folder, *name);
		rc = load(add(set, *name, path), &why);
		free(path);
		if (rc != RC_OK && rc != RC_NOTFOUND)
			lines_add(mistakes, "%s (%s)", why.text, why.name);
		err_clear(&why);
	}
	make_tables(set);
	*out = set;
	if (mistakes->n == before)
		return RC_OK;
	return err_set(e, RC_CONFIG, "%s", mistakes->line[before]);
}

enum rc
plugin_set_of(const struct bf_plugin *const *d, size_t n,
    struct plugin_set **out, struct err *e)
{
	struct plugin_set *set = mem_new(1, sizeof(*set));
	struct bf_plugin copy;
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; rc == RC_OK && i < n; i++) {
		rc = plugin_file_take("plugin", d[i], &copy, e);
		if (rc == RC_OK && copy.name == NULL)
			rc = plugin_check(&copy, e);
		if (rc == RC_OK)
			rc = take(add(set, copy.name, ""), &copy, e);
	}
	make_tables(set);
	*out = set;
	return rc;
}

enum rc
plugin_set_file(const char *path, struct plugin_set **out, struct err *e)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	struct plugin_set *set = mem_new(1, sizeof(*set));
	/* A name without a slash is looked for elsewhere by dlopen. */
	char *file = slash != NULL ? mem_text(path) : mem_format("./%s", path);
	char *name = mem_text_n(base, strcspn(base, "."));
	enum rc rc = load(add(set, name, file), e);

	make_tables(set);
	*out = set;
	free(name);
	free(file);
	return rc;
}

void
plugin_set_free(struct plugin_set *set)
{
	size_t i;

	if (set == NULL)
		return;
	for (i = 0; i < set->n; i++) {
		free(set->plugins[i].keys);
		free(set->plugins[i].section);
		free(set->plugins[i].name);
		free(set->plugins[i].path);
	}
	free(set->plugins);
	free(set->tables);
	free(set);
}

const struct plugin *
plugin_set_find(const struct plugin_set *set, const char *name)
{
	size_t i;

	for (i = 0; set != NULL && i < set->n; i++)
		if (set->plugins[i].present &&
		    strcmp(set->plugins[i].name, name) == 0)
			return &set->plugins[i];
	return NULL;
}
