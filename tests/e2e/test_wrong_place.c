/*
 * test_wrong_place -- at the real socket: a request that came to the wrong unit
 * and was opened as the wrong kind of case keeps its day of receipt and what is
 * owed (domain §2.4 feil_enhet; law rows 52, 53; D-301, D-302), and a closed
 * case still takes what happens to its letters and a complaint (D-305).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "work.h"

static const char garage[] =
    "return workflow {\n"
    "  name = 'garage', title = 'Garasjesak', start = 'begin',\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',\n"
    "      class = 'case', find = 'range' },\n"
    "    asks_help = boolean { title = 'Ber om hjelp', class = 'case' },\n"
    "    person = person { title = 'Søker' },\n"
    "    request = text { title = 'Hva det bes om', class = 'identity' },\n"
    "  },\n"
    "  create = { { 'received', required = true } },\n"
    "  stages = {\n"
    "    begin = stage { title = 'Begynnelse', unit = 'nav',\n"
    "      deadlines = { preliminary_reply = deadline { rule = 'FVL_11A',\n"
    "        from = 'received', keep = true, title = 'Foreløpig svar' } },\n"
    "      actions = { finish = action { title = 'Lukk',\n"
    "        roles = { 'caseworker' }, to = 'done',\n"
    "        run = function(case) case:close('advice', 'information') end\n"
    "      } } },\n"
    "    done = stage { title = 'Ferdig', final = true },\n"
    "  },\n"
    "}\n";

static char number[NUMBER_SIZE];

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	place_make(&w->place);
	place_add_workflow(&w->place, "garage", garage);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "garage")));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s}", "definition", "garage")));
	*state = w;
	return 0;
}

/* A request of 2027-01-04 that came to NAV, which it is not for. */
static void
request(struct work *w)
{
	json_t *r = peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:s, s:b, s:b, s:s, s:I}}", "workflow",
		"boligsosial", "data", "received", "2027-01-04", "channel",
		"letter", "asks_help", 1, "right_unit", 0, "request",
		"En garasje", "person", work_person(w, "Prøve Nordli")));

	snprintf(number, sizeof(number), "%s", text_in(r, "case"));
	json_decref(r);
}

static void
reply_is_due(struct work *w, const char *as, const char *of)
{
	json_t *r = work_show(w, as, of), *row;

	assert_string_equal(text_in(r, "received"), "2027-01-04");
	row = row_with(json_object_get(r, "deadlines"), "name",
	    "preliminary_reply");
	assert_non_null(row);
	assert_string_equal(text_in(row, "due"), "2027-02-04");
	json_decref(r);
}

static void
the_day_of_receipt_goes_along_to_the_right_unit_and_kind(void **state)
{
	struct work *w = *state;
	char other[NUMBER_SIZE];
	json_t *r;

	request(w);
	work_advance(w, "2027-01-05");
	r = peer_do(&w->c, "leader01", "deadline.list",
	    params("{s:b}", "overdue", 1));
	assert_non_null(
	    row_with(json_object_get(r, "rows"), "name", "forwarding"));
	json_decref(r);
	json_decref(work_act(w, "nav01", number, "forward",
	    params("{s:s, s:s}", "new_unit", "allocation", "new_contact",
		"alloc01")));
	reply_is_due(w, "alloc01", number);
	r = peer_do(&w->c, "alloc01", "case.reclassify",
	    params("{s:s, s:s, s:s}", "case", number, "workflow", "garage",
		"why", "Gjaldt en garasje."));
	snprintf(other, sizeof(other), "%s", text_in(r, "case"));
	json_decref(r);
	reply_is_due(w, "alloc01", other);
	r = work_show(w, "alloc01", other);
	assert_string_equal(text_in(r, "unit"), "allocation"); /* D-302 */
	assert_true(mentions(json_object_get(r, "fields"), "En garasje"));
	json_decref(r);
	/* D-301: what was asked for is owed in the new case. */
	work_act_refused(w, "alloc01", other, "finish", NULL,
	    "E_DECISION_OWED");
	work_act_refused(w, "alloc01", number, "reply", NULL, "E_CLOSED");
	peer_refused(&w->c, "alloc01", "case.reclassify",
	    params("{s:s, s:s, s:s}", "case", number, "workflow", "garage",
		"why", "En gang til."),
	    "E_CLOSED");
}

/* D-305: filed and heard all the same; steps wait for a reopening */
static void
a_closed_case_takes_a_complaint(void **state)
{
	struct work *w = *state;
	json_t *r;

	request(w);
	json_decref(work_act(w, "nav02", number, "refuse",
	    params("{s:s, s:s, s:s, s:s, s:s, s:s}", "decision_result",
		"refused", "decided_on", "2027-01-04", "decision_content",
		"Avslag på garasje.", "reason_rules", "Boligsosialloven § 4.",
		"reason_facts", "Har bolig.", "reason_considerations",
		"Ikke vanskeligstilt.")));
	json_decref(peer_do(&w->c, "nav01", "decision.notify",
	    params("{s:s, s:i, s:s}", "case", number, "no", 1, "what",
		"posted")));
	work_advance(w, "2027-01-28");
	work_act_refused(w, "nav01", number, "wait_user",
	    params("{s:s}", "pause_reason", "x"), "E_CLOSED");
	r = peer_do(&w->c, "nav01", "complaint.receive",
	    params("{s:s, s:[i], s:s}", "case", number, "decisions", 1,
		"grounds", "Jeg trenger en garasje."));
	assert_true(json_is_true(
	    json_object_get(json_array_get(json_object_get(r, "complaints"), 0),
		"in_time")));
	json_decref(r);
	json_decref(peer_do(&w->c, "nav01", "complaint.forward",
	    params("{s:s, s:i, s:s}", "case", number, "complaint", 1,
		"statement", "Avslaget står.")));
	r = work_show(w, "nav01", number);
	assert_string_equal(text_in(r, "stage"), "closed");
	assert_int_equal(int_in(r, "cycle"), 1);
	json_decref(r);
}

int
main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		WITH(the_day_of_receipt_goes_along_to_the_right_unit_and_kind),
		WITH(a_closed_case_takes_a_complaint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
