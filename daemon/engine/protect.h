/*
 * protect -- no protected address leaves a case in a letter or an event.
 */
#ifndef ENGINE_PROTECT_H
#define ENGINE_PROTECT_H

#include <stdbool.h>

#include <jansson.h>

#include "access/gate.h"
#include "base/err.h"
#include "engine/step.h"

/*
 * May what a function gives ARGS of be sent out of the case?  E_PROTECTED if
 * the case names somebody whose address is protected and a text in ARGS has one
 * of its addresses in it: of the case's own fields or of that person.  TO is the
 * person who gets it (0: somebody else); they may be told where they live.
 */
enum rc
protect_check(struct step *st, const json_t *args, int64_t to, struct err *e);

/* *YES: protect_check would refuse WHAT for somebody else. */
enum rc
protect_tells(struct step *st, const json_t *what, bool *yes, struct err *e);

/*
 * *YES: WHAT, of case ID that was opened as far as PASS, tells an address that
 * the answer may not show (domain §2.2): not the one of somebody strictly
 * protected, nor that of a protected one if the answer leaves the screen.
 */
enum rc protect_hides(struct bf_call *c, int64_t id,
    const struct gate_pass *pass, const json_t *what, bool *yes);

/*
 * Take the words out of E, which a function said in refusing or failing, if they
 * name such an address; its rc and name stay.
 */
void protect_hide(struct step *st, struct err *e);

/*
 * The grade of PERSON has changed: seal what is kept about them, old versions
 * included, under a new key, bit by bit, and destroy the old one.  If keys are
 * being changed already the caller is warned (W_RESEAL).
 */
enum rc protect_reseal(struct bf_call *c, int64_t person);

#endif
