/*
 * owner -- whose key a sealed value lies under.
 *
 * A person and a case have keys of their own, a household too; what belongs to
 * none of them lies under one of the municipality.  Health is apart in each, so
 * that it can be erased or locked without the rest.
 */
#ifndef STORE_OWNER_H
#define STORE_OWNER_H

#include <stdbool.h>
#include <stdint.h>

#include <boflyt/plugin.h>

enum owner_kind {
	OWNER_MUNICIPALITY,
	OWNER_PERSON,
	OWNER_CASE,
	OWNER_HOUSEHOLD
};
#define N_OWNERS 4

enum owner_group { GROUP_REST, GROUP_HEALTH };
#define N_GROUPS 2

struct owner {
	enum owner_kind kind;
	int64_t id; /* row number; 0 for the municipality */
	enum owner_group group;
};

/* For reading: the envelope itself says which key it lies under. */
#define OWNER_ANY                                                              \
	{                                                                      \
		OWNER_MUNICIPALITY, 0, GROUP_REST                              \
	}

/* What of CLASS belongs to the municipality, to person, case or household ID. */
struct owner owner_none(void);
struct owner owner_person(int64_t id, enum bf_class class);
struct owner owner_case(int64_t id, enum bf_class class);
struct owner owner_household(int64_t id);

/*
 * The class of free words as their column has it: health, or else identity (a
 * struct that was zeroed says nothing of them).
 */
enum bf_class owner_words(enum bf_class class);

/* By the name of a history row's subject; the municipality for all others. */
struct owner owner_subject(const char *kind, int64_t id, enum bf_class class);

const char *owner_kind_name(enum owner_kind kind); /* "case" */
bool owner_kind_parse(const char *name, enum owner_kind *out);

#endif
