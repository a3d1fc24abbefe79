/*
 * erasure_row -- what erasures, holds and what they hide look like; see
 * erasure_row.h.
 */
#include "engine/erasure_row.h"

#include <string.h>

#include "access/gate.h"
#include "base/config.h"
#include "base/i18n.h"
#include "engine/mark.h"
#include "engine/titles.h"
#include "store/case.h"

enum rc
erasure_need_reason(struct bf_call *c)
{
	if (c->who->reason != NULL && c->who->reason[0] != '\0')
		return RC_OK;
	return err_field(&c->err, "reason", NULL, _("say why"));
}

enum rc
erasure_mark(struct bf_call *c, const char *kind, const struct erasure *r)
{
	json_t *parts = json_pack("{s:{s:s,s:s,s:I,s:s},s:{s:s}}", "case", "of",
	    owner_kind_name(r->of.kind), "part", r->health ? "health" : "all",
	    "id", (json_int_t)r->of.id, "state", r->state, "identity", "reason",
	    c->who->reason);
	enum rc rc;

	rc = mark_subject(c, kind, "erasure", r->id, 0, parts);
	json_decref(parts);
	return rc == RC_OK ? mark_subject(c, kind, owner_kind_name(r->of.kind),
				 r->of.id, 0, NULL) :
			     rc;
}

static enum rc
name_case(struct bf_call *c, json_t *row, int64_t id)
{
	char number[CASE_NUMBER_SIZE];
	struct case_head head;
	enum rc rc;

	if ((rc = case_get(c->store, id, &head, &c->err)) != RC_OK)
		return rc;
	case_number(&head, number);
	json_object_set_new(row, "case", json_string(number));
	return RC_OK;
}

/* Turn a row of erasure_list or hold_list into what a list shows; discloses it. */
static enum rc
erasure_present(struct bf_call *c, json_t *row)
{
	const char *kind =
	    json_string_value(json_object_get(row, "owner_kind"));
	int64_t id = json_integer_value(json_object_get(row, "owner_id"));
	bool is_case = strcmp(kind, "case") == 0;
	enum rc rc = RC_OK;

	call_disclose(c, is_case ? "case" : "person", id, "erasure");
	if (is_case)
		rc = name_case(c, row, id);
	else
		json_object_set_new(row, "person", json_integer(id));
	json_object_del(row, "owner_kind");
	json_object_del(row, "owner_id");
	return rc;
}

/* May the caller see to what ROW is about? */
static enum rc
is_theirs(struct bf_call *c, const json_t *row, bool *yes)
{
	const char *kind =
	    json_string_value(json_object_get(row, "owner_kind"));

	return gate_records(c->who, c->store,
	    kind != NULL && strcmp(kind, "person") == 0,
	    json_integer_value(json_object_get(row, "owner_id")), yes, &c->err);
}

enum rc
erasure_present_all(struct bf_call *c, json_t *rows, const struct page *page,
    json_t **next)
{
	size_t i = 0, n = json_array_size(rows);
	bool yes = false;
	json_t *row;
	enum rc rc;

	if (n > 0 && n == (size_t)page->limit)
		*next = page_key(json_integer_value(
		    json_object_get(json_array_get(rows, n - 1), "id")));
	while (i < json_array_size(rows)) {
		row = json_array_get(rows, i);
		if ((rc = is_theirs(c, row, &yes)) != RC_OK)
			return rc;
		if (!yes) {
			json_array_remove(rows, i);
			continue;
		}
		if ((rc = erasure_present(c, row)) != RC_OK)
			return rc;
		i++;
	}
	return RC_OK;
}

json_t *
erasure_answer(struct bf_call *c, const struct erasure *r,
    const struct erasure_facts *f)
{
	int64_t days =
	    config_int(c->municipality->config, "keys", "backup_days");
	json_t *o = json_pack("{s:I,s:s,s:I}", "erasure", (json_int_t)r->id,
	    "state", r->state, "commit", (json_int_t)call_commit(c));
	char day[DATE_SIZE];

	if (strcmp(r->state, "erased") == 0) {
		date_format(date_add_days(c->today, (int32_t)days), day);
		json_object_set_new(o, "gone_from_copies", json_string(day));
		return o;
	}
	json_object_set_new(o, "basis",
	    json_string("arkivlova (lov 2025-06-20-96) § 13"));
	json_object_set_new(o, "kept",
	    json_pack("{s:I,s:I,s:I}", "decisions", (json_int_t)f->decisions,
		"documents", (json_int_t)f->documents, "history",
		(json_int_t)f->history));
	return o;
}

enum rc
erasure_show(struct bf_call *c, const struct owner *owner, json_t *o)
{
	json_t *rows = NULL;
	enum rc rc = erasure_of(c->store, owner, &rows, &c->err);

	if (rc == RC_OK && json_array_size(rows) > 0)
		json_object_set(o, "withheld", rows);
	json_decref(rows);
	return rc;
}
