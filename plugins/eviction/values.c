/*
 * values -- records in and out of the facts that the rules look at.
 */
#include "eviction.h"

#include <stdio.h>
#include <string.h>

static enum eviction_known
known_of(const json_t *values, const char *name)
{
	const char *s = bf_text_of(values, name);

	if (s == NULL || strcmp(s, "unknown") == 0)
		return KNOWN_UNKNOWN;
	return strcmp(s, "yes") == 0 ? KNOWN_YES : KNOWN_NO;
}

void
facts_of(const struct bf_call *call, const json_t *values,
    struct eviction_facts *out)
{
	const char *ground = bf_text_of(values, "ground");

	memset(out, 0, sizeof(*out));
	if (ground != NULL)
		(void)ground_parse(ground, &out->ground);
	out->children = known_of(values, "children");
	out->received = bf_day_of(call, values, "received");
	out->due_since = bf_day_of(call, values, "due_since");
	if (bf_is_day(out->due_since))
		out->due_since = bf_pure(call)->rent_due(out->due_since);
	out->warned = bf_day_of(call, values, "warning_4_18");
	out->told = bf_day_of(call, values, "notice_9_11");
	out->petitioned = bf_day_of(call, values, "petition");
	out->served = bf_day_of(call, values, "served");
	out->decided = bf_day_of(call, values, "decided");
	out->evicted = bf_day_of(call, values, "eviction");
	out->lease_from = bf_day_of(call, values, "lease_from");
	out->lease_to = bf_day_of(call, values, "lease_to");
	out->move_out_asked = bf_day_of(call, values, "move_out_asked");
	out->notice_received = bf_day_of(call, values, "notice_received");
	out->notice_month_end = bf_day_of(call, values, "notice_month_end");
	out->protested = bf_day_of(call, values, "protested");
	out->goods_told = bf_day_of(call, values, "goods_told");
	out->rent = bf_int_of(values, "rent", EVICTION_UNKNOWN);
	out->owed = bf_int_of(values, "owed", EVICTION_UNKNOWN);
	out->loft = bf_bool_of(values, "loft", false);
	out->short_term_reasoned =
	    bf_bool_of(values, "short_term_reasoned", false);
}

static const char *const fact_names[] = { "ground", "children", "due_since",
	"warning_4_18", "notice_9_11", "petition", "served", "decided",
	"eviction", "eviction_time", "lease_from", "lease_to", "move_out_asked",
	"notice_received", "notice_month_end", "protested", "goods_told",
	"rent", "owed", "interest", "collection", "costs", "loft",
	"short_term_reasoned", "reserved", "landlord", "landlord_contact",
	"address", "tenant", "person" };

void
facts_merge(const json_t *from, json_t *to)
{
	json_t *v;
	const char *s;
	size_t i;

	for (i = 0; i < sizeof(fact_names) / sizeof(fact_names[0]); i++) {
		v = json_object_get(from, fact_names[i]);
		s = json_string_value(v);
		if (v == NULL || json_is_null(v) ||
		    (s != NULL && strcmp(s, "unknown") == 0))
			continue;
		json_object_set(to, fact_names[i], v);
	}
}

static int
check_amounts(struct bf_call *call, const json_t *values)
{
	static const char *const names[] = { "rent", "owed", "interest",
		"collection", "costs", "paid" };
	size_t i;
	int rc = BF_OK;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!eviction_amount_ok(
			bf_int_of(values, names[i], EVICTION_UNKNOWN)) ||
		    bf_int_of(values, names[i], 0) < 0)
			rc = bf_host(call)->field(call, names[i], "E_AMOUNT",
			    _("between 0 and 10 000 000 kr; leave it out if "
			      "it is not known"));
	return rc;
}

/* What people call NAME. */
static const char *
title_of(const char *name)
{
	const struct bf_column *c = eviction_show_columns;

	while (c->name != NULL && strcmp(c->name, name) != 0)
		c++;
	return c->name != NULL ? _(c->title) : name;
}

int
facts_check(struct bf_call *call, const json_t *values)
{
	const struct bf_host *h = bf_host(call);
	struct eviction_findings x;
	struct eviction_facts f;
	char day[BF_DATE_SIZE];
	size_t i;
	int rc;

	if ((rc = check_amounts(call, values)) != BF_OK)
		return rc;
	facts_of(call, values, &f);
	eviction_check(bf_pure(call), &f, h->today(call), &x);
	for (i = 0; i < x.n && rc == BF_OK; i++)
		if (x.list[i].error) {
			bf_pure(call)->date_format(x.list[i].day, day);
			rc = h->fail(call, BF_REFUSED, x.list[i].name,
			    _("%s: before what comes before it, %s; which of "
			      "the two is right?"),
			    title_of(x.list[i].field), day);
		}
	return rc;
}

