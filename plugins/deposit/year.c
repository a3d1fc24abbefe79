/*
 * year -- once a year the head of the service is told that the list of what
 * guarantees may cost is due (domain §3.3, reminders).
 */
#include "deposit.h"

int
watch_year(struct bf_call *call)
{
	const struct bf_pure *p = bf_pure(call);
	int year, month, day;
	struct bf_date next;

	p->date_split(bf_host(call)->today(call), &year, &month, &day);
	if (!p->date_make(year + 1, 1, 1, &next))
		return BF_OK;
	return bf_host(call)->timer_begin(call, 0, "deposit.year", NULL,
	    p->instant(p->roll(next), REMIND_HOUR, 0), NULL);
}

int
deposit_year(struct bf_call *call, const struct bf_happening *w)
{
	json_t *notice = json_pack("{ss ss}", "to", "leader", "text",
	    _("The year's list of guarantees is due: boflyt rapport "
	      "garantieksponering"));
	int rc = bf_host(call)->notice(call, 0, notice, NULL);

	(void)w;
	json_decref(notice);
	return rc == BF_OK ? watch_year(call) : rc;
}
