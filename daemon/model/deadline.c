/*
 * deadline -- the legal clock.
 */
#include "model/deadline.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "model/holiday.h"
#include "model/zone.h"

#define HOUR_MS INT64_C(3600000)
#define EVENT_MAX 240

/* The words of a derivation in one language. */
static const struct {
	const char *version, *goal, *after, *from_and_with, *is, *last_day;
	const char *runs_out, *allowed, *next_working, *month_end;
	const char *paused, *still_paused, *unverified;
} vocabulary[N_LANGS] = {
	[LANG_NB] = { "versjon", "mål", "etter", "fra og med", "er",
	    "siste dag er", "går ut", "tillatt tidligst", "neste virkedag",
	    "månedens siste dag", "stanset", "stanset; løper ikke nå",
	    "regelen er ikke kontrollert mot kilden" },
	[LANG_NN] = { "versjon", "mål", "etter", "frå og med", "er",
	    "siste dag er", "går ut", "tillate tidlegast", "neste verkedag",
	    "siste dag i månaden", "stansa", "stansa; går ikkje no",
	    "regelen er ikkje kontrollert mot kjelda" },
	[LANG_EN] = { "version", "goal", "after", "from and including", "is",
	    "the last day is", "runs out on", "allowed from",
	    "next working day", "end of the month", "paused",
	    "paused; not running now",
	    "the rule was not checked against its source" },
};

static enum rc
pauses_check(const struct deadline_spec *spec, enum law_kind kind,
    struct err *e)
{
	const struct deadline_pause *p = spec->pauses;

	if (spec->n_pauses > 0 && kind != LAW_GOAL)
		return err_name(e, RC_GUARD, "E_LEGAL_PAUSE",
		    _("deadline %s: set by law, which knows no pauses; only "
		      "goals can be paused"),
		    spec->rule->id);
	for (size_t i = 0; i < spec->n_pauses; i++) {
		bool last = i + 1 == spec->n_pauses;

		if (!date_is_set(p[i].from) ||
		    (!last && !date_is_set(p[i].to)) ||
		    (date_is_set(p[i].to) &&
			date_compare(p[i].to, p[i].from) < 0) ||
		    (!last && date_compare(p[i + 1].from, p[i].to) < 0))
			return err_set(e, RC_INVALID,
			    _("pauses: must follow each other and end before "
			      "the next begins"));
	}
	return RC_OK;
}

/* Days of a kind in (A, B]; 0 if B is not after A. */
static int32_t
days_between(struct date a, struct date b, bool working)
{
	if (working)
		return holiday_working_days(a, b);
	return date_compare(a, b) < 0 ? date_diff(a, b) : 0;
}

/*
 * The day on which N days after START have gone by that lie in no pause;
 * DATE_NONE and *OPEN if a pause that has not ended stands before it.
 */
static struct date
stretch(const struct deadline_spec *spec, int32_t n, bool working, bool *open)
{
	struct date at = spec->start;

	*open = false;
	for (size_t i = 0; i < spec->n_pauses; i++) {
		const struct deadline_pause *p = &spec->pauses[i];
		struct date eve = date_add_days(p->from, -1);
		int32_t running = days_between(at, eve, working);

		if (n <= running)
			break;
		n -= running;
		if (!date_is_set(p->to)) {
			*open = true;
			return DATE_NONE;
		}
		if (date_compare(at, eve) < 0)
			at = eve;
		eve = date_add_days(p->to, -1);
		if (date_compare(at, eve) < 0)
			at = eve;
	}
	return working ? holiday_add_working_days(at, n) : date_add_days(at, n);
}

/* Take kind, length and roll from the rule or from the goal's own. */
static void
take_rule(const struct deadline_spec *spec, struct deadline *d)
{
	const struct law_rule *rule = spec->rule;

	d->spec = *spec;
	d->kind = rule != NULL ? rule->kind : LAW_GOAL;
	d->length = rule != NULL ? rule->length : spec->length;
	d->roll = rule != NULL ? rule->roll : spec->roll;
	if (rule != NULL && d->kind == LAW_GOAL && spec->length.n > 0)
		d->length = spec->length;
}

/* Count from the start: raw, and counted with the pauses. */
static void
count(struct deadline *d)
{
	bool working = d->length.unit == DURATION_WORKDAYS;
	struct date start = d->spec.start;

	if (d->length.unit == DURATION_HOURS) {
		d->due_ms = d->spec.start_ms + d->length.n * HOUR_MS;
		d->raw = zone_date(d->due_ms);
	} else {
		d->raw = duration_after(start, d->length);
		if (d->kind == LAW_TERM)
			d->raw = date_add_days(d->raw, -1);
	}
	d->counted = d->raw;
	if (d->spec.n_pauses == 0 || !date_is_set(d->raw))
		return;
	d->counted =
	    stretch(&d->spec, working ? d->length.n : date_diff(start, d->raw),
		working, &d->paused);
	if (date_is_set(d->counted))
		d->paused_days = date_diff(d->raw, d->counted);
}

