/*
 * gate_order -- who may see an order: its units, whatever becomes of the case.
 *
 * An order is written for the unit that performs it and stays visible to the
 * one that sent it (D-144), also when neither has a task in the case any more.
 */
#ifndef ACCESS_GATE_ORDER_H
#define ACCESS_GATE_ORDER_H

#include <stdbool.h>

#include "access/gate.h"
#include "store/order.h"

/* Does P act, in a role that works with cases, in a unit of O's? */
bool gate_order_is_party(const struct principal *p, const struct order *o);

/*
 * May P see that O is there and what is of class case in it?  *REL is P's
 * relation to its case, or RELATION_NONE for a party without one.  RC_NOTFOUND:
 * unknown (case 0) or not to be known of.
 */
enum rc gate_order(const struct principal *p, struct store *s,
    const struct order *o, enum relation *rel, struct err *e);

#endif
