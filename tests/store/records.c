/*
 * records -- a store with two kinds of records of a plugin; see records.h.
 */
#include "records.h"

const char *const states[] = { "draft", "open", "closed", NULL };
static const char *const live[] = { "draft", "open", NULL };
static const char *const by_state[] = { "state", "due", NULL };
static const char *const by_number[] = { "account", NULL };
static const char *const one_a_case[] = { "owner", NULL };
static const char *const one_account[] = { "account", NULL };

const struct bf_record_column columns[] = {
	{ .name = "number", .type = BF_TEXT, .flags = BF_SERIES },
	{ .name = "paper", .type = BF_TEXT, .flags = BF_SERIES | BF_LATER },
	{ .name = "state",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED,
	    .codes = states },
	{ .name = "due", .type = BF_DATE },
	{ .name = "amount", .type = BF_MONEY, .min = 0, .max = 1000000 },
	{ .name = "urgent", .type = BF_BOOL },
	{ .name = "account", .type = BF_TEXT, .class = BF_CLASS_ECONOMY },
	{ .name = "note", .type = BF_TEXT, .class = BF_CLASS_IDENTITY },
	{ .name = "before", .type = BF_ID, .ref = "claim" }, { .name = NULL }
};
static const struct bf_record_index indexes[] = { { "by_state", by_state },
	{ "by_account", by_number }, { NULL, NULL } };
static const struct bf_record_unique uniques[] = {
	{ .name = "one",
	    .columns = one_a_case,
	    .state = "state",
	    .states = live,
	    .error = "E_CLAIM_DUPLICATE",
	    .text = "the case has a claim already" },
	{ .name = "account",
	    .columns = one_account,
	    .error = "E_ACCOUNT_TAKEN",
	    .text = "the account is taken" },
	{ .name = NULL }
};
const struct bf_record claims[] = { { .kind = "claim",
					.version = 1,
					.owner = BF_OWNER_CASE,
					.columns = columns,
					.indexes = indexes,
					.uniques = uniques },
	{ .kind = NULL } };
const struct bf_record visits[] = { { .kind = "visit",
					.version = 1,
					.owner = BF_OWNER_CASE,
					.columns = columns + 1,
					.indexes = indexes },
	{ .kind = NULL } };

void
begin(struct records *r, const struct bf_record *decls)
{
	struct bf_record kinds[3] = { decls[0], claims[0], { .kind = NULL } };
	static struct bf_record kept[3];

	if (strcmp(kinds[0].kind, "claim") == 0)
		kinds[1].kind = NULL;
	memcpy(kept, kinds, sizeof(kept));
	fixture_begin(&r->f);
	OK(&r->f, record_open(r->f.tx, "deposit", kept, &r->set, &r->f.e));
	r->k = record_kind(r->set, decls[0].kind);
	assert_non_null(r->k);
	r->owner = fixture_case(&r->f, "nav", "kari");
}

void
end(struct records *r)
{
	record_close(r->set);
	fixture_end(&r->f);
}

enum rc
put(struct records *r, int64_t *id, int64_t if_rev, json_t *values)
{
	int64_t rev;
	enum rc rc;

	assert_non_null(values);
	err_clear(&r->f.e);
	rc = record_put(r->f.tx, r->k, *id, r->owner, if_rev, values, 2027, id,
	    &rev, &r->f.e);
	json_decref(values);
	return rc;
}

json_t *
value(struct records *r, int64_t id, int64_t as_of, const char *name)
{
	static json_t *row;

	json_decref(row);
	OK(&r->f, record_get(r->f.s, r->k, id, as_of, ALL, &row, &r->f.e));
	return json_object_get(json_object_get(row, "values"), name);
}

const char *
ids(struct records *r, const struct record_query *q)
{
	static char out[16];
	json_t *rows;
	size_t i;

	OK(&r->f, record_find(r->f.s, r->k, q, &rows, &r->f.e));
	assert_true(json_array_size(rows) < sizeof(out));
	for (i = 0; i < json_array_size(rows); i++)
		out[i] = (char)('0' +
		    json_integer_value(
			json_object_get(json_array_get(rows, i), "id")));
	out[i] = '\0';
	json_decref(rows);
	return out;
}
