/*
 * Documents that go along with letters: frozen with them, in the spool beside
 * them, and refused to whom they are not for (issue 5, 5; law rows 59, 63).
 */
#include "post.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../cmocka_all.h"

#define GUARANTEE "%PDF-1.7 Depositumsgaranti \xff\xfe 29 400"

static char number[NUMBER_SIZE];

/* A letter to whom one chooses, with whatever documents. */
static const char parcel[] =
    "return workflow {\n"
    "  name = 'parcel', title = 'Pakke', start = 'first',\n"
    "  data = {\n"
    "    received = date { required = true, title = 'Mottatt',"
    " class = 'case', find = 'range' },\n"
    "    person = person { title = 'Søker' },\n"
    "    whom = text { title = 'Til', class = 'identity', transient = true },\n"
    "    papers = document { many = true, title = 'Vedlegg',"
    " class = 'case', transient = true },\n"
    "  },\n"
    "  create = { { 'received', required = true }, 'person' },\n"
    "  stages = {\n"
    "    first = stage { title = 'Først', unit = 'nav',\n"
    "      actions = {\n"
    "        send = action { title = 'Send', roles = { 'caseworker' },"
    " form = { 'whom', 'papers' },\n"
    "          run = function(case, input) case:letter { to = input.whom,"
    " text = 'Se vedlegg.', documents = input.papers } end },\n"
    "        landlord = action { title = 'Utleier', roles = { 'caseworker' },"
    " form = { 'papers' },\n"
    "          run = function(case, input) case:letter { outside = {"
    " name = 'Utleier AS', orgnr = '999888777' },"
    " text = 'Se vedlegg.', documents = input.papers } end },\n"
    "        stop = action { title = 'Slutt', roles = { 'caseworker' },"
    " to = 'closed' },\n"
    "      } },\n"
    "    closed = stage { title = 'Lukket', final = true } },\n"
    "}\n";

static int
setup(void **state)
{
	struct work *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	place_make(&w->place);
	post_at_once(&w->place);
	place_add_workflow(&w->place, "parcel", parcel);
	place_start(&w->place);
	peer_open(&w->c, &w->place);
	peer_load_workflow(&w->c);
	json_decref(peer_do(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "parcel")));
	json_decref(peer_do(&w->c, "admin01", "workflow.activate",
	    params("{s:s, s:s}", "definition", "parcel", "reason", "test")));
	*state = w;
	return 0;
}

/* File BYTES in the case as AS; MORE (taken over) on top.  Its number. */
static json_int_t
file(struct work *w, const char *as, const char *mime, json_t *more)
{
	json_t *p = params("{s:s, s:i, s:s, s:s}", "case", number, "file", 0,
	    "title", "Depositumsgaranti på 29 400 kr", "mime", mime);
	int fd = memfd_create("paper", MFD_CLOEXEC);
	json_t *reply;
	json_int_t id;

	assert_int_equal(write(fd, GUARANTEE, sizeof(GUARANTEE) - 1),
	    sizeof(GUARANTEE) - 1);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	json_object_update(p, more);
	json_decref(more);
	reply = peer_call_fd(&w->c, fd, as, "document.put", p);
	close(fd);
	id = int_in(json_object_get(reply, "result"), "document");
	if (id == 0)
		fail_msg("%s", json_dumps(reply, 0));
	json_decref(reply);
	return id;
}

static json_int_t
file_pdf(struct work *w)
{
	return file(w, "nav01", "application/pdf", params("{}"));
}

static json_t *
refusal(json_int_t enclosure)
{
	return params("{s:s,s:s,s:s,s:s,s:s,s:s,s:[I]}", "decision_result",
	    "refused", "decided_on", "2027-01-04", "decision_content", "Nei.",
	    "reason_rules", "Boligsosialloven § 4.", "reason_facts",
	    "Du eier en bolig.", "reason_considerations",
	    "Du kan skaffe bolig selv.", "enclosures", enclosure);
}

