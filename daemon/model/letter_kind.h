/*
 * letter_kind -- what each kind of letter must say by law, and may name.
 */
#ifndef MODEL_LETTER_KIND_H
#define MODEL_LETTER_KIND_H

#include "model/template.h"

/* The kind called NAME, or NULL. */
const struct template_kind *letter_kind_find(const char *name);

/*
 * The kind that a plugin's letter L is of, named as L (letter_kind_free).  What
 * L points to must outlive it.
 */
struct bf_letter;
struct template_kind *letter_kind_new(const struct bf_letter *l);
void letter_kind_free(struct template_kind *k); /* NULL is fine */

/*
 * Hold the words of L in both languages against its kind.  False: *LANGUAGE is
 * "nb" or "nn", and MISTAKES has them.
 */
bool letter_kind_check(const struct bf_letter *l, struct lines *mistakes,
    const char **language);

/* All kinds; the last one's name is NULL. */
extern const struct template_kind letter_kinds[];

#endif
