/*
 * The overview of an estate that is too large for one sheet: a card for each site, each circuit, and each home of gateways, and lines between
 * them; the sheets of its parts show the rest. Where even the cards would be too many, circuits of one peering location and homes of one region
 * share a card, which says how many they are; those beyond the last row are counted on a card of their own.
 */
#include "view_build.h"

#include <erscope/lang.h>

#include <string.h>

enum { MOST_CIRCUIT_CARDS = 14, MOST_HOME_CARDS = 12, MOST_SITE_CARDS = 14 };

static const ErNetwork *net_of(const ErView *view)
{
	return er_flows_network(view->flows);
}

/* Things that share a card: by their text, in order of first sight or by name. */
typedef struct { const char *key; uint32_t component, ref, count; } Card;

typedef struct { ErView *view; GHashTable *box_of_circuit, *box_of_gateway, *box_of_site; } Cards;

static void put_box(GHashTable *boxes, uint32_t index, uint32_t box)
{
	g_hash_table_insert(boxes, GUINT_TO_POINTER(index + 1), GUINT_TO_POINTER(box + 1));
}

static uint32_t get_box(GHashTable *boxes, uint32_t index)
{
	uint32_t box = GPOINTER_TO_UINT(g_hash_table_lookup(boxes, GUINT_TO_POINTER(index + 1)));

	return box > 0 ? box - 1 : ER_NONE;
}

static uint32_t add_card(ErView *view, ErBoxKind kind, uint32_t component, uint32_t ref, uint32_t count, const char *label)
{
	const ErBox box = { .kind = kind, .parent = ER_NONE, .component = component, .ref = ref, .count = count, .label = label };

	return er_diagram_add(view->diagram, &box);
}

/* ---- sites ---- */

static void add_sites(Cards *cards, const ErView *whole)
{
	const ErNetwork *net = net_of(whole);
	uint32_t n = 0, more = 0, last = ER_NONE;

	for (uint32_t i = 0; i < er_network_n_sites(net); i++) {
		if (whole->sites != NULL && !whole->sites[i])
			continue;
		if (n++ < MOST_SITE_CARDS)
			last = add_card(cards->view, ER_BOX_SITE_CARD, er_network_site(net, i)->self, i, 1, NULL);
		else
			more++;
		put_box(cards->box_of_site, i, last);
	}
	if (more > 0) {
		/* The last card speaks for the rest. */
		ErBox *box = er_diagram_box(cards->view->diagram, last);
		box->count += more;
		box->label = er_view_keep(cards->view, g_strdup_printf(_("%u sites"), box->count));
	}
}

/* ---- groups of circuits and homes ---- */

static int by_name(const void *a, const void *b)
{
	const Card *x = a, *y = b;

	return g_ascii_strcasecmp(x->key, y->key) != 0 ? g_ascii_strcasecmp(x->key, y->key) : (x->ref > y->ref) - (x->ref < y->ref);
}

/* The groups of a list of texts: distinct ones, by name, at most @most; what is beyond shares the last. */
static GArray *groups_of(GPtrArray *keys, uint32_t most)
{
	GArray *groups = g_array_new(FALSE, TRUE, sizeof(Card));
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < keys->len; i++) {
		Card card = { .key = keys->pdata[i], .component = ER_NONE };
		if (g_hash_table_add(known, keys->pdata[i]))
			g_array_append_val(groups, card);
	}
	g_array_sort(groups, by_name);
	if (groups->len > most)
		g_array_set_size(groups, most);
	return groups;
}

static guint group_index(const GArray *groups, const char *key)
{
	for (guint i = 0; i < groups->len; i++)
		if (strcmp(g_array_index(groups, Card, i).key, key) == 0)
			return i;
	return groups->len - 1;
}

