/*
 * i18n -- the program's own texts in the reader's language, by gettext.
 *
 * Texts in the code are English and wrapped in _(); in static tables they are
 * marked by N_() and looked up with _() where they are shown.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define _(text) gettext(text)
#define N_(text) text

/*
 * Speak LANGUAGE ("nb", "nn", "en"; NULL: what the environment says) from now
 * on.  May be called again.  The locale is C.UTF-8, which every machine has;
 * the catalogues come from BOFLYT_LOCALEDIR of the environment or else of the
 * build.
 */
void i18n_init(const char *language);

/* Is Norwegian spoken now, in one of its forms? */
bool i18n_is_norwegian(void);

/*
 * Speak LANGUAGE, and read its catalogues and those that it falls back on now:
 * after a lock-down they could not be.
 */
void i18n_read_ahead(const char *language);

#endif
