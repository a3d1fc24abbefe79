/*
 * lines -- a growing list of owned texts.
 */
#include "base/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void
lines_add(struct lines *l, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		text = mem_text("");
	l->line = mem_grow(l->line, l->n + 1, sizeof(*l->line));
	l->line[l->n++] = text;
}

void
lines_free(struct lines *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->line[i]);
	free(l->line);
	*l = (struct lines)LINES_INIT;
}
