/*
 * face -- the parent's own socket: sys.status, sys.reload, sys.describe.
 *
 * <run>/boflyt.sock.  Nothing of any case is here, so anybody who may open the
 * socket may ask how things stand; only root and the daemon's own user reload.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/notify.h"
#include "base/wire.h"
#include "model/describe.h"
#include "model/zone.h"
#include "rpc/dispatch.h"
#include "rpc/listener.h"
#include "supervisor/state.h"

#define NAME "boflyt.sock"
#define OPERATOR "operator" /* who may do more than look */

/* What a method of this table sees while it runs. */
struct bf_call {
	struct parent *parent;
	struct request *request;
	struct err err;
};

static const char *
login_of(void *arg, uid_t uid)
{
	(void)arg;
	return uid == 0 || uid == geteuid() ? OPERATOR : "";
}

static json_t *
greet(void *arg, const char *login)
{
	(void)arg;
	return json_pack("{si ss s{ss}}", "protocol", 1, "version",
	    PACKAGE_VERSION, "you", "user", login);
}

/* Run the method; RC_AGAIN: it answers later. */
static void
submit(void *arg, struct request *r)
{
	struct bf_call c = { .parent = arg, .request = r, .err = ERR_INIT };
	json_t *result = NULL;
	enum rc rc;

	if (r->method->access != BF_ACCESS_PUBLIC &&
	    strcmp(r->login, OPERATOR) != 0)
		rc = err_set(&c.err, RC_DENIED,
		    _("%s: for root and the "
		      "daemon's own user alone"),
		    r->method->name);
	else
		rc = (enum rc)r->method->call(&c, r->params, &result);
	if (rc == RC_OK)
		request_reply(r, result, -1);
	else if (rc != RC_AGAIN)
		request_fail(r, &c.err);
	json_decref(result);
}

static int
status(struct bf_call *c, const json_t *params, json_t **result)
{
	const struct parent *p = c->parent;
	json_t *rows = json_array();
	char when[ZONE_SIZE] = "";
	size_t i;

	(void)params;
	for (i = 0; i < p->n_wards; i++)
		json_array_append_new(rows, ward_status(p->wards[i]));
	if (p->reloaded != 0)
		zone_format(p->reloaded, when);
	*result = json_pack("{ss sI so ss sO?}", "version", PACKAGE_VERSION,
	    "pid", (json_int_t)getpid(), "municipalities", rows, "reloaded",
	    when, "mistakes", p->mistakes);
	return RC_OK;
}

static int
reload(struct bf_call *c, const json_t *params, json_t **result)
{
	struct parent *p = c->parent;

	(void)params;
	(void)result;
	if (p->n_askers == ASKERS_MAX || p->stopping)
		return (int)err_set(&c->err, RC_BUSY,
		    _("reload: too many at once, or the daemon is stopping"));
	p->askers[p->n_askers++] = c->request;
	reload_begin(p);
	return RC_AGAIN;
}

static int
describe(struct bf_call *c, const json_t *params, json_t **result)
{
	(void)c;
	*result = describe_table(parent_methods,
	    json_string_value(json_object_get(params, "method")), "nb");
	return RC_OK;
}

/* Every mistake is a field: where it stands, and what it is. */
static void
add_mistakes(const struct parent *p, struct err *e)
{
	struct err whole = *e;
	const char *text, *sep;
	char *where;
	json_t *one;
	size_t i;

	json_array_foreach(p->mistakes, i, one) {
		text = json_string_value(one);
		sep = strstr(text, ": ");
		where =
		    mem_text_n(text, sep == NULL ? 0 : (size_t)(sep - text));
		(void)err_field(&whole,
		    strrchr(where, '/') == NULL ? where :
						  strrchr(where, '/') + 1,
		    NULL, "%s", sep == NULL ? text : sep + 2);
		free(where);
	}
	/* The kind and the sentence stay those of the whole. */
	whole.rc = e->rc;
	memcpy(whole.name, e->name, sizeof(whole.name));
	memcpy(whole.text, e->text, sizeof(whole.text));
	*e = whole;
}

