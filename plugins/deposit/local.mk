plugins_PROGRAMS += plugins/deposit/deposit.so
plugins_deposit_RULES = \
	plugins/deposit/rules.c \
	plugins/deposit/rules.h \
	plugins/deposit/rules_claim.c \
	plugins/deposit/rules_repay.c \
	plugins/deposit/rules_state.c
plugins_deposit_PARTS = $(plugins_deposit_RULES) \
	plugins/deposit/apply.c \
	plugins/deposit/chain.c \
	plugins/deposit/claim.c \
	plugins/deposit/claim_tell.c \
	plugins/deposit/codes.c \
	plugins/deposit/deposit.c \
	plugins/deposit/deposit.h \
	plugins/deposit/document.c \
	plugins/deposit/end.c \
	plugins/deposit/issue.c \
	plugins/deposit/lease.c \
	plugins/deposit/letters.c \
	plugins/deposit/letters.h \
	plugins/deposit/letters_nb.c \
	plugins/deposit/letters_nn.c \
	plugins/deposit/methods.c \
	plugins/deposit/missed.c \
	plugins/deposit/records.c \
	plugins/deposit/remind.c \
	plugins/deposit/renew.c \
	plugins/deposit/repay.c \
	plugins/deposit/report.c \
	plugins/deposit/report.h \
	plugins/deposit/report_exposure.c \
	plugins/deposit/show.c \
	plugins/deposit/terms.c \
	plugins/deposit/values.c \
	plugins/deposit/words.c \
	plugins/deposit/write.c \
	plugins/deposit/year.c
plugins_deposit_deposit_so_SOURCES = $(plugins_deposit_PARTS)
plugins_deposit_deposit_so_CPPFLAGS = $(PLUGIN_CPPFLAGS)
plugins_deposit_deposit_so_CFLAGS = $(PLUGIN_CFLAGS)
plugins_deposit_deposit_so_LDFLAGS = $(PLUGIN_LD)
plugins_deposit_deposit_so_LDADD = $(PLUGIN_LIBS)

if HAVE_CMOCKA
check_PROGRAMS += plugins/deposit/test_rules
TESTS += plugins/deposit/test_rules
plugins_deposit_test_rules_SOURCES = plugins/deposit/test_rules.c \
	$(PLUGIN_TEST_PARTS) \
	$(plugins_deposit_RULES)
plugins_deposit_test_rules_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_deposit_test_rules_LDADD = $(PLUGIN_TEST_LIBS)

check_PROGRAMS += plugins/deposit/test_course
TESTS += plugins/deposit/test_course
plugins_deposit_test_course_SOURCES = plugins/deposit/test_course.c \
	plugins/deposit/test_world.c plugins/deposit/test_world.h \
	$(E2E_PARTS)
plugins_deposit_test_course_CFLAGS = $(E2E_CFLAGS)
plugins_deposit_test_course_LDADD = $(E2E_LIBS)
EXTRA_plugins_deposit_test_course_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/deposit/deposit.so

check_PROGRAMS += plugins/deposit/test_flow
TESTS += plugins/deposit/test_flow
plugins_deposit_test_flow_SOURCES = plugins/deposit/test_flow.c $(E2E_PARTS)
plugins_deposit_test_flow_CFLAGS = $(E2E_CFLAGS)
plugins_deposit_test_flow_LDADD = $(E2E_LIBS)
EXTRA_plugins_deposit_test_flow_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/deposit/deposit.so

check_PROGRAMS += plugins/deposit/test_papers
TESTS += plugins/deposit/test_papers
plugins_deposit_test_papers_SOURCES = plugins/deposit/test_papers.c \
	plugins/deposit/test_world.c plugins/deposit/test_world.h \
	tests/e2e/post.c tests/e2e/post.h $(E2E_PARTS)
plugins_deposit_test_papers_CFLAGS = $(E2E_CFLAGS)
plugins_deposit_test_papers_LDADD = $(E2E_LIBS)
EXTRA_plugins_deposit_test_papers_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/deposit/deposit.so

check_PROGRAMS += plugins/deposit/test_terms
TESTS += plugins/deposit/test_terms
plugins_deposit_test_terms_SOURCES = plugins/deposit/test_terms.c \
	plugins/deposit/test_world.c plugins/deposit/test_world.h \
	$(E2E_PARTS)
plugins_deposit_test_terms_CFLAGS = $(E2E_CFLAGS)
plugins_deposit_test_terms_LDADD = $(E2E_LIBS)
EXTRA_plugins_deposit_test_terms_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/deposit/deposit.so

check_PROGRAMS += plugins/deposit/test_property
TESTS += plugins/deposit/test_property
plugins_deposit_test_property_SOURCES = plugins/deposit/test_property.c \
	plugins/deposit/test_holds.c plugins/deposit/test_holds.h \
	plugins/deposit/test_versions.c \
	$(plugins_deposit_PARTS) $(PLUGIN_DRAWN)
plugins_deposit_test_property_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_deposit_test_property_LDADD = $(PLUGIN_TEST_LIBS)
endif
EXTRA_DIST += plugins/deposit/README.md
