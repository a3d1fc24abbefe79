/*
 * packet -- case.packet and case.receive: what crosses between municipalities.
 *
 * A file that somebody carries.  In it are the fields, decisions and documents
 * and what of the person was ticked and that the person agreed to, and nothing else; without a consent
 * only the person carries papers (S-09).  The receiving municipality has a
 * received date of its own; the one from before goes along.
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/carry.h"
#include "engine/loaded.h"
#include "engine/protect.h"
#include "engine/rows.h"
#include "engine/step.h"
#include "engine/transfer.h"
#include "model/municipality.h"
#include "model/zone.h"
#include "store/consent.h"
#include "store/decision.h"
#include "store/packet.h"

#define FORMAT 1
#define PURPOSE "transfer"

/* Things that mean nothing elsewhere: rows and names of this municipality. */
static bool
stays_here(const struct def_field *f)
{
	switch (f->type) {
	case DEF_PERSON:
	case DEF_HOUSEHOLD:
	case DEF_USER:
	case DEF_UNIT:
	case DEF_DOCUMENT:
		return true;
	case DEF_TEXT:
	case DEF_INTEGER:
	case DEF_BOOLEAN:
	case DEF_DATE:
	case DEF_MONEY:
	case DEF_DURATION:
	case DEF_CHOICE:
		break;
	}
	return false;
}

/* One ticked field; CLASSES gathers what the consent must cover. */
static void
tick(const struct step *st, const char *name, json_t *fields,
    unsigned int *classes, struct err *e)
{
	const struct def_field *f = definition_field(step_definition(st), name);
	json_t *value = json_object_get(st->data, name);
	enum bf_class class;

	if (f == NULL) {
		(void)err_field(e, name, NULL, _("not a field of the case"));
		return;
	}
	class = step_class(st, f);
	if ((st->classes & (1u << class)) == 0) {
		(void)err_field(e, name, "E_NO_BASIS",
		    _("not for you in this case"));
		return;
	}
	if (stays_here(f)) {
		(void)err_field(e, name, NULL,
		    _("means nothing in another municipality"));
		return;
	}
	if (value == NULL)
		return;
	*classes |= 1u << class;
	json_object_set_new(fields, name,
	    json_pack("{ss ss sO}", "title", f->title, "class",
		bf_class_name(class), "value", value));
}

static void
tick_all(const struct step *st, const json_t *params, json_t *fields,
    unsigned int *classes, struct err *e)
{
	json_t *one;
	size_t i;

	json_array_foreach(json_object_get(params, "fields"), i, one)
		tick(st, json_string_value(one), fields, classes, e);
}

static bool
is_ticked(const json_t *numbers, const json_t *decision)
{
	const json_t *one;
	size_t i;

	json_array_foreach(numbers, i, one)
		if (json_equal(one, json_object_get(decision, "no")))
			return true;
	return false;
}

static enum rc
tick_decisions(const struct step *st, const json_t *params, json_t *out,
    unsigned int *classes, struct err *e)
{
	static const char *const kept[] = { "no", "type", "basis", "result",
		"date", "effective", "expires", "content", "reasons", "class" };
	const json_t *numbers = json_object_get(params, "decisions");
	json_t *rows = NULL, *row, *one;
	enum bf_class class;
	size_t i, k;
	enum rc rc;

	if (json_array_size(numbers) == 0)
		return RC_OK;
	rc = decision_list(st->call->store, st->head.id, true, &rows, e);
	json_array_foreach(rows, i, row) {
		if (!is_ticked(numbers, row))
			continue;
		class = bf_class_of(
		    json_string_value(json_object_get(row, "class")));
		if ((st->classes & (1u << class)) == 0)
			rc = err_field(e, "decisions", "E_NO_BASIS",
			    _("not for you in this case"));
		one = json_object();
		for (k = 0; k < sizeof(kept) / sizeof(kept[0]); k++)
			if (json_object_get(row, kept[k]) != NULL)
				json_object_set(one, kept[k],
				    json_object_get(row, kept[k]));
		json_array_append_new(out, one);
		*classes |= 1u << class;
	}
	json_decref(rows);
	if (rc == RC_OK && json_array_size(out) != json_array_size(numbers))
		rc = err_field(e, "decisions", NULL,
		    _("not all of them are decisions of the case"));
	return rc;
}

static enum rc
no_consent(struct err *e, const char *why)
{
	return err_name(e, RC_GUARD, "E_CONSENT",
	    _("packet: %s; without a consent the person carries papers"), why);
}

