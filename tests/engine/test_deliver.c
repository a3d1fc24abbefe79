/*
 * Effects leave after their commit, come back in a later batch, and are neither
 * lost nor done twice whoever dies in between (architecture §2).
 */
#include "fixture.h"

#include "base/mem.h"
#include "engine/deliver.h"
#include "store/outbox.h"
#include "store/query.h"

#define GRACE_MS INT64_C(7200000) /* more than one may undo a step */

static struct fixture f;
static char number[24];
static json_t *sent; /* what went to the courier */

static void
take(void *arg, json_t *message)
{
	(void)arg;
	json_array_append_new(sent, message);
}

static int
setup(void **state)
{
	json_t *r;

	(void)state;
	fixture_open(&f);
	sent = json_array();
	r = fixture_ok(&f, "nav01", "person.add",
	    json_pack("{s:s,s:s,s:s,s:s}", "name", "Kari Åsen", "address",
		"Storgata 1", "postal_code", "9050", "postal_place",
		"Storsteinnes"));
	fixture_case(&f,
	    json_pack("{s:I}", "person",
		json_integer_value(json_object_get(r, "person"))),
	    number);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	json_decref(sent);
	fixture_close(&f);
	return 0;
}

static void
run(void)
{
	fixture_run(&f);
}

static void
courier(bool there)
{
	json_array_clear(sent);
	engine_set_courier(f.engine, there ? take : NULL, NULL);
	run();
}

/* Ask for a letter and a notice to a unit, which nobody undoes. */
static void
ask(void)
{
	fixture_act(&f, "nav01", number, "letters", NULL);
	assert_int_equal(f.rc, RC_OK);
	clock_set(&f.clock, f.clock.now + GRACE_MS);
	run();
}

static const json_t *
message(size_t i)
{
	return json_object_get(json_array_get(sent, i), "send");
}

static const char *
key(size_t i)
{
	const char *text =
	    json_string_value(json_object_get(message(i), "key"));

	assert_non_null(text);
	return text;
}

static void
answer(const char *effect, const char *outcome)
{
	engine_hear(f.engine,
	    json_pack("{s:s,s:s,s:s}", "effect", effect, "outcome", outcome,
		"text", "fordi"));
	run();
}

static void
status(const char *effect, int line, const char *word, int64_t at)
{
	engine_hear(f.engine,
	    json_pack("{s:s,s:i,s:s,s:I}", "status", effect, "line", line,
		"word", word, "at", (json_int_t)at));
	run();
}

/* outbox.resolve by nav01 with REASON, which may be NULL. */
static enum rc
resolve(int id, const char *outcome, const char *reason)
{
	struct ask *a = fixture_new_ask(&f, "nav01", "outbox.resolve",
	    json_pack("{s:i,s:s}", "letter", id, "outcome", outcome));

	if (reason != NULL)
		a->reason = mem_text(reason);
	return fixture_submit(&f, a);
}

/* outbox.show of the letter with row number ID; borrowed until the next. */
static json_t *
show(int id)
{
	return fixture_ok(&f, "nav01", "outbox.show",
	    json_pack("{s:i}", "letter", id));
}

static void
is_state(int id, const char *state)
{
	assert_string_equal(json_string_value(
				json_object_get(show(id), "state")),
	    state);
}

static int64_t
instant(int id, const char *name)
{
	return json_integer_value(json_object_get(show(id), name));
}

static void
letters_wait_until_a_courier_is_there(void **state)
{
	(void)state;
	ask();
	assert_int_equal(json_array_size(sent), 0);
	is_state(1, "pending");
	courier(true);
	assert_int_equal(json_array_size(sent), 2);
	assert_string_equal(key(0), "5532.E1.2027-1.2.1");
	assert_string_equal(key(1), "5532.E1.2027-1.2.2");
	assert_true(instant(1, "handed") > 0);
}

