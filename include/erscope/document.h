/*
 * document.h: the report: one document about an estate that people hand on: HTML, PDF, Markdown, text, or a form of the user's own.
 *
 * In: everything that one run worked out. Out: bytes. The same facts as the results document, and the same bytes for the same input.
 * All forms but PDF are made by an XSLT template over the report as XML (`erscope schema report`): ours in templates/, or the user's, which
 * reads no file, reaches no network and ends within bounds.
 */
#ifndef ERSCOPE_DOCUMENT_H
#define ERSCOPE_DOCUMENT_H

#include "draw.h"
#include "findings.h"
#include "resiliency.h"
#include "scenarios.h"

/* What a report is made of; everything is borrowed. */
typedef struct {
	const ErFlows *flows;
	const ErFindings *findings;
	const ErEvents *events;    /* scenarios that the report tells; NULL: none */
	const ErDiags *diags;      /* finished */
	const ErDrawing *drawing;  /* sheets, the overview first; NULL: without pictures */
	const char *as_of;         /* "YYYY-MM-DD" */
	const char *const *picture_files; /* per sheet: file name beside the document; NULL: pictures stand within */
	/* The frame, in the language of er_lang_set(); each may be NULL. */
	const char *title;         /* NULL: made from the names of the inputs */
	const char *author, *version, *confidentiality;
	const char *logo;          /* data: URI of a PNG or SVG */
	const char *const *params; /* NAME, VALUE, … for the template; NULL at the end */
} ErDocument;

/**
 * er_document_xml:
 * Returns: (transfer full): the report as XML, UTF-8, after src/report/report.xsd
 */
GString *er_document_xml(const ErDocument *document);

/* The XSD of that XML. (transfer full) */
GString *er_document_schema(void);

/* Names of our templates: "html", "markdown", "text", "change-request"; NULL at the end. */
const char *const *er_document_templates(void);

/**
 * er_document_apply:
 * @template: one of er_document_templates(), or the path of an XSLT 1.0 file
 * @ending: (out): of a file with it: "html", "md", "txt" or "xml", by the output method and media type that the template names
 * Returns: (transfer full): what the template makes of the report; NULL with @error, which says what was refused or went wrong, and where
 */
GString *er_document_apply(const ErDocument *document, const char *template, const char **ending, GError **error);

/**
 * er_document_pdf: title page, contents, outline, pictures as vectors, tables, page numbers; tagged. Appends to @out.
 */
bool er_document_pdf(const ErDocument *document, GByteArray *out, GError **error);

#endif
