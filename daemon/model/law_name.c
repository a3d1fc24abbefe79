/*
 * law_name -- what laws are called in the other written language.
 */
#include "model/law_name.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define SOURCE_MAX 4096

/* Longer names before those that they end in. */
static const struct {
	const char *nb, *nn;
} names[] = {
	{ "helse- og omsorgstjenesteloven", "helse- og omsorgstenestelova" },
	{ "pasient- og brukerrettighetsloven", "pasient- og brukarrettslova" },
	{ "boligsosialloven", "bustadsosiallova" },
	{ "sosialtjenesteloven", "sosialtenestelova" },
	{ "forvaltningsloven", "forvaltningslova" },
	{ "helsepersonelloven", "helsepersonellova" },
	{ "kommuneloven", "kommunelova" },
	{ "husleieloven", "husleigelova" },
	{ "integreringsloven", "integreringslova" },
	{ "tolkeloven", "tolkelova" },
	{ "Statsforvalteren", "Statsforvaltaren" },
	{ "tvangsfullbyrdelsesloven", "tvangsfullføringslova" },
	{ "rettsgebyrloven", "rettsgebyrlova" },
	{ "rettsgebyrets størrelse", "storleiken på rettsgebyret" },
	{ "foreldelsesloven", "foreldingslova" },
	{ "folkeregisterforskriften", "folkeregisterforskrifta" },
	{ "eForvaltningsforskriften", "eForvaltningsforskrifta" },
	{ "personvernforordningen", "personvernforordninga" },
	{ "garantivilkårene", "garantivilkåra" },
	{ "slik de lyder fra", "slik dei lyder frå" },
	{ "(angitt frist)", "(oppgitt frist)" },
	{ "kommunens egen rutine", "kommunens eigen rutine" },
	{ "kommunens egne regler for kommunal bolig",
	    "kommunens eigne reglar for kommunal bustad" },
};

/* The name that TEXT begins with, as a row; -1: none. */
static int
name_at(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(text, names[i].nb, strlen(names[i].nb)) == 0)
			return (int)i;
	return -1;
}

char *
law_name(const char *source, enum lang lang)
{
	struct buf out;
	int i;

	if (lang != LANG_NN)
		return mem_text(source);
	buf_init(&out, SOURCE_MAX);
	while (*source != '\0') {
		if ((i = name_at(source)) != -1) {
			(void)buf_add_text(&out, names[i].nn);
			source += strlen(names[i].nb);
		} else {
			(void)buf_add(&out, source++, 1);
		}
	}
	return buf_take(&out);
}
