/*
 * Flows of both sides, by site, VNet, direction and destination. What differs between two flows is worked out once per pair of their
 * classes and told in sentences; flows of one site and direction with the same sentences stand together.
 *
 * Cuts are compared as failures, not as lists: a cut gained matters when none of the cuts before is part of it (then the flow falls now
 * and did not before), a cut lost when none of the cuts after is part of it. So when {a} becomes {a, b}, the loss matters and the gain does not.
 * Of single points of failure only the excess counts as worse or better, per kind: that another circuit is the one there is, is a change and no harm.
 */
#include "difference.h"

#include <erscope/scenarios.h>

#include <math.h>
#include <string.h>

enum { MOST_NAMED = 3, MOST_CUTS = 4000 };

typedef struct {
	ErDifference *diff;
	ErSimulator *simulator[2];
	GHashTable *rows;          /* what is told, as text → Row */
	GPtrArray *order;          /* of Row */
	GHashTable *pairs;         /* "class class up up" → GArray of ErDiffSentence */
	GHashTable *cuts;          /* key → index into diff->cuts + 1 */
	bool torn, unlisted;       /* cuts of some class are not all known; are not all listed */
} Work;

typedef struct { ErDiffFlows row; GArray *before, *after, *sentences; } Row;

/* ---- what a class does ---- */

/* Names of what its paths use, by key: sorted, each once. */
typedef struct {
	GPtrArray *carriers, *gateways, *firewalls, *standby, *others;
	uint32_t n_links;
} Use;

static void add_key(GPtrArray *keys, const char *key)
{
	for (guint i = 0; i < keys->len; i++)
		if (strcmp(keys->pdata[i], key) == 0)
			return;
	g_ptr_array_add(keys, (char *)key);
}

static bool has_key(const GPtrArray *keys, const char *key)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)keys, key, g_str_equal, NULL);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void use_hops(const Work *work, int side, const ErPath *path, Use *use)
{
	const ErNetwork *net = work->diff->net[side];

	for (uint32_t i = 0; i < path->n_hops; i++) {
		if (path->hops[i] >= er_network_n_components(net))
			continue;
		switch (er_network_component(net, path->hops[i])->kind) {
		case ER_KIND_FIREWALL: add_key(use->firewalls, work->diff->keys[side][path->hops[i]]); break;
		case ER_KIND_SITE: case ER_KIND_WAN: case ER_KIND_HUB: case ER_KIND_VNET: add_key(use->others, work->diff->keys[side][path->hops[i]]); break;
		default: break;
		}
	}
}

static Use use_of(const Work *work, int side, const ErFlowClass *class)
{
	const ErNetwork *net = work->diff->net[side];
	Use use = { g_ptr_array_new(), g_ptr_array_new(), g_ptr_array_new(), g_ptr_array_new(), g_ptr_array_new(), 0 };
	g_autoptr(GPtrArray) links = g_ptr_array_new();

	for (uint32_t i = 0; i < class->n_paths; i++) {
		const ErPath *path = &class->paths[i];
		const char *carrier = work->diff->keys[side][er_path_carrier(net, path)];
		add_key(path->preference == 0 ? use.carriers : use.standby, carrier);
		if (path->preference > 0)
			continue;
		add_key(links, er_difference_keepf(work->diff, "%s %u", carrier, path->side));
		if (path->gateway != ER_NONE)
			add_key(use.gateways, work->diff->keys[side][er_network_gateway(net, path->gateway)->self]);
		use_hops(work, side, path, &use);
	}
	use.n_links = links->len;
	for (guint i = use.standby->len; i-- > 0;)
		if (has_key(use.carriers, use.standby->pdata[i]))
			g_ptr_array_remove_index(use.standby, i);
	GPtrArray *const lists[] = { use.carriers, use.gateways, use.firewalls, use.standby, use.others };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_sort(lists[i], by_text);
	return use;
}

