/*
 * page -- lists in pages, by the key of the last row.
 */
#include "engine/page.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/rows.h"

void
page_read_key(const json_t *params, struct page *out)
{
	out->limit = (int)param_int(params, "limit", LIST_LIMIT);
	out->after = 0;
	out->key = param_text(params, "after");
}

enum rc
page_read(const json_t *params, struct page *out, struct err *e)
{
	char *end;

	page_read_key(params, out);
	if (out->key == NULL || out->key[0] == '\0')
		return RC_OK;
	errno = 0;
	out->after = strtoll(out->key, &end, 10);
	if (errno != 0 || *end != '\0' || out->after < 0)
		return err_set(e, RC_INVALID,
		    _("after: not a key of this "
		      "list; take `next` of the page before"));
	return RC_OK;
}

json_t *
page_key(int64_t id)
{
	char *text = mem_format("%" PRId64, id);
	json_t *key = json_string(text);

	free(text);
	return key;
}

enum rc
page_answer(enum rc rc, json_t *rows, json_t *next, json_t **result)
{
	json_t *o;

	if (rc != RC_OK) {
		json_decref(rows);
		json_decref(next);
		return rc;
	}
	o = json_object();
	json_object_set_new(o, "rows", rows);
	json_object_set_new(o, "next", next != NULL ? next : json_null());
	*result = o;
	return RC_OK;
}

enum rc
page_answer_by_id(enum rc rc, json_t *rows, const struct page *page,
    json_t **result)
{
	size_t n = json_array_size(rows);
	const json_t *last;
	json_t *next = NULL;

	if (rc == RC_OK && n > 0 && n == (size_t)page->limit) {
		last = json_array_get(rows, n - 1);
		next =
		    page_key(json_integer_value(json_object_get(last, "id")));
	}
	return page_answer(rc, rows, next, result);
}
