/*
 * trial -- a plugin for tests; see trial.h.
 *
 * Each method does one thing to the host, named after it, with the parameters
 * as they come; what the host answers is the result.
 */
#include "trial.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(n)                                                                \
	{                                                                      \
		.name = (n), .type = BF_TEXT, .text = (n)                      \
	}

static const char *const states[] = { "open", "paid", NULL };
static const char *const open_states[] = { "open", NULL };

static const struct bf_record_column claim_columns[] = {
	{ .name = "nr", .type = BF_TEXT, .flags = BF_SERIES },
	{ .name = "state", .type = BF_CODE, .codes = states },
	{ .name = "day", .type = BF_DATE },
	{ .name = "amount", .type = BF_MONEY, .class = BF_CLASS_ECONOMY },
	{ .name = "landlord", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
	{ .name = "illness", .type = BF_TEXT, .class = BF_CLASS_HEALTH },
	{ .name = "place", .type = BF_TEXT, .class = BF_CLASS_ADDRESS },
#ifdef TRIAL_NEWER
	{ .name = "added", .type = BF_INTEGER },
#endif
	{ .name = NULL },
};
static const char *const by_day[] = { "state", "day", NULL };
static const char *const by_landlord[] = { "landlord", NULL };
static const struct bf_record_index claim_indexes[] = { { "by_day", by_day },
	{ "by_landlord", by_landlord }, { NULL, NULL } };

static const struct bf_record_column plan_columns[] = {
	{ .name = "state", .type = BF_CODE, .codes = states },
	{ .name = "goal", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
	{ .name = NULL },
};
static const char *const per_owner[] = { "owner", NULL };
static const struct bf_record_unique plan_uniques[] = {
	{ "one_open", per_owner, "state", open_states, "E_TRIAL_TWICE",
	    "there is one already" },
	{ .name = NULL },
};

#ifdef TRIAL_NEWER
#define VERSION 2

static int
bring_up(int from, json_t *values)
{
	return json_object_set_new(values, "added", json_integer(from));
}
#else
#define VERSION 1
#define bring_up NULL
#endif

static const struct bf_record records[] = {
	{ .kind = "claim",
	    .version = VERSION,
	    .owner = BF_OWNER_CASE,
	    .columns = claim_columns,
	    .indexes = claim_indexes,
	    .up = bring_up },
	{ .kind = "plan",
	    .version = 1,
	    .owner = BF_OWNER_PERSON,
	    .columns = plan_columns,
	    .uniques = plan_uniques },
	{ .kind = NULL },
};

static const char *
text_of(const json_t *params, const char *name)
{
	return json_string_value(json_object_get(params, name));
}

static int64_t
int_of(const json_t *params, const char *name)
{
	return json_integer_value(json_object_get(params, name));
}

static int
find_case(struct bf_call *call, const json_t *params, enum bf_want want,
    int64_t *id)
{
	return bf_host(call)->case_id(call, text_of(params, "case"), want, id);
}

static int
add(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t case_id, id, rev;
	int rc;

	if ((rc = find_case(call, params, BF_CHANGE, &case_id)) != BF_OK ||
	    (rc = h->record_put(call, "claim", int_of(params, "id"), case_id,
		 h->if_rev(call), json_object_get(params, "values"), &id,
		 &rev)) != BF_OK)
		return rc;
	*result = json_pack("{sI sI}", "claim", (json_int_t)id, "rev",
	    (json_int_t)rev);
	return BF_OK;
}

/* Writes all over the place, then thinks better of it. */
static int
refuse(struct bf_call *call, const json_t *params, json_t **result)
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
	*owner = int_of(params, "owner");
	if (*owner != 0 || text_of(params, "case") == NULL)
		return BF_OK;
	(void)kind;
	return find_case(call, params, BF_SEE, owner);
}

static int
find(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *kind = text_of(params, "kind");
	struct bf_query q = { .index = text_of(params, "index"),
		.equal = json_object_get(params, "equal"),
		.as_of = int_of(params, "as_of"),
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

static int
get(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *row, *versions;
	int rc;

	if ((rc = h->record_get(call, text_of(params, "kind"),
		 int_of(params, "id"), int_of(params, "as_of"), &row)) != BF_OK)
		return rc;
	rc = h->record_versions(call, text_of(params, "kind"),
	    int_of(params, "id"), &versions);
	if (rc == BF_OK)
		*result =
		    json_pack("{sO so}", "row", row, "versions", versions);
	json_decref(row);
	return rc;
}

static int
plan(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t id, rev;
	int rc;

	rc = h->record_put(call, "plan", int_of(params, "id"),
	    int_of(params, "owner"), h->if_rev(call),
	    json_object_get(params, "values"), &id, &rev);
	if (rc == BF_OK)
		*result = json_pack("{sI sI}", "plan", (json_int_t)id, "rev",
		    (json_int_t)rev);
	return rc;
}

/* One step, two cases. */
static int
touch(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *const names[] = { "case", "other" };
	json_t *level = json_pack("{si}", "level", 3);
	int64_t id;
	size_t i;
	int rc = BF_OK;

	(void)result;
	for (i = 0; rc == BF_OK && i < 2; i++) {
		rc =
		    h->case_id(call, text_of(params, names[i]), BF_CHANGE, &id);
		if (rc == BF_OK)
			rc = h->case_set(call, id, level);
		if (rc == BF_OK)
			rc = h->note(call, id, level);
	}
	json_decref(level);
	return rc;
}

static int
hand(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	int64_t owner = int_of(params, "owner");
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

static int
child(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const struct bf_task t = { .title = "Se på den", .user = "nav02" };
	json_t *row;
	int64_t parent, id;
	int rc;

	if ((rc = find_case(call, params, BF_SEE, &parent)) != BF_OK ||
	    (rc = h->case_create(call, NULL, parent, text_of(params, "unit"),
		 text_of(params, "contact"), json_object_get(params, "values"),
		 &id)) != BF_OK ||
	    (rc = h->task_open(call, id, &t)) != BF_OK ||
	    (rc = h->case_get_id(call, id, BF_CHANGE, &row)) != BF_OK)
		return rc;
	*result = json_pack("{sO sO}", "case", json_object_get(row, "case"),
	    "parent", json_object_get(row, "parent"));
	json_decref(row);
	return BF_OK;
}

static int
ring(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t id;
	int rc;

	(void)result;
	if ((rc = find_case(call, params, BF_SEE, &id)) != BF_OK)
		return rc;
	return bf_host(call)->emit(call, id, "trial.rang",
	    json_object_get(params, "values"));
}

static int
later(struct bf_call *call, const json_t *params, json_t **result)
{
	int64_t id = 0;
	int rc = BF_OK;

	(void)result;
	if (text_of(params, "case") != NULL)
		rc = find_case(call, params, BF_CHANGE, &id);
	if (rc == BF_OK && json_is_true(json_object_get(params, "rule")))
		return bf_host(call)->timer_end(call, id, "trial.later",
		    text_of(params, "key"));
	if (rc == BF_OK)
		rc = bf_host(call)->timer_begin(call, id, "trial.later",
		    text_of(params, "key"), int_of(params, "at"),
		    json_object_get(params, "values"));
	return rc;
}

static int
due(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_deadline d = { .name = "trial.answer",
		.key = text_of(params, "key"),
		.title = "Svar på kravet",
		.rule = text_of(params, "rule_id"),
		.length = text_of(params, "length"),
		.roll = true,
		.event = "kravet kom",
		.warn_days = (int)int_of(params, "warn") };
	char text[BF_DATE_SIZE];
	struct bf_date day;
	int64_t id;
	int rc;

	(void)bf_pure(call)->date_parse(text_of(params, "start"), &d.start);
	if ((rc = find_case(call, params, BF_CHANGE, &id)) != BF_OK ||
	    (rc = h->deadline_begin(call, id, &d, &day)) != BF_OK)
		return rc;
	bf_pure(call)->date_format(day, text);
	*result = json_pack("{ss}", "due", text);
	return BF_OK;
}

static int
end(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *how = text_of(params, "how");
	const char *key = text_of(params, "key");
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
static int
tell(struct bf_call *call, const json_t *params, json_t **result)
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
	*result = json_pack("{ss ss so so ss sI sb sb ss* ss*}", "user",
	    h->user(call), "unit", h->unit(call), "municipality", m, "users",
	    users, "digest", digest, "months",
	    (json_int_t)h->setting_int(call, "months"), "leader",
	    h->has_role(call, "leader"), "other", h->has_plugin(call, "other"),
	    "like", h->unit_like(call, "coordinating"), "nothing",
	    h->setting(call, "nothing"));
	json_object_set_new(*result, "people", people);
	rc = h->series(call, "letter", 2027, &n);
	if (rc == BF_OK)
		json_object_set_new(*result, "series", json_integer(n));
	(void)params;
	return rc;
}

static int
who(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	struct bf_date at;
	json_t *person = NULL, *links = NULL, *homes = NULL, *yes = NULL;
	json_t *cases = NULL;
	const char *how;
	int64_t id = int_of(params, "owner");
	int rc, years;

	(void)bf_pure(call)->date_parse(text_of(params, "day"), &at);
	if (id == 0 &&
	    (rc = h->person_match(call, json_object_get(params, "values"), &id,
		 &how)) != BF_OK)
		return rc;
	if (int_of(params, "owner") == 0) {
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

static int
papers(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *about = json_pack("{ss ss ss}", "kind", "guarantee", "title",
	    "Garanti", "mime", "text/plain");
	json_t *letter =
	    json_pack("{ss ss}", "template", "svar", "to", "applicant");
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
static int
match(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	json_t *level = json_pack("{si}", "level", 3);
	int64_t id;
	int rc;

	rc = find_case(call, params, BF_CHANGE, &id);
	if (rc == BF_OK)
		rc = h->case_set(call, id, level);
	if (rc == BF_OK)
		rc = h->match(call, id, int_of(params, "owner"),
		    text_of(params, "key"), json_object_get(params, "values"),
		    result);
	json_decref(level);
	return rc;
}

static int
ask(struct bf_call *call, const json_t *params, json_t **result)
{
	return bf_host(call)->invoke(call, text_of(params, "key"),
	    json_object_get(params, "values"), result);
}

static int
role(struct bf_call *call, const json_t *params, json_t **result)
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

	(void)add(call, params, &unused);
	abort();
}

/* Everything that a plugin may not do, by name. */
static int
wrong(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	const char *what = text_of(params, "how");
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
	else if (strcmp(what, "crash") == 0)
		rc = crash(call, params);
	else if (strcmp(what, "spin") == 0)
		for (;;)
			(void)h->now(call);
	json_decref(values);
	return rc;
}

/* A reader that wants to write. */
static int
peek(struct bf_call *call, const json_t *params, json_t **result)
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

static int
form(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);

	(void)params;
	(void)result;
	(void)h->field(call, "rent", "E_AMOUNT", "must be %d or more", 1);
	return h->field(call, "months", NULL, "must be %d to %d", 1, 6);
}

static const struct bf_param all_params[] = {
	{ .name = "case", .type = BF_CASE, .text = "a case" },
	{ .name = "other", .type = BF_CASE, .text = "another" },
	{ .name = "values", .type = BF_OBJECT, .text = "an object" },
	{ .name = "equal", .type = BF_LIST, .text = "a list" },
	{ .name = "id", .type = BF_INTEGER, .text = "a record" },
	{ .name = "owner", .type = BF_INTEGER, .text = "an owner" },
	{ .name = "as_of", .type = BF_INSTANT, .text = "then" },
	{ .name = "at", .type = BF_INSTANT, .text = "at" },
	{ .name = "day", .type = BF_DATE, .text = "a day" },
	{ .name = "start", .type = BF_DATE, .text = "a day" },
	{ .name = "rule", .type = BF_BOOL, .text = "for a rule" },
	{ .name = "warn", .type = BF_INTEGER, .text = "days" },
	TEXT("key"),
	TEXT("kind"),
	TEXT("index"),
	TEXT("length"),
	TEXT("rule_id"),
	TEXT("how"),
	TEXT("unit"),
	TEXT("contact"),
	{ .type = BF_END },
};

static const struct bf_column find_columns[] = {
	{ "id", BF_ID, "id" },
	{ NULL, BF_END, NULL },
};

#define BOTH (BF_FACE_SOCKET | BF_FACE_LUA)
#define ROW(n, words, k, fn)                                                   \
	{                                                                      \
		.name = "trial." n, .nb = "prøv " words, .kind = (k),          \
		.access = BF_ACCESS_CASE, .faces = BOTH, .text = n,            \
		.params = all_params, .errors = "E_TRIAL", .call = (fn)        \
	}

static const struct bf_method methods[] = {
	ROW("add", "legg", BF_STEP, add),
	ROW("refuse", "nekt", BF_STEP, refuse),
	ROW("plan", "plan", BF_STEP, plan),
	ROW("touch", "rør", BF_STEP, touch),
	ROW("hand", "gi", BF_STEP, hand),
	ROW("child", "barn", BF_STEP, child),
	ROW("ring", "ring", BF_STEP, ring),
	ROW("later", "siden", BF_STEP, later),
	ROW("due", "frist", BF_STEP, due),
	ROW("end", "slutt", BF_STEP, end),
	ROW("tell", "si", BF_STEP, tell),
	ROW("who", "hvem", BF_READ, who),
	ROW("papers", "papir", BF_STEP, papers),
	ROW("match", "treff", BF_STEP, match),
	ROW("ask", "spør", BF_STEP, ask),
	ROW("role", "rolle", BF_STEP, role),
	ROW("wrong", "galt", BF_STEP, wrong),
	ROW("peek", "kikk", BF_READ, peek),
	ROW("form", "skjema", BF_STEP, form),
	ROW("get", "hent", BF_READ, get),
	{ .name = "trial.find",
	    .nb = "prøv finn",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BOTH,
	    .text = "find",
	    .params = all_params,
	    .rows = "rows",
	    .columns = find_columns,
	    .errors = "",
	    .call = find },
	{ .name = NULL },
};

/* What falls due opens a task, whose key says what it was. */
static int
on_timer(struct bf_call *call, const struct bf_happening *w)
{
	const struct bf_host *h = bf_host(call);
	const struct bf_task t = { .key = w->key, .title = "Tiden er inne" };
	json_t *notice = json_pack("{ss}", "to", "leader");
	int rc;

	if (w->case_id == 0)
		rc = h->notice(call, 0, notice, NULL);
	else if (strcmp(w->key, "fails") == 0)
		rc = h->fail(call, BF_REFUSED, "E_TRIAL", "it fails");
	else
		rc = h->task_open(call, w->case_id, &t);
	json_decref(notice);
	return rc;
}

static int
on_deadline(struct bf_call *call, const struct bf_happening *w)
{
	const struct bf_task t = { .key = w->overdue ? "trial.overdue" :
						       "trial.warned",
		.title = w->key };

	return bf_host(call)->task_open(call, w->case_id, &t);
}

static int
on_decision(struct bf_call *call, const struct bf_happening *w)
{
	const struct bf_task t = { .key = "trial.decided",
		.title = text_of(w->payload, "type") };

	return bf_host(call)->task_open(call, w->case_id, &t);
}

static const struct bf_event events[] = {
	{ "trial.rang", BF_EMITS, "rang", NULL },
	{ "trial.later", BF_TIMER, "later", on_timer },
	{ "trial.answer", BF_DEADLINE, "answer", on_deadline },
	{ "decision.made", BF_TAKES, "decided", on_decision },
	{ NULL, 0, NULL, NULL },
};

/* Claims by state; the landlords are told apart and not known. */
struct counts {
	int64_t n, paid, sum, rows;
	json_t *landlords;
};

static void *
fold_begin(const struct bf_fold *f)
{
	struct counts *c = calloc(1, sizeof(*c));

	(void)f;
	if (c != NULL)
		c->landlords = json_object();
	return c;
}

static void
fold_row(const struct bf_fold *f, const char *kind, const json_t *record)
{
	const json_t *values = json_object_get(record, "values");
	const char *landlord =
	    text_of(json_object_get(record, "tokens"), "landlord");
	struct counts *c = f->state;

	(void)kind;
	c->rows++;
	c->n++;
	c->sum += int_of(values, "amount");
	c->paid += strcmp(text_of(values, "state"), "paid") == 0;
	if (landlord != NULL)
		json_object_set_new(c->landlords, landlord, json_true());
	if (json_object_get(values, "landlord") != NULL)
		abort(); /* a fold never sees who it was */
}

static json_t *
fold_end(const struct bf_fold *f)
{
	const struct counts *c = f->state;

	return json_pack("[{ss sI sI sI sI sI}]", "what", "krav", "n",
	    (json_int_t)c->n, "sum", (json_int_t)c->sum, "paid",
	    (json_int_t)c->paid, "landlords",
	    (json_int_t)json_object_size(c->landlords), "rows",
	    (json_int_t)c->rows);
}

static void
fold_free(void *state)
{
	struct counts *c = state;

	if (c != NULL)
		json_decref(c->landlords);
	free(c);
}

static const struct bf_cell_column fold_columns[] = {
	{ "what", BF_TEXT, "what", BF_CELL_LABEL },
	{ "n", BF_INTEGER, "n", BF_CELL_COUNT },
	{ "sum", BF_MONEY, "sum", BF_CELL_OF },
	{ "paid", BF_INTEGER, "paid", BF_CELL_COUNT },
	{ "landlords", BF_INTEGER, "landlords", BF_CELL_COUNT },
	{ "rows", BF_INTEGER, "rows", BF_CELL_LABEL },
	{ NULL, BF_END, NULL, BF_CELL_LABEL },
};
static const char *const fold_kinds[] = { "claim", NULL };

#define REPORT(n, words, all)                                                  \
	{                                                                      \
		.name = (n), .nb = (words), .text = (n),                       \
		.columns = fold_columns, .kinds = fold_kinds,                  \
		.versions = (all), .begin = fold_begin, .row = fold_row,       \
		.end = fold_end, .free = fold_free                             \
	}

static const struct bf_report reports[] = {
	REPORT("trial", "rapport prøve", false),
	REPORT("trial_all", "rapport prøver", true),
	{ .name = NULL },
};

static const struct bf_key keys[] = {
	{ .section = "plugin trial",
	    .name = "months",
	    .type = BF_INTEGER,
	    .unit = "months",
	    .min = 1,
	    .max = 6,
	    .value = "3",
	    .reload = true,
	    .text = "months",
	    .law = "" },
	{ .section = NULL },
};

static int
open_trial(const struct bf_env *env, void **state, char *why)
{
	(void)env;
#ifdef TRIAL_SAYS_NO
	(void)state;
	memcpy(why, "not today", sizeof("not today"));
	return 1;
#else
	(void)why;
	*state = calloc(1, 16);
	return *state == NULL;
#endif
}

BF_EXPORT const struct bf_plugin bf_plugin = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = "trial",
	.version = "1",
	.records = records,
	.methods = methods,
	.events = events,
	.reports = reports,
	.keys = keys,
	.open = open_trial,
	.close = free,
	.text = "a plugin for tests",
};
