plugins_plan_RULES = \
	plugins/plan/rules.c \
	plugins/plan/rules.h

if HAVE_CMOCKA
check_PROGRAMS += plugins/plan/test_rules
TESTS += plugins/plan/test_rules
plugins_plan_test_rules_SOURCES = plugins/plan/test_rules.c \
	$(plugins_plan_RULES)
plugins_plan_test_rules_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_plan_test_rules_LDADD = $(PLUGIN_TEST_LIBS)
endif
