/*
 * room -- the reserve on the disk; see room.h.
 *
 * The descriptor is opened together with the database and kept, for later the
 * process may be unable to open anything.  To have room again means to get
 * twice the reserve: with the reserve alone the state would flap, for that much
 * is there as soon as it has been given up.
 */
#include "store/room.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/inside.h"

/* Have twice the reserve, and give half of it back: 0 or an errno. */
static int
take(const struct store *s)
{
	const off_t both = 2 * (off_t)ROOM_RESERVED;
	int why = s->no_room ? ENOSPC : posix_fallocate(s->reserve, 0, both);

	if (ftruncate(s->reserve, why == 0 ? ROOM_RESERVED : 0) != 0 &&
	    why == 0)
		why = errno;
	return why;
}

static bool
is_full(int why)
{
	return why == ENOSPC || why == EDQUOT;
}

/* The reserve of the database at PATH lies beside it. */
static int
open_beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	char *name = mem_format("%.*sreserve", (int)len, path);
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	free(name);
	return fd;
}

void
room_open(struct store *s, const char *path)
{
	struct stat st;
	int why;

	if ((s->reserve = open_beside(path)) == -1)
		why = errno;
	else if (fstat(s->reserve, &st) == 0 && st.st_size == ROOM_RESERVED)
		return;
	else
		why = take(s);
	if (is_full(why)) {
		s->room = ROOM_RESERVE;
		s->room_look = clock_ticks() + ROOM_LOOK_MS;
		log_warning("store.full", log_text("state", "reserve"));
	} else if (why != 0) {
		log_warning("store.no_reserve",
		    log_text("reason", strerror(why)));
	}
}

void
room_close(struct store *s)
{
	if (s->reserve != -1)
		(void)close(s->reserve);
	s->reserve = -1;
}

enum room
room_state(const struct store *s)
{
	return s->room;
}

const char *
room_name(enum room r)
{
	static const char *const names[] = { [ROOM_ENOUGH] = "enough",
		[ROOM_RESERVE] = "reserve",
		[ROOM_NONE] = "none" };

	return names[r];
}

/*
 * Perhaps it was only too much at once, or the write-ahead log can give back
 * what it holds; to do so it may need what the reserve has held.
 */
static bool
has_still_room(struct store *s)
{
	struct err ignored = ERR_INIT;
	int i;

	for (i = 0; s->reserve != -1 && i < 2; i++) {
		(void)store_checkpoint(s, &ignored);
		if (!is_full(take(s)))
			return true;
	}
	return false;
}

bool
room_settle(struct store *s)
{
	enum room before = s->room;
	bool full = s->full;

	assert(!s->in_tx);
	s->full = false;
	if (!full || !s->on_disk || s->broken || before == ROOM_NONE)
		return false;
	if (has_still_room(s)) {
		s->room = ROOM_ENOUGH;
		return before != ROOM_ENOUGH;
	}
	s->room = before == ROOM_ENOUGH ? ROOM_RESERVE : ROOM_NONE;
	s->room_look = clock_ticks() + ROOM_LOOK_MS;
	log_warning("store.full",
	    log_text("state", s->room == ROOM_RESERVE ? "reserve" : "none"));
	return true;
}

bool
room_find(struct store *s)
{
	if (s->room == ROOM_ENOUGH)
		return true;
	if (clock_ticks() < s->room_look)
		return false;
	if (s->reserve != -1 && is_full(take(s))) {
		s->room_look = clock_ticks() + ROOM_LOOK_MS;
		return false;
	}
	s->room = ROOM_ENOUGH;
	log_info("store.room");
	return true;
}

int64_t
room_free(const struct store *s)
{
	struct statfs fs;

	if (s->reserve == -1 || fstatfs(s->reserve, &fs) != 0)
		return -1;
	return (int64_t)fs.f_bavail * (int64_t)fs.f_bsize;
}

int64_t
room_next_look(const struct store *s)
{
	return s->room == ROOM_ENOUGH ? INT64_MAX : s->room_look;
}