static void clear_use(Use *use)
{
	GPtrArray *const lists[] = { use->carriers, use->gateways, use->firewalls, use->standby, use->others };

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_unref(lists[i]);
}

/* ---- sentences ---- */

static void say(const Work *work, GArray *out, ErTrend trend, ErDiffWeight weight, const char *format, ...) G_GNUC_PRINTF(5, 6);
static void say(const Work *work, GArray *out, ErTrend trend, ErDiffWeight weight, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	const ErDiffSentence sentence = { trend, weight, er_difference_keep(work->diff, text) };
	g_array_append_val(out, sentence);
}

/* The name of what has this key, as the side that has it spells it. (transfer full) */
static char *name_of(const Work *work, const char *key, bool with_kind)
{
	const ErDiffPart *part = er_difference_lookup(work->diff, key);
	int side = part != NULL && part->after != ER_NONE ? ER_AFTER : ER_BEFORE;
	uint32_t component = part == NULL ? ER_NONE : side == ER_AFTER ? part->after : part->before;

	if (component == ER_NONE)
		return g_strdup(key);
	if (with_kind || er_network_component(work->diff->net[side], component)->kind == ER_KIND_VPN_CONNECTION)
		return er_difference_name(work->diff->net[side], component);
	return g_strdup(er_network_component(work->diff->net[side], component)->name);
}

/* (transfer full): "er-paris, er-london and 2 more"; those of @keys that @without has not */
static char *names_of(const Work *work, const GPtrArray *keys, const GPtrArray *without, bool with_kind)
{
	GString *out = g_string_new(NULL);
	uint32_t n = 0;

	for (guint i = 0; i < keys->len; i++) {
		if (without != NULL && has_key(without, keys->pdata[i]))
			continue;
		g_autofree char *name = name_of(work, keys->pdata[i], with_kind);
		if (n++ < MOST_NAMED)
			g_string_append_printf(out, "%s%s", n > 1 ? ", " : "", name);
	}
	if (n > MOST_NAMED)
		g_string_append_printf(out, " and %u more", n - MOST_NAMED);
	return g_string_free(out, FALSE);
}

/* "now over A instead of B", "now also over A", "no longer over B" */
static void say_change(const Work *work, GArray *out, const char *through, const GPtrArray *before, const GPtrArray *after, bool with_kind)
{
	g_autofree char *gone = names_of(work, before, after, with_kind), *come = names_of(work, after, before, with_kind);

	if (*gone != '\0' && *come != '\0')
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "now %s %s instead of %s", through, come, gone);
	else if (*come != '\0')
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, before->len > 0 ? "now also %s %s" : "now %s %s", through, come);
	else if (*gone != '\0')
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "no longer %s %s", through, gone);
}

static void say_firewalls(const Work *work, GArray *out, ErDirection direction, const Use *use)
{
	const char *way = direction == ER_AZURE_TO_ONPREM ? "return path" : "path to Azure";
	g_autofree char *gone = names_of(work, use[0].firewalls, use[1].firewalls, true), *come = names_of(work, use[1].firewalls, use[0].firewalls, true);

	if (*come != '\0')
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "%s now crosses %s", way, come);
	if (*gone != '\0')
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "%s no longer crosses %s", way, gone);
}

static void say_mode(const Work *work, GArray *out, const ErFlowClass *const *class, const Use *use)
{
	bool was = class[0]->mode == ER_MODE_FASTPATH, is = class[1]->mode == ER_MODE_FASTPATH;
	g_autofree char *gateways = names_of(work, use[1].gateways, NULL, false);

	if (was && class[1]->mode == ER_MODE_MIXED)
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "FastPath on a part of the paths only");
	else if (was && !is && class[1]->mode != ER_MODE_NONE)
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "no longer FastPath: traffic goes through %s%s%s%s", *gateways != '\0' ? gateways : "the gateway", class[1]->n_mode_reasons > 0 ? " (" : "",
		    class[1]->n_mode_reasons > 0 ? class[1]->mode_reasons[0] : "", class[1]->n_mode_reasons > 0 ? ")" : "");
	else if (!was && is)
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "FastPath now: traffic goes past %s", *gateways != '\0' ? gateways : "the gateway");
}

