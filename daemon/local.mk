include daemon/base/local.mk
include daemon/model/local.mk
include daemon/store/local.mk
include daemon/access/local.mk
include daemon/script/local.mk
include daemon/plugin/local.mk
include daemon/engine/local.mk
include daemon/rpc/local.mk
include daemon/control/local.mk
include daemon/worker/local.mk
include daemon/courier/local.mk
include daemon/supervisor/local.mk

sbin_PROGRAMS += boflytd
boflytd_SOURCES = daemon/main.c
boflytd_CPPFLAGS = $(AM_CPPFLAGS)
boflytd_LDADD = $(ROOM_LIBS_ALL) $(LUA_LIBS) $(EVENT_LIBS) $(SQLITE_LIBS) \
	$(INIH_LIBS) $(JANSSON_LIBS) $(SODIUM_LIBS) -lm

# From the top of the house down: an archive comes before those it stands on.
ROOM_LIBS_ALL = daemon/libsupervisor.a daemon/libcourier.a daemon/libworker.a \
	daemon/libcontrol.a \
	daemon/librpc.a \
	daemon/libengine.a daemon/libscript.a daemon/libplugin.a \
	daemon/libaccess.a \
	daemon/libstore.a daemon/libmodel.a daemon/libbase.a
EXTRA_DIST += daemon/LAYERS
