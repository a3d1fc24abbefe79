/*
 * deadline_row -- a deadline of a case as it is kept: date, reason, state.
 */
#include "store/deadline_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/scope.h"
#include "store/tx.h"

#define ROW_SQL                                                                \
	"SELECT t.id, t.case_id, t.stage, t.name, t.title, t.rule,"            \
	" t.rule_version, t.goal, t.start_event, t.start_date, t.length,"      \
	" t.due, t.roll, t.warn_at, t.warned, t.overdue_noted, t.owner_unit,"  \
	" t.keep, t.state, t.ended, t.ended_by, t.ended_date,"                 \
	" t.derivation_nb, t.derivation_nn, t.cycle, t.recorded,"              \
	" EXISTS (SELECT 1 FROM deadline_pause p WHERE p.deadline_id = t.id"   \
	"  AND p.to_date IS NULL)"
#define ROW_YEAR 27 /* the column after these */

void
deadline_row_fini(struct deadline_row *d)
{
	free(d->title);
	free(d->words_nb);
	free(d->words_nn);
	d->title = d->words_nb = d->words_nn = NULL;
}

void
deadline_rows_free(struct deadline_row *d, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		deadline_row_fini(&d[i]);
	free(d);
}

static const char *
or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

enum rc
deadline_row_add(struct tx *tx, struct deadline_row *d, struct err *e)
{
	struct query q;

	d->recorded = tx_now(tx);
	memcpy(d->state, "open", sizeof("open"));
	query_begin(&q, tx_store(tx),
	    "INSERT INTO deadline (case_id, stage,"
	    " name, title, rule, rule_version, goal, start_event, start_date,"
	    " length, due, roll, warn_at, owner_unit, keep, state,"
	    " derivation_nb, derivation_nn, cycle, recorded) VALUES (?1, ?2,"
	    " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 'open',"
	    " ?16, ?17, ?18, ?19)");
	query_bind_int(&q, d->case_id);
	query_bind_text(&q, d->stage);
	query_bind_text(&q, d->name);
	query_bind_text(&q, or_empty(d->title));
	query_bind_text(&q, d->rule);
	query_bind_text(&q, d->rule_version);
	query_bind_int(&q, d->goal ? 1 : 0);
	query_bind_text(&q, d->start_event);
	query_bind_date(&q, d->start);
	query_bind_text(&q, d->length);
	query_bind_date(&q, d->due);
	query_bind_text(&q, d->roll);
	query_bind_date(&q, d->warn_at);
	query_bind_text(&q, d->owner);
	query_bind_int(&q, d->keep ? 1 : 0);
	query_bind_text(&q, or_empty(d->words_nb));
	query_bind_text(&q, or_empty(d->words_nn));
	query_bind_int(&q, d->cycle);
	query_bind_int(&q, d->recorded);
	return query_insert(&q, &d->id, e);
}

/* Did the last statement change the open deadline ID? */
static enum rc
changed_one(struct store *s, enum rc rc, int64_t id, struct err *e)
{
	if (rc != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_CONFLICT, _("deadline %lld: not open"),
	    (long long)id);
}

static enum rc
keep_version(struct tx *tx, int64_t id, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO deadline_version"
	    " (deadline_id, due, warn_at, derivation_nb, derivation_nn,"
	    " recorded, ended) SELECT id, due, warn_at, derivation_nb,"
	    " derivation_nn, recorded, ?2 FROM deadline WHERE id = ?1");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
