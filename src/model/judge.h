/* judge.h: what the rules found, seen together: severities, acceptances, and which finding is only a part of another. Private to src/model. */
#ifndef ER_MODEL_JUDGE_H
#define ER_MODEL_JUDGE_H

#include <erscope/findings.h>

/*
 * er_judge_covered:
 * @list: of ErFinding, any order
 * Returns: (transfer full): one gboolean per finding: true when a headline says the same and more, so that it is not told
 */
GArray *er_judge_covered(const GArray *list);
/* Raises and lowers severities by tags, independent paths and expired acceptances; @strings keeps the reasons; @as_of "YYYY-MM-DD". */
void er_judge_severity(GArray *list, const ErFlows *flows, const char *as_of, GStringChunk *strings);
/* After the last sorting: puts root causes and notes under their headline. */
void er_judge_headlines(GArray *list, const ErFlows *flows);

#endif
