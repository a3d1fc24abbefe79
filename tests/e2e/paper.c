/*
 * paper -- a paper that goes from one daemon to another.
 */
#include "paper.h"

#include <sys/mman.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "work.h"

static const char bytes[] = "%PDF-1.7 uttalelse fra legen";

json_int_t
paper_file(struct peer *c, const char *number)
{
	int fd = memfd_create("paper", MFD_CLOEXEC);
	json_t *reply;
	json_int_t id;

	assert_int_equal(write(fd, bytes, sizeof(bytes) - 1),
	    sizeof(bytes) - 1);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	reply = peer_call_fd(c, fd, "nav01", "document.put",
	    params("{s:s, s:i, s:s, s:s}", "case", number, "file", 0, "title",
		"Uttalelse", "mime", "application/pdf"));
	close(fd);
	id = int_in(json_object_get(reply, "result"), "document");
	assert_true(id != 0);
	json_decref(reply);
	return id;
}

void
paper_expect(struct peer *c)
{
	char got[sizeof(bytes)] = "";

	assert_true(c->got_fd != -1);
	assert_int_equal(read(c->got_fd, got, sizeof(got)), sizeof(bytes) - 1);
	close(c->got_fd);
	c->got_fd = -1;
	assert_string_equal(got, bytes);
}
