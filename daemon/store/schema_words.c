/*
 * schema_words -- of which class free words are: 1, identity, or 3, health, when
 * somebody in a unit of the health domain wrote them.
 *
 * What was written before is of the class of its writer's unit, as its domain is
 * now: that of the history's row of the same subject and instant.  It keeps its
 * key until keys are changed.  Texts in fields of a case and in the history stay
 * of the class that they were sealed under.
 */
#include "store/schema.h"

#include <stddef.h>

#define WORDS "INTEGER NOT NULL DEFAULT 1 CHECK ("

#define IN_HEALTH                                                              \
	" IN (SELECT name FROM unit_version WHERE ended IS NULL"               \
	" AND json_extract(body, '$.domain') = 'health')"

/* Did a unit of the health domain write at TIME in the case of row X? */
#define WRITTEN(case_id, time)                                                 \
	"EXISTS (SELECT 1 FROM history h WHERE h.subject_kind = 'case'"        \
	" AND h.subject_id = " case_id " AND h.time = " time                   \
	" AND h.unit" IN_HEALTH ")"

static const char columns[] =
    "ALTER TABLE decision ADD COLUMN class " WORDS "class IN (1, 3));"
    "ALTER TABLE decision_reasons ADD COLUMN class " WORDS "class IN (1, 3));"
    "ALTER TABLE task ADD COLUMN class " WORDS "class IN (1, 3));"
    "ALTER TABLE task ADD COLUMN note_class " WORDS "note_class IN (1, 3));"
    "ALTER TABLE complaint ADD COLUMN class " WORDS "class IN (1, 3));"
    "ALTER TABLE complaint_note ADD COLUMN class " WORDS "class IN (1, 3));"
    "ALTER TABLE outbox ADD COLUMN class " WORDS "class IN (1, 3));"
    "ALTER TABLE work_order_version ADD COLUMN class " WORDS "class IN (1, 3));"
    "ALTER TABLE meeting_item ADD COLUMN class " WORDS "class IN (1, 3));";

static const char before[] =
    "UPDATE decision SET class = 3 WHERE unit" IN_HEALTH
    " OR " WRITTEN("case_id",
	"recorded") ";"
		    "UPDATE decision_reasons SET class = 3 WHERE EXISTS "
		    "(SELECT 1 FROM"
		    " decision d WHERE d.id = decision_id AND (d.class = "
		    "3 OR " WRITTEN("d.case_id",
			"decision_reasons.recorded") "));"
						     "UPDATE task SET "
						     "note_class = 3 "
						     "WHERE note IS NOT "
						     "NULL AND " WRITTEN(
							 "case_id",
							 "done") ";"
								 "UPDATE "
								 "complain"
								 "t SET "
								 "class = "
								 "3 "
								 "WHERE"
								 " " WRITTEN(
								     "case"
								     "_id",
								     "reco"
								     "rde"
								     "d") ";"
									  "UPDA"
									  "TE "
									  "comp"
									  "lain"
									  "t_"
									  "note"
									  " SET"
									  " cla"
									  "ss "
									  "= 3 "
									  "WHER"
									  "E "
									  "EXIS"
									  "TS "
									  "(SEL"
									  "ECT "
									  "1 "
									  "FROM"
									  " com"
									  "plai"
									  "nt "
									  "k "
									  "WHER"
									  "E "
									  "k."
									  "id "
									  "= "
									  "comp"
									  "lain"
									  "t_"
									  "id "
									  "AND"
									  " " WRITTEN(
									      "k.case_id",
									      "complaint_note.recorded") ");"
													 "UPDATE outbox SET class = 3 WHERE case_id IS NOT NULL AND " WRITTEN(
													     "case_id",
													     "created") ";"
															"UPDATE work_order_version SET class = 3 WHERE unit" IN_HEALTH
															" OR EXISTS (SELECT 1 FROM work_order o WHERE o.id = order_id"
															" AND o.class = 3);";

static const char kept[] =
    "DROP TRIGGER decision_keep;"
    "CREATE TRIGGER decision_keep BEFORE UPDATE OF id, case_id, no, cycle,"
    " basis, type, result, date, effective, expires, body_hash, key_id,"
    " decided_by, unit, household_snapshot, refers_to, recorded, commit_no,"
    " item, basis_version, complaint_rule, complaint_version, complaint_body,"
    " complaint_length, role, urgent, notice, class ON decision BEGIN"
    " SELECT raise(ABORT, 'a decision is immutable'); END;"
    "DROP TRIGGER decision_reasons_keep;"
    "CREATE TRIGGER decision_reasons_keep BEFORE UPDATE OF decision_id,"
    " given, body_hash, key_id, by_user, recorded, class"
    " ON decision_reasons BEGIN"
    " SELECT raise(ABORT, 'a decision is immutable'); END;";

const char *const schema_words[] = { columns, before, kept, NULL };
