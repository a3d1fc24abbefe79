/*
 * parties -- to whom a decision, an advance notice or a letter goes.
 *
 * A valid guardian or representative whose authority covers the matter gets it,
 * and the person as well unless under 15.  Without written authority a
 * representative who is no lawyer gets nothing: the letters go to the person
 * and a task asks for the authority (law row 54).
 *
 * Who applies together, such as spouses, are parties each in their own right:
 * the persons of the field "co_applicants" are told like the applicant, with
 * those who act for them, and each has a complaint period of their own.
 */
#ifndef ENGINE_PARTIES_H
#define ENGINE_PARTIES_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "model/date.h"

struct decision_party;
struct step;

/* The person that the case is about; 0 if it has none. */
int64_t parties_person(const struct step *st);

/*
 * Who is to be told about a matter of SCOPE ("housing", "economy", "health",
 * "complaint"), numbered from 1; *OUT is freed by decision_parties_free.  The
 * task "authority" is opened where one is missing.
 */
enum rc parties_find(struct step *st, const char *scope,
    struct decision_party **out, size_t *n, struct err *e);

/* Years of age of PERSON on DAY; -1 if the birth date is not known. */
enum rc parties_age(const struct step *st, int64_t person, struct date day,
    int *out, struct err *e);

/*
 * Warn W_NOT_PARTY when this step makes somebody a co-applicant who was none
 * when decisions of this cycle were made: they are told of later ones alone.
 */
enum rc parties_follow(struct step *st, struct err *e);

#endif
