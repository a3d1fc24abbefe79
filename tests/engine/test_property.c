/*
 * Whatever is done, in whatever order, D-301 to D-305 hold: a request for help
 * ends in a decision, withdrawal or death; a case has one responsible unit and
 * one contact person in it; nothing is read without basis; a decision does not
 * change; a closed case is only reopened.
 *
 * Random sequences on an engine in memory, BOFLYT_SEQUENCES of them (20 000
 * unless set), of up to SEQUENCE_MAX requests each.  Each sequence is its own
 * case, and BOFLYT_SEED repeats a run.
 */
#include "deciding.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/case.h"
#include "store/complaint.h"
#include "store/decision.h"
#include "store/query.h"

#ifdef BOFLYT_SANITIZED
#define SEQUENCES 4000 /* five times as slow there */
#else
#define SEQUENCES 20000
#endif
#define SEQUENCE_MAX 6
#define ROUND 500 /* sequences on one database */

static struct fixture f;
static uint64_t state_;
static char number[24];
static int64_t id;
static size_t n_decided, n_closed, n_reopened;

/* splitmix64: repeatable, and not the program's own randomness. */
static uint64_t
draw(uint64_t n)
{
	uint64_t z = (state_ += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % n;
}

static const char *
one_of(const char *const *list, size_t n)
{
	return list[draw(n)];
}
#define ONE_OF(list) one_of(list, sizeof(list) / sizeof((list)[0]))

static const char *const logins[] = { "nav01", "nav01", "nav02", "boss",
	"out01", "aud", "adm" };
static const char *const types[] = { "help", "dwelling", "stay" };
static const char *const bases[] = { "BSL_7", "DWELLING_RULES", "SOTJL_27",
	"FVL_35", "NONE" };
static const char *const results[] = { "granted", "partly", "refused",
	"rejected", "reversed", "ended", "wrong" };
static const char *const ends[] = { "decided", "withdrawn", "died", "advice",
	"gone" };
static const char *const happened[] = { "posted", "available", "alerted",
	"opened", "arrived", "returned", "reasons_asked" };

/* What was true before the request that is checked. */
struct seen {
	struct case_head head;
	json_t *decisions; /* owned: with text */
};

static void
see(struct seen *s)
{
	struct err e = ERR_INIT;

	assert_int_equal(case_get(f.store, id, &s->head, &e), RC_OK);
	assert_int_equal(decision_list(f.store, id, true, &s->decisions, &e),
	    RC_OK);
}

static json_t *
input(void)
{
	size_t type = draw(3);
	json_t *o = refusal(types[type],
	    draw(6) > 0 ? bases[type] : ONE_OF(bases), NULL);

	if (draw(2) == 0)
		json_object_set_new(o, "result", json_string(ONE_OF(results)));
	if (draw(8) == 0)
		json_object_del(o, draw(2) == 0 ? "facts" : "content");
	if (draw(5) == 0)
		json_object_set_new(o, "refers_to",
		    json_integer(1 + (json_int_t)draw(3)));
	if (draw(4) == 0)
		json_object_set_new(o, "favour", json_true());
	return o;
}

static void
act(const char *login, const char *action, json_t *values)
{
	fixture_act(&f, login, number, action, values);
}

static void
on_complaint(const char *login, const char *verb, json_t *more)
{
	json_t *p =
	    json_pack("{ss si}", "case", number, "complaint", 1 + (int)draw(2));

	json_object_update(p, more);
	json_decref(more);
	fixture_ask(&f, login, verb, p);
}

/* One request, by somebody who may or may not. */
static void
step(const char *login)
{
	switch (draw(15)) {
	case 0:
	case 1:
	case 2:
	case 13:
		act(login, "decide", input());
		break;
	case 3:
	case 4:
		act(login, "finish",
		    json_pack("{ss}", "outcome", ONE_OF(ends)));
		break;
	case 5:
		act(login, "reopen", NULL);
		break;
	case 6:
		act(login, draw(2) == 0 ? "advance" : "take_back", NULL);
		break;
	case 7:
		act(login, "hand_over",
		    json_pack("{ss ss}", "unit", draw(2) == 0 ? "nav" : "far",
			"contact", ONE_OF(logins)));
		break;
	case 8:
		fixture_ask(&f, login, "decision.notify",
		    json_pack("{ss si ss}", "case", number, "no",
			1 + (int)draw(2), "what", ONE_OF(happened)));
		break;
	case 9:
		fixture_ask(&f, login, "complaint.receive",
		    json_pack("{ss s[i]}", "case", number, "decisions",
			1 + (int)draw(2)));
		break;
	case 10:
		on_complaint(login, "complaint.forward",
		    json_pack("{ss}", "statement", "uttalelse"));
		break;
	case 11:
		on_complaint(login, "complaint.outcome",
		    json_pack("{ss ss}", "outcome",
			draw(2) == 0 ? "upheld" : "confirmed", "stage",
			draw(3) == 0 ? "closed" : "allocation"));
		break;
	case 12:
		on_complaint(login, "complaint.close",
		    json_pack("{ss ss}", "cause",
			draw(2) == 0 ? "withdrawn" : "maintained", "note",
			"n"));
		break;
	case 14:
		fixture_ask(&f, login, "case.show",
		    json_pack("{ss}", "case", number));
		break;
	}
}

/* D-301 */
static void
check_owed(const struct seen *was, const struct seen *is)
{
	const char *outcome = is->head.outcome;
	const json_t *d;
	size_t i, n = 0;

	assert_true(!was->head.asks_help || is->head.asks_help);
	if (is->head.closed == 0 || was->head.closed != 0 ||
	    !is->head.asks_help)
		return;
	json_array_foreach(is->decisions, i, d)
		n += int_at(d, "cycle") == is->head.cycle;
	if (strcmp(outcome, "decided") == 0)
		assert_true(n > 0);
	else
		assert_true(strcmp(outcome, "withdrawn") == 0 ||
		    strcmp(outcome, "died") == 0);
}

/* D-302 */
static void
check_responsible(const struct seen *is)
{
	const struct user *u;
	size_t i;
	bool works = false;

	assert_non_null(municipality_unit(f.municipality, is->head.unit));
	u = municipality_user(f.municipality, is->head.contact);
	assert_non_null(u);
	for (i = 0; i < u->n_units; i++)
		works = works || strcmp(u->units[i]->name, is->head.unit) == 0;
	assert_true(works);
}

/* D-303 */
static void
check_basis(const char *login, const struct seen *was)
{
	const struct user *u = municipality_user(f.municipality, login);
	bool near = strcmp(was->head.contact, login) == 0 ||
	    strcmp(u->units[0]->name, was->head.unit) == 0;

	if (!near ||
	    (u->roles &
		(ROLE_BIT(ROLE_CASEWORKER) | ROLE_BIT(ROLE_LEADER) |
		    ROLE_BIT(ROLE_DECISION_MAKER))) == 0)
		assert_int_not_equal(f.rc, RC_OK);
}

/* D-304 */
static void
check_decisions(const struct seen *was, const struct seen *is)
{
	const json_t *d;
	size_t i;

	assert_true(
	    json_array_size(is->decisions) >= json_array_size(was->decisions));
	json_array_foreach(was->decisions, i, d)
		assert_true(json_equal(d, json_array_get(is->decisions, i)));
}

/* D-305 */
static void
check_closed(const struct seen *was, const struct seen *is)
{
	if (was->head.closed == 0)
		return;
	if (is->head.closed == 0) {
		assert_int_equal(is->head.cycle, was->head.cycle + 1);
		return;
	}
	assert_int_equal(is->head.cycle, was->head.cycle);
	assert_string_equal(is->head.stage, was->head.stage);
	assert_string_equal(is->head.outcome, was->head.outcome);
	assert_string_equal(is->head.unit, was->head.unit);
	assert_string_equal(is->head.contact, was->head.contact);
	assert_int_equal(json_array_size(is->decisions),
	    json_array_size(was->decisions));
}

/* A complaint that is ours is not left behind by closing. */
static void
check_complaints(const struct seen *was, const struct seen *is)
{
	struct err e = ERR_INIT;
	int64_t unended, ours;

	if (is->head.closed == 0 || was->head.closed != 0 ||
	    strcmp(is->head.outcome, "died") == 0)
		return;
	assert_int_equal(complaint_count(f.store, id, &unended, &ours, &e),
	    RC_OK);
	assert_int_equal(ours, 0);
}

/* What is, is what was when the next request comes. */
static void
check(const char *login, struct seen *was)
{
	struct seen is;

	see(&is);
	check_basis(login, was);
	check_owed(was, &is);
	if (is.head.closed == 0)
		check_responsible(&is);
	check_decisions(was, &is);
	check_closed(was, &is);
	check_complaints(was, &is);
	if (f.rc != RC_OK)
		assert_int_equal(is.head.rev, was->head.rev);
	n_closed += was->head.closed == 0 && is.head.closed != 0;
	n_reopened += was->head.closed != 0 && is.head.closed == 0;
	json_decref(was->decisions);
	*was = is;
}

/* One sequence; its seed is told if something does not hold. */
static void
sequence(uint64_t *kinds)
{
	size_t i, n = 1 + draw(SEQUENCE_MAX);
	struct case_head head;
	struct err e = ERR_INIT;
	struct seen was;
	const char *login;

	fixture_case(&f, json_pack("{sb}", "asks_help", (int)draw(4) > 0),
	    number);
	assert_int_equal(case_find_number(f.store, number, &head, &e), RC_OK);
	id = head.id;
	see(&was);
	for (i = 0; i < n; i++) {
		login = draw(6) > 0 ? "nav01" : ONE_OF(logins);
		step(login);
		kinds[f.rc == RC_OK]++;
		check(login, &was);
	}
	n_decided += json_array_size(was.decisions);
	json_decref(was.decisions);
}

static void
begin_round(void)
{
	deciding_open(&f, "no",
	    "[unit far]\nname = Langt\ntype = home_care\ndomain = health\n"
	    "[user out01]\nname = Utenfor\nlogin = out01\nunits = far\n"
	    "roles = caseworker, decision_maker\n");
}

static void
for_any_sequence_of_requests_d301_to_d305_hold(void **unused)
{
	const char *n = getenv("BOFLYT_SEQUENCES"), *s = getenv("BOFLYT_SEED");
	uint64_t seed = s != NULL ? strtoull(s, NULL, 10) : 20270111;
	long i, todo = n != NULL ? strtol(n, NULL, 10) : SEQUENCES;
	uint64_t kinds[2] = { 0, 0 };

	(void)unused;
	for (i = 0; i < todo; i++) {
		if (i % ROUND == 0)
			begin_round();
		state_ = seed + (uint64_t)i;
		sequence(kinds);
		if ((i + 1) % ROUND == 0 || i + 1 == todo) {
			fixture_ok(&f, "aud", "sys.verify", NULL);
			assert_true(json_is_true(at(f.result, "ok")));
			fixture_close(&f);
		}
	}
	print_message("%ld sequences: %llu requests done, %llu refused; %zu "
		      "decisions, %zu cases closed, %zu opened again\n",
	    todo, (unsigned long long)kinds[1], (unsigned long long)kinds[0],
	    n_decided, n_closed, n_reopened);
	/* Each happens often, or nothing was tried. */
	assert_true(kinds[0] > (uint64_t)todo / 4);
	assert_true(n_decided > (size_t)todo / 8);
	assert_true(n_closed > (size_t)todo / 16);
	assert_true(n_reopened > (size_t)todo / 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    for_any_sequence_of_requests_d301_to_d305_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
