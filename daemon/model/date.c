/*
 * date -- local calendar dates.
 */
#include "model/date.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define DAYS_MIN (-141349) /* 1583-01-01 */
#define DAYS_MAX 2932896 /* 9999-12-31 */

static const char *const weekdays[N_LANGS][7] = {
	{ "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag",
	    "søndag" },
	{ "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag",
	    "sundag" },
	{ "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
	    "Sunday" }
};

static const char *const months[N_LANGS][12] = {
	{ "januar", "februar", "mars", "april", "mai", "juni", "juli", "august",
	    "september", "oktober", "november", "desember" },
	{ "januar", "februar", "mars", "april", "mai", "juni", "juli", "august",
	    "september", "oktober", "november", "desember" },
	{ "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" }
};

/*
 * Day number of a date that exists.  Years are counted from March, so that the
 * leap day is the last of its year; 146097 days are 400 years.
 */
static int32_t
day_number(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400;
	int yoe = y % 400;
	int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct date
in_range(int64_t days)
{
	if (days < DAYS_MIN || days > DAYS_MAX)
		return DATE_NONE;
	return (struct date){ (int32_t)days };
}

/* Read N digits; -1 if one is none. */
static int
digits(const char *s, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

bool
date_is_set(struct date d)
{
	return d.days >= DAYS_MIN && d.days <= DAYS_MAX;
}

enum rc
date_parse(const char *s, struct date *out, struct err *e)
{
	int y, m, d;

	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-' ||
	    (y = digits(s, 4)) < 0 || (m = digits(s + 5, 2)) < 0 ||
	    (d = digits(s + 8, 2)) < 0)
		return err_set(e, RC_INVALID,
		    _("date: write year-month-day, such as 2027-02-28"));
	if (!date_make(y, m, d, out))
		return err_set(e, RC_INVALID,
		    _("date %s: there is no such day"), s);
	return RC_OK;
}

bool
date_make(int year, int month, int day, struct date *out)
{
	*out = DATE_NONE;
	if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX || month < 1 ||
	    month > 12 || day < 1 || day > date_days_in_month(year, month))
		return false;
	out->days = day_number(year, month, day);
	return true;
}

void
date_split(struct date d, int *year, int *month, int *day)
{
	int z = d.days + 719468;
	int era = z / 146097;
	int doe = z % 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2 ? 1 : 0);
}

void
date_format(struct date d, char out[DATE_SIZE])
{
	int year, month, day;

	out[0] = '\0';
	if (!date_is_set(d))
		return;
	date_split(d, &year, &month, &day);
	(void)snprintf(out, DATE_SIZE, "%04u-%02u-%02u",
	    (unsigned int)year % 10000, (unsigned int)month % 100,
	    (unsigned int)day % 100);
}

static bool
date_is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
date_days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	if (month < 1 || month > 12)
		return 0;
	return month == 2 && date_is_leap(year) ? 29 : days[month - 1];
}

enum date_weekday
date_weekday(struct date d)
{
	/* 1970-01-01 was a Thursday; the sum is positive in our range. */
	return (enum date_weekday)((d.days + 3 + 7 * 30000) % 7 + 1);
}

void
date_iso_week(struct date d, int *year, int *week)
{
	int month, day;
	struct date thursday, first;

	/* A week belongs to the year that its Thursday lies in. */
	thursday.days = d.days + DATE_THURSDAY - (int)date_weekday(d);
	date_split(thursday, year, &month, &day);
	first.days = day_number(*year, 1, 1);
	*week = date_diff(first, thursday) / 7 + 1;
}

int
date_compare(struct date a, struct date b)
{
	return (a.days > b.days) - (a.days < b.days);
}

int32_t
date_diff(struct date a, struct date b)
{
	return b.days - a.days;
}

struct date
date_add_days(struct date d, int64_t n)
{
	const int64_t span = DAYS_MAX - DAYS_MIN;

	if (!date_is_set(d) || n < -span || n > span)
		return DATE_NONE;
	return in_range(d.days + n);
}

struct date
date_add_months(struct date d, int64_t n)
{
	const int64_t span = 12 * (DATE_YEAR_MAX - DATE_YEAR_MIN + 1);
	int year, month, day, last;
	int64_t total;
	struct date out;

	if (!date_is_set(d) || n < -span || n > span)
		return DATE_NONE;
	date_split(d, &year, &month, &day);
	total = (int64_t)year * 12 + month - 1 + n;
	if (total < 12 * (int64_t)DATE_YEAR_MIN)
		return DATE_NONE;
	year = (int)(total / 12);
	month = (int)(total % 12) + 1;
	last = date_days_in_month(year, month);
	(void)date_make(year, month, day < last ? day : last, &out);
	return out;
}

struct date
date_add_years(struct date d, int64_t n)
{
	const int64_t span = DATE_YEAR_MAX - DATE_YEAR_MIN + 1;

	return n < -span || n > span ? DATE_NONE : date_add_months(d, n * 12);
}

struct date
date_month_end(struct date d)
{
	int year, month, day;
	struct date out;

	if (!date_is_set(d))
		return DATE_NONE;
	date_split(d, &year, &month, &day);
	(void)date_make(year, month, date_days_in_month(year, month), &out);
	return out;
}

void
date_words(struct date d, enum lang lang, char out[DATE_WORDS_SIZE])
{
	char rest[DATE_WORDS_SIZE];

	out[0] = '\0';
	if (!date_is_set(d))
		return;
	date_words_short(d, lang, rest);
	(void)snprintf(out, DATE_WORDS_SIZE, "%s %.40s",
	    weekdays[lang][date_weekday(d) - DATE_MONDAY], rest);
}

void
date_words_short(struct date d, enum lang lang, char out[DATE_WORDS_SIZE])
{
	int year, month, day;

	out[0] = '\0';
	if (!date_is_set(d))
		return;
	date_split(d, &year, &month, &day);
	(void)snprintf(out, DATE_WORDS_SIZE,
	    lang == LANG_EN ? "%d %s %d" : "%d. %s %d", day,
	    months[lang][month - 1], year);
}
