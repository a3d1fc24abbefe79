/*
 * explain -- rules.explain: the legal content of a definition in plain
 * Norwegian, Bokmål or Nynorsk, fit to publish (lov 2025-06-20-81 § 13, law row
 * 70): stages, who does what under which condition, deadlines with their
 * source, what is decided by, and where a complaint goes.
 *
 * Both languages stand here side by side, because what is published is not in
 * the language of who asks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "engine/call.h"
#include "engine/loaded.h"
#include "engine/paper.h"
#include "engine/plugins.h"
#include "engine/rows.h"
#include "engine/state.h"
#include "model/deadline.h"
#include "model/duration.h"
#include "model/law.h"
#include "model/law_basis.h"
#include "model/municipality.h"
#include "store/version.h"

#define VERSION_SHOWN 12 /* digits of the code hash */

static const char *
role_words(const struct paper *p, const char *name)
{
	static const struct {
		const char *name;
		struct both text;
	} roles[] = {
		{ "caseworker", { "saksbehandler", "saksbehandlar" } },
		{ "decision_maker",
		    { "den som har vedtaksmyndighet",
			"den som har vedtaksmynde" } },
		{ "coordinator", { "koordinator", "koordinator" } },
		{ "performer", { "utfører", "utførar" } },
		{ "caretaker", { "bomiljøvaktmester", "bumiljøvaktmeister" } },
		{ "property", { "eiendom", "eigedom" } },
		{ "leader", { "leder", "leiar" } },
		{ "forum", { "strategisk forum", "strategisk forum" } },
		{ "archivist", { "arkivar", "arkivar" } },
	};
	size_t i;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(roles[i].name, name) == 0)
			return paper_in(p, roles[i].text);
	return name;
}

/* TEXT, which is taken over, with MORE after a comma, an "or" before the last. */
static char *
enumerate(const struct paper *p, char *text, const char *more, bool last)
{
	char *longer = mem_format("%s%s%s", text,
	    text[0] == '\0' ? "" :
		last	    ? SAY(p, " eller ", " eller ") :
			      ", ",
	    more);

	free(text);
	return longer;
}

static char *
role_list(const struct paper *p, const struct def_action *a)
{
	char *text = mem_text("");
	size_t i;

	for (i = 0; a->roles[i] != NULL; i++)
		text = enumerate(p, text, role_words(p, a->roles[i]),
		    a->roles[i + 1] == NULL);
	return text;
}

static char *
stage_list(const struct paper *p, const struct def_action *a)
{
	const struct def_stage *s;
	char *text = mem_text("");
	size_t i;

	for (i = 0; a->to[i] != NULL; i++) {
		s = definition_stage(p->def, a->to[i]);
		text = enumerate(p, text,
		    paper_own(p, s != NULL ? s->title : a->to[i]),
		    a->to[i + 1] == NULL);
	}
	return text;
}

static void
add_action(struct paper *p, const struct def_action *a)
{
	char *roles = role_list(p, a), *to = stage_list(p, a);

	paper_add(p,
	    FORMAT(p, "- %s. Gjøres av %s.%s%s%s",
		"- %s. Blir gjort av %s.%s%s%s", paper_own(p, a->title), roles,
		to[0] == '\0' ? "" : SAY(p, " Fører til ", " Fører til "), to,
		to[0] == '\0' ? "" : "."));
	if (a->requires[0] != '\0')
		paper_add(p,
		    FORMAT(p, "  Bare når: %s.", "  Berre når: %s.",
			paper_own(p, a->requires)));
	else if (a->guard != DEF_NO_FUNCTION)
		paper_add(p,
		    FORMAT(p,
			"  Har et vilkår som bare står i "
			"programteksten (linje %d).",
			"  Har eit vilkår som berre står i "
			"programteksten (linje %d).",
			a->line));
	if (a->help[0] != '\0')
		paper_add(p, mem_format("  %s", paper_own(p, a->help)));
	free(roles);
	free(to);
}

