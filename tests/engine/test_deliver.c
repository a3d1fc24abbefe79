/*
 * test_deliver -- letters go out once, are tried again and fail by rule.
 */
#include "posting.h"

#include "engine/deliver.h"
#include "engine/enclose.h"
#include "store/outbox.h"
#include "store/query.h"
#include "store/tx.h"

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

/* A letter with a paper of SIZE bytes, of which there is none: as it is kept. */
static void
queue_large(int no, json_int_t size)
{
	struct outbox o = { .kind = "letter",
		.case_id = 1,
		.due = f.clock.now };
	struct err e = ERR_INIT;
	struct tx *tx = NULL;

	(void)snprintf(o.key, sizeof(o.key), "5532.E1.2027-1.9.%d", no);
	o.payload = json_pack("{s[{sI ss}]}", "enclosures", "size", size,
	    "file", "vedlegg-1.pdf");
	assert_int_equal(tx_begin(f.store, f.clock.now, &tx, &e), RC_OK);
	assert_int_equal(outbox_add(tx, &o, &e), RC_OK);
	if (no == 1)
		assert_int_equal(outbox_hand(tx, o.id, &e), RC_OK);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	outbox_fini(&o);
}

/* 16 letters of 8 MiB each would all be in memory at once. */
static void
what_goes_along_waits_until_there_is_room(void **state)
{
	(void)state;
	courier(true);
	queue_large(1, ENCLOSE_MAX - 1);
	queue_large(2, 2);
	ask();
	/* The letter and the notice go ahead of the one that waits. */
	assert_int_equal(json_array_size(sent), 2);
	is_state(2, "pending");
	assert_int_equal(instant(2, "handed"), 0);
	answer("5532.E1.2027-1.9.1", "done");
	/* Its paper is not there, so it fails: but it had its turn. */
	is_state(2, "failed");
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
		T(the_courier_is_told_when_nothing_more_can_come),
		T(few_are_in_flight_at_a_time),
		T(what_goes_along_waits_until_there_is_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
