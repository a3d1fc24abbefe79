/*
 * sealed -- every column that holds envelopes; see sealed.h.
 */
#include "store/sealed.h"

#include <stdlib.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/mem.h"
#include "model/definition.h"
#include "store/query.h"
#include "store/record.h"

#define SQL_MAX 4096

#define OF_CASE "case_id = ?3"
#define OF_PERSON "person_id = ?3"
#define CASE_OF(table, id)                                                     \
	"(SELECT t.case_id FROM " table " t WHERE t.id = " id ")"
#define IN_CASE(table, id)                                                     \
	id " IN (SELECT t.id FROM " table " t WHERE t.case_id = ?3)"
#define IDENTITY "1"

/* A value of a case, or person, in a row with a number of its own. */
#define BY_ID(tab, col, who, id, cls, rows)                                    \
	{                                                                      \
		.table = (tab), .blob = (col), .place = "id", .row = "id",     \
		.version = "0", .column = "'" col "'", .owner_kind = (who),    \
		.owner = (id), .class = (cls), .of = (rows)                    \
	}
#define OF_A_CASE(tab, col)                                                    \
	BY_ID(tab, col, "'case'", "ifnull(case_id, 0)", IDENTITY, OF_CASE)
#define OF_A_PERSON(tab, col)                                                  \
	BY_ID(tab, col, "'person'", "person_id", IDENTITY, OF_PERSON)
#define OF_NOBODY(tab, col)                                                    \
	BY_ID(tab, col, "'municipality'", "0", IDENTITY, NULL)

