/*
 * wire -- strict reading, plain writing of JSON-RPC lines.
 */
#include "base/wire.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"

#define OUT_MAX (256u * 1024u * 1024u)

/*
 * How deep LINE nests.  jansson recurses, so this is looked at before; what is
 * no JSON at all is left to it.
 */
static size_t
depth_of(const char *line, size_t n)
{
	size_t i, depth = 0, deepest = 0;
	bool inside = false;

	for (i = 0; i < n; i++) {
		if (inside && line[i] == '\\')
			i++;
		else if (line[i] == '"')
			inside = !inside;
		else if (!inside && (line[i] == '{' || line[i] == '['))
			depth++;
		else if (!inside && (line[i] == '}' || line[i] == ']') &&
		    depth > 0)
			depth--;
		if (depth > deepest)
			deepest = depth;
	}
	return deepest;
}

/* Why jansson refused; never with its own text, which quotes the line. */
static enum rc
refuse_json(const json_error_t *je, struct err *e)
{
	enum json_error_code code = json_error_code(je);

	if (code == json_error_duplicate_key)
		return err_name(e, RC_INVALID, "E_PARSE",
		    _("line: the same "
		      "key twice in one object, before byte %d"),
		    je->position);
	if (code == json_error_invalid_utf8)
		return err_name(e, RC_INVALID, "E_PARSE",
		    _("line: not UTF-8 before byte %d"), je->position);
	return err_name(e, RC_INVALID, "E_PARSE",
	    _("line: not valid JSON before byte %d"), je->position);
}

enum rc
wire_load(const char *line, size_t n, json_t **out, struct err *e)
{
	json_error_t je;

	if (n > 0 && line[n - 1] == '\r')
		n--;
	if (n > WIRE_LINE_MAX)
		return err_name(e, RC_INVALID, "E_PARSE",
		    _("line: longer than %u bytes"), WIRE_LINE_MAX);
	if (depth_of(line, n) > WIRE_DEPTH_MAX)
		return err_name(e, RC_INVALID, "E_PARSE",
		    _("line: nested deeper than %d"), WIRE_DEPTH_MAX);
	*out =
	    json_loadb(line, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &je);
	return *out == NULL ? refuse_json(&je, e) : RC_OK;
}

static enum rc __attribute__((format(printf, 3, 4)))
refuse(struct wire_request *r, struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	r->code = WIRE_REQUEST;
	return err_name(e, RC_INVALID, "E_REQUEST", "%s", text);
}

static enum rc
take_id(struct wire_request *r, struct err *e)
{
	const json_t *id = json_object_get(r->whole, "id");

	if (id == NULL)
		return refuse(r, e,
		    _("id: missing; notifications are not "
		      "taken"));
	if (!json_is_null(id) && !json_is_integer(id) && !json_is_string(id))
		return refuse(r, e,
		    _("id: must be a string, a whole number or "
		      "null"));
	if (json_is_string(id) && json_string_length(id) > WIRE_ID_MAX)
		return refuse(r, e, _("id: longer than %d bytes"), WIRE_ID_MAX);
	r->id = id;
	return RC_OK;
}

static enum rc
check_members(struct wire_request *r, struct err *e)
{
	static const char *const known[] = { "jsonrpc", "id", "method",
		"params" };
	const size_t n = sizeof(known) / sizeof(known[0]);
	const char *key, *near;
	json_t *value;
	size_t i;

	json_object_foreach(r->whole, key, value) {
		for (i = 0; i < n && strcmp(known[i], key) != 0; i++)
			continue;
		if (i < n)
			continue;
		near = ini_nearest(key, known, n);
		if (near == NULL)
			return refuse(r, e,
			    _("%.64s: no member of a request; "
			      "parameters go into params"),
			    key);
		return refuse(r, e,
		    _("%.64s: no member of a request, did you "
		      "mean '%s'?"),
		    key, near);
	}
	return RC_OK;
}

static enum rc
take_call(struct wire_request *r, struct err *e)
{
	const char *version =
	    json_string_value(json_object_get(r->whole, "jsonrpc"));
	const json_t *method = json_object_get(r->whole, "method");

	if (version == NULL || strcmp(version, "2.0") != 0)
		return refuse(r, e, _("jsonrpc: must be \"2.0\""));
	if (!json_is_string(method))
		return refuse(r, e, _("method: must be a string"));
	r->params = json_object_get(r->whole, "params");
	if (r->params != NULL && !json_is_object(r->params))
		return refuse(r, e, _("params: must be an object with names"));
	if (check_members(r, e) != RC_OK)
		return RC_INVALID;
	r->method = json_string_value(method);
	return RC_OK;
}

