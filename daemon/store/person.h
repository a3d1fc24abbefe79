/*
 * person -- the register of persons: numbers, identity, address, helpers.
 *
 * A person has any number of identifiers over time (D-number first, national
 * number later), each with validity and reason.  What is known of the person
 * stands in one sealed part per class; every version is kept with the time at
 * which it was recorded.  Nothing here asks who may see it: the gate does.
 */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"
#include "model/date.h"
#include "store/store.h"

struct scope;
struct tx;

/* Address grade (adressesperre). */
enum person_grade {
	PERSON_OPEN, /* ugradert */
	PERSON_PROTECTED, /* fortrolig */
	PERSON_STRICTLY_PROTECTED /* strengt fortrolig */
};

struct person {
	int64_t id;
	char uuid[40];
	enum person_grade grade;
	char owner_unit
	    [STORE_NAME_SIZE]; /* the unit that registered the person */
	int64_t rev;
	int64_t created, changed; /* ms UTC */
	struct date deceased; /* DATE_NONE: not known to be dead */
};

const char *person_grade_name(enum person_grade g); /* "open" … */
bool person_grade_parse(const char *name, enum person_grade *out);

/*
 * Add a person.  P gives grade, owner_unit and deceased; id, uuid, rev and the
 * times are filled in.  PARTS (borrowed) is an object from class name to the
 * part's object, such as {"identity": {"name": …, "birth_date": …, "language":
 * …, "interpreter": {"needed": true, "language": "ti", "qualification": "B"},
 * "channel": "post"}, "address": {…}}; "case" is no class of a person.
 */
enum rc person_create(struct tx *tx, struct person *p, const json_t *parts,
    struct err *e);

/*
 * Save a new version of P, whose rev must be the one loaded (E_CONFLICT
 * otherwise); rev and changed are moved on.  Parts not named in PARTS stay;
 * a part that is JSON null is emptied.
 */
enum rc person_save(struct tx *tx, struct person *p, const json_t *parts,
    struct err *e);

/* Load the head of person ID; RC_NOTFOUND if there is none. */
enum rc
person_load(struct store *s, int64_t id, struct person *out, struct err *e);

/* *OUT is the part of CLASS (new reference), an empty object if none. */
enum rc person_part(struct store *s, int64_t id, enum bf_class class,
    json_t **out, struct err *e);

/*
 * The version of person ID as the register knew it at instant AS_OF; RC_NOTFOUND
 * before the first.  *PARTS is an object from class name to part.
 */
enum rc person_as_of(struct store *s, int64_t id, int64_t as_of,
    struct person *out, json_t **parts, struct err *e);

/* One identifier; all texts borrowed. */
struct person_identifier {
	int64_t person;
	const char *type; /* "fnr", "dnr", "help", "synthetic", "other" */
	const char *value; /* digits, already checked against the rules */
	struct date valid_from; /* DATE_NONE: always */
	struct date valid_to; /* last day; DATE_NONE: open */
	const char *reason; /* a code: why it was given or ended; or "" */
};

/*
 * Give a person an identifier.  Another person's is refused with RC_CONFLICT,
 * E_ID_TAKEN; one's own once more with E_ID_KNOWN.  No text has the number, and
 * E_ID_TAKEN reads the same whoever has it.
 */
enum rc person_identifier_add(struct tx *tx, const struct person_identifier *in,
    int64_t *id, struct err *e);

/* End identifier ID with its last valid day and the reason; as a new version
 * of the row, so that what was known before stays. */
enum rc person_identifier_end(struct tx *tx, int64_t id, struct date valid_to,
    const char *reason, int64_t *new_id, struct err *e);

/*
 * Withdraw identifier ID: it was never this person's.  The row stays and says
 * since when it is known to be wrong; the number is free for its true owner.
 */
enum rc person_identifier_withdraw(struct tx *tx, int64_t id, struct err *e);

/* *OUT: [{id, type, value, valid_from, valid_to, reason}] as known at AS_OF
 * (0: now), oldest first. */
enum rc person_identifiers(struct store *s, int64_t person, int64_t as_of,
    json_t **out, struct err *e);

/*
 * Find who has or had the number VALUE, exactly; *ID is 0 if nobody is known.
 * A number whose validity has ended still finds its person.
 */
enum rc person_find_number(struct store *s, const char *value, int64_t *id,
    struct err *e);

/*
 * Find persons by name: each word of TEXT begins a word of the name, folded
 * the Norwegian way.  At most LIMIT ids (≤ 200) above AFTER, ascending, of
 * those that SCOPE lets through (see person_in_scope), go into IDS; *N counts
 * them.  Strictly protected persons are as findable as their relation to SCOPE.
 * The index is built from the sealed rows when first asked.
 */
enum rc
person_find_name(struct store *s, const struct scope *scope, const char *text,
    int64_t after, int limit, int64_t *ids, size_t *n, struct err *e);

/* A guardian (verge) or representative (fullmektig); all texts borrowed. */
struct person_link {
	int64_t person;
	const char *kind; /* "guardian", "representative" */
	int64_t other; /* person in the register, or 0 */
	const char *name; /* who it is if not in the register */
	const char *scope; /* a code: what the authority covers */
	bool written; /* the authority is in writing */
	bool lawyer; /* needs none in writing */
	struct date valid_from; /* DATE_NONE: open */
	struct date valid_to;
};

/*
 * Add a link.  A representative who is no lawyer and shows nothing in writing
 * is kept all the same; person_links marks it "valid": false.
 */
enum rc person_link_add(struct tx *tx, const struct person_link *in,
    int64_t *id, struct err *e);
enum rc person_link_end(struct tx *tx, int64_t id, struct date valid_to,
    int64_t *new_id, struct err *e);

/* *OUT: [{id, kind, person, name, scope, written, lawyer, valid, valid_from,
 * valid_to}] known now; unless AT is DATE_NONE, those valid that day. */
enum rc person_links(struct store *s, int64_t person, struct date at,
    json_t **out, struct err *e);

/*
 * *YES: SCOPE has a relation to the person: a unit of it registered the person,
 * or a case of the scope names them (case_has_person).  Unknown persons are in
 * no scope; the same statements run for both.
 */
enum rc person_in_scope(struct store *s, const struct scope *scope,
    int64_t person, bool *yes, struct err *e);

#endif
