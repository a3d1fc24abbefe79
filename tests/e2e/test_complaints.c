/*
 * test_complaints -- S-11 at the real socket: one letter against two decisions,
 * two complaint bodies, what is upheld and what is too late (law rows 59-67;
 *
 */
#include "decided.h"

/* D-143: every part, here none of them, and why */
static void
no_parts(struct work *w, const char *number)
{
	static const char *const parts[] = { "services", "start_package",
		"plan", "performers", "lease", "agreement" };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		json_decref(peer_do(&w->c, "nav01", "allocation.part",
		    params("{s:s, s:s, s:s}", "case", number, "part", parts[i],
			"not_applicable", "Det gis avslag.")));
}

/* S-11: V1 no dwelling, V2 advice only; both arrived 2027-05-04 */
static void
to_refusals(struct work *w, char *number)
{
	work_advance(w, "2027-04-05");
	request(w, "2027-04-05", work_person(w, "Prøve Vik"), 1, number);
	map(w, number, "2027-04-05");
	work_advance(w, "2027-05-03");
	propose(w, number, "service", "refused", NULL,
	    params("{s:s, s:s}", "title", "Oppfølging", "reason",
		"Trenger råd, ikke oppfølging."));
	propose(w, number, "dwelling", "refused", NULL,
	    params("{s:s, s:s}", "title", "Kommunal bolig", "reason",
		"Kan leie privat."));
	no_parts(w, number);
	approve(w, number);
	json_decref(
	    work_act(w, "nav02", number, "decide", allocation("2027-05-03")));
	work_advance(w, "2027-05-04");
	notify(w, "nav01", number, 1, "arrived");
	notify(w, "nav01", number, 2, "arrived");
}

static json_t *
on_complaint(struct work *w, const char *number, int no, const char *verb,
    json_t *more)
{
	json_t *p = params("{s:s, s:i}", "case", number, "complaint", no);

	if (more != NULL)
		json_object_update(p, more);
	json_decref(more);
	return peer_do(&w->c, "nav01", verb, p);
}

static void
refused_complaint(struct work *w, const char *number, int no, const char *verb,
    json_t *more, const char *name)
{
	json_t *p = params("{s:s, s:i}", "case", number, "complaint", no);

	json_object_update(p, more);
	json_decref(more);
	peer_refused(&w->c, "nav01", verb, p, name);
}

static void
worse_is_told_in_time(struct work *w, const char *number, int no)
{
	json_t *r;

	refused_complaint(w, number, no, "complaint.outcome",
	    params("{s:s, s:s}", "outcome", "worsened", "message_sent",
		"2027-08-10"),
	    "E_TO_DETRIMENT");
	refused_complaint(w, number, no, "complaint.outcome",
	    params("{s:s, s:b}", "outcome", "worsened", "others_interests", 1),
	    "E_TO_DETRIMENT");
	r = peer_call(&w->c, "nav01", "complaint.outcome",
	    params("{s:s, s:i, s:s, s:b, s:s}", "case", number, "complaint", no,
		"outcome", "worsened", "others_interests", 1, "message_sent",
		"2027-08-21"));
	assert_non_null(strstr(message_of(r), "2027-08-20"));
	json_decref(r);
}

