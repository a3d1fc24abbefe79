/*
 * holiday -- the Norwegian public holidays and what a working day is.
 *
 * Computed, not listed: lov 1995-02-24-12 § 2 and lov 1947-04-26-1 (law row
 * 72).  Right for 1970-2199 by test.  Christmas Eve and New Year's Eve are not
 * holidays in the Act.
 */
#ifndef MODEL_HOLIDAY_H
#define MODEL_HOLIDAY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/date.h"

enum holiday {
	HOLIDAY_NONE,
	HOLIDAY_NEW_YEAR,
	HOLIDAY_MAUNDY_THURSDAY,
	HOLIDAY_GOOD_FRIDAY,
	HOLIDAY_EASTER_SUNDAY,
	HOLIDAY_EASTER_MONDAY,
	HOLIDAY_LABOUR_DAY,
	HOLIDAY_CONSTITUTION_DAY,
	HOLIDAY_ASCENSION,
	HOLIDAY_WHIT_SUNDAY,
	HOLIDAY_WHIT_MONDAY,
	HOLIDAY_CHRISTMAS_DAY,
	HOLIDAY_SECOND_CHRISTMAS_DAY
};

#define HOLIDAY_WORDS_SIZE 64

/* Easter Sunday of a year. */
struct date holiday_easter(int year);

/*
 * Which holiday a day is; when it is two at once (17 May 2027 is also Whit
 * Monday), the one that comes first in the enum.
 */
enum holiday holiday_of(struct date d);

/* The name in a language: "2. pinsedag"; "" for HOLIDAY_NONE. */
const char *holiday_name(enum holiday h, enum lang lang);

/*
 * Why a day is no working day, every reason named: "grunnlovsdagen og 2.
 * pinsedag", "lørdag"; "" if it is one.
 */
void holiday_words(struct date d, enum lang lang, char out[HOLIDAY_WORDS_SIZE]);

/* Neither Saturday, Sunday nor a public holiday. */
bool holiday_is_working_day(struct date d);

/* D itself if it is a working day, else the next one. */
struct date holiday_roll(struct date d);

/* N working days after D (before, if N is negative); D itself never counts. */
struct date holiday_add_working_days(struct date d, int32_t n);

/* Working days in (A, B]; 0 if B is not after A. */
int32_t holiday_working_days(struct date a, struct date b);

#endif
