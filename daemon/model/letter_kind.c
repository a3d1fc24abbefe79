/*
 * letter_kind -- what each kind of letter must say by law, and may name.
 *
 * A field with "!" must also be known when the letter is written.
 */
#include "model/letter_kind.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <boflyt/plugin.h>

#include "base/i18n.h"
#include "base/mem.h"

#define ALWAYS                                                                 \
	"municipality", "today", "case", "received", "receiver.name",          \
	    "receiver.kind", "contact.name", "contact.unit", "sender.address", \
	    "sender.phone"

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

/* The fields of every letter, then OWN (NULL: none). */
static const char *const *
fields_with(const char *const *own)
{
	size_t n = 0, i;
	const char **out;

	for (i = 0; own != NULL && own[i] != NULL; i++)
		n++;
	for (i = 0; plain_fields[i] != NULL; i++)
		n++;
	out = mem_new(n + 1, sizeof(*out));
	for (i = 0; plain_fields[i] != NULL; i++)
		out[i] = plain_fields[i];
	for (; own != NULL && *own != NULL; own++)
		out[i++] = *own;
	return out;
}

static const struct template_part *
parts_of(const struct bf_letter_part *own)
{
	struct template_part *out;
	size_t n = 0, i;

	for (i = 0; own != NULL && own[i].name != NULL; i++)
		n++;
	out = mem_new(n + 1, sizeof(*out));
	for (i = 0; i < n; i++) {
		out[i].name = own[i].name;
		memcpy(out[i].fields, own[i].fields, sizeof(out[i].fields));
	}
	return out;
}

struct template_kind *
letter_kind_new(const struct bf_letter *l)
{
	struct template_kind *k = mem_new(1, sizeof(*k));
	const struct template_part *p;

	k->name = l->name;
	k->fields = fields_with(l->fields);
	k->parts = parts_of(l->parts);
	for (p = k->parts; p->name != NULL; p++)
		k->last = p->name;
	return k;
}

void
letter_kind_free(struct template_kind *k)
{
	if (k == NULL)
		return;
	free((void *)(uintptr_t)k->fields);
	free((void *)(uintptr_t)k->parts);
	free(k);
}

static bool
check_words(const struct bf_letter *l, const struct template_kind *k,
    const char *words, struct lines *mistakes)
{
	struct template *t = NULL;
	bool right;

	if (words == NULL) {
		lines_add(mistakes, "%s", _("1: no words"));
		return false;
	}
	right = template_read(words, strlen(words), mistakes, &t) &&
	    template_check(t, k, mistakes);
	if (right && strcmp(template_head(t, "kind"), l->name) != 0) {
		lines_add(mistakes, _("1: kind: must be %s"), l->name);
		right = false;
	}
	template_free(t);
	return right;
}

/* What every letter knows is not for a plugin to say. */
static bool
check_fields(const struct bf_letter *l, struct lines *mistakes)
{
	const char *const *own, *const *every;

	for (own = l->fields; own != NULL && *own != NULL; own++)
		for (every = plain_fields; *every != NULL; every++)
			if (strcmp(*own, *every) == 0) {
				lines_add(mistakes,
				    _("1: {%s}: every letter has such a "
				      "field; give it another name"),
				    *own);
				return false;
			}
	return true;
}

bool
letter_kind_check(const struct bf_letter *l, struct lines *mistakes,
    const char **language)
{
	struct template_kind *k = letter_kind_new(l);
	bool right;

	*language = "nb";
	if (!check_fields(l, mistakes)) {
		letter_kind_free(k);
		return false;
	}
	right = check_words(l, k, l->nb, mistakes);
	if (right) {
		*language = "nn";
		right = check_words(l, k, l->nn, mistakes);
	}
	letter_kind_free(k);
	return right;
}