static double share_over(const Work *work, int side, const ErFlowClass *class, const char *carrier)
{
	double share = 0;

	for (uint32_t i = 0; i < class->n_paths; i++)
		if (class->paths[i].preference == 0 && strcmp(work->diff->keys[side][er_path_carrier(work->diff->net[side], &class->paths[i])], carrier) == 0)
			share += class->paths[i].share;
	return share;
}

static void say_shares(const Work *work, GArray *out, const ErFlowClass *const *class, const Use *use)
{
	if (use[0].n_links != use[1].n_links && use[1].n_links > 0)
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "over %u %s instead of %u%s", use[1].n_links, use[1].n_links == 1 ? "link" : "links", use[0].n_links, use[0].n_links > 1 && use[1].n_links == 1 ? ": no ECMP any more" : "");
	for (guint i = 0; i < use[1].carriers->len; i++) {
		double was = share_over(work, ER_BEFORE, class[0], use[1].carriers->pdata[i]), is = share_over(work, ER_AFTER, class[1], use[1].carriers->pdata[i]);
		g_autofree char *name = name_of(work, use[1].carriers->pdata[i], false);
		if (fabs(was - is) > 0.005)
			say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "%s carries %ld %% instead of %ld %%", name, lround(is * 100), lround(was * 100));
	}
}

static void say_standby(const Work *work, GArray *out, const Use *use)
{
	g_autofree char *gone = names_of(work, use[0].standby, use[1].standby, false), *come = names_of(work, use[1].standby, use[0].standby, false);

	if (*come != '\0')
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "standby over %s now", come);
	if (*gone != '\0')
		say(work, out, ER_TREND_NONE, ER_WEIGHT_PATH, "no standby over %s any more", gone);
}

static void say_capacity(const Work *work, GArray *out, const ErFlowClass *const *class)
{
	uint32_t mbps[2];

	for (int side = ER_BEFORE; side <= ER_AFTER; side++)
		mbps[side] = er_simulator_base(work->simulator[side], class[side]->number - 1)->capacity_mbps;
	if (mbps[0] > 0 && mbps[1] > 0 && mbps[0] != mbps[1])
		say(work, out, mbps[1] < mbps[0] ? ER_TREND_WORSE : ER_TREND_BETTER, ER_WEIGHT_CAPACITY, "capacity %u → %u Mbps", mbps[0], mbps[1]);
}

static bool is_asymmetric(const ErFlowClass *class, ErAsymmetryKind kind)
{
	for (uint32_t i = 0; i < class->n_asymmetry; i++)
		if (class->asymmetry[i].kind == kind && class->asymmetry[i].certainty > ER_ASSUMED)
			return true;
	return false;
}