/* What DEADLINE counts from, in words. */
static const char *
start_words(const struct paper *p, const struct def_stage *stage,
    const struct def_deadline *d, const struct law_rule *rule)
{
	const struct def_field *f = definition_field(p->def, d->from);

	if (rule != NULL)
		return p->lang == LANG_NN ? rule->start_nn : rule->start_nb;
	if (f != NULL)
		return paper_own(p, f->title);
	if (d->from[0] != '\0')
		return paper_own(p, stage->title);
	return SAY(p, "det som setter den i gang", "det som set han i gang");
}

/* The municipality's own length of goal D, or what the definition says. */
static struct duration
own_length(const struct paper *p, const struct def_deadline *d,
    const struct law_rule *rule)
{
	static const struct {
		const char *key;
		enum duration_unit unit;
	} keys[] = { { "days", DURATION_DAYS },
		{ "workdays", DURATION_WORKDAYS }, { "weeks", DURATION_WEEKS },
		{ "months", DURATION_MONTHS } };
	const struct config *config = p->call->municipality->config;
	struct duration out = rule != NULL ? rule->length : d->length;
	char section[96];
	size_t i;

	snprintf(section, sizeof(section), "deadline %s", d->name);
	for (i = 0; d->goal && i < sizeof(keys) / sizeof(keys[0]); i++)
		if (config_has(config, section, keys[i].key)) {
			out.n =
			    (int32_t)config_int(config, section, keys[i].key);
			out.unit = keys[i].unit;
		}
	return out;
}

/* It is counted by all the same, so people must be told. */
static void
add_unverified(struct paper *p, const struct law_rule *rule)
{
	if (rule != NULL && !rule->verified)
		paper_add(p,
		    mem_text(SAY(p, "  Regelen er ikke kontrollert mot kilden.",
			"  Regelen er ikkje kontrollert mot kjelda.")));
}

static void
add_deadline(struct paper *p, const struct def_stage *stage,
    const struct def_deadline *d)
{
	char length[DURATION_WORDS_SIZE];
	const struct law_rule *rule = NULL;
	struct err none = ERR_INIT;

	if (d->rule[0] != '\0')
		(void)law_find(p->call->engine->parts.law, d->rule,
		    p->call->today, &rule, &none);
	duration_words(own_length(p, d, rule), p->lang, length);
	paper_add(p,
	    FORMAT(p, "- %s: %s etter at dette skjedde: %s.",
		"- %s: %s etter at dette hende: %s.", paper_own(p, d->title),
		length, start_words(p, stage, d, rule)));
	if (rule != NULL && !d->goal)
		paper_add(p,
		    FORMAT(p,
			"  Satt ved lov: %s (%s, versjon %s). "
			"Kommunen kan ikke forlenge den.",
			"  Sett ved lov: %s (%s, versjon %s). "
			"Kommunen kan ikkje forlengje han.",
			rule->source, rule->id, rule->version));
	else if (rule != NULL)
		paper_add(p,
		    FORMAT(p, "  Et mål; regelen bak er %s (%s).",
			"  Eit mål; regelen bak er %s (%s).", rule->source,
			rule->id));
	else
		paper_add(p,
		    mem_text(SAY(p, "  Et mål som kommunen har satt seg.",
			"  Eit mål som kommunen har sett seg.")));
	add_unverified(p, rule);
}

static void
add_stage(struct paper *p, const struct def_stage *s)
{
	size_t i;

	paper_head(p, "##", paper_own(p, s->title));
	if (s->n_deadlines > 0)
		paper_add(p, mem_text(SAY(p, "Frister:", "Fristar:")));
	for (i = 0; i < s->n_deadlines; i++)
		add_deadline(p, s, &s->deadlines[i]);
	if (s->n_actions > 0)
		paper_add(p,
		    mem_text(
			SAY(p, "Det som kan gjøres:", "Det som kan gjerast:")));
	for (i = 0; i < s->n_actions; i++)
		add_action(p, &s->actions[i]);
}

