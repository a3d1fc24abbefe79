/*
 * law -- the dated rules of etc/law.ini.
 */
#include "model/law.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "model/law_inside.h"
#include "model/money.h"

#define RULE_PREFIX "rule "
#define BASIS_PREFIX "basis "

enum key {
	KEY_FROM,
	KEY_TO,
	KEY_SOURCE,
	KEY_LENGTH,
	KEY_AMOUNT,
	KEY_KIND,
	KEY_ROLL,
	KEY_VERIFIED,
	KEY_COMPLAINT_BODY,
	KEY_TEXT_NB,
	KEY_TEXT_NN,
	KEY_START_NB,
	KEY_START_NN
};
#define N_KEYS (KEY_START_NN + 1)

static const char *const key_names[N_KEYS] = { [KEY_FROM] = "from",
	[KEY_TO] = "to",
	[KEY_SOURCE] = "source",
	[KEY_LENGTH] = "length",
	[KEY_AMOUNT] = "amount",
	[KEY_KIND] = "kind",
	[KEY_ROLL] = "roll",
	[KEY_VERIFIED] = "verified",
	[KEY_COMPLAINT_BODY] = "complaint_body",
	[KEY_TEXT_NB] = "text_nb",
	[KEY_TEXT_NN] = "text_nn",
	[KEY_START_NB] = "start_nb",
	[KEY_START_NN] = "start_nn" };

static const enum key required[] = { KEY_FROM, KEY_SOURCE, KEY_KIND,
	KEY_TEXT_NB, KEY_TEXT_NN };
static const enum key of_periods[] = { KEY_LENGTH, KEY_START_NB, KEY_START_NN };
static const enum key of_amounts[] = { KEY_AMOUNT };

static const char *const kind_codes[] = { [LAW_LEGAL] = "legal",
	[LAW_WAITING] = "waiting",
	[LAW_TERM] = "term",
	[LAW_GOAL] = "goal",
	[LAW_AMOUNT] = "amount",
	[LAW_ACCESS] = "access" };
#define N_KINDS (sizeof(kind_codes) / sizeof(*kind_codes))

static const char *const roll_codes[] = { [LAW_ROLL_NONE] = "none",
	[LAW_ROLL_WORKING_DAY] = "working_day",
	[LAW_ROLL_DUE_DAY] = "due_day",
	[LAW_ROLL_MONTH_END] = "month_end" };
#define N_ROLLS (sizeof(roll_codes) / sizeof(*roll_codes))

static const char *const yes_no[] = { "no", "yes" };

struct reader {
	struct law *law;
	struct law_entry *entry; /* of the present section; NULL: skip it */
	struct basis_entry *basis; /* the same of a section "basis" */
	struct lines *mistakes;
	const char *file;
};

void
law_text_set(char **to, const char *value)
{
	free(*to);
	*to = mem_text(value);
}

static void
rule_fini(struct law_rule *rule)
{
	free(rule->id);
	free(rule->version);
	free(rule->source);
	free(rule->complaint_body);
	free(rule->text_nb);
	free(rule->text_nn);
	free(rule->start_nb);
	free(rule->start_nn);
}

enum rc
law_word(const char *value, const char *const *words, size_t n, size_t *out,
    struct err *e)
{
	const char *near;

	for (*out = 0; *out < n; (*out)++) {
		if (strcmp(value, words[*out]) == 0)
			return RC_OK;
	}
	near = ini_nearest(value, words, n);
	return err_set(e, RC_CONFIG, _("'%s' is not known; did you mean '%s'?"),
	    value, near != NULL ? near : words[0]);
}

static bool
is_name(const char *s, size_t len)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789_.-";

	return len > 0 && strspn(s, allowed) >= len;
}

static struct law_entry *
entry_find(struct law *law, const char *id, size_t id_len, const char *version)
{
	for (size_t i = 0; i < law->n; i++) {
		struct law_rule *rule = &law->entries[i].rule;

		if (strlen(rule->id) == id_len &&
		    strncmp(rule->id, id, id_len) == 0 &&
		    strcmp(rule->version, version) == 0)
			return &law->entries[i];
	}
	return NULL;
}

static struct law_entry *
entry_add(struct law *law, const char *id, size_t id_len, const char *version,
    int line)
{
	struct law_entry *entry;

	law->entries =
	    mem_grow(law->entries, law->n + 1, sizeof(*law->entries));
	entry = &law->entries[law->n++];
	memset(entry, 0, sizeof(*entry));
	entry->rule.id = mem_text_n(id, id_len);
	entry->rule.version = mem_text(version);
	entry->rule.from = DATE_NONE;
	entry->rule.to = DATE_NONE;
	entry->rule.verified = true;
	entry->rule.line = line;
	law_text_set(&entry->rule.complaint_body, "");
	return entry;
}

