# Fuzz targets.  Without --enable-fuzzing each is a program that reads its
# corpus, part of `make check`; with it, `make fuzz` runs them.
FUZZ_NAMES = wire config definition value verify
FUZZ_TARGETS = fuzz/fuzz_wire fuzz/fuzz_config fuzz/fuzz_definition \
	fuzz/fuzz_value fuzz/fuzz_verify
FUZZ_SECONDS = 60
FUZZ_LIBS = $(ROOM_LIBS_ALL) $(LUA_LIBS) $(EVENT_LIBS) $(SQLITE_LIBS) \
	$(INIH_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(CMOCKA_LIBS) -lm
EXTRA_DIST += fuzz/corpus
if FUZZING
EXTRA_PROGRAMS += $(FUZZ_TARGETS)
FUZZ_MAIN =
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
else
check_PROGRAMS += $(FUZZ_TARGETS)
TESTS += $(FUZZ_TARGETS)
FUZZ_MAIN = fuzz/replay.c
FUZZ_LINK = $(AM_LDFLAGS)
endif

fuzz_fuzz_wire_SOURCES = fuzz/fuzz_wire.c fuzz/fuzz.h $(FUZZ_MAIN)
fuzz_fuzz_wire_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_wire_LDADD = $(FUZZ_LIBS)

fuzz_fuzz_config_SOURCES = fuzz/fuzz_config.c fuzz/fuzz.h $(FUZZ_MAIN)
fuzz_fuzz_config_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_config_LDADD = $(FUZZ_LIBS)

fuzz_fuzz_definition_SOURCES = fuzz/fuzz_definition.c fuzz/fuzz.h $(FUZZ_MAIN)
fuzz_fuzz_definition_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_definition_LDADD = $(FUZZ_LIBS)

fuzz_fuzz_value_SOURCES = fuzz/fuzz_value.c fuzz/fuzz.h $(FUZZ_MAIN)
fuzz_fuzz_value_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_value_LDADD = $(FUZZ_LIBS)

# Makes its database with what the tests of store have.
fuzz_fuzz_verify_SOURCES = fuzz/fuzz_verify.c fuzz/fuzz.h $(FUZZ_MAIN)
fuzz_fuzz_verify_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)
fuzz_fuzz_verify_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(SQLITE_CFLAGS)
fuzz_fuzz_verify_LDFLAGS = $(FUZZ_LINK)
fuzz_fuzz_verify_LDADD = $(FUZZ_LIBS)

if FUZZING
# What is found new lies in fuzz/found/<target>, what fails in fuzz/bad-*.
fuzz: $(FUZZ_TARGETS)
	for t in $(FUZZ_NAMES); do \
		$(MKDIR_P) fuzz/found/$$t && \
		fuzz/fuzz_$$t -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
			-rss_limit_mb=2048 -print_final_stats=1 \
			-artifact_prefix=fuzz/bad-$$t- fuzz/found/$$t \
			$(srcdir)/fuzz/corpus/$$t || exit 1; \
	done
else
fuzz:
	@echo 'make fuzz: configure with CC=clang --enable-fuzzing' >&2; exit 1
endif
