/*
 * ask -- a form in the terminal, field by field.
 */
#include "client/ask.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "client/catalog.h"
#include "client/value.h"
#include "client/view.h"
#include "client/words.h"

/* What one answer came to. */
enum answer { ANSWER_VALUE, ANSWER_EMPTY, ANSWER_END };

/* Is a code written like the number of a line? */
static bool
codes_are_numbers(const json_t *codes)
{
	json_t *row;
	size_t i;

	json_array_foreach(codes, i, row) {
		const char *code = text_of(row, "code");

		if (code[0] != '\0' && code[strspn(code, "0123456789")] == '\0')
			return true;
	}
	return false;
}

static void
show_codes(struct out *o, const json_t *codes)
{
	bool plain = codes_are_numbers(codes);
	const char *code, *title;
	size_t i, width = 0;
	json_t *row;

	json_array_foreach(codes, i, row) {
		if (out_width(text_of(row, "code")) > width)
			width = out_width(text_of(row, "code"));
	}
	json_array_foreach(codes, i, row) {
		code = text_of(row, "code");
		title = text_of(row, "title");
		if (plain)
			fprintf(o->f, "    %s", code);
		else
			fprintf(o->f, "    %2zu) %s", i + 1, code);
		if (title[0] != '\0' && strcmp(title, code) != 0) {
			out_blanks(o, width - out_width(code) + 2);
			fputs(title, o->f);
		}
		putc('\n', o->f);
	}
}

/* How a value of TYPE is written; NULL: any text will do. */
static const char *
type_hint(const char *type)
{
	static const struct {
		const char *type;
		const char *hint;
	} hints[] = {
		{ "date", N_("a date, 2027-05-18 or 18.5.2027") },
		{ "money", N_("kroner, such as 12 500,50") },
		{ "bool", N_("answer yes or no") },
		{ "boolean", N_("answer yes or no") },
		{ "integer", N_("a whole number") },
		{ "duration", N_("14d, 10wd (working days), 3w, 1m or 2y") },
		{ "person",
		    N_("eleven digits, or the person's number in the "
		       "register") },
		{ "household", N_("the household's number") },
		{ "document", N_("the document's number in the case") },
		{ "unit", N_("the unit's short name; boflyt unit list") },
		{ "user", N_("the user's short name; boflyt user list") },
		{ "nin", N_("eleven digits") },
		{ "fd", N_("the path of a file") },
	};
	size_t i;

	for (i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		if (strcmp(hints[i].type, type) == 0)
			return _(hints[i].hint);
	}
	return NULL;
}

static void
show_field(struct out *o, const json_t *field, const char *message)
{
	const char *title = text_of(field, "title");
	const char *help = text_of(field, "help");
	const char *hint = type_hint(text_of(field, "type"));

	out_text(o, OUT_HEAD,
	    title[0] != '\0' ? title : text_of(field, "name"));
	fprintf(o->f, " %s\n",
	    json_is_true(json_object_get(field, "required")) ? _("(required)") :
							       "");
	if (help[0] != '\0')
		fprintf(o->f, "    %s\n", help);
	if (hint != NULL)
		fprintf(o->f, "    (%s)\n", hint);
	show_codes(o, json_object_get(field, "codes"));
	if (message != NULL) {
		fputs("  ! ", o->f);
		out_text(o, OUT_ALARM, message);
		putc('\n', o->f);
	}
}

/* Do the first N bytes say the same, in capitals or not (æ ø å too)? */
static bool
says_same(const char *a, const char *b, size_t n)
{
	size_t i;
	int x, y;

	for (i = 0; i < n; i++) {
		x = tolower((unsigned char)a[i]);
		y = tolower((unsigned char)b[i]);
		if (i > 0 && a[i - 1] == '\xc3' && b[i - 1] == '\xc3') {
			x |= 0x20;
			y |= 0x20;
		}
		if (x != y)
			return false;
	}
	return true;
}

const char *
ask_code(const json_t *codes, const char *text)
{
	const char *title, *begun = NULL;
	size_t i, n = strlen(text), n_begun = 0;
	json_t *row;

	json_array_foreach(codes, i, row) {
		if (strcmp(text_of(row, "code"), text) == 0)
			return text_of(row, "code");
	}
	json_array_foreach(codes, i, row) {
		title = text_of(row, "title");
		if (strlen(title) < n || n == 0 || !says_same(title, text, n))
			continue;
		if (title[n] == '\0')
			return text_of(row, "code");
		begun = text_of(row, "code");
		n_begun++;
	}
	return n_begun == 1 ? begun : NULL;
}