static const struct sealed known[] = {
	{ .table = "case_part",
	    .blob = "body",
	    .place = "rowid",
	    .row = "case_id",
	    .version = "class",
	    .column = "'body'",
	    .owner_kind = "'case'",
	    .owner = "case_id",
	    .class = "class",
	    .of = OF_CASE },
	{ .table = "person_part",
	    .blob = "body",
	    .place = "rowid",
	    .row = "person_id",
	    .version = "0",
	    .owner_kind = "'person'",
	    .owner = "person_id",
	    .class = "class",
	    .of = OF_PERSON },
	{ .table = "person_version_part",
	    .blob = "body",
	    .place = "rowid",
	    .row = "person_id",
	    .version = "rev",
	    .owner_kind = "'person'",
	    .owner = "person_id",
	    .class = "class",
	    .of = OF_PERSON },
	OF_A_PERSON("person_identifier", "value"),
	OF_A_PERSON("person_link", "name"),
	BY_ID("household_member", "name", "'household'", "household_id",
	    IDENTITY, "household_id = ?3"),
	BY_ID("household_member", "birth_date", "'household'", "household_id",
	    IDENTITY, "household_id = ?3"),
	OF_A_CASE("household_snapshot", "body"),
	BY_ID("task", "title", "'case'", "case_id", "class", OF_CASE),
	BY_ID("task", "note", "'case'", "case_id", "note_class", OF_CASE),
	BY_ID("deadline_pause", "reason", "'case'",
	    CASE_OF("deadline", "deadline_id"), IDENTITY,
	    IN_CASE("deadline", "deadline_id")),
	OF_A_CASE("timer", "payload"),
	BY_ID("outbox", "payload", "'case'", "ifnull(case_id, 0)", "class",
	    OF_CASE),
	OF_A_CASE("outbox", "result"),
	{ .table = "decision",
	    .blob = "content",
	    .place = "id",
	    .row = "case_id",
	    .version = "no",
	    .column = "'content'",
	    .owner_kind = "'case'",
	    .owner = "case_id",
	    .class = "class",
	    .of = OF_CASE },
	{ .table = "decision",
	    .blob = "reasons",
	    .place = "id",
	    .row = "case_id",
	    .version = "no",
	    .column = "'reasons'",
	    .owner_kind = "'case'",
	    .owner = "case_id",
	    .class = "class",
	    .of = OF_CASE },
	OF_A_CASE("incident", "payload"),
	OF_A_CASE("incident", "error"),
	{ .table = "idem",
	    .blob = "reply",
	    .place = "rowid",
	    .row = "commit_no",
	    .version = "0",
	    .column = "'reply'",
	    .owner_kind = "subject_kind",
	    .owner = "subject_id",
	    .class = IDENTITY,
	    .of = "subject_id = ?3" },
	BY_ID("document", "title", "'case'", "case_id", "class", OF_CASE),
	{ .table = "document_chunk",
	    .blob = "body",
	    .place = "rowid",
	    .row = "document_id",
	    .version = "no",
	    .column = "'body'",
	    .owner_kind = "'case'",
	    .owner = CASE_OF("document", "document_id"),
	    .class = "(SELECT t.class FROM document t"
		     " WHERE t.id = document_id)",
	    .of = IN_CASE("document", "document_id") },
	{ .table = "history_part",
	    .blob = "body",
	    .place = "pos * 16 + no",
	    .row = "pos",
	    .version = "no",
	    .column = "'body'",
	    .owner_kind = "(SELECT CASE WHEN h.kind IN ('lookup',"
			  " 'lookup.refused') THEN '' ELSE h.subject_kind END"
			  " FROM history h WHERE h.pos = history_part.pos)",
	    .owner = "(SELECT h.subject_id FROM history h"
		     " WHERE h.pos = history_part.pos)",
	    .of = "pos IN (SELECT h.pos FROM history h WHERE"
		  " h.subject_kind = ?4 AND h.subject_id = ?3)",
	    .after = "pos >= ?1 / 16 AND pos * 16 + no > ?1",
	    .order = "pos, no",
	    .is = "pos = ?1 / 16 AND no = ?1 % 16" },
	{ .table = "allocation_item",
	    .blob = "body",
	    .place = "id",
	    .row = "allocation_id",
	    .version = "version",
	    .column = "name",
	    .owner_kind = "'case'",
	    .owner = CASE_OF("allocation", "allocation_id"),
	    .class = "class",
	    .of = IN_CASE("allocation", "allocation_id") },
	{ .table = "allocation_part",
	    .blob = "body",
	    .place = "id",
	    .row = "allocation_id",
	    .version = "version",
	    .column = "part",
	    .owner_kind = "'case'",
	    .owner = CASE_OF("allocation", "allocation_id"),
	    .class = IDENTITY,
	    .of = IN_CASE("allocation", "allocation_id") },
	{ .table = "decision_reasons",
	    .blob = "body",
	    .place = "decision_id",
	    .row = "decision_id",
	    .version = "0",
	    .column = "'body'",
	    .owner_kind = "'case'",
	    .owner = CASE_OF("decision", "decision_id"),
	    .class = "class",
	    .of = IN_CASE("decision", "decision_id") },
	{ .table = "decision_party",
	    .blob = "name",
	    .place = "decision_id * 65536 + no",
	    .row = "decision_id",
	    .version = "no",
	    .column = "'name'",
	    .owner_kind = "'case'",
	    .owner = CASE_OF("decision", "decision_id"),
	    .class = IDENTITY,
	    .of = IN_CASE("decision", "decision_id"),
	    .after = "decision_id >= ?1 / 65536"
		     " AND decision_id * 65536 + no > ?1",
	    .order = "decision_id, no",
	    .is = "decision_id = ?1 / 65536 AND no = ?1 % 65536" },
	{ .table = "complaint",
	    .blob = "grounds",
	    .place = "id",
	    .row = "case_id",
	    .version = "no",
	    .column = "'grounds'",
	    .owner_kind = "'case'",
	    .owner = "case_id",
	    .class = "class",
	    .of = OF_CASE },
	{ .table = "complaint_note",
	    .blob = "body",
	    .place = "complaint_id * 65536 + no",
	    .row = "complaint_id",
	    .version = "no",
	    .column = "'body'",
	    .owner_kind = "'case'",
	    .owner = CASE_OF("complaint", "complaint_id"),
	    .class = "class",
	    .of = IN_CASE("complaint", "complaint_id"),
	    .after = "complaint_id >= ?1 / 65536"
		     " AND complaint_id * 65536 + no > ?1",
	    .order = "complaint_id, no",
	    .is = "complaint_id = ?1 / 65536 AND no = ?1 % 65536" },
	OF_A_CASE("advance_notice", "body"),
	OF_A_CASE("advance_notice", "answer"),
	BY_ID("work_order", "body", "'case'", "case_id", "class", OF_CASE),
	{ .table = "work_order_version",
	    .blob = "note",
	    .place = "id",
	    .row = "order_id",
	    .version = "rev",
	    .column = "'note'",
	    .owner_kind = "'case'",
	    .owner = CASE_OF("work_order", "order_id"),
	    .class = "class",
	    .of = IN_CASE("work_order", "order_id") },
	{ .table = "meeting_participant",
	    .blob = "reason",
	    .place = "printf('%012d/%s/%s', meeting_id, unit, user)",
	    .row = "meeting_id",
	    .version = "0",
	    .column = "unit",
	    .owner_kind = "'municipality'",
	    .owner = "0",
	    .class = IDENTITY },
	{ .table = "meeting_item",
	    .blob = "note",
	    .place = "id",
	    .row = "case_id",
	    .version = "meeting_id",
	    .column = "'note'",
	    .owner_kind = "'case'",
	    .owner = "case_id",
	    .class = "class",
	    .of = OF_CASE },
	{ .table = "undo",
	    .blob = "body",
	    .place = "case_id",
	    .row = "case_id",
	    .version = "rev",
	    .column = "'body'",
	    .owner_kind = "'case'",
	    .owner = "case_id",
	    .class = IDENTITY,
	    .of = OF_CASE },
	{ .table = "undo",
	    .blob = "changes",
	    .place = "case_id",
	    .row = "case_id",
	    .version = "rev",
	    .column = "'changes'",
	    .owner_kind = "'case'",
	    .owner = "case_id",
	    .class = IDENTITY,
	    .of = OF_CASE },
	OF_A_PERSON("consent", "external"),
	OF_NOBODY("user_person", "value"),
	OF_NOBODY("impartiality", "reason"),
	OF_A_PERSON("grade_request", "reason"),
	OF_NOBODY("emergency", "reason"),
	OF_NOBODY("emergency", "note"),
	OF_NOBODY("erasure", "reason"),
	OF_NOBODY("erasure", "note"),
	OF_NOBODY("erasure", "unlock_note"),
	OF_NOBODY("hold", "reason"),
	OF_NOBODY("hold", "lift_note"),
};
#define N_KNOWN (sizeof(known) / sizeof(known[0]))

