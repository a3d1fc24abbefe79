/*
 * look -- into an answer by path: "deadlines.0.name".
 */
#ifndef TESTS_ENGINE_LOOK_H
#define TESTS_ENGINE_LOOK_H

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* The member at PATH, borrowed, or NULL. */
static inline const json_t *
at(const json_t *o, const char *path)
{
	char name[64];
	size_t len;

	for (; o != NULL && *path != '\0'; path += len + (path[len] == '.')) {
		len = strcspn(path, ".");
		memcpy(name, path, len);
		name[len] = '\0';
		o = json_is_array(o) ? json_array_get(o, (size_t)atoi(name)) :
				       json_object_get(o, name);
	}
	return o;
}

static inline const char *
text_at(const json_t *o, const char *path)
{
	const char *text = json_string_value(at(o, path));

	return text != NULL ? text : "(none)";
}

static inline json_int_t
int_at(const json_t *o, const char *path)
{
	return json_integer_value(at(o, path));
}

/* The element of LIST whose MEMBER is TEXT, borrowed, or NULL. */
static inline const json_t *
pick(const json_t *list, const char *member, const char *text)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
		if (strcmp(text_at(one, member), text) == 0)
			return one;
	return NULL;
}

#endif
