/*
 * schema_household -- whom a case is about, by the household that it names.
 */
#include "store/schema.h"

#include <stddef.h>

static const char links[] =
    "CREATE TABLE case_household ("
    " id INTEGER PRIMARY KEY,"
    " case_id INTEGER NOT NULL REFERENCES cases, field TEXT NOT NULL,"
    " household_id INTEGER NOT NULL REFERENCES household,"
    " recorded INTEGER NOT NULL, ended INTEGER) STRICT;"
    "CREATE INDEX case_household_of ON case_household (case_id, field)"
    " WHERE ended IS NULL;"
    "CREATE INDEX case_household_now ON case_household"
    " (household_id, case_id) WHERE ended IS NULL;";

/*
 * Whom a case is about: who is named, and who belongs to a household that is
 * named.  Who had left it before the case came is not; who came to it later is.
 */
static const char about[] =
    "CREATE VIEW case_about (case_id, person_id) AS"
    " SELECT case_id, person_id FROM case_person WHERE ended IS NULL"
    " UNION ALL SELECT x.case_id, m.person_id FROM case_household x"
    "  JOIN household_member m ON m.household_id = x.household_id"
    "   AND m.ended IS NULL AND m.person_id IS NOT NULL"
    "  JOIN cases k ON k.id = x.case_id"
    "   AND (m.to_date IS NULL OR m.to_date >= k.received)"
    "  WHERE x.ended IS NULL;";

const char *const schema_household[] = { links, about, NULL };
