/*
 * record_value -- one check per type.
 */
#include "store/record_value.h"

#include <string.h>

#include "base/i18n.h"
#include "model/date.h"
#include "model/duration.h"
#include "model/nin.h"
#include "model/text.h"

#define TEXT_MAX 4000
#define NAME_MAX_LEN 64

static bool
is_code(const char *s, const char *const *codes)
{
	size_t i;

	for (i = 0; codes[i] != NULL; i++) {
		if (strcmp(s, codes[i]) == 0)
			return true;
	}
	return false;
}

static bool
is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.:-");

	return n > 0 && n <= NAME_MAX_LEN && s[n] == '\0';
}

/* Is the text V what C says?  What is wrong goes to WHY. */
static enum rc
check_text(const struct bf_record_column *c, const json_t *v, struct err *why)
{
	const char *s = json_string_value(v);
	struct duration duration;
	struct date date;
	struct nin nin;

	if (s == NULL)
		return err_set(why, RC_INVALID, _("not a text"));
	if (c->type == BF_DATE)
		return date_parse(s, &date, why);
	if (c->type == BF_DURATION)
		return duration_parse(s, &duration, why);
	if (c->type == BF_NIN)
		return nin_parse(s, &nin, why);
	if (c->type == BF_CODE && !is_code(s, c->codes))
		return err_set(why, RC_INVALID, _("not one of the codes"));
	if (c->type == BF_NAME && !is_name(s))
		return err_set(why, RC_INVALID, _("not a name"));
	return text_check(c->name, s, json_string_length(v), TEXT_MAX, why);
}

static enum rc
check_number(const struct bf_record_column *c, const json_t *v, struct err *why)
{
	int64_t n = json_integer_value(v);

	if (!json_is_integer(v))
		return err_set(why, RC_INVALID, _("not an integer"));
	if (c->type == BF_ID && n <= 0)
		return err_set(why, RC_INVALID, _("not the number of a row"));
	if ((c->min != 0 || c->max != 0) && (n < c->min || n > c->max))
		return err_set(why, RC_INVALID,
		    _("not between %lld and "
		      "%lld"),
		    (long long)c->min, (long long)c->max);
	return RC_OK;
}

static enum rc
check_value(const struct bf_record_column *c, const json_t *v, struct err *why)
{
	switch (c->type) {
	case BF_TEXT:
	case BF_NAME:
	case BF_CODE:
	case BF_DATE:
	case BF_DURATION:
	case BF_NIN:
		return check_text(c, v, why);
	case BF_INTEGER:
	case BF_INSTANT:
	case BF_MONEY:
	case BF_ID:
		return check_number(c, v, why);
	case BF_BOOL:
		if (!json_is_boolean(v))
			return err_set(why, RC_INVALID,
			    _("not true or "
			      "false"));
		return RC_OK;
	case BF_OBJECT:
		if (!json_is_object(v))
			return err_set(why, RC_INVALID, _("not an object"));
		return RC_OK;
	case BF_LIST:
		if (!json_is_array(v))
			return err_set(why, RC_INVALID, _("not a list"));
		return RC_OK;
	case BF_END:
	case BF_CASE:
	case BF_ANY:
	case BF_FD:
		break;
	}
	return err_set(why, RC_INTERNAL, _("no type of a column"));
}

enum rc
record_check(const struct bf_record *d, const json_t *values, struct err *e)
{
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; d->columns[i].name != NULL; i++) {
		const struct bf_record_column *c = &d->columns[i];
		const json_t *v = json_object_get(values, c->name);
		struct err why = ERR_INIT;

		if (v != NULL && !json_is_null(v)) {
			if (check_value(c, v, &why) != RC_OK)
				rc = err_field(e, c->name, why.name, "%s",
				    why.text);
		} else if ((c->flags & BF_REQUIRED) != 0 &&
		    (c->flags & BF_SERIES) == 0)
			rc = err_field(e, c->name, NULL, _("is missing"));
	}
	return rc;
}
