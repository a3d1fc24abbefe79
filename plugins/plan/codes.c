/*
 * codes -- the words that records keep and methods take.
 */
#include "plan.h"

const char *const plan_kinds[] = { "ip", "maalplan", NULL };
const char *const plan_states[] = { "behov_meldt", "tilbudt",
	"avslatt_av_bruker", "avslag", "under_arbeid", "gjeldende",
	"til_revisjon", "stanset_samtykke", "avsluttet", NULL };
const char *const plan_answers[] = { "offered", "appointed", "declined",
	"not_relevant", NULL };
const char *const plan_areas[] = { "bolig", "okonomi", "helse", "rus", "arbeid",
	"nettverk", "daglig", NULL };
const char *const plan_goal_states[] = { "ny", "i_gang", "nadd", "delvis",
	"endret", "forlatt", NULL };
const char *const plan_forms[] = { "vedtak", "samarbeidsavtale", "uten_vedtak",
	NULL };
const char *const plan_subplans[] = { "iop", "behandling", "opplaring",
	"kriseplan", "annen", NULL };
const char *const plan_ends[] = { "mal_nadd", "onsker_slutt", "behov_bortfalt",
	"flyttet", "dod", NULL };
