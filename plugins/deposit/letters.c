/*
 * letters -- which letters there are, and what each of them must say.
 */
#include "letters.h"

#include "deposit.h"

static const char *const guarantee_fields[] = { "number", "version", "issued",
	"landlord_name", "landlord_orgnr", "tenant", "dwelling", "amount",
	"capped", "months", "rent", "type", "covers", "covers.*.kind", "from",
	"to", "claim_last", "window", "previous", "gap", "weeks",
	"reservations", "other_security", "recourse", "decision", "paid",
	"remaining", NULL };

/* FOR-2019-1520 § 2: it is not printed without what it must state. */
static const struct bf_letter_part guarantee_parts[] = {
	{ "parties", { "!number", "!tenant", "!landlord_name", NULL } },
	{ "promise", { "!amount", "!type", NULL } },
	{ "cover", { "!covers", NULL } },
	{ "term", { "!from", "!to", "!claim_last", NULL } },
	{ "claims", { "!weeks", NULL } },
	{ "terms", { "!reservations", "recourse", NULL } },
	{ "signature", { NULL } },
	{ "basis", { "!decision", NULL } },
	{ NULL, { NULL } },
};

static const char *const ends_fields[] = { "landlord", "number", "tenant", "to",
	"claim_last", NULL };
static const struct bf_letter_part ends_parts[] = {
	{ "answer", { "!number", "!to", NULL } },
	{ "renewal", { NULL } },
	{ "claims", { "!claim_last", NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ NULL, { NULL } },
};

static const char *const ended_fields[] = { "landlord", "number", "how",
	"ended", "claim_last", "previous", NULL };
static const struct bf_letter_part ended_parts[] = {
	{ "answer", { "!number", "!how", NULL } },
	{ "claims", { "previous", NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ NULL, { NULL } },
};

static const char *const claim_fields[] = { "number", "tenant", "claim_day",
	"claimed", "answer_by", "hearing_until", NULL };
static const struct bf_letter_part claim_parts[] = {
	{ "answer", { "!claim_day", "!answer_by", "!number" } },
	{ "course", { "!hearing_until", NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ NULL, { NULL } },
};

static const char *const hearing_fields[] = { "number", "landlord_name",
	"claimed", "hearing_until", "recourse", "parts", "parts.*.kind",
	"parts.*.due", "parts.*.claimed", NULL };
static const struct bf_letter_part hearing_parts[] = {
	{ "answer", { "!hearing_until", "!claimed", NULL } },
	{ "claim", { "!parts", NULL } },
	{ "objection", { NULL } },
	{ "consequence", { "recourse", NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

static const char *const answer_fields[] = { "landlord", "number", "claim_day",
	"outcome", "approved", "claimed", "why", "parts", "parts.*.kind",
	"parts.*.due", "parts.*.claimed", "parts.*.approved", "parts.*.reason",
	NULL };
static const struct bf_letter_part answer_parts[] = {
	{ "answer", { "!outcome", "!approved", "!claimed" } },
	{ "parts", { "!parts", NULL } },
	{ "reason", { "why", NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

static const char *const payout_fields[] = { "landlord", "number", "paid",
	"paid_on", "remaining", "claim_last", NULL };
static const struct bf_letter_part payout_parts[] = {
	{ "answer", { "!paid", "!paid_on", "!remaining" } },
	{ "next", { NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ NULL, { NULL } },
};

static const char *const recourse_fields[] = { "number", "paid", "paid_on",
	"recourse", "decision", NULL };
static const struct bf_letter_part recourse_parts[] = {
	{ "answer", { "!paid", "!recourse", NULL } },
	{ "plan", { NULL } },
	{ "objection", { NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ "basis", { "!decision", NULL } },
	{ NULL, { NULL } },
};

static const char *const plan_fields[] = { "number", "loan", "principal", "n",
	"one", "instalment", "last", "first", "end", NULL };
static const struct bf_letter_part plan_parts[] = {
	{ "answer", { "!principal", "!first", "!last" } },
	{ "help", { NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ NULL, { NULL } },
};

static const char *const missed_fields[] = { "number", "loan", "due", "lacks",
	"behind", "left", "several", "again", NULL };
static const struct bf_letter_part missed_parts[] = {
	{ "answer", { "!due", "!lacks", "!left" } },
	{ "help", { NULL } },
	{ "contact", { "!contact.unit", NULL } },
	{ NULL, { NULL } },
};

#define LETTER(what)                                                           \
	{                                                                      \
		.name = "deposit." #what, .fields = what##_fields,             \
		.parts = what##_parts, .nb = deposit_##what##_nb,              \
		.nn = deposit_##what##_nn                                      \
	}

const struct bf_letter deposit_letters[] = {
	LETTER(guarantee),
	LETTER(ends),
	LETTER(ended),
	LETTER(claim),
	LETTER(hearing),
	LETTER(answer),
	LETTER(payout),
	LETTER(recourse),
	LETTER(plan),
	LETTER(missed),
	{ .name = NULL },
};