/* The key of the case's letter NO, once it lies in the spool (the caller's). */
static char *
sent(struct work *w, size_t no)
{
	json_t *row = post_letter(w, number, no);
	char *key = strdup(text_in(row, "key"));

	json_decref(row);
	post_wait(&w->place, key);
	return key;
}

static void
says(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("no '%s' in: %s", words, text);
}

/* Does `sha256sum -c` find every file of letter KEY to be what it was? */
static bool
sums_hold(const struct work *w, const char *key)
{
	char path[320], command[512];

	post_path(&w->place, key, "", path, sizeof(path));
	snprintf(command, sizeof(command),
	    "cd '%s' && sha256sum --quiet --strict -c SHA256SUMS >&2", path);
	return system(command) == 0;
}

static void
a_decision_goes_with_the_guarantee(void **state)
{
	struct work *w = *state;
	char *key, *text, *end;

	post_case(w, post_person(w, "Kari Åsen"), number);
	json_decref(
	    work_act(w, "nav02", number, "refuse", refusal(file_pdf(w))));
	key = sent(w, 1);
	text = post_read(&w->place, key, "brev.txt");
	end = strstr(text, "# Vedlegg");
	assert_non_null(end);
	assert_string_equal(end,
	    "# Vedlegg\n\n- Depositumsgaranti på 29 400 kr\n");
	free(text);
	text = post_read(&w->place, key, "vedlegg-1.pdf");
	assert_memory_equal(text, GUARANTEE, sizeof(GUARANTEE) - 1);
	free(text);
	text = post_read(&w->place, key, "forsendelse.json");
	says(text, "\"vedlegg-1.pdf\"");
	says(text, "\"sha256\"");
	assert_true(strstr(text, "brev.html") < strstr(text, "vedlegg-1.pdf"));
	/* What can be read from outside does not tell what it is. */
	assert_null(strstr(text, "Depositum"));
	free(text);
	assert_true(sums_hold(w, key));
	free(key);
}

static void
what_goes_along_stands_in_the_history(void **state)
{
	struct work *w = *state;
	json_int_t id;
	char *key;

	post_case(w, post_person(w, "Kari Åsen"), number);
	id = file_pdf(w);
	json_decref(work_act(w, "nav01", number, "reply",
	    params("{s:s,s:[I]}", "reply_reason", "Vi venter.", "enclosures",
		id)));
	key = sent(w, 1);
	assert_true(post_has(&w->place, key, "vedlegg-1.pdf"));
	assert_true(sums_hold(w, key));
	free(key); /* work_teardown: sys.verify finds text and hash alike */
}

/* Nothing of a refused step stays: no decision, no letter. */
static void
a_paper_of_another_case_does_not_go_along(void **state)
{
	struct work *w = *state;
	json_int_t id;
	json_t *r;

	post_case(w, post_person(w, "Ola Berg"), number);
	id = file_pdf(w);
	post_case(w, post_person(w, "Kari Åsen"), number);
	work_act_refused(w, "nav02", number, "refuse", refusal(id), "E_FIELDS");
	work_act_refused(w, "nav02", number, "refuse", refusal(4711),
	    "E_FIELDS");
	r = peer_do(&w->c, "nav01", "outbox.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
}

static void
what_a_carrier_cannot_take_is_refused(void **state)
{
	struct work *w = *state;

	post_case(w, post_person(w, "Kari Åsen"), number);
	work_act_refused(w, "nav02", number, "refuse",
	    refusal(file(w, "nav01", "application/zip", params("{}"))),
	    "E_ENCLOSURE");
}

/* Papers about who is strictly protected go to them alone. */
static void
a_paper_that_may_tell_a_protected_address_stays_here(void **state)
{
	struct work *w = *state;
	json_int_t secret, me;
	json_t *r;

	r = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s,s:s,s:s}", "name", "Skjult Person", "grade",
		"strictly_protected", "address", "Hemmeliggata 1"));
	secret = int_in(r, "person");
	json_decref(r);
	me = post_person(w, "Kari Åsen");
	post_case(w, me, number);
	work_act_refused(w, "nav02", number, "refuse",
	    refusal(file(w, "nav01", "application/pdf",
		params("{s:I}", "person", secret))),
	    "E_PROTECTED");
	json_decref(work_act(w, "nav02", number, "refuse",
	    refusal(file(w, "nav01", "application/pdf",
		params("{s:I}", "person", me)))));
}

