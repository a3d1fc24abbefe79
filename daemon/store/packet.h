/*
 * packet -- what crossed to or from another municipality (domain §2.4, S-09).
 *
 * The packet itself is not kept: which municipality, what was ticked, by whom,
 * and a keyed hash of its bytes, so that one is not taken in twice.
 */
#ifndef STORE_PACKET_H
#define STORE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/err.h"
#include "store/store.h"

struct tx;

struct packet {
	int64_t case_id;
	bool in; /* it came; else it went */
	const char *municipality; /* borrowed: the other one's number */
	const json_t *ticked; /* borrowed: names, of class case */
	const char *by; /* borrowed: user */
};

/*
 * Keep P, whose bytes are those.  RC_CONFLICT if it has come before.
 */
enum rc packet_add(struct tx *tx, const struct packet *p, const void *bytes,
    size_t len, struct err *e);

/* Those of a case by id: [{id, direction, municipality, ticked, recorded,
 * by}]. */
enum rc
packet_list(struct store *s, int64_t case_id, json_t **rows, struct err *e);

#endif
