/*
 * test_property -- no sequence of calls breaks the rules of domain §3.1.
 *
 * The plugin itself, on a host in memory: whole courses drawn by chance, and
 * after every call all that must hold.  BOFLYT_SEED and BOFLYT_SEQUENCES choose
 * others than those of every day; a failure prints both and the call.
 */
#include "../../tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "model/law.h"
#include "model/pure.h"

#include "../../tests/plugin/ram.h"
#include "rules.h"

#define SEED 20270104u
#ifdef __SANITIZE_ADDRESS__
#define SEQUENCES 4000u /* ten times as slow there */
#else
#define SEQUENCES 20000u
#endif
#define CALLS 16
#define PLANS_MAX 64

extern const struct bf_plugin bf_plugin;

struct fixture {
	struct law *law;
	struct bf_pure pure;
	struct ram *r;
	uint32_t random, seed; /* seed: of this sequence */
	enum plan_state was[PLANS_MAX]; /* by id, before the call */
	size_t n_was, n_content;
	bool consented[RAM_PERSONS + 1];
	bool could_write[RAM_PERSONS + 1];
	long reached[PLAN_N_STATES], refused, done;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct lines mistakes = LINES_INIT;
	struct err e = ERR_INIT;
	const char *top = getenv("srcdir");
	char path[512];

	if (f == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/etc/law.ini", top ? top : ".");
	if (law_load(path, &mistakes, &f->law, &e) != RC_OK)
		fail_msg("%s", e.text);
	pure_init(&f->pure, f->law);
	f->r = ram_new(&bf_plugin, &f->pure);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	ram_free(f->r);
	law_free(f->law);
	free(f);
	return 0;
}

static uint32_t
draw(struct fixture *f, uint32_t n)
{
	f->random = f->random * 1664525u + 1013904223u;
	return (f->random >> 8) % n;
}

static const char *
one_of(struct fixture *f, const char *const *list)
{
	uint32_t n = 0;

	while (list[n] != NULL)
		n++;
	return list[draw(f, n)];
}

static struct bf_date
day(const struct fixture *f, const char *text)
{
	struct bf_date d;

	assert_true(f->pure.date_parse(text, &d));
	return d;
}

/* ---- what must hold */

static const char *
text_of(const json_t *row, const char *name)
{
	return json_string_value(
	    json_object_get(json_object_get(row, "values"), name));
}

static json_int_t
int_of(const json_t *row, const char *name)
{
	return json_integer_value(
	    json_object_get(json_object_get(row, "values"), name));
}

static json_int_t
of(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

static struct bf_date
day_of(const struct fixture *f, const json_t *row, const char *name)
{
	const char *s = text_of(row, name);
	struct bf_date d;

	return s != NULL && f->pure.date_parse(s, &d) ? d : BF_NO_DATE;
}

static enum plan_state
state_of(const json_t *row)
{
	enum plan_state s = PLAN_NEED;

	assert_true(plan_state_parse(text_of(row, "state"), &s));
	return s;
}

/* Done reviews of PLAN. */
static json_int_t
reviews_of(const struct fixture *f, json_int_t plan)
{
	json_int_t n = 0;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "review"), i,
	    row)
		n += int_of(row, "plan") == plan;
	return n;
}

/* Invariants 3 and 9; and no day before the one that it follows. */
static const char *
broken_in_force(const struct fixture *f, const json_t *row)
{
	const char *coordinator = text_of(row, "coordinator");
	const char *substitute = text_of(row, "substitute");
	struct bf_date from = day_of(f, row, "from"), to = day_of(f, row, "to");
	enum plan_state s = state_of(row);

	if (plan_dates(from, to, BF_NO_DATE) != NULL)
		return "the period ends before it begins";
	if (int_of(row, "version") != 1 + reviews_of(f, of(row, "id")))
		return "a version for each review, and one";
	if ((coordinator == NULL) != (substitute == NULL))
		return "a coordinator always with a substitute";
	if (s != PLAN_IN_FORCE && s != PLAN_REVIEW)
		return NULL;
	if (plan_dates(from, to, day_of(f, row, "next_review")) != NULL)
		return "the review lies in the period";
	if (coordinator == NULL || strcmp(coordinator, substitute) == 0)
		return "no plan in force without coordinator and substitute";
	if (text_of(row, "main_unit") == NULL)
		return "one main responsible service";
	if (!f->consented[of(row, "owner")])
		return "no plan in force without consent";
	return NULL;
}

