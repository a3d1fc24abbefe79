/*
 * text -- UTF-8 text, and names the Norwegian way.
 *
 * Names are found and sorted as people here expect: æ, ø and å come last, aa
 * is å, case and accents do not matter, and it makes no difference whether a
 * letter came composed (NFC) or decomposed (NFD).  Domain 0.4, "Language".
 */
#ifndef MODEL_TEXT_H
#define MODEL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The languages that a municipality may write in. */
enum lang { LANG_NB, LANG_NN, LANG_EN };
#define N_LANGS 3

/* "nb", "nn" or "en" to a language; false if it is none of them. */
bool lang_parse(const char *s, enum lang *out);

/* The code of a language: "nb". */
const char *lang_code(enum lang lang);

/* Is this strict UTF-8: no surrogates, no overlong forms, no NUL? */
bool text_is_utf8(const char *s, size_t len);

/*
 * Refuse what no field may hold: bytes that are not UTF-8, control characters
 * other than newline and tab, and more than MAX bytes.  NAME is the thing that
 * the error names first.
 */
enum rc text_check(const char *name, const char *s, size_t len, size_t max,
    struct err *e);

/*
 * Compose the accents of Latin letters (NFC as far as names need it).  Writes
 * at most SIZE bytes and always a NUL; returns the length that the whole
 * result has, which is never more than LEN.  S must be valid UTF-8.
 */
size_t text_compose(char *out, size_t size, const char *s, size_t len);

/*
 * Make the key that names are searched by: lower case, no accents, aa and å
 * alike, ä as æ, ö as ø, Sámi letters as their base letter, and one blank for
 * whatever stands between the parts of a name (blank, hyphen, apostrophe, full
 * stop, comma), none at the ends.  Same contract as text_compose.
 */
size_t text_fold(char *out, size_t size, const char *s, size_t len);

/*
 * Does the folded name hold every word of the folded query, each as the start
 * of a word?  An empty query matches nothing.
 */
bool text_matches(const char *folded, const char *query);

/*
 * Compare two names the Norwegian way, for sorting: < 0, 0, > 0.  Only equal
 * strings give 0, so that an order is total.
 */
int text_compare(const char *a, const char *b);

#endif
