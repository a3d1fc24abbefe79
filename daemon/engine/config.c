/*
 * config -- config.explain and config.list: what can be set, and what is.
 */
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/describe.h"
#include "plugin/set.h"

/*
 * The tables of rows: those of a municipality's file, which the plugins here
 * have a share in, then boflyt.conf's.  The caller frees the list.
 */
static const struct bf_key **
list_tables(const struct bf_call *c)
{
	const struct plugin_set *set = c->engine->parts.plugins;
	const struct bf_key **out;
	size_t n = 0, i;

	while (set != NULL && set->tables[n] != NULL)
		n++;
	out = mem_new(n + 3, sizeof(*out));
	for (i = 0; i < n; i++)
		out[i] = set->tables[i];
	if (n == 0)
		out[n++] = municipality_keys;
	out[n] = daemon_keys;
	return out;
}

/* The kind of a section: "unit" of "unit *" and of "unit nav". */
static size_t
kind_length(const char *section)
{
	return strcspn(section, " ");
}

static bool
is_pattern(const struct bf_key *k)
{
	size_t len = strlen(k->section);

	return (len > 2 && strcmp(k->section + len - 2, " *") == 0) ||
	    strcmp(k->name, "*") == 0;
}

/*
 * Does KEY ("limits.clients", "unit.roles", "deadline mapping.days", or the
 * bare name) mean row K?
 */
static bool
is_meant(const struct bf_key *k, const char *key)
{
	const char *dot = strrchr(key, '.');
	size_t len;

	if (dot == NULL)
		return strcmp(k->name, key) == 0;
	if (strcmp(k->name, "*") != 0 && strcmp(k->name, dot + 1) != 0)
		return false;
	len = (size_t)(dot - key);
	if (strlen(k->section) == len && memcmp(k->section, key, len) == 0)
		return true;
	if (strchr(k->section, ' ') == NULL)
		return false;
	return kind_length(key) >= kind_length(k->section) &&
	    strncmp(key, k->section, kind_length(k->section)) == 0 &&
	    strchr(" .", key[kind_length(k->section)]) != NULL;
}

static const struct bf_key *
find_key(const struct bf_key *const *tables, const char *key, bool *ours)
{
	const struct bf_key *k;
	size_t i;

	for (i = 0; tables[i] != NULL; i++) {
		for (k = tables[i]; k->section != NULL; k++) {
			if (is_meant(k, key)) {
				*ours = tables[i] != daemon_keys;
				return k;
			}
		}
	}
	return NULL;
}

static json_t *
codes_of(const struct bf_key *k)
{
	json_t *list = json_array();
	const char *const *code;

	for (code = k->codes; code != NULL && *code != NULL; code++)
		json_array_append_new(list, json_string(*code));
	return list;
}

/* "1..365" for a person; empty if anything goes. */
static json_t *
range_of(const struct bf_key *k)
{
	json_t *text;
	char *range;

	if (k->min == 0 && k->max == 0)
		return json_string("");
	range = mem_format("%lld..%lld", (long long)k->min, (long long)k->max);
	text = json_string(range);
	free(range);
	return text;
}

static json_t *
describe_key(const struct bf_key *k)
{
	json_t *o = json_object();
	char *name = mem_format("%s.%s", k->section, k->name);

	json_object_set_new(o, "key", json_string(name));
	free(name);
	json_object_set_new(o, "type", json_string(describe_type(k->type)));
	json_object_set_new(o, "unit",
	    json_string(k->unit != NULL ? k->unit : ""));
	json_object_set_new(o, "range", range_of(k));
	json_object_set_new(o, "default",
	    k->value != NULL ? json_string(k->value) : json_null());
	json_object_set_new(o, "required",
	    json_boolean((k->flags & BF_REQUIRED) != 0));
	json_object_set_new(o, "reload", json_boolean(k->reload));
	json_object_set_new(o, "codes", codes_of(k));
	json_object_set_new(o, "text", json_string(_(k->text)));
	json_object_set_new(o, "law",
	    json_string(k->law != NULL ? k->law : ""));
	return o;
}

