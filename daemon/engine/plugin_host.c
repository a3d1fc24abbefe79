/*
 * plugin_host -- the table, and what it tells of the call and the municipality.
 */
#include "engine/plugin_host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/log.h"
#include "engine/frame.h"
#include "engine/plugins.h"
#include "engine/state.h"
#include "model/pure.h"
#include "store/keyed.h"

#define NAMES_MAX 8 /* roles in one question */

/* Whoever writes a plugin reads the numbers of enum rc. */
_Static_assert((int)BF_INVALID == (int)RC_INVALID, "rc");
_Static_assert((int)BF_FIELDS == (int)RC_FIELDS, "rc");
_Static_assert((int)BF_NOT_FOUND == (int)RC_NOTFOUND, "rc");
_Static_assert((int)BF_DENIED == (int)RC_DENIED, "rc");
_Static_assert((int)BF_CONFLICT == (int)RC_CONFLICT, "rc");
_Static_assert((int)BF_REFUSED == (int)RC_GUARD, "rc");
_Static_assert((int)BF_UNAVAILABLE == (int)RC_UNAVAILABLE, "rc");
_Static_assert((int)BF_INTERNAL == (int)RC_INTERNAL, "rc");
_Static_assert(offsetof(struct bf_call, env) == 0, "bf_call begins with env");

struct engine_plugin *
host_plugin(const struct bf_call *c)
{
	return c->frame->plugin;
}

int
host_misuse(struct bf_call *c, const char *what, const char *name)
{
	return err_set(&c->err, RC_INTERNAL, _("plugin %s: %s: %s"),
	    host_plugin(c)->plugin->name, name != NULL ? name : "?", what);
}

static int64_t
now(struct bf_call *c)
{
	return c->now;
}

static struct bf_date
today(struct bf_call *c)
{
	return pure_date(c->today);
}

static int64_t
commit(struct bf_call *c)
{
	return call_commit(c);
}

static int64_t
if_rev(struct bf_call *c)
{
	return c->if_rev;
}

static const char *
user(struct bf_call *c)
{
	return principal_name(c->who);
}

static const char *
unit(struct bf_call *c)
{
	return c->who->unit != NULL ? c->who->unit->name : "";
}

static const char *
basis(struct bf_call *c)
{
	return c->who->basis != NULL ? c->who->basis : "";
}

static const char *
reason(struct bf_call *c)
{
	return c->who->reason != NULL ? c->who->reason : "";
}

static bool
is_system(struct bf_call *c)
{
	return c->who->system;
}

static bool
has_role(struct bf_call *c, const char *role)
{
	enum role r;

	return role_parse(role, &r) && principal_has(c->who, r);
}

/* ROLES as a set; false if one of them is no role. */
static bool
read_roles(const char *roles, unsigned int *set)
{
	char word[64];
	enum role r;
	size_t n;

	*set = 0;
	for (roles += strspn(roles, " "); *roles != '\0';
	     roles += strspn(roles, " ")) {
		n = strcspn(roles, " ");
		if (n >= sizeof(word))
			return false;
		memcpy(word, roles, n);
		word[n] = '\0';
		if (!role_parse(word, &r))
			return false;
		*set |= ROLE_BIT(r);
		roles += n;
	}
	return true;
}

static int
need_role(struct bf_call *c, const char *roles)
{
	unsigned int set;
	char list[256];

	if (!read_roles(roles, &set))
		return host_misuse(c, _("no such role"), roles);
	if (c->who->system || frame_is_lent(c) ||
	    (c->who->user != NULL && (c->who->roles & set) != 0))
		return RC_OK;
	role_titles(set, list, sizeof(list));
	return err_set(&c->err, RC_DENIED,
	    _("%s: asks for one of the roles %s"), frame_name(c), list);
}

static int __attribute__((format(printf, 4, 5)))
fail(struct bf_call *c, int rc, const char *name, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (rc <= RC_OK || rc > RC_INTERNAL)
		return host_misuse(c, _("no error's number"), "fail");
	err_clear(&c->err);
	if (name == NULL)
		return err_set(&c->err, (enum rc)rc, "%s", text);
	return err_name(&c->err, (enum rc)rc, name, "%s", text);
}

static int __attribute__((format(printf, 4, 5))) field(struct bf_call *c,
    const char *name, const char *error, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (c->err.rc != RC_FIELDS)
		err_clear(&c->err);
	return err_field(&c->err, name, error, "%s", text);
}

static void __attribute__((format(printf, 4, 5))) warn(struct bf_call *c,
    const char *name, const char *field_name, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	call_warn(c, name, field_name, "%s", text);
}

static void
write_log(struct bf_call *c, const char *event, const char *key,
    const char *value)
{
	log_info("plugin.says",
	    log_text("municipality", c->municipality->number),
	    log_text("plugin", host_plugin(c)->plugin->name),
	    log_text("event", event), log_text(key, value));
}

