/*
 * task -- what somebody has to do in a case.
 */
#include "store/task.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/scope.h"
#include "store/tx.h"

#define TASK_SQL                                                               \
	"SELECT t.id, t.case_id, t.stage, t.key, t.title, t.unit, t.user,"     \
	" t.role, t.due, t.cause, t.created, t.created_by, t.done,"            \
	" t.done_by, t.note, t.stays, t.class, t.note_class"

void
task_fini(struct task *t)
{
	free(t->title);
	free(t->note);
	t->title = t->note = NULL;
}

static struct aad
aad_of(int64_t id, int64_t case_id, const char *column, enum bf_class class)
{
	struct aad a = { "task", id, column, 0,
		owner_case(case_id, owner_words(class)) };

	return a;
}

enum rc
task_open(struct tx *tx, struct task *t, struct err *e)
{
	struct query q;
	struct aad a;
	enum rc rc;

	t->created = tx_now(tx);
	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM task", &t->id, e);
	if (rc != RC_OK)
		return rc;
	a = aad_of(t->id, t->case_id, "title", t->class);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO task (case_id, stage, key,"
	    " title, unit, user, role, due, cause, created, created_by, stays,"
	    " class) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
	    " ?13)");
	query_bind_int(&q, t->case_id);
	query_bind_text(&q, t->stage);
	query_bind_name(&q, t->key);
	query_seal_text(&q, &a, t->title == NULL ? "" : t->title);
	query_bind_text(&q, t->unit);
	query_bind_name(&q, t->user);
	query_bind_name(&q, t->role);
	query_bind_date(&q, t->due);
	query_bind_text(&q, t->cause);
	query_bind_int(&q, t->created);
	query_bind_text(&q, t->created_by);
	query_bind_int(&q, t->stays ? 1 : 0);
	query_bind_int(&q, (int64_t)owner_words(t->class));
	if ((rc = query_insert(&q, &t->id, e)) == RC_CONFLICT)
		return err_set(e, rc, _("task %s: already open in this case"),
		    t->key);
	return rc;
}

/* Tell an unknown task from one that is closed. */
static enum rc
not_open(struct store *s, int64_t id, struct err *e)
{
	struct query q;
	bool known;
	enum rc rc;

	query_begin(&q, s, "SELECT 1 FROM task WHERE id = ?1");
	query_bind_int(&q, id);
	known = query_row(&q);
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	if (!known)
		return err_set(e, RC_NOTFOUND, _("task %lld: not found"),
		    (long long)id);
	return err_set(e, RC_CONFLICT, _("task %lld: already done"),
	    (long long)id);
}

static enum rc
case_of(struct store *s, int64_t id, int64_t *case_id, struct err *e)
{
	struct query q;

	*case_id = 0;
	query_begin(&q, s,
	    "SELECT case_id FROM task"
	    " WHERE id = ?1 AND done IS NULL");
	query_bind_int(&q, id);
	if (query_row(&q))
		*case_id = query_int(&q, 0);
	return query_end(&q, e);
}

enum rc
task_close(struct tx *tx, int64_t id, const char *by, const char *note,
    enum bf_class class, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	struct aad a;
	int64_t case_id;
	enum rc rc;

	if ((rc = case_of(s, id, &case_id, e)) != RC_OK)
		return rc;
	if (case_id == 0)
		return not_open(s, id, e);
	a = aad_of(id, case_id, "note", class);
	query_begin(&q, s,
	    "UPDATE task SET done = ?2, done_by = ?3, note = ?4,"
	    " note_class = ?5 WHERE id = ?1");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	query_seal_text(&q, &a, note);
	query_bind_int(&q, (int64_t)owner_words(class));
	return query_run(&q, e);
}

enum rc
task_close_case(struct tx *tx, int64_t case_id, const char *by, int *n,
    struct err *e)
{
	int64_t id = 0;
	int closed = 0;
	struct query q;
	enum rc rc;

	for (;;) {
		query_begin(&q, tx_store(tx),
		    "SELECT id FROM task WHERE case_id = ?1 AND done IS NULL"
		    " AND stays = 0 AND id > ?2 ORDER BY id LIMIT 1");
		query_bind_int(&q, case_id);
		query_bind_int(&q, id);
		id = query_row(&q) ? query_int(&q, 0) : 0;
		if ((rc = query_end(&q, e)) != RC_OK || id == 0 ||
		    (rc = task_close(tx, id, by, NULL, BF_CLASS_IDENTITY, e)) !=
			RC_OK)
			break;
		closed++;
	}
	if (n != NULL)
		*n = closed;
	return rc;
}

