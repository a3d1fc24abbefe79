/*
 * test_listener -- the socket is ours, alone, with the mode asked for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "rpc/listener.h"

static char dir[] = "/tmp/boflyt-listener-XXXXXX";
static char path[64];
static struct event_base *base;
static int accepted;
static uid_t accepted_uid;

static void
take(void *arg, int fd, uid_t uid)
{
	(void)arg;
	accepted++;
	accepted_uid = uid;
	(void)close(fd);
}

static enum rc
open_listener(struct listener **out, struct err *e)
{
	const struct listener_args args = { path, 0660, (gid_t)-1 };

	return listener_open(base, &args, take, NULL, out, e);
}

static int
connect_to(const char *to)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)snprintf(a.sun_path, sizeof(a.sun_path), "%s", to);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

static void
a_connection_comes_with_the_kernels_word_for_its_user(void **state)
{
	struct err e = ERR_INIT;
	struct listener *l;
	int a, b;

	(void)state;
	assert_int_equal(open_listener(&l, &e), RC_OK);
	accepted = 0;
	a = connect_to(path);
	b = connect_to(path);
	(void)event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(accepted, 2);
	assert_int_equal(accepted_uid, getuid());
	(void)close(a);
	(void)close(b);
	listener_close(l);
	assert_int_not_equal(access(path, F_OK), 0);
}

static void
mode_is_as_asked_and_the_umask_as_before(void **state)
{
	struct err e = ERR_INIT;
	struct listener *l;
	struct stat st;
	mode_t before = umask(0027);

	(void)state;
	assert_int_equal(open_listener(&l, &e), RC_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(umask(before), 0027);
	listener_close(l);
}

static void
the_umask_is_restored_when_binding_fails(void **state)
{
	const struct listener_args args = { "/nowhere/at/all.sock", 0600,
		(gid_t)-1 };
	struct err e = ERR_INIT;
	struct listener *l;
	mode_t before = umask(0031);

	(void)state;
	/* Style, trap 8. */
	assert_int_equal(listener_open(base, &args, take, NULL, &l, &e),
	    RC_NOTFOUND);
	assert_int_equal(umask(before), 0031);
}

static void
a_dead_process_socket_is_replaced(void **state)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct err e = ERR_INIT;
	struct listener *l;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	(void)snprintf(a.sun_path, sizeof(a.sun_path), "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(open_listener(&l, &e), RC_BUSY);
	(void)close(fd);
	assert_int_equal(open_listener(&l, &e), RC_OK);
	listener_close(l);
}

static void
a_live_socket_is_left_alone(void **state)
{
	struct err e = ERR_INIT;
	struct listener *first, *second;

	(void)state;
	assert_int_equal(open_listener(&first, &e), RC_OK);
	assert_int_equal(open_listener(&second, &e), RC_BUSY);
	assert_non_null(strstr(e.text, path));
	assert_int_equal(access(path, F_OK), 0);
	listener_close(first);
}

static void
what_is_no_socket_is_left_alone(void **state)
{
	struct err e = ERR_INIT;
	struct listener *l;
	FILE *f = fopen(path, "w");

	(void)state;
	assert_non_null(f);
	(void)fclose(f);
	assert_int_equal(open_listener(&l, &e), RC_FOREIGN);
	assert_int_equal(unlink(path), 0);
}

static void
a_path_that_is_too_long_is_refused(void **state)
{
	char longer[200];
	struct listener_args args = { longer, 0600, (gid_t)-1 };
	struct err e = ERR_INIT;
	struct listener *l;

	(void)state;
	memset(longer, 'x', sizeof(longer));
	longer[0] = '/';
	longer[108] = '\0';
	assert_int_equal(listener_open(base, &args, take, NULL, &l, &e),
	    RC_CONFIG);
	assert_non_null(strstr(e.text, "107 bytes"));
}

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL || (base = event_base_new()) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/x.sock", dir);
	return 0;
}

static int
clean(void **state)
{
	(void)state;
	event_base_free(base);
	(void)unlink(path);
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_connection_comes_with_the_kernels_word_for_its_user),
		cmocka_unit_test(mode_is_as_asked_and_the_umask_as_before),
		cmocka_unit_test(the_umask_is_restored_when_binding_fails),
		cmocka_unit_test(a_dead_process_socket_is_replaced),
		cmocka_unit_test(a_live_socket_is_left_alone),
		cmocka_unit_test(what_is_no_socket_is_left_alone),
		cmocka_unit_test(a_path_that_is_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, clean);
}
