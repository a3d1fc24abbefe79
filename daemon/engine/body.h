/*
 * body -- who writes and who hears complaints, as letters name and address them.
 *
 * The law says "Statsforvalteren"; which one it is stands in the municipality's
 * file.  A decision keeps the word of the law.
 */
#ifndef ENGINE_BODY_H
#define ENGINE_BODY_H

#include <stdbool.h>

#include <jansson.h>

#include "model/municipality.h"
#include "model/text.h"

/* Is BODY, as the law names it, the county governor? */
bool body_is_governor(const char *body);

/*
 * BODY as a letter in LANG names it; the caller frees.  "Statsforvaltaren" has
 * another ending in Nynorsk.
 */
char *body_name(const struct municipality *m, enum lang lang, const char *body);

/* Is it known where letters to the county governor go? */
bool body_has_address(const struct municipality *m);

/*
 * The county governor as letters name somebody outside: {name, address,
 * postal_code, postal_place, orgnr}, what is known of it (new reference).
 */
json_t *body_governor(const struct municipality *m, enum lang lang);

/*
 * "Postboks 900, 2226 Kongsvinger": where people write to the municipality; ""
 * if its file does not say.  The caller frees.
 */
char *body_own_address(const struct municipality *m);

#endif
