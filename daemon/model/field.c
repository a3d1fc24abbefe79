/*
 * field -- is a value what its field declares, and what is its normal form?
 */
#include "model/definition.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/date.h"
#include "model/duration.h"
#include "model/money.h"
#include "model/text.h"

#define MANY_MAX 200
#define NAME_MAX_BYTES 64

static const char *
trim(const char *s, size_t *len)
{
	while (*len > 0 && strchr(" \t\n", s[0]) != NULL) {
		s++;
		(*len)--;
	}
	while (*len > 0 && strchr(" \t\n", s[*len - 1]) != NULL)
		(*len)--;
	return s;
}

static enum rc
check_text(const struct def_field *f, const json_t *v, json_t **out,
    struct err *e)
{
	size_t len = json_string_length(v);
	const char *s = json_string_value(v);
	struct err why = ERR_INIT;
	char *composed;

	if (s == NULL)
		return err_field(e, f->name, NULL, _("must be a text"));
	s = trim(s, &len);
	if (len == 0)
		return err_field(e, f->name, NULL, _("is empty"));
	if (text_check(f->name, s, len, (size_t)f->max, &why) != RC_OK)
		return err_field(e, f->name, NULL, "%.180s", why.text);
	composed = mem_new(len + 1, 1);
	len = text_compose(composed, len + 1, s, len);
	*out = json_stringn(composed, len);
	free(composed);
	return RC_OK;
}

static enum rc
check_range(const struct def_field *f, int64_t n, json_t **out, struct err *e)
{
	char low[MONEY_SIZE], high[MONEY_SIZE];

	if (n >= f->min && n <= f->max) {
		*out = json_integer(n);
		return RC_OK;
	}
	if (f->type == DEF_MONEY) {
		money_format(f->min, low);
		money_format(f->max, high);
		return err_field(e, f->name, NULL, _("must be %s to %s"), low,
		    high);
	}
	return err_field(e, f->name, NULL, _("must be %lld to %lld"),
	    (long long)f->min, (long long)f->max);
}

static enum rc
check_money(const struct def_field *f, const json_t *v, json_t **out,
    struct err *e)
{
	struct err why = ERR_INIT;
	int64_t ore;

	if (json_is_integer(v))
		return check_range(f, json_integer_value(v), out, e);
	if (!json_is_string(v))
		return err_field(e, f->name, NULL,
		    _("must be an amount: 12500 øre, or \"125,00\""));
	if (money_parse(json_string_value(v), &ore, &why) != RC_OK)
		return err_field(e, f->name, NULL, "%.180s", why.text);
	return check_range(f, ore, out, e);
}

static enum rc
check_date(const struct def_field *f, const json_t *v, json_t **out,
    struct err *e)
{
	const char *s = json_string_value(v);
	struct err why = ERR_INIT;
	char text[DATE_SIZE];
	struct date d;

	if (s == NULL)
		return err_field(e, f->name, NULL,
		    _("must be a date such as \"2027-02-28\""));
	if (date_parse(s, &d, &why) != RC_OK)
		return err_field(e, f->name, NULL, "%.180s", why.text);
	date_format(d, text);
	*out = json_string(text);
	return RC_OK;
}

static enum rc
check_duration(const struct def_field *f, const json_t *v, json_t **out,
    struct err *e)
{
	const char *s = json_string_value(v);
	struct err why = ERR_INIT;
	char text[DURATION_SIZE];
	struct duration d;

	if (s == NULL || duration_parse(s, &d, &why) != RC_OK ||
	    d.unit == DURATION_HOURS)
		return err_field(e, f->name, NULL,
		    _("must be a length such "
		      "as \"14d\", \"10wd\", \"3w\", \"1m\" or \"2y\""));
	duration_format(d, text);
	*out = json_string(text);
	return RC_OK;
}

static bool
is_valid_on(const struct def_code *c, struct date day)
{
	return !(c->has_from && date_compare(day, c->from) < 0) &&
	    !(c->has_to && date_compare(day, c->to) > 0);
}

