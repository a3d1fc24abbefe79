/*
 * transfer -- what handing a case over has in common, to and from others.
 */
#ifndef ENGINE_TRANSFER_H
#define ENGINE_TRANSFER_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "engine/call.h"
#include "model/definition.h"

struct step;

/* Is NUMBER four digits? */
bool transfer_is_municipality(const char *number);

/* Is NUMBER another municipality's?  E_FIELDS otherwise. */
enum rc
transfer_check_other(struct bf_call *c, const char *number, struct err *e);

#endif
