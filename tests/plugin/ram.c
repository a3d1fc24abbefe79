/*
 * ram -- see ram.h.
 *
 * The whole state is one JSON object, so that a refused call is undone by
 * putting the object from before it back.
 */
#include "ram.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ram_host.h"

struct ram *
ram_new(const struct bf_plugin *plugin, const struct bf_pure *pure)
{
	struct ram *r = calloc(1, sizeof(*r));

	if (r == NULL)
		abort();
	r->host = ram_in_memory;
	r->env.host = &r->host;
	r->env.pure = pure;
	r->plugin = plugin;
	return r;
}

void
ram_free(struct ram *r)
{
	json_decref(r->state);
	free(r);
}

void
ram_begin(struct ram *r, struct bf_date day)
{
	const struct bf_record *k;

	json_decref(r->state);
	r->state = json_pack("{s{} s{} s{} s{} s[] si}", "rows", "timers",
	    "tasks", "deadlines", "consents", "cases", RAM_PERSONS);
	for (k = r->plugin->records; k->kind != NULL; k++)
		json_object_set_new(ram_part(r, "rows"), k->kind, json_array());
	r->now = r->env.pure->instant(day, 9, 0);
	r->decisions = 0;
	r->error[0] = '\0';
}

/* What is replaced is copied, what it holds is shared. */
static json_t *
snapshot(const struct ram *r)
{
	json_t *copy = json_copy(r->state), *rows, *v;
	const char *name;
	void *next;

	json_object_foreach_safe(copy, next, name, v)
	    json_object_set_new(copy, name, json_copy(v));
	rows = json_object_get(copy, "rows");
	json_object_foreach_safe(rows, next, name, v)
	    json_object_set_new(rows, name, json_copy(v));
	return copy;
}

void
ram_touch(struct ram *r)
{
	if (r->before == NULL)
		r->before = snapshot(r);
}

/* What a refused call had changed is undone. */
static int
finish(struct ram *r, int rc)
{
	if (rc != BF_OK && r->before != NULL) {
		json_decref(r->state);
		r->state = json_incref(r->before);
	}
	json_decref(r->before);
	r->before = NULL;
	return rc;
}

int
ram_call(struct ram *r, const char *as, const char *of, const char *method,
    json_t *params, json_t **result)
{
	struct bf_call c = { .head = { &r->env },
		.ram = r,
		.user = as,
		.unit = of };
	const struct bf_method *m;
	json_t *out = NULL;
	int rc;

	for (m = r->plugin->methods; strcmp(m->name, method) != 0; m++)
		if (m->name == NULL)
			abort();
	r->error[0] = r->warning[0] = '\0';
	rc = finish(r, m->call(&c, params, &out));
	json_decref(params);
	if (result != NULL)
		*result = out;
	else
		json_decref(out);
	return rc;
}

const char *
ram_error(const struct ram *r)
{
	return r->error;
}

/* Run what the plugin does when W happens. */
static bool
happens(struct ram *r, const struct bf_happening *w)
{
	struct bf_call c = { .head = { &r->env },
		.ram = r,
		.user = "system",
		.unit = "",
		.system = true };
	const struct bf_event *e;

	for (e = r->plugin->events; e->name != NULL; e++)
		if (strcmp(e->name, w->name) == 0 && e->run != NULL)
			if (finish(r, e->run(&c, w)) != BF_OK)
				return false;
	return true;
}

static json_t *
soonest(const struct ram *r, int64_t until, const char **key)
{
	json_t *best = NULL, *v;
	const char *name;

	json_object_foreach(ram_part(r, "timers"), name, v)
		if (ram_number(v, "at") <= until &&
		    (best == NULL ||
			ram_number(v, "at") < ram_number(best, "at"))) {
			best = v;
			*key = name;
		}
	return best;
}

bool
ram_advance(struct ram *r, struct bf_date day)
{
	int64_t until = r->env.pure->instant(day, 18, 0);
	const char *key;
	json_t *t;
	bool ok;

	while ((t = soonest(r, until, &key)) != NULL) {
		struct bf_happening w = {
			.name = json_string_value(json_object_get(t, "name")),
			.key = json_string_value(json_object_get(t, "key")),
			.case_id = ram_number(t, "case"),
			.due = ram_number(t, "at"),
			.payload = json_object_get(t, "payload"),
		};

		json_incref(t);
		json_object_del(ram_part(r, "timers"), key);
		if (r->now < w.due)
			r->now = w.due;
		ok = happens(r, &w);
		json_decref(t);
		if (!ok)
			return false;
	}
	r->now = until;
	return true;
}

