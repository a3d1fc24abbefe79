/*
 * document -- document.put, get and list: the papers of a case.
 *
 * Bytes travel as a descriptor: the client opens the file and hands it over,
 * and gets one of memory back, so that no file of the worker's is ever named.
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access/gate.h"
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/page.h"
#include "engine/rows.h"
#include "engine/said.h"
#include "engine/state.h"
#include "engine/step.h"
#include "engine/view.h"
#include "model/definition.h"
#include "store/document.h"

static const char *const directions[] = { "in", "out", "internal", NULL };
static const char *const classes[] = { "case", "identity", "address", "health",
	"economy", NULL };

static ssize_t
read_file(void *arg, void *buf, size_t len, struct err *e)
{
	const int *fd = arg;
	ssize_t n;

	do
		n = read(*fd, buf, len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		(void)err_set(e, RC_INVALID, _("file: cannot be read: %s"),
		    strerror(errno));
	return n;
}

static enum rc
write_memory(void *arg, const void *buf, size_t len, struct err *e)
{
	const int *fd = arg;
	const char *p = buf;
	ssize_t n;

	while (len > 0) {
		n = write(*fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, RC_UNAVAILABLE,
			    _("document: no "
			      "memory to hand it over: %s"),
			    strerror(errno));
		p += n;
		len -= (size_t)n;
	}
	return RC_OK;
}

/* The class that the request names, or that of what its writer writes. */
static enum bf_class
read_class(const struct step *st, const json_t *params)
{
	const char *name = param_text(params, "class");

	return name != NULL ? bf_class_of(name) : said_class(st);
}

static enum rc
read_fd(struct bf_call *c, const json_t *params, int *fd)
{
	int64_t index = param_int(params, "file", 0);
	struct stat sb;
	int flags;

	if (index < 0 || (uint64_t)index >= c->n_fds)
		return err_set(&c->err, RC_INVALID,
		    _("file: no descriptor "
		      "came with the request; the client opens the file"));
	*fd = c->fds[index];
	flags = fcntl(*fd, F_GETFL);
	if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY)
		return err_set(&c->err, RC_INVALID,
		    _("file: the descriptor is not open for reading"));
	/* What nobody fills, or what never ends, must not hold us up. */
	if (fstat(*fd, &sb) != 0 || !S_ISREG(sb.st_mode))
		return err_set(&c->err, RC_INVALID,
		    _("file: must be a file, "
		      "not a pipe or a terminal"));
	return RC_OK;
}

/* It stands in clear, so it is what it says and no free text. */
static enum rc
check_mime(const char *mime, struct err *e)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.+-/";

	if (strlen(mime) <= 127 && strchr(mime, '/') != NULL &&
	    mime[strspn(mime, allowed)] == '\0')
		return RC_OK;
	return err_field(e, "mime", NULL,
	    _("must be a media type, such as application/pdf"));
}

static enum rc
store_document(struct bf_call *c, const struct step *st, const json_t *params,
    int fd, int64_t *id)
{
	struct document_new in = { .case_id = st->head.id,
		.person = param_int(params, "person", 0),
		.kind = param_text(params, "kind"),
		.class = read_class(st, params),
		.title = param_text(params, "title"),
		.mime = param_text(params, "mime"),
		.direction = param_text(params, "direction"),
		.received = DATE_NONE,
		.by = principal_name(c->who),
		.unit = c->who->unit != NULL ? c->who->unit->name : "" };
	const struct gate_pass pass = { .relation = st->relation,
		.classes = st->classes };
	struct gate_view view;
	struct person p;
	enum rc rc;

	if (in.kind == NULL)
		in.kind = "other";
	if (in.title == NULL)
		in.title = "";
	if (in.mime == NULL)
		in.mime = "application/octet-stream";
	if (in.direction == NULL)
		in.direction = "in";
	if (!param_date(params, "received", &in.received) &&
	    strcmp(in.direction, "in") == 0)
		in.received = c->today;
	if (date_is_set(in.received) && date_compare(in.received, c->today) > 0)
		return err_field(&c->err, "received", NULL,
		    _("%s: lies in the future"),
		    param_text(params, "received"));
	if ((rc = check_mime(in.mime, &c->err)) != RC_OK)
		return rc;
	rc = gate_class_need(c->who, &pass, in.class, &c->err);
	if (rc == RC_OK && in.person != 0)
		rc = gate_person(c->who, c->store, in.person, GATE_BY_ID, &p,
		    &view, &c->err);
	if (rc != RC_OK)
		return rc;
	return document_put(c->tx, &in, read_file, &fd,
	    c->engine->parts.limits.document, id, &c->err);
}

