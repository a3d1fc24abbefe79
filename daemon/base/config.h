/*
 * config -- configuration files, checked against the rows that declare keys.
 *
 * A struct config exists only if everything in it is right: files are read into
 * a candidate, every mistake is collected with file, line and the nearest valid
 * name, and only a candidate without mistakes is given out.  It never changes
 * afterwards, so all texts in it may be borrowed as long as it lives.
 *
 * A row's section may end in " *" ("unit *": [unit nav], [unit health], …) and
 * its name may be "*" (any key of that section).  Values by type:
 *
 *	BF_TEXT, BF_ANY			any text
 *	BF_NAME				[a-z0-9_.:-]
 *	BF_CODE				one of `codes`
 *	BF_BOOL				yes or no
 *	BF_INTEGER, BF_MONEY, BF_ID	in min..max
 *	BF_DATE				2027-02-28
 *	BF_DURATION			14d, 10wd, 3w, 1m, 2y, 72h
 *
 * BF_REPEATED is a list with commas, each part checked by the type.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "base/lines.h"

struct config;
struct ini_text;

/*
 * Add to MISTAKES what is wrong with keys only together, such as a name that
 * no section has.  C is a candidate: a required value may be NULL in it.
 */
typedef void config_check_fn(const struct config *c, struct lines *mistakes);

/*
 * Read FILES (NULL-terminated; a key may stand in one of them only) against
 * TABLES (NULL-terminated list of row tables, each ended by a NULL section),
 * which must live as long as the result, and let CHECK (may be NULL) look at
 * the whole.  RC_CONFIG if anything is wrong: every mistake is then a line of
 * MISTAKES and E counts them.
 */
enum rc config_read(const char *const *files,
    const struct bf_key *const *tables, config_check_fn *check,
    struct lines *mistakes, struct config **out, struct err *e);

/* The same out of one text in memory; a worker cannot open files. */
enum rc config_read_text(const struct ini_text *text,
    const struct bf_key *const *tables, config_check_fn *check,
    struct lines *mistakes, struct config **out, struct err *e);
void config_free(struct config *c);

/*
 * The value of KEY in SECTION ("unit nav"), or its default; NULL, 0, false or
 * an empty list without either.  A KEY that no row declares is our own bug
 * (assert).
 */
const char *
config_text(const struct config *c, const char *section, const char *key);
int64_t
config_int(const struct config *c, const char *section, const char *key);
bool config_bool(const struct config *c, const char *section, const char *key);
/* NULL-terminated; *N (may be NULL) is set to how many. */
const char *const *config_list(const struct config *c, const char *section,
    const char *key, size_t *n);

/* Does a file give this key? */
bool config_has(const struct config *c, const char *section, const char *key);

/*
 * Where a key stands, or else its section, or else the first file:
 * "FILE:LINE", to begin a mistake that only the caller can see.
 */
const char *
config_where(const struct config *c, const char *section, const char *key);

/*
 * The name of the I-th section of KIND in the files' order: "nav" for [unit
 * nav] and KIND "unit"; NULL after the last.
 */
const char *config_name(const struct config *c, const char *kind, size_t i);

/* The I-th key that a file gives in SECTION; NULL after the last. */
const char *config_key(const struct config *c, const char *section, size_t i);

/*
 * Explain KEY ("limits.clients", "unit.roles", "deadline mapping.days", or the
 * key's bare name) in OUT: text, type, unit, range, default, reload and the
 * rule of law behind it.  RC_NOTFOUND, with the nearest name, if no row has it.
 */
enum rc config_explain(const struct bf_key *const *tables, const char *key,
    struct lines *out, struct err *e);

#endif
