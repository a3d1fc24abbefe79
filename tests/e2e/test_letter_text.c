/*
 * What letters say: frozen in the step, in the receiver's language, with all
 * that the law asks for, and on paper (issue 5, 5; law rows 52-59, 68).
 */
#include "post.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"

static char number[NUMBER_SIZE];

static json_t *
refusal(const char *content)
{
	return params("{s:s,s:s,s:s,s:s,s:s,s:s}", "decision_result", "refused",
	    "decided_on", "2027-01-04", "decision_content", content,
	    "reason_rules", "Boligsosialloven § 4.", "reason_facts",
	    "Du eier en bolig.\nDu har fast lønn.", "reason_considerations",
	    "Du kan skaffe bolig selv.");
}

/* What the case's only letter says, once it is in the spool (the caller's). */
static char *
letter_as(struct work *w, const char *as, const char *file)
{
	json_t *r = peer_do(&w->c, as, "outbox.list",
	    params("{s:s,s:b}", "case", number, "all", 1));
	json_t *row = json_array_get(json_object_get(r, "rows"), 0);
	char *text;

	assert_non_null(row);
	post_wait(&w->place, text_in(row, "key"));
	text = post_read(&w->place, text_in(row, "key"), file);
	json_decref(r);
	return text;
}

static char *
letter_of(struct work *w, const char *file)
{
	return letter_as(w, "nav01", file);
}

static void
says(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strstr(text, *words) == NULL)
			fail_msg("no '%s' in: %s", *words, text);
}

/*
 * Law row 59: the answer first, then complaint right, period as a date, body,
 * procedure, access, costs; 2027-01-04 and three days by post, then three
 * weeks.
 */
static void
a_decision_says_all_that_the_law_asks_for(void **state)
{
	static const char *const words[] = { "Avslag på hjelp til bolig.",
		"Du eier en bolig.\n\nDu har fast lønn.",
		"Du kan skaffe bolig selv.", "Du kan klage", "innen 3 uker",
		"torsdag 7. januar 2027", "torsdag 28. januar 2027",
		"Statsforvalteren", "Lever klagen til Kongsvinger kommune",
		"Adressen er Postboks 900, 2226 Kongsvinger.",
		"Vedtaket gjelder selv om du klager",
		"rett til å se dokumentene", "fri rettshjelp",
		"nødvendige utgifter", "Det er ingen vilkår i vedtaket.",
		"boligsosialloven § 7", NULL };
	struct work *w = *state;
	char *text;

	post_case(w, post_person_at(w, "Kari Åsen", "Storgata 1", "nb"),
	    number);
	json_decref(work_act(w, "nav02", number, "refuse",
	    refusal("Avslag på hjelp til bolig.")));
	text = letter_of(w, "brev.txt");
	assert_int_equal(strncmp(text, "Du har fått nei til ", 20), 0);
	says(text, words);
	/* The paragraphs of law come last (domain 0.4). */
	assert_true(
	    strstr(text, "# Lover og regler") > strstr(text, "# Spørsmål?"));
	free(text);
}

/* Nynorsk is answered in Nynorsk. */
static void
who_writes_nynorsk_is_answered_in_nynorsk(void **state)
{
	static const char *const words[] = { "Du har fått nei til ",
		"# Kvifor vi har bestemt dette", "Statsforvaltaren",
		"innan 3 veker", "torsdag 28. januar 2027",
		"rett til å sjå dokumenta", "etter bustadsosiallova § 7",
		NULL };
	struct work *w = *state;
	char *text;

	post_case(w, post_person_at(w, "Jón Čáhppes", "Storgata 1", "nn"),
	    number);
	json_decref(work_act(w, "nav02", number, "refuse", refusal("Avslag.")));
	text = letter_of(w, "brev.txt");
	says(text, words);
	free(text);
	text = letter_of(w, "brev.html");
	assert_non_null(strstr(text, "lang=\"nn\""));
	assert_non_null(strstr(text, "Jón Čáhppes"));
	free(text);
	text = letter_of(w, "forsendelse.json");
	assert_non_null(strstr(text, "\"Brev frå Kongsvinger kommune\""));
	free(text);
}

