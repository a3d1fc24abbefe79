/*
 * decide_check -- what a decision must say, all of it at once.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "engine/decide.h"
#include "engine/parties.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/words.h"
#include "model/law.h"
#include "model/law_basis.h"

#define NOTICE_CODES "asked, urgent, no_address or heard"

static bool
is_empty(const json_t *v)
{
	if (json_is_string(v))
		return json_string_length(v) == 0;
	if (json_is_object(v))
		return json_object_size(v) == 0;
	if (json_is_array(v))
		return json_array_size(v) == 0;
	return true;
}

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

/* One that the definition names, if it names any. */
static void
check_type(const struct step *st, const char *type, struct err *e)
{
	const struct definition *def = st->version->def;
	json_t *types = (json_t *)(uintptr_t)def->decisions, *title;
	const char **known, *name, *near;
	size_t n = 0;

	if (type[0] == '\0')
		(void)err_field(e, "type", "E_TYPE",
		    _("missing; say what is decided about"));
	if (type[0] == '\0' || types == NULL ||
	    strcmp(type, DECIDE_COMPLAINT) == 0 ||
	    json_object_get(types, type) != NULL)
		return;
	known = mem_new(json_object_size(types) + 1, sizeof(*known));
	json_object_foreach(types, name, title)
		known[n++] = name;
	if ((near = ini_nearest(type, known, n)) != NULL)
		(void)err_field(e, "type", "E_TYPE",
		    _("%s: not among the definition's decisions; did you mean "
		      "%s?"),
		    type, near);
	else
		(void)err_field(e, "type", "E_TYPE",
		    _("%s: not among the definition's decisions"), type);
	free(known);
}

static void
check_codes(const struct step *st, struct deciding *w, struct err *e)
{
	struct err why = ERR_INIT;

	check_type(st, w->type, e);
	if (w->result[0] == '\0')
		(void)err_field(e, "result", "E_RESULT", _("missing"));
	else if (!words_is_result(w->result))
		(void)err_field(e, "result", "E_RESULT",
		    _("%s: must be granted, partly, refused, rejected, "
		      "reversed or ended"),
		    w->result);
	if (w->basis[0] == '\0')
		(void)err_field(e, "basis", "E_BASIS", _("missing"));
	else if (law_basis_find(st->call->engine->parts.law, w->basis,
		     w->d.date, &w->law, &why) != RC_OK)
		(void)err_field(e, "basis", "E_BASIS", "%s", why.text);
}

/* boligsosialloven § 7: the main content of the help is stated. */
static void
check_content(const struct deciding *w, struct err *e)
{
	if (is_empty(json_object_get(w->args, "content")))
		(void)err_field(e, "content", "E_CONTENT",
		    _("missing; the decision says what is decided"));
}

/* forvaltningsloven §§ 24-25: rules, facts and considerations (law row 58). */
static void
check_reasons(const struct deciding *w, struct err *e)
{
	static const char *const needed[] = { "rules", "facts",
		"considerations" };
	const json_t *reasons = json_object_get(w->args, "reasons");
	char field[64];
	size_t i;

	if (strcmp(w->result, "granted") == 0)
		return;
	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (text_in(reasons, needed[i])[0] != '\0')
			continue;
		snprintf(field, sizeof(field), "reasons.%s", needed[i]);
		(void)err_field(e, field, "E_REASONS",
		    _("missing; only what is granted in full needs no "
		      "reasons"));
	}
}

/* a ground for conditions is for some decisions, and for some ages. */
static enum rc
check_ground(struct step *st, const struct deciding *w, const char *ground,
    const char *field, struct err *e)
{
	const struct law_basis *b = NULL;
	struct err why = ERR_INIT;
	int age;
	enum rc rc;

	if (law_basis_find(st->call->engine->parts.law, ground, w->d.date, &b,
		&why) != RC_OK) {
		(void)err_field(e, field, "E_CONDITION_BASIS", "%s", why.text);
		return RC_OK;
	}
	if (b->conditions_to[0] != '\0' && !law_basis_is_ground(b, w->basis))
		(void)err_field(e, field, "E_CONDITION_BASIS",
		    _("%s: no ground for conditions in a decision by %s"),
		    b->source, w->law != NULL ? w->law->source : w->basis);
	if (b->under_age == 0)
		return RC_OK;
	rc = parties_age(st, parties_person(st), w->d.date, &age, e);
	if (rc == RC_OK && (age < 0 || age >= b->under_age))
		(void)err_field(e, field, "E_CONDITION_BASIS",
		    age < 0 ? _("%s: for those under %d; the birth date is "
				"not known") :
			      _("%s: for those under %d"),
		    b->source, (int)b->under_age);
	return rc;
}

