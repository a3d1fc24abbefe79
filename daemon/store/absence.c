/*
 * absence -- who is away from which day to which, and who stands in.
 */
#include "store/absence.h"

#include <string.h>

#include "base/i18n.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define ROW_SQL                                                                \
	"SELECT a.id, a.user, a.from_date, a.to_date, a.substitute,"           \
	" a.by_user, a.recorded, a.ended FROM absence a"

static enum rc
check_free(struct store *s, const struct absence *a, struct err *e)
{
	struct query q;
	bool taken;
	enum rc rc;

	query_begin(&q, s,
	    "SELECT 1 FROM absence WHERE user = ?1 AND ended IS NULL"
	    " AND (?3 IS NULL OR from_date <= ?3)"
	    " AND (to_date IS NULL OR to_date >= ?2) LIMIT 1");
	query_bind_text(&q, a->user);
	query_bind_date(&q, a->from);
	query_bind_date(&q, a->to);
	taken = query_row(&q);
	if ((rc = query_end(&q, e)) != RC_OK || !taken)
		return rc;
	return err_name(e, RC_CONFLICT, "E_ABSENCE_TWICE",
	    _("absence: %s is away already on one of those days; end that "
	      "absence first"),
	    a->user);
}

enum rc
absence_add(struct tx *tx, struct absence *a, struct err *e)
{
	struct query q;
	enum rc rc;

	if ((rc = check_free(tx_store(tx), a, e)) != RC_OK)
		return rc;
	a->recorded = tx_now(tx);
	query_begin(&q, tx_store(tx),
	    "INSERT INTO absence (user, from_date, to_date, substitute,"
	    " by_user, recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	query_bind_text(&q, a->user);
	query_bind_date(&q, a->from);
	query_bind_date(&q, a->to);
	query_bind_name(&q, a->substitute);
	query_bind_text(&q, a->by_user);
	query_bind_int(&q, a->recorded);
	return query_insert(&q, &a->id, e);
}

enum rc
absence_end(struct tx *tx, int64_t id, const char *by, struct err *e)
{
	struct store *s = tx_store(tx);
	struct query q;
	enum rc rc;

	query_begin(&q, s,
	    "UPDATE absence SET ended = ?2, ended_by = ?3"
	    " WHERE id = ?1 AND ended IS NULL");
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	if ((rc = query_run(&q, e)) != RC_OK || query_changes(s) == 1)
		return rc;
	return err_set(e, RC_NOTFOUND, _("absence %lld: not found"),
	    (long long)id);
}

static void
read_row(struct query *q, struct absence *a)
{
	memset(a, 0, sizeof(*a));
	a->id = query_int(q, 0);
	query_copy(q, 1, a->user, sizeof(a->user));
	a->from = query_date(q, 2);
	a->to = query_date(q, 3);
	query_copy(q, 4, a->substitute, sizeof(a->substitute));
	query_copy(q, 5, a->by_user, sizeof(a->by_user));
	a->recorded = query_int(q, 6);
	a->ended = query_int(q, 7);
}

enum rc
absence_get(struct store *s, int64_t id, struct absence *out, struct err *e)
{
	struct query q;
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, ROW_SQL " WHERE a.id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q)))
		read_row(&q, out);
	if ((rc = query_end(&q, e)) != RC_OK || found)
		return rc;
	return err_set(e, RC_NOTFOUND, _("absence %lld: not found"),
	    (long long)id);
}

enum rc
absence_list(struct store *s, const char *user, struct date from, int64_t after,
    int limit, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct absence a;
	struct query q;

	query_begin(&q, s,
	    ROW_SQL " WHERE a.ended IS NULL AND (?1 IS NULL OR a.user = ?1)"
		    " AND (?2 IS NULL OR a.to_date IS NULL OR a.to_date >= ?2)"
		    " AND a.id > ?3 ORDER BY a.id LIMIT ?4");
	query_bind_name(&q, user);
	query_bind_date(&q, from);
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		read_row(&q, &a);
		row = json_object();
		rows_int(row, "id", a.id);
		rows_text(row, "user", a.user);
		rows_date(row, "from", a.from);
		rows_date(row, "to", a.to);
		rows_text(row, "substitute", a.substitute);
		rows_text(row, "by_user", a.by_user);
		rows_int(row, "recorded", a.recorded);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
absence_stands_for(struct store *s, const char *substitute, struct date day,
    json_t **users, struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s,
	    "SELECT DISTINCT user FROM absence WHERE substitute = ?1"
	    " AND ended IS NULL AND from_date <= ?2"
	    " AND (to_date IS NULL OR to_date >= ?2) ORDER BY user");
	query_bind_text(&q, substitute);
	query_bind_date(&q, day);
	while (query_row(&q))
		json_array_append_new(list, json_string(query_text(&q, 0)));
	return rows_end(&q, list, users, e);
}

enum rc
absence_on(struct store *s, struct date day, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    "SELECT user, substitute FROM absence WHERE ended IS NULL"
	    " AND from_date <= ?1 AND (to_date IS NULL OR to_date >= ?1)"
	    " ORDER BY user");
	query_bind_date(&q, day);
	while (query_row(&q)) {
		row = json_object();
		rows_text(row, "user", query_text(&q, 0));
		rows_text(row, "substitute", query_text(&q, 1));
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
