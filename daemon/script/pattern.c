/*
 * pattern -- Lua's patterns, matched within a budget.
 *
 * Every function that can fail returns NULL and leaves the reason in
 * `trouble`; plain "no match" is NULL with PATTERN_NO.
 */
#include "script/pattern.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"

#define STEPS 1000
#define OPEN (-1) /* length of a capture not yet closed */
#define ESCAPE '%'

static const char *match(struct pattern *m, const char *s, const char *p);

static const char *
fail(struct pattern *m, const char *why)
{
	m->trouble = PATTERN_WRONG;
	m->wrong = why;
	return NULL;
}

/* One step further; false if the budget is spent. */
static bool
step(struct pattern *m)
{
	if (++m->steps < STEPS)
		return true;
	m->steps = 0;
	if (!m->stopped())
		return true;
	m->trouble = PATTERN_STOPPED;
	return false;
}

static unsigned char
byte(const char *s)
{
	return (unsigned char)*s;
}

/* The end of the single character class that begins at P. */
static const char *
class_end(struct pattern *m, const char *p)
{
	char first = *p++;

	if (first == ESCAPE)
		return p == m->end ? fail(m, N_("the pattern ends with '%'")) :
				     p + 1;
	if (first != '[')
		return p;
	if (p < m->end && *p == '^')
		p++;
	do {
		if (p == m->end)
			return fail(m, N_("']' is missing"));
		if (*p++ == ESCAPE) {
			if (p == m->end)
				return fail(m, N_("']' is missing"));
			p++;
		}
	} while (p == m->end || *p != ']');
	return p + 1;
}

static bool
in_class(unsigned char c, unsigned char class)
{
	bool in;

	switch (tolower(class)) {
	case 'a':
		in = isalpha(c);
		break;
	case 'c':
		in = iscntrl(c);
		break;
	case 'd':
		in = isdigit(c);
		break;
	case 'g':
		in = isgraph(c);
		break;
	case 'l':
		in = islower(c);
		break;
	case 'p':
		in = ispunct(c);
		break;
	case 's':
		in = isspace(c);
		break;
	case 'u':
		in = isupper(c);
		break;
	case 'w':
		in = isalnum(c);
		break;
	case 'x':
		in = isxdigit(c);
		break;
	default:
		return class == c;
	}
	return isupper(class) ? !in : in;
}

/* Is C in the set from P ('[') to LAST (its ']')? */
static bool
in_set(unsigned char c, const char *p, const char *last)
{
	bool in = true;

	if (p[1] == '^') {
		in = false;
		p++;
	}
	while (++p < last) {
		if (*p == ESCAPE) {
			p++;
			if (in_class(c, byte(p)))
				return in;
		} else if (p[1] == '-' && p + 2 < last) {
			p += 2;
			if (byte(p - 2) <= c && c <= byte(p))
				return in;
		} else if (byte(p) == c)
			return in;
	}
	return !in;
}

/* Does the class P..EP take the byte at S? */
static bool
takes(const struct pattern *m, const char *s, const char *p, const char *ep)
{
	if (s >= m->subject_end)
		return false;
	switch (*p) {
	case '.':
		return true;
	case ESCAPE:
		return in_class(byte(s), byte(p + 1));
	case '[':
		return in_set(byte(s), p, ep - 1);
	default:
		return byte(p) == byte(s);
	}
}

static const char *
match_balance(struct pattern *m, const char *s, const char *p)
{
	int open = 1;
	char begin, end;

	if (m->end - p < 2)
		return fail(m, N_("%b needs two characters"));
	begin = p[0];
	end = p[1];
	if (s >= m->subject_end || *s != begin)
		return NULL;
	while (++s < m->subject_end) {
		if (!step(m))
			return NULL;
		if (*s == end) {
			if (--open == 0)
				return s + 1;
		} else if (*s == begin)
			open++;
	}
	return NULL;
}

static const char *
match_most(struct pattern *m, const char *s, const char *p, const char *ep)
{
	ptrdiff_t i = 0;
	const char *found;

	while (takes(m, s + i, p, ep)) {
		if (!step(m))
			return NULL;
		i++;
	}
	for (; i >= 0; i--) {
		found = match(m, s + i, ep + 1);
		if (found != NULL || m->trouble != PATTERN_NO)
			return found;
	}
	return NULL;
}

static const char *
match_least(struct pattern *m, const char *s, const char *p, const char *ep)
{
	const char *found;

	for (;;) {
		found = match(m, s, ep + 1);
		if (found != NULL || m->trouble != PATTERN_NO)
			return found;
		if (!takes(m, s, p, ep) || !step(m))
			return NULL;
		s++;
	}
}

static const char *
open_capture(struct pattern *m, const char *s, const char *p, ptrdiff_t kind)
{
	const char *found;

	if (m->n_captures >= PATTERN_CAPTURES)
		return fail(m, N_("too many captures"));
	m->captures[m->n_captures].at = s;
	m->captures[m->n_captures].len = kind;
	m->n_captures++;
	found = match(m, s, p);
	if (found == NULL)
		m->n_captures--;
	return found;
}

