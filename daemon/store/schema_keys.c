/*
 * schema_keys -- whose key is which, what is being sealed anew, and what was
 * erased, locked or held back from it.
 *
 * The keys themselves are in a file of their own (store/keytab.h).
 */
#include "store/schema.h"

#include <stddef.h>

static const char keys[] =
    /* `current` is the one that is sealed with; others are being left. */
    "CREATE TABLE owner_key ("
    " key_id INTEGER PRIMARY KEY,"
    " owner_kind TEXT NOT NULL CHECK (owner_kind IN"
    "  ('municipality', 'person', 'case', 'household')),"
    " owner_id INTEGER NOT NULL, part INTEGER NOT NULL"
    "  CHECK (part IN (0, 1))," /* 1: health */
    " current INTEGER NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('live', 'locked', 'destroyed')),"
    " since INTEGER NOT NULL, ended INTEGER) STRICT;"
    "CREATE INDEX owner_key_of ON owner_key (owner_id, owner_kind, part);"
    "CREATE INDEX owner_key_barred ON owner_key (key_id)"
    " WHERE state <> 'live';"
    "CREATE TABLE key_doomed (key_id INTEGER PRIMARY KEY) STRICT;"

    "CREATE TABLE rotation ("
    " id INTEGER PRIMARY KEY,"
    " what TEXT NOT NULL CHECK (what IN ('data', 'hash')),"
    " owner_kind TEXT, owner_id INTEGER," /* null: everybody's */
    " by_user TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER,"
    " upto INTEGER NOT NULL," /* keys above it are new enough */
    " place TEXT NOT NULL," /* where the next slice begins: JSON */
    " owners INTEGER NOT NULL, values_done INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX rotation_now ON rotation (ended IS NULL)"
    " WHERE ended IS NULL;";

static const char erasures[] =
    "CREATE TABLE erasure ("
    " id INTEGER PRIMARY KEY,"
    " owner_kind TEXT NOT NULL CHECK (owner_kind IN ('person', 'case')),"
    " owner_id INTEGER NOT NULL,"
    " part TEXT NOT NULL CHECK (part IN ('all', 'health')),"
    " asked INTEGER NOT NULL, asked_by TEXT NOT NULL,"
    " reason BLOB NOT NULL, due TEXT NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN"
    "  ('asked', 'erased', 'locked', 'refused', 'unlocked')),"
    " basis TEXT, note BLOB, decided INTEGER, decided_by TEXT,"
    " unlocked INTEGER, unlocked_by TEXT, unlock_note BLOB) STRICT;"
    "CREATE INDEX erasure_of ON erasure (owner_id, owner_kind);"
    "CREATE UNIQUE INDEX erasure_asked ON erasure"
    " (owner_kind, owner_id, part) WHERE state = 'asked';"

    "CREATE TABLE hold ("
    " id INTEGER PRIMARY KEY,"
    " owner_kind TEXT NOT NULL CHECK (owner_kind IN ('person', 'case')),"
    " owner_id INTEGER NOT NULL, reason BLOB NOT NULL,"
    " since INTEGER NOT NULL, by_user TEXT NOT NULL,"
    " lifted INTEGER, lifted_by TEXT, lift_note BLOB) STRICT;"
    "CREATE INDEX hold_of ON hold (owner_id, owner_kind)"
    " WHERE lifted IS NULL;";

const char *const schema_keys[] = { keys, erasures, NULL };
