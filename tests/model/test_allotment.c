/*
 * When a joint allocation is whole, as a table (D-034, D-131, D-142, D-143).
 */
#include "../cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "model/allotment.h"

#define GIVEN "\"result\":\"granted\""
#define DWELLING                                                               \
	"{\"name\":\"dwelling\",\"kind\":\"dwelling\"," GIVEN                  \
	",\"facts\":{\"lease\":{}}}"
#define SERVICE                                                                \
	"{\"name\":\"service\",\"kind\":\"service\"," GIVEN                    \
	",\"performer\":\"health\",\"facts\":{\"goal\":true}}"
#define START                                                                  \
	"{\"name\":\"start\",\"kind\":\"start_package\"," GIVEN                \
	",\"performer\":\"team\"}"
#define PLAN                                                                   \
	"{\"name\":\"plan\",\"kind\":\"plan\"," GIVEN                          \
	",\"performer\":\"health\"}"
#define REFUSED(kind)                                                          \
	"{\"name\":\"" kind "\",\"kind\":\"" kind "\",\"result\":\"refused\"}"
#define NO(part) "\"" part "\":{\"applies\":false,\"text\":\"x\"}"
#define SAYS(part) "\"" part "\":{\"applies\":true,\"text\":\"x\"}"

struct row {
	const char *items, *parts;
	const char *error; /* "" : whole */
	const char *fields; /* what is named, in order, by space */
};

static const struct row rows[] = {
	{ "[]", "{}", "E_HALF_DECISION", "items" },
	{ "[" DWELLING "," SERVICE "," START "," PLAN "]",
	    "{" NO("agreement") "}", "", "" },
	{ "[" DWELLING "," SERVICE "," START "," PLAN "]",
	    "{" SAYS("agreement") "}", "", "" },
	{ "[" DWELLING "," SERVICE "," START "," PLAN "]", "{}", "E_PARTS",
	    "agreement" },
	/* S-01: without the start package. */
	{ "[" DWELLING "," SERVICE "," PLAN "]", "{" NO("agreement") "}",
	    "E_HALF_DECISION", "start_package" },
	/* D-034: the service is still open. */
	{ "[" DWELLING "," START ",{\"name\":\"s\",\"kind\":\"service\"}]",
	    "{}", "E_HALF_DECISION", "s" },
	/* The lease. */
	{ "[{\"name\":\"d\",\"kind\":\"dwelling\"," GIVEN
	  ",\"facts\":{}}," START "," SERVICE "]",
	    "{}", "E_HALF_DECISION", "d" },
	/* A start package that was refused is none. */
	{ "[" DWELLING "," SERVICE "," REFUSED("start_package") "]", "{}",
	    "E_HALF_DECISION", "start_package" },
	/* No service at all is said not to apply (D-143 no. 1). */
	{ "[" DWELLING "," START "]",
	    "{" NO("services") "," NO("plan") "," NO("agreement") "}", "", "" },
	{ "[" DWELLING "," START "]", "{" NO("plan") "," NO("agreement") "}",
	    "E_PARTS", "services" },
	/* Said not to apply, though it is granted. */
	{ "[" SERVICE "]",
	    "{" NO("services") "," NO("start_package") "," NO("plan") "," NO(
		"performers") "," NO("lease") "," NO("agreement") "}",
	    "E_PARTS", "services performers" },
	/* What is refused needs neither lease nor performer. */
	{ "[" REFUSED("dwelling") "," REFUSED("service") "]",
	    "{" NO("services") "," NO("start_package") "," NO("plan") "," NO(
		"performers") "," NO("lease") "," NO("agreement") "}",
	    "", "" },
	{ "[" REFUSED("dwelling") "]", "{}", "E_PARTS",
	    "services start_package plan performers lease agreement" },
	/* Waiting for a dwelling does not hold up the services. */
	{ "[{\"name\":\"d\",\"kind\":\"dwelling\",\"result\":\"waiting\"}"
	  "," SERVICE "]",
	    "{" NO("start_package") "," NO("plan") "," NO("lease") "," NO(
		"agreement") "}",
	    "", "" },
	/* No goal, nobody to perform it. */
	{ "[{\"name\":\"s\",\"kind\":\"service\"," GIVEN "}]", "{}",
	    "E_HALF_DECISION", "s s" },
};

static void
each_row_of_the_table_is_whole_or_says_what_is_missing(void **state)
{
	json_t *items, *parts;
	char fields[512];
	struct err e;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		items = json_loads(rows[i].items, 0, NULL);
		parts = json_loads(rows[i].parts, 0, NULL);
		assert_non_null(items);
		assert_non_null(parts);
		e = (struct err)ERR_INIT;
		(void)allotment_check(items, parts, &e);
		fields[0] = '\0';
		for (k = 0; k < e.n_fields; k++) {
			if (k > 0)
				strcat(fields, " ");
			strcat(fields, e.fields[k].field);
		}
		if (strcmp(e.name, rows[i].error) != 0 ||
		    strcmp(fields, rows[i].fields) != 0)
			fail_msg("row %zu: %s (%s) instead of %s (%s)", i,
			    e.name, fields, rows[i].error, rows[i].fields);
		json_decref(items);
		json_decref(parts);
	}
}

static void
items_come_to_one_result(void **state)
{
	static const char *const table[][3] = {
		{ "granted", "granted", "granted" },
		{ "granted", "waiting", "granted" },
		{ "granted", "refused", "partly" },
		{ "refused", "refused", "refused" },
		{ "partly", "refused", "partly" },
		{ "granted", "not_applicable", "granted" },
		{ "not_applicable", "not_applicable", NULL },
	};
	const char *got;
	json_t *items, *kinds = json_pack("[s]", "service");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		items =
		    json_pack("[{ss ss} {ss ss} {ss ss}]", "kind", "service",
			"result", table[i][0], "kind", "service", "result",
			table[i][1], "kind", "dwelling", "result", "refused");
		got = allotment_result(items, kinds);
		if (table[i][2] == NULL)
			assert_null(got);
		else
			assert_string_equal(got, table[i][2]);
		json_decref(items);
	}
	json_decref(kinds);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_row_of_the_table_is_whole_or_says_what_is_missing),
		cmocka_unit_test(items_come_to_one_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
