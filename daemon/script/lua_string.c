/*
 * lua_string -- the string functions that loop, within the budget.
 *
 * len, sub, upper, lower, reverse, byte and char are Lua's own: they take one
 * pass over memory that is capped.  find, match, gmatch, gsub, rep and format
 * are ours (style trap 5).
 */
#include "script/sandbox.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <lualib.h>

#include "base/i18n.h"
#include "script/budget.h"
#include "script/pattern.h"
#include "script/private.h"

#define REP_MAX (4u << 20) /* bytes that string.rep gives */
#define WIDTH_MAX 99

static const char *const own_names[] = { "len", "sub", "upper", "lower",
	"reverse", "byte", "char", NULL };

/* One directive of string.format: %-08.3f */
struct directive {
	bool left, zero, plus, space;
	int width, precision; /* precision -1: none given */
	char what;
};

/* Push capture I of M, or the whole match S..END if there are none. */
static void
push_capture(lua_State *L, const struct pattern *m, int i, const char *s,
    const char *end)
{
	const struct pattern_capture *c = &m->captures[i];

	if (i >= m->n_captures) {
		if (i != 0)
			luaL_error(L, _("no such capture: %%%d"), i + 1);
		lua_pushlstring(L, s, (size_t)(end - s));
	} else if (c->len == PATTERN_POSITION)
		lua_pushinteger(L, c->at - m->subject + 1);
	else
		lua_pushlstring(L, c->at, (size_t)c->len);
}

static int
push_captures(lua_State *L, const struct pattern *m, const char *s,
    const char *end, bool whole)
{
	int i, n = m->n_captures == 0 && whole ? 1 : m->n_captures;

	luaL_checkstack(L, n, "captures");
	for (i = 0; i < n; i++)
		push_capture(L, m, i, s, end);
	return n;
}

/* Match at S; throws if the pattern is wrong or the budget spent. */
static bool
match_at(lua_State *L, struct pattern *m, const char *s, const char *p,
    size_t len, const char **end)
{
	switch (pattern_match(m, s, p, len, end)) {
	case PATTERN_YES:
		return true;
	case PATTERN_NO:
		return false;
	case PATTERN_STOPPED:
		(void)budget_stop(L);
		return false;
	case PATTERN_WRONG:
		luaL_error(L, _("wrong pattern: %s"), _(m->wrong));
		return false;
	}
	return false;
}

/* The first match from INIT on; *AT and *END say where. */
static bool
search(lua_State *L, struct pattern *m, size_t init, const char *p, size_t len,
    const char **at, const char **end)
{
	bool anchor = len > 0 && p[0] == '^';
	const char *s = m->subject + init;

	if (anchor) {
		p++;
		len--;
	}
	for (;; s++) {
		if (match_at(L, m, s, p, len, end)) {
			*at = s;
			return true;
		}
		if (anchor || s == m->subject_end)
			return false;
	}
}

/* Where PLAIN stands in S from INIT on, or NULL; memmem with the budget. */
static const char *
search_plain(lua_State *L, const char *s, size_t len, size_t init,
    const char *plain, size_t n)
{
	const char *at = s + init, *end = s + len;
	unsigned int steps = 0;

	if (n == 0)
		return at;
	for (; (size_t)(end - at) >= n; at++) {
		at = memchr(at, plain[0], (size_t)(end - at) - n + 1);
		if (at == NULL)
			return NULL;
		/* A comparison of N bytes costs N / 16 steps. */
		budget_step(L, &steps, 1 + (unsigned int)(n >> 4));
		if (memcmp(at, plain, n) == 0)
			return at;
	}
	return NULL;
}

static bool
is_plain(const char *p, size_t len)
{
	static const char special[] = "^$*+?.([%-";
	size_t i;

	for (i = 0; i < len; i++)
		if (memchr(special, p[i], sizeof(special) - 1) != NULL)
			return false;
	return true;
}

static size_t
start_of(lua_State *L, int arg, size_t len)
{
	lua_Integer init = luaL_optinteger(L, arg, 1);

	if (init > 0)
		return (size_t)init - 1;
	if (init == 0 || init < -(lua_Integer)len)
		return 0;
	return len - (size_t)-init;
}

static int
push_none(lua_State *L)
{
	lua_pushnil(L);
	return 1;
}

