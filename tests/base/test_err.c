/*
 * test_err -- names, codes and the wrong fields of a form.
 */
#include "check.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/err.h"

static void
every_rc_has_a_name_and_a_code_of_its_own(void **state)
{
	int a, b;

	(void)state;
	for (a = RC_INVALID; a <= RC_INTERNAL; a++) {
		assert_int_equal(strncmp(rc_name((enum rc)a), "E_", 2), 0);
		assert_true(rc_code((enum rc)a) < 0);
		assert_int_not_equal(rc_exit((enum rc)a), 0);
		for (b = RC_INVALID; b < a; b++) {
			assert_int_not_equal(rc_code((enum rc)a),
			    rc_code((enum rc)b));
			assert_string_not_equal(rc_name((enum rc)a),
			    rc_name((enum rc)b));
		}
	}
}

static void
the_codes_of_the_protocol_are_fixed(void **state)
{
	(void)state;
	assert_int_equal(rc_code(RC_INVALID), -32602);
	assert_int_equal(rc_code(RC_FIELDS), -32010);
	assert_int_equal(rc_code(RC_OK), 0);
	assert_string_equal(rc_name(RC_OK), "");
	assert_int_equal(rc_exit(RC_CONFIG), EX_CONFIG);
	assert_int_equal(rc_exit(RC_IO), EX_IOERR);
}

static void
nobody_has_to_take_an_error(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, RC_BUSY, "%s", "x"), RC_BUSY);
	assert_int_equal(err_name(NULL, RC_GUARD, "E_X", "x"), RC_GUARD);
	assert_int_equal(err_field(NULL, "f", NULL, "x"), RC_FIELDS);
}

static void
an_error_is_set_with_its_stable_name(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&e, RC_NOTFOUND, "case %s: no such case",
			     "2027/12"),
	    RC_NOTFOUND);
	assert_string_equal(e.name, "E_NOT_FOUND");
	assert_string_equal(e.text, "case 2027/12: no such case");
	assert_int_equal(err_name(&e, RC_GUARD, "E_DECISION_OWED", "x"),
	    RC_GUARD);
	assert_string_equal(e.name, "E_DECISION_OWED");
	err_clear(&e);
	assert_int_equal(e.rc, RC_OK);
	assert_string_equal(e.name, "");
}

static void
a_text_is_cut_between_characters(void **state)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT_MAX * 2];
	size_t n;

	(void)state;
	memset(text, 'x', sizeof(text));
	/* The last character that fits only by half is an "å". */
	memcpy(text + ERR_TEXT_MAX - 2, "\xc3\xa5", 2);
	text[sizeof(text) - 1] = '\0';
	(void)err_set(&e, RC_IO, "%s", text);
	n = strlen(e.text);
	assert_int_equal(n, ERR_TEXT_MAX - 2);
	assert_int_equal(e.text[n - 1], 'x');
}

static void
an_error_may_be_set_from_its_own_text(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	(void)err_set(&e, RC_IO, "inner");
	(void)err_set(&e, RC_CONFIG, "outer: %s", e.text);
	assert_string_equal(e.text, "outer: inner");
}

static void
every_wrong_field_is_kept(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_field(&e, "level", NULL, "must be 1 to 4"),
	    RC_FIELDS);
	assert_string_equal(e.name, "E_FIELDS");
	assert_string_equal(e.text, "level: must be 1 to 4");
	(void)err_field(&e, "rent", "E_MONEY", "must be whole");
	assert_int_equal(e.n_fields, 2);
	assert_string_equal(e.fields[1].field, "rent");
	assert_string_equal(e.fields[1].name, "E_MONEY");
	assert_string_equal(e.text, "2 fields are wrong: level, rent");
}

/* Every call begins with one: it must cost next to nothing. */
static void
an_error_is_small_and_its_copy_has_the_same_fields(void **state)
{
	struct err e = ERR_INIT, copy;

	(void)state;
	assert_true(sizeof(e) < 1024);
	(void)err_field(&e, "level", NULL, "is missing");
	copy = e;
	err_clear(&e);
	(void)err_field(&e, "wishes", NULL, "too long");
	assert_string_equal(copy.fields[0].field, "level");
	assert_string_equal(e.fields[0].field, "wishes");
	err_forget();
}

static void
fields_beyond_the_limit_are_counted(void **state)
{
	struct err e = ERR_INIT;
	char name[16];
	int i;

	(void)state;
	for (i = 0; i < ERR_FIELDS_MAX + 3; i++) {
		(void)snprintf(name, sizeof(name), "field%d", i);
		(void)err_field(&e, name, NULL, "wrong");
	}
	assert_int_equal(e.n_fields, ERR_FIELDS_MAX);
	assert_int_equal(e.n_more, 3);
	assert_int_equal(strncmp(e.text, "67 fields are wrong: field0", 27), 0);
	assert_true(strlen(e.text) < ERR_TEXT_MAX);
}

static void
fields_added_to_an_error_leave_its_kind_and_text(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	(void)err_name(&e, RC_GUARD, "E_HALF_DECISION", "decision: half");
	assert_int_equal(err_field(&e, "lease", NULL, "missing"), RC_GUARD);
	assert_string_equal(e.text, "decision: half");
	assert_int_equal(e.n_fields, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rc_has_a_name_and_a_code_of_its_own),
		cmocka_unit_test(the_codes_of_the_protocol_are_fixed),
		cmocka_unit_test(nobody_has_to_take_an_error),
		cmocka_unit_test(an_error_is_set_with_its_stable_name),
		cmocka_unit_test(a_text_is_cut_between_characters),
		cmocka_unit_test(an_error_may_be_set_from_its_own_text),
		cmocka_unit_test(every_wrong_field_is_kept),
		cmocka_unit_test(
		    an_error_is_small_and_its_copy_has_the_same_fields),
		cmocka_unit_test(fields_beyond_the_limit_are_counted),
		cmocka_unit_test(
		    fields_added_to_an_error_leave_its_kind_and_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
