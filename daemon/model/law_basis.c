/*
 * law_basis -- what municipalities decide by, dated.
 */
#include "model/law_basis.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "model/law_inside.h"

#define AGE_MAX 120

enum key {
	KEY_FROM,
	KEY_TO,
	KEY_SOURCE,
	KEY_COMPLAINT,
	KEY_CONDITIONS_TO,
	KEY_UNDER_AGE,
	KEY_SCOPE,
	KEY_TEXT_NB,
	KEY_TEXT_NN
};
#define N_KEYS (KEY_TEXT_NN + 1)

static const char *const key_names[N_KEYS] = { [KEY_FROM] = "from",
	[KEY_TO] = "to",
	[KEY_SOURCE] = "source",
	[KEY_COMPLAINT] = "complaint",
	[KEY_CONDITIONS_TO] = "conditions_to",
	[KEY_UNDER_AGE] = "under_age",
	[KEY_SCOPE] = "scope",
	[KEY_TEXT_NB] = "text_nb",
	[KEY_TEXT_NN] = "text_nn" };

static const enum key required[] = { KEY_FROM, KEY_SOURCE, KEY_TEXT_NB,
	KEY_TEXT_NN };

struct basis_entry *
bases_find(struct law *law, const char *id, size_t id_len, const char *version)
{
	const struct law_basis *b;
	size_t i;

	for (i = 0; i < law->n_bases; i++) {
		b = &law->bases[i].basis;
		if (strlen(b->id) == id_len &&
		    strncmp(b->id, id, id_len) == 0 &&
		    strcmp(b->version, version) == 0)
			return &law->bases[i];
	}
	return NULL;
}

struct basis_entry *
bases_add(struct law *law, const char *id, size_t id_len, const char *version,
    int line)
{
	struct basis_entry *b;

	law->bases =
	    mem_grow(law->bases, law->n_bases + 1, sizeof(*law->bases));
	b = &law->bases[law->n_bases++];
	memset(b, 0, sizeof(*b));
	b->basis.id = mem_text_n(id, id_len);
	b->basis.version = mem_text(version);
	b->basis.from = b->basis.to = DATE_NONE;
	b->basis.line = line;
	law_text_set(&b->basis.complaint, "");
	law_text_set(&b->basis.conditions_to, "");
	law_text_set(&b->basis.scope, "housing");
	return b;
}

static enum rc
set_age(struct law_basis *b, const char *value, struct err *e)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (end == value || *end != '\0' || n < 1 || n > AGE_MAX)
		return err_set(e, RC_CONFIG, _("'%s' is no age in years"),
		    value);
	b->under_age = (int32_t)n;
	return RC_OK;
}

static enum rc
set_value(struct law_basis *b, enum key key, const char *value, struct err *e)
{
	switch (key) {
	case KEY_FROM:
		return date_parse(value, &b->from, e);
	case KEY_TO:
		return date_parse(value, &b->to, e);
	case KEY_UNDER_AGE:
		return set_age(b, value, e);
	case KEY_SOURCE:
		law_text_set(&b->source, value);
		break;
	case KEY_COMPLAINT:
		law_text_set(&b->complaint, value);
		break;
	case KEY_CONDITIONS_TO:
		law_text_set(&b->conditions_to, value);
		break;
	case KEY_SCOPE:
		law_text_set(&b->scope, value);
		break;
	case KEY_TEXT_NB:
		law_text_set(&b->text_nb, value);
		break;
	case KEY_TEXT_NN:
		law_text_set(&b->text_nn, value);
		break;
	}
	return RC_OK;
}

enum rc
bases_take(struct basis_entry *b, const char *key, const char *value,
    struct err *e)
{
	size_t k;
	enum rc rc;

	if ((rc = law_word(key, key_names, N_KEYS, &k, e)) != RC_OK)
		return rc;
	if ((b->given & 1u << k) != 0)
		return err_set(e, RC_CONFIG, _("'%s' is given twice"), key);
	b->given |= 1u << k;
	return set_value(&b->basis, (enum key)k, value, e);
}

/* The word at *P, up to the next blank; *P moves on.  False at the end. */
static bool
next_word(const char **p, const char **word, size_t *len)
{
	*p += strspn(*p, " ,");
	*word = *p;
	*len = strcspn(*p, " ,");
	*p += *len;
	return *len > 0;
}

bool
law_basis_is_ground(const struct law_basis *b, const char *id)
{
	const char *p = b->conditions_to, *word;
	size_t len;

	while (next_word(&p, &word, &len))
		if (strlen(id) == len && strncmp(word, id, len) == 0)
			return true;
	return false;
}

/* Is there a basis of that name at all? */
static bool
has(const struct law *law, const char *id, size_t len)
{
	size_t i;

	for (i = 0; i < law->n_bases; i++)
		if (strlen(law->bases[i].basis.id) == len &&
		    strncmp(law->bases[i].basis.id, id, len) == 0)
			return true;
	return false;
}