/* One card per group, with its count; the last also of what found no card. */
static void add_group_cards(Cards *cards, ErBoxKind kind, GPtrArray *keys, const uint32_t *indices, GHashTable *boxes, uint32_t most, const char *one, const char *many)
{
	g_autoptr(GArray) groups = groups_of(keys, most);
	g_autoptr(GHashTable) named = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree uint32_t *box = g_new(uint32_t, groups->len + 1);

	for (guint i = 0; i < keys->len; i++)
		g_array_index(groups, Card, group_index(groups, keys->pdata[i])).count++;
	for (guint i = 0; i < keys->len; i++)
		g_hash_table_add(named, keys->pdata[i]);
	for (guint i = 0; i < groups->len; i++) {
		const Card *card = &g_array_index(groups, Card, i);
		guint more = i + 1 == groups->len ? g_hash_table_size(named) - groups->len : 0;
		g_autofree char *others = more > 0 ? g_strdup_printf(_(" and %u more"), more) : g_strdup("");
		char *label = g_strdup_printf("%s%s: %u %s", card->key, others, card->count, card->count == 1 ? one : many);
		box[i] = add_card(cards->view, kind, ER_NONE, ER_NONE, card->count, er_view_keep(cards->view, label));
	}
	for (guint i = 0; i < keys->len; i++)
		put_box(boxes, indices[i], box[group_index(groups, keys->pdata[i])]);
}

/* ---- circuits ---- */

static int by_circuit(const void *a, const void *b, void *data)
{
	const ErNetwork *net = data;
	const ErComponent *x = er_network_component(net, er_network_circuit(net, *(const uint32_t *)a)->self), *y = er_network_component(net, er_network_circuit(net, *(const uint32_t *)b)->self);
	int by = g_ascii_strcasecmp(x->name, y->name);

	return by != 0 ? by : strcmp(x->id, y->id);
}

/* Port pairs of the whole estate that no circuit uses: as one card. */
static void add_idle_ports(Cards *cards, const ErView *whole)
{
	const ErNetwork *net = net_of(whole);
	uint32_t idle = 0, first = ER_NONE;

	for (uint32_t i = 0; whole->circuits == NULL && i < er_network_n_ports(net); i++) {
		bool used = false;
		for (uint32_t c = 0; c < er_network_n_circuits(net); c++)
			used = used || er_network_circuit(net, c)->port == i;
		if (used)
			continue;
		idle++;
		first = MIN(first, i);
	}
	if (idle == 1)
		add_card(cards->view, ER_BOX_CIRCUIT_CARD, ER_NONE, ER_NONE, 1, er_view_keep(cards->view, g_strdup_printf(_("%s: a port pair without circuit"), er_network_component(net, er_network_port(net, first)->self)->name)));
	else if (idle > 1)
		add_card(cards->view, ER_BOX_CIRCUIT_CARD, ER_NONE, ER_NONE, idle, er_view_keep(cards->view, g_strdup_printf(_("%u port pairs without a circuit"), idle)));
}

static void add_circuits(Cards *cards, const ErView *whole)
{
	const ErNetwork *net = net_of(whole);
	g_autoptr(GArray) shown = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GPtrArray) locations = g_ptr_array_new();

	for (uint32_t i = 0; i < er_network_n_circuits(net); i++)
		if (er_view_shows_circuit(whole, i))
			g_array_append_val(shown, i);
	g_array_sort_with_data(shown, by_circuit, (void *)net);
	for (guint i = 0; i < shown->len; i++) {
		const ErCircuit *circuit = er_network_circuit(net, g_array_index(shown, uint32_t, i));
		if (shown->len <= MOST_CIRCUIT_CARDS)
			put_box(cards->box_of_circuit, g_array_index(shown, uint32_t, i), add_card(cards->view, ER_BOX_CIRCUIT_CARD, circuit->self, g_array_index(shown, uint32_t, i), 1, NULL));
		g_ptr_array_add(locations, (char *)(*circuit->peering_location != '\0' ? circuit->peering_location : _("location not known")));
	}
	if (shown->len > MOST_CIRCUIT_CARDS)
		add_group_cards(cards, ER_BOX_CIRCUIT_CARD, locations, (const uint32_t *)(void *)shown->data, cards->box_of_circuit, MOST_CIRCUIT_CARDS, "circuit", "circuits");
}

/* ---- homes ---- */

static uint32_t first_gateway(const ErView *whole, const ErHome *home)
{
	for (uint32_t i = 0; i < er_network_n_gateways(net_of(whole)); i++)
		if (er_view_is_at(whole, i, home))
			return i;
	return ER_NONE;
}

