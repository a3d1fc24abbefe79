/*
 * buf -- bytes that grow up to a limit, are added at the end and taken from
 * the front.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

/* Held by the caller; read it with buf_data and buf_len. */
struct buf {
	char *data; /* owned; NULL while nothing was added */
	size_t start; /* bytes already taken from the front */
	size_t end;
	size_t cap;
	size_t max; /* never hold more than this */
};

/* Hold at most MAX bytes. */
void buf_init(struct buf *b, size_t max);
void buf_fini(struct buf *b);

/* What is in it; valid until the next change.  Never NULL. */
const char *buf_data(const struct buf *b);
size_t buf_len(const struct buf *b);

/* Add at the end; false, and nothing is added, if it would pass the limit. */
bool buf_add(struct buf *b, const void *p, size_t n);
bool buf_add_text(struct buf *b, const char *text);
bool buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Give room for N bytes more, to be filled from outside and then counted by
 * buf_grew; NULL if that would pass the limit.
 */
char *buf_room(struct buf *b, size_t n);
void buf_grew(struct buf *b, size_t n);

/* Drop N bytes at the front. */
void buf_drop(struct buf *b, size_t n);

/* The content as a text; valid until the next change. */
const char *buf_text(struct buf *b);

/* Take the content as a text that the caller frees; the buffer is empty. */
char *buf_take(struct buf *b);

#endif
