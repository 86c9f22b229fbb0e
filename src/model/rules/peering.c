/* Private peerings (ER-PEER): both sessions must be there and enabled. Source: Microsoft Learn, "ExpressRoute routing requirements". */
#include "rules.h"

#include <erscope/prefix.h>

#include <string.h>

static const ErResource *peering_of(const ErNetwork *net, const ErCircuit *circuit)
{
	for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
		if (circuit->session[side] != ER_NONE)
			return er_network_component(net, circuit->session[side])->resource;
	return NULL;
}

/* Nothing hangs on a circuit without a connection. */
static ErSeverity unless_unused(const ErCircuit *circuit, ErSeverity severity)
{
	return circuit->n_connections == 0 ? ER_SEV_LOW : severity;
}

static void check_disabled(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *peering = peering_of(net, circuit);
		const char *state = peering != NULL ? er_value_text(&peering->body, "properties.state") : NULL;
		if (peering == NULL && circuit->external) {
			er_tell_external(out, rule, i, "its private peering is enabled");
			continue;
		}
		if (peering == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (state != NULL && g_ascii_strcasecmp(state, "Disabled") != 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErSeverity severity = circuit->n_connections == 0 ? ER_SEV_LOW : er_circuit_has_alternative(net, i) ? ER_SEV_HIGH : ER_SEV_CRITICAL;
		ErDraft *draft = er_draft_new(out, rule, state == NULL ? ER_RESULT_UNKNOWN : ER_RESULT_FAIL, severity);
		er_draft_subject(draft, peering->id);
		er_draft_evidence(draft, peering, "properties.state", state);
		er_draft_headline(draft, "%s: the private peering's state is %s", er_network_component(net, circuit->self)->name, state != NULL ? "Disabled, both BGP sessions are down" : "not in the export");
		if (state == NULL)
			er_draft_missing(draft, "properties.state of the peering");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

static void check_one_session(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *peering = peering_of(net, circuit);
		if (peering == NULL && circuit->external) {
			er_tell_external(out, rule, i, "both its links have a session");
			continue;
		}
		if (peering == NULL) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (circuit->session[ER_PRIMARY] != ER_NONE && circuit->session[ER_SECONDARY] != ER_NONE) {
			er_rule_pass(out, rule);
			continue;
		}
		bool primary = circuit->session[ER_PRIMARY] == ER_NONE;
		ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);
		er_draft_subject(draft, peering->id);
		er_draft_evidence(draft, peering, primary ? "properties.primaryPeerAddressPrefix" : "properties.secondaryPeerAddressPrefix", NULL);
		er_draft_headline(draft, "%s runs on one link: no %s peer prefix", er_network_component(net, circuit->self)->name, primary ? "primary" : "secondary");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- captured route tables ---- */

/* Prefixes of a captured route table: text of the network → itself. NULL: there is no such capture. (transfer full) */
static GHashTable *captured_networks(const ErResource *res, const char *member)
{
	g_autofree char *path = g_strconcat(ER_CAPTURES, ".", member, NULL);
	const ErValue *table = res != NULL ? er_value_get(&res->body, path) : NULL;

	if (table == NULL || table->kind != ER_VALUE_ARRAY)
		return NULL;
	GHashTable *networks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; i < table->n; i++) {
		const char *text = er_value_text(&table->u.items[i], "network");
		ErPrefix prefix;
		if (text != NULL && er_prefix_parse(text, &prefix))
			g_hash_table_add(networks, er_prefix_text(&prefix));
	}
	return networks;
}

/* Prefixes of @these that @those lack, the first five, in order. (transfer full) (nullable): none */
static char *lacking(GHashTable *these, GHashTable *those)
{
	g_autoptr(GList) all = g_list_sort(g_hash_table_get_keys(these), (GCompareFunc)strcmp);
	g_autoptr(GString) out = g_string_new(NULL);
	uint32_t n = 0;

	for (const GList *at = all; at != NULL; at = at->next)
		if (!g_hash_table_contains(those, at->data) && n++ < 5)
			g_string_append_printf(out, "%s%s", n > 1 ? ", " : "", (const char *)at->data);
	if (n > 5)
		g_string_append_printf(out, " and %u more", n - 5);
	return n > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

static void tell_difference(const ErRule *rule, ErFindings *out, uint32_t circuit, const ErComponent *self, const char *only_primary, const char *only_secondary)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, ER_SEV_HIGH);

	er_draft_subject(draft, self->id);
	if (only_primary != NULL)
		er_draft_evidence(draft, self->resource, ER_CAPTURES ".routeTablePrimary", only_primary);
	if (only_secondary != NULL)
		er_draft_evidence(draft, self->resource, ER_CAPTURES ".routeTableSecondary", only_secondary);
	er_draft_headline(draft, "%s: its links do not carry the same routes: %s%s%s%s%s", self->name, only_primary != NULL ? "only the primary has " : "", only_primary != NULL ? only_primary : "",
	                  only_primary != NULL && only_secondary != NULL ? "; " : "", only_secondary != NULL ? "only the secondary has " : "", only_secondary != NULL ? only_secondary : "");
	er_draft_flows_behind(draft, circuit, ER_NONE);
	er_draft_end(draft);
}

/* One open question for all connected circuits without both tables. */
static void tell_not_captured(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GArray *circuits)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, ER_SEV_HIGH);

	for (guint k = 0; k < circuits->len; k++) {
		uint32_t i = g_array_index(circuits, uint32_t, k);
		const ErComponent *self = er_network_component(net, er_network_circuit(net, i)->self);
		er_draft_subject(draft, self->id);
		er_draft_fact(draft, self->id, "without a captured route table of each link");
		er_draft_flows_behind(draft, i, ER_NONE);
	}
	er_draft_headline(draft, "Whether both links of a circuit carry the same routes is not known for %u connected circuit%s", circuits->len, circuits->len == 1 ? "" : "s");
	er_draft_missing(draft, "captured route tables of the primary and the secondary link of each circuit");
	er_draft_end(draft);
}

