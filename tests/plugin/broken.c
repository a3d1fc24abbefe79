/*
 * broken -- plugins that must be refused, one for each way (-DWRONG_...).
 */
#include <boflyt/plugin.h>

#if defined(WRONG_MAJOR)
#define ABI ((BF_ABI_MAJOR + 1) << 16)
#elif defined(WRONG_MINOR)
#define ABI (BF_PLUGIN_ABI + 1)
#else
#define ABI BF_PLUGIN_ABI
#endif

#ifdef WRONG_SIZE
#define SIZE 8
#else
#define SIZE sizeof(struct bf_plugin)
#endif

#ifdef WRONG_ROW
static int
call(struct bf_call *c, const json_t *params, json_t **result)
{
	(void)c;
	(void)params;
	(void)result;
	return 0;
}
#endif

/* A method that has not the plugin's name. */
static const struct bf_method methods[] = {
#ifdef WRONG_ROW
	{ .name = "case.steal",
	    .nb = "sak stjel",
	    .access = BF_ACCESS_CASE,
	    .faces = BF_FACE_SOCKET,
	    .text = "x",
	    .errors = "",
	    .call = call },
#endif
	{ .name = NULL },
};

#ifdef WRONG_SYMBOL
BF_EXPORT const struct bf_plugin other_symbol = {
#else
BF_EXPORT const struct bf_plugin bf_plugin = {
#endif
	.abi = ABI,
	.size = SIZE,
#ifdef WRONG_NAME
	.name = "somebody_else",
#else
	.name = BROKEN_NAME,
#endif
	.version = "1",
	.methods = methods,
};
