/*
 * value -- from what people write to JSON, and back.
 */
#include "client/value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "client/words.h"

#define DAY_MS 86400000
#define HOUR_MS 3600000
#define ORE_MAX INT64_C(100000000000000)
#define SHOW_MAX 65536

static bool
type_in(const char *type, const char *list)
{
	const char *p = list;
	size_t n = strlen(type);

	while (n > 0 && (p = strstr(p, type)) != NULL) {
		if ((p == list || p[-1] == ' ') &&
		    (p[n] == ' ' || p[n] == '\0'))
			return true;
		p += n;
	}
	return false;
}

/* Is a value of TYPE a number that is lined up at the right? */
static bool
value_is_number(const char *type)
{
	return type_in(type, "integer money id");
}

/* A whole number, or what stands in place of one. */
static bool
is_count(const json_t *v)
{
	const char *s = json_string_value(v);

	if (s == NULL)
		return json_is_integer(v);
	if (strcmp(s, "*") == 0)
		return true;
	s += strspn(s, "<-");
	return s[0] != '\0' && s[strspn(s, "0123456789")] == '\0';
}

bool
value_is_column_of_numbers(const json_t *rows, const json_t *column)
{
	const char *name = json_string_value(json_object_get(column, "name"));
	const char *type = json_string_value(json_object_get(column, "type"));
	bool any = false;
	json_t *row, *v;
	size_t i;

	if (type != NULL && value_is_number(type))
		return true;
	json_array_foreach(rows, i, row) {
		v = json_object_get(row, name);
		if (v == NULL || json_is_null(v) ||
		    (json_is_string(v) && json_string_value(v)[0] == '\0'))
			continue;
		if (!json_is_string(v) || !is_count(v))
			return false;
		any = true;
	}
	return any;
}

/*
 * The type to show member NAME by: the vocabulary of its words (client/words.h)
 * for those that hold a word of the program's own, else TYPE.
 */
static const char *
value_type(const char *name, const char *type)
{
	const char *words = words_type(name);

	return words != NULL ? words : type;
}

static enum rc
read_integer(const char *name, const char *text, json_t **out, struct err *e)
{
	long long n;
	char *end;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0')
		return err_set(e, RC_INVALID,
		    _("%s: '%s' is not a whole number"), name, text);
	*out = json_integer(n);
	return RC_OK;
}

static enum rc
read_bool(const char *name, const char *text, json_t **out, struct err *e)
{
	if (type_in(text, "yes y true 1 ja j"))
		*out = json_true();
	else if (type_in(text, "no n false 0 nei"))
		*out = json_false();
	else
		return err_set(e, RC_INVALID, _("%s: answer yes or no"), name);
	return RC_OK;
}

/* Copy an amount without blanks, "kr" and a closing ",-". */
static void
strip_amount(const char *text, char *out, size_t size)
{
	size_t n = 0;

	for (; *text != '\0' && n + 1 < size; text++) {
		if (*text == ' ' || *text == 'k' || *text == 'r')
			continue;
		if (strncmp(text, "\xc2\xa0", 2) == 0) {
			text++;
			continue;
		}
		out[n++] = (char)(*text == '.' ? ',' : *text);
	}
	out[n] = '\0';
	if (n > 2 && strcmp(out + n - 2, ",-") == 0)
		out[n - 2] = '\0';
}

static enum rc
read_money(const char *name, const char *text, json_t **out, struct err *e)
{
	char s[64], *end;
	int64_t ore;
	size_t decimals;
	bool minus;

	strip_amount(text, s, sizeof(s));
	minus = s[0] == '-';
	errno = 0;
	ore = strtoll(s, &end, 10);
	decimals = *end == ',' ? strspn(end + 1, "0123456789") : 0;
	if (errno != 0 || end == s || ore > ORE_MAX / 100 ||
	    ore < -ORE_MAX / 100 ||
	    (*end == ',' &&
		(decimals == 0 || decimals > 2 || end[1 + decimals] != '\0')) ||
	    (*end != ',' && *end != '\0'))
		return err_set(e, RC_INVALID,
		    _("%s: '%s' is not an amount such as 12 500,50"), name,
		    text);
	ore *= 100;
	if (decimals > 0) {
		int64_t part =
		    (end[1] - '0') * 10 + (decimals == 2 ? end[2] - '0' : 0);

		ore += minus ? -part : part;
	}
	*out = json_integer(ore);
	return RC_OK;
}

/* Three whole numbers with SEPARATOR between them and nothing else. */
static bool
split_three(const char *s, char separator, long out[3])
{
	char *end;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (*s < '0' || *s > '9')
			return false;
		out[i] = strtol(s, &end, 10);
		if (out[i] > 9999 || *end != (i < 2 ? separator : '\0'))
			return false;
		s = end + 1;
	}
	return true;
}

