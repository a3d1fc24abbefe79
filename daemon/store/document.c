/*
 * document -- rows of documents, and their bytes in sealed chunks.
 */
#include "store/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/definition.h"
#include "store/envelope.h"
#include "store/keyed.h"
#include "store/query.h"
#include "store/tx.h"

/* Bytes on their way in. */
struct intake {
	struct tx *tx; /* borrowed */
	int64_t id;
	int64_t size;
	int64_t max;
	struct keyed_state *hash; /* owned until ended */
	struct owner owner;
};

static enum rc
insert_row(struct tx *tx, const struct document_new *in, int64_t *id,
    struct err *e)
{
	struct aad aad = { "document", 0, "title", 0,
		owner_case(in->case_id, in->class) };
	static const unsigned char none[KEYED_SIZE];
	struct query q;
	enum rc rc;

	rc = query_next(tx_store(tx),
	    "SELECT coalesce(max(id), 0) + 1 FROM document", &aad.row, e);
	if (rc != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO document (case_id,"
	    " person_id, kind, class, title, mime, size, hash, key_id,"
	    " direction, received, registered, by_user, unit, state)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, 0, ?8, ?9, ?10, ?11, ?12,"
	    " 'stored')");
	query_bind_int(&q, in->case_id);
	query_bind_id(&q, in->person);
	query_bind_text(&q, in->kind);
	query_bind_int(&q, (int64_t)in->class);
	query_seal_text(&q, &aad, in->title == NULL ? "" : in->title);
	query_bind_text(&q, in->mime);
	query_bind_blob(&q, none, sizeof(none));
	query_bind_text(&q, in->direction);
	query_bind_date(&q, in->received);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, in->by);
	query_bind_text(&q, in->unit);
	return query_insert(&q, id, e);
}

