/*
 * undo_watch -- changed rows, noted by the pre-update hook; see undo_watch.h.
 *
 * A changeset is, for each table, 'T', the number of columns, for each column
 * its place in the primary key, the name; then the changes: what was done, 0,
 * and the values before, after, or both.  Of an update only the key and what
 * differs are there.  The format is documented in SQLite's sqlite3session.c.
 */
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

#include "store/undo_watch.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/inside.h"
#include "store/query.h"
#include "store/tx.h"
#include "store/undo.h"

#define COLUMNS_MAX 64
#define SET_MAX (64u << 20) /* bytes; a step that changes more stays */
#define ABSENT 0 /* in place of a value that does not differ */

/* Rows of these can be put back as they were. */
static const char *const put_back[] = { "task", "deadline", "deadline_version",
	"deadline_pause", "timer", "allocation", "allocation_unit",
	"allocation_item", "allocation_part", "allocation_approval",
	"work_order", "work_order_version", "household_snapshot", "case_cycle",
	NULL };

/*
 * These go on: the record, what counts up, and the case, which the undoing
 * step itself sets back.
 */
static const char *const go_on[] = { "history", "history_part",
	"lookup_subject", "meta", "series", "idem", "undo", "outbox", "cases",
	"case_part", "case_value", "case_hash", "case_person", "case_household",
	"document_chunk", "owner_key", "key_doomed", "rotation", NULL };

#define TABLES (sizeof(put_back) / sizeof(put_back[0]) - 1)

/* How a table of put_back is made. */
struct table {
	const char *name; /* borrowed; NULL: not looked at yet */
	unsigned char columns; /* how many */
	unsigned char key[COLUMNS_MAX]; /* place in the primary key; 0: none */
};

struct undo_watch {
	struct store *store; /* borrowed */
	struct table tables[TABLES];
	const struct table *last; /* whose header came last; NULL: none */
	size_t last_at; /* bytes noted when it came */
	unsigned char *set; /* owned; the store's counters know how much */
	size_t room;
	char lasting[STORE_NAME_SIZE];
};

