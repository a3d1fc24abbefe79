/*
 * describe -- sys.describe: the method table in words and JSON Schema.
 */
#include "base/i18n.h"
#include "engine/call.h"
#include "engine/engine.h"
#include "engine/plugins.h"
#include "engine/rows.h"
#include "model/describe.h"

static int
sys_describe(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *only = param_text(params, "method");
	json_t *o;

	o = describe_table(engine_methods(c->engine), only,
	    c->municipality->language);
	if (json_array_size(json_object_get(o, "methods")) == 0) {
		json_decref(o);
		return (int)err_set(&c->err, RC_NOTFOUND,
		    _("method %s: no such method or object; leave it out to "
		      "see all"),
		    only);
	}
	json_object_set_new(o, "words", plugins_words(c->engine));
	*result = o;
	return RC_OK;
}

static const struct bf_param describe_params_row[] = {
	{ .name = "method",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("method or object, as case.show or case") },
	{ .type = BF_END },
};

static const struct bf_column describe_columns_row[] = {
	{ "methods", BF_LIST, N_("methods") },
	{ "objects", BF_OBJECT, N_("objects") },
	{ "reserved", BF_OBJECT, N_("parameters of every method") },
	{ "roles", BF_LIST, N_("roles") },
	{ "errors", BF_LIST, N_("errors of every method") },
	{ "words", BF_OBJECT, N_("what plugins call their codes") },
	{ "language", BF_TEXT, N_("language") },
	{ NULL, BF_END, NULL },
};

const struct bf_method describe_methods[] = {
	{ .name = "sys.describe",
	    .nb = "system beskriv",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("describe every method, or one, or one object's"),
	    .params = describe_params_row,
	    .columns = describe_columns_row,
	    .errors = "",
	    .call = sys_describe },
	{ .name = NULL },
};
