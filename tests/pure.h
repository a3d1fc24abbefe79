/*
 * pure -- what the pure rules of a plugin are tested with: the shipped law.ini
 * and the table that the daemon gives them.
 */
#ifndef TESTS_PURE_H
#define TESTS_PURE_H

#include "cmocka_all.h"

#include <boflyt/plugin.h>

/* Filled by pure_open, for a whole group of tests. */
extern struct bf_pure pure;

/* Set-up and teardown of a group. */
int pure_open(void **state);
int pure_close(void **state);

/* "2027-02-28", which must be a date; NULL is BF_NO_DATE. */
struct bf_date day(const char *text);

#define ASSERT_DAY(d, text)                                                    \
	do {                                                                   \
		char said[BF_DATE_SIZE];                                       \
		pure.date_format((d), said);                                   \
		assert_string_equal(said, (text));                             \
	} while (0)

#endif