deadline_row_move(struct tx *tx, const struct deadline_row *d, struct err *e)
{
	struct query q;
	enum rc rc;

	if ((rc = keep_version(tx, d->id, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "UPDATE deadline SET due = ?2,"
	    " warn_at = ?3, derivation_nb = ?4, derivation_nn = ?5,"
	    " recorded = ?6, start_date = ?7, length = ?8, rule = ?9,"
	    " rule_version = ?10, roll = ?11, warned = NULL,"
	    " overdue_noted = NULL, start_event = ?12, title = ?13"
	    " WHERE id = ?1 AND state = 'open'");
	query_bind_int(&q, d->id);
	query_bind_date(&q, d->due);
	query_bind_date(&q, d->warn_at);
	query_bind_text(&q, or_empty(d->words_nb));
	query_bind_text(&q, or_empty(d->words_nn));
	query_bind_int(&q, tx_now(tx));
	query_bind_date(&q, d->start);
	query_bind_text(&q, d->length);
	query_bind_text(&q, d->rule);
	query_bind_text(&q, d->rule_version);
	query_bind_text(&q, d->roll);
	query_bind_text(&q, d->start_event);
	query_bind_text(&q, or_empty(d->title));
	return changed_one(tx_store(tx), query_run(&q, e), d->id, e);
}

enum rc
deadline_row_set_owner(struct tx *tx, int64_t id, const char *owner,
    struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE deadline SET owner_unit = ?2"
	    " WHERE id = ?1 AND state = 'open'");
	query_bind_int(&q, id);
	query_bind_text(&q, owner);
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

enum rc
deadline_row_end(struct tx *tx, int64_t id, const char *state, const char *by,
    struct date day, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE deadline SET state = ?2,"
	    " ended = ?3, ended_by = ?4, ended_date = ?5"
	    " WHERE id = ?1 AND state = 'open'");
	query_bind_int(&q, id);
	query_bind_text(&q, state);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	query_bind_date(&q, day);
	return changed_one(tx_store(tx), query_run(&q, e), id, e);
}

enum rc
deadline_row_set_warned(struct tx *tx, int64_t id, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE deadline SET warned = ?2 WHERE id = ?1");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
deadline_row_set_overdue(struct tx *tx, int64_t id, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "UPDATE deadline SET overdue_noted = ?2 WHERE id = ?1");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
deadline_row_pause(struct tx *tx, int64_t id, struct date from,
    const char *reason, struct err *e)
{
	struct aad a = { "deadline_pause", 0, "reason", 0, OWNER_ANY };
	struct deadline_row d;
	struct query q;
	enum rc rc;

	if ((rc = deadline_row_get(tx_store(tx), id, &d, e)) != RC_OK ||
	    (rc = query_next(tx_store(tx),
		 "SELECT coalesce(max(id), 0) + 1 FROM deadline_pause", &a.row,
		 e)) != RC_OK)
		return rc;
	a.owner = owner_case(d.case_id, BF_CLASS_IDENTITY);
	deadline_row_fini(&d);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO deadline_pause"
	    " (deadline_id, from_date, reason, recorded)"
	    " VALUES (?1, ?2, ?3, ?4)");
	query_bind_int(&q, id);
	query_bind_date(&q, from);
	query_seal_text(&q, &a, or_empty(reason));
	query_bind_int(&q, tx_now(tx));
	if ((rc = query_run(&q, e)) == RC_CONFLICT)
		return err_set(e, rc, _("deadline %lld: already paused"),
		    (long long)id);
	return rc;
}

enum rc
deadline_row_resume(struct tx *tx, int64_t id, struct date to, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "UPDATE deadline_pause SET to_date = ?2"
	    " WHERE deadline_id = ?1 AND to_date IS NULL");
	query_bind_int(&q, id);
	query_bind_date(&q, to);
	if ((rc = query_run(&q, e)) != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_CONFLICT, _("deadline %lld: not paused"),
	    (long long)id);
}

enum rc
deadline_row_pauses(struct store *s, int64_t id, struct deadline_pause **out,
    size_t *n, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = NULL;
	*n = 0;
	query_begin(&q, s,
	    "SELECT from_date, to_date FROM deadline_pause"
	    " WHERE deadline_id = ?1 ORDER BY from_date, id");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		*out = mem_grow(*out, *n + 1, sizeof(**out));
		(*out)[*n].from = query_date(&q, 0);
		(*out)[(*n)++].to = query_date(&q, 1);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		free(*out);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

static void
read_state(const struct query *q, struct deadline_row *d)
{
	d->warned = query_int(q, 14);
	d->overdue_noted = query_int(q, 15);
	query_copy(q, 16, d->owner, sizeof(d->owner));
	d->keep = query_int(q, 17) != 0;
	query_copy(q, 18, d->state, sizeof(d->state));
	d->ended = query_int(q, 19);
	query_copy(q, 20, d->ended_by, sizeof(d->ended_by));
	d->ended_date = query_date(q, 21);
	d->words_nb = query_dup(q, 22);
	d->words_nn = query_dup(q, 23);
	d->cycle = query_int(q, 24);
	d->recorded = query_int(q, 25);
	d->paused = query_int(q, 26) != 0;
}

static void
read_row(const struct query *q, struct deadline_row *d)
{
	memset(d, 0, sizeof(*d));
	d->id = query_int(q, 0);
	d->case_id = query_int(q, 1);
	query_copy(q, 2, d->stage, sizeof(d->stage));
	query_copy(q, 3, d->name, sizeof(d->name));
	d->title = query_dup(q, 4);
	query_copy(q, 5, d->rule, sizeof(d->rule));
	query_copy(q, 6, d->rule_version, sizeof(d->rule_version));
	d->goal = query_int(q, 7) != 0;
	query_copy(q, 8, d->start_event, sizeof(d->start_event));
	d->start = query_date(q, 9);
	query_copy(q, 10, d->length, sizeof(d->length));
	d->due = query_date(q, 11);
	query_copy(q, 12, d->roll, sizeof(d->roll));
	d->warn_at = query_date(q, 13);
	read_state(q, d);
}

enum rc
deadline_row_get(struct store *s, int64_t id, struct deadline_row *out,
    struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, ROW_SQL " FROM deadline t WHERE t.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK)
		deadline_row_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND, _("deadline %lld: not found"),
		    (long long)id);
	return rc;
}

