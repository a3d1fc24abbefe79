/*
 * secret -- an installation with a case that others know nothing of.
 *
 * It is NAV's, and full of words that nobody else may ever see: all of them
 * contain SECRET.
 */
#ifndef E2E_SECRET_H
#define E2E_SECRET_H

#define SECRET "Hemmelig"

/*
 * For cmocka; the state is a struct work.  There are case 2027/1, person FIRST_PERSON,
 * household 1, task 1, document 1 and decision 1.
 */
int secret_setup(void **state);

/*
 * The same with the plugins of this build, and in each of them what belongs to
 * the case: plan 1, matter 1, guarantee 1 with claim 1.
 */
int secret_setup_plugins(void **state);

/* As work_teardown; and the log must not contain SECRET either. */
int secret_teardown(void **state);

#endif
