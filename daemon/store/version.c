/*
 * version -- every definition ever loaded, and which one new cases get.
 */
#include "store/version.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/query.h"
#include "store/rows.h"
#include "store/tx.h"

#define VERSION_SQL                                                            \
	"SELECT d.id, d.name, d.title, d.code_hash, d.shape_hash,"             \
	" d.skeleton, d.loaded, d.loaded_by, u.since"                          \
	" FROM definition d LEFT JOIN definition_use u"                        \
	" ON u.definition = d.id AND u.until IS NULL"

void
version_fini(struct version *v)
{
	free(v->title);
	json_decref(v->skeleton);
	v->title = NULL;
	v->skeleton = NULL;
}

static enum rc
find_code(struct store *s, const struct version *v, int64_t *id, struct err *e)
{
	struct query q;

	*id = 0;
	query_begin(&q, s,
	    "SELECT id FROM definition WHERE name = ?1 AND code_hash = ?2");
	query_bind_text(&q, v->name);
	query_bind_blob(&q, v->code, sizeof(v->code));
	if (query_row(&q))
		*id = query_int(&q, 0);
	return query_end(&q, e);
}

static enum rc
add_file(struct store *s, int64_t id, const struct version_file *f,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "INSERT INTO definition_file"
	    " (definition, path, bytes) VALUES (?1, ?2, ?3)");
	query_bind_int(&q, id);
	query_bind_text(&q, f->path);
	query_bind_blob(&q, f->bytes, f->len);
	return query_run(&q, e);
}

static enum rc
insert(struct tx *tx, struct version *v, struct err *e)
{
	struct query q;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO definition (name, title,"
	    " code_hash, shape_hash, skeleton, loaded, loaded_by)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
	query_bind_text(&q, v->name);
	query_bind_text(&q, v->title == NULL ? "" : v->title);
	query_bind_blob(&q, v->code, sizeof(v->code));
	query_bind_blob(&q, v->shape, sizeof(v->shape));
	query_bind_json(&q, v->skeleton);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, v->loaded_by);
	return query_insert(&q, &v->id, e);
}

static int
by_path(const void *a, const void *b)
{
	const struct version_file *const *x = a, *const *y = b;

	return strcmp((*x)->path, (*y)->path);
}

static void
hash_files(const struct version_file *files, size_t n,
    unsigned char hash[VERSION_HASH])
{
	const struct version_file **sorted = mem_new(n + 1, sizeof(*sorted));
	struct hash h;
	size_t i;

	for (i = 0; i < n; i++)
		sorted[i] = &files[i];
	qsort(sorted, n, sizeof(*sorted), by_path);
	hash_init(&h, NULL, 0);
	for (i = 0; i < n; i++) {
		hash_add_text(&h, sorted[i]->path);
		hash_add_part(&h, sorted[i]->bytes, sorted[i]->len);
	}
	hash_final(&h, hash);
	free(sorted);
}

enum rc
version_add(struct tx *tx, struct version *v, const struct version_file *files,
    size_t n, bool *known, struct err *e)
{
	enum rc rc;
	size_t i;

	hash_files(files, n, v->code);
	if ((rc = find_code(tx_store(tx), v, &v->id, e)) != RC_OK)
		return rc;
	*known = v->id != 0;
	if (*known)
		return RC_OK;
	v->loaded = tx_now(tx);
	rc = insert(tx, v, e);
	for (i = 0; i < n && rc == RC_OK; i++)
		rc = add_file(tx_store(tx), v->id, &files[i], e);
	return rc;
}

static void
copy_hash(const struct query *q, int col, unsigned char out[VERSION_HASH])
{
	size_t len;
	const void *bytes = query_blob(q, col, &len);

	memset(out, 0, VERSION_HASH);
	memcpy(out, bytes, len < VERSION_HASH ? len : VERSION_HASH);
}

/* Read the one row of Q, whose error if there is none names NAME. */
static enum rc
read_one(struct query *q, const char *name, struct version *out, struct err *e)
{
	bool found;
	enum rc rc;

	memset(out, 0, sizeof(*out));
	if ((found = query_row(q))) {
		out->id = query_int(q, 0);
		query_copy(q, 1, out->name, sizeof(out->name));
		out->title = query_dup(q, 2);
		copy_hash(q, 3, out->code);
		copy_hash(q, 4, out->shape);
		out->skeleton = query_json(q, 5);
		out->loaded = query_int(q, 6);
		query_copy(q, 7, out->loaded_by, sizeof(out->loaded_by));
		out->active = !query_is_null(q, 8);
	}
	if ((rc = query_end(q, e)) != RC_OK)
		version_fini(out);
	else if (!found)
		rc = err_set(e, RC_NOTFOUND, _("workflow %s: no such version"),
		    name);
	return rc;
}

enum rc
version_get(struct store *s, int64_t id, struct version *out, struct err *e)
{
	char *name = mem_format("#%lld", (long long)id);
	struct query q;
	enum rc rc;

	query_begin(&q, s, VERSION_SQL " WHERE d.id = ?1");
	query_bind_int(&q, id);
	rc = read_one(&q, name, out, e);
	free(name);
	return rc;
}

enum rc
version_get_active(struct store *s, const char *name, struct version *out,
    struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    VERSION_SQL " WHERE d.name = ?1 AND u.since IS NOT NULL");
	query_bind_text(&q, name);
	return read_one(&q, name, out, e);
}

enum rc
version_files(struct store *s, int64_t id, struct version_file **out, size_t *n,
    struct err *e)
{
	struct version_file *files = NULL, *f;
	const void *bytes;
	struct query q;
	enum rc rc;

