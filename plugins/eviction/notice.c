/*
 * notice -- somebody tells that a home is at risk.
 *
 * Nothing that is told is lost: what cannot be matched, or belongs elsewhere, is
 * kept with a warning.  Notices about one tenancy end in one matter,
 * whoever holds its case; and what other units know of the tenant is asked for
 * by rule, and answered the same way whether they know anything or not.
 */
#include "eviction.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Eleven digits by both rules, or a warning; the notice is kept. */
static bool
number_ok(struct bf_call *call, const char *nin)
{
	struct bf_nin read;
	const char *name;

	if (nin == NULL)
		return false;
	if (!bf_pure(call)->nin_read(nin, &read, &name)) {
		bf_host(call)->warn(call, "W_ID_CHECKSUM", "nin",
		    _("not a national number; the notice is kept without a "
		      "person"));
		return false;
	}
	if (strncmp(read.code, "dnr", 3) == 0)
		bf_host(call)->warn(call, "W_DNR_INACTIVE", "nin",
		    _("a D-number: it goes out of use five years after it was "
		      "issued; ask whether there is a newer number"));
	return true;
}

/* Who is meant; never a guess between two (E_AMBIGUOUS_PERSON as warning). */
static int
find_person(struct bf_call *call, const json_t *params, int64_t *person)
{
	const struct bf_host *h = bf_host(call);
	const char *nin = bf_text_of(params, "nin"), *how = "none";
	json_t *who;
	int rc;

	*person = bf_int_of(params, "person", 0);
	if (*person != 0)
		return BF_OK;
	who = json_pack("{ss? ss? ss?}", "name", bf_text_of(params, "tenant"),
	    "birth_date", bf_text_of(params, "birth_date"), "address",
	    bf_text_of(params, "address"));
	if (number_ok(call, nin))
		json_object_set_new(who, "nin", json_string(nin));
	rc = h->person_match(call, who, person, &how);
	json_decref(who);
	if (rc != BF_OK)
		return rc;
	if (strcmp(how, "several") == 0)
		h->warn(call, "W_AMBIGUOUS_PERSON", "tenant",
		    _("more than one person fits; the notice is kept without "
		      "one, choose in person find"));
	else if (*person == 0)
		h->warn(call, "W_UNMATCHED", "tenant",
		    _("nobody in the register is surely meant; register the "
		      "person, then eviction update"));
	return BF_OK;
}

/*
 * One tenancy is one tenant at one address: by row number where the tenant is
 * known, else by name; letters and figures of the address, in lower case.
 */
static void
tenancy_of(struct bf_call *call, const json_t *params, int64_t person,
    char out[65])
{
	const char *name = bf_text_of(params, "tenant");
	const char *at = bf_text_of(params, "address"), *s;
	char text[512], who[128];
	size_t n;

	snprintf(who, sizeof(who), "%lld", (long long)person);
	n = (size_t)snprintf(text, sizeof(text), "%.100s|",
	    person != 0 || name == NULL ? who : name);
	for (s = at != NULL ? at : ""; *s != '\0' && n + 1 < sizeof(text); s++)
		if (isalnum((unsigned char)*s) || (*s & 0x80) != 0)
			text[n++] = (char)tolower((unsigned char)*s);
	bf_host(call)->digest(call, text, n, out);
}

/* The open matter of the tenancy, whoever holds it; 0s: none. */
static int
find_matter(struct bf_call *call, const char *tenancy, int64_t *id,
    int64_t *owner)
{
	struct bf_query q = { .index = "by_tenancy", .rule = true };
	json_t *equal = json_pack("[s]", tenancy), *rows, *row, *all;
	enum eviction_state s;
	size_t i;
	int rc;

	*id = *owner = 0;
	q.equal = equal;
	rc = bf_host(call)->record_find(call, "matter", &q, &rows);
	json_decref(equal);
	if (rc != BF_OK)
		return rc;
	json_array_foreach(rows, i, row) {
		rc = bf_host(call)->record_rule(call, "matter",
		    bf_int_of(row, "id", 0), &all);
		if (rc != BF_OK)
			break;
		if (eviction_state_parse(
			bf_text_of(json_object_get(all, "values"), "state"),
			&s) &&
		    s < EVICTION_SOLVED) {
			*id = bf_int_of(row, "id", 0);
			*owner = bf_int_of(row, "owner", 0);
		}
		json_decref(all);
	}
	json_decref(rows);
	return rc;
}

