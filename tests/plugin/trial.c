/*
 * trial -- a plugin for tests; see trial.h.
 *
 * What it declares and what happens to it by itself; its methods are in
 * trial_calls.c.
 */
#include "trial_calls.h"

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

static const struct bf_param page_params[] = {
	{ .name = "case", .type = BF_CASE, .text = "a case" },
	{ .type = BF_END },
};

static const struct bf_param planned_params[] = {
	{ .name = "person", .type = BF_ID, .text = "a person" },
	{ .type = BF_END },
};

static const struct bf_param show_params[] = {
	{ .name = "claim",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = "a claim" },
	{ .type = BF_END },
};

static const struct bf_column page_columns[] = {
	{ "claim", BF_ID, "claim" },
	{ "case", BF_CASE, "case" },
	{ "state", BF_CODE, "state" },
	{ NULL, BF_END, NULL },
};

static const struct bf_column planned_columns[] = {
	{ "plan", BF_ID, "plan" },
	{ "state", BF_CODE, "state" },
	{ NULL, BF_END, NULL },
};

#define LIST(n, words, par, col, fn)                                           \
	{                                                                      \
		.name = "trial." n, .nb = "prøv " words, .kind = BF_READ,      \
		.access = BF_ACCESS_CASE,                                      \
		.faces = BF_FACE_SOCKET | BF_FACE_CASE, .text = n,             \
		.params = (par), .rows = "rows", .columns = (col),             \
		.errors = "", .call = (fn)                                     \
	}
#define BOTH (BF_FACE_SOCKET | BF_FACE_LUA)
#define ROW(n, words, k, fn)                                                   \
	{                                                                      \
		.name = "trial." n, .nb = "prøv " words, .kind = (k),          \
		.access = BF_ACCESS_CASE, .faces = BOTH, .text = n,            \
		.params = all_params, .errors = "E_TRIAL", .call = (fn)        \
	}

static const struct bf_method methods[] = {
	ROW("add", "legg", BF_STEP, trial_add),
	ROW("refuse", "nekt", BF_STEP, trial_refuse),
	ROW("plan", "plan", BF_STEP, trial_plan),
	ROW("touch", "rør", BF_STEP, trial_touch),
	ROW("hand", "gi", BF_STEP, trial_hand),
	ROW("child", "barn", BF_STEP, trial_child),
	ROW("ring", "ring", BF_STEP, trial_ring),
	ROW("later", "siden", BF_STEP, trial_later),
	ROW("due", "frist", BF_STEP, trial_due),
	ROW("end", "slutt", BF_STEP, trial_end),
	ROW("tell", "si", BF_STEP, trial_tell),
	ROW("who", "hvem", BF_READ, trial_who),
	ROW("papers", "papir", BF_STEP, trial_papers),
	ROW("match", "treff", BF_STEP, trial_match),
	ROW("ask", "spør", BF_STEP, trial_ask),
	ROW("role", "rolle", BF_STEP, trial_role),
	ROW("wrong", "galt", BF_STEP, trial_wrong),
	ROW("peek", "kikk", BF_READ, trial_peek),
	ROW("form", "skjema", BF_STEP, trial_form),
	ROW("get", "hent", BF_READ, trial_get),
	LIST("kept", "holdt", page_params, page_columns, trial_kept),
	LIST("led", "ledet", page_params, page_columns, trial_led),
	LIST("planned", "planlagt", planned_params, planned_columns,
	    trial_planned),
	{ .name = "trial.show",
	    .nb = "prøv vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = "show",
	    .params = show_params,
	    .errors = "",
	    .call = trial_show },
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
	    .call = trial_find },
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
		.title = bf_text_of(w->payload, "type") };

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
	    bf_text_of(json_object_get(record, "tokens"), "landlord");
	struct counts *c = f->state;

	(void)kind;
	c->rows++;
	c->n++;
	c->sum += bf_int_of(values, "amount", 0);
	c->paid += strcmp(bf_text_of(values, "state"), "paid") == 0;
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