static void check_route_tables(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		g_autoptr(GHashTable) primary = captured_networks(self->resource, "routeTablePrimary"), secondary = captured_networks(self->resource, "routeTableSecondary");
		g_autofree char *only_primary = primary != NULL && secondary != NULL ? lacking(primary, secondary) : NULL;
		g_autofree char *only_secondary = primary != NULL && secondary != NULL ? lacking(secondary, primary) : NULL;
		if (primary == NULL || secondary == NULL) {
			if (circuit->external)
				er_tell_external(out, rule, i, "both its links carry the same routes");
			else if (circuit->n_connections > 0)
				g_array_append_val(open, i);
			else
				er_rule_not_applicable(out, rule);
		} else if (only_primary == NULL && only_secondary == NULL) {
			er_rule_pass(out, rule);
		} else {
			tell_difference(rule, out, i, self, only_primary, only_secondary);
		}
	}
	if (open->len > 0)
		tell_not_captured(rule, net, out, open);
}

/* ---- the two subnets: ER-PEER-003 and 004 ---- */

static const char *const subnet_paths[] = {
	"properties.primaryPeerAddressPrefix", "properties.secondaryPeerAddressPrefix",
	"properties.ipv6PeeringConfig.primaryPeerAddressPrefix", "properties.ipv6PeeringConfig.secondaryPeerAddressPrefix",
};

static bool overlap(const ErPrefix *a, const ErPrefix *b)
{
	return er_prefix_covers(a, b) || er_prefix_covers(b, a);
}

/* What is wrong with the subnets; NULL: nothing. @odd: one is there and cannot be read. (transfer full) */
static char *subnet_fault(const ErResource *peering, bool *odd)
{
	ErPrefix prefixes[4];
	bool there[4] = { false };

	for (int i = 0; i < 4; i++) {
		const char *text = er_value_text(&peering->body, subnet_paths[i]);
		if (text == NULL)
			continue;
		there[i] = er_prefix_parse(text, &prefixes[i]);
		*odd |= !there[i];
		if (!there[i])
			continue;
		/* Both families want four addresses: /30 and /126, which are one length in an ErPrefix. */
		if (prefixes[i].v4 != (i < 2))
			return g_strdup_printf("%s is of the other address family", text);
		if (prefixes[i].length != 126)
			return g_strdup_printf("%s is no /%d", text, i < 2 ? 30 : 126);
	}
	for (int i = 0; i < 4; i += 2)
		if (there[i] && there[i + 1] && overlap(&prefixes[i], &prefixes[i + 1]))
			return g_strdup_printf("primary and secondary are both %s", er_value_text(&peering->body, subnet_paths[i]));
	return NULL;
}

