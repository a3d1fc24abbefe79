/*
 * codes -- the words that records keep and methods take.
 */
#include "eviction.h"

const char *const eviction_known[] = { "unknown", "no", "yes", NULL };
const char *const eviction_sources[] = { "utleier_9_11", "namsmann_13_6",
	"kommunal_utleier", "gjeldsradgiver", "booppfolger", "bruker", "annen",
	NULL };
const char *const eviction_hows[] = { "phone", "letter", "visit", "message",
	NULL };
