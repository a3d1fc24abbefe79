/*
 * show -- a plan, as far as the caller's basis reaches.
 *
 * Whoever has no part in a plan learns that there is one, and its state alone:
 * whose service it is may tell what kind of help somebody gets.  A need that was
 * reported is read as that by everybody who may see the person.  Goals of health are read with a basis for health, or left out; asked
 * for by name they are refused, and the refusal is in the log (S-08).
 */
#include "plan.h"

#include <stdio.h>
#include <string.h>

/* Who is called what. */
struct names {
	json_t *users; /* [{user, title, …}] */
	json_t *town; /* {units: [{name, title, …}], …} */
};

static int
names_get(struct bf_call *call, struct names *n)
{
	int rc;

	memset(n, 0, sizeof(*n));
	rc = bf_host(call)->users(call, NULL, NULL, &n->users);
	return rc == BF_OK ? bf_host(call)->municipality(call, &n->town) : rc;
}

static void
names_free(struct names *n)
{
	json_decref(n->users);
	json_decref(n->town);
}

/* What people read in place of logins and units' names: MEMBER_title. */
static void
add_titles(const struct names *n, json_t *out)
{
	static const struct {
		const char *member;
		bool unit;
	} members[] = { { "coordinator", false }, { "substitute", false },
		{ "user", false }, { "main_unit", true }, { "unit", true } };
	const char *name, *key;
	char title[32];
	json_t *list, *row;
	size_t i, k;

	for (k = 0; k < sizeof(members) / sizeof(members[0]); k++) {
		if ((name = bf_text_of(out, members[k].member)) == NULL)
			continue;
		key = members[k].unit ? "name" : "user";
		list = members[k].unit ? json_object_get(n->town, "units") :
					 n->users;
		snprintf(title, sizeof(title), "%s_title", members[k].member);
		json_array_foreach(list, i, row)
			if (strcmp(bf_text_of(row, key), name) == 0)
				json_object_set(out, title,
				    json_object_get(row, "title"));
	}
}

static int
add_rows(struct bf_call *call, const struct plan *p, const struct names *n,
    const char *kind, const char *name, bool health, json_t *out)
{
	json_t *rows, *list = json_array(), *row, *v;
	const char *area;
	size_t i;
	int rc = plan_rows(call, p, kind, false, &rows);

	if (rc == BF_OK) {
		json_array_foreach(rows, i, row) {
			v = json_object_get(row, "values");
			area = bf_text_of(v, "area");
			if (area != NULL && !health &&
			    (strcmp(area, "helse") == 0 ||
				strcmp(area, "rus") == 0))
				continue;
			json_object_set(v, kind, json_object_get(row, "id"));
			add_titles(n, v);
			json_array_append(list, v);
		}
		json_decref(rows);
	}
	json_object_set_new(out, name, list);
	return rc;
}

/* May this caller read goals of health?  Asked for by AREA, it must. */
static int
may_health(struct bf_call *call, const struct plan *p, const char *area,
    bool *may)
{
	const struct bf_host *h = bf_host(call);
	*may = true;
	if (h->need_class(call, "goal", p->person, BF_CLASS_HEALTH) == BF_OK)
		return BF_OK;
	*may = false;
	if (area == NULL ||
	    (strcmp(area, "helse") != 0 && strcmp(area, "rus") != 0))
		return BF_OK;
	return h->fail(call, BF_DENIED, "E_NO_BASIS",
	    _("goals of health: a basis for health is lacking, such as the "
	      "person's consent"));
}

/* Letters with dots between them, as a list. */
static json_t *
letters(const char *text)
{
	json_t *list = json_array();
	size_t n;

	while (text != NULL && *text != '\0') {
		n = strcspn(text, ".");
		json_array_append_new(list, json_stringn(text, n));
		text += n + (text[n] == '.');
	}
	return list;
}

/* Of a plan that has not begun, to one who has no part in it: that it was asked
 * for.  *RESULT stays NULL for one who has. */
static int
show_need(struct bf_call *call, const struct plan *p, json_t **result)
{
	static const char *const shown[] = { "nr", "state", "reported",
		"decision", "previous", NULL };
	json_t *value, *out;
	bool may;
	size_t i;
	int rc = has_access(call, p, &may);

	*result = NULL;
	if (rc != BF_OK || may)
		return rc;
	out = json_object();
	bf_set_int(out, "plan", p->id);
	json_object_set(out, "rev", json_object_get(p->row, "rev"));
	for (i = 0; shown[i] != NULL; i++)
		if ((value = json_object_get(p->values, shown[i])) != NULL)
			json_object_set(out, shown[i], value);
	bf_host(call)->disclose(call, "person", p->person, "plan");
	*result = out;
	return BF_OK;
}