/* S-11; law rows 59-67 */
static void
s11_a_complaint_is_upheld_and_the_case_taken_up_again(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r, *list, *board, *state_body;
	int v1, v2;

	to_refusals(w, number);
	complaint_by(w, "nav01", number, 1, "2027-05-25");
	complaint_by(w, "nav01", number, 2, "2027-05-25");
	work_advance(w, "2027-05-20");
	r = peer_do(&w->c, "nav01", "complaint.receive",
	    params("{s:s, s:[i,i], s:s}", "case", number, "decisions", 1, 2,
		"grounds", "Jeg trenger et sted å bo."));
	list = json_object_get(r, "complaints");
	assert_int_equal(json_array_size(list), 2);
	board = row_with(list, "body", "Klagenemnda i Kongsvinger");
	state_body = row_with(list, "body", "Statsforvalteren");
	assert_non_null(board);
	assert_non_null(state_body);
	assert_true(json_is_true(json_object_get(board, "in_time")));
	assert_true(json_is_true(json_object_get(state_body, "in_time")));
	v1 = (int)int_in(board, "no");
	v2 = (int)int_in(state_body, "no");
	json_decref(r);
	is_due(w, "nav01", number, "complaint_forward:1", "2027-06-03");
	is_due(w, "nav01", number, "complaint_forward:2", "2027-06-03");
	refused_complaint(w, number, v1, "complaint.close",
	    params("{s:s, s:s}", "cause", "maintained", "note",
		"Vi holder fast ved avslaget"),
	    "E_MUST_FORWARD");
	work_advance(w, "2027-06-03");
	json_decref(on_complaint(w, number, v1, "complaint.forward",
	    params("{s:s}", "statement", "Avslaget står.")));
	json_decref(on_complaint(w, number, v2, "complaint.forward",
	    params("{s:s}", "statement", "Råd er nok.")));
	work_advance(w, "2027-08-10");
	/* worse only for others' sake, and told within three months. */
	worse_is_told_in_time(w, number, v1);
	r = on_complaint(w, number, v1, "complaint.outcome",
	    params("{s:s, s:s}", "outcome", "upheld", "stage", "allocation"));
	assert_string_equal(text_in(r, "stage"), "allocation");
	assert_string_equal(text_in(r, "costs_due"), "2027-08-31");
	assert_int_equal(int_in(r, "reopened"), 2);
	json_decref(r);
	r = work_show(w, "nav01", number);
	assert_int_equal(int_in(r, "cycle"), 2);
	assert_true(mentions(r, "complaint_upheld"));
	assert_string_equal(text_in(row_with(json_object_get(r, "fields"),
					"name", "waiting_since"),
				"value"),
	    "2027-05-03");
	json_decref(r);
	assert_true(a_letter_says(w, "nav01", number, "31. august 2027"));
	work_advance(w, "2027-08-16");
	json_decref(on_complaint(w, number, v2, "complaint.outcome",
	    params("{s:s}", "outcome", "confirmed")));
	list = rows_of(w, "nav01", "complaint.list",
	    params("{s:s}", "case", number));
	r = row_with(list, "outcome", "confirmed");
	assert_string_equal(text_in(r, "state"), "ended");
	json_decref(list);
}

/* S-11: late, and too late */
static void
s11_a_late_complaint_is_assessed_until_a_year_has_gone(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *r;

	to_refusals(w, number);
	work_advance(w, "2027-05-26");
	/* handed to the post on the last day is in time. */
	r = peer_do(&w->c, "nav01", "complaint.receive",
	    params("{s:s, s:[i], s:s, s:s}", "case", number, "decisions", 2,
		"channel", "post", "posted", "2027-05-25"));
	assert_false(mentions(r, "W_COMPLAINT_LATE"));
	json_decref(r);
	json_decref(on_complaint(w, number, 1, "complaint.close",
	    params("{s:s, s:s}", "cause", "withdrawn", "note",
		"Trukket av klageren")));
	r = peer_do(&w->c, "nav01", "complaint.receive",
	    params("{s:s, s:[i], s:s}", "case", number, "decisions", 1,
		"channel", "digital"));
	assert_true(mentions(r, "W_COMPLAINT_LATE"));
	json_decref(r);
	refused_complaint(w, number, 2, "complaint.forward",
	    params("{s:s}", "statement", "x"), "E_COMPLAINT_LATE");
	r = on_complaint(w, number, 2, "complaint.assess",
	    params("{s:b, s:s}", "admit", 1, "why", "Brevet lå på posten."));
	assert_string_equal(text_in(r, "state"), "open");
	json_decref(r);
	work_advance(w, "2028-05-04");
	json_decref(peer_do(&w->c, "nav01", "complaint.receive",
	    params("{s:s, s:[i]}", "case", number, "decisions", 2)));
	refused_complaint(w, number, 3, "complaint.assess",
	    params("{s:b, s:s}", "admit", 1, "why", "Vektig."),
	    "E_ABSOLUTE_1Y");
}

int
main(void)
{
#define WITH(test) cmocka_unit_test_setup_teardown(test, setup_3401, teardown)
	const struct CMUnitTest tests[] = {
		WITH(s11_a_complaint_is_upheld_and_the_case_taken_up_again),
		WITH(s11_a_late_complaint_is_assessed_until_a_year_has_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