/* string.find(s, pattern, init, plain): first and last byte, and captures */
static int
string_find(lua_State *L)
{
	struct pattern m = { .stopped = budget_is_spent };
	size_t len, plen;
	const char *s = luaL_checklstring(L, 1, &len), *at, *end;
	const char *p = luaL_checklstring(L, 2, &plen);
	size_t init = start_of(L, 3, len);

	if (init > len)
		return push_none(L);
	if (lua_toboolean(L, 4) || is_plain(p, plen)) {
		at = search_plain(L, s, len, init, p, plen);
		if (at == NULL)
			return push_none(L);
		lua_pushinteger(L, at - s + 1);
		lua_pushinteger(L, at - s + (lua_Integer)plen);
		return 2;
	}
	m.subject = s;
	m.subject_end = s + len;
	if (!search(L, &m, init, p, plen, &at, &end))
		return push_none(L);
	lua_pushinteger(L, at - s + 1);
	lua_pushinteger(L, end - s);
	return 2 + push_captures(L, &m, at, end, false);
}

/* string.match(s, pattern, init): the captures, or the whole match */
static int
string_match(lua_State *L)
{
	struct pattern m = { .stopped = budget_is_spent };
	size_t len, plen;
	const char *s = luaL_checklstring(L, 1, &len), *at, *end;
	const char *p = luaL_checklstring(L, 2, &plen);
	size_t init = start_of(L, 3, len);

	m.subject = s;
	m.subject_end = s + len;
	if (init > len || !search(L, &m, init, p, plen, &at, &end))
		return push_none(L);
	return push_captures(L, &m, at, end, true);
}

/* Upvalues: subject, pattern, next start, end of the last match (or -1). */
static int
gmatch_next(lua_State *L)
{
	struct pattern m = { .stopped = budget_is_spent };
	size_t len, plen, start;
	const char *s = lua_tolstring(L, lua_upvalueindex(1), &len), *at, *end;
	const char *p = lua_tolstring(L, lua_upvalueindex(2), &plen);
	lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));

	m.subject = s;
	m.subject_end = s + len;
	start = (size_t)lua_tointeger(L, lua_upvalueindex(3));
	for (at = s + start; at <= m.subject_end; at++) {
		if (!match_at(L, &m, at, p, plen, &end) || end - s == last)
			continue;
		lua_pushinteger(L, end - s);
		lua_copy(L, -1, lua_upvalueindex(3));
		lua_replace(L, lua_upvalueindex(4));
		return push_captures(L, &m, at, end, true);
	}
	return 0;
}

/* string.gmatch(s, pattern): an iterator over all matches */
static int
string_gmatch(lua_State *L)
{
	luaL_checkstring(L, 1);
	luaL_checkstring(L, 2);
	lua_settop(L, 2);
	lua_pushinteger(L, 0);
	lua_pushinteger(L, -1);
	lua_pushcclosure(L, gmatch_next, 4);
	return 1;
}

/* Add the replacement text R with %0..%9 to B. */
static void
add_text(lua_State *L, luaL_Buffer *b, const struct pattern *m, const char *at,
    const char *end)
{
	size_t n, i;
	const char *r = lua_tolstring(L, 3, &n);

	for (i = 0; i < n; i++) {
		if (r[i] != '%') {
			luaL_addchar(b, r[i]);
			continue;
		}
		if (++i < n && r[i] == '%')
			luaL_addchar(b, '%');
		else if (i < n && r[i] == '0')
			luaL_addlstring(b, at, (size_t)(end - at));
		else if (i < n && r[i] >= '1' && r[i] <= '9') {
			push_capture(L, m, r[i] - '1', at, end);
			(void)luaL_tolstring(L, -1, NULL);
			lua_remove(L, -2);
			luaL_addvalue(b);
		} else
			luaL_error(L,
			    _("'%%' in a replacement stands before "
			      "a digit or another '%%'"));
	}
}

/* Add what stands for the match AT..END: text, table or function. */
static void
add_match(lua_State *L, luaL_Buffer *b, const struct pattern *m, const char *at,
    const char *end)
{
	int type = lua_type(L, 3), n;

	if (type == LUA_TFUNCTION) {
		lua_pushvalue(L, 3);
		n = push_captures(L, m, at, end, true);
		lua_call(L, n, 1);
	} else if (type == LUA_TTABLE) {
		push_capture(L, m, 0, at, end);
		lua_gettable(L, 3);
	} else {
		add_text(L, b, m, at, end);
		return;
	}
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1);
		lua_pushlstring(L, at, (size_t)(end - at));
	} else if (!lua_isstring(L, -1))
		luaL_error(L, _("a %s cannot replace text"),
		    luaL_typename(L, -1));
	luaL_addvalue(b);
}

