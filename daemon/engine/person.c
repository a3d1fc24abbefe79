/*
 * person -- person.add, find, show and change.
 *
 * What of a person is shown, and whether the person exists for the caller at
 * all, the gate says each time.  Values of a person are of class identity or
 * address, so none of them can be given on a command line.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/erasure_row.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/person_parts.h"
#include "engine/person_row.h"
#include "engine/protect.h"
#include "engine/rows.h"
#include "model/nin.h"
#include "store/household.h"
#include "store/person.h"

static const char *const grades[] = { "open", "protected", "strictly_protected",
	NULL };
static const char *const channels[] = { "digital", "post", NULL };

static void
read_head(const json_t *params, struct person *p)
{
	const char *grade = param_text(params, "grade");

	if (grade != NULL)
		(void)person_grade_parse(grade, &p->grade);
	(void)param_date(params, "deceased", &p->deceased);
}

static enum rc
create(struct bf_call *c, const json_t *params, const json_t *parts,
    struct person *p)
{
	struct nin nin;
	const char *unit;
	bool given;
	enum rc rc;

	memset(p, 0, sizeof(*p));
	p->deceased = DATE_NONE;
	if ((rc = mark_unit(c, &unit)) != RC_OK ||
	    (rc = person_read_number(c, params, &nin, &given)) != RC_OK)
		return rc;
	(void)snprintf(p->owner_unit, sizeof(p->owner_unit), "%s", unit);
	read_head(params, p);
	if ((rc = person_create(c->tx, p, parts, &c->err)) != RC_OK)
		return rc;
	if (given)
		rc =
		    person_add_number(c, p->id, &nin, params, person_causes[0]);
	return rc;
}

static int
person_add(struct bf_call *c, const json_t *params, json_t **result)
{
	struct person p;
	json_t *parts = json_object();
	enum rc rc;

	if ((rc = parts_merge(parts, params, c->today, &c->err)) == RC_OK &&
	    (rc = create(c, params, parts, &p)) == RC_OK &&
	    (rc = mark_subject(c, "person.add", "person", p.id, p.rev,
		 parts)) == RC_OK)
		*result = mark_answer(c, "person", p.id, p.rev);
	json_decref(parts);
	return (int)rc;
}

/* One row of a list of persons. */
static enum rc
list_row(struct bf_call *c, int64_t id, enum gate_how how, json_t *rows)
{
	struct gate_view view;
	struct person p;
	json_t *row;
	enum rc rc;

	rc = gate_person(c->who, c->store, id, how, &p, &view, &c->err);
	if (rc == RC_NOTFOUND) {
		err_clear(&c->err);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	if (call_leaves(c) && p.grade == PERSON_STRICTLY_PROTECTED)
		return RC_OK;
	row = json_pack("{s:I,s:s}", "person", (json_int_t)p.id, "grade",
	    person_grade_name(p.grade));
	if (!view.list_address)
		view.classes &= ~(1u << BF_CLASS_ADDRESS);
	rc = parts_show(c, &p, view.classes, row);
	if (rc == RC_OK)
		json_array_append(rows, row);
	json_decref(row);
	return rc;
}

static enum rc
find_by_number(struct bf_call *c, const struct nin *nin, json_t *rows)
{
	int64_t id = 0;
	enum rc rc;

	call_search(c, nin->digits);
	rc = person_find_number(c->store, nin->digits, &id, &c->err);
	if (rc != RC_OK)
		return rc;
	return list_row(c, id, GATE_BY_NUMBER, rows);
}

static enum rc
find_by_name(struct bf_call *c, const char *name, const struct page *page,
    json_t *rows, json_t **next)
{
	int64_t ids[LIST_LIMIT_MAX];
	struct scope scope;
	size_t n = 0, i;
	enum rc rc;

	call_search(c, name);
	gate_person_scope(c->who, &scope);
	rc = person_find_name(c->store, &scope, name, page->after, page->limit,
	    ids, &n, &c->err);
	for (i = 0; rc == RC_OK && i < n; i++)
		rc = list_row(c, ids[i], GATE_BY_NAME, rows);
	if (rc == RC_OK && n == (size_t)page->limit)
		*next = page_key(ids[n - 1]);
	return rc;
}

static int
person_find(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *name = param_text(params, "name");
	json_t *rows = json_array(), *next = NULL;
	struct page page;
	struct nin nin;
	bool given;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK &&
	    (rc = person_read_number(c, params, &nin, &given)) == RC_OK) {
		if (given)
			rc = find_by_number(c, &nin, rows);
		else if (name != NULL && name[0] != '\0')
			rc = find_by_name(c, name, &page, rows, &next);
		else
			rc = err_set(&c->err, RC_INVALID,
			    _("person: give a "
			      "number or a name to find by"));
	}
	return (int)page_answer(rc, rows, next, result);
}

