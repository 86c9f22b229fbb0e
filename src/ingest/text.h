/* text.h: the JSON values of a text as tools really write it. Private to src/ingest. */
#ifndef ER_INGEST_TEXT_H
#define ER_INGEST_TEXT_H

#include "json.h"

typedef struct {
	GArray *roots;             /* of ErValue, in the order of the text */
	ErJsonResult result;       /* of the first thing that went wrong; status OK: nothing did */
	bool failed;               /* nothing can be used: result tells why */
	uint32_t lenient_line;     /* first place that only a template may have; 0: none */
	uint32_t duplicate_line;   /* first member name that came twice in an object; 0: none */
	uint32_t noise_lines, noise_line; /* lines that are no JSON, before or between the values; the first of them */
	bool coloured;             /* escapes for colours were taken out: columns are those without them */
	bool cleaned;              /* strings held control characters, replaced by U+FFFD */
	uint32_t repaired_line, repaired_column; /* first broken UTF-8, replaced by U+FFFD; 0: none */
} ErTexts;

/**
 * er_texts_parse:
 * @options: secret, source and bounds; whether to be lenient is decided here
 *
 * Strict JSON first. What fails is tried again as what it may be: several values in a row or one per line, lines of a log before them,
 * escapes for colours, a template with comments, a text cut off inside its list. Time is linear: no stretch is read more than a
 * fixed number of times.
 */
void er_texts_parse(const char *text, size_t length, const ErJsonOptions *options, ErArena *arena, ErTexts *out);
void er_texts_clear(ErTexts *texts);

#endif
