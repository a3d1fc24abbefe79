/*
 * Meetings: an agenda by rule and by dates alone, participants, quorum
 * (D-041, D-063, D-064, D-127, D-141).
 */
#include "joint.h"

#include <stdio.h>

static struct fixture f;
static char number[24];

static const char ini[] =
    JOINT_INI JOINT_HEL01 "[meeting joint_allocation]\n"
			  "units = nav, health, property\nquorum = 2\n"
			  "every_weeks = 2\n"
			  "[meeting strategic_forum]\nunits = nav\n"
			  "every_weeks = 13\n";

static int
setup(void **state)
{
	(void)state;
	joint_open(&f, ini, number);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

static json_int_t
plan(const char *type, const char *date)
{
	json_t *p = json_pack("{ss}", "type", type);

	if (date != NULL)
		json_object_set_new(p, "date", json_string(date));
	return int_at(fixture_ok(&f, "nav01", "meeting.plan", p), "meeting");
}

static const json_t *
show(const char *login, json_int_t meeting)
{
	return fixture_ok(&f, login, "meeting.show",
	    json_pack("{sI}", "meeting", meeting));
}

static const json_t *
agenda(const char *login, json_int_t meeting)
{
	fixture_ok(&f, "nav01", "meeting.agenda",
	    json_pack("{sI}", "meeting", meeting));
	return at(show(login, meeting), "agenda");
}

/* A case with an open allocation, of a person born on BIRTH (NULL: unknown). */
static void
asked_case(const char *birth, char out[24])
{
	json_t *person = json_pack("{ss}", "name", "Prøve Person");
	json_int_t id;

	if (birth != NULL)
		json_object_set_new(person, "birth_date", json_string(birth));
	id = int_at(fixture_ok(&f, "nav01", "person.add", person), "person");
	fixture_case(&f, json_pack("{sb sI}", "asks_help", 1, "person", id),
	    out);
	fixture_act(&f, "nav01", out, "to_allocation", NULL);
	assert_int_equal(fixture_act(&f, "nav01", out, "ask", NULL), RC_OK);
}

static bool
has_cause(const json_t *item, const char *cause)
{
	const json_t *one;
	size_t i;

	json_array_foreach(at(item, "causes"), i, one)
		if (strcmp(json_string_value(one), cause) == 0)
			return true;
	return false;
}

static enum rc
hold(json_int_t meeting)
{
	return fixture_ask(&f, "nav01", "meeting.hold",
	    json_pack("{sI}", "meeting", meeting));
}

static void
attend(json_int_t meeting, const char *unit, bool present)
{
	fixture_ok(&f, "nav01", "meeting.attend",
	    json_pack("{sI ss sb ss}", "meeting", meeting, "unit", unit,
		"present", present, "why", "kurs"));
}

/* D-063: new, overdue, under 30; who is 30 on the day is not. */
static void
the_agenda_is_made_of_what_is_new_overdue_or_under_30(void **state)
{
	char young[24], grown[24], unknown[24];
	const json_t *items;
	json_int_t m;

	(void)state;
	asked_case("1997-02-04", young);
	asked_case("1997-02-03", grown);
	asked_case(NULL, unknown);
	m = plan("joint_allocation", "2027-02-03");
	items = agenda("nav01", m);
	assert_int_equal(json_array_size(items), 3);
	assert_true(has_cause(pick(items, "case", young), "new"));
	assert_true(has_cause(pick(items, "case", young), "under_30"));
	assert_false(has_cause(pick(items, "case", grown), "under_30"));
	assert_false(has_cause(pick(items, "case", unknown), "under_30"));
	/* The case that nobody was asked about is not there. */
	assert_null(pick(items, "case", number));
	/* Its goal is one working day; on the third it is overdue. */
	assert_false(has_cause(pick(items, "case", young), "overdue"));
	fixture_advance(&f, "2027-01-14");
	items = agenda("nav01", m);
	assert_true(has_cause(pick(items, "case", young), "overdue"));
}

static void
what_stood_on_the_last_one_is_no_longer_new(void **state)
{
	char first[24], second[24];
	const json_t *items;
	json_int_t m;

	(void)state;
	asked_case(NULL, first);
	m = plan("joint_allocation", NULL);
	agenda("nav01", m);
	assert_int_equal(hold(m), RC_OK);
	fixture_advance(&f, "2027-01-12");
	asked_case(NULL, second);
	m = plan("joint_allocation", "2027-01-25");
	items = agenda("nav01", m);
	assert_int_equal(json_array_size(items), 2);
	assert_false(has_cause(pick(items, "case", first), "new"));
	assert_true(has_cause(pick(items, "case", second), "new"));
}

/* D-029, D-139: dates and numbers, nothing that weighs anybody. */
static void
the_order_of_the_agenda_is_that_of_dates_alone(void **state)
{
	char late[24], early[24];
	const json_t *items, *item;
	const char *before = "";
	json_t *value;
	const char *name;
	json_int_t m;
	size_t i;

	(void)state;
	asked_case("2005-01-01", late);
	fixture_advance(&f, "2027-01-12");
	asked_case("1950-01-01", early);
	m = plan("joint_allocation", "2027-02-03");
	items = agenda("nav01", m);
	assert_int_equal(json_array_size(items), 2);
	json_array_foreach(items, i, item) {
		assert_true(strcmp(before, text_at(item, "since")) <= 0);
		before = text_at(item, "since");
		json_object_foreach((json_t *)(uintptr_t)item, name, value)
			assert_false(json_is_number(value));
	}
	assert_string_equal(text_at(items, "0.case"), late);
}

/* D-041 and domain 2.2: being there opens no case. */
static void
participants_see_only_what_their_basis_shows(void **state)
{
	char one[24];
	json_int_t m;

	(void)state;
	asked_case(NULL, one);
	m = plan("joint_allocation", "2027-02-03");
	assert_int_equal(json_array_size(agenda("nav01", m)), 1);
	assert_int_equal(json_array_size(at(show("prop01", m), "agenda")), 1);
	assert_int_equal(json_array_size(at(show("team01", m), "agenda")), 0);
	fixture_ok(&f, "nav01", "meeting.note",
	    json_pack("{sI ss ss ss}", "meeting", m, "case", one, "outcome",
		"postponed", "note", "venter på svar fra fastlegen"));
	assert_string_equal(text_at(show("nav01", m), "agenda.0.note"),
	    "venter på svar fra fastlegen");
	assert_string_equal(text_at(show("prop01", m), "agenda.0.outcome"),
	    "postponed");
	assert_null(at(show("prop01", m), "agenda.0.note"));
	fixture_ask(&f, "team01", "meeting.note",
	    json_pack("{sI ss ss}", "meeting", m, "case", one, "outcome",
		"agreed"));
	assert_int_equal(f.rc, RC_NOTFOUND);
}

static void
a_meeting_without_quorum_is_not_held(void **state)
{
	json_int_t m;

	(void)state;
	m = plan("joint_allocation", NULL);
	assert_int_equal(json_array_size(at(show("nav01", m), "participants")),
	    3);
	attend(m, "health", false);
	attend(m, "property", false);
	assert_int_equal(hold(m), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_QUORUM");
	attend(m, "property", true);
	assert_int_equal(hold(m), RC_OK);
	assert_string_equal(text_at(show("nav01", m), "state"), "held");
	hold(m);
	ASSERT_ERROR(&f, RC_GUARD, "E_MEETING_STATE");
}

/* D-063 every second week here; D-141: four a year. */
static void
the_next_meeting_of_the_row_is_called_when_one_is_held(void **state)
{
	json_int_t m;

	(void)state;
	m = plan("joint_allocation", NULL);
	assert_int_equal(hold(m), RC_OK);
	m = int_at(f.result, "next");
	assert_string_equal(text_at(show("nav01", m), "date"), "2027-01-25");
	m = plan("strategic_forum", NULL);
	assert_int_equal(hold(m), RC_OK);
	m = int_at(f.result, "next");
	assert_string_equal(text_at(show("nav01", m), "date"), "2027-04-12");
	/* The strategic forum has no cases on its agenda (D-140). */
	assert_int_equal(json_array_size(agenda("nav01", m)), 0);
}

static void
a_meeting_is_not_called_for_a_day_that_has_passed(void **state)
{
	json_int_t m;

	(void)state;
	fixture_ask(&f, "nav01", "meeting.plan",
	    json_pack("{ss ss}", "type", "weekly_case", "date", "2027-01-10"));
	assert_int_equal(f.rc, RC_FIELDS);
	m = plan("weekly_case", "2027-01-12");
	assert_int_equal(hold(m), RC_GUARD);
	ASSERT_ERROR(&f, RC_GUARD, "E_DATE_ORDER");
}

static void
a_case_can_be_put_on_the_agenda_by_who_holds_it(void **state)
{
	json_int_t m;

	(void)state;
	m = plan("support_group", "2027-02-03");
	fixture_ok(&f, "nav01", "meeting.put",
	    json_pack("{sI ss}", "meeting", m, "case", number));
	assert_true(has_cause(at(show("nav01", m), "agenda.0"), "asked"));
	fixture_ask(&f, "team01", "meeting.put",
	    json_pack("{sI ss}", "meeting", m, "case", number));
	assert_int_equal(f.rc, RC_NOTFOUND);
}

static void
somebody_who_changed_it_meanwhile_is_noticed(void **state)
{
	struct ask *a;
	json_int_t m;

	(void)state;
	m = plan("joint_allocation", "2027-02-03");
	attend(m, "health", false);
	a = fixture_new_ask(&f, "nav01", "meeting.hold",
	    json_pack("{sI}", "meeting", m));
	a->if_rev = 1;
	assert_int_equal(fixture_submit(&f, a), RC_CONFLICT);
}

/* Long agendas are made in slices; every case is on it. */
static void
an_agenda_of_many_cases_is_whole(void **state)
{
	char one[24];
	json_int_t m;
	int i;

	(void)state;
	for (i = 0; i < 120; i++) {
		fixture_case(&f, json_pack("{sb}", "asks_help", 1), one);
		fixture_act(&f, "nav01", one, "to_allocation", NULL);
		fixture_act(&f, "nav01", one, "ask", NULL);
	}
	m = plan("joint_allocation", "2027-02-03");
	assert_int_equal(json_array_size(agenda("nav01", m)), 120);
	/* Made again, it is the same. */
	assert_int_equal(json_array_size(agenda("nav01", m)), 120);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_agenda_is_made_of_what_is_new_overdue_or_under_30),
		TEST(what_stood_on_the_last_one_is_no_longer_new),
		TEST(the_order_of_the_agenda_is_that_of_dates_alone),
		TEST(participants_see_only_what_their_basis_shows),
		TEST(a_meeting_without_quorum_is_not_held),
		TEST(the_next_meeting_of_the_row_is_called_when_one_is_held),
		TEST(a_meeting_is_not_called_for_a_day_that_has_passed),
		TEST(a_case_can_be_put_on_the_agenda_by_who_holds_it),
		TEST(somebody_who_changed_it_meanwhile_is_noticed),
		TEST(an_agenda_of_many_cases_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
