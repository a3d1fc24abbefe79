# Tests of rpc.
RPC_TESTS = tests/rpc/test_client tests/rpc/test_dispatch \
	tests/rpc/test_lane tests/rpc/test_listener
check_PROGRAMS += $(RPC_TESTS)
TESTS += $(RPC_TESTS)
RPC_TEST_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(EVENT_CFLAGS)
RPC_TEST_LIBS = daemon/librpc.a daemon/libmodel.a daemon/libbase.a \
	$(CMOCKA_LIBS) $(EVENT_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) $(INIH_LIBS)

tests_rpc_test_client_SOURCES = tests/rpc/test_client.c tests/rpc/world.c \
	tests/rpc/world.h
tests_rpc_test_client_CFLAGS = $(RPC_TEST_CFLAGS)
tests_rpc_test_client_LDADD = $(RPC_TEST_LIBS)

tests_rpc_test_dispatch_SOURCES = tests/rpc/test_dispatch.c \
	tests/rpc/world.c tests/rpc/world.h
tests_rpc_test_dispatch_CFLAGS = $(RPC_TEST_CFLAGS)
tests_rpc_test_dispatch_LDADD = $(RPC_TEST_LIBS)

tests_rpc_test_lane_SOURCES = tests/rpc/test_lane.c \
	tests/rpc/world.c tests/rpc/world.h
tests_rpc_test_lane_CFLAGS = $(RPC_TEST_CFLAGS)
tests_rpc_test_lane_LDADD = $(RPC_TEST_LIBS)

tests_rpc_test_listener_SOURCES = tests/rpc/test_listener.c
tests_rpc_test_listener_CFLAGS = $(RPC_TEST_CFLAGS)
tests_rpc_test_listener_LDADD = $(RPC_TEST_LIBS)
