/*
 * test_oversight -- break-glass and who has looked, by the real client.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "canary.h"
#include "work.h"

/* Run the client as AS with WORDS (blank-separated, none with a blank). */
static int
run(const struct work *w, const char *as, const char *words, char **out)
{
	const char *argv[32] = { "--as", as };
	char *copy = strdup(words), *rest = copy, *word;
	size_t n = 2;
	int status;

	assert_non_null(copy);
	while ((word = strsep(&rest, " ")) != NULL && n < 30)
		argv[n++] = word;
	argv[n] = NULL;
	status = place_client(&w->place, argv, out);
	free(copy);
	return status;
}

static void
runs(const struct work *w, const char *as, const char *words, const char *says)
{
	char *out = NULL;
	int status = run(w, as, words, &out);

	if (status != 0 || strstr(out, says) == NULL)
		fail_msg("boflyt --as %s %s: status %d: %s", as, words, status,
		    out);
	free(out);
}

static void
fails(const struct work *w, const char *as, const char *words, const char *says)
{
	char *out = NULL;
	int status = run(w, as, words, &out);

	if (status == 0 || strstr(out, says) == NULL)
		fail_msg("boflyt --as %s %s: status %d: %s", as, words, status,
		    out);
	free(out);
}

static int
setup(void **state)
{
	json_t *result;
	struct work *w;

	if (work_setup(state) != 0)
		return -1;
	w = *state;
	assert_int_equal(work_person(w, "Prøve Åsheim"), FIRST_PERSON);
	result = peer_do(&w->c, "nav01", "case.create",
	    params("{s:{s:s, s:s, s:b, s:s, s:i}}", "data", "received",
		"2027-01-04", "channel", "phone", "asks_help", 1, "request",
		"Trenger bolig", "person", FIRST_PERSON));
	assert_string_equal(text_in(result, "case"), "2027/1");
	json_decref(result);
	return 0;
}

static void
an_emergency_is_opened_used_and_reviewed_by_the_client(void **state)
{
	struct work *w = *state;

	fails(w, "rus01", "sak vis 2027/1", "2027/1");
	runs(w, "rus01",
	    "--reason selvmordsfare nødtilgang åpne life_health 2027/1",
	    "NOED");
	fails(w, "rus01", "sak vis 2027/1", "2027/1");
	runs(w, "rus01", "--basis NOED sak vis 2027/1", "2027/1");
	fails(w, "rus01", "--basis NOED sak utfør 2027/1 first_talk", "2027/1");
	runs(w, "leader01", "i-dag", "fare for liv eller helse");
	runs(w, "leader01", "nødtilgang list", "selvmordsfare");
	runs(w, "leader01", "nødtilgang vurder 1 justified", "1");
	fails(w, "nav01", "nødtilgang list", "leder");
}

static void
the_person_is_told_by_the_client_who_has_looked(void **state)
{
	struct work *w = *state;
	char words[128];

	runs(w, "nav01", "sak vis 2027/1", "2027/1");
	runs(w, "rus01",
	    "--reason selvmordsfare nødtilgang åpne life_health 2027/1",
	    "NOED");
	runs(w, "rus01", "--basis NOED sak vis 2027/1", "2027/1");
	snprintf(words, sizeof(words),
	    "rapport innsyn person=%d case=2027/1 from=2027-01-01",
	    FIRST_PERSON);
	runs(w, "leader01", words, "åpnet saken");
	runs(w, "audit01", words, "nødtilgang: fare for liv eller helse");
	runs(w, "leader01", "rapport innsynsbruk", "Saksbehandler 1");
}

/* A list that goes into a file is an export, and the log says so. */
static void
the_client_says_that_it_exports(void **state)
{
	struct work *w = *state;
	json_t *result;

	runs(w, "nav01", "sak list --format csv", "2027/1");
	result = peer_do(&w->c, "audit01", "lookup.list",
	    params("{s:s, s:i}", "user", "nav01", "limit", 200));
	assert_non_null(
	    row_with(json_object_get(result, "rows"), "use", "export"));
	json_decref(result);
	runs(w, "leader01", "rapport innsynsbruk", "1");
}

static void
less_protection_takes_two_by_the_client_too(void **state)
{
	struct work *w = *state;

	json_decref(peer_do(&w->c, "nav01", "person.change",
	    params("{s:i, s:s}", "person", FIRST_PERSON, "grade",
		"strictly_protected")));
	json_decref(peer_do(&w->c, "nav01", "protection.ask",
	    params("{s:i, s:s, s:s}", "person", FIRST_PERSON, "grade", "open",
		"reason", "trusselen er over")));
	runs(w, "leader01", "vern list", "trusselen er over");
	runs(w, "leader01", "vern avgjør 1 granted", "1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, work_teardown)
		T(an_emergency_is_opened_used_and_reviewed_by_the_client),
		T(the_person_is_told_by_the_client_who_has_looked),
		T(the_client_says_that_it_exports),
		T(less_protection_takes_two_by_the_client_too),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
