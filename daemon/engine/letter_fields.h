/*
 * letter_fields -- what a plugin gives a letter to say, as people write it.
 */
#ifndef ENGINE_LETTER_FIELDS_H
#define ENGINE_LETTER_FIELDS_H

#include <jansson.h>

#include "model/text.h"

/*
 * Put FIELDS (boflyt/plugin.h, struct bf_letter; NULL: none) into DATA in LANG:
 * {"date": "2027-05-31"} and {"money": øre} as words, the rest as it is.
 */
void letter_fields_add(json_t *data, const json_t *fields, enum lang lang);

#endif