/* Does the consent open CLASSES of this case to the municipality outside? */
static enum rc
check_consent(const struct step *st, const json_t *params, unsigned int classes,
    struct err *e)
{
	int64_t id = param_int(params, "consent", 0);
	const char *to = param_text(params, "municipality");
	struct bf_call *c = st->call;
	struct consent k;
	enum rc rc;

	if (id == 0)
		return no_consent(e, _("no consent is named"));
	memset(&k, 0, sizeof(k));
	rc = consent_get(c->store, id, &k, e);
	if (rc == RC_NOTFOUND || (rc == RC_OK && k.case_id != st->head.id)) {
		err_clear(e);
		rc = no_consent(e, _("the consent is not of this case"));
	} else if (rc == RC_OK && !consent_holds(&k, c->now, c->today))
		rc = no_consent(e, _("the consent is not in force"));
	else if (rc == RC_OK &&
	    (strcmp(k.purpose, PURPOSE) != 0 || k.to_unit[0] != '\0' ||
		k.external == NULL || strstr(k.external, to) == NULL))
		rc = no_consent(e,
		    _("the consent is not for a transfer to that "
		      "municipality"));
	else if (rc == RC_OK && (classes & ~k.classes) != 0)
		rc = no_consent(e,
		    _("the consent does not cover all that is ticked"));
	consent_fini(&k);
	return rc;
}

/* PACKET has what was carried along already; the rest is put into it. */
static void
fill_packet(const struct step *st, const json_t *params, json_t *fields,
    json_t *decisions, json_t *packet)
{
	const struct municipality *m = st->call->municipality;
	char number[CASE_NUMBER_SIZE], received[DATE_SIZE], made[ZONE_SIZE];
	json_t *more;

	case_number(&st->head, number);
	date_format(st->head.received, received);
	zone_format(st->call->now, made);
	more = json_pack("{si s{ss ss} ss ss ss ss ss sO sO}", "boflyt_packet",
	    FORMAT, "from", "municipality", m->number, "name", m->name, "to",
	    param_text(params, "municipality"), "case", number, "workflow",
	    step_definition(st)->name, "received", received, "made", made,
	    "fields", fields, "decisions", decisions);
	json_object_update(packet, more);
	json_decref(more);
}

