/*
 * out -- where text for people goes: how wide, with colour or without.
 *
 * Colour is never the only sign; it is used on a terminal alone, and not if
 * NO_COLOR is set.
 */
#ifndef CLIENT_OUT_H
#define CLIENT_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum out_mark {
	OUT_PLAIN,
	OUT_HEAD, /* titles */
	OUT_ALARM, /* overdue, failed */
	OUT_QUIET /* what one need not read */
};

struct out {
	FILE *f; /* borrowed */
	bool colour;
	size_t width; /* columns of the terminal; 0: no limit */
};

/* Write to F, as it is: a terminal or not. */
void out_init(struct out *o, FILE *f);

/* Write TEXT so marked. */
void out_text(struct out *o, enum out_mark mark, const char *text);

/* Columns that UTF-8 TEXT takes on a screen. */
size_t out_width(const char *text);

/*
 * The bytes of the longest start of TEXT that takes at most WIDTH columns.
 */
size_t out_fit(const char *text, size_t width);

/* Write N blanks. */
void out_blanks(struct out *o, size_t n);

#endif
