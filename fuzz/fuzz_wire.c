/*
 * fuzz_wire -- a line of the control socket, up to the method it would call.
 */
#include <string.h>

#include <jansson.h>

#include "base/utf8.h"
#include "base/wire.h"
#include "engine/table.h"
#include "fuzz.h"
#include "model/schema.h"

/* A line that we send must be one that the other end can read. */
static void
check_line(char *line, size_t n)
{
	struct err e = ERR_INIT;
	json_t *back = NULL;

	MUST(line != NULL && n > 0 && line[n - 1] == '\n');
	MUST(memchr(line, '\n', n - 1) == NULL);
	MUST(utf8_is_valid(line, n));
	MUST(wire_load(line, n - 1, &back, &e) == RC_OK);
	MUST(json_is_object(back));
	json_decref(back);
	free(line);
}

/* The parameters of what was asked, checked by every row that takes them. */
static void
check_params(const struct wire_request *r)
{
	static struct bf_method *table;
	const struct bf_method *m;
	struct err e = ERR_INIT;
	struct reserved reserved;
	json_t *out = NULL;
	size_t n;
	char *line;

	if (table == NULL)
		MUST(table_new(NULL, &table, &e) == RC_OK);
	if ((m = table_find(table, r->method)) == NULL)
		return;
	if (schema_check(m, r->params, 1, &reserved, &out, &e) == RC_OK) {
		line = wire_result(r->id, out, &n);
		check_line(line, n);
	} else {
		MUST(out == NULL && e.rc != RC_OK && e.text[0] != '\0');
		line = wire_error(r->id, rc_code(e.rc), &e, &n);
		check_line(line, n);
	}
	json_decref(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct wire_request r;
	struct err e = ERR_INIT;
	size_t size;
	char *line;

	if (wire_parse((const char *)bytes, n, &r, &e) == RC_OK) {
		MUST(r.id != NULL && r.method != NULL);
		check_params(&r);
	} else {
		MUST(r.code != 0 && e.text[0] != '\0');
		line = wire_error(r.id, r.code, &e, &size);
		check_line(line, size);
	}
	wire_fini(&r);
	return 0;
}
