/*
 * schema -- the texts of the numbered migrations.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

/*
 * schema_steps[n] is what migration n + 1 does: texts that end with NULL.  The
 * list ends with NULL.  A step is never changed once it has shipped.
 */
extern const char *const *const schema_steps[];

/* The texts of the migrations that have a file of their own. */
extern const char *const schema_allocation[];
extern const char *const schema_oversight[];
extern const char *const schema_access[];
extern const char *const schema_keys[];
extern const char *const schema_decision[];
extern const char *const schema_plugins[];
extern const char *const schema_outbox[];
extern const char *const schema_household[];
extern const char *const schema_words[];

#endif
