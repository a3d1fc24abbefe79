/*
 * rules_state -- which state may follow which; the picture is in README.md.
 */
#include "rules.h"

#include <string.h>

#define BIT(s) (1u << (unsigned int)(s))

struct state_row {
	const char *name;
	unsigned int next; /* BIT of each state that may follow */
};

/* Withdrawn, or never used and the document back: "any -> makulert". */
#define MAY_CANCEL BIT(DEPOSIT_CANCELLED)

static const struct state_row states[DEPOSIT_N_STATES] = {
	[DEPOSIT_APPLIED] = { "soknad", BIT(DEPOSIT_ASSESSED) | MAY_CANCEL },
	[DEPOSIT_ASSESSED] = { "vurdering",
	    BIT(DEPOSIT_REFUSED) | BIT(DEPOSIT_GRANTED) | MAY_CANCEL },
	[DEPOSIT_REFUSED] = { "avslag", BIT(DEPOSIT_ASSESSED) },
	[DEPOSIT_GRANTED] = { "innvilget", BIT(DEPOSIT_COMMITTED) },
	[DEPOSIT_COMMITTED] = { "tilsagn",
	    BIT(DEPOSIT_ISSUED) | BIT(DEPOSIT_LAPSED) | MAY_CANCEL },
	[DEPOSIT_LAPSED] = { "tilsagn_utlopt",
	    BIT(DEPOSIT_COMMITTED) | MAY_CANCEL },
	[DEPOSIT_ISSUED] = { "utstedt", BIT(DEPOSIT_IN_FORCE) | MAY_CANCEL },
	[DEPOSIT_IN_FORCE] = { "gjeldende",
	    BIT(DEPOSIT_RENEWED) | BIT(DEPOSIT_EXPIRED) |
		BIT(DEPOSIT_RELEASED) | BIT(DEPOSIT_TRANSFERRED) | MAY_CANCEL },
	/* Back again when the version after it was never used. */
	[DEPOSIT_RENEWED] = { "fornyet",
	    BIT(DEPOSIT_IN_FORCE) | BIT(DEPOSIT_EXPIRED) |
		BIT(DEPOSIT_RELEASED) | BIT(DEPOSIT_TRANSFERRED) },
	[DEPOSIT_EXPIRED] = { "utlopt",
	    BIT(DEPOSIT_RENEWED) | BIT(DEPOSIT_RELEASED) | MAY_CANCEL },
	[DEPOSIT_RELEASED] = { "frigitt", 0 },
	[DEPOSIT_TRANSFERRED] = { "overfort_depositum", 0 },
	[DEPOSIT_CANCELLED] = { "makulert", 0 }
};

static const struct state_row claims[CLAIM_N_STATES] = {
	[CLAIM_RECEIVED] = { "krav_mottatt",
	    BIT(CLAIM_HEARING) | BIT(CLAIM_REJECTED) },
	[CLAIM_HEARING] = { "til_uttalelse",
	    BIT(CLAIM_DECIDED) | BIT(CLAIM_REJECTED) },
	[CLAIM_DECIDED] = { "avgjort", BIT(CLAIM_PAID) },
	[CLAIM_REJECTED] = { "avvist", BIT(CLAIM_HEARING) },
	[CLAIM_PAID] = { "utbetalt", BIT(CLAIM_RECOURSE) | BIT(CLAIM_CLOSED) },
	[CLAIM_RECOURSE] = { "regress_opprettet",
	    BIT(CLAIM_REPAYING) | BIT(CLAIM_SETTLED) | BIT(CLAIM_WAIVED) |
		BIT(CLAIM_DISPUTED) | BIT(CLAIM_TIME_BARRED) },
	[CLAIM_REPAYING] = { "nedbetaling",
	    BIT(CLAIM_SETTLED) | BIT(CLAIM_WAIVED) | BIT(CLAIM_DISPUTED) |
		BIT(CLAIM_TIME_BARRED) },
	[CLAIM_SETTLED] = { "innfridd", 0 },
	[CLAIM_WAIVED] = { "ettergitt", 0 },
	[CLAIM_DISPUTED] = { "tvist",
	    BIT(CLAIM_REPAYING) | BIT(CLAIM_SETTLED) | BIT(CLAIM_WAIVED) |
		BIT(CLAIM_TIME_BARRED) },
	[CLAIM_TIME_BARRED] = { "foreldet", 0 },
	[CLAIM_CLOSED] = { "avsluttet", 0 }
};

static bool
find(const struct state_row *rows, size_t n, const char *name, size_t *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(rows[i].name, name) == 0) {
			*out = i;
			return true;
		}
	return false;
}

const char *
deposit_state_name(enum deposit_state s)
{
	return states[s].name;
}

bool
deposit_state_parse(const char *name, enum deposit_state *out)
{
	size_t i = 0;
	bool known = find(states, DEPOSIT_N_STATES, name, &i);

	*out = (enum deposit_state)i;
	return known;
}

bool
deposit_state_may(enum deposit_state from, enum deposit_state to)
{
	return (states[from].next & BIT(to)) != 0;
}

bool
deposit_takes_claims(enum deposit_state s)
{
	return s == DEPOSIT_IN_FORCE || s == DEPOSIT_RENEWED ||
	    s == DEPOSIT_EXPIRED;
}

const char *
claim_state_name(enum claim_state s)
{
	return claims[s].name;
}

bool
claim_state_parse(const char *name, enum claim_state *out)
{
	size_t i = 0;
	bool known = find(claims, CLAIM_N_STATES, name, &i);

	*out = (enum claim_state)i;
	return known;
}

bool
claim_state_may(enum claim_state from, enum claim_state to)
{
	return (claims[from].next & BIT(to)) != 0;
}
