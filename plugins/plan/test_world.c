/*
 * test_world -- a plan at the socket, ready to be looked at; see test_world.h.
 */
#include "test_world.h"

#include <string.h>

#include "../../tests/cmocka_all.h"

void
plan_step(struct work *w, const char *verb, json_t *p)
{
	json_decref(work_do(w, "nav02", verb, p));
}

json_t *
plan_one(json_int_t plan)
{
	return params("{s:I}", "plan", plan);
}

/* A case of nav01's with its person. */
json_int_t
plan_case(struct work *w, const char *name, char *number)
{
	json_t *r = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s, s:s}", "name", name, "birth_date", "1986-04-12"));
	json_int_t person = int_in(r, "person");

	json_decref(r);
	work_case(w, "nav01", "2027-01-04", number);
	json_decref(work_act(w, "nav01", number, "register_person",
	    params("{s:I}", "person", person)));
	return person;
}

json_int_t
plan_consent(struct work *w, const char *number, json_int_t person,
    const char *purpose, const char *from, const char *to, const char *class)
{
	json_t *r = peer_do(&w->c, "nav01", "consent.give",
	    params("{s:s, s:I, s:[s], s:s, s:s, s:s, s:s}", "case", number,
		"person", person, "classes", class, "from", from, "to", to,
		"purpose", purpose, "channel", "written"));
	json_int_t id = int_in(r, "consent");

	json_decref(r);
	return id;
}

json_int_t
plan_reported(struct work *w, const char *number)
{
	json_t *r =
	    work_do(w, "nav01", "report_need", params("{s:s}", "case", number));
	json_int_t id = int_in(r, "plan");

	json_decref(r);
	return id;
}

/* Offered, with consent, and begun. */
json_int_t
plan_begun(struct work *w, const char *number, json_int_t person,
    const char *kind)
{
	json_int_t plan = plan_reported(w, number);

	plan_step(w, "offer", params("{s:I, s:s}", "plan", plan, "kind", kind));
	(void)plan_consent(w, number, person, "plan", "nav", "mental_health",
	    "identity");
	plan_step(w, "start",
	    params("{s:I, s:s, s:i}", "plan", plan, "kind", kind, "level", 3));
	return plan;
}

/* Everything that the letters ask for, but for what is left out after. */
void
plan_filled(struct work *w, json_int_t plan)
{
	static const char *const questions[] = { "coordinator_hol_7_2",
		"coordinator_sphl_2_5a", "child_coordinator",
		"contact_physician" };
	json_t *r;
	json_int_t goal;
	size_t i;

	plan_step(w, "set",
	    params("{s:I, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s}", "plan",
		plan, "resources", "Godt humør", "needs", "Et sted å bo",
		"contributions", "Datteren hjelper", "cooperation",
		"Ingen andre", "culture", "Norsk", "access_answered", 1, "from",
		"2027-01-04", "to", "2028-01-03"));
	r = work_do(w, "nav02", "goal",
	    params("{s:I, s:s, s:s}", "plan", plan, "area", "bolig", "text",
		"Beholde leiligheten"));
	goal = int_in(r, "goal");
	json_decref(r);
	plan_step(w, "measure",
	    params("{s:I, s:s, s:s, s:s, s:s, s:I, s:s}", "plan", plan, "unit",
		"nav", "text", "Besøk", "extent", "To i uken", "how", "Hjemme",
		"goal", goal, "form", "uten_vedtak"));
	plan_step(w, "participant",
	    params("{s:I, s:s, s:s}", "plan", plan, "unit", "nav", "user",
		"nav01"));
	for (i = 0; i < 4; i++)
		plan_step(w, "answer",
		    params("{s:I, s:s, s:s}", "plan", plan, "question",
			questions[i], "answer", "not_relevant"));
	plan_step(w, "coordinator",
	    params("{s:I, s:s, s:s}", "plan", plan, "user", "nav02",
		"substitute", "nav01"));
}

json_t *
plan_task_of(json_t *rows, const char *key)
{
	size_t i, n = strlen(key);
	const char *s;
	json_t *row;

	json_array_foreach(rows, i, row) {
		s = json_string_value(json_object_get(row, "key"));
		if (s != NULL && strncmp(s, key, n) == 0 && s[n] == '.')
			return row;
	}
	return NULL;
}
