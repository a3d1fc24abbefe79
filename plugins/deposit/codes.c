/*
 * codes -- the words that records keep and methods take.
 */
#include "deposit.h"

const char *const deposit_kinds[] = { "guarantee", "loan", "grant", NULL };
const char *const deposit_landlords[] = { "private", "municipal", "company",
	NULL };
const char *const deposit_types[] = { "simple", "principal_debtor", NULL };
const char *const deposit_states[] = { "soknad", "vurdering", "avslag",
	"innvilget", "tilsagn", "tilsagn_utlopt", "utstedt", "gjeldende",
	"fornyet", "utlopt", "frigitt", "overfort_depositum", "makulert",
	NULL };
