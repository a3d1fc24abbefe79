/*
 * test_property -- no sequence of calls breaks the rules of domain §3.1.
 *
 * The plugin itself, on a host in memory: whole courses drawn by chance, and
 * after every call all that must hold (test_holds).
 */
#include "test_holds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct bf_plugin bf_plugin;

static void
try(struct fixture *f, const char *verb, json_t *p)
{
	static const char *const by[][2] = { { "nav01", "nav" },
		{ "nav02", "nav" }, { "rus01", "rus" },
		{ "bolig01", "bolig" } };
	uint32_t i = draw(&f->d, 8);

	i = i < 4 ? i : 0;
	drawn_try(&f->d, by[i][0], by[i][1], verb, p);
}

static json_int_t
some_plan(struct fixture *f)
{
	size_t n = json_array_size(ram_rows(f->d.r, "plan"));

	/* The newest, as a rule; sometimes one that is not there. */
	if (n == 0 || draw(&f->d, 20) == 0)
		return (json_int_t)n + 1;
	return draw(&f->d, 3) > 0 ? (json_int_t)n :
				    (json_int_t)draw(&f->d, (uint32_t)n) + 1;
}

static json_t *
on(json_int_t plan)
{
	return json_pack("{sI}", "plan", plan);
}

/* All that the letters ask for, by whoever is responsible. */
static void
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

static const char *const people[] = { "nav01", "nav02", "rus01", "rus02",
	"ukjent", NULL };
static const char *const some_units[] = { "nav", "rus", "bolig", "ukjent",
	NULL };
static const char *const kinds[] = { "ip", "maalplan", NULL };
static const char *const reasons[] = { "mal_nadd", "onsker_slutt",
	"behov_bortfalt", "flyttet", "dod", NULL };

/* Beginning and ending. */
static void
course_call(struct fixture *f, json_int_t plan)
{
	static const char *const givers[] = { "person", "parent", "guardian",
		NULL };
	char number[16];

	switch (draw(&f->d, 9)) {
	case 0:
		snprintf(number, sizeof(number), "2027/%u",
		    draw(&f->d, RAM_PERSONS) + 1);
		try(f, "report_need", json_pack("{ss}", "case", number));
		break;
	case 1:
		try(f, "offer",
		    json_pack("{sI ss}", "plan", plan, "kind",
			draw_one(&f->d, kinds)));
		break;
	case 2:
		try(f, "decline", on(plan));
		break;
	case 3:
		try(f, "refuse",
		    json_pack("{sI si}", "plan", plan, "decision",
			(int)draw(&f->d, 3) + 1));
		break;
	case 4:
	case 5:
		try(f, "start",
		    json_pack("{sI ss si ss}", "plan", plan, "kind",
			draw_one(&f->d, kinds), "level",
			(int)draw(&f->d, 3) + 2, "consent_by",
			draw_one(&f->d, givers)));
		break;
	case 6:
		try(f, "activate", on(plan));
		break;
	case 7:
		try(f, "resume", on(plan));
		break;
	default:
		try(f, "close",
		    json_pack("{sI ss sb}", "plan", plan, "reason_code",
			draw_one(&f->d, reasons), "agreed",
			(int)draw(&f->d, 2)));
	}
}

static void
lead_call(struct fixture *f, json_int_t plan)
{
	switch (draw(&f->d, 5)) {
	case 0:
		try(f, "coordinator",
		    json_pack("{sI ss ss}", "plan", plan, "user",
			draw_one(&f->d, people), "substitute",
			draw_one(&f->d, people)));
		break;
	case 1:
		try(f, "absent",
		    json_pack("{sI so so}", "plan", plan, "from",
			draw_day(&f->d, -60, 500), "to",
			draw_day(&f->d, -60, 500)));
		break;
	case 2:
		try(f, "responsible",
		    json_pack("{sI ss}", "plan", plan, "unit",
			draw_one(&f->d, some_units)));
		break;
	case 3:
		try(f, "responsible", on(plan));
		break;
	default:
		try(f, "hand_over",
		    json_pack("{sI ss}", "plan", plan, "unit",
			draw_one(&f->d, some_units)));
	}
}