static json_t *
notice_values(struct bf_call *call, const json_t *params, int64_t matter)
{
	json_t *v = json_pack("{ss sb ss? ss?}", "source",
	    bf_text_of(params, "source"), "reserved",
	    bf_bool_of(params, "reserved", false), "ground",
	    bf_text_of(params, "ground"), "told", bf_text_of(params, "text"));
	static const char *const same[] = { "received", "petition", "owed",
		"document", "at" };
	size_t i;

	if (matter != 0)
		bf_set_int(v, "matter", matter);
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (json_object_get(params, same[i]) != NULL)
			json_object_set(v, same[i],
			    json_object_get(params, same[i]));
	if (json_object_get(v, "received") == NULL)
		bf_set_day(call, v, "received", bf_host(call)->today(call));
	return v;
}

/* A new case for it, in the caller's unit, under the shipped workflow. */
static int
new_case(struct bf_call *call, const json_t *params, int64_t person,
    int64_t *case_id)
{
	const char *source = bf_text_of(params, "source");
	const char *nin = bf_text_of(params, "nin");
	json_t *data = json_pack("{ss sb}", "channel",
	    strcmp(source, "namsmann_13_6") == 0    ? "enforcement" :
		strcmp(source, "utleier_9_11") == 0 ? "landlord" :
						      "concern",
	    "asks_help", 0);
	struct bf_date received = bf_day_of(call, params, "received");
	int rc;

	bf_set_day(call, data, "received",
	    !bf_is_day(received) ? bf_host(call)->today(call) : received);
	/* Who knows the whole number may name a person of another unit's. */
	if (person != 0 && nin != NULL)
		json_object_set_new(data, "person", json_string(nin));
	else if (person != 0)
		bf_set_int(data, "person", person);
	rc = bf_host(call)->case_create(call, NULL, 0, NULL, NULL, data,
	    case_id);
	json_decref(data);
	return rc;
}

static void
warn_of_place(struct bf_call *call, const json_t *params)
{
	const struct bf_host *h = bf_host(call);
	const char *number = bf_text_of(params, "municipality");
	enum eviction_ground g;
	json_t *m;

	if (bf_text_of(params, "ground") != NULL &&
	    ground_parse(bf_text_of(params, "ground"), &g) &&
	    ground_is_for_court(g) &&
	    strcmp(bf_text_of(params, "source"), "namsmann_13_6") == 0)
		h->warn(call, "W_WRONG_FORUM", "ground",
		    _("grounds d and e belong to the district court "
		      "(tvangsfullbyrdelsesloven § 13-3)"));
	if (number == NULL || h->municipality(call, &m) != BF_OK)
		return;
	if (strcmp(number, bf_text_of(m, "number")) != 0)
		h->warn(call, "W_OTHER_MUNICIPALITY", "municipality",
		    _("the dwelling is in another municipality: the receipt "
		      "is kept, tell the sender the right one"));
	json_decref(m);
}

/* Into a matter that is there: the same petition again is no news. */
static int
merge(struct bf_call *call, const json_t *params, struct matter *m)
{
	json_t *v = json_deep_copy(m->values);
	const char *petition = bf_text_of(params, "petition");
	const char *known = bf_text_of(m->values, "petition");
	enum eviction_state to;
	int rc;

	if (petition != NULL && known != NULL && strcmp(petition, known) == 0)
		bf_host(call)->warn(call, "I_DUPLICATE", "petition",
		    _("this petition was told of before; merged"));
	json_object_del(v, "nr");
	facts_merge(params, v);
	bf_set_int(v, "notices", bf_int_of(v, "notices", 0) + 1);
	if ((rc = facts_check(call, v)) != BF_OK) {
		json_decref(v);
		return rc;
	}
	facts_of(call, v, &m->facts);
	to = eviction_state_of(&m->facts, bf_host(call)->today(call));
	return matter_put(call, m, to > m->state ? to : m->state, v);
}

