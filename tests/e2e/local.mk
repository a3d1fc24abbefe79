# Tests of e2e: the real daemon and the real client, from outside.
E2E_TESTS = \
	tests/e2e/test_start \
	tests/e2e/test_wire \
	tests/e2e/test_gate \
	tests/e2e/test_inputs \
	tests/e2e/test_allocation \
	tests/e2e/test_lockdown \
	tests/e2e/test_lookup \
	tests/e2e/test_values \
	tests/e2e/test_steps \
	tests/e2e/test_script \
	tests/e2e/test_papers \
	tests/e2e/test_parts \
	tests/e2e/test_backup \
	tests/e2e/test_seal \
	tests/e2e/test_nest \
	tests/e2e/test_oversight \
	tests/e2e/test_clock \
	tests/e2e/test_crash \
	tests/e2e/test_municipalities \
	tests/e2e/test_parent \
	tests/e2e/test_poison \
	tests/e2e/test_reload \
	tests/e2e/test_samples \
	tests/e2e/test_canary \
	tests/e2e/test_doctor \
	tests/e2e/test_stress \
	tests/e2e/test_tell \
	tests/e2e/test_watch \
	tests/e2e/test_letters \
	tests/e2e/test_letter_text \
	tests/e2e/test_letter_pdf \
	tests/e2e/test_enclosures \
	tests/e2e/test_decisions \
	tests/e2e/test_course \
	tests/e2e/test_complaints \
	tests/e2e/test_stay \
	tests/e2e/test_wrong_place \
	tests/e2e/test_lease \
	tests/e2e/test_client
check_PROGRAMS += $(E2E_TESTS)
TESTS += $(E2E_TESTS)
E2E_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
E2E_LIBS = $(CMOCKA_LIBS) $(JANSSON_LIBS)
E2E_NEEDS = boflytd$(EXEEXT) boflyt$(EXEEXT)
E2E_PARTS = tests/e2e/daemon.c tests/e2e/daemon.h tests/e2e/peer.c \
	tests/e2e/peer.h tests/e2e/work.c \
	tests/e2e/work.h tests/e2e/tee.c tests/e2e/tee.h tests/e2e/canary.c \
	tests/e2e/canary.h
E2E_SECRET = tests/e2e/secret.c tests/e2e/secret.h \
	tests/e2e/secret_plugins.c tests/e2e/secret_plugins.h

tests_e2e_test_start_SOURCES = tests/e2e/test_start.c $(E2E_PARTS)
tests_e2e_test_start_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_start_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_start_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_parts_SOURCES = tests/e2e/test_parts.c $(E2E_PARTS)
tests_e2e_test_parts_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_parts_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_parts_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_allocation_SOURCES = tests/e2e/test_allocation.c \
	tests/e2e/paper.c tests/e2e/paper.h $(E2E_PARTS)
tests_e2e_test_allocation_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_allocation_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_allocation_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_wire_SOURCES = tests/e2e/test_wire.c $(E2E_PARTS)
tests_e2e_test_wire_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_wire_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_wire_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_gate_SOURCES = tests/e2e/test_gate.c $(E2E_PARTS) \
	$(E2E_SECRET)
tests_e2e_test_gate_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_gate_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_gate_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_seal_SOURCES = tests/e2e/test_seal.c $(E2E_PARTS) \
	$(E2E_SECRET)
tests_e2e_test_seal_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_seal_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_seal_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_inputs_SOURCES = tests/e2e/test_inputs.c $(E2E_PARTS) \
	$(E2E_SECRET)
tests_e2e_test_inputs_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_inputs_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_inputs_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_lookup_SOURCES = tests/e2e/test_lookup.c \
	tests/e2e/guess.c tests/e2e/guess.h $(E2E_PARTS) $(E2E_SECRET)
tests_e2e_test_lookup_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_lookup_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_lookup_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_values_SOURCES = tests/e2e/test_values.c $(E2E_PARTS) \
	$(E2E_SECRET)
