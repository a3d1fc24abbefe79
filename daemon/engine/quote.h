/*
 * quote -- is a text repeated somewhere in what is written?
 *
 * Compared as names are searched (model/text.h, text_fold): whatever the case,
 * accents, and what stands between words.
 */
#ifndef ENGINE_QUOTE_H
#define ENGINE_QUOTE_H

#include <stdbool.h>

#include <jansson.h>

#define QUOTE_SHORTEST 4 /* bytes, folded, of a text that tells something */

/* TEXT as it is compared; the caller frees. */
char *quote_fold(const char *text);

/* Is FOLDED in a text of WHAT, however deep? */
bool quote_has(const json_t *what, const char *folded);

#endif
