/*
 * version -- every definition ever loaded, and which one new cases get.
 *
 * The version is the content: name and code hash.  A case is pinned to one row;
 * rows and files are never changed.  Which version is active, and since when
 * and by whom, is kept in every version too.
 */
#ifndef STORE_VERSION_H
#define STORE_VERSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

#define VERSION_HASH 32

struct version {
	int64_t id;
	char name[STORE_NAME_SIZE];
	char *title; /* owned */
	unsigned char code[VERSION_HASH], shape[VERSION_HASH];
	json_t *skeleton; /* owned reference */
	int64_t loaded; /* ms UTC */
	char loaded_by[STORE_NAME_SIZE];
	bool active; /* new cases get it now */
};

struct version_file {
	char *path;
	unsigned char *bytes; /* owned if read from the store */
	size_t len;
};

/* Zeroed is fine. */
void version_fini(struct version *v);

/*
 * Keep V (all but id, code, loaded, active) with its files, whose hash is the
 * code; their order is nothing to it.  *KNOWN tells that the
 * same name and code hash were there already, and then nothing is written.
 */
enum rc version_add(struct tx *tx, struct version *v,
    const struct version_file *files, size_t n, bool *known, struct err *e);

/* Fill OUT, which the caller ends with version_fini; RC_NOTFOUND. */
enum rc
version_get(struct store *s, int64_t id, struct version *out, struct err *e);
enum rc version_get_active(struct store *s, const char *name,
    struct version *out, struct err *e);

/* The version's files by path; *OUT is freed by version_files_free. */
enum rc version_files(struct store *s, int64_t id, struct version_file **out,
    size_t *n, struct err *e);
void version_files_free(struct version_file *files, size_t n);

/* The one file PATH; *OUT has no path if there is none; free it the same way. */
enum rc version_file(struct store *s, int64_t id, const char *path,
    struct version_file *out, struct err *e);

/*
 * For sys.verify: *ID is the version after AFTER, 0 if there is none; *INTACT,
 * its files are still those of its code hash.
 */
enum rc version_check(struct store *s, int64_t after, int64_t *id, bool *intact,
    struct err *e);

/* From tx_now on new cases of NAME get version ID. */
enum rc version_activate(struct tx *tx, const char *name, int64_t id,
    const char *by, const char *reason, struct err *e);

/*
 * [{id, name, title, code, shape, loaded, loaded_by, active, since, cases}],
 * newest first; hashes in hex.  NAME may be NULL.
 */
enum rc
version_list(struct store *s, const char *name, json_t **rows, struct err *e);

/* Those that new cases get, without counting their `cases`. */
enum rc version_list_active(struct store *s, json_t **rows, struct err *e);

#endif
