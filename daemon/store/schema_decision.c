/*
 * schema_decision -- the migration that gives decisions their legal frame:
 * basis and complaint body by date, who was told and when, complaints and
 * advance notices.
 */
#include "store/schema.h"

#include <stddef.h>

static const char frame[] =
    "DROP TRIGGER decision_keep;"
    "ALTER TABLE decision ADD COLUMN item TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE decision ADD COLUMN basis_version TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE decision ADD COLUMN complaint_rule TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE decision ADD COLUMN"
    " complaint_version TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE decision ADD COLUMN complaint_body TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE decision ADD COLUMN"
    " complaint_length TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE decision ADD COLUMN role TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE decision ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE decision ADD COLUMN notice INTEGER;"
    /* D-304; content and reasons may be sealed anew by a rotation. */
    "CREATE TRIGGER decision_keep BEFORE UPDATE OF id, case_id, no, cycle,"
    " basis, type, result, date, effective, expires, body_hash, key_id,"
    " decided_by, unit, household_snapshot, refers_to, recorded, commit_no,"
    " item, basis_version, complaint_rule, complaint_version, complaint_body,"
    " complaint_length, role, urgent, notice ON decision BEGIN"
    " SELECT raise(ABORT, 'a decision is immutable'); END;"

    /* Reasons that were given when a party asked for them. */
    "CREATE TABLE decision_reasons ("
    " decision_id INTEGER PRIMARY KEY REFERENCES decision,"
    " given TEXT NOT NULL, body BLOB NOT NULL, body_hash BLOB NOT NULL,"
    " key_id INTEGER NOT NULL, by_user TEXT NOT NULL,"
    " recorded INTEGER NOT NULL) STRICT;"
    "CREATE TRIGGER decision_reasons_keep BEFORE UPDATE OF decision_id,"
    " given, body_hash, key_id, by_user, recorded ON decision_reasons BEGIN"
    " SELECT raise(ABORT, 'a decision is immutable'); END;"
    "CREATE TRIGGER decision_reasons_stay"
    " BEFORE DELETE ON decision_reasons BEGIN"
    " SELECT raise(ABORT, 'a decision is immutable'); END;"

    "CREATE TABLE decision_party ("
    " decision_id INTEGER NOT NULL REFERENCES decision,"
    " no INTEGER NOT NULL, kind TEXT NOT NULL,"
    " person_id INTEGER REFERENCES person, name BLOB, channel TEXT NOT NULL,"
    " told TEXT, posted TEXT, available TEXT, alerted TEXT, realerted TEXT,"
    " opened TEXT, arrived TEXT, returned TEXT, reasons_asked TEXT,"
    " reasons_arrived TEXT, start TEXT, due TEXT, words_nb TEXT,"
    " words_nn TEXT, recorded INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " PRIMARY KEY (decision_id, no)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX decision_party_person ON decision_party (person_id)"
    " WHERE person_id IS NOT NULL;";

static const char complaints[] =
    "CREATE TABLE complaint ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases,"
    " no INTEGER NOT NULL, letter INTEGER NOT NULL,"
    " decision_id INTEGER NOT NULL REFERENCES decision,"
    " party INTEGER, document INTEGER REFERENCES document,"
    " channel TEXT NOT NULL, received TEXT NOT NULL, handed_in TEXT NOT NULL,"
    " due TEXT, last TEXT NOT NULL, in_time INTEGER NOT NULL,"
    " grounds BLOB, state TEXT NOT NULL CHECK (state IN"
    " ('open', 'late', 'forwarded', 'ended')),"
    " suspension TEXT NOT NULL CHECK (suspension IN"
    " ('', 'asked', 'granted', 'refused')),"
    " body TEXT NOT NULL, body_rule TEXT NOT NULL, forwarded TEXT,"
    " outcome TEXT, outcome_date TEXT, outcome_arrived TEXT, costs_due TEXT,"
    " new_decision INTEGER REFERENCES decision, reopened INTEGER,"
    " recorded INTEGER NOT NULL, ended INTEGER,"
    " UNIQUE (case_id, no)) STRICT;"
    "CREATE INDEX complaint_decision ON complaint (decision_id);"
    "CREATE INDEX complaint_open ON complaint (case_id)"
    " WHERE state <> 'ended';"
    "CREATE TRIGGER complaint_stay BEFORE DELETE ON complaint BEGIN"
    " SELECT raise(ABORT, 'a complaint is kept'); END;"

    "CREATE TABLE complaint_note ("
    " complaint_id INTEGER NOT NULL REFERENCES complaint,"
    " no INTEGER NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL,"
    " body BLOB NOT NULL, by_user TEXT NOT NULL,"
    " recorded INTEGER NOT NULL, PRIMARY KEY (complaint_id, no)) STRICT,"
    " WITHOUT ROWID;"
    "CREATE TRIGGER complaint_note_stay BEFORE DELETE ON complaint_note BEGIN"
    " SELECT raise(ABORT, 'a complaint is kept'); END;";

static const char others[] =
    "CREATE TABLE advance_notice ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases,"
    " cycle INTEGER NOT NULL, type TEXT NOT NULL, sent TEXT NOT NULL,"
    " answer_by TEXT NOT NULL, body BLOB NOT NULL, answered TEXT,"
    " answer BLOB, by_user TEXT NOT NULL, recorded INTEGER NOT NULL) STRICT;"
    "CREATE INDEX advance_notice_of ON advance_notice (case_id, id);"

    "CREATE TABLE without_decision ("
    " case_id INTEGER NOT NULL REFERENCES cases, cycle INTEGER NOT NULL,"
    " reason TEXT NOT NULL, unit TEXT NOT NULL, by_user TEXT NOT NULL,"
    " date TEXT NOT NULL, recorded INTEGER NOT NULL,"
    " PRIMARY KEY (case_id, cycle)) STRICT, WITHOUT ROWID;";

const char *const schema_decision[] = { frame, complaints, others, NULL };
