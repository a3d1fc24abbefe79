/*
 * bare_sql -- the statements of the bare server; see bare_sql.h.
 */
#include "bare_sql.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const texts[N_SQL] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[NEXT_NUMBER] = "INSERT INTO series (name, year, last)"
			" VALUES ('case', 2026, 1)"
			" ON CONFLICT DO UPDATE SET last = last + 1"
			" RETURNING last",
	[ADD_CASE] = "INSERT INTO cases (year, number, definition, stage,"
		     " status, cycle, rev, unit, contact, received, entered,"
		     " asks_help, created, changed, data) VALUES (2026, ?1, 1,"
		     " 'intake', 'open', 1, 1, 'nav', 'bench', ?2, ?2, 1, ?3,"
		     " ?3, ?4)",
	[FIND_CASE] = "SELECT id, rev, stage, data FROM cases"
		      " WHERE year = 2026 AND number = ?1",
	[SAVE_CASE] = "UPDATE cases SET rev = rev + 1, stage = ?2,"
		      " changed = ?3, data = ?4 WHERE id = ?1",
	[CLOSE_CASE] = "UPDATE cases SET status = 'closed', closed = ?2,"
		       " outcome = 'withdrawn' WHERE id = ?1",
	[SAVE_PART] = "INSERT INTO case_part (case_id, class, body)"
		      " VALUES (?1, 1, ?2)"
		      " ON CONFLICT DO UPDATE SET body = excluded.body",
	[END_VALUE] = "UPDATE case_value SET ended = ?3 WHERE case_id = ?1"
		      " AND field = ?2 AND ended IS NULL",
	[ADD_VALUE] = "INSERT INTO case_value (case_id, field, value,"
		      " recorded) VALUES (?1, ?2, ?3, ?4)",
	[ADD_DEADLINE] = "INSERT INTO deadline (case_id, stage, name, title,"
			 " rule, rule_version, goal, start_event, start_date,"
			 " length, due, roll, owner_unit, keep, state,"
			 " derivation_nb, derivation_nn, cycle, recorded)"
			 " VALUES (?1, ?2, ?3, ?3, '', '', 1, 'received',"
			 " '2026-11-20', '14d', '2026-12-04', 'none', 'nav', 0,"
			 " 'open', ?4, ?4, 1, ?5)",
	[MEET_DEADLINE] = "UPDATE deadline SET state = 'met', ended = ?2,"
			  " ended_by = 'bench', ended_date = '2026-11-22'"
			  " WHERE case_id = ?1 AND state = 'open'",
	[ADD_TIMER] = "INSERT INTO timer (due, kind, case_id, stage, name,"
		      " created) VALUES (?2 + 25920000000, 'definition', ?1,"
		      " 'work', 'remind', ?2)",
	[DROP_TIMERS] = "DELETE FROM timer WHERE case_id = ?1",
	[ADD_OVERDUE] = "INSERT INTO timer (due, kind, case_id, deadline_id,"
			" stage, name, created) VALUES (?2 + 1209600000,"
			" 'deadline.overdue', ?1, last_insert_rowid(), ?3, ?3,"
			" ?2)",
	[DROP_OVERDUE] = "DELETE FROM timer WHERE deadline_id IN (SELECT id"
			 " FROM deadline WHERE case_id = ?1"
			 " AND state = 'open')",
	[ADD_UNDO] = "INSERT INTO undo (case_id, rev, kind, actor, recorded,"
		     " until, body, changes) VALUES (?1, ?2, 'act', 'bench',"
		     " ?3, ?3 + 600000, ?4, ?5) ON CONFLICT DO UPDATE SET"
		     " rev = excluded.rev, recorded = excluded.recorded,"
		     " until = excluded.until, body = excluded.body,"
		     " changes = excluded.changes",
	[ADD_HISTORY] = "INSERT INTO history (pos, incarnation, commit_no,"
			" kind, subject_kind, subject_id, seq, time, actor,"
			" unit, role, basis, chain) VALUES (?1, 1, ?2, ?3,"
			" 'case', ?4, ?5, ?6, 'bench', 'nav', 'caseworker', '',"
			" ?7)",
	[ADD_PART] = "INSERT INTO history_part (pos, no, commitment, body)"
		     " VALUES (?1, ?2, ?3, ?4)",
	[ADD_LOOKUP] = "INSERT INTO lookup_subject (subject_kind, subject_id,"
		       " pos) VALUES ('case', ?1, ?2)",
	[SAVE_META] = "INSERT INTO meta (key, value) VALUES (?1, ?2)"
		      " ON CONFLICT DO UPDATE SET value = excluded.value",
};

sqlite3 *db;
static sqlite3_stmt *statements[N_SQL];

void
die(const char *what)
{
	fprintf(stderr, "bare: %s: %s\n", what,
	    db != NULL ? sqlite3_errmsg(db) : strerror(errno));
	exit(EXIT_FAILURE);
}

void
prepare(void)
{
	size_t i;

	for (i = 0; i < N_SQL; i++)
		if (sqlite3_prepare_v3(db, texts[i], -1,
			SQLITE_PREPARE_PERSISTENT, &statements[i],
			NULL) != SQLITE_OK)
			die(texts[i]);
}

void
unprepare(void)
{
	size_t i;

	for (i = 0; i < N_SQL; i++)
		sqlite3_finalize(statements[i]);
}

sqlite3_stmt *
start(enum sql which, const char *fmt, ...)
{
	sqlite3_stmt *s = statements[which];
	struct bytes b;
	va_list ap;
	int i;

	va_start(ap, fmt);
	for (i = 1; fmt[i - 1] != '\0'; i++)
		if (fmt[i - 1] == 'i') {
			sqlite3_bind_int64(s, i, va_arg(ap, sqlite3_int64));
		} else if (fmt[i - 1] == 's') {
			sqlite3_bind_text(s, i, va_arg(ap, const char *), -1,
			    SQLITE_STATIC);
		} else {
			b = va_arg(ap, struct bytes);
			sqlite3_bind_blob64(s, i, b.at, b.n, SQLITE_STATIC);
		}
	va_end(ap);
	if (sqlite3_step(s) != SQLITE_DONE && sqlite3_data_count(s) == 0)
		die(texts[which]);
	return s;
}
