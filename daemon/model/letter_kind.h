/*
 * letter_kind -- what each kind of letter must say by law, and may name.
 */
#ifndef MODEL_LETTER_KIND_H
#define MODEL_LETTER_KIND_H

#include "model/template.h"

/* The kind called NAME, or NULL. */
const struct template_kind *letter_kind_find(const char *name);

/* All kinds; the last one's name is NULL. */
extern const struct template_kind letter_kinds[];

#endif
