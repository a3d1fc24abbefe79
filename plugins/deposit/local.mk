plugins_deposit_RULES = \
	plugins/deposit/rules.c \
	plugins/deposit/rules.h \
	plugins/deposit/rules_claim.c \
	plugins/deposit/rules_repay.c \
	plugins/deposit/rules_state.c

if HAVE_CMOCKA
check_PROGRAMS += plugins/deposit/test_rules
TESTS += plugins/deposit/test_rules
plugins_deposit_test_rules_SOURCES = plugins/deposit/test_rules.c \
	$(plugins_deposit_RULES)
plugins_deposit_test_rules_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_deposit_test_rules_LDADD = $(PLUGIN_TEST_LIBS)
endif
