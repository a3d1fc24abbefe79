/*
 * canary -- see canary.h.
 */
#include "canary.h"

#include "../cmocka_all.h"
#include "daemon.h"
#include "work.h"

void
canary_plant(struct peer *c)
{
	json_t *result;

	result = peer_do(c, CANARY_USER, "person.add",
	    params("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name", CANARY_NAME,
		"number", CANARY_NUMBER, "address", CANARY_ADDRESS,
		"postal_place", CANARY_PLACE, "phone", CANARY_PHONE, "email",
		CANARY_EMAIL, "grade", "strictly_protected"));
	assert_int_equal(int_in(result, "person"), 1);
	json_decref(result);
	result = peer_do(c, CANARY_USER, "person.add",
	    params("{s:s, s:s, s:s, s:s}", "name", CANARY_NAME_2, "number",
		CANARY_NUMBER_2, "address", CANARY_ADDRESS_2, "grade",
		"protected"));
	assert_int_equal(int_in(result, "person"), CANARIES);
	json_decref(result);
}
