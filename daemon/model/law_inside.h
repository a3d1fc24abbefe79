/*
 * law_inside -- what the readers of law.ini's sections share; private to
 * daemon/model/law*.c.
 */
#ifndef MODEL_LAW_INSIDE_H
#define MODEL_LAW_INSIDE_H

#include "model/law.h"
#include "model/law_basis.h"

/* A rule or a basis, and the keys that were given for it, one bit each. */
struct law_entry {
	struct law_rule rule;
	unsigned int given;
};

struct basis_entry {
	struct law_basis basis;
	unsigned int given;
};

struct law {
	struct law_entry *entries; /* owned; in order of id and from */
	size_t n;
	struct basis_entry *bases; /* owned; likewise */
	size_t n_bases;
};

/* Replace an owned text. */
void law_text_set(char **to, const char *value);

/* The place of VALUE among N words; an error that names the nearest if none. */
enum rc law_word(const char *value, const char *const *words, size_t n,
    size_t *out, struct err *e);

/* The entry ID@VERSION, or NULL. */
struct basis_entry *
bases_find(struct law *law, const char *id, size_t id_len, const char *version);
struct basis_entry *bases_add(struct law *law, const char *id, size_t id_len,
    const char *version, int line);

/* Take KEY = VALUE; RC_CONFIG with the sentence after the place. */
enum rc bases_take(struct basis_entry *b, const char *key, const char *value,
    struct err *e);

/* Sort, and note every mistake of all bases of FILE. */
void bases_check(struct law *law, const char *file, struct lines *mistakes);

void bases_free(struct law *law);

#endif