static void
what_is_done_is_not_sent_again(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	answer("5532.E1.2027-1.2.2", "done");
	is_state(1, "done");
	courier(false);
	courier(true);
	assert_int_equal(json_array_size(sent), 0);
}

static void
nothing_outside_an_envelope_tells_of_nav_or_a_reason(void **state)
{
	const json_t *files;
	char *text;

	(void)state;
	courier(true);
	ask();
	files = json_object_get(message(0), "files");
	text = json_dumps(json_object_get(files, "forsendelse.json"), 0);
	assert_null(strstr(text, "NAV"));
	assert_null(strstr(text, "\"nav\""));
	assert_null(strstr(text, "svar\"")); /* the template */
	assert_non_null(strstr(text, "Kari Åsen"));
	assert_non_null(strstr(text, "Storsteinnes"));
	free(text);
}

static void
a_protected_address_never_leaves(void **state)
{
	json_t *r;
	char *text;

	(void)state;
	r = fixture_ok(&f, "nav01", "person.add",
	    json_pack("{s:s,s:s,s:s,s:s}", "name", "Per", "address",
		"Hemmelig 9", "postal_code", "9050", "grade", "protected"));
	fixture_case(&f,
	    json_pack("{s:I}", "person",
		json_integer_value(json_object_get(r, "person"))),
	    number);
	courier(true);
	ask();
	text = json_dumps(sent, 0);
	assert_null(strstr(text, "Hemmelig"));
	free(text);
	/* Neither number nor address: a person must see to it. */
	is_state(1, "failed");
}

static void
a_letter_to_nobody_fails_and_is_an_incident(void **state)
{
	json_t *rows;

	(void)state;
	fixture_case(&f, NULL, number);
	courier(true);
	ask();
	assert_int_equal(json_array_size(sent), 1);
	is_state(1, "failed");
	rows = json_object_get(fixture_ok(&f, "adm", "incident.list", NULL),
	    "rows");
	assert_int_equal(json_array_size(rows), 1);
	assert_string_equal(
	    json_string_value(json_object_get(json_array_get(rows, 0), "kind")),
	    "effect");
}

static void
what_cannot_be_done_now_is_tried_later_and_less_and_less_often(void **state)
{
	int64_t pause = 0, before = 0;
	int i;

	(void)state;
	for (i = 1; i < DELIVER_ATTEMPTS; i++) {
		pause = deliver_pause(i);
		assert_true(pause >= before && pause <= DELIVER_LONGEST_MS);
		before = pause;
	}
	assert_int_equal(deliver_pause(1), 60000);
	assert_int_equal(deliver_pause(2), 120000);
	assert_int_equal(before, DELIVER_LONGEST_MS);
	assert_int_equal(deliver_pause(DELIVER_ATTEMPTS), -1);
	courier(true);
	ask();
	json_array_clear(sent);
	answer("5532.E1.2027-1.2.1", "retry");
	assert_int_equal(json_array_size(sent), 0);
	assert_int_equal(instant(1, "due"), f.clock.now + 60000);
	fixture_advance(&f, "2027-01-12");
	run();
	assert_int_equal(json_array_size(sent), 1);
}

static void
in_the_end_it_has_failed_and_a_person_sends_it_again(void **state)
{
	int i;

	(void)state;
	courier(true);
	ask();
	for (i = 0; i < DELIVER_ATTEMPTS; i++) {
		is_state(1, "pending");
		answer("5532.E1.2027-1.2.1", "retry");
		clock_set(&f.clock, f.clock.now + DELIVER_LONGEST_MS);
		run();
	}
	is_state(1, "failed");
	json_array_clear(sent);
	assert_int_equal(resolve(1, "again", NULL), RC_FIELDS);
	assert_int_equal(resolve(1, "again", "disken er bytta"), RC_OK);
	run();
	assert_int_equal(json_array_size(sent), 1);
	assert_string_equal(key(0), "5532.E1.2027-1.2.1");
	assert_int_equal(json_array_size(
			     json_object_get(fixture_ok(&f, "adm",
						 "incident.list", NULL),
				 "rows")),
	    0);
}

