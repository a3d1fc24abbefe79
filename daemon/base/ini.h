/*
 * ini -- read a file of [sections] and "key = value" lines.
 *
 * inih does the parsing; our own line reader stands before it and refuses what
 * inih would cut or misread without a word: overlong lines, bytes that are not
 * UTF-8, lines that are neither a section nor a key.  Comments begin with ";"
 * or "#" at the start of a line, or with " ;" after a value.
 */
#ifndef BASE_INI_H
#define BASE_INI_H

#include <stddef.h>

#include "base/err.h"
#include "base/lines.h"

/* The longest line, in bytes. */
#define INI_LINE_MAX 198

/* The longest section name, in bytes. */
#define INI_SECTION_MAX 48

/* Borrowed for the duration of the call. */
struct ini_item {
	const char *file;
	int line;
	const char *section; /* "" before the first section */
	const char *key; /* NULL: the section itself begins here */
	const char *value;
};

typedef void ini_item_fn(void *arg, const struct ini_item *item);

/* A file that has been read already; NAME is what mistakes begin with. */
struct ini_text {
	char *name; /* owned */
	char *bytes; /* owned */
	size_t n;
};

/* Read FILE as a whole; RC_CONFIG if it cannot be read or is over 1 MiB. */
enum rc ini_slurp(const char *file, struct ini_text *out, struct err *e);
void ini_text_fini(struct ini_text *text); /* zeroed is fine */

/*
 * Read FILE and give every section and key to FN in order, also after a
 * mistake.  Mistakes are added to MISTAKES as "file:line: what is wrong".
 * Fails only if the file cannot be read (RC_CONFIG).
 */
enum rc ini_read(const char *file, ini_item_fn *fn, void *arg,
    struct lines *mistakes, struct err *e);

/* The same with a text in memory. */
enum rc ini_read_text(const struct ini_text *text, ini_item_fn *fn, void *arg,
    struct lines *mistakes, struct err *e);

/*
 * The name of NAMES (N of them) that looks most like WORD; NULL if none is
 * near.
 */
const char *ini_nearest(const char *word, const char *const *names, size_t n);

/* "nb, nn, en": the first of N names that people can take in; to be freed. */
char *ini_list(const char *const *names, size_t n);

#endif
