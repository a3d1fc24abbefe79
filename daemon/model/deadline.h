/*
 * deadline -- the legal clock (domain 4.2, domstolloven §§ 148-149).
 *
 * One place computes every date that somebody must keep to.  The start day is
 * not counted; weeks end on the same weekday, months on the same day number or
 * the month's last; a last day to act rolls to the next working day, a waiting
 * period never rolls and ends in the first day that something is allowed.
 * Pauses lengthen goals and never a deadline of law.  Every result carries what
 * is needed to say in words why it is this date.
 */
#ifndef MODEL_DEADLINE_H
#define MODEL_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/date.h"
#include "model/duration.h"
#include "model/law.h"

#define DEADLINE_WARNINGS_MAX 4
#define DEADLINE_WARNING_DAYS 8 /* */
#define DEADLINE_WORDS_SIZE 1024

/* The days from FROM up to but not including TO do not count. */
struct deadline_pause {
	struct date from;
	struct date to; /* DATE_NONE: still paused */
};

/*
 * What to compute.  Zeroed but for START and either RULE or LENGTH it gives the
 * usual: no pauses, and for LAW_LEGAL one warning DEADLINE_WARNING_DAYS before.
 * With a RULE of kind LAW_GOAL a LENGTH of more than 0 counts in its place: the
 * municipality's own.
 */
struct deadline_spec {
	const struct law_rule *rule; /* NULL: a goal of LENGTH and ROLL */
	struct duration length;
	enum law_roll roll;
	struct date start; /* the day of the start event */
	int64_t start_ms; /* its instant; for hours only */
	const char *event; /* what happened, in words; NULL: the
					 * rule's own words */
	const struct deadline_pause *pauses; /* ascending, none overlapping */
	size_t n_pauses;
	const struct duration *warnings; /* so long before; NULL: the usual */
	size_t n_warnings;
};

/* Borrows rule, event and pauses of the spec as long as words are wanted. */
struct deadline {
	struct deadline_spec spec;
	enum law_kind kind;
	struct duration length;
	enum law_roll roll;
	struct date raw; /* counted, before pauses and rolling */
	struct date counted; /* with the pauses, before rolling */
	struct date due; /* LAW_WAITING: the first day allowed; else the
				 * last day in time; DATE_NONE while paused */
	struct date overdue; /* the day after; DATE_NONE for LAW_WAITING */
	int64_t due_ms; /* hours only, else 0: the last instant */
	int32_t paused_days;
	bool paused; /* an open pause: no due date for now */
	struct date warn[DEADLINE_WARNINGS_MAX]; /* ascending, each
				 * after the start and before due */
	size_t n_warn;
};

/*
 * Compute a deadline.  Fails with E_LEGAL_PAUSE when a deadline of law is given
 * pauses, and with E_PARAMS for pauses out of order or dates out of range.
 */
enum rc deadline_compute(const struct deadline_spec *spec, struct deadline *out,
    struct err *e);

/* Find RULE in LAW as of START and compute with no pauses. */
enum rc deadline_by_rule(const struct law *law, const char *rule,
    struct date start, struct deadline *out, struct err *e);

/*
 * Why it is this date, in one line: "FVL_29 (versjon 1970-01-01): 3 uker etter
 * fredag 5. mars 2027 (…) er fredag 26. mars 2027; 26. mars er langfredag →
 * neste virkedag tirsdag 30. mars 2027".  A rule that nobody has checked against
 * its source says so at the end.
 */
void deadline_words(const struct deadline *d, enum lang lang,
    char out[DEADLINE_WORDS_SIZE]);

/*
 * The day a complaint counts from: on paper when it was handed to the
 * postal operator, if that is known; digitally when it arrived.
 */
struct date
deadline_handed_in(bool on_paper, struct date posted, struct date arrived);

/* When a rent due on D is to be paid: husleieloven § 3-2, law row 44. */
struct date deadline_rent_due(struct date d);

#endif