static void put_gateways(Cards *cards, const ErView *whole, const ErHome *home, uint32_t box)
{
	for (uint32_t i = 0; i < er_network_n_gateways(net_of(whole)); i++)
		if (er_view_is_at(whole, i, home))
			put_box(cards->box_of_gateway, i, box);
}

static void add_homes(Cards *cards, const ErView *whole)
{
	const ErNetwork *net = net_of(whole);
	g_autoptr(GArray) homes = er_view_homes(whole), indices = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GPtrArray) regions = g_ptr_array_new();

	for (guint i = 0; i < homes->len; i++) {
		const ErHome *home = &g_array_index(homes, ErHome, i);
		uint32_t first = first_gateway(whole, home);
		const char *location = er_network_component(net, er_network_gateway(net, first)->self)->location;
		if (homes->len <= MOST_HOME_CARDS)
			put_gateways(cards, whole, home, add_card(cards->view, ER_BOX_HOME_CARD, er_network_gateway(net, first)->self, first, 1, er_view_keep(cards->view, g_strdup(home->name))));
		g_ptr_array_add(regions, (char *)(*location != '\0' ? location : _("region not known")));
		g_array_append_val(indices, first);
	}
	if (homes->len <= MOST_HOME_CARDS)
		return;
	add_group_cards(cards, ER_BOX_HOME_CARD, regions, (const uint32_t *)(void *)indices->data, cards->box_of_gateway, MOST_HOME_CARDS, "gateway home", "gateway homes");
	for (guint i = 0; i < homes->len; i++)
		put_gateways(cards, whole, &g_array_index(homes, ErHome, i), get_box(cards->box_of_gateway, g_array_index(indices, uint32_t, i)));
}

/* ---- lines ---- */

/* Each pair of cards once. */
static void join_once(Cards *cards, GHashTable *known, ErWireKind kind, uint32_t from, uint32_t to, uint32_t component, uint32_t ref)
{
	gpointer key = (gpointer)((uintptr_t)from << 32 | to);

	if (from == ER_NONE || to == ER_NONE || !g_hash_table_add(known, key))
		return;
	er_view_join(cards->view, kind, from, to, component, ref);
}

static void join_all(Cards *cards)
{
	const ErNetwork *net = net_of(cards->view);
	g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < er_network_n_ends(net); i++) {
		const ErEnd *end = er_network_end(net, i);
		join_once(cards, known, ER_WIRE_ACCESS, get_box(cards->box_of_site, end->site), get_box(cards->box_of_circuit, end->circuit), end->access, end->circuit);
	}
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		join_once(cards, known, ER_WIRE_CONNECTION, get_box(cards->box_of_circuit, connection->circuit), get_box(cards->box_of_gateway, connection->gateway), connection->self, i);
	}
}

ErView *er_view_cards(const ErView *whole)
{
	g_autoptr(GHashTable) circuits = g_hash_table_new(NULL, NULL), gateways = g_hash_table_new(NULL, NULL), sites = g_hash_table_new(NULL, NULL);
	ErView *view = er_view_new(whole->flows, whole->findings);
	Cards cards = { view, circuits, gateways, sites };

	view->cards = true;
	view->overview = true;
	view->filter = whole->filter;
	view->n_unserved = whole->n_unserved;
	if (whole->circuits != NULL) {
		const ErNetwork *net = net_of(whole);
		view->circuits = g_memdup2(whole->circuits, (er_network_n_circuits(net) + 1) * sizeof(bool));
		view->gateways = g_memdup2(whole->gateways, (er_network_n_gateways(net) + 1) * sizeof(bool));
		view->sites = g_memdup2(whole->sites, (er_network_n_sites(net) + 1) * sizeof(bool));
	}
	add_sites(&cards, whole);
	add_circuits(&cards, whole);
	add_idle_ports(&cards, whole);
	add_homes(&cards, whole);
	join_all(&cards);
	view->slug = g_strdup(whole->slug);
	view->title = g_strdup(whole->title);
	view->subtitle = g_strdup(whole->subtitle);
	view->scope = g_strdup(whole->scope);
	return view;
}