static const char *
broken_parts(const struct fixture *f)
{
	const struct ram *r = f->r;
	const json_t *last = NULL;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(r, "measure"), i,
	    row) {
		if (text_of(row, "unit") == NULL)
			return "each measure has one unit";
		if (plan_dates(day_of(f, row, "from"), day_of(f, row, "to"),
			BF_NO_DATE) != NULL)
			return "a measure ends before it begins";
		if (text_of(row, "form") != NULL &&
		    strcmp(text_of(row, "form"), "vedtak") == 0 &&
		    int_of(row, "decision") == 0)
			return "a measure by decision has its decision";
	}
	json_array_foreach((json_t *)(uintptr_t)ram_rows(r, "cti"), i, row) {
		if (day_of(f, row, "to").days < day_of(f, row, "from").days)
			return "a phase ends before it begins";
		if (last != NULL &&
		    int_of(last, "plan") == int_of(row, "plan") &&
		    day_of(f, row, "from").days !=
			day_of(f, last, "to").days + 1)
			return "a phase begins the day after the one before";
		last = row;
	}
	return NULL;
}

/* The report's sums are those of the plans. */
static const char *
broken_sums(const struct fixture *f)
{
	json_t *rows =
	    ram_report(f->r, "ip", day(f, "2027-01-01"), day(f, "2031-12-31"));
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
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "plan"), i, row)
		n_open += plan_state_is_open(state_of(row));
	return sum == n_open ? NULL : "the report counts every open plan";
}

/* The rule that does not hold; NULL: all do. */
static const char *
broken(const struct fixture *f)
{
	int open[RAM_PERSONS + 1] = { 0 };
	const char *why;
	enum plan_state s;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "plan"), i,
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
	return broken_parts(f);
}

/* ---- courses by chance */

static size_t
content(const struct fixture *f, json_int_t person)
{
	static const char *const kinds[] = { "goal", "measure", "participant",
		"review", "subplan", "cti" };
	size_t i, k, n = 0;
	json_t *row;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r,
				       kinds[k]),
		    i, row)
			n += person == 0 || of(row, "owner") == person;
	return n;
}

static void
remember(struct fixture *f)
{
	json_t *row;
	size_t i;
	json_int_t p;

	f->n_was = 0;
	for (p = 1; p <= RAM_PERSONS; p++) {
		f->consented[p] = ram_consents_to(f->r, p, "plan");
		f->could_write[p] = false;
	}
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "plan"), i,
	    row) {
		if (i < PLANS_MAX)
			f->was[f->n_was++] = state_of(row);
		if (plan_state_takes_content(state_of(row)))
			f->could_write[of(row, "owner")] = true;
	}
	f->n_content = content(f, 0);
}

static void
judge(struct fixture *f, const char *call)
{
	const char *why = broken(f);
	json_int_t p;
	bool grew = content(f, 0) > f->n_content, allowed = false;

	for (p = 1; p <= RAM_PERSONS; p++)
		allowed = allowed || (f->consented[p] && f->could_write[p]);
	if (why == NULL && grew && !allowed)
		why = "no content before consent";
	if (why != NULL)
		fail_msg("BOFLYT_SEED=%u BOFLYT_SEQUENCES=1, after %s: %s",
		    f->seed, call, why);
	remember(f);
}

