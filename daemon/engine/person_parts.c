/*
 * person_parts -- which parameter of a person stands where, in which class.
 */
#include "engine/person_parts.h"

#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "model/text.h"

static const struct part_field {
	const char *param;
	enum bf_class class;
	const char *member;
	const char *inner; /* member of the member; NULL: none */
} fields[] = {
	{ "name", BF_CLASS_IDENTITY, "name", NULL },
	{ "birth_date", BF_CLASS_IDENTITY, "birth_date", NULL },
	{ "language", BF_CLASS_IDENTITY, "language", NULL },
	{ "interpreter", BF_CLASS_IDENTITY, "interpreter", "needed" },
	{ "interpreter_language", BF_CLASS_IDENTITY, "interpreter",
	    "language" },
	{ "interpreter_qualification", BF_CLASS_IDENTITY, "interpreter",
	    "qualification" },
	{ "channel", BF_CLASS_IDENTITY, "channel", NULL },
	{ "reserved_digital", BF_CLASS_IDENTITY, "reserved_digital", NULL },
	{ "address", BF_CLASS_ADDRESS, "address", NULL },
	{ "postal_code", BF_CLASS_ADDRESS, "postal_code", NULL },
	{ "postal_place", BF_CLASS_ADDRESS, "postal_place", NULL },
	{ "phone", BF_CLASS_ADDRESS, "phone", NULL },
	{ "email", BF_CLASS_ADDRESS, "email", NULL },
};
#define N_FIELDS (sizeof(fields) / sizeof(fields[0]))

/* Member NAME of OBJECT, made if it is missing; borrowed. */
static json_t *
member(json_t *object, const char *name)
{
	if (!json_is_object(json_object_get(object, name)))
		json_object_set_new(object, name, json_object());
	return json_object_get(object, name);
}

/* Names are compared composed, so that is how they are kept. */
static json_t *
normal(const json_t *value)
{
	char composed[4001];
	const char *text = json_string_value(value);

	if (text == NULL)
		return json_deep_copy(value);
	(void)text_compose(composed, sizeof(composed), text, strlen(text));
	return json_string(composed);
}

static void
check_value(const struct part_field *f, const char *text, struct date today,
    struct err *e)
{
	struct err none = ERR_INIT;
	struct date d;

	if (strcmp(f->param, "name") == 0 && text[strspn(text, " ")] == '\0')
		(void)err_field(e, f->param, NULL, _("is missing"));
	if (strcmp(f->param, "birth_date") == 0 && text[0] != '\0' &&
	    date_parse(text, &d, &none) == RC_OK &&
	    (date_compare(d, today) > 0 || date_diff(d, today) > 130 * 366))
		(void)err_field(e, f->param, NULL,
		    _("a date of birth from the last 130 years"));
}

enum rc
parts_merge(json_t *parts, const json_t *params, struct date today,
    struct err *e)
{
	const struct part_field *f;
	const json_t *value;
	json_t *object;
	const char *text, *name;

	for (f = fields; f < fields + N_FIELDS; f++) {
		value = json_object_get(params, f->param);
		if (value == NULL)
			continue;
		text = json_string_value(value);
		if (text != NULL)
			check_value(f, text, today, e);
		object = member(parts, bf_class_name(f->class));
		if (f->inner != NULL)
			object = member(object, f->member);
		name = f->inner != NULL ? f->inner : f->member;
		if (text != NULL && text[0] == '\0')
			json_object_del(object, name);
		else
			json_object_set_new(object, name, normal(value));
	}
	return e->rc;
}

enum rc
parts_load(struct bf_call *c, int64_t person, const json_t *params,
    unsigned int classes, json_t **parts)
{
	const struct part_field *f;
	const char *class;
	json_t *part = NULL;
	enum rc rc;

	*parts = json_object();
	for (f = fields; f < fields + N_FIELDS; f++) {
		class = bf_class_name(f->class);
		if (json_object_get(params, f->param) == NULL ||
		    json_object_get(*parts, class) != NULL)
			continue;
		if ((classes & (1u << f->class)) == 0)
			return err_set(&c->err, RC_DENIED,
			    _("%s: what is of "
			      "class %s is not yours to change here"),
			    f->param, class);
		rc = person_part(c->store, person, f->class, &part, &c->err);
		if (rc != RC_OK)
			return rc;
		json_object_set_new(*parts, class, part);
	}
	return RC_OK;
}

enum rc
parts_show(struct bf_call *c, const struct person *p, unsigned int classes,
    json_t *row)
{
	static const enum bf_class shown[] = { BF_CLASS_IDENTITY,
		BF_CLASS_ADDRESS };
	json_t *part = NULL;
	size_t i;
	enum rc rc;

	call_disclose(c, "person", p->id, NULL);
	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		if ((classes & (1u << shown[i])) == 0)
			continue;
		rc = person_part(c->store, p->id, shown[i], &part, &c->err);
		if (rc != RC_OK)
			return rc;
		json_object_update(row, part);
		json_decref(part);
		call_disclose(c, "person", p->id, bf_class_name(shown[i]));
	}
	return RC_OK;
}
