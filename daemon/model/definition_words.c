/*
 * definition_words -- what a definition says, in the other written language.
 */
#include "model/definition.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "model/text.h"

#define WORDS_MAX 4096 /* bytes; longer than what a script may say */

const char *
definition_said(const struct definition *d, const char *text, enum lang lang)
{
	const char *nn = NULL;

	if (lang == LANG_NN)
		nn = json_string_value(json_object_get(d->nn, text));
	return nn != NULL ? nn : text;
}

/* The number that TEXT begins with, in bytes; 0: none. */
static size_t
number_at(const char *text)
{
	size_t n = 0;

	while (isdigit((unsigned char)text[n]))
		n++;
	return n;
}

/* TEXT with # for each number. */
static char *
mask(const char *text)
{
	struct buf out;
	size_t n;

	buf_init(&out, WORDS_MAX);
	while (*text != '\0') {
		n = number_at(text);
		(void)buf_add(&out, n > 0 ? "#" : text, 1);
		text += n > 0 ? n : 1;
	}
	return buf_take(&out);
}

/* PATTERN with the numbers of TEXT for each #, in their order. */
static char *
fill(const char *pattern, const char *text)
{
	struct buf out;
	size_t n;

	buf_init(&out, WORDS_MAX);
	for (; *pattern != '\0'; pattern++) {
		if (*pattern != '#') {
			(void)buf_add(&out, pattern, 1);
			continue;
		}
		while (*text != '\0' && number_at(text) == 0)
			text++;
		n = number_at(text);
		(void)buf_add(&out, text, n);
		text += n;
	}
	return buf_take(&out);
}

char *
definition_says(const struct definition *d, const char *text, enum lang lang)
{
	const char *said = definition_said(d, text, lang), *pattern;
	char *masked, *out;

	if (said != text || lang != LANG_NN || strlen(text) >= WORDS_MAX)
		return mem_text(said);
	masked = mask(text);
	pattern = definition_said(d, masked, lang);
	out = pattern != masked ? fill(pattern, text) : mem_text(text);
	free(masked);
	return out;
}

static json_t *
in_nynorsk(const json_t *nn, const json_t *text)
{
	return json_is_string(text) ?
	    json_object_get(nn, json_string_value(text)) :
	    NULL;
}

/* The names of codes: [ "1.1", "title" ], or with dates { "items": [ ... ] }. */
static void
speak_items(json_t *items, const json_t *nn)
{
	json_t *item, *said;
	size_t i;

	json_array_foreach(items, i, item) {
		if (!json_is_array(item) || json_array_size(item) != 2)
			continue;
		said = in_nynorsk(nn, json_array_get(item, 1));
		if (said != NULL)
			json_array_set(item, 1, said);
	}
	if (json_array_size(items) == 2 &&
	    (said = in_nynorsk(nn, json_array_get(items, 1))) != NULL)
		json_array_set(items, 1, said);
}

static void
speak_node(json_t *node, const json_t *nn)
{
	static const char *const words[] = { "title", "help", "requires" };
	json_t *child, *said;
	const char *key;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		said = in_nynorsk(nn, json_object_get(node, words[i]));
		if (said != NULL)
			json_object_set(node, words[i], said);
	}
	speak_items(json_object_get(node, "items"), nn);
	json_object_foreach(node, key, child)
		if (child != nn)
			speak_node(child, nn);
	json_array_foreach(node, i, child)
		speak_node(child, nn);
}

void
skeleton_speak(json_t *skeleton, enum lang lang)
{
	const json_t *nn = json_object_get(skeleton, "nn");

	if (lang == LANG_NN && json_is_object(nn))
		speak_node(skeleton, nn);
}
