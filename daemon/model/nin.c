/*
 * nin -- national identity numbers.
 */
#include "model/nin.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"

/* Copy the eleven digits; one blank after the sixth is let through. */
static bool
take_digits(const char *s, char out[NIN_SIZE])
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (*s == ' ' && n == 6 && s[-1] != ' ')
			continue;
		if (!isdigit((unsigned char)*s) || n == NIN_SIZE - 1)
			return false;
		out[n++] = *s;
	}
	out[n] = '\0';
	return n == NIN_SIZE - 1;
}

static int
weighted(const char *digits, const int *weights, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += (digits[i] - '0') * weights[i];
	return sum % 11;
}

/*
 * Check both digits.  The first may leave 0 by the rule of 1964 and 0..3 by
 * that of 2032; the second must leave 0 by both.
 */
static bool
checksum(const char *digits, bool *rule_1964)
{
	static const int first[] = { 3, 7, 6, 1, 8, 9, 4, 5, 2, 1 };
	static const int second[] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 };
	int left = weighted(digits, first, 10);

	*rule_1964 = left == 0;
	return left <= 3 && weighted(digits, second, 11) == 0;
}

static int
two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* The century of a number under the rule of 1964; 0 if none was given out. */
static int
century(int yy, int individual)
{
	if (individual < 500)
		return 1900;
	if (individual < 750 && yy >= 54)
		return 1800;
	if (yy < 40)
		return 2000;
	return individual >= 900 ? 1900 : 0;
}

/* Is there such a day in any century that a number of 2032 may mean? */
static bool
day_exists(int yy, int month, int day)
{
	struct date d;

	return date_make(1900 + yy, month, day, &d) ||
	    date_make(2000 + yy, month, day, &d);
}

/* Take the date apart into kind, series and birth date. */
static bool
classify(struct nin *nin)
{
	const char *s = nin->digits;
	int day = two(s), month = two(s + 2), yy = two(s + 4);
	int individual = (s[6] - '0') * 100 + two(s + 7);
	int since;

	nin->kind = NIN_FNR;
	nin->series = NIN_ORDINARY;
	nin->born = DATE_NONE;
	if (day > 40) {
		nin->kind = NIN_DNR;
		day -= 40;
	}
	/* 80 before 40: else a synthetic number looks like a help number. */
	if (month > 80) {
		nin->series = NIN_PLUS_80;
		month -= 80;
	} else if (month > 40) {
		nin->series = NIN_PLUS_40;
		month -= 40;
	}
	if (!day_exists(yy, month, day))
		return false;
	since = century(yy, individual);
	if (since == 0 || !date_make(since + yy, month, day, &nin->born))
		nin->rule_1964 = false;
	if (!nin->rule_1964)
		nin->born = DATE_NONE;
	return true;
}

enum rc
nin_parse(const char *s, struct nin *out, struct err *e)
{
	if (!take_digits(s, out->digits))
		return err_name(e, RC_INVALID, "E_ID_FORMAT",
		    _("national number: write its eleven digits"));
	if (!checksum(out->digits, &out->rule_1964))
		return err_name(e, RC_INVALID, "E_ID_CHECKSUM",
		    _("national number: the check digits do not fit; look for "
		      "a wrong or exchanged digit"));
	if (!classify(out))
		return err_name(e, RC_INVALID, "E_ID_FORMAT",
		    _("national number: its first six digits are no date"));
	return RC_OK;
}

/*
 * May a register under this policy use the number as a person's key?
 * E_ID_SYNTHETIC: production met a help or synthetic number; E_ID_REAL: a test
 * register met anything else.
 */
static enum rc
nin_allow(const struct nin *nin, enum nin_policy policy, struct err *e)
{
	bool real = nin->series == NIN_ORDINARY;

	if (policy == NIN_PRODUCTION && !real)
		return err_name(e, RC_INVALID, "E_ID_SYNTHETIC",
		    nin->series == NIN_PLUS_80 ?
			_("national number: synthetic, for tests only; use the "
			  "person's fødselsnummer or D-number") :
			_("national number: a help number or a synthetic one; "
			  "use the person's fødselsnummer or D-number"));
	if (policy == NIN_TEST && real)
		return err_name(e, RC_INVALID, "E_ID_REAL",
		    _("national number: may belong to a real person; this "
		      "installation is for trying and takes synthetic ones "
		      "only "
		      "(month + 80 or + 40)"));
	return RC_OK;
}

enum rc
nin_check(const char *s, enum nin_policy policy, struct nin *out, struct err *e)
{
	enum rc rc;

	if ((rc = nin_parse(s, out, e)) != RC_OK)
		return rc;
	return nin_allow(out, policy, e);
}

const char *
nin_code(const struct nin *nin)
{
	static const char *const codes[2][3] = { { "fnr", "fnr+40", "fnr+80" },
		{ "dnr", "dnr+40", "dnr+80" } };

	return codes[nin->kind][nin->series];
}