static void
check_one(const struct law *law, const struct basis_entry *entry,
    const char *file, struct lines *mistakes)
{
	const struct law_basis *b = &entry->basis;
	const char *p = b->conditions_to, *word;
	size_t i, len;

	for (i = 0; i < sizeof(required) / sizeof(*required); i++)
		if ((entry->given & 1u << required[i]) == 0)
			lines_add(mistakes,
			    _("%s:%d: %s@%s: key '%s' is missing"), file,
			    b->line, b->id, b->version, key_names[required[i]]);
	if (b->complaint[0] != '\0' && !law_has(law, b->complaint))
		lines_add(mistakes,
		    _("%s:%d: %s@%s: complaint: no [rule %s@...]"), file,
		    b->line, b->id, b->version, b->complaint);
	while (next_word(&p, &word, &len))
		if (!has(law, word, len))
			lines_add(mistakes,
			    _("%s:%d: %s@%s: conditions_to: no "
			      "[basis %.*s@...]"),
			    file, b->line, b->id, b->version, (int)len, word);
	if (date_is_set(b->to) && date_compare(b->to, b->from) < 0)
		lines_add(mistakes, _("%s:%d: %s@%s: ends before it begins"),
		    file, b->line, b->id, b->version);
}

static void
check_meeting(const struct law_basis *earlier, const struct law_basis *later,
    const char *file, struct lines *mistakes)
{
	if (strcmp(earlier->id, later->id) != 0 || !date_is_set(later->from))
		return;
	if (!date_is_set(earlier->to) ||
	    date_diff(earlier->to, later->from) != 1)
		lines_add(mistakes,
		    _("%s:%d: %s@%s: 'from' must be the day after the 'to' of "
		      "@%s"),
		    file, later->line, later->id, later->version,
		    earlier->version);
}

static int
compare(const void *a, const void *b)
{
	const struct basis_entry *x = a, *y = b;
	int order = strcmp(x->basis.id, y->basis.id);

	return order != 0 ? order : date_compare(x->basis.from, y->basis.from);
}

void
bases_check(struct law *law, const char *file, struct lines *mistakes)
{
	size_t i;

	if (law->n_bases > 1)
		qsort(law->bases, law->n_bases, sizeof(*law->bases), compare);
	for (i = 0; i < law->n_bases; i++)
		check_one(law, &law->bases[i], file, mistakes);
	for (i = 1; i < law->n_bases; i++)
		check_meeting(&law->bases[i - 1].basis, &law->bases[i].basis,
		    file, mistakes);
}

void
bases_free(struct law *law)
{
	struct law_basis *b;
	size_t i;

	for (i = 0; i < law->n_bases; i++) {
		b = &law->bases[i].basis;
		free(b->id);
		free(b->version);
		free(b->source);
		free(b->complaint);
		free(b->conditions_to);
		free(b->scope);
		free(b->text_nb);
		free(b->text_nn);
	}
	free(law->bases);
}

static enum rc
unknown(const struct law *law, const char *id, struct err *e)
{
	const char **names = mem_new(law->n_bases + 1, sizeof(*names));
	const char *near;
	size_t i;

	for (i = 0; i < law->n_bases; i++)
		names[i] = law->bases[i].basis.id;
	near = ini_nearest(id, names, law->n_bases);
	free(names);
	if (near != NULL)
		return err_set(e, RC_NOTFOUND,
		    _("basis %s: not a basis of decisions; did you mean %s?"),
		    id, near);
	return err_set(e, RC_NOTFOUND,
	    _("basis %s: not a basis of decisions; law.ini has them"), id);
}

enum rc
law_basis_find(const struct law *law, const char *id, struct date date,
    const struct law_basis **out, struct err *e)
{
	const struct law_basis *b;
	char day[DATE_SIZE];
	bool known = false;
	size_t i;

	*out = NULL;
	for (i = 0; i < law->n_bases; i++) {
		b = &law->bases[i].basis;
		if (strcmp(b->id, id) != 0)
			continue;
		known = true;
		if (date_compare(date, b->from) < 0 ||
		    (date_is_set(b->to) && date_compare(date, b->to) > 0))
			continue;
		*out = b;
		return RC_OK;
	}
	if (!known)
		return unknown(law, id, e);
	date_format(date, day);
	return err_set(e, RC_NOTFOUND,
	    _("basis %s: not in force on %s; see 'from' and 'to' in law.ini"),
	    id, day);
}

const struct law_basis *
law_basis_version(const struct law *law, const char *id, const char *version)
{
	const struct law_basis *b;
	size_t i;

	for (i = 0; i < law->n_bases; i++) {
		b = &law->bases[i].basis;
		if (strcmp(b->id, id) == 0 && strcmp(b->version, version) == 0)
			return b;
	}
	return NULL;
}

const struct law_basis *
law_basis_at(const struct law *law, size_t i)
{
	return i < law->n_bases ? &law->bases[i].basis : NULL;
}
