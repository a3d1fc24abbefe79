plugins_PROGRAMS += plugins/plan/plan.so
plugins_plan_RULES = plugins/plan/rules.c plugins/plan/rules.h
plugins_plan_PARTS = $(plugins_plan_RULES) \
	plugins/plan/codes.c \
	plugins/plan/consent.c \
	plugins/plan/content.c \
	plugins/plan/course.c \
	plugins/plan/cti.c \
	plugins/plan/lead.c \
	plugins/plan/methods.c \
	plugins/plan/need.c \
	plugins/plan/plan.c \
	plugins/plan/plan.h \
	plugins/plan/records.c \
	plugins/plan/remind.c \
	plugins/plan/report.c \
	plugins/plan/show.c \
	plugins/plan/values.c \
	plugins/plan/words.c
plugins_plan_plan_so_SOURCES = $(plugins_plan_PARTS)
plugins_plan_plan_so_CPPFLAGS = $(PLUGIN_CPPFLAGS)
plugins_plan_plan_so_CFLAGS = $(PLUGIN_CFLAGS)
plugins_plan_plan_so_LDFLAGS = $(PLUGIN_LD)
plugins_plan_plan_so_LDADD = $(PLUGIN_LIBS)

if HAVE_CMOCKA
plugins_plan_WORLD = plugins/plan/test_world.c plugins/plan/test_world.h
check_PROGRAMS += plugins/plan/test_rules
TESTS += plugins/plan/test_rules
plugins_plan_test_rules_SOURCES = plugins/plan/test_rules.c \
	$(PLUGIN_TEST_PARTS) \
	$(plugins_plan_RULES)
plugins_plan_test_rules_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_plan_test_rules_LDADD = $(PLUGIN_TEST_LIBS)

# The plugin itself, on a host in memory.
check_PROGRAMS += plugins/plan/test_property
TESTS += plugins/plan/test_property
plugins_plan_test_property_SOURCES = plugins/plan/test_property.c \
	plugins/plan/test_holds.c plugins/plan/test_holds.h \
	$(plugins_plan_PARTS) $(PLUGIN_DRAWN)
plugins_plan_test_property_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_plan_test_property_LDADD = $(PLUGIN_TEST_LIBS)

check_PROGRAMS += plugins/plan/test_lines
TESTS += plugins/plan/test_lines
plugins_plan_test_lines_SOURCES = plugins/plan/test_lines.c \
	plugins/plan/test_holds.c plugins/plan/test_holds.h \
	$(plugins_plan_PARTS) $(PLUGIN_DRAWN)
plugins_plan_test_lines_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_plan_test_lines_LDADD = $(PLUGIN_TEST_LIBS)

check_PROGRAMS += plugins/plan/test_consent
TESTS += plugins/plan/test_consent
plugins_plan_test_consent_SOURCES = plugins/plan/test_consent.c \
	$(plugins_plan_WORLD) $(E2E_PARTS)
plugins_plan_test_consent_CFLAGS = $(E2E_CFLAGS)
plugins_plan_test_consent_LDADD = $(E2E_LIBS)
EXTRA_plugins_plan_test_consent_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/plan/plan.so

check_PROGRAMS += plugins/plan/test_remind
TESTS += plugins/plan/test_remind
plugins_plan_test_remind_SOURCES = plugins/plan/test_remind.c \
	$(plugins_plan_WORLD) $(E2E_PARTS)
plugins_plan_test_remind_CFLAGS = $(E2E_CFLAGS)
plugins_plan_test_remind_LDADD = $(E2E_LIBS)
EXTRA_plugins_plan_test_remind_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/plan/plan.so

check_PROGRAMS += plugins/plan/test_course
TESTS += plugins/plan/test_course
plugins_plan_test_course_SOURCES = plugins/plan/test_course.c \
	$(plugins_plan_WORLD) $(E2E_PARTS)
plugins_plan_test_course_CFLAGS = $(E2E_CFLAGS)
plugins_plan_test_course_LDADD = $(E2E_LIBS)
EXTRA_plugins_plan_test_course_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/plan/plan.so

check_PROGRAMS += plugins/plan/test_flow
TESTS += plugins/plan/test_flow
plugins_plan_test_flow_SOURCES = plugins/plan/test_flow.c \
	$(plugins_plan_WORLD) $(E2E_PARTS)
plugins_plan_test_flow_CFLAGS = $(E2E_CFLAGS)
plugins_plan_test_flow_LDADD = $(E2E_LIBS)
EXTRA_plugins_plan_test_flow_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/plan/plan.so
endif
EXTRA_DIST += plugins/plan/README.md
