/*
 * bare_sql -- the statements of the bare server, each prepared once.
 */
#ifndef BENCH_BARE_SQL_H
#define BENCH_BARE_SQL_H

#include <stddef.h>

#include <sqlite3.h>

enum sql {
	BEGIN,
	COMMIT,
	NEXT_NUMBER,
	ADD_CASE,
	FIND_CASE,
	SAVE_CASE,
	CLOSE_CASE,
	SAVE_PART,
	END_VALUE,
	ADD_VALUE,
	ADD_DEADLINE,
	MEET_DEADLINE,
	ADD_TIMER,
	DROP_TIMERS,
	ADD_OVERDUE,
	DROP_OVERDUE,
	ADD_UNDO,
	ADD_HISTORY,
	ADD_PART,
	ADD_LOOKUP,
	SAVE_META,
	N_SQL
};

struct bytes {
	const void *at;
	size_t n;
};

extern sqlite3 *db; /* opened and closed by bare.c */

/* Say WHAT went wrong, with the database's or the system's words, and leave. */
_Noreturn void die(const char *what);

/* Prepare every statement, once the database is open; finalize them. */
void prepare(void);
void unprepare(void);

/* Bind by FMT (i: integer, s: text, b: struct bytes) and step once. */
sqlite3_stmt *start(enum sql which, const char *fmt, ...);

#define run(...) sqlite3_reset(start(__VA_ARGS__))

#endif
