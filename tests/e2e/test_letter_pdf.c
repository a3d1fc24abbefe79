/*
 * Letters on paper, looked at with another program than the one that made them:
 * tagged for whoever gets them, PDF/A for the archive, every font inside, every
 * Norwegian and Sámi letter there (issue 5, 5; law rows 52-59).
 *
 * The program is poppler's.  Without it, or without WeasyPrint, the test fails
 * rather than saying nothing.  BOFLYT_KEEP_LETTERS=FOLDER keeps what was printed,
 * to look at.
 */
#include "post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../cmocka_all.h"

#define NAME "Čáđŋá Šuŧžen Åsgård-Bjørnæs"
#define LONG_NAME                                                                     \
	"Ole-Mihkkal Áilu Čáhppesruššu Đuoddar Ŋuorra Šaddu Ŧievva Žiella " \
	"Øvergård-Åsnes"

static char number[NUMBER_SIZE];
static char paper[320]; /* path of the PDF that is looked at */

/* What TOOL with its options says of the paper; the caller frees it. */
static char *
output_of(const char *tool)
{
	char line[640], *text = NULL, bytes[4096];
	size_t size = 0, n;
	FILE *in, *out;

	snprintf(line, sizeof(line), "%s '%s'%s", tool, paper,
	    strncmp(tool, "pdftotext", 9) == 0 ? " -" : "");
	in = popen(line, "re");
	out = open_memstream(&text, &size);
	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, out);
	fclose(out);
	if (pclose(in) != 0)
		fail_msg("%s: failed; install weasyprint and poppler-utils",
		    line);
	return text;
}

static void
has(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("no '%s' in: %s", words, text);
}

/* Wherever its lines end, and where they may not. */
static void
says(const char *tool, const char *words)
{
	static const char fixed[] = "\xc2\xa0"; /* a blank that stays */
	char *text = output_of(tool), *at;

	while ((at = strchr(text, '\n')) != NULL)
		*at = ' ';
	while ((at = strstr(text, fixed)) != NULL) {
		*at = ' ';
		memmove(at + 1, at + 2, strlen(at + 2) + 1);
	}

	has(text, words);
	free(text);
}

/* pdffonts: name, type, encoding, emb, sub, uni … a line each. */
static void
every_font_is_inside(void)
{
	char *text = output_of("pdffonts"), *line, *rest = NULL;
	int fonts = 0, no = 0;

	for (line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (++no <= 2)
			continue;
		if (strstr(line, " yes yes yes ") == NULL)
			fail_msg("not inside, or without letters: %s", line);
		fonts++;
	}
	assert_true(fonts > 0);
	free(text);
}

/* Several letters may be at the printer before it, each for seconds. */
static void
wait_for(const struct place *p, const char *key)
{
	const struct timespec step = { .tv_nsec = 50 * 1000 * 1000 };
	int i;

	for (i = 0; i < 1200 && !post_has(p, key, "brev.pdf"); i++)
		nanosleep(&step, NULL);
	post_wait(p, key);
}

static void
keep(const char *as)
{
	const char *folder = getenv("BOFLYT_KEEP_LETTERS");
	char line[1024];

	if (folder == NULL)
		return;
	snprintf(line, sizeof(line), "cp '%s' '%s/%s.pdf'", paper, folder, as);
	assert_int_equal(system(line), 0);
}

/* The last letter of the case, as AS sees it, on paper and well made. */
static void
printed(struct work *w, const char *as, const char *kept)
{
	json_t *r = peer_do(&w->c, as, "outbox.list",
	    params("{s:s,s:b}", "case", number, "all", 1));
	json_t *rows = json_object_get(r, "rows");
	const char *key =
	    text_in(json_array_get(rows, json_array_size(rows) - 1), "key");

	wait_for(&w->place, key);
	post_path(&w->place, key, "arkiv.pdf", paper, sizeof(paper));
	says("pdfinfo -meta", "pdfaid:part=\"2\"");
	says("pdfinfo -meta", "pdfaid:conformance=\"B\"");
	says("tail -c 400", "/ID [("); /* ISO 19005-2, 6.1.3 */
	says("pdfinfo", "Encrypted:       no");
	says("pdfinfo", "JavaScript:      no");
	every_font_is_inside();
	post_path(&w->place, key, "brev.pdf", paper, sizeof(paper));
	says("pdfinfo", "Tagged:          yes");
	says("pdfinfo", "pts (A4)");
	says("pdfinfo -meta", "pdfuaid:part=\"1\"");
	says("pdfinfo -struct", "H1");
	every_font_is_inside();
	keep(kept);
	json_decref(r);
}

static json_int_t
person(struct work *w, const char *name, const char *language)
{
	json_t *r = peer_do(&w->c, "nav01", "person.add",
	    params("{s:s,s:s,s:s,s:s,s:s}", "name", name, "address",
		"Šibitgeaidnu 1", "postal_code", "2211", "postal_place",
		"Kongsvinger", "language", language));
	json_int_t id = int_in(r, "person");

	json_decref(r);
	return id;
}

