/*
 * keys -- the keys of a store as others see them; see keys.h.
 */
#include "store/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "store/inside.h"
#include "store/keyring_inside.h"
#include "store/query.h"
#include "store/rotate.h"
#include "store/tx.h"

#define VALUES 64 /* of a rotation in one slice */
#define WRAPS 256 /* keys wrapped anew in one slice */
#define COPIED 4096 /* keys copied in one step */

struct keys_copy {
	struct store *store; /* borrowed */
	struct keytab_copy copy; /* its fd is owned */
};

static enum rc
count_states(struct store *s, json_t *o, struct err *e)
{
	struct query q;

	query_begin(&q, s,
	    "SELECT count(*) FILTER (WHERE state = 'destroyed'),"
	    " count(*) FILTER (WHERE state = 'locked')"
	    " FROM owner_key WHERE state <> 'live'");
	if (query_row(&q)) {
		json_object_set_new(o, "erased",
		    json_integer(query_int(&q, 0)));
		json_object_set_new(o, "locked",
		    json_integer(query_int(&q, 1)));
	}
	return query_end(&q, e);
}

static enum rc
last_copy(struct store *s, json_t *o, struct err *e)
{
	struct query q;

	query_begin(&q, s, "SELECT value FROM meta WHERE key = 'keys_copied'");
	if (query_row(&q))
		json_object_set_new(o, "copied",
		    json_integer(query_int(&q, 0)));
	return query_end(&q, e);
}

enum rc
keys_status(struct store *s, json_t **out, struct err *e)
{
	struct keytab_info info = { .made = 0 };
	json_t *o = json_object(), *last = NULL;
	enum rc rc;

	if (s->keys != NULL)
		keytab_info(s->keys->table, &info);
	json_object_set_new(o, "sealed", json_boolean(keyring_is_sealed(s)));
	json_object_set_new(o, "whole", json_boolean(s->whole));
	json_object_set_new(o, "keys", json_integer(info.last));
	json_object_set_new(o, "taken", json_integer(s->counters.key));
	json_object_set_new(o, "master", json_string(info.master));
	json_object_set_new(o, "changing", json_boolean(info.other[0] != '\0'));
	json_object_set_new(o, "wrapped", json_boolean(info.wrapped));
	json_object_set_new(o, "hash", json_integer(s->counters.hash));
	json_object_set_new(o, "locked_memory",
	    json_boolean(secret_is_locked()));
	if (info.other[0] != '\0')
		json_object_set_new(o, "other", json_string(info.other));
	if ((rc = count_states(s, o, e)) == RC_OK &&
	    (rc = last_copy(s, o, e)) == RC_OK)
		rc = rotate_last(s, &last, e);
	if (json_is_object(last))
		json_object_set(o, "rotation", last);
	json_decref(last);
	if (rc != RC_OK) {
		json_decref(o);
		o = NULL;
	}
	*out = o;
	return rc;
}

static bool
wraps(const struct store *s)
{
	struct keytab_info info;

	if (s->keys == NULL || !keytab_is_changing(s->keys->table))
		return false;
	keytab_info(s->keys->table, &info);
	return !info.wrapped;
}

bool
keys_have_work(struct store *s)
{
	return wraps(s) || rotate_is_active(s);
}

enum rc
keys_go_on(struct tx *tx, struct err *e)
{
	struct store *s = tx_store(tx);
	bool done;

	if (!wraps(s))
		return rotate_slice(tx, VALUES, &done, e);
	if (s->keys->wrap_next == 0)
		s->keys->wrap_next = 1;
	return keytab_rewrap(s->keys->table, &s->keys->wrap_next, WRAPS, e);
}

enum rc
keys_stock(struct store *s, int64_t now, struct err *e)
{
	return keyring_stock(s, now, e);
}

enum rc
keys_change(struct store *s, int fd, struct err *e)
{
	unsigned char *next;
	enum rc rc;

	if (s->keys == NULL)
		return seal_fail(SEAL_NO_KEYS, e);
	next = s->keys->vault->next;
	if ((rc = secret_read_fd(fd, _("new key"), next, e)) == RC_OK)
		rc = keytab_change(s->keys->table, next, e);
	secret_wipe(next, SECRET_SIZE);
	s->keys->wrap_next = 1;
	return rc;
}

/* A file without a name, on the disk of the database; in memory without one. */
static int
open_nameless(const struct store *s)
{
	const char *db = sqlite3_db_filename(s->db, "main");
	char *path;
	int fd;

	if (db == NULL || db[0] == '\0')
		return memfd_create("keys", MFD_CLOEXEC);
	path = mem_format("%s.keys-copy", db);
	(void)unlink(path);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd != -1)
		(void)unlink(path);
	free(path);
	return fd;
}

enum rc
keys_copy_begin(struct store *s, int64_t now, int64_t expires,
    struct keys_copy **out, struct err *e)
{
	struct keys_copy *c;
	int fd;

	*out = NULL;
	if (s->keys == NULL)
		return seal_fail(SEAL_NO_KEYS, e);
	if ((fd = open_nameless(s)) == -1)
		return err_set(e, RC_UNAVAILABLE, _("copy of the keys: %s"),
		    strerror(errno));
	c = mem_new(1, sizeof(*c));
	c->store = s;
	c->copy = (struct keytab_copy){ .fd = fd,
		.next = 1,
		.now = now,
		.expires = expires };
	*out = c;
	return RC_OK;
}

enum rc
keys_copy_step(struct keys_copy *c, bool *done, struct err *e)
{
	enum rc rc =
	    keytab_copy(c->store->keys->table, &c->copy, COPIED, done, e);

	/* What cannot be written is the copy, not the table. */
	return rc == RC_IO ?
	    err_set(e, RC_UNAVAILABLE, _("copy of the keys: cannot be made")) :
	    rc;
}

enum rc
keys_copy_take(struct keys_copy *c, struct tx *tx, int *fd, int64_t *size,
    struct err *e)
{
	struct stat st;
	struct query q;
	enum rc rc;

	query_begin(&q, tx_store(tx),
	    "INSERT INTO meta (key, value) VALUES ('keys_copied', ?1)"
	    " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
	query_bind_int(&q, c->copy.now);
	if ((rc = query_run(&q, e)) != RC_OK)
		return rc;
	if (fstat(c->copy.fd, &st) == -1 ||
	    lseek(c->copy.fd, 0, SEEK_SET) == -1)
		return err_set(e, RC_UNAVAILABLE, _("copy of the keys: %s"),
		    strerror(errno));
	*size = st.st_size;
	*fd = c->copy.fd;
	c->copy.fd = -1;
	return RC_OK;
}

void
keys_copy_end(struct keys_copy *c)
{
	if (c == NULL)
		return;
	if (c->copy.fd != -1)
		(void)close(c->copy.fd);
	free(c);
}
