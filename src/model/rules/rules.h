/* rules.h: how a rule's check speaks. Private to src/model. */
#ifndef ER_MODEL_RULES_H
#define ER_MODEL_RULES_H

#include <erscope/findings.h>

/* One file per family; each ends in a row without id. */
extern const ErRule er_rules_topology[], er_rules_circuit[], er_rules_peering[], er_rules_connection[], er_rules_gateway[], er_rules_fastpath[],
	er_rules_routing[], er_rules_routing_bgp[], er_rules_routing_azure[], er_rules_routing_overlap[], er_rules_routing_tables[], er_rules_routing_site[], er_rules_firewall[], er_rules_site[],
	er_rules_capacity[], er_rules_port[], er_rules_global_reach[], er_rules_input[], er_rules_operations[], er_rules_vnet[], er_rules_vpn[], er_rules_virtual_wan[];

/* A finding in the making; every string is copied. */
typedef struct ErDraft ErDraft;
ErDraft *er_draft_new(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity);
void er_draft_subject(ErDraft *draft, const char *id);
void er_draft_headline(ErDraft *draft, const char *format, ...) G_GNUC_PRINTF(2, 3);
void er_draft_missing(ErDraft *draft, const char *input);
/* Property of a resource as evidence; @value NULL: "(absent)". */
void er_draft_evidence(ErDraft *draft, const ErResource *res, const char *property, const char *value);
/* A computed fact as evidence. */
void er_draft_fact(ErDraft *draft, const char *id, const char *fact);
void er_draft_flow(ErDraft *draft, uint32_t flow);
void er_draft_element(ErDraft *draft, uint32_t element);
/* Every flow with a path over @circuit or @gateway (ER_NONE: any), or that would have one (excluded). */
void er_draft_flows_behind(ErDraft *draft, uint32_t circuit, uint32_t gateway);
void er_draft_end(ErDraft *draft);

void er_rule_pass(ErFindings *out, const ErRule *rule);
void er_rule_not_applicable(ErFindings *out, const ErRule *rule);

/* A connected circuit that is not in the input: the rule's question stays open. Without a connection it does not apply. */
void er_tell_external(ErFindings *out, const ErRule *rule, uint32_t circuit, const char *what);

/**
 * er_rule_shared: what several rules work on, made once per run.
 * @name: of the product; static
 * Returns: (transfer none): what @build made at the first call; @free_it ends it when all rules have been checked
 */
const void *er_rule_shared(ErFindings *out, const char *name, void *(*build)(const ErFlows *flows), GDestroyNotify free_it);

const ErFlows *er_findings_flows(const ErFindings *out);
const char *er_findings_as_of(const ErFindings *out);   /* "YYYY-MM-DD" */
const ErRule *er_rule_by_id(const char *id);
/* Flows of each class: indices, ascending. */
const GArray *er_findings_flows_of(const ErFindings *out, uint32_t flow_class);

const ErComponent *er_circuit_self(const ErNetwork *net, uint32_t circuit);
/* The router that the site description names for this end; NULL (site.c). */
const ErSiteRouter *er_router_of(const ErNetwork *net, const ErEnd *end);
/* A Route Server is of the type of a virtual hub (virtual_wan.c). */
bool er_is_route_server(const ErResource *res);
/* Does the input hold connections at all? A list of gateways alone says nothing about what they are connected to. */
bool er_connections_exported(const ErNetwork *net);
/* Can something get through this connection, or anything on this gateway other than over @but (ER_NONE: nothing left out)? */
bool er_connection_usable(const ErNetwork *net, const ErConnection *connection);
bool er_gateway_usable(const ErNetwork *net, uint32_t gateway, uint32_t but_circuit);
/* Would every gateway of @circuit still be reached without it? False when it has none. */
bool er_circuit_has_alternative(const ErNetwork *net, uint32_t circuit);
/* What a gateway without allowRemoteVnetTraffic does, by whom. */
#define ER_REMOTE_VNET_UNSAID "VNet-to-VNet traffic where nothing is set: off by the gateway page of 2026-09-05, on by the FAQ of 2026-03-31"
/* Does an enabled metric alert watch @res? @exported: (out) set when the input holds metric alerts at all (virtual_wan.c). */
bool er_rule_has_alert(const ErInventory *inv, const ErResource *res, bool *exported);

/* Sets of two or more circuits that serve one gateway, each set once: GArray of circuit indices, ascending. (transfer full) */
GPtrArray *er_circuit_sets(const ErNetwork *net);
#endif
