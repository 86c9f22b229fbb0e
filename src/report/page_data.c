/*
 * The data of the interactive report: what fails, and what then carries.
 *
 * Idea. The page computes nothing. Every component and group is failed here, by the same er_simulate() as `erscope fail`, and the page
 * shows what came of it. Few outcomes differ: an outcome of a class, and all that one failure does, are each written once and
 * referred to by number. Ids share their beginnings with the one before (components are sorted by id), so only the rest is written.
 *
 * Bound: MOST_ELEMENTS failures and MOST_BYTES of what they do. Groups come first, then components in the order that a reader would ask
 * for them (the order of ErKind does not tell; VNets and their peerings, of which there are most, come last). What was left out has no
 * entry, and the page says so.
 *
 * Form (positions, for size): see the object written by er_page_data(); templates/report.js reads it.
 */
#include "page_data.h"

#include "prose.h"

#include <math.h>
#include <string.h>

enum { MOST_ELEMENTS = 20000, MOST_BYTES = 4 << 20, MOST_LOADS = 3, MOST_SUBJECTS = 60 };

/* Texts that are each kept once, in the order of their first use. */
typedef struct { GPtrArray *texts; GHashTable *index; } Pool;

typedef struct {
	GString *out;
	const ErFlows *flows;
	const ErNetwork *net;
	ErSimulator *simulator;
	Pool outcomes, impacts;
	size_t bytes;             /* of both pools */
} Page;

/* ---- compact JSON ---- */

/* Opens, with a comma where one is due. */
static void begin(GString *out, const char *key)
{
	if (out->len > 0 && strchr("[{", out->str[out->len - 1]) == NULL)
		g_string_append_c(out, ',');
	if (key != NULL)
		g_string_append_printf(out, "\"%s\":", key);
}

static void put_open(GString *out, const char *key, char bracket)
{
	begin(out, key);
	g_string_append_c(out, bracket);
}

static void put_close(GString *out, char bracket)
{
	g_string_append_c(out, bracket);
}

static void put_number(GString *out, int64_t number)
{
	begin(out, NULL);
	g_string_append_printf(out, "%" G_GINT64_FORMAT, number);
}

static void put_known(GString *out, uint32_t value, uint32_t unknown)
{
	begin(out, NULL);
	if (value == unknown)
		g_string_append(out, "null");
	else
		g_string_append_printf(out, "%u", value);
}

static void put_text(GString *out, const char *utf8)
{
	begin(out, NULL);
	g_string_append_c(out, '"');
	for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c < 0x20 || c == 0x7F || strchr("\"\\<>&", (int)MIN(c, 0x7F)) != NULL || c == 0x2028 || c == 0x2029)
			g_string_append_printf(out, "\\u%04x", c);
		else
			g_string_append_unichar(out, c);
	}
	g_string_append_c(out, '"');
}

/* ---- texts that are kept once ---- */

static Pool pool_new(void)
{
	return (Pool){ g_ptr_array_new_with_free_func(g_free), g_hash_table_new(g_str_hash, g_str_equal) };
}

static void pool_clear(Pool *pool)
{
	g_hash_table_destroy(pool->index);
	g_ptr_array_free(pool->texts, TRUE);
}

/* Takes @text. */
static uint32_t pool_add(Page *page, Pool *pool, GString *text)
{
	gpointer found;
	char *kept;

	if (g_hash_table_lookup_extended(pool->index, text->str, NULL, &found)) {
		g_string_free(text, TRUE);
		return GPOINTER_TO_UINT(found);
	}
	page->bytes += text->len;
	kept = g_string_free(text, FALSE);
	g_hash_table_insert(pool->index, kept, GUINT_TO_POINTER(pool->texts->len));
	g_ptr_array_add(pool->texts, kept);
	return pool->texts->len - 1;
}

/* ---- what there is ---- */