/* D-301 to D-305, and the house rules around them. */
static void
add_rules(struct paper *p)
{
	static const struct both rules[] = {
		{ "Den som ber om hjelp, får et vedtak. Saken slutter ellers "
		  "bare om personen trekker seg eller dør.",
		    "Den som ber om hjelp, får eit vedtak. Saka sluttar elles "
		    "berre om personen trekkjer seg eller døyr." },
		{ "En sak har til enhver tid én ansvarlig enhet og én "
		  "kontaktperson.",
		    "Ei sak har til kvar tid éi ansvarleg eining og éin "
		    "kontaktperson." },
		{ "Ingen leser i en sak uten grunnlag, og hvert oppslag blir "
		  "skrevet ned.",
		    "Ingen les i ei sak utan grunnlag, og kvart oppslag blir "
		    "skrive ned." },
		{ "Et vedtak endres ikke. Det kan bare følges av et nytt som "
		  "viser til det.",
		    "Eit vedtak blir ikkje endra. Det kan berre følgjast av "
		    "eit nytt som viser til det." },
		{ "En lukket sak kan bare gjenåpnes, men tar imot sene "
		  "papirer og klager.",
		    "Ei lukka sak kan berre takast opp att, men tek imot seine "
		    "papir og klager." },
		{ "Et avslag sier regler, fakta og hovedhensyn; hvert vilkår "
		  "har sin grunn.",
		    "Eit avslag seier reglar, fakta og hovudomsyn; kvart "
		    "vilkår har sin grunn." },
		{ "Den som er inhabil, avgjør ikke, og heller ikke den som "
		  "har en inhabil leder over seg.",
		    "Den som er inhabil, avgjer ikkje, og heller ikkje den som "
		    "har ein inhabil leiar over seg." },
		{ "Ingen blir rangert eller gitt poeng av programmet.",
		    "Ingen blir rangert eller gjeven poeng av programmet." },
	};
	size_t i;

	paper_head(p, "##",
	    SAY(p, "Det ingen arbeidsflyt kan endre",
		"Det ingen arbeidsflyt kan endre"));
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		paper_add(p, mem_format("- %s", paper_in(p, rules[i])));
}

static void
add_eyes(struct paper *p)
{
	static const struct {
		const char *code;
		struct both text;
	} eyes[] = {
		{ "yes",
		    { "Den som har forberedt en sak alene, fatter ikke "
		      "vedtaket "
		      "(fire øyne).",
			"Den som har førebudd ei sak åleine, gjer ikkje "
			"vedtaket (fire auge)." } },
		{ "leader",
		    { "Den som har forberedt en sak alene, kan fatte vedtaket; "
		      "lederen ser over det.",
			"Den som har førebudd ei sak åleine, kan gjere "
			"vedtaket; leiaren ser over det." } },
		{ "no",
		    { "Den som har forberedt en sak, kan fatte vedtaket.",
			"Den som har førebudd ei sak, kan gjere vedtaket." } },
	};
	const char *said = config_text(p->call->municipality->config,
	    "decisions", "four_eyes");
	size_t i;

	for (i = 0; said != NULL && i < sizeof(eyes) / sizeof(eyes[0]); i++)
		if (strcmp(eyes[i].code, said) == 0)
			paper_add(p, mem_text(paper_in(p, eyes[i].text)));
}

/* Is basis ID written in the definition's files? */
static bool
is_used(const struct version_file *files, size_t n, const char *id)
{
	char quoted[80];
	size_t i, len;

	snprintf(quoted, sizeof(quoted), "\"%s\"", id);
	len = strlen(quoted);
	for (i = 0; i < n; i++)
		if (memmem(files[i].bytes, files[i].len, quoted, len) != NULL)
			return true;
	return false;
}

