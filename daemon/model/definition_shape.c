/*
 * definition_shape -- the hash of what a running case stands on.
 *
 * Stages, fields, actions, deadlines, timers, roles, in an order of their own:
 * without functions (only whether there is one), lines, titles and help.
 */
#include "model/definition_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

static bool
is_words(const char *key)
{
	return strcmp(key, "line") == 0 || strcmp(key, "file") == 0 ||
	    strcmp(key, "title") == 0 || strcmp(key, "help") == 0 ||
	    strcmp(key, "requires") == 0 || strcmp(key, "decisions") == 0 ||
	    strcmp(key, "nn") == 0;
}

static int
by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void add_value(struct hash *h, json_t *v);

/* Codes without titles: "1.1", { "1.1", "title" }, { "1.1", from = ... } */
static void
add_codes(struct hash *h, json_t *items)
{
	json_t *code, *values;
	size_t i;

	json_array_foreach(items, i, code) {
		values = json_is_object(code) ? json_object_get(code, "items") :
						code;
		add_value(h,
		    json_is_array(values) ? json_array_get(values, 0) : values);
		hash_add_text(h,
		    json_string_value(json_object_get(code, "from")));
		hash_add_text(h,
		    json_string_value(json_object_get(code, "to")));
	}
}

static void
add_object(struct hash *h, json_t *v)
{
	const char *kind = json_string_value(json_object_get(v, "kind"));
	const char **keys, *key;
	bool codes;
	size_t i, n = 0;
	json_t *item;

	keys = mem_new(json_object_size(v) + 1, sizeof(*keys));
	codes = kind != NULL &&
	    (strcmp(kind, "choice") == 0 || strcmp(kind, "codelist") == 0);
	json_object_foreach(v, key, item)
		if (!def_is_marked(v) || !is_words(key))
			keys[n++] = key;
	qsort(keys, n, sizeof(*keys), by_name);
	hash_add_text(h, "{");
	for (i = 0; i < n; i++) {
		item = json_object_get(v, keys[i]);
		hash_add_text(h, keys[i]);
		if (codes && strcmp(keys[i], "items") == 0)
			add_codes(h, item);
		else
			add_value(h, item);
	}
	hash_add_text(h, "}");
	free(keys);
}

static void
add_value(struct hash *h, json_t *v)
{
	char number[32];
	json_t *item;
	size_t i;

	if (json_is_integer(json_object_get(v, "fn"))) {
		hash_add_text(h, "f");
	} else if (json_is_object(v)) {
		add_object(h, v);
	} else if (json_is_array(v)) {
		hash_add_text(h, "[");
		json_array_foreach(v, i, item)
			add_value(h, item);
		hash_add_text(h, "]");
	} else if (json_is_string(v)) {
		hash_add_text(h, "s");
		hash_add_text(h, json_string_value(v));
	} else if (json_is_integer(v)) {
		(void)snprintf(number, sizeof(number), "%lld",
		    (long long)json_integer_value(v));
		hash_add_text(h, number);
	} else
		hash_add_text(h, json_is_true(v) ? "true" : "false");
}

void
shape_hash(const json_t *skeleton, unsigned char hash[32])
{
	json_t *copy = json_deep_copy(skeleton);
	struct hash h;

	hash_init(&h, NULL, 0);
	add_value(&h, copy);
	hash_final(&h, hash);
	json_decref(copy);
}
