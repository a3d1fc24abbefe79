/*
 * finish -- the end of a step: rules, the case row, the history row.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/contact.h"
#include "engine/deadlines.h"
#include "engine/loaded.h"
#include "engine/mark.h"
#include "engine/parties.h"
#include "engine/rules.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/undoing.h"
#include "model/zone.h"
#include "store/history.h"
#include "store/tx.h"

/* Fields that declare themselves to the engine by their names. */
static void
follow_fields(struct step *st)
{
	const json_t *v = json_object_get(st->data, "received");

	if (!json_is_string(v) ||
	    date_parse(json_string_value(v), &st->head.received, NULL) !=
		RC_OK) {
		if (st->created)
			st->head.received = st->call->today;
	}
	if (definition_field(st->version->def, "asks_help") != NULL) {
		v = json_object_get(st->data, "asks_help");
		st->head.asks_help = !json_is_false(v);
	} else
		st->head.asks_help = true;
}

/* *OUT is what CHANGE borrows; the caller frees it. */
static void
change_init(const struct step *st, struct case_change *change,
    struct case_find **out)
{
	const struct definition *d = st->version->def;
	const struct def_field *f;
	struct case_find *finds;
	size_t i;

	memset(change, 0, sizeof(*change));
	finds = mem_new(d->n_fields + 1, sizeof(*finds));
	for (i = 0; i < d->n_fields; i++) {
		f = &d->fields[i];
		if (json_object_get(st->changed, f->name) == NULL)
			continue;
		change->data[f->class] = st->parts[f->class];
		if (step_class(st, f) == BF_CLASS_HEALTH ||
		    json_object_get(st->old_health, f->name) != NULL)
			change->data[BF_CLASS_HEALTH] =
			    st->parts[BF_CLASS_HEALTH];
		if (f->find == DEF_FIND_NONE)
			continue;
		finds[change->n_finds].field = f->name;
		finds[change->n_finds].value =
		    json_object_get(st->data, f->name);
		finds[change->n_finds].exact = f->find == DEF_FIND_EXACT;
		change->n_finds++;
	}
	change->finds = *out = finds;
}

/* The persons or households that F names now. */
static enum rc
save_links(struct step *st, const struct def_field *f)
{
	const json_t *value = json_object_get(st->data, f->name);
	size_t i,
	    n = json_is_array(value) ? json_array_size(value) : value != NULL;
	int64_t *ids = mem_new(n + 1, sizeof(*ids));
	enum rc rc;

	for (i = 0; i < n; i++)
		ids[i] = json_integer_value(
		    json_is_array(value) ? json_array_get(value, i) : value);
	rc = f->type == DEF_PERSON ?
	    case_set_persons(st->call->tx, st->head.id, f->name, ids, n,
		&st->call->err) :
	    case_set_households(st->call->tx, st->head.id, f->name, ids, n,
		&st->call->err);
	free(ids);
	return rc;
}

enum rc
step_name_persons(struct step *st)
{
	const struct definition *d = st->version->def;
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; rc == RC_OK && i < d->n_fields; i++)
		if ((d->fields[i].type == DEF_PERSON ||
			d->fields[i].type == DEF_HOUSEHOLD) &&
		    json_object_get(st->changed, d->fields[i].name) != NULL)
			rc = save_links(st, &d->fields[i]);
	return rc;
}

enum rc
step_insert(struct step *st)
{
	struct case_change change;
	struct case_find *finds;
	enum rc rc;

	follow_fields(st);
	change_init(st, &change, &finds);
	rc = case_create(st->call->tx, &st->head, &change, &st->call->err);
	free(finds);
	if (rc == RC_OK)
		call_subject(st->call, "case", st->head.id);
	return rc == RC_OK ? step_name_persons(st) : rc;
}

static enum rc
save(struct step *st)
{
	struct bf_call *c = st->call;
	struct case_change change;
	struct case_find *finds;
	enum rc rc;

	change_init(st, &change, &finds);
	if (st->created)
		rc = case_amend(c->tx, &st->head, &change, &c->err);
	else
		rc = case_save(c->tx, &st->head, &change, &c->err);
	free(finds);
	return rc == RC_OK ? step_name_persons(st) : rc;
}

/* What the step set in fields of CLASS; null where a value was taken away. */
static json_t *
set_of_class(const struct step *st, enum bf_class class)
{
	const struct definition *d = st->version->def;
	json_t *set = json_object(), *value;
	size_t i;

	for (i = 0; i < d->n_fields; i++) {
		if (step_class(st, &d->fields[i]) != class ||
		    json_object_get(st->changed, d->fields[i].name) == NULL)
			continue;
		value = json_object_get(st->data, d->fields[i].name);
		json_object_set(set, d->fields[i].name,
		    value != NULL ? value : json_null());
	}
	return set;
}

