/*
 * decide -- make a decision (vedtak): one door for definitions and complaints.
 *
 * ARGS, as case:decide{…} gives them: type, item, basis, result, date,
 * effective, expires, content, reasons {rules, facts, considerations},
 * conditions [{text, reason, basis}], refers_to (number in the case), urgent,
 * favour, no_notice {code, reason}.
 */
#ifndef ENGINE_DECIDE_H
#define ENGINE_DECIDE_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "store/decision.h"

struct law_basis;
struct step;

/* A decision that is being made. */
/*
 * Type of a decision that the engine itself makes: that a complaint is not
 * considered.  All other types are a definition's.
 */
#define DECIDE_COMPLAINT "complaint"

struct deciding {
	const json_t *args; /* borrowed */
	const char *basis, *type, *item, *result; /* "" if not given */
	struct decision d; /* as far as it is known */
	const struct law_basis *law; /* NULL: not known */
	json_t *earlier; /* owned: the one it refers to, or NULL */
};

/*
 * Everything that is missing or wrong in W at once: RC_GUARD with a field for
 * each.  The error is called as its fields are if they have one name, and
 * E_DECISION_INCOMPLETE otherwise.
 */
enum rc decide_check(struct step *st, struct deciding *w, struct err *e);

/* How good RESULT is for the party: 1 to 3; 0 if that cannot be told. */
int decide_rank(const char *result);

/*
 * Make the decision that ARGS say; OUT is filled in but for what it borrows.
 * ANNOUNCED: it follows from something the party has asked for, a complaint, so
 * that no advance notice is owed.
 */
enum rc decide_make(struct step *st, const json_t *args, bool announced,
    struct decision *out, struct err *e);

#endif