/* Domain 0.4: the step is undone as a whole. */
static void
words_that_belong_in_no_letter_stop_the_step(void **state)
{
	struct work *w = *state;
	json_t *r;

	post_case(w, post_person_at(w, "Kari", "Storgata 1", "nb"), number);
	work_act_refused(w, "nav02", number, "refuse",
	    refusal("Du er på nivå 3 og krevende."), "E_LETTER_WORDS");
	r = peer_do(&w->c, "nav01", "decision.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
	r = peer_do(&w->c, "nav01", "outbox.list",
	    params("{s:s}", "case", number));
	assert_int_equal(json_array_size(json_object_get(r, "rows")), 0);
	json_decref(r);
}

/* fvl § 11 a: why it takes time, and when the answer may be expected. */
static void
a_preliminary_reply_says_why_and_when(void **state)
{
	static const char *const words[] = { "mandag 4. januar 2027",
		"Vi venter på svar fra utleieren.", "fredag 12. februar 2027",
		"§ 11 a", NULL };
	struct work *w = *state;
	char *text;

	post_case(w, post_person_at(w, "Kari", "Storgata 1", "nb"), number);
	work_act_refused(w, "nav01", number, "reply",
	    params("{s:s}", "reply_expected", "2027-01-04"), "E_DATE_ORDER");
	json_decref(work_act(w, "nav01", number, "reply",
	    params("{s:s,s:s}", "reply_reason",
		"Vi venter på svar fra utleieren.", "reply_expected",
		"2027-02-12")));
	text = letter_of(w, "brev.txt");
	says(text, words);
	free(text);
}

/* fvl § 11: to whom, and the day of receipt goes along (law row 52). */
static void
a_forwarded_case_keeps_its_day_and_tells_where_it_went(void **state)
{
	static const char *const words[] = { "mandag 4. januar 2027",
		"Tildelingsteamet", "forvaltningsloven § 11", NULL };
	struct work *w = *state;
	char *text;

	post_case(w, post_person_at(w, "Kari", "Storgata 1", "nb"), number);
	json_decref(work_act(w, "nav01", number, "forward",
	    params("{s:s,s:s}", "new_unit", "allocation", "new_contact",
		"alloc01")));
	text = letter_as(w, "alloc01", "brev.txt");
	says(text, words);
	free(text);
}

static void
rights_are_told_in_one_letter(void **state)
{
	static const char *const words[] = { "Du får veiledning",
		"Du kan få tolk", "Barn skal ikke tolke", "taushetsplikt",
		"fullmakt skriftlig", "Du kan klage", NULL };
	struct work *w = *state;
	char *text;

	post_case(w, post_person_at(w, "Kari", "Storgata 1", "nb"), number);
	json_decref(work_act(w, "nav01", number, "send_rights", NULL));
	text = letter_of(w, "brev.txt");
	says(text, words);
	free(text);
}

/* A definition whose letter lacks a part is not loaded (issue 5, 5). */
static void
a_letter_without_a_part_is_refused_with_its_file_and_the_part(void **state)
{
	struct work *w = *state;
	char command[512];
	json_t *reply;

	place_add_workflow(&w->place, "tomt", "return {}");
	snprintf(command, sizeof(command),
	    "sed -i '/^@part period/,/^$/d' "
	    "'%s/workflows/boligsosial/letters/decision.nb.txt'",
	    w->place.dir);
	assert_int_equal(system(command), 0);
	work_restart(w, SIGTERM);
	reply = peer_call(&w->c, "admin01", "workflow.load",
	    params("{s:s}", "path", "boligsosial"));
	assert_true(mentions(reply, "letters/decision.nb.txt:1"));
	assert_true(mentions(reply, "period"));
	json_decref(reply);
}

/* Nothing outside the letter tells of NAV, eviction or psychiatry. */
static void
nothing_outside_the_letter_tells_what_it_is_about(void **state)
{
	static const char *const never[] = { "NAV", "utkast", "Utkast", "psyk",
		"Psyk", "bolig", "Bolig", "sosial", "Sosial", NULL };
	struct work *w = *state;
	char *text;
	int i;

	post_case(w, post_person_at(w, "Kari", "Storgata 1", "nb"), number);
	json_decref(work_act(w, "nav02", number, "refuse", refusal("Avslag.")));
	text = letter_of(w, "forsendelse.json");
	for (i = 0; never[i] != NULL; i++)
		if (strstr(text, never[i]) != NULL)
			fail_msg("'%s' in: %s", never[i], text);
	assert_non_null(strstr(text, "Brev fra Kongsvinger kommune"));
	free(text);
}

static bool
can_print(void)
{
	return access("/usr/bin/weasyprint", X_OK) == 0 ||
	    access("/usr/local/bin/weasyprint", X_OK) == 0;
}

static bool
has_bytes(const char *path, const char *bytes)
{
	char all[1 << 17];
	size_t n;
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	n = fread(all, 1, sizeof(all), f);
	fclose(f);
	return memmem(all, n, bytes, strlen(bytes)) != NULL;
}

/* Tagged for whoever reads it, PDF/A for the archive. */
static void
a_letter_is_printed_to_be_read_and_to_be_kept(void **state)
{
	struct work *w = *state;
	char path[320], *text;
	json_t *row;

	if (!can_print())
		skip();
	post_case(w, post_person_at(w, "Čáhppes Åsen", "Storgata 1", "nb"),
	    number);
	json_decref(work_act(w, "nav02", number, "refuse", refusal("Avslag.")));
	row = post_letter(w, number, 1);
	post_wait(&w->place, text_in(row, "key"));
	post_path(&w->place, text_in(row, "key"), "brev.pdf", path,
	    sizeof(path));
	assert_true(has_bytes(path, "%PDF-"));
	assert_true(has_bytes(path, "StructTreeRoot"));
	post_path(&w->place, text_in(row, "key"), "arkiv.pdf", path,
	    sizeof(path));
	assert_true(has_bytes(path, "pdfaid"));
	text = post_read(&w->place, text_in(row, "key"), "forsendelse.json");
	assert_non_null(strstr(text, "brev.pdf"));
	free(text);
	json_decref(row);
}

/* It waits as long as it takes, and the doctor says for what. */
static void
without_a_printer_letters_wait_and_the_doctor_says_so(void **state)
{
	struct work *w = *state;
	json_t *row, *r;
	int i;

	if (can_print())
		skip();
	post_case(w, post_person_at(w, "Kari", "Storgata 1", "nb"), number);
	json_decref(work_act(w, "nav02", number, "refuse", refusal("Avslag.")));
	row = post_letter(w, number, 1);
	json_decref(post_until(w, int_in(row, "id"), "due", NULL));
	for (i = 0; i < 200; i++) {
		r = peer_do(&w->c, "admin01", "sys.doctor", NULL);
		if (row_with(json_object_get(r, "rows"), "check", "printer") !=
		    NULL)
			break;
		json_decref(r);
		usleep(10000);
	}
	assert_true(i < 200);
	json_decref(r);
	json_decref(row);
}

int
main(void)
{
#define T(name, begin)                                                         \
	cmocka_unit_test_setup_teardown(name, begin, work_teardown)
	const struct CMUnitTest tests[] = {
		T(a_decision_says_all_that_the_law_asks_for, post_setup),
		T(who_writes_nynorsk_is_answered_in_nynorsk, post_setup),
		T(words_that_belong_in_no_letter_stop_the_step, post_setup),
		T(a_preliminary_reply_says_why_and_when, post_setup),
		T(a_forwarded_case_keeps_its_day_and_tells_where_it_went,
		    post_setup),
		T(rights_are_told_in_one_letter, post_setup),
		T(a_letter_without_a_part_is_refused_with_its_file_and_the_part,
		    post_setup),
		T(nothing_outside_the_letter_tells_what_it_is_about,
		    post_setup),
		T(a_letter_is_printed_to_be_read_and_to_be_kept,
		    post_setup_to_print),
		T(without_a_printer_letters_wait_and_the_doctor_says_so,
		    post_setup_to_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