/* Filing is no change of the case: allowed on a closed one (D-305). */
static enum rc
put(struct bf_call *c, struct step *st, const json_t *params, int64_t *id)
{
	json_t *what;
	int fd = -1;
	enum rc rc;

	if ((rc = read_fd(c, params, &fd)) != RC_OK ||
	    (rc = store_document(c, st, params, fd, id)) != RC_OK)
		return rc;
	what = json_pack("{s:I,s:s}", "document", (json_int_t)*id, "class",
	    bf_class_name(read_class(st, params)));
	rc = step_finish(st, "document.put", what, NULL);
	json_decref(what);
	return rc;
}

static int
document_put_call(struct bf_call *c, const json_t *params, json_t **result)
{
	struct document d;
	struct step st;
	int64_t id = 0;
	enum rc rc;

	memset(&d, 0, sizeof(d));
	if ((rc = step_open(c, param_text(params, "case"), STEP_WRITE, &st)) ==
		RC_OK &&
	    (rc = put(c, &st, params, &id)) == RC_OK &&
	    (rc = document_load(c->store, id, &d, &c->err)) == RC_OK)
		*result = json_pack("{s:s,s:I,s:I,s:I,s:I}", "case",
		    param_text(params, "case"), "document", (json_int_t)id,
		    "size", (json_int_t)d.size, "rev", (json_int_t)st.head.rev,
		    "commit", (json_int_t)call_commit(c));
	document_fini(&d);
	step_fini(&st);
	return (int)rc;
}

static enum rc
not_found(struct bf_call *c, int64_t id)
{
	err_clear(&c->err);
	return err_set(&c->err, RC_NOTFOUND, _("document %lld: not found"),
	    (long long)id);
}

/*
 * Load document ID through the gate of its case.  One that does not exist goes
 * the same way as one of a case that the caller may not know of; a paper of a
 * class that the caller cannot see is not there either, nor is one of a protected
 * address where that would not be shown.
 */
static enum rc
open_document(struct bf_call *c, int64_t id, struct document *d)
{
	const struct unit *const *units;
	struct case_head head;
	struct gate_pass pass;
	enum rc rc;

	rc = document_load(c->store, id, d, &c->err);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	err_clear(&c->err);
	rc = view_case_id(c, rc == RC_OK ? d->case_id : 0, true, NULL, &head,
	    &pass);
	if (rc == RC_NOTFOUND || rc == RC_DENIED)
		return not_found(c, id);
	if (rc != RC_OK || (call_shows(c, &pass) & (1u << d->class)) != 0)
		return rc;
	/* Who has one unit only has no other to choose. */
	if (principal_units(c->who, &units) < 2 ||
	    (pass.classes & (1u << d->class)) != 0)
		return not_found(c, id);
	return gate_class_need(c->who, &pass, d->class, &c->err);
}