/* The rows of the plan, and what people read in place of names and letters. */
static int
fill(struct bf_call *call, const struct plan *p, bool health, json_t *out)
{
	static const struct {
		const char *kind, *name;
	} parts[] = { { "goal", "goals" }, { "measure", "measures" },
		{ "participant", "participants" }, { "review", "reviews" },
		{ "subplan", "subplans" }, { "cti", "cti" } };
	const char *missing = bf_text_of(p->values, "missing");
	char said[PLAN_SAID_SIZE];
	struct names n;
	size_t i;
	int rc = names_get(call, &n);

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]) && rc == BF_OK; i++)
		rc = add_rows(call, p, &n, parts[i].kind, parts[i].name, health,
		    out);
	add_titles(&n, out);
	names_free(&n);
	json_object_set_new(out, "missing", letters(missing));
	if (missing != NULL) {
		plan_say(missing, said);
		json_object_set_new(out, "missing_title", json_string(said));
	}
	return rc;
}

int
plan_show(struct bf_call *call, const json_t *params, json_t **result)
{
	struct plan p;
	json_t *out;
	bool health;
	int rc = plan_get(call, bf_int_of(params, "plan", 0), &p);

	if (rc == BF_OK && p.state < PLAN_DRAFT) {
		rc = show_need(call, &p, result);
		if (*result != NULL || rc != BF_OK) {
			plan_fini(&p);
			return rc;
		}
	}
	if (rc == BF_OK)
		rc = need_access(call, &p);
	if (rc == BF_OK)
		rc = may_health(call, &p, bf_text_of(params, "area"), &health);
	if (rc != BF_OK) {
		plan_fini(&p);
		return rc;
	}
	out = json_deep_copy(p.values);
	bf_set_int(out, "plan", p.id);
	json_object_set(out, "rev", json_object_get(p.row, "rev"));
	rc = fill(call, &p, health, out);
	bf_host(call)->disclose(call, "person", p.person, "plan");
	if (rc == BF_OK)
		*result = out;
	else
		json_decref(out);
	plan_fini(&p);
	return rc;
}

/* One line of the list, with no more than the caller's part in the plan. */
static int
list_row(struct bf_call *call, const struct names *n, const json_t *row,
    json_t *out)
{
	static const char *const shown[] = { "nr", "state", "kind", "main_unit",
		"coordinator", "next_review", "to", NULL };
	const json_t *v = json_object_get(row, "values");
	struct plan p = { .values = v, .person = bf_int_of(row, "owner", 0) };
	json_t *one, *value;
	size_t k;
	bool may;
	int rc = has_access(call, &p, &may);

	if (rc != BF_OK)
		return rc;
	one = json_pack("{sO sO}", "plan", json_object_get(row, "id"), "person",
	    json_object_get(row, "owner"));
	for (k = 0; shown[k] != NULL && (may || k < 2); k++)
		if ((value = json_object_get(v, shown[k])) != NULL)
			json_object_set(one, shown[k], value);
	add_titles(n, one);
	json_array_append_new(out, one);
	return BF_OK;
}

int
plan_list(struct bf_call *call, const json_t *params, json_t **result)
{
	const char *state = bf_text_of(params, "state");
	struct bf_query q = {
		.owner = bf_int_of(params, "person", 0),
		.limit = (int)bf_int_of(params, "limit", 50),
		.after = bf_int_of(params, "after", 0),
	};
	json_t *rows = NULL, *row, *out = json_array(), *equal = NULL;
	struct names n;
	size_t i;
	int rc;

	if (state != NULL) {
		q.index = "by_state";
		q.equal = equal = json_pack("[s]", state);
	}
	rc = bf_host(call)->record_find(call, "plan", &q, &rows);
	json_decref(equal);
	memset(&n, 0, sizeof(n));
	if (rc == BF_OK)
		rc = names_get(call, &n);
	json_array_foreach(rows, i, row)
		if (rc == BF_OK)
			rc = list_row(call, &n, row, out);
	names_free(&n);
	if (rc == BF_OK)
		*result = bf_page(out, rows, q.limit);
	else
		json_decref(out);
	json_decref(rows);
	return rc;
}
