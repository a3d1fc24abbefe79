/*
 * keytab -- the table of data keys; see keytab.h.
 */
#include "store/keytab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "store/keyfile.h"
#include "store/keytab_place.h"
#include "store/keytab_wrap.h"

#define FIRST ((int64_t)2 * HEAD) /* where the places begin */
#define AT_ONCE 64 /* places read or written in one call */

struct masters {
	unsigned char key[2][SECRET_SIZE]; /* head's master and other */
	unsigned char scratch[SECRET_SIZE]; /* a key on its way */
};

struct keytab {
	int fd; /* owned */
	bool only_read;
	struct head head;
	struct masters *masters; /* owned, locked */
	bool by_master; /* opened by head's master, not by the other */
	int64_t last;
};

/* The newer of the two heads; false if none is whole. */
static bool
read_head(struct keytab *t, struct err *e)
{
	unsigned char bytes[2 * HEAD];
	struct head h[2];
	bool right[2];
	size_t got, i;

	if (keyfile_read(t->fd, bytes, sizeof(bytes), 0, &got, e) != RC_OK)
		return false;
	for (i = 0; i < 2; i++)
		right[i] = got >= (i + 1) * HEAD &&
		    head_unpack(bytes + i * HEAD, &h[i]);
	if (!right[0] && !right[1])
		return false;
	t->head = right[0] && (!right[1] || h[0].seq > h[1].seq) ? h[0] : h[1];
	return true;
}

/* The older of the two places for a head is overwritten. */
static enum rc
write_head(struct keytab *t, struct err *e)
{
	unsigned char bytes[HEAD];
	enum rc rc;

	t->head.seq++;
	head_pack(&t->head, bytes);
	rc = keyfile_write(t->fd, bytes, sizeof(bytes),
	    (int64_t)(t->head.seq % 2) * HEAD, e);
	return rc == RC_OK ? keyfile_sync(t->fd, e) : rc;
}

static int64_t
where(int64_t id)
{
	return FIRST + (id - 1) * PLACE;
}

static enum rc
read_place(const struct keytab *t, int64_t id, struct place *p, struct err *e)
{
	unsigned char bytes[PLACE];
	size_t got = 0;
	enum rc rc;

	memset(p, 0, sizeof(*p));
	if (id < 1 || id > t->last)
		return RC_OK;
	rc = keyfile_read(t->fd, bytes, sizeof(bytes), where(id), &got, e);
	if (rc == RC_OK && got == sizeof(bytes))
		place_unpack(bytes, id, p);
	return rc;
}

static enum rc
write_place(const struct keytab *t, const struct place *p, struct err *e)
{
	unsigned char bytes[PLACE];

	place_pack(p, bytes);
	return keyfile_write(t->fd, bytes, sizeof(bytes), where(p->id), e);
}

/* The key of the municipality whose name is ID; NULL if it is not here. */
static const unsigned char *
master_of(const struct keytab *t, uint64_t id)
{
	if (id == t->head.master)
		return t->masters->key[0];
	return id != 0 && id == t->head.other ? t->masters->key[1] : NULL;
}

static void
wrap_place(const struct keytab *t, const unsigned char key[SECRET_SIZE],
    struct place *p)
{
	p->master = t->head.master;
	wrap_key(t->masters->key[0], t->head.municipality, p->id, p->master,
	    key, p->wrapped);
}

static enum rc
make_head(struct keytab *t, const struct keytab_options *o, struct err *e)
{
	memset(&t->head, 0, sizeof(t->head));
	(void)snprintf(t->head.municipality, sizeof(t->head.municipality), "%s",
	    o->municipality);
	t->head.master = wrap_name(o->master);
	if (ftruncate(t->fd, 0) != 0 || ftruncate(t->fd, FIRST) != 0)
		return keyfile_fail(e);
	return write_head(t, e);
}

static enum rc
wrong_key(const char *path, struct err *e)
{
	return err_name(e, RC_CONFIG, "E_KEY",
	    _("%s: made with another key: put the municipality's own key in "
	      "place ([keys] in its file)"),
	    path);
}

/* Have both masters, whichever one O gives. */
static enum rc
take_masters(struct keytab *t, const char *path, const struct keytab_options *o,
    struct err *e)
{
	uint64_t name = wrap_name(o->master);
	struct head *h = &t->head;
	unsigned char(*key)[SECRET_SIZE] = t->masters->key;