/* Every condition has its reason. */
static enum rc
check_conditions(struct step *st, const struct deciding *w, struct err *e)
{
	const json_t *list = json_object_get(w->args, "conditions"), *one;
	const char *ground;
	char field[64];
	enum rc rc = RC_OK;
	size_t i;

	json_array_foreach(list, i, one) {
		snprintf(field, sizeof(field), "conditions.%zu.text", i + 1);
		if (text_in(one, "text")[0] == '\0')
			(void)err_field(e, field, "E_CONDITION",
			    _("missing; a condition says what is asked"));
		snprintf(field, sizeof(field), "conditions.%zu.reason", i + 1);
		if (text_in(one, "reason")[0] == '\0')
			(void)err_field(e, field, "E_CONDITION",
			    _("missing; a condition has its reason"));
		ground = text_in(one, "basis");
		snprintf(field, sizeof(field), "conditions.%zu.basis", i + 1);
		if (ground[0] != '\0')
			rc = check_ground(st, w, ground, field, e);
		if (rc != RC_OK)
			return rc;
	}
	if (list != NULL && !json_is_array(list) && !json_is_null(list))
		(void)err_field(e, "conditions", "E_CONDITION",
		    _("must be a list of {text, reason, basis}"));
	return RC_OK;
}

static void
check_exception(const struct deciding *w, struct err *e)
{
	static const char *const codes[] = { "asked", "urgent", "no_address",
		"heard" };
	const json_t *said = json_object_get(w->args, "no_notice");
	const char *code = text_in(said, "code");
	bool known = false;
	size_t i;

	if (said == NULL || json_is_null(said))
		return;
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		known = known || strcmp(codes[i], code) == 0;
	if (!known)
		(void)err_field(e, "no_notice.code", "E_ADVANCE_NOTICE",
		    _("must be %s"), NOTICE_CODES);
	if (text_in(said, "reason")[0] == '\0')
		(void)err_field(e, "no_notice.reason", "E_ADVANCE_NOTICE",
		    _("missing; say why nobody was told before"));
}

static void
check_dates(const struct step *st, const struct deciding *w, struct err *e)
{
	const struct decision *d = &w->d;

	if (date_compare(d->date, st->call->today) > 0)
		(void)err_field(e, "date", "E_DATE_ORDER",
		    _("lies in the future"));
	if (date_is_set(d->expires) && date_compare(d->expires, d->date) < 0)
		(void)err_field(e, "expires", "E_DATE_ORDER",
		    _("before the decision"));
	if (date_is_set(d->expires) && date_is_set(d->effective) &&
	    date_compare(d->expires, d->effective) < 0)
		(void)err_field(e, "expires", "E_DATE_ORDER",
		    _("before it comes into force"));
}

/* Without a rule of its own a basis needs a decision that it refers to. */
static void
check_complaint(const struct deciding *w, struct err *e)
{
	if (w->law != NULL && w->law->complaint[0] == '\0' &&
	    w->earlier == NULL)
		(void)err_field(e, "refers_to", "E_REFERS_TO",
		    _("missing; %s changes an earlier decision: say which"),
		    w->law->source);
	if (strcmp(w->result, "reversed") == 0 && w->earlier == NULL)
		(void)err_field(e, "refers_to", "E_REFERS_TO",
		    _("missing; what is reversed"));
}

/* One name for the error: that of its fields, if they have but one. */
static enum rc
close_error(struct err *e)
{
	const char *name = e->fields[0].name;
	bool same = true;
	size_t i;

	for (i = 1; i < e->n_fields; i++)
		same = same && strcmp(e->fields[i].name, name) == 0;
	e->rc = RC_GUARD;
	snprintf(e->name, sizeof(e->name), "%s",
	    same && e->n_more == 0 ? name : "E_DECISION_INCOMPLETE");
	snprintf(e->text, sizeof(e->text),
	    ngettext("decision: %zu thing is missing or wrong: %s: %.200s",
		"decision: %zu things are missing or wrong, first %s: %.200s",
		e->n_fields + e->n_more),
	    e->n_fields + e->n_more, e->fields[0].field, e->fields[0].text);
	return RC_GUARD;
}

enum rc
decide_check(struct step *st, struct deciding *w, struct err *e)
{
	struct err all = ERR_INIT;
	enum rc rc;

	check_codes(st, w, &all);
	check_content(w, &all);
	check_reasons(w, &all);
	check_exception(w, &all);
	check_dates(st, w, &all);
	check_complaint(w, &all);
	if ((rc = check_conditions(st, w, &all)) != RC_OK) {
		*e = all;
		return rc;
	}
	if (all.n_fields == 0)
		return RC_OK;
	rc = close_error(&all);
	if (e != NULL)
		*e = all;
	return rc;
}

int
decide_rank(const char *result)
{
	if (strcmp(result, "granted") == 0)
		return 3;
	if (strcmp(result, "partly") == 0)
		return 2;
	if (strcmp(result, "reversed") == 0)
		return 0;
	return 1;
}
