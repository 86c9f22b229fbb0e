/* document_out.h: the parts of the report as XML that stand in files of their own. Private to src/report. */
#ifndef ER_REPORT_DOCUMENT_OUT_H
#define ER_REPORT_DOCUMENT_OUT_H

#include "json_out.h"

#include <erscope/document.h>

/*
 * As er_document_xml(), for our own templates: without indentation, which they would pass over; @whole: with all of the results document, which
 * of a large estate is most of it, and of which our HTML needs little.
 */
GString *er_document_xml_dense(const ErDocument *document, bool whole);

/* Words of the frame that templates use, in order; NULL behind the last. */
typedef struct { const char *id, *english; } ErFrameWord;
const ErFrameWord *er_frame_word(uint32_t i);

/* A field with all that @texts holds, an item each. */
void er_document_texts(ErJsonOut *xml, const char *key, const GPtrArray *texts);
void er_document_findings(ErJsonOut *xml, const ErDocument *document);
void er_document_flows(ErJsonOut *xml, const ErDocument *document);
void er_document_inventory(ErJsonOut *xml, const ErDocument *document);
void er_document_scenarios(ErJsonOut *xml, const ErDocument *document);
/* The title that was given, or one from the names of the inputs. (transfer full) */
char *er_document_title(const ErDocument *document);

#endif
