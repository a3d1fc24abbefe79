/*
 * words -- the program's own words in answers: states, kinds, roles.
 */
#ifndef CLIENT_WORDS_H
#define CLIENT_WORDS_H

/* The vocabulary of the words that member NAME holds, or NULL: none. */
const char *words_type(const char *name);

/* What WORD of the vocabulary TYPE is called; NULL: nothing but itself. */
const char *words_find(const char *type, const char *word);

#endif
