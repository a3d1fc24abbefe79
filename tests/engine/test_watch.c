/*
 * Watches: what is told, to whom, from where on, and how much at once
 * (interfaces: watch.open).
 */
#include "fixture.h"
#include "look.h"

#include "engine/state.h"
#include "engine/watch.h"
#include "store/history.h"

static json_t *told; /* events, in order */
static int ends[2]; /* two connections */
static void *asking; /* the one that asks now */

static void
hear(void *peer, const json_t *params)
{
	json_t *event = json_deep_copy(params);

	json_object_set_new(event, "peer", json_integer(peer == &ends[1]));
	json_array_append_new(told, event);
}

static void *
peer(void *arg)
{
	(void)arg;
	return asking;
}

static int
setup(void **state)
{
	static struct fixture f;

	fixture_open(&f);
	engine_set_tell(f.engine, hear);
	told = json_array();
	asking = &ends[0];
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	fixture_close(*state);
	json_decref(told);
	return 0;
}

static enum rc
call(struct fixture *f, const char *login, const char *method, json_t *params)
{
	struct ask *a = fixture_new_ask(f, login, method, params);

	a->peer = peer;
	return fixture_submit(f, a);
}

/* Open a watch; its number. */
static json_int_t
open_watch(struct fixture *f, const char *login, json_t *params)
{
	if (call(f, login, "watch.open", params) != RC_OK)
		fail_msg("watch.open: %s: %s", f->err.name, f->err.text);
	return int_at(f->result, "watch");
}

static json_t *
from(json_int_t incarnation, json_int_t commit)
{
	return json_pack("{s:{sI sI}}", "from", "incarnation", incarnation,
	    "commit", commit);
}

static json_int_t
incarnation(struct fixture *f)
{
	return store_incarnation(f->store);
}

static void
note(struct fixture *f, const char *number)
{
	assert_int_equal(fixture_act(f, "nav01", number, "ask", NULL), RC_OK);
}

/* Look-ups by METHOD, over however many pages. */
static size_t
n_lookups(struct fixture *f, const char *method)
{
	struct err e = ERR_INIT;
	const json_t *row;
	json_t *rows;
	int64_t pos = 0;
	size_t i, n = 0, found;

	do {
		assert_int_equal(history_list_all(f->store, pos, 200, true,
				     true, &rows, &e),
		    RC_OK);
		found = json_array_size(rows);
		json_array_foreach(rows, i, row) {
			pos = int_at(row, "pos");
			if (strcmp(text_at(row, "kind"), "lookup") == 0 &&
			    strcmp(text_at(row, "parts.0.method"), method) == 0)
				n++;
		}
		json_decref(rows);
	} while (found == 200);
	return n;
}

static void
what_happens_is_told_in_words_and_without_values(void **state)
{
	struct fixture *f = *state;
	char number[24], *text;
	json_int_t id = open_watch(f, "nav02", NULL);

	fixture_case(f, json_pack("{ss}", "wishes", "ved sjøen"), number);
	assert_int_equal(fixture_act(f, "nav01", number, "to_mapping",
			     json_pack("{si ss}", "level", 3, "wishes",
				 "i byen")),
	    RC_OK);
	assert_int_equal(json_array_size(told), 2);
	assert_string_equal(text_at(told, "0.kind"), "create");
	assert_string_equal(text_at(told, "1.kind"), "act");
	assert_string_equal(text_at(told, "1.case"), number);
	assert_string_equal(text_at(told, "1.stage"), "mapping");
	assert_string_equal(text_at(told, "1.text"),
	    "Til kartlegging → Kartlegging");
	assert_string_equal(text_at(told, "1.actor"), "nav01");
	assert_int_equal(int_at(told, "1.watch"), id);
	assert_int_equal(int_at(told, "1.commit"), int_at(f->result, "commit"));
	assert_true(int_at(told, "1.time") > 0);
	text = json_dumps(told, 0);
	assert_null(strstr(text, "sjøen"));
	assert_null(strstr(text, "byen"));
	assert_null(strstr(text, "level"));
	free(text);
}

