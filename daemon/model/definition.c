/*
 * definition -- a workflow as data: fields, stages, actions, deadlines, timers.
 *
 * Strings are borrowed from the skeleton, which the definition owns; arrays
 * hang in a list of blocks that goes with it.
 */
#include "model/definition.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/definition_build.h"

struct block {
	struct block *next;
	max_align_t data[];
};

/* What definition_compile really allocates; the definition comes first. */
struct compiled {
	struct definition d;
	struct block *blocks; /* owned */
	json_t *skeleton; /* owned; d.skeleton for the rest of us */
};

static const char *const workflow_keys[] = { "name", "title", "help", "start",
	"uses", "data", "codes", "create", "stages", "any", "decisions", "nn",
	NULL };

void *
def_alloc(struct definition *d, size_t n, size_t size)
{
	struct compiled *c = (struct compiled *)(void *)d;
	struct block *b;

	assert(size > 0 && n < SIZE_MAX / 2 / size);
	b = mem_new(1, sizeof(*b) + (n + 1) * size);
	b->next = c->blocks;
	c->blocks = b;
	return b->data;
}

static void
build_uses(struct def_build *b, const struct def_place *root)
{
	const char *const *names = place_names(b, root, "uses");
	struct def_place at = place_child(root, "uses");
	struct def_use *uses;
	size_t i, n, len;
	char *copy;

	for (n = 0; names[n] != NULL; n++)
		;
	uses = def_alloc(b->d, n, sizeof(*uses));
	for (i = 0; i < n; i++) {
		len = strlen(names[i]);
		uses[i].optional = len > 1 && names[i][len - 1] == '?';
		copy = def_alloc(b->d, len, 1);
		memcpy(copy, names[i], uses[i].optional ? len - 1 : len);
		uses[i].plugin = copy;
		(void)place_name(b, &at, copy);
	}
	b->d->uses = uses;
	b->d->n_uses = n;
}

/* What titles, help and requirements are in Nynorsk, text by text. */
static void
build_nn(struct def_build *b, const struct def_place *root)
{
	struct def_place at = place_child(root, "nn");
	json_t *nn = place_object(b, root, "nn"), *value;
	const char *text;

	json_object_foreach(nn, text, value)
		if (!json_is_string(value))
			place_note(b, &at,
			    _("nn = { [\"Bolig\"] = \"Bustad\" }"),
			    _("'%.*s': must be text"), DEF_NAME_MAX, text);
	b->d->nn = nn;
}

/* What each type of decision is called. */
static void
build_decisions(struct def_build *b, const struct def_place *root)
{
	struct def_place at = place_child(root, "decisions");
	json_t *types = place_object(b, root, "decisions"), *value;
	const char *type;

	json_object_foreach(types, type, value) {
		(void)place_name(b, &at, type);
		if (!json_is_string(value) || json_string_length(value) == 0)
			place_note(b, &at,
			    _("decisions = { dwelling = \"kommunal bolig\" }"),
			    _("'%.*s': must be text"), DEF_NAME_MAX, type);
	}
	b->d->decisions = types;
}

const char *
definition_decision(const struct definition *d, const char *type)
{
	return json_string_value(json_object_get(d->decisions, type));
}

static void
build_all(struct def_build *b)
{
	struct def_place root = { .node = b->root, .where = "", .line = 0 };
	struct def_place create;

	root = place_of(&root, "", b->root);
	if (!place_is(b, &root, "workflow"))
		return;
	place_keys(b, &root, workflow_keys);
	b->d->name = place_text(b, &root, "name", "");
	(void)place_name(b, &root, b->d->name);
	b->d->title = place_title(b, &root);
	b->d->start = place_text(b, &root, "start", "");
	build_uses(b, &root);
	build_fields(b, &root);
	create = place_child(&root, "create");
	b->d->create = build_form(b, &create, &b->d->n_create);
	build_stages(b, &root);
	build_decisions(b, &root);
	build_nn(b, &root);
	check_definition(b, &root);
}

enum rc
definition_compile(const json_t *skeleton,
    bool (*law_has)(void *arg, const char *rule), void *arg,
    struct definition **out, struct def_notes *notes, struct err *e)
{
	struct compiled *c = mem_new(1, sizeof(*c));
	struct def_build b = { .d = &c->d,
		.notes = notes,
		.law_has = law_has,
		.arg = arg };
	size_t before = notes->n;

	*out = NULL;
	c->skeleton = json_deep_copy(skeleton);
	c->d.skeleton = c->skeleton;
	b.root = c->skeleton;
	build_all(&b);
	if (notes->n > before) {
		definition_free(&c->d);
		return err_set(e, RC_INVALID,
		    ngettext("definition: %zu mistake",
			"definition: %zu mistakes", notes->n - before),
		    notes->n - before);
	}
	shape_hash(c->skeleton, c->d.shape);
	*out = &c->d;
	return RC_OK;
}

void
definition_free(struct definition *d)
{
	struct compiled *c = (struct compiled *)(void *)d;
	struct block *b, *next;

	if (c == NULL)
		return;
	for (b = c->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	json_decref(c->skeleton);
	free(c);
}

const struct def_stage *
definition_stage(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->n_stages; i++)
		if (strcmp(d->stages[i].name, name) == 0)
			return &d->stages[i];
	return NULL;
}

const struct def_field *
definition_field(const struct definition *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->n_fields; i++)
		if (strcmp(d->fields[i].name, name) == 0)
			return &d->fields[i];
	return NULL;
}

static const struct def_action *
action_in(const struct def_stage *stage, const char *name)
{
	size_t i;

	for (i = 0; i < stage->n_actions; i++)
		if (strcmp(stage->actions[i].name, name) == 0)
			return &stage->actions[i];
	return NULL;
}

const struct def_action *
definition_action(const struct definition *d, const struct def_stage *stage,
    const char *name)
{
	const struct def_action *a = action_in(stage, name);

	if (a == NULL && !stage->final)
		a = action_in(&d->any, name);
	return a;
}

const char *
def_type_name(enum def_type t)
{
	switch (t) {
	case DEF_TEXT:
		return "text";
	case DEF_INTEGER:
		return "integer";
	case DEF_BOOLEAN:
		return "boolean";
	case DEF_DATE:
		return "date";
	case DEF_MONEY:
		return "money";
	case DEF_CHOICE:
		return "choice";
	case DEF_DURATION:
		return "duration";
	case DEF_PERSON:
		return "person";
	case DEF_HOUSEHOLD:
		return "household";
	case DEF_DOCUMENT:
		return "document";
	case DEF_UNIT:
		return "unit";
	case DEF_USER:
		return "user";
	}
	return "?";
}

const char *
bf_class_name(enum bf_class c)
{
	switch (c) {
	case BF_CLASS_CASE:
		return "case";
	case BF_CLASS_IDENTITY:
		return "identity";
	case BF_CLASS_ADDRESS:
		return "address";
	case BF_CLASS_HEALTH:
		return "health";
	case BF_CLASS_ECONOMY:
		return "economy";
	}
	return "?";
}

enum bf_class
bf_class_of(const char *name)
{
	unsigned int i;

	for (i = 0; name != NULL && i < BF_N_CLASSES; i++)
		if (strcmp(name, bf_class_name((enum bf_class)i)) == 0)
			return (enum bf_class)i;
	return BF_CLASS_IDENTITY;
}