void
matter_fini(struct matter *m)
{
	json_decref(m->row);
	m->row = m->values = NULL;
}

static int
open_row(struct bf_call *call, int64_t id, enum bf_want want, json_t **row)
{
	const struct bf_host *h = bf_host(call);
	json_t *head;
	int64_t owner;
	int rc;

	if (h->is_system(call))
		return h->record_rule(call, "matter", id, row);
	if ((rc = h->record_get(call, "matter", id, 0, row)) != BF_OK)
		return rc;
	owner = bf_int_of(*row, "owner", 0);
	if ((rc = h->case_get_id(call, owner, want, &head)) != BF_OK)
		return rc;
	json_decref(head);
	return h->need_class(call, "matter", owner, BF_CLASS_ECONOMY);
}

int
matter_get(struct bf_call *call, int64_t id, enum bf_want want,
    struct matter *out)
{
	int rc;

	memset(out, 0, sizeof(*out));
	if ((rc = open_row(call, id, want, &out->row)) != BF_OK)
		return rc;
	out->values = json_object_get(out->row, "values");
	out->id = id;
	out->case_id = bf_int_of(out->row, "owner", 0);
	(void)eviction_state_parse(bf_text_of(out->values, "state"),
	    &out->state);
	facts_of(call, out->values, &out->facts);
	return BF_OK;
}

int
matter_may(struct bf_call *call, const struct matter *m, enum eviction_state to)
{
	if (eviction_state_may(m->state, to))
		return BF_OK;
	return bf_host(call)->fail(call, BF_REFUSED, "E_EVICTION_STATE",
	    _("matter %s: in state %s this cannot be done; eviction show has "
	      "its course"),
	    bf_text_of(m->values, "nr"),
	    _(bf_word_of(eviction_words, eviction_state_name(m->state))));
}

int
matter_learn(struct bf_call *call, struct matter *m, const json_t *told,
    json_t *values)
{
	enum eviction_state to;
	int64_t person = 0;
	int rc;

	json_object_del(values, "nr");
	tenancy_merge(call, told, values);
	if (bf_int_of(values, "person", 0) == 0 &&
	    (rc = matter_person(call, m, &person)) != BF_OK) {
		json_decref(values);
		return rc;
	}
	if (person != 0)
		bf_set_int(values, "person", person);
	if ((rc = facts_check(call, values)) != BF_OK) {
		json_decref(values);
		return rc;
	}
	facts_of(call, values, &m->facts);
	to = eviction_state_of(&m->facts);
	return matter_put(call, m, to > m->state ? to : m->state, values);
}

int64_t
person_in(const json_t *head)
{
	const char *field;
	json_t *ids;

	/* In the order of the definition, which has the applicant first. */
	json_object_foreach(json_object_get(head, "persons"), field, ids)
		if (json_array_size(ids) > 0)
			return json_integer_value(json_array_get(ids, 0));
	return 0;
}

int
matter_person(struct bf_call *call, const struct matter *m, int64_t *person)
{
	int64_t known = bf_int_of(m->values, "person", 0);
	json_t *head, *ids, *one;
	const char *field;
	size_t i;
	int rc;

	*person = 0;
	rc = bf_host(call)->case_get_id(call, m->case_id, BF_SEE, &head);
	if (rc != BF_OK)
		return rc;
	if (known == 0)
		*person = person_in(head);
	json_object_foreach(json_object_get(head, "persons"), field, ids)
		json_array_foreach(ids, i, one)
			if (json_integer_value(one) == known)
				*person = known;
	json_decref(head);
	return BF_OK;
}

int
matter_put(struct bf_call *call, struct matter *m, enum eviction_state to,
    json_t *values)
{
	const struct bf_host *h = bf_host(call);
	const char *state = eviction_state_name(to);
	int rc;

	json_object_set_new(values, "state", json_string(state));
	rc = h->record_put(call, "matter", m->id, 0, h->if_rev(call), values,
	    NULL, NULL);
	json_object_update(m->values, values);
	json_decref(values);
	m->state = to;
	facts_of(call, m->values, &m->facts);
	if (rc == BF_OK)
		rc = bf_note(call, "eviction", m->case_id, "matter", m->id,
		    state);
	return rc;
}
