/*
 * args -- the command line, split before any method is known.
 */
#include "client/args.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

enum option_kind { OPTION_TEXT, OPTION_FLAG, OPTION_RESERVED };

struct option_row {
	const char *name; /* without the dashes */
	char letter; /* or 0 */
	enum option_kind kind;
	size_t offset; /* member of struct args */
	const char *member; /* OPTION_RESERVED: name on the wire */
};

#define AT(member) offsetof(struct args, member)

static const struct option_row rows[] = {
	{ "municipality", 'm', OPTION_TEXT, AT(municipality), NULL },
	{ "socket", 's', OPTION_TEXT, AT(socket), NULL },
	{ "input", 'i', OPTION_TEXT, AT(input), NULL },
	{ "format", 0, OPTION_TEXT, AT(format), NULL },
	{ "help", 'h', OPTION_FLAG, AT(help), NULL },
	{ "version", 'V', OPTION_FLAG, AT(version), NULL },
	{ "force", 'f', OPTION_FLAG, AT(force), NULL },
	{ "form", 0, OPTION_FLAG, AT(form), NULL },
	{ "complete", 0, OPTION_FLAG, AT(complete), NULL },
	{ "as", 0, OPTION_RESERVED, 0, "as" },
	{ "role", 0, OPTION_RESERVED, 0, "role" },
	{ "basis", 0, OPTION_RESERVED, 0, "basis" },
	{ "reason", 0, OPTION_RESERVED, 0, "reason" },
	{ "idem", 0, OPTION_RESERVED, 0, "idem" },
	{ "use", 0, OPTION_RESERVED, 0, "use" },
	{ "words", 0, OPTION_RESERVED, 0, "words" },
	{ "if-rev", 0, OPTION_RESERVED, 0, "if_rev" },
};

static const struct option_row *
row_find(const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (len == 2 && word[0] == '-' && word[1] == rows[i].letter)
			return &rows[i];
		if (len > 2 && strlen(rows[i].name) == len - 2 &&
		    strncmp(word, "--", 2) == 0 &&
		    strncmp(word + 2, rows[i].name, len - 2) == 0)
			return &rows[i];
	}
	return NULL;
}

bool
args_is_reserved(const char *member)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].member != NULL &&
		    strcmp(rows[i].member, member) == 0)
			return true;
	return false;
}

enum rc
args_reserve(json_t *reserved, const char *member, const char *value,
    struct err *e)
{
	char *end;
	long long n;

	if (strcmp(member, "if_rev") != 0) {
		json_object_set_new(reserved, member, json_string(value));
		return json_object_get(reserved, member) != NULL ?
		    RC_OK :
		    err_set(e, RC_INVALID, _("%s: not UTF-8"), member);
	}
	errno = 0;
	n = strtoll(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0')
		return err_set(e, RC_INVALID,
		    _("--if-rev: '%s' is not a whole number"), value);
	json_object_set_new(reserved, member, json_integer(n));
	return RC_OK;
}

/* Take the option at argv[*i] and its value, which may be the next word. */
static enum rc
option_take(struct args *a, const struct option_row *row, const char *value,
    int argc, char **argv, int *i, struct err *e)
{
	if (row->kind == OPTION_FLAG) {
		if (value != NULL)
			return err_set(e, RC_INVALID, _("--%s: takes no value"),
			    row->name);
		*(bool *)((char *)a + row->offset) = true;
		return RC_OK;
	}
	if (value == NULL) {
		if (*i + 1 >= argc)
			return err_set(e, RC_INVALID,
			    _("--%s: the value is missing"), row->name);
		value = argv[++*i];
	}
	if (row->kind == OPTION_RESERVED)
		return args_reserve(a->reserved, row->member, value, e);
	memcpy((char *)a + row->offset, &value, sizeof(value));
	return RC_OK;
}

enum rc
args_parse(int argc, char **argv, struct args *a, struct err *e)
{
	const struct option_row *row;
	const char *value;
	enum rc rc;
	int i;

	memset(a, 0, sizeof(*a));
	a->reserved = json_object();
	a->word = mem_new((size_t)argc + 1, sizeof(*a->word));
	a->plain = (size_t)argc;
	for (i = 1; i < argc; i++) {
		if (a->complete) {
			a->word[a->n_words++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			a->plain = a->n_words;
			while (++i < argc)
				a->word[a->n_words++] = argv[i];
			break;
		}
		if (strcmp(argv[i], "--json") == 0) {
			a->format = "json";
			continue;
		}
		value = strncmp(argv[i], "--", 2) == 0 ? strchr(argv[i], '=') :
							 NULL;
		row = row_find(argv[i],
		    value != NULL ? (size_t)(value - argv[i]) :
				    strlen(argv[i]));
		if (row == NULL)
			a->word[a->n_words++] = argv[i];
		else if ((rc = option_take(a, row,
			      value != NULL ? value + 1 : NULL, argc, argv, &i,
			      e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

void
args_fini(struct args *a)
{
	json_decref(a->reserved);
	free(a->word);
	a->reserved = NULL;
	a->word = NULL;
}

bool
args_pair(const char *word, size_t *len, char *form, const char **value)
{
	size_t n;

	n = strspn(word,
	    "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
	if (n == 0 || word[0] == '-' || word[0] == '.')
		return false;
	*len = n;
	if (strncmp(word + n, ":=", 2) == 0) {
		*form = ':';
		*value = word + n + 2;
		return true;
	}
	if (word[n] != '=')
		return false;
	*form = word[n + 1] == '@' ? '@' : '=';
	*value = word + n + (*form == '@' ? 2 : 1);
	return true;
}
