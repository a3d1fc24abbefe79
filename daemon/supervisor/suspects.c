/*
 * suspects -- what workers were doing when they died of a fault.
 */
#include "supervisor/suspects.h"

#include <string.h>

void
suspects_blame(struct suspects *s, const struct beat_work *work)
{
	static const unsigned char none[HASH_SIZE];
	size_t i;
	int deaths = 1;

	if (memcmp(work->digest, none, HASH_SIZE) == 0)
		return;
	for (i = 0; i < s->n; i++)
		if (memcmp(s->list[i].work.digest, work->digest, HASH_SIZE) ==
		    0)
			break;
	if (i < s->n)
		deaths = s->list[i].deaths + 1;
	else if (s->n < SUSPECTS_MAX)
		s->n++;
	else
		i = SUSPECTS_MAX - 1;
	memmove(s->list + 1, s->list, i * sizeof(s->list[0]));
	s->list[0].work = *work;
	s->list[0].deaths = deaths;
}

json_t *
suspects_guilty(const struct suspects *s)
{
	json_t *list = json_array();
	char hex[HASH_HEX_SIZE];
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (s->list[i].deaths < SUSPECTS_DEATHS)
			continue;
		hash_hex(s->list[i].work.digest, hex);
		json_array_append_new(list,
		    json_pack("{ss ss sI}", "digest", hex, "what",
			s->list[i].work.what, "timer",
			(json_int_t)s->list[i].work.timer));
	}
	return list;
}

void
suspects_forget_guilty(struct suspects *s)
{
	size_t i, kept = 0;

	for (i = 0; i < s->n; i++)
		if (s->list[i].deaths < SUSPECTS_DEATHS)
			s->list[kept++] = s->list[i];
	s->n = kept;
}