static enum rc
hand_over(struct bf_call *c, const struct document *d)
{
	int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	enum rc rc;

	if (fd < 0)
		return err_set(&c->err, RC_UNAVAILABLE,
		    _("document: no "
		      "memory to hand it over: %s"),
		    strerror(errno));
	rc = document_get(c->store, d->id, write_memory, &fd, &c->err);
	if (rc == RC_OK && lseek(fd, 0, SEEK_SET) < 0)
		rc = err_set(&c->err, RC_INTERNAL, _("document: %s"),
		    strerror(errno));
	if (rc != RC_OK) {
		close(fd);
		return rc;
	}
	/* Nobody who holds it can change what the others read. */
	(void)fcntl(fd, F_ADD_SEALS,
	    F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
	c->reply_fd = fd;
	return RC_OK;
}

static int
document_get_call(struct bf_call *c, const json_t *params, json_t **result)
{
	int64_t id = param_int(params, "document", 0);
	struct document d;
	enum rc rc;

	memset(&d, 0, sizeof(d));
	if ((rc = open_document(c, id, &d)) == RC_OK &&
	    (rc = hand_over(c, &d)) == RC_OK) {
		call_disclose(c, "document", id, bf_class_name(d.class));
		*result = json_pack("{s:I,s:s,s:s,s:s,s:I}", "document",
		    (json_int_t)id, "title", d.title, "kind", d.kind, "mime",
		    d.mime, "size", (json_int_t)d.size);
	}
	document_fini(&d);
	return (int)rc;
}

static int
document_list_call(struct bf_call *c, const json_t *params, json_t **result)
{
	json_t *rows = NULL;
	struct case_head head;
	struct gate_pass pass;
	struct page page;
	enum rc rc;

	if ((rc = page_read(params, &page, &c->err)) == RC_OK &&
	    (rc = view_case(c, param_text(params, "case"), true, "document",
		 &head, &pass)) == RC_OK)
		rc = document_list(c->store, head.id, call_shows(c, &pass),
		    page.after, page.limit, &rows, &c->err);
	return (int)page_answer_by_id(rc, rows, &page, result);
}

static const struct bf_param put_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case") },
	{ .name = "file",
	    .type = BF_FD,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the file") },
	{ .name = "kind",
	    .type = BF_NAME,
	    .text = N_("what it is: application, letter, statement") },
	{ .name = "class",
	    .type = BF_CODE,
	    .codes = classes,
	    .text = N_(
		"class of what stands in it; identity unless given, and health "
		"in units of the health domain") },
	{ .name = "title",
	    .type = BF_TEXT,
	    .class = BF_CLASS_IDENTITY,
	    .text = N_("title") },
	{ .name = "mime", .type = BF_TEXT, .text = N_("type of the file") },
	{ .name = "direction",
	    .type = BF_CODE,
	    .codes = directions,
	    .text = N_("in, out or internal; in unless given") },
	{ .name = "received",
	    .type = BF_DATE,
	    .text = N_("day it arrived; today unless given") },
	{ .name = "person",
	    .type = BF_ID,
	    .text = N_("person of the register whom it concerns") },
	{ .type = BF_END },
};

static const struct bf_param get_params[] = {
	{ .name = "document",
	    .type = BF_ID,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("number of the document, as document list shows it") },
	{ .type = BF_END },
};

static const struct bf_param list_params[] = {
	{ .name = "case",
	    .type = BF_CASE,
	    .flags = BF_REQUIRED | BF_POSITIONAL,
	    .text = N_("the case") },
	LIST_PARAMS,
	{ .type = BF_END },
};

static const struct bf_column put_columns[] = {
	{ "case", BF_CASE, N_("case") },
	{ "document", BF_ID, N_("document") },
	{ "size", BF_INTEGER, N_("bytes") },
	{ "rev", BF_INTEGER, N_("revision") },
	{ "commit", BF_INTEGER, N_("step") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column get_columns[] = {
	{ "document", BF_ID, N_("document") },
	{ "title", BF_TEXT, N_("title") },
	{ "kind", BF_NAME, N_("kind") },
	{ "mime", BF_TEXT, N_("type") },
	{ "size", BF_INTEGER, N_("bytes") },
	{ "file", BF_FD, N_("the bytes, as a descriptor") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column list_columns[] = {
	{ "id", BF_ID, N_("document") },
	{ "title", BF_TEXT, N_("title") },
	{ "kind", BF_NAME, N_("kind") },
	{ "class", BF_TEXT, N_("class") },
	{ "direction", BF_TEXT, N_("direction") },
	{ "received", BF_DATE, N_("received") },
	{ "registered", BF_INSTANT, N_("registered") },
	{ "by", BF_NAME, N_("by") },
	{ "size", BF_INTEGER, N_("bytes") },
	{ NULL, BF_END, NULL },
};

const struct bf_method document_methods[] = {
	{ .name = "document.put",
	    .nb = "dokument legg",
	    .kind = BF_STEP,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("file a document in a case"),
	    .params = put_params,
	    .columns = put_columns,
	    .errors = "E_EMPTY E_TOO_LARGE",
	    .call = document_put_call },
	{ .name = "document.get",
	    .nb = "dokument hent",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("hand over the bytes of a document"),
	    .params = get_params,
	    .columns = get_columns,
	    .errors = "",
	    .call = document_get_call },
	{ .name = "document.list",
	    .nb = "dokument list",
	    .kind = BF_READ,
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("list the documents of a case"),
	    .params = list_params,
	    .rows = "rows",
	    .columns = list_columns,
	    .errors = "",
	    .call = document_list_call },
	{ .name = NULL },
};
