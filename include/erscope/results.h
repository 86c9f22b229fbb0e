/*
 * results.h: the results document: everything erscope worked out, as one JSON text (version 1).
 *
 * In: flows, findings and the diagnostics of the run. Out: JSON in a fixed field order, arrays sorted by id unless order means
 * something, shapes that never depend on counts, numbers without locale, no secret. `inputs` and every `origin` describe the
 * files as given; all else is the same bytes for any order of the same resources.
 * Its JSON Schema is src/report/results.schema.json, which er_results_schema() hands out.
 */
#ifndef ERSCOPE_RESULTS_H
#define ERSCOPE_RESULTS_H

#include "findings.h"
#include "scenarios.h"

#define ER_TOOL_VERSION ER_VERSION

/**
 * er_results_json:
 * @flows, @findings: of one run
 * @events: (nullable): what may happen, worked out under "scenarios"; none: an empty array
 * @as_of: "YYYY-MM-DD"
 * @diags: finished
 * Returns: (transfer full): the document, ending in a newline
 */
GString *er_results_json(const ErFlows *flows, const ErFindings *findings, const ErEvents *events, const char *as_of, const ErDiags *diags);

/* The JSON Schema (draft 2020-12) of the document. (transfer full) */
GString *er_results_schema(void);
/* The XSD of ARM resources in XML, an element per property, as inventories are read. (transfer full) */
GString *er_arm_xml_schema(void);

#endif
