/*
 * test_papers -- documents go in and come out as descriptors, byte for byte.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

#define BIG (5u * 1024u * 1024u)

/* Bytes that no two blocks of share. */
static unsigned char *
noise(size_t n)
{
	unsigned char *bytes = malloc(n + 1);
	uint32_t x = 2463534242u;
	size_t i;

	assert_non_null(bytes);
	for (i = 0; i < n; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		bytes[i] = (unsigned char)x;
	}
	return bytes;
}

static int
file_of(const unsigned char *bytes, size_t n)
{
	int fd = memfd_create("paper", MFD_CLOEXEC);
	ssize_t done;

	assert_int_not_equal(fd, -1);
	while (n > 0) {
		done = write(fd, bytes, n);
		assert_true(done > 0);
		bytes += done;
		n -= (size_t)done;
	}
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static json_t *
put(struct work *w, const char *as, const char *number, int fd)
{
	json_t *reply = peer_call_fd(&w->c, fd, as, "document.put",
	    params("{s:s, s:i, s:s}", "case", number, "file", 0, "title",
		"Søknad"));

	close(fd);
	return reply;
}

static void
put_refused(struct work *w, const char *number, int fd, const char *name)
{
	json_t *reply;

	assert_int_not_equal(fd, -1);
	reply = put(w, "nav01", number, fd);
	if (!mentions(reply, name))
		fail_msg("expected %s: %s", name, json_dumps(reply, 0));
	json_decref(reply);
}

/* The descriptor that comes with document ID; the caller closes it. */
static int
get(struct work *w, json_int_t id)
{
	int fd;

	json_decref(peer_do(&w->c, "nav01", "document.get",
	    params("{s:I}", "document", id)));
	fd = w->c.got_fd;
	w->c.got_fd = -1;
	assert_int_not_equal(fd, -1);
	return fd;
}

static void
expect_bytes(int fd, const unsigned char *bytes, size_t n)
{
	struct stat sb;
	void *map;

	assert_int_equal(fstat(fd, &sb), 0);
	assert_int_equal(sb.st_size, n);
	map = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	assert_ptr_not_equal(map, MAP_FAILED);
	assert_memory_equal(map, bytes, n);
	munmap(map, n);
}

static void
what_was_put_in_comes_out_byte_for_byte(void **state)
{
	static const size_t sizes[] = { 1, 4095, 65536, 65537, BIG };
	struct work *w = *state;
	unsigned char *bytes = noise(BIG);
	char number[NUMBER_SIZE];
	json_t *reply, *result;
	json_int_t ids[5];
	size_t i;
	int fd;

	work_case(w, "nav01", "2027-01-04", number);
	for (i = 0; i < 5; i++) {
		reply = put(w, "nav01", number, file_of(bytes, sizes[i]));
		result = json_object_get(reply, "result");
		assert_int_equal(int_in(result, "size"), sizes[i]);
		ids[i] = int_in(result, "document");
		json_decref(reply);
	}
	work_restart(w, SIGKILL);
	for (i = 0; i < 5; i++) {
		fd = get(w, ids[i]);
		expect_bytes(fd, bytes, sizes[i]);
		close(fd);
	}
	free(bytes);
}

static void
nobody_can_change_the_bytes_that_were_handed_over(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	int fd;

	work_case(w, "nav01", "2027-01-04", number);
	json_decref(
	    put(w, "nav01", number, file_of((const unsigned char *)"brev", 4)));
	fd = get(w, 1);
	assert_int_equal(pwrite(fd, "X", 1, 0), -1);
	assert_int_equal(ftruncate(fd, 0), -1);
	expect_bytes(fd, (const unsigned char *)"brev", 4);
	close(fd);
}

static void
what_is_no_file_is_refused_and_holds_nobody_up(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE], fifo[128], out[128];
	int ends[2];

	work_case(w, "nav01", "2027-01-04", number);
	snprintf(fifo, sizeof(fifo), "%s/fifo", w->place.dir);
	snprintf(out, sizeof(out), "%s/out", w->place.dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	put_refused(w, number, open(fifo, O_RDWR | O_CLOEXEC), "E_PARAMS");
	put_refused(w, number, ends[0], "E_PARAMS");
	close(ends[1]);
	put_refused(w, number, open(w->place.dir, O_RDONLY | O_CLOEXEC),
	    "E_PARAMS");
	put_refused(w, number, open("/dev/zero", O_RDONLY | O_CLOEXEC),
	    "E_PARAMS");
	put_refused(w, number, open(out, O_WRONLY | O_CREAT | O_CLOEXEC, 0600),
	    "E_PARAMS");
	put_refused(w, number, file_of(NULL, 0), "E_EMPTY");
}

static void
a_request_without_its_descriptor_is_refused(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];

	work_case(w, "nav01", "2027-01-04", number);
	peer_refused(&w->c, "nav01", "document.put",
	    params("{s:s, s:i}", "case", number, "file", 0), "E_PARAMS");
	peer_refused(&w->c, "nav01", "document.put",
	    params("{s:s, s:i}", "case", number, "file", 3), "E_PARAMS");
}

/* D-305: filing is no change of the case. */
static void
a_late_paper_is_filed_in_a_closed_case(void **state)
{
	struct work *w = *state;
	char number[NUMBER_SIZE];
	json_t *reply, *result;

	work_case(w, "nav01", "2027-01-04", number);
	work_close(w, "nav01", number);
	reply =
	    put(w, "nav01", number, file_of((const unsigned char *)"brev", 4));
	assert_non_null(json_object_get(reply, "result"));
	json_decref(reply);
	result = work_show(w, "nav01", number);
	assert_string_equal(text_in(result, "stage"), "closed");
	json_decref(result);
}

/* The daemon's own table of descriptors does not grow. */
static void
descriptors_of_refused_requests_are_closed(void **state)
{
	struct work *w = *state;
	json_t *reply;
	int fd, i;

	for (i = 0; i < 2000; i++) {
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
		reply = peer_call_fd(&w->c, fd, "nav01",
		    i % 2 == 0 ? "clock.show" : "case.nothing", NULL);
		json_decref(reply);
		close(fd);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, work_setup, work_teardown)
		T(what_was_put_in_comes_out_byte_for_byte),
		T(nobody_can_change_the_bytes_that_were_handed_over),
		T(what_is_no_file_is_refused_and_holds_nobody_up),
		T(a_request_without_its_descriptor_is_refused),
		T(a_late_paper_is_filed_in_a_closed_case),
		T(descriptors_of_refused_requests_are_closed),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
