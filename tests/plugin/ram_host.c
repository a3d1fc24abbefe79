/*
 * ram_host -- what the host in memory does for a plugin.
 */
#include "ram_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *
ram_part(const struct ram *r, const char *name)
{
	return json_object_get(r->state, name);
}

int64_t
ram_number(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

/* ---- the call */

static int64_t
now(struct bf_call *c)
{
	return c->ram->now;
}

static struct bf_date
today(struct bf_call *c)
{
	return c->ram->env.pure->date_of(c->ram->now);
}

static int64_t
if_rev(struct bf_call *c)
{
	(void)c;
	return -1;
}

static const char *
user(struct bf_call *c)
{
	return c->user;
}

static const char *
unit(struct bf_call *c)
{
	return c->unit;
}

static bool
is_system(struct bf_call *c)
{
	return c->system;
}

static int
need_role(struct bf_call *c, const char *roles)
{
	(void)c;
	(void)roles;
	return BF_OK;
}

static bool
has_role(struct bf_call *c, const char *role)
{
	(void)c;
	(void)role;
	return true;
}

int
ram_named(struct bf_call *c, int rc, const char *name)
{
	snprintf(c->ram->error, sizeof(c->ram->error), "%s",
	    name != NULL ? name : "");
	return rc;
}

static int
refuse(struct bf_call *c, int rc, const char *name, const char *fmt, ...)
{
	(void)fmt;
	return ram_named(c, rc, name);
}

static int
field(struct bf_call *c, const char *where, const char *name, const char *fmt,
    ...)
{
	(void)fmt;
	return ram_named(c, BF_FIELDS, name != NULL ? name : where);
}

static void
warn(struct bf_call *c, const char *name, const char *where, const char *fmt,
    ...)
{
	(void)where;
	(void)fmt;
	snprintf(c->ram->warning, sizeof(c->ram->warning), "%s", name);
}

/* ---- the municipality */

static const struct bf_key *
key_named(const struct ram *r, const char *name)
{
	const struct bf_key *k;

	for (k = r->plugin->keys; k != NULL && k->section != NULL; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

static const char *
setting(struct bf_call *c, const char *name)
{
	const struct bf_key *k = key_named(c->ram, name);

	return k != NULL ? k->value : NULL;
}

static int64_t
setting_int(struct bf_call *c, const char *name)
{
	const char *value = setting(c, name);

	return value != NULL ? strtoll(value, NULL, 10) : 0;
}

static const char *const units[] = { "nav", "rus", "bolig" };
#define N_UNITS (sizeof(units) / sizeof(units[0]))

static const char *
unit_like(struct bf_call *c, const char *name)
{
	size_t i;

	(void)c;
	for (i = 0; i < N_UNITS; i++)
		if (strcmp(units[i], name) == 0)
			return units[i];
	return NULL;
}

static int
municipality(struct bf_call *c, json_t **out)
{
	(void)c;
	*out = json_pack("{ss ss ss sI}", "number", "9999", "name", "Prøvestad",
	    "language", "nb", "population", (json_int_t)78000);
	return BF_OK;
}

/* Two of each unit: nav01, nav02, rus01 … */
static int
users(struct bf_call *c, const char *of, const char *role, json_t **out)
{
	char name[16];
	size_t i;
	int k;

	(void)c;
	(void)role;
	*out = json_array();
	for (i = 0; i < N_UNITS; i++)
		for (k = 1; k <= 2; k++)
			if (of == NULL || strcmp(of, units[i]) == 0) {
				snprintf(name, sizeof(name), "%s%02d", units[i],
				    k);
				json_array_append_new(*out,
				    json_pack("{ss ss s[s]}", "user", name,
					"title", name, "units", units[i]));
			}
	return BF_OK;
}

static int
need_class(struct bf_call *c, const char *kind, int64_t owner,
    enum bf_class class)
{
	(void)c;
	(void)kind;
	(void)owner;
	(void)class;
	return BF_OK;
}

/* ---- cases and persons */

static json_t *
case_head(int64_t id)
{
	char number[32];

	snprintf(number, sizeof(number), "2027/%lld", (long long)id);
	return json_pack("{sI ss s{s[I]}}", "id", (json_int_t)id, "case",
	    number, "persons", "applicant", (json_int_t)id);
}

static int
case_get_id(struct bf_call *c, int64_t id, enum bf_want want, json_t **out)
{
	(void)c;
	(void)want;
	*out = case_head(id);
	return BF_OK;
}

static int
case_get(struct bf_call *c, const char *number, enum bf_want want, json_t **out)
{
	const char *slash = strchr(number, '/');

	return case_get_id(c,
	    strtoll(slash != NULL ? slash + 1 : number, NULL, 10), want, out);
}

static int
case_id(struct bf_call *c, const char *number, enum bf_want want, int64_t *id)
{
	json_t *head;
	int rc = case_get(c, number, want, &head);

	*id = rc == BF_OK ? ram_number(head, "id") : 0;
	if (rc == BF_OK)
		json_decref(head);
	return rc;
}

/* A new case of the person that DATA names, or of none. */
static int
case_create(struct bf_call *c, const char *workflow, int64_t parent,
    const char *of, const char *contact, const json_t *data, int64_t *id)
{
	(void)workflow;
	(void)parent;
	(void)of;
	(void)contact;
	(void)data;
	ram_touch(c->ram);
	*id = ram_number(c->ram->state, "cases") + 1;
	json_object_set_new(c->ram->state, "cases",
	    json_integer((json_int_t)*id));
	return BF_OK;
}

static int
note(struct bf_call *c, int64_t case_id, const json_t *what)
{
	(void)c;
	(void)case_id;
	(void)what;
	return BF_OK;
}

static int
decisions(struct bf_call *c, int64_t case_id, const char *type,
    struct bf_date on, json_t **rows)
{
	int i;

	(void)case_id;
	(void)type;
	(void)on;
	*rows = json_array();
	for (i = 1; i <= c->ram->decisions; i++)
		json_array_append_new(*rows,
		    json_pack("{si si ss}", "id", i, "no", i, "result",
			"granted"));
	return BF_OK;
}

static int
person_age(struct bf_call *c, int64_t id, struct bf_date at, int *years)
{
	(void)c;
	(void)at;
	/* The third is a child. */
	*years = id == RAM_PERSONS ? 15 : 40;
	return BF_OK;
}

static int
person_links(struct bf_call *c, int64_t id, struct bf_date at, json_t **rows)
{
	(void)c;
	(void)id;
	(void)at;
	*rows = json_array();
	return BF_OK;
}

static int
person_match(struct bf_call *c, const json_t *who, int64_t *id,
    const char **how)
{
	(void)c;
	(void)who;
	*id = 0;
	*how = "none";
	return BF_OK;
}

static int
match(struct bf_call *c, int64_t case_id, int64_t person, const char *purpose,
    const json_t *about, json_t **out)
{
	(void)c;
	(void)case_id;
	(void)person;
	(void)purpose;
	(void)about;
	*out = json_pack("{sb s[]}", "consent", 0, "contacts");
	return BF_OK;
}

static int
consents(struct bf_call *c, int64_t person, const char *purpose,
    const char *from, const char *to, int64_t at, json_t **rows)
{
	json_t *row;
	size_t i;

	(void)from;
	(void)at;
	*rows = json_array();
	json_array_foreach(ram_part(c->ram, "consents"), i, row)
		if (ram_number(row, "person") == person &&
		    (purpose == NULL ||
			strcmp(purpose,
			    json_string_value(
				json_object_get(row, "purpose"))) == 0) &&
		    (to == NULL ||
			strcmp(to,
			    json_string_value(json_object_get(row, "to"))) ==
			    0))
			json_array_append(*rows, row);
	return BF_OK;
}

/* ---- what falls due, and what is told */

static void
keyed(char out[128], int64_t case_id, const char *name, const char *key)
{
	snprintf(out, 128, "%lld/%s/%s", (long long)case_id, name,
	    key != NULL ? key : "");
}

static int
task_open(struct bf_call *c, int64_t case_id, const struct bf_task *t)
{
	char key[128];

	ram_touch(c->ram);
	keyed(key, case_id, "task", t->key);
	json_object_set_new(ram_part(c->ram, "tasks"), key, json_true());
	return BF_OK;
}

static int
task_close(struct bf_call *c, int64_t case_id, const char *name)
{
	char key[128];

	ram_touch(c->ram);
	keyed(key, case_id, "task", name);
	json_object_del(ram_part(c->ram, "tasks"), key);
	return BF_OK;
}

static int
deadline_begin(struct bf_call *c, int64_t case_id, const struct bf_deadline *d,
    struct bf_date *due)
{
	const struct bf_pure *p = c->ram->env.pure;
	char key[128], text[BF_DATE_SIZE];
	struct bf_due when;

	if (d->rule != NULL ?
		!p->rule(p, d->rule, d->start, &when, NULL) :
		!p->goal(d->start, d->length, d->roll, &when, NULL))
		return ram_named(c, BF_INTERNAL, d->name);
	*due = when.due;
	p->date_format(when.due, text);
	ram_touch(c->ram);
	keyed(key, case_id, d->name, d->key);
	json_object_set_new(ram_part(c->ram, "deadlines"), key,
	    json_string(text));
	return BF_OK;
}

static int
deadline_end(struct bf_call *c, int64_t case_id, const char *name,
    const char *name_key, bool met, bool *was)
{
	char key[128];

	(void)met;
	ram_touch(c->ram);
	keyed(key, case_id, name, name_key);
	if (was != NULL)
		*was =
		    json_object_get(ram_part(c->ram, "deadlines"), key) != NULL;
	json_object_del(ram_part(c->ram, "deadlines"), key);
	return BF_OK;
}

static int
timer_begin(struct bf_call *c, int64_t case_id, const char *name,
    const char *timer, int64_t at, const json_t *payload)
{
	char key[128];

	ram_touch(c->ram);
	keyed(key, case_id, name, timer);
	json_object_set_new(ram_part(c->ram, "timers"), key,
	    json_pack("{ss ss sI sI sO*}", "name", name, "key",
		timer != NULL ? timer : "", "case", (json_int_t)case_id, "at",
		(json_int_t)at, "payload", (json_t *)(uintptr_t)payload));
	return BF_OK;
}

static int
timer_end(struct bf_call *c, int64_t case_id, const char *name,
    const char *timer)
{
	char key[128];

	ram_touch(c->ram);
	keyed(key, case_id, name, timer);
	json_object_del(ram_part(c->ram, "timers"), key);
	return BF_OK;
}

static int
emit(struct bf_call *c, int64_t case_id, const char *name,
    const json_t *payload)
{
	(void)c;
	(void)case_id;
	(void)name;
	(void)payload;
	return BF_OK;
}

static int
notice(struct bf_call *c, int64_t case_id, const json_t *what, char *key)
{
	(void)case_id;
	(void)what;
	(void)key;
	ram_touch(c->ram);
	json_object_set_new(c->ram->state, "notices",
	    json_integer((json_int_t)ram_number(c->ram->state, "notices") + 1));
	return BF_OK;
}

/* Not keyed: what is equal is equal, and that is all that is needed here. */
static void
digest(struct bf_call *c, const void *bytes, size_t len, char out[65])
{
	const unsigned char *b = bytes;
	uint64_t h = UINT64_C(14695981039346656037);
	size_t i;

	(void)c;
	for (i = 0; i < len; i++)
		h = (h ^ b[i]) * UINT64_C(1099511628211);
	snprintf(out, 65, "%016llx", (unsigned long long)h);
}

static void
disclose(struct bf_call *c, const char *kind, int64_t id, const char *detail)
{
	(void)c;
	(void)kind;
	(void)id;
	(void)detail;
}

const struct bf_host ram_in_memory = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_host),
	.now = now,
	.today = today,
	.if_rev = if_rev,
	.user = user,
	.unit = unit,
	.is_system = is_system,
	.has_role = has_role,
	.need_role = need_role,
	.fail = refuse,
	.field = field,
	.warn = warn,
	.setting = setting,
	.setting_int = setting_int,
	.municipality = municipality,
	.unit_like = unit_like,
	.users = users,
	.record_put = ram_put,
	.record_hand = ram_hand,
	.record_get = ram_get,
	.record_rule = ram_rule,
	.record_find = ram_find,
	.record_count = ram_count,
	.need_class = need_class,
	.case_get = case_get,
	.case_get_id = case_get_id,
	.case_id = case_id,
	.case_create = case_create,
	.note = note,
	.task_open = task_open,
	.task_close = task_close,
	.deadline_begin = deadline_begin,
	.deadline_end = deadline_end,
	.timer_begin = timer_begin,
	.timer_end = timer_end,
	.emit = emit,
	.notice = notice,
	.decisions = decisions,
	.person_age = person_age,
	.person_links = person_links,
	.person_match = person_match,
	.match = match,
	.consents = consents,
	.digest = digest,
	.disclose = disclose,
	.person_get = ram_person_get,
	.person_find = ram_person_find,
	.households = ram_households,
	.document_put = ram_document_put,
	.documents = ram_documents,
	.letter = ram_letter,
	.letter_write = ram_letter_write,
};