void
face_answer(struct parent *p, const struct err *e)
{
	struct request *askers[ASKERS_MAX];
	struct err all = *e;
	size_t i, n = p->n_askers;
	json_t *result;

	if (e->rc != RC_OK)
		add_mistakes(p, &all);
	memcpy(askers, p->askers, sizeof(askers));
	p->n_askers = 0;
	result = json_pack("{sb sI}", "taken", 1, "municipalities",
	    (json_int_t)parent_count(p));
	for (i = 0; i < n; i++)
		if (e->rc == RC_OK)
			request_reply(askers[i], result, -1);
		else
			request_fail(askers[i], &all);
	json_decref(result);
}

/* Two parents of one municipality each may share the folder. */
static enum rc
bind_name(struct parent *p, struct listener_args *args, int *fd, struct err *e)
{
	const char *run = json_string_value(json_object_get(p->plan, "run"));
	char *path = mem_format("%s/" NAME, run);
	enum rc rc;

	args->path = path;
	rc = listener_bind(args, fd, e);
	if (rc == RC_BUSY && p->args.only != NULL) {
		err_clear(e);
		free(path);
		path = mem_format("%s/boflyt-%s.sock", run, p->args.only);
		args->path = path;
		rc = listener_bind(args, fd, e);
	}
	if (rc == RC_OK)
		p->path = path;
	else
		free(path);
	return rc;
}

static enum rc
open_listener(struct parent *p, struct err *e)
{
	struct listener_args args = { .mode = (mode_t)json_integer_value(
					  json_object_get(p->plan, "mode")),
		.group = (gid_t)json_integer_value(
		    json_object_get(p->plan, "gid")) };
	int fd = notify_take_socket(NAME);
	enum rc rc;

	if (fd == -1 && (rc = bind_name(p, &args, &fd, e)) != RC_OK)
		return rc;
	return listener_open_fd(p->base, fd, dispatch_accept, p->dispatch,
	    &p->listener, e);
}

enum rc
face_open(struct parent *p, struct err *e)
{
	const struct dispatch_parts parts = { .base = p->base,
		.methods = parent_methods,
		.clock = &p->clock,
		.queued = 256,
		.limits = { .clients = 64, .held = 8 },
		.hooks = { .submit = submit,
		    .login_of = login_of,
		    .greet = greet,
		    .arg = p } };
	enum rc rc;

	if ((rc = dispatch_new(&parts, &p->dispatch, e)) != RC_OK)
		return rc;
	return open_listener(p, e);
}

void
face_close(struct parent *p)
{
	struct err e = ERR_INIT;

	(void)err_set(&e, RC_UNAVAILABLE, _("the daemon is stopping"));
	face_answer(p, &e);
	listener_close(p->listener);
	if (p->path != NULL)
		(void)unlink(p->path);
	free(p->path);
	dispatch_free(p->dispatch);
}

static const struct bf_param describe_params[] = {
	{ .name = "method",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("only this method, or the methods of this object") },
	{ .type = BF_END },
};

static const struct bf_column status_columns[] = {
	{ "number", BF_TEXT, N_("municipality") },
	{ "name", BF_TEXT, N_("name") },
	{ "state", BF_TEXT, N_("state") },
	{ "seconds", BF_INTEGER, N_("for seconds") },
	{ "pid", BF_INTEGER, N_("process") },
	{ "courier", BF_INTEGER, N_("courier") },
	{ "phase", BF_TEXT, N_("phase") },
	{ "phase_ms", BF_INTEGER, N_("for ms") },
	{ "deaths", BF_INTEGER, N_("deaths") },
	{ "last", BF_TEXT, N_("the last ended of") },
	{ "refused", BF_TEXT, N_("refuses") },
	{ NULL, BF_END, NULL },
};

static const struct bf_column reload_columns[] = {
	{ "taken", BF_BOOL, N_("taken") },
	{ "municipalities", BF_INTEGER, N_("municipalities") },
	{ NULL, BF_END, NULL },
};

const struct bf_method parent_methods[] = {
	{ .name = "sys.status",
	    .nb = "system status",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("show how the municipalities and their workers are"),
	    .rows = "municipalities",
	    .columns = status_columns,
	    .errors = "",
	    .call = status },
	{ .name = "sys.reload",
	    .nb = "system les",
	    .kind = BF_ADMIN,
	    .access = BF_ACCESS_DEFINITION,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("read the configuration again"),
	    .columns = reload_columns,
	    .errors = "E_CONFIG",
	    .call = reload },
	{ .name = "sys.describe",
	    .nb = "system beskriv",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("describe every method"),
	    .params = describe_params,
	    .errors = "",
	    .call = describe },
	{ .name = NULL },
};
