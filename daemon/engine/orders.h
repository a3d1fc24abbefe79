/*
 * orders -- orders of the case in work: who has them, and their one task.
 *
 * An order under way has exactly one owner, and that owner one open task in the
 * case (D-144, D-145).  When a unit closes or a person leaves, it goes to
 * somebody who is there, and a leader gets a task.
 */
#ifndef ENGINE_ORDERS_H
#define ENGINE_ORDERS_H

#include <jansson.h>

#include "base/err.h"
#include "store/order.h"

struct engine;
struct step;
struct tx;

/* Send O (texts filled in): kept, with its task for the performer. */
enum rc orders_send(struct step *st, struct order *o, struct err *e);

/*
 * Bring O to STATE with owner UNIT and USER ("": any of it); the task follows.
 * VERDICT and NOTE may be NULL.
 */
enum rc orders_move(struct step *st, struct order *o, const char *state,
    const char *unit, const char *user, const char *verdict, const char *note,
    struct err *e);

/* Is O still under way? */
bool orders_is_open(const struct order *o);

/*
 * End every order of the case with NOTE: called back, or if it was delivered
 * evaluated with the verdict "unknown".
 */
enum rc orders_end_all(struct step *st, const char *note, struct err *e);

/*
 * Give orders whose owner is no longer configured to somebody who is; called
 * when the configuration has changed.
 */
enum rc orders_rehome(struct engine *en, struct tx *tx, struct err *e);

#endif
