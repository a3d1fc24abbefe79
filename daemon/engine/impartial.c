/*
 * impartial -- disqualification.add, clear, end and list; user.identify.
 *
 * Own cases, relatives and colleagues are barred by themselves, once it is known
 * which person of the register a user is.  What is known otherwise is declared:
 * by the user, or by the leader.  A leader may find that somebody is not
 * disqualified by being a colleague (fvl § 6 second para.), and nothing lifts
 * the rest.
 */
#include <stdio.h>
#include <string.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/filter.h"
#include "engine/mark.h"
#include "engine/page.h"
#include "engine/person_row.h"
#include "engine/rows.h"
#include "engine/titles.h"
#include "store/case.h"
#include "store/impartial.h"

/* fvl § 6: a party, family, partner, guardian, organisation; or else. */
static const char *const grounds[] = { "party", "family", "partner", "guardian",
	"organisation", "other", NULL };

static void
copy(char out[STORE_NAME_SIZE], const char *text)
{
	snprintf(out, STORE_NAME_SIZE, "%s", text != NULL ? text : "");
}

/* The case or the person, which the caller has to do with. */
static enum rc
read_subject(struct bf_call *c, const json_t *params, struct impartial *i)
{
	const char *number = param_text(params, "case");
	struct gate_view view;
	struct gate_pass pass;
	struct case_head head;
	struct person p;
	enum rc rc;

	i->person = param_int(params, "person", 0);
	if ((number == NULL) == (i->person == 0))
		return err_field(&c->err, "case", NULL,
		    _("name a case or a person, and not both"));
	if (number == NULL)
		return gate_person(c->who, c->store, i->person, GATE_BY_ID, &p,
		    &view, &c->err);
	rc = gate_open(c->who, c->store, number, GATE_READ, &head, &pass,
	    &c->err);
	i->case_id = head.id;
	return rc;
}

static enum rc
keep(struct bf_call *c, const char *kind, const struct impartial *i,
    const json_t *params, json_t **result)
{
	json_t *parts = json_pack("{s:{s:I},s:O}", "case", "disqualification",
	    (json_int_t)i->id, "identity", params);
	enum rc rc;

	rc = mark_subject(c, kind, "disqualification", i->id, 0, parts);
	json_decref(parts);
	if (rc == RC_OK)
		*result = json_pack("{sI sI}", "disqualification",
		    (json_int_t)i->id, "commit", (json_int_t)call_commit(c));
	return rc;
}

static void
fill(struct bf_call *c, const json_t *params, const char *verdict,
    struct impartial *i)
{
	const char *user = param_text(params, "user");
	const char *why = param_text(params, "why");

	copy(i->user, user != NULL ? user : principal_name(c->who));
	snprintf(i->verdict, sizeof(i->verdict), "%s", verdict);
	copy(i->by_user, principal_name(c->who));
	i->reason = mem_text(why != NULL ? why : "");
}

static int
add_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct impartial i;
	enum rc rc;

	memset(&i, 0, sizeof(i));
	fill(c, params, "disqualified", &i);
	copy(i.ground, param_text(params, "ground"));
	if ((rc = filter_user(c, params, "user")) == RC_OK &&
	    strcmp(i.user, principal_name(c->who)) != 0 &&
	    !gate_leads(c->who, i.user))
		rc = err_set(&c->err, RC_DENIED,
		    _("disqualification: your own, or as leader that of those "
		      "in your unit"));
	if (rc == RC_OK && (rc = read_subject(c, params, &i)) == RC_OK &&
	    (rc = impartial_add(c->tx, &i, &c->err)) == RC_OK)
		rc = keep(c, "disqualification.add", &i, params, result);
	impartial_fini(&i);
	return (int)rc;
}

/* Only who leads both may weigh it, and nobody for themselves. */
static enum rc
check_clear(struct bf_call *c, const struct impartial *i)
{
	const char *self = principal_name(c->who);

	if (strcmp(i->user, i->colleague) == 0)
		return err_field(&c->err, "colleague", NULL,
		    _("nobody is cleared of being themselves"));
	if (strcmp(i->user, self) == 0 || strcmp(i->colleague, self) == 0 ||
	    !gate_leads(c->who, i->user))
		return err_set(&c->err, RC_DENIED,
		    _("disqualification: a leader of the user's unit decides, "
		      "who is neither of the two"));
	return RC_OK;
}

