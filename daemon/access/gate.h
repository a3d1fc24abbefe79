/*
 * gate -- may this principal do this, see this, know of this?
 *
 * The one place where rules of access stand.  What no rule allows is refused.
 * A case or person that is unknown and one that the principal may not know of
 * answer alike: the same error, after the same number of store statements.
 * Nothing here is logged: the method names what it discloses (call_disclose).
 */
#ifndef ACCESS_GATE_H
#define ACCESS_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/municipality.h"
#include "model/principal.h"
#include "store/case.h"
#include "store/person.h"
#include "store/scope.h"
#include "store/tie.h"

struct store;

/* What a principal has to do with a case; the stronger the higher. */
enum relation {
	RELATION_NONE, /* may not know that it exists */
	RELATION_CONSENT, /* those it is about let the unit look */
	RELATION_TASK, /* an open task of the user or the unit */
	RELATION_EMERGENCY, /* opened by break-glass: reads all but health */
	RELATION_RESCUE, /* the same, for life or health: health too */
	RELATION_UNIT, /* its responsible unit is the acting unit */
	RELATION_CONTACT, /* its contact person, and of its unit */
	RELATION_SYSTEM /* timers and events of the case itself */
};
#define N_RELATIONS 8

/* How far the gate opens for a principal and a case. */
struct gate_pass {
	enum relation relation;
	unsigned int classes; /* 1u << class: what may be seen */
	const char *basis; /* a code of etc/law.ini; "" if none */
	enum person_grade grade; /* the strictest of those it names */
	int64_t consent; /* the row that is the basis; 0: none */
	const char *through; /* the absentee for whom the user stands
					 * in; NULL: none; the principal's */
};

/* What the gate noticed on the way: somebody tried what is barred to them. */
struct gate_flag {
	enum bar bar; /* the last one; BAR_NONE: nothing */
	const char *kind; /* "case" or "person" */
	int64_t id;
};

enum gate_want {
	GATE_READ, /* see the case */
	GATE_WRITE, /* change it; a task alone does not suffice */
	GATE_TASK /* do what an open task stands for */
};

/* May P call METHOD at all?  RC_DENIED says which role could. */
enum rc gate_method(const struct principal *p, const struct bf_method *method,
    const struct municipality *m, struct err *e);

/*
 * Look up case NUMBER ("2027/12", checked for form by the schema) for P.  On
 * RC_OK *HEAD and *REL are set.  RC_NOTFOUND: unknown or not to be known of.
 * RC_DENIED: P may know of the case (RELATION_TASK) but not do what it WANTs.
 */
enum rc gate_case(const struct principal *p, struct store *s,
    const char *number, enum gate_want want, struct case_head *head,
    enum relation *rel, struct err *e);

/* The same by row number, as tasks, deadlines and documents point to cases. */
enum rc gate_case_id(const struct principal *p, struct store *s, int64_t id,
    enum gate_want want, struct case_head *head, enum relation *rel,
    struct err *e);

/*
 * The same two, telling how far the gate opens: with the classes that consents
 * in force open beside those of the relation.
 */
enum rc gate_open(const struct principal *p, struct store *s,
    const char *number, enum gate_want want, struct case_head *head,
    struct gate_pass *pass, struct err *e);
enum rc gate_open_id(const struct principal *p, struct store *s, int64_t id,
    enum gate_want want, struct case_head *head, struct gate_pass *pass,
    struct err *e);

/*
 * May P decide in case ID?  Not if P is disqualified, nor if a leader of P's
 * unit is whose subordinate P is; the error is E_DISQUALIFIED.
 */
enum rc gate_impartial(const struct principal *p, struct store *s, int64_t id,
    struct err *e);

/*
 * May P, who stands in REL to case HEAD, run ACTION in it?  With
 * RELATION_TASK only if an open task of P's has the action's name as its key.
 * The action's own roles are the engine's business.
 */
enum rc gate_action(const struct principal *p, struct store *s,
    const struct case_head *head, enum relation rel, const char *action,
    struct err *e);

/*
 * May P see or give values of CLASS in a case to which it stands in REL, apart
 * from what a consent opens?  A task shows class case to those who work with
 * cases or measures, addresses to caretakers, both to the property side; the
 * caller leaves it at what the task's form asks for.  Health is for units of
 * the health domain.
 */
bool
gate_class(const struct principal *p, enum relation rel, enum bf_class class);

/* The classes that gate_class allows, as bits (1u << class). */
unsigned int gate_classes(const struct principal *p, enum relation rel);

/*
 * RC_DENIED unless PASS has CLASS.  The text says what kind of basis is missing:
 * a chosen unit ("say role=@unit") for who has units in two domains, a consent,
 * a relation; never whether there is such a value.
 */
enum rc gate_class_need(const struct principal *p, const struct gate_pass *pass,
    enum bf_class class, struct err *e);

/*
 * The cases, tasks and deadlines that lists may show P, for the store to apply.
 * It borrows from P.  Who has no case role gets a scope that matches nothing.
 */
void gate_scope(const struct principal *p, struct scope *out);

/*
 * The same without cases in which P has no more than a task, and without those
 * that a consent opens: papers, deadlines, letters and records are for the unit.
 */
void gate_full_scope(const struct principal *p, struct scope *out);

/*
 * The persons that a search by name may find: a unit of P's registered them, or
 * a case names them that P holds by more than a task.  Borrows from P.
 */
void gate_person_scope(const struct principal *p, struct scope *out);

/* How P came to ask for a person. */
enum gate_how {
	GATE_BY_ID, /* by row number, as cases name persons */
	GATE_BY_NUMBER, /* by the whole national number */
	GATE_BY_NAME /* in a list of names */
};

/* What of a person may be shown; bits (1u << class). */
struct gate_view {
	unsigned int classes; /* identity, address, health, economy */
	bool related; /* a unit or case of P's stands behind it */
	bool emergency; /* no, but an open break-glass: nothing is changed */
	bool list_address; /* the address may stand in a list */
};

/*
 * Look up person ID (0: not found by number) for P.  RC_NOTFOUND: unknown or
 * not to be known of.  Who knows the whole number may see the identity of a
 * person of open grade, and of a protected one only that the register has them;
 * all else needs a relation.  Strictly protected persons do not exist for those
 * without one, and their address is never shown (domain §2.2).
 */
enum rc gate_person(const struct principal *p, struct store *s, int64_t id,
    enum gate_how how, struct person *out, struct gate_view *view,
    struct err *e);

/* The same for a household, by the unit that registered it or a member. */
enum rc gate_household(const struct principal *p, struct store *s, int64_t id,
    struct err *e);

/*
 * *YES: may P see to what becomes of the records of case ID (or person ID, if
 * PERSON)?  Archivists may, for the whole municipality; leaders for what their
 * unit has to do with; nobody for what is barred to them.  The same statements
 * run for what there is none of.
 */
enum rc gate_records(const struct principal *p, struct store *s, bool person,
    int64_t id, bool *yes, struct err *e);

/* Is P a leader in a unit of USER's, and not USER? */
bool gate_leads(const struct principal *p, const char *user);

/* May P look into what USER did: as such a leader, or as auditor? */
bool gate_oversees(const struct principal *p, const char *user);

/*
 * May P read history and look-ups of every subject?  Auditors may: headers and
 * look-ups, and no content.
 */
bool gate_audit(const struct principal *p);

#endif