static void
a_decision_is_told_without_its_result(void **state)
{
	struct fixture *f = *state;
	char number[24], *text;

	fixture_case(f, NULL, number);
	open_watch(f, "nav02", NULL);
	assert_int_equal(fixture_act(f, "nav01", number, "decide",
			     json_pack("{ss}", "why", "derfor")),
	    RC_OK);
	assert_int_equal(json_array_size(told), 1);
	assert_string_equal(text_at(told, "0.text"), "Fatt vedtak");
	text = json_dumps(told, 0);
	assert_null(strstr(text, "granted"));
	free(text);
}

static void
nobody_is_told_of_a_case_that_they_may_not_know_of(void **state)
{
	struct fixture *f = *state;
	char number[24];

	open_watch(f, "hel01", NULL);
	fixture_case(f, NULL, number);
	/* A task in the case shows the task and not its history. */
	assert_int_equal(fixture_act(f, "nav01", number, "to_mapping",
			     json_pack("{si}", "level", 2)),
	    RC_OK);
	assert_int_equal(json_array_size(told), 0);
	assert_int_equal(n_lookups(f, "watch.open"), 0);
	assert_int_equal(call(f, "adm", "watch.open", NULL), RC_DENIED);
	assert_int_equal(call(f, "hel01", "watch.open",
			     json_pack("{s:{ss}}", "filter", "case",
				 "2027/999")),
	    RC_NOTFOUND);
}

static void
a_case_that_is_handed_to_another_unit_is_told_there_from_then_on(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	open_watch(f, "nav02", NULL);
	asking = &ends[1];
	open_watch(f, "hel01", NULL);
	assert_int_equal(fixture_act(f, "nav01", number, "forward",
			     json_pack("{ss ss}", "new_unit", "health",
				 "new_contact", "hel01")),
	    RC_OK);
	assert_int_equal(fixture_act(f, "hel01", number, "ask", NULL), RC_OK);
	assert_int_equal(json_array_size(told), 2);
	assert_int_equal(int_at(told, "0.peer"), 1);
	assert_int_equal(int_at(told, "1.peer"), 1);
}

/*
 * Both steps fall in one batch unless the machine is busy for 20 ms between
 * them; then they are two batches, and it is tried again.
 */
static bool
told_in_one_batch(struct fixture *f)
{
	size_t before, seen;
	char a[24], b[24];

	fixture_case(f, NULL, a);
	fixture_case(f, NULL, b);
	fixture_run(f);
	seen = json_array_size(told);
	before = n_lookups(f, "watch.open");
	engine_submit(f->engine,
	    fixture_new_ask(f, "nav01", "case.act",
		json_pack("{ss ss}", "case", a, "action", "ask")));
	engine_submit(f->engine,
	    fixture_new_ask(f, "nav01", "case.act",
		json_pack("{ss ss}", "case", b, "action", "ask")));
	fixture_run(f);
	assert_int_equal(json_array_size(told), seen + 2);
	return n_lookups(f, "watch.open") == before + 1;
}

static void
each_watcher_leaves_one_look_up_row_a_batch(void **state)
{
	struct fixture *f = *state;
	json_t *rows;
	const json_t *last;
	int tries = 0;

	open_watch(f, "nav02", NULL);
	while (!told_in_one_batch(f))
		if (++tries == 20)
			fail_msg("two rows for one batch, twenty times");
	rows = fixture_history(f, true);
	last = json_array_get(rows, json_array_size(rows) - 1);
	assert_string_equal(text_at(last, "actor"), "nav02");
	assert_int_equal(json_array_size(at(last, "parts.0.subjects")), 2);
	json_decref(rows);
}

static void
whoever_comes_back_misses_nothing_and_hears_nothing_twice(void **state)
{
	struct fixture *f = *state;
	json_int_t known;
	char number[24];
	int i;

	fixture_case(f, NULL, number);
	open_watch(f, "nav02", NULL);
	note(f, number);
	known = int_at(told, "0.commit");
	engine_forget_peer(f->engine, &ends[0]);
	for (i = 0; i < 3; i++)
		note(f, number);
	assert_int_equal(json_array_size(told), 1);
	open_watch(f, "nav02", from(incarnation(f), known));
	assert_int_equal(json_array_size(told), 4);
	for (i = 1; i < 4; i++) {
		assert_true(
		    int_at(json_array_get(told, (size_t)i), "commit") > known);
		known = int_at(json_array_get(told, (size_t)i), "commit");
	}
	note(f, number);
	assert_int_equal(json_array_size(told), 5);
}

