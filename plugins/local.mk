# A plugin is a folder with a local.mk of its own.  Delete the folder and its
# line here, and everything else builds, tests and runs.
PLUGIN_CPPFLAGS = -D_GNU_SOURCE -I$(srcdir)/include
PLUGIN_CFLAGS = $(AM_CFLAGS) -fPIC -fvisibility=hidden
PLUGIN_LIBS = $(JANSSON_LIBS)
# Rules are tested with the tables that the daemon gives them, without one.
PLUGIN_TEST_PARTS = tests/pure.c tests/pure.h
PLUGIN_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
PLUGIN_TEST_LIBS = daemon/libmodel.a daemon/libbase.a $(CMOCKA_LIBS) \
	$(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)
# A host in memory, for whole courses without a daemon.
PLUGIN_RAM = tests/plugin/ram.c tests/plugin/ram.h tests/plugin/ram_host.c \
	tests/plugin/ram_host.h tests/plugin/ram_paper.c tests/plugin/ram_rows.c
# Courses by chance on it.
PLUGIN_DRAWN = tests/plugin/drawn.c tests/plugin/drawn.h $(PLUGIN_TEST_PARTS) \
	$(PLUGIN_RAM)

include plugins/plan/local.mk
include plugins/eviction/local.mk
include plugins/deposit/local.mk
include plugins/template/local.mk
