/*
 * Opening the one database of a municipality (architecture §1-2, trap 7).
 */
#include "tests/store/files.h"

#include <sys/wait.h>

#include "store/migrate.h"
#include "store/query.h"

static int
setup(void **state)
{
	struct files *f = calloc(1, sizeof(*f));

	files_begin(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	files_end(*state);
	free(*state);
	return 0;
}

static void
write_file(const struct files *f, const char *text)
{
	char folder[96];
	FILE *out;

	(void)snprintf(folder, sizeof(folder), "%s/5532", f->folder);
	(void)mkdir(folder, 0700);
	out = fopen(f->path, "w");
	assert_non_null(out);
	(void)fputs(text, out);
	(void)fclose(out);
}

static void
new_file_has_the_newest_schema_and_nobody_else_reads_it(void **state)
{
	struct files *f = *state;
	struct store *s = files_open(f);
	struct stat st;

	assert_int_equal(store_schema(s), migrate_newest());
	assert_int_equal(store_incarnation(s), 1);
	assert_int_equal(store_created(s), T0);
	assert_int_equal(store_last_commit(s), 0);
	assert_string_equal(store_municipality(s), "5532");
	store_close(s);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777u, 0600);
	assert_int_equal(files_ask(f, "PRAGMA application_id"), 0x426f466c);
	assert_int_equal(files_ask(f, "PRAGMA auto_vacuum"), 2);
	assert_int_equal(
	    files_ask(f,
		"SELECT count(*) FROM sqlite_schema"
		" WHERE type = 'table' AND sql NOT LIKE '%STRICT%'"),
	    0);
}

static void
missing_folder_is_named(void **state)
{
	const struct store_options o = { .municipality = "5532",
		.create = true };
	struct err e = ERR_INIT;
	struct store *s;

	(void)state;
	assert_int_equal(store_open("/nonexistent/5532/cases.db", &o, &s, &e),
	    RC_NOTFOUND);
	assert_null(s);
	assert_non_null(strstr(e.text, "/nonexistent/5532"));
}

static void
missing_file_is_not_made_unasked(void **state)
{
	struct files *f = *state;
	const struct store_options o = { .municipality = "5532" };
	struct err e = ERR_INIT;
	struct store *s;

	assert_int_equal(store_open(f->path, &o, &s, &e), RC_NOTFOUND);
	assert_int_equal(access(f->path, F_OK), -1);
}

static void
text_file_is_foreign_and_left_alone(void **state)
{
	struct files *f = *state;
	struct err e = ERR_INIT;
	struct store *s;
	struct stat st;

	write_file(f, "this is a letter to the municipality, no database\n");
	assert_int_equal(files_try(f, &s, &e), RC_FOREIGN);
	assert_non_null(strstr(e.text, f->path));
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_size, 50);
}

static void
database_of_another_program_is_foreign(void **state)
{
	struct files *f = *state;
	struct err e = ERR_INIT;
	struct store *s;

	write_file(f, "");
	files_sql(f, "CREATE TABLE bookmark (url TEXT)");
	assert_int_equal(files_try(f, &s, &e), RC_FOREIGN);
	assert_int_equal(files_ask(f, "SELECT count(*) FROM sqlite_schema"), 1);
}

static void
newer_schema_is_refused(void **state)
{
	struct files *f = *state;
	struct err e = ERR_INIT;
	struct store *s;

	store_close(files_open(f));
	files_sql(f, "PRAGMA user_version = 99");
	assert_int_equal(files_try(f, &s, &e), RC_VERSION);
	assert_non_null(strstr(e.text, "99"));
}

/* A fuzzer's find: migrations were looked for before the first one. */
static void
a_schema_below_none_is_foreign(void **state)
{
	struct files *f = *state;
	struct err e = ERR_INIT;
	struct store *s;

	store_close(files_open(f));
	files_sql(f, "PRAGMA user_version = -7");
	assert_int_equal(files_try(f, &s, &e), RC_FOREIGN);
	assert_non_null(strstr(e.text, "-7"));
}

/* A fuzzer's find: a table that is gone ended the program by an assertion. */
static void
tables_that_are_not_ours_are_an_error(void **state)
{
	struct files *f = *state;
	struct err e = ERR_INIT;
	struct store *s;

	store_close(files_open(f));
	files_sql(f, "DROP TABLE meta");
	assert_int_equal(files_try(f, &s, &e), RC_IO);
	assert_null(s);
	assert_non_null(strstr(e.text, f->path));
}

static void
file_of_another_municipality_is_foreign(void **state)
{
	struct files *f = *state;
	const struct store_options o = { .municipality = "5501" };
	struct err e = ERR_INIT;
	struct store *s;

	store_close(files_open(f));
	assert_int_equal(store_open(f->path, &o, &s, &e), RC_FOREIGN);
	assert_non_null(strstr(e.text, "5532"));
}

