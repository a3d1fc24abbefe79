/*
 * rules_claim -- what a landlord's claim gets, and what the tenant owes after.
 */
#include "rules.h"

#include <string.h>

static const char *const kinds[] = { [DEPOSIT_RENT] = "rent",
	[DEPOSIT_DAMAGE] = "damage",
	[DEPOSIT_EVICTION] = "eviction",
	[DEPOSIT_OTHER] = "other",
	[DEPOSIT_WEAR] = "wear" };

bool
deposit_kind_parse(const char *name, enum deposit_kind *out)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], name) == 0) {
			*out = (enum deposit_kind)i;
			return true;
		}
	return false;
}

static unsigned int
covered_by(enum deposit_kind kind)
{
	switch (kind) {
	case DEPOSIT_RENT:
		return DEPOSIT_COVERS_RENT;
	case DEPOSIT_DAMAGE:
		return DEPOSIT_COVERS_DAMAGE;
	case DEPOSIT_EVICTION:
		return DEPOSIT_COVERS_EVICTION;
	case DEPOSIT_OTHER:
		return DEPOSIT_COVERS_OTHER;
	case DEPOSIT_WEAR:
		return 0;
	}
	return 0;
}

const char *
deposit_part_rejected(const struct bf_pure *p, const struct deposit_cover *c,
    const struct deposit_part *part, struct bf_date received)
{
	struct bf_due two_years;

	if (part->due.days < c->from.days)
		return "E_BEFORE_START";
	if ((c->covers & covered_by(part->kind)) == 0)
		return "E_NOT_COVERED";
	if (part->due.days > c->to.days)
		return "E_AFTER_END";
	if (c->last.days != BF_NO_DATE.days && received.days > c->last.days)
		return "E_CLAIM_LATE";
	if (p->rule(p, "FOR_2019_1520_3_KRAV", part->due, &two_years, NULL) &&
	    received.days > two_years.due.days)
		return "E_CLAIM_2Y";
	return NULL;
}

/* The covered part that fell due first and has not had its turn. */
static struct deposit_part *
oldest(struct deposit_part *parts, size_t n, const bool *had)
{
	struct deposit_part *found = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		if (!had[i] &&
		    (found == NULL || parts[i].due.days < found->due.days))
			found = &parts[i];
	return found;
}

static void
decide_one(const struct bf_pure *p, const struct deposit_cover *c,
    struct bf_date received, struct deposit_part *part, int64_t *left)
{
	int64_t pay = part->approved > 0 ? part->approved : part->owed;

	part->reason = deposit_part_rejected(p, c, part, received);
	if (part->reason != NULL)
		pay = 0;
	else if (pay > *left) {
		pay = *left;
		part->reason = "begrenset_til_garantibelop";
	}
	part->approved = pay;
	part->excess = pay > part->owed ? pay - part->owed : 0;
	*left -= pay;
}

int64_t
deposit_decide(const struct bf_pure *p, const struct deposit_cover *c,
    struct bf_date received, struct deposit_part *parts, size_t n)
{
	int64_t left = c->remaining;
	bool had[DEPOSIT_PARTS_MAX] = { false };
	struct deposit_part *part;

	if (n > DEPOSIT_PARTS_MAX)
		n = DEPOSIT_PARTS_MAX;
	while ((part = oldest(parts, n, had)) != NULL) {
		had[part - parts] = true;
		decide_one(p, c, received, part, &left);
	}
	return c->remaining - left;
}

int64_t
deposit_recourse(const struct deposit_part *parts, size_t n)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += parts[i].approved - parts[i].excess;
	return sum;
}
