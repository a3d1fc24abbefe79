/*
 * The outbox: stable keys, one end, tries again when told.
 */
#include "tests/store/registers.h"

#include "store/outbox.h"
#include "store/receipt.h"
#include "store/scope.h"

static const struct scope all = { .all = true };

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fixture_begin(f);
	(void)fixture_case(f, "nav", "nav01");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_end(*state);
	free(*state);
	return 0;
}

static struct outbox
add(struct fixture *f, int64_t no)
{
	struct outbox o = { .kind = "letter", .case_id = 1, .due = T0 + no };
	struct case_head h;

	OK(f, case_get(f->s, 1, &h, &f->e));
	outbox_key(f->s, &h, 5, no, o.key);
	o.payload = json_pack("{s:s}", "to", "Kari");
	OK(f, outbox_add(f->tx, &o, &f->e));
	outbox_fini(&o);
	return o;
}

static void
key_names_municipality_incarnation_case_seq_and_number(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(add(f, 1).key, "5532.E1.2027-1.5.1");
}

static void
same_key_is_refused(void **state)
{
	struct fixture *f = *state;
	struct outbox o = add(f, 1);

	o.payload = json_object();
	assert_int_equal(outbox_add(f->tx, &o, &f->e), RC_CONFLICT);
	outbox_fini(&o);
}

static void
pending_ones_are_due_in_order_until_they_end(void **state)
{
	const struct outbox_filter pending = { .state = "pending",
		.case_id = 1 };
	struct fixture *f = *state;
	struct outbox *out;
	int64_t due;
	json_t *rows;
	size_t n;

	add(f, 2);
	add(f, 1);
	OK(f, outbox_due(f->s, T0 + 2, 10, &out, &n, &f->e));
	assert_int_equal(n, 2);
	assert_int_equal(out[0].id, 2);
	assert_string_equal(json_string_value(
				json_object_get(out[0].payload, "to")),
	    "Kari");
	outboxes_free(out, n);
	OK(f, outbox_end(f->tx, 2, "done", NULL, &f->e));
	assert_int_equal(outbox_end(f->tx, 2, "done", NULL, &f->e),
	    RC_CONFLICT);
	assert_int_equal(outbox_retry(f->tx, 2, T0, &f->e), RC_CONFLICT);
	OK(f, outbox_hand(f->tx, 1, &f->e));
	OK(f, outbox_soonest(f->s, INT64_MIN, &due, &f->e));
	assert_int_equal(due, INT64_MAX);
	OK(f, outbox_retry(f->tx, 1, T0 + 60000, &f->e));
	OK(f, outbox_soonest(f->s, INT64_MIN, &due, &f->e));
	assert_int_equal(due, T0 + 60000);
	OK(f, outbox_list(f->s, &all, &pending, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(rows, 0),
				 "attempts")),
	    1);
	json_decref(rows);
}

static void
what_a_courier_did_not_answer_is_found_after_a_restart(void **state)
{
	struct fixture *f = *state;
	struct outbox o = add(f, 1), *out;
	int64_t handed;
	size_t n;

	add(f, 2);
	OK(f, outbox_interrupted(f->s, 10, &out, &n, &f->e));
	assert_int_equal(n, 0);
	OK(f, outbox_hand(f->tx, o.id, &f->e));
	OK(f, outbox_count_handed(f->s, &handed, &f->e));
	assert_int_equal(handed, 1);
	OK(f, outbox_interrupted(f->s, 10, &out, &n, &f->e));
	assert_int_equal(n, 1);
	assert_int_equal(out[0].id, o.id);
	assert_int_equal(out[0].attempts, 1);
	outboxes_free(out, n);
}

/* Architecture §2: a key never means two letters. */
static void
a_former_incarnation_s_letter_is_found_as_one_in_doubt(void **state)
{
	struct outbox o = { .key = "5532.E0.2027-1.5.1",
		.kind = "letter",
		.case_id = 1,
		.due = T0 };
	struct fixture *f = *state;
	struct outbox *out;
	size_t n;

	o.payload = json_object();
	OK(f, outbox_add(f->tx, &o, &f->e));
	outbox_fini(&o);
	OK(f, outbox_interrupted(f->s, 10, &out, &n, &f->e));
	assert_int_equal(n, 1);
	outboxes_free(out, n);
}

