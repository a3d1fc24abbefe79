/*
 * nin -- national identity numbers (domain 4.3, A-27).
 *
 * Tells fødselsnummer from D-number and the ordinary series from the help and
 * synthetic ones, by the check rule of 1964 and by that of 2032 (the first
 * check digit may leave 0..3).  A number under the rule of 2032 tells neither
 * century nor sex, so nothing is ever derived from it; sex never is.  No error
 * text holds the number.
 */
#ifndef MODEL_NIN_H
#define MODEL_NIN_H

#include <stdbool.h>

#include "base/err.h"
#include "model/date.h"

#define NIN_SIZE 12 /* eleven digits and NUL */

enum nin_kind {
	NIN_FNR, /* fødselsnummer */
	NIN_DNR /* D-number: day + 40 */
};

enum nin_series {
	NIN_ORDINARY,
	NIN_PLUS_40, /* help number of the health service, or
				 * synthetic by NAV; the digits do not tell */
	NIN_PLUS_80 /* synthetic by Skatteetaten (Tenor) */
};

enum nin_policy {
	NIN_PRODUCTION, /* real persons only */
	NIN_TEST /* synthetic persons only */
};

struct nin {
	char digits[NIN_SIZE];
	enum nin_kind kind;
	enum nin_series series;
	bool rule_1964; /* false: only the rule of 2032 holds */
	struct date born; /* the date in the number; DATE_NONE unless
				 * the rule of 1964 holds.  It may differ from
				 * the real birth date: a hint, no fact */
};

/*
 * Read eleven digits, with or without one blank after the sixth.  Errors:
 * E_ID_FORMAT (not eleven digits, or no such date), E_ID_CHECKSUM.
 */
enum rc nin_parse(const char *s, struct nin *out, struct err *e);

/* Both of the above. */
enum rc nin_check(const char *s, enum nin_policy policy, struct nin *out,
    struct err *e);

/* Stable code: "fnr", "dnr", "fnr+40", "dnr+40", "fnr+80", "dnr+80". */
const char *nin_code(const struct nin *nin);

#endif
