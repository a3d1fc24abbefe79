/*
 * test_lockdown -- what a process can no longer do, tried from inside.
 */
#include "base/lockdown.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

#ifdef BOFLYT_NO_LOCKDOWN
#define BUILT_WITH false
#else
#define BUILT_WITH true
#endif

#define NOT_LOCKED 99 /* exit status of a child that did not get so far */
#define NO_CALL 4000 /* no kernel has so many */

/* Folders made for one test; the child works in `own`. */
static char dir[] = "/tmp/boflyt-lockdown.XXXXXX";
static const char *const names[] = { "own", "read", "run", "out" };

static void
path_of(char *path, size_t size, const char *name)
{
	if ((size_t)snprintf(path, size, "%s/%s", dir, name) >= size)
		abort();
}

static int
open_file(const char *name, int flags)
{
	char path[128];

	path_of(path, sizeof(path), name);
	return open(path, flags | O_CLOEXEC, 0666);
}

static int
setup(void **state)
{
	char path[128];
	size_t i;
	int fd;

	(void)state;
	strcpy(dir + sizeof(dir) - 7, "XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		path_of(path, sizeof(path), names[i]);
		if (mkdir(path, 0700) != 0)
			return -1;
		snprintf(path, sizeof(path), "%s/file", names[i]);
		fd = open_file(path, O_WRONLY | O_CREAT);
		if (fd == -1 || write(fd, "text", 4) != 4 || close(fd) != 0)
			return -1;
	}
	return 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static enum rc
enter(int landlock, bool only_log, struct lockdown_state *done,
    struct lines *lacks)
{
	char path[4][128];
	const struct lockdown_path paths[] = { { path[0], LOCKDOWN_WRITE },
		{ path[1], LOCKDOWN_READ }, { path[2], LOCKDOWN_REMOVE },
		{ "/nowhere", LOCKDOWN_READ }, { NULL, 0 } };
	const struct lockdown l = { paths, landlock, only_log };
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < 4; i++)
		path_of(path[i], sizeof(path[i]), names[i]);
	return lockdown_enter(&l, done, lacks, &e);
}

/* The status of a child that does DEED after its lock-down. */
static int
locked(int landlock, bool only_log, int (*deed)(void))
{
	struct lockdown_state done;
	struct lines lacks = LINES_INIT;
	pid_t pid = fork();
	int status;

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		if (enter(landlock, only_log, &done, &lacks) != RC_OK)
			_exit(NOT_LOCKED);
		_exit(deed());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* DEED gives 0 for what was expected, else which part of it was not. */
static void
holds(int (*deed)(void))
{
	int status;

	if (!BUILT_WITH)
		skip();
	status = locked(0, false, deed);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("status %#x", (unsigned int)status);
}

/* The same with what kernels of 5.13 (1), 6.1 (2) and 6.12 (6) have. */
static void
holds_in_every_version(int (*deed)(void))
{
	static const int versions[] = { 1, 2, 3, 4, 5, 0 };
	size_t i;
	int status;

	if (!BUILT_WITH || syscall(444, NULL, 0, 1u) < 1)
		skip();
	for (i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		status = locked(versions[i], false, deed);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			fail_msg("Landlock %d: status %#x", versions[i],
			    (unsigned int)status);
	}
}

static void
ends(int (*deed)(void))
{
	int status;

	if (!BUILT_WITH)
		skip();
	status = locked(0, false, deed);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
	assert_false(WCOREDUMP(status));
}

static bool
is_refused(int result)
{
	return result == -1 && errno == EACCES;
}

static int
open_outside(void)
{
	if (!is_refused(open("/etc/passwd", O_RDONLY | O_CLOEXEC)))
		return 1;
	if (!is_refused(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)))
		return 2;
	if (!is_refused(open_file("out/file", O_RDONLY)))
		return 3;
	if (!is_refused(open_file("own/../out/new", O_WRONLY | O_CREAT)))
		return 4;
	return is_refused(open("/proc/self/mem", O_RDWR | O_CLOEXEC)) ? 0 : 5;
}

static void
nothing_outside_can_be_opened(void **state)
{
	(void)state;
	holds_in_every_version(open_outside);
}