static void draft_subnets(ErDraft *draft, const ErResource *peering)
{
	for (size_t i = 0; i < G_N_ELEMENTS(subnet_paths); i++) {
		const char *text = er_value_text(&peering->body, subnet_paths[i]);
		if (text != NULL)
			er_draft_evidence(draft, peering, subnet_paths[i], text);
	}
}

static void check_subnets(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		const ErResource *peering = peering_of(net, circuit);
		bool odd = false;
		if (peering == NULL) {
			if (circuit->external)
				er_tell_external(out, rule, i, "its peering subnets are sound");
			else
				er_rule_not_applicable(out, rule);
			continue;
		}
		g_autofree char *fault = subnet_fault(peering, &odd);
		if (fault == NULL && !odd) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, fault != NULL ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, unless_unused(circuit, ER_SEV_HIGH));
		er_draft_subject(draft, peering->id);
		draft_subnets(draft, peering);
		er_draft_headline(draft, fault != NULL ? "%s: its peering subnets do not fit: %s" : "%s: a peering subnet is no address range that can be read", self->name, fault);
		if (fault == NULL)
			er_draft_missing(draft, "the peering subnets as address ranges");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* An address range in use, and whose it is. */
typedef struct { ErPrefix prefix; const char *what, *id, *name; const ErResource *res; } Range;

/* By address, the wider first. */
static int compare_prefixes(const ErPrefix *a, const ErPrefix *b)
{
	int by = (int)a->v4 - (int)b->v4;

	if (by == 0)
		by = memcmp(a->bytes, b->bytes, sizeof a->bytes);
	return by != 0 ? by : (int)a->length - (int)b->length;
}

static int by_range(const void *a, const void *b)
{
	const Range *x = a, *y = b;
	int by = compare_prefixes(&x->prefix, &y->prefix);

	return by != 0 ? by : strcmp(x->id, y->id);
}

static void add_range(GArray *ranges, const ErPrefix *prefix, const char *what, const ErComponent *self)
{
	Range range = { *prefix, what, self->id, self->name, self->resource };

	g_array_append_val(ranges, range);
}

/* VNets, declared sites and peering subnets, sorted. Ranges of sites of /16 or wider are summaries: a longer route within one is no conflict. */
static GArray *ranges_in_use(const ErNetwork *net)
{
	GArray *ranges = g_array_new(FALSE, FALSE, sizeof(Range));

	for (uint32_t i = 0; i < er_network_n_vnets(net); i++) {
		const ErVnet *vnet = er_network_vnet(net, i);
		for (uint32_t k = 0; k < vnet->n_space; k++)
			add_range(ranges, &vnet->space[k], "VNet", er_network_component(net, vnet->self));
	}
	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		const ErSite *site = er_network_site(net, i);
		for (uint32_t k = 0; k < site->n_prefixes; k++)
			if (site->prefixes[k].length > (site->prefixes[k].v4 ? 96 + 16 : 48))
				add_range(ranges, &site->prefixes[k], "site", er_network_component(net, site->self));
	}
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErResource *peering = peering_of(net, er_network_circuit(net, i));
		for (size_t k = 0; peering != NULL && k < G_N_ELEMENTS(subnet_paths); k++) {
			const char *text = er_value_text(&peering->body, subnet_paths[k]);
			ErPrefix prefix;
			if (text != NULL && er_prefix_parse(text, &prefix))
				add_range(ranges, &prefix, "circuit", er_network_component(net, er_network_circuit(net, i)->self));
		}
	}
	g_array_sort(ranges, by_range);
	return ranges;
}

