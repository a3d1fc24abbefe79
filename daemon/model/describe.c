/*
 * describe -- method rows as JSON Schema with words; see the form in the header.
 */
#include "model/describe.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "model/definition.h"
#include "model/principal.h"

static const char *const type_names[] = { [BF_END] = "",
	[BF_TEXT] = "text",
	[BF_NAME] = "name",
	[BF_CODE] = "code",
	[BF_INTEGER] = "integer",
	[BF_BOOL] = "bool",
	[BF_DATE] = "date",
	[BF_INSTANT] = "instant",
	[BF_MONEY] = "money",
	[BF_DURATION] = "duration",
	[BF_CASE] = "case",
	[BF_ID] = "id",
	[BF_NIN] = "nin",
	[BF_OBJECT] = "object",
	[BF_LIST] = "list",
	[BF_ANY] = "any",
	[BF_FD] = "fd" };

static const char *const kind_names
    [] = { [BF_READ] = "read", [BF_STEP] = "step", [BF_ADMIN] = "admin" };

static const char *const access_names[] = { [BF_ACCESS_NONE] = "none",
	[BF_ACCESS_PUBLIC] = "public",
	[BF_ACCESS_STAFF] = "staff",
	[BF_ACCESS_CASE] = "case",
	[BF_ACCESS_PERSON] = "person",
	[BF_ACCESS_REPORT] = "report",
	[BF_ACCESS_DEFINITION] = "definition",
	[BF_ACCESS_AUDIT] = "audit",
	[BF_ACCESS_CLOCK] = "clock",
	[BF_ACCESS_OVERSIGHT] = "oversight",
	[BF_ACCESS_ARCHIVE] = "archive" };

static const char *const uses[] = { "export", "print", NULL };

static const char *const words[] = { "health", "identity", NULL };

static const struct bf_param reserved[] = {
	{ .name = "as",
	    .type = BF_NAME,
	    .text = N_("user that a gateway speaks for") },
	{ .name = "role",
	    .type = BF_TEXT,
	    .text = N_("role, role@unit or @unit for this request") },
	{ .name = "basis",
	    .type = BF_NAME,
	    .text = N_("legal basis of this request") },
	{ .name = "reason", .type = BF_TEXT, .text = N_("why, for the log") },
	{ .name = "idem",
	    .type = BF_TEXT,
	    .text = N_("key: the same request again does nothing twice") },
	{ .name = "use",
	    .type = BF_CODE,
	    .codes = uses,
	    .text = N_("what the answer is for, if it leaves the screen") },
	{ .name = "words",
	    .type = BF_CODE,
	    .codes = words,
	    .text =
		N_("class of the words written here; health in units of the "
		   "health domain unless given") },
	{ .name = "if_rev",
	    .type = BF_INTEGER,
	    .min = 0,
	    .max = INT64_MAX,
	    .text = N_("refuse unless the subject has this revision") },
	{ .type = BF_END },
};

static const enum rc common_errors[] = { RC_INVALID, RC_FIELDS, RC_NOTFOUND,
	RC_DENIED, RC_CONFLICT, RC_IDEM, RC_BUSY, RC_UNAVAILABLE, RC_DISK_FULL,
	RC_IO, RC_INTERNAL };

const char *
describe_type(enum bf_type type)
{
	return type_names[type];
}

static void
set_string(json_t *o, const char *name, const char *value)
{
	json_object_set_new(o, name, json_string(value));
}

/* A string of a certain FORMAT, and PATTERN if it has one. */
static json_t *
schema_string(const char *format, const char *pattern)
{
	json_t *o = json_object();

	set_string(o, "type", "string");
	if (format != NULL)
		set_string(o, "format", format);
	if (pattern != NULL)
		set_string(o, "pattern", pattern);
	return o;
}

static json_t *
schema_number(int64_t min, int64_t max)
{
	json_t *o = json_object();

	set_string(o, "type", "integer");
	if (min != 0 || max != 0) {
		json_object_set_new(o, "minimum", json_integer(min));
		json_object_set_new(o, "maximum", json_integer(max));
	}
	return o;
}

static json_t *
schema_codes(const char *const *codes)
{
	json_t *o = schema_string(NULL, NULL), *list = json_array();

	for (; codes != NULL && *codes != NULL; codes++)
		json_array_append_new(list, json_string(*codes));
	if (json_array_size(list) > 0)
		json_object_set(o, "enum", list);
	json_decref(list);
	return o;
}

