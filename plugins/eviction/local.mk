plugins_eviction_RULES = \
	plugins/eviction/rules.c \
	plugins/eviction/rules.h \
	plugins/eviction/rules_dates.c

if HAVE_CMOCKA
check_PROGRAMS += plugins/eviction/test_rules
TESTS += plugins/eviction/test_rules
plugins_eviction_test_rules_SOURCES = plugins/eviction/test_rules.c \
	$(plugins_eviction_RULES)
plugins_eviction_test_rules_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_eviction_test_rules_LDADD = $(PLUGIN_TEST_LIBS)
endif
