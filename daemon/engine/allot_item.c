/*
 * allot_item -- one item of an allocation, from what was said to what is kept.
 *
 * What is of class case lies in clear as facts; what was written about a person
 * is sealed.  What a unit of the health domain says of a service is of class
 * health.
 */
#include "engine/allot_item.h"

#include <string.h>

#include "base/i18n.h"
#include "engine/host.h"
#include "engine/state.h"
#include "engine/step.h"
#include "model/allotment.h"
#include "model/law_basis.h"
#include "model/duration.h"
#include "model/law.h"
#include "model/lease.h"
#include "model/municipality.h"

#define EXTENT_MAX 100000
#define RENT_MAX INT64_C(100000000) /* øre a month */

static const char *const extent_units[] = { "hours_x100_week", "visits_week",
	"visits_month", NULL };
static const char *const texts[] = { "title", "goal", "reason", "window",
	NULL };
static const char *const lease_texts[] = { "terms", "open_reason",
	"special_reasons", "weighty_reasons", NULL };
static const char *const lease_flags[] = { "informed", "stated", NULL };
static const char *const lease_known[] = { "from", "to", "ground", "informed",
	"stated", "earlier", "rent", "due_day", "terms", "open_reason",
	"special_reasons", "weighty_reasons", NULL };
static const char *const known[] = { "case", "kind", "name", "result",
	"performer", "legal_basis", "title", "goal", "extent", "extent_unit",
	"from", "to", "reason", "window", "lease", NULL };

static bool
is_given(const json_t *v)
{
	return v != NULL && !json_is_null(v);
}

static void
check_known(const json_t *args, const char *const *list, struct err *e)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)args, name, value)
		if (!allotment_is(list, name))
			(void)err_field(e, name, NULL, _("unknown"));
}

static void
take_date(const json_t *args, const char *name, json_t *facts, struct date *out,
    struct err *e)
{
	const json_t *v = json_object_get(args, name);
	struct err wrong = ERR_INIT;

	*out = DATE_NONE;
	if (!is_given(v))
		return;
	if (!json_is_string(v) ||
	    date_parse(json_string_value(v), out, &wrong) != RC_OK) {
		(void)err_field(e, name, NULL,
		    _("must be a date, such as 2027-03-01"));
		return;
	}
	json_object_set_new(facts, name, json_string(json_string_value(v)));
}

static void
take_texts(const json_t *args, const char *const *names, json_t *body,
    struct err *e)
{
	const json_t *v;

	for (; *names != NULL; names++) {
		v = json_object_get(args, *names);
		if (!is_given(v))
			continue;
		if (!json_is_string(v) || json_string_length(v) > 4000)
			(void)err_field(e, *names, NULL,
			    _("must be text of at most 4000 bytes"));
		else if (json_string_length(v) > 0)
			json_object_set_new(body, *names,
			    json_string(json_string_value(v)));
	}
}

static void
take_number(const json_t *args, const char *name, int64_t max, json_t *out,
    struct err *e)
{
	const json_t *v = json_object_get(args, name);

	if (!is_given(v))
		return;
	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
	    json_integer_value(v) > max)
		(void)err_field(e, name, NULL,
		    _("must be a whole number from 0 to %lld"), (long long)max);
	else
		json_object_set_new(out, name,
		    json_integer(json_integer_value(v)));
}

static void
take_flags(const json_t *args, const char *const *names, json_t *facts,
    struct err *e)
{
	const json_t *v;

	for (; *names != NULL; names++) {
		v = json_object_get(args, *names);
		if (is_given(v) && !json_is_boolean(v))
			(void)err_field(e, *names, NULL,
			    _("must be yes or no"));
		else if (json_is_true(v))
			json_object_set_new(facts, *names, json_true());
	}
}

/* How much: a number and what it counts; both or none. */
static void
take_extent(const json_t *args, json_t *facts, struct err *e)
{
	const char *unit =
	    json_string_value(json_object_get(args, "extent_unit"));

	take_number(args, "extent", EXTENT_MAX, facts, e);
	if ((json_object_get(facts, "extent") != NULL) != (unit != NULL))
		(void)err_field(e, "extent_unit", NULL,
		    _("goes with extent: hours_x100_week, visits_week or "
		      "visits_month"));
	else if (unit != NULL && !allotment_is(extent_units, unit))
		(void)err_field(e, "extent_unit", NULL,
		    _("must be hours_x100_week, visits_week or visits_month"));
	else if (unit != NULL)
		json_object_set_new(facts, "extent_unit", json_string(unit));
}

static void
tell(struct bf_call *c, const struct lease_finding *f, size_t n, struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (f[i].name[0] == 'W')
			call_warn(c, f[i].name, f[i].field, "%s", _(f[i].text));
		else
			(void)err_field(e, f[i].field, f[i].name, "%s",
			    _(f[i].text));
}

/* The rule's length on the day the lease begins; law rows 33, 34. */
static enum rc
least_of(const struct step *st, enum lease_ground ground, struct date from,
    struct duration *out, struct err *e)
{
	const struct law_rule *rule;
	enum rc rc;

	rc = law_find(st->call->engine->parts.law, lease_rule(ground),
	    date_is_set(from) ? from : st->call->today, &rule, e);
	if (rc == RC_OK)
		*out = rule->length;
	return rc;
}

