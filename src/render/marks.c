/*
 * Which findings a sheet is about, which of them carry a number there, and on which boxes: containers stand for groups, routers for the lines that
 * end at them, gateways' subnets for gateways.
 */
#include "compose.h"

#include <string.h>

/* Of a focused overview: does a flow that the finding hits have a path among what is shown? */
static bool concerns_focus(const ErView *view, const ErFinding *finding)
{
	if (finding->n_flows == 0)
		return finding->element != ER_NONE && er_diagram_box_of(view->diagram, finding->element) != ER_NONE;
	for (uint32_t i = 0; i < finding->n_flows; i++) {
		const ErFlowClass *class = er_flows_class(view->flows, er_flows_at(view->flows, finding->flows[i])->flow_class);
		for (uint32_t k = 0; view->sites[class->site] && k < class->n_paths; k++)
			if (class->paths[k].circuit != ER_NONE && class->paths[k].gateway != ER_NONE && view->circuits[class->paths[k].circuit] && view->gateways[class->paths[k].gateway])
				return true;
	}
	return false;
}

/* Does the finding touch a flow of this sheet? The overview shows them all. */
bool er_compose_concerns(const ErView *view, const ErFinding *finding)
{
	if (view->circuits != NULL && !view->flow_sheet)
		return concerns_focus(view, finding);
	if (!view->flow_sheet || finding->n_flows == 0)
		return !view->flow_sheet || finding->element == ER_NONE;
	for (guint i = 0; i < view->destinations->len; i++) {
		const ErDestination *destination = &g_array_index(view->destinations, ErDestination, i);
		for (uint32_t k = 0; k < finding->n_flows; k++) {
			uint32_t class = er_flows_at(view->flows, finding->flows[k])->flow_class;
			if (class == destination->in || class == destination->out)
				return true;
		}
	}
	return false;
}

/* How an estate is looked after, and how complete its export is, has no place in a picture: such findings are rows without a number. */
bool er_compose_is_marked(const ErFinding *finding)
{
	bool of_care = g_str_has_prefix(finding->rule->id, "ER-OPS-") || g_str_has_prefix(finding->rule->id, "ER-INV-");

	return finding->result == ER_RESULT_FAIL && finding->severity >= ER_SEV_MEDIUM && !of_care;
}

/* Does container @index show members of @group? */
static bool shows_group(const ErCompose *compose, uint32_t index, const ErGroup *group)
{
	const ErDiagram *diagram = compose->view->diagram;
	const ErBox *box = er_diagram_box(diagram, index);
	ErBoxKind inside = box->kind == ER_BOX_LOCATION ? ER_BOX_MSEE : box->kind == ER_BOX_PROVIDER ? ER_BOX_PE : ER_BOX_GATEWAY;
	bool fits = (box->kind == ER_BOX_LOCATION && (group->kind == ER_GRP_LOCATION || group->kind == ER_GRP_METRO || group->kind == ER_GRP_FACILITY)) ||
	            (box->kind == ER_BOX_PROVIDER && group->kind == ER_GRP_PROVIDER) || (box->kind == ER_BOX_SUBNET && group->kind == ER_GRP_ZONE);

	if (box->kind == ER_BOX_REGION && group->kind == ER_GRP_REGION) {
		for (uint32_t hub = er_diagram_find(diagram, ER_BOX_HUB, index, 0); hub != ER_NONE; hub = er_diagram_find(diagram, ER_BOX_HUB, index, hub + 1))
			if (er_group_has(group, er_diagram_box(diagram, hub)->component))
				return true;
		return false;
	}
	for (uint32_t i = er_diagram_find(diagram, inside, index, 0); fits && i != ER_NONE; i = er_diagram_find(diagram, inside, index, i + 1)) {
		const ErBox *child = er_diagram_box(diagram, i);
		uint32_t member = inside == ER_BOX_GATEWAY ? er_network_instance(compose->net, er_network_gateway(compose->net, child->ref), 0) : child->component;
		if (er_group_has(group, member))
			return true;
	}
	return false;
}

bool er_compose_group_failed(const ErCompose *compose, uint32_t index)
{
	const ErFailure *failure = compose->view->failure;
	const ErStep *last = failure != NULL ? &failure->event->steps[failure->event->n_steps - 1] : NULL;
	uint32_t n = er_network_n_components(compose->net);

	for (uint32_t i = 0; last != NULL && i < last->n_removed; i++)
		if (last->removed[i] >= n && shows_group(compose, index, er_network_group(compose->net, last->removed[i] - n)))
			return true;
	return false;
}

