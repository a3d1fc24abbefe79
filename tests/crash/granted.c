/*
 * granted -- cases with a decision, for guarantees to be issued in.
 */
#include "granted.h"

#include "../e2e/post.h"
#include "../e2e/work.h"

void
granted_make(struct load *l)
{
	struct work w = { l->place, l->peers[0], "deposit" };
	size_t i;

	for (i = LOAD_PEERS - 2; i < LOAD_PEERS; i++)
		l->granted[i].decision =
		    work_guarantee_case(&w, post_person(&w, "Kari Leier"),
			"2027-01-04", l->granted[i].number);
	work_advance(&w, "2027-03-01");
	l->peers[0] = w.c;
	for (i = LOAD_PEERS - 2; i < LOAD_PEERS; i++)
		l->granted[i].letters = parts_letters(l, l->granted[i].number);
}
