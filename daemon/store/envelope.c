/*
 * envelope -- bytes as they lie in the database: form, key id, nonce, bytes.
 */
#include "store/envelope.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/query.h"

#define FORM_PLAIN 0 /* key 0, nonce of zeros, the bytes as they are */
#define FORM_SEALED 1
#define BOUND_MAX 256 /* of what is bound to an envelope */

_Static_assert(ENVELOPE_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    "what a nonce takes");
_Static_assert(ENVELOPE_TAG == crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "what a tag takes");

struct bound {
	unsigned char bytes[BOUND_MAX];
	size_t n;
};

static void
bind_int(struct bound *b, int64_t v)
{
	uint64_t left = (uint64_t)v;
	int i;

	for (i = 0; i < 8 && b->n < BOUND_MAX; i++, left >>= 8)
		b->bytes[b->n++] = (unsigned char)(left & 0xffu);
}

static void
bind_text(struct bound *b, const char *text)
{
	size_t n = strlen(text);

	bind_int(b, (int64_t)n);
	if (n > BOUND_MAX - b->n)
		n = BOUND_MAX - b->n;
	memcpy(b->bytes + b->n, text, n);
	b->n += n;
}

/* Numbers before names: what could be too long is cut at the end. */
static void
bind_place(struct bound *b, const struct store *s, const struct aad *a,
    int64_t key)
{
	b->n = 0;
	bind_int(b, FORM_SEALED);
	bind_int(b, key);
	bind_int(b, a->row);
	bind_int(b, a->version);
	bind_text(b, s->municipality);
	bind_text(b, a->column);
	bind_text(b, a->kind);
}

static void
put_key(unsigned char *p, int64_t key)
{
	uint64_t left = (uint64_t)key;
	int i;

	for (i = 0; i < 8; i++, left >>= 8)
		p[i] = (unsigned char)(left & 0xffu);
}

static int64_t
get_key(const unsigned char *p)
{
	uint64_t v = 0;
	int i;

	for (i = 7; i >= 0; i--)
		v = v << 8 | p[i];
	return (int64_t)v;
}

static enum seal
seal_bytes(struct store *s, const struct aad *a, const void *bytes, size_t len,
    unsigned char **out, size_t *out_len)
{
	const unsigned char *key;
	struct bound b;
	int64_t id;
	enum seal why;

	if ((why = keyring_to_seal(s, &a->owner, &id, &key)) != SEAL_OK)
		return why;
	*out_len = ENVELOPE_HEAD + len + (key == NULL ? 0 : ENVELOPE_TAG);
	*out = mem_new(1, *out_len);
	if (key == NULL) {
		if (len > 0)
			memcpy(*out + ENVELOPE_HEAD, bytes, len);
		return SEAL_OK;
	}
	(*out)[0] = FORM_SEALED;
	put_key(*out + 1, id);
	id_bytes(*out + 9, ENVELOPE_NONCE);
	bind_place(&b, s, a, id);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(*out + ENVELOPE_HEAD,
	    NULL, bytes, len, b.bytes, b.n, NULL, *out + 9, key);
	return SEAL_OK;
}

enum rc
envelope_case(struct store *s, const char *sql, int64_t row, struct owner *out,
    struct err *e)
{
	struct query q;

	*out = owner_none();
	query_begin(&q, s, sql);
	query_bind_int(&q, row);
	if (query_row(&q))
		*out = owner_case(query_int(&q, 0), BF_CLASS_IDENTITY);
	return query_end(&q, e);
}

enum rc
envelope_seal(struct store *s, const struct aad *a, const void *bytes,
    size_t len, unsigned char **out, size_t *out_len, struct err *e)
{
	enum seal why;

	*out = NULL;
	if (len > SIZE_MAX - ENVELOPE_HEAD - ENVELOPE_TAG)
		return err_set(e, RC_INTERNAL, _("value: too long to be kept"));
	why = seal_bytes(s, a, bytes, len, out, out_len);
	return why == SEAL_OK ? RC_OK : seal_fail(why, e);
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

static enum seal
open_sealed(struct store *s, const struct aad *a, const unsigned char *sealed,
    size_t len, unsigned char **out, size_t *out_len)
{
	const unsigned char *key;
	struct bound b;
	int64_t id = get_key(sealed + 1);
	enum seal why;

	if ((why = keyring_to_open(s, id, &key)) != SEAL_OK)
		return why;
	*out_len = len - ENVELOPE_HEAD - ENVELOPE_TAG;
	*out = mem_new(1, *out_len + 1);
	bind_place(&b, s, a, id);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(*out, NULL, NULL,
		sealed + ENVELOPE_HEAD, len - ENVELOPE_HEAD, b.bytes, b.n,
		sealed + 9, key) == 0)
		return SEAL_OK;
	free(*out);
	*out = NULL;
	return SEAL_BROKEN;
}

