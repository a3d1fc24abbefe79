/*
 * apply -- from the application to the promise: soknad, vurdering, tilsagn.
 */
#include "deposit.h"

#include <stdio.h>
#include <string.h>

/* What an application or a change says, into columns of a guarantee. */
static void
copy_given(const json_t *params, json_t *values)
{
	static const char *const names[] = { "landlord", "landlord_number",
		"landlord_kind", "dwelling", "rent", "months", "other_security",
		"type", "covers_rent", "covers_damage", "covers_eviction",
		"covers_other", "recourse", "outside", "reservations",
		"landlord_address", "landlord_postal_code",
		"landlord_postal_place", "from", "to" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (json_object_get(params, names[i]) != NULL)
			json_object_set(values, names[i],
			    json_object_get(params, names[i]));
}

/* Problems of the rules as fields of the call's error. */
static int
tell(struct bf_call *call, const struct deposit_problems *found)
{
	const struct bf_host *h = bf_host(call);
	size_t i;
	int rc = BF_OK;

	if (found->n == 1)
		return h->fail(call, BF_REFUSED, found->list[0].name, "%s: %s",
		    found->list[0].field, found->list[0].text);
	for (i = 0; i < found->n; i++)
		rc = h->field(call, found->list[i].field, found->list[i].name,
		    "%s", found->list[i].text);
	return rc;
}

/* The amount up to which no approval is needed; 0: not known. */
static int
small_amount(struct bf_call *call, int64_t *limit)
{
	const struct bf_host *h = bf_host(call);
	const char *bands = h->setting(call, "small_amounts");
	json_t *m;
	int rc;

	if ((rc = h->municipality(call, &m)) != BF_OK)
		return rc;
	*limit = deposit_small_amount(bands, bf_int_of(m, "population", 0));
	json_decref(m);
	if (*limit >= 0)
		return BF_OK;
	return h->fail(call, BF_INTERNAL, "E_CONFIG",
	    _("[plugin deposit] small_amounts: \"%s\" is not \"3000:800000 "
	      "*:10000000\": inhabitants, a colon, kroner"),
	    bands);
}

/*
 * Check VALUES as they would stand and set the amount.  An application may
 * leave the days open; they are needed to issue.
 */
static int
check(struct bf_call *call, json_t *values)
{
	struct deposit_terms t = {
		.rent = bf_int_of(values, "rent", 0),
		.months = bf_int_of(values, "months", 0),
		.cap = bf_host(call)->setting_int(call, "max_amount"),
		.other = bf_int_of(values, "other_security", 0),
		.from = bf_day_of(call, values, "from"),
		.to = bf_day_of(call, values, "to"),
	};
	struct deposit_problems found;
	int64_t limit;
	int rc;

	if ((rc = small_amount(call, &limit)) != BF_OK)
		return rc;
	if (!bf_is_day(t.from) || !bf_is_day(t.to))
		t.from = t.to = bf_host(call)->today(call);
	deposit_check(bf_pure(call), &t, limit, &found);
	if (found.n > 0)
		return tell(call, &found);
	json_object_set_new(values, "amount",
	    json_integer((json_int_t)deposit_amount(bf_pure(call), &t)));
	return BF_OK;
}

static bool
lives_with(const json_t *households, int64_t person)
{
	const json_t *house, *member;
	size_t i, k;

	json_array_foreach((json_t *)(uintptr_t)households, i, house) {
		json_array_foreach(json_object_get(house, "members"), k,
		    member) {
			if (bf_int_of(member, "person", 0) == person)
				return true;
		}
	}
	return false;
}

/* A landlord who is the tenant, or one of the household, is none. */
static int
check_party(struct bf_call *call, const char *number, int64_t tenant)
{
	const struct bf_host *h = bf_host(call);
	int64_t landlord = 0;
	json_t *houses;
	struct bf_nin nin;
	const char *name;
	bool same;
	int rc;

	if (number == NULL || strlen(number) != 11)
		return BF_OK;
	if (!bf_pure(call)->nin_read(number, &nin, &name))
		return h->field(call, "landlord_number", name,
		    _("not a national number: eleven digits, or nine for an "
		      "organisation"));
	if ((rc = h->person_find(call, number, &landlord)) != BF_OK ||
	    landlord == 0)
		return rc;
	rc = h->households(call, tenant, h->today(call), &houses);
	if (rc != BF_OK)
		return rc;
	same = landlord == tenant || lives_with(houses, landlord);
	json_decref(houses);
	if (!same)
		return BF_OK;
	return h->fail(call, BF_REFUSED, "E_PARTY",
	    _("landlord: the tenant, or one of the tenant's household, cannot "
	      "be the landlord"));
}

/* The person given, or the first that the case names. */
static int
find_tenant(struct bf_call *call, const json_t *head, int64_t given,
    int64_t *out)
{
	json_t *persons = json_object_get(head, "persons");
	const char *field;
	json_t *ids, *id;
	size_t i;

	*out = 0;
	json_object_foreach(persons, field, ids) {
		json_array_foreach(ids, i, id) {
			if (given == 0 || json_integer_value(id) == given) {
				*out = json_integer_value(id);
				return BF_OK;
			}
		}
	}
	return bf_host(call)->field(call, "person", NULL,
	    given == 0 ?
		_("the case names nobody: a guarantee is for a tenant") :
		_("not a person of this case"));
}

static void
warn_of_account(struct bf_call *call, const json_t *params)
{
	if (bf_bool_of(params, "own_account", false))
		bf_host(call)->warn(call, "W_ILLEGAL_DEPOSIT", "own_account",
		    _("a deposit belongs on a blocked account in the tenant's "
		      "name (husleieloven §§ 3-5, 3-7)"));
}

static json_t *
new_values(struct bf_call *call, const json_t *params, int64_t tenant)
{
	const struct bf_host *h = bf_host(call);
	json_t *v = json_pack("{ss ss sI ss sI sb sb sb sb sb sI sI}", "kind",
	    "guarantee", "state", deposit_state_name(DEPOSIT_APPLIED), "person",
	    (json_int_t)tenant, "type", h->setting(call, "type"), "months",
	    (json_int_t)h->setting_int(call, "months"), "covers_rent", 1,
	    "covers_damage", 1, "covers_eviction", 0, "covers_other", 0,
	    "recourse", 0, "version", (json_int_t)1, "paid", (json_int_t)0);

	if (bf_text_of(params, "kind") != NULL)
		json_object_set(v, "kind", json_object_get(params, "kind"));
	copy_given(params, v);
	return v;
}

static int
put_new(struct bf_call *call, int64_t case_id, json_t *values, int64_t *id)
{
	int rc = bf_host(call)->record_put(call, "guarantee", 0, case_id, -1,
	    values, id, NULL);

	if (rc == BF_OK)
		rc = bf_note(call, "deposit", case_id, "guarantee", *id,
		    deposit_state_name(DEPOSIT_APPLIED));
	return rc;
}

int
deposit_apply(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *head, *values = NULL;
	int64_t case_id, tenant, id = 0;
	int rc;

	rc = h->case_get(call, bf_text_of(params, "case"), BF_CHANGE, &head);
	if (rc != BF_OK)
		return rc;
	case_id = bf_int_of(head, "id", 0);
	rc = find_tenant(call, head, bf_int_of(params, "person", 0), &tenant);
	json_decref(head);
	if (rc == BF_OK)
		rc = check_party(call, bf_text_of(params, "landlord_number"),
		    tenant);
	if (rc == BF_OK) {
		values = new_values(call, params, tenant);
		rc = lease_choose(call, case_id, params, values);
	}
	if (rc == BF_OK) {
		rc = check(call, values);
	}
	if (rc == BF_OK)
		rc = put_new(call, case_id, values, &id);
	json_decref(values);
	if (rc != BF_OK)
		return rc;
	warn_of_account(call, params);
	return bf_answer(result, "guarantee", id);
}

int
deposit_change(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct guarantee g;
	json_t *values;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK && g.state >= DEPOSIT_ISSUED)
		rc = h->fail(call, BF_REFUSED, "E_FROZEN",
		    _("guarantee %lld: issued, and what is issued stays as it "
		      "is; deposit renew makes a new version"),
		    (long long)g.id);
	if (rc == BF_OK) {
		values = json_deep_copy(g.values);
		copy_given(params, values);
		rc = check_party(call, bf_text_of(params, "landlord_number"),
		    bf_int_of(g.values, "person", 0));
		if (rc == BF_OK)
			rc = lease_choose(call, g.case_id, params, values);
		if (rc == BF_OK)
			rc = check(call, values);
		if (rc == BF_OK)
			rc = h->record_put(call, "guarantee", g.id, 0,
			    h->if_rev(call), values, NULL, NULL);
		json_decref(values);
	}
	if (rc == BF_OK)
		rc = bf_note(call, "deposit", g.case_id, "guarantee", g.id,
		    NULL);
	if (rc == BF_OK) {
		warn_of_account(call, params);
		rc = bf_answer(result, "guarantee", g.id);
	}
	guarantee_fini(&g);
	return rc;
}