static void
add_basis(struct paper *p, const struct law_basis *b)
{
	const struct municipality *m = p->call->municipality;
	const struct law_rule *rule = NULL;
	const struct unit *board = municipality_unit_like(m, "complaint_board");
	char length[DURATION_WORDS_SIZE];
	struct err none = ERR_INIT;
	const char *body;

	paper_add(p,
	    mem_format("- %s (%s).",
		p->lang == LANG_NN ? b->text_nn : b->text_nb, b->source));
	if (b->complaint[0] == '\0' ||
	    law_find(p->call->engine->parts.law, b->complaint, p->call->today,
		&rule, &none) != RC_OK)
		return;
	body =
	    strcmp(rule->complaint_body, "klagenemnda") == 0 && board != NULL ?
	    board->title :
	    rule->complaint_body;
	duration_words(rule->length, p->lang, length);
	paper_add(p,
	    FORMAT(p, "  Klage til %s innen %s (%s).",
		"  Klage til %s innan %s (%s).", body, length, rule->source));
	add_unverified(p, rule);
}

static enum rc
add_bases(struct paper *p, int64_t version)
{
	const struct law *law = p->call->engine->parts.law;
	struct version_file *files = NULL;
	const struct law_basis *b;
	size_t i, n = 0;
	enum rc rc;

	rc = version_files(p->call->store, version, &files, &n, &p->call->err);
	if (rc != RC_OK)
		return rc;
	paper_head(p, "##", SAY(p, "Vedtak og klage", "Vedtak og klage"));
	add_eyes(p);
	for (i = 0; (b = law_basis_at(law, i)) != NULL; i++)
		if (date_compare(p->call->today, b->from) >= 0 &&
		    (!date_is_set(b->to) ||
			date_compare(p->call->today, b->to) <= 0) &&
		    is_used(files, n, b->id))
			add_basis(p, b);
	version_files_free(files, n);
	paper_add(p,
	    mem_text(SAY(p,
		"Klagen sendes til den som fattet vedtaket. Kommunen gjør om "
		"vedtaket når klageren har rett, aldri til skade for klageren, "
		"og sender ellers klagen videre.",
		"Klaga blir send til den som gjorde vedtaket. Kommunen gjer om "
		"vedtaket når klagaren har rett, aldri til skade for klagaren, "
		"og sender elles klaga vidare.")));
	return RC_OK;
}

#define STAGES_MAX 64

/* Stages in the order in which a case comes to them. */
struct course {
	const struct def_stage *stage[STAGES_MAX];
	size_t n;
};

static void
come_to(struct course *c, const struct definition *d, const struct def_stage *s)
{
	size_t i, k;

	if (s == NULL || s->final || c->n == STAGES_MAX)
		return;
	for (i = 0; i < c->n; i++)
		if (c->stage[i] == s)
			return;
	c->stage[c->n++] = s;
	for (i = 0; i < s->n_actions; i++)
		for (k = 0; s->actions[i].to[k] != NULL; k++)
			come_to(c, d, definition_stage(d, s->actions[i].to[k]));
}

static void
add_stages(struct paper *p)
{
	const struct definition *d = p->def;
	struct course c = { .n = 0 };
	size_t i;

	come_to(&c, d, definition_stage(d, d->start));
	for (i = 0; i < d->n_stages; i++)
		come_to(&c, d, &d->stages[i]);
	for (i = 0; i < c.n; i++)
		add_stage(p, c.stage[i]);
	for (i = 0; i < d->n_stages; i++)
		if (d->stages[i].final)
			add_stage(p, &d->stages[i]);
}

/* Which of the parts that the definition can use are there. */
static void
add_parts(struct paper *p)
{
	const struct definition *d = p->def;
	size_t i;

	if (d->n_uses > 0)
		paper_head(p, "##", SAY(p, "Deler", "Delar"));
	for (i = 0; i < d->n_uses; i++)
		paper_add(p,
		    plugins_find(p->call->engine, d->uses[i].plugin) != NULL ?
			mem_format("- Delen «%s» er slått på.",
			    d->uses[i].plugin) :
			FORMAT(p,
			    "- Delen «%s» er ikke slått på i kommunen; det "
			    "den skulle ha gjort, blir oppgaver i saken.",
			    "- Delen «%s» er ikkje slått på i kommunen; det "
			    "han skulle ha gjort, blir oppgåver i saka.",
			    d->uses[i].plugin));
}