/* Position of the first range that is not before @prefix. */
static guint lower_bound(const GArray *ranges, const ErPrefix *prefix)
{
	guint low = 0, high = ranges->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (compare_prefixes(&g_array_index(ranges, Range, middle).prefix, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* @prefix widened to @length. */
static ErPrefix widened(const ErPrefix *prefix, uint8_t length)
{
	ErPrefix wide = *prefix;

	wide.length = length;
	for (unsigned bit = length; bit < 128; bit++)
		wide.bytes[bit / 8] = (uint8_t)(wide.bytes[bit / 8] & ~(0x80u >> bit % 8));
	return wide;
}

/* Calls for every range that overlaps @prefix: those that cover it, one search for each length, then those inside it, which follow it. */
static void each_overlap(const GArray *ranges, const ErPrefix *prefix, void (*found)(const Range *, void *), void *data)
{
	for (unsigned length = prefix->v4 ? 96 : 0; length < prefix->length; length++) {
		ErPrefix wide = widened(prefix, (uint8_t)length);
		for (guint i = lower_bound(ranges, &wide); i < ranges->len && er_prefix_equal(&g_array_index(ranges, Range, i).prefix, &wide); i++)
			found(&g_array_index(ranges, Range, i), data);
	}
	for (guint i = lower_bound(ranges, prefix); i < ranges->len && er_prefix_covers(prefix, &g_array_index(ranges, Range, i).prefix); i++)
		found(&g_array_index(ranges, Range, i), data);
}

typedef struct { const ErComponent *self; GPtrArray *hits; } Overlaps;

/* Of two circuits the later by id tells it, once. */
static void take_overlap(const Range *range, void *data)
{
	Overlaps *overlaps = data;

	bool mine = strcmp(range->what, "circuit") != 0 || strcmp(range->id, overlaps->self->id) < 0;

	for (guint i = 0; i < overlaps->hits->len && mine; i++) {
		const Range *known = overlaps->hits->pdata[i];
		mine = known->id != range->id || !er_prefix_equal(&known->prefix, &range->prefix);
	}
	if (mine)
		g_ptr_array_add(overlaps->hits, (void *)range);
}

static void tell_overlaps(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t i, const ErResource *peering, const GPtrArray *hits)
{
	const ErComponent *self = er_network_component(net, er_network_circuit(net, i)->self);
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_FAIL, unless_unused(er_network_circuit(net, i), ER_SEV_HIGH));
	g_autoptr(GString) names = g_string_new(NULL);

	er_draft_subject(draft, peering->id);
	draft_subnets(draft, peering);
	for (guint k = 0; k < hits->len; k++) {
		const Range *range = hits->pdata[k];
		g_autofree char *prefix = er_prefix_text(&range->prefix);
		g_autofree char *fact = g_strdup_printf("holds %s", prefix);
		if (k < 5)
			g_string_append_printf(names, "%s%s %s (%s)", k > 0 ? ", " : "", range->what, range->name, prefix);
		if (range->res != NULL && strcmp(range->what, "VNet") == 0)
			er_draft_evidence(draft, range->res, "properties.addressSpace.addressPrefixes", prefix);
		else
			er_draft_fact(draft, range->id, fact);
	}
	if (hits->len > 5)
		g_string_append_printf(names, " and %u more", hits->len - 5);
	er_draft_headline(draft, "%s: its peering subnets overlap %s", self->name, names->str);
	er_draft_flows_behind(draft, i, ER_NONE);
	er_draft_end(draft);
}

static void check_overlaps(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GArray) ranges = ranges_in_use(net);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *peering = peering_of(net, circuit);
		g_autoptr(GPtrArray) hits = g_ptr_array_new();
		Overlaps overlaps = { er_network_component(net, circuit->self), hits };
		for (size_t k = 0; peering != NULL && k < G_N_ELEMENTS(subnet_paths); k++) {
			const char *text = er_value_text(&peering->body, subnet_paths[k]);
			ErPrefix prefix;
			if (text != NULL && er_prefix_parse(text, &prefix))
				each_overlap(ranges, &prefix, take_overlap, &overlaps);
		}
		if (hits->len > 0)
			tell_overlaps(rule, net, out, i, peering, hits);
		else if (circuit->external && peering == NULL)
			er_tell_external(out, rule, i, "its peering subnets are free of overlaps");
		else if (peering == NULL)
			er_rule_not_applicable(out, rule);
		else
			er_rule_pass(out, rule);
	}
}

/* ---- pairs: ER-PEER-005 and 010 ---- */

typedef enum { HAS_NOT, HAS, HAS_UNKNOWN } Has;