struct sealed_list {
	struct sealed *records; /* owned */
	size_t n;
	char **texts; /* owned: names of tables */
	size_t n_texts;
};

static const char *
keep_text(struct sealed_list *l, char *text)
{
	l->texts = mem_grow(l->texts, l->n_texts + 1, sizeof(*l->texts));
	l->texts[l->n_texts++] = text;
	return text;
}

/* b1 to b4 of the rows, or of their versions, of one kind of records. */
static void
add_table(struct sealed_list *l, const char *kind, bool versions,
    const char *owner)
{
	static const char *const blobs[] = { "b1", "b2", "b3", "b4" };
	static const char *const classes[] = { "1", "2", "3", "4" };
	const char *table =
	    keep_text(l, mem_format("%s%s", kind, versions ? "_v" : ""));
	size_t i;

	for (i = 0; i < 4; i++) {
		l->records =
		    mem_grow(l->records, l->n + 1, sizeof(*l->records));
		l->records[l->n++] = (struct sealed){ .table = table,
			.kind = kind,
			.blob = blobs[i],
			.place = versions ? "rowid" : "id",
			.row = "id",
			.version = "rev",
			.owner_kind = owner,
			.owner = "owner_id",
			.class = classes[i],
			.of = "owner_id = ?3" };
	}
}

enum rc
sealed_open(struct store *s, struct sealed_list **out, struct err *e)
{
	struct sealed_list *l = mem_new(1, sizeof(*l));
	const char *kind, *owner;
	json_t *shape;
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "SELECT 'rec_' || plugin || '_' || kind, schema FROM record_kind"
	    " ORDER BY plugin, kind");
	while (query_row(&q)) {
		kind = keep_text(l, query_dup(&q, 0));
		shape = query_json(&q, 1);
		owner = json_integer_value(json_object_get(shape, "owner")) ==
			BF_OWNER_CASE ?
		    "'case'" :
		    "'person'";
		json_decref(shape);
		add_table(l, kind, false, owner);
		add_table(l, kind, true, owner);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		sealed_close(l);
		l = NULL;
	}
	*out = l;
	return rc;
}

