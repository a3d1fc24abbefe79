/*
 * show -- one matter with what can stop it, what it costs and what to do.
 */
#include "eviction.h"

#include <string.h>

static void
add_findings(struct bf_call *call, const struct matter *m, json_t *out)
{
	struct eviction_findings x;
	json_t *list = json_array(), *one;
	size_t i;

	eviction_check(bf_pure(call), &m->facts, bf_host(call)->today(call),
	    &x);
	for (i = 0; i < x.n; i++) {
		one = json_pack("{ss ss ss}", "finding", x.list[i].name,
		    "field", x.list[i].field, "law", x.list[i].law);
		bf_set_day(call, one, "day", x.list[i].day);
		json_array_append_new(list, one);
	}
	json_object_set_new(out, "found", list);
}

static void
add_ways(const struct matter *m, json_t *out)
{
	const char *const *way = ground_ways_out(m->facts.ground);
	json_t *list = json_array();

	for (; *way != NULL; way++)
		json_array_append_new(list, json_string(_(*way)));
	json_object_set_new(out, "ways_out", list);
}

/* What enforcement costs, and what stops it on ground a. */
static void
add_costs(struct bf_call *call, const struct matter *m, json_t *out)
{
	struct bf_date on = bf_is_day(m->facts.petitioned) ?
	    m->facts.petitioned :
	    bf_host(call)->today(call);
	struct eviction_costs c;
	char why[BF_WORDS_SIZE];
	int64_t stop;

	if (!eviction_costs(bf_pure(call), m->facts.ground, on, &c, why))
		return;
	bf_set_int(out, "fee_petition", c.petition);
	bf_set_int(out, "fee_carried_out", c.carried_out);
	stop =
	    eviction_to_stop(m->facts.owed, bf_int_of(m->values, "interest", 0),
		bf_int_of(m->values, "collection", 0),
		bf_is_day(m->facts.petitioned) ? c.petition : 0);
	if (ground_cured_by_payment(m->facts.ground) && stop > 0)
		bf_set_int(out, "to_stop", stop);
}

static void
add_days(struct bf_call *call, const struct matter *m, json_t *out)
{
	const struct bf_pure *p = bf_pure(call);
	struct bf_date today = bf_host(call)->today(call), comment;
	struct bf_due why;

	comment = eviction_comment_day(p, &m->facts, &why);
	if (!bf_is_day(comment))
		return;
	bf_set_day(call, out, "comment_until", comment);
	bf_set_int(out, "comment_days", comment.days - today.days);
	json_object_set_new(out, "comment_workdays",
	    json_integer(p->workdays(today, comment)));
}

static int
add_rows(struct bf_call *call, const struct matter *m, const char *kind,
    const char *name, json_t *out)
{
	struct bf_query q = { .index = "by_matter",
		.owner = m->case_id,
		.limit = 200 };
	json_t *rows, *row, *list = json_array();
	size_t i;
	int rc;

	rc = bf_find_of(call, kind, q, m->id, &rows);
	if (rc == BF_OK) {
		json_array_foreach(rows, i, row)
			json_array_append(list, json_object_get(row, "values"));
		json_decref(rows);
	}
	json_object_set_new(out, name, list);
	return rc;
}

/* Without the economy of the case there is the course, and no more. */
int
eviction_show(struct bf_call *call, const json_t *params, json_t **result)
{
	struct matter m;
	json_t *out = NULL;
	int rc;

	memset(&m, 0, sizeof(m));
	m.id = bf_int_of(params, "matter", 0);
	rc = bf_host(call)->record_get(call, "matter", m.id, 0, &m.row);
	if (rc == BF_OK) {
		m.values = json_object_get(m.row, "values");
		m.case_id = bf_int_of(m.row, "owner", 0);
		facts_of(call, m.values, &m.facts);
		json_object_del(m.values, "tenancy");
		out = json_deep_copy(m.values);
		json_object_set(out, "matter", json_object_get(m.row, "id"));
		json_object_set(out, "rev", json_object_get(m.row, "rev"));
		json_object_set_new(out, "urgency",
		    json_string(urgency_name(eviction_urgency(bf_pure(call),
			&m.facts, bf_host(call)->today(call)))));
		add_findings(call, &m, out);
		add_ways(&m, out);
		add_days(call, &m, out);
		if (m.facts.owed != EVICTION_UNKNOWN)
			add_costs(call, &m, out);
		rc = add_rows(call, &m, "notice", "notices_told", out);
	}
	if (rc == BF_OK)
		rc = add_rows(call, &m, "attempt", "contacts_tried", out);
	if (rc == BF_OK)
		*result = out;
	else
		json_decref(out);
	matter_fini(&m);
	return rc;
}

int
eviction_list(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *number = bf_text_of(params, "case");
	const char *state = bf_text_of(params, "state");
	struct bf_query q = { .limit = (int)bf_int_of(params, "limit", 50),
		.after = bf_int_of(params, "after", 0) };
	json_t *rows, *row, *v, *out, *equal = NULL;
	size_t i;
	int rc = BF_OK;

	if (number != NULL)
		rc = h->case_id(call, number, BF_SEE, &q.owner);
	if (state != NULL) {
		q.index = "by_state";
		q.equal = equal = json_pack("[s]", state);
	}
	if (rc == BF_OK)
		rc = h->record_find(call, "matter", &q, &rows);
	json_decref(equal);
	if (rc != BF_OK)
		return rc;
	out = json_array();
	json_array_foreach(rows, i, row) {
		v = json_object_get(row, "values");
		json_object_del(v, "tenancy");
		json_object_set(v, "matter", json_object_get(row, "id"));
		if (rc == BF_OK)
			rc = bf_set_case(call, bf_int_of(row, "owner", 0), v);
		json_array_append(out, v);
	}
	*result = bf_page(out, rows, q.limit);
	json_decref(rows);
	return rc;
}
