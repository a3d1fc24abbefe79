/*
 * request -- from the words of a command to the parameters of its method.
 */
#include "client/request.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "client/ask.h"
#include "client/catalog.h"
#include "client/value.h"

#define INPUT_MAX (1u << 20)

/* The text of a file, "-" being the standard input; the caller frees. */
static enum rc
read_file(const char *path, char **out, struct err *e)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	struct buf b;
	char chunk[4096];
	enum rc rc = RC_OK;
	bool fits = true;
	size_t n;

	*out = NULL;
	if (f == NULL)
		return err_set(e, RC_INVALID, "%s: %s", path, strerror(errno));
	buf_init(&b, INPUT_MAX);
	while (fits && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		fits = buf_add(&b, chunk, n);
	if (!fits)
		rc = err_set(e, RC_INVALID, _("%s: longer than 1 MiB"), path);
	else if (ferror(f))
		rc = err_set(e, RC_INVALID, "%s: %s", path, strerror(errno));
	else if (memchr(buf_data(&b), '\0', buf_len(&b)) != NULL)
		rc = err_set(e, RC_INVALID, _("%s: not a text"), path);
	else
		*out = mem_text(buf_text(&b));
	buf_fini(&b);
	if (f != stdin)
		fclose(f);
	return rc;
}

/* The names that may stand before '=', nearest first in an error. */
static enum rc
unknown_name(const struct request *r, const char *name, struct err *e)
{
	json_t *known = json_array(), *p;
	const char *key, *near;
	char *command;

	json_object_foreach(method_params(r->method), key, p)
		json_array_append_new(known, json_string(key));
	near = nearest(name, known);
	command = method_command(r->method);
	if (near != NULL)
		err_set(e, RC_INVALID,
		    _("%s: no such parameter; did you mean '%s'?"), name, near);
	else
		err_set(e, RC_INVALID,
		    _("%s: no such parameter; --help lists "
		      "those of %s"),
		    name, command);
	free(command);
	json_decref(known);
	return RC_INVALID;
}

static enum rc
refuse_class(const char *name, struct err *e)
{
	return err_set(e, RC_INVALID,
	    _("%s: not on a command line, where the "
	      "process list and the history show it; leave it out and answer "
	      "the form, or use --input - or %s=@FILE"),
	    name, name);
}

static enum rc
request_open(struct request *r, const char *name, const char *path,
    struct err *e)
{
	struct stat sb;
	int fd;

	if (r->n_fds == LINK_FDS)
		return err_set(e, RC_INVALID,
		    _("%s: at most %d files in one request"), name, LINK_FDS);
	/* Without waiting: a pipe that nobody writes to would hold us up. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return err_set(e, RC_INVALID, "%s: %s", path, strerror(errno));
	if (fstat(fd, &sb) == -1 || !S_ISREG(sb.st_mode)) {
		close(fd);
		return err_set(e, RC_INVALID,
		    _("file: must be a file, not a pipe or a terminal"));
	}
	json_object_set_new(r->params, name,
	    json_integer((json_int_t)r->n_fds));
	r->fd[r->n_fds++] = fd;
	return RC_OK;
}

/* Read TEXT in FORM ('=', ':' or '@') as a value of TYPE. */
static enum rc
read_value(const char *name, const char *type, char form, const char *text,
    json_t **out, struct err *e)
{
	char *content = NULL;
	size_t n;
	enum rc rc;

	*out = NULL;
	if (form == '=')
		return value_read(name, type, text, out, e);
	if (form == ':')
		return value_read(name, "list", text, out, e);
	rc = read_file(text, &content, e);
	if (rc != RC_OK || content == NULL)
		return rc;
	n = strlen(content);
	if (n > 0 && content[n - 1] == '\n')
		content[n - 1] = '\0';
	rc = value_read(name, type, content, out, e);
	free(content);
	return rc;
}

/* Put V under NAME; a parameter of many values takes one after another. */
static enum rc
put_value(json_t *object, const char *name, bool many, json_t *v, struct err *e)
{
	json_t *old = json_object_get(object, name);

	if (old != NULL && !(many && json_is_array(old))) {
		json_decref(v);
		return err_set(e, RC_INVALID, _("%s: given twice"), name);
	}
	if (!many || json_is_array(v)) {
		json_object_set_new(object, name, v);
		return RC_OK;
	}
	if (old == NULL) {
		old = json_array();
		json_object_set_new(object, name, old);
	}
	json_array_append_new(old, v);
	return RC_OK;
}

static enum rc
put_param(struct request *r, const char *name, char form, const char *text,
    struct err *e)
{
	json_t *p = method_param(r->method, name), *v = NULL;
	enum rc rc;