static void
the_whole_history_can_be_told_from_nought(void **state)
{
	struct fixture *f = *state;
	char number[24];
	int i;

	fixture_case(f, NULL, number);
	for (i = 0; i < 400; i++)
		note(f, number);
	open_watch(f, "nav02",
	    json_pack("{s:{sI si} si}", "from", "incarnation", incarnation(f),
		"commit", 0, "credit", 1024));
	assert_int_equal(json_array_size(told), 401);
	assert_false(engine_has_work(f->engine));
}

static void
what_is_not_known_here_is_told_to_start_anew(void **state)
{
	struct fixture *f = *state;
	char number[24];

	fixture_case(f, NULL, number);
	open_watch(f, "nav02", from(incarnation(f) + 1, 1));
	open_watch(f, "nav02", from(incarnation(f), 1000000));
	assert_int_equal(json_array_size(told), 2);
	assert_string_equal(text_at(told, "0.kind"), "resync");
	assert_string_equal(text_at(told, "0.reason"), "from");
	assert_string_equal(text_at(told, "1.kind"), "resync");
	note(f, number);
	assert_int_equal(json_array_size(told), 4);
	assert_string_equal(text_at(told, "3.kind"), "act");
}

static void
without_credit_it_is_said_once_and_nothing_is_lost(void **state)
{
	struct fixture *f = *state;
	json_int_t id;
	char number[24];
	int i;

	fixture_case(f, NULL, number);
	id = open_watch(f, "nav02", json_pack("{si}", "credit", 2));
	for (i = 0; i < 5; i++)
		note(f, number);
	assert_int_equal(json_array_size(told), 3);
	assert_string_equal(text_at(told, "2.kind"), "resync");
	assert_string_equal(text_at(told, "2.reason"), "credit");
	assert_int_equal(int_at(told, "2.commit"), int_at(told, "1.commit"));
	assert_false(engine_has_work(f->engine));
	assert_int_equal(call(f, "nav02", "watch.credit",
			     json_pack("{sI si}", "watch", id, "n", 2)),
	    RC_OK);
	assert_int_equal(json_array_size(told), 6);
	assert_int_equal(call(f, "nav02", "watch.credit",
			     json_pack("{sI si}", "watch", id, "n", 10)),
	    RC_OK);
	assert_int_equal(json_array_size(told), 7);
	assert_string_equal(text_at(told, "6.kind"), "act");
}

static void
a_filter_takes_what_fits_it(void **state)
{
	struct fixture *f = *state;
	char a[24], b[24];

	fixture_case(f, NULL, a);
	fixture_case(f, NULL, b);
	open_watch(f, "nav02", json_pack("{s:{ss}}", "filter", "case", b));
	note(f, a);
	assert_int_equal(json_array_size(told), 0);
	note(f, b);
	assert_int_equal(json_array_size(told), 1);
	engine_forget_peer(f->engine, &ends[0]);
	open_watch(f, "nav02", json_pack("{s:{sb}}", "filter", "mine", 1));
	open_watch(f, "nav02",
	    json_pack("{s:{ss}}", "filter", "kind", "create"));
	open_watch(f, "nav02",
	    json_pack("{s:{ss}}", "filter", "unit", "health"));
	note(f, b);
	assert_int_equal(json_array_size(told), 1);
	fixture_case(f, NULL, a);
	assert_int_equal(json_array_size(told), 2);
}

static void
a_filter_that_is_wrong_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(call(f, "nav02", "watch.open",
			     json_pack("{s:{ss}}", "filter", "level", "3")),
	    RC_INVALID);
	assert_int_equal(call(f, "nav02", "watch.open",
			     json_pack("{s:{ss}}", "filter", "unit",
				 "nowhere")),
	    RC_INVALID);
	assert_int_equal(call(f, "nav02", "watch.open",
			     json_pack("{s:{si}}", "filter", "mine", 1)),
	    RC_INVALID);
	assert_int_equal(call(f, "nav02", "watch.open",
			     json_pack("{s:{si}}", "from", "commit", 1)),
	    RC_INVALID);
	assert_int_equal(watch_count(f->engine, &ends[0]), 0);
}