/* What follows PREFIX in SECTION, if that is how it begins and has an @. */
static const char *
after(const char *section, const char *prefix)
{
	const char *id = section + strlen(prefix), *at;

	if (strncmp(section, prefix, strlen(prefix)) != 0)
		return NULL;
	at = strchr(id, '@');
	if (at == NULL || !is_name(id, (size_t)(at - id)) ||
	    !is_name(at + 1, strlen(at + 1)))
		return NULL;
	return id;
}

static void
there_already(struct reader *r, const struct ini_item *item, int line)
{
	lines_add(r->mistakes, _("%s:%d: [%s] is there already, in line %d"),
	    item->file, item->line, item->section, line);
}

static void
begin_rule(struct reader *r, const struct ini_item *item, const char *id)
{
	const char *at = strchr(id, '@');
	size_t len = (size_t)(at - id);
	struct law_entry *old;

	if ((old = entry_find(r->law, id, len, at + 1)) != NULL)
		there_already(r, item, old->rule.line);
	else
		r->entry = entry_add(r->law, id, len, at + 1, item->line);
}

static void
begin_basis(struct reader *r, const struct ini_item *item, const char *id)
{
	const char *at = strchr(id, '@');
	size_t len = (size_t)(at - id);
	struct basis_entry *old;

	if ((old = bases_find(r->law, id, len, at + 1)) != NULL)
		there_already(r, item, old->basis.line);
	else
		r->basis = bases_add(r->law, id, len, at + 1, item->line);
}

/* A section begins: "rule FVL_29@2026-07-02", "basis BSL_7@2026-07-02". */
static void
begin_section(struct reader *r, const struct ini_item *item)
{
	const char *rule = after(item->section, RULE_PREFIX);
	const char *basis = after(item->section, BASIS_PREFIX);

	r->entry = NULL;
	r->basis = NULL;
	if (rule != NULL)
		begin_rule(r, item, rule);
	else if (basis != NULL)
		begin_basis(r, item, basis);
	else
		lines_add(r->mistakes,
		    _("%s:%d: section [%s]: write it as [rule ID@VERSION] or "
		      "[basis ID@VERSION]"),
		    item->file, item->line, item->section);
}

static enum rc
value_set(struct law_rule *rule, enum key key, const char *value, struct err *e)
{
	enum rc rc = RC_OK;
	size_t word = 0;

	switch (key) {
	case KEY_FROM:
		return date_parse(value, &rule->from, e);
	case KEY_TO:
		return date_parse(value, &rule->to, e);
	case KEY_LENGTH:
		return duration_parse(value, &rule->length, e);
	case KEY_AMOUNT:
		return money_parse(value, &rule->amount, e);
	case KEY_KIND:
		rc = law_word(value, kind_codes, N_KINDS, &word, e);
		rule->kind = rc == RC_OK ? (enum law_kind)word : LAW_LEGAL;
		return rc;
	case KEY_ROLL:
		rc = law_word(value, roll_codes, N_ROLLS, &word, e);
		rule->roll = rc == RC_OK ? (enum law_roll)word : LAW_ROLL_NONE;
		return rc;
	case KEY_VERIFIED:
		rc = law_word(value, yes_no, 2, &word, e);
		rule->verified = rc == RC_OK && word == 1;
		return rc;
	case KEY_SOURCE:
		law_text_set(&rule->source, value);
		break;
	case KEY_COMPLAINT_BODY:
		law_text_set(&rule->complaint_body, value);
		break;
	case KEY_TEXT_NB:
		law_text_set(&rule->text_nb, value);
		break;
	case KEY_TEXT_NN:
		law_text_set(&rule->text_nn, value);
		break;
	case KEY_START_NB:
		law_text_set(&rule->start_nb, value);
		break;
	case KEY_START_NN:
		law_text_set(&rule->start_nn, value);
		break;
	}
	return RC_OK;
}

static void
take_value(struct reader *r, const struct ini_item *item)
{
	struct err e = ERR_INIT;
	size_t key;

	if (law_word(item->key, key_names, N_KEYS, &key, &e) != RC_OK) {
		lines_add(r->mistakes, _("%s:%d: key %s"), item->file,
		    item->line, e.text);
		return;
	}
	if ((r->entry->given & 1u << key) != 0) {
		lines_add(r->mistakes, _("%s:%d: key '%s' is given twice"),
		    item->file, item->line, item->key);
		return;
	}
	r->entry->given |= 1u << key;
	if (value_set(&r->entry->rule, (enum key)key, item->value, &e) != RC_OK)
		lines_add(r->mistakes, "%s:%d: %s: %s", item->file, item->line,
		    item->key, e.text);
}

