/*
 * schema_allocation -- the joint allocation, orders, meetings, and what a step
 * that may still be undone stood on.
 *
 * What is proposed is kept in every version: a row of an item or a part ends
 * and another begins.  No column holds a score or a rank of anybody.
 */
#include "store/schema.h"

#include <stddef.h>

static const char allocations[] =
    "CREATE TABLE allocation ("
    " id INTEGER PRIMARY KEY,"
    " case_id INTEGER NOT NULL REFERENCES cases, no INTEGER NOT NULL,"
    " cycle INTEGER NOT NULL, version INTEGER NOT NULL,"
    " quorum INTEGER NOT NULL CHECK (quorum > 0),"
    " state TEXT NOT NULL CHECK (state IN ('open', 'decided', 'dropped')),"
    " opened TEXT NOT NULL, created INTEGER NOT NULL,"
    " opened_by TEXT NOT NULL, unit TEXT NOT NULL,"
    " ended INTEGER, ended_by TEXT, UNIQUE (case_id, no)) STRICT;"
    "CREATE UNIQUE INDEX allocation_now ON allocation (case_id)"
    " WHERE state = 'open';"
    "CREATE INDEX allocation_open ON allocation (opened, id)"
    " WHERE state = 'open';"

    "CREATE TABLE allocation_unit ("
    " allocation_id INTEGER NOT NULL REFERENCES allocation,"
    " unit TEXT NOT NULL CHECK (unit <> ''), asked INTEGER NOT NULL,"
    " PRIMARY KEY (allocation_id, unit)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE allocation_item ("
    " id INTEGER PRIMARY KEY,"
    " allocation_id INTEGER NOT NULL REFERENCES allocation,"
    " name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('dwelling',"
    "  'service', 'start_package', 'plan', 'guarantee')),"
    " result TEXT CHECK (result IN ('granted', 'partly', 'waiting',"
    "  'refused', 'not_applicable')),"
    " performer TEXT, basis TEXT, facts TEXT NOT NULL,"
    " class INTEGER NOT NULL, body BLOB NOT NULL,"
    " unit TEXT NOT NULL, by_user TEXT NOT NULL, version INTEGER NOT NULL,"
    " recorded INTEGER NOT NULL, ended INTEGER) STRICT;"
    "CREATE UNIQUE INDEX allocation_item_now"
    " ON allocation_item (allocation_id, name) WHERE ended IS NULL;"
    "CREATE INDEX allocation_item_of ON allocation_item (allocation_id, id);"

    "CREATE TABLE allocation_part ("
    " id INTEGER PRIMARY KEY,"
    " allocation_id INTEGER NOT NULL REFERENCES allocation,"
    " part TEXT NOT NULL, applies INTEGER NOT NULL, body BLOB NOT NULL,"
    " unit TEXT NOT NULL, by_user TEXT NOT NULL, version INTEGER NOT NULL,"
    " recorded INTEGER NOT NULL, ended INTEGER) STRICT;"
    "CREATE UNIQUE INDEX allocation_part_now"
    " ON allocation_part (allocation_id, part) WHERE ended IS NULL;"

    "CREATE TABLE allocation_approval ("
    " id INTEGER PRIMARY KEY,"
    " allocation_id INTEGER NOT NULL REFERENCES allocation,"
    " version INTEGER NOT NULL, unit TEXT NOT NULL, by_user TEXT NOT NULL,"
    " recorded INTEGER NOT NULL, ended INTEGER) STRICT;"
    "CREATE UNIQUE INDEX allocation_approval_now"
    " ON allocation_approval (allocation_id, unit) WHERE ended IS NULL;";

