/*
 * parts -- a course through the three plugins, for the tests of crash.
 *
 * A person, a case, and then in turn what plan, eviction and deposit keep of
 * them: each step writes records of a plugin and the case's history at once.
 */
#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "load.h"

enum {
	ADD_PERSON,
	OPEN_CASE,
	REPORT_NEED,
	CONSENT,
	START_PLAN,
	GOAL,
	NOTICE,
	CONTACT,
	APPLY,
	ASSESS,
	N_KINDS
};

const char *
parts_method(int kind)
{
	static const char *const methods[N_KINDS] = { "person.add",
		"case.create", "plan.report_need", "consent.give", "plan.start",
		"plan.goal", "eviction.notice", "eviction.contact",
		"deposit.apply", "deposit.assess" };

	return kind < N_KINDS ? methods[kind] : NULL;
}

static json_t *
own_params(const struct ask *a, size_t i)
{
	char text[48];

	snprintf(text, sizeof(text), "Testvegen %zu", i);
	switch (a->kind) {
	case ADD_PERSON:
		return params("{s:s, s:s}", "name", "Kari", "birth_date",
		    "1986-04-12");
	case OPEN_CASE:
		return params("{s:s, s:{s:s, s:s, s:b, s:I}}", "workflow",
		    "boligsosial", "data", "received", "2027-01-04", "channel",
		    "phone", "asks_help", 1, "person", a->made.person);
	case REPORT_NEED:
		return params("{s:s}", "case", a->number);
	case CONSENT:
		return params("{s:s, s:I, s:[s], s:s, s:s, s:s, s:s}", "case",
		    a->number, "person", a->made.person, "classes", "identity",
		    "from", "nav", "to", "mental_health", "purpose", "plan",
		    "channel", "written");
	case START_PLAN:
		return params("{s:I, s:i}", "plan", a->made.plan, "level", 3);
	case GOAL:
		return params("{s:I, s:s, s:s}", "plan", a->made.plan, "area",
		    "bolig", "text", "Beholde leiligheten");
	case NOTICE:
		return params("{s:s, s:s, s:I, s:s, s:s, s:i}", "source",
		    "utleier_9_11", "case", a->number, "person", a->made.person,
		    "tenant", "Kari", "address", text, "owed", 2940000);
	case CONTACT:
		return params("{s:I, s:s, s:b}", "matter", a->made.matter,
		    "how", "phone", "reached", 0);
	case APPLY:
		return params("{s:s, s:s, s:s, s:i, s:i, s:s}", "case",
		    a->number, "landlord_kind", "private", "landlord",
		    "Utleier", "rent", 1250000, "months", 3, "dwelling", text);
	default:
		return params("{s:I}", "guarantee", a->made.guarantee);
	}
}

void
parts_params(const struct ask *a, size_t i, json_t *p)
{
	json_object_update_new(p, own_params(a, i));
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
	    a->kind == OPEN_CASE ? text_in(a->reply, "case") : a->number);
	next->made = (struct made){
		made_in(a->reply, "person", a->made.person),
		made_in(a->reply, "plan", a->made.plan),
		made_in(a->reply, "matter", a->made.matter),
		made_in(a->reply, "guarantee", a->made.guarantee),
	};
}

/* METHOD with NAME ID, as who works on them all; new reference. */
static json_t *
look(struct load *l, const char *method, const char *name, json_int_t id)
{
	return peer_do(&l->peers[0], "nav01", method,
	    params("{s:I}", name, id));
}

static void
has_rows(const json_t *o, const char *name, size_t n, const struct ask *a)
{
	size_t found = json_array_size(json_object_get(o, name));

	if (found != n)
		fail_msg("%s of case %s: %zu, not %zu", name, a->number, found,
		    n);
}

/* The history of A's case has the step of A, once. */
static void
is_told_once(struct load *l, const struct ask *a)
{
	json_t *r = peer_do(&l->peers[0], "nav01", "case.history",
	    params("{s:s, s:i}", "case", a->number, "limit", 200));
	json_t *row;
	size_t i, n = 0;

	json_array_foreach(json_object_get(r, "rows"), i, row)
		n += strcmp(text_in(row, "kind"), parts_method(a->kind)) == 0;
	json_decref(r);
	if (n != 1)
		fail_msg("case %s: %s %zu times", a->number,
		    parts_method(a->kind), n);
}

/* The records of one ask that was answered, and what the case says of them. */
static void
check_one(struct load *l, const struct ask *a)
{
	json_t *r = NULL;

	if (a->kind >= REPORT_NEED && a->kind != CONSENT)
		is_told_once(l, a);
	if (a->kind == REPORT_NEED) {
		r = look(l, "plan.list", "person", a->made.person);
		has_rows(r, "rows", 1, a);
	} else if (a->kind == GOAL) {
		r = look(l, "plan.show", "plan", a->made.plan);
		has_rows(r, "goals", 1, a);
		assert_string_equal(text_in(r, "state"), "under_arbeid");
	} else if (a->kind == CONTACT) {
		r = look(l, "eviction.show", "matter", a->made.matter);
		has_rows(r, "notices_told", 1, a);
		assert_int_equal(int_in(r, "attempts"), 1);
	} else if (a->kind == ASSESS) {
		r = look(l, "deposit.show", "guarantee", a->made.guarantee);
		assert_string_equal(text_in(r, "state"), "vurdering");
		json_decref(r);
		r = peer_do(&l->peers[0], "nav01", "deposit.list",
		    params("{s:s}", "case", a->number));
		has_rows(r, "rows", 1, a);
	}
	json_decref(r);
}

void
parts_check(struct load *l)
{
	size_t i;

	for (i = l->first; i < l->n; i++)
		check_one(l, &l->asks[i]);
}
