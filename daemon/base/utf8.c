/*
 * utf8 -- checks by the table of the Unicode standard (3-7).
 */
#include "base/utf8.h"

static bool
is_tail(unsigned char c, unsigned char low, unsigned char high)
{
	return c >= low && c <= high;
}

/* The length of the sequence at P, of which N bytes are there; 0 if wrong. */
static size_t
sequence(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t want, i;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		want = 2;
	else if (p[0] >= 0xe0 && p[0] <= 0xef)
		want = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		want = 4;
	else
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (n < want || !is_tail(p[1], low, high))
		return 0;
	for (i = 2; i < want; i++)
		if (!is_tail(p[i], 0x80, 0xbf))
			return 0;
	return want;
}

bool
utf8_is_valid(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	size_t step;

	while (n > 0) {
		if ((step = sequence(u, n)) == 0)
			return false;
		u += step;
		n -= step;
	}
	return true;
}

bool
utf8_is_text(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if ((c < ' ' && c != '\t' && c != '\n') || c == 0x7f)
			return false;
		/* U+0080 to U+009F */
		if (c == 0xc2 && i + 1 < n && (unsigned char)p[i + 1] < 0xa0)
			return false;
	}
	return utf8_is_valid(p, n);
}
