/*
 * trial -- a plugin for tests: does whatever a plugin may do, and what it may
 * not.
 */
#ifndef TESTS_PLUGIN_TRIAL_H
#define TESTS_PLUGIN_TRIAL_H

#include <boflyt/plugin.h>

extern const struct bf_plugin bf_plugin;

#endif
