/*
 * key -- values by the rows that declare them, and the nearest names.
 */
#include "base/key.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"

#define NAME_MAX_BYTES 64

/* How a mistake in one value begins: "FILE:LINE: [section] key: " by parts. */
struct spot {
	const struct bf_key *row;
	const char *where;
	struct lines *mistakes;
};

static bool
wrong(const struct spot *s, const char *value, const char *what)
{
	lines_add(s->mistakes, "%s: %s = %s: %s", s->where, s->row->name, value,
	    what);
	return false;
}

static bool
check_range(const struct spot *s, const char *value, int64_t number)
{
	const struct bf_key *row = s->row;
	char *what;

	if ((row->min == 0 && row->max == 0) ||
	    (number >= row->min && number <= row->max))
		return true;
	what = mem_format(_("must be %jd to %jd"), (intmax_t)row->min,
	    (intmax_t)row->max);
	(void)wrong(s, value, what);
	free(what);
	return false;
}

static bool
parse_integer(const struct spot *s, const char *value, int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0 || value[0] == '+' ||
	    value[0] == ' ')
		return wrong(s, value, _("not a whole number"));
	return check_range(s, value, *number);
}

static bool
parse_bool(const struct spot *s, const char *value, int64_t *number)
{
	*number = strcmp(value, "yes") == 0 ? 1 : 0;
	return *number == 1 || strcmp(value, "no") == 0 ||
	    wrong(s, value, _("must be yes or no"));
}

static bool
check_code(const struct spot *s, const char *value)
{
	const char *const *codes = s->row->codes;
	const char *near;
	char *what, *list;
	size_t n;

	for (n = 0; codes[n] != NULL; n++)
		if (strcmp(codes[n], value) == 0)
			return true;
	near = ini_nearest(value, codes, n);
	list = ini_list(codes, n);
	what = near == NULL ?
	    mem_format(_("must be one of: %s"), list) :
	    mem_format(_("unknown, did you mean '%s'?"), near);
	(void)wrong(s, value, what);
	free(what);
	free(list);
	return false;
}

static bool
check_name(const struct spot *s, const char *value)
{
	size_t n = strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789_.:-");

	return (n <= NAME_MAX_BYTES && value[n] == '\0') ||
	    wrong(s, value, _("must be made of a-z 0-9 _ . : -"));
}

/* Two digits at P as a number; the caller knows that they are digits. */
static int
two(const char *p)
{
	return (p[0] - '0') * 10 + p[1] - '0';
}

static bool
check_date(const struct spot *s, const char *v)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	static const char form[] = "dddd-dd-dd";
	bool leap;
	size_t i;
	int year;

	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? v[i] < '0' || v[i] > '9' : v[i] != '-')
			break;
	if (form[i] != '\0' || v[i] != '\0' || two(v + 5) < 1 ||
	    two(v + 5) > 12 || two(v + 8) < 1 ||
	    two(v + 8) > days[two(v + 5) - 1])
		return wrong(s, v, _("not a date like 2027-02-28"));
	year = two(v) * 100 + two(v + 2);
	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return leap || two(v + 5) != 2 || two(v + 8) != 29 ||
	    wrong(s, v, _("not a date like 2027-02-28"));
}

static bool
check_duration(const struct spot *s, const char *value)
{
	static const char *const units[] = { "d", "wd", "w", "m", "y", "h" };
	size_t n = strspn(value, "0123456789"), i;

	for (i = 0; n > 0 && n <= 5 && i < sizeof(units) / sizeof(*units); i++)
		if (strcmp(value + n, units[i]) == 0)
			return true;
	return wrong(s, value,
	    _("not a length of time like 14d, 10wd, 3w, "
	      "1m or 2y"));
}

/* One value, or one part of a list. */
static bool
parse_one(const struct spot *s, const char *value, int64_t *number)
{
	*number = 0;
	if (value[0] == '\0')
		return wrong(s, value, _("empty; leave the line out instead"));
	switch (s->row->type) {
	case BF_INTEGER:
	case BF_MONEY:
	case BF_ID:
		return parse_integer(s, value, number);
	case BF_BOOL:
		return parse_bool(s, value, number);
	case BF_CODE:
		return check_code(s, value);
	case BF_NAME:
		return check_name(s, value);
	case BF_DATE:
		return check_date(s, value);
	case BF_DURATION:
		return check_duration(s, value);
	case BF_TEXT:
	case BF_ANY:
		return true;
	case BF_END:
	case BF_INSTANT:
	case BF_CASE:
	case BF_NIN:
	case BF_OBJECT:
	case BF_LIST:
	case BF_FD:
		break;
	}
	assert(false && "a configuration key cannot have this type");
	return false;
}