static int
clear_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct impartial i;
	enum rc rc;

	memset(&i, 0, sizeof(i));
	fill(c, params, "cleared", &i);
	copy(i.ground, "other");
	copy(i.colleague, param_text(params, "colleague"));
	if ((rc = filter_user(c, params, "user")) == RC_OK &&
	    (rc = filter_user(c, params, "colleague")) == RC_OK &&
	    (rc = check_clear(c, &i)) == RC_OK &&
	    (rc = impartial_add(c->tx, &i, &c->err)) == RC_OK)
		rc = keep(c, "disqualification.clear", &i, params, result);
	impartial_fini(&i);
	return (int)rc;
}

static int
end_call(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "disqualification", 0);
	struct impartial i;
	enum rc rc;

	memset(&i, 0, sizeof(i));
	rc = impartial_get(c->store, id, &i, &c->err);
	/* Nobody ends their own. */
	if (rc == RC_OK && !gate_leads(c->who, i.user))
		rc = err_set(&c->err, RC_NOTFOUND,
		    _("disqualification %lld: not found"), (long long)id);
	if (rc == RC_OK &&
	    (rc = impartial_end(c->tx, id, principal_name(c->who), &c->err)) ==
		RC_OK)
		rc = keep(c, "disqualification.end", &i, params, result);
	impartial_fini(&i);
	return (int)rc;
}

/* What the row is about, as far as the leader may know of it. */
static enum rc
dress(struct bf_call *c, json_t *row)
{
	int64_t id = json_integer_value(json_object_get(row, "case_id"));
	int64_t person = json_integer_value(json_object_get(row, "person"));
	char number[CASE_NUMBER_SIZE];
	struct err none = ERR_INIT;
	struct gate_view view;
	struct gate_pass pass;
	struct case_head head;
	struct person p;

	if (id != 0 &&
	    gate_open_id(c->who, c->store, id, GATE_READ, &head, &pass,
		&none) == RC_OK) {
		case_number(&head, number);
		json_object_set_new(row, "case", json_string(number));
		call_disclose(c, "case", id, "disqualification");
	}
	if (person != 0 &&
	    gate_person(c->who, c->store, person, GATE_BY_ID, &p, &view,
		&none) == RC_OK)
		call_disclose(c, "person", person, "disqualification");
	else
		json_object_del(row, "person");
	json_object_del(row, "case_id");
	titles_add(c, row);
	return RC_OK;
}

static int
list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL, *row, *next = NULL;
	const char *user;
	struct page page;
	size_t i = 0, n;
	enum rc rc;

	if ((rc = filter_user(c, params, "user")) == RC_OK &&
	    (rc = page_read(params, &page, &c->err)) == RC_OK)
		rc = impartial_list(c->store, param_text(params, "user"),
		    page.after, page.limit, &rows, &c->err);
	n = json_array_size(rows);
	if (rc == RC_OK && n == (size_t)page.limit)
		next = page_key(json_integer_value(
		    json_object_get(json_array_get(rows, n - 1), "id")));
	while (rc == RC_OK && i < json_array_size(rows)) {
		row = json_array_get(rows, i);
		user = json_string_value(json_object_get(row, "user"));
		if (gate_oversees(c->who, user)) {
			rc = dress(c, row);
			i++;
		} else {
			json_array_remove(rows, i);
		}
	}
	return (int)page_answer(rc, rows, next, result);
}

/*
 * A number once said is changed by the administrator alone: who could take it
 * back could lift the bar to their own case.
 */
static enum rc
check_identify(struct bf_call *c, const char *user)
{
	bool self = strcmp(principal_name(c->who), user) == 0;
	json_t *known = NULL;
	enum rc rc;

	if (principal_has(c->who, ROLE_ADMINISTRATOR))
		return RC_OK;
	if (!self)
		return err_set(&c->err, RC_DENIED,
		    _("user identify: your own number, or as administrator "
		      "that of any user"));
	rc = user_person_list(c->store, &known, &c->err);
	if (rc == RC_OK && json_object_get(known, user) != NULL)
		rc = err_set(&c->err, RC_DENIED,
		    _("user identify: is said already; the administrator can "
		      "change it"));
	json_decref(known);
	return rc;
}

