/*
 * Protected addresses in cases: not shown, not sent (domain §2.2, §7.4 no. 11).
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "fixture.h"
#include "look.h"
#include "store/rotate.h"

#define NUMBER_1 "12838849855"
#define PLACE "Hemmeligveien 7"
#define HOME "Skjulgata 3"

static struct fixture f;
static char number[24];
static json_int_t person;

/* A case of NAV's that names a person of GRADE and has a place in it. */
static void
begin(const char *grade)
{
	fixture_open(&f);
	person = int_at(fixture_ok(&f, "nav01", "person.add",
			    json_pack("{ss ss ss ss}", "name", "Prøve Skjult",
				"number", NUMBER_1, "address", HOME, "grade",
				grade)),
	    "person");
	fixture_case(&f, json_pack("{sI}", "person", person), number);
	fixture_act(&f, "nav01", number, "house",
	    json_pack("{ss}", "place", PLACE));
	assert_int_equal(f.rc, RC_OK);
}

static int
teardown(void **state)
{
	(void)state;
	fixture_close(&f);
	return 0;
}

/* Does METHOD of the case answer with TEXT in it? */
static bool
shows(const char *method, const char *text, const char *use)
{
	struct ask *a = fixture_new_ask(&f, "nav01", method,
	    json_pack("{ss}", "case", number));
	char *all;
	bool yes;

	if (strcmp(method, "case.form") == 0)
		json_object_set_new(a->params, "action", json_string("house"));
	a->use = use != NULL ? mem_text(use) : NULL;
	assert_int_equal(fixture_submit(&f, a), RC_OK);
	all = json_dumps(f.result, 0);
	yes = strstr(all, text) != NULL;
	free(all);
	return yes;
}

/* The same, but the case names the person's household alone. */
static void
begin_household(const char *grade)
{
	json_int_t id;

	begin(grade);
	id = int_at(fixture_ok(&f, "nav01", "household.add",
			json_pack("{sI}", "person", person)),
	    "household");
	fixture_case(&f, json_pack("{sI}", "household", id), number);
	fixture_act(&f, "nav01", number, "house",
	    json_pack("{ss}", "place", PLACE));
	assert_int_equal(f.rc, RC_OK);
}

static void
so_is_it_where_the_case_names_their_household_alone(void **state)
{
	(void)state;
	begin_household("open");
	assert_true(shows("case.show", PLACE, NULL));
	fixture_close(&f);
	begin_household("strictly_protected");
	assert_false(shows("case.show", PLACE, NULL));
	assert_false(shows("case.history", PLACE, NULL));
	assert_false(shows("case.form", PLACE, NULL));
	fixture_act(&f, "nav01", number, "tell_landlord", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_PROTECTED");
}

/* Domain §2.2: nor where somebody wrote it into the words of a decision. */
static void
nor_does_a_decision_show_it(void **state)
{
	static const char *const grades[] = { "open", "strictly_protected" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		if (i > 0)
			fixture_close(&f);
		begin(grades[i]);
		fixture_act(&f, "nav01", number, "decide",
		    json_pack("{ss}", "why", "Du får bli i " PLACE));
		assert_int_equal(f.rc, RC_OK);
		fixture_ok(&f, "nav01", "decision.show",
		    json_pack("{ss si}", "case", number, "no", 1));
		assert_int_equal(at(f.result, "content") == NULL, i == 1);
		assert_string_equal(text_at(f.result, "withheld"),
		    i == 1 ? "address" : "(none)");
	}
}

static void
an_open_address_is_shown_in_its_case(void **state)
{
	(void)state;
	begin("open");
	assert_true(shows("case.show", PLACE, NULL));
	assert_true(shows("case.history", PLACE, NULL));
	assert_true(shows("case.form", PLACE, NULL));
}

static void
a_strictly_protected_one_is_shown_nowhere(void **state)
{
	(void)state;
	begin("strictly_protected");
	assert_false(shows("case.show", PLACE, NULL));
	assert_false(shows("case.history", PLACE, NULL));
	assert_false(shows("case.form", PLACE, NULL));
	assert_false(shows("case.show", HOME, NULL));
}

/* A paper of class address, of the case and about ABOUT (0: nobody). */
static json_int_t
file_paper(json_int_t about)
{
	json_t *p = json_pack("{ss si ss ss}", "case", number, "file", 0,
	    "class", "address", "title", PLACE);
	int fd = memfd_create("paper", MFD_CLOEXEC);
	struct ask *a;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, PLACE, strlen(PLACE)), strlen(PLACE));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	if (about != 0)
		json_object_set_new(p, "person", json_integer(about));
	a = fixture_new_ask(&f, "nav01", "document.put", p);
	a->fds[0] = fd;
	a->n_fds = 1;
	assert_int_equal(fixture_submit(&f, a), RC_OK);
	return int_at(f.result, "document");
}