/* The code that TEXT means, or the one with that number. */
static enum rc
read_code(const json_t *field, const char *text, json_t **out, struct err *e)
{
	json_t *codes = json_object_get(field, "codes");
	const char *code = ask_code(codes, text);
	unsigned long n;
	char *end;

	if (code != NULL) {
		*out = json_string(code);
		return RC_OK;
	}
	n = strtoul(text, &end, 10);
	if (*end != '\0' || n < 1 || n > json_array_size(codes) ||
	    codes_are_numbers(codes))
		return err_set(e, RC_INVALID, _("'%s' is not one of these"),
		    text);
	*out = json_string(text_of(json_array_get(codes, n - 1), "code"));
	return RC_OK;
}

static enum rc
check_range(const json_t *field, const json_t *v, struct err *e)
{
	json_t *min = json_object_get(field, "min");
	json_t *max = json_object_get(field, "max");
	const char *type = text_of(field, "type");
	json_int_t n = json_integer_value(v);
	char *low, *high;

	if (!json_is_integer(v) || !json_is_integer(min) ||
	    !json_is_integer(max) ||
	    (json_integer_value(min) == 0 && json_integer_value(max) == 0) ||
	    (n >= json_integer_value(min) && n <= json_integer_value(max)))
		return RC_OK;
	low = value_show(min, type, VALUE_WORDS);
	high = value_show(max, type, VALUE_WORDS);
	err_set(e, RC_INVALID, _("from %s to %s"), low, high);
	free(low);
	free(high);
	return RC_INVALID;
}

