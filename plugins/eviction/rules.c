/*
 * rules -- grounds, urgency, costs, and how far an eviction has come.
 */
#include "rules.h"

#include <string.h>

#define N_(text) text
/* Law row 49: for § 13-2 third paragraph a and b the complaint suspends. */
#define COMPLAIN                                                                \
	(N_("complain of the officer's decision: the eviction waits unless "    \
	    "the complaint is clearly groundless (tvangsfullbyrdelsesloven § " \
	    "5-16)"))
#define KNOWN(d) ((d).days != BF_NO_DATE.days)

const char *const eviction_grounds[] = { "unknown", "a", "b", "c", "d", "e",
	NULL };

bool
ground_parse(const char *name, enum eviction_ground *out)
{
	size_t i;

	for (i = 0; i < N_GROUNDS; i++)
		if (strcmp(eviction_grounds[i], name) == 0) {
			*out = (enum eviction_ground)i;
			return true;
		}
	return false;
}

bool
ground_cured_by_payment(enum eviction_ground g)
{
	return g == GROUND_ARREARS;
}

bool
ground_is_for_court(enum eviction_ground g)
{
	return g == GROUND_BREACH || g == GROUND_OTHER;
}

const char *const *
ground_ways_out(enum eviction_ground g)
{
	static const char *const arrears[] = {
		N_("pay rent, interest and costs before the lock is changed"),
		N_("agree with the landlord on instalments, or to wait"),
		N_("voluntary deduction, economic support, housing allowance"),
		COMPLAIN, NULL
	};
	static const char *const expired[] = {
		N_("show that the lease went over to indefinite (husleieloven "
		   "§ 9-2 third paragraph)"),
		N_("show that the minimum term was broken (husleieloven § "
		   "9-3)"),
		COMPLAIN, N_("find another dwelling"), NULL
	};
	static const char *const notice[] = {
		N_("protest in writing within one month (husleieloven § 9-8)"),
		N_("show that the landlord did not sue within three months"),
		N_("find another dwelling"), NULL
	};
	static const char *const breach[] = {
		N_("put right what was broken, and have it said in writing"),
		N_("contest that the breach is material (husleieloven § 9-9)"),
		N_("find another dwelling"), NULL
	};
	static const char *const other[] = { N_("find another dwelling"),
		NULL };
	static const char *const unknown[] = {
		N_("ask the landlord or the officer on what ground"), NULL
	};

	switch (g) {
	case GROUND_ARREARS:
		return arrears;
	case GROUND_EXPIRED:
		return expired;
	case GROUND_NOTICE:
		return notice;
	case GROUND_BREACH:
		return breach;
	case GROUND_OTHER:
		return other;
	case GROUND_UNKNOWN:
		return unknown;
	}
	return unknown;
}

bool
eviction_amount_ok(int64_t ore)
{
	return ore == EVICTION_UNKNOWN ||
	    (ore >= 0 && ore <= EVICTION_AMOUNT_MAX);
}

struct bf_date
eviction_comment_day(const struct bf_pure *p, const struct eviction_facts *f,
    struct bf_due *why)
{
	if (!KNOWN(f->served) ||
	    !p->rule(p, "TVANGSL_13_6", f->served, why, NULL))
		return BF_NO_DATE;
	return why->due;
}

enum eviction_urgency
eviction_urgency(const struct bf_pure *p, const struct eviction_facts *f,
    struct bf_date today)
{
	struct bf_due why;
	struct bf_date comment = eviction_comment_day(p, f, &why);

	if (KNOWN(f->evicted) || f->children == KNOWN_YES)
		return URGENCY_RED;
	if (KNOWN(comment) && comment.days - today.days <= 10)
		return URGENCY_RED;
	if (KNOWN(f->petitioned) || KNOWN(f->served))
		return URGENCY_YELLOW;
	if (KNOWN(f->warned) && today.days - f->warned.days > 14)
		return URGENCY_YELLOW;
	return URGENCY_GREEN;
}

const char *
urgency_name(enum eviction_urgency u)
{
	static const char *const names[] = { "gronn", "gul", "rod" };

	return names[u];
}

static int
or_default(int value, int otherwise)
{
	return value > 0 ? value : otherwise;
}

