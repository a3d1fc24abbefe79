/*
 * schema -- one function per type, one loop over what was given.
 *
 * Error texts never quote a value: it may be personal.
 */
#include "model/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "model/date.h"
#include "model/duration.h"
#include "model/nin.h"
#include "model/text.h"
#include "model/zone.h"

#define TEXT_MAX 4000
#define NAME_MAX_BYTES 64
#define LIST_MAX 1000

static const char *const reserved_names[] = { "as", "role", "basis", "reason",
	"idem", "use", "words", "if_rev" };
#define N_RESERVED (sizeof(reserved_names) / sizeof(reserved_names[0]))

/* One value under check. */
struct value {
	const struct bf_param *param;
	const char *path; /* "name" or "name[2]" */
	const json_t *json;
	size_t n_fds;
	struct err *e;
};

static json_t *
wrong(const struct value *v, const char *what)
{
	(void)err_field(v->e, v->path, NULL, "%s", what);
	return NULL;
}

/* Hand on what a rule of the model said. */
static json_t *
wrong_by(const struct value *v, const struct err *why)
{
	(void)err_field(v->e, v->path,
	    strcmp(why->name, rc_name(why->rc)) == 0 ? NULL : why->name, "%s",
	    why->text);
	return NULL;
}

static json_t *
check_text(const struct value *v)
{
	const char *s = json_string_value(v->json);
	struct err why = ERR_INIT;
	char composed[TEXT_MAX + 1];
	size_t n;

	if (s == NULL)
		return wrong(v, _("must be a text"));
	n = json_string_length(v->json);
	if (text_check(_("text"), s, n, TEXT_MAX, &why) != RC_OK)
		return wrong_by(v, &why);
	n = text_compose(composed, sizeof(composed), s, n);
	return json_stringn(composed, n);
}

static json_t *
check_name(const struct value *v)
{
	const char *s = json_string_value(v->json);
	size_t n;

	if (s == NULL)
		return wrong(v, _("must be a name"));
	n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.:-");
	if (n == 0 || n > NAME_MAX_BYTES || s[n] != '\0')
		return wrong(v, _("must be 1 to 64 of a-z 0-9 _ . : -"));
	return json_string(s);
}

static json_t *
check_code(const struct value *v)
{
	const char *s = json_string_value(v->json), *near;
	const char *const *codes = v->param->codes;
	char *list;
	size_t n;

	if (s == NULL)
		return wrong(v, _("must be one of the codes"));
	for (n = 0; codes[n] != NULL; n++)
		if (strcmp(codes[n], s) == 0)
			return json_string(s);
	near = ini_nearest(s, codes, n);
	list = ini_list(codes, n);
	if (near == NULL)
		(void)err_field(v->e, v->path, NULL, _("must be one of: %s"),
		    list);
	else
		(void)err_field(v->e, v->path, NULL,
		    _("unknown code, did you mean '%s'?"), near);
	free(list);
	return NULL;
}

static json_t *
check_integer(const struct value *v, int64_t min, int64_t max)
{
	int64_t n;

	if (!json_is_integer(v->json))
		return wrong(v, _("must be a whole number"));
	n = json_integer_value(v->json);
	if ((min == 0 && max == 0) || (n >= min && n <= max))
		return json_integer(n);
	if (max == INT64_MAX)
		(void)err_field(v->e, v->path, NULL, _("must be at least %jd"),
		    (intmax_t)min);
	else
		(void)err_field(v->e, v->path, NULL, _("must be %jd to %jd"),
		    (intmax_t)min, (intmax_t)max);
	return NULL;
}

static json_t *
check_date(const struct value *v)
{
	const char *s = json_string_value(v->json);
	struct err why = ERR_INIT;
	struct date d;

	if (s == NULL)
		return wrong(v, _("must be a date like 2027-02-28"));
	return date_parse(s, &d, &why) == RC_OK ? json_string(s) :
						  wrong_by(v, &why);
}

static json_t *
check_instant(const struct value *v)
{
	const char *s = json_string_value(v->json);
	struct err why = ERR_INIT;
	int64_t ms;

	if (json_is_integer(v->json))
		return json_integer(json_integer_value(v->json));
	if (s == NULL)
		return wrong(v, _("must be a time like 2027-02-10T09:15"));
	return zone_parse(s, &ms, &why) == RC_OK ? json_integer(ms) :
						   wrong_by(v, &why);
}

