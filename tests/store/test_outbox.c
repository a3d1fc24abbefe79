/*
 * The outbox: stable keys, one end, tries again when told.
 */
#include "tests/store/registers.h"

#include "store/outbox.h"

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
	OK(f, outbox_retry(f->tx, 1, T0 + 60000, &f->e));
	OK(f, outbox_soonest(f->s, &due, &f->e));
	assert_int_equal(due, T0 + 60000);
	OK(f, outbox_list(f->s, "pending", 1, 0, 10, &rows, &f->e));
	assert_int_equal(json_array_size(rows), 1);
	assert_int_equal(json_integer_value(
			     json_object_get(json_array_get(rows, 0),
				 "attempts")),
	    1);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
