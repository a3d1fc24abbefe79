/*
 * daemon -- the real boflytd in a private directory, and peers that speak to it.
 */
#ifndef E2E_DAEMON_H
#define E2E_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "peer.h"

/* One installation; its folder is removed at the end. */
struct place {
	char number[8]; /* of the municipality */
	char dir[64]; /* /tmp/boflyt-e2e.XXXXXX */
	char socket[96];
	pid_t pid; /* 0: not running */
};

/*
 * Write the files of an installation for trying, with Kongsvinger's file or
 * another one of etc/municipalities; it stands in municipalities/NUMBER.ini.
 */
void place_make(struct place *p);
void place_make_for(struct place *p, const char *number, const char *file);
void place_remove(struct place *p);

/* Write TEXT into the file NAME of the place. */
void place_write(const struct place *p, const char *name, const char *text);

/* Put TO where the file NAME of the place says FROM, which it must. */
void place_replace(const struct place *p, const char *name, const char *from,
    const char *to);

/* Remove the database, as if the daemon had never run. */
void place_forget(const struct place *p);

/*
 * Give the place a folder of definitions of its own, with the shipped one and
 * one called NAME whose workflow.lua is TEXT.
 */
void
place_add_workflow(const struct place *p, const char *name, const char *text);

/* The SAMPLE of etc/municipalities as a test installation, in the file NAME. */
void place_add_municipality(const struct place *p, const char *sample,
    const char *name);

/*
 * Put the plugin NAME of this build where the daemon finds it, and switch it on
 * with KEYS (lines; "" for none) in the municipality's file.
 */
void
place_add_plugin(const struct place *p, const char *name, const char *keys);

/* Start boflytd with WORDS (NULL-terminated; NULL: none) and do not wait. */
void place_launch(struct place *p, const char *const *words);

/* Has anything written WORDS to the log yet? */
bool place_logged(const struct place *p, const char *words);

/* Start the daemon and wait until it serves. */
void place_start(struct place *p);

/* A connection to its socket, not greeted yet; -1: nobody listens. */
int place_connect(const struct place *p);

/* Does a worker answer at the socket of the daemon that was started last? */
bool place_serves(const struct place *p);

/* The process that works on the cases of the place. */
pid_t place_worker(const struct place *p);

/* Start it with what it prints going to OUT; give its exit status. */
int place_run(struct place *p, const char *number, char *out, size_t size);

/*
 * Run the real client with the NULL-terminated words ARGV, without a terminal.
 * Its exit status; *OUT, which the caller frees, is all that it wrote.
 */
int place_client(const struct place *p, const char *const *argv, char **out);

/*
 * The daemon's child whose title in lists of processes begins with TITLE, such
 * as "boflytd: courier"; 0 if there is none.
 */
pid_t place_process(const struct place *p, const char *title);

/* End it by SIGNAL and give what waitpid says. */
int place_stop(struct place *p, int signal);

#endif
