/*
 * plugged -- an engine with the plugins "trial" and "other" at work.
 */
#ifndef TESTS_ENGINE_PLUGGED_H
#define TESTS_ENGINE_PLUGGED_H

#include "fixture.h"
#include "look.h"
#include "plugin/set.h"
#include "trial.h"

#define ON "[plugin trial]\nenabled = yes\nmonths = 5\n"
#define DAY INT64_C(86400000)

/* Both plugins; of the test that runs. */
extern struct plugin_set *set;

/*
 * Open F over the database at PATH with the workflow "plugged" in use and MORE
 * in the municipality's file.
 */
void open_as(struct fixture *f, const char *path, const char *more);

/* For cmocka; the state is a struct fixture. */
int setup(void **state);
int teardown(void **state);

/* {case: NUMBER} and what MORE (taken over, or NULL) has. */
json_t *args(const char *number, json_t *more);

/* A claim of AMOUNT in case NUMBER; gives its id. */
json_int_t claim(struct fixture *f, const char *number, json_int_t amount,
    const char *landlord);

/* How many claims nav01 sees. */
size_t count_claims(struct fixture *f);

/* Is the task of KEY open in case NUMBER? */
bool has_task(struct fixture *f, const char *number, const char *key);

/* Does TEXT stand anywhere in O? */
bool says(const json_t *o, const char *text);

/* The revision of case NUMBER. */
json_int_t case_rev(struct fixture *f, const char *number);

/* A new person NAME with national number NUMBER; gives the row. */
json_int_t person(struct fixture *f, const char *name, const char *number);

#define WITH(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

#endif
