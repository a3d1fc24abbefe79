/*
 * trial_calls -- the methods of the plugin for tests; see trial_calls.h.
 */
#include "trial_calls.h"

#include <stdlib.h>
#include <string.h>

static int
find_case(struct bf_call *call, const json_t *params, enum bf_want want,
    int64_t *id)
{
	return bf_host(call)->case_id(call, bf_text_of(params, "case"), want,
	    id);
}

int
trial_add(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t case_id, id, rev;
	int rc;

	if ((rc = find_case(call, params, BF_CHANGE, &case_id)) != BF_OK ||
	    (rc = h->record_put(call, "claim", bf_int_of(params, "id", 0),
		 case_id, h->if_rev(call), json_object_get(params, "values"),
		 &id, &rev)) != BF_OK)
		return rc;
	*result = json_pack("{sI sI}", "claim", (json_int_t)id, "rev",
	    (json_int_t)rev);
	return BF_OK;
}

/* Writes all over the place, then thinks better of it. */
int
trial_refuse(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_task task = { .key = "trial", .title = "noe" };
	const struct bf_deadline due = { .name = "trial.answer",
		.title = "svar",
		.length = "3d",
		.start = bf_host(call)->today(call) };
	const struct bf_host *h = bf_host(call);
	json_t *values = json_pack("{ss}", "state", "open");
	json_t *level = json_pack("{si}", "level", 4), *unused = NULL;
	int64_t case_id;
	int rc;

	(void)result;
	rc = find_case(call, params, BF_CHANGE, &case_id);
	if (rc == BF_OK)
		rc = h->record_put(call, "claim", 0, case_id, -1, values, NULL,
		    NULL);
	if (rc == BF_OK)
		rc = h->case_set(call, case_id, level);
	if (rc == BF_OK)
		rc = h->task_open(call, case_id, &task);
	if (rc == BF_OK)
		rc = h->deadline_begin(call, case_id, &due, NULL);
	if (rc == BF_OK)
		rc = h->timer_begin(call, case_id, "trial.later", "k",
		    h->now(call) + 1000, NULL);
	if (rc == BF_OK)
		rc = h->emit(call, case_id, "trial.rang", NULL);
	json_decref(values);
	json_decref(level);
	json_decref(unused);
	if (rc != BF_OK)
		return rc;
	return h->fail(call, BF_REFUSED, "E_TRIAL", "trial: %s",
	    "thinks better of it");
}

static int
owner_of(struct bf_call *call, const json_t *params, const char *kind,
    int64_t *owner)
{
	*owner = bf_int_of(params, "owner", 0);
	if (*owner != 0 || bf_text_of(params, "case") == NULL)
		return BF_OK;
	(void)kind;
	return find_case(call, params, BF_SEE, owner);
}

int
trial_find(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *kind = bf_text_of(params, "kind");
	struct bf_query q = { .index = bf_text_of(params, "index"),
		.equal = json_object_get(params, "equal"),
		.as_of = bf_int_of(params, "as_of", 0),
		.rule = json_is_true(json_object_get(params, "rule")) };
	json_t *rows;
	int64_t n;
	int rc;

	if ((rc = owner_of(call, params, kind, &q.owner)) != BF_OK ||
	    (rc = h->record_count(call, kind, &q, &n)) != BF_OK ||
	    (rc = h->record_find(call, kind, &q, &rows)) != BF_OK)
		return rc;
	*result =
	    json_pack("{so sI sn}", "rows", rows, "n", (json_int_t)n, "next");
	return BF_OK;
}

/* The records of KIND as rows of a list, each with its id as FIRST. */
static int
list_kind(struct bf_call *call, const char *kind, int64_t owner,
    const char *first, json_t **result)
{
	struct bf_query q = { .owner = owner };
	json_t *rows, *row, *out, *v;
	size_t i;
	int rc;

	rc = bf_host(call)->record_find(call, kind, &q, &rows);
	if (rc != BF_OK)
		return rc;
	out = json_array();
	json_array_foreach(rows, i, row) {
		v = json_object_get(row, "values");
		json_object_set(v, first, json_object_get(row, "id"));
		json_array_append(out, v);
	}
	json_decref(rows);
	*result = json_pack("{so sn}", "rows", out, "next");
	return BF_OK;
}

int
trial_kept(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t owner;
	int rc;

	if ((rc = owner_of(call, params, "claim", &owner)) != BF_OK)
		return rc;
	return list_kind(call, "claim", owner, "claim", result);
}

