/*
 * notify_receipt -- receipts of letters about decisions move the clock.
 */
#include "engine/notify.h"

#include "engine/step.h"
#include "model/zone.h"

static const struct {
	unsigned int bit;
	enum notified what;
} tells[] = {
	{ RECEIPT_POSTED, NOTIFIED_POSTED },
	{ RECEIPT_AVAILABLE, NOTIFIED_AVAILABLE },
	{ RECEIPT_ALERTED, NOTIFIED_ALERTED },
	{ RECEIPT_OPENED, NOTIFIED_OPENED },
	{ RECEIPT_LOST, NOTIFIED_RETURNED },
};

static int64_t
number_in(const json_t *payload, const char *name)
{
	return json_integer_value(json_object_get(payload, name));
}

enum rc
notify_receipt(struct step *st, const struct receipt_news *news, struct err *e)
{
	int64_t no = number_in(news->letter->payload, "decision");
	int64_t party = number_in(news->letter->payload, "party");
	enum rc rc = RC_OK;
	size_t i;

	st->beside = true;
	if (no == 0 || party == 0)
		return RC_OK;
	for (i = 0; rc == RC_OK && i < sizeof(tells) / sizeof(tells[0]); i++)
		if ((news->tells & tells[i].bit) != 0)
			rc = decision_notified(st, no, party, tells[i].what,
			    zone_date(news->receipt->at), e);
	return rc;
}