	if (name != h->master && name != h->other)
		return wrong_key(path, e);
	t->by_master = name == h->master;
	memcpy(key[t->by_master ? 0 : 1], o->master, SECRET_SIZE);
	if (h->other == 0)
		return RC_OK;
	if (t->by_master ? !unwrap_key(key[0], h->municipality, 0, h->other,
			       h->other_wrapped, key[1]) :
			   !unwrap_key(key[1], h->municipality, 0, h->master,
			       h->master_wrapped, key[0]))
		return wrong_key(path, e);
	return RC_OK;
}

/* The highest place that is whole; what a crash left behind it is torn. */
static enum rc
find_last(struct keytab *t, struct err *e)
{
	struct stat st;
	struct place p;
	enum rc rc = RC_OK;

	if (fstat(t->fd, &st) != 0)
		return keyfile_fail(e);
	t->last = st.st_size < FIRST ? 0 : (st.st_size - FIRST) / PLACE;
	for (; rc == RC_OK && t->last > 0; t->last--) {
		rc = read_place(t, t->last, &p, e);
		if (p.state != KEY_NONE)
			break;
	}
	return rc;
}

/* What is read counts as being on disk: see to it. */
static enum rc
settle(struct keytab *t, struct err *e)
{
	enum rc rc;

	if (t->only_read)
		return RC_OK;
	if ((rc = keyfile_sync(t->fd, e)) == RC_OK && t->head.all_wrapped &&
	    t->by_master)
		rc = keytab_finish(t, e);
	return rc;
}

static enum rc
begin(struct keytab *t, const char *path, const struct keytab_options *o,
    struct err *e)
{
	struct err why = ERR_INIT;
	enum rc rc = RC_OK;

	if (!read_head(t, &why)) {
		if (why.rc != RC_OK)
			return err_set(e, why.rc, "%s", why.text);
		if (!o->create)
			return err_set(e, RC_FOREIGN, _("%s: no table of keys"),
			    path);
		if ((rc = make_head(t, o, e)) == RC_OK &&
		    strcmp(path, KEYTAB_MEMORY) != 0)
			rc = keyfile_keep_name(path, e);
	}
	if (rc == RC_OK && strcmp(t->head.municipality, o->municipality) != 0)
		return err_set(e, RC_FOREIGN,
		    _("%s: the keys of municipality %s, not %s"), path,
		    t->head.municipality, o->municipality);
	if (rc == RC_OK && (rc = take_masters(t, path, o, e)) == RC_OK &&
	    (rc = find_last(t, e)) == RC_OK)
		rc = settle(t, e);
	return rc;
}

static int
open_file(const char *path, const struct keytab_options *o)
{
	int flags = O_CLOEXEC | (o->only_read ? O_RDONLY : O_RDWR);

	if (strcmp(path, KEYTAB_MEMORY) == 0)
		return memfd_create("keys", MFD_CLOEXEC);
	if (o->create && !o->only_read)
		flags |= O_CREAT;
	return open(path, flags, 0600);
}

enum rc
keytab_open(const char *path, const struct keytab_options *o,
    struct keytab **out, struct err *e)
{
	struct keytab *t;
	enum rc rc;
	int fd;

	*out = NULL;
	if ((fd = open_file(path, o)) == -1)
		return errno == ENOENT ?
		    err_set(e, RC_NOTFOUND, _("%s: no table of keys there"),
			path) :
		    err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	t = mem_new(1, sizeof(*t));
	t->fd = fd;
	t->only_read = o->only_read;
	t->masters = secret_new(sizeof(*t->masters));
	if ((rc = begin(t, path, o, e)) != RC_OK) {
		keytab_close(t);
		return rc;
	}
	*out = t;
	return RC_OK;
}

void
keytab_close(struct keytab *t)
{
	if (t == NULL)
		return;
	(void)close(t->fd);
	secret_free(t->masters);
	free(t);
}

static void
tell(const struct head *h, int64_t last, struct keytab_info *info)
{
	memset(info, 0, sizeof(*info));
	info->made = h->made;
	info->expires = h->expires;
	info->incarnation = h->incarnation;
	info->last = last;
	(void)snprintf(info->master, sizeof(info->master), "%016llx",
	    (unsigned long long)h->master);
	info->wrapped = h->all_wrapped || h->other == 0;
	if (h->other != 0)
		(void)snprintf(info->other, sizeof(info->other), "%016llx",
		    (unsigned long long)h->other);
}

