/*
 * mark -- history rows of persons, households, incidents and definitions.
 */
#include "engine/mark.h"

#include <string.h>

#include "base/i18n.h"
#include "model/definition.h"
#include "model/zone.h"
#include "store/history.h"

const char *
mark_role(const struct principal *p)
{
	unsigned int i;

	for (i = 0; i < N_ROLES; i++)
		if (principal_has(p, (enum role)i))
			return role_name((enum role)i);
	return "";
}

/* The parts of a row: [{class, input}], one for each class. */
static size_t
split_parts(const json_t *parts, json_t *out[HISTORY_PARTS_MAX])
{
	const json_t *value;
	size_t n = 0;
	unsigned int i;

	for (i = 0; i < BF_N_CLASSES; i++) {
		value = json_object_get(parts, bf_class_name((enum bf_class)i));
		if (value == NULL)
			continue;
		out[n] = json_object();
		json_object_set_new(out[n], "class",
		    json_string(bf_class_name((enum bf_class)i)));
		json_object_set_new(out[n], "input", json_deep_copy(value));
		n++;
	}
	return n;
}

enum rc
mark_subject(struct bf_call *c, const char *kind, const char *subject,
    int64_t id, int64_t seq, const json_t *parts)
{
	json_t *split[HISTORY_PARTS_MAX];
	const json_t *borrowed[HISTORY_PARTS_MAX];
	const struct history_row row = { .kind = kind,
		.subject_kind = subject,
		.subject = id,
		.seq = seq,
		.commit = call_commit(c),
		.actor = principal_name(c->who),
		.unit = c->who->unit != NULL ? c->who->unit->name : "",
		.role = mark_role(c->who),
		.basis = c->basis != NULL ? c->basis : c->who->basis };
	size_t n = split_parts(parts, split), i;
	enum rc rc;

	/* A kept reply is seen through the gate of its first subject. */
	if (strcmp(subject, "incident") != 0)
		call_subject(c, subject, id);
	for (i = 0; i < n; i++)
		borrowed[i] = split[i];
	rc = history_add(c->tx, &row, borrowed, n, NULL, &c->err);
	for (i = 0; i < n; i++)
		json_decref(split[i]);
	return rc;
}

json_t *
mark_answer(struct bf_call *c, const char *name, int64_t id, int64_t rev)
{
	return json_pack("{s:I,s:I,s:I}", name, (json_int_t)id, "rev",
	    (json_int_t)rev, "commit", (json_int_t)call_commit(c));
}

enum rc
mark_check_rev(struct bf_call *c, const char *thing, int64_t id, int64_t rev,
    int64_t changed)
{
	char when[ZONE_SIZE];

	if (c->if_rev < 0 || c->if_rev == rev)
		return RC_OK;
	zone_format(changed, when);
	return err_set(&c->err, RC_CONFLICT,
	    _("%s %lld: changed %s, revision "
	      "is now %lld; look again before you change it"),
	    _(thing), (long long)id, when, (long long)rev);
}

enum rc
mark_unit(struct bf_call *c, const char **unit)
{
	if (c->who->unit == NULL)
		return err_set(&c->err, RC_DENIED,
		    _("role: say in which unit "
		      "you act, as role=@unit"));
	*unit = c->who->unit->name;
	return RC_OK;
}