/* A case of the definition above. */
static void
parcel_case(struct work *w)
{
	json_t *r = peer_do(&w->c, "nav01", "case.create",
	    params("{s:s, s:{s:s, s:I}}", "workflow", "parcel", "data",
		"received", "2027-01-04", "person",
		post_person(w, "Kari Åsen")));

	snprintf(number, sizeof(number), "%s", text_in(r, "case"));
	json_decref(r);
}

static json_t *
to(const char *whom, json_int_t id)
{
	return params("{s:s, s:[I]}", "whom", whom, "papers", id);
}

/* D-103: a unit gets what its relation to the case opens, others less. */
static void
each_gets_the_classes_that_are_for_them(void **state)
{
	struct work *w = *state;
	json_int_t economy, clear;

	parcel_case(w);
	economy = file(w, "nav01", "application/pdf",
	    params("{s:s}", "class", "economy"));
	clear = file(w, "nav01", "application/pdf",
	    params("{s:s}", "class", "case"));
	json_decref(
	    work_act(w, "nav01", number, "send", to("applicant", economy)));
	json_decref(work_act(w, "nav01", number, "send", to("nav", economy)));
	work_act_refused(w, "nav01", number, "send", to("mental_health", clear),
	    "E_ENCLOSURE");
	work_act_refused(w, "nav01", number, "landlord",
	    params("{s:[I]}", "papers", economy), "E_ENCLOSURE");
	json_decref(work_act(w, "nav01", number, "landlord",
	    params("{s:[I]}", "papers", clear)));
}

/* fvl § 33: the county governor of this county gets statement and papers. */
static void
a_complaint_is_sent_on_with_its_papers_to_the_right_county(void **state)
{
	struct work *w = *state;
	char *key, *text;
	json_int_t id;

	post_case(w, post_person(w, "Kari Åsen"), number);
	id = file_pdf(w);
	json_decref(work_act(w, "nav02", number, "refuse", refusal(id)));
	json_decref(peer_do(&w->c, "nav01", "complaint.receive",
	    params("{s:s, s:[i]}", "case", number, "decisions", 1)));
	json_decref(peer_do(&w->c, "nav01", "complaint.forward",
	    params("{s:s, s:i, s:s, s:[I]}", "case", number, "complaint", 1,
		"statement", "Vi står fast på vedtaket.", "documents", id)));
	key = sent(w, 2);
	text = post_read(&w->place, key, "forsendelse.json");
	says(text, "\"Statsforvalteren i Innlandet\"");
	says(text, "\"Postboks 987\"");
	says(text, "\"2604\"");
	says(text, "\"Lillehammer\"");
	says(text, "\"vedlegg-1.pdf\"");
	free(text);
	text = post_read(&w->place, key, "brev.html");
	says(text,
	    "Statsforvalteren i Innlandet\nPostboks 987\n"
	    "2604 Lillehammer</address>");
	free(text);
	free(key);
	/* The party reads which one it is, and gets no second set of papers. */
	key = sent(w, 3);
	text = post_read(&w->place, key, "brev.txt");
	says(text, "Statsforvalteren i Innlandet");
	free(text);
	assert_false(post_has(&w->place, key, "vedlegg-1.pdf"));
	free(key);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, work_teardown)
	const struct CMUnitTest tests[] = {
		T(a_decision_goes_with_the_guarantee),
		T(what_goes_along_stands_in_the_history),
		T(a_paper_of_another_case_does_not_go_along),
		T(what_a_carrier_cannot_take_is_refused),
		T(a_paper_that_may_tell_a_protected_address_stays_here),
		T(each_gets_the_classes_that_are_for_them),
		T(a_complaint_is_sent_on_with_its_papers_to_the_right_county),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
