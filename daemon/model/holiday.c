/*
 * holiday -- the Norwegian public holidays and what a working day is.
 */
#include "model/holiday.h"

#include <stdio.h>

#define N_HOLIDAYS (HOLIDAY_SECOND_CHRISTMAS_DAY + 1)

/* Where a holiday lies: days from Easter Sunday, or a month and a day. */
static const struct {
	int easter; /* used if month is 0 */
	int month, day;
	const char *name[N_LANGS];
} holidays[N_HOLIDAYS] = {
	[HOLIDAY_NEW_YEAR] = { 0, 1, 1,
	    { "1. nyttårsdag", "1. nyttårsdag", "New Year's Day" } },
	[HOLIDAY_MAUNDY_THURSDAY] = { -3, 0, 0,
	    { "skjærtorsdag", "skjærtorsdag", "Maundy Thursday" } },
	[HOLIDAY_GOOD_FRIDAY] = { -2, 0, 0,
	    { "langfredag", "langfredag", "Good Friday" } },
	[HOLIDAY_EASTER_SUNDAY] = { 0, 0, 0,
	    { "1. påskedag", "1. påskedag", "Easter Sunday" } },
	[HOLIDAY_EASTER_MONDAY] = { 1, 0, 0,
	    { "2. påskedag", "2. påskedag", "Easter Monday" } },
	[HOLIDAY_LABOUR_DAY] = { 0, 5, 1,
	    { "1. mai", "1. mai", "Labour Day" } },
	[HOLIDAY_CONSTITUTION_DAY] = { 0, 5, 17,
	    { "grunnlovsdagen", "grunnlovsdagen", "Constitution Day" } },
	[HOLIDAY_ASCENSION] = { 39, 0, 0,
	    { "Kristi himmelfartsdag", "Kristi himmelfartsdag",
		"Ascension Day" } },
	[HOLIDAY_WHIT_SUNDAY] = { 49, 0, 0,
	    { "1. pinsedag", "1. pinsedag", "Whit Sunday" } },
	[HOLIDAY_WHIT_MONDAY] = { 50, 0, 0,
	    { "2. pinsedag", "2. pinsedag", "Whit Monday" } },
	[HOLIDAY_CHRISTMAS_DAY] = { 0, 12, 25,
	    { "1. juledag", "1. juledag", "Christmas Day" } },
	[HOLIDAY_SECOND_CHRISTMAS_DAY] = { 0, 12, 26,
	    { "2. juledag", "2. juledag", "Boxing Day" } },
};

static const char *const weekend[N_LANGS][2] = { { "lørdag", "søndag" },
	{ "laurdag", "sundag" }, { "Saturday", "Sunday" } };

static const char *const and_word[N_LANGS] = { "og", "og", "and" };

static bool
falls_on(enum holiday h, struct date d)
{
	int year, month, day;

	date_split(d, &year, &month, &day);
	if (holidays[h].month != 0)
		return holidays[h].month == month && holidays[h].day == day;
	/* Every movable one lies between 18 March and 14 June. */
	if (month < 3 || month > 6)
		return false;
	return date_diff(holiday_easter(year), d) == holidays[h].easter;
}

/* The first holiday after AFTER in the enum that D is. */
static enum holiday
next_of(struct date d, enum holiday after)
{
	for (int h = (int)after + 1; h < N_HOLIDAYS; h++) {
		if (falls_on((enum holiday)h, d))
			return (enum holiday)h;
	}
	return HOLIDAY_NONE;
}

struct date
holiday_easter(int year)
{
	/* Gauss's computus in the form of Meeus, Jones and Butcher. */
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;
	struct date out;

	(void)date_make(year, n / 31, n % 31 + 1, &out);
	return out;
}

enum holiday
holiday_of(struct date d)
{
	return date_is_set(d) ? next_of(d, HOLIDAY_NONE) : HOLIDAY_NONE;
}

const char *
holiday_name(enum holiday h, enum lang lang)
{
	return h == HOLIDAY_NONE ? "" : holidays[h].name[lang];
}

void
holiday_words(struct date d, enum lang lang, char out[HOLIDAY_WORDS_SIZE])
{
	enum holiday first = holiday_of(d), second;

	out[0] = '\0';
	if (first == HOLIDAY_NONE) {
		if (date_is_set(d) && date_weekday(d) >= DATE_SATURDAY)
			(void)snprintf(out, HOLIDAY_WORDS_SIZE, "%s",
			    weekend[lang][date_weekday(d) - DATE_SATURDAY]);
		return;
	}
	second = next_of(d, first);
	(void)snprintf(out, HOLIDAY_WORDS_SIZE, "%s%s%s%s%s",
	    holiday_name(first, lang), second != HOLIDAY_NONE ? " " : "",
	    second != HOLIDAY_NONE ? and_word[lang] : "",
	    second != HOLIDAY_NONE ? " " : "", holiday_name(second, lang));
}

bool
holiday_is_working_day(struct date d)
{
	return date_is_set(d) && date_weekday(d) < DATE_SATURDAY &&
	    holiday_of(d) == HOLIDAY_NONE;
}

struct date
holiday_roll(struct date d)
{
	while (date_is_set(d) && !holiday_is_working_day(d))
		d = date_add_days(d, 1);
	return d;
}

struct date
holiday_add_working_days(struct date d, int32_t n)
{
	int step = n < 0 ? -1 : 1;

	while (n != 0 && date_is_set(d)) {
		d = date_add_days(d, step);
		if (holiday_is_working_day(d))
			n -= step;
	}
	return d;
}

int32_t
holiday_working_days(struct date a, struct date b)
{
	int32_t n = 0;

	while (date_is_set(a) && date_compare(a, b) < 0) {
		a = date_add_days(a, 1);
		if (holiday_is_working_day(a))
			n++;
	}
	return n;
}
