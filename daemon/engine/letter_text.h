/*
 * letter_text -- what a letter says, written and frozen in the step that asks
 * for it.
 *
 * The definition has the templates, letters/NAME.nb.txt and NAME.nn.txt
 * (model/template.h); the one in the receiver's language is filled, and its
 * text goes into the outbox with the letter.  What is printed later, and in the
 * archive, is that text.
 */
#ifndef ENGINE_LETTER_TEXT_H
#define ENGINE_LETTER_TEXT_H

#include <jansson.h>

#include "base/err.h"
#include "engine/folder.h"
#include "model/definition.h"
#include "model/template.h"
#include "model/text.h"

struct bf_call;
struct step;

/*
 * The written language of the person of PAYLOAD, or else the municipality's.
 * *OUT is the latter on an error too.
 */
enum rc letter_language(const struct bf_call *c, const json_t *payload,
    enum lang *out, struct err *e);

/*
 * Add `title`, `text`, `language` and `written` (the day) to PAYLOAD, which
 * letter_address has gone over.  A template that the definition does not have is
 * looked for among the letters of the plugin that it is named after, which says
 * `fields` too.  A payload with a text of its own, or whose template is nowhere,
 * stays as it is; without a text it fails when it is to be sent.  A plugin is
 * told at once that there is no such template (RC_NOTFOUND).  RC_SCRIPT: the
 * template is not right.
 * E_LETTER_INCOMPLETE: it would lack what the law asks for.  E_LETTER_WORDS:
 * words that belong in no letter.
 */
enum rc letter_write(struct step *st, json_t *payload, struct err *e);

/* What a letter of KIND to whom PAYLOAD names may say, in LANG (new). */
enum rc letter_data(struct step *st, const char *kind, const json_t *payload,
    enum lang lang, json_t **out, struct err *e);

/*
 * Check every letter of a definition: each mistake is a note, and RC_INVALID.
 * Both languages must be there.
 */
enum rc
letters_check(const struct folder *f, struct def_notes *notes, struct err *e);

#endif