enum rc
keytab_look(const char *path, struct keytab_info *info, struct err *e)
{
	struct keytab t = { .only_read = true };
	struct err why = ERR_INIT;
	enum rc rc;

	if ((t.fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_set(e, RC_NOTFOUND, "%s: %s", path, strerror(errno));
	if (!read_head(&t, &why))
		rc = err_set(e, RC_FOREIGN, _("%s: no table of keys"), path);
	else if ((rc = find_last(&t, e)) == RC_OK)
		tell(&t.head, t.last, info);
	(void)close(t.fd);
	return rc;
}

void
keytab_info(const struct keytab *t, struct keytab_info *info)
{
	tell(&t->head, t->last, info);
}

int64_t
keytab_last(const struct keytab *t)
{
	return t->last;
}

enum rc
keytab_grow(struct keytab *t, int n, int64_t now, struct err *e)
{
	unsigned char bytes[AT_ONCE * PLACE], *key = t->masters->scratch;
	struct place p = { .state = KEY_LIVE, .created = now };
	int64_t last = t->last;
	enum rc rc = RC_OK;
	int i;

	for (; rc == RC_OK && n > 0; n -= i) {
		for (i = 0; i < n && i < AT_ONCE; i++) {
			p.id = last + 1 + i;
			id_bytes(key, SECRET_SIZE);
			wrap_place(t, key, &p);
			place_pack(&p, bytes + i * PLACE);
		}
		rc = keyfile_write(t->fd, bytes, (size_t)i * PLACE,
		    where(last + 1), e);
		last += i;
	}
	secret_wipe(key, SECRET_SIZE);
	if (rc == RC_OK && (rc = keyfile_sync(t->fd, e)) == RC_OK)
		t->last = last;
	return rc;
}

enum rc
keytab_put_first(struct keytab *t, const unsigned char key[SECRET_SIZE],
    int64_t now, struct err *e)
{
	struct place p = { .state = KEY_LIVE, .id = 1, .created = now };
	enum rc rc;

	wrap_place(t, key, &p);
	if ((rc = write_place(t, &p, e)) == RC_OK &&
	    (rc = keyfile_sync(t->fd, e)) == RC_OK && t->last < 1)
		t->last = 1;
	return rc;
}

static enum rc
open_place(const struct keytab *t, const struct place *p,
    unsigned char key[SECRET_SIZE], struct err *e)
{
	const unsigned char *master = master_of(t, p->master);

	if (master != NULL &&
	    unwrap_key(master, t->head.municipality, p->id, p->master,
		p->wrapped, key))
		return RC_OK;
	return err_name(e, RC_CONFIG, "E_KEY",
	    _("key %lld: does not open: the table of keys was changed, or is "
	      "another's"),
	    (long long)p->id);
}

enum rc
keytab_get(struct keytab *t, int64_t id, unsigned char key[SECRET_SIZE],
    enum key_state *state, struct err *e)
{
	struct place p;
	enum rc rc = read_place(t, id, &p, e);

	*state = p.state;
	if (rc != RC_OK || p.state != KEY_LIVE)
		return rc;
	return open_place(t, &p, key, e);
}

enum key_state
keytab_state(struct keytab *t, int64_t id)
{
	struct place p;

	return read_place(t, id, &p, NULL) == RC_OK ? p.state : KEY_NONE;
}

enum rc
keytab_destroy(struct keytab *t, const int64_t *ids, size_t n, int64_t now,
    struct err *e)
{
	struct place p;
	size_t i, changed = 0;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < n; i++) {
		if ((rc = read_place(t, ids[i], &p, e)) != RC_OK ||
		    p.state != KEY_LIVE)
			continue;
		p.state = KEY_DESTROYED;
		p.ended = now;
		p.master = 0;
		memset(p.wrapped, 0, sizeof(p.wrapped));
		rc = write_place(t, &p, e);
		changed++;
	}
	return rc == RC_OK && changed > 0 ? keyfile_sync(t->fd, e) : rc;
}

bool
keytab_is_changing(const struct keytab *t)
{
	return t->head.other != 0;
}

enum rc
keytab_change(struct keytab *t, const unsigned char next[SECRET_SIZE],
    struct err *e)
{
	struct head *h = &t->head;
	unsigned char(*key)[SECRET_SIZE] = t->masters->key;

	if (wrap_name(next) == h->master)
		return err_set(e, RC_CONFLICT,
		    _("municipality's key: it is the one in use"));
	if (h->other != 0)
		return err_set(e, RC_CONFLICT,
		    _("municipality's key: a change is under way; see 'boflyt "
		      "key status'"));
	memcpy(key[1], key[0], SECRET_SIZE);
	memcpy(key[0], next, SECRET_SIZE);
	h->other = h->master;
	h->master = wrap_name(next);
	wrap_key(key[0], h->municipality, 0, h->other, key[1],
	    h->other_wrapped);
	wrap_key(key[1], h->municipality, 0, h->master, key[0],
	    h->master_wrapped);
	h->all_wrapped = false;
	t->by_master = false;
	return write_head(t, e);
}

static enum rc
rewrap(struct keytab *t, int64_t id, unsigned char *key, struct err *e)
{
	struct place p;
	enum rc rc = read_place(t, id, &p, e);

	if (rc != RC_OK || p.state != KEY_LIVE || p.master == t->head.master)
		return rc;
	if ((rc = open_place(t, &p, key, e)) != RC_OK)
		return rc;
	wrap_place(t, key, &p);
	return write_place(t, &p, e);
}

enum rc
keytab_rewrap(struct keytab *t, int64_t *next, int n, struct err *e)
{
	unsigned char *key = t->masters->scratch;
	enum rc rc = RC_OK;

	for (; rc == RC_OK && n > 0 && *next <= t->last; n--)
		if ((rc = rewrap(t, *next, key, e)) == RC_OK)
			++*next;
	secret_wipe(key, SECRET_SIZE);
	if (rc == RC_OK)
		rc = keyfile_sync(t->fd, e);
	if (rc == RC_OK && *next > t->last && !t->head.all_wrapped) {
		t->head.all_wrapped = true;
		rc = write_head(t, e);
	}
	return rc;
}

enum rc
keytab_finish(struct keytab *t, struct err *e)
{
	struct head *h = &t->head;
	enum rc rc;

	if (h->other == 0)
		return RC_OK;
	if (!h->all_wrapped || !t->by_master)
		return err_set(e, RC_CONFLICT,
		    _("municipality's key: the change is not complete"));
	h->other = 0;
	h->all_wrapped = false;
	memset(h->other_wrapped, 0, WRAP_SIZE);
	memset(h->master_wrapped, 0, WRAP_SIZE);
	secret_wipe(t->masters->key[1], SECRET_SIZE);
	/* Twice: each of the two heads had the keys in it. */
	if ((rc = write_head(t, e)) == RC_OK)
		rc = write_head(t, e);
	return rc;
}

enum rc
keytab_set_incarnation(struct keytab *t, int64_t incarnation, struct err *e)
{
	if (t->head.incarnation == incarnation || t->only_read)
		return RC_OK;
	t->head.incarnation = incarnation;
	return write_head(t, e);
}

/* The heads come last: until then the copy is none. */
static enum rc
end_copy(const struct keytab *t, const struct keytab_copy *c, struct err *e)
{
	struct keytab copy = { .fd = c->fd, .head = t->head };
	enum rc rc;

	copy.head.made = c->now;
	copy.head.expires = c->expires;
	copy.head.seq = 0;
	if ((rc = write_head(&copy, e)) == RC_OK)
		rc = write_head(&copy, e);
	return rc;
}

enum rc
keytab_copy(struct keytab *t, struct keytab_copy *c, int n, bool *done,
    struct err *e)
{
	struct keytab copy = { .fd = c->fd };
	unsigned char bytes[AT_ONCE * PLACE];
	int64_t many;
	size_t got = 0;
	enum rc rc = RC_OK;

	for (; rc == RC_OK && n > 0 && c->next <= t->last; n -= (int)many) {
		many = t->last + 1 - c->next;
		if (many > AT_ONCE)
			many = AT_ONCE;
		if (many > n)
			many = n;
		rc = keyfile_read(t->fd, bytes, (size_t)many * PLACE,
		    where(c->next), &got, e);
		if (rc == RC_OK)
			rc = keyfile_write(copy.fd, bytes, got, where(c->next),
			    e);
		c->next += many;
	}
	*done = rc == RC_OK && c->next > t->last;
	return *done ? end_copy(t, c, e) : rc;
}