/* What hangs on a person: numbers, helpers, households. */
static enum rc
show_more(struct bf_call *c, const struct person *p,
    const struct gate_view *view, json_t *o)
{
	json_t *list = NULL;
	enum rc rc;

	if ((view->classes & (1u << BF_CLASS_IDENTITY)) != 0) {
		rc = person_identifiers(c->store, p->id, 0, &list, &c->err);
		if (rc != RC_OK)
			return rc;
		json_object_set_new(o, "identifiers", list);
	}
	if (!view->related)
		return RC_OK;
	if ((rc = person_links(c->store, p->id, DATE_NONE, &list, &c->err)) !=
	    RC_OK)
		return rc;
	json_object_set_new(o, "links", list);
	rc = household_of_person(c->store, p->id, DATE_NONE, &list, &c->err);
	if (rc == RC_OK)
		json_object_set_new(o, "households", list);
	return rc;
}

static void
show_head(const struct person *p, json_t *o)
{
	char day[DATE_SIZE];

	if (date_is_set(p->deceased)) {
		date_format(p->deceased, day);
		json_object_set_new(o, "deceased", json_string(day));
	}
	json_object_set_new(o, "grade",
	    json_string(person_grade_name(p->grade)));
	json_object_set_new(o, "unit", json_string(p->owner_unit));
	json_object_set_new(o, "uuid", json_string(p->uuid));
	json_object_set_new(o, "rev", json_integer(p->rev));
}

static int
person_show(struct bf_call *c, const json_t *params, json_t **result)
{
	struct gate_view view;
	struct owner of;
	struct person p;
	json_t *o;
	enum rc rc;

	rc = gate_person(c->who, c->store, param_int(params, "person", 0),
	    GATE_BY_ID, &p, &view, &c->err);
	if (rc != RC_OK)
		return (int)rc;
	o = json_pack("{s:I}", "person", (json_int_t)p.id);
	of = owner_person(p.id, BF_CLASS_IDENTITY);
	if ((rc = parts_show(c, &p, view.classes, o)) == RC_OK &&
	    (rc = show_more(c, &p, &view, o)) == RC_OK &&
	    (rc = erasure_show(c, &of, o)) == RC_OK) {
		show_head(&p, o);
		*result = json_incref(o);
	}
	json_decref(o);
	return (int)rc;
}

/* More protection is given at once, less by four eyes (engine/protection.c). */
static enum rc
check_grade(struct bf_call *c, const json_t *params, const struct person *p)
{
	const char *name = param_text(params, "grade");
	enum person_grade grade;

	if (name == NULL || !person_grade_parse(name, &grade) ||
	    grade >= p->grade)
		return RC_OK;
	return err_name(&c->err, RC_DENIED, "E_FOUR_EYES",
	    _("person %lld: the address would be protected less; ask for it "
	      "with protection ask, and a leader answers"),
	    (long long)p->id);
}

static int
person_change(struct bf_call *c, const json_t *params, json_t **result)
{
	enum person_grade before;
	struct gate_view view;
	struct person p;
	json_t *parts = NULL;
	enum rc rc;

	if ((rc = person_open(c, params, &p, &view)) != RC_OK ||
	    (rc = check_grade(c, params, &p)) != RC_OK)
		return (int)rc;
	before = p.grade;
	rc = parts_load(c, p.id, params, view.classes, &parts);
	if (rc == RC_OK)
		rc = parts_merge(parts, params, c->today, &c->err);
	read_head(params, &p);
	if (rc == RC_OK)
		rc = person_save(c->tx, &p, parts, &c->err);
	if (rc == RC_OK && p.grade != before)
		rc = protect_reseal(c, p.id);
	if (rc == RC_OK)
		rc = mark_subject(c, "person.change", "person", p.id, p.rev,
		    parts);
	if (rc == RC_OK)
		*result = mark_answer(c, "person", p.id, p.rev);
	json_decref(parts);
	return (int)rc;
}