int
deposit_assess(struct bf_call *call, const json_t *params, json_t **result)
{
	struct guarantee g;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK)
		rc = guarantee_may(call, &g, DEPOSIT_ASSESSED);
	if (rc == BF_OK)
		rc = guarantee_put(call, &g, DEPOSIT_ASSESSED, json_object());
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}

/* A refusal is a decision too: it must stand in the case (bsl § 7). */
int
deposit_refuse(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t decision = bf_int_of(params, "decision", 0);
	struct guarantee g;
	json_t *rows = NULL, *row;
	bool found = false;
	size_t i;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK)
		rc = guarantee_may(call, &g, DEPOSIT_REFUSED);
	if (rc == BF_OK)
		rc = h->decisions(call, g.case_id, NULL, BF_NO_DATE, &rows);
	json_array_foreach(rows, i, row) {
		if (bf_int_of(row, "no", 0) == decision)
			found = true;
	}
	json_decref(rows);
	if (rc == BF_OK && !found)
		rc = h->fail(call, BF_REFUSED, "E_NO_DECISION",
		    _("decision %lld: none of this case; a refusal is a "
		      "decision, and is made first"),
		    (long long)decision);
	if (rc == BF_OK)
		rc = guarantee_put(call, &g, DEPOSIT_REFUSED,
		    json_pack("{sI}", "decision", (json_int_t)decision));
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}

