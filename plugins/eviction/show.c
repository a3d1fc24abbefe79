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
		    "field", x.list[i].field, "law",
		    x.list[i].law[0] != '\0' ? _(x.list[i].law) : "");
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

/* The fees of the day of the petition; of today if that is not known. */
static bool
fees(struct bf_call *call, const struct matter *m, struct eviction_costs *out)
{
	struct bf_date on = bf_is_day(m->facts.petitioned) ?
	    m->facts.petitioned :
	    bf_host(call)->today(call);
	char why[BF_WORDS_SIZE];

	return eviction_costs(bf_pure(call), m->facts.ground, on, out, why);
}

int64_t
matter_to_stop(struct bf_call *call, const struct matter *m)
{
	struct eviction_costs c;
	int64_t fee = 0;

	if (!ground_cured_by_payment(m->facts.ground) || !fees(call, m, &c))
		return EVICTION_UNKNOWN;
	/* Filed, whether the day is known or not. */
	if (m->state >= EVICTION_PETITIONED)
		fee = bf_int_of(m->values, "costs", c.petition);
	return eviction_to_stop(m->facts.owed,
	    bf_int_of(m->values, "interest", 0),
	    bf_int_of(m->values, "collection", 0), fee);
}

/* What enforcement costs, and what stops it on ground a. */
static void
add_costs(struct bf_call *call, const struct matter *m, json_t *out)
{
	static const char *const parts[] = { "interest", "collection" };
	int64_t stop = matter_to_stop(call, m);
	struct eviction_costs c;
	json_t *lacks;
	size_t i;

	if (fees(call, m, &c)) {
		bf_set_int(out, "fee_petition", c.petition);
		bf_set_int(out, "fee_carried_out", c.carried_out);
	}
	if (stop <= 0)
		return;
	bf_set_int(out, "to_stop", stop);
	lacks = json_array();
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (bf_int_of(m->values, parts[i], -1) < 0)
			json_array_append_new(lacks, json_string(parts[i]));
	json_object_set_new(out, "to_stop_lacks", lacks);
}

/* Days and working days left to DAY, while there are any. */
static void
add_left(struct bf_call *call, struct bf_date day, const char *days,
    const char *workdays, json_t *out)
{
	struct bf_date today = bf_host(call)->today(call);

	if (!bf_is_day(day) || day.days < today.days)
		return;
	bf_set_int(out, days, day.days - today.days);
	bf_set_int(out, workdays, bf_pure(call)->workdays(today, day));
}

static void
add_days(struct bf_call *call, const struct matter *m, json_t *out)
{
	struct bf_due why;
	struct bf_date comment =
	    eviction_comment_day(bf_pure(call), &m->facts, &why);

	if (bf_is_day(comment))
		bf_set_day(call, out, "comment_until", comment);
	add_left(call, comment, "comment_days", "comment_workdays", out);
	add_left(call, m->facts.evicted, "eviction_days", "eviction_workdays",
	    out);
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

/* As it is today, not as it was when something was last written. */
static void
set_urgency(struct bf_call *call, json_t *values)
{
	enum eviction_state state = EVICTION_CONCERN;
	struct eviction_facts f;

	(void)eviction_state_parse(bf_text_of(values, "state"), &state);
	if (state >= EVICTION_SOLVED) {
		json_object_del(values, "urgency");
		return;
	}
	facts_of(call, values, &f);
	json_object_set_new(values, "urgency",
	    json_string(urgency_name(eviction_urgency(bf_pure(call), &f,
		bf_host(call)->today(call)))));
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
		(void)eviction_state_parse(bf_text_of(m.values, "state"),
		    &m.state);
		facts_of(call, m.values, &m.facts);
		json_object_del(m.values, "tenancy");
		out = json_deep_copy(m.values);
		json_object_set(out, "matter", json_object_get(m.row, "id"));
		json_object_set(out, "rev", json_object_get(m.row, "rev"));
		set_urgency(call, out);
		add_findings(call, &m, out);
		if (m.state < EVICTION_CARRIED_OUT) {
			add_ways(&m, out);
			add_days(call, &m, out);
			add_costs(call, &m, out);
		}
		rc = bf_set_case(call, m.case_id, out);
	}
	if (rc == BF_OK)
		rc = add_rows(call, &m, "notice", "notices_told", out);
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
		set_urgency(call, v);
		if (rc == BF_OK)
			rc = bf_set_case(call, bf_int_of(row, "owner", 0), v);
		json_array_append(out, v);
	}
	*result = bf_page(out, rows, q.limit);
	json_decref(rows);
	return rc;
}
