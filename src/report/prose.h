/* prose.h: how the words_*.c write: wrapped lines, names with their kinds. Private to src/report. */
#ifndef ER_REPORT_PROSE_H
#define ER_REPORT_PROSE_H

#include <erscope/words.h>

enum { ER_PROSE_COLUMNS = 100 };

void er_prose_put_words(GString *out, size_t indent, size_t used, const char *text);
/* "  - text", wrapped below the text. */
void er_prose_put_item(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "  label     text", wrapped below the text. */
void er_prose_put(GString *out, size_t indent, const char *label, const char *format, ...) G_GNUC_PRINTF(4, 5);
const char *er_prose_plural(uint32_t n, const char *one, const char *many);
const char *er_prose_paint(ErSeverity severity, bool colour);
const ErComponent *er_prose_vnet_of(const ErNetwork *net, uint32_t vnet);
const ErComponent *er_prose_site_of(const ErNetwork *net, uint32_t site);
/* "circuit er-london", "MSEE primary of er-london": a name alone does not tell what it is. */
void er_prose_add_component(GString *out, const ErNetwork *net, uint32_t index);
void er_prose_add_element(GString *out, const ErFlows *flows, const ErFlow *flow, uint32_t element);
/* Lost only when somebody deletes it; redundant inside (model: severity info). */
bool er_prose_only_by_deletion(const ErFlows *flows, const ErFlow *flow, uint32_t element);
/* "er-paris, primary link", with the WAN where it enters at another site; brief: "er-paris primary". (transfer full) */
char *er_prose_path_name(const ErNetwork *net, const ErPath *path, bool brief);
/* A name for an id: as the user spells it; of a child of a circuit with the circuit; of a derived part with its side. */
char *er_prose_name_of_id(const ErNetwork *net, const char *id);

/* ---- flows ---- */

/* The cuts of size two by leg, a text each. (transfer full) (element-type utf8) */
GPtrArray *er_prose_pairs(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class);
/* The two paths that share least, and what they share. (transfer full) */
char *er_prose_redundancy(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class);
void er_prose_add_hop(GString *out, const ErFlows *flows, const ErFlow *flow, const ErPath *path, uint32_t element);
bool er_prose_crosses_gateway(const ErFlows *flows, const ErFlow *flow, const ErPath *path);
/* What @path needs and does not cross: that of every path (@common) or its own. */
void er_prose_add_requirements(GString *out, const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, const ErPath *path, bool common);
/* "50 %", "standby 1". (transfer full) */
char *er_prose_use(const ErPath *path);
/* "through the gateway", "DOWN" … */
const char *er_prose_way_of(const ErFlowClass *class, const ErFlows *flows, const ErFlow *flow);
/* What the @i-th asymmetry is. (transfer full) */
char *er_prose_asymmetry(const ErFlows *flows, const ErFlowClass *class, uint32_t i);
/* What the @i-th cut of a class is called: a single point of failure, lost only when deleted, assumed and so no verdict, more than one part. */
typedef enum { ER_CUT_SINGLE, ER_CUT_DELETION, ER_CUT_UNVERIFIED, ER_CUT_PAIR } ErCutWords;
ErCutWords er_prose_cut_words_of(const ErFlows *flows, const ErFlow *flow, const ErFlowClass *class, uint32_t i);

/* ---- failures ---- */

/* What fails, by name where it is a handful. (transfer full) */
char *er_prose_event_target(const ErFlows *flows, const ErEvent *event);
/* What er_words_event() tells of its steps, a text per line. (transfer full) (element-type utf8) */
GPtrArray *er_prose_event_lines(const ErFlows *flows, const ErEvent *event, const ErImpacts *impacts);
/* Flows down, and losing a part, in the worst step. */
void er_prose_count_flows(const ErFlows *flows, const ErImpacts *impacts, uint32_t *down, uint32_t *losing);

/* ---- findings ---- */

/* Sums over the flows that a gateway could serve, per direction, and over the findings. */
typedef struct {
	uint32_t served[2], up[2], unserved_vnets;
	uint32_t by[ER_SEV_CRITICAL + 1], accepted[ER_SEV_CRITICAL + 1], one_way[2];
	uint32_t unknown, unknown_high;
	bool unknown_failure;      /* one of the open questions is whether something is a single point of failure */
} ErSums;

ErSums er_prose_sums(const ErFindings *findings, const ErFlows *flows);
/* The verdict without the word: "not resilient. 2 high findings. Worst: …" (transfer full) */
char *er_prose_verdict(const ErFindings *findings, const ErFlows *flows, const ErSums *sums);
/* The same as a sentence of its own. (transfer full) */
char *er_prose_statement(const ErFindings *findings, const ErFlows *flows, const ErSums *sums);
/* Counted in the verdict: fails, is not accepted, and is no part of another finding. */
bool er_prose_is_headline(const ErFinding *finding);
/* Something that is lost only when somebody deletes it. */
bool er_prose_is_deletion(const ErFlows *flows, const ErFinding *finding);
/* An open question that the verdict does not rest on: neither a single point of failure nor whether a circuit works at all. */
bool er_prose_is_minor_question(const ErFinding *finding);
/* "London ↔ vnet-a, vnet-b and 3 more; both directions"; "" when it hits no flow. (transfer full) */
char *er_prose_hits(const ErFlows *flows, const ErFinding *finding);
/* A text for each piece of evidence. (transfer full) (element-type utf8) */
GPtrArray *er_prose_evidence(const ErFlows *flows, const ErFinding *finding);

#endif