static enum rc
give_file(struct bf_call *c, const char *text, size_t len)
{
	int fd = memfd_create("packet", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t done = 0;
	ssize_t n;

	while (fd >= 0 && done < len) {
		n = write(fd, text + done, len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	if (fd < 0 || done < len || lseek(fd, 0, SEEK_SET) < 0) {
		if (fd >= 0)
			close(fd);
		return err_set(&c->err, RC_UNAVAILABLE,
		    _("packet: no memory to hand it over: %s"),
		    strerror(errno));
	}
	(void)fcntl(fd, F_ADD_SEALS,
	    F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
	c->reply_fd = fd;
	return RC_OK;
}

/* Add to TICKED the names and numbers of FIELDS and DECISIONS. */
static void
add_names(const json_t *fields, const json_t *decisions, json_t *ticked)
{
	json_t *names = json_array(), *numbers;
	const char *name;
	json_t *one;
	size_t i;

	json_object_foreach((json_t *)(uintptr_t)fields, name, one)
		json_array_append_new(names, json_string(name));
	numbers = json_array();
	json_array_foreach(decisions, i, one)
		json_array_append(numbers, json_object_get(one, "no"));
	json_object_set_new(ticked, "fields", names);
	json_object_set_new(ticked, "decisions", numbers);
}

/* What goes into a packet. */
struct ticks {
	json_t *fields, *decisions; /* owned */
	json_t *packet; /* owned: the person and the papers, then all */
	json_t *ticked; /* owned: names, codes and numbers */
	unsigned int classes; /* 1u << class: what the consent must cover */
};

static enum rc
send_packet(struct step *st, const json_t *params, struct ticks *t,
    json_t **result)
{
	struct bf_call *c = st->call;
	const struct packet row = { .case_id = st->head.id,
		.in = false,
		.municipality = param_text(params, "municipality"),
		.ticked = t->ticked,
		.by = principal_name(c->who) };
	json_t *what;
	char *text;
	enum rc rc;

	fill_packet(st, params, t->fields, t->decisions, t->packet);
	add_names(t->fields, t->decisions, t->ticked);
	text = json_dumps(t->packet, JSON_INDENT(1) | JSON_SORT_KEYS);
	what = json_pack("{ss sO sI}", "municipality", row.municipality,
	    "ticked", t->ticked, "consent",
	    (json_int_t)param_int(params, "consent", 0));
	st->beside = true;
	if ((rc = packet_add(c->tx, &row, text, strlen(text), &c->err)) ==
		RC_OK &&
	    (rc = step_finish(st, "packet", what, result)) == RC_OK &&
	    (rc = give_file(c, text, strlen(text))) == RC_OK) {
		json_object_set_new(*result, "size",
		    json_integer((json_int_t)strlen(text)));
		call_disclose(c, "case", st->head.id, "packet");
	}
	json_decref(what);
	free(text);
	return rc;
}

/* What leaves the municipality tells where nobody protected lives. */
static enum rc
check_addresses(struct step *st, const struct ticks *t)
{
	const json_t *papers = json_object_get(t->packet, "documents"), *one;
	json_t *all = json_pack("[OO]", t->fields, t->decisions);
	enum rc rc;
	size_t i;

	json_array_foreach(papers, i, one)
		json_array_append(all, json_object_get(one, "title"));
	rc = protect_check(st, all, 0, &st->call->err);
	json_decref(all);
	return rc;
}

static enum rc
tick_everything(struct step *st, const json_t *params, struct ticks *t,
    struct err *e)
{
	enum rc rc;

	tick_all(st, params, t->fields, &t->classes, e);
	if ((rc = e->rc) != RC_OK ||
	    (rc = tick_decisions(st, params, t->decisions, &t->classes, e)) !=
		RC_OK ||
	    (rc = carry_tick(st, params, t->packet, &t->classes, t->ticked,
		 e)) != RC_OK)
		return rc;
	if (json_object_size(t->fields) + json_array_size(t->decisions) +
		json_object_size(t->packet) ==
	    0)
		return err_field(e, "fields", NULL, _("nothing is ticked"));
	return RC_OK;
}

static int
packet_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct ticks t = { .fields = json_object(),
		.decisions = json_array(),
		.packet = json_object(),
		.ticked = json_object() };
	struct step st;
	enum rc rc;

	rc = step_open(c, param_text(params, "case"), STEP_WRITE, &st);
	if (rc == RC_OK &&
	    (rc = transfer_check_other(c, param_text(params, "municipality"),
		 &c->err)) == RC_OK &&
	    (rc = tick_everything(&st, params, &t, &c->err)) == RC_OK &&
	    (rc = check_consent(&st, params, t.classes, &c->err)) == RC_OK &&
	    (rc = check_addresses(&st, &t)) == RC_OK)
		rc = send_packet(&st, params, &t, result);
	step_fini(&st);
	json_decref(t.fields);
	json_decref(t.decisions);
	json_decref(t.packet);
	json_decref(t.ticked);
	return (int)rc;
}

static const struct bf_param packet_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case's number, such as 2027/12") },
	{ .name = "municipality",
	    .type = BF_NAME,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the municipality that it is for") },
	{ .name = "consent",
	    .type = BF_ID,
	    .text = N_("the consent to it, as consent list shows it") },
	{ .name = "fields",
	    .type = BF_NAME,
	    .flags = BF_REPEATED,
	    .text = N_("names of the fields that are ticked") },
	{ .name = "decisions",
	    .type = BF_INTEGER,
	    .flags = BF_REPEATED,
	    .min = 1,
	    .max = 1000000,
	    .text = N_("numbers of the decisions that are ticked") },
	{ .name = "documents",
	    .type = BF_ID,
	    .flags = BF_REPEATED,
	    .text = N_("documents that are ticked; their bytes go along") },
	{ .name = "person",
	    .type = BF_CODE,
	    .codes = carry_person_codes,
	    .flags = BF_REPEATED,
	    .text = N_("what is ticked of the person: identity, address") },
	{ .type = BF_END }
};

static const struct bf_column packet_columns[] = {
	{ "case", BF_CASE, N_("case") }, { "stage", BF_NAME, N_("stage") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("commit") },
	{ "size", BF_INTEGER, N_("bytes") },
	{ "file", BF_FD, N_("the packet, as a descriptor") }, { .type = BF_END }
};

const struct bf_method packet_methods[] = {
	{ .name = "case.packet",
	    .nb = "sak pakke",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("write what is ticked into a file for another "
		       "municipality"),
	    .params = packet_params,
	    .columns = packet_columns,
	    .errors = "E_CONSENT E_PROTECTED E_TOO_LARGE",
	    .call = packet_call },
	{ .name = NULL }
};
