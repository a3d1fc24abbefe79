/*
 * gate_receiver -- what of a case may be sent to whom.
 *
 * A paper that is sent is shown to somebody for good, so the same rules hold as
 * for looking: a unit gets the classes that its relation to the case opens.
 */
#ifndef ACCESS_GATE_RECEIVER_H
#define ACCESS_GATE_RECEIVER_H

#include <stdint.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/municipality.h"
#include "store/case.h"

struct store;

enum receiver {
	RECEIVER_PARTY, /* the person the case is about, or who acts for them */
	RECEIVER_BODY, /* who hears a complaint gets the papers (fvl § 33) */
	RECEIVER_OTHER /* anybody else, such as a landlord */
};

/* The classes (1u << class) that may go to such a one. */
unsigned int gate_receiver_classes(enum receiver r);

/*
 * *CLASSES: those that may go to UNIT of case HEAD: all that the responsible
 * unit's domain opens, what consents open to another one, and class `case` to
 * one that has a task in it.
 */
enum rc gate_receiver_unit(const struct municipality *m, struct store *s,
    const struct case_head *head, const struct unit *unit,
    unsigned int *classes, struct err *e);

/*
 * May a paper about person ABOUT (0: it does not say whom) of CLASS of case
 * HEAD go to person TO (0: nobody of the register)?  E_PROTECTED: papers about
 * somebody who is strictly protected, and addresses of whoever is protected, go
 * to that person alone.
 */
enum rc gate_receiver_paper(struct store *s, const struct case_head *head,
    int64_t about, enum bf_class class, int64_t to, struct err *e);

#endif