static json_t *
schema_text(void)
{
	json_t *o = schema_string(NULL, NULL);

	json_object_set_new(o, "maxLength", json_integer(4000));
	return o;
}

static json_t *
schema_plain(const char *type)
{
	json_t *o = json_object();

	if (type != NULL)
		set_string(o, "type", type);
	return o;
}

/* Milliseconds; ISO 8601 is read as well. */
static json_t *
schema_instant(void)
{
	return json_pack("{s:[s,s],s:s}", "type", "integer", "string", "format",
	    "instant");
}

static json_t *
schema_type(enum bf_type type, const char *const *codes, int64_t min,
    int64_t max)
{
	switch (type) {
	case BF_TEXT:
		return schema_text();
	case BF_NAME:
		return schema_string("name", "^[a-z0-9_.:-]{1,64}$");
	case BF_CODE:
		return schema_codes(codes);
	case BF_INTEGER:
	case BF_MONEY:
		return schema_number(min, max);
	case BF_BOOL:
		return schema_plain("boolean");
	case BF_DATE:
		return schema_string("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
	case BF_INSTANT:
		return schema_instant();
	case BF_DURATION:
		return schema_string("duration-typed",
		    "^[0-9]+(h|d|wd|w|m|y)$");
	case BF_CASE:
		return schema_string("case", "^[0-9]{4}/[0-9]+$");
	case BF_ID:
		return schema_number(1, INT64_MAX);
	case BF_NIN:
		return schema_string("nin", "^[0-9]{11}$");
	case BF_OBJECT:
		return schema_plain("object");
	case BF_LIST:
		return schema_plain("array");
	case BF_ANY:
	case BF_END:
		return schema_plain(NULL);
	case BF_FD:
		return schema_number(0, DESCRIBE_FDS - 1);
	}
	return schema_plain(NULL);
}

static json_t *
describe_param(const struct bf_param *p)
{
	json_t *o = schema_type(p->type, p->codes, p->min, p->max), *array;

	if ((p->flags & BF_REPEATED) != 0) {
		array = schema_plain("array");
		json_object_set_new(array, "items", o);
		o = array;
	}
	set_string(o, "description", _(p->text));
	set_string(o, "x-class", bf_class_name(p->class));
	set_string(o, "x-type", describe_type(p->type));
	return o;
}

static json_t *
describe_params(const struct bf_param *p)
{
	json_t *props = json_object(), *required = json_array();
	json_t *o = schema_plain("object");

	for (; p != NULL && p->type != BF_END; p++) {
		json_object_set_new(props, p->name, describe_param(p));
		if ((p->flags & BF_REQUIRED) != 0)
			json_array_append_new(required, json_string(p->name));
	}
	json_object_set_new(o, "properties", props);
	json_object_set_new(o, "required", required);
	json_object_set_new(o, "additionalProperties", json_false());
	return o;
}

static json_t *
describe_positional(const struct bf_param *p)
{
	json_t *list = json_array();

	for (; p != NULL && p->type != BF_END; p++)
		if ((p->flags & BF_POSITIONAL) != 0)
			json_array_append_new(list, json_string(p->name));
	return list;
}

static json_t *
describe_rest(const struct bf_param *p)
{
	for (; p != NULL && p->type != BF_END; p++)
		if ((p->flags & BF_REST) != 0)
			return json_string(p->name);
	return json_null();
}

json_t *
describe_columns(const struct bf_column *col)
{
	json_t *list = json_array();

	for (; col != NULL && col->type != BF_END; col++)
		json_array_append_new(list,
		    json_pack("{s:s,s:s,s:s}", "name", col->name, "title",
			_(col->title), "type", describe_type(col->type)));
	return list;
}

/* A value of a result may always be missing or null. */
static json_t *
describe_members(const struct bf_column *col)
{
	json_t *o = schema_plain("object"), *props = json_object(), *one;

	for (; col != NULL && col->type != BF_END; col++) {
		one = schema_type(col->type, NULL, 0, 0);
		set_string(one, "description", _(col->title));
		set_string(one, "x-type", describe_type(col->type));
		json_object_set_new(props, col->name,
		    json_pack("{s:[o,{s:s}]}", "anyOf", one, "type", "null"));
	}
	json_object_set_new(o, "properties", props);
	return o;
}

static json_t *
describe_result(const struct bf_method *m)
{
	json_t *o = schema_plain("object"), *props;

	if (m->rows == NULL) {
		json_decref(o);
		return describe_members(m->columns);
	}
	props = json_object();
	json_object_set_new(props, m->rows,
	    json_pack("{s:s,s:o}", "type", "array", "items",
		describe_members(m->columns)));
	json_object_set_new(props, "next",
	    json_pack("{s:[s,s]}", "type", "string", "null"));
	json_object_set_new(o, "properties", props);
	return o;
}

/* The blank-separated words of TEXT as a list. */
static json_t *
split_words(const char *text)
{
	json_t *list = json_array();
	size_t len;

	for (; text != NULL && *text != '\0'; text += len) {
		text += strspn(text, " ");
		len = strcspn(text, " ");
		if (len > 0)
			json_array_append_new(list, json_stringn(text, len));
	}
	return list;
}

static json_t *
describe_faces(unsigned int faces)
{
	json_t *list = json_array();

	if ((faces & BF_FACE_SOCKET) != 0)
		json_array_append_new(list, json_string("socket"));
	if ((faces & BF_FACE_LUA) != 0)
		json_array_append_new(list, json_string("lua"));
	if ((faces & BF_FACE_TIMER) != 0)
		json_array_append_new(list, json_string("timer"));
	if ((faces & BF_FACE_CASE) != 0)
		json_array_append_new(list, json_string("case"));
	return list;
}

json_t *
describe_method(const struct bf_method *m)
{
	json_t *o = json_object();

	set_string(o, "name", m->name);
	json_object_set_new(o, "words", split_words(m->nb));
	set_string(o, "kind", kind_names[m->kind]);
	set_string(o, "access", access_names[m->access]);
	json_object_set_new(o, "faces", describe_faces(m->faces));
	set_string(o, "text", _(m->text));
	json_object_set_new(o, "positional", describe_positional(m->params));
	json_object_set_new(o, "rest", describe_rest(m->params));
	json_object_set_new(o, "params", describe_params(m->params));
	json_object_set_new(o, "rows",
	    m->rows != NULL ? json_string(m->rows) : json_null());
	json_object_set_new(o, "columns", describe_columns(m->columns));
	json_object_set_new(o, "result", describe_result(m));
	json_object_set_new(o, "errors", split_words(m->errors));
	return o;
}

/* Is M what was asked for: everything, itself, or one of an object's? */
static bool
is_wanted(const struct bf_method *m, const char *only)
{
	size_t len;

	if (only == NULL || only[0] == '\0')
		return true;
	len = strlen(only);
	return strncmp(m->name, only, len) == 0 &&
	    (m->name[len] == '\0' || m->name[len] == '.');
}

/* Note how M's object is called in Norwegian: its first word. */
static void
add_object(json_t *objects, const struct bf_method *m)
{
	json_t *word;
	char name[64];
	size_t len = strcspn(m->name, ".");

	if (len >= sizeof(name))
		return;
	memcpy(name, m->name, len);
	name[len] = '\0';
	if (json_object_get(objects, name) != NULL)
		return;
	word = json_stringn(m->nb, strcspn(m->nb, " "));
	json_object_set_new(objects, name, word);
}

static json_t *
describe_reserved(void)
{
	json_t *o = json_object();
	const struct bf_param *p;

	for (p = reserved; p->type != BF_END; p++)
		json_object_set_new(o, p->name, describe_param(p));
	return o;
}

static json_t *
describe_roles(void)
{
	json_t *list = json_array();
	unsigned int i;

	for (i = 0; i < N_ROLES; i++)
		json_array_append_new(list,
		    json_pack("{s:s,s:s}", "name", role_name((enum role)i),
			"title", role_title((enum role)i)));
	return list;
}

static json_t *
describe_errors(void)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < sizeof(common_errors) / sizeof(common_errors[0]); i++)
		json_array_append_new(list,
		    json_string(rc_name(common_errors[i])));
	return list;
}

json_t *
describe_table(const struct bf_method *table, const char *only,
    const char *language)
{
	json_t *o = json_object(), *methods = json_array();
	json_t *objects = json_object();

	for (; table->name != NULL; table++) {
		add_object(objects, table);
		if (is_wanted(table, only))
			json_array_append_new(methods, describe_method(table));
	}
	json_object_set_new(o, "methods", methods);
	json_object_set_new(o, "objects", objects);
	json_object_set_new(o, "reserved", describe_reserved());
	json_object_set_new(o, "roles", describe_roles());
	json_object_set_new(o, "errors", describe_errors());
	set_string(o, "language", language);
	return o;
}
