/*
 * base64 -- bytes as text, for files inside of JSON.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

/* N bytes as text, on one line; the caller frees. */
char *base64_of(const void *bytes, size_t n);

/*
 * The bytes that TEXT of LEN stands for; *OUT is malloc'd.  False, and nothing
 * to free, if it is not such a text from its first to its last letter.
 */
bool base64_read(const char *text, size_t len, void **out, size_t *n);

#endif