enum rc
wire_parse(const char *line, size_t n, struct wire_request *out, struct err *e)
{
	enum rc rc;

	*out = (struct wire_request){ .code = WIRE_PARSE };
	if ((rc = wire_load(line, n, &out->whole, e)) != RC_OK)
		return rc;
	if (json_is_array(out->whole))
		return refuse(out, e,
		    _("batch: arrays are not taken; send one "
		      "request a line"));
	if (!json_is_object(out->whole))
		return refuse(out, e, _("request: must be an object"));
	if ((rc = take_id(out, e)) != RC_OK)
		return rc;
	return take_call(out, e);
}

void
wire_fini(struct wire_request *r)
{
	json_decref(r->whole);
	*r = (struct wire_request){ .whole = NULL };
}

static int
dump_some(const char *p, size_t n, void *arg)
{
	return buf_add(arg, p, n) ? 0 : -1;
}

/* Add VALUE, or null if there is none. */
static void
dump(struct buf *b, const json_t *value)
{
	if (value == NULL)
		(void)buf_add_text(b, "null");
	else
		(void)json_dump_callback(value, dump_some, b,
		    JSON_COMPACT | JSON_ENCODE_ANY);
}

/* HEAD, VALUE and "}" as a line. */
static char *
end_line(struct buf *b, const json_t *value, size_t *n)
{
	dump(b, value);
	(void)buf_add_text(b, "}\n");
	*n = buf_len(b);
	return buf_take(b);
}

static json_t *
fields_of(const struct err *e)
{
	json_t *list = json_array(), *o;
	const struct err_field *f;
	size_t i;

	for (i = 0; i < e->n_fields; i++) {
		f = &e->fields[i];
		o = json_object();
		(void)json_object_set_new(o, "field", wire_text(f->field));
		if (f->name[0] != '\0')
			(void)json_object_set_new(o, "name",
			    wire_text(f->name));
		(void)json_object_set_new(o, "message", wire_text(f->text));
		(void)json_array_append_new(list, o);
	}
	return list;
}

char *
wire_result(const json_t *id, const json_t *result, size_t *n)
{
	struct buf b;

	buf_init(&b, OUT_MAX);
	(void)buf_add_text(&b, "{\"jsonrpc\":\"2.0\",\"id\":");
	dump(&b, id);
	(void)buf_add_text(&b, ",\"result\":");
	return end_line(&b, result, n);
}

char *
wire_error(const json_t *id, int code, const struct err *e, size_t *n)
{
	json_t *error = json_object(), *data = json_object();
	struct buf b;
	char *line;

	(void)json_object_set_new(error, "code", json_integer(code));
	(void)json_object_set_new(error, "message", wire_text(e->text));
	(void)json_object_set_new(data, "name", wire_text(e->name));
	if (e->n_fields > 0)
		(void)json_object_set_new(data, "fields", fields_of(e));
	(void)json_object_set_new(error, "data", data);
	buf_init(&b, OUT_MAX);
	(void)buf_add_text(&b, "{\"jsonrpc\":\"2.0\",\"id\":");
	dump(&b, id);
	(void)buf_add_text(&b, ",\"error\":");
	line = end_line(&b, error, n);
	json_decref(error);
	return line;
}

char *
wire_notify(const char *method, const json_t *params, size_t *n)
{
	json_t *name = wire_text(method);
	struct buf b;

	buf_init(&b, OUT_MAX);
	(void)buf_add_text(&b, "{\"jsonrpc\":\"2.0\",\"method\":");
	dump(&b, name);
	(void)buf_add_text(&b, ",\"params\":");
	json_decref(name);
	return end_line(&b, params, n);
}

char *
wire_greeting(const json_t *greeting, size_t *n)
{
	struct buf b;

	buf_init(&b, OUT_MAX);
	(void)buf_add_text(&b, "{\"boflyt\":");
	return end_line(&b, greeting, n);
}

json_t *
wire_text(const char *text)
{
	json_t *s = json_string(text);
	char *plain, *p;

	if (s != NULL)
		return s;
	plain = mem_text(text);
	for (p = plain; *p != '\0'; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	s = json_string(plain);
	free(plain);
	return s;
}
