# Tests of plugin, and of the engine with a plugin at work.
EXTRA_DIST += tests/engine/workflows/plugged/workflow.lua
# The plugin that does whatever one may do, and what it may not.
TRIAL = tests/plugin/trial.c tests/plugin/trial.h tests/plugin/trial_calls.c \
	tests/plugin/trial_calls.h
plugged_parts = tests/engine/plugged.c tests/engine/plugged.h \
	$(TRIAL)
plugged_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/tests/plugin
plugged_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
check_PROGRAMS += tests/engine/test_plugin
TESTS += tests/engine/test_plugin
tests_engine_test_plugin_SOURCES = tests/engine/test_plugin.c $(plugged_parts)
tests_engine_test_plugin_CPPFLAGS = $(plugged_cppflags)
tests_engine_test_plugin_CFLAGS = $(plugged_cflags)
tests_engine_test_plugin_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_plugin_records
TESTS += tests/engine/test_plugin_records
tests_engine_test_plugin_records_SOURCES = tests/engine/test_plugin_records.c $(plugged_parts)
tests_engine_test_plugin_records_CPPFLAGS = $(plugged_cppflags)
tests_engine_test_plugin_records_CFLAGS = $(plugged_cflags)
tests_engine_test_plugin_records_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_plugin_time
TESTS += tests/engine/test_plugin_time
tests_engine_test_plugin_time_SOURCES = tests/engine/test_plugin_time.c $(plugged_parts)
tests_engine_test_plugin_time_CPPFLAGS = $(plugged_cppflags)
tests_engine_test_plugin_time_CFLAGS = $(plugged_cflags)
tests_engine_test_plugin_time_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_plugin_host
TESTS += tests/engine/test_plugin_host
tests_engine_test_plugin_host_SOURCES = tests/engine/test_plugin_host.c $(plugged_parts)
tests_engine_test_plugin_host_CPPFLAGS = $(plugged_cppflags)
tests_engine_test_plugin_host_CFLAGS = $(plugged_cflags)
tests_engine_test_plugin_host_LDADD = $(engine_test_libs)

# Shared objects that the tests load.
TEST_PLUGINS = tests/plugin/trial.so tests/plugin/newer.so \
	tests/plugin/older.so tests/plugin/previous.so
check_PROGRAMS += $(TEST_PLUGINS)
tests_plugin_trial_so_SOURCES = $(TRIAL)
tests_plugin_trial_so_CPPFLAGS = $(PLUGIN_CPPFLAGS)
tests_plugin_trial_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_trial_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_trial_so_LDADD = $(PLUGIN_LIBS)
tests_plugin_newer_so_SOURCES = $(TRIAL)
tests_plugin_newer_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DTRIAL_NEWER
tests_plugin_newer_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_newer_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_newer_so_LDADD = $(PLUGIN_LIBS)
check_PROGRAMS += tests/plugin/says_no.so
tests_plugin_says_no_so_SOURCES = $(TRIAL)
tests_plugin_says_no_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DTRIAL_SAYS_NO
tests_plugin_says_no_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_says_no_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_says_no_so_LDADD = $(PLUGIN_LIBS)
tests_plugin_older_so_SOURCES = tests/plugin/older.c \
	tests/plugin/frozen/boflyt/plugin.h
tests_plugin_older_so_CPPFLAGS = -I$(srcdir)/tests/plugin/frozen
tests_plugin_previous_so_SOURCES = tests/plugin/older.c \
	tests/plugin/frozen1.3/boflyt/plugin.h
tests_plugin_previous_so_CPPFLAGS = -I$(srcdir)/tests/plugin/frozen1.3 \
	-DPREVIOUS
tests_plugin_previous_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_previous_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_previous_so_LDADD = $(PLUGIN_LIBS)
tests_plugin_older_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_older_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_older_so_LDADD = $(PLUGIN_LIBS)
check_PROGRAMS += tests/plugin/major.so
tests_plugin_major_so_SOURCES = tests/plugin/broken.c
tests_plugin_major_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DWRONG_MAJOR \
	-DBROKEN_NAME=\"major\"
tests_plugin_major_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_major_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_major_so_LDADD = $(PLUGIN_LIBS)
check_PROGRAMS += tests/plugin/minor.so
tests_plugin_minor_so_SOURCES = tests/plugin/broken.c
tests_plugin_minor_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DWRONG_MINOR \
	-DBROKEN_NAME=\"minor\"
tests_plugin_minor_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_minor_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_minor_so_LDADD = $(PLUGIN_LIBS)
check_PROGRAMS += tests/plugin/size.so
tests_plugin_size_so_SOURCES = tests/plugin/broken.c
tests_plugin_size_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DWRONG_SIZE \
	-DBROKEN_NAME=\"size\"
tests_plugin_size_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_size_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_size_so_LDADD = $(PLUGIN_LIBS)
check_PROGRAMS += tests/plugin/symbol.so
tests_plugin_symbol_so_SOURCES = tests/plugin/broken.c
tests_plugin_symbol_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DWRONG_SYMBOL \
	-DBROKEN_NAME=\"symbol\"
tests_plugin_symbol_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_symbol_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_symbol_so_LDADD = $(PLUGIN_LIBS)
check_PROGRAMS += tests/plugin/name.so
tests_plugin_name_so_SOURCES = tests/plugin/broken.c
tests_plugin_name_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DWRONG_NAME \
	-DBROKEN_NAME=\"name\"
tests_plugin_name_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_name_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_name_so_LDADD = $(PLUGIN_LIBS)
check_PROGRAMS += tests/plugin/row.so
tests_plugin_row_so_SOURCES = tests/plugin/broken.c
tests_plugin_row_so_CPPFLAGS = $(PLUGIN_CPPFLAGS) -DWRONG_ROW \
	-DBROKEN_NAME=\"row\"
tests_plugin_row_so_CFLAGS = $(PLUGIN_CFLAGS)
tests_plugin_row_so_LDFLAGS = $(PLUGIN_LD)
tests_plugin_row_so_LDADD = $(PLUGIN_LIBS)

check_PROGRAMS += tests/e2e/test_plugin
TESTS += tests/e2e/test_plugin
tests_e2e_test_plugin_SOURCES = tests/e2e/test_plugin.c $(E2E_PARTS)
tests_e2e_test_plugin_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_plugin_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_plugin_DEPENDENCIES = $(E2E_NEEDS) $(TEST_PLUGINS) \
	tests/plugin/major.so tests/plugin/symbol.so tests/plugin/row.so \
	tests/plugin/says_no.so

check_PROGRAMS += tests/plugin/test_set
TESTS += tests/plugin/test_set
tests_plugin_test_set_SOURCES = tests/plugin/test_set.c
tests_plugin_test_set_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_plugin_test_set_LDADD = daemon/libplugin.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) \
	$(INIH_LIBS)
