/*
 * person_row -- what the methods of a person have in common.
 */
#ifndef ENGINE_PERSON_ROW_H
#define ENGINE_PERSON_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "access/gate.h"
#include "base/err.h"
#include "engine/call.h"
#include "model/date.h"
#include "model/nin.h"

/* Values of a person, none of which a command line takes. */
#define PERSON_IDENTITY(n, t, txt)                                             \
	{                                                                      \
		.name = (n), .type = (t), .class = BF_CLASS_IDENTITY,          \
		.text = (txt)                                                  \
	}
#define PERSON_ADDRESS(n, txt)                                                 \
	{                                                                      \
		.name = (n), .type = BF_TEXT, .class = BF_CLASS_ADDRESS,       \
		.text = (txt)                                                  \
	}

#define PERSON_PARAM                                                           \
	{                                                                      \
		.name = "person", .type = BF_ID,                               \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("number of the person in the register")             \
	}

#define PERSON_ROW(n, words, k, t, par, col, errs, fn)                         \
	{                                                                      \
		.name = (n), .nb = (words), .kind = (k),                       \
		.access = BF_ACCESS_PERSON, .faces = BF_FACE_SOCKET,           \
		.text = (t), .params = (par), .columns = (col),                \
		.errors = (errs), .call = (fn)                                 \
	}

/*
 * Why an identifier was given or ended (folkeregisterloven § 2-2), kept in
 * clear with it; NULL-terminated, "issued" first.
 */
extern const char *const person_causes[];

/* Columns of the answer to a write: person, rev, commit. */
extern const struct bf_column person_written[];

/* A date of the request, or DATE_NONE. */
struct date person_date(const json_t *params, const char *name);

/*
 * Read the parameter `number` and hold it against the rules of this register;
 * *GIVEN tells whether it was there.
 */
enum rc person_read_number(struct bf_call *c, const json_t *params,
    struct nin *nin, bool *given);

/*
 * Give PERSON the number, valid as the request says; REASON is a code.  Whoever
 * has it already, the refusal (E_ID_TAKEN) reads the same.  Still it tells who
 * finds nobody by that number that the register keeps somebody from them: one
 * number cannot belong to two, so that much cannot be hidden.  Nothing else is
 * told, and the attempt stands in the look-ups of the person who has it.
 */
enum rc person_add_number(struct bf_call *c, int64_t person,
    const struct nin *nin, const json_t *params, const char *reason);

/*
 * Find who has the national number, for somebody who asks by the whole number
 * in order to name them in a case, which then shows the rest.  The search is
 * logged; RC_NOTFOUND says neither that nobody has it nor that it is a strictly
 * protected person's.  A protected one without relation asks for a reason.
 */
enum rc person_by_number(struct bf_call *c, const struct nin *nin, int64_t *id,
    struct err *e);

/*
 * The person that a request names: by row number in parameter NAME, or by
 * national number in `number`.  *ID is 0 if it does neither.
 */
enum rc person_named(struct bf_call *c, const json_t *params, const char *name,
    int64_t *id);

/*
 * Load the person that a request names for a change: one that a unit or case of
 * the caller's stands behind, and of the revision that the caller expects.
 */
enum rc person_open(struct bf_call *c, const json_t *params, struct person *p,
    struct gate_view *view);

#endif