/* What is known of a person, the same when added and when changed. */
#define PERSON_FIELDS                                                          \
	PERSON_IDENTITY("birth_date", BF_DATE, N_("date of birth")),           \
	    PERSON_IDENTITY("language", BF_TEXT,                               \
		N_("language that the person speaks")),                        \
	    PERSON_IDENTITY("interpreter", BF_BOOL,                            \
		N_("needs an interpreter")),                                   \
	    PERSON_IDENTITY("interpreter_language", BF_TEXT,                   \
		N_("language to be interpreted")),                             \
	    PERSON_IDENTITY("interpreter_qualification", BF_TEXT,              \
		N_("qualification that the interpreter must have")),           \
	    { .name = "channel",                                               \
		    .type = BF_CODE,                                           \
		    .codes = channels,                                         \
		    .class = BF_CLASS_IDENTITY,                                \
		    .text = N_("digital or post") },                           \
	    PERSON_IDENTITY("reserved_digital", BF_BOOL,                       \
		N_("has reserved against digital letters")),                   \
	    PERSON_ADDRESS("address", N_("street address")),                   \
	    PERSON_ADDRESS("postal_code", N_("postal code")),                  \
	    PERSON_ADDRESS("postal_place", N_("postal place")),                \
	    PERSON_ADDRESS("phone", N_("telephone")),                          \
	    PERSON_ADDRESS("email", N_("e-mail")),                             \
	    { .name = "grade",                                                 \
		    .type = BF_CODE,                                           \
		    .codes = grades,                                           \
		    .class = BF_CLASS_IDENTITY,                                \
		    .text =                                                    \
			N_("open, protected or strictly_protected address") }, \
	    PERSON_IDENTITY("deceased", BF_DATE, N_("date of death"))

static const struct bf_param add_params[] = {
	{ .name = "name",
	    .type = BF_TEXT,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("full name") },
	PERSON_IDENTITY("number", BF_NIN, N_("national identity number")),
	PERSON_FIELDS,
	{ .type = BF_END },
};

static const struct bf_param find_params[] = {
	PERSON_IDENTITY("number", BF_NIN, N_("national identity number")),
	PERSON_IDENTITY("name", BF_TEXT, N_("beginnings of the name's words")),
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_param show_params[] = {
	PERSON_PARAM,
	{ .type = BF_END },
};

static const struct bf_param change_params[] = {
	PERSON_PARAM,
	PERSON_IDENTITY("name", BF_TEXT, N_("full name")),
	PERSON_FIELDS,
	{ .type = BF_END },
};

static const struct bf_column find_columns[] = {
	{ "person", BF_ID, N_("person") },
	{ "name", BF_TEXT, N_("name") },
	{ "birth_date", BF_DATE, N_("born") },
	{ "grade", BF_TEXT, N_("grade") },
	{ "address", BF_TEXT, N_("address") },
	{ "postal_place", BF_TEXT, N_("place") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column show_columns[] = {
	{ "person", BF_ID, N_("person") },
	{ "uuid", BF_TEXT, N_("key") },
	{ "name", BF_TEXT, N_("name") },
	{ "birth_date", BF_DATE, N_("born") },
	{ "deceased", BF_DATE, N_("died") },
	{ "grade", BF_TEXT, N_("grade") },
	{ "language", BF_TEXT, N_("language") },
	{ "interpreter", BF_OBJECT, N_("interpreter") },
	{ "channel", BF_TEXT, N_("channel") },
	{ "reserved_digital", BF_BOOL, N_("reserved against digital") },
	{ "address", BF_TEXT, N_("address") },
	{ "postal_code", BF_TEXT, N_("postal code") },
	{ "postal_place", BF_TEXT, N_("place") },
	{ "phone", BF_TEXT, N_("telephone") },
	{ "email", BF_TEXT, N_("e-mail") },
	{ "identifiers", BF_LIST, N_("identifiers") },
	{ "links", BF_LIST, N_("helpers") },
	{ "households", BF_LIST, N_("households") },
	{ "unit", BF_NAME, N_("unit") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "withheld", BF_LIST, N_("erased or locked") },
	{ NULL, BF_END, NULL },
};

const struct bf_method person_methods[] = {
	PERSON_ROW("person.add", "person ny", BF_STEP, N_("register a person"),
	    add_params, person_written,
	    "E_ID_FORMAT E_ID_CHECKSUM E_ID_SYNTHETIC E_ID_REAL E_ID_TAKEN",
	    person_add),
	{ .name = "person.find",
	    .nb = "person finn",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("find a person by number, or by name"),
	    .params = find_params,
	    .rows = "rows",
	    .columns = find_columns,
	    .errors = "E_ID_FORMAT E_ID_CHECKSUM E_ID_SYNTHETIC E_ID_REAL",
	    .call = person_find },
	PERSON_ROW("person.show", "person vis", BF_READ, N_("show a person"),
	    show_params, show_columns, "", person_show),
	PERSON_ROW("person.change", "person endre", BF_STEP,
	    N_("change what is known of a person"), change_params,
	    person_written, "E_FOUR_EYES", person_change),
	{ .name = NULL },
};
