/*
 * secret -- keys: in memory that is locked, kept out of dumps, and wiped.
 *
 * A key as a file is one line of 64 hexadecimal digits.  Nothing of it ever
 * stands in an error text.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define SECRET_SIZE 32 /* bytes of a key */
#define SECRET_TEXT 66 /* as a line: digits, line feed and NUL */

/*
 * Zeroed memory for N bytes that is not swapped and not dumped, with pages
 * before and behind it that nobody may touch.  secret_free wipes it first; NULL
 * is fine.
 */
void *secret_new(size_t n) __attribute__((returns_nonnull));
void secret_free(void *p);

/* Could all memory of secrets be locked?  Else the limit (memlock) is small. */
bool secret_is_locked(void);

/* Wipe N bytes at P, whatever the compiler thinks of it. */
void secret_wipe(void *p, size_t n);

/*
 * Read a key out of TEXT (N bytes), which came from WHERE.  RC_CONFIG, E_KEY.
 */
enum rc secret_parse(const char *text, size_t n, const char *where,
    unsigned char key[SECRET_SIZE], struct err *e);

/*
 * Read the key in the file PATH, or what FD gives until its end.  RC_NOTFOUND:
 * there is none; RC_DENIED: not for us, or for everybody; RC_CONFIG: no key in
 * it.
 */
enum rc
secret_read(const char *path, unsigned char key[SECRET_SIZE], struct err *e);
enum rc secret_read_fd(int fd, const char *where,
    unsigned char key[SECRET_SIZE], struct err *e);

/*
 * Make a new key as the file PATH, readable by its owner alone, and on disk
 * when this returns.  RC_CONFLICT: there is one already; RC_IO.
 */
enum rc secret_make(const char *path, struct err *e);

#endif
