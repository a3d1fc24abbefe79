/*
 * pure -- what plugins may compute with, function by function.
 *
 * Each one hands on to the rule of this room that the core uses itself.
 */
#include "model/pure.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "model/deadline.h"
#include "model/duration.h"
#include "model/holiday.h"
#include "model/law.h"
#include "model/money.h"
#include "model/nin.h"
#include "model/zone.h"

struct bf_date
pure_date(struct date d)
{
	return (struct bf_date){ d.days };
}

struct date
pure_date_in(struct bf_date d)
{
	return (struct date){ d.days };
}

/* Hand the text of E to a caller who wants to know; always false. */
static bool
tell(const struct err *e, char *why)
{
	if (why != NULL)
		snprintf(why, BF_WORDS_SIZE, "%s", e->text);
	return false;
}

static bool
p_date_parse(const char *s, struct bf_date *out)
{
	struct date d = DATE_NONE;
	bool right = date_parse(s, &d, NULL) == RC_OK;

	*out = pure_date(d);
	return right;
}

static void
p_date_format(struct bf_date d, char out[BF_DATE_SIZE])
{
	date_format(pure_date_in(d), out);
}

static bool
p_date_make(int year, int month, int day, struct bf_date *out)
{
	struct date d = DATE_NONE;
	bool right = date_make(year, month, day, &d);

	*out = pure_date(d);
	return right;
}

static void
p_date_split(struct bf_date d, int *year, int *month, int *day)
{
	date_split(pure_date_in(d), year, month, day);
}

static void
p_date_words(struct bf_date d, const char *language, char out[BF_WORDS_SIZE])
{
	char words[DATE_WORDS_SIZE];
	enum lang lang = LANG_NB;

	(void)lang_parse(language, &lang);
	date_words(pure_date_in(d), lang, words);
	snprintf(out, BF_WORDS_SIZE, "%s", words);
}

static int
p_weekday(struct bf_date d)
{
	return (int)date_weekday(pure_date_in(d));
}

static struct bf_date
p_add_days(struct bf_date d, int64_t n)
{
	return pure_date(date_add_days(pure_date_in(d), n));
}

static struct bf_date
p_add_months(struct bf_date d, int64_t n)
{
	return pure_date(date_add_months(pure_date_in(d), n));
}

static struct bf_date
p_add_years(struct bf_date d, int64_t n)
{
	return pure_date(date_add_years(pure_date_in(d), n));
}

static struct bf_date
p_month_end(struct bf_date d)
{
	return pure_date(date_month_end(pure_date_in(d)));
}

static bool
p_is_workday(struct bf_date d)
{
	return holiday_is_working_day(pure_date_in(d));
}

static struct bf_date
p_roll(struct bf_date d)
{
	return pure_date(holiday_roll(pure_date_in(d)));
}

static struct bf_date
p_add_workdays(struct bf_date d, int32_t n)
{
	return pure_date(holiday_add_working_days(pure_date_in(d), n));
}

static int32_t
p_workdays(struct bf_date a, struct bf_date b)
{
	return holiday_working_days(pure_date_in(a), pure_date_in(b));
}

static struct bf_date
p_after(struct bf_date d, const char *length)
{
	struct duration dur;

	if (duration_parse(length, &dur, NULL) != RC_OK)
		return BF_NO_DATE;
	return pure_date(duration_after(pure_date_in(d), dur));
}

static struct bf_date
p_before(struct bf_date d, const char *length)
{
	struct duration dur;

	if (duration_parse(length, &dur, NULL) != RC_OK)
		return BF_NO_DATE;
	return pure_date(duration_before(pure_date_in(d), dur));
}

/* The language of the words: the one that people here read. */
static void
fill_due(const struct deadline *dl, struct bf_due *out)
{
	char words[DEADLINE_WORDS_SIZE];

	out->due = pure_date(dl->due);
	out->overdue = pure_date(dl->overdue);
	out->raw = pure_date(dl->raw);
	snprintf(out->version, sizeof(out->version), "%s",
	    dl->spec.rule != NULL ? dl->spec.rule->version : "");
	deadline_words(dl, LANG_NB, words);
	snprintf(out->words, sizeof(out->words), "%s", words);
}

static bool
p_rule(const struct bf_pure *pure, const char *id, struct bf_date start,
    struct bf_due *out, char *why)
{
	struct err e = ERR_INIT;
	struct deadline dl;