static int
put_new(struct bf_call *call, const json_t *params, int64_t person,
    const char *tenancy, struct matter *m)
{
	json_t *v = json_pack("{ss ss sI ss}", "ground", "unknown", "children",
	    "unknown", "notices", (json_int_t)1, "tenancy", tenancy);
	struct eviction_facts f;
	const char *state;
	int rc;

	facts_merge(params, v);
	json_object_set(v, "first_source", json_object_get(params, "source"));
	if (person != 0)
		bf_set_int(v, "person", person);
	bf_set_day(call, v, "received", bf_day_of(call, params, "received"));
	if (bf_text_of(v, "received") == NULL)
		bf_set_day(call, v, "received", bf_host(call)->today(call));
	rc = facts_check(call, v);
	facts_of(call, v, &f);
	state = eviction_state_name(
	    eviction_state_of(&f, bf_host(call)->today(call)));
	json_object_set_new(v, "state", json_string(state));
	json_object_set_new(v, "first_state", json_string(state));
	if (rc == BF_OK)
		rc = bf_host(call)->record_put(call, "matter", 0, m->case_id,
		    -1, v, &m->id, NULL);
	json_decref(v);
	if (rc == BF_OK)
		rc = bf_note(call, "eviction", m->case_id, "matter", m->id,
		    state);
	return rc == BF_OK ? matter_get(call, m->id, BF_SEE, m) : rc;
}

static int
put_notice(struct bf_call *call, const json_t *params, const struct matter *m)
{
	json_t *v = notice_values(call, params, m->id);
	int rc = bf_host(call)->record_put(call, "notice", 0, m->case_id, -1, v,
	    NULL, NULL);

	json_decref(v);
	return rc;
}

/* The case is another's: hand the notice over, and say no more than that. */
static int
hand_over(struct bf_call *call, const json_t *params, int64_t matter,
    int64_t owner, json_t **result)
{
	json_t *v = notice_values(call, params, matter), *payload;
	int rc;

	rc = bf_host(call)->record_hand(call, "notice", owner, v);
	json_decref(v);
	if (rc != BF_OK)
		return rc;
	payload = json_pack("{sb}", "handed", 1);
	rc = bf_host(call)->emit(call, owner, "eviction.notice", payload);
	json_decref(payload);
	*result = json_pack("{sb}", "kept", 1);
	return rc;
}

/*
 * Tell the workflow: {matter, state, urgency, petition: was one filed, contact:
 * by when the household is talked with, or null}.
 */
static int
tell(struct bf_call *call, const struct matter *m)
{
	struct eviction_plan plan;
	json_t *payload;
	int rc;

	plan_of(call, m, &plan);
	payload = json_pack("{sI ss ss sb}", "matter", (json_int_t)m->id,
	    "state", eviction_state_name(m->state), "urgency",
	    urgency_name(eviction_urgency(bf_pure(call), &m->facts,
		bf_host(call)->today(call))),
	    "petition", m->facts.petitioned.days != BF_NO_DATE.days);
	bf_set_day(call, payload, "contact", plan.contact);
	rc = bf_host(call)->emit(call, m->case_id, "eviction.notice", payload);
	json_decref(payload);
	return rc;
}

static int
ask_others(struct bf_call *call, const struct matter *m, const char *danger,
    json_t **contacts)
{
	int64_t person = bf_int_of(m->values, "person", 0);
	struct bf_due why;
	struct bf_date by =
	    eviction_comment_day(bf_pure(call), &m->facts, &why);
	json_t *about;
	int rc;

	*contacts = NULL;
	if (person == 0)
		return BF_OK;
	if (bf_is_day(m->facts.evicted))
		by = m->facts.evicted;
	about = json_pack("{sb ss?}", "reserved",
	    bf_bool_of(m->values, "reserved", false), "danger", danger);
	bf_set_day(call, about, "by", by);
	rc = bf_host(call)->match(call, m->case_id, person, "eviction", about,
	    contacts);
	json_decref(about);
	return rc;
}

