/*
 * record_declared -- is what a plugin declares a kind, with columns and rules?
 */
#include <string.h>

#include "base/i18n.h"
#include "store/record_kind.h"

#define IDENT_MAX 40

static bool
is_ident(const char *s, bool underscores)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (n == 0 || n > IDENT_MAX || s[n] != '\0' || s[0] < 'a')
		return false;
	return underscores || strchr(s, '_') == NULL;
}

static enum rc
check_column(const struct record_kind *k, const struct bf_record_column *c,
    struct err *e)
{
	const struct bf_record_column *other;
	bool clear = c->class == BF_CLASS_CASE;

	if (!is_ident(c->name, true) || strcmp(c->name, "owner") == 0)
		return record_wrong(k, c->name, _("not a name of a column"), e);
	for (other = k->decl->columns; other != c; other++)
		if (strcmp(other->name, c->name) == 0)
			return record_wrong(k, c->name, _("stands twice"), e);
	if (c->type <= BF_END || c->type == BF_CASE || c->type == BF_ANY ||
	    c->type >= BF_FD || (unsigned int)c->class >= BF_N_CLASSES)
		return record_wrong(k, c->name,
		    _("a column cannot be of this type"), e);
	if (clear && record_sql_type(c) == NULL)
		return record_wrong(k, c->name,
		    _("values of this type are never of "
		      "class case"),
		    e);
	if ((c->flags & (BF_SERIES | BF_LATER)) != 0 &&
	    (!clear || c->type != BF_TEXT || (c->flags & BF_SERIES) == 0))
		return record_wrong(k, c->name,
		    _("a series is text of class case"), e);
	if (c->type == BF_CODE && (c->codes == NULL || c->codes[0] == NULL))
		return record_wrong(k, c->name, _("has no codes"), e);
	if (c->ref != NULL &&
	    (c->type != BF_ID || !clear || record_kind(k->set, c->ref) == NULL))
		return record_wrong(k, c->name,
		    _("points to no kind of the plugin"), e);
	return RC_OK;
}

/* Check names of columns in a rule; mark sealed ones as hashed. */
static enum rc
check_names(struct record_kind *k, const char *rule, const char *const *columns,
    bool owner, struct err *e)
{
	const struct bf_record_column *c;
	size_t i, at;

	if (!is_ident(rule, true) || columns == NULL || columns[0] == NULL)
		return record_wrong(k, rule, _("not a rule with columns"), e);
	for (i = 0; columns[i] != NULL; i++) {
		if (owner && strcmp(columns[i], "owner") == 0)
			continue;
		if ((c = record_column(k, columns[i], &at)) == NULL)
			return record_wrong(k, rule,
			    _("names a column that is not "
			      "there"),
			    e);
		if (c->class != BF_CLASS_CASE)
			k->hashed[at] = true;
	}
	return RC_OK;
}

static bool
has_code(const char *const *codes, const char *code)
{
	while (*codes != NULL && strcmp(*codes, code) != 0)
		codes++;
	return *codes != NULL;
}

static enum rc
check_unique(struct record_kind *k, const struct bf_record_unique *u,
    struct err *e)
{
	const struct bf_record_column *c;
	const char *const *s;
	size_t at;
	enum rc rc;

	if ((rc = check_names(k, u->name, u->columns, true, e)) != RC_OK)
		return rc;
	if (u->error == NULL || u->text == NULL)
		return record_wrong(k, u->name, _("has no error of its own"),
		    e);
	if (u->state == NULL)
		return RC_OK;
	c = record_column(k, u->state, &at);
	if (c == NULL || c->type != BF_CODE || c->class != BF_CLASS_CASE ||
	    u->states == NULL)
		return record_wrong(k, u->name,
		    _("the state is no code of class "
		      "case"),
		    e);
	for (s = u->states; *s != NULL; s++)
		if (!has_code(c->codes, *s))
			return record_wrong(k, u->name,
			    _("names no code of the state"), e);
	return RC_OK;
}

static enum rc
check_kind(struct record_kind *k, struct err *e)
{
	const struct bf_record *d = k->decl;
	size_t i;
	enum rc rc;

	if (!is_ident(d->kind, true) || d->version < 1)
		return record_wrong(k, d->kind, _("not a kind with a version"),
		    e);
	if (record_kind(k->set, d->kind) != k)
		return record_wrong(k, d->kind, _("stands twice"), e);
	if ((d->owner != BF_OWNER_CASE && d->owner != BF_OWNER_PERSON) ||
	    k->n_columns == 0)
		return record_wrong(k, d->kind, _("has no columns or no owner"),
		    e);
	for (i = 0; i < k->n_columns; i++) {
		if ((rc = check_column(k, &d->columns[i], e)) != RC_OK)
			return rc;
	}
	for (i = 0; d->indexes != NULL && d->indexes[i].name != NULL; i++) {
		rc = check_names(k, d->indexes[i].name, d->indexes[i].columns,
		    false, e);
		if (rc != RC_OK)
			return rc;
	}
	for (i = 0; d->uniques != NULL && d->uniques[i].name != NULL; i++) {
		if ((rc = check_unique(k, &d->uniques[i], e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
record_check_set(struct record_set *set, struct err *e)
{
	enum rc rc = RC_OK;
	size_t i;

	if (!is_ident(set->plugin, false))
		return err_set(e, RC_CONFIG,
		    _("plugin %s: not a name of small "
		      "letters and digits"),
		    set->plugin);
	for (i = 0; rc == RC_OK && i < set->n; i++)
		rc = check_kind(&set->kinds[i], e);
	return rc;
}
