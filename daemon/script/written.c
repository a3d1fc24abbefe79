/*
 * written -- looked up in the text of the definition.
 */
#include "script/written.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "script/private.h"

#define NAME_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

static bool
is_quoted(char before, char after)
{
	return (before == after && (before == '"' || before == '\'')) ||
	    (before == '[' && after == ']');
}

static bool
is_in(const struct script_source *f, const char *name, size_t len)
{
	const char *from = f->bytes, *end = f->bytes + f->len, *at;

	while ((at = memmem(from, (size_t)(end - from), name, len)) != NULL) {
		if (at > f->bytes && at + len < end &&
		    is_quoted(at[-1], at[len]))
			return true;
		from = at + 1;
	}
	return false;
}

/* Does NAME stand in quotes, as it is, in one of the files of S? */
static bool
written_is(const struct script *s, const char *name)
{
	size_t i, len = strlen(name);

	for (i = 0; i < s->n_sources && len > 0; i++)
		if (is_in(&s->sources[i], name, len))
			return true;
	return false;
}

void
written_check(lua_State *L, int idx, const char *what)
{
	const char *name;

	if (lua_type(L, idx) != LUA_TSTRING)
		return;
	name = lua_tostring(L, idx);
	if (!written_is(script_of(L), name))
		(void)luaL_error(L,
		    _("%s: write the name out in quotes in the definition; it "
		      "is shown to those who may not read the case"),
		    what);
}

/* The length of the error's name that begins at AT; 0: none does. */
static size_t
error_at(const struct script_source *f, const char *at)
{
	const char *end = f->bytes + f->len;
	size_t n = 2;

	if (end - at < 4 || at == f->bytes || at[0] != 'E' || at[1] != '_')
		return 0;
	while (
	    at + n < end && at[n] != '\0' && strchr(NAME_CHARS, at[n]) != NULL)
		n++;
	return at + n < end && is_quoted(at[-1], at[n]) ? n : 0;
}

/* The names found so far, each once. */
struct names {
	const char *at[WRITTEN_ERRORS_MAX + 1]; /* into the sources */
	size_t len[WRITTEN_ERRORS_MAX + 1];
	size_t n;
};

static void
add(struct names *names, const char *at, size_t len)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (names->len[i] == len && memcmp(names->at[i], at, len) == 0)
			return;
	if (names->n > WRITTEN_ERRORS_MAX)
		return;
	names->at[names->n] = at;
	names->len[names->n++] = len;
}

enum rc
written_count(const struct script *s, struct def_notes *notes, struct err *e)
{
	struct names names = { .n = 0 };
	const struct script_source *f;
	size_t i, k, len;

	for (i = 0; i < s->n_sources; i++) {
		f = &s->sources[i];
		for (k = 0; k < f->len; k++) {
			len = error_at(f, f->bytes + k);
			if (len > 0)
				add(&names, f->bytes + k, len);
		}
	}
	if (names.n <= WRITTEN_ERRORS_MAX)
		return RC_OK;
	def_note(notes, 0, "", "",
	    _("more than %d names of errors (E_...); let some share one"),
	    WRITTEN_ERRORS_MAX);
	return err_set(e, RC_INVALID,
	    _("more than %d names of errors (E_...); let some share one"),
	    WRITTEN_ERRORS_MAX);
}