static Has has_ipv6(const ErNetwork *net, const ErCircuit *circuit)
{
	const ErResource *peering = peering_of(net, circuit);
	const char *state = peering != NULL ? er_value_text(&peering->body, "properties.ipv6PeeringConfig.state") : NULL;

	if (peering == NULL)
		return circuit->external || !circuit->peerings_known ? HAS_UNKNOWN : HAS_NOT;
	bool addressed = er_value_text(&peering->body, subnet_paths[2]) != NULL || er_value_text(&peering->body, subnet_paths[3]) != NULL;
	return addressed && (state == NULL || g_ascii_strcasecmp(state, "Disabled") != 0) ? HAS : HAS_NOT;
}

static Has has_key(const ErNetwork *net, const ErCircuit *circuit)
{
	const ErResource *peering = peering_of(net, circuit);

	if (peering == NULL)
		return HAS_UNKNOWN;
	return er_value_text(&peering->body, "properties.sharedKey") != NULL ? HAS : HAS_NOT;
}

typedef struct { uint32_t n[3]; } Tally;

static Tally tally_of(const ErNetwork *net, const GArray *set, Has (*has)(const ErNetwork *, const ErCircuit *))
{
	Tally tally = { { 0 } };

	for (guint k = 0; k < set->len; k++)
		tally.n[has(net, er_network_circuit(net, g_array_index(set, uint32_t, k)))]++;
	return tally;
}

/* Subjects: the circuits of the set that lack it; the others are evidence. */
static void tell_lacking(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GArray *set, Has (*has)(const ErNetwork *, const ErCircuit *), bool fails, const char *property,
                         const char *what)
{
	ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, rule->severity);
	g_autoptr(GString) with = g_string_new(NULL), others = g_string_new(NULL);

	for (guint k = 0; k < set->len; k++) {
		uint32_t i = g_array_index(set, uint32_t, k);
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErComponent *self = er_network_component(net, circuit->self);
		const ErResource *peering = peering_of(net, circuit);
		Has answer = has(net, circuit);
		GString *list = answer == HAS ? with : others;
		g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", self->name);
		if (answer == (fails ? HAS_NOT : HAS_UNKNOWN))
			er_draft_subject(draft, self->id);
		if (peering != NULL)
			er_draft_evidence(draft, peering, property, answer == HAS ? "(present)" : NULL);
		else
			er_draft_fact(draft, self->id, answer == HAS_UNKNOWN ? "its peerings are not in the input" : "no private peering");
		er_draft_flows_behind(draft, i, ER_NONE);
	}
	er_draft_headline(draft, fails ? "%s has %s, and what backs it up has none: %s" : "%s has %s; whether what backs it up has it, is not known: %s", with->str, what, others->str);
	if (!fails)
		er_draft_missing(draft, "private peerings of every circuit of the set");
	er_draft_end(draft);
}

static void check_ipv6(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) sets = er_circuit_sets(net);

	for (guint s = 0; s < sets->len; s++) {
		Tally tally = tally_of(net, sets->pdata[s], has_ipv6);
		if (tally.n[HAS] == 0)
			er_rule_not_applicable(out, rule);
		else if (tally.n[HAS_NOT] == 0 && tally.n[HAS_UNKNOWN] == 0)
			er_rule_pass(out, rule);
		else
			tell_lacking(rule, net, out, sets->pdata[s], has_ipv6, tally.n[HAS_NOT] > 0, "properties.ipv6PeeringConfig", "IPv6");
	}
	if (sets->len == 0)
		er_rule_not_applicable(out, rule);
}

/* The service never gives a key back, so that none is to be seen says nothing: asked once, of all circuits that back another up. */
static void tell_keys_unseen(const ErRule *rule, const ErNetwork *net, ErFindings *out, const GPtrArray *sets)
{
	ErDraft *draft = er_draft_new(out, rule, ER_RESULT_UNKNOWN, rule->severity);
	g_autoptr(GHashTable) told = g_hash_table_new(NULL, NULL);

	for (guint s = 0; s < sets->len; s++) {
		const GArray *set = sets->pdata[s];
		for (guint k = 0; k < set->len; k++) {
			uint32_t i = g_array_index(set, uint32_t, k);
			const ErCircuit *circuit = er_network_circuit(net, i);
			const ErResource *peering = peering_of(net, circuit);
			if (!g_hash_table_add(told, GUINT_TO_POINTER(i)))
				continue;
			er_draft_subject(draft, er_network_component(net, circuit->self)->id);
			if (peering != NULL)
				er_draft_evidence(draft, peering, "properties.sharedKey", NULL);
		}
	}
	er_draft_headline(draft, "Whether MD5 is used alike on circuits that back each other up is not known: the service does not export the key");
	er_draft_missing(draft, "properties.sharedKey of each private peering, as a template has it; only its presence is kept");
	er_draft_end(draft);
}