static void
content_call(struct fixture *f, json_int_t plan)
{
	static const char *const statuses[] = { "i_gang", "nadd", "forlatt",
		NULL };
	static const char *const forms[] = { "vedtak", "samarbeidsavtale",
		"uten_vedtak", NULL };

	switch (draw(&f->d, 9)) {
	case 0:
		try(f, "set",
		    json_pack("{sI so so}", "plan", plan, "from",
			draw_day(&f->d, -60, 500), "to",
			draw_day(&f->d, -60, 500)));
		break;
	case 1:
		try(f, "measure",
		    json_pack("{sI ss ss ss si so so}", "plan", plan, "unit",
			draw_one(&f->d, some_units), "text", "t", "form",
			draw_one(&f->d, forms), "decision",
			(int)draw(&f->d, 3) + 1, "from",
			draw_day(&f->d, -60, 500), "to",
			draw_day(&f->d, -60, 500)));
		break;
	case 2:
		try(f, "participant",
		    json_pack("{sI ss}", "plan", plan, "unit",
			draw_one(&f->d, some_units)));
		break;
	case 3:
		try(f, "goal_status",
		    json_pack("{si ss}", "goal", (int)draw(&f->d, 4) + 1,
			"status", draw_one(&f->d, statuses)));
		break;
	case 4:
		try(f, "review",
		    json_pack("{sI ss ss so}", "plan", plan, "text", "t",
			"own_view", "v", "next_review",
			draw_day(&f->d, -60, 500)));
		break;
	case 5:
		try(f, draw(&f->d, 2) == 0 ? "promote" : "step_down",
		    json_pack("{sI sb}", "plan", plan, "agreed",
			(int)draw(&f->d, 2)));
		break;
	case 6:
		try(f, "cti_start",
		    json_pack("{sI so sb}", "plan", plan, "start",
			draw_day(&f->d, -60, 500), "tenancy", 1));
		break;
	case 7:
		try(f, "cti_close",
		    json_pack("{sI si ss ss}", "plan", plan, "phase",
			(int)draw(&f->d, 3) + 1, "summary", "s", "takes_over",
			"o"));
		break;
	default:
		fill(f, plan);
	}
}

/* What happens without a call: consents, days, decisions. */
static void
world(struct fixture *f)
{
	int64_t person = (int64_t)draw(&f->d, RAM_PERSONS) + 1;
	const char *purpose = draw(&f->d, 3) > 0 ? "plan" : "plan_access";
	const char *to = draw(&f->d, 2) > 0 ? "nav" : "rus";
	bool ok = true;

	switch (draw(&f->d, 6)) {
	case 0:
	case 1:
	case 2:
		ok = ram_consent(f->d.r, person, purpose, to);
		break;
	case 3:
		ok = ram_withdraw(f->d.r, person, purpose, to);
		break;
	case 4:
		drawn_advance(&f->d, draw(&f->d, 120));
		return;
	default:
		ram_decide(f->d.r, (int)draw(&f->d, 3));
	}
	remember_consents(f);
	drawn_judge(&f->d, "something outside", ok);
}

static void
by_chance(void *own)
{
	struct fixture *f = own;

	switch (draw(&f->d, 6)) {
	case 0:
		world(f);
		break;
	case 1:
	case 2:
		course_call(f, some_plan(f));
		break;
	case 3:
	case 4:
		content_call(f, some_plan(f));
		break;
	default:
		lead_call(f, some_plan(f));
	}
}