/* From the counted day to the one that people look at. */
static struct date
roll(const struct deadline *d)
{
	if (d->kind == LAW_WAITING)
		return date_add_days(d->counted, 1);
	switch (d->roll) {
	case LAW_ROLL_NONE:
		break;
	case LAW_ROLL_WORKING_DAY:
	case LAW_ROLL_DUE_DAY:
		return holiday_roll(d->counted);
	case LAW_ROLL_MONTH_END:
		return date_month_end(d->counted);
	}
	return d->counted;
}

/* Keep W in ascending order if it lies between start and due. */
static void
warn_add(struct deadline *d, struct date w)
{
	size_t i = d->n_warn;

	if (date_compare(w, d->spec.start) <= 0 || date_compare(w, d->due) >= 0)
		return;
	for (; i > 0 && date_compare(d->warn[i - 1], w) > 0; i--)
		d->warn[i] = d->warn[i - 1];
	d->warn[i] = w;
	d->n_warn++;
}

static enum rc
warnings_set(struct deadline *d, struct err *e)
{
	const struct duration usual = { DEADLINE_WARNING_DAYS, DURATION_DAYS };

	if (d->spec.n_warnings > DEADLINE_WARNINGS_MAX)
		return err_set(e, RC_INVALID,
		    _("warnings: at most %d for a deadline"),
		    DEADLINE_WARNINGS_MAX);
	if (d->paused)
		return RC_OK;
	for (size_t i = 0; i < d->spec.n_warnings; i++)
		warn_add(d, duration_before(d->due, d->spec.warnings[i]));
	if (d->spec.warnings == NULL && d->kind == LAW_LEGAL)
		warn_add(d, duration_before(d->due, usual));
	return RC_OK;
}

enum rc
deadline_compute(const struct deadline_spec *spec, struct deadline *out,
    struct err *e)
{
	enum rc rc;

	memset(out, 0, sizeof(*out));
	take_rule(spec, out);
	out->due = out->overdue = DATE_NONE;
	if (!date_is_set(spec->start))
		return err_set(e, RC_INVALID,
		    _("deadline: the date of its start event is missing"));
	if (out->kind == LAW_AMOUNT)
		return err_set(e, RC_INVALID,
		    _("rule %s: is an amount, no period"), spec->rule->id);
	if (out->kind == LAW_ACCESS)
		return err_set(e, RC_INVALID,
		    _("rule %s: is a basis of access, no period"),
		    spec->rule->id);
	if ((rc = pauses_check(spec, out->kind, e)) != RC_OK)
		return rc;
	count(out);
	if (!out->paused) {
		out->due = roll(out);
		if (!date_is_set(out->due))
			return err_set(e, RC_INVALID,
			    _("deadline: would end "
			      "after the year %d"),
			    DATE_YEAR_MAX);
		if (out->kind != LAW_WAITING)
			out->overdue = date_add_days(out->due, 1);
	}
	return warnings_set(out, e);
}

enum rc
deadline_by_rule(const struct law *law, const char *rule, struct date start,
    struct deadline *out, struct err *e)
{
	struct deadline_spec spec = { .start = start };
	enum rc rc;

	spec.start_ms = date_is_set(start) ? zone_day_start(start) : 0;
	if ((rc = law_find(law, rule, start, &spec.rule, e)) != RC_OK)
		return rc;
	return deadline_compute(&spec, out, e);
}

/* Append to OUT, which always stays a whole string. */
static void __attribute__((format(printf, 2, 3)))
say(char out[DEADLINE_WORDS_SIZE], const char *fmt, ...)
{
	size_t used = strlen(out);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(out + used, DEADLINE_WORDS_SIZE - used, fmt, ap);
	va_end(ap);
}

/* "26. mars": a day without weekday and year. */
static void
say_day(char out[DEADLINE_WORDS_SIZE], struct date d, enum lang lang)
{
	char day[DATE_WORDS_SIZE];

	date_words_short(d, lang, day);
	day[strlen(day) - strlen(" 2027")] = '\0';
	say(out, "%s", day);
}

static void
say_date(char out[DEADLINE_WORDS_SIZE], struct date d, enum lang lang)
{
	char day[DATE_WORDS_SIZE];

	date_words(d, lang, day);
	say(out, "%s", day);
}