static int
work_inside(void)
{
	char path[128], to[128];
	int fd = open_file("own/new", O_RDWR | O_CREAT | O_TRUNC);
	struct stat st;

	if (fd == -1 || write(fd, "text", 4) != 4 || ftruncate(fd, 2) != 0 ||
	    fsync(fd) != 0 || fstat(fd, &st) != 0 || close(fd) != 0)
		return 1;
	if ((st.st_mode & 07777) != 0600)
		return 2;
	path_of(path, sizeof(path), "own/new");
	path_of(to, sizeof(to), "own/renamed");
	if (rename(path, to) != 0 || unlink(to) != 0)
		return 3;
	return open_file("own", O_RDONLY | O_DIRECTORY) != -1 ? 0 : 4;
}

static void
its_own_folder_is_at_its_service(void **state)
{
	(void)state;
	holds_in_every_version(work_inside);
}

static int
write_what_is_to_read(void)
{
	char path[128];

	if (open_file("read/file", O_RDONLY) == -1 ||
	    open_file("read", O_RDONLY | O_DIRECTORY) == -1)
		return 1;
	if (!is_refused(open_file("read/file", O_WRONLY)))
		return 2;
	if (!is_refused(open_file("read/new", O_WRONLY | O_CREAT)))
		return 3;
	if (!is_refused(open_file("read/file", O_RDONLY | O_TRUNC)))
		return 4;
	path_of(path, sizeof(path), "read/file");
	if (!is_refused(unlink(path)))
		return 5;
	return is_refused(chmod(path, 0777)) ? 0 : 6;
}

/* Opening to read with O_TRUNC passes Landlock 1 and 2. */
static void
what_is_to_read_is_not_written_and_not_truncated(void **state)
{
	(void)state;
	holds_in_every_version(write_what_is_to_read);
}

static int
remove_only(void)
{
	char path[128];

	if (!is_refused(open_file("run/file", O_RDONLY)) ||
	    !is_refused(open_file("run", O_RDONLY | O_DIRECTORY)))
		return 1;
	path_of(path, sizeof(path), "run/file");
	return unlink(path) == 0 ? 0 : 2;
}

static void
where_it_may_remove_it_may_not_read(void **state)
{
	(void)state;
	if (!BUILT_WITH || syscall(444, NULL, 0, 1u) < 1)
		skip();
	holds(remove_only);
}

static int
move_out(void)
{
	char path[128], to[128];

	path_of(path, sizeof(path), "own/file");
	path_of(to, sizeof(to), "out/file");
	return rename(path, to) == -1 && access(path, F_OK) == 0 ? 0 : 1;
}

static void
nothing_is_moved_out_of_its_folder(void **state)
{
	(void)state;
	holds_in_every_version(move_out);
}

static int
run_program(void)
{
	char name[] = "true";
	char *const argv[] = { name, NULL };

	return execv("/bin/true", argv);
}

static void
to_run_a_program_ends_the_process(void **state)
{
	(void)state;
	ends(run_program);
}

static int
make_process(void)
{
	return fork() == 0 ? 0 : 1;
}

static void
to_make_a_process_ends_the_process(void **state)
{
	(void)state;
	ends(make_process);
}

static int
trace_parent(void)
{
	return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0 ? 0 : 1;
}

static void
to_trace_another_ends_the_process(void **state)
{
	(void)state;
	ends(trace_parent);
}

static int
open_by_handle(void)
{
	return (int)syscall(SYS_open_by_handle_at, AT_FDCWD, NULL, O_RDONLY);
}

static void
ways_around_paths_end_the_process(void **state)
{
	(void)state;
	ends(open_by_handle);
}

#ifdef __x86_64__
/* getpid of the 32-bit table has the number of writev in this one. */
static int
call_as_32_bit(void)
{
	long result = 20;

	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
	return 0;
}

/* Where the kernel has no 32-bit table the instruction is a fault. */
static void
calls_of_another_table_end_the_process(void **state)
{
	int status;

	(void)state;
	if (!BUILT_WITH)
		skip();
	status = locked(0, false, call_as_32_bit);
	assert_true(WIFSIGNALED(status));
}
#endif

static int
make_sockets(void)
{
	static const int families[] = { AF_INET, AF_INET6, AF_UNIX, AF_NETLINK,
		AF_PACKET };
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (!is_refused(socket(families[i], SOCK_DGRAM, 0)))
			return (int)i + 1;
	return 0;
}

static void
no_socket_is_made(void **state)
{
	(void)state;
	holds(make_sockets);
}

static int
make_code(void)
{
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return 1;
	if (!is_refused(mprotect(at, 4096, PROT_READ | PROT_EXEC)))
		return 2;
	at = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return at == MAP_FAILED && errno == EACCES ? 0 : 3;
}

static void
no_memory_becomes_code(void **state)
{
	(void)state;
	holds(make_code);
}

