/*
 * definition_field -- the fields of a case, their codes, and forms of them.
 */
#include "model/definition_build.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define TEXT_DEFAULT 4000
#define TEXT_MAX 65536
#define MONEY_MAX INT64_C(1000000000000) /* øre */

static const char *const common_keys[] = { "title", "help", "class", "find",
	"required", "many", "transient", NULL };
static const char *const ranged_keys[] = { "title", "help", "class", "find",
	"required", "many", "transient", "min", "max", NULL };
static const char *const text_keys[] = { "title", "help", "class", "find",
	"required", "many", "transient", "max", NULL };
static const char *const choice_keys[] = { "title", "help", "class", "find",
	"required", "many", "transient", "list", "items", NULL };
static const char *const codelist_keys[] = { "items", NULL };
static const char *const code_keys[] = { "items", "title", "from", "to", NULL };
static const char *const form_keys[] = { "items", "required", NULL };

/* Parameters that every request may carry, and what leads to a field. */
static const char *const reserved[] = { "as", "role", "basis", "reason", "idem",
	"if_rev", "words", "case", "action", "input", "workflow", "data" };

#define N_TYPES 12
#define N(a) (sizeof(a) / sizeof((a)[0]))

static const char *const *
keys_of(enum def_type type)
{
	switch (type) {
	case DEF_INTEGER:
	case DEF_MONEY:
		return ranged_keys;
	case DEF_TEXT:
		return text_keys;
	case DEF_CHOICE:
		return choice_keys;
	case DEF_BOOLEAN:
	case DEF_DATE:
	case DEF_DURATION:
	case DEF_PERSON:
	case DEF_HOUSEHOLD:
	case DEF_DOCUMENT:
	case DEF_UNIT:
	case DEF_USER:
		break;
	}
	return common_keys;
}

static bool
type_of(struct def_build *b, const struct def_place *p, enum def_type *out)
{
	const char *kind = json_string_value(json_object_get(p->node, "kind"));
	const char *names[N_TYPES];
	size_t i;

	for (i = 0; i < N_TYPES; i++)
		names[i] = def_type_name((enum def_type)i);
	for (i = 0; i < N_TYPES; i++)
		if (kind != NULL && strcmp(kind, names[i]) == 0) {
			*out = (enum def_type)i;
			return true;
		}
	place_unknown(b, p, _("no field type"), kind != NULL ? kind : "", names,
	    N_TYPES);
	return false;
}

static void
read_class(struct def_build *b, const struct def_place *p, struct def_field *f)
{
	const char *names[BF_N_CLASSES], *class = place_text(b, p, "class", "");
	size_t i;

	for (i = 0; i < BF_N_CLASSES; i++)
		names[i] = bf_class_name((enum bf_class)i);
	for (i = 0; i < BF_N_CLASSES && strcmp(class, names[i]) != 0; i++)
		;
	if (i < BF_N_CLASSES)
		f->class = (enum bf_class)i;
	else if (class[0] != '\0')
		place_unknown(b, p, _("unknown class"), class, names,
		    BF_N_CLASSES);
	else if (f->type == DEF_MONEY)
		f->class = BF_CLASS_ECONOMY;
	else if (f->type == DEF_TEXT || f->type == DEF_PERSON ||
	    f->type == DEF_HOUSEHOLD || f->type == DEF_DOCUMENT)
		f->class = BF_CLASS_IDENTITY;
	else if (f->type != DEF_UNIT && f->type != DEF_USER)
		place_note(b, p,
		    _("write class = \"case\", or who may see it: "
		      "identity, address, health, economy"),
		    _("no class"));
	if (f->type == DEF_TEXT && f->class == BF_CLASS_CASE)
		place_note(b, p, _("write class = \"identity\""),
		    _("text is never of class case: it can name people"));
}

static void
read_find(struct def_build *b, const struct def_place *p, struct def_field *f)
{
	static const char *const names[] = { "exact", "range" };
	const char *find = place_text(b, p, "find", "");

	if (find[0] == '\0')
		return;
	if (strcmp(find, "exact") == 0)
		f->find = DEF_FIND_EXACT;
	else if (strcmp(find, "range") == 0)
		f->find = DEF_FIND_RANGE;
	else
		place_unknown(b, p, _("unknown find"), find, names, N(names));
	if (f->find == DEF_FIND_RANGE && f->class != BF_CLASS_CASE)
		place_note(b, p, _("write find = \"exact\""),
		    _("only class case can be found by range"));
	if (f->many || f->transient)
		place_note(b, p, "",
		    _("a field that is many or transient "
		      "cannot be found"));
}

