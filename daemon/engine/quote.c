/*
 * quote -- texts looked for, letter by letter; see quote.h.
 */
#include "engine/quote.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/text.h"

char *
quote_fold(const char *text)
{
	size_t len = strlen(text);
	char *out = mem_new(len + 1, 1);

	(void)text_fold(out, len + 1, text, len);
	return out;
}

bool
quote_has(const json_t *what, const char *folded)
{
	const char *name;
	json_t *one;
	bool yes = false;
	char *text;
	size_t i;

	if (json_is_string(what)) {
		text = quote_fold(json_string_value(what));
		yes = strstr(text, folded) != NULL;
		free(text);
	}
	json_array_foreach((json_t *)(uintptr_t)what, i, one)
		yes = yes || quote_has(one, folded);
	json_object_foreach((json_t *)(uintptr_t)what, name, one)
		yes = yes || quote_has(one, folded);
	return yes;
}