static void say_asymmetry(const Work *work, GArray *out, const ErFlowClass *const *class)
{
	static const struct { ErAsymmetryKind kind; const char *now, *gone; ErTrend worse; } kinds[] = {
		{ ER_ASYM_ROUTING, "the two directions use different circuits now", "the two directions use the same circuits again", ER_TREND_NONE },
		{ ER_ASYM_STATE, "a stateful device sees one direction only now", "stateful devices see both directions again", ER_TREND_WORSE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		bool was = is_asymmetric(class[0], kinds[i].kind), is = is_asymmetric(class[1], kinds[i].kind);
		if (was != is)
			say(work, out, kinds[i].worse == ER_TREND_NONE ? ER_TREND_NONE : is ? ER_TREND_WORSE : ER_TREND_BETTER, ER_WEIGHT_STATE, "%s", is ? kinds[i].now : kinds[i].gone);
	}
}

static void say_down(const Work *work, GArray *out, const ErFlowClass *class)
{
	if (class->n_excluded > 0)
		say(work, out, ER_TREND_WORSE, ER_WEIGHT_DOWN, "is down now: %s", class->excluded[0].reason);
	else
		say(work, out, ER_TREND_WORSE, ER_WEIGHT_DOWN, "is down now: no path is left");
}

/* ---- cuts ---- */

/* (transfer full): the keys of a cut's members */
static GPtrArray *members_of(const Work *work, int side, const ErCut *cut)
{
	GPtrArray *keys = g_ptr_array_new();
	const ErNetwork *net = work->diff->net[side];

	for (uint32_t i = 0; i < cut->n; i++) {
		uint32_t element = cut->element[i];
		bool own = element < er_network_n_components(net) + er_network_n_groups(net);
		g_ptr_array_add(keys, (char *)(own ? work->diff->keys[side][element] : element == ER_ELEMENT_VNET ? "$vnet" : "$attachment"));
	}
	g_ptr_array_sort(keys, by_text);
	return keys;
}

static GPtrArray *cuts_of(const Work *work, int side, const ErFlowClass *class)
{
	GPtrArray *cuts = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);

	for (uint32_t i = 0; i < class->n_cuts; i++)
		g_ptr_array_add(cuts, members_of(work, side, &class->cuts[i]));
	return cuts;
}

static char *joined(const GPtrArray *keys)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < keys->len; i++)
		g_string_append_printf(out, "%s\n", (const char *)keys->pdata[i]);
	return g_string_free(out, FALSE);
}

/* Single points, and sets as they are spelled: what of a cut is looked for among the other side's. */
static GHashTable *index_of(const GPtrArray *cuts)
{
	GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < cuts->len; i++)
		g_hash_table_add(set, joined(cuts->pdata[i]));
	return set;
}

/* Is the cut, or a part of it, among @others? At most three members: each subset is looked up. */
static bool is_covered(const GPtrArray *keys, GHashTable *others)
{
	for (guint subset = 1; subset < 1u << keys->len; subset++) {
		g_autoptr(GPtrArray) some = g_ptr_array_new();
		for (guint i = 0; i < keys->len; i++)
			if (subset >> i & 1)
				g_ptr_array_add(some, keys->pdata[i]);
		g_autofree char *text = joined(some);
		if (g_hash_table_contains(others, text))
			return true;
	}
	return false;
}

static bool only_by_deletion(const ErNetwork *net, uint32_t element)
{
	uint32_t n = er_network_n_components(net);

	if (element >= ER_ELEMENT_ATTACHMENT)
		return true;
	if (element >= n)
		return er_network_group(net, element - n)->kind == ER_GRP_SUBSCRIPTION;
	switch (er_network_component(net, element)->kind) {
	case ER_KIND_GATEWAY: case ER_KIND_CONNECTION: case ER_KIND_HUB: case ER_KIND_HUB_CONNECTION: case ER_KIND_VNET: case ER_KIND_VNET_PEERING: return true;
	case ER_KIND_FIREWALL: return er_network_firewall_is_redundant(net, element);
	default: return false;
	}
}

static const char *name_of_element(const Work *work, int side, uint32_t element)
{
	if (element == ER_ELEMENT_VNET || element == ER_ELEMENT_ATTACHMENT)
		return element == ER_ELEMENT_VNET ? "the VNet" : "its peering";
	g_autofree char *name = er_difference_name(work->diff->net[side], element);
	return er_difference_keep(work->diff, name);
}

static bool is_by_deletion(const ErNetwork *net, const ErCut *cut)
{
	bool some = false;

	for (uint32_t i = 0; i < cut->n; i++)
		some = some || only_by_deletion(net, cut->element[i]);
	return some;
}