static void write_names(Page *page)
{
	const char *before = "";

	put_open(page->out, "components", '[');
	for (uint32_t i = 0; i < er_network_n_components(page->net); i++) {
		const ErComponent *component = er_network_component(page->net, i);
		uint32_t same = 0;
		while (before[same] != '\0' && before[same] == component->id[same])
			same++;
		while ((component->id[same] & 0xC0) == 0x80 && same > 0)   /* never within a character */
			same--;
		put_open(page->out, NULL, '[');
		put_number(page->out, g_utf8_strlen(component->id, same));
		put_text(page->out, component->id + same);
		put_text(page->out, component->name);
		put_number(page->out, component->kind);
		g_autoptr(GString) label = g_string_new(NULL);
		er_prose_add_component(label, page->net, i);
		if (g_str_has_suffix(label->str, component->name))
			g_string_truncate(label, label->len - strlen(component->name));   /* ends in a blank: the name follows */
		if (label->len > 0)
			put_text(page->out, label->str);
		put_close(page->out, ']');
		before = component->id;
	}
	put_close(page->out, ']');
	put_open(page->out, "groups", '[');
	for (uint32_t i = 0; i < er_network_n_groups(page->net); i++) {
		const ErGroup *group = er_network_group(page->net, i);
		put_open(page->out, NULL, '[');
		put_text(page->out, group->id);
		put_text(page->out, group->name);
		put_text(page->out, er_group_kind_name(group->kind));
		put_open(page->out, NULL, '[');
		for (uint32_t k = 0; k < group->n_members; k++)
			put_number(page->out, group->members[k]);
		put_close(page->out, ']');
		put_close(page->out, ']');
	}
	put_close(page->out, ']');
}

/* The flow's own VNet and attachment have no number of their own: -1 and -2. */
static void write_element(GString *out, uint32_t element)
{
	if (element == ER_ELEMENT_VNET || element == ER_ELEMENT_ATTACHMENT)
		put_number(out, element == ER_ELEMENT_VNET ? -1 : -2);
	else
		put_number(out, element);
}

static void write_path(GString *out, const ErNetwork *net, const ErPath *path)
{
	g_autofree char *name = er_prose_path_name(net, path, true);

	put_open(out, NULL, '[');
	put_text(out, name);
	put_text(out, er_mode_name(path->mode));
	put_open(out, NULL, '[');
	for (uint32_t i = 0; i < path->n_hops; i++)
		write_element(out, path->hops[i]);
	put_close(out, ']');
	put_open(out, NULL, '[');
	for (uint32_t i = 0; i < path->n_requires; i++) {
		put_open(out, NULL, '[');
		for (uint32_t k = 0; k < path->requires[i].n; k++)
			write_element(out, path->requires[i].any[k]);
		put_close(out, ']');
	}
	put_close(out, ']');
	put_close(out, ']');
}

/* A tri-state as 1, 0, or null: not known. */
static void write_tri(GString *out, ErTri value)
{
	put_known(out, value == ER_TRI_UNSAID ? UINT32_MAX : value == ER_TRI_YES, UINT32_MAX);
}

static uint32_t add_outcome(Page *page, const ErOutcome *now)
{
	GString *out = g_string_new(NULL);

	put_open(out, NULL, '[');
	put_number(out, now->up);
	put_number(out, llround(now->lost * 1e6));
	put_number(out, now->moved);
	put_known(out, now->preference, ER_NONE);
	put_number(out, now->n_alive);
	put_open(out, NULL, '[');
	for (uint32_t i = 0; i < now->n_used; i++)
		put_number(out, now->used[i]);
	put_close(out, ']');
	put_known(out, now->capacity_mbps, 0);
	put_known(out, now->burst_mbps, 0);
	put_known(out, now->bottleneck, ER_NONE);
	put_number(out, now->convergence);
	write_tri(out, now->symmetric);
	write_tri(out, now->state_kept);
	put_close(out, ']');
	return pool_add(page, &page->outcomes, out);
}

static void write_class(Page *page, uint32_t index)
{
	const ErFlowClass *class = er_flows_class(page->flows, index);

	put_open(page->out, NULL, '[');
	put_number(page->out, class->number);
	put_number(page->out, er_network_site(page->net, class->site)->self);
	put_number(page->out, class->direction);
	put_text(page->out, er_mode_name(class->mode));
	put_number(page->out, class->n_paths == 0 && er_class_is_unserved(page->flows, class));
	put_number(page->out, add_outcome(page, er_simulator_base(page->simulator, index)));
	put_open(page->out, NULL, '[');
	for (uint32_t i = 0; i < class->n_paths; i++)
		write_path(page->out, page->net, &class->paths[i]);
	put_close(page->out, ']');
	put_close(page->out, ']');
}

