/*
 * formats.h: the findings for other programs: code scanning, test reports, monitoring, spreadsheets, pipelines.
 *
 * In: what er_results_json() takes. Out: UTF-8 text, the same bytes for the same input; each format in a file of its own. What is not
 * known is never written as passed: it is open, skipped, or a notice, with the missing input. Names of resources and files are data in
 * every format: none can end a field, start a command or a formula, or break the markup.
 */
#ifndef ERSCOPE_FORMATS_H
#define ERSCOPE_FORMATS_H

#include "baseline.h"
#include "findings.h"

/* ---- against an earlier run ---- */

typedef struct ErComparison ErComparison;

/**
 * er_comparison_new:
 * @findings, @baseline: borrowed; must outlive the comparison
 * @selection: (nullable): the one that made @findings; what it leaves out counts as neither new nor gone
 *
 * A finding is unchanged when the baseline has one of the same fingerprint and result; an open question that has become a failure is new.
 * A finding of the baseline is fixed when none of its fingerprint is left.
 */
ErComparison *er_comparison_new(const ErFindings *findings, const ErBaseline *baseline, const ErSelection *selection);
void er_comparison_free(ErComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErComparison, er_comparison_free)
bool er_comparison_is_new(const ErComparison *comparison, uint32_t finding);
uint32_t er_comparison_n_new(const ErComparison *comparison);   /* failures and open questions */
uint32_t er_comparison_n_fixed(const ErComparison *comparison);
const ErEarlier *er_comparison_fixed(const ErComparison *comparison, uint32_t i);
const char *er_comparison_as_of(const ErComparison *comparison);

/* ---- formats ---- */

typedef struct {
	const ErFlows *flows;
	const ErFindings *findings;
	const ErComparison *since;   /* NULL: no baseline */
	const ErDiags *diags;        /* finished */
	const char *as_of;           /* "YYYY-MM-DD" */
} ErReport;

/**
 * er_report_text:
 * @colour: ANSI colours for severities
 * @fail_on: the caller's threshold; another one than high is told with the number of findings that reach it
 * Returns: (transfer full): verdict, findings by severity with evidence, blast radius per direction, remedy and source; what is
 * unknown and which input would decide it; flows that are down; assumptions; the ledger; against a baseline what is new and what is fixed
 */
GString *er_report_text(const ErReport *report, ErSeverity fail_on, bool colour);
/**
 * er_report_brief:
 * Returns: (transfer full): the verdict on one screen, about 12 lines: its sentences, one line per finding of severity high and
 * above while there is room, the rest counted
 */
GString *er_report_brief(const ErReport *report, ErSeverity fail_on, bool colour);

/* All return a text of the caller's. (transfer full) */
typedef GString *(*ErFormat)(const ErReport *report);
/* The results document (results.h); against a baseline the state of each finding, and "fixed". */
GString *er_report_json(const ErReport *report);
/* SARIF 2.1.0 (OASIS): all rules of the table; against a baseline with baselineState. */
GString *er_report_sarif(const ErReport *report);
/* JUnit XML: a suite per rule family, a case per finding or rule without one; what the baseline has already is skipped. */
GString *er_report_junit(const ErReport *report);
/* OpenMetrics text, as the textfile collector of node_exporter takes it. */
GString *er_report_openmetrics(const ErReport *report);
/* RFC 4180, a row per finding; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
GString *er_report_csv(const ErReport *report);
/* Workflow commands of GitHub Actions, a line per finding; of those that the baseline has already, none. */
GString *er_report_github(const ErReport *report);
/* Logging commands of Azure Pipelines; likewise. */
GString *er_report_azure(const ErReport *report);

#endif
