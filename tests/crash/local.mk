# Tests of crash: the daemon killed, without power, without room.
CRASH_TESTS = tests/crash/test_kill tests/crash/test_parts \
	tests/crash/test_power \
	tests/crash/test_trouble
check_PROGRAMS += $(CRASH_TESTS)
TESTS += $(CRASH_TESTS)
CRASH_PARTS = tests/crash/load.c tests/crash/load.h tests/crash/page.h \
	tests/crash/parts.c tests/crash/parts_check.c \
	tests/e2e/post.c tests/e2e/post.h $(E2E_PARTS)
CRASH_CFLAGS = $(E2E_CFLAGS) $(SQLITE_CFLAGS)
CRASH_NEEDS = $(E2E_NEEDS)
EXTRA_DIST += tests/crash/preload.c

# The sanitizers' own library has to come first: nothing is preloaded there.
if SANITIZE
CRASH_CFLAGS += -DSANITIZED
else
CRASH_NEEDS += tests/crash/preload.so
CLEANFILES += tests/crash/preload.so
endif

tests/crash/preload.so: tests/crash/preload.c tests/crash/page.h
	@$(MKDIR_P) tests/crash
	$(AM_V_CC)$(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) $(CPPFLAGS) \
		$(CFLAGS) $(SQLITE_CFLAGS) -fPIC -shared -o $@ \
		$(srcdir)/tests/crash/preload.c

tests_crash_test_kill_SOURCES = tests/crash/test_kill.c $(CRASH_PARTS)
tests_crash_test_kill_CFLAGS = $(CRASH_CFLAGS)
tests_crash_test_kill_LDADD = $(E2E_LIBS) $(SQLITE_LIBS)
EXTRA_tests_crash_test_kill_DEPENDENCIES = $(CRASH_NEEDS)

tests_crash_test_parts_SOURCES = tests/crash/test_parts.c \
	tests/crash/granted.c tests/crash/granted.h \
	$(CRASH_PARTS)
tests_crash_test_parts_CFLAGS = $(CRASH_CFLAGS)
tests_crash_test_parts_LDADD = $(E2E_LIBS) $(SQLITE_LIBS)
EXTRA_tests_crash_test_parts_DEPENDENCIES = $(CRASH_NEEDS) \
	$(plugins_PROGRAMS)

tests_crash_test_power_SOURCES = tests/crash/test_power.c \
	tests/crash/disk.c tests/crash/disk.h $(CRASH_PARTS)
tests_crash_test_power_CFLAGS = $(CRASH_CFLAGS)
tests_crash_test_power_LDADD = $(store_libs)
EXTRA_tests_crash_test_power_DEPENDENCIES = $(CRASH_NEEDS)

tests_crash_test_trouble_SOURCES = tests/crash/test_trouble.c $(CRASH_PARTS)
tests_crash_test_trouble_CFLAGS = $(CRASH_CFLAGS)
tests_crash_test_trouble_LDADD = $(E2E_LIBS)
EXTRA_tests_crash_test_trouble_DEPENDENCIES = $(CRASH_NEEDS)
