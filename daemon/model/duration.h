/*
 * duration -- a length of time as law and people give it.
 *
 * Typed, because three weeks are not 21 days when a month has no such day and
 * two working days are not two days: 14d, 10wd, 3w, 1m, 2y, and 72h for the
 * one rule that counts hours.
 */
#ifndef MODEL_DURATION_H
#define MODEL_DURATION_H

#include <stdint.h>

#include "base/err.h"
#include "model/date.h"

enum duration_unit {
	DURATION_HOURS,
	DURATION_DAYS,
	DURATION_WORKDAYS,
	DURATION_WEEKS,
	DURATION_MONTHS,
	DURATION_YEARS
};

#define DURATION_MAX 36600 /* of any unit but years */
#define DURATION_SIZE 16
#define DURATION_WORDS_SIZE 32

struct duration {
	int32_t n; /* 0..DURATION_MAX */
	enum duration_unit unit;
};

/* Read "14d", "10wd", "3w", "1m", "2y" or "72h". */
enum rc duration_parse(const char *s, struct duration *out, struct err *e);

/* Write the form that duration_parse reads. */
void duration_format(struct duration d, char out[DURATION_SIZE]);

/* "3 uker", "3 veker", "3 weeks"; "1 måned". */
void duration_words(struct duration d, enum lang lang,
    char out[DURATION_WORDS_SIZE]);

/*
 * The day that lies D after START, START not counted; nothing rolls.  Hours
 * have no place here and give DATE_NONE.
 */
struct date duration_after(struct date start, struct duration d);

/* The same backwards. */
struct date duration_before(struct date end, struct duration d);

#endif
