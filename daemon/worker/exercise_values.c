/*
 * exercise_values -- a value of each type for each round.
 */
#include "worker/exercise_values.h"

#include <stdbool.h>
#include <stddef.h>

#define PICK(list, n) list[(size_t)(n) % (sizeof(list) / sizeof(list[0]))]

static json_t *
text(int n)
{
	static const char *const texts[] = { "Prøve", "x", "Åse Ørn đ ŋ",
		"1 2 3", "2027-01-11", "%s %n", "=1+1", "<b>" };

	return json_string(PICK(texts, n));
}

static json_t *
date(int n)
{
	static const char *const dates[] = { "2027-01-11", "2027-01-12",
		"2027-05-17", "2028-02-29", "1999-12-31", "2037-01-01" };

	return json_string(PICK(dates, n));
}

static json_t *
number(const struct bf_param *p, int n)
{
	const int64_t plain[] = { 1, 2, 1000000, 0, 7, INT32_MAX, -1 };

	if (p->min == 0 && p->max == 0)
		return json_integer((json_int_t)PICK(plain, n));
	return json_integer((json_int_t)(n % 3 == 0 ? p->min :
		n % 3 == 1			    ? p->max :
			     p->min + (p->max - p->min) / 2));
}

static json_t *
code(const struct bf_param *p, int n)
{
	size_t len = 0;

	while (p->codes[len] != NULL)
		len++;
	return len == 0 ? json_null() : json_string(p->codes[(size_t)n % len]);
}

/* A row number: the last one of that name, or records begin with 1. */
static json_t *
row(const struct bf_param *p, int n, const struct exercise_world *w)
{
	const int64_t ids[] = { 1, w->person, 2, w->case_id, 4711 };
	json_t *last = json_object_get(w->last, p->name);

	if (last != NULL && n % 3 != 2)
		return json_incref(last);
	return json_integer((json_int_t)PICK(ids, n));
}

static json_t *
one(const struct bf_param *p, int n, const struct exercise_world *w)
{
	static const char *const names[] = { "nav", "prove", "nav01", "x" };
	static const char *const lengths[] = { "14d", "10wd", "1m", "5y" };
	static const char *const numbers[] = { "12838849855", "04897949704" };
	static const int64_t instants[] = { INT64_C(1799654400000), 0,
		INT64_C(2114380800000) };

	switch (p->type) {
	case BF_TEXT:
		return text(n);
	case BF_NAME:
		return json_string(PICK(names, n));
	case BF_CODE:
		return code(p, n);
	case BF_INTEGER:
	case BF_MONEY:
		return number(p, n);
	case BF_BOOL:
		return json_boolean(n % 2 == 0);
	case BF_DATE:
		return date(n);
	case BF_INSTANT:
		return json_integer((json_int_t)PICK(instants, n));
	case BF_DURATION:
		return json_string(PICK(lengths, n));
	case BF_CASE:
		return json_string(n % 5 == 4 ? "1999/1" : w->number);
	case BF_ID:
		return row(p, n, w);
	case BF_NIN:
		return json_string(PICK(numbers, n));
	case BF_OBJECT:
		return n % 2 == 0 ? json_object() :
				    json_pack("{ss si}", "text", "x", "n", n);
	case BF_LIST:
		return n % 2 == 0 ? json_array() : json_pack("[s i]", "x", n);
	case BF_ANY:
		return n % 2 == 0 ? json_null() : text(n);
	case BF_FD:
	case BF_END:
		break;
	}
	return NULL;
}

/* Is parameter I given in round N? */
static bool
is_given(const struct bf_param *p, size_t i, int n)
{
	if (n == 0)
		return (p->flags & BF_REQUIRED) != 0;
	if (n == 1)
		return true;
	return (p->flags & BF_REQUIRED) != 0 ? ((size_t)n + i) % 11 != 0 :
					       ((size_t)n + i) % 3 != 0;
}

json_t *
exercise_values(const struct bf_method *m, int round,
    const struct exercise_world *w)
{
	json_t *out = json_object(), *value;
	const struct bf_param *p;
	size_t i;

	for (p = m->params, i = 0; p != NULL && p->type != BF_END; p++, i++) {
		if (!is_given(p, i, round))
			continue;
		value = one(p, round < 2 ? 0 : round + (int)i, w);
		if (value != NULL && (p->flags & BF_REPEATED) != 0)
			value = json_pack("[o]", value);
		if (value != NULL)
			json_object_set_new(out, p->name, value);
	}
	return out;
}
