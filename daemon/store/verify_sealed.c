/*
 * verify_sealed -- envelopes and keys, one by one; see verify_sealed.h.
 */
#include "store/verify_sealed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/sealed.h"

#define BYTES_MAX (1024 * 1024) /* opened at once */
#define TEXT_MAX 256

struct verify_sealed {
	struct store *store; /* borrowed */
	struct sealed_list *list; /* owned */
	size_t column;
	json_t *after; /* owned; NULL: from the beginning */
	int64_t key; /* the last one that was looked at */
	struct verify_found *found; /* during a slice */
};

enum rc
verify_sealed_new(struct store *s, struct verify_sealed **out, struct err *e)
{
	struct verify_sealed *v = mem_new(1, sizeof(*v));
	enum rc rc;

	v->store = s;
	if ((rc = sealed_open(s, &v->list, e)) != RC_OK) {
		free(v);
		v = NULL;
	}
	*out = v;
	return rc;
}

void
verify_sealed_free(struct verify_sealed *v)
{
	if (v == NULL)
		return;
	sealed_close(v->list);
	json_decref(v->after);
	free(v);
}

static void
look(void *arg, const struct sealed_value *value)
{
	struct verify_sealed *v = arg;
	unsigned char *bytes;
	char text[TEXT_MAX];
	enum seal why;
	size_t n;

	json_decref(v->after);
	v->after = json_incref(value->place);
	why = envelope_try(v->store, &value->at, value->bytes, value->len,
	    &bytes, &n);
	free(bytes);
	switch (why) {
	case SEAL_OK:
	case SEAL_LOCKED:
		return;
	case SEAL_ERASED:
		v->found->erased++;
		return;
	case SEAL_NO_KEYS:
		v->found->unread++;
		return;
	case SEAL_MISSING:
		(void)snprintf(text, sizeof(text),
		    _("%s of %s, row %lld: its key %lld is not in the table "
		      "of keys"),
		    value->at.column, value->at.kind, (long long)value->at.row,
		    (long long)envelope_key(value->bytes, value->len));
		break;
	case SEAL_BROKEN:
	case SEAL_FULL:
	case SEAL_IO:
		(void)snprintf(text, sizeof(text),
		    _("%s of %s, row %lld: not what was sealed there"),
		    value->at.column, value->at.kind, (long long)value->at.row);
		break;
	}
	v->found->fault(v->found->arg, value->at.row, text);
}

/* A key that is in use is there; one that was destroyed is not. */
static void
check_key(struct verify_sealed *v, int64_t id, const char *state)
{
	bool gone = strcmp(state, "destroyed") == 0;
	enum key_state is = keytab_state(keyring_table(v->store), id);
	char text[TEXT_MAX];

	if (gone ? is != KEY_LIVE : is == KEY_LIVE)
		return;
	(void)snprintf(text, sizeof(text),
	    gone ? _("key %lld is still there, and was to be destroyed") :
		   _("key %lld is not in the table of keys"),
	    (long long)id);
	v->found->fault(v->found->arg, id, text);
}

static enum rc
check_keys(struct verify_sealed *v, int max, bool *done, struct err *e)
{
	struct query q;
	int n = 0;

	query_begin(&q, v->store,
	    "SELECT key_id, state FROM owner_key WHERE key_id > ?1"
	    " ORDER BY key_id LIMIT ?2");
	query_bind_int(&q, v->key);
	query_bind_int(&q, max);
	for (; query_row(&q); n++) {
		v->key = query_int(&q, 0);
		check_key(v, v->key, query_text(&q, 1));
	}
	*done = n < max;
	return query_end(&q, e);
}

enum rc
verify_sealed_slice(struct verify_sealed *v, int max,
    struct verify_found *found, bool *done, struct err *e)
{
	const struct sealed *c = sealed_get(v->list, v->column);
	struct sealed_page page = { .max = max, .bytes = BYTES_MAX };
	bool left = false;
	json_t *after;
	enum rc rc;

	v->found = found;
	*done = false;
	if (c == NULL) {
		*done = keyring_table(v->store) == NULL;
		return *done ? RC_OK : check_keys(v, max, done, e);
	}
	page.after = after = json_incref(v->after);
	rc = sealed_read(v->store, c, &page, look, v, &left, e);
	json_decref(after);
	if (rc == RC_OK && !left) {
		v->column++;
		json_decref(v->after);
		v->after = NULL;
	}
	return rc;
}
