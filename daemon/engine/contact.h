/*
 * contact -- every case has a contact person who works in its unit (D-302).
 *
 * Who leaves the unit has lost its cases the same instant, because the gate goes
 * by unit; the unit's leader gets a task to name somebody else.
 */
#ifndef ENGINE_CONTACT_H
#define ENGINE_CONTACT_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "model/municipality.h"

struct engine;
struct step;
struct tx;

/* Does USER work in UNIT, by the configuration? */
bool contact_works_in(const struct municipality *m, const char *user,
    const char *unit);

/*
 * Before the step ends: if there is a new contact person who works in the unit,
 * the leader's task is done.
 */
enum rc contact_follow(struct step *st, struct err *e);

/*
 * The register of users was BEFORE and is NOW ({user: {units}}): open that task
 * in each open case of a unit that its contact person has left, a step each.
 */
enum rc contact_rehome(struct engine *en, struct tx *tx, const json_t *before,
    const json_t *now, struct err *e);

#endif