/* "18.5.2027" becomes "2027-05-18"; whether the day exists, the daemon says. */
static enum rc
read_date(const char *name, const char *text, json_t **out, struct err *e)
{
	char iso[64];
	long part[3];

	if (split_three(text, '-', part))
		snprintf(iso, sizeof(iso), "%04ld-%02ld-%02ld", part[0],
		    part[1], part[2]);
	else if (split_three(text, '.', part))
		snprintf(iso, sizeof(iso), "%04ld-%02ld-%02ld", part[2],
		    part[1], part[0]);
	else
		return err_set(e, RC_INVALID,
		    _("%s: '%s' is not a date such as 2027-05-18"), name, text);
	*out = json_string(iso);
	return RC_OK;
}

static enum rc
read_json(const char *name, const char *text, bool plain, json_t **out,
    struct err *e)
{
	json_error_t je;

	*out = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &je);
	if (*out == NULL && plain)
		*out = json_string(text);
	if (*out == NULL)
		return err_set(e, RC_INVALID, _("%s: not JSON: %s"), name,
		    je.text);
	return RC_OK;
}

/* Eleven digits, blanks among them or not: no row has such a number. */
static bool
is_nin(const char *text)
{
	size_t digits = 0;

	for (; *text != '\0'; text++) {
		if (*text >= '0' && *text <= '9')
			digits++;
		else if (*text != ' ')
			return false;
	}
	return digits == 11;
}

static enum rc
read_nin(const char *text, json_t **out)
{
	char digits[64];
	size_t n = 0;

	for (; *text != '\0' && n + 1 < sizeof(digits); text++) {
		if (*text != ' ')
			digits[n++] = *text;
	}
	digits[n] = '\0';
	*out = json_string(digits);
	return RC_OK;
}

enum rc
value_read(const char *name, const char *type, const char *text, json_t **out,
    struct err *e)
{
	enum rc rc = RC_OK;

	*out = NULL;
	if (type_in(type, "nin") || (type_in(type, "person") && is_nin(text)))
		rc = read_nin(text, out);
	else if (type_in(type, "integer id person household document"))
		rc = read_integer(name, text, out, e);
	else if (type_in(type, "bool boolean"))
		rc = read_bool(name, text, out, e);
	else if (type_in(type, "money"))
		rc = read_money(name, text, out, e);
	else if (type_in(type, "date"))
		rc = read_date(name, text, out, e);
	else if (type_in(type, "object list"))
		rc = read_json(name, text, false, out, e);
	else if (type_in(type, "any"))
		rc = read_json(name, text, true, out, e);
	else
		*out = json_string(text);
	if (rc == RC_OK && *out == NULL)
		rc = err_set(e, RC_INVALID, _("%s: not UTF-8"), name);
	return rc;
}

int64_t
value_days(int64_t year, int month, int day)
{
	int64_t era, of_era, of_year;

	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	of_era = year - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

static void
days_split(int64_t days, int64_t *year, int *month, int *day)
{
	int64_t era, of_era, of_year, y, m;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	of_era = days - era * 146097;
	y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * y + y / 4 - y / 100);
	m = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = y + era * 400 + (*month <= 2);
}

/* Monday is 0. */
static int
weekday(int64_t days)
{
	return (int)(((days + 3) % 7 + 7) % 7);
}

/* The instant when summer time begins (March) or ends (October). */
static int64_t
summer_edge(int64_t year, int month)
{
	int64_t last = value_days(year, month, 31);

	last -= (weekday(last) + 1) % 7;
	return last * DAY_MS + HOUR_MS;
}

void
value_instant(int64_t ms, char out[24])
{
	int64_t year, days, of_day;
	int month, day;

	days_split((ms - (ms < 0 ? DAY_MS - 1 : 0)) / DAY_MS, &year, &month,
	    &day);
	ms += HOUR_MS;
	if (year >= 1996 && ms - HOUR_MS >= summer_edge(year, 3) &&
	    ms - HOUR_MS < summer_edge(year, 10))
		ms += HOUR_MS;
	days = (ms - (ms < 0 ? DAY_MS - 1 : 0)) / DAY_MS;
	of_day = ms - days * DAY_MS;
	days_split(days, &year, &month, &day);
	snprintf(out, 24, "%04d-%02d-%02d %02d:%02d", (int)year, month, day,
	    (int)(of_day / HOUR_MS), (int)(of_day % HOUR_MS / 60000));
}

