/*
 * relation -- what a principal has to do with a case.
 */
#ifndef ACCESS_RELATION_H
#define ACCESS_RELATION_H

#include <stdbool.h>

#include "access/gate.h"
#include "base/err.h"
#include "model/principal.h"
#include "store/case.h"
#include "store/task.h"

struct store;

/*
 * What P has to do with case H (id 0: unknown).  Always puts the same
 * statements to the store, so that unknown and forbidden cannot be told apart.
 * What is barred is RELATION_NONE, and noted in P's flag.
 */
enum rc relation_find(const struct principal *p, struct store *s,
    const struct case_head *h, struct gate_pass *pass, struct err *e);

/* Who asks, as the store's statements want it; whatever the roles. */
void relation_scope(const struct principal *p, struct scope *out);

/* Note in P's flag, if there is one, that BAR keeps P from KIND ID. */
void relation_note(const struct principal *p, enum bar bar, const char *kind,
    int64_t id);

/* May P do what T stands for? */
bool relation_is_for(const struct principal *p, const struct task *t);

#endif
