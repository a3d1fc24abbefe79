noinst_LIBRARIES += daemon/libcourier.a
daemon_libcourier_a_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)
daemon_libcourier_a_SOURCES = \
	daemon/courier/courier.c daemon/courier/courier.h \
	daemon/courier/enclosure.c daemon/courier/enclosure.h \
	daemon/courier/printer.c daemon/courier/printer.h \
	daemon/courier/spool.c daemon/courier/spool.h \
	daemon/courier/status.c daemon/courier/status.h