static void check_keys(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) sets = er_circuit_sets(net), unseen = g_ptr_array_new();

	for (guint s = 0; s < sets->len; s++) {
		Tally tally = tally_of(net, sets->pdata[s], has_key);
		if (tally.n[HAS] > 0 && tally.n[HAS_NOT] > 0)
			tell_lacking(rule, net, out, sets->pdata[s], has_key, true, "properties.sharedKey", "an MD5 key");
		else if (tally.n[HAS] > 0 && tally.n[HAS_UNKNOWN] == 0)
			er_rule_pass(out, rule);
		else
			g_ptr_array_add(unseen, sets->pdata[s]);
	}
	if (unseen->len > 0)
		tell_keys_unseen(rule, net, out, unseen);
	else if (sets->len == 0)
		er_rule_not_applicable(out, rule);
}

/* ---- ER-PEER-006 ---- */

/* AS numbers that Azure keeps for itself, and zero. */
static bool asn_reserved(uint32_t asn)
{
	return asn == 0 || asn == 12076 || (asn >= 65515 && asn <= 65520);
}

static void check_asn(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *peering = peering_of(net, circuit);
		uint32_t asn = 0;
		if (peering == NULL) {
			if (circuit->external)
				er_tell_external(out, rule, i, "its peer ASN is valid");
			else
				er_rule_not_applicable(out, rule);
			continue;
		}
		bool told = er_value_uint(&peering->body, "properties.peerASN", &asn);
		if (told && !asn_reserved(asn)) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, told ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, unless_unused(circuit, ER_SEV_MEDIUM));
		g_autofree char *number = g_strdup_printf("%u", asn);
		er_draft_subject(draft, peering->id);
		er_draft_evidence(draft, peering, "properties.peerASN", told ? number : NULL);
		if (told)
			er_draft_headline(draft, "%s: peer ASN %u is reserved or invalid", er_network_component(net, circuit->self)->name, asn);
		else
			er_draft_headline(draft, "%s: the peer ASN is not in the export", er_network_component(net, circuit->self)->name);
		if (!told)
			er_draft_missing(draft, "properties.peerASN of the peering");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

/* ---- ER-PEER-007 ---- */

/* Peerings of all circuits of each port, with their VLANs. */
typedef struct { GHashTable *by_vlan; GPtrArray *doubles; uint32_t n, n_untold, n_unseen; } PortVlans;

static void free_port_vlans(void *data)
{
	PortVlans *vlans = data;

	g_hash_table_destroy(vlans->by_vlan);
	g_ptr_array_free(vlans->doubles, TRUE);
	g_free(vlans);
}

static void take_vlan(PortVlans *vlans, const ErResource *peering)
{
	uint32_t vlan = 0;

	vlans->n++;
	if (!er_value_uint(&peering->body, "properties.vlanId", &vlan)) {
		vlans->n_untold++;
		return;
	}
	const ErResource *other = g_hash_table_lookup(vlans->by_vlan, GUINT_TO_POINTER(vlan));
	if (other == NULL) {
		g_hash_table_insert(vlans->by_vlan, GUINT_TO_POINTER(vlan), (void *)peering);
		return;
	}
	g_ptr_array_add(vlans->doubles, (void *)other);
	g_ptr_array_add(vlans->doubles, (void *)peering);
}

static GPtrArray *vlans_of_ports(const ErNetwork *net)
{
	GPtrArray *ports = g_ptr_array_new_with_free_func(free_port_vlans);
	const ErInventory *inv = er_network_inventory(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		PortVlans *vlans = g_new0(PortVlans, 1);
		vlans->by_vlan = g_hash_table_new(NULL, NULL);
		vlans->doubles = g_ptr_array_new();
		g_ptr_array_add(ports, vlans);
	}
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		uint32_t n, first = er_inventory_below(inv, er_network_component(net, circuit->self)->id, &n);
		if (circuit->port == ER_NONE)
			continue;
		PortVlans *vlans = ports->pdata[circuit->port];
		vlans->n_unseen += !circuit->peerings_known;
		for (uint32_t k = first; k < first + n; k++)
			if (er_inventory_at(inv, k)->kind == ER_RES_CIRCUIT_PEERING)
				take_vlan(vlans, er_inventory_at(inv, k));
	}
	return ports;
}

