/*
 * plugins_check -- one plugin after the other, beside those before it.
 */
#include "engine/plugins_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/report_plugin.h"
#include "engine/table.h"
#include "store/record.h"

/* What the house tells plugins, as include/boflyt/plugin.h lists it. */
static const char *const told[] = { "decision.made", "case.closed",
	"case.reopened", "consent.given", "consent.withdrawn", "letter.done",
	"letter.receipt", NULL };

/* What Lua and the words of definitions are called; see script/lua_*.c. */
static const char *const lua_names[] = { "string", "table", "math", "utf8",
	"workflow", "stage", "action", "deadline", "timer", "text", "integer",
	"boolean", "date", "money", "choice", "duration", "person", "household",
	"document", "unit", "user", "codelist", "day", "days", "workdays",
	"weeks", "months", "years", "kr", "reject", "setting", "assert",
	"error", "pairs", "ipairs", "pcall", "select", "tonumber", "tostring",
	"type", NULL };

static bool
is_among(const char *const *list, const char *name)
{
	while (*list != NULL && strcmp(*list, name) != 0)
		list++;
	return *list != NULL;
}

/* Does a method of TABLE begin with the LEN bytes of NAME and a full stop? */
static bool
is_object(const struct bf_method *table, const char *name, size_t len)
{
	for (; table->name != NULL; table++)
		if (strncmp(table->name, name, len) == 0 &&
		    table->name[len] == '.')
			return true;
	return false;
}

static enum rc
wrong(const struct plugin *p, const char *row, const char *what, struct err *e)
{
	return err_set(e, RC_CONFIG, _("plugin %s: %s: %s"), p->name, row,
	    what);
}

static enum rc
check_names(const struct plugin *p, const struct bf_method *core, struct err *e)
{
	const struct bf_event *v;
	size_t len;

	if (is_object(core, p->name, strlen(p->name)) ||
	    is_among(lua_names, p->name))
		return wrong(p, "name",
		    _("taken by the daemon or by what definitions know"), e);
	for (v = p->d.events; v != NULL && v->name != NULL; v++) {
		len = strcspn(v->name, ".");
		if ((v->flags & BF_TAKES) != 0 &&
		    (is_object(core, v->name, len) ||
			strncmp(v->name, "letter.", 7) == 0) &&
		    !is_among(told, v->name))
			return wrong(p, v->name,
			    _("the daemon tells of no such event"), e);
	}
	return RC_OK;
}

/* Its methods and reports beside the daemon's own and those in PARTS. */
static enum rc
check_table(const struct plugin *p, const struct bf_method **parts, size_t *n,
    struct bf_method *reports, struct err *e)
{
	struct bf_method *table;
	struct err why = ERR_INIT;
	size_t before = *n;

	if (p->d.methods != NULL)
		parts[(*n)++] = p->d.methods;
	if (reports != NULL)
		parts[(*n)++] = reports;
	parts[*n] = NULL;
	if (table_new(parts, &table, &why) != RC_OK) {
		*n = before;
		parts[*n] = NULL;
		return err_set(e, RC_CONFIG, _("plugin %s: %s"), p->name,
		    why.text);
	}
	free(table);
	return RC_OK;
}

static enum rc
check_records(const struct plugin *p, struct err *e)
{
	struct err why = ERR_INIT;

	if (p->d.records == NULL ||
	    record_check_kinds(p->name, p->d.records, &why) == RC_OK)
		return RC_OK;
	return err_set(e, RC_CONFIG, _("plugin %s: %s"), p->name, why.text);
}

void
plugins_check(const struct plugin_set *set, struct lines *mistakes)
{
	const struct bf_method **parts =
	    mem_new(2 * set->n + 1, sizeof(*parts));
	struct bf_method **reports = mem_new(set->n + 1, sizeof(*reports));
	struct bf_method *core;
	const struct plugin *p;
	struct err e = ERR_INIT;
	size_t i, n = 0;

	if (table_new(NULL, &core, &e) != RC_OK)
		lines_add(mistakes, "%s", e.text);
	for (i = 0; core != NULL && i < set->n; i++) {
		p = &set->plugins[i];
		if (!p->present)
			continue;
		reports[i] = report_plugin_rows(p->d.reports);
		err_clear(&e);
		if (check_names(p, core, &e) != RC_OK ||
		    check_table(p, parts, &n, reports[i], &e) != RC_OK ||
		    check_records(p, &e) != RC_OK)
			lines_add(mistakes, "%s", e.text);
	}
	for (i = 0; i < set->n; i++)
		report_plugin_free(reports[i]);
	free(core);
	free(reports);
	free(parts);
}
