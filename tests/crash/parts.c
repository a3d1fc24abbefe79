/*
 * parts -- courses through the three plugins, for the tests of crash.
 *
 * One peer has plans, one evictions and two guarantees.  Plans and evictions
 * have a person and a case each; guarantees stand in a case of their peer's that
 * was decided before.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../cmocka_all.h"
#include "load.h"

#define FIRST_DAY INT64_C(1803859200) /* 2027-03-01, s UTC; day 0 */

enum {
	PLAN_PERSON,
	PLAN_CASE,
	REPORT_NEED,
	CONSENT,
	START_PLAN,
	FILL_PLAN,
	GOAL,
	MEASURE,
	PARTICIPANT,
	ANSWER, /* and the three kinds after it */
	COORDINATOR = ANSWER + 4,
	ACTIVATE,
	REVIEW,
	PLAN_END,
	EVICTION_PERSON,
	EVICTION_CASE,
	NOTICE,
	CONTACT,
	MATCH,
	DAY_FIXED,
	SOLVE,
	EVICTION_END,
	APPLY,
	ASSESS,
	GRANT,
	ISSUE,
	BEGIN,
	CLAIM,
	OBJECTION,
	DECIDE,
	PAY,
	REPAY,
	PAYMENT, /* and the kind after it */
	DEPOSIT_END = PAYMENT + 2,
	ADVANCE,
	N_KINDS
};

static const char *const methods[N_KINDS] = {
	[PLAN_PERSON] = "person.add",
	[PLAN_CASE] = "case.create",
	[REPORT_NEED] = "plan.report_need",
	[CONSENT] = "consent.give",
	[START_PLAN] = "plan.start",
	[FILL_PLAN] = "plan.set",
	[GOAL] = "plan.goal",
	[MEASURE] = "plan.measure",
	[PARTICIPANT] = "plan.participant",
	[ANSWER] = "plan.answer",
	[ANSWER + 1] = "plan.answer",
	[ANSWER + 2] = "plan.answer",
	[ANSWER + 3] = "plan.answer",
	[COORDINATOR] = "plan.coordinator",
	[ACTIVATE] = "plan.activate",
	[REVIEW] = "plan.review",
	[EVICTION_PERSON] = "person.add",
	[EVICTION_CASE] = "case.create",
	[NOTICE] = "eviction.notice",
	[CONTACT] = "eviction.contact",
	[MATCH] = "eviction.match",
	[DAY_FIXED] = "eviction.update",
	[SOLVE] = "eviction.solve",
	[APPLY] = "deposit.apply",
	[ASSESS] = "deposit.assess",
	[GRANT] = "deposit.grant",
	[ISSUE] = "deposit.issue",
	[BEGIN] = "deposit.begin",
	[CLAIM] = "deposit.claim",
	[OBJECTION] = "deposit.objection",
	[DECIDE] = "deposit.decide",
	[PAY] = "deposit.pay",
	[REPAY] = "deposit.repay",
	[PAYMENT] = "deposit.payment",
	[PAYMENT + 1] = "deposit.payment",
	[ADVANCE] = "clock.advance",
};

const char *
parts_method(int kind)
{
	return methods[kind];
}

enum part
parts_of(const struct ask *a)
{
	const char *method = methods[a->kind];

	if (strncmp(method, "plan.", 5) == 0)
		return PART_PLAN;
	if (strncmp(method, "eviction.", 9) == 0)
		return PART_EVICTION;
	return strncmp(method, "deposit.", 8) == 0 ? PART_DEPOSIT : PART_OTHER;
}

/* Write the day DAY to TEXT, as 2027-03-01. */
static const char *
date_of(int day, char text[11])
{
	time_t at = (time_t)(FIRST_DAY + day * INT64_C(86400));
	struct tm tm;

	assert_non_null(gmtime_r(&at, &tm));
	assert_int_equal(strftime(text, 11, "%Y-%m-%d", &tm), 10);
	return text;
}

