/*
 * notice -- somebody tells that a home is at risk.
 *
 * Nothing that is told is lost: what cannot be matched, or belongs elsewhere, is
 * kept with a warning.  Notices about one tenancy end in one matter as far
 * as who tells may work with it; what other units know of the tenant is asked
 * for by rule, and answered the same way whether they follow the tenancy, know
 * the tenant or know nothing.
 */
#include "eviction.h"

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
		      "person in the case, then eviction match"));
	return BF_OK;
}

/* As it was told; the number as given only while nobody is surely meant. */
static json_t *
notice_values(struct bf_call *call, const json_t *params,
    const struct matter *m)
{
	json_t *v = json_pack("{ss sb ss? ss?}", "source",
	    bf_text_of(params, "source"), "reserved",
	    bf_bool_of(params, "reserved", false), "ground",
	    bf_text_of(params, "ground"), "told", bf_text_of(params, "text"));
	static const char *const same[] = { "received", "petition", "served",
		"eviction", "owed", "document", "at", "nin", "birth_date" };
	size_t i, n = sizeof(same) / sizeof(same[0]);

	bf_set_int(v, "matter", m->id);
	if (bf_int_of(m->values, "person", 0) != 0)
		n -= 2;
	for (i = 0; i < n; i++)
		if (json_object_get(params, same[i]) != NULL)
			json_object_set(v, same[i],
			    json_object_get(params, same[i]));
	if (json_object_get(v, "received") == NULL)
		bf_set_day(call, v, "received", bf_host(call)->today(call));
	return v;
}

/* It was told today or before. */
static int
check_received(struct bf_call *call, const json_t *params)
{
	struct bf_date received = bf_day_of(call, params, "received");

	if (bf_is_day(received) &&
	    received.days > bf_host(call)->today(call).days)
		return bf_host(call)->field(call, "received", "E_DATE_ORDER",
		    _("a day that has come"));
	return BF_OK;
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

/* Only who says so knows that it was carried out; a day that has come does not. */
static bool
carried_out_told(const json_t *params)
{
	return bf_bool_of(params, "carried_out", false);
}

/* Into a matter that is there: the same petition again is no news. */
static int
merge(struct bf_call *call, const json_t *params, int64_t person,
    struct matter *m)
{
	json_t *v = json_deep_copy(m->values);
	const char *petition = bf_text_of(params, "petition");
	const char *known = bf_text_of(m->values, "petition");
	int rc;

	if (petition != NULL && known != NULL && strcmp(petition, known) == 0)
		bf_host(call)->warn(call, "I_DUPLICATE", "petition",
		    _("this petition was told of before; merged"));
	bf_set_int(v, "notices", bf_int_of(v, "notices", 0) + 1);
	if (bf_int_of(v, "person", 0) == 0 && person != 0)
		bf_set_int(v, "person", person);
	if ((rc = matter_learn(call, m, params, v)) != BF_OK)
		return rc;
	return carried_out_told(params) && m->state < EVICTION_CARRIED_OUT ?
	    matter_put(call, m, EVICTION_CARRIED_OUT, json_object()) :
	    BF_OK;
}

static int
put_new(struct bf_call *call, const json_t *params, int64_t person,
    struct matter *m)
{
	json_t *v = json_pack("{ss ss sI}", "ground", "unknown", "children",
	    "unknown", "notices", (json_int_t)1);
	struct eviction_facts f;
	const char *state;
	int rc;

	tenancy_merge(call, params, v);
	json_object_set(v, "first_source", json_object_get(params, "source"));
	if (person != 0)
		bf_set_int(v, "person", person);
	bf_set_day(call, v, "received", bf_day_of(call, params, "received"));
	if (bf_text_of(v, "received") == NULL)
		bf_set_day(call, v, "received", bf_host(call)->today(call));
	rc = facts_check(call, v);
	facts_of(call, v, &f);
	state = eviction_state_name(carried_out_told(params) ?
		EVICTION_CARRIED_OUT :
		eviction_state_of(&f));
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
	json_t *v = notice_values(call, params, m);
	int rc = bf_host(call)->record_put(call, "notice", 0, m->case_id, -1, v,
	    NULL, NULL);

	json_decref(v);
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
	int64_t person;
	struct bf_due why;
	struct bf_date by =
	    eviction_comment_day(bf_pure(call), &m->facts, &why);
	json_t *about;
	int rc;

	*contacts = NULL;
	if ((rc = matter_person(call, m, &person)) != BF_OK || person == 0)
		return rc;
	if (bf_int_of(m->values, "person", 0) == 0) {
		json_t *v = json_pack("{sI}", "person", (json_int_t)person);

		rc = bf_host(call)->record_put(call, "matter", m->id, 0, -1, v,
		    NULL, NULL);
		json_decref(v);
		if (rc != BF_OK)
			return rc;
	}
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

/* The case that the caller names, and whom it is about; 0s: none is named. */
static int
named_case(struct bf_call *call, const json_t *params, int64_t *case_id,
    int64_t *person)
{
	const char *number = bf_text_of(params, "case");
	json_t *head;
	int rc;

	*case_id = 0;
	*person = bf_int_of(params, "person", 0);
	if (number == NULL)
		return find_person(call, params, person);
	rc = bf_host(call)->case_get(call, number, BF_CHANGE, &head);
	if (rc != BF_OK)
		return rc;
	*case_id = bf_int_of(head, "id", 0);
	if (*person == 0)
		*person = person_in(head);
	json_decref(head);
	return BF_OK;
}

int
eviction_notice(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t person = 0, case_id = 0;
	struct matter m;
	int rc;

	memset(&m, 0, sizeof(m));
	warn_of_place(call, params);
	if ((rc = facts_check(call, params)) != BF_OK ||
	    (rc = check_received(call, params)) != BF_OK ||
	    (rc = named_case(call, params, &case_id, &person)) != BF_OK ||
	    (rc = tenancy_find(call, params, person, case_id, &m)) != BF_OK)
		return rc;
	if (m.id != 0)
		rc = merge(call, params, person, &m);
	else {
		if (case_id == 0)
			rc = new_case(call, params, person, &case_id);
		m.case_id = case_id;
		if (rc == BF_OK)
			rc = put_new(call, params, person, &m);
		if (rc == BF_OK)
			rc = climb(call, &m);
	}
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
		else
			bf_host(call)->warn(call, "W_UNMATCHED", "matter",
			    _("the case names nobody, so nobody is asked for; "
			      "register the person in the case first"));
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
	if (rc == BF_OK)
		rc = matter_learn(call, &m, params, json_deep_copy(m.values));
	if (rc == BF_OK)
		rc = watch(call, &m);
	if (rc == BF_OK)
		rc = bf_answer(result, "matter", m.id);
	matter_fini(&m);
	return rc;
}
