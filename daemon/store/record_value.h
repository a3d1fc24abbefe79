/*
 * record_value -- are the values of a record what its columns declare?
 */
#ifndef STORE_RECORD_VALUE_H
#define STORE_RECORD_VALUE_H

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"

/*
 * Check all VALUES against the columns of D: every wrong one becomes a field of
 * E.  Null is allowed where BF_REQUIRED is not.
 */
enum rc
record_check(const struct bf_record *d, const json_t *values, struct err *e);

#endif
