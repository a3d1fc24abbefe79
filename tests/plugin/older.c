/*
 * older -- a plugin of interface 1.0, or of the previous minor one, built against
 * a frozen copy of its header.
 */
#include <boflyt/plugin.h>

#ifdef PREVIOUS
#define NAME "previous"
_Static_assert(BF_PLUGIN_ABI == 0x10003, "the frozen header, not the newest");
#else
#define NAME "older"
_Static_assert(BF_PLUGIN_ABI == 0x10000, "the frozen header, not the newest");
#endif

static int
ask(struct bf_call *call, const json_t *params, json_t **result)
{
	const struct bf_host *h = bf_host(call);
	char day[BF_DATE_SIZE];

	(void)params;
	bf_pure(call)->date_format(h->today(call), day);
	*result = json_pack("{ss ss}", "user", h->user(call), "today", day);
	return BF_OK;
}

static const struct bf_column columns[] = {
	{ "user", BF_NAME, "user" },
	{ "today", BF_DATE, "today" },
	{ NULL, BF_END, NULL },
};

static const struct bf_method methods[] = {
	{ .name = NAME ".ask",
	    .nb = "eldre spør",
	    .kind = BF_READ,
	    .access = BF_ACCESS_STAFF,
	    .faces = BF_FACE_SOCKET,
	    .text = "ask",
	    .columns = columns,
	    .errors = "",
	    .call = ask },
	{ .name = NULL },
};

BF_EXPORT const struct bf_plugin bf_plugin = {
	.abi = BF_PLUGIN_ABI,
	.size = sizeof(struct bf_plugin),
	.name = NAME,
	.version = "0.9",
	.methods = methods,
};