enum rc
deadline_row_of_case(struct store *s, int64_t case_id, const char *stage,
    bool open, struct deadline_row **out, size_t *n, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = NULL;
	*n = 0;
	query_begin(&q, s,
	    ROW_SQL " FROM deadline t WHERE t.case_id = ?1"
		    " AND (?2 IS NULL OR t.stage = ?2)"
		    " AND (NOT ?3 OR t.state = 'open') ORDER BY t.id");
	query_bind_int(&q, case_id);
	query_bind_text(&q, stage);
	query_bind_int(&q, open ? 1 : 0);
	while (query_row(&q)) {
		*out = mem_grow(*out, *n + 1, sizeof(**out));
		read_row(&q, &(*out)[(*n)++]);
	}
	if ((rc = query_end(&q, e)) != RC_OK) {
		deadline_rows_free(*out, *n);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum rc
deadline_row_find(struct store *s, int64_t case_id, const char *name,
    int64_t *id, struct err *e)
{
	struct query q;

	*id = 0;
	query_begin(&q, s,
	    "SELECT id FROM deadline"
	    " WHERE case_id = ?1 AND name = ?2"
	    " ORDER BY state = 'open' DESC, id DESC LIMIT 1");
	query_bind_int(&q, case_id);
	query_bind_text(&q, name);
	if (query_row(&q))
		*id = query_int(&q, 0);
	return query_end(&q, e);
}

json_t *
deadline_row_json(const struct deadline_row *d)
{
	json_t *row = json_object();

	rows_int(row, "id", d->id);
	rows_int(row, "case_id", d->case_id);
	rows_text(row, "stage", d->stage);
	rows_text(row, "name", d->name);
	rows_text(row, "title", d->title);
	rows_text(row, "rule", d->rule);
	rows_text(row, "rule_version", d->rule_version);
	json_object_set_new(row, "goal", json_boolean(d->goal));
	rows_text(row, "start_event", d->start_event);
	rows_date(row, "start", d->start);
	rows_text(row, "length", d->length);
	rows_date(row, "due", d->due);
	rows_text(row, "roll", d->roll);
	rows_date(row, "warn_at", d->warn_at);
	rows_text(row, "owner", d->owner);
	rows_text(row, "state", d->state);
	rows_int(row, "warned", d->warned);
	rows_int(row, "overdue_noted", d->overdue_noted);
	rows_int(row, "ended", d->ended);
	rows_text(row, "ended_by", d->ended_by);
	rows_date(row, "ended_date", d->ended_date);
	rows_int(row, "cycle", d->cycle);
	rows_int(row, "recorded", d->recorded);
	json_object_set_new(row, "paused", json_boolean(d->paused));
	rows_text(row, "derivation", d->words_nb);
	rows_text(row, "derivation_nn", d->words_nn);
	return row;
}

static void
bind_day(struct query *q, struct date d)
{
	query_bind_date(q, d.days == 0 ? DATE_NONE : d);
}

enum rc
deadline_row_list(struct store *s, const struct scope *scope,
    const struct deadline_filter *f, struct date after_due, int64_t after,
    int limit, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct deadline_row d;
	struct query q;

	query_begin(&q, s,
	    ROW_SQL
	    ", c.year, c.number"
	    " FROM deadline t JOIN cases c ON c.id = t.case_id"
	    " WHERE " SCOPE_SQL " AND t.state = 'open' AND t.due IS NOT NULL"
	    " AND (t.due, t.id) > (coalesce(?4, ''), ?5)"
	    " AND (?6 IS NULL OR t.due <= ?6) AND (?7 IS NULL OR t.due < ?7)"
	    " AND (?8 IS NULL OR t.owner_unit = ?8) AND (NOT ?9 OR NOT t.goal)"
	    " ORDER BY t.due, t.id LIMIT ?10");
	scope_bind(&q, scope);
	bind_day(&q, after_due);
	query_bind_int(&q, after);
	bind_day(&q, f->until);
	bind_day(&q, f->overdue);
	query_bind_name(&q, f->owner);
	query_bind_int(&q, f->legal ? 1 : 0);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		read_row(&q, &d);
		row = deadline_row_json(&d);
		rows_case(row, "case", &q, ROW_YEAR);
		json_array_append_new(list, row);
		deadline_row_fini(&d);
	}
	return rows_end(&q, list, rows, e);
}
