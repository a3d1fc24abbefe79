/*
 * mem -- memory, or the end.
 *
 * Everything that matters is on disk, so a process without memory says so and
 * dies; no caller checks for NULL.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Give zeroed memory for N things of SIZE bytes. */
void *mem_new(size_t n, size_t size) __attribute__((malloc, returns_nonnull));

/* Grow P, which holds things of SIZE bytes, to N of them. */
void *mem_grow(void *p, size_t n, size_t size) __attribute__((returns_nonnull));

/* Give a copy of TEXT; of its first N bytes. */
char *mem_text(const char *text) __attribute__((malloc, returns_nonnull));
char *
mem_text_n(const char *text, size_t n) __attribute__((malloc, returns_nonnull));

/* Give a formatted text. */
char *mem_format(const char *fmt, ...)
    __attribute__((malloc, returns_nonnull, format(printf, 1, 2)));

#endif
