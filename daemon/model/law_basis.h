/*
 * law_basis -- what municipalities decide by, dated: sections "basis" of
 * etc/law.ini.
 *
 * A basis says by which rule a decision under it can be complained about; that
 * rule gives period and complaint body (domain 2.6).  Which version counts is
 * decided by the day of the decision, so that a new Act is another section and
 * old decisions keep their references.
 */
#ifndef MODEL_LAW_BASIS_H
#define MODEL_LAW_BASIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/lines.h"
#include "model/date.h"

struct law;

struct law_basis {
	char *id; /* "SOTJL_27" */
	char *version; /* as a rule's */
	struct date from; /* first day of a decision that it counts for */
	struct date to; /* last one; DATE_NONE: still in force */
	char *source; /* "sosialtjenesteloven § 27" */
	char *complaint; /* id of a rule; "": as the decision it refers to */
	char *conditions_to; /* ids: grounds for conditions of decisions by
				 * those; "": no such ground */
	char *scope; /* of an authority (fullmakt) that covers it */
	int32_t under_age; /* such a ground for those below only; 0: all */
	char *text_nb, *text_nn; /* what is decided by it */
	int line;
};

/*
 * The version of basis ID in force on DATE; borrowed until law_free.
 * RC_NOTFOUND names the nearest id, or says from when it counts.
 */
enum rc law_basis_find(const struct law *law, const char *id, struct date date,
    const struct law_basis **out, struct err *e);

/* That very version, whenever it counted; NULL if there is none. */
const struct law_basis *
law_basis_version(const struct law *law, const char *id, const char *version);

/* In order of id and from; NULL after the last. */
const struct law_basis *law_basis_at(const struct law *law, size_t i);

/* Is B a ground for conditions in decisions by basis ID? */
bool law_basis_is_ground(const struct law_basis *b, const char *id);

#endif
