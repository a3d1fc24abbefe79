/*
 * test_world -- S-07 as namsmann tells of it, and what comes of it.
 */
#include "test_world.h"

#include "../../tests/cmocka_all.h"

json_t *
evict_one(json_int_t matter)
{
	return params("{s:I}", "matter", matter);
}

json_t *
evict_s07(json_int_t person)
{
	json_t *p = params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I}",
	    "source", "namsmann_13_6", "received", "2027-02-10", "ground", "a",
	    "due_since", "2026-12-01", "warning_4_18", "2027-01-20", "petition",
	    "2027-02-05", "served", "2027-02-09", "rent", (json_int_t)980000,
	    "owed", (json_int_t)2940000);

	json_object_set_new(p, "tenant", json_string("Kari Leier"));
	json_object_set_new(p, "address", json_string("Testvegen 7"));
	if (person != 0)
		json_object_set_new(p, "person", json_integer(person));
	return p;
}

json_int_t
evict_told(struct work *w, json_t *p, json_t **result)
{
	json_t *r = work_do(w, "nav01", "notice", p);
	json_int_t id = int_in(r, "matter");

	if (result != NULL)
		*result = r;
	else
		json_decref(r);
	return id;
}

json_t *
evict_show(struct work *w, json_int_t matter)
{
	return work_do(w, "nav01", "show", evict_one(matter));
}

void
evict_is_due(struct work *w, const char *name, const char *day)
{
	json_t *r = peer_do(&w->c, "nav01", "deadline.list", NULL);
	json_t *row = row_with(json_object_get(r, "rows"), "name", name);

	if (day == NULL)
		assert_null(row);
	else {
		assert_non_null(row);
		assert_string_equal(text_in(row, "due"), day);
	}
	json_decref(r);
}

json_t *
evict_tasks(struct work *w, const char *as)
{
	return peer_do(&w->c, as, "task.list", NULL);
}
