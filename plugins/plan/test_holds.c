/*
 * test_holds -- the invariants of domain §3.1 over all rows; see test_holds.h.
 */
#include "test_holds.h"

#include <stdio.h>
#include <string.h>

static json_int_t
of(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

static enum plan_state
state_of(const json_t *row)
{
	enum plan_state s = PLAN_NEED;

	assert_true(plan_state_parse(drawn_text(row, "state"), &s));
	return s;
}

/* Done reviews of PLAN. */
static json_int_t
reviews_of(const struct fixture *f, json_int_t plan)
{
	json_int_t n = 0;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "review"), i,
	    row)
		n += drawn_int(row, "plan") == plan;
	return n;
}

static size_t
content(const struct fixture *f)
{
	static const char *const kinds[] = { "goal", "measure", "participant",
		"review", "subplan", "cti" };
	size_t k, n = 0;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		n += json_array_size(ram_rows(f->d.r, kinds[k]));
	return n;
}

/* Invariants 3 and 9; and no day before the one that it follows. */
static const char *
broken_in_force(const struct fixture *f, const json_t *row)
{
	const char *coordinator = drawn_text(row, "coordinator");
	const char *substitute = drawn_text(row, "substitute");
	struct bf_date from = drawn_day(row, "from"), to = drawn_day(row, "to");
	enum plan_state s = state_of(row);

	if (plan_dates(from, to, BF_NO_DATE) != NULL)
		return "the period ends before it begins";
	if (drawn_int(row, "version") != 1 + reviews_of(f, of(row, "id")))
		return "a version for each review, and one";
	if ((coordinator == NULL) != (substitute == NULL))
		return "a coordinator always with a substitute";
	if (s != PLAN_IN_FORCE && s != PLAN_REVIEW)
		return NULL;
	if (plan_dates(from, to, drawn_day(row, "next_review")) != NULL)
		return "the review lies in the period";
	if (coordinator == NULL || strcmp(coordinator, substitute) == 0)
		return "no plan in force without coordinator and substitute";
	if (drawn_text(row, "main_unit") == NULL)
		return "one main responsible service";
	if (!f->consented[of(row, "owner")])
		return "no plan in force without consent";
	return NULL;
}

static const char *
broken_parts(const struct fixture *f)
{
	const json_t *last = NULL;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "measure"), i,
	    row) {
		if (drawn_text(row, "unit") == NULL)
			return "each measure has one unit";
		if (plan_dates(drawn_day(row, "from"), drawn_day(row, "to"),
			BF_NO_DATE) != NULL)
			return "a measure ends before it begins";
		if (drawn_text(row, "form") != NULL &&
		    strcmp(drawn_text(row, "form"), "vedtak") == 0 &&
		    drawn_int(row, "decision") == 0)
			return "a measure by decision has its decision";
	}
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "cti"), i,
	    row) {
		if (drawn_day(row, "to").days < drawn_day(row, "from").days)
			return "a phase ends before it begins";
		if (last != NULL &&
		    drawn_int(last, "plan") == drawn_int(row, "plan") &&
		    drawn_day(row, "from").days !=
			drawn_day(last, "to").days + 1)
			return "a phase begins the day after the one before";
		last = row;
	}
	return NULL;
}

/* The report's sums are those of the plans. */
const char *
broken_sums(const void *own)
{
	const struct fixture *f = own;
	json_t *rows =
	    ram_report(f->d.r, "ip", day("2027-01-01"), day("2031-12-31"));
	json_int_t sum = 0, n_open = 0;
	const char *what;
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		what = json_string_value(json_object_get(row, "what"));
		if (strcmp(what, "apne_ip") == 0 ||
		    strcmp(what, "apne_malplaner") == 0)
			sum += of(row, "n");
	}
	json_decref(rows);
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "plan"), i,
	    row)
		n_open += plan_state_is_open(state_of(row));
	return sum == n_open ? NULL : "the report counts every open plan";
}