static void
try_as(struct fixture *f, const char *user, const char *unit, const char *verb,
    json_t *p)
{
	char method[48];
	int rc;

	snprintf(method, sizeof(method), "plan.%s", verb);
	rc = ram_call(f->r, user, unit, method, p, NULL);
	f->done += rc == BF_OK;
	f->refused += rc != BF_OK;
	if (rc == BF_INTERNAL)
		fail_msg("BOFLYT_SEED=%u, %s: %s is no column's value", f->seed,
		    method, ram_error(f->r));
	judge(f, method);
}

static void
try(struct fixture *f, const char *verb, json_t *p)
{
	static const char *const by[][2] = { { "nav01", "nav" },
		{ "nav02", "nav" }, { "rus01", "rus" },
		{ "bolig01", "bolig" } };
	uint32_t i = draw(f, 8);

	i = i < 4 ? i : 0;
	try_as(f, by[i][0], by[i][1], verb, p);
}

static json_int_t
some_plan(struct fixture *f)
{
	size_t n = json_array_size(ram_rows(f->r, "plan"));

	/* The newest, as a rule; sometimes one that is not there. */
	if (n == 0 || draw(f, 20) == 0)
		return (json_int_t)n + 1;
	return draw(f, 3) > 0 ? (json_int_t)n :
				(json_int_t)draw(f, (uint32_t)n) + 1;
}

static json_t *
some_day(struct fixture *f)
{
	char text[BF_DATE_SIZE];

	f->pure.date_format(f->pure.add_days(ram_today(f->r),
				(int64_t)draw(f, 500) - 60),
	    text);
	return json_string(text);
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

	try_as(f, "nav01", "nav", "set",
	    json_pack("{sI ss ss ss ss ss ss sb}", "plan", plan, "resources",
		"r", "needs", "n", "contributions", "c", "cooperation", "j",
		"culture", "k", "child_part", "b", "access_answered", 1));
	try_as(f, "nav01", "nav", "set",
	    json_pack("{sI so so}", "plan", plan, "from", some_day(f), "to",
		some_day(f)));
	p = json_pack("{sI ss ss sb}", "plan", plan, "area", "bolig", "text",
	    "t", "own_effort", 1);
	if (draw(f, 2) == 0)
		json_object_set_new(p, "target", some_day(f));
	try_as(f, "nav01", "nav", "goal", p);
	try_as(f, "nav01", "nav", "measure",
	    json_pack("{sI ss ss ss}", "plan", plan, "unit", "nav", "text", "t",
		"how", "h"));
	try_as(f, "nav01", "nav", "participant",
	    json_pack("{sI ss}", "plan", plan, "unit", "nav"));
	for (i = 0; i < 4; i++)
		try_as(f, "nav01", "nav", "answer",
		    json_pack("{sI ss ss}", "plan", plan, "question",
			questions[i], "answer", "offered"));
	try_as(f, "nav01", "nav", "coordinator",
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

	switch (draw(f, 9)) {
	case 0:
		snprintf(number, sizeof(number), "2027/%u",
		    draw(f, RAM_PERSONS) + 1);
		try(f, "report_need", json_pack("{ss}", "case", number));
		break;
	case 1:
		try(f, "offer",
		    json_pack("{sI ss}", "plan", plan, "kind",
			one_of(f, kinds)));
		break;
	case 2:
		try(f, "decline", on(plan));
		break;
	case 3:
		try(f, "refuse",
		    json_pack("{sI si}", "plan", plan, "decision",
			(int)draw(f, 3) + 1));
		break;
	case 4:
	case 5:
		try(f, "start",
		    json_pack("{sI ss si ss}", "plan", plan, "kind",
			one_of(f, kinds), "level", (int)draw(f, 3) + 2,
			"consent_by", one_of(f, givers)));
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
			one_of(f, reasons), "agreed", (int)draw(f, 2)));
	}
}

