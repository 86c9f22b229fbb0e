/* flow_build.h: flows while they are being worked out. Private to src/model. */
#ifndef ER_MODEL_FLOW_BUILD_H
#define ER_MODEL_FLOW_BUILD_H

#include <erscope/flows.h>

struct ErFlows {
	const ErNetwork *net;
	uint32_t depth;
	GStringChunk *strings;
	GPtrArray *arrays;       /* memory of every array handed out */
	GArray *flows;           /* of ErFlow, sorted by id */
	GArray *classes;         /* of ErFlowClass */
	GHashTable *by_pair;     /* "site vnet direction" → flow index + 1 */
};

/* What all flows of a class have in common; its text is the class key. */
typedef struct {
	uint32_t site;
	uint32_t vnet;           /* of the first flow; stands for all */
	uint32_t hub_vnet, hub;  /* where the gateways are; ER_NONE */
	uint32_t attachment;     /* of the first flow; ER_NONE: the VNet holds the gateway */
	bool reachable;          /* some gateway could serve it */
	bool same_region;        /* spoke and gateway */
	const char *blocked;     /* why the attachment does not carry; "" when it does */
} ErTreatment;

/* Does the gateway stand where the VNet's way leads? */
bool er_treatment_serves(const ErTreatment *treatment, const ErGateway *gateway);

/* Key of ErFlows.by_pair. (transfer full) */
char *er_flows_pair_key(uint32_t site, uint32_t vnet, ErDirection direction);

/* A copy of @n elements that lives as long as the flows. */
void *er_flows_keep(ErFlows *flows, const void *data, size_t size);

const char *er_flows_printf(ErFlows *flows, const char *format, ...) G_GNUC_PRINTF(2, 3);

enum { ER_MOST_EQUAL_CIRCUITS = 4 };

/* rank.c: order of two ranks. */
int er_rank_compare(const uint32_t *a, const uint32_t *b);

/* fastpath.c: does a packet towards Azure pass the gateway by? @reason: (out): one sentence, interned. */
bool er_fastpath_allowed(ErFlows *flows, const ErTreatment *treatment, const ErConnection *connection, const char **reason);

/* paths.c: the paths of a treatment in one direction, with what is excluded. */
void er_paths_build(ErFlows *flows, const ErTreatment *treatment, ErDirection direction, ErFlowClass *class);

/* cuts.c: minimal cut sets of a class. */
void er_cuts_build(ErFlows *flows, ErFlowClass *class, ErDiags *diags);

#endif
