/*
 * key -- the rows that declare configuration keys: find, parse, explain.
 *
 * The part of config that needs no file.  TABLES is a NULL-terminated list of
 * row tables, each ended by a row with a NULL section.
 */
#ifndef BASE_KEY_H
#define BASE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#include "base/lines.h"

/* A value as its row reads it. */
struct key_value {
	char *text; /* owned; as written */
	int64_t number; /* integers and yes/no */
	char **list; /* owned; BF_REPEATED: NULL-terminated */
	size_t n;
};

void key_value_fini(struct key_value *v);

/*
 * Read TEXT by ROW; mistakes begin with WHERE.  *OUT keeps the text in any
 * case.
 */
bool key_parse(const struct bf_key *row, const char *text, const char *where,
    struct key_value *out, struct lines *mistakes);

/*
 * What is wrong with ROW itself, as a msgid; NULL if nothing: a type that no key
 * has, a choice without codes, a default that it would not take.
 */
const char *key_flaw(const struct bf_key *row);

/* Is ROW's section a pattern ("unit *")?  Is SECTION one of ROW's? */
bool key_is_pattern(const struct bf_key *row);
bool key_matches(const struct bf_key *row, const char *section);

/* The row of KEY in SECTION; NULL if there is none. */
const struct bf_key *key_find(const struct bf_key *const *tables,
    const char *section, const char *key);

bool key_has_section(const struct bf_key *const *tables, const char *section);

/* The nearest key of SECTION; borrowed from the row; NULL if none is near. */
const char *key_nearest(const struct bf_key *const *tables, const char *section,
    const char *key);

/* The nearest section, its name part kept; the caller frees it; or NULL. */
char *
key_nearest_section(const struct bf_key *const *tables, const char *section);

#endif
