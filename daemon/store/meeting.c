/*
 * meeting -- who met when, on which cases.
 */
#include "store/meeting.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define MEETING_SQL                                                            \
	"SELECT id, type, date, unit, state, rev, created, changed, ended"     \
	" FROM meeting"

enum rc
meeting_add(struct tx *tx, struct meeting *m, const char *by, struct err *e)
{
	struct query q;

	m->rev = 1;
	m->created = m->changed = tx_now(tx);
	m->ended = 0;
	memcpy(m->state, "planned", sizeof("planned"));
	query_begin(&q, tx_store(tx),
	    "INSERT INTO meeting (type, date, unit, state, rev, created,"
	    " created_by, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6)");
	query_bind_text(&q, m->type);
	query_bind_date(&q, m->date);
	query_bind_text(&q, m->unit);
	query_bind_text(&q, m->state);
	query_bind_int(&q, m->rev);
	query_bind_int(&q, m->created);
	query_bind_text(&q, by);
	return query_insert(&q, &m->id, e);
}

enum rc
meeting_save(struct tx *tx, struct meeting *m, const char *ended_by,
    struct err *e)
{
	struct query q;

	m->rev++;
	m->changed = tx_now(tx);
	if (ended_by != NULL)
		m->ended = m->changed;
	query_begin(&q, tx_store(tx),
	    "UPDATE meeting SET date = ?2, state = ?3, rev = ?4, changed = ?5,"
	    " ended = ?6, ended_by = coalesce(?7, ended_by) WHERE id = ?1");
	query_bind_int(&q, m->id);
	query_bind_date(&q, m->date);
	query_bind_text(&q, m->state);
	query_bind_int(&q, m->rev);
	query_bind_int(&q, m->changed);
	query_bind_id(&q, m->ended);
	query_bind_text(&q, ended_by);
	return query_run(&q, e);
}

static void
read_meeting(const struct query *q, struct meeting *m)
{
	m->id = query_int(q, 0);
	query_copy(q, 1, m->type, sizeof(m->type));
	m->date = query_date(q, 2);
	query_copy(q, 3, m->unit, sizeof(m->unit));
	query_copy(q, 4, m->state, sizeof(m->state));
	m->rev = query_int(q, 5);
	m->created = query_int(q, 6);
	m->changed = query_int(q, 7);
	m->ended = query_int(q, 8);
}

enum rc
meeting_get(struct store *s, int64_t id, struct meeting *out, struct err *e)
{
	struct query q;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s, MEETING_SQL " WHERE id = ?1");
	query_bind_int(&q, id);
	if (query_row(&q))
		read_meeting(&q, out);
	if ((rc = query_end(&q, e)) == RC_OK && out->id == 0)
		rc = err_set(e, RC_NOTFOUND, _("meeting %lld: not found"),
		    (long long)id);
	return rc;
}

enum rc
meeting_last(struct store *s, const char *type, const char *state,
    struct date day, struct meeting *out, struct err *e)
{
	struct query q;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    MEETING_SQL " WHERE type = ?1 AND state = ?2 AND date <= ?3"
			" ORDER BY date DESC, id DESC LIMIT 1");
	query_bind_text(&q, type);
	query_bind_text(&q, state);
	query_bind_date(&q, day);
	if (query_row(&q))
		read_meeting(&q, out);
	return query_end(&q, e);
}

enum rc
meeting_list(struct store *s, const char *type, const char *state,
    struct date from, int64_t after, int limit, json_t **rows, struct err *e)
{
	static const char *const names[] = { "id", "type", "date", "unit",
		"state", "rev" };
	json_t *list = json_array(), *row;
	struct query q;
	size_t i;