	r->n_given++;
	if (strcmp(param_type(p), "fd") == 0)
		return request_open(r, name, text, e);
	if (!param_is_open(p) && form != '@')
		return refuse_class(name, e);
	rc = read_value(name, param_type(p), form, text, &v, e);
	return rc == RC_OK ? put_value(r->params, name, param_many(p), v, e) :
			     rc;
}

static enum rc
put_pair(struct request *r, const char *word, size_t len, char form,
    const char *text, struct err *e)
{
	const char *rest = method_rest(r->method);
	char *name = mem_text_n(word, len), *field = name;
	json_t *pair;
	enum rc rc = RC_OK;

	if (method_param(r->method, name) != NULL &&
	    (rest == NULL || strcmp(rest, name) != 0 || form == ':')) {
		rc = put_param(r, name, form, text, e);
	} else if (rest == NULL && form != ':' && args_is_reserved(name)) {
		/* role=@unit is no file's name */
		rc = args_reserve(r->params, name,
		    form == '@' ? text - 1 : text, e);
	} else if (rest == NULL) {
		rc = unknown_name(r, name, e);
	} else {
		/* "data.unit=x" where the method has a unit of its own */
		if (strncmp(name, rest, strlen(rest)) == 0 &&
		    name[strlen(rest)] == '.')
			field = name + strlen(rest) + 1;
		r->n_given++;
		pair = json_object();
		json_object_set_new(pair, "form", json_stringn(&form, 1));
		json_object_set_new(pair, "text", json_string(text));
		rc = json_object_get(pair, "text") == NULL ?
		    err_set(e, RC_INVALID, _("%s: not UTF-8"), field) :
		    put_value(r->pairs, field, true, json_incref(pair), e);
		json_decref(pair);
	}
	free(name);
	return rc;
}

/* "--name value", "--name=value", or "--name" alone for yes. */
static enum rc
put_option(struct request *r, const char *const *word, size_t n, size_t *i,
    struct err *e)
{
	const char *start = word[*i] + 2, *equal = strchr(start, '='), *text;
	char *name = mem_text_n(start,
		 equal != NULL ? (size_t)(equal - start) : strlen(start)),
	     *p;
	enum rc rc;

