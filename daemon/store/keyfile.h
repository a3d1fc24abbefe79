/*
 * keyfile -- bytes of the table of keys to and from the disk; for this room
 * only.
 */
#ifndef STORE_KEYFILE_H
#define STORE_KEYFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* What errno says: RC_DISK_FULL or RC_IO. */
enum rc keyfile_fail(struct err *e);

/* Read up to N bytes at OFF; *GOT is less at the end of the file. */
enum rc keyfile_read(int fd, void *bytes, size_t n, int64_t off, size_t *got,
    struct err *e);

enum rc
keyfile_write(int fd, const void *bytes, size_t n, int64_t off, struct err *e);

/* What was written is on disk; and the name of a new file. */
enum rc keyfile_sync(int fd, struct err *e);
enum rc keyfile_keep_name(const char *path, struct err *e);

#endif
