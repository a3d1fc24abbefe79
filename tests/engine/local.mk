# Tests of engine.

# Views and methods of the engine.
ENGINE_VIEW_LIBS = daemon/libengine.a daemon/libscript.a daemon/libplugin.a \
	daemon/libaccess.a \
	daemon/libstore.a daemon/libmodel.a daemon/libbase.a $(CMOCKA_LIBS) \
	$(SQLITE_LIBS) $(LUA_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/engine/test_table
TESTS += tests/engine/test_table
tests_engine_test_table_SOURCES = tests/engine/test_table.c
tests_engine_test_table_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_table_LDADD = $(ENGINE_VIEW_LIBS)
check_PROGRAMS += tests/engine/test_describe
TESTS += tests/engine/test_describe
tests_engine_test_describe_SOURCES = tests/engine/test_describe.c
tests_engine_test_describe_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_describe_LDADD = $(ENGINE_VIEW_LIBS)

# A whole engine in memory, for the tests of this room.
check_LIBRARIES = tests/engine/libfixture.a
tests_engine_libfixture_a_SOURCES = tests/engine/fixture.c \
	tests/engine/fixture.h tests/engine/look.h tests/engine/one_case.h
tests_engine_libfixture_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
EXTRA_DIST += tests/engine/workflows/small/workflow.lua \
	tests/engine/workflows/joint/workflow.lua \
	tests/engine/workflows/other/workflow.lua tests/engine/joint.h \
	tests/engine/workflows/small/letters/svar.nb.txt \
	tests/engine/workflows/small/letters/svar.nn.txt \
	tests/engine/workflows/broken/workflow.lua \
	tests/engine/workflows/needy/workflow.lua
engine_test_libs = tests/engine/libfixture.a daemon/libengine.a \
	daemon/libscript.a daemon/libplugin.a daemon/libaccess.a \
	daemon/libstore.a \
	daemon/libmodel.a daemon/libbase.a $(CMOCKA_LIBS) $(LUA_LIBS) \
	$(SQLITE_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS) -lm
check_PROGRAMS += tests/engine/test_meeting
TESTS += tests/engine/test_meeting
tests_engine_test_meeting_SOURCES = tests/engine/test_meeting.c
tests_engine_test_meeting_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_meeting_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_packet
TESTS += tests/engine/test_packet
tests_engine_test_packet_SOURCES = tests/engine/test_packet.c
tests_engine_test_packet_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_packet_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_said
TESTS += tests/engine/test_said
tests_engine_test_said_SOURCES = tests/engine/test_said.c
tests_engine_test_said_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_said_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_handover
TESTS += tests/engine/test_handover
tests_engine_test_handover_SOURCES = tests/engine/test_handover.c
tests_engine_test_handover_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_handover_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_states
TESTS += tests/engine/test_states
tests_engine_test_states_SOURCES = tests/engine/test_states.c \
	tests/engine/states.c tests/engine/states.h
tests_engine_test_states_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_states_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_act
TESTS += tests/engine/test_act
tests_engine_test_act_SOURCES = tests/engine/test_act.c
tests_engine_test_act_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_act_LDADD = $(engine_test_libs)

# The names that the manual must have; tests/check-docs.sh asks for them.
check_PROGRAMS += tests/engine/list_names
tests_engine_list_names_SOURCES = tests/engine/list_names.c
tests_engine_list_names_LDADD = daemon/libengine.a daemon/libscript.a \
	daemon/libplugin.a daemon/libaccess.a daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(LUA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS) -lm
check_PROGRAMS += tests/engine/test_rules
TESTS += tests/engine/test_rules
tests_engine_test_rules_SOURCES = tests/engine/test_rules.c
tests_engine_test_rules_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_rules_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_deadlines
TESTS += tests/engine/test_deadlines
tests_engine_test_deadlines_SOURCES = tests/engine/test_deadlines.c
tests_engine_test_deadlines_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_deadlines_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_caseview
TESTS += tests/engine/test_caseview
tests_engine_test_caseview_SOURCES = tests/engine/test_caseview.c
tests_engine_test_caseview_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_caseview_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_why
TESTS += tests/engine/test_why
tests_engine_test_why_SOURCES = tests/engine/test_why.c
tests_engine_test_why_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_why_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_person
TESTS += tests/engine/test_person
tests_engine_test_person_SOURCES = tests/engine/test_person.c
tests_engine_test_person_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_person_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_household
TESTS += tests/engine/test_household
tests_engine_test_household_SOURCES = tests/engine/test_household.c
tests_engine_test_household_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_household_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_document
TESTS += tests/engine/test_document
tests_engine_test_document_SOURCES = tests/engine/test_document.c
tests_engine_test_document_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_document_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_day
TESTS += tests/engine/test_day
tests_engine_test_day_SOURCES = tests/engine/test_day.c
tests_engine_test_day_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_day_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_report
TESTS += tests/engine/test_report
tests_engine_test_report_SOURCES = tests/engine/test_report.c
tests_engine_test_report_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_report_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_lists
TESTS += tests/engine/test_lists
tests_engine_test_lists_SOURCES = tests/engine/test_lists.c
tests_engine_test_lists_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_lists_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_timers
TESTS += tests/engine/test_timers
tests_engine_test_timers_SOURCES = tests/engine/test_timers.c
tests_engine_test_timers_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_timers_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_idem
TESTS += tests/engine/test_idem
tests_engine_test_idem_SOURCES = tests/engine/test_idem.c
tests_engine_test_idem_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_idem_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_batch
TESTS += tests/engine/test_batch
tests_engine_test_batch_SOURCES = tests/engine/test_batch.c
tests_engine_test_batch_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_batch_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_workflow
TESTS += tests/engine/test_workflow
tests_engine_test_workflow_SOURCES = tests/engine/test_workflow.c
tests_engine_test_workflow_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_workflow_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_samples
TESTS += tests/engine/test_samples
tests_engine_test_samples_SOURCES = tests/engine/test_samples.c
tests_engine_test_samples_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_samples_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_clock
TESTS += tests/engine/test_clock
tests_engine_test_clock_SOURCES = tests/engine/test_clock.c
tests_engine_test_clock_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_clock_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_form
TESTS += tests/engine/test_form
tests_engine_test_form_SOURCES = tests/engine/test_form.c
tests_engine_test_form_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_form_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_host
TESTS += tests/engine/test_host
tests_engine_test_host_SOURCES = tests/engine/test_host.c
tests_engine_test_host_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_host_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_order
TESTS += tests/engine/test_order
tests_engine_test_order_SOURCES = tests/engine/test_order.c
tests_engine_test_order_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_order_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_limits
TESTS += tests/engine/test_limits
tests_engine_test_limits_SOURCES = tests/engine/test_limits.c
tests_engine_test_limits_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_limits_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_manual
TESTS += tests/engine/test_manual
tests_engine_test_manual_SOURCES = tests/engine/test_manual.c
tests_engine_test_manual_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_manual_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_room
TESTS += tests/engine/test_room
tests_engine_test_room_SOURCES = tests/engine/test_room.c
tests_engine_test_room_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_room_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_watch
TESTS += tests/engine/test_watch
tests_engine_test_watch_SOURCES = tests/engine/test_watch.c
tests_engine_test_watch_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_watch_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_doctor
TESTS += tests/engine/test_doctor
tests_engine_test_doctor_SOURCES = tests/engine/test_doctor.c
tests_engine_test_doctor_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_doctor_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_emergency
TESTS += tests/engine/test_emergency
tests_engine_test_emergency_SOURCES = tests/engine/test_emergency.c
tests_engine_test_emergency_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_emergency_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_innsyn
TESTS += tests/engine/test_innsyn
tests_engine_test_innsyn_SOURCES = tests/engine/test_innsyn.c
tests_engine_test_innsyn_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_innsyn_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_cells
TESTS += tests/engine/test_cells
tests_engine_test_cells_SOURCES = tests/engine/test_cells.c
tests_engine_test_cells_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_cells_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_undo
TESTS += tests/engine/test_undo
tests_engine_test_undo_SOURCES = tests/engine/test_undo.c
tests_engine_test_undo_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_undo_LDADD = $(engine_test_libs)
EXTRA_DIST += tests/engine/workflows/deciding/workflow.lua \
	tests/engine/workflows/deciding/letters/svar.nb.txt \
	tests/engine/workflows/deciding/letters/svar.nn.txt

	tests/engine/workflows/deciding/letters/decision.nb.txt \
	tests/engine/workflows/deciding/letters/decision.nn.txt
check_PROGRAMS += tests/engine/test_decide
TESTS += tests/engine/test_decide
tests_engine_test_decide_SOURCES = tests/engine/test_decide.c \
	tests/engine/deciding.h tests/engine/look.h
tests_engine_test_decide_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_decide_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_told
TESTS += tests/engine/test_told
tests_engine_test_told_SOURCES = tests/engine/test_told.c \
	tests/engine/deciding.h tests/engine/look.h
tests_engine_test_told_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_told_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_complaint
TESTS += tests/engine/test_complaint
tests_engine_test_complaint_SOURCES = tests/engine/test_complaint.c \
	tests/engine/deciding.h tests/engine/look.h
tests_engine_test_complaint_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_complaint_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_able
TESTS += tests/engine/test_able
tests_engine_test_able_SOURCES = tests/engine/test_able.c \
	tests/engine/deciding.h tests/engine/look.h
tests_engine_test_able_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_able_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_protect
TESTS += tests/engine/test_protect
tests_engine_test_protect_SOURCES = tests/engine/test_protect.c
tests_engine_test_protect_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_protect_LDADD = $(engine_test_libs)

posting_parts = tests/engine/posting.c tests/engine/posting.h
check_PROGRAMS += tests/engine/test_deliver
TESTS += tests/engine/test_deliver
tests_engine_test_deliver_SOURCES = tests/engine/test_deliver.c $(posting_parts)
tests_engine_test_deliver_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_deliver_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_receipts
TESTS += tests/engine/test_receipts
tests_engine_test_receipts_SOURCES = tests/engine/test_receipts.c $(posting_parts)
tests_engine_test_receipts_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_receipts_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_property
TESTS += tests/engine/test_property
tests_engine_test_property_SOURCES = tests/engine/test_property.c \
	tests/engine/deciding.h tests/engine/look.h
tests_engine_test_property_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_property_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_explain
TESTS += tests/engine/test_explain
tests_engine_test_explain_SOURCES = tests/engine/test_explain.c \
	tests/engine/deciding.h tests/engine/look.h
tests_engine_test_explain_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_explain_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_allocation
TESTS += tests/engine/test_allocation
tests_engine_test_allocation_SOURCES = tests/engine/test_allocation.c
tests_engine_test_allocation_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_allocation_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_orders
TESTS += tests/engine/test_orders
tests_engine_test_orders_SOURCES = tests/engine/test_orders.c
tests_engine_test_orders_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_orders_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_erasure
TESTS += tests/engine/test_erasure
tests_engine_test_erasure_SOURCES = tests/engine/test_erasure.c
tests_engine_test_erasure_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_erasure_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_consent
TESTS += tests/engine/test_consent
tests_engine_test_consent_SOURCES = tests/engine/test_consent.c tests/engine/units.h
tests_engine_test_consent_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_consent_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_match
TESTS += tests/engine/test_match
tests_engine_test_match_SOURCES = tests/engine/test_match.c tests/engine/units.h
tests_engine_test_match_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_match_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_impartial
TESTS += tests/engine/test_impartial
tests_engine_test_impartial_SOURCES = tests/engine/test_impartial.c tests/engine/units.h
tests_engine_test_impartial_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_impartial_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_absence
TESTS += tests/engine/test_absence
tests_engine_test_absence_SOURCES = tests/engine/test_absence.c tests/engine/units.h
tests_engine_test_absence_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_absence_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_matrix tests/engine/test_matrix_more
TESTS += tests/engine/test_matrix tests/engine/test_matrix_more
tests_engine_test_matrix_more_SOURCES = tests/engine/test_matrix.c \
	tests/engine/matrix.c tests/engine/matrix.h \
	tests/engine/matrix_plugins.c tests/engine/matrix_plugins.h
tests_engine_test_matrix_more_CPPFLAGS = $(AM_CPPFLAGS) -DMATRIX_MORE
tests_engine_test_matrix_more_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_matrix_more_LDADD = $(engine_test_libs)
tests_engine_test_matrix_SOURCES = tests/engine/test_matrix.c \
	tests/engine/matrix.c tests/engine/matrix.h \
	tests/engine/matrix_plugins.c tests/engine/matrix_plugins.h
tests_engine_test_matrix_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_matrix_LDADD = $(engine_test_libs)
check_PROGRAMS += tests/engine/test_small
TESTS += tests/engine/test_small
tests_engine_test_small_SOURCES = tests/engine/test_small.c \
	tests/engine/matrix.c tests/engine/matrix.h \
	tests/engine/matrix_plugins.c tests/engine/matrix_plugins.h
tests_engine_test_small_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_small_LDADD = $(engine_test_libs)

check_PROGRAMS += tests/engine/test_parties
TESTS += tests/engine/test_parties
tests_engine_test_parties_SOURCES = tests/engine/test_parties.c \
	tests/engine/deciding.h tests/engine/look.h
tests_engine_test_parties_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_engine_test_parties_LDADD = $(engine_test_libs)
