/*
 * work -- an installation that serves, with the shipped workflow, and words to
 * work in it with.
 */
#ifndef E2E_WORK_H
#define E2E_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "daemon.h"

#define NUMBER_SIZE 32 /* of a case, "2027/12" */

struct work {
	struct place place;
	struct peer c;
	const char *plugin; /* what the test is about; NULL: no plugin */
};

/* For cmocka; the state is a struct work. */
int work_setup(void **state);

/* The same with plugin NAME, and KEYS more in its section. */
int work_setup_plugin(void **state, const char *name, const char *keys);

/* The same with those of plan, eviction and deposit that this build has. */
int work_setup_plugins(void **state);

/* Give a place those plugins; what there is none of is printed. */
void work_add_plugins(const struct place *p);

/* Is plugin NAME in this build? */
bool work_has_plugin(const char *name);

/* VERB of that plugin as AS, which must succeed or be refused as NAME. */
json_t *
work_do(struct work *w, const char *as, const char *verb, json_t *params);
void work_refused(struct work *w, const char *as, const char *verb,
    json_t *params, const char *name);

/* Ends the daemon too; fails if it no longer serves or sys.verify objects. */
int work_teardown(void **state);

/* A parameter object by the rules of json_pack. */
json_t *params(const char *fmt, ...);

/* End the daemon by SIGNAL, start it again and connect again. */
void work_restart(struct work *w, int signal);

/* Move the clock to TO: a date or an instant. */
void work_advance(struct work *w, const char *to);

/* Open a case of the shipped workflow, by phone on DATE; gives its number. */
void work_case(struct work *w, const char *as, const char *date, char *number);

/* Register a person called NAME as nav01; gives the number of the row. */
json_int_t work_person(struct work *w, const char *name);

/* case.act that must succeed; INPUT (taken over) may be NULL.  The result. */
json_t *work_act(struct work *w, const char *as, const char *number,
    const char *action, json_t *input);

/* The same, but it must be refused with the error called NAME. */
void work_act_refused(struct work *w, const char *as, const char *number,
    const char *action, json_t *input, const char *name);

/*
 * Propose an item of KIND with RESULT and PERFORMER (NULL: none) as AS; ITEM
 * (taken over) may be NULL.
 */
void work_propose(struct work *w, const char *as, const char *number,
    const char *kind, const char *result, const char *performer, json_t *item);

/* Say as AS why PART of the allocation does not apply. */
void work_no_part(struct work *w, const char *as, const char *number,
    const char *part, const char *why);

/*
 * Plan the joint allocation of DATE (the clock moves there) and see that it has
 * case NUMBER, as new.  The meeting, which is still to be held.
 */
json_int_t work_agenda(struct work *w, const char *number, const char *date);

/* Approve the version of now as AS. */
void work_approve(struct work *w, const char *as, const char *number);

/*
 * A whole allocation that Kongsvinger's other unit has approved: a service, a
 * start package and, if HOME, a dwelling for three years from FROM.
 */
void work_allocate(struct work *w, const char *number, bool home,
    const char *from, const char *to);

/* The decision of it on DATE by nav02, with TEXT everywhere; taken over. */
json_t *decision_input(const char *date, const char *text);

/* A case of DATE about PERSON, in which a guarantee is granted: the decision's no. */
json_int_t work_guarantee_case(struct work *w, json_int_t person,
    const char *date, char *number);

/*
 * Every code of the methods of PLUGIN has a word, and every member of ANSWER, of
 * METHOD as AS would see it, a title: also in the rows of its lists.
 */
void work_words(struct work *w, const char *plugin);
void work_titles(struct work *w, const char *method, const json_t *answer);

/* So has every label of REPORT ("report.ip") of PLUGIN in 2027. */
void work_labels(struct work *w, const char *plugin, const char *report);

/* case.show, new reference. */
json_t *work_show(struct work *w, const char *as, const char *number);

/* Withdraw: the case is closed. */
void work_close(struct work *w, const char *as, const char *number);

/* What is called NAME in O, which must have it. */
const char *text_in(const json_t *o, const char *name);
json_int_t int_in(const json_t *o, const char *name);

/* The row of ROWS whose NAME is TEXT; NULL if there is none. */
json_t *row_with(const json_t *rows, const char *name, const char *text);

/* The reply's error message; it must be an error. */
const char *message_of(const json_t *reply);

/* Does VALUE, written as JSON, contain TEXT? */
bool mentions(const json_t *value, const char *text);

#endif