static void
read_range(struct def_build *b, const struct def_place *p, struct def_field *f)
{
	switch (f->type) {
	case DEF_TEXT:
		f->max = place_int(b, p, "max", TEXT_DEFAULT);
		if (f->max < 1 || f->max > TEXT_MAX)
			place_note(b, p, "", _("max must be 1 to %d bytes"),
			    TEXT_MAX);
		return;
	case DEF_INTEGER:
		f->min = place_int(b, p, "min", INT64_MIN);
		f->max = place_int(b, p, "max", INT64_MAX);
		break;
	case DEF_MONEY:
		f->min = place_int(b, p, "min", 0);
		f->max = place_int(b, p, "max", MONEY_MAX);
		break;
	case DEF_BOOLEAN:
	case DEF_DATE:
	case DEF_CHOICE:
	case DEF_DURATION:
	case DEF_PERSON:
	case DEF_HOUSEHOLD:
	case DEF_DOCUMENT:
	case DEF_UNIT:
	case DEF_USER:
		return;
	}
	if (f->min > f->max)
		place_note(b, p, "", _("min is greater than max"));
}

static bool
read_day(struct def_build *b, const struct def_place *p, const char *key,
    struct date *out)
{
	const char *text = place_text(b, p, key, NULL);
	struct err e = ERR_INIT;

	if (text == NULL)
		return false;
	if (date_parse(text, out, &e) == RC_OK)
		return true;
	place_note(b, p, _("for instance \"2027-01-01\""), "%s: %s", key,
	    e.text);
	return false;
}

