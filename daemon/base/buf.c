/*
 * buf -- a growing array of bytes with a moving front.
 */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_CAP 256

/* Make room for N bytes and a closing zero. */
static bool
make_room(struct buf *b, size_t n)
{
	size_t len = buf_len(b), cap;

	if (n > b->max - len)
		return false;
	if (b->cap > 0 && n < b->cap - b->end)
		return true;
	/* Only when more was dropped than moves, so that it pays. */
	if (b->start > 0 && b->start >= len) {
		memcpy(b->data, b->data + b->start, len);
		b->start = 0;
		b->end = len;
	}
	cap = b->cap == 0 ? FIRST_CAP : b->cap;
	while (n >= cap - b->end)
		cap *= 2;
	if (cap != b->cap) {
		b->data = mem_grow(b->data, cap, 1);
		b->cap = cap;
	}
	return true;
}

void
buf_init(struct buf *b, size_t max)
{
	/* Far from where doubling could overflow. */
	assert(max <= (size_t)-1 / 4);
	*b = (struct buf){ .max = max };
}

void
buf_fini(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ .max = b->max };
}

const char *
buf_data(const struct buf *b)
{
	return b->data == NULL ? "" : b->data + b->start;
}

size_t
buf_len(const struct buf *b)
{
	return b->end - b->start;
}

bool
buf_add(struct buf *b, const void *p, size_t n)
{
	if (!make_room(b, n))
		return false;
	if (n > 0)
		memcpy(b->data + b->end, p, n);
	b->end += n;
	return true;
}

bool
buf_add_text(struct buf *b, const char *text)
{
	return buf_add(b, text, strlen(text));
}

bool
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	bool done = false;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0 && make_room(b, (size_t)n)) {
		(void)vsnprintf(b->data + b->end, (size_t)n + 1, fmt, again);
		b->end += (size_t)n;
		done = true;
	}
	va_end(again);
	va_end(ap);
	return done;
}

char *
buf_room(struct buf *b, size_t n)
{
	return make_room(b, n) ? b->data + b->end : NULL;
}

void
buf_grew(struct buf *b, size_t n)
{
	assert(n < b->cap - b->end && "more than the room that was given");
	b->end += n;
}

void
buf_drop(struct buf *b, size_t n)
{
	assert(n <= buf_len(b));
	b->start += n;
	if (b->start == b->end)
		b->start = b->end = 0;
}

const char *
buf_text(struct buf *b)
{
	if (b->data == NULL)
		return "";
	b->data[b->end] = '\0';
	return b->data + b->start;
}

char *
buf_take(struct buf *b)
{
	char *text = mem_text_n(buf_data(b), buf_len(b));

	buf_fini(b);
	return text;
}
