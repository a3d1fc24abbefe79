/*
 * reply -- between the wire and the engine: requests in, answers out.
 *
 * A request of rpc becomes an ask of the engine and waits for the engine's
 * after-commit hook; only then does its answer leave.
 */
#ifndef CONTROL_REPLY_H
#define CONTROL_REPLY_H

#include "engine/engine.h"
#include "rpc/dispatch.h"

/*
 * Hand R to EN.  Its method must be a row of EN's own table.  R is answered and
 * freed after the commit; its descriptors go with the ask.
 */
void reply_submit(struct engine *en, struct request *r);

#endif
