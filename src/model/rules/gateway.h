/* gateway.h: what the files of the gateway rules share. Private to src/model/rules. */
#ifndef ER_MODEL_RULES_GATEWAY_H
#define ER_MODEL_RULES_GATEWAY_H

#include "rules.h"

/* The resource of a gateway in a VNet; NULL for a hub's, and for what is not in the input. */
const ErResource *er_vnet_gateway(const ErNetwork *net, uint32_t index);
const char *er_gateway_name(const ErNetwork *net, uint32_t index);
/* Does any connection name it? Per gateway, of bool. (transfer full) */
GArray *er_connected_gateways(const ErNetwork *net);
/* A finding about a gateway, with the flows behind it. */
ErDraft *er_gateway_draft(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const ErNetwork *net, uint32_t index);
/* Equal without regard to case; NULL equals nothing. */
bool er_text_is(const char *text, const char *word);

/* Where a gateway stands. */
typedef struct {
	uint32_t gateway, n_connections;
	const ErVnet *vnet;
	const ErResource *subnet;    /* NULL: not in the input */
	const ErResource *table;     /* its route table; NULL: none, or not in the input */
	bool table_named;
} ErGatewayHome;

ErGatewayHome er_gateway_home(const ErNetwork *net, uint32_t index);
ErDraft *er_gateway_home_draft(ErFindings *out, const ErRule *rule, ErResult result, ErSeverity severity, const ErGatewayHome *home);

/* gateway_subnet.c */
void er_check_gateway_size(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_nsg(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_propagation(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_default(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_strangers(const ErRule *rule, const ErFlows *flows, ErFindings *out);
/* gateway_load.c */
void er_check_gateway_machines(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_private_endpoints(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_maintenance(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_windows(const ErRule *rule, const ErFlows *flows, ErFindings *out);
void er_check_gateway_dns(const ErRule *rule, const ErFlows *flows, ErFindings *out);

#endif
