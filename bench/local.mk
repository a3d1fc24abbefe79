# bench: `make bench` measures the daemon against the bare server.
BENCH_TOOLS = bench/bare bench/load bench/probe bench/unsealed
EXTRA_PROGRAMS += bench/bare bench/load bench/probe bench/unsealed
CLEANFILES += $(BENCH_TOOLS)
EXTRA_DIST += bench/run bench/report.awk bench/workflows/bench/workflow.lua
BENCH_LIBS = daemon/libstore.a daemon/libmodel.a daemon/libbase.a \
	$(EVENT_LIBS) $(SQLITE_LIBS) $(INIH_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS)

bench_bare_SOURCES = bench/bare.c bench/bare_sql.c bench/bare_sql.h
bench_bare_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(SODIUM_CFLAGS)
bench_bare_LDADD = $(BENCH_LIBS)
# The daemon without a key: its object comes before the one in the library.
bench_unsealed_SOURCES = daemon/main.c bench/unsealed.c
bench_unsealed_CPPFLAGS = $(AM_CPPFLAGS)
bench_unsealed_LDADD = $(boflytd_LDADD)
bench_unsealed_LDFLAGS = $(boflytd_LDFLAGS)
bench_load_SOURCES = bench/load.c
bench_load_LDADD =
bench_probe_SOURCES = bench/probe.c
bench_probe_LDADD = $(BENCH_LIBS)

# BENCH = --json, or numbers of rounds and seconds.
.PHONY: bench
bench: $(BENCH_TOOLS) boflytd$(EXEEXT) boflyt$(EXEEXT)
	@srcdir='$(abs_srcdir)' builddir='$(abs_builddir)' \
		$(srcdir)/bench/run $(BENCH)
