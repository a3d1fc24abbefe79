/*
 * emergency -- who may look without having to do with it, because it cannot wait
 * (nødtilgang, break-glass).
 *
 * It is opened for one case or person by name, with a reason, for an hour.  Then
 * each request that wants to use it says so by the basis NOED, which stands in
 * its look-up row; lists and searches never widen, and nothing can be changed.
 * A leader reviews each of them.
 */
#ifndef ACCESS_EMERGENCY_H
#define ACCESS_EMERGENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "access/gate.h"
#include "base/err.h"
#include "model/municipality.h"
#include "model/principal.h"
#include "store/case.h"
#include "store/emergency.h"
#include "store/person.h"

struct store;

#define EMERGENCY_BASIS "NOED"
#define EMERGENCY_MS (60 * INT64_C(60000)) /* it holds so long */
#define EMERGENCY_REVIEW_DAYS 5 /* working days for its review */
#define EMERGENCY_LIFE "life_health" /* opens health as well */

/* Codes of the reason; NULL-terminated. */
extern const char *const emergency_categories[];

/* What people call the category, in the language of the request. */
const char *emergency_title(const char *category);

/*
 * What P has to do with case CASE_ID (0: unknown) by an emergency:
 * RELATION_NONE, RELATION_EMERGENCY or RELATION_RESCUE.  Asks the store only if
 * the request's basis claims one, and then whatever the case is.
 */
enum rc emergency_relation(const struct principal *p, struct store *s,
    int64_t case_id, enum relation *rel, struct err *e);

/* The same for a person. */
enum rc emergency_person(const struct principal *p, struct store *s,
    int64_t person, enum relation *rel, struct err *e);

/*
 * May P open case NUMBER, having named person NAMED (0: none) exactly?
 * RC_NOTFOUND, alike for an unknown case and one that names a strictly protected
 * person whom the caller has not named.
 */
enum rc emergency_may_open_case(const struct principal *p, struct store *s,
    const char *number, int64_t named, struct case_head *head, struct err *e);

/*
 * The same for person ID; a strictly protected one only if BY_NUMBER, that is
 * named by the whole national number.
 */
enum rc emergency_may_open_person(const struct principal *p, struct store *s,
    int64_t id, bool by_number, struct person *out, struct err *e);

/*
 * Is P the leader who answers for what happens in UNIT: one of its leaders, or
 * any leader if it has none?
 */
bool emergency_answers_for(const struct principal *p,
    const struct municipality *m, const char *unit);

/*
 * May P review M?  The leader of the unit that answers for it, or any leader if
 * that unit has none; never who opened it.  RC_NOTFOUND, RC_DENIED.
 */
enum rc
emergency_may_review(const struct principal *p, const struct municipality *m,
    const struct emergency *opened, struct err *e);

/*
 * Whose emergencies P may list: all for the auditor (*ALL), else those of
 * *UNITS, which the caller frees; the names are borrowed from M.
 */
void emergency_units(const struct principal *p, const struct municipality *m,
    bool *all, const char ***units, size_t *n);

#endif
