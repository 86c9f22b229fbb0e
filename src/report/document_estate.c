/* What a report tells of the estate: its parts as tables, and what happens when the catalogue's scenarios hit it, in words. */
#include "document_out.h"
#include "prose.h"

#include <string.h>

static const char *name_at(const ErNetwork *net, uint32_t component)
{
	return er_network_component(net, component)->name;
}

/* What every row has. */
static void open_row(ErJsonOut *xml, const ErNetwork *net, uint32_t self)
{
	const ErComponent *component = er_network_component(net, self);

	er_json_open(xml, NULL, '{');
	er_json_string(xml, "id", component->id);
	er_json_string(xml, "name", component->name);
	er_json_string(xml, "location", component->location);
	er_json_string(xml, "state", component->up ? "up" : "down");
	er_json_string(xml, "reason", component->reason);
	er_json_string(xml, "certainty", er_certainty_name(component->certainty));
	er_json_bool(xml, "external", component->external);
}

static void write_known(ErJsonOut *xml, const char *key, uint32_t value)
{
	if (value > 0)
		er_json_uint(xml, key, value);
	else
		er_json_null(xml, key);
}

static void write_sites(ErJsonOut *xml, const ErNetwork *net)
{
	er_json_open(xml, "sites", '[');
	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		g_autoptr(GPtrArray) circuits = g_ptr_array_new_with_free_func(g_free);
		open_row(xml, net, er_network_site(net, i)->self);
		for (uint32_t k = 0; k < er_network_n_ends(net); k++) {
			const ErEnd *end = er_network_end(net, k);
			const char *name = name_at(net, er_network_circuit(net, end->circuit)->self);
			if (end->site == i && (circuits->len == 0 || strcmp(circuits->pdata[circuits->len - 1], name) != 0))
				g_ptr_array_add(circuits, g_strdup(name));
		}
		er_document_texts(xml, "circuits", circuits);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_circuits(ErJsonOut *xml, const ErNetwork *net)
{
	er_json_open(xml, "circuits", '[');
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		open_row(xml, net, circuit->self);
		er_json_string(xml, "provider", circuit->provider);
		er_json_string(xml, "port", circuit->port != ER_NONE ? name_at(net, er_network_port(net, circuit->port)->self) : NULL);
		er_json_string(xml, "peering_location", circuit->peering_location);
		er_json_bool(xml, "metro", circuit->metro);
		er_json_string(xml, "tier", circuit->tier);
		er_json_string(xml, "family", circuit->family);
		write_known(xml, "bandwidth_mbps", circuit->bandwidth_mbps);
		write_known(xml, "peer_asn", circuit->peer_asn);
		er_json_uint(xml, "connections", circuit->n_connections);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
	er_json_open(xml, "ports", '[');
	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const ErPort *port = er_network_port(net, i);
		open_row(xml, net, port->self);
		er_json_string(xml, "peering_location", port->peering_location);
		write_known(xml, "bandwidth_mbps", port->bandwidth_mbps);
		er_json_string(xml, "encapsulation", port->encapsulation);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_gateways(ErJsonOut *xml, const ErNetwork *net)
{
	er_json_open(xml, "gateways", '[');
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		open_row(xml, net, gateway->self);
		er_json_string(xml, "sku", gateway->sku);
		er_json_string(xml, "region", gateway->region);
		er_json_string(xml, "zones", er_zone_verdict_name(gateway->zones));
		er_json_string(xml, "zone", gateway->zone);
		er_json_string(xml, "home", gateway->vnet != ER_NONE ? name_at(net, er_network_vnet(net, gateway->vnet)->self) : gateway->hub != ER_NONE ? name_at(net, er_network_hub(net, gateway->hub)->self) : NULL);
		er_json_uint(xml, "instances", gateway->n_instances);
		er_json_bool(xml, "instances_known", gateway->instances_known);
		er_json_bool(xml, "fastpath", gateway->fastpath);
		write_known(xml, "throughput_mbps", gateway->inbound_mbps);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
	er_json_open(xml, "connections", '[');
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		open_row(xml, net, connection->self);
		er_json_string(xml, "circuit", name_at(net, er_network_circuit(net, connection->circuit)->self));
		er_json_string(xml, "gateway", name_at(net, er_network_gateway(net, connection->gateway)->self));
		if (connection->weight_known)
			er_json_uint(xml, "weight", connection->weight);
		else
			er_json_null(xml, "weight");
		if (connection->bypass_known)
			er_json_bool(xml, "fastpath", connection->bypass);
		else
			er_json_null(xml, "fastpath");
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_vnets(ErJsonOut *xml, const ErNetwork *net)
{
	g_autofree uint32_t *home = g_new(uint32_t, er_network_n_vnets(net) + 1);   /* per VNet the component it hangs on */

	memset(home, 0xFF, (er_network_n_vnets(net) + 1) * sizeof *home);
	for (uint32_t i = er_network_n_attachments(net); i-- > 0;) {
		const ErAttachment *row = er_network_attachment(net, i);
		if (row->hub_vnet != ER_NONE || row->hub != ER_NONE)
			home[row->spoke] = row->hub != ER_NONE ? er_network_hub(net, row->hub)->self : er_network_vnet(net, row->hub_vnet)->self;
	}
	er_json_open(xml, "hubs", '[');
	for (uint32_t i = 0; i < er_network_n_hubs(net); i++) {
		open_row(xml, net, er_network_hub(net, i)->self);
		er_json_string(xml, "region", er_network_hub(net, i)->region);
		er_json_string(xml, "prefix", er_network_hub(net, i)->prefix);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
	er_json_open(xml, "vnets", '[');
	for (uint32_t i = 0; i < er_network_n_vnets(net); i++) {
		const ErVnet *vnet = er_network_vnet(net, i);
		open_row(xml, net, vnet->self);
		er_json_string(xml, "region", vnet->region);
		er_json_string(xml, "address_space", vnet->prefixes);
		er_json_string(xml, "attached_to", home[i] != ER_NONE ? name_at(net, home[i]) : NULL);
		er_json_uint(xml, "private_endpoints", vnet->n_private_endpoints);
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

static void write_groups(ErJsonOut *xml, const ErNetwork *net)
{
	er_json_open(xml, "groups", '[');
	for (uint32_t i = 0; i < er_network_n_groups(net); i++) {
		const ErGroup *group = er_network_group(net, i);
		er_json_open(xml, NULL, '{');
		er_json_string(xml, "id", group->id);
		er_json_string(xml, "kind", er_group_kind_name(group->kind));
		er_json_string(xml, "name", group->name);
		er_json_string(xml, "certainty", er_certainty_name(group->certainty));
		er_json_open(xml, "members", '[');
		for (uint32_t k = 0; k < group->n_members; k++) {
			g_autoptr(GString) name = g_string_new(NULL);
			er_prose_add_component(name, net, group->members[k]);
			er_json_string(xml, NULL, name->str);
		}
		er_json_close(xml, ']');
		er_json_close(xml, '}');
	}
	er_json_close(xml, ']');
}

void er_document_inventory(ErJsonOut *xml, const ErDocument *document)
{
	const ErNetwork *net = er_flows_network(document->flows);

	er_json_open(xml, "inventory", '{');
	write_sites(xml, net);
	write_circuits(xml, net);
	write_gateways(xml, net);
	write_vnets(xml, net);
	write_groups(xml, net);
	er_json_close(xml, '}');
}

/* ---- scenarios ---- */

static void write_event(ErJsonOut *xml, const ErFlows *flows, ErSimulator *simulator, const ErEvent *event)
{
	g_autoptr(ErImpacts) impacts = er_simulate(simulator, event);
	g_autoptr(GPtrArray) lines = er_prose_event_lines(flows, event, impacts);
	g_autofree char *name = er_prose_event_target(flows, event);
	uint32_t down, losing;

	er_prose_count_flows(flows, impacts, &down, &losing);
	er_json_open(xml, NULL, '{');
	er_json_string(xml, "id", event->scenario);
	er_json_string(xml, "title", event->title);
	er_json_string(xml, "target", event->target);
	er_json_string(xml, "what", name);
	er_json_uint(xml, "flows_down", down);
	er_json_uint(xml, "flows_losing", losing);
	er_document_texts(xml, "outcomes", lines);
	er_json_close(xml, '}');
}

void er_document_scenarios(ErJsonOut *xml, const ErDocument *document)
{
	g_autoptr(ErSimulator) simulator = er_simulator_new(document->flows);

	er_json_open(xml, "scenarios", '[');
	for (uint32_t i = 0; document->events != NULL && i < er_events_count(document->events); i++)
		write_event(xml, document->flows, simulator, er_events_at(document->events, i));
	er_json_close(xml, ']');
}