static json_t *
refusal(bool nynorsk)
{
	return params("{s:s,s:s,s:s,s:s,s:s,s:s}", "decision_result", "refused",
	    "decided_on", "2027-01-04", "decision_content",
	    nynorsk ? "Du får ikkje hjelp til å skaffe bustad." :
		      "Du får ikke hjelp til å skaffe bolig.",
	    "reason_rules",
	    nynorsk ? "Bustadsosiallova §§ 4 og 6." :
		      "Boligsosialloven §§ 4 og 6.",
	    "reason_facts",
	    nynorsk ? "Du bur hos ein ven.\nDu har fast løn." :
		      "Du bor hos en venn.\nDu har fast lønn.",
	    "reason_considerations",
	    nynorsk ? "Du kan skaffe deg bustad sjølv." :
		      "Du kan skaffe deg bolig selv.");
}

/* A whole joint allocation in LANGUAGE, with a dwelling for three years. */
static void
allocate(struct work *w, const char *name, const char *language)
{
	post_case(w, person(w, name, language), number);
	json_decref(work_act(w, "nav01", number, "to_mapping",
	    params("{s:s, s:s}", "situation", "1.4", "urgency", "14d")));
	work_advance(w, "2027-01-11");
	json_decref(work_act(w, "nav01", number, "mapped",
	    params("{s:s, s:s, s:s, s:i, s:s, s:s, s:s}", "mapped_on",
		"2027-01-11", "situation", "1.4", "wishes", "To rom", "level",
		3, "level_reason", "Tjenester over tid", "plan_need",
		"individual_plan", "coordinator", "nav02")));
	work_allocate(w, number, true, "2027-03-01", "2030-02-28");
	json_decref(work_act(w, "nav02", number, "decide",
	    params("{s:s,s:s,s:s,s:s,s:s}", "decided_on", "2027-01-11",
		"decision_content", "Du får leie kommunal bolig og oppfølging.",
		"reason_rules", "Boligsosialloven §§ 4 og 6.", "reason_facts",
		"Du har ikke et sted å bo.\nDu trenger hjelp til å bo.",
		"reason_considerations",
		"Du kan ikke skaffe bolig på egen hånd nå.")));
}

static void
a_decision_is_tagged_kept_and_has_every_letter(void **state)
{
	struct work *w = *state;

	post_case(w, person(w, NAME, "nb"), number);
	json_decref(work_act(w, "nav02", number, "refuse", refusal(false)));
	printed(w, "nav01", "decision.nb");
	says("pdftotext -layout", NAME);
	says("pdftotext -layout", "Šibitgeaidnu 1");
	says("pdftotext -layout", "torsdag 28. januar 2027");
	says("pdfinfo", "Title:           Vedtak om");
	says("pdfinfo", "Author:          Kongsvinger kommune");
	says("pdfinfo -struct-text", "\"Du kan klage\"");
}

static void
a_decision_in_nynorsk_is_printed_as_well(void **state)
{
	struct work *w = *state;

	allocate(w, LONG_NAME, "nn");
	printed(w, "nav01", "decision.nn");
	says("pdftotext", "Đuoddar");
	says("pdftotext", "Ŧievva");
	says("pdftotext", "Du kan klage");
}

/* What every kind of letter looks like, in LANGUAGE. */
static void
print_each(struct work *w, const char *language)
{
	char name[64];

	post_case(w, person(w, NAME, language), number);
	json_decref(work_act(w, "nav01", number, "send_rights", NULL));
	snprintf(name, sizeof(name), "rights.%s", language);
	printed(w, "nav01", name);
	json_decref(work_act(w, "nav01", number, "reply",
	    params("{s:s,s:s}", "reply_reason",
		"Vi venter på svar fra utleieren.", "reply_expected",
		"2027-02-12")));
	snprintf(name, sizeof(name), "preliminary_reply.%s", language);
	printed(w, "nav01", name);
	json_decref(peer_do(&w->c, "nav01", "decision.announce",
	    params("{s:s,s:s,s:s,s:s}", "case", number, "type", "help", "text",
		"Vi vurderer å avslutte hjelpen fordi du har fått bolig.",
		"answer_by", "2027-01-25")));
	snprintf(name, sizeof(name), "advance_notice.%s", language);
	printed(w, "nav01", name);
	json_decref(work_act(w, "nav01", number, "forward",
	    params("{s:s, s:s}", "new_unit", "allocation", "new_contact",
		"alloc01")));
	snprintf(name, sizeof(name), "forwarded.%s", language);
	printed(w, "alloc01", name);
}

static void
what_is_written_about_a_complaint_is_well_made(void **state)
{
	struct work *w = *state;

	post_case(w, person(w, NAME, "nb"), number);
	json_decref(work_act(w, "nav02", number, "refuse", refusal(false)));
	json_decref(peer_do(&w->c, "nav01", "complaint.receive",
	    params("{s:s, s:[i]}", "case", number, "decisions", 1)));
	json_decref(peer_do(&w->c, "nav01", "complaint.forward",
	    params("{s:s, s:i, s:s}", "case", number, "complaint", 1,
		"statement", "Vi står fast på vedtaket.")));
	printed(w, "nav01", "complaint_statement.nb");
}

static void
every_other_letter_is_well_made_in_bokmaal(void **state)
{
	print_each(*state, "nb");
}

static void
every_other_letter_is_well_made_in_nynorsk(void **state)
{
	print_each(*state, "nn");
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, post_setup_to_print,             \
	    work_teardown)
	const struct CMUnitTest tests[] = {
		T(a_decision_is_tagged_kept_and_has_every_letter),
		T(a_decision_in_nynorsk_is_printed_as_well),
		T(what_is_written_about_a_complaint_is_well_made),
		T(every_other_letter_is_well_made_in_bokmaal),
		T(every_other_letter_is_well_made_in_nynorsk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
