# Tests of plugin, and of the engine with a plugin at work.
EXTRA_DIST += tests/engine/workflows/plugged/workflow.lua
check_PROGRAMS += tests/engine/test_plugin
TESTS += tests/engine/test_plugin
tests_engine_test_plugin_SOURCES = tests/engine/test_plugin.c \
	tests/plugin/trial.c tests/plugin/trial.h
tests_engine_test_plugin_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/plugin
tests_engine_test_plugin_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_plugin_LDADD = $(engine_test_libs)
