/*
 * fuzz_verify -- a database that somebody has changed: refused, or reported.
 *
 * And what is read of it afterwards must do no harm.
 *
 * The bytes are changes to a small database that is always the same: values of
 * columns first, set behind the store's back, then bytes of the file.
 *
 *	0x01 table column row kind n  n bytes	set a value
 *	0x00 three bytes: where       n n bytes	set bytes; ends the values
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "tests/store/step.h"

#include "base/id.h"
#include "fuzz.h"
#include "store/receipt.h"
#include "store/scope.h"
#include "store/verify.h"

#define CASES 3
#define CHANGES_MAX 16

static char folder[64]; /* <folder>/5532/cases.db */
static char path[96];
static char *whole; /* the database as it was */
static size_t n_whole;

/* What is left of the input. */
struct input {
	const uint8_t *p;
	size_t n;
};

/* Was the record itself changed, and by one change that stands? */
struct changes {
	int n;
	bool record;
};

static size_t
take(struct input *in, unsigned int bytes)
{
	size_t v = 0;

	for (; bytes > 0; bytes--, in->n -= in->n > 0) {
		v = v << 8 | (in->n > 0 ? *in->p : 0);
		in->p += in->n > 0;
	}
	return v;
}

static enum rc
try_open(struct store **s, struct err *e)
{
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = T0 };

	return store_open(path, &o, s, e);
}

static void
fill(void)
{
	struct err e = ERR_INIT;
	int64_t definition;
	struct store *s;
	struct tx *tx;
	int i;

	id_seed(5532);
	MUST(try_open(&s, &e) == RC_OK);
	MUST(tx_begin(s, T0, &tx, &e) == RC_OK);
	MUST(step_definition(tx, &definition, &e) == RC_OK);
	for (i = 0; i < CASES; i++)
		MUST(step_run(tx, definition, &e) == RC_OK);
	MUST(tx_commit(&tx, &e) == RC_OK);
	MUST(store_checkpoint(s, &e) == RC_OK);
	store_close(s);
}

static void
leave(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s: not removed\n", folder);
}

/* Make the database once and keep its bytes; in memory if there is room. */
static void
prepare(void)
{
	const char *const top =
	    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	struct stat st;
	FILE *f;

	snprintf(folder, sizeof(folder), "%s/boflyt-fuzz.XXXXXX", top);
	MUST(mkdtemp(folder) != NULL);
	MUST(atexit(leave) == 0);
	snprintf(path, sizeof(path), "%s/5532/cases.db", folder);
	fill();
	MUST(stat(path, &st) == 0);
	n_whole = (size_t)st.st_size;
	whole = malloc(n_whole);
	MUST(whole != NULL && (f = fopen(path, "re")) != NULL);
	MUST(fread(whole, 1, n_whole, f) == n_whole);
	fclose(f);
}

static void
put_back(void)
{
	char log[128];
	FILE *f = fopen(path, "we");

	MUST(f != NULL);
	MUST(fwrite(whole, 1, n_whole, f) == n_whole);
	MUST(fclose(f) == 0);
	snprintf(log, sizeof(log), "%s-wal", path);
	unlink(log);
}