	*n = 0;
	query_begin(&q, s,
	    "SELECT path, bytes FROM definition_file"
	    " WHERE definition = ?1 ORDER BY path");
	query_bind_int(&q, id);
	while (query_row(&q)) {
		files = mem_grow(files, *n + 1, sizeof(*files));
		f = &files[(*n)++];
		f->path = query_dup(&q, 0);
		bytes = query_blob(&q, 1, &f->len);
		f->bytes = mem_new(1, f->len + 1);
		memcpy(f->bytes, bytes, f->len);
	}
	*out = files;
	if ((rc = query_end(&q, e)) != RC_OK) {
		version_files_free(files, *n);
		*out = NULL;
		*n = 0;
	}
	return rc;
}

enum rc
version_file(struct store *s, int64_t id, const char *path,
    struct version_file *out, struct err *e)
{
	const void *bytes;
	struct query q;

	memset(out, 0, sizeof(*out));
	query_begin(&q, s,
	    "SELECT path, bytes FROM definition_file"
	    " WHERE definition = ?1 AND path = ?2");
	query_bind_int(&q, id);
	query_bind_text(&q, path);
	if (query_row(&q)) {
		out->path = query_dup(&q, 0);
		bytes = query_blob(&q, 1, &out->len);
		out->bytes = mem_new(1, out->len + 1);
		memcpy(out->bytes, bytes, out->len);
	}
	return query_end(&q, e);
}

void
version_files_free(struct version_file *files, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(files[i].path);
		free(files[i].bytes);
	}
	free(files);
}

enum rc
version_activate(struct tx *tx, const char *name, int64_t id, const char *by,
    const char *reason, struct err *e)
{
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "UPDATE definition_use SET until = ?1"
	    " WHERE name = ?2 AND until IS NULL");
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, name);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	query_begin(&q, tx_store(tx),
	    "INSERT INTO definition_use"
	    " (name, definition, since, by_user, reason)"
	    " VALUES (?1, ?2, ?3, ?4, ?5)");
	query_bind_text(&q, name);
	query_bind_int(&q, id);
	query_bind_int(&q, tx_now(tx));
	query_bind_text(&q, by);
	query_bind_text(&q, reason == NULL ? "" : reason);
	return query_run(&q, e);
}

static json_t *
list_row(const struct query *q)
{
	json_t *row = json_object();
	unsigned char hash[VERSION_HASH];

	rows_column(row, "id", q, 0);
	rows_column(row, "name", q, 1);
	rows_column(row, "title", q, 2);
	copy_hash(q, 3, hash);
	rows_hex(row, "code", hash, sizeof(hash));
	copy_hash(q, 4, hash);
	rows_hex(row, "shape", hash, sizeof(hash));
	rows_column(row, "loaded", q, 5);
	rows_column(row, "loaded_by", q, 6);
	json_object_set_new(row, "active", json_boolean(!query_is_null(q, 7)));
	rows_column(row, "since", q, 7);
	return row;
}

#define LIST_COLUMNS                                                           \
	"SELECT d.id, d.name, d.title, d.code_hash, d.shape_hash, d.loaded,"   \
	" d.loaded_by, u.since"

enum rc
version_list(struct store *s, const char *name, json_t **rows, struct err *e)
{
	json_t *list = json_array(), *row;
	struct query q;

	query_begin(&q, s,
	    LIST_COLUMNS
	    ","
	    " (SELECT count(*) FROM cases c WHERE c.definition = d.id)"
	    " FROM definition d LEFT JOIN definition_use u"
	    " ON u.definition = d.id AND u.until IS NULL"
	    " WHERE ?1 IS NULL OR d.name = ?1 ORDER BY d.id DESC LIMIT 200");
	query_bind_text(&q, name);
	while (query_row(&q)) {
		row = list_row(&q);
		rows_column(row, "cases", &q, 8);
		json_array_append_new(list, row);
	}
	return rows_end(&q, list, rows, e);
}

enum rc
version_list_active(struct store *s, json_t **rows, struct err *e)
{
	json_t *list = json_array();
	struct query q;

	query_begin(&q, s,
	    LIST_COLUMNS " FROM definition_use u"
			 " JOIN definition d ON d.id = u.definition"
			 " WHERE u.until IS NULL ORDER BY d.id DESC LIMIT 200");
	while (query_row(&q))
		json_array_append_new(list, list_row(&q));
	return rows_end(&q, list, rows, e);
}

enum rc
version_check(struct store *s, int64_t after, int64_t *id, bool *intact,
    struct err *e)
{
	unsigned char kept[VERSION_HASH] = { 0 }, hash[VERSION_HASH];
	struct version_file *files = NULL;
	const void *bytes;
	struct query q;
	size_t n = 0;
	enum rc rc;

	*id = 0;
	*intact = true;
	query_begin(&q, s,
	    "SELECT id, code_hash FROM definition WHERE id > ?1"
	    " ORDER BY id LIMIT 1");
	query_bind_int(&q, after);
	if (query_row(&q)) {
		*id = query_int(&q, 0);
		bytes = query_blob(&q, 1, &n);
		memcpy(kept, bytes, n < sizeof(kept) ? n : sizeof(kept));
	}
	if ((rc = query_end(&q, e)) != RC_OK || *id == 0 ||
	    (rc = version_files(s, *id, &files, &n, e)) != RC_OK)
		return rc;
	hash_files(files, n, hash);
	*intact = memcmp(kept, hash, sizeof(hash)) == 0;
	version_files_free(files, n);
	return RC_OK;
}
