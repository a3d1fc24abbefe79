/*
 * utf8 -- checks by the table of the Unicode standard (3-7), and composition
 * of Latin letters for the languages of the country and its neighbours.
 */
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

struct composed {
	uint32_t mark;		/* combining mark */
	const char *bases;	/* ASCII letters */
	uint16_t letters[24];	/* what they become, in the same order */
};

static const struct composed table[] = {
	{ 0x300, "AEIOUaeiou", { 0xc0, 0xc8, 0xcc, 0xd2, 0xd9, 0xe0, 0xe8,
	    0xec, 0xf2, 0xf9 } },
	{ 0x301, "AEIOUYaeiouyNnSsZzCcRrLl", { 0xc1, 0xc9, 0xcd, 0xd3, 0xda,
	    0xdd, 0xe1, 0xe9, 0xed, 0xf3, 0xfa, 0xfd, 0x143, 0x144, 0x15a,
	    0x15b, 0x179, 0x17a, 0x106, 0x107, 0x154, 0x155, 0x139, 0x13a } },
	{ 0x302, "AEIOUaeiou", { 0xc2, 0xca, 0xce, 0xd4, 0xdb, 0xe2, 0xea,
	    0xee, 0xf4, 0xfb } },
	{ 0x303, "ANOano", { 0xc3, 0xd1, 0xd5, 0xe3, 0xf1, 0xf5 } },
	{ 0x308, "AEIOUaeiouy", { 0xc4, 0xcb, 0xcf, 0xd6, 0xdc, 0xe4, 0xeb,
	    0xef, 0xf6, 0xfc, 0xff } },
	{ 0x30a, "AaUu", { 0xc5, 0xe5, 0x16e, 0x16f } },
	{ 0x30c, "CDENRSTZcenrszGgKk", { 0x10c, 0x10e, 0x11a, 0x147, 0x158,
	    0x160, 0x164, 0x17d, 0x10d, 0x11b, 0x148, 0x159, 0x161, 0x17e,
	    0x1e6, 0x1e7, 0x1e8, 0x1e9 } },
	{ 0x327, "CcSs", { 0xc7, 0xe7, 0x15e, 0x15f } },
	{ 0x328, "AaEe", { 0x104, 0x105, 0x118, 0x119 } },
};

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

/* The letter that BASE and MARK make together; 0 if none is known. */
static uint32_t
compose(char base, uint32_t mark)
{
	const char *at;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].mark != mark || base == '\0')
			continue;
		at = strchr(table[i].bases, base);
		if (at != NULL)
			return table[i].letters[at - table[i].bases];
	}
	return 0;
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

void
utf8_compose(const char *text, char *out)
{
	const unsigned char *p = (const unsigned char *)text;
	uint32_t mark, letter;

	while (p[0] != '\0') {
		letter = 0;
		/* All marks of the table are two bytes, U+0300 to U+033F. */
		if (p[0] < 0x80 && p[1] == 0xcc && p[2] != '\0') {
			mark = 0x300u + (p[2] & 0x3fu);
			letter = compose((char)p[0], mark);
		}
		/* And all their letters are below U+0800: two bytes. */
		if (letter != 0) {
			*out++ = (char)(0xc0u | letter >> 6);
			*out++ = (char)(0x80u | (letter & 0x3fu));
			p += 3;
		} else {
			*out++ = (char)*p++;
		}
	}
	*out = '\0';
}