/* "1.1", { "1.1", "title" } or { "1.1", title = ..., from = ..., to = ... } */
static void
read_code(struct def_build *b, const struct def_place *p, struct def_code *c)
{
	json_t *items = p->node;
	struct def_place at = *p;

	c->code = c->title = "";
	if (json_is_string(p->node)) {
		c->code = c->title = json_string_value(p->node);
	} else if (json_is_object(p->node)) {
		place_keys(b, p, code_keys);
		items = json_object_get(p->node, "items");
		c->has_from = read_day(b, p, "from", &c->from);
		c->has_to = read_day(b, p, "to", &c->to);
	}
	if (json_is_array(items) && json_array_size(items) <= 2 &&
	    json_is_string(json_array_get(items, 0))) {
		c->code = json_string_value(json_array_get(items, 0));
		c->title = json_is_string(json_array_get(items, 1)) ?
		    json_string_value(json_array_get(items, 1)) :
		    place_text(b, p, "title", c->code);
	}
	if (c->code[0] == '\0' || strlen(c->code) > DEF_NAME_MAX ||
	    strspn(c->code,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz0123456789._-") != strlen(c->code))
		place_note(b, &at,
		    _("\"1.1\", or { \"1.1\", \"title\", "
		      "from = \"2027-01-01\" }; letters, digits and ._-"),
		    _("'%.*s' is no code"), DEF_NAME_MAX, c->code);
	if (c->has_from && c->has_to && date_compare(c->from, c->to) > 0)
		place_note(b, &at, "", _("code %.*s: from is after to"),
		    DEF_NAME_MAX, c->code);
}

/* Where the codes of the choice P stand: here, in a codelist, or by name. */
static struct def_place
code_place(struct def_build *b, const struct def_place *p)
{
	json_t *list = json_object_get(p->node, "list");
	json_t *lists = json_object_get(b->root, "codes");
	struct def_place at = *p;

	if (list == NULL)
		return at;
	if (json_object_get(p->node, "items") != NULL)
		place_note(b, p, "", _("both list and codes are given"));
	at = place_of(p, "list", list);
	if (json_is_string(list)) {
		at = place_of(p, json_string_value(list),
		    json_object_get(lists, json_string_value(list)));
		if (at.node == NULL) {
			place_note(b, p, _("declare it in codes = { ... }"),
			    _("no code list '%s'"), json_string_value(list));
			return at;
		}
	}
	if (place_is(b, &at, "codelist"))
		place_keys(b, &at, codelist_keys);
	return at;
}

static void
read_codes(struct def_build *b, const struct def_place *p, struct def_field *f)
{
	struct def_place at = code_place(b, p), one;
	json_t *items = json_object_get(at.node, "items");
	size_t i, j, n = json_array_size(items);
	struct def_code *codes = def_alloc(b->d, n, sizeof(*codes));

	for (i = 0; i < n; i++) {
		one = place_of(&at, "", json_array_get(items, i));
		read_code(b, &one, &codes[i]);
		for (j = 0; j < i; j++)
			if (strcmp(codes[i].code, codes[j].code) == 0)
				place_note(b, &one, "",
				    _("code %.*s stands twice"), DEF_NAME_MAX,
				    codes[i].code);
	}
	if (n == 0)
		place_note(b, p, _("choice { \"1.1\", \"1.2\", title = ... }"),
		    _("no codes"));
	f->codes = codes;
	f->n_codes = n;
}

static void
read_field(struct def_build *b, const struct def_place *p, const char *name,
    struct def_field *f)
{
	size_t i;

	f->name = name;
	f->line = p->line;
	f->title = f->help = "";
	(void)place_name(b, p, name);
	for (i = 0; i < N(reserved); i++)
		if (strcmp(name, reserved[i]) == 0)
			place_note(b, p,
			    _("say which: level_reason, for "
			      "instance"),
			    _("the name '%s' is reserved"), name);
	if (!type_of(b, p, &f->type))
		return;
	place_keys(b, p, keys_of(f->type));
	f->title = place_title(b, p);
	f->help = place_text(b, p, "help", "");
	f->required = place_bool(b, p, "required");
	f->many = place_bool(b, p, "many");
	f->transient = place_bool(b, p, "transient");
	read_class(b, p, f);
	read_find(b, p, f);
	read_range(b, p, f);
	if (f->type == DEF_CHOICE)
		read_codes(b, p, f);
	if (f->many && f->type == DEF_BOOLEAN)
		place_note(b, p, "", _("many booleans say nothing"));
}

void
build_fields(struct def_build *b, const struct def_place *root)
{
	struct def_place data = place_child(root, "data"), at;
	json_t *node = place_object(b, root, "data"), *value;
	struct def_field *fields;
	const char *name;
	size_t n = 0;

	(void)place_object(b, root, "codes");
	fields = def_alloc(b->d, json_object_size(node), sizeof(*fields));
	json_object_foreach(node, name, value) {
		at = place_of(&data, name, value);
		read_field(b, &at, name, &fields[n++]);
	}
	b->d->fields = fields;
	b->d->n_fields = n;
	if (n == 0)
		place_note(b, root, _("write data = { name = text { ... } }"),
		    _("no fields"));
}

/* "wishes", { "wishes" } or { "wishes", required = true } */
static void
read_entry(struct def_build *b, const struct def_place *p, struct def_form *out)
{
	const char *name = json_string_value(p->node), **names;
	json_t *items = p->node;
	bool required = false;
	size_t i;

	if (json_is_object(p->node)) {
		place_keys(b, p, form_keys);
		required = place_bool(b, p, "required");
		items = json_object_get(p->node, "items");
	}
	if (json_is_array(items) && json_array_size(items) == 1)
		name = json_string_value(json_array_get(items, 0));
	if (name == NULL) {
		place_note(b, p,
		    _("\"wishes\" or { \"wishes\", required = "
		      "true }"),
		    _("a form holds names of fields"));
		return;
	}
	out->field = definition_field(b->d, name);
	if (out->field != NULL) {
		out->required = required || out->field->required;
		return;
	}
	names = def_alloc(b->d, b->d->n_fields, sizeof(*names));
	for (i = 0; i < b->d->n_fields; i++)
		names[i] = b->d->fields[i].name;
	place_unknown(b, p, _("no field"), name, names, b->d->n_fields);
}

const struct def_form *
build_form(struct def_build *b, const struct def_place *p, size_t *n)
{
	size_t i, j, count = json_array_size(p->node), used = 0;
	struct def_form *form = def_alloc(b->d, count, sizeof(*form));
	struct def_place at;

	if (p->node != NULL && !json_is_array(p->node) &&
	    (!json_is_object(p->node) || json_object_size(p->node) > 0))
		place_note(b, p,
		    _("form = { \"wishes\", { \"level\", "
		      "required = true } }"),
		    _("a form is a list of fields"));
	for (i = 0; i < count; i++) {
		at = place_of(p, "", json_array_get(p->node, i));
		read_entry(b, &at, &form[used]);
		if (form[used].field == NULL)
			continue;
		for (j = 0; j < used; j++)
			if (form[j].field == form[used].field)
				place_note(b, &at, "",
				    _("field %s stands twice"),
				    form[used].field->name);
		used++;
	}
	*n = used;
	return form;
}
