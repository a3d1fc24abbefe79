/*
 * page -- what a test and the library preloaded into the daemon share.
 *
 * The page is a file mapped by both; its name stands in BOFLYT_CRASH_PAGE.  The
 * record is a file too: what the worker asked of the system, in its order.
 */
#ifndef CRASH_PAGE_H
#define CRASH_PAGE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct page {
	_Atomic int64_t calls; /* of the worker so far that last or are seen */
	_Atomic int64_t stop_at; /* stand still before that one; 0: never */
	_Atomic bool stopped;
	_Atomic int fail; /* errno of every write to the database; 0 */
	_Atomic int fail_open; /* errno of opening it for writing; 0 */
	_Atomic int64_t room; /* bytes that the disk has left; -1: enough */
	bool normal; /* synchronous = NORMAL */
	bool keys_late; /* the table of keys is not synced */
	char record[128]; /* path; "": none */
};

/* The files beside each other in the municipality's folder. */
enum file {
	FILE_DB,
	FILE_WAL,
	FILE_JOURNAL,
	FILE_KEYS, /* the table of keys */
	FILE_RESERVE,
	FILE_FOLDER,
	N_FILES,
	FILE_OTHER
};

enum event {
	EVENT_CREATE, /* the file is new */
	EVENT_WRITE, /* at `off`, `len` bytes follow */
	EVENT_SIZE, /* cut or grown to `off` */
	EVENT_SYNC,
	EVENT_UNLINK,
	EVENT_SENT /* `len` bytes that left by a socket follow */
};

/* Before each event's bytes. */
struct record {
	int32_t event, file;
	int64_t off, len;
};

#endif