/*
 * The value in force, of the municipality's own keys that stand in one named
 * section; who its users are is not shown here.
 */
static json_t *
value_of(struct bf_call *c, const struct bf_key *k)
{
	const struct config *conf = c->municipality->config;
	const char *value;

	if (conf == NULL || is_pattern(k) || (k->flags & BF_REPEATED) != 0)
		return json_null();
	value = config_text(conf, k->section, k->name);
	return value != NULL ? json_string(value) : json_null();
}

static int
config_explain_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const struct bf_key **tables = list_tables(c);
	const char *key = param_text(params, "key");
	struct lines lines = LINES_INIT;
	const struct bf_key *k;
	bool ours = false;
	enum rc rc = RC_OK;

	if ((k = find_key(tables, key, &ours)) == NULL) {
		rc = config_explain(tables, key, &lines, &c->err);
		lines_free(&lines);
		if (rc == RC_OK)
			rc = err_set(&c->err, RC_NOTFOUND,
			    _("key %s: no such key; see config list"), key);
	} else {
		*result = describe_key(k);
		json_object_set_new(*result, "value",
		    ours ? value_of(c, k) : json_null());
	}
	free(tables);
	return (int)rc;
}

/* Is SECTION the whole section of K, or its kind? */
static bool
is_of(const struct bf_key *k, const char *section)
{
	return section == NULL || strcmp(section, k->section) == 0 ||
	    (strlen(section) == kind_length(k->section) &&
		strncmp(section, k->section, strlen(section)) == 0);
}

static int
config_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const struct bf_key **tables = list_tables(c);
	const char *section = param_text(params, "section");
	json_t *rows = json_array();
	const struct bf_key *k;
	size_t i;

	for (i = 0; tables[i] != NULL; i++)
		for (k = tables[i]; k->section != NULL; k++)
			if (is_of(k, section))
				json_array_append_new(rows, describe_key(k));
	free(tables);
	*result = json_pack("{s:o,s:n}", "rows", rows, "next");
	return RC_OK;
}

static const struct bf_param explain_params[] = {
	{ .name = "key",
	    .type = BF_TEXT,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("key, as section.name") },
	{ .type = BF_END },
};

static const struct bf_param list_params[] = {
	{ .name = "section",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("only the keys of this section") },
	{ .type = BF_END },
};

static const struct bf_column explain_columns[] = {
	{ "key", BF_TEXT, N_("key") },
	{ "text", BF_TEXT, N_("what it is") },
	{ "type", BF_TEXT, N_("type") },
	{ "unit", BF_TEXT, N_("unit") },
	{ "range", BF_TEXT, N_("range") },
	{ "codes", BF_LIST, N_("choices") },
	{ "default", BF_TEXT, N_("default") },
	{ "value", BF_TEXT, N_("value now") },
	{ "required", BF_BOOL, N_("required") },
	{ "reload", BF_BOOL, N_("a reload takes it") },
	{ "law", BF_TEXT, N_("legal rule") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "key", BF_TEXT, N_("key") },
	{ "type", BF_TEXT, N_("type") },
	{ "unit", BF_TEXT, N_("unit") },
	{ "default", BF_TEXT, N_("default") },
	{ "text", BF_TEXT, N_("what it is") },
	{ NULL, BF_END, NULL },
};

const struct bf_method config_methods[] = {
	{ .name = "config.explain",
	    .nb = "oppsett forklar",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("explain a configuration key"),
	    .params = explain_params,
	    .columns = explain_columns,
	    .errors = "",
	    .call = config_explain_call },
	{ .name = "config.list",
	    .nb = "oppsett list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the configuration keys"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = config_list_call },
	{ .name = NULL },
};