/* owner_unit: an order is never without somebody who has it. */
static const char orders[] =
    "CREATE TABLE work_order ("
    " id INTEGER PRIMARY KEY,"
    " case_id INTEGER NOT NULL REFERENCES cases,"
    " allocation_id INTEGER REFERENCES allocation, name TEXT NOT NULL,"
    " kind TEXT NOT NULL, decision_id INTEGER REFERENCES decision,"
    " facts TEXT NOT NULL, class INTEGER NOT NULL, body BLOB NOT NULL,"
    " sender TEXT NOT NULL CHECK (sender <> ''), sender_user TEXT NOT NULL,"
    " performer TEXT NOT NULL CHECK (performer <> ''),"
    " owner_unit TEXT NOT NULL CHECK (owner_unit <> ''), owner_user TEXT,"
    " state TEXT NOT NULL CHECK (state IN ('ordered', 'accepted',"
    "  'delivered', 'evaluated', 'declined', 'cancelled')),"
    " snapshot INTEGER REFERENCES household_snapshot, due TEXT,"
    " rev INTEGER NOT NULL, created INTEGER NOT NULL,"
    " changed INTEGER NOT NULL) STRICT;"
    "CREATE INDEX work_order_of ON work_order (case_id, id);"
    "CREATE INDEX work_order_owner ON work_order (owner_unit, id)"
    " WHERE state IN ('ordered', 'accepted', 'delivered', 'declined');"
    "CREATE INDEX work_order_snapshot ON work_order (snapshot)"
    " WHERE snapshot IS NOT NULL;"
    "CREATE INDEX work_order_decision ON work_order (decision_id)"
    " WHERE decision_id IS NOT NULL;"
    "CREATE INDEX work_order_allocation ON work_order (allocation_id)"
    " WHERE allocation_id IS NOT NULL;"

    "CREATE TABLE work_order_version ("
    " id INTEGER PRIMARY KEY,"
    " order_id INTEGER NOT NULL REFERENCES work_order,"
    " rev INTEGER NOT NULL, state TEXT NOT NULL,"
    " owner_unit TEXT NOT NULL, owner_user TEXT, verdict TEXT,"
    " note BLOB, by_user TEXT NOT NULL, unit TEXT NOT NULL,"
    " recorded INTEGER NOT NULL, ended INTEGER) STRICT;"
    "CREATE UNIQUE INDEX work_order_version_of"
    " ON work_order_version (order_id, rev);";

static const char meetings[] =
    "CREATE TABLE meeting ("
    " id INTEGER PRIMARY KEY, type TEXT NOT NULL, date TEXT NOT NULL,"
    " unit TEXT NOT NULL, state TEXT NOT NULL"
    "  CHECK (state IN ('planned', 'held', 'cancelled')),"
    " rev INTEGER NOT NULL, created INTEGER NOT NULL,"
    " created_by TEXT NOT NULL, changed INTEGER NOT NULL,"
    " ended INTEGER, ended_by TEXT) STRICT;"
    "CREATE INDEX meeting_date ON meeting (type, date, id);"

    "CREATE TABLE meeting_participant ("
    " meeting_id INTEGER NOT NULL REFERENCES meeting,"
    " unit TEXT NOT NULL, user TEXT NOT NULL, present INTEGER NOT NULL,"
    " reason BLOB, PRIMARY KEY (meeting_id, unit, user))"
    " STRICT, WITHOUT ROWID;"

    "CREATE TABLE meeting_item ("
    " id INTEGER PRIMARY KEY,"
    " meeting_id INTEGER NOT NULL REFERENCES meeting,"
    " case_id INTEGER NOT NULL REFERENCES cases,"
    " allocation_id INTEGER REFERENCES allocation,"
    " causes TEXT NOT NULL, since TEXT NOT NULL, outcome TEXT, note BLOB,"
    " recorded INTEGER NOT NULL, UNIQUE (meeting_id, case_id)) STRICT;"
    "CREATE INDEX meeting_item_case ON meeting_item (case_id);"
    "CREATE INDEX meeting_item_allocation ON meeting_item (allocation_id)"
    " WHERE allocation_id IS NOT NULL;";

/* A task that stays is still to be done when its case is closed. */
static const char states[] =
    "CREATE TABLE case_cycle ("
    " case_id INTEGER NOT NULL REFERENCES cases, cycle INTEGER NOT NULL,"
    " reason TEXT NOT NULL, stage TEXT NOT NULL, closed INTEGER NOT NULL,"
    " outcome TEXT NOT NULL, recorded INTEGER NOT NULL,"
    " by_user TEXT NOT NULL,"
    " PRIMARY KEY (case_id, cycle)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE packet ("
    " id INTEGER PRIMARY KEY,"
    " case_id INTEGER NOT NULL REFERENCES cases,"
    " direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),"
    " municipality TEXT NOT NULL, hash BLOB NOT NULL,"
    " key_id INTEGER NOT NULL, ticked TEXT NOT NULL, recorded INTEGER NOT NULL,"
    " by_user TEXT NOT NULL) STRICT;"
    "CREATE INDEX packet_of ON packet (case_id);"
    "CREATE UNIQUE INDEX packet_once ON packet (hash, key_id)"
    " WHERE direction = 'in';"

    "CREATE TABLE undo ("
    " case_id INTEGER PRIMARY KEY REFERENCES cases, rev INTEGER NOT NULL,"
    " kind TEXT NOT NULL, actor TEXT NOT NULL, recorded INTEGER NOT NULL,"
    " until INTEGER NOT NULL, lasting TEXT, body BLOB, changes BLOB)"
    " STRICT;"
    "CREATE INDEX undo_until ON undo (until);"

    "ALTER TABLE task ADD COLUMN stays INTEGER NOT NULL DEFAULT 0;";

const char *const schema_allocation[] = { allocations, orders, meetings, states,
	NULL };