static json_t *
part_of_class(const struct step *st, enum bf_class class)
{
	const char *name = bf_class_name(class);
	json_t *input = json_object_get(st->inputs, name);
	json_t *set = set_of_class(st, class);
	json_t *part;

	if (class != BF_CLASS_CASE && input == NULL &&
	    json_object_size(set) == 0) {
		json_decref(set);
		return NULL;
	}
	part = json_pack("{ss}", "class", name);
	if (input != NULL)
		json_object_set(part, "input", input);
	if (json_object_size(set) > 0)
		json_object_set(part, "set", set);
	json_decref(set);
	return part;
}

static json_t *
clear_part(const struct step *st, const json_t *input)
{
	json_t *part = part_of_class(st, BF_CLASS_CASE);

	json_object_set_new(part, "stage", json_string(st->head.stage));
	json_object_set_new(part, "definition",
	    json_integer(st->head.definition));
	if (input != NULL)
		json_object_set_new(part, "what", json_deep_copy(input));
	if (json_array_size(st->effects) > 0)
		json_object_set(part, "effects", st->effects);
	if (json_object_size(st->looked_up) > 0)
		json_object_set(part, "looked_up", st->looked_up);
	return part;
}

static const char *
role_of(const struct step *st)
{
	const struct principal *p = st->call->who;
	const char *const *role;
	enum role r;

	if (p->system)
		return "";
	if (st->action == NULL)
		return mark_role(p);
	for (role = st->action->roles; *role != NULL; role++)
		if (role_parse(*role, &r) && principal_has(p, r))
			return *role;
	return "";
}

static enum rc
write_history(struct step *st, const char *kind, const json_t *input)
{
	struct bf_call *c = st->call;
	json_t *parts[BF_N_CLASSES] = { NULL };
	const json_t *list[BF_N_CLASSES];
	struct history_row row;
	size_t i, n = 0;
	enum rc rc;

	parts[BF_CLASS_CASE] = clear_part(st, input);
	for (i = BF_CLASS_CASE + 1; i < BF_N_CLASSES; i++)
		parts[i] = part_of_class(st, (enum bf_class)i);
	for (i = 0; i < BF_N_CLASSES; i++)
		if (parts[i] != NULL)
			list[n++] = parts[i];
	memset(&row, 0, sizeof(row));
	row.kind = kind;
	row.subject_kind = "case";
	row.subject = st->head.id;
	row.seq = st->head.rev;
	row.commit = call_commit(c);
	row.actor = principal_name(c->who);
	row.unit = c->who->unit != NULL ? c->who->unit->name : "";
	row.role = role_of(st);
	row.basis = c->who->basis != NULL ? c->who->basis : "";
	rc = history_add(c->tx, &row, list, n, NULL, &c->err);
	for (i = 0; i < BF_N_CLASSES; i++)
		json_decref(parts[i]);
	return rc;
}

/* Save, write the history row and answer. */
static enum rc
end(struct step *st, const char *kind, const json_t *input, json_t **result)
{
	struct bf_call *c = st->call;
	char number[CASE_NUMBER_SIZE];
	enum rc rc;

	if ((rc = save(st)) != RC_OK ||
	    (rc = write_history(st, kind, input)) != RC_OK)
		return rc;
	undoing_note(st, kind);
	if (result == NULL)
		return RC_OK;
	case_number(&st->head, number);
	*result = json_pack("{ss ss sI sI}", "case", number, "stage",
	    st->head.stage, "rev", (json_int_t)st->head.rev, "commit",
	    (json_int_t)c->commit);
	return RC_OK;
}

enum rc
step_finish(struct step *st, const char *kind, const json_t *input,
    json_t **result)
{
	struct bf_call *c = st->call;
	enum rc rc;

	follow_fields(st);
	if ((rc = contact_follow(st, &c->err)) != RC_OK ||
	    (rc = deadlines_follow(st, &c->err)) != RC_OK ||
	    (rc = parties_follow(st, &c->err)) != RC_OK ||
	    (rc = rules_check(st, &c->err)) != RC_OK)
		return rc;
	return end(st, kind, input, result);
}

enum rc
step_finish_as_it_was(struct step *st, const char *kind, const json_t *input,
    json_t **result)
{
	return end(st, kind, input, result);
}