static void tell_vlans(const ErRule *rule, const ErNetwork *net, ErFindings *out, uint32_t port, const PortVlans *vlans, bool fails)
{
	const ErComponent *self = er_network_component(net, er_network_port(net, port)->self);
	const char *encapsulation = er_network_port(net, port)->encapsulation;
	ErDraft *draft = er_draft_new(out, rule, fails ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, ER_SEV_HIGH);

	er_draft_subject(draft, self->id);
	if (self->resource != NULL)
		er_draft_evidence(draft, self->resource, "properties.encapsulation", *encapsulation != '\0' ? encapsulation : NULL);
	for (guint k = 0; k < vlans->doubles->len; k++) {
		const ErResource *peering = vlans->doubles->pdata[k];
		uint32_t vlan = 0;
		er_value_uint(&peering->body, "properties.vlanId", &vlan);
		g_autofree char *number = g_strdup_printf("%u", vlan);
		er_draft_evidence(draft, peering, "properties.vlanId", number);
	}
	if (fails) {
		uint32_t vlan = 0;
		er_value_uint(&((const ErResource *)vlans->doubles->pdata[0])->body, "properties.vlanId", &vlan);
		er_draft_headline(draft, "%s: two peerings use VLAN %u on a port pair with Dot1Q", self->name, vlan);
	} else {
		er_draft_headline(draft, "%s: whether each of its peerings has a VLAN of its own is not known", self->name);
		er_draft_missing(draft, *encapsulation == '\0' ? "properties.encapsulation of the port pair" : "properties.vlanId of every peering on the port pair");
	}
	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (er_network_circuit(net, i)->port == port)
			er_draft_flows_behind(draft, i, ER_NONE);
	er_draft_end(draft);
}

static void check_vlans(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);
	g_autoptr(GPtrArray) ports = vlans_of_ports(net);

	for (uint32_t i = 0; i < er_network_n_ports(net); i++) {
		const PortVlans *vlans = ports->pdata[i];
		const char *encapsulation = er_network_port(net, i)->encapsulation;
		bool dot1q = g_ascii_strcasecmp(encapsulation, "Dot1Q") == 0;
		bool open = vlans->n_unseen + vlans->n_untold > 0 && vlans->n + vlans->n_unseen > 1;
		if ((!dot1q && *encapsulation != '\0') || (vlans->n == 0 && vlans->n_unseen == 0))
			er_rule_not_applicable(out, rule);
		else if (dot1q && vlans->doubles->len > 0)
			tell_vlans(rule, net, out, i, vlans, true);
		else if (open || vlans->doubles->len > 0)
			tell_vlans(rule, net, out, i, vlans, false);
		else
			er_rule_pass(out, rule);
	}
}

/* ---- ER-PEER-008 ---- */

/* The device behind an Azure port name: "EQIX-SJC-06GMR-CIS-1-PRI-A" without its last two parts. (transfer full) */
static char *device_of(const char *port, const char *mark)
{
	g_autofree char *upper = g_ascii_strup(port, -1);
	const char *at = g_strrstr(upper, mark);

	return g_strndup(upper, at != NULL ? (gsize)(at - upper) : strlen(upper));
}

