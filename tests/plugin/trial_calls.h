/*
 * trial_calls -- the methods of the plugin for tests.
 *
 * Each does one thing to the host, named after it, with the parameters as they
 * come; what the host answers is the result.
 */
#ifndef TESTS_PLUGIN_TRIAL_CALLS_H
#define TESTS_PLUGIN_TRIAL_CALLS_H

#include <boflyt/values.h>

#include "trial.h"

bf_method_fn trial_add, trial_refuse, trial_plan, trial_touch, trial_hand,
    trial_child, trial_ring, trial_later, trial_due, trial_end, trial_tell,
    trial_who, trial_papers, trial_match, trial_ask, trial_role, trial_wrong,
    trial_peek, trial_form, trial_get, trial_find, trial_kept, trial_led,
    trial_planned, trial_show;

#endif
