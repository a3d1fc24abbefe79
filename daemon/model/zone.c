/*
 * zone -- instants and local time in Norway (Europe/Oslo).
 */
#include "model/zone.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define SECOND_MS INT64_C(1000)
#define HOUR_MS (3600 * SECOND_MS)
#define DAY_MS (24 * HOUR_MS)
#define INSTANT_MAX (100000000 * DAY_MS) /* beyond DATE_YEAR_MAX */

#define WINTER 3600
#define SUMMER 7200

static const char *const at_word[N_LANGS] = { "kl.", "kl.", "at" };

/* A / B rounded down, for B > 0. */
static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

/* The date that UTC has at an instant; the first or last of the range beyond. */
static struct date
utc_date(int64_t ms)
{
	struct date first, last, epoch = { 0 }, out;

	out = date_add_days(epoch, floor_div(ms, DAY_MS));
	if (date_is_set(out))
		return out;
	(void)date_make(DATE_YEAR_MIN, 1, 1, &first);
	(void)date_make(DATE_YEAR_MAX, 12, 31, &last);
	return ms < 0 ? first : last;
}

/* 01:00 UTC on the last Sunday of a month. */
static int64_t
last_sunday(int year, int month)
{
	struct date d;

	(void)date_make(year, month, date_days_in_month(year, month), &d);
	d = date_add_days(d, -((int)date_weekday(d) % 7));
	return d.days * DAY_MS + HOUR_MS;
}

int
zone_offset(int64_t ms)
{
	int year, month, day;

	date_split(utc_date(ms), &year, &month, &day);
	if (year < 1980)
		return WINTER;
	/* Until 1995 summer ended in September; in 1980 it began in April. */
	if (year == 1980 && ms < 96 * DAY_MS + 3652 * DAY_MS + HOUR_MS)
		return WINTER;
	if (ms < last_sunday(year, 3))
		return WINTER;
	return ms < last_sunday(year, year < 1996 ? 9 : 10) ? SUMMER : WINTER;
}

void
zone_local(int64_t ms, struct zone_time *out)
{
	int64_t local, rest;

	/* Beyond every date there is nothing to tell apart. */
	if (ms > INSTANT_MAX)
		ms = INSTANT_MAX;
	if (ms < -INSTANT_MAX)
		ms = -INSTANT_MAX;
	out->offset = zone_offset(ms);
	local = ms + out->offset * SECOND_MS;
	out->date = utc_date(local);
	rest = local - floor_div(local, DAY_MS) * DAY_MS;
	out->ms = (int)(rest % SECOND_MS);
	rest /= SECOND_MS;
	out->second = (int)(rest % 60);
	out->minute = (int)(rest / 60 % 60);
	out->hour = (int)(rest / 3600);
}

struct date
zone_date(int64_t ms)
{
	struct zone_time t;

	zone_local(ms, &t);
	return t.date;
}

int64_t
zone_instant(struct date d, int hour, int minute)
{
	int64_t local =
	    d.days * DAY_MS + hour * HOUR_MS + minute * 60 * SECOND_MS;
	int64_t early = local - SUMMER * SECOND_MS;

	/*
	 * Summer's reading comes first and is right if it lies in summer.
	 * Winter's is right otherwise; in the hour that spring leaves out it
	 * is the same instant as the time one hour later in summer.
	 */
	if (zone_offset(early) == SUMMER)
		return early;
	return local - WINTER * SECOND_MS;
}

int64_t
zone_day_start(struct date d)
{
	return zone_instant(d, 0, 0);
}

int64_t
zone_fire_at(struct date d)
{
	return zone_instant(d, ZONE_FIRE_HOUR, 0);
}

void
zone_format(int64_t ms, char out[ZONE_SIZE])
{
	struct zone_time t;
	char day[DATE_SIZE];

	zone_local(ms, &t);
	date_format(t.date, day);
	(void)snprintf(out, ZONE_SIZE, "%sT%02u:%02u:%02u.%03u+%02u:00", day,
	    (unsigned int)t.hour % 100, (unsigned int)t.minute % 100,
	    (unsigned int)t.second % 100, (unsigned int)t.ms % 1000,
	    (unsigned int)t.offset / 3600 % 100);
}

/* Read N digits at *P that are at most MAX, after the byte LEAD. */
static bool
take(const char **p, char lead, int max, int *out)
{
	const char *s = *p;

	if (s[0] != lead || s[1] < '0' || s[1] > '9' || s[2] < '0' ||
	    s[2] > '9')
		return false;
	*out = (s[1] - '0') * 10 + (s[2] - '0');
	*p += 3;
	return *out <= max;
}

/* Read ".123" if it is there; further digits are cut off. */
static bool
take_fraction(const char **p, int *ms)
{
	int scale = 100;

	*ms = 0;
	if (**p != '.' && **p != ',')
		return true;
	if ((*p)[1] < '0' || (*p)[1] > '9')
		return false;
	for ((*p)++; **p >= '0' && **p <= '9'; (*p)++) {
		*ms += (**p - '0') * scale;
		scale /= 10;
	}
	return true;
}

/* Read "Z", "+01:00" or "-01:00" and nothing after; local if empty. */
static bool
take_offset(const char *p, bool *local, int64_t *offset)
{
	int hour, minute, sign = *p == '-' ? -1 : 1;

	*offset = 0;
	*local = *p == '\0';
	if (*local || strcmp(p, "Z") == 0)
		return true;
	if (!take(&p, *p == '-' ? '-' : '+', 23, &hour) ||
	    !take(&p, ':', 59, &minute) || *p != '\0')
		return false;
	*offset = sign * (hour * HOUR_MS + minute * 60 * SECOND_MS);
	return true;
}

/* Read "T09:15" and what may follow it. */
static bool
parse_time(const char *p, struct date d, int64_t *out)
{
	int hour, minute, second = 0, ms = 0;
	bool local;
	int64_t offset;

	if (!take(&p, 'T', 23, &hour) || !take(&p, ':', 59, &minute))
		return false;
	if (*p == ':' &&
	    (!take(&p, ':', 59, &second) || !take_fraction(&p, &ms)))
		return false;
	if (!take_offset(p, &local, &offset))
		return false;
	*out = local ?
	    zone_instant(d, hour, minute) :
	    d.days * DAY_MS + hour * HOUR_MS + minute * 60 * SECOND_MS - offset;
	*out += second * SECOND_MS + ms;
	return true;
}

enum rc
zone_parse(const char *s, int64_t *ms, struct err *e)
{
	char day[DATE_SIZE];
	struct date d;

	(void)snprintf(day, sizeof(day), "%.10s", s);
	if (date_parse(day, &d, e) != RC_OK)
		return e->rc;
	if (strlen(s) == 10) {
		*ms = zone_day_start(d);
		return RC_OK;
	}
	if (!parse_time(s + 10, d, ms))
		return err_set(e, RC_INVALID,
		    _("instant: write it as 2027-02-10T09:15 (local time), "
		      "2027-02-10T09:15+01:00 or 2027-02-10T08:15Z"));
	return RC_OK;
}

void
zone_words(int64_t ms, enum lang lang, char out[ZONE_WORDS_SIZE])
{
	struct zone_time t;
	char day[DATE_WORDS_SIZE];

	zone_local(ms, &t);
	date_words(t.date, lang, day);
	(void)snprintf(out, ZONE_WORDS_SIZE, "%s %s %02d.%02d", day,
	    at_word[lang], t.hour, t.minute);
}