tests_e2e_test_values_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_values_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_values_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_steps_SOURCES = tests/e2e/test_steps.c $(E2E_PARTS)
tests_e2e_test_steps_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_steps_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_steps_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_script_SOURCES = tests/e2e/test_script.c $(E2E_PARTS)
tests_e2e_test_script_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_script_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_script_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_papers_SOURCES = tests/e2e/test_papers.c $(E2E_PARTS)
tests_e2e_test_papers_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_papers_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_papers_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_clock_SOURCES = tests/e2e/test_clock.c $(E2E_PARTS)
tests_e2e_test_clock_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_clock_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_clock_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_crash_SOURCES = tests/e2e/test_crash.c $(E2E_PARTS)
tests_e2e_test_crash_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_crash_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_crash_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_municipalities_SOURCES = tests/e2e/test_municipalities.c $(E2E_PARTS)
tests_e2e_test_municipalities_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_municipalities_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_municipalities_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_samples_SOURCES = tests/e2e/test_samples.c $(E2E_PARTS)
tests_e2e_test_samples_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_samples_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_samples_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_client_SOURCES = tests/e2e/test_client.c $(E2E_PARTS)
tests_e2e_test_client_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_client_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_client_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_lockdown_SOURCES = tests/e2e/test_lockdown.c $(E2E_PARTS)
tests_e2e_test_lockdown_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_lockdown_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_lockdown_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_watch_SOURCES = tests/e2e/test_watch.c $(E2E_PARTS)
tests_e2e_test_watch_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_watch_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_watch_DEPENDENCIES = $(E2E_NEEDS)

E2E_TOWN = tests/e2e/town.c tests/e2e/town.h
tests_e2e_test_parent_SOURCES = tests/e2e/test_parent.c $(E2E_TOWN) $(E2E_PARTS)
tests_e2e_test_parent_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_parent_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_parent_DEPENDENCIES = $(E2E_NEEDS) tests/e2e/fault.so
tests_e2e_test_poison_SOURCES = tests/e2e/test_poison.c $(E2E_TOWN) $(E2E_PARTS)
tests_e2e_test_poison_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_poison_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_poison_DEPENDENCIES = $(E2E_NEEDS) tests/e2e/fault.so
tests_e2e_test_reload_SOURCES = tests/e2e/test_reload.c $(E2E_TOWN) $(E2E_PARTS)
tests_e2e_test_reload_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_reload_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_reload_DEPENDENCIES = $(E2E_NEEDS) tests/e2e/fault.so

# Preloaded into the daemon by test_parent; no part of it.
EXTRA_DIST += tests/e2e/fault.c
CLEANFILES += tests/e2e/fault.so
tests/e2e/fault.so: tests/e2e/fault.c
	$(AM_V_at)$(MKDIR_P) tests/e2e
	$(AM_V_CCLD)$(CC) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(srcdir)/tests/e2e/fault.c -ldl

