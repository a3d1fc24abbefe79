/*
 * post -- the spool of an installation, for tests that play the carrier.
 */
#ifndef E2E_POST_H
#define E2E_POST_H

#include <stdbool.h>
#include <stddef.h>

#include "work.h"

/* Let letters leave at once: nobody undoes a step here.  Before the start. */
void post_at_once(const struct place *p);

/*
 * For cmocka: an installation whose letters leave at once, printed as PDF where
 * PDF says so, with PLUGIN (NULL: none).  The state is a struct work.
 */
int post_setup_with(void **state, const char *plugin, bool pdf);
int post_setup(void **state);
int post_setup_to_print(void **state);

/* Register somebody who can get letters; the number of the row. */
json_int_t post_person(struct work *w, const char *name);

/* The same at ADDRESS, to be written to in LANGUAGE. */
json_int_t post_person_at(struct work *w, const char *name, const char *address,
    const char *language);

/* Open a case of that person as nav01; gives its number. */
void post_case(struct work *w, json_int_t person, char *number);

/* Write the path of file NAME of letter KEY ("": the folder itself). */
void post_path(const struct place *p, const char *key, const char *name,
    char *path, size_t size);

/* Wait until letter KEY lies in the spool; fails after some seconds. */
void post_wait(const struct place *p, const char *key);

/*
 * Wait for the letter whose key has PART in it and write it to KEY; fails after
 * some seconds.
 */
void post_find(const struct place *p, const char *part, char *key, size_t size);

/* Is file NAME of letter KEY there? */
bool post_has(const struct place *p, const char *key, const char *name);

/* What file NAME of letter KEY says; the caller frees it. */
char *post_read(const struct place *p, const char *key, const char *name);

/* Say LINE of letter KEY, as a carrier does. */
void post_say(const struct place *p, const char *key, const char *line);

/* How many letters lie in the spool; fails if one is not whole. */
size_t post_count(const struct place *p);

/* The key of letter NO (from 1) in the case's outbox.list, with its row. */
json_t *post_letter(struct work *w, const char *number, size_t no);

/* Wait until letter ID has NAME (and VALUE unless it is NULL); its row. */
json_t *
post_until(struct work *w, json_int_t id, const char *name, const char *value);

#endif
