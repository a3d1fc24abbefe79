/*
 * duration -- a length of time as law and people give it.
 */
#include "model/duration.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "model/holiday.h"

static const struct {
	const char *code;
	const char *one[N_LANGS], *many[N_LANGS];
} units[] = {
	[DURATION_HOURS] = { "h", { "time", "time", "hour" },
	    { "timer", "timar", "hours" } },
	[DURATION_DAYS] = { "d", { "dag", "dag", "day" },
	    { "dager", "dagar", "days" } },
	[DURATION_WORKDAYS] = { "wd", { "virkedag", "verkedag", "working day" },
	    { "virkedager", "verkedagar", "working days" } },
	[DURATION_WEEKS] = { "w", { "uke", "veke", "week" },
	    { "uker", "veker", "weeks" } },
	[DURATION_MONTHS] = { "m", { "måned", "månad", "month" },
	    { "måneder", "månader", "months" } },
	[DURATION_YEARS] = { "y", { "år", "år", "year" },
	    { "år", "år", "years" } },
};

enum rc
duration_parse(const char *s, struct duration *out, struct err *e)
{
	const char *p = s;
	int32_t n = 0;

	for (; *p >= '0' && *p <= '9' && n <= DURATION_MAX; p++)
		n = n * 10 + (*p - '0');
	if (n > DURATION_MAX)
		return err_set(e, RC_INVALID,
		    _("duration: at most %d of a unit"), DURATION_MAX);
	for (size_t i = 0; p > s && i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(p, units[i].code) == 0) {
			out->n = n;
			out->unit = (enum duration_unit)i;
			return RC_OK;
		}
	}
	return err_set(e, RC_INVALID,
	    _("duration: write a number and a unit: "
	      "14d, 10wd (working days), 3w, 1m, 2y or 72h"));
}

void
duration_format(struct duration d, char out[DURATION_SIZE])
{
	(void)snprintf(out, DURATION_SIZE, "%d%s", d.n, units[d.unit].code);
}

void
duration_words(struct duration d, enum lang lang, char out[DURATION_WORDS_SIZE])
{
	(void)snprintf(out, DURATION_WORDS_SIZE, "%d %s", d.n,
	    d.n == 1 ? units[d.unit].one[lang] : units[d.unit].many[lang]);
}

/* D after START, or before it if SIGN is -1. */
static struct date
move(struct date start, struct duration d, int sign)
{
	int64_t n = (int64_t)d.n * sign;

	switch (d.unit) {
	case DURATION_HOURS:
		break;
	case DURATION_DAYS:
		return date_add_days(start, n);
	case DURATION_WORKDAYS:
		return holiday_add_working_days(start, (int32_t)n);
	case DURATION_WEEKS:
		return date_add_days(start, n * 7);
	case DURATION_MONTHS:
		return date_add_months(start, n);
	case DURATION_YEARS:
		return date_add_years(start, n);
	}
	return DATE_NONE;
}

struct date
duration_after(struct date start, struct duration d)
{
	return move(start, d, 1);
}

struct date
duration_before(struct date end, struct duration d)
{
	return move(end, d, -1);
}