static void
a_person_ends_a_doubt_once(void **state)
{
	struct fixture *f = *state;
	struct outbox_counts counts;
	struct outbox o = add(f, 1);
	json_t *why, *kept;

	assert_int_equal(outbox_resolve(f->tx, o.id, "done", "nav01", NULL,
			     &f->e),
	    RC_CONFLICT);
	err_clear(&f->e);
	OK(f, outbox_end(f->tx, o.id, "unknown", NULL, &f->e));
	OK(f, outbox_count(f->s, T0 + 9, &counts, &f->e));
	assert_int_equal(counts.unknown, 1);
	assert_int_equal(counts.waiting, 0);
	why = json_pack("{s:s}", "reason", "hun ringte");
	OK(f, outbox_resolve(f->tx, o.id, "done", "nav01", why, &f->e));
	OK(f, outbox_count(f->s, T0 + 9, &counts, &f->e));
	assert_int_equal(counts.unknown, 0);
	OK(f, outbox_result(f->s, o.id, &kept, &f->e));
	assert_true(json_equal(kept, why));
	assert_int_equal(outbox_resolve(f->tx, o.id, "failed", "nav01", NULL,
			     &f->e),
	    RC_CONFLICT);
	json_decref(kept);
	json_decref(why);
}

static void
once_more_begins_from_the_start(void **state)
{
	struct fixture *f = *state;
	struct outbox o = add(f, 1);

	OK(f, outbox_hand(f->tx, o.id, &f->e));
	OK(f, outbox_end(f->tx, o.id, "failed", NULL, &f->e));
	OK(f, outbox_resolve(f->tx, o.id, "pending", "nav01", NULL, &f->e));
	OK(f, outbox_get(f->s, o.id, &o, &f->e));
	assert_string_equal(o.state, "pending");
	assert_int_equal(o.attempts, 0);
	assert_int_equal(o.handed, 0);
	assert_int_equal(o.resolved, 0);
	outbox_fini(&o);
}

static void
a_line_is_kept_once_and_a_person_s_word_always(void **state)
{
	struct fixture *f = *state;
	struct outbox o = add(f, 1);
	struct receipt r = { .outbox = o.id,
		.line = 2,
		.word = "LEST",
		.at = T0 };
	json_t *rows;

	OK(f, receipt_add(f->tx, &r, &f->e));
	assert_int_equal(receipt_add(f->tx, &r, &f->e), RC_CONFLICT);
	err_clear(&f->e);
	r.line = 0;
	snprintf(r.by, sizeof(r.by), "nav01");
	OK(f, receipt_add(f->tx, &r, &f->e));
	OK(f, receipt_add(f->tx, &r, &f->e));
	OK(f, receipt_list(f->s, o.id, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 3);
	json_decref(rows);
}

static void
what_was_posted_or_opened_is_no_longer_open(void **state)
{
	const struct outbox_filter open = { .open = true };
	struct fixture *f = *state;
	struct outbox o = add(f, 1);
	json_t *rows;

	OK(f, outbox_end(f->tx, o.id, "done", NULL, &f->e));
	OK(f, outbox_list(f->s, &all, &open, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	json_decref(rows);
	OK(f, outbox_get(f->s, o.id, &o, &f->e));
	o.posted = T0 + 1;
	OK(f, outbox_note(f->tx, &o, &f->e));
	outbox_fini(&o);
	OK(f, outbox_list(f->s, &all, &open, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 0);
	json_decref(rows);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(key_names_municipality_incarnation_case_seq_and_number),
		T(same_key_is_refused),
		T(pending_ones_are_due_in_order_until_they_end),
		T(what_a_courier_did_not_answer_is_found_after_a_restart),
		T(a_former_incarnation_s_letter_is_found_as_one_in_doubt),
		T(a_person_ends_a_doubt_once),
		T(once_more_begins_from_the_start),
		T(a_line_is_kept_once_and_a_person_s_word_always),
		T(what_was_posted_or_opened_is_no_longer_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