static void
a_courier_that_dies_with_letters_is_followed_by_one_that_gets_them(void **state)
{
	(void)state;
	courier(true);
	ask();
	courier(false);
	is_state(1, "pending");
	assert_int_equal(instant(1, "handed"), 0);
	courier(true);
	assert_int_equal(json_array_size(sent), 2);
	assert_string_equal(key(0), "5532.E1.2027-1.2.1");
}

static void
a_letter_that_kills_couriers_is_tried_less_often(void **state)
{
	int i;

	(void)state;
	ask();
	for (i = 0; i < 4; i++) {
		courier(true);
		assert_int_equal(json_array_size(sent), 2);
		courier(false);
	}
	courier(true);
	assert_int_equal(json_array_size(sent), 0);
	assert_true(instant(1, "due") > f.clock.now);
}

/* Issue 5, 5: as long as it takes, and the doctor says for what. */
static void
without_a_printer_letters_wait_and_never_fail(void **state)
{
	json_t *rows, *row;
	size_t k;
	int i;

	(void)state;
	courier(true);
	ask();
	for (i = 0; i < 2 * DELIVER_ATTEMPTS; i++) {
		answer("5532.E1.2027-1.2.1", "wait");
		assert_int_equal(instant(1, "due"), f.clock.now + 60000);
		clock_set(&f.clock, f.clock.now + 60000);
		run();
	}
	is_state(1, "pending");
	rows =
	    json_object_get(fixture_ok(&f, "adm", "sys.doctor", NULL), "rows");
	json_array_foreach(rows, k, row)
		if (strcmp(json_string_value(json_object_get(row, "check")),
			"printer") == 0)
			break;
	assert_true(k < json_array_size(rows));
	answer("5532.E1.2027-1.2.1", "done");
	is_state(1, "done");
	assert_string_equal(deliver_waits(f.engine), "");
}

/* What a network may have done is not done once more by itself. */
static void
what_may_not_be_repeated_is_unknown_when_the_courier_dies(void **state)
{
	(void)state;
	courier(true);
	ask();
	assert_int_equal(query_exec(f.store,
			     "UPDATE outbox SET kind = 'call' WHERE id = 1",
			     &f.err),
	    RC_OK);
	courier(false);
	is_state(1, "unknown");
	courier(true);
	assert_int_equal(json_array_size(sent), 1);
	assert_int_equal(resolve(1, "done", "hun har fått det"), RC_OK);
	is_state(1, "done");
	(void)resolve(1, "failed", "nei");
	ASSERT_ERROR(&f, RC_CONFLICT, "E_CONFLICT");
}

static void
another_letter_under_the_key_is_a_doubt_that_the_doctor_tells(void **state)
{
	struct outbox_counts counts;

	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "unknown");
	is_state(1, "unknown");
	assert_int_equal(outbox_count(f.store, f.clock.now, &counts, &f.err),
	    RC_OK);
	assert_int_equal(counts.unknown, 1);
}

static void
receipts_are_steps_of_the_case_and_keep_their_instants(void **state)
{
	int64_t before;
	json_t *rows, *row;

	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	before = json_integer_value(
	    json_object_get(fixture_ok(&f, "nav01", "case.show",
				json_pack("{s:s}", "case", number)),
		"rev"));
	fixture_advance(&f, "2027-01-14");
	status("5532.E1.2027-1.2.1", 1, "MOTTATT", MONDAY);
	status("5532.E1.2027-1.2.1", 2, "VARSLET", MONDAY + 60000);
	status("5532.E1.2027-1.2.1", 3, "LEST", MONDAY + 86400000);
	status("5532.E1.2027-1.2.1", 3, "LEST", MONDAY + 99999999);
	assert_int_equal(instant(1, "available"), MONDAY + 60000);
	assert_int_equal(instant(1, "alerted"), MONDAY + 60000);
	assert_int_equal(instant(1, "opened"), MONDAY + 86400000);
	assert_int_equal(instant(1, "posted"), 0);
	assert_int_equal(json_array_size(json_object_get(show(1), "receipts")),
	    2);
	rows = fixture_history(&f, false);
	row = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(json_string_value(json_object_get(row, "kind")),
	    "receipt");
	json_decref(rows);
	assert_true(json_integer_value(
			json_object_get(fixture_ok(&f, "nav01", "case.show",
					    json_pack("{s:s}", "case", number)),
			    "rev")) >= before + 2);
}

