/*
 * test_lookup -- who looked at what is written down before they see it.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "canary.h"
#include "guess.h"
#include "secret.h"
#include "work.h"

/* The rows that the auditor sees of USER's look-ups; new reference. */
static json_t *
lookups_of(struct work *w, const char *user)
{
	json_t *result, *rows;

	result = peer_do(&w->c, "audit01", "lookup.list",
	    params("{s:s, s:i}", "user", user, "limit", 200));
	rows = json_incref(json_object_get(result, "rows"));
	json_decref(result);
	return rows;
}

static size_t
count_lookups(struct work *w, const char *user)
{
	json_t *rows = lookups_of(w, user);
	size_t n = json_array_size(rows);

	json_decref(rows);
	return n;
}

static void
each_disclosure_leaves_exactly_one_lookup_row(void **state)
{
	static const struct {
		const char *method, *params;
	} reads[] = {
		{ "case.show", "{\"case\":\"2027/1\"}" },
		{ "case.list", "{}" },
		{ "case.history", "{\"case\":\"2027/1\"}" },
		{ "case.why", "{\"case\":\"2027/1\"}" },
		{ "case.form",
		    "{\"case\":\"2027/1\",\"action\":"
		    "\"register_person\"}" },
		{ "decision.list", "{\"case\":\"2027/1\"}" },
		{ "decision.show", "{\"case\":\"2027/1\",\"no\":1}" },
		{ "document.list", "{\"case\":\"2027/1\"}" },
		{ "document.get", "{\"document\":1}" },
		{ "task.list", "{}" },
		{ "deadline.list", "{}" },
		{ "day.show", "{}" },
		{ "person.show", "{\"person\":3}" },
		{ "person.find", "{\"name\":\"" SECRET "\"}" },
		{ "household.show", "{\"household\":1}" },
	};
	struct work *w = *state;
	size_t i, before, after;
	json_t *rows, *row;

	for (i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
		before = count_lookups(w, "nav01");
		json_decref(peer_do(&w->c, "nav01", reads[i].method,
		    json_loads(reads[i].params, 0, NULL)));
		rows = lookups_of(w, "nav01");
		after = json_array_size(rows);
		if (after != before + 1)
			fail_msg("%s: %zu rows", reads[i].method,
			    after - before);
		row = json_array_get(rows, after - 1);
		assert_string_equal(text_in(row, "method"), reads[i].method);
		assert_true(json_is_false(json_object_get(row, "refused")));
		assert_true(
		    json_array_size(json_object_get(row, "subjects")) > 0);
		json_decref(rows);
	}
}

/* The rows of USER's look-ups after *POS, which moves on; new reference. */
static json_t *
new_lookups(struct work *w, const char *user, json_int_t *pos)
{
	json_t *result, *rows;
	char after[32];
	size_t n;

	snprintf(after, sizeof(after), "%lld", (long long)*pos);
	result = peer_do(&w->c, "audit01", "lookup.list",
	    params("{s:s, s:i, s:s}", "user", user, "limit", 200, "after",
		after));
	rows = json_incref(json_object_get(result, "rows"));
	n = json_array_size(rows);
	if (n > 0)
		*pos = int_in(json_array_get(rows, n - 1), "pos");
	json_decref(result);
	return rows;
}

/* Whatever method there is or will be: what it shows is on record. */
static void
no_method_shows_anything_of_a_case_unrecorded(void **state)
{
	struct work *w = *state;
	json_t *result, *method, *reply, *rows;
	json_int_t pos = 1;
	size_t i, shown = 0;
	int all;

	guess_person = FIRST_PERSON;
	guess_name = "hemmelig";
	result = peer_do(&w->c, NULL, "sys.describe", NULL);
	json_decref(new_lookups(w, "nav01", &pos));
	json_array_foreach(json_object_get(result, "methods"), i, method)
		for (all = 0; all <= 1; all++) {
			if (strcmp(text_in(method, "kind"), "read") != 0)
				continue;
			reply = peer_call(&w->c, "nav01",
			    text_in(method, "name"), guess_params(method, all));
			rows = new_lookups(w, "nav01", &pos);
			if (json_object_get(reply, "result") != NULL &&
			    (mentions(reply, SECRET) ||
				mentions(reply, "\"2027/1\""))) {
				shown++;
				if (json_array_size(rows) != 1)
					fail_msg("%s: %zu rows: %s",
					    text_in(method, "name"),
					    json_array_size(rows),
					    json_dumps(reply, 0));
			}
			json_decref(rows);
			json_decref(reply);
		}
	assert_true(shown > 15);
	json_decref(result);
}

static void
what_shows_no_case_leaves_no_lookup_row(void **state)
{
	struct work *w = *state;
	size_t before = count_lookups(w, "nav01");

	json_decref(peer_do(&w->c, "nav01", "sys.status", NULL));
	json_decref(peer_do(&w->c, "nav01", "unit.list", NULL));
	json_decref(peer_do(&w->c, "nav01", "case.list",
	    params("{s:s}", "stage", "evaluation")));
	assert_int_equal(count_lookups(w, "nav01"), before);
}

static void
the_lookup_row_is_on_disk_before_the_reply_leaves(void **state)
{
	struct work *w = *state;
	size_t before = count_lookups(w, "nav01");
	json_t *rows;
	int i;

	for (i = 0; i < 5; i++) {
		json_decref(work_show(w, "nav01", "2027/1"));
		work_restart(w, SIGKILL);
		rows = lookups_of(w, "nav01");
		assert_int_equal(json_array_size(rows), ++before);
		assert_string_equal(text_in(json_array_get(rows, before - 1),
					"method"),
		    "case.show");
		json_decref(rows);
	}
}

static void
a_refused_lookup_is_recorded_with_its_error(void **state)
{
	struct work *w = *state;
	json_t *rows, *row;

	peer_refused(&w->c, "rus01", "case.show",
	    params("{s:s, s:s}", "case", "2027/1", "reason", "nysgjerrig"),
	    "E_NOT_FOUND");
	rows = lookups_of(w, "rus01");
	assert_int_equal(json_array_size(rows), 1);
	row = json_array_get(rows, 0);
	assert_true(json_is_true(json_object_get(row, "refused")));
	assert_string_equal(text_in(row, "error"), "E_NOT_FOUND");
	assert_string_equal(text_in(row, "reason"), "nysgjerrig");
	json_decref(rows);
	peer_refused(&w->c, "admin01", "case.show",
	    params("{s:s}", "case", "2027/1"), "E_NO_BASIS");
	assert_int_equal(count_lookups(w, "admin01") > 0, 1);
}

static void
the_auditors_own_reading_is_a_lookup_too(void **state)
{
	struct work *w = *state;
	size_t before = count_lookups(w, "audit01");

	json_decref(peer_do(&w->c, "audit01", "lookup.list",
	    params("{s:s}", "case", "2027/1")));
	assert_int_equal(count_lookups(w, "audit01"), before + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, secret_setup, secret_teardown)
		T(each_disclosure_leaves_exactly_one_lookup_row),
		T(no_method_shows_anything_of_a_case_unrecorded),
		T(what_shows_no_case_leaves_no_lookup_row),
		T(the_lookup_row_is_on_disk_before_the_reply_leaves),
		T(a_refused_lookup_is_recorded_with_its_error),
		T(the_auditors_own_reading_is_a_lookup_too),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
