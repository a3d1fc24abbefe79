/*
 * schema_plugins -- timers of no case, which plugins may begin.
 */
#include "store/schema.h"

#include <stddef.h>

const char *const schema_plugins[] = {
	"CREATE TABLE timer_new ("
	" id INTEGER PRIMARY KEY, due INTEGER NOT NULL, kind TEXT NOT NULL,"
	" case_id INTEGER REFERENCES cases,"
	" deadline_id INTEGER REFERENCES deadline, stage TEXT NOT NULL,"
	" name TEXT NOT NULL, payload BLOB, created INTEGER NOT NULL) STRICT;"
	"INSERT INTO timer_new SELECT id, due, kind, case_id, deadline_id,"
	" stage, name, payload, created FROM timer;"
	"DROP TABLE timer;"
	"ALTER TABLE timer_new RENAME TO timer;"
	"CREATE INDEX timer_soonest ON timer (due, id);"
	"CREATE INDEX timer_of ON timer (case_id);"
	"CREATE INDEX timer_deadline ON timer (deadline_id)"
	" WHERE deadline_id IS NOT NULL;",
	NULL
};