static void
lead_call(struct fixture *f, json_int_t plan)
{
	switch (draw(f, 5)) {
	case 0:
		try(f, "coordinator",
		    json_pack("{sI ss ss}", "plan", plan, "user",
			one_of(f, people), "substitute", one_of(f, people)));
		break;
	case 1:
		try(f, "absent",
		    json_pack("{sI so so}", "plan", plan, "from", some_day(f),
			"to", some_day(f)));
		break;
	case 2:
		try(f, "responsible",
		    json_pack("{sI ss}", "plan", plan, "unit",
			one_of(f, some_units)));
		break;
	case 3:
		try(f, "responsible", on(plan));
		break;
	default:
		try(f, "hand_over",
		    json_pack("{sI ss}", "plan", plan, "unit",
			one_of(f, some_units)));
	}
}

static void
content_call(struct fixture *f, json_int_t plan)
{
	static const char *const statuses[] = { "i_gang", "nadd", "forlatt",
		NULL };
	static const char *const forms[] = { "vedtak", "samarbeidsavtale",
		"uten_vedtak", NULL };

	switch (draw(f, 9)) {
	case 0:
		try(f, "set",
		    json_pack("{sI so so}", "plan", plan, "from", some_day(f),
			"to", some_day(f)));
		break;
	case 1:
		try(f, "measure",
		    json_pack("{sI ss ss ss si so so}", "plan", plan, "unit",
			one_of(f, some_units), "text", "t", "form",
			one_of(f, forms), "decision", (int)draw(f, 3) + 1,
			"from", some_day(f), "to", some_day(f)));
		break;
	case 2:
		try(f, "participant",
		    json_pack("{sI ss}", "plan", plan, "unit",
			one_of(f, some_units)));
		break;
	case 3:
		try(f, "goal_status",
		    json_pack("{si ss}", "goal", (int)draw(f, 4) + 1, "status",
			one_of(f, statuses)));
		break;
	case 4:
		try(f, "review",
		    json_pack("{sI ss ss so}", "plan", plan, "text", "t",
			"own_view", "v", "next_review", some_day(f)));
		break;
	case 5:
		try(f, draw(f, 2) == 0 ? "promote" : "step_down",
		    json_pack("{sI sb}", "plan", plan, "agreed",
			(int)draw(f, 2)));
		break;
	case 6:
		try(f, "cti_start",
		    json_pack("{sI so sb}", "plan", plan, "start", some_day(f),
			"tenancy", 1));
		break;
	case 7:
		try(f, "cti_close",
		    json_pack("{sI si ss ss}", "plan", plan, "phase",
			(int)draw(f, 3) + 1, "summary", "s", "takes_over",
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
	int64_t person = (int64_t)draw(f, RAM_PERSONS) + 1;
	const char *purpose = draw(f, 3) > 0 ? "plan" : "plan_access";
	const char *to = draw(f, 2) > 0 ? "nav" : "rus";
	bool ok = true;

	switch (draw(f, 6)) {
	case 0:
	case 1:
	case 2:
		ok = ram_consent(f->r, person, purpose, to);
		break;
	case 3:
		ok = ram_withdraw(f->r, person, purpose, to);
		break;
	case 4:
		ok = ram_advance(f->r,
		    f->pure.add_days(ram_today(f->r), draw(f, 120)));
		break;
	default:
		ram_decide(f->r, (int)draw(f, 3));
	}
	if (!ok)
		fail_msg("BOFLYT_SEED=%u, by itself: %s", f->seed,
		    ram_error(f->r));
	for (person = 1; person <= RAM_PERSONS; person++)
		f->consented[person] = ram_consents_to(f->r, person, "plan");
	judge(f, "by itself");
}

static void
by_chance(struct fixture *f)
{
	switch (draw(f, 6)) {
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
begin(struct fixture *f)
{
	const char *kind = one_of(f, kinds);

	(void)ram_consent(f->r, 1, "plan", "nav");
	remember(f);
	try_as(f, "nav01", "nav", "report_need",
	    json_pack("{ss}", "case", "2027/1"));
	try_as(f, "nav01", "nav", "offer",
	    json_pack("{si ss}", "plan", 1, "kind", kind));
	try_as(f, "nav01", "nav", "start",
	    json_pack("{si ss si}", "plan", 1, "kind", kind, "level",
		(int)draw(f, 3) + 2));
	if (draw(f, 2) > 0)
		return;
	fill(f, 1);
	try_as(f, "nav01", "nav", "set",
	    json_pack("{si ss ss}", "plan", 1, "from", "2027-01-04", "to",
		"2028-06-03"));
	try_as(f, "nav01", "nav", "activate", on(1));
}

static void
sequence(struct fixture *f)
{
	const char *why;
	json_t *row;
	size_t i;
	int k;

	f->seed = f->random;
	ram_begin(f->r, day(f, "2027-01-04"));
	remember(f);
	if (draw(f, 3) > 0)
		begin(f);
	for (k = 0; k < CALLS; k++)
		by_chance(f);
	if ((why = broken_sums(f)) != NULL)
		fail_msg("BOFLYT_SEED=%u BOFLYT_SEQUENCES=1: %s", f->seed, why);
	json_array_foreach((json_t *)(uintptr_t)ram_rows(f->r, "plan"), i, row)
		f->reached[state_of(row)]++;
}

static uint32_t
chosen(const char *name, uint32_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

/* Invariants 1, 2, 3, 6, 8, 9 and E_DATE_ORDER. */
static void
no_sequence_of_calls_breaks_a_rule_of_plans(void **state)
{
	struct fixture *f = *state;
	uint32_t i, n = chosen("BOFLYT_SEQUENCES", SEQUENCES);

	f->random = chosen("BOFLYT_SEED", SEED);
	for (i = 0; i < n; i++)
		sequence(f);
	print_message("%u sequences from seed %u: %ld calls done, %ld"
		      " refused\n",
	    n, chosen("BOFLYT_SEED", SEED), f->done, f->refused);
	for (i = 0; i < PLAN_N_STATES; i++) {
		print_message("  %s: %ld\n",
		    plan_state_name((enum plan_state)i), f->reached[i]);
		if (n >= SEQUENCES)
			assert_true(f->reached[i] > 0);
	}
}

static void
must(struct fixture *f, const char *verb, json_t *p)
{
	char method[48];

	snprintf(method, sizeof(method), "plan.%s", verb);
	if (ram_call(f->r, "nav01", "nav", method, p, NULL) != BF_OK)
		fail_msg("%s: %s", method, ram_error(f->r));
}

/* A plan in force, made as it should be. */
static void
make_whole(struct fixture *f)
{
	ram_begin(f->r, day(f, "2027-01-04"));
	assert_true(ram_consent(f->r, 1, "plan", "nav"));
	remember(f);
	must(f, "report_need", json_pack("{ss}", "case", "2027/1"));
	must(f, "start", on(1));
	must(f, "set",
	    json_pack("{si ss ss}", "plan", 1, "from", "2027-01-04", "to",
		"2028-01-03"));
	remember(f);
	fill(f, 1);
	must(f, "set",
	    json_pack("{si ss ss}", "plan", 1, "from", "2027-01-04", "to",
		"2028-01-03"));
	must(f, "activate", on(1));
	remember(f);
	assert_null(broken(f));
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
		ram_tamper(f->r, rows[i].kind, 1, rows[i].name,
		    rows[i].value != NULL ? json_string(rows[i].value) :
					    json_null());
		assert_non_null(broken(f));
		assert_string_equal(broken(f), rows[i].why);
	}
	make_whole(f);
	ram_tamper(f->r, "plan", 1, "version", json_integer(3));
	assert_string_equal(broken(f), "a version for each review, and one");
	make_whole(f);
	f->consented[1] = false;
	assert_string_equal(broken(f), "no plan in force without consent");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_rule_that_is_broken_is_found,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    no_sequence_of_calls_breaks_a_rule_of_plans, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
