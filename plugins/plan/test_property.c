/*
 * test_property -- no sequence of calls breaks the rules of domain §3.1.
 *
 * The plugin itself, on a host in memory: whole courses drawn by chance, and
 * after every call all that must hold (test_holds).
 */
#include "test_holds.h"

#include <stdlib.h>

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
	return drawn_setup(state, &course, sizeof(struct fixture));
}

/* Invariants 1, 2, 3, 6, 8, 9 and E_DATE_ORDER. */
static void
no_sequence_of_calls_breaks_a_rule_of_plans(void **state)
{
	struct fixture *f = *state;

	drawn_run(&f->d);
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

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, drawn_teardown)
	const struct CMUnitTest tests[] = {
		T(a_rule_that_is_broken_is_found),
		T(no_sequence_of_calls_breaks_a_rule_of_plans),
	};
#undef T

	return cmocka_run_group_tests(tests, pure_open, pure_close);
}
