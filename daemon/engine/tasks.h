/*
 * tasks -- what people are to do in a case, and how it gets done.
 */
#ifndef ENGINE_TASKS_H
#define ENGINE_TASKS_H

#include <stdbool.h>

#include "base/err.h"
#include "model/date.h"

struct step;
struct task;

/*
 * Open a task of CAUSE for UNIT ("": the responsible one) under KEY; one that
 * is open under this key already stays as it is.
 */
enum rc tasks_open(struct step *st, const char *key, const char *title,
    const char *unit, struct date due, const char *cause, struct err *e);

/*
 * Open T, whose texts are filled in; "" for its unit is the responsible one.
 * One that is open under its key already stays as it is, and T has its number.
 */
enum rc tasks_add(struct step *st, struct task *t, struct err *e);

/*
 * The role that a task for UNIT names: the property side meets a case only
 * through tasks that are for it (D-041).  "" for other units.
 */
const char *tasks_role(const struct step *st, const char *unit);

/*
 * Open what stands beside the case under KEY, for ROLE ("": any) of UNIT ("":
 * the responsible one): closing the case does not close it.
 */
enum rc tasks_open_beside(struct step *st, const char *key, const char *title,
    const char *unit, const char *role, struct date due, struct err *e);

/* Open a task of CAUSE "deadline" for the leader of UNIT. */
enum rc tasks_open_leader(struct step *st, const char *key, const char *title,
    const char *unit, bool beside, struct err *e);

/* Close the task that is open under KEY, if there is one. */
enum rc tasks_close(struct step *st, const char *key, struct err *e);

/*
 * The case was given to another unit: what was open for the former one and for
 * no user in it goes along.
 */
enum rc tasks_follow(struct step *st, struct err *e);

#endif
