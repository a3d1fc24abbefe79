/*
 * money -- Norwegian kroner as whole øre.
 */
#include "model/money.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"

static const char *const blanks[] = { " ", "\u00a0", "\u202f", "\u2009" };

/* Length of the blank at S, 0 if there is none. */
static size_t
blank(const char *s)
{
	for (size_t i = 0; i < sizeof(blanks) / sizeof(*blanks); i++) {
		if (strncmp(s, blanks[i], strlen(blanks[i])) == 0)
			return strlen(blanks[i]);
	}
	return 0;
}

static void
skip_blanks(const char **s)
{
	size_t n;

	while ((n = blank(*s)) > 0)
		*s += n;
}

/* Skip "kr" or "kr." if it is there. */
static void
skip_currency(const char **s)
{
	if (strncasecmp(*s, "kr", 2) != 0)
		return;
	*s += 2;
	if (**s == '.')
		(*s)++;
}

static bool
push_digit(int64_t *value, char c)
{
	return !__builtin_mul_overflow(*value, 10, value) &&
	    !__builtin_add_overflow(*value, c - '0', value);
}

/* Is there a blank at S and a group of three digits behind it? */
static bool
group_follows(const char *s, size_t *skip)
{
	*skip = blank(s);
	if (*skip == 0)
		return false;
	s += *skip;
	for (int i = 0; i < 3; i++) {
		if (!isdigit((unsigned char)s[i]))
			return false;
	}
	return !isdigit((unsigned char)s[3]);
}

/* Read "12500" or "12 500": once grouped, every group has three digits. */
static bool
take_kroner(const char **s, int64_t *value)
{
	size_t n = 0, skip;

	*value = 0;
	for (; isdigit((unsigned char)**s); (*s)++, n++) {
		if (!push_digit(value, **s))
			return false;
	}
	if (n == 0 || n > 3)
		return n > 0;
	while (group_follows(*s, &skip)) {
		*s += skip;
		for (int i = 0; i < 3; i++, (*s)++) {
			if (!push_digit(value, **s))
				return false;
		}
	}
	return true;
}

/* Read ",50", ".5" or ",-" onto VALUE, which becomes øre. */
static bool
take_decimals(const char **s, int64_t *value)
{
	int n = 0;

	if (**s == ',' || **s == '.') {
		(*s)++;
		if (**s == '-')
			(*s)++;
		else if (!isdigit((unsigned char)**s))
			return false;
		for (; n < 2 && isdigit((unsigned char)**s); (*s)++, n++) {
			if (!push_digit(value, **s))
				return false;
		}
	}
	for (; n < 2; n++) {
		if (!push_digit(value, '0'))
			return false;
	}
	return true;
}

/* Skip a minus sign, ASCII or typographic; was there one? */
static bool
take_minus(const char **s)
{
	static const char minus[] = "\u2212";

	if (**s == '-') {
		(*s)++;
		return true;
	}
	if (strncmp(*s, minus, sizeof(minus) - 1) != 0)
		return false;
	*s += sizeof(minus) - 1;
	return true;
}

enum rc
money_parse(const char *s, int64_t *ore, struct err *e)
{
	const char *p = s;
	int64_t value;
	bool negative;

	skip_blanks(&p);
	skip_currency(&p);
	skip_blanks(&p);
	negative = take_minus(&p);
	if (!take_kroner(&p, &value) || !take_decimals(&p, &value))
		goto bad;
	if (isdigit((unsigned char)*p))
		return err_set(e, RC_INVALID,
		    _("amount: at most two decimals, such as 12500,50"));
	skip_blanks(&p);
	skip_currency(&p);
	skip_blanks(&p);
	if (*p != '\0')
		goto bad;
	*ore = negative ? -value : value;
	return RC_OK;
bad:
	return err_set(e, RC_INVALID,
	    _("amount: not readable or too large; write 12500,50 or 12 500"));
}

void
money_format(int64_t ore, char out[MONEY_SIZE])
{
	uint64_t abs = ore < 0 ? (uint64_t) - (ore + 1) + 1 : (uint64_t)ore;
	char digits[32];
	size_t len, used = 0;

	(void)snprintf(digits, sizeof(digits), "%llu",
	    (unsigned long long)(abs / 100));
	len = strlen(digits);
	if (ore < 0)
		out[used++] = '-';
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[used++] = ' ';
		out[used++] = digits[i];
	}
	if (abs % 100 != 0)
		(void)snprintf(out + used, MONEY_SIZE - used, ",%02u kr",
		    (unsigned int)(abs % 100));
	else
		(void)snprintf(out + used, MONEY_SIZE - used, " kr");
}

enum rc
money_multiply(int64_t ore, int64_t num, int64_t den, int64_t *out,
    struct err *e)
{
	int64_t whole, part, rest;

	/* The whole and the rest apart, so that only a true overflow is one. */
	if (den <= 0 || __builtin_mul_overflow(ore / den, num, &whole) ||
	    __builtin_mul_overflow(ore % den, num, &part))
		goto bad;
	rest = part % den;
	part /= den;
	if (rest >= den - rest)
		part++;
	else if (-rest >= den + rest)
		part--;
	if (!__builtin_add_overflow(whole, part, out))
		return RC_OK;
bad:
	return err_set(e, RC_INVALID, _("amount: too large to compute with"));
}

enum rc
money_add(int64_t a, int64_t b, int64_t *out, struct err *e)
{
	if (__builtin_add_overflow(a, b, out))
		return err_set(e, RC_INVALID,
		    _("amount: too large to compute with"));
	return RC_OK;
}

int64_t
money_instalment(int64_t total, int32_t n, int32_t i)
{
	if (n <= 0 || i < 0 || i >= n)
		return 0;
	return i < n - 1 ? total / n : total - total / n * (n - 1);
}
