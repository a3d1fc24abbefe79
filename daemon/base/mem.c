/*
 * mem -- allocation that does not fail.
 */
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static void __attribute__((noreturn)) out_of_memory(void)
{
	static const char text[] = "boflyt: out of memory\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(EX_OSERR);
	_exit(EX_OSERR);
}

void *
mem_new(size_t n, size_t size)
{
	void *p = calloc(n == 0 ? 1 : n, size);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
mem_grow(void *p, size_t n, size_t size)
{
	void *q = reallocarray(p, n == 0 ? 1 : n, size);

	if (q == NULL)
		out_of_memory();
	return q;
}

char *
mem_text(const char *text)
{
	return mem_text_n(text, strlen(text));
}

char *
mem_text_n(const char *text, size_t n)
{
	char *p = mem_new(n + 1, 1);

	memcpy(p, text, n);
	return p;
}

char *
mem_format(const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&p, fmt, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	return p;
}