/* The rule that does not hold; NULL: all do. */
const char *
broken(const void *own)
{
	const struct fixture *f = own;
	int open[RAM_PERSONS + 1] = { 0 };
	const char *why;
	enum plan_state s;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "plan"), i,
	    row) {
		s = state_of(row);
		if (i < f->n_was && f->was[i] != s &&
		    !plan_state_may(f->was[i], s))
			return "states move as the picture has it";
		if (plan_state_is_open(s) && ++open[of(row, "owner")] > 1)
			return "at most one open plan a person";
		if ((why = broken_in_force(f, row)) != NULL)
			return why;
	}
	if (content(f) > f->n_content && !f->could_write)
		return "no content before consent";
	return broken_parts(f);
}

void
remember_consents(struct fixture *f)
{
	json_int_t p;

	for (p = 1; p <= RAM_PERSONS; p++)
		f->consented[p] = ram_consents_to(f->d.r, p, "plan");
}

void
remember(void *own)
{
	struct fixture *f = own;
	json_t *row;
	size_t i;

	f->n_was = 0;
	f->could_write = false;
	remember_consents(f);
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->d.r, "plan"), i,
	    row) {
		if (i < PLANS_MAX)
			f->was[f->n_was++] = state_of(row);
		if (plan_state_takes_content(state_of(row)) &&
		    f->consented[of(row, "owner")])
			f->could_write = true;
	}
	f->n_content = content(f);
}

/* ---- plans */

json_t *
on(json_int_t plan)
{
	return json_pack("{sI}", "plan", plan);
}

void
fill(struct fixture *f, json_int_t plan)
{
	static const char *const questions[] = { "coordinator_hol_7_2",
		"coordinator_sphl_2_5a", "child_coordinator",
		"contact_physician" };
	json_t *p;
	size_t i;

	drawn_try(&f->d, "nav01", "nav", "set",
	    json_pack("{sI ss ss ss ss ss ss sb}", "plan", plan, "resources",
		"r", "needs", "n", "contributions", "c", "cooperation", "j",
		"culture", "k", "child_part", "b", "access_answered", 1));
	drawn_try(&f->d, "nav01", "nav", "set",
	    json_pack("{sI so so}", "plan", plan, "from",
		draw_day(&f->d, -60, 500), "to", draw_day(&f->d, -60, 500)));
	p = json_pack("{sI ss ss sb}", "plan", plan, "area", "bolig", "text",
	    "t", "own_effort", 1);
	if (draw(&f->d, 2) == 0)
		json_object_set_new(p, "target", draw_day(&f->d, -60, 500));
	drawn_try(&f->d, "nav01", "nav", "goal", p);
	drawn_try(&f->d, "nav01", "nav", "measure",
	    json_pack("{sI ss ss ss ss}", "plan", plan, "unit", "nav", "text",
		"t", "extent", "e", "how", "h"));
	drawn_try(&f->d, "nav01", "nav", "participant",
	    json_pack("{sI ss}", "plan", plan, "unit", "nav"));
	for (i = 0; i < 4; i++)
		drawn_try(&f->d, "nav01", "nav", "answer",
		    json_pack("{sI ss ss}", "plan", plan, "question",
			questions[i], "answer", "offered"));
	drawn_try(&f->d, "nav01", "nav", "coordinator",
	    json_pack("{sI ss ss}", "plan", plan, "user", "nav01", "substitute",
		"nav02"));
}

void
make_whole(struct fixture *f)
{
	drawn_begin(&f->d);
	assert_true(ram_consent(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	drawn_must(&f->d, "start", on(1));
	drawn_must(&f->d, "set",
	    json_pack("{si ss ss}", "plan", 1, "from", "2027-01-04", "to",
		"2028-01-03"));
	fill(f, 1);
	drawn_must(&f->d, "set",
	    json_pack("{si ss ss}", "plan", 1, "from", "2027-01-04", "to",
		"2028-01-03"));
	drawn_must(&f->d, "activate", on(1));
}

void
assert_stands(struct fixture *f, json_int_t plan, const char *state)
{
	const json_t *row =
	    json_array_get(ram_rows(f->d.r, "plan"), (size_t)plan - 1);

	assert_string_equal(drawn_text(row, "state"), state);
	assert_null(broken(f));
	remember(f);
}

void
refused(struct fixture *f, const char *verb, json_t *p, const char *name)
{
	char method[48];

	snprintf(method, sizeof(method), "plan.%s", verb);
	assert_int_not_equal(ram_call(f->d.r, "nav01", "nav", method, p, NULL),
	    BF_OK);
	assert_string_equal(ram_error(f->d.r), name);
}