	for (p = name; *p != '\0'; p++) {
		if (*p == '-' && method_param(r->method, name) == NULL)
			*p = '_';
	}
	if (method_param(r->method, name) == NULL) {
		rc = unknown_name(r, name, e);
		free(name);
		return rc;
	}
	if (equal != NULL)
		text = equal + 1;
	else if (strcmp(param_type(method_param(r->method, name)), "bool") == 0)
		text = "yes";
	else if (*i + 1 < n)
		text = word[++*i];
	else
		text = NULL;
	rc = text != NULL ?
	    put_param(r, name, '=', text, e) :
	    err_set(e, RC_INVALID, _("--%s: the value is missing"), name);
	free(name);
	return rc;
}

static enum rc
put_positional(struct request *r, size_t i, const char *text, struct err *e)
{
	const char *name = method_positional(r->method, i);

	if (name != NULL)
		return put_param(r, name, '=', text, e);
	if (method_gives_file(r->method) && r->file == NULL) {
		r->file = text;
		return RC_OK;
	}
	return err_set(e, RC_INVALID,
	    _("%s: one word too many; values are written name=value"), text);
}

enum rc
request_open_files(struct request *r, struct err *e)
{
	json_t *p, *path;
	const char *name;
	char *copy;
	enum rc rc = RC_OK;

	json_object_foreach(method_params(r->method), name, p) {
		path = json_object_get(r->params, name);
		if (strcmp(param_type(p), "fd") != 0 || !json_is_string(path))
			continue;
		copy = mem_text(json_string_value(path));
		rc = request_open(r, name, copy, e);
		free(copy);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* Members of --input are parameters; the others go to the rest parameter. */
static enum rc
read_input(struct request *r, const char *path, struct err *e)
{
	json_t *all, *v, *rest;
	json_error_t je;
	const char *name;
	char *text;
	enum rc rc;

	if ((rc = read_file(path, &text, e)) != RC_OK)
		return rc;
	all = json_loads(text, JSON_REJECT_DUPLICATES, &je);
	free(text);
	if (all == NULL)
		return err_set(e, RC_INVALID, _("%s: line %d: %s"), path,
		    je.line, je.text);
	if (!json_is_object(all))
		rc = err_set(e, RC_INVALID, _("%s: not a JSON object"), path);
	json_object_foreach(all, name, v) {
		if (rc != RC_OK)
			break;
		if (method_param(r->method, name) != NULL ||
		    (rest = request_rest(r)) == NULL)
			rest = r->params;
		rc = put_value(rest, name, false, json_incref(v), e);
	}
	json_decref(all);
	return rc == RC_OK ? request_open_files(r, e) : rc;
}

/* A list that does not go to a screen is an export, and the log says so. */
static void
put_reserved(struct request *r, const struct args *a)
{
	json_object_update(r->params, a->reserved);
	if (a->format == NULL || strcmp(a->format, "table") == 0 ||
	    text_of(r->method, "rows")[0] == '\0' ||
	    json_object_get(r->params, "use") != NULL)
		return;
	json_object_set_new(r->params, "use", json_string("export"));
}

/* The rest parameter may itself be in --input, so that goes first. */
enum rc
request_read(struct request *r, const json_t *method, const struct args *a,
    const char *const *word, size_t n, struct err *e)
{
	size_t i, len, n_positional = 0;
	const char *text;
	enum rc rc = RC_OK;
	char form;

	memset(r, 0, sizeof(*r));
	r->method = method;
	r->params = json_object();
	r->pairs = json_object();
	if (a->input != NULL) {
		r->n_given++;
		if ((rc = read_input(r, a->input, e)) != RC_OK)
			return rc;
	}
	for (i = 0; i < n && rc == RC_OK; i++) {
		bool plain = (size_t)(word - a->word) + i >= a->plain;

		if (!plain && strncmp(word[i], "--", 2) == 0)
			rc = put_option(r, word, n, &i, e);
		else if (!plain && args_pair(word[i], &len, &form, &text))
			rc = put_pair(r, word[i], len, form, text, e);
		else if (!plain && word[i][0] == '-' && word[i][1] > '9')
			rc = err_set(e, RC_INVALID,
			    _("%s: no such option; --help lists them"),
			    word[i]);
		else
			rc = put_positional(r, n_positional++, word[i], e);
	}
	if (rc == RC_OK)
		put_reserved(r, a);
	return rc;
}

void
request_fini(struct request *r)
{
	json_decref(r->params);
	json_decref(r->pairs);
	while (r->n_fds > 0)
		close(r->fd[--r->n_fds]);
	r->params = NULL;
	r->pairs = NULL;
}

json_t *
request_rest(struct request *r)
{
	const char *rest = method_rest(r->method);
	json_t *object;

	if (rest == NULL)
		return NULL;
	object = json_object_get(r->params, rest);
	if (object == NULL) {
		object = json_object();
		json_object_set_new(r->params, rest, object);
	}
	return json_is_object(object) ? object : NULL;
}

static json_t *
field_find(const json_t *fields, const char *name)
{
	json_t *field;
	size_t i;

	json_array_foreach(fields, i, field) {
		if (strcmp(text_of(field, "name"), name) == 0)
			return field;
	}
	return NULL;
}

static enum rc
unknown_field(const json_t *fields, const char *name, struct err *e)
{
	json_t *known = json_array(), *field;
	const char *near;
	size_t i;

	json_array_foreach(fields, i, field)
		json_array_append(known, json_object_get(field, "name"));
	near = nearest(name, known);
	if (near != NULL)
		err_set(e, RC_INVALID,
		    _("%s: no such field; did you mean '%s'?"), name, near);
	else
		err_set(e, RC_INVALID, _("%s: this form has no such field"),
		    name);
	json_decref(known);
	return RC_INVALID;
}

static enum rc
type_pair(struct request *r, const json_t *fields, const char *name,
    const json_t *pair, struct err *e)
{
	json_t *rest = request_rest(r), *field = field_find(fields, name),
	       *v = NULL;
	const char *form = text_of(pair, "form"), *type = "text", *code;
	bool many = false;
	enum rc rc;

	if (rest == NULL)
		return err_set(e, RC_INVALID, _("%s: not a JSON object"),
		    method_rest(r->method));
	if (fields != NULL && field == NULL)
		return unknown_field(fields, name, e);
	if (form[0] != '@' && strcmp(text_of(field, "class"), "case") != 0)
		return refuse_class(name, e);
	if (field != NULL) {
		type = text_of(field, "type");
		many = json_is_true(json_object_get(field, "many"));
	}
	code = form[0] == '=' ?
	    ask_code(json_object_get(field, "codes"), text_of(pair, "text")) :
	    NULL;
	rc = read_value(name, type, form[0],
	    code != NULL ? code : text_of(pair, "text"), &v, e);
	return rc == RC_OK ? put_value(rest, name, many, v, e) : rc;
}

enum rc
request_type_pairs(struct request *r, const json_t *fields, struct err *e)
{
	const char *name;
	json_t *list, *pair;
	enum rc rc;
	size_t i;

	json_object_foreach(r->pairs, name, list) {
		json_array_foreach(list, i, pair) {
			rc = type_pair(r, fields, name, pair, e);
			if (rc != RC_OK)
				return rc;
		}
	}
	return RC_OK;
}

json_t *
request_missing(const struct request *r)
{
	json_t *missing = json_array(), *p;
	const char *name;

	json_object_foreach(method_params(r->method), name, p) {
		if (method_requires(r->method, name) &&
		    json_object_get(r->params, name) == NULL)
			json_array_append_new(missing, json_string(name));
	}
	return missing;
}
