/*
 * gate_records -- the way to what becomes of records: holds, locks, erasures.
 */
#include "access/gate.h"

#include "access/inside.h"
#include "access/relation.h"
#include "store/store.h"

static enum rc
of_person(const struct principal *p, struct store *s, int64_t id, bool *yes,
    struct err *e)
{
	struct scope scope;

	gate_person_scope(p, &scope);
	return person_in_scope(s, &scope, id, yes, e);
}

static enum rc
of_case(const struct principal *p, struct store *s, int64_t id, bool *yes,
    struct err *e)
{
	struct err none = ERR_INIT;
	struct gate_pass pass;
	struct case_head head;
	enum rc rc;

	rc = gate_open_id(p, s, id, GATE_READ, &head, &pass, &none);
	*yes = rc == RC_OK && pass.relation >= RELATION_UNIT;
	if (rc == RC_OK || rc == RC_NOTFOUND || rc == RC_DENIED)
		return RC_OK;
	*e = none;
	return rc;
}

enum rc
gate_records(const struct principal *p, struct store *s, bool person,
    int64_t id, bool *yes, struct err *e)
{
	struct scope scope;
	struct tie tie;
	enum rc rc;

	*yes = false;
	relation_scope(p, &scope);
	rc = person ? tie_person(s, &scope, id, "", &tie, e) :
		      tie_case(s, &scope, id, "", &tie, e);
	if (rc == RC_OK)
		rc = person ? of_person(p, s, id, yes, e) :
			      of_case(p, s, id, yes, e);
	if (rc != RC_OK)
		return rc;
	if (tie.bar != BAR_NONE) {
		relation_note(p, tie.bar, person ? "person" : "case", id);
		*yes = false;
	} else if (has_any(p, ROLE_BIT(ROLE_ARCHIVIST))) {
		*yes = true;
	}
	return RC_OK;
}
