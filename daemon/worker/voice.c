/*
 * voice -- the language that the worker speaks; see voice.h.
 */
#include "worker/voice.h"

#include <stddef.h>
#include <string.h>

#include "base/config.h"
#include "base/i18n.h"
#include "base/log.h"

void
voice_prepare(void)
{
	static const char *const languages[] = { "nn", "nb" };
	size_t i;

	for (i = 0; i < 2; i++) {
		i18n_init(languages[i]);
		/* Looking one text up reads the catalogue. */
		(void)gettext("");
	}
}

void
voice_set(const struct config *daemon, const char *language)
{
	const char *level = config_text(daemon, "log", "level");
	int i;

	i18n_init(language);
	for (i = 0; log_levels[i] != NULL; i++)
		if (strcmp(level, log_levels[i]) == 0)
			log_set_level((enum log_level)i);
}
