/*
 * money -- Norwegian kroner as whole øre.
 *
 * 64-bit integers, never floating point (domain 2.1).
 */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H

#include <stdint.h>

#include "base/err.h"

#define MONEY_SIZE 48

/*
 * Read an amount as people write it: "12 500,50", "12500.50", "12 500 kr",
 * "kr 12 500,-".  At most two decimals; blanks only between groups of three.
 */
enum rc money_parse(const char *s, int64_t *ore, struct err *e);

/* "12 500,50 kr"; whole kroner without decimals: "12 500 kr". */
void money_format(int64_t ore, char out[MONEY_SIZE]);

/*
 * ORE times NUM / DEN, for fees such as 1.25 times the court fee (law row 51);
 * half an øre is rounded away from zero.  DEN must be positive.
 */
enum rc money_multiply(int64_t ore, int64_t num, int64_t den, int64_t *out,
    struct err *e);

/* A + B, or an error if it does not fit. */
enum rc money_add(int64_t a, int64_t b, int64_t *out, struct err *e);

/*
 * Instalment I (from 0) of N equal ones: whole øre by integer division, the
 * remainder in the last, so that they sum to TOTAL exactly (domain 3.3 inv. 9).
 */
int64_t money_instalment(int64_t total, int32_t n, int32_t i);

#endif
