/*
 * series -- numbers without gaps, per name and year ("case" 2027: 1, 2, 3 …).
 *
 * A number is taken inside the step that uses it and given back with it.
 */
#ifndef STORE_SERIES_H
#define STORE_SERIES_H

#include <stdint.h>

#include "base/err.h"

struct tx;

enum rc series_next(struct tx *tx, const char *name, int year, int64_t *out,
    struct err *e);

#endif