/* The I-th of the names that SQL gives, round and round; false: none. */
static bool
pick(sqlite3 *db, const char *sql, size_t i, char *out, size_t size)
{
	sqlite3_stmt *st = NULL;
	size_t n = 0;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		return false;
	while (sqlite3_step(st) == SQLITE_ROW)
		n++;
	sqlite3_reset(st);
	for (i = n == 0 ? 0 : i % n; n > 0 && sqlite3_step(st) == SQLITE_ROW;)
		if (i-- == 0)
			break;
	if (n > 0)
		snprintf(out, size, "%s",
		    (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return n > 0;
}

static void
bind(sqlite3_stmt *st, struct input *in)
{
	size_t kind = take(in, 1), n = take(in, 1);

	if (n > in->n)
		n = in->n;
	switch (kind % 4) {
	case 0:
		sqlite3_bind_null(st, 1);
		break;
	case 1:
		sqlite3_bind_int64(st, 1,
		    (sqlite3_int64)take(&(struct input){ in->p, n }, 8));
		break;
	case 2:
		sqlite3_bind_text(st, 1, (const char *)in->p, (int)n,
		    SQLITE_TRANSIENT);
		break;
	default:
		sqlite3_bind_blob(st, 1, n > 0 ? in->p : (const uint8_t *)"",
		    (int)n, SQLITE_TRANSIENT);
	}
	in->p += n;
	in->n -= n;
}

/* Set one value of one row, and see whether that changed anything. */
static void
set_value(sqlite3 *db, struct input *in, struct changes *ch)
{
	char table[64], column[64], sql[400], before[512] = "", after[512] = "";
	size_t t = take(in, 1), c = take(in, 1), row = take(in, 1);
	sqlite3_stmt *st = NULL;
	bool known;

	known = pick(db, "SELECT name FROM sqlite_schema WHERE type = 'table'",
	    t, table, sizeof(table));
	snprintf(sql, sizeof(sql), "SELECT name FROM pragma_table_info('%s')",
	    known ? table : "");
	known = known && pick(db, sql, c, column, sizeof(column));
	snprintf(sql, sizeof(sql),
	    "UPDATE %s SET %s = ?1 WHERE rowid = (SELECT rowid FROM %s"
	    " LIMIT 1 OFFSET %zu %% (SELECT max(1, count(*)) FROM %s))",
	    table, column, table, row, table);
	if (!known || sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) {
		take(in, 1);
		t = take(in, 1);
		while (t-- > 0)
			take(in, 1);
		return;
	}
	snprintf(sql, sizeof(sql), "SELECT group_concat(quote(%s)) FROM %s",
	    column, table);
	pick(db, sql, 0, before, sizeof(before));
	bind(st, in);
	sqlite3_step(st);
	sqlite3_finalize(st);
	pick(db, sql, 0, after, sizeof(after));
	ch->n++;
	ch->record |=
	    strncmp(table, "history", 7) == 0 && strcmp(before, after) != 0;
}

static void
set_values(struct input *in, struct changes *ch)
{
	sqlite3 *db = NULL;

	MUST(sqlite3_open(path, &db) == SQLITE_OK);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_exec(db,
	    "PRAGMA ignore_check_constraints = ON;"
	    "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
	    "PRAGMA foreign_keys = OFF",
	    NULL, NULL, NULL);
	while (in->n > 0 && ch->n < CHANGES_MAX && *in->p == 1) {
		take(in, 1);
		set_value(db, in, ch);
	}
	MUST(sqlite3_close(db) == SQLITE_OK);
}

static void
set_bytes(struct input *in, struct changes *ch)
{
	size_t at, n;
	FILE *f = fopen(path, "r+e");

	MUST(f != NULL);
	while (in->n > 0 && ch->n < CHANGES_MAX) {
		take(in, 1);
		at = take(in, 3) % n_whole;
		n = take(in, 1) % 64 + 1;
		if (n > in->n)
			n = in->n;
		MUST(fseek(f, (long)at, SEEK_SET) == 0);
		MUST(n == 0 || fwrite(in->p, 1, n, f) == n);
		in->p += n;
		in->n -= n;
		ch->n++;
	}
	fclose(f);
}

/* Is the database whole?  The report has a form of its own. */
static bool
verify(struct store *s)
{
	struct verify *v = verify_new(s);
	struct err e = ERR_INIT;
	bool done = false, ok = false;
	json_t *report;
	int slices = 0;

	while (!done && verify_slice(v, 7, &done, &e) == RC_OK)
		MUST(slices++ < 100000);
	report = verify_report(v);
	MUST(report != NULL);
	ok = done && json_is_true(json_object_get(report, "ok"));
	MUST(ok || !done ||
	    json_array_size(json_object_get(report, "faults")) > 0);
	json_decref(report);
	verify_free(v);
	return ok;
}

/* ROWS is what came of it. */
static void
drop(enum rc rc, json_t **rows, const struct err *e)
{
	MUST((rc == RC_OK) == (*rows != NULL));
	MUST(rc == RC_OK || e->text[0] != '\0');
	json_decref(*rows);
	*rows = NULL;
}

/* What lists and pictures of a case read, whatever verify says. */
static void
read_case(struct store *s, int64_t id)
{
	static const struct scope all = { .all = true };
	const struct outbox_filter letters = { .case_id = id };
	struct err e = ERR_INIT;
	json_t *rows = NULL;
	enum rc rc;

	rc = case_data_all(s, id, (1u << BF_N_CLASSES) - 1, &rows, &e);
	drop(rc, &rows, &e);
	rc = history_list(s, "case", id, 0, 9, true, true, &rows, &e);
	drop(rc, &rows, &e);
	rc = decision_list(s, id, true, &rows, &e);
	drop(rc, &rows, &e);
	rc = timer_list(s, id, &rows, &e);
	drop(rc, &rows, &e);
	rc = outbox_list(s, &all, &letters, 0, 9, &rows, &e);
	drop(rc, &rows, &e);
	rc = receipt_list(s, id, &rows, &e);
	drop(rc, &rows, &e);
}

static void
read_lists(struct store *s)
{
	static const struct scope all = { .all = true };
	static const struct case_filter cases;
	static const struct task_filter tasks;
	static const struct deadline_filter deadlines;
	struct err e = ERR_INIT;
	json_t *rows = NULL;
	int64_t id;
	enum rc rc;

	rc = case_list(s, &all, &cases, 0, 9, &rows, &e);
	drop(rc, &rows, &e);
	rc = task_list(s, &all, &tasks, 0, 9, &rows, &e);
	drop(rc, &rows, &e);
	rc = deadline_row_list(s, &all, &deadlines, DATE_NONE, 0, 9, &rows, &e);
	drop(rc, &rows, &e);
	for (id = 1; id <= CASES; id++)
		read_case(s, id);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = { bytes, n };
	struct changes ch = { 0, false };
	struct store *s = NULL;
	struct err e = ERR_INIT;
	bool whole_still = false;

	if (whole == NULL)
		prepare();
	put_back();
	set_values(&in, &ch);
	set_bytes(&in, &ch);
	if (try_open(&s, &e) == RC_OK) {
		whole_still = verify(s);
		read_lists(s);
	} else {
		MUST(e.text[0] != '\0');
	}
	store_close(s);
	MUST(ch.n > 0 || whole_still);
	MUST(ch.n != 1 || !ch.record || !whole_still);
	return 0;
}
