/*
 * definition_build -- what the parts of definition_compile share.
 *
 * Private to daemon/model/definition*.c.  A place is one node of the skeleton
 * with the path and line that its mistakes are reported under.
 */
#ifndef MODEL_DEFINITION_BUILD_H
#define MODEL_DEFINITION_BUILD_H

#include "model/definition.h"

#define DEF_NAME_MAX 64
#define DEF_TITLE_MAX 200

struct def_build {
	struct definition *d; /* borrowed; what becomes of it */
	json_t *root; /* borrowed: d->skeleton */
	struct def_notes *notes; /* borrowed */
	bool (*law_has)(void *arg, const char *rule); /* may be NULL */
	void *arg;
};

struct def_place {
	json_t *node; /* borrowed */
	const char *file; /* borrowed; NULL: workflow.lua */
	char where[96];
	int line;
};

/* Zeroed memory for N things of SIZE bytes; it goes with D. */
void *def_alloc(struct definition *d, size_t n, size_t size);

/*
 * Was NODE written with a constructor?  Elsewhere `kind`, `line`, `title` and
 * so on are names that the author chose.
 */
bool def_is_marked(const json_t *node);

/* The member KEY of P as a place of its own; its node may be NULL. */
struct def_place place_child(const struct def_place *p, const char *key);
/* NODE, which stands in P under KEY. */
struct def_place
place_of(const struct def_place *p, const char *key, json_t *node);

/* Note a mistake at P; HINT may be "". */
void
place_note(struct def_build *b, const struct def_place *p, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Note "did you mean" if a name of KNOWN is near NAME, else list them. */
void place_unknown(struct def_build *b, const struct def_place *p,
    const char *what, const char *name, const char *const *known, size_t n);

/* Is P written with the constructor KIND?  Notes it if not. */
bool place_is(struct def_build *b, const struct def_place *p, const char *kind);

/* Note every member of P that is not in KEYS (NULL-terminated). */
void place_keys(struct def_build *b, const struct def_place *p,
    const char *const *keys);

/* Typed members; a wrong type is noted, an absent one gives OTHERWISE. */
const char *place_text(struct def_build *b, const struct def_place *p,
    const char *key, const char *otherwise);
const char *place_title(struct def_build *b, const struct def_place *p);
bool
place_bool(struct def_build *b, const struct def_place *p, const char *key);
int64_t place_int(struct def_build *b, const struct def_place *p,
    const char *key, int64_t otherwise);
int
place_function(struct def_build *b, const struct def_place *p, const char *key);
/* An object member; NULL if absent, and if wrong (noted). */
json_t *
place_object(struct def_build *b, const struct def_place *p, const char *key);
/* A list member, or one text in its stead; NULL-terminated, never NULL. */
const char *const *
place_names(struct def_build *b, const struct def_place *p, const char *key);
/* The first positional value as a duration of LEAST or more; false: none. */
bool place_duration(struct def_build *b, const struct def_place *p,
    int32_t least, struct duration *out);

/* Is NAME 1..64 of [a-z0-9_], a letter first?  Notes it if not. */
bool
place_name(struct def_build *b, const struct def_place *p, const char *name);

/* The parts. */
void build_fields(struct def_build *b, const struct def_place *root);
const struct def_form *
build_form(struct def_build *b, const struct def_place *p, size_t *n);
void build_stages(struct def_build *b, const struct def_place *root);
void check_definition(struct def_build *b, const struct def_place *root);
void shape_hash(const json_t *skeleton, unsigned char hash[32]);

#endif
