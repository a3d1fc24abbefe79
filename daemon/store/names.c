/*
 * names -- an array by person; a search walks over it.
 *
 * A hundred thousand names are some five MiB and are walked in milliseconds,
 * and no index of word beginnings has to be kept in step.
 */
#include "store/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/text.h"

struct entry {
	int64_t id;
	char *name; /* owned, folded */
};

struct names {
	struct entry *entries; /* owned, by id */
	size_t n, cap;
};

struct names *
names_new(void)
{
	return mem_new(1, sizeof(struct names));
}

void
names_free(void *names)
{
	struct names *n = names;
	size_t i;

	if (n == NULL)
		return;
	for (i = 0; i < n->n; i++)
		free(n->entries[i].name);
	free(n->entries);
	free(n);
}

/* Index of the first entry with an id above AFTER. */
static size_t
above(const struct names *n, int64_t after)
{
	size_t lo = 0, hi = n->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (n->entries[mid].id <= after)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void
names_add(struct names *n, int64_t id, const char *name)
{
	size_t len = strlen(name), at = above(n, id);
	char *folded = mem_new(len + 1, 1);

	(void)text_fold(folded, len + 1, name, len);
	if (folded[0] == '\0') {
		free(folded);
		return;
	}
	if (n->n == n->cap) {
		n->cap = n->cap == 0 ? 64 : n->cap * 2;
		n->entries = mem_grow(n->entries, n->cap, sizeof(*n->entries));
	}
	memmove(&n->entries[at + 1], &n->entries[at],
	    (n->n - at) * sizeof(*n->entries));
	n->entries[at].id = id;
	n->entries[at].name = folded;
	n->n++;
}

int64_t
names_next(const struct names *n, const char *query, int64_t after)
{
	size_t i;

	for (i = above(n, after); i < n->n; i++) {
		if (text_matches(n->entries[i].name, query))
			return n->entries[i].id;
	}
	return 0;
}