static json_t *
begin_params(const struct ask *a)
{
	switch (a->kind) {
	case PLAN_PERSON:
	case EVICTION_PERSON:
		return params("{s:s, s:s}", "name", "Kari", "birth_date",
		    "1986-04-12");
	default:
		return params("{s:s, s:{s:s, s:s, s:b, s:I}}", "workflow",
		    "boligsosial", "data", "received", "2027-01-04", "channel",
		    "phone", "asks_help", 1, "person", a->made.person);
	}
}

/* What a plan needs before anything is written in it. */
static json_t *
need_params(const struct ask *a)
{
	if (a->kind == REPORT_NEED)
		return params("{s:s}", "case", a->number);
	return params("{s:s, s:I, s:[s], s:s, s:s, s:s, s:s}", "case",
	    a->number, "person", a->made.person, "classes", "identity", "from",
	    "nav", "to", "mental_health", "purpose", "plan", "channel",
	    "written");
}

/* What makes a plan complete. */
static json_t *
content_params(const struct ask *a)
{
	static const char *const questions[] = { "coordinator_hol_7_2",
		"coordinator_sphl_2_5a", "child_coordinator",
		"contact_physician" };

	switch (a->kind) {
	case FILL_PLAN:
		return params("{s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s}",
		    "resources", "Godt humør", "needs", "Et sted å bo",
		    "contributions", "Datteren hjelper", "cooperation",
		    "Ingen andre", "culture", "Norsk", "access_answered", 1,
		    "from", "2027-01-04", "to", "2028-01-03");
	case GOAL:
		return params("{s:s, s:s}", "area", "bolig", "text",
		    "Beholde leiligheten");
	case MEASURE:
		return params("{s:s, s:s, s:s, s:s, s:s, s:I}", "unit", "nav",
		    "text", "Besøk", "extent", "To i uken", "how", "Hjemme",
		    "form", "uten_vedtak", "goal", a->made.goal);
	case PARTICIPANT:
		return params("{s:s, s:s}", "unit", "nav", "user", "nav01");
	default:
		return params("{s:s, s:s}", "question",
		    questions[a->kind - ANSWER], "answer", "not_relevant");
	}
}

static json_t *
plan_params(const struct ask *a)
{
	json_t *p;

	if (a->kind >= FILL_PLAN && a->kind < COORDINATOR)
		p = content_params(a);
	else if (a->kind == START_PLAN)
		p = params("{s:i}", "level", 3);
	else if (a->kind == COORDINATOR)
		p = params("{s:s, s:s}", "user", "nav02", "substitute",
		    "nav01");
	else if (a->kind == REVIEW)
		p = params("{s:s, s:s, s:i}", "text", "Går bra", "own_view",
		    "Fornøyd", "level", 2);
	else
		p = json_object();
	json_object_set_new(p, "as", json_string("nav02"));
	json_object_set_new(p, "plan", json_integer(a->made.plan));
	return p;
}

static json_t *
eviction_params(const struct ask *a, size_t i)
{
	char text[48];
	json_t *p;

	snprintf(text, sizeof(text), "Testvegen %zu", i);
	switch (a->kind) {
	case NOTICE:
		return params("{s:s, s:s, s:I, s:s, s:s, s:i}", "source",
		    "utleier_9_11", "case", a->number, "person", a->made.person,
		    "tenant", "Kari", "address", text, "owed", 2940000);
	case CONTACT:
		p = params("{s:s, s:b}", "how", "phone", "reached", 0);
		break;
	case DAY_FIXED:
		p = params("{s:s, s:s}", "eviction", date_of(a->day + 40, text),
		    "eviction_time", "10:00");
		break;
	case SOLVE:
		p = params("{s:s}", "solution", "avtale");
		break;
	default:
		p = json_object();
	}
	json_object_set_new(p, "matter", json_integer(a->made.matter));
	return p;
}