static enum rc
check_lease(struct step *st, const json_t *args, struct lease *l,
    const json_t *body, struct err *e)
{
	struct lease_finding found[LEASE_FINDINGS_MAX];
	struct duration least;
	enum rc rc;

	l->informed = json_is_true(json_object_get(args, "informed"));
	l->stated = json_is_true(json_object_get(args, "stated"));
	l->earlier = (int)json_integer_value(json_object_get(args, "earlier"));
	l->open_reason = json_object_get(body, "open_reason") != NULL;
	l->special = json_object_get(body, "special_reasons") != NULL;
	l->weighty = json_object_get(body, "weighty_reasons") != NULL;
	if ((rc = least_of(st, l->ground, l->from, &least, e)) != RC_OK)
		return rc;
	tell(st->call, found, lease_check(l, least, found), e);
	return RC_OK;
}

/* The lease is fields of the item; its rent is of class economy and sealed. */
static enum rc
take_lease(struct step *st, const json_t *args, json_t *facts, json_t *body,
    struct err *e)
{
	const char *ground = json_string_value(json_object_get(args, "ground"));
	json_t *clear = json_object(), *sealed = json_object();
	struct lease l;

	memset(&l, 0, sizeof(l));
	check_known(args, lease_known, e);
	take_date(args, "from", clear, &l.from, e);
	take_date(args, "to", clear, &l.to, e);
	take_flags(args, lease_flags, clear, e);
	take_number(args, "earlier", 100, clear, e);
	take_number(args, "due_day", 28, clear, e);
	take_number(args, "rent", RENT_MAX, sealed, e);
	take_texts(args, lease_texts, sealed, e);
	if (ground == NULL)
		ground = "9-3";
	if (!lease_ground_parse(ground, &l.ground))
		(void)err_field(e, "ground", NULL,
		    _("must be 9-3, 9-3-loft or 11-1"));
	json_object_set_new(clear, "ground", json_string(ground));
	json_object_set_new(facts, "lease", clear);
	json_object_set_new(body, "lease", sealed);
	return e->rc == RC_OK ? check_lease(st, args, &l, sealed, e) : RC_OK;
}

static void
take_code(const json_t *args, const char *name, const char *const *codes,
    bool required, char out[STORE_NAME_SIZE], struct err *e)
{
	const char *text = json_string_value(json_object_get(args, name));

	if (text == NULL && !required)
		return;
	if (text == NULL)
		(void)err_field(e, name, NULL, _("missing"));
	else if (!allotment_is(codes, text))
		(void)err_field(e, name, NULL, _("%s: not one of the choices"),
		    text);
	else
		step_name(out, text);
}

static void
take_performer(const struct step *st, const json_t *args,
    struct allocation_item *item, struct err *e)
{
	const char *name =
	    json_string_value(json_object_get(args, "performer"));
	const struct unit *u;

	if (name == NULL)
		return;
	u = municipality_unit_like(st->call->municipality, name);
	if (u == NULL)
		(void)err_field(e, "performer", NULL,
		    _("%s: no unit of that name or type"), name);
	else
		step_name(item->performer, u->name);
}

static void
take_names(const struct step *st, const json_t *args,
    struct allocation_item *item, struct err *e)
{
	const char *name = json_string_value(json_object_get(args, "name"));
	const char *basis =
	    json_string_value(json_object_get(args, "legal_basis"));
	const struct law_basis *law;
	struct err why = ERR_INIT;

	take_code(args, "kind", allotment_kinds, true, item->kind, e);
	take_code(args, "result", allotment_results, false, item->result, e);
	take_performer(st, args, item, e);
	if (name == NULL)
		name = item->kind;
	if (strlen(name) >= STORE_NAME_SIZE ||
	    name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
		(void)err_field(e, "name", NULL,
		    _("must be a short word of a-z, 0-9 and _"));
	else
		step_name(item->name, name);
	if (basis == NULL)
		return;
	if (law_basis_find(st->call->engine->parts.law, basis, st->call->today,
		&law, &why) != RC_OK)
		(void)err_field(e, "legal_basis", "E_BASIS", "%s", why.text);
	else
		step_name(item->basis, basis);
}

/* Whose text it is says of which class it is. */
static enum bf_class
class_of(const struct step *st, const struct allocation_item *item)
{
	const struct unit *u;

	u = municipality_unit(st->call->municipality, item->unit);
	return strcmp(item->kind, "service") == 0 && u != NULL &&
		u->domain == DOMAIN_HEALTH ?
	    BF_CLASS_HEALTH :
	    BF_CLASS_IDENTITY;
}

enum rc
allot_item_read(struct step *st, const json_t *args,
    struct allocation_item *item, json_t **facts, json_t **body, struct err *e)
{
	const json_t *lease = json_object_get(args, "lease");
	struct date from, to;
	enum rc rc = RC_OK;

	memset(item, 0, sizeof(*item));
	*facts = json_object();
	*body = json_object();
	check_known(args, known, e);
	take_names(st, args, item, e);
	take_date(args, "from", *facts, &from, e);
	take_date(args, "to", *facts, &to, e);
	take_extent(args, *facts, e);
	take_texts(args, texts, *body, e);
	if (json_object_get(*body, "goal") != NULL)
		json_object_set_new(*facts, "goal", json_true());
	if (date_is_set(from) && date_is_set(to) && date_compare(to, from) < 0)
		(void)err_field(e, "to", "E_DATE_ORDER", _("lies before from"));
	if (is_given(lease) && !json_is_object(lease))
		(void)err_field(e, "lease", NULL, _("must be an object"));
	else if (is_given(lease))
		rc = take_lease(st, lease, *facts, *body, e);
	if (strcmp(item->result, "refused") == 0 &&
	    json_object_get(*body, "reason") == NULL)
		(void)err_field(e, "reason", "E_REASON_REQUIRED",
		    _("say why it is refused"));
	step_name(item->unit, allot_unit(st));
	step_name(item->by, principal_name(st->call->who));
	item->class = class_of(st, item);
	item->facts = *facts;
	item->body = *body;
	return rc != RC_OK ? rc : e->rc;
}
