/*
 * schema_outbox -- what became of a letter: handed out, and its receipts.
 */
#include "store/schema.h"

#include <stddef.h>

/*
 * `handed`: with a courier, and not yet answered.  `status` is its last word,
 * the four instants are what the law counts from.  `resolved`: a person has
 * looked at it.  `incident` tells that it failed.
 */
static const char columns[] =
    "ALTER TABLE outbox ADD COLUMN handed INTEGER;"
    "ALTER TABLE outbox ADD COLUMN status TEXT;"
    "ALTER TABLE outbox ADD COLUMN posted INTEGER;"
    "ALTER TABLE outbox ADD COLUMN available INTEGER;"
    "ALTER TABLE outbox ADD COLUMN alerted INTEGER;"
    "ALTER TABLE outbox ADD COLUMN opened INTEGER;"
    "ALTER TABLE outbox ADD COLUMN incident INTEGER REFERENCES incident;"
    "ALTER TABLE outbox ADD COLUMN resolved INTEGER;"
    "ALTER TABLE outbox ADD COLUMN resolved_by TEXT;"
    "CREATE INDEX outbox_incident ON outbox (incident)"
    " WHERE incident IS NOT NULL;"
    "CREATE INDEX outbox_handed ON outbox (id) WHERE handed IS NOT NULL;"
    "CREATE INDEX outbox_doubt ON outbox (state)"
    " WHERE resolved IS NULL AND state IN ('unknown', 'failed');";

static const char receipts[] =
    "CREATE TABLE receipt ("
    " id INTEGER PRIMARY KEY,"
    " outbox_id INTEGER NOT NULL REFERENCES outbox,"
    " line INTEGER, word TEXT NOT NULL, at INTEGER NOT NULL,"
    " recorded INTEGER NOT NULL, by_user TEXT,"
    " UNIQUE (outbox_id, line)) STRICT;";

const char *const schema_outbox[] = { columns, receipts, NULL };
