/*
 * emergency -- the rules of break-glass.
 */
#include "access/emergency.h"

#include <string.h>

#include "access/inside.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/store.h"

static const struct {
	const char *code;
	const char *title;
} categories[] = { { EMERGENCY_LIFE, N_("danger to life or health") },
	{ "child", N_("a child is in danger") },
	{ "shelter", N_("somebody has nowhere to stay tonight") },
	{ "absence", N_("whoever has the case is away and it cannot wait") },
	{ "other", N_("another reason") } };

#define N_CATEGORIES (sizeof(categories) / sizeof(categories[0]))

const char *const emergency_categories[N_CATEGORIES + 1] = { EMERGENCY_LIFE,
	"child", "shelter", "absence", "other", NULL };

const char *
emergency_title(const char *category)
{
	size_t i;

	for (i = 0; i < N_CATEGORIES; i++)
		if (strcmp(categories[i].code, category) == 0)
			return _(categories[i].title);
	return category;
}

static bool
may_claim(const struct principal *p)
{
	return has_any(p, CASE_ROLES);
}

static bool
claims(const struct principal *p)
{
	return may_claim(p) && p->basis != NULL &&
	    strcmp(p->basis, EMERGENCY_BASIS) == 0;
}

static enum relation
relation_of(bool open, bool life)
{
	if (!open)
		return RELATION_NONE;
	return life ? RELATION_RESCUE : RELATION_EMERGENCY;
}

enum rc
emergency_relation(const struct principal *p, struct store *s, int64_t case_id,
    enum relation *rel, struct err *e)
{
	bool open, life;
	enum rc rc;

	*rel = RELATION_NONE;
	if (!claims(p))
		return RC_OK;
	rc = emergency_of_case(s, p->user->name, case_id, EMERGENCY_LIFE, &open,
	    &life, e);
	if (rc == RC_OK)
		*rel = relation_of(open, life);
	return rc;
}

enum rc
emergency_person(const struct principal *p, struct store *s, int64_t person,
    enum relation *rel, struct err *e)
{
	bool open, life;
	enum rc rc;

	*rel = RELATION_NONE;
	if (!claims(p))
		return RC_OK;
	rc = emergency_of_person(s, p->user->name, person, EMERGENCY_LIFE,
	    &open, &life, e);
	if (rc == RC_OK)
		*rel = relation_of(open, life);
	return rc;
}

enum rc
emergency_may_open_case(const struct principal *p, struct store *s,
    const char *number, int64_t named, struct case_head *head, struct err *e)
{
	struct err lost = ERR_INIT;
	bool shielded;
	enum rc rc;

	memset(head, 0, sizeof(*head));
	rc = case_find_number(s, number, head, &lost);
	if (rc == RC_NOTFOUND)
		memset(head, 0, sizeof(*head));
	else if (rc != RC_OK) {
		*e = lost;
		return rc;
	}
	rc = emergency_shields(s, head->id, named, &shielded, e);
	if (rc == RC_OK && (head->id == 0 || shielded || !may_claim(p))) {
		memset(head, 0, sizeof(*head));
		rc = case_not_found(e, number);
	}
	return rc;
}

enum rc
emergency_may_open_person(const struct principal *p, struct store *s,
    int64_t id, bool by_number, struct person *out, struct err *e)
{
	struct err lost = ERR_INIT;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	rc = person_load(s, id, out, &lost);
	if (rc != RC_OK && rc != RC_NOTFOUND) {
		*e = lost;
		return rc;
	}
	if (rc == RC_OK && may_claim(p) &&
	    (by_number || out->grade != PERSON_STRICTLY_PROTECTED))
		return RC_OK;
	memset(out, 0, sizeof(*out));
	return err_set(e, RC_NOTFOUND, _("person: not found"));
}

static bool
leads(const struct user *u, const char *unit)
{
	size_t i;

	if ((u->roles & ROLE_BIT(ROLE_LEADER)) == 0)
		return false;
	for (i = 0; i < u->n_units; i++)
		if (strcmp(u->unit_names[i], unit) == 0)
			return true;
	return false;
}

static bool
has_leader(const struct municipality *m, const char *unit)
{
	size_t i;

	for (i = 0; i < m->n_users; i++)
		if (leads(&m->users[i], unit))
			return true;
	return false;
}

bool
emergency_answers_for(const struct principal *p, const struct municipality *m,
    const char *unit)
{
	const char *const *names;
	size_t i, n;

	if (p->user == NULL || !principal_has(p, ROLE_LEADER))
		return false;
	if (!has_leader(m, unit))
		return true;
	n = principal_unit_names(p, &names);
	for (i = 0; i < n; i++)
		if (strcmp(names[i], unit) == 0)
			return true;
	return false;
}

enum rc
emergency_may_review(const struct principal *p, const struct municipality *m,
    const struct emergency *opened, struct err *e)
{
	if (!emergency_answers_for(p, m, opened->review_unit))
		return err_set(e, RC_NOTFOUND, _("emergency %lld: not found"),
		    (long long)opened->id);
	if (strcmp(p->user->name, opened->user) == 0)
		return err_set(e, RC_DENIED,
		    _("emergency %lld: opened by yourself; another leader or "
		      "your own leader's substitute reviews it"),
		    (long long)opened->id);
	return RC_OK;
}

void
emergency_units(const struct principal *p, const struct municipality *m,
    bool *all, const char ***units, size_t *n)
{
	size_t i;

	*all = !p->system && p->user != NULL && principal_has(p, ROLE_AUDITOR);
	*n = 0;
	*units = mem_new(m->n_units + 1, sizeof(**units));
	for (i = 0; i < m->n_units; i++)
		if (emergency_answers_for(p, m, m->units[i].name))
			(*units)[(*n)++] = m->units[i].name;
}