/* The last word clears the spool. */
static void
the_courier_is_told_when_nothing_more_can_come(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	json_array_clear(sent);
	status("5532.E1.2027-1.2.1", 2, "SENDT_PRINT", MONDAY);
	assert_int_equal(json_array_size(sent), 0);
	status("5532.E1.2027-1.2.1", 3, "PRINTET", MONDAY);
	assert_int_equal(json_array_size(sent), 1);
	assert_string_equal(json_string_value(
				json_object_get(json_array_get(sent, 0),
				    "ended")),
	    "5532.E1.2027-1.2.1");
}

static void
a_later_posting_counts_and_none_lies_after_now(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	fixture_advance(&f, "2027-01-14");
	status("5532.E1.2027-1.2.1", 2, "SENDT_PRINT", MONDAY + 1000);
	assert_int_equal(instant(1, "posted"), MONDAY + 1000);
	status("5532.E1.2027-1.2.1", 3, "PRINTET", MONDAY + 90000000);
	assert_int_equal(instant(1, "posted"), MONDAY + 90000000);
	status("5532.E1.2027-1.2.1", 4, "PRINTET", MONDAY + 900000000);
	assert_int_equal(instant(1, "posted"), f.clock.now);
}

static void
a_letter_that_came_back_is_a_task_and_goes_again_under_a_new_key(void **state)
{
	json_t *tasks, *row = NULL;
	size_t i;

	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	status("5532.E1.2027-1.2.1", 2, "IKKE_LEVERT", MONDAY);
	is_state(1, "failed");
	tasks = fixture_tasks(&f, number);
	json_array_foreach(tasks, i, row)
		if (strcmp(json_string_value(json_object_get(row, "cause")),
			"delivery") == 0)
			break;
	assert_true(i < json_array_size(tasks));
	json_decref(tasks);
	json_array_clear(sent);
	assert_int_equal(resolve(1, "again", "ny adresse"), RC_OK);
	run();
	assert_int_equal(json_array_size(sent), 1);
	assert_string_not_equal(key(0), "5532.E1.2027-1.2.1");
	is_state(1, "failed");
	is_state(3, "pending");
}

static void
a_person_can_say_what_a_carrier_would(void **state)
{
	json_t *r;

	(void)state;
	courier(true);
	ask();
	fixture_ask(&f, "nav01", "outbox.receipt",
	    json_pack("{s:i,s:s}", "letter", 1, "status", "SENDT_PRINT"));
	ASSERT_ERROR(&f, RC_INVALID, "E_PARAMS");
	answer("5532.E1.2027-1.2.1", "done");
	fixture_ok(&f, "nav01", "outbox.receipt",
	    json_pack("{s:i,s:s,s:I}", "letter", 1, "status", "PRINTET", "at",
		MONDAY));
	assert_int_equal(instant(1, "posted"), MONDAY);
	r = json_object_get(fixture_ok(&f, "nav01", "outbox.list", NULL),
	    "rows");
	assert_int_equal(json_array_size(r), 1); /* the notice */
	fixture_ask(&f, "nav01", "outbox.receipt",
	    json_pack("{s:i,s:s,s:I}", "letter", 1, "status", "LEST", "at",
		f.clock.now + 1));
	assert_int_equal(f.rc, RC_FIELDS);
}

