/*
 * i18n -- bind the catalogue; the locale itself stays C.UTF-8.
 *
 * gettext is silent in the locale "C", and nb_NO.UTF-8 is absent on a fresh
 * machine; C.UTF-8 is always there and lets LANGUAGE choose.
 */
#include "base/i18n.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* The language that the environment asks for, by gettext's own precedence. */
static const char *
language_of_environment(void)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL",
		"LC_MESSAGES", "LANG" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return value;
	}
	return "en";
}

void
i18n_init(const char *language)
{
	const char *dir = getenv("BOFLYT_LOCALEDIR");
	char *wanted;

	if (language == NULL)
		language = language_of_environment();
	/* What is not there in nynorsk is better in bokmål than in English. */
	if (strncmp(language, "nn", 2) == 0 && strchr(language, ':') == NULL)
		language = "nn:nb";
	/* setenv may free what getenv gave. */
	wanted = strdup(language);
	if (wanted != NULL)
		(void)setenv("LANGUAGE", wanted, 1);
	free(wanted);
	(void)setlocale(LC_ALL, "C.UTF-8");
	(void)bindtextdomain("boflyt",
	    dir != NULL && dir[0] != '\0' ? dir : BOFLYT_LOCALEDIR);
	(void)bind_textdomain_codeset("boflyt", "UTF-8");
	(void)textdomain("boflyt");
}

bool
i18n_is_norwegian(void)
{
	const char *spoken = language_of_environment();

	return strncmp(spoken, "nb", 2) == 0 || strncmp(spoken, "nn", 2) == 0 ||
	    strncmp(spoken, "no", 2) == 0;
}

void
i18n_read_ahead(const char *language)
{
	/* One that no catalogue has makes gettext look into all of them. */
	static const char *const texts[] = { "", "\001" };

	i18n_init(language);
	(void)gettext(texts[0]);
	(void)gettext(texts[1]);
	(void)strerror(EACCES);
}