static void
a_watch_belongs_to_its_connection(void **state)
{
	struct fixture *f = *state;
	json_int_t id = open_watch(f, "nav02", NULL);
	char number[24];

	asking = &ends[1];
	assert_int_equal(call(f, "nav02", "watch.close",
			     json_pack("{sI}", "watch", id)),
	    RC_NOTFOUND);
	asking = NULL;
	assert_int_equal(call(f, "nav02", "watch.open", NULL), RC_UNAVAILABLE);
	asking = &ends[0];
	assert_int_equal(call(f, "nav02", "watch.close",
			     json_pack("{sI}", "watch", id)),
	    RC_OK);
	fixture_case(f, NULL, number);
	assert_int_equal(json_array_size(told), 0);
	assert_int_equal(call(f, "nav02", "watch.credit",
			     json_pack("{sI si}", "watch", id, "n", 1)),
	    RC_NOTFOUND);
}

static void
a_connection_has_only_so_many_watches(void **state)
{
	struct fixture *f = *state;
	int i;

	for (i = 0; i < WATCH_PEER_MAX; i++)
		open_watch(f, "nav02", NULL);
	assert_int_equal(call(f, "nav02", "watch.open", NULL), RC_BUSY);
	asking = &ends[1];
	open_watch(f, "nav02", NULL);
}

static void
one_who_may_no_longer_ask_is_told_so_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	char number[24];
	size_t i;

	fixture_case(f, NULL, number);
	open_watch(f, "nav02", NULL);
	for (i = 0; i < f->municipality->n_users; i++)
		if (strcmp(f->municipality->users[i].name, "nav02") == 0)
			f->municipality->users[i].roles = 0;
	note(f, number);
	note(f, number);
	assert_int_equal(json_array_size(told), 1);
	assert_string_equal(text_at(told, "0.kind"), "closed");
	assert_string_equal(text_at(told, "0.reason"), "E_NO_BASIS");
	assert_null(at(told, "0.case"));
	assert_int_equal(watch_count(f->engine, &ends[0]), 0);
}

static int
interrupt(void *arg)
{
	int *left = arg;

	return (*left)-- == 0 ? 9 /* SQLITE_INTERRUPT */ : 0;
}

/* Fail each statement in turn until a step and its event get through. */
static void
what_is_lost_with_its_batch_is_told_by_the_next(void **state)
{
	struct fixture *f = *state;
	size_t acted = 0, late = 0;
	char number[24];
	int n, left;

	fixture_case(f, NULL, number);
	open_watch(f, "nav02", json_pack("{si}", "credit", 1024));
	for (n = 0, left = -1; left < 0; n++) {
		left = n;
		store_set_fault(f->store, interrupt, &left);
		if (fixture_act(f, "nav01", number, "ask", NULL) == RC_OK)
			acted++;
		store_set_fault(f->store, NULL, NULL);
		if (json_array_size(told) < acted)
			late++;
		f->engine->rest = 0;
		fixture_run(f);
		assert_int_equal(json_array_size(told), acted);
		assert_int_equal(n_lookups(f, "watch.open"), acted);
	}
	assert_true(n > 20 && late > 0);
}

int
main(void)
{
#define WATCH_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		WATCH_TEST(what_happens_is_told_in_words_and_without_values),
		WATCH_TEST(a_decision_is_told_without_its_result),
		WATCH_TEST(nobody_is_told_of_a_case_that_they_may_not_know_of),
		WATCH_TEST(
		    a_case_that_is_handed_to_another_unit_is_told_there_from_then_on),
		WATCH_TEST(each_watcher_leaves_one_look_up_row_a_batch),
		WATCH_TEST(
		    whoever_comes_back_misses_nothing_and_hears_nothing_twice),
		WATCH_TEST(the_whole_history_can_be_told_from_nought),
		WATCH_TEST(what_is_not_known_here_is_told_to_start_anew),
		WATCH_TEST(without_credit_it_is_said_once_and_nothing_is_lost),
		WATCH_TEST(a_filter_takes_what_fits_it),
		WATCH_TEST(a_filter_that_is_wrong_is_refused),
		WATCH_TEST(a_watch_belongs_to_its_connection),
		WATCH_TEST(a_connection_has_only_so_many_watches),
		WATCH_TEST(
		    one_who_may_no_longer_ask_is_told_so_and_nothing_else),
		WATCH_TEST(what_is_lost_with_its_batch_is_told_by_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