static bool
is_in(const char *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

/* The changes noted end where the counters say: a rollback takes them back. */
static void
put(struct undo_watch *w, const void *bytes, size_t n)
{
	size_t *used = &w->store->counters.noted;

	if (n > w->room - *used) {
		w->room = 2 * w->room + n;
		w->set = mem_grow(w->set, w->room, 1);
	}
	memcpy(w->set + *used, bytes, n);
	*used += n;
}

static void
put_byte(struct undo_watch *w, int byte)
{
	unsigned char c = (unsigned char)byte;

	put(w, &c, 1);
}

/* Seven bits a byte, the highest first; all but the last are marked. */
static void
put_length(struct undo_watch *w, unsigned int n)
{
	int shift = 28;

	while (shift > 0 && n >> shift == 0)
		shift -= 7;
	for (; shift > 0; shift -= 7)
		put_byte(w, (int)(n >> shift & 0x7fu) | 0x80);
	put_byte(w, (int)(n & 0x7fu));
}

static void
put_eight(struct undo_watch *w, uint64_t v)
{
	int shift;

	for (shift = 56; shift >= 0; shift -= 8)
		put_byte(w, (int)(v >> shift & 0xffu));
}

static void
put_value(struct undo_watch *w, sqlite3_value *v)
{
	int type = sqlite3_value_type(v), n;
	const void *bytes;
	uint64_t bits;
	double real;

	put_byte(w, type);
	switch (type) {
	case SQLITE_INTEGER:
		put_eight(w, (uint64_t)sqlite3_value_int64(v));
		break;
	case SQLITE_FLOAT:
		real = sqlite3_value_double(v);
		memcpy(&bits, &real, sizeof(bits));
		put_eight(w, bits);
		break;
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		bytes = type == SQLITE_TEXT ?
		    (const void *)sqlite3_value_text(v) :
		    sqlite3_value_blob(v);
		n = sqlite3_value_bytes(v);
		put_length(w, (unsigned int)n);
		if (n > 0)
			put(w, bytes, (size_t)n);
		break;
	case SQLITE_NULL:
		break;
	}
}

static bool
is_same(sqlite3_value *a, sqlite3_value *b)
{
	int type = sqlite3_value_type(a), n;

	if (type != sqlite3_value_type(b))
		return false;
	if (type == SQLITE_NULL)
		return true;
	if (type == SQLITE_FLOAT)
		return false;
	if (type == SQLITE_INTEGER)
		return sqlite3_value_int64(a) == sqlite3_value_int64(b);
	n = sqlite3_value_bytes(a);
	return n == sqlite3_value_bytes(b) &&
	    (n == 0 ||
		memcmp(sqlite3_value_blob(a), sqlite3_value_blob(b),
		    (size_t)n) == 0);
}

/* What a change is about: the row as it was, as it will be, or both. */
struct change {
	const struct table *table;
	int op; /* SQLITE_INSERT, SQLITE_DELETE or SQLITE_UPDATE */
	sqlite3_value *before[COLUMNS_MAX], *after[COLUMNS_MAX];
};

static void
put_header(struct undo_watch *w, const struct table *t)
{
	if (w->last == t && w->last_at < w->store->counters.noted)
		return;
	w->last = t;
	w->last_at = w->store->counters.noted;
	put_byte(w, 'T');
	put_length(w, t->columns);
	put(w, t->key, t->columns);
	put(w, t->name, strlen(t->name) + 1);
}

static void
put_row(struct undo_watch *w, int op, sqlite3_value *const *row, int n)
{
	int i;

	put_byte(w, op);
	put_byte(w, 0);
	for (i = 0; i < n; i++)
		put_value(w, row[i]);
}

static void
put_update(struct undo_watch *w, const struct change *c)
{
	int i, n = c->table->columns;
	bool same[COLUMNS_MAX];

	put_byte(w, SQLITE_UPDATE);
	put_byte(w, 0);
	for (i = 0; i < n; i++) {
		same[i] = is_same(c->before[i], c->after[i]);
		if (same[i] && c->table->key[i] == 0)
			put_byte(w, ABSENT);
		else
			put_value(w, c->before[i]);
	}
	for (i = 0; i < n; i++)
		if (same[i])
			put_byte(w, ABSENT);
		else
			put_value(w, c->after[i]);
}

/* Does an update change the key, or nothing at all? */
static bool
changes(const struct change *c, bool key)
{
	int i;

	for (i = 0; i < c->table->columns; i++)
		if ((!key || c->table->key[i] != 0) &&
		    !is_same(c->before[i], c->after[i]))
			return true;
	return false;
}

static void
note(struct undo_watch *w, const struct change *c)
{
	int n = c->table->columns;

	if (c->op == SQLITE_UPDATE && !changes(c, false))
		return;
	put_header(w, c->table);
	if (c->op == SQLITE_UPDATE && !changes(c, true)) {
		put_update(w, c);
		return;
	}
	if (c->op != SQLITE_INSERT)
		put_row(w, SQLITE_DELETE, c->before, n);
	if (c->op != SQLITE_DELETE)
		put_row(w, SQLITE_INSERT, c->after, n);
}

/* False: the database does not tell. */
static bool
read_change(sqlite3 *db, struct change *c)
{
	int i, code = SQLITE_OK, n = c->table->columns;

	if (n == 0 || sqlite3_preupdate_count(db) != n)
		return false;
	for (i = 0; i < n && code == SQLITE_OK; i++) {
		if (c->op != SQLITE_INSERT)
			code = sqlite3_preupdate_old(db, i, &c->before[i]);
		if (code == SQLITE_OK && c->op != SQLITE_DELETE)
			code = sqlite3_preupdate_new(db, i, &c->after[i]);
	}
	return code == SQLITE_OK;
}

static const struct table *
find_table(const struct undo_watch *w, const char *name)
{
	size_t i;

	for (i = 0; i < TABLES; i++)
		if (strcmp(put_back[i], name) == 0)
			return &w->tables[i];
	return NULL;
}

static void
on_change(void *arg, sqlite3 *db, int op, const char *database,
    const char *name, sqlite3_int64 before, sqlite3_int64 after)
{
	struct change c = { .op = op };
	struct undo_watch *w = arg;

	(void)before;
	(void)after;
	if (w->store->counters.lasting || strcmp(database, "main") != 0 ||
	    is_in(go_on, name))
		return;
	c.table = find_table(w, name);
	if (c.table != NULL && w->store->counters.noted < SET_MAX &&
	    read_change(db, &c)) {
		note(w, &c);
		return;
	}
	w->store->counters.lasting = true;
	w->lasting[0] = '\0';
	strncat(w->lasting, name, sizeof(w->lasting) - 1);
}

static enum rc
look_at_table(struct undo_watch *w, size_t i, struct err *e)
{
	struct table *t = &w->tables[i];
	struct query q;

	t->columns = 0;
	query_begin(&q, w->store,
	    "SELECT pk FROM pragma_table_info(?1) ORDER BY cid");
	query_bind_text(&q, put_back[i]);
	while (query_row(&q)) {
		assert(t->columns < COLUMNS_MAX);
		t->key[t->columns++] = (unsigned char)query_int(&q, 0);
	}
	t->name = put_back[i];
	return query_end(&q, e);
}

enum rc
undo_watch_begin(struct tx *tx, struct undo_watch **out, struct err *e)
{
	struct store *s = tx_store(tx);
	struct undo_watch *w = s->watch;
	enum rc rc = RC_OK;
	size_t i;

	*out = NULL;
	if (w == NULL) {
		w = s->watch = mem_new(1, sizeof(*w));
		w->store = s;
	}
	for (i = 0; i < TABLES && rc == RC_OK; i++)
		if (w->tables[i].name == NULL)
			rc = look_at_table(w, i, e);
	if (rc != RC_OK)
		return rc;
	s->counters.noted = 0;
	s->counters.lasting = false;
	w->last = NULL;
	(void)sqlite3_preupdate_hook(s->db, on_change, w);
	*out = w;
	return RC_OK;
}

void
undo_watch_end(struct undo_watch *w)
{
	if (w != NULL)
		(void)sqlite3_preupdate_hook(w->store->db, NULL, NULL);
}

void
undo_watch_free(struct undo_watch *w)
{
	if (w != NULL)
		free(w->set);
	free(w);
}

const void *
undo_watch_set(const struct undo_watch *w, size_t *n)
{
	*n = w->store->counters.lasting ? 0 : w->store->counters.noted;
	return w->set;
}

const char *
undo_watch_lasting(const struct undo_watch *w)
{
	return w->store->counters.lasting ? w->lasting : "";
}