/* The same for leaders. */
int
trial_led(struct bf_call *call, const json_t *params, json_t **result)
{
	int rc = bf_host(call)->need_role(call, "leader");

	return rc == BF_OK ? trial_kept(call, params, result) : rc;
}

int
trial_planned(struct bf_call *call, const json_t *params, json_t **result)
{
	return list_kind(call, "plan", bf_int_of(params, "person", 0), "plan",
	    result);
}

int
trial_show(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)call;
	*result = json_pack("{sO}", "claim", json_object_get(params, "claim"));
	return BF_OK;
}

int
trial_get(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *row, *versions;
	int rc;

	if ((rc = h->record_get(call, bf_text_of(params, "kind"),
		 bf_int_of(params, "id", 0), bf_int_of(params, "as_of", 0),
		 &row)) != BF_OK)
		return rc;
	rc = h->record_versions(call, bf_text_of(params, "kind"),
	    bf_int_of(params, "id", 0), &versions);
	if (rc == BF_OK)
		*result =
		    json_pack("{sO so}", "row", row, "versions", versions);
	json_decref(row);
	return rc;
}

int
trial_plan(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t id, rev;
	int rc;

	rc = h->record_put(call, "plan", bf_int_of(params, "id", 0),
	    bf_int_of(params, "owner", 0), h->if_rev(call),
	    json_object_get(params, "values"), &id, &rev);
	if (rc == BF_OK)
		*result = json_pack("{sI sI}", "plan", (json_int_t)id, "rev",
		    (json_int_t)rev);
	return rc;
}

/* One step, two cases. */
int
trial_touch(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *const names[] = { "case", "other" };
	json_t *level = json_pack("{si}", "level", 3);
	int64_t id;
	size_t i;
	int rc = BF_OK;

	(void)result;
	for (i = 0; rc == BF_OK && i < 2; i++) {
		rc = h->case_id(call, bf_text_of(params, names[i]), BF_CHANGE,
		    &id);
		if (rc == BF_OK)
			rc = h->case_set(call, id, level);
		if (rc == BF_OK)
			rc = h->note(call, id, level);
	}
	json_decref(level);
	return rc;
}

int
trial_hand(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t owner = bf_int_of(params, "owner", 0);
	struct bf_query q = { .owner = owner };
	json_t *rows = NULL;
	int rc;

	rc = h->record_hand(call, "claim", owner,
	    json_object_get(params, "values"));
	/* Handing over opens nothing. */
	if (rc == BF_OK && h->record_find(call, "claim", &q, &rows) == BF_OK) {
		json_decref(rows);
		return h->fail(call, BF_INTERNAL, NULL, "it can be seen");
	}
	if (rc == BF_OK)
		rc = h->emit(call, owner, "trial.rang", NULL);
	*result = json_object();
	return rc;
}

int
trial_child(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const struct bf_task t = { .title = "Se på den", .user = "nav02" };
	json_t *row;
	int64_t parent, id;
	int rc;

	if ((rc = find_case(call, params, BF_SEE, &parent)) != BF_OK ||
	    (rc = h->case_create(call, NULL, parent, bf_text_of(params, "unit"),
		 bf_text_of(params, "contact"),
		 json_object_get(params, "values"), &id)) != BF_OK ||
	    (rc = h->task_open(call, id, &t)) != BF_OK ||
	    (rc = h->case_get_id(call, id, BF_CHANGE, &row)) != BF_OK)
		return rc;
	*result = json_pack("{sO sO}", "case", json_object_get(row, "case"),
	    "parent", json_object_get(row, "parent"));
	json_decref(row);
	return BF_OK;
}

int
trial_ring(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t id;
	int rc;

	(void)result;
	if ((rc = find_case(call, params, BF_SEE, &id)) != BF_OK)
		return rc;
	return bf_host(call)->emit(call, id, "trial.rang",
	    json_object_get(params, "values"));
}

int
trial_later(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t id = 0;
	int rc = BF_OK;

	(void)result;
	if (bf_text_of(params, "case") != NULL)
		rc = find_case(call, params, BF_CHANGE, &id);
	if (rc == BF_OK && json_is_true(json_object_get(params, "rule")))
		return bf_host(call)->timer_end(call, id, "trial.later",
		    bf_text_of(params, "key"));
	if (rc == BF_OK)
		rc = bf_host(call)->timer_begin(call, id, "trial.later",
		    bf_text_of(params, "key"), bf_int_of(params, "at", 0),
		    json_object_get(params, "values"));
	return rc;
}

