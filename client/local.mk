noinst_LIBRARIES += client/libclient.a
client_libclient_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir) \
	-DBOFLYT_RUNDIR=\"$(boflytrundir)\" -DBOFLYT_SBINDIR=\"$(sbindir)\"
client_libclient_a_SOURCES = \
	client/args.c client/args.h \
	client/ask.c client/ask.h \
	client/catalog.c client/catalog.h \
	client/complain.c client/complain.h \
	client/complete.c client/complete.h \
	client/export.c client/export.h \
	client/help.c client/help.h \
	client/link.c client/link.h \
	client/out.c client/out.h \
	client/play.c client/play.h \
	client/plugin.c client/plugin.h \
	client/request.c client/request.h \
	client/run.c client/run.h \
	client/show.c client/show.h \
	client/svg.c client/svg.h \
	client/table.c client/table.h \
	client/value.c client/value.h \
	client/view.c client/view.h \
	client/view_case.c \
	client/view_day.c \
	client/watch.c client/watch.h \
	client/words.c client/words.h

bin_PROGRAMS += boflyt
boflyt_SOURCES = client/main.c
boflyt_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)
boflyt_LDADD = client/libclient.a daemon/libbase.a $(INIH_LIBS) \
	$(SODIUM_LIBS) $(JANSSON_LIBS)

# Where the sockets are if BOFLYT_RUN does not say otherwise.
boflytrundir = /run/boflyt

bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = client/completion/boflyt