static void
take_basis_value(struct reader *r, const struct ini_item *item)
{
	struct err e = ERR_INIT;

	if (bases_take(r->basis, item->key, item->value, &e) != RC_OK)
		lines_add(r->mistakes, "%s:%d: %s: %s", item->file, item->line,
		    item->key, e.text);
}

static void
take_item(void *arg, const struct ini_item *item)
{
	struct reader *r = arg;

	if (item->key == NULL)
		begin_section(r, item);
	else if (r->entry != NULL)
		take_value(r, item);
	else if (r->basis != NULL)
		take_basis_value(r, item);
	else if (item->section[0] == '\0')
		lines_add(r->mistakes,
		    _("%s:%d: key '%s' stands before the "
		      "first [rule ID@VERSION]"),
		    item->file, item->line, item->key);
}

/* One line about RULE, with its place. */
static void
blame(struct reader *r, const struct law_rule *rule, const char *text)
{
	lines_add(r->mistakes, "%s:%d: %s@%s: %s", r->file, rule->line,
	    rule->id, rule->version, text);
}

static void
check_given(struct reader *r, const struct law_entry *entry,
    const enum key *keys, size_t n)
{
	const struct law_rule *rule = &entry->rule;

	for (size_t i = 0; i < n; i++) {
		if ((entry->given & 1u << keys[i]) == 0)
			lines_add(r->mistakes,
			    _("%s:%d: %s@%s: key '%s' is "
			      "missing"),
			    r->file, rule->line, rule->id, rule->version,
			    key_names[keys[i]]);
	}
}

/* What is missing in a rule, or cannot go together. */
static void
check_rule(struct reader *r, struct law_entry *entry)
{
	struct law_rule *rule = &entry->rule;

	check_given(r, entry, required, sizeof(required) / sizeof(*required));
	if (rule->kind == LAW_AMOUNT)
		check_given(r, entry, of_amounts,
		    sizeof(of_amounts) / sizeof(*of_amounts));
	else if (rule->kind != LAW_ACCESS)
		check_given(r, entry, of_periods,
		    sizeof(of_periods) / sizeof(*of_periods));
	if (rule->kind != LAW_AMOUNT && (entry->given & 1u << KEY_AMOUNT) != 0)
		blame(r, rule, _("'amount' is for kind amount"));
	if ((entry->given & 1u << KEY_ROLL) == 0)
		rule->roll = rule->kind == LAW_LEGAL &&
			rule->length.unit != DURATION_HOURS ?
		    LAW_ROLL_WORKING_DAY :
		    LAW_ROLL_NONE;
	if ((rule->kind == LAW_WAITING || rule->kind == LAW_TERM) &&
	    rule->roll != LAW_ROLL_NONE)
		blame(r, rule,
		    _("waiting periods and terms never roll; write "
		      "roll = none"));
	if (rule->kind != LAW_AMOUNT && rule->kind != LAW_ACCESS &&
	    rule->length.unit == DURATION_HOURS &&
	    (rule->roll != LAW_ROLL_NONE || rule->kind != LAW_LEGAL))
		blame(r, rule, _("hours are for kind legal and roll none"));
	if (date_is_set(rule->to) && date_compare(rule->to, rule->from) < 0)
		blame(r, rule, _("ends before it begins"));
}

/* Two versions of a rule, LATER after EARLIER: they must meet exactly. */
static void
check_meeting(struct reader *r, const struct law_rule *earlier,
    const struct law_rule *later)
{
	if (strcmp(earlier->id, later->id) != 0 || !date_is_set(later->from))
		return;
	if (!date_is_set(earlier->to) ||
	    date_compare(earlier->to, later->from) >= 0)
		lines_add(r->mistakes,
		    _("%s:%d: %s@%s: overlaps @%s; that one "
		      "must have 'to' before this one's 'from'"),
		    r->file, later->line, later->id, later->version,
		    earlier->version);
	else if (date_diff(earlier->to, later->from) != 1)
		lines_add(r->mistakes,
		    _("%s:%d: %s@%s: a gap after @%s; "
		      "'from' must be the day after that one's 'to'"),
		    r->file, later->line, later->id, later->version,
		    earlier->version);
}

static int
entry_compare(const void *a, const void *b)
{
	const struct law_entry *x = a, *y = b;
	int order = strcmp(x->rule.id, y->rule.id);

	return order != 0 ? order : date_compare(x->rule.from, y->rule.from);
}