/* string.gsub(s, pattern, replacement, n): the new text and how many */
static int
string_gsub(lua_State *L)
{
	struct pattern m = { .stopped = budget_is_spent };
	size_t len, plen;
	const char *s = luaL_checklstring(L, 1, &len), *end, *last = NULL;
	const char *p = luaL_checklstring(L, 2, &plen);
	lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)len + 1), n = 0;
	bool anchor = plen > 0 && p[0] == '^';
	unsigned int steps = 0;
	luaL_Buffer b;

	luaL_argexpected(L,
	    lua_isstring(L, 3) || lua_istable(L, 3) || lua_isfunction(L, 3), 3,
	    "string/function/table");
	m.subject = s;
	m.subject_end = s + len;
	luaL_buffinit(L, &b);
	while (n < most) {
		budget_step(L, &steps, 1);
		if (match_at(L, &m, s, p + anchor, plen - anchor, &end) &&
		    end != last) {
			n++;
			add_match(L, &b, &m, s, end);
			s = last = end;
		} else if (s < m.subject_end)
			luaL_addchar(&b, *s++);
		else
			break;
		if (anchor)
			break;
	}
	luaL_addlstring(&b, s, (size_t)(m.subject_end - s));
	luaL_pushresult(&b);
	lua_pushinteger(L, n);
	return 2;
}