# Preloaded into the daemon where valgrind looks on (tests/check-valgrind.sh).
EXTRA_DIST += tests/e2e/slow.c
CLEANFILES += tests/e2e/slow.so
check_DATA = tests/e2e/slow.so
tests/e2e/slow.so: tests/e2e/slow.c
	$(AM_V_at)$(MKDIR_P) tests/e2e
	$(AM_V_CCLD)$(CC) $(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(srcdir)/tests/e2e/slow.c -ldl

tests_e2e_test_backup_SOURCES = tests/e2e/test_backup.c $(E2E_PARTS) \
	$(E2E_SECRET)
tests_e2e_test_backup_CFLAGS = $(E2E_CFLAGS) $(SODIUM_CFLAGS)
tests_e2e_test_backup_LDADD = $(E2E_LIBS) $(SODIUM_LIBS)
EXTRA_tests_e2e_test_backup_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_stress_SOURCES = tests/e2e/test_stress.c $(E2E_PARTS)
tests_e2e_test_stress_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_stress_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_stress_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_tell_SOURCES = tests/e2e/test_tell.c $(E2E_PARTS)
tests_e2e_test_tell_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_tell_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_tell_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_canary_SOURCES = tests/e2e/test_canary.c $(E2E_PARTS)
tests_e2e_test_canary_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_canary_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_canary_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_doctor_SOURCES = tests/e2e/test_doctor.c $(E2E_PARTS)
tests_e2e_test_doctor_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_doctor_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_doctor_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_letters_SOURCES = tests/e2e/test_letters.c tests/e2e/post.c \
	tests/e2e/post.h $(E2E_PARTS)
tests_e2e_test_letters_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_letters_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_letters_DEPENDENCIES = $(E2E_NEEDS)
tests_e2e_test_nest_SOURCES = tests/e2e/test_nest.c tests/e2e/guess.c \
	tests/e2e/guess.h $(E2E_PARTS)
tests_e2e_test_nest_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_nest_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_nest_DEPENDENCIES = $(E2E_NEEDS)

# The last look, when all that speaks to a daemon has run.
check_PROGRAMS += tests/e2e/find_canary
tests_e2e_find_canary_SOURCES = tests/e2e/find_canary.c tests/e2e/canary.h
TESTS += tests/check-canary.sh
EXTRA_DIST += tests/check-canary.sh
# (By a variable: written out, automake would take it for the rule itself.)
CANARY_LOG = tests/check-canary.sh.log
$(CANARY_LOG): $(E2E_TESTS:=.log)

tests_e2e_test_lease_SOURCES = tests/e2e/test_lease.c $(E2E_PARTS)
tests_e2e_test_lease_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_lease_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_lease_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_course_SOURCES = tests/e2e/test_course.c $(E2E_PARTS)
tests_e2e_test_course_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_course_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_course_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_wrong_place_SOURCES = tests/e2e/test_wrong_place.c $(E2E_PARTS)
tests_e2e_test_wrong_place_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_wrong_place_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_wrong_place_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_complaints_SOURCES = tests/e2e/test_complaints.c \
	tests/e2e/decided.h $(E2E_PARTS)
tests_e2e_test_complaints_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_complaints_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_complaints_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_stay_SOURCES = tests/e2e/test_stay.c $(E2E_PARTS)
tests_e2e_test_stay_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_stay_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_stay_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_decisions_SOURCES = tests/e2e/test_decisions.c \
	tests/e2e/decided.h $(E2E_PARTS)
tests_e2e_test_decisions_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_decisions_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_decisions_DEPENDENCIES = $(E2E_NEEDS)
tests_e2e_test_oversight_SOURCES = tests/e2e/test_oversight.c $(E2E_PARTS)
tests_e2e_test_oversight_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_oversight_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_oversight_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_enclosures_SOURCES = tests/e2e/test_enclosures.c \
	tests/e2e/post.c tests/e2e/post.h $(E2E_PARTS)
tests_e2e_test_enclosures_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_enclosures_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_enclosures_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_letter_pdf_SOURCES = tests/e2e/test_letter_pdf.c \
	tests/e2e/post.c tests/e2e/post.h $(E2E_PARTS)
tests_e2e_test_letter_pdf_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_letter_pdf_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_letter_pdf_DEPENDENCIES = $(E2E_NEEDS)

tests_e2e_test_letter_text_SOURCES = tests/e2e/test_letter_text.c \
	tests/e2e/post.c tests/e2e/post.h $(E2E_PARTS)
tests_e2e_test_letter_text_CFLAGS = $(E2E_CFLAGS)
tests_e2e_test_letter_text_LDADD = $(E2E_LIBS)
EXTRA_tests_e2e_test_letter_text_DEPENDENCIES = $(E2E_NEEDS)