/* "FVL_29 (versjon 2026-07-02): 3 uker etter ". */
static void
say_rule(const struct deadline *d, enum lang lang,
    char out[DEADLINE_WORDS_SIZE])
{
	const struct law_rule *rule = d->spec.rule;
	char length[DURATION_WORDS_SIZE];

	if (rule != NULL)
		say(out, "%s (%s %s): ", rule->id, vocabulary[lang].version,
		    rule->version);
	else
		say(out, "%s: ", vocabulary[lang].goal);
	if (d->length.n == 0)
		return;
	duration_words(d->length, lang, length);
	say(out, "%s %s ", length,
	    d->kind == LAW_TERM ? vocabulary[lang].from_and_with :
				  vocabulary[lang].after);
}

/* "fredag 5. mars 2027 (underretningen kom fram)". */
static void
say_start(const struct deadline *d, enum lang lang,
    char out[DEADLINE_WORDS_SIZE])
{
	const struct law_rule *rule = d->spec.rule;
	const char *event = d->spec.event;
	char instant[ZONE_WORDS_SIZE];

	if (d->length.unit == DURATION_HOURS) {
		zone_words(d->spec.start_ms, lang, instant);
		say(out, "%s", instant);
	} else {
		say_date(out, d->spec.start, lang);
	}
	if (event == NULL && rule != NULL)
		event = lang == LANG_NN ? rule->start_nn : rule->start_nb;
	if (event != NULL && event[0] != '\0' && strlen(event) <= EVENT_MAX)
		say(out, " (%s)", event);
}

/* " er fredag 26. mars 2027", in the words of the kind. */
static void
say_raw(const struct deadline *d, enum lang lang, char out[DEADLINE_WORDS_SIZE])
{
	const char *verb = vocabulary[lang].is;
	char instant[ZONE_WORDS_SIZE];

	if (d->length.n == 0)
		return;
	if (d->kind == LAW_WAITING)
		verb = vocabulary[lang].runs_out;
	if (d->kind == LAW_TERM) {
		say(out, ": ");
		verb = vocabulary[lang].last_day;
	} else {
		say(out, " ");
	}
	say(out, "%s ", verb);
	if (d->length.unit == DURATION_HOURS) {
		zone_words(d->due_ms, lang, instant);
		say(out, "%s", instant);
	} else {
		say_date(out, d->raw, lang);
	}
}

/* "; stanset 12 dager → fredag 9. april 2027". */
static void
say_pauses(const struct deadline *d, enum lang lang,
    char out[DEADLINE_WORDS_SIZE])
{
	const struct duration n = { d->paused_days, DURATION_DAYS };
	char days[DURATION_WORDS_SIZE];

	if (d->paused) {
		say(out, "; %s", vocabulary[lang].still_paused);
		return;
	}
	if (d->paused_days == 0)
		return;
	duration_words(n, lang, days);
	say(out, "; %s %s → ", vocabulary[lang].paused, days);
	say_date(out, d->counted, lang);
}

/* "; 26. mars er langfredag → neste virkedag tirsdag 30. mars 2027". */
static void
say_roll(const struct deadline *d, enum lang lang,
    char out[DEADLINE_WORDS_SIZE])
{
	char why[HOLIDAY_WORDS_SIZE];

	if (d->paused || date_compare(d->counted, d->due) == 0)
		return;
	say(out, "; ");
	if (d->kind == LAW_WAITING) {
		say(out, "%s ", vocabulary[lang].allowed);
	} else if (d->roll == LAW_ROLL_MONTH_END) {
		say(out, "→ %s ", vocabulary[lang].month_end);
	} else {
		holiday_words(d->counted, lang, why);
		say_day(out, d->counted, lang);
		say(out, " %s %s → %s ", vocabulary[lang].is, why,
		    vocabulary[lang].next_working);
	}
	say_date(out, d->due, lang);
}

void
deadline_words(const struct deadline *d, enum lang lang,
    char out[DEADLINE_WORDS_SIZE])
{
	out[0] = '\0';
	say_rule(d, lang, out);
	say_start(d, lang, out);
	say_raw(d, lang, out);
	say_pauses(d, lang, out);
	say_roll(d, lang, out);
	if (d->spec.rule != NULL && !d->spec.rule->verified)
		say(out, "; %s", vocabulary[lang].unverified);
}

struct date
deadline_handed_in(bool on_paper, struct date posted, struct date arrived)
{
	return on_paper && date_is_set(posted) ? posted : arrived;
}

struct date
deadline_rent_due(struct date d)
{
	return holiday_roll(d);
}
