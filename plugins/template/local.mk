# The smallest whole plugin.  One that is meant to be used says plugins_PROGRAMS
# where this one says check_PROGRAMS.
check_PROGRAMS += plugins/template/template.so
plugins_template_template_so_SOURCES = plugins/template/template.c \
	plugins/template/rules.c plugins/template/rules.h
plugins_template_template_so_CPPFLAGS = $(PLUGIN_CPPFLAGS)
plugins_template_template_so_CFLAGS = $(PLUGIN_CFLAGS)
plugins_template_template_so_LDFLAGS = $(PLUGIN_LD)
plugins_template_template_so_LDADD = $(PLUGIN_LIBS)

if HAVE_CMOCKA
check_PROGRAMS += plugins/template/test_rules
TESTS += plugins/template/test_rules
plugins_template_test_rules_SOURCES = plugins/template/test_rules.c \
	$(PLUGIN_TEST_PARTS) \
	plugins/template/rules.c plugins/template/rules.h
plugins_template_test_rules_CFLAGS = $(PLUGIN_TEST_CFLAGS)
plugins_template_test_rules_LDADD = $(PLUGIN_TEST_LIBS)
endif

# To be copied by whoever writes one outside these sources.
plugintemplatedir = $(docdir)/examples/plugin
dist_plugintemplate_DATA = plugins/template/Makefile \
	plugins/template/README.md plugins/template/rules.c \
	plugins/template/rules.h plugins/template/template.c