int
trial_due(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_deadline d = { .name = "trial.answer",
		.key = bf_text_of(params, "key"),
		.title = "Svar på kravet",
		.rule = bf_text_of(params, "rule_id"),
		.length = bf_text_of(params, "length"),
		.roll = true,
		.event = "kravet kom",
		.warn_days = (int)bf_int_of(params, "warn", 0) };
	char text[BF_DATE_SIZE];
	struct bf_date day;
	int64_t id;
	int rc;

	(void)bf_pure(call)->date_parse(bf_text_of(params, "start"), &d.start);
	if ((rc = find_case(call, params, BF_CHANGE, &id)) != BF_OK ||
	    (rc = h->deadline_begin(call, id, &d, &day)) != BF_OK)
		return rc;
	bf_pure(call)->date_format(day, text);
	*result = json_pack("{ss}", "due", text);
	return BF_OK;
}

int
trial_end(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *how = bf_text_of(params, "how");
	const char *key = bf_text_of(params, "key");
	int64_t id;
	bool was = false;
	int rc;

	if ((rc = find_case(call, params, BF_CHANGE, &id)) != BF_OK)
		return rc;
	if (strcmp(how, "pause") == 0)
		rc = h->deadline_pause(call, id, "trial.answer", key, "ferie");
	else if (strcmp(how, "resume") == 0)
		rc = h->deadline_resume(call, id, "trial.answer", key);
	else
		rc = h->deadline_end(call, id, "trial.answer", key,
		    strcmp(how, "met") == 0, &was);
	if (rc == BF_OK)
		*result = json_pack("{sb}", "was", was);
	return rc;
}

/* What the host tells of the call, the municipality and the people. */
int
trial_tell(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *m, *users, *people;
	char digest[65];
	int64_t n;
	int rc;

	if ((rc = h->municipality(call, &m)) != BF_OK ||
	    (rc = h->users(call, "nav", "leader", &users)) != BF_OK ||
	    (rc = h->users(call, "nav", NULL, &people)) != BF_OK)
		return rc;
	h->digest(call, "abc", 3, digest);
	h->warn(call, "W_TRIAL", NULL, "se %s", "her");
	*result = json_pack("{ss ss so so ss sI sb sb ss*}", "user",
	    h->user(call), "unit", h->unit(call), "municipality", m, "users",
	    users, "digest", digest, "months",
	    (json_int_t)h->setting_int(call, "months"), "leader",
	    h->has_role(call, "leader"), "other", h->has_plugin(call, "other"),
	    "like", h->unit_like(call, "coordinating"));
	json_object_set_new(*result, "people", people);
	rc = h->series(call, "letter", 2027, &n);
	if (rc == BF_OK)
		json_object_set_new(*result, "series", json_integer(n));
	(void)params;
	return rc;
}

int
trial_who(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date at;
	json_t *person = NULL, *links = NULL, *homes = NULL, *yes = NULL;
	json_t *cases = NULL;
	const char *how;
	int64_t id = bf_int_of(params, "owner", 0);
	int rc, years;

	(void)bf_pure(call)->date_parse(bf_text_of(params, "day"), &at);
	if (id == 0 &&
	    (rc = h->person_match(call, json_object_get(params, "values"), &id,
		 &how)) != BF_OK)
		return rc;
	if (bf_int_of(params, "owner", 0) == 0) {
		*result =
		    json_pack("{sI ss}", "person", (json_int_t)id, "how", how);
		return BF_OK;
	}
	if ((rc = h->person_get(call, id, &person)) == BF_OK &&
	    (rc = h->person_age(call, id, at, &years)) == BF_OK &&
	    (rc = h->person_links(call, id, at, &links)) == BF_OK &&
	    (rc = h->households(call, id, at, &homes)) == BF_OK &&
	    (rc = h->cases_of(call, id, &cases)) == BF_OK &&
	    (rc = h->consents(call, id, NULL, NULL, NULL, 0, &yes)) == BF_OK)
		*result = json_pack("{sO sO sO sO sO si}", "person", person,
		    "links", links, "homes", homes, "consents", yes, "cases",
		    cases, "years", years);
	json_decref(person);
	json_decref(links);
	json_decref(homes);
	json_decref(yes);
	json_decref(cases);
	return rc;
}