/* The row of a cut, made when it is new. */
static ErDiffCut *cut_row(Work *work, int side, const ErCut *cut, const GPtrArray *keys)
{
	g_autofree char *members = joined(keys), *key = g_strconcat(side == ER_AFTER ? "+" : "-", members, NULL);
	uint32_t index = GPOINTER_TO_UINT(g_hash_table_lookup(work->cuts, key));

	if (index > 0)
		return &g_array_index(work->diff->cuts, ErDiffCut, index - 1);
	ErDiffCut row = { .gained = side == ER_AFTER, .n = cut->n, .certainty = cut->certainty, .only_by_deletion = is_by_deletion(work->diff->net[side], cut) };
	for (uint32_t i = 0; i < cut->n; i++) {
		g_autoptr(GPtrArray) one = members_of(work, side, &(const ErCut){ { cut->element[i] }, 1, cut->certainty });
		row.id[i] = one->pdata[0];
		row.name[i] = name_of_element(work, side, cut->element[i]);
	}
	g_array_append_val(work->diff->cuts, row);
	g_hash_table_insert(work->cuts, g_steal_pointer(&key), GUINT_TO_POINTER(work->diff->cuts->len));
	return &g_array_index(work->diff->cuts, ErDiffCut, work->diff->cuts->len - 1);
}

static void add_cut(Work *work, int side, const ErFlowClass *class, const ErCut *cut, const GPtrArray *keys, bool matters, uint32_t n_flows)
{
	if (cut->n > 1 && work->diff->cuts->len >= MOST_CUTS) {
		work->unlisted = true;
		return;
	}
	ErDiffCut *row = cut_row(work, side, cut, keys);
	row->matters = row->matters || matters;
	row->certainty = MAX(row->certainty, cut->certainty);
	row->n_flows[class->direction] += n_flows;
}

/* What kind of thing the single point is, so that one circuit in another's place is no gain. */
static uint32_t kind_of(const ErNetwork *net, uint32_t element)
{
	uint32_t n = er_network_n_components(net);

	return element < n ? er_network_component(net, element)->kind : (uint32_t)ER_KIND__COUNT + er_network_group(net, element - n)->kind;
}

typedef struct { int singles[ER_KIND__COUNT + ER_GRP__COUNT]; int pairs; GPtrArray *names[2]; /* of singles gained, lost */ } Balance;

static void count_side(Work *work, int side, const ErFlowClass *class, const GPtrArray *cuts, GHashTable *others, uint32_t n_flows, Balance *balance)
{
	int sign = side == ER_AFTER ? 1 : -1;

	for (uint32_t i = 0; i < class->n_cuts; i++) {
		const ErCut *cut = &class->cuts[i];
		const GPtrArray *keys = cuts->pdata[i];
		g_autofree char *text = joined(keys);
		if (g_hash_table_contains(others, text))
			continue;
		bool matters = !is_covered(keys, others);
		add_cut(work, side, class, cut, keys, matters, n_flows);
		if (!matters || cut->certainty == ER_ASSUMED || is_by_deletion(work->diff->net[side], cut))
			continue;
		if (cut->n == 1) {
			balance->singles[kind_of(work->diff->net[side], cut->element[0])] += sign;
			g_ptr_array_add(balance->names[side], (char *)name_of_element(work, side, cut->element[0]));
		}
		balance->pairs += cut->n == 2 ? sign : 0;
	}
}

