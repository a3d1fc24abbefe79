/*
 * ram_paper -- persons, documents and letters of the host in memory.
 *
 * A letter is its plugin's row and the names of its fields: enough to see that
 * one that must be there is, and that no other goes in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ram_host.h"

int
ram_person_get(struct bf_call *c, int64_t id, json_t **out)
{
	(void)c;
	*out = json_pack("{sI ss s{ss}}", "id", (json_int_t)id, "grade", "open",
	    "identity", "name", "Kari Leier");
	return BF_OK;
}

int
ram_person_find(struct bf_call *c, const char *nin, int64_t *id)
{
	(void)c;
	(void)nin;
	*id = 0;
	return BF_OK;
}

int
ram_households(struct bf_call *c, int64_t person, struct bf_date at,
    json_t **rows)
{
	(void)c;
	(void)person;
	(void)at;
	*rows = json_array();
	return BF_OK;
}

int
ram_document_put(struct bf_call *c, int64_t case_id, const json_t *about,
    const void *bytes, size_t len, int64_t *id)
{
	(void)case_id;
	(void)about;
	(void)bytes;
	(void)len;
	ram_touch(c->ram);
	*id = ram_number(c->ram->state, "documents") + 1;
	json_object_set_new(c->ram->state, "documents",
	    json_integer((json_int_t)*id));
	return BF_OK;
}

int
ram_documents(struct bf_call *c, int64_t case_id, json_t **rows)
{
	(void)c;
	(void)case_id;
	*rows = json_pack("[{si}]", "id", RAM_DOCUMENT);
	return BF_OK;
}

static const struct bf_letter *
row_of(const struct ram *r, const char *name)
{
	const struct bf_letter *l = r->plugin->letters;

	for (; l != NULL && l->name != NULL; l++)
		if (strcmp(l->name, name) == 0)
			return l;
	return NULL;
}

static bool
has_value(const json_t *fields, const char *name)
{
	const json_t *v = json_object_get(fields, name);

	if (json_is_array(v))
		return json_array_size(v) > 0;
	return v != NULL && !json_is_null(v);
}

/* What a part must name is there; what every letter knows has a dot or is. */
static int
check_letter(struct bf_call *c, const json_t *letter)
{
	static const char common[] = " municipality today case received ";
	const char *name =
	    json_string_value(json_object_get(letter, "template"));
	const json_t *fields = json_object_get(letter, "fields");
	const struct bf_letter_part *p;
	const struct bf_letter *l;
	const char *const *f;

	if (json_object_get(letter, "text") != NULL)
		return BF_OK;
	if (name == NULL || (l = row_of(c->ram, name)) == NULL)
		return ram_named(c, BF_NOT_FOUND, "no such letter");
	for (p = l->parts; p->name != NULL; p++)
		for (f = p->fields; *f != NULL; f++)
			if (**f == '!' && strchr(*f, '.') == NULL &&
			    strstr(common, *f + 1) == NULL &&
			    !has_value(fields, *f + 1))
				return ram_named(c, BF_REFUSED,
				    "E_LETTER_INCOMPLETE");
	return BF_OK;
}

int
ram_letter(struct bf_call *c, int64_t case_id, const json_t *letter, char *key)
{
	(void)case_id;
	if (key != NULL)
		snprintf(key, 96, "key");
	return check_letter(c, letter);
}

int
ram_letter_write(struct bf_call *c, int64_t case_id, const json_t *letter,
    json_t **out)
{
	char *text;
	int rc = check_letter(c, letter);

	(void)case_id;
	*out = NULL;
	if (rc != BF_OK)
		return rc;
	text = json_dumps(letter, JSON_SORT_KEYS | JSON_COMPACT);
	*out = json_pack("{ss ss ss ss}", "title", "letter", "text", text,
	    "language", "nb", "written", "2027-01-04");
	free(text);
	return BF_OK;
}
