# Tests of store.
EXTRA_DIST += tests/store/registers.h
check_PROGRAMS += tests/store/test_person
TESTS += tests/store/test_person
tests_store_test_person_SOURCES = tests/store/test_person.c
tests_store_test_person_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_person_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_household
TESTS += tests/store/test_household
tests_store_test_household_SOURCES = tests/store/test_household.c
tests_store_test_household_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_household_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_document
TESTS += tests/store/test_document
tests_store_test_document_SOURCES = tests/store/test_document.c
tests_store_test_document_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_document_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_register
TESTS += tests/store/test_register
tests_store_test_register_SOURCES = tests/store/test_register.c
tests_store_test_register_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_register_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)

store_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(SQLITE_CFLAGS)
store_libs = daemon/libstore.a daemon/libmodel.a daemon/libbase.a \
	$(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) \
	$(INIH_LIBS)
EXTRA_DIST += tests/store/files.h tests/store/step.h
check_PROGRAMS += tests/store/test_store
TESTS += tests/store/test_store
tests_store_test_store_SOURCES = tests/store/test_store.c
tests_store_test_store_CFLAGS = $(store_cflags)
tests_store_test_store_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_tx
TESTS += tests/store/test_tx
tests_store_test_tx_SOURCES = tests/store/test_tx.c
tests_store_test_tx_CFLAGS = $(store_cflags)
tests_store_test_tx_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_undo
TESTS += tests/store/test_undo
tests_store_test_undo_SOURCES = tests/store/test_undo.c
tests_store_test_undo_CFLAGS = $(store_cflags)
tests_store_test_undo_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_verify
TESTS += tests/store/test_verify
tests_store_test_verify_SOURCES = tests/store/test_verify.c
tests_store_test_verify_CFLAGS = $(store_cflags)
tests_store_test_verify_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_history
TESTS += tests/store/test_history
tests_store_test_history_SOURCES = tests/store/test_history.c
tests_store_test_history_CFLAGS = $(store_cflags)
tests_store_test_history_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_case
TESTS += tests/store/test_case
tests_store_test_case_SOURCES = tests/store/test_case.c
tests_store_test_case_CFLAGS = $(store_cflags)
tests_store_test_case_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_task
TESTS += tests/store/test_task
tests_store_test_task_SOURCES = tests/store/test_task.c
tests_store_test_task_CFLAGS = $(store_cflags)
tests_store_test_task_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_deadline_row
TESTS += tests/store/test_deadline_row
tests_store_test_deadline_row_SOURCES = tests/store/test_deadline_row.c
tests_store_test_deadline_row_CFLAGS = $(store_cflags)
tests_store_test_deadline_row_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_timer
TESTS += tests/store/test_timer
tests_store_test_timer_SOURCES = tests/store/test_timer.c
tests_store_test_timer_CFLAGS = $(store_cflags)
tests_store_test_timer_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_outbox
TESTS += tests/store/test_outbox
tests_store_test_outbox_SOURCES = tests/store/test_outbox.c
tests_store_test_outbox_CFLAGS = $(store_cflags)
tests_store_test_outbox_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_allocation
TESTS += tests/store/test_allocation
tests_store_test_allocation_SOURCES = tests/store/test_allocation.c
tests_store_test_allocation_CFLAGS = $(store_cflags)
tests_store_test_allocation_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_decision
TESTS += tests/store/test_decision
tests_store_test_decision_SOURCES = tests/store/test_decision.c
tests_store_test_decision_CFLAGS = $(store_cflags)
tests_store_test_decision_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_incident
TESTS += tests/store/test_incident
tests_store_test_incident_SOURCES = tests/store/test_incident.c
tests_store_test_incident_CFLAGS = $(store_cflags)
tests_store_test_incident_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_idem
TESTS += tests/store/test_idem
tests_store_test_idem_SOURCES = tests/store/test_idem.c
tests_store_test_idem_CFLAGS = $(store_cflags)
tests_store_test_idem_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_version
TESTS += tests/store/test_version
tests_store_test_version_SOURCES = tests/store/test_version.c
tests_store_test_version_CFLAGS = $(store_cflags)
tests_store_test_version_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_envelope
TESTS += tests/store/test_envelope
tests_store_test_envelope_SOURCES = tests/store/test_envelope.c
tests_store_test_envelope_CFLAGS = $(store_cflags)
tests_store_test_envelope_LDADD = $(store_libs)
records_parts = tests/store/records.c tests/store/records.h
check_PROGRAMS += tests/store/test_record
TESTS += tests/store/test_record
tests_store_test_record_SOURCES = tests/store/test_record.c $(records_parts)
tests_store_test_record_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_record_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_record_find
TESTS += tests/store/test_record_find
tests_store_test_record_find_SOURCES = tests/store/test_record_find.c $(records_parts)
tests_store_test_record_find_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_record_find_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_record_kind
TESTS += tests/store/test_record_kind
tests_store_test_record_kind_SOURCES = tests/store/test_record_kind.c $(records_parts)
tests_store_test_record_kind_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_record_kind_LDADD = daemon/libstore.a daemon/libmodel.a \
	daemon/libbase.a $(CMOCKA_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) \
	$(SODIUM_LIBS) $(INIH_LIBS)
check_PROGRAMS += tests/store/test_room
TESTS += tests/store/test_room
tests_store_test_room_SOURCES = tests/store/test_room.c
tests_store_test_room_CFLAGS = $(store_cflags)
tests_store_test_room_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_backup
TESTS += tests/store/test_backup
tests_store_test_backup_SOURCES = tests/store/test_backup.c
tests_store_test_backup_CFLAGS = $(store_cflags)
tests_store_test_backup_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_sealed
TESTS += tests/store/test_sealed
tests_store_test_sealed_SOURCES = tests/store/test_sealed.c
tests_store_test_sealed_CFLAGS = $(store_cflags)
tests_store_test_sealed_LDADD = $(store_libs)
check_PROGRAMS += tests/store/test_keytab
TESTS += tests/store/test_keytab
tests_store_test_keytab_SOURCES = tests/store/test_keytab.c
tests_store_test_keytab_CFLAGS = $(store_cflags)
tests_store_test_keytab_LDADD = $(store_libs)
