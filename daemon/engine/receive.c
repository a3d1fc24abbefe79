/*
 * receive -- case.receive: a case out of another municipality's packet.
 *
 * The packet is read as what it is, somebody else's file: every value passes
 * the checks of this municipality's own definition, and what does not is told
 * and left out.  The case has its own received date, from which the law counts
 * here (S-09 a), and keeps the one from before.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/carry.h"
#include "engine/loaded.h"
#include "engine/rows.h"
#include "engine/rules.h"
#include "engine/said.h"
#include "engine/step.h"
#include "engine/transfer.h"
#include "model/municipality.h"
#include "store/packet.h"

#define FORMAT 1
#define BEFORE "received_before" /* field for the date from before */

static enum rc
bad_packet(struct bf_call *c, const char *why)
{
	return err_name(&c->err, RC_INVALID, "E_PACKET", _("packet: %s"), why);
}

/* The file as text; *OUT is malloc'd. */
static enum rc
read_file(struct bf_call *c, const json_t *params, char **out, size_t *len)
{
	int64_t index = param_int(params, "file", 0);
	struct stat sb;
	size_t n = 0;
	ssize_t got;
	int fd;

	*out = NULL;
	if (index < 0 || (uint64_t)index >= c->n_fds)
		return bad_packet(c, _("no descriptor came with the request"));
	fd = c->fds[index];
	if (fstat(fd, &sb) != 0 || !S_ISREG(sb.st_mode))
		return bad_packet(c, _("must be a file"));
	if (sb.st_size <= 0 || sb.st_size > (off_t)CARRY_PACKET_MAX)
		return bad_packet(c, _("is empty or larger than 16 MiB"));
	*out = mem_new((size_t)sb.st_size + 1, 1);
	while (n < (size_t)sb.st_size) {
		got = pread(fd, *out + n, (size_t)sb.st_size - n, (off_t)n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	*len = n;
	return RC_OK;
}

static const char *
text_in(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text != NULL ? text : "";
}

static enum rc
check_packet(struct bf_call *c, const json_t *packet)
{
	const json_t *from = json_object_get(packet, "from");

	if (json_integer_value(json_object_get(packet, "boflyt_packet")) !=
	    FORMAT)
		return bad_packet(c, _("is not a packet that is known here"));
	if (strcmp(text_in(packet, "to"), c->municipality->number) != 0)
		return bad_packet(c, _("is for another municipality"));
	if (!transfer_is_municipality(text_in(from, "municipality")))
		return bad_packet(c, _("does not say where it comes from"));
	if (!json_is_object(json_object_get(packet, "fields")))
		return bad_packet(c, _("has no fields"));
	return RC_OK;
}

/* One value; what this municipality's definition does not take is told. */
static void
take_field(struct step *st, const char *name, const json_t *row)
{
	const struct def_field *f = definition_field(step_definition(st), name);
	json_t *value = json_object_get(row, "value"), *normal = NULL;
	const char *given = text_in(row, "class");
	enum bf_class class = f == NULL ? BF_CLASS_CASE : f->class;
	struct err wrong = ERR_INIT;

	if (f != NULL && said_is_words(f) &&
	    strcmp(given, bf_class_name(BF_CLASS_HEALTH)) == 0)
		class = BF_CLASS_HEALTH;
	if (f == NULL || value == NULL || f->transient ||
	    strcmp(given, bf_class_name(class)) != 0 ||
	    field_check(f, value, st->call->today, &normal, &wrong) != RC_OK ||
	    rules_check_value(st, f, normal, &wrong) != RC_OK) {
		call_warn(st->call, "W_NOT_TAKEN", name,
		    _("is not taken over: it does not fit here"));
	} else if ((st->classes & (1u << class)) == 0) {
		call_warn(st->call, "W_NOT_TAKEN", name,
		    _("is not taken over: not for your unit"));
	} else {
		step_set_as(st, f, normal, class);
		step_input(st, f, normal);
	}
	json_decref(normal);
}

static enum rc
set_named(struct step *st, const char *name, const char *text)
{
	const struct def_field *f = definition_field(step_definition(st), name);
	json_t *value, *normal = NULL;
	enum rc rc;

	if (f == NULL)
		return RC_OK;
	value = json_string(text);
	rc = field_check(f, value, st->call->today, &normal, &st->call->err);
	if (rc == RC_OK)
		rc = rules_check_value(st, f, normal, &st->call->err);
	if (rc == RC_OK) {
		step_input(st, f, normal);
		step_set(st, f, normal);
	}
	json_decref(normal);
	json_decref(value);
	return rc;
}

/* Received here today, unless the request says otherwise, and there before. */
static enum rc
set_dates(struct step *st, const json_t *params, const json_t *packet)
{
	const char *here = param_text(params, "received");
	char today[DATE_SIZE];
	enum rc rc;

	date_format(st->call->today, today);
	rc = set_named(st, "received", here != NULL ? here : today);
	if (rc == RC_OK && text_in(packet, "received")[0] != '\0' &&
	    set_named(st, BEFORE, text_in(packet, "received")) != RC_OK) {
		err_clear(&st->call->err);
		rc = bad_packet(st->call, _("its received date is no date"));
	}
	return rc;
}

static enum rc
set_help(struct step *st)
{
	const struct def_field *f =
	    definition_field(step_definition(st), "asks_help");
	json_t *yes = json_true();

	if (f != NULL && json_object_get(st->data, "asks_help") == NULL)
		step_set(st, f, yes);
	return RC_OK;
}

static enum rc
set_responsible(struct step *st, const json_t *params)
{
	struct bf_call *c = st->call;
	const char *unit = param_text(params, "unit");
	const char *contact = param_text(params, "contact");

	if (unit == NULL && c->who->unit != NULL)
		unit = c->who->unit->name;
	if (unit == NULL || municipality_unit(c->municipality, unit) == NULL)
		return err_name(&c->err, RC_GUARD, "E_RESPONSIBLE",
		    _("unit %s: not a unit here; name the responsible unit"),
		    unit != NULL ? unit : "");
	step_name(st->head.unit, unit);
	step_name(st->head.contact,
	    contact != NULL ? contact : principal_name(c->who));
	return RC_OK;
}

static enum rc
keep_row(struct step *st, const json_t *packet, const char *text, size_t len)
{
	const json_t *from = json_object_get(packet, "from");
	json_t *names = json_array(), *value;
	const char *name;
	struct packet row = { .case_id = st->head.id,
		.in = true,
		.municipality = text_in(from, "municipality"),
		.by = principal_name(st->call->who) };
	enum rc rc;

	json_object_foreach(json_object_get(packet, "fields"), name, value)
		json_array_append_new(names, json_string(name));
	row.ticked = names;
	rc = packet_add(st->call->tx, &row, text, len, &st->call->err);
	json_decref(names);
	return rc;
}

static enum rc
begin(struct step *st, const json_t *params, const json_t *packet)
{
	const char *name;
	json_t *row;
	enum rc rc;

	json_object_foreach(json_object_get(packet, "fields"), name, row)
		if (strcmp(name, "received") != 0)
			take_field(st, name, row);
	if ((rc = set_dates(st, params, packet)) != RC_OK ||
	    (rc = set_help(st)) != RC_OK ||
	    (rc = set_responsible(st, params)) != RC_OK ||
	    (rc = carry_take_person(st, packet, &st->call->err)) != RC_OK ||
	    (rc = step_insert(st)) != RC_OK ||
	    (rc = carry_take_documents(st, packet, &st->call->err)) != RC_OK)
		return rc;
	return step_enter(st);
}

static enum rc
receive(struct bf_call *c, const json_t *params, const json_t *packet,
    const char *text, size_t len, json_t **result)
{
	const json_t *from = json_object_get(packet, "from");
	struct loaded *l;
	struct step st;
	json_t *what;
	enum rc rc;

	rc = loaded_active(c->engine, param_text(params, "workflow"), &l,
	    &c->err);
	if (rc != RC_OK)
		return rc;
	step_open_new(c, l, &st);
	if ((rc = begin(&st, params, packet)) == RC_OK &&
	    (rc = keep_row(&st, packet, text, len)) == RC_OK) {
		what = json_pack("{ss ss ss}", "workflow", l->def->name, "from",
		    text_in(from, "municipality"), "their_case",
		    text_in(packet, "case"));
		rc = step_finish(&st, "create", what, result);
		json_decref(what);
	}
	step_fini(&st);
	return rc;
}

static enum rc
check_role(struct bf_call *c)
{
	const unsigned int roles = ROLE_BIT(ROLE_CASEWORKER) |
	    ROLE_BIT(ROLE_DECISION_MAKER) | ROLE_BIT(ROLE_COORDINATOR) |
	    ROLE_BIT(ROLE_LEADER);
	char list[256];

	if (!c->who->system && (c->who->roles & roles) != 0)
		return RC_OK;
	role_titles(roles, list, sizeof(list));
	return err_set(&c->err, RC_DENIED, _("a new case: is for: %s"), list);
}

static int
receive_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *packet = NULL;
	char *text = NULL;
	size_t len = 0;
	enum rc rc;

	if ((rc = check_role(c)) == RC_OK)
		rc = read_file(c, params, &text, &len);
	if (rc == RC_OK) {
		packet = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
		rc = json_is_object(packet) ? check_packet(c, packet) :
					      bad_packet(c, _("is no JSON"));
	}
	if (rc == RC_OK)
		rc = receive(c, params, packet, text, len, result);
	json_decref(packet);
	free(text);
	return (int)rc;
}

static const struct bf_param receive_params[] = {
	{ .name = "file",
	    .type = BF_FD,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the packet") },
	{ .name = "workflow",
	    .type = BF_NAME,
	    .text = N_("the kind of case; the municipality's usual one unless "
		       "given") },
	{ .name = "received",
	    .type = BF_DATE,
	    .text = N_("the day on which help was asked for here; today "
		       "unless given") },
	{ .name = "unit",
	    .type = BF_NAME,
	    .text = N_("the responsible unit; your own unless given") },
	{ .name = "contact",
	    .type = BF_NAME,
	    .text = N_("the contact person; you unless given") },
	{ .type = BF_END }
};

static const struct bf_column receive_columns[] = {
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") }, { .type = BF_END }
};

const struct bf_method receive_methods[] = {
	{ .name = "case.receive",
	    .nb = "sak motta",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("open a case out of another municipality's packet"),
	    .params = receive_params,
	    .columns = receive_columns,
	    .errors = "E_PACKET E_PACKET_KNOWN E_RESPONSIBLE E_ID_FORMAT "
		      "E_ID_CHECKSUM E_ID_SYNTHETIC E_ID_REAL E_ID_TAKEN",
	    .call = receive_call },
	{ .name = NULL }
};
