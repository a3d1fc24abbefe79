/*
 * value -- from what people write to JSON, and back.
 *
 * A type is named as sys.describe and case.form name it: "text", "date",
 * "money", "code", "choice", "person" …
 */
#ifndef CLIENT_VALUE_H
#define CLIENT_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"

/*
 * Read TEXT as a value of TYPE.  Money is in kroner ("12 500,50"), a date may
 * be 2027-05-18 or 18.5.2027, yes and no may be Norwegian.  NAME is what an
 * error names first.  The caller owns *OUT.
 */
enum rc value_read(const char *name, const char *type, const char *text,
    json_t **out, struct err *e);

/* Where a value is shown. */
enum value_style {
	VALUE_TABLE, /* dates as 2027-05-18 */
	VALUE_WORDS, /* dates as "tirsdag 18. mai 2027" */
	VALUE_SHEET /* for spreadsheets: money as 12500,50 */
};

/* Write V of TYPE for people; the caller frees.  Null gives "". */
char *value_show(const json_t *v, const char *type, enum value_style style);

/*
 * Write member NAME (of TYPE) of ROW for people; the caller frees.  What the
 * answer itself calls it, in the member NAME_title, stands for it in tables and
 * before it elsewhere: "NAV Balsfjord (nav)".
 */
char *value_member(const json_t *row, const char *name, const char *type,
    enum value_style style);

/*
 * Does the column (of sys.describe) hold numbers in ROWS?  Counts that may be
 * hidden come as texts: "12", "<5", "*".
 */
bool value_is_column_of_numbers(const json_t *rows, const json_t *column);

/* Days since 1970-01-01 of a date of the Gregorian calendar, and back. */
int64_t value_days(int64_t year, int month, int day);

/* Write an instant (ms UTC) as Norwegian local time: "2027-05-18 09:30". */
void value_instant(int64_t ms, char out[24]);

#endif
