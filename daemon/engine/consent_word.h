/*
 * consent_word -- codes of consents, and the checks of what a request says.
 */
#ifndef ENGINE_CONSENT_WORD_H
#define ENGINE_CONSENT_WORD_H

#include <jansson.h>

#include "engine/call.h"
#include "store/consent.h"

extern const char *const consent_classes[];
extern const char *const consent_purposes[];
extern const char *const consent_channels[];
extern const char *const consent_givers[];

/* What people call a purpose, in the language of the request. */
const char *consent_purpose_title(const char *code);

/* Bits of the class names in list LIST. */
unsigned int consent_mask(const json_t *list);

/* The names of MASK's classes; new reference. */
json_t *consent_names(unsigned int mask);

/*
 * Fill K out of PARAMS, all but id, person and case; K's texts are borrowed but
 * `external`, which consent_fini frees.  Units, day, evidence and the giver's
 * capacity are checked: RC_FIELDS, E_DATE_PAST, E_CONSENT_CAPACITY.  K's
 * person and case_id are set before.
 */
enum rc
consent_read(struct bf_call *c, const json_t *params, struct consent *k);

#endif