static void say_cuts(Work *work, GArray *out, const ErFlowClass *const *class, uint32_t n_flows)
{
	g_autoptr(GPtrArray) before = cuts_of(work, ER_BEFORE, class[0]), after = cuts_of(work, ER_AFTER, class[1]);
	g_autoptr(GHashTable) was = index_of(before), is = index_of(after);
	Balance balance = { .names = { g_ptr_array_new(), g_ptr_array_new() } };
	int more = 0, less = 0;

	work->torn = work->torn || class[0]->truncated || class[1]->truncated;
	count_side(work, ER_BEFORE, class[0], before, is, n_flows, &balance);
	count_side(work, ER_AFTER, class[1], after, was, n_flows, &balance);
	for (size_t i = 0; i < G_N_ELEMENTS(balance.singles); i++) {
		more += MAX(balance.singles[i], 0);
		less += MAX(-balance.singles[i], 0);
	}
	for (int side = ER_AFTER; side >= ER_BEFORE; side--) {
		GPtrArray *names = balance.names[side];
		g_autoptr(GString) text = g_string_new(NULL);
		g_ptr_array_sort(names, by_text);
		for (guint i = 0; i < names->len && i < MOST_NAMED; i++)
			g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", (const char *)names->pdata[i]);
		if (names->len > MOST_NAMED)
			g_string_append_printf(text, " and %u more", names->len - MOST_NAMED);
		if (names->len > 0)
			say(work, out, side == ER_AFTER ? (more > 0 ? ER_TREND_WORSE : ER_TREND_NONE) : less > 0 ? ER_TREND_BETTER : ER_TREND_NONE, ER_WEIGHT_SINGLE,
			    side == ER_AFTER ? "single point of failure now: %s" : "no single point of failure any more: %s", text->str);
		g_ptr_array_unref(names);
	}
	if (more + less == 0 && balance.pairs != 0 && before->len > 0 && after->len > 0)
		say(work, out, balance.pairs > 0 ? ER_TREND_WORSE : ER_TREND_BETTER, ER_WEIGHT_PAIRS, balance.pairs > 0 ? "%d more pairs of parts take it down together" : "%d fewer pairs of parts take it down together", abs(balance.pairs));
}

/* ---- flows ---- */

/* (transfer full): of ErDiffSentence */
static GArray *compare_classes(Work *work, const ErFlowClass *const *class, bool was_up, bool is_up, uint32_t n_flows)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(ErDiffSentence));
	Use use[] = { use_of(work, ER_BEFORE, class[0]), use_of(work, ER_AFTER, class[1]) };

	if (was_up && !is_up)
		say_down(work, out, class[1]);
	if (!was_up && is_up) {
		g_autofree char *over = names_of(work, use[1].carriers, NULL, false);
		say(work, out, ER_TREND_BETTER, ER_WEIGHT_DOWN, "is up now, over %s", over);
	}
	if (was_up && is_up) {
		say_firewalls(work, out, class[1]->direction, use);
		say_mode(work, out, class, use);
		guint told = out->len;
		say_change(work, out, "over", use[0].carriers, use[1].carriers, false);
		say_change(work, out, "through", use[0].gateways, use[1].gateways, true);
		if (out->len == told)
			say_shares(work, out, class, use);
		say_change(work, out, "through", use[0].others, use[1].others, true);
		say_standby(work, out, use);
		say_capacity(work, out, class);
		say_asymmetry(work, out, class);
		say_cuts(work, out, class, n_flows);
	}
	clear_use(&use[0]);
	clear_use(&use[1]);
	return out;
}

static const ErFlowClass *class_of(const Work *work, int side, uint32_t flow)
{
	const ErFlows *flows = work->diff->side[side].flows;

	return er_flows_class(flows, er_flows_at(flows, flow)->flow_class);
}

static void free_row(void *data)
{
	Row *row = data;

	g_array_free(row->before, TRUE);
	g_array_free(row->after, TRUE);
	g_array_free(row->sentences, TRUE);
	g_free(row);
}

/* The row of one site and direction that says this. */
static Row *row_of(Work *work, ErDiffState state, const char *site, ErDirection direction, const GArray *sentences)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "%d\n%s\n%d\n", state, site, direction);
	for (guint i = 0; i < sentences->len; i++)
		g_string_append_printf(text, "%s\n", g_array_index(sentences, ErDiffSentence, i).text);
	Row *row = g_hash_table_lookup(work->rows, text->str);
	if (row != NULL)
		return row;
	row = g_new0(Row, 1);
	row->row = (ErDiffFlows){ .state = state, .direction = direction };
	row->before = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	row->after = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	row->sentences = g_array_new(FALSE, FALSE, sizeof(ErDiffSentence));
	g_array_append_vals(row->sentences, sentences->data, sentences->len);
	g_hash_table_insert(work->rows, g_strdup(text->str), row);
	g_ptr_array_add(work->order, row);
	return row;
}

