/*
 * act -- case.act: an action of the definition, done by a person.
 */
#ifndef ENGINE_ACT_H
#define ENGINE_ACT_H

#include <stdbool.h>

#include <jansson.h>

#include "base/err.h"
#include "model/definition.h"
#include "model/principal.h"

struct step;

/* Why an action is possible or not; for case.why and case.show. */
struct act_why {
	bool possible; /* role, stage and guard say yes */
	bool role; /* has one of the roles */
	char name[ERR_NAME_MAX]; /* of the error it would give */
	char text[ERR_TEXT_MAX]; /* why not, in words; "" if possible */
	json_t *missing; /* owned: required fields without a value */
};

/* Find out, without changing anything.  The caller frees with act_why_fini. */
void act_why(struct step *st, const struct def_action *a,
    const struct principal *who, struct act_why *out);
void act_why_fini(struct act_why *w);

/*
 * Call FN(case, action, arg) for each action that the case's stage has now, in
 * the definition's order; on a closed case only those that reopen it.
 */
void act_each(struct step *st,
    void (*fn)(struct step *st, const struct def_action *a, void *arg),
    void *arg);

#endif