/* What makes a guarantee run. */
static json_t *
guarantee_params(const struct ask *a)
{
	json_t *p;

	if (a->kind == APPLY)
		return params("{s:s, s:s, s:s, s:i, s:i, s:s, s:s, s:s}",
		    "case", a->number, "landlord_kind", "private", "landlord",
		    "Utleier", "rent", 1250000, "months", 3, "dwelling",
		    "Testvegen 7", "reservations", "ingen", "landlord_number",
		    "999888777");
	if (a->kind == GRANT)
		p = params("{s:I, s:b}", "decision", a->made.decision,
		    "recourse", 1);
	else if (a->kind == ISSUE)
		p = params("{s:s, s:s}", "from", "2027-02-01", "to",
		    "2030-01-31");
	else
		p = json_object();
	json_object_set_new(p, "guarantee", json_integer(a->made.guarantee));
	return p;
}

/* What is paid under it, and back. */
static json_t *
claim_params(const struct ask *a)
{
	char day[11];

	switch (a->kind) {
	case CLAIM:
		return params("{s:I, s:s, s:s, s:[{s:s, s:s, s:i}]}",
		    "guarantee", a->made.guarantee, "no", "1", "received",
		    date_of(a->day, day), "parts", "kind", "rent", "due",
		    "2027-02-15", "amount", 1250000);
	case OBJECTION:
		/* Every claim has one part: both are numbered alike. */
		return params("{s:I, s:I, s:i, s:s}", "claim", a->made.claim,
		    "part", a->made.claim, "owed", PARTS_PAID, "text",
		    "En del var betalt");
	case PAY:
		return params("{s:I, s:s}", "claim", a->made.claim, "day",
		    date_of(a->day, day));
	case REPAY:
		return params("{s:I, s:i, s:s}", "claim", a->made.claim,
		    "instalments", 1, "first", date_of(a->day + 1, day));
	case DECIDE:
		return params("{s:I}", "claim", a->made.claim);
	default:
		return params("{s:I, s:s, s:i}", "repayment", a->made.repayment,
		    "day", date_of(a->day, day), "amount", PARTS_PAYMENT);
	}
}

void
parts_params(const struct ask *a, size_t i, json_t *p)
{
	char day[11];

	if (a->kind == ADVANCE)
		json_object_update_new(p,
		    params("{s:s, s:s}", "as", "admin01", "to",
			date_of(a->day, day)));
	else if (a->kind >= APPLY) {
		json_object_set_new(p, "as", json_string("nav02"));
		json_object_update_new(p,
		    a->kind < CLAIM ? guarantee_params(a) : claim_params(a));
	} else if (a->kind >= NOTICE)
		json_object_update_new(p, eviction_params(a, i));
	else if (a->kind <= PLAN_CASE || a->kind >= EVICTION_PERSON)
		json_object_update_new(p, begin_params(a));
	else
		json_object_update_new(p,
		    a->kind < START_PLAN ? need_params(a) : plan_params(a));
}

void
parts_begin(const struct load *l, struct ask *a)
{
	const struct granted *g = &l->granted[a->peer];

	a->kind = a->peer == 0 ? PLAN_PERSON : EVICTION_PERSON;
	if (g->decision == 0)
		return;
	a->kind = APPLY;
	snprintf(a->number, sizeof(a->number), "%s", g->number);
	a->made.decision = g->decision;
}

void
parts_clock(struct ask *a)
{
	a->kind = ADVANCE;
}

/* What REPLY names under NAME, or WAS. */
static json_int_t
made_in(const json_t *reply, const char *name, json_int_t was)
{
	const json_t *v = json_object_get(reply, name);

	return v != NULL ? json_integer_value(v) : was;
}

void
parts_made(const struct ask *a, struct ask *next)
{
	next->kind = a->kind + 1;
	snprintf(next->number, sizeof(next->number), "%s",
	    strcmp(methods[a->kind], "case.create") == 0 ?
		text_in(a->reply, "case") :
		a->number);
	next->made = (struct made){
		made_in(a->reply, "person", a->made.person),
		made_in(a->reply, "plan", a->made.plan),
		made_in(a->reply, "matter", a->made.matter),
		made_in(a->reply, "guarantee", a->made.guarantee),
		made_in(a->reply, "claim", a->made.claim),
		made_in(a->reply, "repayment", a->made.repayment),
		made_in(a->reply, "goal", a->made.goal),
		a->made.decision,
	};
}