static enum rc
write_paper(struct paper *p, const struct loaded *l, const char *code)
{
	char day[DATE_WORDS_SIZE];

	date_words(p->call->today, p->lang, day);
	paper_add(p,
	    mem_format("# %s, %s", paper_own(p, p->def->title),
		p->call->municipality->name));
	paper_add(p, mem_text(""));
	paper_add(p,
	    FORMAT(p,
		"Reglene som saksbehandlingssystemet følger, slik "
		"de er %s (versjon %.*s).",
		"Reglane som saksbehandlingssystemet følgjer, slik "
		"dei er %s (versjon %.*s).",
		day, VERSION_SHOWN, code));
	add_rules(p);
	add_stages(p);
	if (p->def->any.n_actions + p->def->any.n_deadlines > 0)
		add_stage(p, &p->def->any);
	add_parts(p);
	return add_bases(p, l->id);
}

/* The definition as it was written: what is published has its own language. */
static enum rc
as_written(struct bf_call *c, int64_t id, struct definition **out, char *code)
{
	struct def_notes *notes = mem_new(1, sizeof(*notes));
	struct version v;
	enum rc rc;

	memset(&v, 0, sizeof(v));
	rc = version_get(c->store, id, &v, &c->err);
	if (rc == RC_OK)
		rc = definition_compile(v.skeleton, NULL, NULL, out, notes,
		    &c->err);
	hash_hex(v.code, code);
	version_fini(&v);
	free(notes);
	return rc;
}

static enum rc
explain(struct bf_call *c, const struct loaded *l, enum lang lang,
    json_t **result)
{
	struct paper p = { .call = c, .lang = lang, .lines = json_array() };
	char code[HASH_HEX_SIZE], day[DATE_SIZE];
	struct definition *def = NULL;
	enum rc rc;

	rc = as_written(c, l->id, &def, code);
	p.def = def;
	if (rc == RC_OK)
		rc = write_paper(&p, l, code);
	date_format(c->today, day);
	if (rc == RC_OK)
		*result = json_pack("{ss ss ss ss ss sO}", "workflow",
		    def->name, "title", paper_own(&p, def->title), "code", code,
		    "date", day, "language", lang == LANG_NN ? "nn" : "nb",
		    "lines", p.lines);
	definition_free(def);
	json_decref(p.lines);
	return rc;
}

static int
explain_call(struct bf_call *c, const json_t *params, json_t **result)
{
	const char *said = param_text(params, "language");
	enum lang lang = LANG_NB;
	struct loaded *l = NULL;
	enum rc rc;

	lang_parse(said != NULL ? said : c->municipality->language, &lang);
	rc = loaded_active(c->engine, param_text(params, "workflow"), &l,
	    &c->err);
	if (rc == RC_OK)
		rc = explain(c, l, lang, result);
	loaded_put(l);
	return (int)rc;
}

static const char *const languages[] = { "nb", "nn", NULL };

static const struct bf_param explain_params[] = {
	{ .name = "workflow",
	    .type = BF_NAME,
	    .flags = BF_POSITIONAL,
	    .text = N_("which definition; the municipality's own unless "
		       "given") },
	{ .name = "language",
	    .type = BF_CODE,
	    .codes = languages,
	    .text = N_("nb or nn; the municipality's unless given") },
	{ .type = BF_END },
};

static const struct bf_column explain_columns[] = {
	{ "workflow", BF_NAME, N_("workflow") },
	{ "title", BF_TEXT, N_("title") },
	{ "code", BF_TEXT, N_("code") },
	{ "date", BF_DATE, N_("date") },
	{ "language", BF_TEXT, N_("language") },
	{ "lines", BF_LIST, N_("text") },
	{ NULL, BF_END, NULL },
};

const struct bf_method explain_methods[] = {
	{ .name = "rules.explain",
	    .nb = "regler forklar",
	    .kind = BF_READ,
	    .access = BF_ACCESS_PUBLIC,
	    .faces = BF_FACE_SOCKET,
	    .text = N_("the rules of a workflow in plain Norwegian, to be "
		       "published"),
	    .params = explain_params,
	    .columns = explain_columns,
	    .errors = "",
	    .call = explain_call },
	{ .name = NULL },
};
