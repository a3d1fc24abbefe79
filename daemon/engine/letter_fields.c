/*
 * letter_fields -- what a plugin gives a letter to say, as people write it.
 */
#include "engine/letter_fields.h"

#include "model/date.h"
#include "model/money.h"

static json_t *spell(const json_t *value, enum lang lang);

static json_t *
spell_date(const json_t *value, enum lang lang)
{
	const char *text = json_string_value(value);
	char words[DATE_WORDS_SIZE];
	struct date d = DATE_NONE;

	if (text == NULL || date_parse(text, &d, NULL) != RC_OK ||
	    !date_is_set(d))
		return json_null();
	date_words(d, lang, words);
	return json_string(words);
}

static json_t *
spell_money(const json_t *value)
{
	char text[MONEY_SIZE];

	if (!json_is_integer(value))
		return json_null();
	money_format(json_integer_value(value), text);
	return json_string(text);
}

static json_t *
spell_list(const json_t *list, enum lang lang)
{
	json_t *out = json_array();
	const json_t *one;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)list, i, one)
		json_array_append_new(out, spell(one, lang));
	return out;
}

/* VALUE as it stands in a letter (new). */
static json_t *
spell(const json_t *value, enum lang lang)
{
	const json_t *date = json_object_get(value, "date");
	const json_t *money = json_object_get(value, "money");
	json_t *out;

	if (json_is_array(value))
		return spell_list(value, lang);
	if (!json_is_object(value))
		return json_incref((json_t *)(uintptr_t)value);
	if (json_object_size(value) == 1 && date != NULL)
		return spell_date(date, lang);
	if (json_object_size(value) == 1 && money != NULL)
		return spell_money(money);
	out = json_object();
	letter_fields_add(out, value, lang);
	return out;
}

void
letter_fields_add(json_t *data, const json_t *fields, enum lang lang)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)fields, name, value)
		if (json_object_get(data, name) == NULL)
			json_object_set_new(data, name, spell(value, lang));
}