/* The router at the Azure end of a link or session, or the provider's of an access line: the box that speaks for a line. */
static uint32_t router_of(const ErCompose *compose, uint32_t component)
{
	const ErNetwork *net = compose->net;

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			if (er_network_circuit(net, i)->link[side] == component || er_network_circuit(net, i)->session[side] == component)
				return er_network_circuit(net, i)->msee[side];
	for (uint32_t i = 0; i < er_network_n_ports(net); i++)
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			if (er_network_port(net, i)->link[side] == component)
				return er_network_port(net, i)->msee[side];
	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		const ErCircuit *circuit = er_network_circuit(net, end->circuit);
		if (end->access == component)
			return circuit->pe[end->side] != ER_NONE ? circuit->pe[end->side] : circuit->msee[end->side];
	}
	for (uint32_t i = 0; i < er_network_n_attachments(net); i++)
		if (er_network_attachment(net, i)->self == component)
			return er_network_vnet(net, er_network_attachment(net, i)->spoke)->self;
	return er_network_owner(net, component);
}

/* The box that carries the mark of a component: gateways are marked on their subnet, lines on a router, parts on what they are parts of. */
static void add_component_box(const ErCompose *compose, uint32_t component, GArray *boxes)
{
	const ErKind kind = er_compose_component(compose, component)->kind;
	uint32_t box = er_diagram_box_of(compose->view->diagram, component);

	/* Connections, tunnels and WANs carry it on their label. */
	if (box == ER_NONE && (kind == ER_KIND_CONNECTION || kind == ER_KIND_VPN_CONNECTION || kind == ER_KIND_WAN))
		return;
	if (box == ER_NONE) {
		uint32_t instead = router_of(compose, component);
		box = instead != ER_NONE ? er_diagram_box_of(compose->view->diagram, instead) : ER_NONE;
	}
	/* One gateway of several is marked itself: the subnet holds the others, too. */
	if (box != ER_NONE && er_diagram_box(compose->view->diagram, box)->kind == ER_BOX_GATEWAY) {
		uint32_t subnet = er_diagram_box(compose->view->diagram, box)->parent, first = er_diagram_find(compose->view->diagram, ER_BOX_GATEWAY, subnet, 0);
		if (er_diagram_find(compose->view->diagram, ER_BOX_GATEWAY, subnet, first + 1) == ER_NONE)
			box = subnet;
	}
	for (guint i = 0; i < boxes->len; i++)
		if (g_array_index(boxes, uint32_t, i) == box)
			return;
	if (box != ER_NONE)
		g_array_append_val(boxes, box);
}

/* The containers that stand for a group; where there is none, its members, unless they are many. */
static void add_group_boxes(const ErCompose *compose, const ErGroup *group, GArray *boxes)
{
	enum { MOST_MEMBERS = 8 };

	for (uint32_t i = 0; i < er_diagram_n_boxes(compose->view->diagram); i++)
		if (shows_group(compose, i, group))
			g_array_append_val(boxes, i);
	for (uint32_t i = 0; boxes->len == 0 && group->n_members <= MOST_MEMBERS && i < group->n_members; i++)
		add_component_box(compose, group->members[i], boxes);
}

/* (transfer full): of uint32_t: boxes that @finding is marked on */
static GArray *marked_boxes(const ErCompose *compose, const ErFinding *finding)
{
	GArray *boxes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t n = er_network_n_components(compose->net);

	if (finding->element != ER_NONE && finding->element >= n) {
		add_group_boxes(compose, er_network_group(compose->net, finding->element - n), boxes);
		return boxes;
	}
	for (uint32_t i = 0; i < finding->n_subjects; i++) {
		const char *peering = strstr(finding->subjects[i], "/peerings/");
		g_autofree char *id = peering != NULL ? g_strndup(finding->subjects[i], (gsize)(peering - finding->subjects[i])) : g_strdup(finding->subjects[i]);
		uint32_t component = er_network_lookup(compose->net, id);
		if (component != ER_NONE)
			add_component_box(compose, component, boxes);
	}
	return boxes;
}

void er_compose_find_marks(ErCompose *compose)
{
	const ErView *view = compose->view->continues != NULL ? compose->view->continues : compose->view;

	compose->marks = g_array_new(FALSE, TRUE, sizeof(ErMark));
	compose->halos = g_new0(uint8_t, er_diagram_n_boxes(compose->view->diagram) + 1);
	for (uint32_t i = 0; i < er_findings_count(view->findings); i++) {
		const ErFinding *finding = er_findings_at(view->findings, i);
		ErMark mark = { i, compose->marks->len + 1, finding->severity >= ER_SEV_HIGH, NULL };
		if (view->failure != NULL || view->changes != NULL || !er_compose_shows(compose, ER_LAYER_FINDINGS) || !er_compose_is_marked(finding) || !er_compose_concerns(view, finding))
			continue;
		mark.boxes = marked_boxes(compose, finding);
		for (guint k = 0; k < mark.boxes->len; k++) {
			uint8_t *halo = &compose->halos[g_array_index(mark.boxes, uint32_t, k)];
			*halo = MAX(*halo, mark.high ? 2 : 1);
		}
		g_array_append_val(compose->marks, mark);
	}
}

void er_compose_free_marks(ErCompose *compose)
{
	for (guint i = 0; i < compose->marks->len; i++)
		g_array_free(g_array_index(compose->marks, ErMark, i).boxes, TRUE);
	g_array_free(compose->marks, TRUE);
	g_free(compose->halos);
}
