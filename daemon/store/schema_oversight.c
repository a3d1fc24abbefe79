/*
 * schema_oversight -- who opened what in an emergency, who asked for less
 * protection of an address, which figures have been told, and who searched.
 */
#include <stddef.h>

#include "store/schema.h"

const char *const schema_oversight[] = {
	/* Who looked by break-glass (nødtilgang), and what its review said. */
	"CREATE TABLE emergency ("
	" id INTEGER PRIMARY KEY, user TEXT NOT NULL, unit TEXT NOT NULL,"
	" role TEXT NOT NULL, case_id INTEGER REFERENCES cases,"
	" person_id INTEGER REFERENCES person, review_unit TEXT NOT NULL,"
	" category TEXT NOT NULL, reason BLOB NOT NULL,"
	" opened INTEGER NOT NULL, expires INTEGER NOT NULL,"
	" review_by TEXT NOT NULL, reviewed INTEGER, reviewed_by TEXT,"
	" outcome TEXT CHECK (outcome IN ('justified', 'unjustified')),"
	" note BLOB, commit_no INTEGER NOT NULL,"
	" CHECK (case_id IS NOT NULL OR person_id IS NOT NULL)) STRICT;"
	"CREATE INDEX emergency_user ON emergency (user, expires);"
	"CREATE INDEX emergency_case ON emergency (case_id)"
	" WHERE case_id IS NOT NULL;"
	"CREATE INDEX emergency_person ON emergency (person_id)"
	" WHERE person_id IS NOT NULL;"
	"CREATE INDEX emergency_owed ON emergency (review_by)"
	" WHERE reviewed IS NULL;",

	/* Four eyes before an address is protected less than before. */
	"CREATE TABLE grade_request ("
	" id INTEGER PRIMARY KEY,"
	" person_id INTEGER NOT NULL REFERENCES person,"
	" grade TEXT NOT NULL CHECK (grade IN ('open', 'protected')),"
	" reason BLOB NOT NULL, asked INTEGER NOT NULL,"
	" asked_by TEXT NOT NULL, unit TEXT NOT NULL,"
	" ended INTEGER, ended_by TEXT,"
	" outcome TEXT CHECK (outcome IN ('granted', 'refused'))) STRICT;"
	"CREATE UNIQUE INDEX grade_request_open ON grade_request (person_id)"
	" WHERE ended IS NULL;",

	/*
	 * Counts that reports have told, by the window they were told for, so
	 * that no two of them give away a third that is too small.
	 */
	"CREATE TABLE report_figure ("
	" report TEXT NOT NULL, cell TEXT NOT NULL, from_day TEXT NOT NULL,"
	" until_day TEXT NOT NULL, n INTEGER NOT NULL, told INTEGER NOT NULL,"
	" PRIMARY KEY (report, cell, from_day, until_day)) STRICT,"
	" WITHOUT ROWID;",
	/* Look-up rows by what was asked for in vain, as keyed hashes in hex. */
	"CREATE TABLE lookup_term ("
	" term TEXT NOT NULL, pos INTEGER NOT NULL REFERENCES history,"
	" PRIMARY KEY (term, pos)) STRICT, WITHOUT ROWID;",
	NULL
};
