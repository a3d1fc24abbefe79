/*
 * describe -- the method table in words and JSON Schema: sys.describe.
 *
 * Clients know no method by heart; what they offer, complete and lay out they
 * learn from this answer, whose form is fixed:
 *
 * {
 *   "methods": [{
 *     "name": "case.act",
 *     "words": ["sak", "utfør"],      Norwegian words of the command
 *     "kind": "step",                 read, step, admin
 *     "access": "case",               public, staff, case, person, report,
 *                                     definition, audit, clock
 *     "faces": ["socket"],            socket, lua, timer, case
 *     "text": "...",                  one line, in the reader's language
 *     "positional": ["case", "action"],
 *     "rest": "input",                parameter that takes name=value; or null
 *     "params": {
 *       "type": "object",
 *       "properties": {
 *         "case": {
 *           "type": "string", "format": "case", "description": "...",
 *           "x-class": "case",        case, identity, address, health, economy
 *           "x-type": "case"          name of the enum bf_type
 *         }
 *       },
 *       "required": ["case", "action"],
 *       "additionalProperties": false
 *     },
 *     "rows": null,                   member that holds the rows of a list
 *     "columns": [{"name": "case", "title": "Sak", "type": "case"}],
 *     "result": {...},                JSON Schema of the result object
 *     "errors": ["E_GUARD"]           names apart from the common ones
 *   }],
 *   "objects": {"case": "sak"},       first words, English to Norwegian
 *   "reserved": {"as": {...}},        parameters that every method takes
 *   "roles": [{"name": "caseworker", "title": "..."}],
 *   "errors": ["E_PARAMS"],           names that any method may answer with
 *   "language": "nb"
 * }
 *
 * x-type is one of text name code integer bool date instant money duration
 * case id nin object list any fd; a repeated parameter is an array of it.
 */
#ifndef MODEL_DESCRIBE_H
#define MODEL_DESCRIBE_H

#include <jansson.h>

#include <boflyt/plugin.h>

#define DESCRIBE_FDS 4 /* descriptors that may go with a request */

/*
 * Describe the rows of TABLE (new reference).  ONLY is NULL or "" for all, a
 * method, or an object whose methods are wanted; nothing that fits gives an
 * empty list.  Texts are in the language that gettext speaks now.
 */
json_t *describe_table(const struct bf_method *table, const char *only,
    const char *language);

/* The columns as sys.describe has them; a new reference. */
json_t *describe_columns(const struct bf_column *columns);

/* One row as above (new reference). */
json_t *describe_method(const struct bf_method *m);

/* "text", "name" ... of a type. */
const char *describe_type(enum bf_type type);

#endif
