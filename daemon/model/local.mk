noinst_LIBRARIES += daemon/libmodel.a
daemon_libmodel_a_CFLAGS = $(AM_CFLAGS) 
daemon_libmodel_a_SOURCES =
