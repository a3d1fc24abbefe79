/*
 * verify_effects -- do letters and notices still say what the history proves
 * they said?  See verify_effects.h.
 */
#include "store/verify_effects.h"

#include <string.h>

#include "store/outbox.h"

static bool
mentions(const char *body, size_t len, const char *word)
{
	return memmem(body, len, word, strlen(word)) != NULL;
}

static enum rc
compare(struct verify_effects *v, struct store *s, int64_t pos, const char *key,
    const char *hash, struct err *e)
{
	enum outbox_match match;
	enum rc rc = outbox_compare(s, key, hash, &match, e);

	if (rc != RC_OK)
		return rc;
	switch (match) {
	case OUTBOX_SAME:
	case OUTBOX_UNREAD:
		break;
	case OUTBOX_CHANGED:
		v->fault(v->arg, pos, key, false);
		break;
	case OUTBOX_MISSING:
		json_object_set_new(v->missing, key,
		    json_integer((json_int_t)pos));
		break;
	}
	return RC_OK;
}

static enum rc
look_at(struct verify_effects *v, struct store *s, int64_t pos,
    const json_t *part, struct err *e)
{
	const json_t *one, *cancelled;
	const char *key, *hash;
	enum rc rc = RC_OK;
	size_t i;

	json_array_foreach(json_object_get(part, "effects"), i, one) {
		key = json_string_value(json_object_get(one, "key"));
		hash = json_string_value(json_object_get(one, "hash"));
		if (key != NULL && hash != NULL && rc == RC_OK)
			rc = compare(v, s, pos, key, hash, e);
	}
	cancelled = json_object_get(json_object_get(part, "what"), "cancelled");
	json_array_foreach(cancelled, i, one)
		if (json_is_string(one))
			json_object_del(v->missing, json_string_value(one));
	return rc;
}

enum rc
verify_effects_part(struct verify_effects *v, struct store *s, int64_t pos,
    const char *body, size_t len, struct err *e)
{
	json_t *part;
	enum rc rc;

	if (!mentions(body, len, "\"hash\"") &&
	    !mentions(body, len, "\"cancelled\""))
		return RC_OK;
	part = json_loadb(body, len, JSON_DECODE_ANY, NULL);
	rc = look_at(v, s, pos, part, e);
	json_decref(part);
	return rc;
}

void
verify_effects_end(struct verify_effects *v)
{
	const char *key;
	json_t *pos;

	json_object_foreach(v->missing, key, pos)
		v->fault(v->arg, json_integer_value(pos), key, true);
	json_object_clear(v->missing);
}
