/*
 * date -- local calendar dates.
 *
 * A date is a day number in the proleptic Gregorian calendar, from 1583-01-01
 * to 9999-12-31.  It has no time of day and no zone; model/zone leads from
 * instants to dates.  Arithmetic that leaves the range gives DATE_NONE, and
 * DATE_NONE stays DATE_NONE, so that one test at the end is enough.
 */
#ifndef MODEL_DATE_H
#define MODEL_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/text.h"

#define DATE_YEAR_MIN 1583
#define DATE_YEAR_MAX 9999
#define DATE_SIZE 11 /* "2027-02-28" and NUL */
#define DATE_WORDS_SIZE 64

struct date {
	int32_t days; /* since 1970-01-01 */
};

#define DATE_NONE ((struct date){ INT32_MIN })

enum date_weekday {
	DATE_MONDAY = 1, /* as ISO 8601 counts */
	DATE_TUESDAY,
	DATE_WEDNESDAY,
	DATE_THURSDAY,
	DATE_FRIDAY,
	DATE_SATURDAY,
	DATE_SUNDAY
};

/* Is this a date at all, that is, not DATE_NONE? */
bool date_is_set(struct date d);

/* Read "YYYY-MM-DD", that form alone, and a day that exists. */
enum rc date_parse(const char *s, struct date *out, struct err *e);

/* Make a date of its parts; false if there is no such day. */
bool date_make(int year, int month, int day, struct date *out);

/* Take a date apart.  D must be set. */
void date_split(struct date d, int *year, int *month, int *day);

/* Write "YYYY-MM-DD", or "" for DATE_NONE. */
void date_format(struct date d, char out[DATE_SIZE]);

int date_days_in_month(int year, int month);
enum date_weekday date_weekday(struct date d);

/* ISO 8601 week and the year that the week belongs to. */
void date_iso_week(struct date d, int *year, int *week);

/* < 0, 0, > 0; DATE_NONE comes before every date. */
int date_compare(struct date a, struct date b);

/* Days from A to B: date_diff(Monday, Tuesday) is 1.  Both must be set. */
int32_t date_diff(struct date a, struct date b);

struct date date_add_days(struct date d, int64_t n);

/*
 * The same day number N months or years away, or the last day of that month
 * if it has no such day (domstolloven § 148, law row 71).  N may be negative.
 */
struct date date_add_months(struct date d, int64_t n);
struct date date_add_years(struct date d, int64_t n);

struct date date_month_end(struct date d);

/* "tirsdag 18. mai 2027", "tysdag 18. mai 2027", "Tuesday 18 May 2027". */
void date_words(struct date d, enum lang lang, char out[DATE_WORDS_SIZE]);

/* The same without the weekday: "18. mai 2027". */
void date_words_short(struct date d, enum lang lang, char out[DATE_WORDS_SIZE]);

#endif