static json_t *
check_duration(const struct value *v)
{
	const char *s = json_string_value(v->json);
	struct err why = ERR_INIT;
	struct duration d;

	if (s == NULL)
		return wrong(v, _("must be a length of time like 14d"));
	return duration_parse(s, &d, &why) == RC_OK ? json_string(s) :
						      wrong_by(v, &why);
}

/* "2027/12": a year of four digits, a number without leading zeros. */
static json_t *
check_case(const struct value *v)
{
	const char *s = json_string_value(v->json);
	const char *digits = "0123456789";
	size_t n;

	if (s == NULL || strspn(s, digits) != 4 || s[4] != '/' || s[5] == '0' ||
	    (n = strspn(s + 5, digits)) == 0 || n > 9 || s[5 + n] != '\0')
		return wrong(v, _("must be a case like 2027/12"));
	return json_string(s);
}

static json_t *
check_nin(const struct value *v)
{
	const char *s = json_string_value(v->json);
	struct err why = ERR_INIT;
	struct nin nin;

	if (s == NULL)
		return wrong(v, _("must be a text of eleven digits"));
	return nin_parse(s, &nin, &why) == RC_OK ? json_string(nin.digits) :
						   wrong_by(v, &why);
}

static json_t *
check_fd(const struct value *v)
{
	int64_t n = json_integer_value(v->json);

	if (!json_is_integer(v->json) || n < 0 || (uint64_t)n >= v->n_fds)
		return wrong(v,
		    _("must be the index of a descriptor that "
		      "came with the line"));
	return json_integer(n);
}

static json_t *
check_shape(const struct value *v, bool right, const char *what)
{
	return right ? json_deep_copy(v->json) : wrong(v, what);
}

/* A new, normal value; NULL after noting a mistake. */
static json_t *
check_one(const struct value *v)
{
	const json_t *j = v->json;

	switch (v->param->type) {
	case BF_TEXT:
		return check_text(v);
	case BF_NAME:
		return check_name(v);
	case BF_CODE:
		return check_code(v);
	case BF_INTEGER:
	case BF_MONEY:
		return check_integer(v, v->param->min, v->param->max);
	case BF_ID:
		return check_integer(v, 1, INT64_MAX);
	case BF_BOOL:
		return check_shape(v, json_is_boolean(j),
		    _("must be true or false"));
	case BF_DATE:
		return check_date(v);
	case BF_INSTANT:
		return check_instant(v);
	case BF_DURATION:
		return check_duration(v);
	case BF_CASE:
		return check_case(v);
	case BF_NIN:
		return check_nin(v);
	case BF_OBJECT:
		return check_shape(v, json_is_object(j),
		    _("must be an object"));
	case BF_LIST:
		return check_shape(v, json_is_array(j), _("must be a list"));
	case BF_FD:
		return check_fd(v);
	case BF_ANY:
	case BF_END:
		break;
	}
	return json_deep_copy(j);
}

static json_t *
check_list(const struct value *whole)
{
	struct value v = *whole;
	json_t *list, *one;
	char *path;
	size_t i;

	if (!json_is_array(whole->json))
		return wrong(whole, _("must be a list"));
	if (json_array_size(whole->json) > LIST_MAX)
		return wrong(whole, _("more than 1000 values"));
	list = json_array();
	for (i = 0; i < json_array_size(whole->json); i++) {
		path = mem_format("%s[%zu]", whole->path, i);
		v.path = path;
		v.json = json_array_get(whole->json, i);
		if ((one = check_one(&v)) != NULL)
			(void)json_array_append_new(list, one);
		free(path);
	}
	return list;
}