/* What is proved ends the doubt, whatever the answer was. */
static void
a_receipt_proves_that_a_letter_is_there(void **state)
{
	(void)state;
	courier(true);
	ask();
	courier(false);
	status("5532.E1.2027-1.2.1", 2, "VARSLET", MONDAY);
	is_state(1, "done");
	courier(true);
	assert_int_equal(json_array_size(sent), 1);
}

static void
a_receipt_reaches_a_case_that_is_closed(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E1.2027-1.2.1", "done");
	fixture_act(&f, "nav01", number, "withdraw", NULL);
	assert_int_equal(f.rc, RC_OK);
	status("5532.E1.2027-1.2.1", 2, "IKKE_LEVERT", MONDAY);
	is_state(1, "failed");
	assert_int_equal(json_array_size(
			     json_object_get(fixture_ok(&f, "adm",
						 "incident.list", NULL),
				 "rows")),
	    0);
}

static void
a_stranger_s_word_and_nonsense_change_nothing(void **state)
{
	(void)state;
	courier(true);
	ask();
	answer("5532.E9.2027-1.2.1", "done");
	engine_hear(f.engine, json_pack("{s:b}", "tull", 1));
	engine_hear(f.engine, json_pack("[i]", 7));
	run();
	is_state(1, "pending");
}

static void
who_has_no_part_in_the_case_sees_no_letter(void **state)
{
	json_t *r;

	(void)state;
	courier(true);
	ask();
	fixture_ask(&f, "hel01", "outbox.show",
	    json_pack("{s:i}", "letter", 1));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	fixture_ask(&f, "hel01", "outbox.show",
	    json_pack("{s:i}", "letter", 77));
	ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	r = json_object_get(fixture_ok(&f, "hel01", "outbox.list", NULL),
	    "rows");
	assert_int_equal(json_array_size(r), 0);
}

static void
few_are_in_flight_at_a_time(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 12; i++) {
		fixture_act(&f, "nav01", number, "letters", NULL);
		assert_int_equal(f.rc, RC_OK);
	}
	clock_set(&f.clock, f.clock.now + GRACE_MS);
	courier(true);
	assert_int_equal(json_array_size(sent), DELIVER_FLIGHT);
	answer(key(0), "done");
	assert_int_equal(json_array_size(sent), DELIVER_FLIGHT + 1);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(letters_wait_until_a_courier_is_there),
		T(what_is_done_is_not_sent_again),
		T(nothing_outside_an_envelope_tells_of_nav_or_a_reason),
		T(a_protected_address_never_leaves),
		T(a_letter_to_nobody_fails_and_is_an_incident),
		T(what_cannot_be_done_now_is_tried_later_and_less_and_less_often),
		T(in_the_end_it_has_failed_and_a_person_sends_it_again),
		T(a_courier_that_dies_with_letters_is_followed_by_one_that_gets_them),
		T(a_letter_that_kills_couriers_is_tried_less_often),
		T(without_a_printer_letters_wait_and_never_fail),
		T(what_may_not_be_repeated_is_unknown_when_the_courier_dies),
		T(another_letter_under_the_key_is_a_doubt_that_the_doctor_tells),
		T(receipts_are_steps_of_the_case_and_keep_their_instants),
		T(the_courier_is_told_when_nothing_more_can_come),
		T(a_later_posting_counts_and_none_lies_after_now),
		T(a_letter_that_came_back_is_a_task_and_goes_again_under_a_new_key),
		T(a_person_can_say_what_a_carrier_would),
		T(a_receipt_proves_that_a_letter_is_there),
		T(a_receipt_reaches_a_case_that_is_closed),
		T(a_stranger_s_word_and_nonsense_change_nothing),
		T(who_has_no_part_in_the_case_sees_no_letter),
		T(few_are_in_flight_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
