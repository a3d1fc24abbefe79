/*
 * gate_receiver -- what of a case may be sent to whom; see gate_receiver.h.
 */
#include "access/gate_receiver.h"

#include <string.h>

#include "access/gate.h"
#include "access/inside.h"
#include "access/relation.h"
#include "base/i18n.h"
#include "store/grade.h"
#include "store/person.h"
#include "store/tie.h"

unsigned int
gate_receiver_classes(enum receiver r)
{
	switch (r) {
	case RECEIVER_PARTY:
	case RECEIVER_BODY:
		return (1u << BF_N_CLASSES) - 1;
	case RECEIVER_OTHER:
		break;
	}
	return BIT(BF_CLASS_CASE) | BIT(BF_CLASS_IDENTITY);
}

enum rc
gate_receiver_unit(const struct municipality *m, struct store *s,
    const struct case_head *head, const struct unit *unit,
    unsigned int *classes, struct err *e)
{
	/* Anybody of the unit, and nobody in particular. */
	const struct user any = { .name = "",
		.roles = ROLE_BIT(ROLE_CASEWORKER),
		.units = &unit,
		.unit_names = &unit->name,
		.n_units = 1 };
	const struct principal p = { .user = &any,
		.roles = any.roles,
		.unit = unit,
		.home = m };
	struct scope scope;
	struct tie tie;
	enum rc rc;

	*classes = 0;
	relation_scope(&p, &scope);
	rc = tie_case(s, &scope, head->id, head->unit, &tie, e);
	if (rc != RC_OK)
		return rc;
	if (strcmp(unit->name, head->unit) == 0)
		*classes = gate_classes(&p, RELATION_UNIT) | tie.consented;
	else
		*classes = tie.from | (tie.task ? BIT(BF_CLASS_CASE) : 0);
	return RC_OK;
}

/* The grade of the person whom the paper is about, or else of the case. */
static enum rc
grade_of_paper(struct store *s, const struct case_head *head, int64_t about,
    enum person_grade *out, struct err *e)
{
	struct person p;
	enum rc rc;

	if (about == 0)
		return grade_of_case(s, head->id, out, e);
	if ((rc = person_load(s, about, &p, e)) == RC_OK)
		*out = p.grade;
	return rc;
}

/* Is TO the one whom it protects? */
static enum rc
is_own(struct store *s, int64_t about, enum person_grade grade, int64_t to,
    bool *own, struct err *e)
{
	struct person p;
	enum rc rc;

	*own = to != 0 && about == to;
	if (*own || to == 0 || about != 0)
		return RC_OK;
	if ((rc = person_load(s, to, &p, e)) == RC_OK)
		*own = p.grade >= grade;
	return rc;
}

enum rc
gate_receiver_paper(struct store *s, const struct case_head *head,
    int64_t about, enum bf_class class, int64_t to, struct err *e)
{
	enum person_grade grade = PERSON_OPEN;
	bool own;
	enum rc rc;

	if ((rc = grade_of_paper(s, head, about, &grade, e)) != RC_OK ||
	    (rc = is_own(s, about, grade, to, &own, e)) != RC_OK || own)
		return rc;
	if (grade == PERSON_STRICTLY_PROTECTED ||
	    (grade == PERSON_PROTECTED && class == BF_CLASS_ADDRESS))
		return err_name(e, RC_GUARD, "E_PROTECTED",
		    _("the document may tell a protected address: file it with "
		      "person= if it is about somebody else, or leave it out"));
	return RC_OK;
}
