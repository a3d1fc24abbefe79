/*
 * consent -- what happens to consents by themselves.
 */
#ifndef ENGINE_CONSENT_H
#define ENGINE_CONSENT_H

#include <stdint.h>

#include "base/err.h"

struct bf_call;
struct consent;
struct step;

#define CONSENT_PARAM                                                          \
	{                                                                      \
		.name = "consent", .type = BF_ID,                              \
		.flags = BF_REQUIRED | BF_POSITIONAL,                          \
		.text = N_("number of the consent, as consent list shows it")  \
	}

/*
 * Load consent ID, if the caller may know of it; consent_fini whatever comes
 * out.  RC_NOTFOUND alike for an unknown one and one of others.
 */
enum rc consent_open(struct bf_call *c, int64_t id, struct consent *k);

/* Kind of the timer that reminds of a consent's last day. */
#define CONSENT_TIMER "consent.expiry"

/*
 * The timer of consent ID is due in its case: ask to renew it, unless it has
 * been withdrawn or the case is closed meanwhile.
 */
enum rc consent_remind(struct step *st, int64_t id, struct err *e);

#endif
