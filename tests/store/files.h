/*
 * files -- a private folder with a database file, for tests that reopen it.
 */
#ifndef TESTS_STORE_FILES_H
#define TESTS_STORE_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "tests/store/registers.h"

struct files {
	char folder[64];
	char path[96]; /* <folder>/5532/cases.db */
};

static inline void
files_begin(struct files *f)
{
	(void)snprintf(f->folder, sizeof(f->folder), "%s",
	    "/tmp/boflyt-store-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	(void)snprintf(f->path, sizeof(f->path), "%s/5532/cases.db", f->folder);
}

static inline void
files_end(struct files *f)
{
	char name[128];

	(void)unlink(f->path);
	(void)snprintf(name, sizeof(name), "%s-wal", f->path);
	(void)unlink(name);
	(void)snprintf(name, sizeof(name), "%s/5532/reserve", f->folder);
	(void)unlink(name);
	(void)snprintf(name, sizeof(name), "%s/5532/keys", f->folder);
	(void)unlink(name);
	(void)snprintf(name, sizeof(name), "%s/5532", f->folder);
	(void)rmdir(name);
	assert_int_equal(rmdir(f->folder), 0);
}

static inline enum rc
files_try(const struct files *f, struct store **s, struct err *e)
{
	const struct store_options o = { .municipality = "5532",
		.create = true,
		.now = T0,
		.key = the_key };

	err_clear(e);
	return store_open(f->path, &o, s, e);
}

static inline struct store *
files_open(const struct files *f)
{
	struct err e = ERR_INIT;
	struct store *s;

	if (files_try(f, &s, &e) != RC_OK)
		fail_msg("%s: %s", e.name, e.text);
	return s;
}

/* Do SQL on the closed file, behind the store's back. */
static inline void
files_sql(const struct files *f, const char *sql)
{
	char *text = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
		fail_msg("%s: %s", sql, text);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* What the first column of the first row of SQL says. */
static inline int64_t
files_ask(const struct files *f, const char *sql)
{
	sqlite3_stmt *stmt;
	sqlite3 *db;
	int64_t v;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	v = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	(void)sqlite3_close(db);
	return v;
}

#endif
