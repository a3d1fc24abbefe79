/*
 * test_world -- words to work with guarantees in, for tests on a real socket.
 */
#include "test_world.h"

#include "../../tests/cmocka_all.h"

json_t *
call(struct work *w, const char *verb, json_t *p)
{
	return work_do(w, "nav02", verb, p);
}

void
refused(struct work *w, const char *verb, json_t *p, const char *name)
{
	work_refused(w, "nav02", verb, p, name);
}

json_t *
one(json_int_t guarantee)
{
	return params("{s:I}", "guarantee", guarantee);
}

void
step(struct work *w, const char *verb, json_t *p)
{
	json_decref(call(w, verb, p));
}

json_int_t
decided_case(struct work *w, const char *name, const char *date, char *number,
    json_int_t *person)
{
	*person = work_person(w, name);
	return work_guarantee_case(w, *person, date, number);
}

json_t *
application(const char *number, json_int_t rent, int months)
{
	return params("{s:s, s:s, s:s, s:I, s:i, s:s, s:s, s:s}", "case",
	    number, "landlord_kind", "private", "landlord", "Ola Utleier",
	    "rent", rent, "months", months, "dwelling", "Testvegen 7",
	    "reservations", "ingen", "landlord_number", "999888777");
}

json_int_t
apply(struct work *w, const char *number)
{
	json_t *r = call(w, "apply", application(number, 1250000, 3));
	json_int_t id = int_in(r, "guarantee");

	json_decref(r);
	return id;
}

void
issue(struct work *w, json_int_t g, json_int_t decision)
{
	step(w, "assess", one(g));
	step(w, "grant",
	    params("{s:I, s:I, s:b}", "guarantee", g, "decision", decision,
		"recourse", 1));
	step(w, "issue",
	    params("{s:I, s:s, s:s}", "guarantee", g, "from", "2027-02-01",
		"to", "2030-01-31"));
	step(w, "begin", one(g));
}

json_int_t
in_force(struct work *w, const char *number, json_int_t decision)
{
	json_int_t g = apply(w, number);

	issue(w, g, decision);
	return g;
}

json_t *
s05_parts(void)
{
	return json_pack("[{ss ss si}, {ss ss si}, {ss ss si}]", "kind", "rent",
	    "due", "2028-04-01", "amount", 1250000, "kind", "rent", "due",
	    "2028-05-01", "amount", 1250000, "kind", "damage", "due",
	    "2028-05-31", "amount", 1800000);
}

json_int_t
s05_claim(struct work *w, json_int_t g, const char *no)
{
	json_t *r = call(w, "claim",
	    params("{s:I, s:s, s:s, s:o}", "guarantee", g, "no", no, "received",
		"2028-06-05", "parts", s05_parts()));
	json_int_t id = int_in(r, "claim");

	json_decref(r);
	return id;
}

json_t *
show(struct work *w, json_int_t g)
{
	return call(w, "show", one(g));
}

json_int_t
part_of(struct work *w, json_int_t g, const char *kind)
{
	json_t *s = show(w, g);
	json_int_t id =
	    int_in(row_with(json_object_get(s, "parts"), "kind", kind), "part");

	json_decref(s);
	return id;
}
