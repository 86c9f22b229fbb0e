/* pdf_out.h: the parts of the report on paper, and what they refer to of each other. Private to src/report. */
#ifndef ER_REPORT_PDF_OUT_H
#define ER_REPORT_PDF_OUT_H

#include "document_out.h"

#include <erscope/pages.h>

typedef struct {
	const ErDocument *document;
	const ErFlows *flows;
	const ErNetwork *net;
	const ErFindings *findings;
	ErPages *pages;
	uint32_t *numbers;         /* per finding: "F<number>" in this report; 0: none */
	GPtrArray *of_part;        /* per component: GArray of numbers of findings about it; NULL: none */
	GPtrArray *of_class;       /* per flow class, that of its pair: likewise */
	GPtrArray *on_sheet;       /* per sheet: GHashTable, set of the ids of its boxes; only looked up */
} ErPaperReport;

/* The class that tells of @class and its other direction. */
uint32_t er_paper_pair(const ErFlows *flows, uint32_t class);
/* The part of the inventory that a component belongs to. */
uint32_t er_paper_part(const ErNetwork *net, uint32_t component);
void er_paper_run(ErPaperReport *report, const char *text);
const char *er_paper_severity_word(ErSeverity severity);
ErSign er_paper_severity_sign(ErSeverity severity);
void er_paper_severity_cell(ErPaperReport *report, ErSeverity severity);
/* A name that leads to its row of the inventory. */
void er_paper_part_link(ErPaperReport *report, uint32_t component, const char *text);
/* "F1, F3", each a link. */
void er_paper_finding_links(ErPaperReport *report, const GArray *numbers);
/* A row of er_pages_facts(): the label stands, the text is open. */
void er_paper_fact(ErPaperReport *report, const char *label);
void er_paper_fact_text(ErPaperReport *report, const char *label, const char *text);
/* A cell with a text; "–" where there is none. */
void er_paper_cell(ErPaperReport *report, const char *text);

void er_paper_findings(ErPaperReport *report);
void er_paper_flows(ErPaperReport *report);
void er_paper_scenarios(ErPaperReport *report);
void er_paper_inventory(ErPaperReport *report);
void er_paper_input(ErPaperReport *report);

#endif
