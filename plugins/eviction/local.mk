plugins_PROGRAMS += plugins/eviction/eviction.so
plugins_eviction_RULES = \
	plugins/eviction/rules.c \
	plugins/eviction/rules.h \
	plugins/eviction/rules_dates.c
plugins_eviction_PARTS = $(plugins_eviction_RULES) \
	plugins/eviction/codes.c \
	plugins/eviction/eviction.c \
	plugins/eviction/eviction.h \
	plugins/eviction/methods.c \
	plugins/eviction/notice.c \
	plugins/eviction/records.c \
	plugins/eviction/report.c \
	plugins/eviction/show.c \
	plugins/eviction/tenancy.c \
	plugins/eviction/values.c \
	plugins/eviction/words.c \
	plugins/eviction/watch.c \
	plugins/eviction/work.c
plugins_eviction_eviction_so_SOURCES = $(plugins_eviction_PARTS)
plugins_eviction_eviction_so_CPPFLAGS = $(PLUGIN_CPPFLAGS)
plugins_eviction_eviction_so_CFLAGS = $(PLUGIN_CFLAGS)
plugins_eviction_eviction_so_LDFLAGS = $(PLUGIN_LD)
plugins_eviction_eviction_so_LDADD = $(PLUGIN_LIBS)

if HAVE_CMOCKA
check_PROGRAMS += plugins/eviction/test_rules
TESTS += plugins/eviction/test_rules
plugins_eviction_test_rules_SOURCES = plugins/eviction/test_rules.c \
	$(PLUGIN_TEST_PARTS) \
	$(plugins_eviction_RULES)
plugins_eviction_test_rules_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_eviction_test_rules_LDADD = $(PLUGIN_TEST_LIBS)

# The plugin itself, on a host in memory.
check_PROGRAMS += plugins/eviction/test_property
TESTS += plugins/eviction/test_property
plugins_eviction_test_property_SOURCES = plugins/eviction/test_property.c \
	plugins/eviction/test_matter.c \
	$(plugins_eviction_PARTS) $(PLUGIN_DRAWN)
plugins_eviction_test_property_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_eviction_test_property_LDADD = $(PLUGIN_TEST_LIBS)

check_PROGRAMS += plugins/eviction/test_course
TESTS += plugins/eviction/test_course
plugins_eviction_WORLD = plugins/eviction/test_world.c \
	plugins/eviction/test_world.h
plugins_eviction_test_course_SOURCES = plugins/eviction/test_course.c \
	$(plugins_eviction_WORLD) \
	tests/e2e/paper.c tests/e2e/paper.h \
	$(E2E_PARTS)
plugins_eviction_test_course_CFLAGS = $(E2E_CFLAGS)
plugins_eviction_test_course_LDADD = $(E2E_LIBS)
EXTRA_plugins_eviction_test_course_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/eviction/eviction.so

check_PROGRAMS += plugins/eviction/test_watch
TESTS += plugins/eviction/test_watch
plugins_eviction_test_watch_SOURCES = plugins/eviction/test_watch.c \
	$(plugins_eviction_WORLD) \
	$(E2E_PARTS)
plugins_eviction_test_watch_CFLAGS = $(E2E_CFLAGS)
plugins_eviction_test_watch_LDADD = $(E2E_LIBS)
EXTRA_plugins_eviction_test_watch_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/eviction/eviction.so

check_PROGRAMS += plugins/eviction/test_flow
TESTS += plugins/eviction/test_flow
plugins_eviction_test_flow_SOURCES = plugins/eviction/test_flow.c \
	tests/e2e/paper.c tests/e2e/paper.h tests/e2e/post.c tests/e2e/post.h $(E2E_PARTS)
plugins_eviction_test_flow_CFLAGS = $(E2E_CFLAGS)
plugins_eviction_test_flow_LDADD = $(E2E_LIBS)
EXTRA_plugins_eviction_test_flow_DEPENDENCIES = $(E2E_NEEDS) \
	plugins/eviction/eviction.so
endif
EXTRA_DIST += plugins/eviction/README.md
