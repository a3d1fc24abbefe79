/*
 * lookup -- lookup.list: who saw what, when and on which basis.
 *
 * For the auditor.  Reading the log of a person or a case is a look-up too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "model/zone.h"
#include "store/case.h"
#include "store/history.h"
#include "store/lookup.h"

struct want {
	const char *subject; /* "person", "case"; NULL: all */
	int64_t id;
	const char *user; /* NULL: anybody */
	int64_t from, to; /* ms UTC, TO not included */
};

static enum rc
read_want(struct bf_call *c, const json_t *params, struct want *w)
{
	const char *number = param_text(params, "case");
	struct case_head head;
	struct date d;
	enum rc rc;

	memset(w, 0, sizeof(*w));
	w->user = param_text(params, "user");
	w->from = param_date(params, "from", &d) ? zone_day_start(d) : 0;
	w->to = param_date(params, "to", &d) ?
	    zone_day_start(date_add_days(d, 1)) :
	    INT64_MAX;
	w->id = param_int(params, "person", 0);
	if (w->id != 0)
		w->subject = "person";
	if (number == NULL)
		return RC_OK;
	rc = case_find_number(c->store, number, &head, &c->err);
	w->subject = "case";
	w->id = head.id;
	return rc;
}

static bool
is_wanted(const struct want *w, const json_t *row)
{
	const char *actor = json_string_value(json_object_get(row, "actor"));
	const char *kind = json_string_value(json_object_get(row, "kind"));
	int64_t time = json_integer_value(json_object_get(row, "time"));

	if (kind == NULL || strncmp(kind, "lookup", 6) != 0)
		return false;
	if (w->user != NULL && (actor == NULL || strcmp(actor, w->user) != 0))
		return false;
	return time >= w->from && time < w->to;
}

/* Lay the sealed part of a row beside its header. */
static void
flatten(json_t *row)
{
	static const char *const members[] = { "method", "reason", "gateway",
		"use", "error", "subjects" };
	const char *kind = json_string_value(json_object_get(row, "kind"));
	json_t *part = json_object_get(row, "part"), *value;
	size_t i;

	if (part == NULL)
		part = json_array_get(json_object_get(row, "parts"), 0);
	json_object_set_new(row, "refused",
	    json_boolean(kind != NULL && strcmp(kind, "lookup.refused") == 0));
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		value = json_object_get(part, members[i]);
		if (value != NULL)
			json_object_set(row, members[i], value);
	}
	json_object_del(row, "part");
	json_object_del(row, "parts");
	json_object_del(row, "kind");
}

static const char *
kind_title(const char *kind)
{
	static const struct {
		const char *kind;
		const char *title;
	} kinds[] = { { "case", N_("case") }, { "person", N_("person") },
		{ "household", N_("household") },
		{ "document", N_("document") },
		{ "definition", N_("workflow") },
		{ "meeting", N_("meeting") } };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return _(kinds[i].title);
	return kind;
}

/* "case 2027/12 (identity)": one thing that was seen, as people name it. */
static char *
subject_text(const struct bf_call *c, const json_t *subject)
{
	const char *kind = json_string_value(json_array_get(subject, 0));
	int64_t id = json_integer_value(json_array_get(subject, 1));
	const char *part = json_string_value(json_array_get(subject, 2));
	char number[CASE_NUMBER_SIZE];
	struct err none = ERR_INIT;
	struct case_head head;

	if (kind == NULL)
		kind = "";
	if (part == NULL)
		part = "";
	snprintf(number, sizeof(number), "%lld", (long long)id);
	if (strcmp(kind, "case") == 0 &&
	    case_get(c->store, id, &head, &none) == RC_OK)
		case_number(&head, number);
	return mem_format("%s %s%s%s%s", kind_title(kind), number,
	    part[0] != '\0' ? " (" : "", part, part[0] != '\0' ? ")" : "");
}

/* Say in words what the row's `subjects` are. */
static void
add_subjects(const struct bf_call *c, json_t *row)
{
	const json_t *list = json_object_get(row, "subjects");
	char *all = mem_text(""), *one, *longer;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		one = subject_text(c, json_array_get(list, i));
		longer = mem_format("%s%s%s", all, i > 0 ? ", " : "", one);
		free(all);
		free(one);
		all = longer;
	}
	json_object_set_new(row, "subjects_title", json_string(all));
	free(all);
}

