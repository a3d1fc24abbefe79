/*
 * consent_list -- consent.list and consent.show: to those who may know of them.
 *
 * A consent is known to who has its case, and to the two units that it is about.
 */
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/consent.h"
#include "engine/consent_word.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "store/consent.h"

/* May the caller know of consent K: by its case, or as one of the two units? */
static enum rc
may_see(struct bf_call *c, int64_t case_id, const char *from, const char *to,
    bool *out)
{
	struct err none = ERR_INIT;
	struct gate_pass pass;
	struct case_head head;
	enum rc rc;

	rc = gate_open_id(c->who, c->store, case_id, GATE_READ, &head, &pass,
	    &none);
	*out = rc == RC_OK && pass.relation > RELATION_TASK;
	if (rc == RC_NOTFOUND || rc == RC_DENIED)
		rc = RC_OK;
	*out = *out || principal_acts_in(c->who, from) ||
	    (to[0] != '\0' && principal_acts_in(c->who, to));
	if (rc != RC_OK)
		c->err = none;
	return rc;
}

enum rc
consent_open(struct bf_call *c, int64_t id, struct consent *k)
{
	struct gate_view view;
	bool see = false;
	struct person p;
	enum rc rc, mine;

	memset(k, 0, sizeof(*k));
	rc = consent_get(c->store, id, k, &c->err);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	err_clear(&c->err);
	mine = gate_person(c->who, c->store, k->person, GATE_BY_ID, &p, &view,
	    &c->err);
	if (mine != RC_OK && mine != RC_NOTFOUND)
		return mine;
	err_clear(&c->err);
	if ((rc = may_see(c, k->case_id, k->from_unit, k->to_unit, &see)) !=
	    RC_OK)
		return rc;
	if (k->id != 0 && see && mine == RC_OK)
		return RC_OK;
	consent_fini(k);
	memset(k, 0, sizeof(*k));
	return err_set(&c->err, RC_NOTFOUND, _("consent %lld: not found"),
	    (long long)id);
}

static const char *
text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

static const char *
state_of(const struct bf_call *c, const json_t *row)
{
	const char *to = text_of(row, "valid_to");
	char today[DATE_SIZE];

	date_format(c->today, today);
	if (json_object_get(row, "withdrawn") != NULL)
		return "withdrawn";
	return to[0] != '\0' && strcmp(to, today) < 0 ? "ended" : "valid";
}

/* A row of consent_list as people see it. */
static enum rc
dress(struct bf_call *c, json_t *row)
{
	int64_t id = json_integer_value(json_object_get(row, "case_id"));
	char number[CASE_NUMBER_SIZE];
	struct case_head head;
	unsigned int mask =
	    (unsigned int)json_integer_value(json_object_get(row, "classes"));
	enum rc rc;

	if ((rc = case_get(c->store, id, &head, &c->err)) != RC_OK)
		return rc;
	case_number(&head, number);
	json_object_set_new(row, "case", json_string(number));
	json_object_set_new(row, "classes", consent_names(mask));
	json_object_set_new(row, "state", json_string(state_of(c, row)));
	json_object_set_new(row, "purpose_title",
	    json_string(consent_purpose_title(text_of(row, "purpose"))));
	json_object_set_new(row, "from_title",
	    json_string(titles_unit(c, text_of(row, "from_unit"))));
	if (json_object_get(row, "to_unit") != NULL)
		json_object_set_new(row, "to_title",
		    json_string(titles_unit(c, text_of(row, "to_unit"))));
	else
		json_object_set(row, "to_title",
		    json_object_get(row, "external"));
	json_object_del(row, "case_id");
	json_object_del(row, "recorded");
	return RC_OK;
}

/* Leave the rows that the caller may know of. */
static enum rc
show(struct bf_call *c, json_t *rows)
{
	bool see = false;
	json_t *row;
	size_t i = 0;
	enum rc rc;

	while (i < json_array_size(rows)) {
		row = json_array_get(rows, i);
		rc = may_see(c,
		    json_integer_value(json_object_get(row, "case_id")),
		    text_of(row, "from_unit"), text_of(row, "to_unit"), &see);
		if (rc != RC_OK)
			return rc;
		if (!see) {
			json_array_remove(rows, i);
			continue;
		}
		if ((rc = dress(c, row)) != RC_OK)
			return rc;
		call_disclose(c, "person",
		    json_integer_value(json_object_get(row, "person")),
		    "consent");
		i++;
	}
	return RC_OK;
}

