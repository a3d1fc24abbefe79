/*
 * gate_person -- the way to persons and households.
 */
#include "access/gate.h"

#include <string.h>

#include "access/emergency.h"
#include "access/inside.h"
#include "access/relation.h"
#include "base/i18n.h"
#include "store/household.h"
#include "store/store.h"

void
gate_person_scope(const struct principal *p, struct scope *out)
{
	*out = (struct scope){ .all = p->system };
	if (!has_any(p, CASE_ROLES))
		return;
	gate_scope(p, out);
	out->consents = false;
	out->reach = SCOPE_CASES;
}

/*
 * What of a person of GRADE may be shown to P, who stands in REL to them if
 * related; false: not even that they are.
 */
static bool
view_of(const struct principal *p, enum person_grade grade, enum relation rel,
    const struct tie *tie, enum gate_how how, struct gate_view *view)
{
	unsigned int agreed = has_any(p, CASE_ROLES) ? tie->consented : 0;

	agreed &= ~BIT(BF_CLASS_CASE);
	if (grade == PERSON_STRICTLY_PROTECTED)
		agreed &= ~BIT(BF_CLASS_ADDRESS);
	if (view->related) {
		view->classes = gate_classes(p, rel) & ~BIT(BF_CLASS_CASE);
		if (grade == PERSON_STRICTLY_PROTECTED)
			view->classes &= ~BIT(BF_CLASS_ADDRESS);
		view->classes |= agreed;
		view->list_address = grade == PERSON_OPEN;
		return true;
	}
	if (how != GATE_BY_NAME && agreed != 0) {
		view->classes = agreed;
		return true;
	}
	if (how != GATE_BY_NUMBER || !has_any(p, CASE_ROLES) ||
	    grade == PERSON_STRICTLY_PROTECTED)
		return false;
	if (grade == PERSON_OPEN)
		view->classes = BIT(BF_CLASS_IDENTITY);
	return true;
}

/* What binds P to person ID of OWNER, and whether P's scope has them. */
static enum rc
bind(const struct principal *p, struct store *s, int64_t id, const char *owner,
    struct tie *tie, struct gate_view *view, enum relation *rel, struct err *e)
{
	enum relation emergency = RELATION_NONE;
	struct scope scope, asker;
	enum rc rc;

	gate_person_scope(p, &scope);
	relation_scope(p, &asker);
	if ((rc = person_in_scope(s, &scope, id, &view->related, e)) != RC_OK ||
	    (rc = tie_person(s, &asker, id, owner, tie, e)) != RC_OK ||
	    (rc = emergency_person(p, s, id, &emergency, e)) != RC_OK)
		return rc;
	*rel = p->system ? RELATION_SYSTEM : RELATION_UNIT;
	if (p->system)
		*tie = (struct tie){ .bar = BAR_NONE };
	if (!view->related && emergency != RELATION_NONE) {
		view->related = view->emergency = true;
		*rel = emergency;
	}
	return RC_OK;
}

enum rc
gate_person(const struct principal *p, struct store *s, int64_t id,
    enum gate_how how, struct person *out, struct gate_view *view,
    struct err *e)
{
	struct err lost = ERR_INIT;
	enum relation rel;
	struct tie tie;
	bool known;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	memset(view, 0, sizeof(*view));
	rc = person_load(s, id, out, &lost);
	if (rc != RC_OK && rc != RC_NOTFOUND) {
		*e = lost;
		return rc;
	}
	known = rc == RC_OK;
	rc = bind(p, s, id, out->owner_unit, &tie, view, &rel, e);
	if (rc != RC_OK)
		return rc;
	if (known && tie.bar != BAR_NONE)
		relation_note(p, tie.bar, "person", id);
	else if (known && view_of(p, out->grade, rel, &tie, how, view))
		return RC_OK;
	memset(out, 0, sizeof(*out));
	memset(view, 0, sizeof(*view));
	return err_set(e, RC_NOTFOUND, _("person: not found"));
}

enum rc
gate_household(const struct principal *p, struct store *s, int64_t id,
    struct err *e)
{
	struct scope scope;
	bool yes;
	enum rc rc;

	gate_person_scope(p, &scope);
	if ((rc = household_in_scope(s, &scope, id, &yes, e)) != RC_OK)
		return rc;
	if (!yes)
		return err_set(e, RC_NOTFOUND, _("household: not found"));
	return RC_OK;
}
