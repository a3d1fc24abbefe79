/*
 * alert -- alert.list: who tried what is barred to them.
 *
 * Who asks for their own case, a relative's or a colleague's gets the answer of
 * an unknown one; the attempt is shown to their leader.  It is a mark on the
 * look-up row that the refusal writes anyway, so that nothing tells them apart.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "store/case.h"
#include "store/lookup.h"

static const char *
text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/* The case's number for a leader who has to do with it. */
static void
add_case(struct bf_call *c, const json_t *row, json_t *out)
{
	char number[CASE_NUMBER_SIZE];
	struct err none = ERR_INIT;
	struct gate_pass pass;
	struct case_head head;
	int64_t id;

	if (strcmp(text_of(row, "subject_kind"), "case") != 0)
		return;
	id = json_integer_value(json_object_get(row, "subject"));
	if (gate_open_id(c->who, c->store, id, GATE_READ, &head, &pass,
		&none) != RC_OK)
		return;
	case_number(&head, number);
	json_object_set_new(out, "case", json_string(number));
	call_disclose(c, "case", id, "alert");
}

static json_t *
make_row(struct bf_call *c, const json_t *row)
{
	const json_t *part = json_object_get(row, "part");
	json_t *out = json_object();

	json_object_set(out, "time", json_object_get(row, "time"));
	json_object_set_new(out, "user", json_string(text_of(row, "actor")));
	json_object_set(out, "unit", json_object_get(row, "unit"));
	json_object_set_new(out, "method",
	    json_string(text_of(part, "method")));
	json_object_set_new(out, "why", json_string(text_of(part, "barred")));
	add_case(c, row, out);
	titles_add(c, out);
	return out;
}

static int
alert_list(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *found = NULL, *row, *rows = json_array(), *next = NULL;
	struct page page;
	size_t i, n;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = lookup_barred(c->store, page.after, page.limit, &found,
		    &c->err);
	n = json_array_size(found);
	json_array_foreach(found, i, row)
		if (gate_oversees(c->who, text_of(row, "actor")))
			json_array_append_new(rows, make_row(c, row));
	if (rc == RC_OK && n == (size_t)page.limit)
		next = page_key(json_integer_value(
		    json_object_get(json_array_get(found, n - 1), "pos")));
	json_decref(found);
	return (int)page_answer(rc, rows, next, result);
}

static const struct bf_param list_params[] = { LIST_PARAMS,
	{ .type = BF_END } };

static const struct bf_column list_columns[] = {
	{ "time", BF_INSTANT, N_("when") },
	{ "user", BF_NAME, N_("user") },
	{ "unit", BF_NAME, N_("unit") },
	{ "method", BF_TEXT, N_("what was asked") },
	{ "why", BF_TEXT, N_("why it is barred") },
	{ "case", BF_CASE, N_("case") },
	{ NULL, BF_END, NULL },
};

const struct bf_method alert_methods[] = {
	{ .name = "alert.list",
	    .nb = "varsel list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list who tried their own case, a relative's or a "
		       "colleague's"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = alert_list },
	{ .name = NULL },
};
