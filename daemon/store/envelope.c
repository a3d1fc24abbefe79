/*
 * envelope -- bytes as they lie in the database: form, key id, nonce, bytes.
 */
#include "store/envelope.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/query.h"

#define FORM_PLAIN 0 /* key 0, nonce of zeros, the bytes as they are */

enum rc
envelope_seal(struct store *s, const struct aad *a, const void *bytes,
    size_t len, unsigned char **out, size_t *out_len, struct err *e)
{
	(void)s;
	(void)a;
	if (len > SIZE_MAX - ENVELOPE_HEAD)
		return err_set(e, RC_INTERNAL, _("value: too long to be kept"));
	*out = mem_new(1, ENVELOPE_HEAD + len);
	(*out)[0] = FORM_PLAIN;
	if (len > 0)
		memcpy(*out + ENVELOPE_HEAD, bytes, len);
	*out_len = ENVELOPE_HEAD + len;
	return RC_OK;
}

/* Is there nothing but zeros before the bytes of a plain envelope? */
static bool
is_plain(const unsigned char *sealed, size_t len)
{
	size_t i;

	if (len < ENVELOPE_HEAD || sealed[0] != FORM_PLAIN)
		return false;
	for (i = 1; i < ENVELOPE_HEAD; i++)
		if (sealed[i] != 0)
			return false;
	return true;
}

enum rc
envelope_open(struct store *s, const struct aad *a, const void *sealed,
    size_t len, unsigned char **out, size_t *out_len, struct err *e)
{
	const unsigned char *p = sealed;

	(void)s;
	*out = NULL;
	if (!is_plain(p, len))
		return err_set(e, RC_INTERNAL,
		    _("%s: row %lld holds no envelope of a known form"),
		    a->kind, (long long)a->row);
	*out_len = len - ENVELOPE_HEAD;
	*out = mem_new(1, *out_len + 1);
	memcpy(*out, p + ENVELOPE_HEAD, *out_len);
	return RC_OK;
}

void
query_seal(struct query *q, const struct aad *a, const void *bytes, size_t len)
{
	unsigned char *sealed;
	size_t n;

	if (bytes == NULL) {
		query_bind_null(q);
		return;
	}
	if (envelope_seal(q->store, a, bytes, len, &sealed, &n, NULL) !=
	    RC_OK) {
		query_refuse(q);
		return;
	}
	query_bind_blob(q, sealed, n);
	free(sealed);
}

void
query_seal_text(struct query *q, const struct aad *a, const char *text)
{
	query_seal(q, a, text, text == NULL ? 0 : strlen(text));
}

void
query_seal_json(struct query *q, const struct aad *a, const json_t *v)
{
	char *text;

	if (v == NULL || json_is_null(v)) {
		query_bind_null(q);
		return;
	}
	text = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	query_seal_text(q, a, text);
	free(text);
}

char *
query_open_text(struct query *q, int col, const struct aad *a)
{
	unsigned char *bytes;
	const void *sealed;
	size_t len, n;

	if (query_is_null(q, col))
		return NULL;
	sealed = query_blob(q, col, &len);
	if (envelope_open(q->store, a, sealed, len, &bytes, &n, NULL) !=
	    RC_OK) {
		q->sealed = true;
		return NULL;
	}
	return (char *)bytes;
}

json_t *
query_open_json(struct query *q, int col, const struct aad *a)
{
	char *text = query_open_text(q, col, a);
	json_t *v;

	if (text == NULL)
		return NULL;
	v = json_loads(text, JSON_DECODE_ANY, NULL);
	free(text);
	if (v == NULL)
		q->sealed = true;
	return v;
}
