/*
 * zone -- instants and local time in Norway (Europe/Oslo).
 *
 * Instants are milliseconds UTC.  Local time is computed by the rule of the
 * European Union (from 1996: last Sunday of March to last Sunday of October,
 * at 01:00 UTC), never by time zone files, so that the same instant gives the
 * same date on every machine and behind every lock-down.
 */
#ifndef MODEL_ZONE_H
#define MODEL_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/date.h"

#define ZONE_SIZE 32 /* "2027-02-10T09:15:00.000+01:00" and NUL */
#define ZONE_WORDS_SIZE 96

/* The hour at which the timers of a date fire. */
#define ZONE_FIRE_HOUR 6

struct zone_time {
	struct date date;
	int hour, minute, second, ms;
	int offset; /* seconds east of UTC: 3600 or 7200 */
};

/* Seconds that Norway is ahead of UTC at an instant. */
int zone_offset(int64_t ms);

/* Local date and time at an instant. */
void zone_local(int64_t ms, struct zone_time *out);

/* Local date at an instant. */
struct date zone_date(int64_t ms);

/*
 * The instant of a local time of day.  A time that a spring night leaves out
 * is read as if the clock had not been moved (02:30 is 03:30); one that an
 * autumn night has twice is the first of the two.
 */
int64_t zone_instant(struct date d, int hour, int minute);

/* The first instant of a local date. */
int64_t zone_day_start(struct date d);

/* When the timers of a date fire: 06:00 local. */
int64_t zone_fire_at(struct date d);

/* Write ISO 8601 with offset: "2027-02-10T09:15:00.000+01:00". */
void zone_format(int64_t ms, char out[ZONE_SIZE]);

/*
 * Read ISO 8601: "2027-02-10T09:15", seconds and fractions optional, then "Z",
 * "+01:00" or nothing for local time; a date alone is its first instant.
 */
enum rc zone_parse(const char *s, int64_t *ms, struct err *e);

/* "onsdag 10. februar 2027 kl. 09.15". */
void zone_words(int64_t ms, enum lang lang, char out[ZONE_WORDS_SIZE]);

#endif