static void check_devices(const ErRule *rule, const ErFlows *flows, ErFindings *out)
{
	const ErNetwork *net = er_flows_network(flows);

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++) {
		const ErCircuit *circuit = er_network_circuit(net, i);
		const ErResource *peering = peering_of(net, circuit);
		const char *primary = peering != NULL ? er_value_text(&peering->body, "properties.primaryAzurePort") : NULL;
		const char *secondary = peering != NULL ? er_value_text(&peering->body, "properties.secondaryAzurePort") : NULL;
		bool both = primary != NULL && secondary != NULL;
		g_autofree char *one = both ? device_of(primary, "-PRI") : NULL, *two = both ? device_of(secondary, "-SEC") : NULL;
		if ((primary == NULL && secondary == NULL) || (!both && circuit->n_connections == 0)) {
			er_rule_not_applicable(out, rule);
			continue;
		}
		if (both && strcmp(one, two) != 0) {
			er_rule_pass(out, rule);
			continue;
		}
		ErDraft *draft = er_draft_new(out, rule, both ? ER_RESULT_FAIL : ER_RESULT_UNKNOWN, unless_unused(circuit, ER_SEV_HIGH));
		er_draft_subject(draft, peering->id);
		er_draft_evidence(draft, peering, "properties.primaryAzurePort", primary);
		er_draft_evidence(draft, peering, "properties.secondaryAzurePort", secondary);
		if (both)
			er_draft_headline(draft, "%s: both links end on one MSEE, %s", er_network_component(net, circuit->self)->name, one);
		else
			er_draft_headline(draft, "%s: the export names the Azure port of one link only", er_network_component(net, circuit->self)->name);
		if (!both)
			er_draft_missing(draft, primary == NULL ? "properties.primaryAzurePort" : "properties.secondaryAzurePort");
		er_draft_flows_behind(draft, i, ER_NONE);
		er_draft_end(draft);
	}
}

const ErRule er_rules_peering[] = {
	{ "ER-PEER-001", ER_SEV_CRITICAL, "Private peering disabled", "private peering", "Set the peering's state to Enabled, save, and verify both BGP sessions", "",
	  "https://learn.microsoft.com/azure/expressroute/evaluate-circuit-resiliency", check_disabled },
	{ "ER-PEER-002", ER_SEV_HIGH, "Only one peering link addressed (single BGP session)", "private peering", "Configure the second /30 and its BGP session",
	  "APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88; APRL:859886df-3996-4eab-8439-c1a38c416e0e; ALZ:D06.18 d581a947-69a2-4783-942e-9df3664324c8; WAF-ER: active-active + BFD",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_one_session },
	{ "ER-PEER-003", ER_SEV_HIGH, "Primary and secondary peering subnets equal, overlapping or wrong size", "private peering",
	  "Give each link a /30 of its own (IPv6: a /126), such as the halves of a /29", "", "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_subnets },
	{ "ER-PEER-004", ER_SEV_HIGH, "Peering subnet overlaps VNet, on-prem or another circuit's peering subnet", "private peering", "Take the peering subnets from a range kept for transit",
	  "ALZ:D03.01 558fd772-49b8-4211-82df-27ee412e7f98", "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_overlaps },
	{ "ER-PEER-005", ER_SEV_MEDIUM, "IPv6 present on one circuit of a pair only", "set of circuits", "Configure IPv6 on each circuit of the set, and mind the limit of IPv6 routes", "",
	  "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#expressroute-limits", check_ipv6 },
	{ "ER-PEER-006", ER_SEV_MEDIUM, "Reserved or invalid peer ASN", "private peering", "Renumber the customer's side to an ASN that Azure does not reserve", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-routing", check_asn },
	{ "ER-PEER-007", ER_SEV_HIGH, "Duplicate VLAN on a Dot1Q ER Direct port", "port pair", "Give every peering of the port pair a VLAN of its own", "",
	  "https://learn.microsoft.com/azure/expressroute/expressroute-erdirect-about", check_vlans },
	{ "ER-PEER-008", ER_SEV_HIGH, "Primary and secondary terminate on the same MSEE device", "private peering", "Open a support case to have one link moved", "",
	  "https://learn.microsoft.com/azure/expressroute/planned-maintenance", check_devices },
	{ "ER-PEER-009", ER_SEV_HIGH, "Primary and secondary route tables differ", "private peering", "Advertise the same prefixes on both links", "ALZ:D06.18 d581a947-69a2-4783-942e-9df3664324c8; APRL:f06a2bbe-5839-d447-9f39-fc3d20562d88",
	  "https://learn.microsoft.com/azure/expressroute/designing-for-high-availability-with-expressroute", check_route_tables },
	{ "ER-PEER-010", ER_SEV_LOW, "MD5 configured on one circuit only, or shared-key rollover unplanned", "set of circuits", "Use MD5 on all circuits of the set or on none; roll keys one link at a time",
	  "WAF-ER: MD5 on peering", "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", check_keys },
	{ 0 },
};