	memset(out, 0, sizeof(*out));
	if (deadline_by_rule(pure->law, id, pure_date_in(start), &dl, &e) !=
	    RC_OK)
		return tell(&e, why);
	fill_due(&dl, out);
	return true;
}

static bool
p_goal(struct bf_date start, const char *length, bool roll, struct bf_due *out,
    char *why)
{
	struct deadline_spec spec;
	struct err e = ERR_INIT;
	struct deadline dl;

	memset(out, 0, sizeof(*out));
	memset(&spec, 0, sizeof(spec));
	spec.start = pure_date_in(start);
	spec.roll = roll ? LAW_ROLL_WORKING_DAY : LAW_ROLL_NONE;
	if (duration_parse(length, &spec.length, &e) != RC_OK ||
	    deadline_compute(&spec, &dl, &e) != RC_OK)
		return tell(&e, why);
	fill_due(&dl, out);
	return true;
}

static bool
p_amount(const struct bf_pure *pure, const char *id, struct bf_date day,
    int64_t *ore, char *why)
{
	struct err e = ERR_INIT;

	return law_amount(pure->law, id, pure_date_in(day), ore, &e) == RC_OK ?
	    true :
	    tell(&e, why);
}

static struct bf_date
p_rent_due(struct bf_date d)
{
	return pure_date(deadline_rent_due(pure_date_in(d)));
}

static bool
p_money_parse(const char *s, int64_t *ore, char *why)
{
	struct err e = ERR_INIT;

	return money_parse(s, ore, &e) == RC_OK ? true : tell(&e, why);
}

static void
p_money_format(int64_t ore, char out[BF_MONEY_SIZE])
{
	money_format(ore, out);
}

static bool
p_money_multiply(int64_t ore, int64_t num, int64_t den, int64_t *out)
{
	return den > 0 && money_multiply(ore, num, den, out, NULL) == RC_OK;
}

static bool
p_money_add(int64_t a, int64_t b, int64_t *out)
{
	return money_add(a, b, out, NULL) == RC_OK;
}

static bool
p_nin_read(const char *s, struct bf_nin *out, const char **name)
{
	struct err e = ERR_INIT;
	struct nin nin;

	memset(out, 0, sizeof(*out));
	out->born = BF_NO_DATE;
	*name = NULL;
	if (nin_parse(s, &nin, &e) != RC_OK) {
		*name = strcmp(e.name, "E_ID_CHECKSUM") == 0 ? "E_ID_CHECKSUM" :
							       "E_ID_FORMAT";
		return false;
	}
	memcpy(out->digits, nin.digits, sizeof(nin.digits));
	snprintf(out->code, sizeof(out->code), "%s", nin_code(&nin));
	out->born = pure_date(nin.born);
	return true;
}

static struct bf_date
p_date_of(int64_t ms)
{
	return pure_date(zone_date(ms));
}

static int64_t
p_instant(struct bf_date d, int hour, int minute)
{
	return zone_instant(pure_date_in(d), hour, minute);
}

static bool
p_instant_parse(const char *s, int64_t *ms)
{
	return zone_parse(s, ms, NULL) == RC_OK;
}

static void
p_instant_format(int64_t ms, char out[BF_WORDS_SIZE])
{
	char text[ZONE_SIZE];

	zone_format(ms, text);
	snprintf(out, BF_WORDS_SIZE, "%s", text);
}

void
pure_init(struct bf_pure *pure, const struct law *law)
{
	*pure = (struct bf_pure){ .size = sizeof(*pure),
		.law = law,
		.date_parse = p_date_parse,
		.date_format = p_date_format,
		.date_make = p_date_make,
		.date_split = p_date_split,
		.date_words = p_date_words,
		.weekday = p_weekday,
		.add_days = p_add_days,
		.add_months = p_add_months,
		.add_years = p_add_years,
		.month_end = p_month_end,
		.is_workday = p_is_workday,
		.roll = p_roll,
		.add_workdays = p_add_workdays,
		.workdays = p_workdays,
		.after = p_after,
		.before = p_before,
		.rule = p_rule,
		.goal = p_goal,
		.amount = p_amount,
		.rent_due = p_rent_due,
		.money_parse = p_money_parse,
		.money_format = p_money_format,
		.money_multiply = p_money_multiply,
		.money_add = p_money_add,
		.instalment = money_instalment,
		.nin_read = p_nin_read,
		.date_of = p_date_of,
		.instant = p_instant,
		.instant_parse = p_instant_parse,
		.instant_format = p_instant_format };
}