static void add_flow(Work *work, ErDiffState state, uint32_t before, uint32_t after, const GArray *sentences)
{
	int side = after != ER_NONE ? ER_AFTER : ER_BEFORE;
	const ErFlow *flow = er_flows_at(work->diff->side[side].flows, side == ER_AFTER ? after : before);
	const char *site = work->diff->keys[side][er_network_site(work->diff->net[side], flow->site)->self];
	Row *row = row_of(work, state, site, flow->direction, sentences);

	if (row->before->len == 0) {
		row->row.class_before = before != ER_NONE ? er_flows_at(work->diff->side[ER_BEFORE].flows, before)->flow_class : ER_NONE;
		row->row.class_after = after != ER_NONE ? er_flows_at(work->diff->side[ER_AFTER].flows, after)->flow_class : ER_NONE;
	}
	g_array_append_val(row->before, before);
	g_array_append_val(row->after, after);
}

/* A flow that one side has alone. */
static void add_alone(Work *work, int side, uint32_t index)
{
	const ErFlow *flow = er_flows_at(work->diff->side[side].flows, index);
	g_autoptr(GArray) sentences = g_array_new(FALSE, FALSE, sizeof(ErDiffSentence));
	const ErFlowClass *class = class_of(work, side, index);

	if (er_class_is_unserved(work->diff->side[side].flows, class))
		return;
	Use use = use_of(work, side, class);
	g_autofree char *over = names_of(work, use.carriers, NULL, false);
	if (side == ER_BEFORE)
		say(work, sentences, ER_TREND_NONE, ER_WEIGHT_PATH, flow->up ? "is no longer there; it was up, over %s" : "is no longer there; it was down", over);
	else
		say(work, sentences, ER_TREND_NONE, ER_WEIGHT_PATH, flow->up ? "is new, up over %s" : "is new, and down", over);
	clear_use(&use);
	add_flow(work, side == ER_BEFORE ? ER_REMOVED : ER_ADDED, side == ER_BEFORE ? index : ER_NONE, side == ER_BEFORE ? ER_NONE : index, sentences);
}

/* (transfer full): site, VNet, direction and destination of a flow, in ids of the side after */
static char *flow_key(const ErDifference *diff, int side, const ErFlow *flow)
{
	const ErNetwork *net = diff->net[side];

	return g_strdup_printf("%s\n%s\n%d\n%s", diff->keys[side][er_network_site(net, flow->site)->self], diff->keys[side][er_network_vnet(net, flow->vnet)->self], flow->direction, flow->destination);
}

static char *pair_key(const Work *work, uint32_t before, uint32_t after)
{
	const ErFlow *was = er_flows_at(work->diff->side[ER_BEFORE].flows, before), *is = er_flows_at(work->diff->side[ER_AFTER].flows, after);

	return g_strdup_printf("%u %u %d %d", was->flow_class, is->flow_class, was->up, is->up);
}

typedef struct { uint32_t n; GArray *sentences; } Pair;

static void free_pair(void *data)
{
	Pair *pair = data;

	if (pair->sentences != NULL)
		g_array_free(pair->sentences, TRUE);
	g_free(pair);
}

static void add_joined(Work *work, uint32_t before, uint32_t after)
{
	g_autofree char *key = pair_key(work, before, after);
	Pair *pair = g_hash_table_lookup(work->pairs, key);

	if (pair->sentences == NULL) {
		const ErFlowClass *const class[] = { class_of(work, ER_BEFORE, before), class_of(work, ER_AFTER, after) };
		pair->sentences = compare_classes(work, class, er_flows_at(work->diff->side[ER_BEFORE].flows, before)->up, er_flows_at(work->diff->side[ER_AFTER].flows, after)->up, pair->n);
	}
	if (pair->sentences->len == 0)
		work->diff->n_same_flows++;
	else
		add_flow(work, ER_CHANGED, before, after, pair->sentences);
}

