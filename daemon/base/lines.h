/*
 * lines -- texts in a row: the mistakes of a file, an explanation.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stddef.h>

/* Start with LINES_INIT; read line[0..n-1]. */
struct lines {
	char **line; /* owned, without a newline */
	size_t n;
};

#define LINES_INIT                                                             \
	{                                                                      \
		NULL, 0                                                        \
	}

/* Add one line. */
void lines_add(struct lines *l, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Free all lines; L is empty again. */
void lines_free(struct lines *l);

#endif
