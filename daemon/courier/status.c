/*
 * status -- the status file of a letter in the spool, line by line.
 */
#include "courier/status.h"

#include <stdio.h>
#include <string.h>

#define DAY_S 86400

/* Where the reading stands; `left` never goes below 0. */
struct reader {
	const char *at;
	size_t left;
	bool bad;
};

/* N digits as a number from LO to HI. */
static int64_t
digits(struct reader *r, int n, int64_t lo, int64_t hi)
{
	int64_t value = 0;

	while (n-- > 0 && !r->bad) {
		if (r->left == 0 || *r->at < '0' || *r->at > '9') {
			r->bad = true;
			return lo;
		}
		value = value * 10 + (*r->at - '0');
		r->at++;
		r->left--;
	}
	if (value < lo || value > hi)
		r->bad = true;
	return value;
}

static bool
skip(struct reader *r, char c)
{
	if (r->bad || r->left == 0 || *r->at != c)
		return false;
	r->at++;
	r->left--;
	return true;
}

static void
need(struct reader *r, char c)
{
	if (!skip(r, c))
		r->bad = true;
}

/* Days from 1970-01-01 (Hinnant, "chrono-compatible low-level algorithms"). */
static int64_t
days_of(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* Seconds to add to local time for UTC: "Z", "+01:00", "-05:30". */
static int64_t
zone(struct reader *r)
{
	int64_t sign = skip(r, '+') ? -1 : 1, hours, minutes;

	if (sign == 1 && (skip(r, 'Z') || skip(r, 'z')))
		return 0;
	if (sign == 1)
		need(r, '-');
	hours = digits(r, 2, 0, 14);
	need(r, ':');
	minutes = digits(r, 2, 0, 59);
	return sign * (hours * 60 + minutes) * 60;
}

static int64_t
fraction(struct reader *r)
{
	int64_t ms = 0, unit = 100;

	if (!skip(r, '.'))
		return 0;
	if (r->left == 0 || *r->at < '0' || *r->at > '9')
		r->bad = true;
	while (r->left > 0 && *r->at >= '0' && *r->at <= '9') {
		ms += (*r->at - '0') * unit;
		unit /= 10;
		r->at++;
		r->left--;
	}
	return ms;
}

static int64_t
instant(struct reader *r)
{
	int64_t y, m, d, h, min, s, ms;

	y = digits(r, 4, 1970, 9999);
	need(r, '-');
	m = digits(r, 2, 1, 12);
	need(r, '-');
	d = digits(r, 2, 1, 31);
	need(r, 'T');
	h = digits(r, 2, 0, 23);
	need(r, ':');
	min = digits(r, 2, 0, 59);
	need(r, ':');
	s = digits(r, 2, 0, 60);
	ms = fraction(r);
	s += zone(r);
	return (days_of(y, m, d) * DAY_S + h * 3600 + min * 60 + s) * 1000 + ms;
}

static bool
is_word(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool
status_read(const char *line, size_t n, int64_t *at, char word[STATUS_WORD])
{
	struct reader r = { .at = line, .left = n };
	size_t len = 0;

	*at = instant(&r);
	need(&r, ' ');
	while (!r.bad && len < r.left && is_word(r.at[len]))
		len++;
	if (r.bad || len == 0 || len >= STATUS_WORD)
		return false;
	if (len < r.left && r.at[len] != ' ' && r.at[len] != '\r')
		return false;
	memcpy(word, r.at, len);
	word[len] = '\0';
	return true;
}

/* Year, month and day of DAYS from 1970-01-01. */
static void
date_of(int64_t days, int *y, int *m, int *d)
{
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*y = (int)(yoe + era * 400 + (*m <= 2));
}

void
status_write(int64_t at, const char *word, char out[STATUS_LINE])
{
	int64_t s = at / 1000, day = s % DAY_S;
	int y, m, d;

	date_of(s / DAY_S, &y, &m, &d);
	(void)snprintf(out, STATUS_LINE, "%04d-%02d-%02dT%02d:%02d:%02dZ %s\n",
	    y, m, d, (int)(day / 3600), (int)(day / 60 % 60), (int)(day % 60),
	    word);
}