/* (transfer full): per flow after, its flow before; ER_NONE. Marks those before that are met. */
static uint32_t *join_flows(Work *work, bool *met)
{
	const ErFlows *was = work->diff->side[ER_BEFORE].flows, *is = work->diff->side[ER_AFTER].flows;
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	uint32_t *out = g_new(uint32_t, er_flows_count(is) + 1);

	for (uint32_t i = 0; i < er_flows_count(was); i++)
		g_hash_table_insert(known, flow_key(work->diff, ER_BEFORE, er_flows_at(was, i)), GUINT_TO_POINTER(i + 1));
	for (uint32_t i = 0; i < er_flows_count(is); i++) {
		g_autofree char *key = flow_key(work->diff, ER_AFTER, er_flows_at(is, i));
		uint32_t index = GPOINTER_TO_UINT(g_hash_table_lookup(known, key));
		out[i] = index > 0 ? index - 1 : ER_NONE;
		if (index == 0)
			continue;
		met[index - 1] = true;
		g_autofree char *both = pair_key(work, index - 1, i);
		Pair *pair = g_hash_table_lookup(work->pairs, both);
		if (pair == NULL) {
			pair = g_new0(Pair, 1);
			g_hash_table_insert(work->pairs, g_steal_pointer(&both), pair);
		}
		pair->n++;
	}
	return out;
}

static int by_weight(const void *a, const void *b)
{
	const ErDiffCut *x = a, *y = b;
	uint32_t m = x->n_flows[0] + x->n_flows[1], n = y->n_flows[0] + y->n_flows[1];

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	if (x->gained != y->gained)
		return x->gained ? -1 : 1;
	if (x->only_by_deletion != y->only_by_deletion)
		return x->only_by_deletion ? 1 : -1;
	if (m != n)
		return m > n ? -1 : 1;
	for (uint32_t i = 0; i < x->n; i++) {
		int by = strcmp(x->id[i], y->id[i]);
		if (by != 0)
			return by;
	}
	return 0;
}

static void finish_rows(Work *work)
{
	for (guint i = 0; i < work->order->len; i++) {
		Row *row = work->order->pdata[i];
		row->row.n = row->before->len;
		row->row.before = er_difference_block(work->diff, row->before);
		row->row.after = er_difference_block(work->diff, row->after);
		row->row.sentences = er_difference_block(work->diff, row->sentences);
		row->row.n_sentences = row->sentences->len;
		g_array_append_val(work->diff->flows_rows, row->row);
	}
	g_array_sort(work->diff->cuts, by_weight);
}

void er_difference_find_flows(ErDifference *diff)
{
	const ErFlows *was = diff->side[ER_BEFORE].flows, *is = diff->side[ER_AFTER].flows;
	Work work = { .diff = diff, .simulator = { er_simulator_new(was), er_simulator_new(is) } };
	g_autofree bool *met = g_new0(bool, er_flows_count(was) + 1);

	work.rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_row);
	work.order = g_ptr_array_new();
	work.pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_pair);
	work.cuts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree uint32_t *before = join_flows(&work, met);
	for (uint32_t i = 0; i < er_flows_count(is); i++)
		if (before[i] != ER_NONE)
			add_joined(&work, before[i], i);
		else
			add_alone(&work, ER_AFTER, i);
	for (uint32_t i = 0; i < er_flows_count(was); i++)
		if (!met[i])
			add_alone(&work, ER_BEFORE, i);
	finish_rows(&work);
	if (work.torn)
		er_difference_note(diff, "cuts of some flows are not all known: a bound was met");
	if (work.unlisted)
		er_difference_note(diff, "sets of two parts: the first %u are listed", (unsigned)MOST_CUTS);
	diff->torn = work.torn;
	g_hash_table_destroy(work.rows);
	g_ptr_array_unref(work.order);
	g_hash_table_destroy(work.pairs);
	g_hash_table_destroy(work.cuts);
	er_simulator_free(work.simulator[0]);
	er_simulator_free(work.simulator[1]);
}
