/*
 * plugins -- open what is switched on, close it at the end.
 */
#include "engine/plugins.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "engine/report_plugin.h"
#include "engine/state.h"
#include "model/municipality.h"
#include "model/pure.h"
#include "store/record.h"
#include "store/tx.h"

#define WHY_SIZE 256
#define RENEW_ROWS 20 /* in one batch */

/* The error of one plugin: its name first. */
static enum rc
blame(const struct engine_plugin *p, struct err *e)
{
	struct err why = *e;

	err_clear(e);
	return err_name(e, why.rc, why.name, _("plugin %s: %s"),
	    p->plugin->name, why.text);
}

static enum rc
open_records(struct engine *en, struct tx *tx, struct err *e)
{
	struct engine_plugin *p;
	size_t i;
	enum rc rc;

	for (i = 0; i < en->plugins.n; i++) {
		p = &en->plugins.list[i];
		if (p->plugin->d.records == NULL)
			continue;
		rc = record_open(tx, p->plugin->name, p->plugin->d.records,
		    &p->records, e);
		if (rc != RC_OK)
			return blame(p, e);
	}
	return RC_OK;
}

static enum rc
open_one(struct engine_plugin *p, struct err *e)
{
	char why[WHY_SIZE] = "";

	if (p->plugin->d.open == NULL)
		return RC_OK;
	if (p->plugin->d.open(&p->env, &p->env.state, why) == 0) {
		p->opened = true;
		return RC_OK;
	}
	why[WHY_SIZE - 1] = '\0';
	return err_name(e, RC_CONFIG, "E_PLUGIN_OPEN", _("plugin %s: %s"),
	    p->plugin->name, why[0] != '\0' ? why : _("does not open"));
}

static void
choose(struct engine *en)
{
	const struct plugin_set *set = en->parts.plugins;
	struct plugins *ps = &en->plugins;
	struct engine_plugin *p;
	size_t i;

	ps->list = mem_new((set != NULL ? set->n : 0) + 1, sizeof(*ps->list));
	for (i = 0; set != NULL && i < set->n; i++) {
		if (!set->plugins[i].present ||
		    !municipality_plugin(en->parts.municipality,
			set->plugins[i].name))
			continue;
		p = &ps->list[ps->n++];
		p->plugin = &set->plugins[i];
		p->env.host = &plugin_host;
		p->env.pure = &ps->pure;
		p->reports = report_plugin_rows(p->plugin->d.reports);
	}
}

/* Names of methods with the face, for the globals of definitions. */
static void
list_lua(struct plugins *ps)
{
	const struct bf_method *m;
	size_t i, n = 0;

	ps->lua = mem_new(1, sizeof(*ps->lua));
	for (i = 0; i < ps->n; i++)
		for (m = ps->list[i].plugin->d.methods;
		     m != NULL && m->name != NULL; m++) {
			if ((m->faces & BF_FACE_LUA) == 0)
				continue;
			ps->lua = mem_grow(ps->lua, n + 2, sizeof(*ps->lua));
			ps->lua[n++] = m->name;
			ps->lua[n] = NULL;
		}
}

enum rc
plugins_open(struct engine *en, struct err *e)
{
	struct tx *tx = NULL;
	enum rc rc;
	size_t i;

	choose(en);
	plugins_set_law(en);
	list_lua(&en->plugins);
	if (en->plugins.n == 0)
		return RC_OK;
	rc = tx_begin(en->parts.store, engine_now(en), &tx, e);
	if (rc == RC_OK)
		rc = open_records(en, tx, e);
	if (rc == RC_OK)
		rc = tx_commit(&tx, e);
	tx_rollback(&tx);
	for (i = 0; rc == RC_OK && i < en->plugins.n; i++)
		rc = open_one(&en->plugins.list[i], e);
	for (i = 0; rc == RC_OK && i < en->plugins.n; i++)
		log_info("plugin.opened",
		    log_text("municipality", en->parts.municipality->number),
		    log_text("plugin", en->plugins.list[i].plugin->name),
		    log_text("version", en->plugins.list[i].plugin->d.version));
	return rc;
}