static void write_flow(Page *page, const ErFlow *flow)
{
	uint32_t attachment = flow->attachment != ER_NONE ? er_network_attachment(page->net, flow->attachment)->self : ER_NONE;

	put_open(page->out, NULL, '[');
	put_number(page->out, flow->flow_class);
	put_number(page->out, er_network_vnet(page->net, flow->vnet)->self);
	if (attachment != ER_NONE || *flow->destination != '\0')
		put_known(page->out, attachment, ER_NONE);
	if (*flow->destination != '\0')
		put_text(page->out, flow->destination);
	put_close(page->out, ']');
}

static void write_flows(Page *page)
{
	put_open(page->out, "classes", '[');
	for (uint32_t i = 0; i < er_flows_n_classes(page->flows); i++)
		write_class(page, i);
	put_close(page->out, ']');
	put_open(page->out, "flows", '[');
	for (uint32_t i = 0; i < er_flows_count(page->flows); i++)
		write_flow(page, er_flows_at(page->flows, i));
	put_close(page->out, ']');
	put_open(page->out, "services", '[');
	for (uint32_t i = 0; i < er_flows_n_service_flows(page->flows); i++) {
		const ErServiceFlow *row = er_flows_service_flow(page->flows, i);
		put_open(page->out, NULL, '[');
		put_text(page->out, er_network_service(page->net, row->service)->name);
		put_number(page->out, er_network_site(page->net, row->site)->self);
		put_number(page->out, row->direction);
		put_number(page->out, row->up);
		put_close(page->out, ']');
	}
	put_close(page->out, ']');
}

/* ---- what a failure does ---- */

/* Ascending numbers as first, length, first, length … */
static void write_runs(GString *out, const uint32_t *numbers, uint32_t n)
{
	put_open(out, NULL, '[');
	for (uint32_t i = 0, length; i < n; i += length) {
		for (length = 1; i + length < n && numbers[i + length] == numbers[i] + length; length++)
			continue;
		put_number(out, numbers[i]);
		put_number(out, length);
	}
	put_close(out, ']');
}

static void write_services_changed(Page *page, GString *out, const ErImpact *impact)
{
	put_open(out, NULL, '[');
	for (uint32_t i = 0; i < impact->n_services; i++)
		if (impact->services[i].up != er_flows_service_flow(page->flows, i)->up)
			put_number(out, i);
	put_close(out, ']');
}

static void write_demand(GString *out, const ErImpact *impact)
{
	put_open(out, NULL, '[');
	for (uint32_t i = 0; i < impact->n_loads && i < MOST_LOADS; i++) {
		const ErLoad *load = &impact->loads[i];
		put_number(out, load->component);
		put_number(out, load->direction);
		put_number(out, (uint64_t)(load->mbps + 0.5));
		put_number(out, load->capacity_mbps);
	}
	put_close(out, ']');
	put_number(out, (uint64_t)(impact->demand_lost_mbps[ER_ONPREM_TO_AZURE] + 0.5));
	put_number(out, (uint64_t)(impact->demand_lost_mbps[ER_AZURE_TO_ONPREM] + 0.5));
}

/* Classes with their outcome, flows lost, services that change, demand. */
static uint32_t add_impact(Page *page, const ErImpact *impact)
{
	GString *out = g_string_new(NULL);

	put_open(out, NULL, '[');
	put_open(out, NULL, '[');
	for (uint32_t i = 0; i < impact->n_classes; i++) {
		put_number(out, impact->classes[i].flow_class);
		put_number(out, add_outcome(page, &impact->classes[i].after));
	}
	put_close(out, ']');
	write_runs(out, impact->flows_lost, impact->n_flows_lost);
	if (impact->n_services > 0 || impact->n_loads > 0) {
		write_services_changed(page, out, impact);
		write_demand(out, impact);
	}
	put_close(out, ']');
	return pool_add(page, &page->impacts, out);
}

static uint32_t fail(Page *page, uint32_t element)
{
	g_autoptr(ErEvents) events = er_events_new(page->flows);

	er_events_add_failure(events, &element, 1);
	g_autoptr(ErImpacts) impacts = er_simulate(page->simulator, er_events_at(events, 0));
	return add_impact(page, er_impacts_at(impacts, er_impacts_count(impacts) - 1));
}

