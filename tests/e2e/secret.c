/*
 * secret -- an installation with a case that others know nothing of.
 */
#include "secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "canary.h"
#include "secret_plugins.h"
#include "work.h"

static void
put_document(struct work *w, const char *number)
{
	int fd = memfd_create("paper", MFD_CLOEXEC);
	json_t *reply;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, SECRET, sizeof(SECRET) - 1),
	    sizeof(SECRET) - 1);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	reply = peer_call_fd(&w->c, fd, "nav01", "document.put",
	    params("{s:s, s:i, s:s}", "case", number, "file", 0, "title",
		SECRET " tittel"));
	assert_int_equal(int_in(json_object_get(reply, "result"), "document"),
	    1);
	json_decref(reply);
	close(fd);
}

static void
decide_stay(struct work *w)
{
	json_decref(work_act(w, "nav02", "2027/1", "emergency_stay",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s}", "stay_type", "municipal",
		"stay_from", "2027-01-04", "stay_place", SECRET " sted",
		"children", 1, "decision_content", SECRET " vedtak",
		"reason_facts", SECRET " fakta")));
}

static void
plant(struct work *w)
{
	json_t *result;

	assert_int_equal(work_person(w, SECRET " Navnesen"), FIRST_PERSON);
	json_decref(peer_do(&w->c, "nav01", "household.add",
	    params("{s:i}", "person", FIRST_PERSON)));
	result = peer_do(&w->c, "nav01", "case.create",
	    params("{s:{s:s, s:s, s:b, s:s, s:i, s:i}}", "data", "received",
		"2027-01-04", "channel", "phone", "asks_help", 1, "request",
		SECRET " ønske", "person", FIRST_PERSON, "household", 1));
	assert_string_equal(text_in(result, "case"), "2027/1");
	json_decref(result);
	decide_stay(w);
	put_document(w, "2027/1");
}

int
secret_setup(void **state)
{
	if (work_setup(state) != 0)
		return -1;
	plant(*state);
	return 0;
}

int
secret_setup_plugins(void **state)
{
	if (work_setup_plugins(state) != 0)
		return -1;
	plant(*state);
	secret_plant_plugins(*state);
	return 0;
}

int
secret_teardown(void **state)
{
	const struct work *w = *state;
	char command[256];

	snprintf(command, sizeof(command), "! grep -q " SECRET " '%s/log'",
	    w->place.dir);
	assert_int_equal(system(command), 0);
	return work_teardown(state);
}