/* Is PAPER there for who asks by USE: bytes, in the list, in the case? */
static bool
has_paper(json_int_t paper, const char *use)
{
	struct ask *a = fixture_new_ask(&f, "nav01", "document.get",
	    json_pack("{sI}", "document", paper));
	bool yes;

	a->use = use != NULL ? mem_text(use) : NULL;
	yes = fixture_submit(&f, a) == RC_OK;
	if (!yes)
		ASSERT_ERROR(&f, RC_NOTFOUND, "E_NOT_FOUND");
	assert_int_equal(shows("document.list", PLACE, use), yes);
	(void)shows("case.show", PLACE, use);
	assert_int_equal(json_array_size(at(f.result, "documents")), yes);
	return yes;
}

static void
nor_are_papers_of_class_address(void **state)
{
	json_int_t paper;

	(void)state;
	begin("open");
	assert_true(has_paper(file_paper(0), NULL));
	fixture_close(&f);
	begin("protected");
	paper = file_paper(0);
	assert_true(has_paper(paper, NULL));
	assert_false(has_paper(paper, "export"));
	fixture_close(&f);
	begin("strictly_protected");
	assert_false(has_paper(file_paper(0), NULL));
}

/* The case names nobody; its paper does. */
static void
nor_are_papers_about_one_whom_the_case_does_not_name(void **state)
{
	(void)state;
	begin("strictly_protected");
	fixture_case(&f, NULL, number);
	assert_false(has_paper(file_paper(person), NULL));
}

/* What was said while the address was open is hidden when it no longer is. */
static void
a_grade_that_is_raised_hides_what_was_shown(void **state)
{
	(void)state;
	begin("open");
	fixture_ok(&f, "nav01", "person.change",
	    json_pack("{sI ss}", "person", person, "grade",
		"strictly_protected"));
	assert_false(shows("case.show", PLACE, NULL));
	assert_false(shows("case.history", PLACE, NULL));
}

static void
a_protected_one_is_shown_and_not_exported(void **state)
{
	(void)state;
	begin("protected");
	assert_true(shows("case.show", PLACE, NULL));
	assert_false(shows("case.show", PLACE, "export"));
	assert_false(shows("case.history", PLACE, "print"));
}

/* It must still be possible to say where somebody was housed. */
static void
it_may_be_given_all_the_same(void **state)
{
	(void)state;
	begin("strictly_protected");
	fixture_act(&f, "nav01", number, "house",
	    json_pack("{ss}", "place", "Et annet sted"));
	assert_int_equal(f.rc, RC_OK);
}