static int
finish(struct bf_call *call, const json_t *params, struct matter *m,
    json_t **result)
{
	json_t *contacts = NULL;
	int rc;

	if ((rc = put_notice(call, params, m)) != BF_OK ||
	    (rc = watch(call, m)) != BF_OK || (rc = tell(call, m)) != BF_OK ||
	    (rc = ask_others(call, m, NULL, &contacts)) != BF_OK)
		return rc;
	*result = json_pack("{sI ss}", "matter", (json_int_t)m->id, "state",
	    eviction_state_name(m->state));
	if (contacts != NULL)
		json_object_update(*result, contacts);
	json_decref(contacts);
	return BF_OK;
}

/* The case of the caller's choice, or a new one. */
static int
place(struct bf_call *call, const json_t *params, int64_t *person,
    int64_t *case_id)
{
	const char *number = bf_text_of(params, "case"), *field;
	json_t *head, *ids;
	int rc;

	if (number == NULL)
		return new_case(call, params, *person, case_id);
	rc = bf_host(call)->case_get(call, number, BF_CHANGE, &head);
	if (rc != BF_OK)
		return rc;
	*case_id = bf_int_of(head, "id", 0);
	json_object_foreach(json_object_get(head, "persons"), field, ids)
		if (*person == 0 && json_array_size(ids) > 0)
			*person = json_integer_value(json_array_get(ids, 0));
	json_decref(head);
	return BF_OK;
}

int
eviction_notice(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t person, id, owner, known = 0;
	struct matter m;
	char tenancy[65];
	int rc;

	memset(&m, 0, sizeof(m));
	warn_of_place(call, params);
	if ((rc = facts_check(call, params)) != BF_OK)
		return rc;
	if (bf_text_of(params, "case") != NULL)
		known = bf_int_of(params, "person", 0);
	else if ((rc = find_person(call, params, &known)) != BF_OK)
		return rc;
	person = known;
	tenancy_of(call, params, person, tenancy);
	if ((rc = find_matter(call, tenancy, &id, &owner)) != BF_OK)
		return rc;
	if (id != 0) {
		rc = matter_get(call, id, BF_CHANGE, &m);
		if (rc == BF_NOT_FOUND || rc == BF_DENIED) {
			matter_fini(&m);
			return hand_over(call, params, id, owner, result);
		}
		if (rc == BF_OK)
			rc = merge(call, params, &m);
	} else if ((rc = place(call, params, &person, &m.case_id)) == BF_OK)
		rc = put_new(call, params, person, tenancy, &m);
	if (rc == BF_OK)
		rc = finish(call, params, &m, result);
	matter_fini(&m);
	return rc;
}

int
eviction_match(struct bf_call *call, const json_t *params, json_t **result)
{
	struct matter m;
	json_t *contacts = NULL;
	int rc;

	rc = matter_get(call, bf_int_of(params, "matter", 0), BF_CHANGE, &m);
	if (rc == BF_OK)
		rc = ask_others(call, &m, bf_text_of(params, "danger"),
		    &contacts);
	if (rc == BF_OK) {
		*result = json_pack("{sI}", "matter", (json_int_t)m.id);
		if (contacts != NULL)
			json_object_update(*result, contacts);
	}
	json_decref(contacts);
	matter_fini(&m);
	return rc;
}

int
eviction_update(struct bf_call *call, const json_t *params, json_t **result)
{
	struct matter m;
	int rc;

	rc = matter_get(call, bf_int_of(params, "matter", 0), BF_CHANGE, &m);
	if (rc == BF_OK && m.state >= EVICTION_SOLVED)
		rc = matter_may(call, &m, EVICTION_ARREARS);
	if (rc == BF_OK) {
		json_t *v = json_deep_copy(m.values);
		enum eviction_state to;

		json_object_del(v, "nr");
		facts_merge(params, v);
		rc = facts_check(call, v);
		facts_of(call, v, &m.facts);
		to = eviction_state_of(&m.facts, bf_host(call)->today(call));
		if (to == EVICTION_CARRIED_OUT)
			to = EVICTION_FIXED;
		if (bf_text_of(params, "decided") != NULL &&
		    to < EVICTION_DECIDED)
			to = EVICTION_DECIDED;
		if (rc == BF_OK)
			rc = matter_put(call, &m, to > m.state ? to : m.state,
			    v);
		else
			json_decref(v);
	}
	if (rc == BF_OK)
		rc = watch(call, &m);
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}