static char *
show_money(int64_t ore, enum value_style style)
{
	char whole[32], out[64];
	uint64_t v = ore < 0 ? 0 - (uint64_t)ore : (uint64_t)ore;
	const char *sign = ore < 0 ? "-" : "";
	size_t i, n, k = 0;

	if (style == VALUE_SHEET)
		return mem_format("%s%" PRIu64 ",%02u", sign, v / 100,
		    (unsigned int)(v % 100));
	snprintf(whole, sizeof(whole), "%" PRIu64, v / 100);
	n = strlen(whole);
	for (i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			out[k++] = ' ';
		out[k++] = whole[i];
	}
	out[k] = '\0';
	if (v % 100 == 0)
		return mem_format("%s%s kr", sign, out);
	return mem_format("%s%s,%02u kr", sign, out, (unsigned int)(v % 100));
}

static char *
show_date(const char *iso)
{
	static const char *const weekdays[] = { N_("Monday"), N_("Tuesday"),
		N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
		N_("Sunday") };
	static const char *const months[] = { N_("January"), N_("February"),
		N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
		N_("August"), N_("September"), N_("October"), N_("November"),
		N_("December") };
	long part[3];
	int month;

	if (!split_three(iso, '-', part) || part[1] < 1 || part[1] > 12)
		return mem_text(iso);
	month = (int)part[1];
	/* TRANSLATORS: weekday, day, month, year: Tuesday 18 May 2027. */
	return mem_format(_("%s %d %s %d"),
	    _(weekdays[weekday(value_days(part[0], month, (int)part[2]))]),
	    (int)part[2], _(months[month - 1]), (int)part[0]);
}

/* "2027-05-18T09:30:00.000+02:00" becomes "2027-05-18 09:30". */
static bool
is_instant(const char *s)
{
	static const char form[] = "0000-00-00T00:00";
	size_t i;

	for (i = 0; form[i] != '\0'; i++) {
		if (form[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return false;
	}
	return true;
}

static char *
show_string(const char *s, const char *type, enum value_style style)
{
	/* An amount of a report, where "*" may stand in its place. */
	if (type_in(type, "money") && s[0] != '\0' &&
	    s[strspn(s, "0123456789")] == '\0')
		return show_money(strtoll(s, NULL, 10), style);
	if (style == VALUE_SHEET)
		return mem_text(s);
	if (words_find(type, s) != NULL)
		return mem_text(words_find(type, s));
	if (type_in(type, "date instant") && is_instant(s))
		return mem_format("%.10s %.5s", s, s + 11);
	if (style == VALUE_WORDS && type_in(type, "date"))
		return show_date(s);
	return mem_text(s);
}

static char *
show_list(const json_t *v, const char *type, enum value_style style)
{
	struct buf b;
	size_t i;
	char *s;

	buf_init(&b, SHOW_MAX);
	for (i = 0; i < json_array_size(v); i++) {
		s = value_show(json_array_get(v, i), type, style);
		buf_add_text(&b, i > 0 ? ", " : "");
		buf_add_text(&b, s);
		free(s);
	}
	s = mem_text(buf_text(&b));
	buf_fini(&b);
	return s;
}

static char *
show_integer(json_int_t n, const char *type, enum value_style style)
{
	char when[24];

	if (type_in(type, "money"))
		return show_money(n, style);
	if (type_in(type, "bool"))
		return mem_text(n != 0 ? _("yes") : _("no"));
	if (!type_in(type, "instant"))
		return mem_format("%" JSON_INTEGER_FORMAT, n);
	value_instant(n, when);
	return mem_text(when);
}

char *
value_show(const json_t *v, const char *type, enum value_style style)
{
	char *dump, *copy;

	if (v == NULL)
		return mem_text("");
	switch (json_typeof(v)) {
	case JSON_STRING:
		return show_string(json_string_value(v), type, style);
	case JSON_INTEGER:
		return show_integer(json_integer_value(v), type, style);
	case JSON_TRUE:
		return mem_text(_("yes"));
	case JSON_FALSE:
		return mem_text(_("no"));
	case JSON_NULL:
		return mem_text("");
	case JSON_ARRAY:
		return show_list(v, type, style);
	case JSON_OBJECT:
		/* One of a list of codes. */
		if (json_is_string(json_object_get(v, "code")))
			return mem_text(
			    json_string_value(json_object_get(v, "code")));
		break;
	case JSON_REAL:
		break;
	}
	dump = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
	copy = mem_text(dump != NULL ? dump : "");
	free(dump);
	return copy;
}

char *
value_member(const json_t *row, const char *name, const char *type,
    enum value_style style)
{
	const json_t *v = json_object_get(row, name);
	char *called = mem_format("%s_title", name);
	const char *title = json_string_value(json_object_get(row, called));

	free(called);
	if (title == NULL || title[0] == '\0' || style == VALUE_SHEET)
		return value_show(v, value_type(name, type), style);
	if (style == VALUE_TABLE || !json_is_string(v))
		return mem_text(title);
	return mem_format("%s (%s)", title, json_string_value(v));
}