void
eviction_plan(const struct bf_pure *p, const struct eviction_facts *f,
    const struct eviction_routine *r, struct eviction_plan *out)
{
	int days = f->children == KNOWN_NO ?
	    or_default(r->contact_workdays, 2) :
	    or_default(r->contact_children_workdays, 1);
	struct bf_due why;

	out->contact = p->add_workdays(f->received, days);
	out->visit =
	    p->add_workdays(f->received, or_default(r->visit_workdays, 5));
	out->comment = eviction_comment_day(p, f, &why);
	out->shelter = out->need_check = out->goods = out->review = BF_NO_DATE;
	if (KNOWN(f->evicted)) {
		out->shelter = p->add_workdays(f->evicted,
		    -or_default(r->before_workdays, 5));
		out->need_check = f->evicted;
		out->review =
		    p->add_days(f->evicted, or_default(r->review_days, 30));
	}
	if (KNOWN(f->goods_told) &&
	    p->rule(p, "TVANGSL_13_11", f->goods_told, &why, NULL))
		out->goods = why.due;
}

enum eviction_rung
eviction_rung(const struct bf_pure *p, const struct eviction_facts *f,
    struct bf_date today)
{
	int32_t gone = p->workdays(f->received, today);

	if (KNOWN(f->evicted) && p->workdays(today, f->evicted) <= 5)
		return RUNG_LEADERS;
	if (gone >= 5)
		return RUNG_COORDINATOR;
	if (gone >= 3)
		return RUNG_LEADER;
	return gone >= 2 ? RUNG_REMINDER : RUNG_HANDLER;
}

bool
eviction_costs(const struct bf_pure *p, enum eviction_ground g,
    struct bf_date on, struct eviction_costs *out, char *why)
{
	bool court = ground_is_for_court(g);
	int64_t fee;

	return p->amount(p, "RETTSGEBYR", on, &fee, why) &&
	    p->money_multiply(fee, court ? 210 : 125, 100, &out->petition) &&
	    p->money_multiply(fee, court ? 200 : 135, 100, &out->carried_out);
}

int64_t
eviction_to_stop(int64_t owed, int64_t interest, int64_t collection,
    int64_t petition)
{
	const int64_t parts[] = { owed, interest, collection, petition };
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i] < 0 || parts[i] > EVICTION_AMOUNT_MAX)
			return EVICTION_UNKNOWN;
		sum += parts[i];
	}
	return sum;
}

const char *const eviction_states[] = { "bekymring", "restanse_kjent",
	"varslet", "begjaert", "forelagt", "besluttet", "tidfestet",
	"gjennomfort", "oppfolging_etter", "lost", "lukket", NULL };

const char *
eviction_state_name(enum eviction_state s)
{
	return eviction_states[s];
}

bool
eviction_state_parse(const char *name, enum eviction_state *out)
{
	size_t i;

	for (i = 0; name != NULL && i < EVICTION_N_STATES; i++)
		if (strcmp(eviction_states[i], name) == 0) {
			*out = (enum eviction_state)i;
			return true;
		}
	return false;
}

bool
eviction_state_may(enum eviction_state from, enum eviction_state to)
{
	switch (from) {
	case EVICTION_CONCERN:
	case EVICTION_ARREARS:
	case EVICTION_WARNED:
	case EVICTION_PETITIONED:
	case EVICTION_SERVED:
	case EVICTION_DECIDED:
	case EVICTION_FIXED:
		if (to == EVICTION_SOLVED)
			return true;
		if (to > from)
			return to <= EVICTION_CARRIED_OUT;
		/* Withdrawn, or set aside: what is left is the arrears. */
		return from >= EVICTION_PETITIONED && to == EVICTION_ARREARS;
	case EVICTION_CARRIED_OUT:
		return to == EVICTION_AFTER;
	case EVICTION_AFTER:
		return to == EVICTION_CLOSED;
	case EVICTION_SOLVED:
	case EVICTION_CLOSED:
		return false;
	}
	return false;
}

enum eviction_state
eviction_state_of(const struct eviction_facts *f)
{
	if (KNOWN(f->evicted))
		return EVICTION_FIXED;
	if (KNOWN(f->decided))
		return EVICTION_DECIDED;
	if (KNOWN(f->served))
		return EVICTION_SERVED;
	if (KNOWN(f->petitioned))
		return EVICTION_PETITIONED;
	if (KNOWN(f->warned) || KNOWN(f->told))
		return EVICTION_WARNED;
	if (KNOWN(f->due_since) || f->owed > 0)
		return EVICTION_ARREARS;
	return EVICTION_CONCERN;
}

const char *const eviction_ends[] = { "gjennomfort", "betalt", "avtale",
	"garanti_stonad", "nytt_botilbud_frivillig", "begjaering_trukket",
	"klage_medhold", "uriktig_varsel", NULL };

bool
eviction_solution_needs_proof(const char *name)
{
	return strcmp(name, "betalt") == 0;
}
