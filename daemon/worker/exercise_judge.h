/*
 * exercise_judge -- is what a method answered what its row says?
 */
#ifndef WORKER_EXERCISE_JUDGE_H
#define WORKER_EXERCISE_JUDGE_H

#include <stdio.h>

#include <jansson.h>

#include <boflyt/plugin.h>

#include "base/err.h"

#define EXERCISE_WHY_SIZE 1024

/* An answer: RC with E, or RESULT. */
struct exercise_answer {
	const struct bf_method *method;
	enum rc rc;
	const struct err *e;
	const json_t *result; /* NULL: none */
};

/*
 * What is wrong with A, written to OUT (size N), of a plugin with RECORDS (may
 * be NULL): our own mistake, a refusal without a word, an error that neither the
 * row nor a rule of the records names, an answer without what the row's columns
 * promise.  False: nothing.
 */
bool exercise_is_wrong(const struct exercise_answer *a,
    const struct bf_record *records, char *out, size_t n);

/* Count A in TALLY, an object that is empty at first. */
void exercise_count(json_t *tally, const struct exercise_answer *a);

/* The methods of TALLY that were never accepted, and why: a line each. */
void exercise_print_refused(const json_t *tally, FILE *out);

#endif
