/*
 * owner -- whose key a sealed value lies under; see owner.h.
 */
#include "store/owner.h"

#include <stddef.h>
#include <string.h>

static const char *const kinds[N_OWNERS] = {
	[OWNER_MUNICIPALITY] = "municipality",
	[OWNER_PERSON] = "person",
	[OWNER_CASE] = "case",
	[OWNER_HOUSEHOLD] = "household",
};

static struct owner
of(enum owner_kind kind, int64_t id, enum bf_class class)
{
	return (struct owner){ kind, kind == OWNER_MUNICIPALITY ? 0 : id,
		class == BF_CLASS_HEALTH ? GROUP_HEALTH : GROUP_REST };
}

struct owner
owner_none(void)
{
	return of(OWNER_MUNICIPALITY, 0, BF_CLASS_CASE);
}

struct owner
owner_person(int64_t id, enum bf_class class)
{
	return of(OWNER_PERSON, id, class);
}

struct owner
owner_case(int64_t id, enum bf_class class)
{
	return of(id == 0 ? OWNER_MUNICIPALITY : OWNER_CASE, id, class);
}

struct owner
owner_household(int64_t id)
{
	return of(OWNER_HOUSEHOLD, id, BF_CLASS_IDENTITY);
}

enum bf_class owner_words(enum bf_class class)
{
	return class == BF_CLASS_HEALTH ? class : BF_CLASS_IDENTITY;
}

struct owner
owner_subject(const char *kind, int64_t id, enum bf_class class)
{
	enum owner_kind k = OWNER_MUNICIPALITY;

	if (kind == NULL || id == 0 || !owner_kind_parse(kind, &k))
		k = OWNER_MUNICIPALITY;
	return of(k, id, class);
}

const char *
owner_kind_name(enum owner_kind kind)
{
	return kinds[kind];
}

bool
owner_kind_parse(const char *name, enum owner_kind *out)
{
	size_t i;

	for (i = 0; i < N_OWNERS; i++)
		if (strcmp(kinds[i], name) == 0) {
			*out = (enum owner_kind)i;
			return true;
		}
	return false;
}
