/*
 * schema_access -- consents, disqualifications, absences, releases: what the
 * gate goes by beside units and contact persons.
 *
 * Nothing here is deleted, and of what was said only its end is written later:
 * who looked at something in between did so on a basis that can still be shown.
 */
#include "store/schema.h"

#include <stddef.h>

static const char consents[] =
    "CREATE TABLE consent ("
    " id INTEGER PRIMARY KEY,"
    " person_id INTEGER NOT NULL REFERENCES person,"
    " case_id INTEGER NOT NULL REFERENCES cases,"
    " classes INTEGER NOT NULL CHECK (classes > 0),"
    " from_unit TEXT NOT NULL, to_unit TEXT, external BLOB,"
    " purpose TEXT NOT NULL, given INTEGER NOT NULL, valid_to TEXT,"
    " channel TEXT NOT NULL, document_id INTEGER REFERENCES document,"
    " giver TEXT NOT NULL CHECK (giver IN"
    "  ('self', 'guardian', 'representative')),"
    " link_id INTEGER REFERENCES person_link, by_user TEXT NOT NULL,"
    " unit TEXT NOT NULL, recorded INTEGER NOT NULL,"
    " withdrawn INTEGER, withdrawn_by TEXT,"
    " CHECK ((to_unit IS NULL) <> (external IS NULL))) STRICT;"
    "CREATE INDEX consent_of ON consent (person_id, id);"
    "CREATE INDEX consent_case ON consent (case_id);"
    "CREATE INDEX consent_document ON consent (document_id)"
    " WHERE document_id IS NOT NULL;"
    "CREATE INDEX consent_link ON consent (link_id)"
    " WHERE link_id IS NOT NULL;"
    "CREATE INDEX consent_to ON consent (to_unit, person_id)"
    " WHERE withdrawn IS NULL AND to_unit IS NOT NULL;"
    /* External may be sealed anew by a rotation. */
    "CREATE TRIGGER consent_keep BEFORE UPDATE OF id, person_id, case_id,"
    " classes, from_unit, to_unit, purpose, given, valid_to, channel,"
    " document_id, giver, link_id, by_user, unit, recorded ON consent BEGIN"
    " SELECT raise(ABORT, 'a consent is only ever withdrawn'); END;"
    "CREATE TRIGGER consent_once BEFORE UPDATE OF withdrawn ON consent"
    " WHEN old.withdrawn IS NOT NULL BEGIN"
    " SELECT raise(ABORT, 'a consent is withdrawn once'); END;"
    "CREATE TRIGGER consent_stay BEFORE DELETE ON consent BEGIN"
    " SELECT raise(ABORT, 'a consent is only ever withdrawn'); END;";

static const char impartial[] =
    /* The user's own number, as the register has numbers: hash and envelope. */
    "CREATE TABLE user_person ("
    " id INTEGER PRIMARY KEY, user TEXT NOT NULL, hash BLOB NOT NULL,"
    " key_id INTEGER NOT NULL, value BLOB NOT NULL,"
    " by_user TEXT NOT NULL, recorded INTEGER NOT NULL, ended INTEGER)"
    " STRICT;"
    "CREATE UNIQUE INDEX user_person_now ON user_person (user)"
    " WHERE ended IS NULL;"
    "CREATE INDEX user_person_hash ON user_person (hash, key_id)"
    " WHERE ended IS NULL;"

    "CREATE VIEW user_own (user, person_id) AS"
    " SELECT u.user, i.person_id FROM user_person u"
    " JOIN person_identifier i ON i.hash = u.hash AND i.key_id = u.key_id"
    " WHERE u.ended IS NULL AND i.ended IS NULL;"

    "CREATE TABLE impartiality ("
    " id INTEGER PRIMARY KEY, user TEXT NOT NULL,"
    " case_id INTEGER REFERENCES cases,"
    " person_id INTEGER REFERENCES person, colleague TEXT,"
    " verdict TEXT NOT NULL CHECK (verdict IN ('disqualified', 'cleared')),"
    " ground TEXT NOT NULL, reason BLOB NOT NULL, by_user TEXT NOT NULL,"
    " recorded INTEGER NOT NULL, ended INTEGER, ended_by TEXT,"
    " CHECK ((case_id IS NOT NULL) + (person_id IS NOT NULL)"
    "  + (colleague IS NOT NULL) = 1),"
    " CHECK ((verdict = 'cleared') = (colleague IS NOT NULL))) STRICT;"
    "CREATE INDEX impartiality_user ON impartiality (user, id)"
    " WHERE ended IS NULL;"
    "CREATE INDEX impartiality_case ON impartiality (case_id)"
    " WHERE case_id IS NOT NULL;"
    "CREATE INDEX impartiality_person ON impartiality (person_id)"
    " WHERE person_id IS NOT NULL;"
    "CREATE TRIGGER impartiality_stay BEFORE DELETE ON impartiality BEGIN"
    " SELECT raise(ABORT, 'a disqualification is kept'); END;";

static const char others[] =
    /* Who tried what is barred to them, for their leaders. */
    "CREATE INDEX history_barred ON history (pos)"
    " WHERE kind = 'lookup.refused' AND subject_id <> 0;"

    "CREATE TABLE absence ("
    " id INTEGER PRIMARY KEY, user TEXT NOT NULL, from_date TEXT NOT NULL,"
    " to_date TEXT, substitute TEXT, by_user TEXT NOT NULL,"
    " recorded INTEGER NOT NULL, ended INTEGER, ended_by TEXT) STRICT;"
    "CREATE INDEX absence_substitute ON absence (substitute)"
    " WHERE ended IS NULL AND substitute IS NOT NULL;"
    "CREATE INDEX absence_user ON absence (user, from_date);"

    "CREATE TABLE release ("
    " id INTEGER PRIMARY KEY,"
    " case_id INTEGER NOT NULL REFERENCES cases,"
    " person_id INTEGER NOT NULL REFERENCES person,"
    " purpose TEXT NOT NULL, asker TEXT NOT NULL, unit TEXT NOT NULL,"
    " rule TEXT NOT NULL, basis TEXT NOT NULL, told TEXT NOT NULL,"
    " told_case INTEGER NOT NULL REFERENCES cases,"
    " recorded INTEGER NOT NULL,"
    " UNIQUE (case_id, person_id, purpose, unit, rule)) STRICT;"
    "CREATE INDEX release_person ON release (person_id);"
    "CREATE INDEX release_told ON release (told_case);"
    "CREATE INDEX release_asker ON release (asker, recorded);";

const char *const schema_access[] = { consents, impartial, others, NULL };
