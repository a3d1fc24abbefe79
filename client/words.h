/*
 * words -- the program's own words in answers: states, kinds, roles.
 */
#ifndef CLIENT_WORDS_H
#define CLIENT_WORDS_H

#include <jansson.h>

/* The vocabulary of the words that member NAME holds, or NULL: none. */
const char *words_type(const char *name);

/* What WORD of the vocabulary TYPE is called; NULL: nothing but itself. */
const char *words_find(const char *type, const char *word);

/*
 * Before these, use the words of the plugin that answers METHOD ("plan.show";
 * NULL: none), out of ALL, the `words` of sys.describe, which stay the
 * caller's; for a report those of every plugin.
 */
void words_of(const json_t *all, const char *method);

#endif