static int
signal_others(void)
{
	if (!is_refused(kill(getppid(), 0)) || !is_refused(kill(-1, 0)))
		return 1;
	if (!is_refused((int)syscall(SYS_tgkill, getppid(), getppid(), 0)))
		return 2;
	return kill(getpid(), 0) == 0 && raise(SIGCONT) == 0 ? 0 : 3;
}

static void
signals_reach_nobody_else(void **state)
{
	(void)state;
	holds(signal_others);
}

static int
fail_badly(void)
{
	abort();
}

static void
a_failed_assertion_still_ends_as_one_and_leaves_no_core(void **state)
{
	int status;

	(void)state;
	if (!BUILT_WITH)
		skip();
	status = locked(0, false, fail_badly);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_false(WCOREDUMP(status));
}

static int
look_at_limits(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_CORE, &r) != 0 || r.rlim_max != 0)
		return 1;
	return is_refused(setrlimit(RLIMIT_NOFILE, &r)) ? 0 : 2;
}

static void
limits_are_read_and_not_set(void **state)
{
	(void)state;
	holds(look_at_limits);
}

static int
call_of_the_future(void)
{
	return syscall(NO_CALL) == -1 && errno == ENOSYS ? 0 : 1;
}

static void
a_call_younger_than_the_list_is_one_the_kernel_lacks(void **state)
{
	(void)state;
	holds(call_of_the_future);
}

static int
gain_nothing(void)
{
	char line[128];
	bool privileges = false, calls = false;
	FILE *f = fopen("/proc/self/status", "re");

	if (f == NULL)
		return 1;
	while (fgets(line, sizeof(line), f) != NULL) {
		privileges |= strcmp(line, "NoNewPrivs:\t1\n") == 0;
		calls |= strcmp(line, "Seccomp:\t2\n") == 0;
	}
	fclose(f);
	return privileges && calls ? 0 : 2;
}

static void
no_privilege_is_gained(void **state)
{
	struct lockdown_state done = { 0, false };
	const struct lockdown_path all[] = { { "/", LOCKDOWN_READ },
		{ NULL, 0 } };
	const struct lockdown l = { .paths = all };
	struct lines lacks = LINES_INIT;
	struct err e = ERR_INIT;
	pid_t pid;
	int status;

	(void)state;
	if (!BUILT_WITH)
		skip();
	if ((pid = fork()) == 0) {
		if (lockdown_enter(&l, &done, &lacks, &e) != RC_OK)
			_exit(NOT_LOCKED);
		_exit(gain_nothing());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static int
make_a_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) != -1 ? 0 : 1;
}

static void
to_look_for_faults_calls_are_only_logged(void **state)
{
	int status;

	(void)state;
	if (!BUILT_WITH)
		skip();
	status = locked(0, true, make_a_socket);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Kernel 6.1 has Landlock 2. */
static int
name_what_6_1_lacks(void)
{
	struct lockdown_state done;
	struct lines lacks = LINES_INIT;

	if (enter(2, false, &done, &lacks) != RC_OK || done.landlock != 2)
		return 1;
	if (lacks.n != 4 || strstr(lacks.line[0], "truncat") == NULL ||
	    strstr(lacks.line[3], "signals") == NULL)
		return 2;
	return done.seccomp ? 0 : 3;
}

static void
what_the_kernel_lacks_is_named(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	if (!BUILT_WITH || syscall(444, NULL, 0, 1u) < 2)
		skip();
	if ((pid = fork()) == 0)
		_exit(name_what_6_1_lacks());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(nothing_outside_can_be_opened),
		T(its_own_folder_is_at_its_service),
		T(what_is_to_read_is_not_written_and_not_truncated),
		T(where_it_may_remove_it_may_not_read),
		T(nothing_is_moved_out_of_its_folder),
		T(to_run_a_program_ends_the_process),
		T(to_make_a_process_ends_the_process),
		T(to_trace_another_ends_the_process),
		T(ways_around_paths_end_the_process),
#ifdef __x86_64__
		T(calls_of_another_table_end_the_process),
#endif
		T(no_socket_is_made),
		T(no_memory_becomes_code),
		T(signals_reach_nobody_else),
		T(a_failed_assertion_still_ends_as_one_and_leaves_no_core),
		T(limits_are_read_and_not_set),
		T(a_call_younger_than_the_list_is_one_the_kernel_lacks),
		T(no_privilege_is_gained),
		T(to_look_for_faults_calls_are_only_logged),
		T(what_the_kernel_lacks_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
