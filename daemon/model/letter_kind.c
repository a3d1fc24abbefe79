/*
 * letter_kind -- what each kind of letter must say by law, and may name.
 *
 * A field with "!" must also be known when the letter is written.
 */
#include "model/letter_kind.h"

#include <stddef.h>
#include <string.h>

#define ALWAYS                                                                 \
	"municipality", "today", "case", "received", "receiver.name",          \
	    "receiver.kind", "contact.name", "contact.unit"

/* fvl §§ 23-27 (law rows 58, 59); the paragraphs last (domain 0.4). */
static const char *const decision_fields[] = { ALWAYS, "decision.result",
	"decision.about", "decision.text", "decision.date",
	"decision.effective", "decision.expires", "decision.by",
	"decision.unit", "decision.basis", "decision.refers_to",
	"decision.urgent", "reasons.rules", "reasons.facts",
	"reasons.considerations", "conditions", "conditions.*.text",
	"conditions.*.reason", "conditions.*.basis", "parts", "parts.*.title",
	"parts.*.text", "items", "items.*.title", "items.*.text",
	"complaint.body", "complaint.length", "complaint.arrival",
	"complaint.due", "complaint.rule", NULL };
static const struct template_part decision_parts[] = {
	{ "answer", { "!decision.result", "!decision.about", NULL } },
	{ "content", { "decision.text", NULL } },
	{ "conditions", { "conditions", NULL } },
	{ "reasons",
	    { "reasons.rules", "reasons.facts", "reasons.considerations" } },
	{ "complaint", { NULL } },
	{ "period",
	    { "!complaint.length", "!complaint.arrival", "!complaint.due" } },
	{ "body", { "!complaint.body", NULL } },
	{ "procedure", { "!municipality", NULL } },
	{ "execution", { NULL } },
	{ "access", { NULL } },
	{ "help", { NULL } },
	{ "costs", { NULL } },
	{ "contact", { "!contact.name", "!contact.unit", NULL } },
	{ "basis", { "!decision.basis", "complaint.rule", NULL } },
	{ NULL, { NULL } },
};

/* fvl § 11 a (law row 53): why it takes time, and when, as far as possible. */
static const char *const preliminary_fields[] = { ALWAYS, "reason", "expected",
	NULL };
static const struct template_part preliminary_parts[] = {
	{ "answer", { "!received", NULL } },
	{ "reason", { "reason", NULL } },
	{ "expected", { "expected", NULL } },
	{ "access", { NULL } },
	{ "contact", { "!contact.name", "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

/* fvl § 11 (law row 52): to whom, and that the day of receipt stays. */
static const char *const forwarded_fields[] = { ALWAYS, NULL };
static const struct template_part forwarded_parts[] = {
	{ "answer", { "!contact.unit", NULL } },
	{ "received", { "!received", NULL } },
	{ "contact", { "!contact.name", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

/* fvl §§ 11, 12, 13, 18, 28; tolkeloven § 6; bsl § 7. */
static const char *const rights_fields[] = { ALWAYS, NULL };
static const struct template_part rights_parts[] = {
	{ "answer", { NULL } },
	{ "decision", { NULL } },
	{ "guidance", { NULL } },
	{ "access", { NULL } },
	{ "representative", { NULL } },
	{ "interpreter", { NULL } },
	{ "secrecy", { NULL } },
	{ "complaint", { NULL } },
	{ "contact", { "!contact.name", "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

/* fvl § 16 (law row 56). */
static const char *const advance_fields[] = { ALWAYS, "notice.text",
	"notice.answer_by", NULL };
static const struct template_part advance_parts[] = {
	{ "answer", { NULL } },
	{ "plan", { "!notice.text", NULL } },
	{ "period", { "!notice.answer_by", NULL } },
	{ "procedure", { NULL } },
	{ "access", { NULL } },
	{ "representative", { NULL } },
	{ "contact", { "!contact.name", "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

/* fvl § 33 (law row 63): to the complaint body, and the copy to the party. */
static const char *const statement_fields[] = { ALWAYS, "complaint.body",
	"complaint.number", "complaint.statement", "decision.date",
	"decision.about", NULL };
static const struct template_part forward_parts[] = {
	{ "answer", { "!complaint.body", NULL } },
	{ "statement", { "!complaint.statement", NULL } },
	{ "contact", { "!contact.name", "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};
static const struct template_part statement_parts[] = {
	{ "answer", { "!complaint.body", NULL } },
	{ "statement", { "!complaint.statement", NULL } },
	{ "remarks", { NULL } },
	{ "contact", { "!contact.name", "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

/* fvl §§ 34, 36 (law rows 64, 66). */
static const char *const outcome_fields[] = { ALWAYS, "complaint.body",
	"complaint.number", "complaint.outcome", "complaint.note",
	"complaint.costs_due", NULL };
static const struct template_part outcome_parts[] = {
	{ "answer", { "!complaint.outcome", "!complaint.body", NULL } },
	{ "costs", { "complaint.costs_due", NULL } },
	{ "contact", { "!contact.name", "!contact.unit", NULL } },
	{ "basis", { NULL } },
	{ NULL, { NULL } },
};

/* Any other letter of a definition: what it was queued with as `text`. */
static const char *const plain_fields[] = { ALWAYS, "text", NULL };
static const struct template_part plain_parts[] = {
	{ "contact", { "!contact.unit", NULL } },
	{ NULL, { NULL } },
};

const struct template_kind letter_kinds[] = {
	{ "decision", decision_fields, decision_parts, "basis" },
	{ "preliminary_reply", preliminary_fields, preliminary_parts, "basis" },
	{ "forwarded", forwarded_fields, forwarded_parts, "basis" },
	{ "rights", rights_fields, rights_parts, "basis" },
	{ "advance_notice", advance_fields, advance_parts, "basis" },
	{ "complaint_forward", statement_fields, forward_parts, "basis" },
	{ "complaint_statement", statement_fields, statement_parts, "basis" },
	{ "complaint_outcome", outcome_fields, outcome_parts, "basis" },
	{ "plain", plain_fields, plain_parts, NULL },
	{ NULL, NULL, NULL, NULL },
};

const struct template_kind *
letter_kind_find(const char *name)
{
	const struct template_kind *k;

	for (k = letter_kinds; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}