static int
identify_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *user = param_text(params, "user");
	json_t *parts;
	struct nin nin;
	bool given;
	enum rc rc;

	if (user == NULL)
		user = principal_name(c->who);
	if ((rc = filter_user(c, params, "user")) != RC_OK ||
	    (rc = person_read_number(c, params, &nin, &given)) != RC_OK ||
	    (rc = check_identify(c, user)) != RC_OK ||
	    (rc = user_person_set(c->tx, user, given ? nin.digits : NULL,
		 principal_name(c->who), &c->err)) != RC_OK)
		return (int)rc;
	/* The number itself is kept in one place only. */
	parts = json_pack("{s:{s:s,s:b}}", "identity", "user", user, "known",
	    given ? 1 : 0);
	rc = mark_subject(c, "user.identify", "user", 0, 0, parts);
	json_decref(parts);
	if (rc == RC_OK)
		*result = json_pack("{ss sb sI}", "user", user, "known",
		    given ? 1 : 0, "commit", (json_int_t)call_commit(c));
	return (int)rc;
}

#define USER_PARAM(words)                                                      \
	{                                                                      \
		.name = "user", .type = BF_NAME, .flags = BF_POSITIONAL,       \
		.text = (words)                                                \
	}

static const struct bf_param add_params[] = {
	USER_PARAM(N_("who is disqualified; you unless given")),
	{ .name = "case", .type = BF_CASE, .text = N_("in which case") },
	{ .name = "person",
	    .type = BF_ID,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("or in all cases of which person") },
	{ .name = "ground",
	    .type = BF_CODE,
	    .flags = BF_REQUIRED,
	    .codes = grounds,
	    .text = N_("the ground in fvl § 6") },
	PERSON_IDENTITY("why", BF_TEXT, N_("the circumstances")),
	{ .type = BF_END },
};

static const struct bf_param clear_params[] = {
	{ .name = "user",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("who may handle the cases") },
	{ .name = "colleague",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("of which colleague") },
	{ .name = "why",
	    .type = BF_TEXT,
	    .flags = BF_REQUIRED,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("why it does not weaken trust in the decision") },
	{ .type = BF_END },
};

static const struct bf_param end_params[] = {
	{ .name = "disqualification",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("its number, as disqualification list shows it") },
	{ .type = BF_END },
};

static const struct bf_param list_params[] = {
	USER_PARAM(N_("only those of this user")),
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_param identify_params[] = {
	USER_PARAM(N_("whose number it is; yours unless given")),
	PERSON_IDENTITY("number", BF_NIN,
	    N_("the user's own national identity number; without it what was "
	       "said ends")),
	{ .type = BF_END },
};

static const struct bf_column written[] = {
	{ "disqualification", BF_ID, N_("disqualification") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("disqualification") },
	{ "user", BF_NAME, N_("user") },
	{ "verdict", BF_TEXT, N_("verdict") },
	{ "ground", BF_TEXT, N_("ground") },
	{ "case", BF_CASE, N_("case") },
	{ "person", BF_ID, N_("person") },
	{ "colleague", BF_NAME, N_("colleague") },
	{ "reason", BF_TEXT, N_("reason") },
	{ "by_user", BF_NAME, N_("registered by") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column identify_columns[] = {
	{ "user", BF_NAME, N_("user") },
	{ "known", BF_BOOL, N_("number known") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

const struct bf_method impartial_methods[] = {
	{ .name = "disqualification.add",
	    .nb = "inhabilitet legg-til",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_PERSON,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("say that somebody is disqualified in a case"),
	    .params = add_params,
	    .columns = written,
	    .errors = "",
	    .call = add_call },
	{ .name = "disqualification.clear",
	    .nb = "inhabilitet avklar",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("find that being a colleague does not disqualify"),
	    .params = clear_params,
	    .columns = written,
	    .errors = "",
	    .call = clear_call },
	{ .name = "disqualification.end",
	    .nb = "inhabilitet avslutt",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("end what was said of a disqualification"),
	    .params = end_params,
	    .columns = written,
	    .errors = "",
	    .call = end_call },
	{ .name = "disqualification.list",
	    .nb = "inhabilitet list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_OVERSIGHT,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list who is disqualified where"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = list_call },
	{ .name = "user.identify",
	    .nb = "bruker identifiser",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("say which person a user is, so that own cases and "
		       "relatives are barred"),
	    .params = identify_params,
	    .columns = identify_columns,
	    .errors = "E_ID_FORMAT E_ID_CHECKSUM E_ID_SYNTHETIC E_ID_REAL",
	    .call = identify_call },
	{ .name = NULL },
};