/* Of which person, or in which case? */
static enum rc
read_subject(struct bf_call *c, const json_t *params, int64_t *person,
    int64_t *case_id)
{
	const char *number = param_text(params, "case");
	struct gate_view view;
	struct gate_pass pass;
	struct case_head head;
	struct person p;
	enum rc rc = RC_OK;

	*person = param_int(params, "person", 0);
	*case_id = 0;
	if (*person == 0 && number == NULL)
		return err_field(&c->err, "person", NULL,
		    _("name a person or a case"));
	if (*person != 0)
		rc = gate_person(c->who, c->store, *person, GATE_BY_ID, &p,
		    &view, &c->err);
	if (rc != RC_OK || number == NULL)
		return rc;
	rc = gate_open(c->who, c->store, number, GATE_READ, &head, &pass,
	    &c->err);
	*case_id = head.id;
	return rc;
}

static int
consent_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *next = NULL;
	int64_t person, case_id;
	struct page page;
	size_t n;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK &&
	    (rc = read_subject(c, params, &person, &case_id)) == RC_OK)
		rc = consent_list(c->store, person, case_id, page.after,
		    page.limit, &rows, &c->err);
	n = json_array_size(rows);
	if (rc == RC_OK && n == (size_t)page.limit)
		next = page_key(json_integer_value(
		    json_object_get(json_array_get(rows, n - 1), "id")));
	if (rc == RC_OK)
		rc = show(c, rows);
	return (int)page_answer(rc, rows, next, result);
}

static int
consent_show(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL;
	struct consent k;
	enum rc rc;

	if ((rc = consent_open(c, param_int(params, "consent", 0), &k)) ==
	    RC_OK)
		rc = consent_list(c->store, k.person, k.case_id, k.id - 1, 1,
		    &rows, &c->err);
	if (rc == RC_OK && (rc = show(c, rows)) == RC_OK)
		*result = json_incref(json_array_get(rows, 0));
	json_decref(rows);
	consent_fini(&k);
	return (int)rc;
}

static const struct bf_param list_params[] = {
	{ .name = "person",
	    .type = BF_ID,
	    .flags = BF_POSITIONAL,
	    .text = N_("whose consents") },
	{ .name = "case",
	    .type = BF_CASE,
	    .text = N_("only those given in this case") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_param show_params[] = { CONSENT_PARAM,
	{ .type = BF_END } };

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("consent") },
	{ "person", BF_ID, N_("person") },
	{ "case", BF_CASE, N_("case") },
	{ "classes", BF_LIST, N_("classes") },
	{ "from_title", BF_TEXT, N_("from") },
	{ "to_title", BF_TEXT, N_("to") },
	{ "purpose_title", BF_TEXT, N_("purpose") },
	{ "given", BF_INSTANT, N_("given") },
	{ "valid_to", BF_DATE, N_("until") },
	{ "state", BF_TEXT, N_("state") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column show_columns[] = {
	{ "id", BF_ID, N_("consent") },
	{ "person", BF_ID, N_("person") },
	{ "case", BF_CASE, N_("case") },
	{ "classes", BF_LIST, N_("classes") },
	{ "from_title", BF_TEXT, N_("from") },
	{ "to_title", BF_TEXT, N_("to") },
	{ "purpose_title", BF_TEXT, N_("purpose") },
	{ "given", BF_INSTANT, N_("given") },
	{ "valid_to", BF_DATE, N_("until") },
	{ "channel", BF_TEXT, N_("channel") },
	{ "document", BF_ID, N_("document") },
	{ "giver", BF_TEXT, N_("giver") },
	{ "link", BF_ID, N_("link") },
	{ "by_user", BF_NAME, N_("registered by") },
	{ "state", BF_TEXT, N_("state") },
	{ "withdrawn", BF_INSTANT, N_("withdrawn") },
	{ NULL, BF_END, NULL },
};

const struct bf_method consent_list_methods[] = {
	{ .name = "consent.list",
	    .nb = "samtykke list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the consents of a person or a case"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = consent_list_call },
	{ .name = "consent.show",
	    .nb = "samtykke vis",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show a consent"),
	    .params = show_params,
	    .columns = show_columns,
	    .errors = "",
	    .call = consent_show },
	{ .name = NULL },
};
