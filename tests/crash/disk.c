/*
 * disk -- the states that a loss of power can leave; see disk.h.
 */
#include "disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cmocka_all.h"

#define SECTOR 512
#define KEPT 4 /* of the files in enum file: database, log, journal, keys */

struct event_at {
	struct record r;
	const unsigned char *bytes;
};

/* A file: as it is for certain, and what was done since. */
struct image {
	unsigned char *bytes; /* owned */
	size_t size, room;
	bool exists, in_folder; /* now; and for certain */
	size_t *since; /* owned: events */
	size_t n_since, room_since;
};

struct disk {
	unsigned char *record; /* owned */
	struct event_at *events; /* owned */
	size_t n, at;
	struct image images[KEPT];
	int64_t answered;
};

size_t
disk_draw(size_t n)
{
	static uint64_t seed = 20270104;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

static void *
grown(void *p, size_t bytes)
{
	p = realloc(p, bytes);
	assert_non_null(p);
	return p;
}

struct disk *
disk_read(const char *path)
{
	struct disk *d = calloc(1, sizeof(*d));
	FILE *f = fopen(path, "re");
	size_t size, at = 0, room = 0;
	struct event_at *e;

	assert_non_null(d);
	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size = (size_t)ftell(f);
	rewind(f);
	d->record = grown(NULL, size);
	assert_int_equal(fread(d->record, 1, size, f), size);
	fclose(f);
	while (at + sizeof(e->r) <= size) {
		if (d->n == room) {
			room = 2 * room + 1024;
			d->events = grown(d->events, room * sizeof(*e));
		}
		e = &d->events[d->n];
		memcpy(&e->r, d->record + at, sizeof(e->r));
		at += sizeof(e->r);
		e->bytes = d->record + at;
		if ((size_t)e->r.len > size - at)
			break; /* killed while it was written */
		at += (size_t)e->r.len;
		d->n++;
	}
	return d;
}

void
disk_free(struct disk *d)
{
	int i;

	if (d == NULL)
		return;
	for (i = 0; i < KEPT; i++) {
		free(d->images[i].bytes);
		free(d->images[i].since);
	}
	free(d->events);
	free(d->record);
	free(d);
}

size_t
disk_events(const struct disk *d)
{
	return d->n;
}

bool
disk_is_critical(const struct disk *d, size_t i)
{
	const struct record *r = &d->events[i].r;

	return r->file == FILE_DB || r->file == FILE_JOURNAL ||
	    r->event == EVENT_SYNC || r->event == EVENT_SIZE;
}

size_t
disk_checkpoints(const struct disk *d)
{
	size_t i, n = 0;
	bool answers = false;

	for (i = 0; i < d->n; i++) {
		const struct record *r = &d->events[i].r;

		answers = answers || r->event == EVENT_SENT;
		n += answers && r->event == EVENT_SYNC && r->file == FILE_DB;
	}
	return n;
}

static void
set_size(struct image *m, size_t size)
{
	if (size > m->room) {
		m->room = 2 * size;
		m->bytes = grown(m->bytes, m->room);
	}
	if (size > m->size)
		memset(m->bytes + m->size, 0, size - m->size);
	m->size = size;
}

/* Do E, but of a write only the sectors that TORN leaves to chance. */
static void
apply(struct image *m, const struct event_at *e, bool torn)
{
	size_t off = (size_t)e->r.off, len = (size_t)e->r.len, part, at;

	if (e->r.event == EVENT_SIZE) {
		set_size(m, off);
		return;
	}
	if (off + len > m->size)
		set_size(m, off + len);
	for (at = 0; at < len; at += part) {
		part = SECTOR - (off + at) % SECTOR;
		if (part > len - at)
			part = len - at;
		if (!torn || disk_draw(2) == 0)
			memcpy(m->bytes + off + at, e->bytes + at, part);
	}
}

static void
sync_file(struct disk *d, struct image *m)
{
	size_t i;

	for (i = 0; i < m->n_since; i++)
		apply(m, &d->events[m->since[i]], false);
	m->n_since = 0;
}

static void
sync_folder(struct disk *d)
{
	int i;

	for (i = 0; i < KEPT; i++)
		d->images[i].in_folder = d->images[i].exists;
}

/* The highest "commit" in what was sent. */
static void
note_answers(struct disk *d, const struct event_at *e)
{
	static const char name[] = "\"commit\":";
	const char *at = (const char *)e->bytes, *end = at + e->r.len;
	int64_t n;

	while (
	    (at = memmem(at, (size_t)(end - at), name, strlen(name))) != NULL) {
		at += strlen(name);
		for (n = 0; at < end && *at >= '0' && *at <= '9'; at++)
			n = 10 * n + (*at - '0');
		if (n > d->answered)
			d->answered = n;
	}
}

static void
keep_for_later(struct image *m, size_t i)
{
	if (m->n_since == m->room_since) {
		m->room_since = 2 * m->room_since + 64;
		m->since = grown(m->since, m->room_since * sizeof(*m->since));
	}
	m->since[m->n_since++] = i;
}

static void
do_event(struct disk *d, size_t i)
{
	const struct event_at *e = &d->events[i];
	struct image *m = e->r.file < KEPT ? &d->images[e->r.file] : NULL;

	if (e->r.event == EVENT_SENT)
		note_answers(d, e);
	else if (e->r.event == EVENT_SYNC && e->r.file == FILE_FOLDER)
		sync_folder(d);
	if (m == NULL)
		return;
	switch ((enum event)e->r.event) {
	case EVENT_CREATE:
		m->exists = true;
		m->size = m->n_since = 0;
		break;
	case EVENT_UNLINK:
		m->exists = false;
		break;
	case EVENT_SYNC:
		sync_file(d, m);
		break;
	case EVENT_WRITE:
	case EVENT_SIZE:
		keep_for_later(m, i);
		break;
	case EVENT_SENT:
		break;
	}
}

void
disk_go(struct disk *d, size_t i)
{
	assert_true(i >= d->at && i <= d->n);
	while (d->at < i)
		do_event(d, d->at++);
}

int64_t
disk_answered(const struct disk *d)
{
	return d->answered;
}

/* Do some of what was not synced, in an order of chance. */
static void
do_some(const struct disk *d, struct image *copy, const struct image *m)
{
	size_t i, k, swap,
	    *order = grown(NULL, (m->n_since + 1) * sizeof(*order));
	size_t all = disk_draw(4); /* none, whole, or each by chance */

	memcpy(order, m->since, m->n_since * sizeof(*order));
	for (i = m->n_since; all > 1 && i > 1; i--) {
		k = disk_draw(i);
		swap = order[k];
		order[k] = order[i - 1];
		order[i - 1] = swap;
	}
	for (i = 0; all > 0 && i < m->n_since; i++)
		if (all == 1 || disk_draw(3) > 0)
			apply(copy, &d->events[order[i]],
			    all > 1 && disk_draw(2) == 0);
	free(order);
}

static void
write_file(const struct image *m, const char *path)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(m->bytes, 1, m->size, f), m->size);
	assert_int_equal(fclose(f), 0);
}

void
disk_lose_power(struct disk *d, const char *folder)
{
	static const char *const names[KEPT] = { "cases.db", "cases.db-wal",
		"cases.db-journal", "keys" };
	const struct image *m;
	struct image copy;
	char path[256];
	int i;

	for (i = 0; i < KEPT; i++) {
		m = &d->images[i];
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)unlink(path);
		if (!(m->exists && m->in_folder) &&
		    (m->exists == m->in_folder || disk_draw(2) == 0))
			continue;
		memset(&copy, 0, sizeof(copy));
		set_size(&copy, m->size + 1);
		copy.size = m->size;
		if (m->size > 0)
			memcpy(copy.bytes, m->bytes, m->size);
		if (m->n_since > 0)
			do_some(d, &copy, m);
		write_file(&copy, path);
		free(copy.bytes);
	}
}