/* SQLite must not know of the file yet when it is forked. */
static void
second_opener_gets_busy(void **state)
{
	struct files *f = *state;
	struct err e = ERR_INIT;
	int status = 0, fds[2];
	struct store *s;
	pid_t child;
	char go;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (read(fds[0], &go, 1) != 1)
			_exit(1);
		_exit(files_try(f, &s, &e) == RC_BUSY ? 7 : 1);
	}
	s = files_open(f);
	assert_int_equal(write(fds[1], "g", 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	(void)close(fds[0]);
	(void)close(fds[1]);
	store_close(s);
}

static void
every_connection_is_durable_and_strict(void **state)
{
	static const struct {
		const char *sql;
		int64_t is;
	} rows[] = {
		{ "PRAGMA synchronous", 2 },
		{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA trusted_schema", 0 },
		{ "PRAGMA temp_store", 2 },
		{ "PRAGMA cell_size_check", 1 },
		{ "PRAGMA mmap_size", 0 },
		{ "PRAGMA wal_autocheckpoint", 0 },
	};
	struct files *f = *state;
	struct store *s = files_open(f);
	struct err e = ERR_INIT;
	struct query q;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		query_begin(&q, s, rows[i].sql);
		assert_true(query_row(&q) || rows[i].is == 0);
		assert_int_equal(query_int(&q, 0), rows[i].is);
		assert_int_equal(query_end(&q, &e), RC_OK);
	}
	query_begin(&q, s, "PRAGMA journal_mode");
	assert_true(query_row(&q));
	assert_string_equal(query_text(&q, 0), "wal");
	assert_int_equal(query_end(&q, &e), RC_OK);
	store_close(s);
}

static long
log_size(const struct files *f)
{
	char name[128];
	struct stat st;

	(void)snprintf(name, sizeof(name), "%s-wal", f->path);
	return stat(name, &st) == 0 ? (long)st.st_size : -1;
}

static void
quick_checkpoint_keeps_the_log_and_writes_it_anew(void **state)
{
	struct files *f = *state;
	struct store *s = files_open(f);
	struct err e = ERR_INIT;
	struct tx *tx;
	long before;

	assert_true(store_wal_frames(s) > 0);
	before = log_size(f);
	assert_int_equal(store_checkpoint_quick(s, &e), RC_OK);
	assert_int_equal(store_wal_frames(s), 0);
	assert_int_equal(log_size(f), before);
	assert_int_equal(tx_begin(s, T0, &tx, &e), RC_OK);
	(void)commit_next(tx);
	assert_int_equal(tx_commit(&tx, &e), RC_OK);
	assert_true(store_wal_frames(s) > 0);
	assert_int_equal(log_size(f), before);
	store_close(s);
	s = files_open(f);
	assert_int_equal(store_last_commit(s), 1);
	store_close(s);
}

static void
checkpoint_empties_the_log(void **state)
{
	struct files *f = *state;
	struct store *s = files_open(f);
	struct err e = ERR_INIT;

	assert_true(store_wal_frames(s) > 0);
	assert_int_equal(store_checkpoint(s, &e), RC_OK);
	assert_int_equal(store_wal_frames(s), 0);
	store_close(s);
}

static void
fault_while_migrating_leaves_an_old_file_that_opens(void **state)
{
	struct files *f = *state;
	struct err e = ERR_INIT;
	struct store *s;

	/* As a crash between the first pages and the first table leaves it. */
	write_file(f, "");
	files_sql(f,
	    "PRAGMA auto_vacuum = INCREMENTAL;"
	    "PRAGMA application_id = 1114588780; PRAGMA journal_mode = WAL");
	assert_int_equal(files_try(f, &s, &e), RC_OK);
	assert_int_equal(store_schema(s), migrate_newest());
	store_close(s);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(new_file_has_the_newest_schema_and_nobody_else_reads_it),
		T(missing_folder_is_named),
		T(missing_file_is_not_made_unasked),
		T(text_file_is_foreign_and_left_alone),
		T(database_of_another_program_is_foreign),
		T(newer_schema_is_refused),
		T(a_schema_below_none_is_foreign),
		T(tables_that_are_not_ours_are_an_error),
		T(file_of_another_municipality_is_foreign),
		T(second_opener_gets_busy),
		T(every_connection_is_durable_and_strict),
		T(quick_checkpoint_keeps_the_log_and_writes_it_anew),
		T(checkpoint_empties_the_log),
		T(fault_while_migrating_leaves_an_old_file_that_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