enum seal
envelope_try(struct store *s, const struct aad *a, const void *sealed,
    size_t len, unsigned char **out, size_t *out_len)
{
	const unsigned char *p = sealed;

	*out = NULL;
	*out_len = 0;
	if (len >= ENVELOPE_HEAD + ENVELOPE_TAG && p[0] == FORM_SEALED)
		return open_sealed(s, a, p, len, out, out_len);
	if (s->whole || !is_plain(p, len))
		return SEAL_BROKEN;
	*out_len = len - ENVELOPE_HEAD;
	*out = mem_new(1, *out_len + 1);
	memcpy(*out, p + ENVELOPE_HEAD, *out_len);
	return SEAL_OK;
}

enum rc
envelope_open(struct store *s, const struct aad *a, const void *sealed,
    size_t len, unsigned char **out, size_t *out_len, struct err *e)
{
	enum seal why = envelope_try(s, a, sealed, len, out, out_len);

	if (why == SEAL_BROKEN)
		return err_set(e, RC_INTERNAL,
		    _("%s: row %lld holds no envelope of its own"), a->kind,
		    (long long)a->row);
	return why == SEAL_OK ? RC_OK : seal_fail(why, e);
}

int64_t
envelope_key(const void *sealed, size_t len)
{
	const unsigned char *p = sealed;

	if (len >= ENVELOPE_HEAD + ENVELOPE_TAG && p[0] == FORM_SEALED)
		return get_key(p + 1);
	return is_plain(p, len) ? 0 : -1;
}

enum rc
envelope_copy(struct store *s, const char *read, const char *write,
    const struct aad *a, int64_t from, int64_t to, struct err *e)
{
	unsigned char *bytes = NULL;
	struct aad at = *a;
	struct query q;
	size_t n = 0;
	enum rc rc;

	at.row = from;
	query_begin(&q, s, read);
	query_bind_int(&q, from);
	if (query_row(&q)) {
		bytes = query_open(&q, 0, &at, &n);
		at.owner.id = query_int(&q, 1);
	}
	at.row = to;
	if ((rc = query_end(&q, e)) == RC_OK && bytes != NULL) {
		query_begin(&q, s, write);
		query_bind_int(&q, to);
		query_seal(&q, &at, bytes, n);
		rc = query_run(&q, e);
	}
	free(bytes);
	return rc;
}

void
query_seal(struct query *q, const struct aad *a, const void *bytes, size_t len)
{
	unsigned char *sealed = NULL;
	size_t n = 0;
	enum seal why;

	if (bytes == NULL) {
		query_bind_null(q);
		return;
	}
	why = len > SIZE_MAX - ENVELOPE_HEAD - ENVELOPE_TAG ?
	    SEAL_BROKEN :
	    seal_bytes(q->store, a, bytes, len, &sealed, &n);
	if (why != SEAL_OK)
		query_refuse(q, why);
	else
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

unsigned char *
query_open(struct query *q, int col, const struct aad *a, size_t *len)
{
	unsigned char *bytes = NULL;
	const void *sealed;
	enum seal why;
	size_t n;

	*len = 0;
	if (query_is_null(q, col))
		return NULL;
	sealed = query_blob(q, col, &n);
	why = envelope_try(q->store, a, sealed, n, &bytes, len);
	if (why == SEAL_ERASED || why == SEAL_LOCKED)
		q->withheld = why;
	else if (why != SEAL_OK)
		q->seal = why;
	return bytes;
}

char *
query_open_text(struct query *q, int col, const struct aad *a)
{
	size_t n;

	return (char *)query_open(q, col, a, &n);
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
		q->seal = SEAL_BROKEN;
	return v;
}