static void
check_all(struct reader *r)
{
	struct law *law = r->law;

	for (size_t i = 0; i < law->n; i++)
		check_rule(r, &law->entries[i]);
	if (law->n > 1)
		qsort(law->entries, law->n, sizeof(*law->entries),
		    entry_compare);
	for (size_t i = 1; i < law->n; i++)
		check_meeting(r, &law->entries[i - 1].rule,
		    &law->entries[i].rule);
	bases_check(law, r->file, r->mistakes);
}

enum rc
law_load_text(const struct ini_text *text, struct lines *mistakes,
    struct law **out, struct err *e)
{
	struct reader r = { .mistakes = mistakes, .file = text->name };
	size_t before = mistakes->n;
	enum rc rc;

	*out = NULL;
	r.law = mem_new(1, sizeof(*r.law));
	if ((rc = ini_read_text(text, take_item, &r, mistakes, e)) != RC_OK)
		goto bad;
	check_all(&r);
	if (mistakes->n == before) {
		*out = r.law;
		return RC_OK;
	}
	rc = err_set(e, RC_CONFIG, "%s", mistakes->line[before]);
bad:
	law_free(r.law);
	return rc;
}

enum rc
law_load(const char *path, struct lines *mistakes, struct law **out,
    struct err *e)
{
	struct ini_text text;
	enum rc rc;

	*out = NULL;
	if ((rc = ini_slurp(path, &text, e)) != RC_OK)
		return rc;
	rc = law_load_text(&text, mistakes, out, e);
	ini_text_fini(&text);
	return rc;
}

void
law_free(struct law *law)
{
	if (law == NULL)
		return;
	for (size_t i = 0; i < law->n; i++)
		rule_fini(&law->entries[i].rule);
	free(law->entries);
	bases_free(law);
	free(law);
}

/* Nothing is called ID: name the nearest. */
static enum rc
unknown(const struct law *law, const char *id, struct err *e)
{
	const char **names = mem_new(law->n + 1, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < law->n; i++)
		names[i] = law->entries[i].rule.id;
	near = ini_nearest(id, names, law->n);
	free(names);
	if (near != NULL)
		return err_set(e, RC_NOTFOUND,
		    _("rule %s: not in law.ini; did you mean %s?"), id, near);
	return err_set(e, RC_NOTFOUND,
	    _("rule %s: not in law.ini; add it there, with its dates"), id);
}

enum rc
law_find(const struct law *law, const char *id, struct date date,
    const struct law_rule **out, struct err *e)
{
	char day[DATE_SIZE];
	bool known = false;

	*out = NULL;
	for (size_t i = 0; i < law->n; i++) {
		const struct law_rule *rule = &law->entries[i].rule;

		if (strcmp(rule->id, id) != 0)
			continue;
		known = true;
		if (date_compare(date, rule->from) >= 0 &&
		    (!date_is_set(rule->to) ||
			date_compare(date, rule->to) <= 0)) {
			*out = rule;
			return RC_OK;
		}
	}
	if (!known)
		return unknown(law, id, e);
	date_format(date, day);
	return err_set(e, RC_NOTFOUND,
	    _("rule %s: not in force on %s; see "
	      "'from' and 'to' in law.ini"),
	    id, day);
}

enum rc
law_amount(const struct law *law, const char *id, struct date date,
    int64_t *ore, struct err *e)
{
	const struct law_rule *rule = NULL;
	enum rc rc;

	if ((rc = law_find(law, id, date, &rule, e)) != RC_OK)
		return rc;
	assert(rule != NULL);
	if (rule->kind != LAW_AMOUNT)
		return err_set(e, RC_NOTFOUND,
		    _("rule %s: is a period, not an amount"), id);
	*ore = rule->amount;
	return RC_OK;
}

const struct law_rule *
law_version(const struct law *law, const char *id, const char *version)
{
	const struct law_rule *rule;

	for (size_t i = 0; i < law->n; i++) {
		rule = &law->entries[i].rule;
		if (strcmp(rule->id, id) == 0 &&
		    strcmp(rule->version, version) == 0)
			return rule;
	}
	return NULL;
}

bool
law_has(const struct law *law, const char *id)
{
	for (size_t i = 0; i < law->n; i++) {
		if (strcmp(law->entries[i].rule.id, id) == 0)
			return true;
	}
	return false;
}

const struct law_rule *
law_at(const struct law *law, size_t i)
{
	return i < law->n ? &law->entries[i].rule : NULL;
}

const char *
law_roll_code(enum law_roll roll)
{
	return roll_codes[roll];
}
