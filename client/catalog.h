/*
 * catalog -- the methods that the daemon has, as sys.describe tells them.
 *
 * The client knows no method by heart.  A method and a parameter are borrowed
 * JSON objects that live as long as the catalog.
 */
#ifndef CLIENT_CATALOG_H
#define CLIENT_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/err.h"

struct catalog {
	json_t *all; /* owned: the result of sys.describe */
};

/* Take over the result of sys.describe; E_PARAMS if it is none. */
enum rc catalog_init(struct catalog *c, json_t *result, struct err *e);
void catalog_fini(struct catalog *c);

/* The language that the municipality's texts are in: "nb". */
const char *catalog_language(const struct catalog *c);

/* The method of that name ("case.show"), or NULL. */
json_t *catalog_find(const struct catalog *c, const char *name);

/*
 * Find the method that the words name, in English or Norwegian: "case show",
 * "sak vis", "case.show", "i-dag".  USED is how many words that took.  An
 * object alone gives RC_OK, *METHOD NULL and *OBJECT its English name.  An
 * unknown word is an error that offers the nearest one.
 */
enum rc
catalog_resolve(const struct catalog *c, const char *const *word, size_t n,
    json_t **method, const char **object, size_t *used, struct err *e);

/* Is WORD the object of METHOD, in English or Norwegian? */
bool method_is_of(const json_t *method, const char *word);

const char *method_name(const json_t *method);

/* What comes after the object, as it is typed: "show"; in Norwegian "vis". */
const char *method_verb(const json_t *method);
const char *method_word(const json_t *method, size_t i);
/* Its command in the language that is spoken: "sak vis", "case show"; the
 * caller frees. */
char *method_command(const json_t *method);
bool method_is_write(const json_t *method);

/* Name of the parameter that takes the remaining pairs, or NULL. */
const char *method_rest(const json_t *method);

/* Does the reply bring a file? */
bool method_gives_file(const json_t *method);

json_t *method_params(const json_t *method); /* object: name to schema */
json_t *method_param(const json_t *method, const char *name);
bool method_requires(const json_t *method, const char *name);

/* Name of positional parameter number I, or NULL. */
const char *method_positional(const json_t *method, size_t i);

/*
 * What people call parameter NAME of METHOD: as a column of its object is
 * called that holds the same, else as view_title has it.
 */
const char *catalog_param_title(const struct catalog *c, const json_t *method,
    const char *name);

const char *param_type(const json_t *param); /* "case", "date" … */
const char *param_text(const json_t *param);
bool param_many(const json_t *param);

/* May the value stand on a command line? */
bool param_is_open(const json_t *param);

/* The codes that the value is one of: an array, or NULL. */
json_t *param_codes(const json_t *param);

/* A string member, or "" if there is none. */
const char *text_of(const json_t *object, const char *member);

/* The one of the texts in LIST (an array) nearest to WORD, or NULL. */
const char *nearest(const char *word, const json_t *list);

#endif
