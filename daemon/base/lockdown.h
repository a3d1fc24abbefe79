/*
 * lockdown -- give up for good what a process does not need after its start.
 *
 * Files by Landlock, privileges by no_new_privs, system calls by seccomp, and
 * neither core dumps nor readers of its memory.  All of it lasts until the
 * process ends; what was opened before stays open.  A call that no part of the
 * program has use for ends the process; one that a library may try by itself
 * and do without is refused.
 */
#ifndef BASE_LOCKDOWN_H
#define BASE_LOCKDOWN_H

#include <stdbool.h>

#include "base/err.h"
#include "base/lines.h"

/* What may be done with a path and all that lies beneath it. */
#define LOCKDOWN_READ 0x1u /* read files, list folders */
#define LOCKDOWN_WRITE 0x2u /* and write, make and remove plain files */
#define LOCKDOWN_REMOVE 0x4u /* remove files, no more */
#define LOCKDOWN_FOLDERS 0x8u /* make, rename and remove folders */
#define LOCKDOWN_EXECUTE 0x10u /* read, and run programs */

struct lockdown_path {
	const char *path; /* the last one's is NULL */
	unsigned int may;
};

struct lockdown {
	const struct lockdown_path *paths; /* those not there are left out */
	int landlock; /* highest version to use; 0: what there is */
	bool only_log; /* calls outside the list: the kernel logs */
};

/* What came of it. */
struct lockdown_state {
	int landlock; /* version in force; 0: the kernel has none */
	bool seccomp;
};

/*
 * Enter, in a process with one thread.  What the kernel lacks is a line of
 * LACKS, no failure.  RC_UNAVAILABLE: the kernel has it and refuses it; the
 * process may be half locked and must end.
 */
enum rc lockdown_enter(const struct lockdown *l, struct lockdown_state *state,
    struct lines *lacks, struct err *e);

/*
 * Enter with PATHS as the environment's BOFLYT_LOCKDOWN wants it, and log what
 * came of it; with ALOUD false, below the usual level: another process of the
 * same municipality has said so already.  "off" is for a debugger or valgrind, "log" lets the kernel log
 * what it would refuse, "landlock=2" pretends an older kernel.
 */
enum rc
lockdown_start(const struct lockdown_path *paths, bool aloud, struct err *e);

/*
 * The same for a process that has to run a program which is not ours: files by
 * PATHS, no privileges, no network, and no call by which it could look into or
 * change other processes or the system.  What it runs inherits all of it.
 */
enum rc lockdown_program(const struct lockdown_path *paths, struct err *e);

/* The parts; lockdown_enter does them in the right order. */
enum rc lockdown_files(const struct lockdown *l, struct lockdown_state *state,
    struct lines *lacks, struct err *e);
enum rc lockdown_calls(const struct lockdown *l, struct lockdown_state *state,
    struct lines *lacks, struct err *e);
enum rc lockdown_program_calls(struct lockdown_state *state,
    struct lines *lacks, struct err *e);

#endif