static const char *
section(const struct bf_call *c)
{
	return host_plugin(c)->plugin->section;
}

/* One that the plugin does not declare is its own mistake; see frame_leave. */
static bool
is_key(const struct bf_call *c, const char *key)
{
	const struct bf_key *k;

	for (k = host_plugin(c)->plugin->d.keys;
	     k != NULL && k->section != NULL; k++)
		if (strcmp(k->name, key) == 0)
			return true;
	if (c->frame != NULL)
		(void)snprintf(c->frame->no_key, sizeof(c->frame->no_key), "%s",
		    key);
	return false;
}

static int64_t
setting_int(struct bf_call *c, const char *key)
{
	return is_key(c, key) ?
	    config_int(c->municipality->config, section(c), key) :
	    0;
}

static bool
setting_bool(struct bf_call *c, const char *key)
{
	return is_key(c, key) &&
	    config_bool(c->municipality->config, section(c), key);
}

static const char *
setting(struct bf_call *c, const char *key)
{
	return is_key(c, key) ?
	    config_text(c->municipality->config, section(c), key) :
	    NULL;
}

static json_t *
unit_json(const struct unit *u)
{
	return json_pack("{ss ss ss ss}", "name", u->name, "title", u->title,
	    "type", u->type, "domain", domain_name(u->domain));
}

static int
municipality(struct bf_call *c, json_t **out)
{
	const struct municipality *m = c->municipality;
	json_t *units = json_array();
	size_t i;

	for (i = 0; i < m->n_units; i++)
		json_array_append_new(units, unit_json(&m->units[i]));
	*out = json_pack("{ss ss ss sI sb so}", "number", m->number, "name",
	    m->name, "language", m->language, "population",
	    (json_int_t)m->population, "test_identities", m->test_identities,
	    "units", units);
	return RC_OK;
}

static const char *
unit_like(struct bf_call *c, const char *name)
{
	const struct unit *u = municipality_unit_like(c->municipality, name);

	return u != NULL ? u->name : NULL;
}

static int
invoke(struct bf_call *c, const char *method, const json_t *params,
    json_t **result)
{
	const struct nested n = { .method = method,
		.face = BF_FACE_LUA,
		.params = params,
		.lent = frame_is_lent(c),
		.readonly = frame_reads(c) };

	return frame_nested(c, &n, result, &c->err);
}

static void
digest(struct bf_call *c, const void *bytes, size_t len, char out[65])
{
	unsigned char hash[KEYED_SIZE];
	size_t i;

	(void)keyed_hash(c->store, "plugin.digest", bytes, len, hash);
	for (i = 0; i < KEYED_SIZE; i++)
		snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

static bool
has_plugin(struct bf_call *c, const char *name)
{
	return plugins_find(c->engine, name) != NULL;
}

static void
disclose(struct bf_call *c, const char *kind, int64_t id, const char *detail)
{
	call_disclose(c, kind, id, detail);
}

const struct bf_host plugin_host = { .abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_host),
	.now = now,
	.today = today,
	.commit = commit,
	.if_rev = if_rev,
	.user = user,
	.unit = unit,
	.basis = basis,
	.reason = reason,
	.is_system = is_system,
	.has_role = has_role,
	.need_role = need_role,
	.fail = fail,
	.field = field,
	.warn = warn,
	.log = write_log,
	.setting_int = setting_int,
	.setting_bool = setting_bool,
	.setting = setting,
	.municipality = municipality,
	.unit_like = unit_like,
	.users = host_users,
	.record_put = host_record_put,
	.record_hand = host_record_hand,
	.record_get = host_record_get,
	.record_rule = host_record_rule,
	.record_find = host_record_find,
	.record_count = host_record_count,
	.record_versions = host_record_versions,
	.need_class = host_need_class,
	.series = host_series,
	.case_get = host_case_get,
	.case_get_id = host_case_get_id,
	.case_id = host_case_id,
	.case_set = host_case_set,
	.case_create = host_case_create,
	.note = host_note,
	.cases_of = host_cases_of,
	.task_open = host_task_open,
	.task_close = host_task_close,
	.deadline_begin = host_deadline_begin,
	.deadline_end = host_deadline_end,
	.deadline_pause = host_deadline_pause,
	.deadline_resume = host_deadline_resume,
	.timer_begin = host_timer_begin,
	.timer_end = host_timer_end,
	.emit = host_emit,
	.letter = host_letter,
	.notice = host_notice,
	.decide = host_decide,
	.decisions = host_decisions,
	.document_put = host_document_put,
	.documents = host_documents,
	.person_get = host_person_get,
	.person_find = host_person_find,
	.person_match = host_person_match,
	.person_age = host_person_age,
	.person_links = host_person_links,
	.households = host_households,
	.consents = host_consents,
	.match = host_match,
	.invoke = invoke,
	.digest = digest,
	.has_plugin = has_plugin,
	.disclose = disclose,
	.letter_write = host_letter_write };