void
sealed_close(struct sealed_list *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->n_texts; i++)
		free(l->texts[i]);
	free(l->texts);
	free(l->records);
	free(l);
}

const struct sealed *
sealed_get(const struct sealed_list *l, size_t i)
{
	if (i < N_KNOWN)
		return &known[i];
	return i - N_KNOWN < l->n ? &l->records[i - N_KNOWN] : NULL;
}

/* The statement that reads a column's next values. */
static void
column_sql(const struct sealed *c, bool all, struct buf *b)
{
	(void)buf_addf(b,
	    "SELECT %s, %s, %s, %s, %s, %s, %s, %s FROM %s WHERE ", c->place,
	    c->row, c->version, c->column == NULL ? "''" : c->column,
	    c->owner_kind, c->owner, c->class == NULL ? "-1" : c->class,
	    c->blob, c->table);
	if (c->after != NULL)
		(void)buf_addf(b, "%s", c->after);
	else
		(void)buf_addf(b, "%s > ?1", c->place);
	if (!all && c->of != NULL)
		(void)buf_addf(b, " AND %s", c->of);
	else
		(void)buf_add_text(b, " AND ?3 IS ?3");
	(void)buf_addf(b, " AND ?4 IS ?4 AND %s IS NOT NULL", c->blob);
	(void)buf_addf(b, " ORDER BY %s LIMIT ?2",
	    c->order == NULL ? c->place : c->order);
}

static void
give(struct query *q, const struct sealed *c,
    void (*each)(void *arg, const struct sealed_value *v), void *arg,
    size_t *bytes)
{
	struct sealed_value v = { .place = query_value(q, 0),
		.owner_kind = query_text(q, 4),
		.owner = query_int(q, 5),
		.class = query_int(q, 6) };
	const char *column = query_text(q, 3);

	if (c->column == NULL)
		column = bf_class_name((enum bf_class)v.class);
	v.at = (struct aad){ c->kind == NULL ? c->table : c->kind,
		query_int(q, 1), column, query_int(q, 2), OWNER_ANY };
	v.bytes = query_blob(q, 7, &v.len);
	*bytes += v.len;
	each(arg, &v);
	json_decref(v.place);
}

enum rc
sealed_read(struct store *s, const struct sealed *c,
    const struct sealed_page *page,
    void (*each)(void *arg, const struct sealed_value *v), void *arg,
    bool *left, struct err *e)
{
	size_t bytes = 0;
	struct query q;
	struct buf b;
	int n = 0;

	buf_init(&b, SQL_MAX);
	column_sql(c, page->only == NULL, &b);
	query_begin_once(&q, s, buf_text(&b));
	buf_fini(&b);
	if (page->after == NULL)
		query_bind_int(&q, INT64_MIN);
	else
		query_bind_value(&q, page->after);
	query_bind_int(&q, page->max);
	query_bind_int(&q, page->only == NULL ? 0 : page->only->id);
	query_bind_text(&q,
	    page->only == NULL ? "" : owner_kind_name(page->only->kind));
	for (; n < page->max && bytes < page->bytes && query_row(&q); n++)
		give(&q, c, each, arg, &bytes);
	*left = n == page->max || bytes >= page->bytes;
	return query_end(&q, e);
}

enum rc
sealed_write(struct store *s, const struct sealed *c, const json_t *place,
    const struct aad *at, const void *bytes, size_t len, struct err *e)
{
	struct query q;
	struct buf b;

	buf_init(&b, SQL_MAX);
	(void)buf_addf(&b, "UPDATE %s SET %s = ?2 WHERE ", c->table, c->blob);
	if (c->is != NULL)
		(void)buf_add_text(&b, c->is);
	else
		(void)buf_addf(&b, "%s = ?1", c->place);
	query_begin_once(&q, s, buf_text(&b));
	buf_fini(&b);
	query_bind_value(&q, place);
	query_seal(&q, at, bytes, len);
	return query_run(&q, e);
}