static const struct bf_param *
param_find(const struct bf_param *params, const char *name)
{
	const struct bf_param *p;

	for (p = params; p != NULL && p->type != BF_END; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

bool
schema_is_reserved(const char *name)
{
	size_t i;

	for (i = 0; i < N_RESERVED; i++)
		if (strcmp(reserved_names[i], name) == 0)
			return true;
	return false;
}

static void
unknown(const struct bf_param *params, const char *name, struct err *e)
{
	const char **names = mem_new(N_RESERVED, sizeof(*names)), *near;
	const struct bf_param *p;
	size_t n = N_RESERVED;

	memcpy(names, reserved_names, sizeof(reserved_names));
	for (p = params; p != NULL && p->type != BF_END; p++) {
		names = mem_grow(names, n + 1, sizeof(*names));
		names[n++] = p->name;
	}
	near = ini_nearest(name, names, n);
	free(names);
	if (near != NULL)
		(void)err_field(e, name, NULL,
		    _("no such parameter, did you mean '%s'?"), near);
	else
		(void)err_field(e, name, NULL, _("no such parameter"));
}

static const char *
reserved_text(const json_t *given, const char *name, size_t max, struct err *e)
{
	const json_t *j = json_object_get(given, name);
	size_t n = json_string_length(j);

	if (j == NULL)
		return NULL;
	if (json_is_string(j) && n > 0 &&
	    text_check(name, json_string_value(j), n, max, e) == RC_OK)
		return json_string_value(j);
	err_clear(e);
	return "";
}

/* The basis stands in clear in the log, so it is a code and no free text. */
static bool
is_basis(const char *text)
{
	static const char allowed[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789_.:-";

	return strlen(text) <= 64 && text[strspn(text, allowed)] == '\0';
}

static void
check_reserved(const json_t *given, struct reserved *r, struct err *e)
{
	const char **const texts[] = { &r->as, &r->role, &r->basis, &r->reason,
		&r->idem, &r->use, &r->words };
	const json_t *rev = json_object_get(given, "if_rev");
	struct err why = ERR_INIT;
	size_t i, max;

	*r = (struct reserved){ .if_rev = -1 };
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		max = texts[i] == &r->reason ? TEXT_MAX : 200;
		*texts[i] = reserved_text(given, reserved_names[i], max, &why);
		if (*texts[i] != NULL && (*texts[i])[0] == '\0')
			(void)err_field(e, reserved_names[i], NULL,
			    _("must be a text of 1 to %zu bytes"), max);
	}
	if (r->basis != NULL && !is_basis(r->basis))
		(void)err_field(e, "basis", NULL,
		    _("must be a code of letters, digits and _.:-, such as "
		      "FVL_13B; why stands in `reason`"));
	if (r->use != NULL && strcmp(r->use, "export") != 0 &&
	    strcmp(r->use, "print") != 0)
		(void)err_field(e, "use", NULL,
		    _("must be export or print; leave it out to look"));
	if (r->words != NULL && strcmp(r->words, "health") != 0 &&
	    strcmp(r->words, "identity") != 0)
		(void)err_field(e, "words", NULL,
		    _("must be health, or identity if what you write tells "
		      "nothing of health"));
	if (json_is_integer(rev) && json_integer_value(rev) >= 0)
		r->if_rev = json_integer_value(rev);
	else if (rev != NULL)
		(void)err_field(e, "if_rev", NULL,
		    _("must be a whole number, 0 or more"));
}

/* Check one parameter of the row and put what is normal into RESULT. */
static void
check_param(const struct value *v, json_t *result)
{
	json_t *one;

	if (v->json == NULL) {
		if ((v->param->flags & BF_REQUIRED) != 0)
			(void)wrong(v, _("missing"));
		return;
	}
	one =
	    (v->param->flags & BF_REPEATED) != 0 ? check_list(v) : check_one(v);
	if (one != NULL)
		(void)json_object_set_new(result, v->param->name, one);
}

enum rc
schema_check(const struct bf_method *method, json_t *given, size_t n_fds,
    struct reserved *reserved, json_t **out, struct err *e)
{
	struct value v = { .n_fds = n_fds, .e = e };
	const struct bf_param *p;
	json_t *result = json_object(), *value;
	const char *key;

	err_clear(e);
	check_reserved(given, reserved, e);
	for (p = method->params; p != NULL && p->type != BF_END; p++) {
		v.param = p;
		v.path = p->name;
		v.json = json_object_get(given, p->name);
		check_param(&v, result);
	}
	json_object_foreach(given, key, value)
		if (param_find(method->params, key) == NULL &&
		    !schema_is_reserved(key))
			unknown(method->params, key, e);
	if (e->rc == RC_OK) {
		*out = result;
		return RC_OK;
	}
	json_decref(result);
	/* The fields stay; only the kind of error is another. */
	e->rc = RC_INVALID;
	(void)snprintf(e->name, sizeof(e->name), "%s", rc_name(RC_INVALID));
	return RC_INVALID;
}
