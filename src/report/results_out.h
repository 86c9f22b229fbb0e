/* results_out.h: the parts of the results document that stand in files of their own. Private to src/report. */
#ifndef ER_REPORT_RESULTS_OUT_H
#define ER_REPORT_RESULTS_OUT_H

#include "json_out.h"

#include <erscope/formats.h>
#include <erscope/scenarios.h>

/* The whole document, as the value of @key. */
void er_results_write(ErJsonOut *json, const char *key, const ErReport *report, const ErEvents *events);
/* Without what the XML of a report tells in words: components, flows, scenarios, findings, indices. */
void er_results_write_frame(ErJsonOut *json, const char *key, const ErReport *report);
/* "scenarios": one row per event and step; @events NULL: none. */
void er_results_scenarios(ErJsonOut *json, const ErFlows *flows, const ErEvents *events);

#endif
