noinst_LIBRARIES += daemon/libworker.a
daemon_libworker_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
daemon_libworker_a_SOURCES = \
	daemon/worker/confine.c daemon/worker/confine.h \
	daemon/worker/exercise.c daemon/worker/exercise.h \
	daemon/worker/exercise_judge.c daemon/worker/exercise_judge.h \
	daemon/worker/exercise_watch.c daemon/worker/exercise_watch.h \
	daemon/worker/exercise_values.c daemon/worker/exercise_values.h \
	daemon/worker/database.c daemon/worker/database.h \
	daemon/worker/health.c daemon/worker/health.h \
	daemon/worker/logins.c daemon/worker/logins.h \
	daemon/worker/plan.c daemon/worker/plan.h \
	daemon/worker/offline.c daemon/worker/offline.h \
	daemon/worker/post.c daemon/worker/post.h \
	daemon/worker/offline_keys.c daemon/worker/offline_keys.h \
	daemon/worker/settings.c daemon/worker/settings.h \
	daemon/worker/unlock.c daemon/worker/unlock.h \
	daemon/worker/voice.c daemon/worker/voice.h \
	daemon/worker/worker.c daemon/worker/worker.h