static bool
is_key_type(enum bf_type type)
{
	static const enum bf_type types[] = { BF_TEXT, BF_ANY, BF_NAME, BF_CODE,
		BF_BOOL, BF_INTEGER, BF_MONEY, BF_ID, BF_DATE, BF_DURATION };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i] == type)
			return true;
	return false;
}

static bool
parse_list(const struct spot *s, const char *text, struct key_value *out)
{
	const char *end;
	int64_t number;
	bool good = true;
	size_t n;

	out->list = mem_new(1, sizeof(*out->list));
	if (text[0] == '\0')
		return true;
	for (;;) {
		text += strspn(text, " \t");
		end = text + strcspn(text, ",");
		for (n = (size_t)(end - text);
		     n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'); n--)
			continue;
		out->list = mem_grow(out->list, out->n + 2, sizeof(*out->list));
		out->list[out->n] = mem_text_n(text, n);
		out->list[out->n + 1] = NULL;
		good = parse_one(s, out->list[out->n++], &number) && good;
		if (*end == '\0')
			return good;
		text = end + 1;
	}
}

void
key_value_fini(struct key_value *v)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		free(v->list[i]);
	free(v->list);
	free(v->text);
	*v = (struct key_value){ .text = NULL };
}

bool
key_parse(const struct bf_key *row, const char *text, const char *where,
    struct key_value *out, struct lines *mistakes)
{
	const struct spot s = { row, where, mistakes };

	*out = (struct key_value){ .text = mem_text(text) };
	if ((row->flags & BF_REPEATED) != 0)
		return parse_list(&s, text, out);
	return parse_one(&s, text, &out->number);
}

const char *
key_flaw(const struct bf_key *row)
{
	struct lines wrong = LINES_INIT;
	struct key_value value;
	bool takes;

	if (!is_key_type(row->type))
		return N_("a key cannot be of this type");
	if (row->type == BF_CODE && (row->codes == NULL || *row->codes == NULL))
		return N_("a key that is a code has no codes");
	if (row->min > row->max)
		return N_("the least is more than the most");
	if (row->unit == NULL || row->law == NULL)
		return N_("unit or law missing: \"\" if it has none");
	if (row->value == NULL)
		return NULL;
	takes = key_parse(row, row->value, "", &value, &wrong);
	key_value_fini(&value);
	lines_free(&wrong);
	return takes ? NULL : N_("its default is no value that it takes");
}

bool
key_is_pattern(const struct bf_key *row)
{
	size_t n = strlen(row->section);

	return n > 2 && strcmp(row->section + n - 2, " *") == 0;
}

bool
key_matches(const struct bf_key *row, const char *section)
{
	size_t n = strlen(row->section);

	if (!key_is_pattern(row))
		return strcmp(row->section, section) == 0;
	return strncmp(row->section, section, n - 1) == 0 &&
	    section[n - 1] != '\0';
}

const struct bf_key *
key_find(const struct bf_key *const *tables, const char *section,
    const char *key)
{
	const struct bf_key *row, *any = NULL;
	size_t t;

	for (t = 0; tables[t] != NULL; t++)
		for (row = tables[t]; row->section != NULL; row++) {
			if (!key_matches(row, section))
				continue;
			if (strcmp(row->name, key) == 0)
				return row;
			if (strcmp(row->name, "*") == 0)
				any = row;
		}
	return any;
}

bool
key_has_section(const struct bf_key *const *tables, const char *section)
{
	const struct bf_key *row;
	size_t t;

	for (t = 0; tables[t] != NULL; t++)
		for (row = tables[t]; row->section != NULL; row++)
			if (key_matches(row, section))
				return true;
	return false;
}

const char *
key_nearest(const struct bf_key *const *tables, const char *section,
    const char *key)
{
	const struct bf_key *row;
	const char **names = NULL, *near;
	size_t t, n = 0;

	for (t = 0; tables[t] != NULL; t++)
		for (row = tables[t]; row->section != NULL; row++) {
			if (!key_matches(row, section))
				continue;
			names = mem_grow(names, n + 1, sizeof(*names));
			names[n++] = row->name;
		}
	near = ini_nearest(key, names, n);
	free(names);
	return near;
}

char *
key_nearest_section(const struct bf_key *const *tables, const char *section)
{
	const char *rest = strchr(section, ' ');
	const struct bf_key *row;
	struct lines names = LINES_INIT;
	const char *near;
	char *out;
	size_t t;

	for (t = 0; tables[t] != NULL; t++)
		for (row = tables[t]; row->section != NULL; row++)
			if (key_is_pattern(row))
				lines_add(&names, "%.*s%s",
				    (int)strlen(row->section) - 2, row->section,
				    rest == NULL ? "" : rest);
			else
				lines_add(&names, "%s", row->section);
	near = ini_nearest(section, (const char *const *)names.line, names.n);
	out = near == NULL ? NULL : mem_text(near);
	lines_free(&names);
	return out;
}