/* A plan that has begun, with what the letters ask for, in two of three. */
static void
begin(void *own)
{
	struct fixture *f = own;
	const char *kind;

	if (draw(&f->d, 3) == 0)
		return;
	kind = draw_one(&f->d, kinds);
	(void)ram_consent(f->d.r, 1, "plan", "nav");
	remember(f);
	drawn_try(&f->d, "nav01", "nav", "report_need",
	    json_pack("{ss}", "case", "2027/1"));
	drawn_try(&f->d, "nav01", "nav", "offer",
	    json_pack("{si ss}", "plan", 1, "kind", kind));
	drawn_try(&f->d, "nav01", "nav", "start",
	    json_pack("{si ss si}", "plan", 1, "kind", kind, "level",
		(int)draw(&f->d, 3) + 2));
	if (draw(&f->d, 2) > 0)
		return;
	fill(f, 1);
	drawn_try(&f->d, "nav01", "nav", "set",
	    json_pack("{si ss ss}", "plan", 1, "from", "2027-01-04", "to",
		"2028-06-03"));
	drawn_try(&f->d, "nav01", "nav", "activate", on(1));
}

static const struct drawn_course course = {
	.plugin = &bf_plugin,
	.seed = 20270104u,
	.day = "2027-01-04",
	.calls = 16,
	.kinds = { { .kind = "plan" } },
	.begin = begin,
	.next = by_chance,
	.remember = remember,
	.broken = broken,
	.broken_sums = broken_sums,
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return -1;
	drawn_open(&f->d, &course, f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	drawn_close(&f->d);
	free(f);
	return 0;
}

/* Invariants 1, 2, 3, 6, 8, 9 and E_DATE_ORDER. */
static void
no_sequence_of_calls_breaks_a_rule_of_plans(void **state)
{
	struct fixture *f = *state;

	drawn_run(&f->d);
}

/* A plan in force, made as it should be. */
static void
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

/* The property can fail: what is broken by hand is found, by its name. */
static void
a_rule_that_is_broken_is_found(void **state)
{
	static const struct {
		const char *kind, *name, *value, *why;
	} rows[] = {
		{ "plan", "substitute", NULL,
		    "a coordinator always with a substitute" },
		{ "plan", "substitute", "nav01",
		    "no plan in force without coordinator and substitute" },
		{ "plan", "to", "2027-01-03",
		    "the period ends before it begins" },
		{ "plan", "next_review", "2029-01-01",
		    "the review lies in the period" },
		{ "plan", "main_unit", NULL, "one main responsible service" },
		{ "plan", "state", "behov_meldt",
		    "states move as the picture has it" },
		{ "measure", "unit", NULL, "each measure has one unit" },
		{ "measure", "form", "vedtak",
		    "a measure by decision has its decision" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_whole(f);
		drawn_found(&f->d, rows[i].kind, rows[i].name,
		    rows[i].value != NULL ? json_string(rows[i].value) :
					    json_null(),
		    rows[i].why);
	}
	make_whole(f);
	drawn_found(&f->d, "plan", "version", json_integer(3),
	    "a version for each review, and one");
	make_whole(f);
	f->consented[1] = false;
	assert_string_equal(broken(f), "no plan in force without consent");
	/* What appears while nobody may write anything. */
	make_whole(f);
	f->could_write = false;
	f->n_content--;
	assert_string_equal(broken(f), "no content before consent");
}

static void
assert_stands(struct fixture *f, json_int_t plan, const char *state)
{
	const json_t *row =
	    json_array_get(ram_rows(f->d.r, "plan"), (size_t)plan - 1);

	assert_string_equal(drawn_text(row, "state"), state);
	assert_null(broken(f));
	remember(f);
}

static void
refused(struct fixture *f, const char *verb, json_t *p, const char *name)
{
	char method[48];

	snprintf(method, sizeof(method), "plan.%s", verb);
	assert_int_not_equal(ram_call(f->d.r, "nav01", "nav", method, p, NULL),
	    BF_OK);
	assert_string_equal(ram_error(f->d.r), name);
}

/* From a need to what stops and ends a plan, move by move. */
static void
the_moves_of_a_plan_in_force_can_be_made(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	assert_stands(f, 1, "gjeldende");
	refused(f, "activate", on(1), "E_PLAN_STATE");
	drawn_advance(&f->d, 92);
	assert_stands(f, 1, "til_revisjon");
	/* A review is not got around. */
	refused(f, "activate", on(1), "E_PLAN_STATE");
	drawn_must(&f->d, "review",
	    json_pack("{si ss ss}", "plan", 1, "text", "t", "own_view", "v"));
	assert_stands(f, 1, "gjeldende");
	assert_true(ram_withdraw(f->d.r, 1, "plan", "nav"));
	assert_stands(f, 1, "stanset_samtykke");
	refused(f, "resume", on(1), "E_CONSENT_REQUIRED");
	assert_true(ram_consent(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "resume", on(1));
	assert_stands(f, 1, "gjeldende");
	assert_true(ram_withdraw(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "close",
	    json_pack("{si ss}", "plan", 1, "reason_code", "flyttet"));
	assert_stands(f, 1, "avsluttet");
	refused(f, "start", on(1), "E_PLAN_STATE");
	/* A new need is a plan of its own that says which came before. */
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	assert_stands(f, 2, "behov_meldt");
	assert_int_equal(drawn_int(json_array_get(ram_rows(f->d.r, "plan"), 1),
			     "previous"),
	    1);
	assert_true(ram_consent(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "start", on(2));
	assert_stands(f, 2, "under_arbeid");
}

/* Declined and refused; after a refusal a later decision opens it. */
static void
the_moves_of_a_need_can_be_made(void **state)
{
	struct fixture *f = *state;

	drawn_begin(&f->d);
	assert_true(ram_consent(f->d.r, 1, "plan", "nav"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	drawn_must(&f->d, "offer",
	    json_pack("{si ss}", "plan", 1, "kind", "ip"));
	assert_stands(f, 1, "tilbudt");
	drawn_must(&f->d, "decline", on(1));
	assert_stands(f, 1, "avslatt_av_bruker");
	drawn_must(&f->d, "start", on(1));
	assert_stands(f, 1, "under_arbeid");
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/2"));
	/* Another unit should: no reason to refuse.  A decision is. */
	refused(f, "refuse", json_pack("{si si}", "plan", 2, "decision", 1),
	    "E_NO_DECISION");
	ram_decide(f->d.r, 1);
	drawn_must(&f->d, "refuse",
	    json_pack("{si si}", "plan", 2, "decision", 1));
	assert_stands(f, 2, "avslag");
	assert_true(ram_consent(f->d.r, 2, "plan", "nav"));
	refused(f, "start", on(2), "E_NO_DECISION");
	refused(f, "start", json_pack("{si si}", "plan", 2, "decision", 1),
	    "E_NO_DECISION");
	ram_decide(f->d.r, 2);
	drawn_must(&f->d, "start",
	    json_pack("{si si}", "plan", 2, "decision", 2));
	assert_stands(f, 2, "under_arbeid");
}

/* What the page of a goal plan or a plan counts, exactly. */
static void
the_report_counts_each_plan_once(void **state)
{
	static const struct {
		const char *what;
		json_int_t n;
	} rows[] = { { "apne_ip", 1 }, { "apne_malplaner", 1 },
		{ "tatt_i_bruk", 1 }, { "avsluttet", 0 }, { "stanset", 0 },
		{ "revisjon_over_tiden", 1 }, { "uten_koordinator", 1 },
		{ "takket_nei", 1 }, { "behov_meldt", 3 },
		{ "ip_fullstendige", 1 }, { "mangler_c", 0 } };
	struct fixture *f = *state;
	json_t *report, *row;
	json_int_t n;
	size_t i, k;

	make_whole(f);
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/2"));
	assert_true(ram_consent(f->d.r, 2, "plan", "nav"));
	drawn_must(&f->d, "start",
	    json_pack("{si ss}", "plan", 2, "kind", "maalplan"));
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/3"));
	drawn_must(&f->d, "offer",
	    json_pack("{si ss}", "plan", 3, "kind", "ip"));
	drawn_must(&f->d, "decline", on(3));
	report = ram_report(f->d.r, "ip", day("2027-01-01"), day("2027-04-30"));
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		n = -1;
		json_array_foreach(report, k, row)
			if (strcmp(rows[i].what,
				json_string_value(
				    json_object_get(row, "what"))) == 0)
				n = json_integer_value(
				    json_object_get(row, "n"));
		if (n != rows[i].n)
			fail_msg("%s: %lld", rows[i].what, (long long)n);
	}
	json_decref(report);
}

/* The coordinating unit is told, and stays told until it is settled. */
static void
the_coordinating_unit_keeps_a_need_until_it_is_settled(void **state)
{
	struct fixture *f = *state;

	make_whole(f);
	drawn_must(&f->d, "report_need", json_pack("{ss}", "case", "2027/1"));
	assert_true(ram_has_task(f->d.r, 1, "plan_need.2"));
	drawn_must(&f->d, "offer",
	    json_pack("{si ss}", "plan", 2, "kind", "ip"));
	refused(f, "start", on(2), "E_PLAN_DUPLICATE");
	assert_true(ram_has_task(f->d.r, 1, "plan_need.2"));
	drawn_must(&f->d, "decline", on(2));
	assert_false(ram_has_task(f->d.r, 1, "plan_need.2"));
}

/* Each goal, plan and phase has a task of its own; the end of a plan ends all. */
static void
no_task_hides_another_and_none_is_left(void **state)
{
	struct fixture *f = *state;
	json_int_t i;

	make_whole(f);
	for (i = 0; i < 2; i++)
		drawn_must(&f->d, "goal",
		    json_pack("{si ss ss ss}", "plan", 1, "area", "bolig",
			"text", "t", "target", "2027-02-01"));
	/* Under way before the day is no answer after it. */
	drawn_must(&f->d, "goal_status",
	    json_pack("{si ss}", "goal", 3, "status", "i_gang"));
	drawn_advance(&f->d, 36);
	assert_true(ram_has_task(f->d.r, 1, "goal_late.2"));
	assert_true(ram_has_task(f->d.r, 1, "goal_late.3"));
	drawn_must(&f->d, "goal_status",
	    json_pack("{si ss}", "goal", 2, "status", "delvis"));
	assert_false(ram_has_task(f->d.r, 1, "goal_late.2"));
	drawn_advance(&f->d, 80);
	assert_false(ram_has_task(f->d.r, 1, "goal_leader.2"));
	assert_true(ram_has_task(f->d.r, 1, "goal_leader.3"));
	assert_true(ram_has_task(f->d.r, 1, "plan_review.1"));
	assert_true(ram_has_task(f->d.r, 1, "review_again.1"));
	drawn_must(&f->d, "close",
	    json_pack("{si ss}", "plan", 1, "reason_code", "flyttet"));
	assert_false(ram_has_task(f->d.r, 1, "goal_late.3"));
	assert_false(ram_has_task(f->d.r, 1, "goal_leader.3"));
	assert_false(ram_has_task(f->d.r, 1, "plan_review.1"));
	assert_false(ram_has_task(f->d.r, 1, "review_again.1"));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_rule_that_is_broken_is_found),
		T(no_sequence_of_calls_breaks_a_rule_of_plans),
		T(the_moves_of_a_plan_in_force_can_be_made),
		T(the_moves_of_a_need_can_be_made),
		T(the_report_counts_each_plan_once),
		T(the_coordinating_unit_keeps_a_need_until_it_is_settled),
		T(no_task_hides_another_and_none_is_left),
	};
#undef T

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