void
plugins_close(struct engine *en)
{
	struct engine_plugin *p;
	size_t i;

	for (i = 0; i < en->plugins.n; i++) {
		p = &en->plugins.list[i];
		if (p->opened)
			p->plugin->d.close(p->env.state);
		record_close(p->records);
		report_plugin_free(p->reports);
	}
	free(en->plugins.list);
	free(en->plugins.lua);
	memset(&en->plugins, 0, sizeof(en->plugins));
}

const struct bf_method **
plugins_rows(const struct engine *en)
{
	const struct plugins *ps = &en->plugins;
	const struct bf_method **rows =
	    mem_new(2 * ps->n + 1, sizeof(struct bf_method *));
	size_t i, n = 0;

	for (i = 0; i < ps->n; i++) {
		if (ps->list[i].plugin->d.methods != NULL)
			rows[n++] = ps->list[i].plugin->d.methods;
		if (ps->list[i].reports != NULL)
			rows[n++] = ps->list[i].reports;
	}
	return rows;
}

bool
plugins_have_old(const struct engine *en)
{
	return en->plugins.up_plugin < en->plugins.n;
}

enum rc
plugins_renew(struct engine *en, struct tx *tx, struct err *e)
{
	struct plugins *ps = &en->plugins;
	const struct engine_plugin *p = &ps->list[ps->up_plugin];
	const struct bf_record *kind;
	bool left = false;
	enum rc rc = RC_OK;

	if (!plugins_have_old(en))
		return RC_OK;
	kind = p->records != NULL ? &p->plugin->d.records[ps->up_kind] : NULL;
	if (kind == NULL || kind->kind == NULL) {
		ps->up_plugin++;
		ps->up_kind = 0;
		return RC_OK;
	}
	rc = record_up(tx, record_kind(p->records, kind->kind), RENEW_ROWS,
	    &left, e);
	/* One that the plugin cannot bring up is its trouble, and stays. */
	if (rc == RC_INTERNAL) {
		log_warning("plugin.records", log_text("text", e->text));
		err_clear(e);
		rc = RC_OK;
		left = false;
	}
	if (rc == RC_OK && !left)
		ps->up_kind++;
	return rc;
}

void
plugins_set_law(struct engine *en)
{
	pure_init(&en->plugins.pure, en->parts.law);
}

static struct engine_plugin *
find(const struct engine *en, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < en->plugins.n; i++) {
		const char *own = en->plugins.list[i].plugin->name;

		if (strlen(own) == len && memcmp(own, name, len) == 0)
			return &en->plugins.list[i];
	}
	return NULL;
}

struct engine_plugin *
plugins_find(const struct engine *en, const char *name)
{
	return find(en, name, strlen(name));
}

struct engine_plugin *
plugins_of(const struct engine *en, const char *name)
{
	size_t len = strcspn(name, ".");

	return name[len] == '.' ? find(en, name, len) : NULL;
}

const struct bf_event *
plugins_event(const struct engine_plugin *p, const char *name,
    unsigned int flags)
{
	const struct bf_event *v;

	for (v = p->plugin->d.events; v != NULL && v->name != NULL; v++)
		if ((v->flags & flags) != 0 && strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

const char *
plugins_word(const struct engine_plugin *p, const char *code)
{
	const struct bf_word *w;

	for (w = p->plugin->d.words; w != NULL && w->code != NULL; w++)
		if (strcmp(w->code, code) == 0)
			return _(w->text);
	return code;
}

json_t *
plugins_words(const struct engine *en)
{
	const struct plugins *ps = &en->plugins;
	json_t *all = json_object(), *one;
	const struct bf_word *w;
	size_t i;

	for (i = 0; i < ps->n; i++) {
		one = json_object();
		for (w = ps->list[i].plugin->d.words;
		     w != NULL && w->code != NULL; w++)
			json_object_set_new(one, w->code,
			    json_string(_(w->text)));
		json_object_set_new(all, ps->list[i].plugin->name, one);
	}
	return all;
}
