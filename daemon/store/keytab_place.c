/*
 * keytab_place -- heads and places as bytes; see keytab_place.h.
 */
#include "store/keytab_place.h"

#include <string.h>

#include "base/hash.h"

#define PLACE_SUM 112 /* what the checksum of a place covers */
#define HEAD_SUM 480
#define SUM 16
#define ALL_WRAPPED 1

static const unsigned char magic[8] = { 'B', 'o', 'f', 'l', 'y', 't', 'K',
	'1' };

static void
put_int(unsigned char *p, uint64_t v)
{
	int i;

	for (i = 0; i < 8; i++, v >>= 8)
		p[i] = (unsigned char)(v & 0xffu);
}

static uint64_t
get_int(const unsigned char *p)
{
	uint64_t v = 0;
	int i;

	for (i = 7; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

void
head_pack(const struct head *h, unsigned char out[HEAD])
{
	memset(out, 0, HEAD);
	memcpy(out, magic, 8);
	put_int(out + 8, h->seq);
	memcpy(out + 16, h->municipality, sizeof(h->municipality));
	put_int(out + 32, h->master);
	put_int(out + 40, h->other);
	memcpy(out + 48, h->other_wrapped, WRAP_SIZE);
	memcpy(out + 120, h->master_wrapped, WRAP_SIZE);
	out[192] = h->all_wrapped ? ALL_WRAPPED : 0;
	put_int(out + 200, (uint64_t)h->made);
	put_int(out + 208, (uint64_t)h->expires);
	put_int(out + 216, (uint64_t)h->incarnation);
	hash_of(NULL, 0, out, HEAD_SUM, out + HEAD_SUM);
}

bool
head_unpack(const unsigned char in[HEAD], struct head *h)
{
	unsigned char sum[HASH_SIZE];

	hash_of(NULL, 0, in, HEAD_SUM, sum);
	if (memcmp(in, magic, 8) != 0 ||
	    memcmp(sum, in + HEAD_SUM, sizeof(sum)) != 0)
		return false;
	h->seq = get_int(in + 8);
	memcpy(h->municipality, in + 16, sizeof(h->municipality));
	h->municipality[sizeof(h->municipality) - 1] = '\0';
	h->master = get_int(in + 32);
	h->other = get_int(in + 40);
	memcpy(h->other_wrapped, in + 48, WRAP_SIZE);
	memcpy(h->master_wrapped, in + 120, WRAP_SIZE);
	h->all_wrapped = in[192] == ALL_WRAPPED;
	h->made = (int64_t)get_int(in + 200);
	h->expires = (int64_t)get_int(in + 208);
	h->incarnation = (int64_t)get_int(in + 216);
	return true;
}

void
place_pack(const struct place *p, unsigned char out[PLACE])
{
	unsigned char sum[HASH_SIZE];

	memset(out, 0, PLACE);
	out[0] = (unsigned char)p->state;
	put_int(out + 8, (uint64_t)p->id);
	put_int(out + 16, (uint64_t)p->created);
	put_int(out + 24, p->master);
	memcpy(out + 32, p->wrapped, WRAP_SIZE);
	put_int(out + 104, (uint64_t)p->ended);
	hash_of(NULL, 0, out, PLACE_SUM, sum);
	memcpy(out + PLACE_SUM, sum, SUM);
}

void
place_unpack(const unsigned char in[PLACE], int64_t id, struct place *p)
{
	unsigned char sum[HASH_SIZE];

	hash_of(NULL, 0, in, PLACE_SUM, sum);
	memset(p, 0, sizeof(*p));
	if (memcmp(sum, in + PLACE_SUM, SUM) != 0 ||
	    (int64_t)get_int(in + 8) != id ||
	    (in[0] != KEY_LIVE && in[0] != KEY_DESTROYED))
		return;
	p->state = (enum key_state)in[0];
	p->id = id;
	p->created = (int64_t)get_int(in + 16);
	p->master = get_int(in + 24);
	memcpy(p->wrapped, in + 32, WRAP_SIZE);
	p->ended = (int64_t)get_int(in + 104);
}
