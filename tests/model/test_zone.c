/*
 * test_zone -- local time against the C library's own zone arithmetic.
 */
#include "../cmocka_all.h"

#include <stdlib.h>
#include <time.h>

#include "model/zone.h"

#define DAY INT64_C(86400)

static struct date
on(const char *s)
{
	struct err e = ERR_INIT;
	struct date d;

	assert_int_equal(date_parse(s, &d, &e), RC_OK);
	return d;
}

static int64_t
at(const char *s)
{
	struct err e = ERR_INIT;
	int64_t ms;

	assert_int_equal(zone_parse(s, &ms, &e), RC_OK);
	return ms;
}

static void
assert_same(time_t t)
{
	struct zone_time z;
	struct tm tm;
	int y, m, d;

	assert_non_null(localtime_r(&t, &tm));
	zone_local((int64_t)t * 1000 + 7, &z);
	date_split(z.date, &y, &m, &d);
	if (y != tm.tm_year + 1900 || m != tm.tm_mon + 1 || d != tm.tm_mday ||
	    z.hour != tm.tm_hour || z.minute != tm.tm_min ||
	    z.second != tm.tm_sec || z.ms != 7 || z.offset != tm.tm_gmtoff)
		fail_msg("at %lld", (long long)t);
}

/* A rule that glibc computes too, so that no zone files are needed. */
static void
local_time_agrees_with_the_c_library_from_1996_to_2037(void **state)
{
	(void)state;
	assert_int_equal(setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1), 0);
	tzset();
	for (int64_t t = 9496 * DAY; t < 24837 * DAY; t += 1800) {
		assert_same((time_t)t);
		assert_same((time_t)t - 1);
	}
	/* Days on which something moves, minute by minute, are among them. */
	for (int64_t t = at("2027-03-28") / 1000; t < at("2027-03-29") / 1000;
	     t++)
		assert_same((time_t)t);
}

static void
every_local_time_of_a_year_leads_back(void **state)
{
	struct date d = on("2027-01-01");

	(void)state;
	for (; date_compare(d, on("2028-01-01")) < 0; d.days++) {
		for (int minute = 0; minute < 1440; minute += 10) {
			struct zone_time z;
			bool gap = date_compare(d, on("2027-03-28")) == 0 &&
			    minute / 60 == 2;

			zone_local(zone_instant(d, minute / 60, minute % 60),
			    &z);
			assert_int_equal(z.date.days, d.days);
			assert_int_equal(z.hour * 60 + z.minute,
			    gap ? minute + 60 : minute);
		}
	}
}

static void
nights_when_the_clock_moves_are_right(void **state)
{
	char s[ZONE_SIZE];

	(void)state;
	/* Spring leaves 02:30 out; autumn has it twice: the first counts. */
	zone_format(zone_instant(on("2027-03-28"), 2, 30), s);
	assert_string_equal(s, "2027-03-28T03:30:00.000+02:00");
	zone_format(zone_instant(on("2027-10-31"), 2, 30), s);
	assert_string_equal(s, "2027-10-31T02:30:00.000+02:00");
	assert_int_equal(zone_day_start(on("2027-03-29")) -
		zone_day_start(on("2027-03-28")),
	    23 * 3600000);
	assert_int_equal(zone_day_start(on("2027-11-01")) -
		zone_day_start(on("2027-10-31")),
	    25 * 3600000);
}

static void
summers_before_1996_ended_in_september(void **state)
{
	(void)state;
	assert_int_equal(zone_offset(at("1995-09-24T00:59Z")), 7200);
	assert_int_equal(zone_offset(at("1995-09-24T01:00Z")), 3600);
	assert_int_equal(zone_offset(at("1980-04-06T00:59Z")), 3600);
	assert_int_equal(zone_offset(at("1980-04-06T01:00Z")), 7200);
	assert_int_equal(zone_offset(at("1979-07-01T12:00Z")), 3600);
}

static void
timers_of_a_date_fire_at_six(void **state)
{
	char s[ZONE_SIZE];

	(void)state;
	zone_format(zone_fire_at(on("2027-02-10")), s);
	assert_string_equal(s, "2027-02-10T06:00:00.000+01:00");
	zone_format(zone_fire_at(on("2027-03-28")), s);
	assert_string_equal(s, "2027-03-28T06:00:00.000+02:00");
}

static void
instants_are_read_in_every_iso_form(void **state)
{
	int64_t nine = zone_instant(on("2027-02-10"), 9, 15);

	(void)state;
	assert_int_equal(at("2027-02-10T09:15"), nine);
	assert_int_equal(at("2027-02-10T09:15:00"), nine);
	assert_int_equal(at("2027-02-10T09:15+01:00"), nine);
	assert_int_equal(at("2027-02-10T08:15Z"), nine);
	assert_int_equal(at("2027-02-10T03:15:00-05:00"), nine);
	assert_int_equal(at("2027-02-10T08:15:00.250Z"), nine + 250);
	assert_int_equal(at("2027-02-10"), zone_day_start(on("2027-02-10")));
}

static void
instants_that_do_not_read_are_refused(void **state)
{
	static const char *const wrong[] = { "", "2027-02-10T", "2027-02-10 9",
		"2027-02-10T24:00", "2027-02-10T09:60", "2027-02-10T09:15z",
		"2027-02-10T09:15:00.", "2027-02-10T09:15+1",
		"2027-02-10T09:15+01:00x", "2027-02-30T09:15",
		"2027-02-10T09" };
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(zone_parse(wrong[i], &ms, &e), RC_INVALID);
	}
}

static void
instants_far_away_do_no_harm(void **state)
{
	static const int64_t far[] = { INT64_C(-12219292800000),
		INT64_C(253402300799999), 0, -1, INT64_MIN, INT64_MAX };
	struct zone_time z;
	char s[ZONE_WORDS_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(far) / sizeof(*far); i++) {
		zone_local(far[i], &z);
		assert_true(date_is_set(z.date));
	}
	zone_words(at("2027-02-10T09:05"), LANG_NB, s);
	assert_string_equal(s, "onsdag 10. februar 2027 kl. 09.05");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    local_time_agrees_with_the_c_library_from_1996_to_2037),
		cmocka_unit_test(every_local_time_of_a_year_leads_back),
		cmocka_unit_test(nights_when_the_clock_moves_are_right),
		cmocka_unit_test(summers_before_1996_ended_in_september),
		cmocka_unit_test(timers_of_a_date_fire_at_six),
		cmocka_unit_test(instants_are_read_in_every_iso_form),
		cmocka_unit_test(instants_that_do_not_read_are_refused),
		cmocka_unit_test(instants_far_away_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