/* Fill BUF from READ as far as there are bytes; their number, or -1. */
static ssize_t
read_chunk(document_read_fn *read, void *arg, unsigned char *buf, struct err *e)
{
	size_t used = 0;
	ssize_t n;

	while (used < DOCUMENT_CHUNK) {
		n = read(arg, buf + used, DOCUMENT_CHUNK - used, e);
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

static enum rc
put_chunk(struct intake *in, const unsigned char *buf, size_t len,
    struct err *e)
{
	int64_t no = in->size / DOCUMENT_CHUNK;
	const struct aad aad = { "document_chunk", in->id, "body", no,
		in->owner };
	struct query q;

	if ((int64_t)len > in->max - in->size)
		return err_name(e, RC_INVALID, "E_TOO_LARGE",
		    _("document: "
		      "larger than %lld bytes"),
		    (long long)in->max);
	keyed_update(in->hash, buf, len);
	query_begin(&q, tx_store(in->tx),
	    "INSERT INTO document_chunk"
	    " (document_id, no, body) VALUES (?1, ?2, ?3)");
	query_bind_int(&q, in->id);
	query_bind_int(&q, no);
	query_seal(&q, &aad, buf, len);
	in->size += (int64_t)len;
	return query_run(&q, e);
}

static enum rc
put_chunks(struct intake *in, document_read_fn *read, void *arg, struct err *e)
{
	unsigned char *buf = mem_new(DOCUMENT_CHUNK, 1);
	enum rc rc = RC_OK;
	ssize_t n;

	for (;;) {
		if ((n = read_chunk(read, arg, buf, e)) <= 0)
			break;
		if ((rc = put_chunk(in, buf, (size_t)n, e)) != RC_OK)
			break;
		if (n < DOCUMENT_CHUNK)
			break;
	}
	free(buf);
	if (n < 0)
		return e->rc;
	if (rc == RC_OK && in->size == 0)
		return err_name(e, RC_INVALID, "E_EMPTY",
		    _("document: has no "
		      "bytes"));
	return rc;
}

static enum rc
finish(struct intake *in, struct err *e)
{
	unsigned char hash[KEYED_SIZE];
	struct query q;
	int64_t key;

	key = keyed_end(in->hash, hash);
	in->hash = NULL;
	query_begin(&q, tx_store(in->tx),
	    "UPDATE document SET size = ?2,"
	    " hash = ?3, key_id = ?4 WHERE id = ?1");
	query_bind_int(&q, in->id);
	query_bind_int(&q, in->size);
	query_bind_blob(&q, hash, sizeof(hash));
	query_bind_int(&q, key);
	return query_run(&q, e);
}

enum rc
document_put(struct tx *tx, const struct document_new *doc,
    document_read_fn *read, void *arg, int64_t max, int64_t *id, struct err *e)
{
	struct intake in = { .tx = tx,
		.max = max,
		.owner = owner_case(doc->case_id, doc->class) };
	enum rc rc;

	if ((rc = insert_row(tx, doc, &in.id, e)) != RC_OK)
		return rc;
	in.hash = keyed_begin(tx_store(tx), "document");
	rc = put_chunks(&in, read, arg, e);
	if (rc == RC_OK)
		rc = finish(&in, e);
	else
		(void)keyed_end(in.hash, NULL);
	*id = in.id;
	return rc;
}

enum rc
document_load(struct store *s, int64_t id, struct document *out, struct err *e)
{
	const struct aad aad = { "document", id, "title", 0, OWNER_ANY };
	struct query q;
	enum rc rc;

	*out = (struct document){ .id = 0 };
	query_begin(&q, s,
	    "SELECT case_id, person_id, kind, class, title,"
	    " mime, size, direction, received, registered, by_user, unit"
	    " FROM document WHERE id = ?1");
	query_bind_int(&q, id);
	if (query_row(&q)) {
		out->id = id;
		out->case_id = query_int(&q, 0);
		out->person = query_int(&q, 1);
		query_copy(&q, 2, out->kind, sizeof(out->kind));
		out->class = (enum bf_class)query_int(&q, 3);
		out->title = query_open_text(&q, 4, &aad);
		query_copy(&q, 5, out->mime, sizeof(out->mime));
		out->size = query_int(&q, 6);
		query_copy(&q, 7, out->direction, sizeof(out->direction));
		out->received = query_date(&q, 8);
		out->registered = query_int(&q, 9);
		query_copy(&q, 10, out->by, sizeof(out->by));
		query_copy(&q, 11, out->unit, sizeof(out->unit));
	}
	if ((rc = query_end(&q, e)) != RC_OK)
		document_fini(out);
	else if (out->id == 0)
		rc = err_set(e, RC_NOTFOUND, _("document: not found"));
	return rc;
}

void
document_fini(struct document *d)
{
	free(d->title);
	d->title = NULL;
}

static enum rc
get_hash(struct store *s, int64_t id, unsigned char out[KEYED_SIZE],
    int64_t *key, struct err *e)
{
	struct query q;
	const void *p;
	bool found;
	size_t len;
	enum rc rc;

	memset(out, 0, KEYED_SIZE);
	query_begin(&q, s, "SELECT hash, key_id FROM document WHERE id = ?1");
	query_bind_int(&q, id);
	if ((found = query_row(&q))) {
		p = query_blob(&q, 0, &len);
		if (len == KEYED_SIZE)
			memcpy(out, p, KEYED_SIZE);
		*key = query_int(&q, 1);
	}
	if ((rc = query_end(&q, e)) != RC_OK)
		return rc;
	if (!found)
		return err_set(e, RC_NOTFOUND, _("document: not found"));
	return RC_OK;
}

/*
 * Open chunk NO; *BYTES is malloc'd, NULL after the last.  One statement a
 * chunk: none stays half read while WRITE waits for somebody.
 */
static enum rc
get_chunk(struct store *s, int64_t id, int64_t no, unsigned char **bytes,
    size_t *len, struct err *e)
{
	const struct aad aad = { "document_chunk", id, "body", no, OWNER_ANY };
	enum rc opened = RC_OK, rc;
	const void *sealed;
	struct query q;
	size_t n;

	*bytes = NULL;
	query_begin(&q, s,
	    "SELECT body FROM document_chunk"
	    " WHERE document_id = ?1 AND no = ?2");
	query_bind_int(&q, id);
	query_bind_int(&q, no);
	if (query_row(&q)) {
		sealed = query_blob(&q, 0, &n);
		opened = envelope_open(s, &aad, sealed, n, bytes, len, e);
	}
	rc = query_end(&q, e);
	return opened != RC_OK ? opened : rc;
}

enum rc
document_get(struct store *s, int64_t id, document_write_fn *write, void *arg,
    struct err *e)
{
	unsigned char kept[KEYED_SIZE], hash[KEYED_SIZE], *bytes;
	struct keyed_state *state;
	size_t len = 0;
	int64_t no, key = 0;
	enum rc rc;

	if ((rc = get_hash(s, id, kept, &key, e)) != RC_OK)
		return rc;
	if ((state = keyed_begin_by(s, key, "document")) == NULL)
		return seal_fail(SEAL_MISSING, e);
	for (no = 0; rc == RC_OK; no++) {
		rc = get_chunk(s, id, no, &bytes, &len, e);
		if (rc != RC_OK || bytes == NULL)
			break;
		keyed_update(state, bytes, len);
		rc = write(arg, bytes, len, e);
		free(bytes);
	}
	(void)keyed_end(state, hash);
	if (rc == RC_OK && memcmp(kept, hash, KEYED_SIZE) != 0)
		return err_set(e, RC_IO,
		    _("document %lld: not the bytes that "
		      "were stored; run sys verify"),
		    (long long)id);
	return rc;
}

/* Columns: id kind class title mime size direction received registered by_user
 * unit person_id. */
static json_t *
row_json(struct query *q)
{
	const struct aad aad = { "document", query_int(q, 0), "title", 0,
		OWNER_ANY };
	enum bf_class class = (enum bf_class)query_int(q, 2);
	char *title = query_open_text(q, 3, &aad);
	json_t *row = json_pack("{s:I, s:s, s:s, s:s, s:s, s:I, s:s, s:I, s:s,"
				" s:s}",
	    "id", (json_int_t)query_int(q, 0), "kind", query_text(q, 1),
	    "class", bf_class_name(class), "title", title == NULL ? "" : title,
	    "mime", query_text(q, 4), "size", (json_int_t)query_int(q, 5),
	    "direction", query_text(q, 6), "registered",
	    (json_int_t)query_int(q, 8), "by", query_text(q, 9), "unit",
	    query_text(q, 10));

	if (!query_is_null(q, 7))
		(void)json_object_set_new(row, "received",
		    json_string(query_text(q, 7)));
	if (!query_is_null(q, 11))
		(void)json_object_set_new(row, "person",
		    json_integer(query_int(q, 11)));
	free(title);
	return row;
}

enum rc
document_list(struct store *s, int64_t case_id, unsigned int classes,
    int64_t after, int limit, json_t **out, struct err *e)
{
	struct query q;
	enum rc rc;

	*out = json_array();
	query_begin(&q, s,
	    "SELECT id, kind, class, title, mime, size,"
	    " direction, received, registered, by_user, unit, person_id"
	    " FROM document WHERE case_id = ?1 AND id > ?2"
	    " AND (?3 >> class) & 1 ORDER BY id LIMIT ?4");
	query_bind_int(&q, case_id);
	query_bind_int(&q, after);
	query_bind_int(&q, (int64_t)classes);
	query_bind_int(&q, limit);
	while (query_row(&q))
		(void)json_array_append_new(*out, row_json(&q));
	if ((rc = query_end(&q, e)) != RC_OK) {
		json_decref(*out);
		*out = NULL;
	}
	return rc;
}
