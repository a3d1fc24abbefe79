/*
 * exercise_judge -- see exercise_judge.h.
 */
#include "worker/exercise_judge.h"

#include <string.h>

#include "base/i18n.h"

/* Is NAME one of the words of LIST? */
static bool
is_word_of(const char *list, const char *name)
{
	size_t n = strlen(name);

	while ((list = strstr(list, name)) != NULL) {
		if (list[n] == '\0' || list[n] == ' ')
			return true;
		list += n;
	}
	return false;
}

/* Is NAME that of a rule of uniqueness? */
static bool
is_rule(const struct bf_record *records, const char *name)
{
	const struct bf_record_unique *u;

	for (; records != NULL && records->kind != NULL; records++)
		for (u = records->uniques; u != NULL && u->name != NULL; u++)
			if (strcmp(u->error, name) == 0)
				return true;
	return false;
}

/* The name in A that no row has; NULL if there is none. */
static const char *
unknown_name(const struct exercise_answer *a, const struct bf_record *records)
{
	const char *name = a->e->name;
	size_t i;

	if (strcmp(name, rc_name(a->rc)) != 0 &&
	    !is_word_of(a->method->errors, name) && !is_rule(records, name))
		return name;
	/* What the row's own schema says of a value belongs to E_PARAMS. */
	for (i = 0; a->rc != RC_INVALID && i < a->e->n_fields; i++) {
		name = a->e->fields[i].name;
		if (name[0] != '\0' && strcmp(name, rc_name(RC_FIELDS)) != 0 &&
		    !is_word_of(a->method->errors, name))
			return name;
	}
	return NULL;
}

/* What the row's columns promise and RESULT lacks; NULL if nothing. */
static const char *
missing(const struct bf_method *m, const json_t *result)
{
	const struct bf_column *c;

	if (m->rows != NULL)
		return json_is_array(json_object_get(result, m->rows)) ?
		    NULL :
		    m->rows;
	for (c = m->columns; c != NULL && c->type != BF_END; c++)
		if (json_object_get(result, c->name) != NULL)
			return NULL;
	return m->columns != NULL && m->columns->type != BF_END ?
	    m->columns->name :
	    NULL;
}

bool
exercise_is_wrong(const struct exercise_answer *a,
    const struct bf_record *records, char *out, size_t n)
{
	const char *name;

	if (a->rc == RC_OK) {
		if ((name = missing(a->method, a->result)) == NULL)
			return false;
		(void)snprintf(out, n,
		    _("answers without %s, which its row "
		      "promises"),
		    name);
		return true;
	}
	if (a->rc == RC_INTERNAL || a->rc == RC_IO)
		(void)snprintf(out, n, "%s: %s", a->e->name, a->e->text);
	else if (a->e->text[0] == '\0' && a->e->n_fields == 0)
		(void)snprintf(out, n, "%s", _("refused without a word"));
	else if ((name = unknown_name(a, records)) != NULL)
		(void)snprintf(out, n, _("%s: not among the errors of its row"),
		    name);
	else
		return false;
	return true;
}

static void
add_one(json_t *o, const char *name)
{
	json_int_t n = json_integer_value(json_object_get(o, name));

	(void)json_object_set_new(o, name, json_integer(n + 1));
}

void
exercise_count(json_t *tally, const struct exercise_answer *a)
{
	json_t *row = json_object_get(tally, a->method->name);

	if (row == NULL) {
		row = json_object();
		(void)json_object_set_new(tally, a->method->name, row);
	}
	if (a->rc == RC_FIELDS && a->e->n_fields > 0 &&
	    a->e->fields[0].name[0] != '\0')
		add_one(row, a->e->fields[0].name);
	else
		add_one(row, a->rc == RC_OK ? "" : a->e->name);
}

void
exercise_print_refused(const json_t *tally, FILE *out)
{
	json_t *row, *n;
	const char *name, *why;

	json_object_foreach((json_t *)(uintptr_t)tally, name, row) {
		if (json_object_get(row, "") != NULL)
			continue;
		fprintf(out, _("? %s: never accepted:"), name);
		json_object_foreach(row, why, n)
			fprintf(out, " %s %lld", why,
			    (long long)json_integer_value(n));
		putc('\n', out);
	}
}