static void
no_letter_tells_it(void **state)
{
	(void)state;
	begin("strictly_protected");
	fixture_act(&f, "nav01", number, "tell_landlord", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_PROTECTED");
	assert_null(strstr(f.err.text, "Hemmelig"));
}

/* Written otherwise it is the same address. */
static void
no_letter_tells_it_in_capitals(void **state)
{
	(void)state;
	begin("protected");
	fixture_act(&f, "nav01", number, "house",
	    json_pack("{ss}", "place", "  SKJULGATA   3 "));
	fixture_act(&f, "nav01", number, "tell_landlord", NULL);
	ASSERT_ERROR(&f, RC_GUARD, "E_PROTECTED");
}

static void
no_event_carries_it_into_another_case(void **state)
{
	char other[24];

	(void)state;
	begin("protected");
	fixture_case(&f, NULL, other);
	fixture_act(&f, "nav01", number, "tell_others",
	    json_pack("{ss}", "why", other));
	ASSERT_ERROR(&f, RC_GUARD, "E_PROTECTED");
}

/* Who lives there may read it in their own letter. */
static void
the_person_is_told_where_they_live(void **state)
{
	(void)state;
	begin("strictly_protected");
	fixture_act(&f, "nav01", number, "tell_applicant", NULL);
	assert_int_equal(f.rc, RC_OK);
}

/* And nobody else reads it in the letter that tells them so. */
static void
who_wrote_to_them_does_not_read_it_there(void **state)
{
	static const char *const grades[] = { "open", "strictly_protected" };
	json_int_t letter;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		begin(grades[i]);
		fixture_act(&f, "nav01", number, "tell_applicant", NULL);
		fixture_ok(&f, "nav01", "outbox.list",
		    json_pack("{ss sb}", "case", number, "all", 1));
		letter = int_at(f.result, "rows.0.id");
		fixture_ok(&f, "nav01", "outbox.show",
		    json_pack("{sI}", "letter", letter));
		assert_string_equal(text_at(f.result, "kind"), "letter");
		assert_int_equal(at(f.result, "content") != NULL, i == 0);
		if (i == 0)
			fixture_close(&f);
	}
}

static void
an_open_one_may_be_sent(void **state)
{
	(void)state;
	begin("open");
	fixture_act(&f, "nav01", number, "tell_landlord", NULL);
	assert_int_equal(f.rc, RC_OK);
}

/* Old versions too lie under a new key from then on. */
static void
a_change_of_grade_begins_to_seal_the_person_anew(void **state)
{
	struct err e = ERR_INIT;
	json_t *last = NULL;

	(void)state;
	begin("open");
	assert_int_equal(rotate_last(f.store, &last, &e), RC_OK);
	assert_true(json_is_null(last));
	json_decref(last);
	fixture_ok(&f, "nav01", "person.change",
	    json_pack("{sI ss}", "person", person, "grade", "protected"));
	assert_int_equal(rotate_last(f.store, &last, &e), RC_OK);
	assert_string_equal(text_at(last, "owner_kind"), "person");
	assert_int_equal(int_at(last, "owner_id"), person);
	json_decref(last);
}

static void
another_change_of_the_person_seals_nothing_anew(void **state)
{
	struct err e = ERR_INIT;
	json_t *last = NULL;

	(void)state;
	begin("open");
	fixture_ok(&f, "nav01", "person.change",
	    json_pack("{sI ss ss}", "person", person, "grade", "open", "phone",
		"90000000"));
	assert_int_equal(rotate_last(f.store, &last, &e), RC_OK);
	assert_true(json_is_null(last));
	json_decref(last);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_teardown(f, teardown)
		T(an_open_address_is_shown_in_its_case),
		T(a_strictly_protected_one_is_shown_nowhere),
		T(so_is_it_where_the_case_names_their_household_alone),
		T(nor_are_papers_of_class_address),
		T(nor_are_papers_about_one_whom_the_case_does_not_name),
		T(a_grade_that_is_raised_hides_what_was_shown),
		T(a_protected_one_is_shown_and_not_exported),
		T(it_may_be_given_all_the_same),
		T(no_letter_tells_it),
		T(no_letter_tells_it_in_capitals),
		T(no_event_carries_it_into_another_case),
		T(the_person_is_told_where_they_live),
		T(who_wrote_to_them_does_not_read_it_there),
		T(nor_does_a_decision_show_it),
		T(an_open_one_may_be_sent),
		T(a_change_of_grade_begins_to_seal_the_person_anew),
		T(another_change_of_the_person_seals_nothing_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
