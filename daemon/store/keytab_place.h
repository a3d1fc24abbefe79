/*
 * keytab_place -- heads and places of the table of keys as bytes; for this room
 * only.
 *
 * Numbers in the file are little-endian.
 */
#ifndef STORE_KEYTAB_PLACE_H
#define STORE_KEYTAB_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/keytab.h"
#include "store/keytab_wrap.h"

#define HEAD 512
#define PLACE 128

struct head {
	uint64_t seq;
	char municipality[16];
	uint64_t master, other; /* names of the municipality's keys; 0: none */
	unsigned char other_wrapped[WRAP_SIZE]; /* under master */
	unsigned char master_wrapped[WRAP_SIZE]; /* under other */
	bool all_wrapped; /* no key is under the other any more */
	int64_t made, expires, incarnation;
};

/* One place, unpacked. */
struct place {
	enum key_state state;
	uint64_t master;
	int64_t id, created, ended;
	unsigned char wrapped[WRAP_SIZE];
};

void head_pack(const struct head *h, unsigned char out[HEAD]);
bool head_unpack(const unsigned char in[HEAD], struct head *h); /* whole? */

void place_pack(const struct place *p, unsigned char out[PLACE]);

/* Place ID; its state is KEY_NONE if it is not whole, or another's. */
void place_unpack(const unsigned char in[PLACE], int64_t id, struct place *p);

#endif