static const char *
close_capture(struct pattern *m, const char *s, const char *p)
{
	const char *found;
	int i;

	for (i = m->n_captures - 1; i >= 0; i--)
		if (m->captures[i].len == OPEN)
			break;
	if (i < 0)
		return fail(m, N_("')' without '('"));
	m->captures[i].len = s - m->captures[i].at;
	found = match(m, s, p);
	if (found == NULL)
		m->captures[i].len = OPEN;
	return found;
}

/* "%1": the text that a capture holds, once more. */
static const char *
match_capture(struct pattern *m, const char *s, char digit)
{
	int i = digit - '1';
	size_t len;

	if (i < 0 || i >= m->n_captures || m->captures[i].len == OPEN)
		return fail(m, N_("no such capture"));
	if (m->captures[i].len == PATTERN_POSITION)
		return NULL;
	len = (size_t)m->captures[i].len;
	if ((size_t)(m->subject_end - s) < len ||
	    memcmp(m->captures[i].at, s, len) != 0)
		return NULL;
	return s + len;
}

/* "%f[set]": the border before S; *P is moved behind the set. */
static bool
is_frontier(struct pattern *m, const char *s, const char **p)
{
	const char *set = *p, *ep;
	unsigned char before, after;

	if (set == m->end || *set != '[') {
		(void)fail(m, N_("'[' is missing after %f"));
		return false;
	}
	if ((ep = class_end(m, set)) == NULL)
		return false;
	before = s == m->subject ? 0 : byte(s - 1);
	after = s == m->subject_end ? 0 : byte(s);
	*p = ep;
	return !in_set(before, set, ep - 1) && in_set(after, set, ep - 1);
}

/* A single class and what follows it; *GO_ON: match on at the result with *P. */
static const char *
match_single(struct pattern *m, const char *s, const char **p, bool *go_on)
{
	const char *ep = class_end(m, *p), *found;
	char suffix = '\0';

	*go_on = false;
	if (ep == NULL)
		return NULL;
	if (ep != m->end)
		suffix = *ep;
	if (suffix == '*')
		return match_most(m, s, *p, ep);
	if (suffix == '-')
		return match_least(m, s, *p, ep);
	if (suffix == '+')
		return takes(m, s, *p, ep) ? match_most(m, s + 1, *p, ep) :
					     NULL;
	if (suffix == '?' && takes(m, s, *p, ep)) {
		found = match(m, s + 1, ep + 1);
		if (found != NULL || m->trouble != PATTERN_NO)
			return found;
	} else if (suffix != '?' && !takes(m, s, *p, ep))
		return NULL;
	*go_on = true;
	*p = suffix == '?' ? ep + 1 : ep;
	return suffix == '?' ? s : s + 1;
}

/* What begins with '%' and is no plain class; *DONE says whether it was. */
static const char *
match_escape(struct pattern *m, const char *s, const char **p, bool *done)
{
	char c = '\0';

	*done = true;
	if (*p + 1 != m->end)
		c = (*p)[1];
	if (c == 'b') {
		s = match_balance(m, s, *p + 2);
		*p += 4;
		return s;
	}
	if (c == 'f') {
		*p += 2;
		return is_frontier(m, s, p) ? s : NULL;
	}
	if (c >= '0' && c <= '9') {
		*p += 2;
		return match_capture(m, s, c);
	}
	*done = false;
	return s;
}

static const char *
match_here(struct pattern *m, const char *s, const char *p)
{
	bool go_on;

	while (p != m->end) {
		if (!step(m))
			return NULL;
		if (*p == '(' && p + 1 < m->end && p[1] == ')')
			return open_capture(m, s, p + 2, PATTERN_POSITION);
		if (*p == '(')
			return open_capture(m, s, p + 1, OPEN);
		if (*p == ')')
			return close_capture(m, s, p + 1);
		if (*p == '$' && p + 1 == m->end)
			return s == m->subject_end ? s : NULL;
		if (*p == ESCAPE) {
			s = match_escape(m, s, &p, &go_on);
			if (s == NULL)
				return NULL;
			if (go_on)
				continue;
		}
		s = match_single(m, s, &p, &go_on);
		if (!go_on)
			return s;
	}
	return s;
}

static const char *
match(struct pattern *m, const char *s, const char *p)
{
	const char *found;

	if (m->depth >= PATTERN_DEPTH)
		return fail(m, N_("the pattern is too complex"));
	m->depth++;
	found = match_here(m, s, p);
	m->depth--;
	return found;
}

enum pattern_result
pattern_match(struct pattern *m, const char *at, const char *pattern,
    size_t len, const char **match_end)
{
	int i;

	m->end = pattern + len;
	m->n_captures = 0;
	m->depth = 0;
	m->trouble = PATTERN_NO;
	*match_end = match(m, at, pattern);
	if (m->trouble != PATTERN_NO)
		return m->trouble;
	if (*match_end == NULL)
		return PATTERN_NO;
	for (i = 0; i < m->n_captures; i++)
		if (m->captures[i].len == OPEN) {
			m->wrong = N_("a capture is not closed");
			return PATTERN_WRONG;
		}
	return PATTERN_YES;
}
