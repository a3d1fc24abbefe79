/*
 * said -- of which class the free words of a step are: identity, or health.
 *
 * Who writes in a unit of the health domain writes as health personnel, so the
 * words are of class health (helsepersonelloven § 21) and stay with units of
 * that domain when the case goes to another one, unless the writer says that
 * they tell nothing of health (words=identity).  What a definition says by
 * itself, in letters and tasks, is of class health if it repeats such words.
 * Words are texts of class identity: fields, notes, reasons, letters, papers.
 */
#ifndef ENGINE_SAID_H
#define ENGINE_SAID_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "engine/step.h"
#include "model/definition.h"

/*
 * The class of what the caller writes about a case of UNIT: what the request
 * says, else health for who acts in a unit of the health domain.  Who has units
 * in two domains and chose none acts in UNIT, if it is theirs, else in health.
 */
enum bf_class said_by(const struct bf_call *c, const char *unit);

/* The same in a step's case. */
enum bf_class said_class(const struct step *st);

/* Health too if a text in WHAT repeats words of class health of case or step. */
enum bf_class said_with(const struct step *st, const json_t *what);

/* Of what a definition says by itself: health if TEXT repeats such words. */
enum bf_class said_of_itself(const struct step *st, const char *text);

/*
 * The same of a letter or notice PAYLOAD, which also says what stands in the
 * decision or complaint that it names.
 */
enum rc said_in_letter(const struct step *st, const json_t *payload,
    enum bf_class *out, struct err *e);

/* Are F's values words, whose class goes by who writes them? */
bool said_is_words(const struct def_field *f);

/*
 * RC_DENIED if the request says words=health and the caller, who may give
 * CLASSES (1u << class), cannot give values of class health here.
 */
enum rc said_check(struct bf_call *c, unsigned int classes);

/* Say in ROW, as `withheld` and in words, that what it lacks is of CLASS. */
void said_mark(json_t *row, enum bf_class class);

/*
 * ROW's words NAMES (ends with NULL) are of ROW's member `class`: take them out
 * if the caller may see no more than CLASSES, and say so in `withheld`.  The
 * member `class` goes away.  *TOLD (may be NULL) is set if health is left in.
 */
void said_withhold(json_t *row, unsigned int classes, const char *const *names,
    bool *told);

#endif