/* string.rep(s, n, sep): at most 4 MiB */
static int
string_rep(lua_State *L)
{
	size_t len, sep_len, unit, total, filled, chunk;
	const char *s = luaL_checklstring(L, 1, &len);
	lua_Integer n = luaL_checkinteger(L, 2);
	const char *sep = luaL_optlstring(L, 3, "", &sep_len);
	luaL_Buffer b;
	char *out;

	unit = len + sep_len;
	if (n <= 0 || unit == 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	if (n > REP_MAX || unit > REP_MAX / (size_t)n)
		return luaL_error(L, _("string.rep: more than %d bytes"),
		    (int)REP_MAX);
	total = unit * (size_t)n;
	out = luaL_buffinitsize(L, &b, total);
	memcpy(out, s, len);
	memcpy(out + len, sep, sep_len);
	for (filled = unit; filled < total; filled += chunk) {
		chunk = filled < total - filled ? filled : total - filled;
		memcpy(out + filled, out, chunk);
	}
	luaL_pushresultsize(&b, total - sep_len);
	return 1;
}

/* Read the directive behind the '%' before *F and move *F behind it. */
static void
read_directive(lua_State *L, const char **f, const char *end,
    struct directive *d)
{
	*d = (struct directive){ .precision = -1 };
	for (; *f < end && strchr("-0+ ", **f) != NULL && **f != '\0'; (*f)++) {
		d->left |= **f == '-';
		d->zero |= **f == '0';
		d->plus |= **f == '+';
		d->space |= **f == ' ';
	}
	for (; *f < end && **f >= '0' && **f <= '9'; (*f)++)
		d->width = d->width * 10 + (**f - '0') % 10;
	if (*f < end && **f == '.') {
		d->precision = 0;
		for ((*f)++; *f < end && **f >= '0' && **f <= '9'; (*f)++) {
			d->precision = d->precision * 10 + (**f - '0');
			if (d->precision > WIDTH_MAX)
				break;
		}
	}
	if (d->width > WIDTH_MAX || d->precision > WIDTH_MAX)
		luaL_error(L, _("string.format: wider than %d"), WIDTH_MAX);
	if (*f == end)
		luaL_error(L, _("string.format: the text ends in a '%%'"));
	d->what = *(*f)++;
}

static void
add_fill(luaL_Buffer *b, char c, size_t n)
{
	while (n-- > 0)
		luaL_addchar(b, c);
}

/* Add SIGN and BODY, padded as D says; ZERO_FILLS if '0' may pad. */
static void
add_padded(luaL_Buffer *b, const struct directive *d, const char *sign,
    const char *body, size_t len, bool zero_fills)
{
	size_t whole = strlen(sign) + len;
	size_t pad = (size_t)d->width > whole ? (size_t)d->width - whole : 0;
	bool zeros = d->zero && zero_fills && !d->left;

	if (!d->left && !zeros)
		add_fill(b, ' ', pad);
	luaL_addstring(b, sign);
	if (zeros)
		add_fill(b, '0', pad);
	luaL_addlstring(b, body, len);
	if (d->left)
		add_fill(b, ' ', pad);
}

static const char *
sign_of(const struct directive *d, bool negative)
{
	if (negative)
		return "-";
	return d->plus ? "+" : d->space ? " " : "";
}

static void
add_integer(lua_State *L, luaL_Buffer *b, const struct directive *d, int arg)
{
	lua_Integer n = luaL_checkinteger(L, arg);
	unsigned long long u =
	    n < 0 ? 0ull - (unsigned long long)n : (unsigned long long)n;
	int precision = d->precision < 0 ? 1 : d->precision;
	const char *sign = "";
	char body[WIDTH_MAX + 32];
	int len;

	if (d->what == 'd' || d->what == 'i') {
		sign = sign_of(d, n < 0);
		len = snprintf(body, sizeof(body), "%.*llu", precision, u);
	} else if (d->what == 'x')
		len = snprintf(body, sizeof(body), "%.*llx", precision,
		    (unsigned long long)n);
	else
		len = snprintf(body, sizeof(body), "%.*llX", precision,
		    (unsigned long long)n);
	add_padded(b, d, sign, body, (size_t)len, d->precision < 0);
}

static void
add_float(lua_State *L, luaL_Buffer *b, const struct directive *d, int arg)
{
	double x = luaL_checknumber(L, arg), size = fabs(x);
	int precision = d->precision < 0 ? 6 : d->precision, len;
	char body[WIDTH_MAX + 320];

	if (d->what == 'f')
		len = snprintf(body, sizeof(body), "%.*f", precision, size);
	else if (d->what == 'e')
		len = snprintf(body, sizeof(body), "%.*e", precision, size);
	else
		len = snprintf(body, sizeof(body), "%.*g", precision, size);
	add_padded(b, d, sign_of(d, signbit(x) != 0), body, (size_t)len,
	    isfinite(x) != 0);
}

/* ARG, of which make_texts has made a text. */
static void
add_string(lua_State *L, luaL_Buffer *b, const struct directive *d, int arg)
{
	size_t len;
	const char *text = lua_tolstring(L, arg, &len);

	if (d->precision >= 0 && (size_t)d->precision < len)
		len = (size_t)d->precision;
	add_padded(b, d, "", text, len, false);
}

static void
add_directive(lua_State *L, luaL_Buffer *b, const struct directive *d, int arg)
{
	switch (d->what) {
	case 'd':
	case 'i':
	case 'x':
	case 'X':
		add_integer(L, b, d, arg);
		return;
	case 'e':
	case 'f':
	case 'g':
		add_float(L, b, d, arg);
		return;
	case 'c':
		luaL_addchar(b, (char)luaL_checkinteger(L, arg));
		return;
	case 's':
		add_string(L, b, d, arg);
		return;
	default:
		luaL_error(L, _("string.format: no directive '%%%c'"), d->what);
	}
}

/* Replace each argument that a %s takes by its text. */
static void
make_texts(lua_State *L, const char *f, const char *end)
{
	struct directive d;
	int arg = 1;

	while (f < end) {
		if (*f++ != '%')
			continue;
		if (f < end && *f == '%') {
			f++;
			continue;
		}
		read_directive(L, &f, end, &d);
		luaL_checkany(L, ++arg);
		if (d.what == 's') {
			(void)sandbox_tostring(L, arg, NULL);
			lua_replace(L, arg);
		}
	}
}

/* string.format(f, ...): %d %i %x %X %e %f %g %c %s %%, no addresses */
static int
string_format(lua_State *L)
{
	unsigned int steps = 0;
	size_t len;
	const char *f = luaL_checklstring(L, 1, &len), *end = f + len;
	struct directive d;
	luaL_Buffer b;
	int arg = 1;

	make_texts(L, f, end);
	luaL_buffinit(L, &b);
	while (f < end) {
		budget_step(L, &steps, 1);
		if (*f != '%' || (++f < end && *f == '%')) {
			luaL_addchar(&b, *f++);
		} else {
			read_directive(L, &f, end, &d);
			add_directive(L, &b, &d, ++arg);
		}
	}
	luaL_pushresult(&b);
	return 1;
}

void
open_string(lua_State *L)
{
	static const luaL_Reg functions[] = { { "find", string_find },
		{ "match", string_match }, { "gmatch", string_gmatch },
		{ "gsub", string_gsub }, { "rep", string_rep },
		{ "format", string_format }, { NULL, NULL } };
	size_t i;

	lua_newtable(L);
	lua_pushcfunction(L, luaopen_string);
	lua_call(L, 0, 1); /* stack: ours, theirs */
	for (i = 0; own_names[i] != NULL; i++) {
		lua_getfield(L, -1, own_names[i]);
		lua_setfield(L, -3, own_names[i]);
	}
	lua_pop(L, 1);
	luaL_setfuncs(L, functions, 0);
	/* Texts find their methods; nobody finds the metatable. */
	lua_pushliteral(L, "");
	lua_createtable(L, 0, 2);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
	lua_setfield(L, -2, "string");
}