	query_begin(&q, s,
	    "SELECT id, type, date, unit, state, rev FROM meeting"
	    " WHERE (?1 IS NULL OR type = ?1) AND (?2 IS NULL OR state = ?2)"
	    " AND (?3 IS NULL OR date >= ?3) AND id > ?4"
	    " ORDER BY id LIMIT ?5");
	query_bind_text(&q, type);
	query_bind_text(&q, state);
	query_bind_date(&q, from);
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
meeting_set_participant(struct tx *tx, int64_t id, const char *unit,
    const char *user, bool present, const char *reason, struct err *e)
{
	struct aad a = { "meeting_participant", id, unit, 0, owner_none() };
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO meeting_participant (meeting_id, unit, user, present,"
	    " reason) VALUES (?1, ?2, ?3, ?4, ?5)"
	    " ON CONFLICT (meeting_id, unit, user) DO UPDATE SET"
	    " present = excluded.present, reason = excluded.reason");
	query_bind_int(&q, id);
	query_bind_text(&q, unit);
	query_bind_text(&q, user);
	query_bind_int(&q, present ? 1 : 0);
	query_seal_text(&q, &a, reason);
	return query_run(&q, e);
}

enum rc
meeting_participants(struct store *s, int64_t id, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;
	struct aad a;
	char *reason;

	query_begin(&q, s,
	    "SELECT unit, user, present, reason FROM meeting_participant"
	    " WHERE meeting_id = ?1 ORDER BY unit, user");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		row = json_object();
		rows_column(row, "unit", &q, 0);
		rows_text(row, "user", query_text(&q, 1));
		json_object_set_new(row, "present",
		    json_boolean(query_int(&q, 2) != 0));
		a = (struct aad){ "meeting_participant", id, query_text(&q, 0),
			0, OWNER_ANY };
		reason = query_open_text(&q, 3, &a);
		rows_text(row, "reason", reason);
		free(reason);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
meeting_item_put(struct tx *tx, int64_t id, int64_t case_id, int64_t allocation,
    const char *causes, struct date since, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO meeting_item (meeting_id, case_id, allocation_id,"
	    " causes, since, recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
	    " ON CONFLICT (meeting_id, case_id) DO UPDATE SET"
	    " allocation_id = excluded.allocation_id,"
	    " causes = excluded.causes, since = excluded.since");
	query_bind_int(&q, id);
	query_bind_int(&q, case_id);
	query_bind_id(&q, allocation);
	query_bind_text(&q, causes);
	query_bind_date(&q, since);
	query_bind_int(&q, tx_now(tx));
	return query_run(&q, e);
}

enum rc
meeting_items_clear(struct tx *tx, int64_t id, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "DELETE FROM meeting_item WHERE meeting_id = ?1"
	    " AND outcome IS NULL");
	query_bind_int(&q, id);
	return query_run(&q, e);
}

enum rc
meeting_item_end(struct tx *tx, int64_t id, int64_t case_id,
    const char *outcome, const char *note, enum bf_class class, struct err *e)
{
	struct aad a = { "meeting_item", case_id, "note", id,
		owner_case(case_id, owner_words(class)) };
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE meeting_item SET outcome = ?3, note = ?4, class = ?5"
	    " WHERE meeting_id = ?1 AND case_id = ?2");
	query_bind_int(&q, id);
	query_bind_int(&q, case_id);
	query_bind_text(&q, outcome);
	query_seal_text(&q, &a, note);
	query_bind_int(&q, (int64_t)owner_words(class));
	if ((rc = query_run(&q, e)) != RC_OK ||
	    query_changes(tx_store(tx)) == 1)
		return rc;
	return err_set(e, RC_NOTFOUND,
	    _("meeting %lld: the case is not on its agenda"), (long long)id);
}

/* "new,overdue" as a list. */
static json_t *
list_of(const char *causes)
{
	json_t *list = json_array();
	size_t n;

	for (; *causes != '\0'; causes += n + (causes[n] == ',')) {
		n = strcspn(causes, ",");
		json_array_append_new(list, json_stringn(causes, n));
	}
	return list;
}

enum rc
meeting_items(struct store *s, int64_t id, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;
	struct aad a;
	char *note;

	query_begin(&q, s,
	    "SELECT i.case_id, c.year, c.number, i.allocation_id, i.causes,"
	    " i.since, i.outcome, i.note, i.class FROM meeting_item i"
	    " JOIN cases c ON c.id = i.case_id WHERE i.meeting_id = ?1"
	    " ORDER BY i.since, c.year, c.number");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		row = json_object();
		rows_column(row, "case_id", &q, 0);
		rows_case(row, "case", &q, 1);
		rows_column(row, "allocation", &q, 3);
		json_object_set_new(row, "causes", list_of(query_text(&q, 4)));
		rows_column(row, "since", &q, 5);
		rows_column(row, "outcome", &q, 6);
		a = (struct aad){ "meeting_item", query_int(&q, 0), "note", id,
			OWNER_ANY };
		note = query_open_text(&q, 7, &a);
		rows_text(row, "note", note);
		free(note);
		rows_text(row, "class",
		    bf_class_name((enum bf_class)query_int(&q, 8)));
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
meeting_candidates(struct store *s, bool asked, struct date today,
    int64_t after, int limit, json_t **rows, struct err *e)
{
	static const char *const names[] = { "case_id", "received", "created",
		"person", "allocation", "opened", "asked", "overdue" };
	json_t *list = json_array(), *row;
	struct query q;
	size_t i;

	query_begin(&q, s,
	    "SELECT c.id, c.received, c.created,"
	    " (SELECT p.person_id FROM case_person p WHERE p.case_id = c.id"
	    "   AND p.field = 'person' AND p.ended IS NULL LIMIT 1),"
	    " a.id, a.opened, a.created,"
	    " (SELECT min(d.due) FROM deadline d WHERE d.case_id = c.id"
	    "   AND d.state = 'open' AND d.due < ?2)"
	    " FROM cases c LEFT JOIN allocation a"
	    "  ON a.case_id = c.id AND a.state = 'open'"
	    " WHERE c.closed IS NULL AND (?1 = 0 OR a.id IS NOT NULL)"
	    " AND c.id > ?3 ORDER BY c.id LIMIT ?4");
	query_bind_int(&q, asked ? 1 : 0);
	query_bind_date(&q, today);
	query_bind_int(&q, after);
	query_bind_int(&q, rows_limit(limit));
	while (query_row(&q)) {
		row = json_object();
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			rows_column(row, names[i], &q, (int)i);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}
