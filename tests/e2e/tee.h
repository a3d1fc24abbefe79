/*
 * tee -- everything that comes out of the daemon and the client, kept for a
 * last look.
 *
 * With BOFLYT_TEE each test program writes what it receives into a file of its
 * own in that folder; tests/check-canary.sh looks for the planted canaries in all
 * of them when every test has run.
 */
#ifndef E2E_TEE_H
#define E2E_TEE_H

#include <stddef.h>

/* Keep N bytes of KIND ("socket", "client", "log", "metrics", "run"). */
void tee_bytes(const char *kind, const void *bytes, size_t n);

/* Keep what stands in the file at PATH, if there is one. */
void tee_file(const char *kind, const char *path);

/* Keep what the socket at PATH says to who connects, if it is there. */
void tee_socket(const char *kind, const char *path);

/* Keep every file of the folder at PATH, below it too. */
void tee_folder(const char *kind, const char *path);

#endif
