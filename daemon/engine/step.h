/*
 * step -- the case in work: one durable change of one case, all or nothing.
 *
 *   step_open ── host verbs, form, functions ── step_finish ── step_fini
 *
 * Everything that a step changes goes through here, whoever started it: a
 * person's action, a timer, an event or a method of the engine.  Finishing
 * holds the case against the rules that no definition can take away, raises the
 * revision and writes the history row.
 */
#ifndef ENGINE_STEP_H
#define ENGINE_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "access/gate.h"
#include "base/err.h"
#include "engine/call.h"
#include "model/definition.h"
#include "store/case.h"

struct loaded;

enum step_for {
	STEP_READ,
	STEP_WRITE,
	STEP_ACT /* write; an open task of the caller suffices */
};

#define STEP_EFFECTS_MAX 500 /* in one step */
#define STEP_TRACE                                                             \
	"trace" /* field of an E_SCRIPT's err: a line
					 * of source or of the trace */
#define STEP_MOVES_MAX 8 /* stages entered in one step */

/* Owned by the caller, from step_open to step_fini. */
struct step {
	struct bf_call *call; /* borrowed */
	enum step_for purpose;
	struct case_head head; /* as changed so far */
	struct case_head before; /* as it stood */
	struct loaded *version; /* held until step_fini */
	const struct def_stage *stage; /* of head.stage; borrowed */
	enum relation relation; /* of the caller to the case */
	unsigned int classes; /* 1u << class: what the caller may know */
	unsigned int shows; /* the same without protected addresses: what
			     * answers show */
	json_t *shown; /* owned: {field: true} that a task's form asks
					 * for; NULL: every field of the classes */
	json_t *data; /* owned: every field that has a value */
	json_t *parts[BF_N_CLASSES]; /* owned: the same, class by class */
	json_t *changed; /* owned: {field: true} of this step */
	json_t *old; /* owned: {field: value or null} before it */
	json_t *old_health; /* owned: {field: true}: that was of class health
			     * by who wrote it */
	json_t *inputs; /* owned: {class: {field: value}} */
	json_t *looked_up; /* owned: what a second run needs too */
	json_t *effects; /* owned: [{no, verb, …}] */
	const struct def_action *action; /* NULL outside an action */
	const char *function; /* what runs: "timer contact"; borrowed */
	unsigned int n_outbox; /* keys given in this step */
	bool created;
	bool handed_over; /* closed for another case or municipality */
	bool beside; /* concerns what stands beside the case, a complaint or
			 * a notification: a closed case takes it too */
	bool told; /* runs on an event: what the final stage does on it may
		    * reopen the case */
	bool moved; /* case:go was done by the function */
	unsigned int moves;
	char *trace; /* owned: of a failed function, or NULL */
	struct err *doomed; /* owned: a nested call was refused, so
				 * the step is, whoever catches it */
};

/*
 * Load case NUMBER ("2027/12") through the gate.  Unknown and forbidden are
 * the same RC_NOTFOUND.  For STEP_WRITE the caller's if_rev must be the case's
 * revision; RC_CONFLICT says who was first and when.  The case is noted as
 * disclosed.  ST needs step_fini also after a failure.
 */
enum rc step_open(struct bf_call *c, const char *number, enum step_for purpose,
    struct step *st);

/* The same by row number: for timers, events and methods that know the row. */
enum rc step_open_id(struct bf_call *c, int64_t id, enum step_for purpose,
    struct step *st);

/*
 * Start a case that is not yet in the database: HEAD and DATA are empty but for
 * the definition's start stage.  L is taken over.
 */
void step_open_new(struct bf_call *c, struct loaded *l, struct step *st);
void step_fini(struct step *st);

/*
 * Fill `shown` for a caller who has a task in the case: the fields that the
 * forms of their tasks' actions ask for.
 */
enum rc step_task_fields(struct step *st);

/*
 * Does the caller see every class that the case has values of?  If not, what a
 * function said when it failed is not for them: it may quote such a value.
 */
bool step_sees_all(const struct step *st);

/* Fields of the case that the caller may see, {field: value}; new reference. */
json_t *step_visible(const struct step *st);

/*
 * Set FIELD to VALUE in normal form; NULL or null takes the value away.  Words
 * are of the class of who writes them (engine/said.h); the second names it.
 */
void step_set(struct step *st, const struct def_field *f, json_t *value);
void step_set_as(struct step *st, const struct def_field *f, json_t *value,
    enum bf_class class);

/* The class of F's value, which may be higher than F's; F's if it has none. */
enum bf_class step_class(const struct step *st, const struct def_field *f);

/* Copy a name of at most 64 bytes; NULL leaves OUT as it is. */
void step_name(char out[STORE_NAME_SIZE], const char *name);

/*
 * TEXT of the definition in the municipality's language, as a new string; other
 * words come back as they are.
 */
char *step_says(const struct step *st, const char *text);

/* Call function FN of the definition, ARGS after the case; RESULTS may be NULL. */
enum rc step_run(struct step *st, const char *what, int fn, const json_t *args,
    json_t **results);

/*
 * Remember an effect: numbered, part of the history row.  MORE, an object or
 * NULL, is taken over; it holds nothing that is not of class case.
 */
void step_effect(struct step *st, const char *verb, json_t *more);

/* Note VALUE as an input of this step, in the part of its field's class. */
void step_input(struct step *st, const struct def_field *f, json_t *value);

/*
 * Move the case to STAGE: what belongs to the old one ends.  Where an action
 * may lead is checked here (RC_GUARD).
 */
enum rc step_go(struct step *st, const char *stage, struct err *e);

/*
 * Begin a new cycle in STAGE, whether the case is closed or not: what ended it
 * is forgotten and what was asked for is owed anew (domain 2.4).
 */
enum rc step_reopen(struct step *st, const char *stage, struct err *e);

/* Put a new case with its first values into the database; once, after the form. */
enum rc step_insert(struct step *st);

/*
 * Let the case name the persons that the step has put into its fields so far,
 * for whatever asks the database before the step's end.  The error is the
 * call's.
 */
enum rc step_name_persons(struct step *st);

/* Run the `enter` of the stage that the case came into, if it has one. */
enum rc step_enter(struct step *st);

/*
 * Check the rules of the house, save the case, write the history row of KIND
 * ("act", "assign" …) with INPUT (clear values only, borrowed, may be NULL),
 * and set *RESULT (may be NULL) to {case, stage, rev, commit}.
 */
enum rc step_finish(struct step *st, const char *kind, const json_t *input,
    json_t **result);

/*
 * The same for a step that puts everything back as it was: no deadline begins
 * or ends by it, and what was right then is right now.
 */
enum rc step_finish_as_it_was(struct step *st, const char *kind,
    const json_t *input, json_t **result);

/* The definition that the case is pinned to; borrowed. */
const struct definition *step_definition(const struct step *st);

#endif
