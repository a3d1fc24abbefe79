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
 */
enum rc relation_find(const struct principal *p, struct store *s,
    const struct case_head *h, enum relation *rel, struct err *e);

/* May P do what T stands for? */
bool relation_is_for(const struct principal *p, const struct task *t);

#endif