struct bf_date
ram_today(const struct ram *r)
{
	return r->env.pure->date_of(r->now);
}

static bool
tell_consent(struct ram *r, const char *name, int64_t person,
    const char *purpose)
{
	json_t *payload = json_pack("{sI ss}", "person", (json_int_t)person,
	    "purpose", purpose);
	const struct bf_happening w = { .name = name,
		.key = "",
		.due = r->now,
		.payload = payload };
	bool ok = happens(r, &w);

	json_decref(payload);
	return ok;
}

bool
ram_consent(struct ram *r, int64_t person, const char *purpose, const char *to)
{
	json_array_append_new(ram_part(r, "consents"),
	    json_pack("{sI ss ss}", "person", (json_int_t)person, "purpose",
		purpose, "to", to));
	return tell_consent(r, "consent.given", person, purpose);
}

bool
ram_withdraw(struct ram *r, int64_t person, const char *purpose, const char *to)
{
	json_t *rows = ram_part(r, "consents"), *row;
	bool gone = false;
	size_t i = 0;

	while ((row = json_array_get(rows, i)) != NULL) {
		if (ram_number(row, "person") == person &&
		    strcmp(json_string_value(json_object_get(row, "purpose")),
			purpose) == 0 &&
		    strcmp(json_string_value(json_object_get(row, "to")), to) ==
			0) {
			json_array_remove(rows, i);
			gone = true;
		} else
			i++;
	}
	return !gone || tell_consent(r, "consent.withdrawn", person, purpose);
}

bool
ram_consents_to(const struct ram *r, int64_t person, const char *purpose)
{
	json_t *row;
	size_t i;

	json_array_foreach(ram_part(r, "consents"), i, row)
		if (ram_number(row, "person") == person &&
		    strcmp(json_string_value(json_object_get(row, "purpose")),
			purpose) == 0)
			return true;
	return false;
}

void
ram_decide(struct ram *r, int n)
{
	r->decisions = n;
}

const json_t *
ram_rows(const struct ram *r, const char *kind)
{
	return ram_rows_of(r, kind);
}

bool
ram_has_task(const struct ram *r, int64_t case_id, const char *name)
{
	char key[128];

	snprintf(key, sizeof(key), "%lld/task/%s", (long long)case_id, name);
	return json_object_get(ram_part(r, "tasks"), key) != NULL;
}

const char *
ram_deadline(const struct ram *r, int64_t case_id, const char *name,
    const char *key)
{
	char whole[128];

	snprintf(whole, sizeof(whole), "%lld/%s/%s", (long long)case_id, name,
	    key);
	return json_string_value(
	    json_object_get(ram_part(r, "deadlines"), whole));
}

const char *
ram_warning(const struct ram *r)
{
	return r->warning;
}

int64_t
ram_notices(const struct ram *r)
{
	return ram_number(r->state, "notices");
}

json_t *
ram_report(struct ram *r, const char *report, struct bf_date from,
    struct bf_date to)
{
	struct bf_fold f = { .pure = r->env.pure,
		.from = from,
		.to = to,
		.start = r->env.pure->instant(from, 0, 0),
		.end =
		    r->env.pure->instant((struct bf_date){ to.days + 1 }, 0, 0),
		.as_of = r->now,
		.elsewhere = -1 };
	const struct bf_report *p;
	const char *const *kind;
	json_t *row, *one, *out;
	size_t i;

	for (p = r->plugin->reports; strcmp(p->name, report) != 0; p++)
		if (p->name == NULL)
			abort();
	f.state = p->begin(&f);
	for (kind = p->kinds; *kind != NULL; kind++)
		json_array_foreach(ram_rows_of(r, *kind), i, row) {
			/* A token is equal for equal values; so are they. */
			one = json_copy(row);
			json_object_set(one, "tokens",
			    json_object_get(row, "values"));
			p->row(&f, *kind, one);
			json_decref(one);
		}
	out = p->end(&f);
	p->free(f.state);
	return out;
}

void
ram_tamper(struct ram *r, const char *kind, int64_t id, const char *name,
    json_t *value)
{
	size_t at;
	json_t *row = json_deep_copy(ram_row_of(r, kind, id, &at));

	json_object_set_new(json_object_get(row, "values"), name, value);
	json_array_set_new(ram_rows_of(r, kind), at, row);
}
