noinst_LIBRARIES += daemon/libbase.a
daemon_libbase_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(INIH_CFLAGS) $(SODIUM_CFLAGS)
daemon_libbase_a_SOURCES = \
	daemon/base/base64.c daemon/base/base64.h \
	daemon/base/beat.c daemon/base/beat.h \
	daemon/base/buf.c daemon/base/buf.h \
	daemon/base/channel.c daemon/base/channel.h \
	daemon/base/clock.c daemon/base/clock.h \
	daemon/base/config.c daemon/base/config.h \
	daemon/base/err.c daemon/base/err.h \
	daemon/base/hash.c daemon/base/hash.h \
	daemon/base/i18n.c daemon/base/i18n.h \
	daemon/base/id.c daemon/base/id.h \
	daemon/base/ini.c daemon/base/ini.h \
	daemon/base/key.c daemon/base/key.h \
	daemon/base/lines.c daemon/base/lines.h \
	daemon/base/lockdown.c daemon/base/lockdown.h \
	daemon/base/lockdown_calls.c daemon/base/lockdown_files.c \
	daemon/base/lockdown_start.c \
	daemon/base/log.c daemon/base/log.h \
	daemon/base/mem.c daemon/base/mem.h \
	daemon/base/notify.c daemon/base/notify.h \
	daemon/base/secret.c daemon/base/secret.h \
	daemon/base/sha256.c daemon/base/sha256.h \
	daemon/base/pass.c daemon/base/pass.h \
	daemon/base/spawn.c daemon/base/spawn.h \
	daemon/base/utf8.c daemon/base/utf8.h \
	daemon/base/wire.c daemon/base/wire.h
