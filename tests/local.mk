# Each test program stands in its room's folder and is listed there.
if HAVE_CMOCKA
include tests/base/local.mk
include tests/model/local.mk
include tests/store/local.mk
include tests/access/local.mk
include tests/script/local.mk
include tests/engine/local.mk
include tests/plugin/local.mk
include tests/rpc/local.mk
include tests/control/local.mk
include tests/worker/local.mk
include tests/courier/local.mk
include tests/supervisor/local.mk
include tests/client/local.mk
include tests/e2e/local.mk
include tests/crash/local.mk
TESTS += tests/check-docs.sh tests/check-plugins.sh
# Skipped, and said so, where valgrind is missing or the sanitizers are in.
TESTS += tests/check-valgrind.sh
EXTRA_DIST += tests/check-valgrind.sh
EXTRA_DIST += tests/check-plugins.sh
endif
TESTS += tests/check-layers.sh
# Skipped, and said so, where systemd-analyze is missing.
TESTS += tests/check-units.sh
TESTS += tests/check-threats.sh tests/check-law.sh tests/check-readme.sh
EXTRA_DIST += tests/check-threats.sh tests/check-law.sh tests/check-readme.sh doc/law-tests.md
EXTRA_DIST += tests/check-units.sh
EXTRA_DIST += tests/check-docs.sh tests/check-layers.sh tests/check-without.sh tests/list-files.sh \
	tests/lint-c.sh