static enum rc
read_answer(const json_t *field, const char *text, json_t **out, struct err *e)
{
	enum rc rc;

	if (json_array_size(json_object_get(field, "codes")) > 0)
		return read_code(field, text, out, e);
	rc = value_read(text_of(field, "title"), text_of(field, "type"), text,
	    out, e);
	if (rc == RC_OK && (rc = check_range(field, *out, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}

/* One line without blanks at its ends; NULL at the end of the file. */
static char *
read_line(FILE *in)
{
	char *line = NULL, *start, *copy;
	size_t size = 0, n;

	if (getline(&line, &size, in) < 0) {
		free(line);
		return NULL;
	}
	start = line + strspn(line, " \t");
	n = strlen(start);
	while (n > 0 && strchr(" \t\r\n", start[n - 1]) != NULL)
		n--;
	copy = mem_text_n(start, n);
	free(line);
	return copy;
}

/* Prompt until the answer is a value, empty or the end. */
static enum answer
ask_line(FILE *in, struct out *o, const json_t *field, const char *preset,
    json_t **out)
{
	struct err e = ERR_INIT;
	char *line;

	for (;;) {
		if (preset[0] != '\0')
			fprintf(o->f, "  [%s] ", preset);
		fputs("  > ", o->f);
		fflush(o->f);
		if ((line = read_line(in)) == NULL)
			return ANSWER_END;
		if (line[0] == '\0') {
			free(line);
			return ANSWER_EMPTY;
		}
		if (strcmp(line, "-") == 0 && preset[0] != '\0')
			*out = json_null();
		else
			(void)read_answer(field, line, out, &e);
		free(line);
		if (*out != NULL)
			return ANSWER_VALUE;
		fputs("  ! ", o->f);
		out_text(o, OUT_ALARM, e.text);
		putc('\n', o->f);
		err_clear(&e);
	}
}

/* A field of many values: a line each, until an empty one. */
static enum answer
ask_many(FILE *in, struct out *o, const json_t *field, const char *preset,
    json_t **out)
{
	json_t *list = json_array(), *v;
	enum answer got;

	fprintf(o->f, "    %s\n", _("one a line, then an empty line"));
	for (;;) {
		v = NULL;
		got = ask_line(in, o, field, preset, &v);
		if (got != ANSWER_VALUE)
			break;
		if (json_is_null(v)) {
			json_decref(list);
			*out = v;
			return ANSWER_VALUE;
		}
		json_array_append_new(list, v);
		preset = "";
	}
	if (got == ANSWER_END || json_array_size(list) == 0) {
		json_decref(list);
		return got;
	}
	*out = list;
	return ANSWER_VALUE;
}

static enum ask_end
ask_field(FILE *in, struct out *o, const json_t *field, const char *message,
    const json_t *before, json_t *values)
{
	bool required = json_is_true(json_object_get(field, "required"));
	json_t *old = json_object_get(field, "value"), *v = NULL;
	char *preset;
	enum answer got;

	if (before != NULL)
		old = json_object_get(before, text_of(field, "name"));
	preset = value_show(old, text_of(field, "type"), VALUE_TABLE);
	show_field(o, field, message);
	do {
		got = json_is_true(json_object_get(field, "many")) ?
		    ask_many(in, o, field, preset, &v) :
		    ask_line(in, o, field, preset, &v);
		if (got == ANSWER_EMPTY && preset[0] != '\0') {
			v = json_incref(old);
			got = ANSWER_VALUE;
		}
		if (required && (got == ANSWER_EMPTY || json_is_null(v))) {
			fprintf(o->f, "  ! %s\n",
			    _("this one must be filled "
			      "in; Ctrl-D leaves the form"));
			json_decref(v);
			v = NULL;
			got = ANSWER_EMPTY;
		}
	} while (required && got == ANSWER_EMPTY);
	free(preset);
	if (got == ANSWER_VALUE)
		json_object_set_new(values, text_of(field, "name"), v);
	return got == ANSWER_END ? ASK_ABORTED : ASK_DONE;
}

enum ask_end
ask_form(FILE *in, struct out *o, const char *title, const json_t *fields,
    const json_t *wrong, json_t *values)
{
	const char *name, *message;
	json_t *field;
	size_t i;

	putc('\n', o->f);
	out_text(o, OUT_HEAD, title);
	fprintf(o->f, "\n%s\n\n",
	    _("Enter skips or keeps what stands in "
	      "brackets, - takes it away, Ctrl-D leaves without a trace."));
	json_array_foreach(fields, i, field) {
		name = text_of(field, "name");
		message = wrong != NULL ?
		    json_string_value(json_object_get(wrong, name)) :
		    NULL;
		if (wrong != NULL && message == NULL)
			continue;
		if (wrong == NULL && json_object_get(values, name) != NULL)
			continue;
		if (ask_field(in, o, field, message,
			wrong != NULL ? values : NULL, values) == ASK_ABORTED) {
			putc('\n', o->f);
			return ASK_ABORTED;
		}
	}
	return ASK_DONE;
}

/* The codes of parameter NAME, with the words of the program or the plugin. */
static json_t *
codes_of(const char *name, const json_t *param)
{
	const char *type = words_type(name), *said;
	json_t *list = json_array(), *codes = param_codes(param), *code, *row;
	size_t i;

	json_array_foreach(codes, i, code) {
		said = words_find(type != NULL ? type : name,
		    json_string_value(code));
		row = json_object();
		json_object_set(row, "code", code);
		json_object_set_new(row, "title",
		    json_string(said != NULL ? said : ""));
		json_array_append_new(list, row);
	}
	return list;
}

json_t *
ask_fields_of(const struct catalog *c, const json_t *method, const json_t *skip)
{
	json_t *list = json_array(), *params = method_params(method), *p, *f;
	const char *name, *rest = method_rest(method);
	char *title;

	json_object_foreach(params, name, p) {
		if (json_object_get(skip, name) != NULL ||
		    (rest != NULL && strcmp(name, rest) == 0) ||
		    strcmp(name, "limit") == 0 || strcmp(name, "after") == 0)
			continue;
		f = json_object();
		json_object_set_new(f, "name", json_string(name));
		title = view_capital(catalog_param_title(c, method, name));
		json_object_set_new(f, "title", json_string(title));
		free(title);
		json_object_set_new(f, "help", json_string(param_text(p)));
		json_object_set_new(f, "type", json_string(param_type(p)));
		json_object_set_new(f, "required",
		    json_boolean(method_requires(method, name)));
		json_object_set_new(f, "many", json_boolean(param_many(p)));
		json_object_set_new(f, "codes", codes_of(name, p));
		json_object_set(f, "min", json_object_get(p, "minimum"));
		json_object_set(f, "max", json_object_get(p, "maximum"));
		json_array_append_new(list, f);
	}
	return list;
}