static enum rc
check_choice(const struct def_field *f, const json_t *v, struct date today,
    json_t **out, struct err *e)
{
	const char *s = json_string_value(v);
	char list[140] = "";
	size_t i, used = 0, n;

	for (i = 0; s != NULL && i < f->n_codes; i++) {
		if (strcmp(s, f->codes[i].code) != 0)
			continue;
		if (!is_valid_on(&f->codes[i], today))
			return err_field(e, f->name, NULL,
			    _("'%.64s' is not in use on this day"), s);
		*out = json_string(s);
		return RC_OK;
	}
	for (i = 0; i < f->n_codes; i++) {
		n = strlen(f->codes[i].code);
		if (!is_valid_on(&f->codes[i], today) ||
		    n + 2 > sizeof(list) - used)
			continue;
		if (used > 0)
			list[used++] = ' ';
		memcpy(list + used, f->codes[i].code, n + 1);
		used += n;
	}
	return err_field(e, f->name, NULL, _("must be one of: %s"), list);
}

static enum rc
check_name(const struct def_field *f, const json_t *v, json_t **out,
    struct err *e)
{
	const char *s = json_string_value(v);
	size_t len = s == NULL ? 0 : json_string_length(v);

	if (len == 0 || len > NAME_MAX_BYTES ||
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.:-") != len)
		return err_field(e, f->name, NULL,
		    f->type == DEF_UNIT ? _("must be the name of a unit") :
					  _("must be the name of a user"));
	*out = json_stringn(s, len);
	return RC_OK;
}

static enum rc
check_one(const struct def_field *f, const json_t *v, struct date today,
    json_t **out, struct err *e)
{
	switch (f->type) {
	case DEF_TEXT:
		return check_text(f, v, out, e);
	case DEF_INTEGER:
		if (json_is_integer(v))
			return check_range(f, json_integer_value(v), out, e);
		return err_field(e, f->name, NULL, _("must be a whole number"));
	case DEF_BOOLEAN:
		if (!json_is_boolean(v))
			return err_field(e, f->name, NULL,
			    _("must be true or false"));
		*out = json_boolean(json_is_true(v));
		return RC_OK;
	case DEF_DATE:
		return check_date(f, v, out, e);
	case DEF_MONEY:
		return check_money(f, v, out, e);
	case DEF_CHOICE:
		return check_choice(f, v, today, out, e);
	case DEF_DURATION:
		return check_duration(f, v, out, e);
	case DEF_PERSON:
	case DEF_HOUSEHOLD:
	case DEF_DOCUMENT:
		if (!json_is_integer(v) || json_integer_value(v) <= 0)
			return err_field(e, f->name, NULL,
			    _("must be the number of a %s"),
			    def_type_name(f->type));
		*out = json_integer(json_integer_value(v));
		return RC_OK;
	case DEF_UNIT:
	case DEF_USER:
		return check_name(f, v, out, e);
	}
	return err_field(e, f->name, NULL, _("has no type"));
}

static bool
is_in(const json_t *list, const json_t *value)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), value))
			return true;
	return false;
}

enum rc
field_check(const struct def_field *f, const json_t *value, struct date today,
    json_t **out, struct err *e)
{
	json_t *list, *one;
	enum rc rc = RC_OK;
	size_t i;

	*out = NULL;
	if (!f->many)
		return check_one(f, value, today, out, e);
	if (!json_is_array(value) || json_array_size(value) > MANY_MAX)
		return err_field(e, f->name, NULL,
		    _("must be a list of at most %d"), MANY_MAX);
	list = json_array();
	for (i = 0; i < json_array_size(value) && rc == RC_OK; i++) {
		one = NULL;
		rc = check_one(f, json_array_get(value, i), today, &one, e);
		if (rc == RC_OK && is_in(list, one))
			rc = err_field(e, f->name, NULL,
			    _("holds the same value twice"));
		if (rc == RC_OK && json_array_append(list, one) != 0)
			rc = err_set(e, RC_INTERNAL, "%s: no memory", f->name);
		json_decref(one);
	}
	if (rc == RC_OK)
		*out = list;
	else
		json_decref(list);
	return rc;
}