int
trial_papers(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *about = json_pack("{ss ss ss}", "kind", "guarantee", "title",
	    "Garanti", "mime", "text/plain");
	json_t *letter = json_pack("{ss ss ss}", "template", "svar", "to",
	    "applicant", "text", "Her er garantien.");
	json_t *rows = NULL, *made = NULL;
	char key[96] = "";
	int64_t case_id, id = 0;
	int rc;

	rc = find_case(call, params, BF_CHANGE, &case_id);
	if (rc == BF_OK)
		rc = h->document_put(call, case_id, about, "frozen", 6, &id);
	if (rc == BF_OK)
		rc = h->documents(call, case_id, &rows);
	if (rc == BF_OK)
		rc = h->letter(call, case_id, letter, key);
	if (rc == BF_OK)
		rc = h->decisions(call, case_id, NULL, h->today(call), &made);
	if (rc == BF_OK)
		*result = json_pack("{sI sO ss sO}", "document", (json_int_t)id,
		    "rows", rows, "key", key, "decisions", made);
	json_decref(about);
	json_decref(letter);
	json_decref(rows);
	json_decref(made);
	return rc;
}

/* Changes the case and asks for a match in it. */
int
trial_match(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *level = json_pack("{si}", "level", 3);
	int64_t id;
	int rc;

	rc = find_case(call, params, BF_CHANGE, &id);
	if (rc == BF_OK)
		rc = h->case_set(call, id, level);
	if (rc == BF_OK)
		rc = h->match(call, id, bf_int_of(params, "owner", 0),
		    bf_text_of(params, "key"),
		    json_object_get(params, "values"), result);
	json_decref(level);
	return rc;
}

int
trial_ask(struct bf_call *call, const json_t *params, json_t **result)
{
	return bf_host(call)->invoke(call, bf_text_of(params, "key"),
	    json_object_get(params, "values"), result);
}

int
trial_role(struct bf_call *call, const json_t *params, json_t **result)
{
	(void)params;
	*result = json_object();
	return bf_host(call)->need_role(call, "leader coordinator");
}

/* Writes, and is gone. */
static int
crash(struct bf_call *call, const json_t *params)
{
	json_t *unused;

	(void)trial_add(call, params, &unused);
	abort();
}

/* Everything that a plugin may not do, by name. */
/* One whose template nobody has. */
static int
lose_letter(struct bf_call *call)
{
	json_t *letter =
	    json_pack("{ss ss}", "template", "trial.nothing", "to", "person");
	int rc = bf_host(call)->letter(call, 1, letter, NULL);

	json_decref(letter);
	return rc;
}

int
trial_wrong(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *what = bf_text_of(params, "how");
	json_t *values = json_object();
	int rc = BF_OK;

	(void)result;
	if (strcmp(what, "silent") == 0)
		rc = BF_REFUSED;
	else if (strcmp(what, "number") == 0)
		rc = 4711;
	else if (strcmp(what, "again") == 0)
		rc = -1;
	else if (strcmp(what, "kind") == 0)
		rc = h->record_put(call, "nothing", 0, 1, -1, values, NULL,
		    NULL);
	else if (strcmp(what, "event") == 0)
		rc = h->emit(call, 1, "trial.later", NULL);
	else if (strcmp(what, "timer") == 0)
		rc = h->timer_begin(call, 1, "trial.rang", NULL, 0, NULL);
	else if (strcmp(what, "fail") == 0)
		rc = h->fail(call, BF_OK, NULL, "nothing");
	else if (strcmp(what, "setting") == 0)
		(void)h->setting_int(call, "undeclared");
	else if (strcmp(what, "letter") == 0)
		rc = lose_letter(call);
	else if (strcmp(what, "crash") == 0)
		rc = crash(call, params);
	else if (strcmp(what, "spin") == 0)
		for (;;)
			(void)h->now(call);
	json_decref(values);
	return rc;
}

/* A reader that wants to write. */
int
trial_peek(struct bf_call *call, const json_t *params, json_t **result)
{
	json_t *values = json_pack("{ss}", "state", "open");
	int64_t id;
	int rc;

	(void)result;
	rc = find_case(call, params, BF_SEE, &id);
	if (rc == BF_OK)
		rc = bf_host(call)->record_put(call, "claim", 0, id, -1, values,
		    NULL, NULL);
	json_decref(values);
	return rc;
}

int
trial_form(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);

	(void)params;
	(void)result;
	(void)h->field(call, "rent", "E_AMOUNT", "must be %d or more", 1);
	return h->field(call, "months", NULL, "must be %d to %d", 1, 6);
}