static enum rc
next_rows(struct bf_call *c, const struct want *w, int64_t after, int limit,
    json_t **rows)
{
	if (w->subject != NULL)
		return lookup_list(c->store, w->subject, w->id, after, limit,
		    rows, &c->err);
	return history_list_all(c->store, after, limit, true, true, rows,
	    &c->err);
}

/* One request on its way through the log, a page of it in each slice. */
struct job {
	struct want want;
	int limit;
	int64_t after; /* position of the last row looked at */
	json_t *rows; /* owned: those found */
};

static void
free_job(void *state)
{
	struct job *j = state;

	json_decref(j->rows);
	free(j);
}

/* Look at the next page of the log; *MORE: there is something after it. */
static enum rc
collect(struct bf_call *c, struct job *j, bool *more)
{
	json_t *rows = NULL, *row;
	size_t i;
	enum rc rc;

	rc = next_rows(c, &j->want, j->after, LIST_LIMIT_MAX, &rows);
	if (rc != RC_OK)
		return rc;
	*more = json_array_size(rows) == LIST_LIMIT_MAX;
	json_array_foreach(rows, i, row) {
		if (json_array_size(j->rows) == (size_t)j->limit) {
			*more = true;
			break;
		}
		j->after = json_integer_value(json_object_get(row, "pos"));
		if (!is_wanted(&j->want, row))
			continue;
		flatten(row);
		add_subjects(c, row);
		titles_add(c, row);
		json_array_append(j->rows, row);
	}
	json_decref(rows);
	return RC_OK;
}

static enum rc
start(struct bf_call *c, const json_t *params, struct job **out)
{
	struct page page;
	struct want want;
	struct job *j;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) != RC_OK ||
	    (rc = read_want(c, params, &want)) != RC_OK)
		return rc;
	j = mem_new(1, sizeof(*j));
	j->want = want;
	j->limit = page.limit;
	j->after = page.after;
	j->rows = json_array();
	c->job.state = j;
	c->job.free = free_job;
	*out = j;
	return RC_OK;
}

static int
lookup_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct job *j = c->job.state;
	bool more = false;
	enum rc rc;

	if (j == NULL && (rc = start(c, params, &j)) != RC_OK)
		return (int)rc;
	if ((rc = collect(c, j, &more)) != RC_OK)
		return (int)rc;
	if (more && json_array_size(j->rows) < (size_t)j->limit)
		return RC_AGAIN;
	if (j->want.subject != NULL)
		call_disclose(c, j->want.subject, j->want.id, "lookups");
	return (int)page_answer(RC_OK, json_incref(j->rows),
	    more ? page_key(j->after) : NULL, result);
}

static const struct bf_param list_params[] = {
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("who looked at this person of the register") },
	{ .name = "case",
	    .type = BF_CASE,
	    .text = N_("who looked at this case") },
	{ .name = "user",
	    .type = BF_NAME,
	    .text = N_("what this user looked at") },
	{ .name = "from", .type = BF_DATE, .text = N_("first day") },
	{ .name = "to", .type = BF_DATE, .text = N_("last day") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column list_columns[] = {
	{ "time", BF_INSTANT, N_("when") },
	{ "actor", BF_NAME, N_("user") },
	{ "unit", BF_NAME, N_("unit") },
	{ "role", BF_NAME, N_("role") },
	{ "basis", BF_TEXT, N_("basis") },
	{ "method", BF_TEXT, N_("method") },
	{ "reason", BF_TEXT, N_("reason") },
	{ "use", BF_TEXT, N_("for") },
	{ "refused", BF_BOOL, N_("refused") },
	{ "subjects", BF_LIST, N_("of what") },
	{ NULL, BF_END, NULL },
};

const struct bf_method lookup_methods[] = {
	{ .name = "lookup.list",
	    .nb = "innsyn list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_AUDIT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list who looked at a person or a case, or at what"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = lookup_list_call },
	{ .name = NULL },
};