static bool is_numerous(const Page *page, uint32_t element)
{
	if (element >= er_network_n_components(page->net))
		return false;
	ErKind kind = er_network_component(page->net, element)->kind;
	return kind == ER_KIND_VNET || kind == ER_KIND_VNET_PEERING;
}

/* Per element its impact; null: left out. */
static void write_failures(Page *page)
{
	uint32_t n = er_network_n_components(page->net) + er_network_n_groups(page->net), done = 0;
	g_autofree uint32_t *impact_of = g_new(uint32_t, n + 1);

	memset(impact_of, 0xFF, n * sizeof *impact_of);
	for (int numerous = 0; numerous <= 1; numerous++)
		for (uint32_t i = n; i-- > 0 && done < MOST_ELEMENTS && page->bytes < MOST_BYTES; )
			if (is_numerous(page, i) == (numerous == 1)) {
				impact_of[i] = fail(page, i);
				done++;
			}
	put_open(page->out, "failures", '[');
	for (uint32_t i = 0; i < n; i++)
		put_known(page->out, impact_of[i], UINT32_MAX);
	put_close(page->out, ']');
	begin(page->out, "left_out");
	g_string_append_printf(page->out, "%u", n - done);
}

/* ---- findings ---- */

/* The component that a subject is, or is a peering of. */
static uint32_t component_of(const ErNetwork *net, const char *subject)
{
	const char *peering = strstr(subject, "/peerings/");
	g_autofree char *id = peering != NULL ? g_strndup(subject, (gsize)(peering - subject)) : g_strdup(subject);
	uint32_t component = er_network_lookup(net, id);

	for (uint32_t i = 0; component == ER_NONE && i < er_network_n_groups(net); i++)
		if (strcmp(er_network_group(net, i)->id, id) == 0)
			return er_network_n_components(net) + i;
	return component;
}

/* Per finding, by fingerprint, what it is about: elements. */
static void write_findings(Page *page, const ErFindings *findings)
{
	put_open(page->out, "findings", '{');
	for (uint32_t i = 0; i < er_findings_count(findings); i++) {
		const ErFinding *finding = er_findings_at(findings, i);
		put_open(page->out, finding->fingerprint, '[');
		for (uint32_t k = 0; k < finding->n_subjects && k < MOST_SUBJECTS; k++) {
			uint32_t element = component_of(page->net, finding->subjects[k]);
			if (element != ER_NONE)
				put_number(page->out, element);
		}
		put_close(page->out, ']');
	}
	put_close(page->out, '}');
}

/* ---- the document ---- */

/* The texts are JSON already. */
static void write_pool(Page *page, const char *name, const Pool *pool)
{
	put_open(page->out, name, '[');
	for (guint i = 0; i < pool->texts->len; i++) {
		begin(page->out, NULL);
		g_string_append(page->out, pool->texts->pdata[i]);
	}
	put_close(page->out, ']');
}

static void write_kinds(Page *page)
{
	put_open(page->out, "kinds", '[');
	for (uint32_t kind = 0; kind < ER_KIND__COUNT; kind++)
		put_text(page->out, er_kind_name((ErKind)kind));
	put_close(page->out, ']');
	put_open(page->out, "convergence", '[');
	for (uint32_t i = ER_CONVERGE_NONE; i <= ER_CONVERGE_MANUAL; i++)
		put_text(page->out, er_convergence_name((ErConvergence)i));
	put_close(page->out, ']');
}

GString *er_page_data(const ErFlows *flows, const ErFindings *findings)
{
	g_autoptr(ErSimulator) simulator = er_simulator_new(flows);
	Page page = { g_string_new(NULL), flows, er_flows_network(flows), simulator, pool_new(), pool_new(), 0 };

	put_open(page.out, NULL, '{');
	write_kinds(&page);
	write_names(&page);
	write_flows(&page);
	write_findings(&page, findings);
	write_failures(&page);
	write_pool(&page, "impacts", &page.impacts);
	write_pool(&page, "outcomes", &page.outcomes);
	put_close(page.out, '}');
	pool_clear(&page.outcomes);
	pool_clear(&page.impacts);
	return page.out;
}

char *er_page_hash(const char *text, gsize length)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize n = sizeof digest;

	g_checksum_update(sum, (const guchar *)text, (gssize)length);
	g_checksum_get_digest(sum, digest, &n);
	g_autofree char *code = g_base64_encode(digest, n);
	return g_strconcat("sha256-", code, NULL);
}