/* Granted, and promised for so long as it takes to find a dwelling. */
static int
commit(struct bf_call *call, struct guarantee *g, json_t *values)
{
	const struct bf_host *h = bf_host(call);
	const struct bf_pure *p = bf_pure(call);
	struct bf_date until = p->add_days(h->today(call),
	    h->setting_int(call, "commitment_days"));
	int rc;

	bf_set_day(call, values, "until", until);
	bf_set_day(call, values, "granted", h->today(call));
	if ((rc = guarantee_put(call, g, DEPOSIT_COMMITTED, values)) != BF_OK)
		return rc;
	rc = remind(call, g->case_id, "commit14", g->id,
	    p->add_days(until, -14));
	if (rc == BF_OK)
		rc = remind(call, g->case_id, "commit3", g->id,
		    p->add_days(until, -3));
	if (rc == BF_OK)
		rc = remind(call, g->case_id, "lapse", g->id,
		    p->add_days(until, 1));
	return rc;
}

int
deposit_grant(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t decision = bf_int_of(params, "decision", 0);
	struct guarantee g;
	json_t *values;
	int rc;

	rc = guarantee_get(call, bf_int_of(params, "guarantee", 0), BF_CHANGE,
	    &g);
	if (rc == BF_OK && g.state != DEPOSIT_LAPSED)
		rc = guarantee_may(call, &g, DEPOSIT_GRANTED);
	if (rc == BF_OK)
		rc = need_decision(call, g.case_id, decision);
	if (rc == BF_OK) {
		values = json_pack("{sI}", "decision", (json_int_t)decision);
		if (json_object_get(params, "recourse") != NULL)
			json_object_set(values, "recourse",
			    json_object_get(params, "recourse"));
		rc = commit(call, &g, values);
	}
	if (rc == BF_OK)
		rc = bf_answer(result, "guarantee", g.id);
	guarantee_fini(&g);
	return rc;
}
