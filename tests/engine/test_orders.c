/*
 * Orders: ordered, accepted, delivered, evaluated; never without an owner
 * (D-144, D-145).
 */
#include "joint.h"

#include <stdio.h>

#include "base/lines.h"
#include "store/query.h"

#define ROUNDS 600

static struct fixture f;
static char number[24];
static json_int_t service_order;

static json_int_t
order_of(const char *kind)
{
	return int_at(pick(at(fixture_ok(&f, "nav01", "order.list",
				  json_pack("{ss sb}", "case", number, "ended",
				      1)),
			       "rows"),
			  "kind", kind),
	    "id");
}

static int
setup(void **state)
{
	json_t *person, *household;

	(void)state;
	joint_open(&f, JOINT_INI JOINT_HEL01, number);
	person = json_incref(fixture_ok(&f, "nav01", "person.add",
	    json_pack("{ss}", "name", "Prøve Åsheim")));
	household = json_incref(fixture_ok(&f, "nav01", "household.add",
	    json_pack("{sI ss}", "person", int_at(person, "person"), "from",
		"2027-01-01")));
	fixture_ok(&f, "nav01", "household.join",
	    json_pack("{sI ss ss ss}", "household",
		int_at(household, "household"), "name", "Lille", "birth_date",
		"2020-05-05", "relation", "child"));
	fixture_case(&f,
	    json_pack("{sb sI sI}", "asks_help", 1, "person",
		int_at(person, "person"), "household",
		int_at(household, "household")),
	    number);
	json_decref(person);
	json_decref(household);
	fixture_act(&f, "nav01", number, "to_allocation", NULL);
	fixture_act(&f, "nav01", number, "ask", NULL);
	whole(&f, number);
	approve(&f, "hel01", number, 6);
	assert_int_equal(decide(&f, "dec01", number), RC_OK);
	service_order = order_of("service");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static enum rc
move(const char *login, const char *verb, json_int_t id, const char *more,
    const char *value)
{
	char method[32];
	json_t *p = json_pack("{sI}", "order", id);

	snprintf(method, sizeof(method), "order.%s", verb);
	if (more != NULL)
		json_object_set_new(p, more, json_string(value));
	if (strcmp(verb, "evaluate") == 0)
		json_object_set_new(p, "note", json_string("kom i mål"));
	return fixture_ask_plain(&f, login, method, p);
}

static const json_t *
show(const char *login, json_int_t id)
{
	return fixture_ok(&f, login, "order.show",
	    json_pack("{sI}", "order", id));
}

static void
an_order_goes_from_ordered_to_evaluated(void **state)
{
	const json_t *versions;

	(void)state;
	assert_int_equal(move("hel01", "accept", service_order, NULL, NULL),
	    RC_OK);
	assert_string_equal(text_at(f.result, "state"), "accepted");
	assert_string_equal(text_at(show("nav01", service_order), "owner_user"),
	    "hel01");
	assert_int_equal(move("hel01", "deliver", service_order, "note",
			     "åtte besøk"),
	    RC_OK);
	assert_string_equal(text_at(show("nav01", service_order), "owner_unit"),
	    "nav");
	assert_int_equal(move("nav01", "evaluate", service_order, "verdict",
			     "reached"),
	    RC_OK);
	versions = at(show("nav01", service_order), "versions");
	assert_int_equal(json_array_size(versions), 4);
	assert_string_equal(text_at(versions, "0.state"), "ordered");
	assert_string_equal(text_at(versions, "2.note"), "åtte besøk");
	assert_string_equal(text_at(versions, "3.verdict"), "reached");
}

static void
it_carries_the_household_as_it_was_then(void **state)
{
	const json_t *o = show("nav01", service_order);

	(void)state;
	assert_int_equal(int_at(o, "household.members"), 2);
	assert_int_equal(int_at(o, "household.children"), 1);
	assert_null(at(o, "household.body"));
}

static void
a_step_out_of_turn_is_refused_with_its_state(void **state)
{
	(void)state;
	move("hel01", "deliver", service_order, "note", "x");
	ASSERT_ERROR(&f, RC_GUARD, "E_ORDER_STATE");
	assert_non_null(strstr(f.err.text, "ordered"));
	move("hel01", "accept", service_order, NULL, NULL);
	move("hel01", "accept", service_order, NULL, NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_ORDER_STATE");
	assert_int_equal(move("hel02", "deliver", service_order, "note", "x"),
	    RC_DENIED);
}

static void
a_declined_order_comes_back_to_who_sent_it(void **state)
{
	json_t *tasks;

	(void)state;
	assert_int_equal(move("hel01", "decline", service_order, "note",
			     "vi har ingen ledige"),
	    RC_OK);
	assert_string_equal(text_at(show("nav01", service_order), "owner_unit"),
	    "nav");
	tasks = fixture_tasks(&f, number);
	assert_int_equal(json_array_size(tasks), 2);
	json_decref(tasks);
	fixture_ok(&f, "nav01", "order.give",
	    json_pack("{sI ss}", "order", service_order, "unit", "team"));
	assert_string_equal(text_at(f.result, "state"), "ordered");
	assert_int_equal(move("team01", "accept", service_order, NULL, NULL),
	    RC_OK);
}

/* D-144: the sender sees it whatever becomes of the case. */
static void
the_sender_sees_it_also_when_the_case_is_anothers(void **state)
{
	const json_t *rows;

	(void)state;
	fixture_ok(&f, "nav01", "case.assign",
	    json_pack("{ss ss ss}", "case", number, "unit", "team", "contact",
		"team01"));
	rows = at(fixture_ok(&f, "nav02", "order.list", NULL), "rows");
	assert_non_null(pick(rows, "kind", "service"));
	assert_string_equal(text_at(show("nav02", service_order), "state"),
	    "ordered");
	fixture_ask(&f, "nav02", "case.show",
	    json_pack("{ss}", "case", number));
	assert_int_equal(f.rc, RC_NOTFOUND);
}

static void
who_has_nothing_to_do_with_it_does_not_know_of_it(void **state)
{
	const json_t *rows;

	(void)state;
	fixture_ask(&f, "prop01", "order.show",
	    json_pack("{sI}", "order", service_order));
	assert_int_equal(f.rc, RC_NOTFOUND);
	assert_string_equal(f.err.text, "order 1: not found");
	fixture_ask(&f, "prop01", "order.show", json_pack("{si}", "order", 99));
	assert_string_equal(f.err.text, "order 99: not found");
	rows = at(fixture_ok(&f, "prop01", "order.list", NULL), "rows");
	assert_int_equal(json_array_size(rows), 0);
}

/* Closing ends what is open, and says so to those who had it. */
static void
closing_the_case_calls_orders_back(void **state)
{
	(void)state;
	assert_int_equal(fixture_act(&f, "nav01", number, "withdraw", NULL),
	    RC_OK);
	assert_string_equal(text_at(show("hel01", service_order), "state"),
	    "cancelled");
	assert_non_null(
	    strstr(text_at(show("hel01", service_order), "versions.1.note"),
		"closed"));
}

/* What every order must have: one owner who is there, one open task. */
static void
check_owners(void)
{
	struct err e = ERR_INIT;
	struct query q;
	bool under_way;

	query_begin_once(&q, f.store,
	    "SELECT o.id, o.owner_unit, coalesce(o.owner_user, ''), o.state,"
	    " (SELECT count(*) FROM work_order_version v WHERE v.order_id ="
	    "   o.id AND v.ended IS NULL AND v.owner_unit = o.owner_unit),"
	    " (SELECT count(*) FROM task t WHERE t.case_id = o.case_id"
	    "   AND t.done IS NULL AND t.key = 'order.' || o.id"
	    "   AND t.unit = o.owner_unit"
	    "   AND coalesce(t.user, '') = coalesce(o.owner_user, '')),"
	    " (SELECT count(*) FROM task t WHERE t.case_id = o.case_id"
	    "   AND t.done IS NULL AND t.key = 'order.' || o.id)"
	    " FROM work_order o");
	while (query_row(&q)) {
		under_way = strcmp(query_text(&q, 3), "evaluated") != 0 &&
		    strcmp(query_text(&q, 3), "cancelled") != 0;
		if (query_text(&q, 1)[0] == '\0' || query_int(&q, 4) != 1 ||
		    query_int(&q, 5) != (under_way ? 1 : 0) ||
		    query_int(&q, 6) != (under_way ? 1 : 0))
			fail_msg("order %lld: %s %s %s: %lld versions, %lld "
				 "tasks",
			    (long long)query_int(&q, 0), query_text(&q, 1),
			    query_text(&q, 2), query_text(&q, 3),
			    (long long)query_int(&q, 4),
			    (long long)query_int(&q, 6));
	}
	assert_int_equal(query_end(&q, &e), RC_OK);
}

static unsigned int seed = 17;

static unsigned int
any(unsigned int n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* Property: whoever does whatever, an order has exactly one owner. */
static void
an_order_always_has_exactly_one_owner(void **state)
{
	static const char *const logins[] = { "nav01", "nav02", "hel01",
		"hel02", "team01", "prop01", "dec01" };
	static const char *const verbs[] = { "accept", "decline", "deliver",
		"evaluate", "give", "give" };
	static const char *const units[] = { "nav", "health", "team",
		"property" };
	const char *verb, *login;
	json_int_t id;
	int i, moved = 0;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		id = 1 + (json_int_t)any(2);
		verb = verbs[any(6)];
		login = logins[any(7)];
		if (strcmp(verb, "give") == 0)
			move(login, verb, id, "unit", units[any(4)]);
		else if (strcmp(verb, "evaluate") == 0)
			move(login, verb, id, "verdict", "unknown");
		else
			move(login, verb, id, "note", "x");
		moved += f.rc == RC_OK;
		check_owners();
		if (i % 60 == 59) {
			fixture_ok(&f, "nav01", "case.assign",
			    json_pack("{ss ss ss}", "case", number, "unit",
				"nav", "contact", "nav01"));
			check_owners();
		}
	}
	assert_true(moved > 5);
}

/* A person leaves, then a whole unit closes: it goes to somebody, and a leader
 * is told. */
static void
an_order_whose_owner_leaves_goes_to_somebody_who_is_there(void **state)
{
	static const char gone[] = JOINT_INI;
	struct municipality *m, *before = f.municipality;
	json_t *tasks;
	const json_t *task;

	(void)state;
	assert_int_equal(move("hel01", "accept", service_order, NULL, NULL),
	    RC_OK);
	m = fixture_municipality(gone);
	engine_set_municipality(f.engine, m);
	f.municipality = m;
	fixture_run(&f);
	municipality_free(before);
	fixture_ok(&f, "nav02", "sys.status", NULL);
	assert_string_equal(text_at(show("nav01", service_order), "owner_unit"),
	    "health");
	assert_null(at(show("nav01", service_order), "owner_user"));
	tasks = fixture_tasks(&f, number);
	task = pick(tasks, "key", "order.1.owner");
	assert_string_equal(text_at(task, "role"), "leader");
	assert_string_equal(text_at(task, "unit"), "health");
	json_decref(tasks);
	check_owners();
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_order_goes_from_ordered_to_evaluated),
		TEST(it_carries_the_household_as_it_was_then),
		TEST(a_step_out_of_turn_is_refused_with_its_state),
		TEST(a_declined_order_comes_back_to_who_sent_it),
		TEST(the_sender_sees_it_also_when_the_case_is_anothers),
		TEST(who_has_nothing_to_do_with_it_does_not_know_of_it),
		TEST(closing_the_case_calls_orders_back),
		TEST(an_order_always_has_exactly_one_owner),
		TEST(an_order_whose_owner_leaves_goes_to_somebody_who_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