enum rc
task_assign(struct tx *tx, int64_t id, const char *unit, const char *user,
    struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "UPDATE task SET unit = ?2, user = ?3"
	    " WHERE id = ?1 AND done IS NULL");
	query_bind_int(&q, id);
	query_bind_text(&q, unit);
	query_bind_name(&q, user);
	if ((rc = query_run(&q, e)) != RC_OK || query_changes(s) == 1)
		return rc;
	return not_open(s, id, e);
}

static void
read_task(struct query *q, struct task *t)
{
	struct aad title, note;

	memset(t, 0, sizeof(*t));
	t->id = query_int(q, 0);
	t->case_id = query_int(q, 1);
	t->class = (enum bf_class)query_int(q, 16);
	t->note_class = (enum bf_class)query_int(q, 17);
	title = aad_of(t->id, t->case_id, "title", t->class);
	note = aad_of(t->id, t->case_id, "note", t->note_class);
	query_copy(q, 2, t->stage, sizeof(t->stage));
	query_copy(q, 3, t->key, sizeof(t->key));
	t->title = query_open_text(q, 4, &title);
	query_copy(q, 5, t->unit, sizeof(t->unit));
	query_copy(q, 6, t->user, sizeof(t->user));
	query_copy(q, 7, t->role, sizeof(t->role));
	t->due = query_date(q, 8);
	query_copy(q, 9, t->cause, sizeof(t->cause));
	t->created = query_int(q, 10);
	query_copy(q, 11, t->created_by, sizeof(t->created_by));
	t->done = query_int(q, 12);
	query_copy(q, 13, t->done_by, sizeof(t->done_by));
	t->note = query_open_text(q, 14, &note);
	t->stays = query_int(q, 15) != 0;
}

enum rc
task_get(struct store *s, int64_t id, struct task *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, TASK_SQL " FROM task t WHERE t.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_task(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		task_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND, _("task %lld: not found"),
		    (long long)id);
	return rc;
}

enum rc
task_find_key(struct store *s, int64_t case_id, const char *key, int64_t *id,
    struct err *e)
{
	struct query q;

	*id = 0;
	query_begin(&q, s,
	    "SELECT id FROM task"
	    " WHERE case_id = ?1 AND key = ?2 AND done IS NULL");
	query_bind_int(&q, case_id);
	query_bind_text(&q, key);
	if (query_row(&q))
		*id = query_int(&q, 0);
	return query_end(&q, e);
}

static json_t *
task_json(const struct task *t)
{
	json_t *row = json_object();

	rows_int(row, "id", t->id);
	rows_int(row, "case_id", t->case_id);
	rows_text(row, "stage", t->stage);
	rows_text(row, "key", t->key);
	rows_text(row, "title", t->title);
	rows_text(row, "unit", t->unit);
	rows_text(row, "user", t->user);
	rows_text(row, "role", t->role);
	rows_date(row, "due", t->due);
	rows_text(row, "cause", t->cause);
	rows_int(row, "created", t->created);
	rows_text(row, "created_by", t->created_by);
	rows_int(row, "done", t->done);
	rows_text(row, "done_by", t->done_by);
	rows_text(row, "note", t->note);
	rows_text(row, "class", bf_class_name(t->class));
	rows_text(row, "note_class", bf_class_name(t->note_class));
	return row;
}

enum rc
task_list(struct store *s, const struct scope *scope,
    const struct task_filter *f, int64_t after, int limit, json_t **rows,
    struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;
	struct task t;

	query_begin(&q, s,
	    TASK_SQL
	    ", c.year, c.number"
	    " FROM task t JOIN cases c ON c.id = t.case_id"
	    " WHERE " SCOPE_SQL " AND t.id > ?4 AND (?5 OR t.done IS NULL)"
	    " AND (?6 IS NULL OR t.unit = ?6) AND (?7 IS NULL OR t.user = ?7)"
	    " AND (?8 IS NULL OR t.role = ?8) AND (?9 IS NULL OR t.due < ?9)"
	    " AND (?10 IS NULL OR t.case_id = ?10) ORDER BY t.id LIMIT ?11");
	scope_bind(&q, scope);
	query_bind_int(&q, after);
	query_bind_int(&q, f->closed ? 1 : 0);
	query_bind_name(&q, f->unit);
	query_bind_name(&q, f->user);
	query_bind_name(&q, f->role);
	query_bind_date(&q,
	    f->due_before.days == 0 ? DATE_NONE : f->due_before);
	query_bind_id(&q, f->case_id);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		read_task(&q, &t);
		row = task_json(&t);
		rows_case(row, "case", &q, 18);
		json_array_append_new(list, row);
		task_fini(&t);
	}
	return rows_end(&q, list, rows, e);
}
