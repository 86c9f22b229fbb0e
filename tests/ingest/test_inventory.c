/*
 * test_inventory.c: files in, one inventory out: ids, children embedded or apart, merging in any order, the ledger, what is refused
 * and with which code, and that no secret gets through.
 *
 * Diagnostics are asserted whole: all codes of a run, in order, and nothing extra.
 */
#include <erscope/results.h>

#include "ingest/arm.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUB "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/"
#define LOW "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/"

/* ---- helpers ---- */

typedef struct { ErDiags *diags; ErInventory *inv; } Read;

/* Single quotes stand for double ones. */
static Read parse(const char *text)
{
	g_autofree char *own = g_strdelimit(g_strdup(text), "'", '"');
	Read out = { er_diags_new(), NULL };

	out.inv = er_inventory_parse(own, strlen(own), "in.json", out.diags);
	er_diags_finish(out.diags);
	return out;
}

static Read read_files(const char *const *files, uint32_t n)
{
	Read out = { er_diags_new(), NULL };

	out.inv = er_inventory_read(files, n, out.diags);
	er_diags_finish(out.diags);
	return out;
}

static void end(Read *read)
{
	er_inventory_free(read->inv);
	er_diags_free(read->diags);
}

/* "ING010 MOD001": every code once per diagnostic, in order. (transfer full) */
static char *codes(const ErDiags *diags)
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < er_diags_count(diags); i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", er_diag_id(er_diags_at(diags, i)->code));
	return g_string_free(out, FALSE);
}

static void assert_codes(const ErDiags *diags, const char *want)
{
	g_autofree char *got = codes(diags);

	ck_assert_str_eq(got, want);
}

static void assert_ledger(const ErInventory *inv)
{
	const ErLedger *ledger = er_inventory_ledger(inv);
	uint32_t ignored = 0, sources = 0;

	for (uint32_t i = 0; i < ledger->n_ignored; i++) {
		ignored += ledger->ignored[i].count;
		ck_assert_str_ne(ledger->ignored[i].reason, "");
	}
	for (uint32_t i = 0; i < er_inventory_n_sources(inv); i++)
		sources += er_inventory_source(inv, i)->resources;
	ck_assert_uint_eq(ledger->resources, ledger->modelled + ledger->merged + ignored);
	ck_assert_uint_eq(ledger->resources, sources);
	ck_assert_uint_eq(ledger->modelled, er_inventory_count(inv));
}

/* ---- ids ---- */

static const struct { const char *text, *want; } ids[] = {
	{ "/subscriptions/A/resourceGroups/B/providers/Microsoft.Network/virtualNetworks/C", "/subscriptions/a/resourcegroups/b/providers/microsoft.network/virtualnetworks/c" },
	{ "/SUBSCRIPTIONS/a/RESOURCEGROUPS/b/", "/subscriptions/a/resourcegroups/b" },
	{ "/subscriptions/a///", "/subscriptions/a" },
	{ "subscriptions/a", "/subscriptions/a" },
	{ "//subscriptions/a", "/subscriptions/a" },
	{ "  /subscriptions/a/x \t\n", "/subscriptions/a/x" },
	{ "https://management.azure.com/subscriptions/a/x?api-version=2024-05-01", "/subscriptions/a/x" },
	{ "https://management.azure.com:443/subscriptions/a/x/?api-version=1", "/subscriptions/a/x" },
	{ "HTTPS://HOST/Subscriptions/a", "/subscriptions/a" },
	{ "/subscriptions/<subscriptionID>/resourceGroups/my rg/providers/x/y/z", "/subscriptions/<subscriptionid>/resourcegroups/my rg/providers/x/y/z" },
	{ "/providers/Microsoft.Management/managementGroups/root", "/providers/microsoft.management/managementgroups/root" },
	{ "/subscriptions/É/x", "/subscriptions/É/x" },   /* only ASCII has two cases in an id */
	{ "https://management.azure.com", NULL },
	{ "https://management.azure.com/", NULL },
	{ "er-london", NULL },
	{ "/resourceGroups/b/providers/x/y/z", NULL },
	{ "[resourceId('Microsoft.Network/virtualNetworks', 'x')]", NULL },
	{ "", NULL },
	{ "/", NULL },
	{ NULL, NULL },
};

START_TEST(id_normalised)
{
	g_autofree char *got = er_id_normalise(ids[_i].text);

	ck_assert_msg(g_strcmp0(got, ids[_i].want) == 0, "%s: %s", ids[_i].text, got);
	if (got != NULL) {
		g_autofree char *again = er_id_normalise(got);
		ck_assert_str_eq(again, got);
	}
}
END_TEST

static const struct { const char *id, *type, *circuit; } types[] = {
	{ LOW "expressroutecircuits/a", "microsoft.network/expressroutecircuits", LOW "expressroutecircuits/a" },
	{ LOW "expressroutecircuits/a/peerings/p", "microsoft.network/expressroutecircuits/peerings", LOW "expressroutecircuits/a" },
	{ LOW "expressroutecircuits/a/peerings/p/connections/c", "microsoft.network/expressroutecircuits/peerings/connections", LOW "expressroutecircuits/a" },
	{ LOW "virtualnetworks/v/subnets/s", "microsoft.network/virtualnetworks/subnets", NULL },
	{ "/subscriptions/s/resourcegroups/rg", NULL, NULL },
	{ "/subscriptions/s", NULL, NULL },
	{ LOW "expressroutecircuits", NULL, NULL },
	{ LOW "expressroutecircuits/a/peerings", NULL, NULL },
	{ "/subscriptions/s/resourcegroups/rg/providers/microsoft.compute/virtualmachines/v/providers/microsoft.network/x/y", "microsoft.network/x", NULL },
};

START_TEST(id_type)
{
	g_autofree char *type = er_id_type(types[_i].id);
	g_autofree char *circuit = er_id_ancestor(types[_i].id, ER_RES_CIRCUIT);

	ck_assert_msg(g_strcmp0(type, types[_i].type) == 0, "%s: %s", types[_i].id, type);
	ck_assert_msg(g_strcmp0(circuit, types[_i].circuit) == 0, "%s: %s", types[_i].id, circuit);
}
END_TEST

/* A reference is { "id": … }, an embedded object or a bare string, and may name a child of what is meant. */
static const struct { const char *value, *want; } references[] = {
	{ "{'id': '" SUB "virtualNetworks/V/subnets/GatewaySubnet'}", LOW "virtualnetworks/v" },
	{ "{'id': '" SUB "virtualNetworks/V/', 'properties': {}}", LOW "virtualnetworks/v" },
	{ "'" SUB "virtualNetworks/V'", LOW "virtualnetworks/v" },
	{ "{'id': '" SUB "expressRouteCircuits/V'}", NULL },
	{ "{'id': ''}", NULL }, { "{}", NULL }, { "null", NULL }, { "7", NULL }, { "['" SUB "virtualNetworks/V']", NULL },
};

START_TEST(reference)
{
	g_autofree char *text = g_strdup_printf("{'id': '" SUB "virtualNetworkGateways/g', 'properties': {'vnet': %s}}", references[_i].value);
	Read read = parse(text);
	g_autofree char *got = er_id_reference(&er_inventory_at(read.inv, 0)->body, "properties.vnet", ER_RES_VNET);

	ck_assert_msg(g_strcmp0(got, references[_i].want) == 0, "%s: %s", references[_i].value, got);
	end(&read);
}
END_TEST

/* ---- children ---- */

#define PEERING_BODY "'properties': {'peeringType': 'AzurePrivatePeering', 'state': 'Enabled'}"
#define EMBEDDED "{'id': '" SUB "expressRouteCircuits/c', 'properties': {'peerings': [{'name': 'AzurePrivatePeering', " PEERING_BODY "}]}}"
#define EMBEDDED_WITH_ID "{'id': '" SUB "expressRouteCircuits/c', 'properties': {'peerings': [{'name': 'AzurePrivatePeering', 'id': '" SUB "expressRouteCircuits/C/peerings/AzurePrivatePeering', " PEERING_BODY "}]}}"
#define NO_CHILD "{'id': '" SUB "expressRouteCircuits/c', 'properties': {'peerings': []}}"
#define APART "{'id': '" SUB "expressRouteCircuits/c/peerings/AzurePrivatePeering', 'name': 'AzurePrivatePeering', " PEERING_BODY "}"

static const struct { const char *list; uint32_t resources, merged; } children[] = {
	{ EMBEDDED, 2, 0 }, { EMBEDDED_WITH_ID, 2, 0 }, { NO_CHILD "," APART, 2, 0 }, { APART "," NO_CHILD, 2, 0 },
	{ EMBEDDED "," APART, 3, 1 }, { APART "," EMBEDDED_WITH_ID, 3, 1 }, { EMBEDDED "," EMBEDDED_WITH_ID "," APART, 5, 3 },
};

START_TEST(child_given)
{
	g_autofree char *text = g_strdup_printf("{'value': [%s]}", children[_i].list);
	g_autofree char *plain = g_strdup_printf("{'value': [%s]}", children[0].list);
	Read read = parse(text), first = parse(plain);
	const ErResource *peering = er_inventory_lookup(read.inv, LOW "expressroutecircuits/c/peerings/azureprivatepeering");
	uint32_t n;

	ck_assert_ptr_nonnull(peering);
	ck_assert_str_eq(peering->parent, LOW "expressroutecircuits/c");
	ck_assert_int_eq(peering->kind, ER_RES_CIRCUIT_PEERING);
	ck_assert_str_eq(er_value_text(&peering->body, "properties.state"), "Enabled");
	ck_assert_uint_eq(er_inventory_below(read.inv, LOW "expressroutecircuits/c", &n), 1);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(er_inventory_ledger(read.inv)->resources, children[_i].resources);
	ck_assert_uint_eq(er_inventory_ledger(read.inv)->merged, children[_i].merged);
	/* That the array is there tells that its contents were exported, however they came. */
	ck_assert_ptr_nonnull(er_value_get(&er_inventory_lookup(read.inv, LOW "expressroutecircuits/c")->body, "properties.peerings"));
	ck_assert_str_eq(er_inventory_content(read.inv), er_inventory_content(first.inv));
	assert_ledger(read.inv);
	assert_codes(read.diags, "");
	end(&read);
	end(&first);
}
END_TEST

/* Every kind of child array, at its place; the last segment of the type is that of a child given apart. */
START_TEST(child_arrays)
{
	uint32_t n;
	const ErChildArray *arrays = er_arm_children(&n);

	for (uint32_t i = 0; i < n; i++) {
		g_autofree char *child_type = g_strdup_printf("%s/%s", er_resource_type_name(arrays[i].parent), arrays[i].segment);
		ck_assert_msg(er_arm_kind(child_type) != ER_RES_OTHER, "%s", child_type);
		ck_assert(g_str_has_prefix(arrays[i].path, "properties."));
	}
	ck_assert_uint_ge(n, 9);
}
END_TEST

/* A bare reference in a child array is no resource; an entry without id and name is told and counted. */
START_TEST(odd_children)
{
	Read read = parse("{'value': [{'id': '" SUB "virtualNetworks/v', 'properties': {'subnets': [{'id': '" SUB "virtualNetworks/v/subnets/a'}, {}, 7, {'id': '" SUB "virtualNetworks/v', 'name': 'v'}]}}]}");

	assert_codes(read.diags, "ING008 ING008 ING015");
	ck_assert_uint_eq(er_inventory_count(read.inv), 1);
	ck_assert_uint_eq(er_inventory_ledger(read.inv)->resources, 4);
	assert_ledger(read.inv);
	end(&read);
}
END_TEST

/* ---- merging ---- */

#define GW(more) "{'id': '" SUB "virtualNetworkGateways/g', 'name': 'g'" more "}"

static const struct { const char *a, *b, *path, *want, *codes; } merges[] = {
	{ GW(", 'properties': {'x': 1}"), GW(", 'properties': {'y': 2}"), "properties.x", "1", "" },
	{ GW(", 'properties': {'x': 1}"), GW(", 'properties': {'y': 2}"), "properties.y", "2", "" },
	{ GW(", 'properties': {'x': null}"), GW(", 'properties': {'x': 'full'}"), "properties.x", "full", "" },
	{ GW(", 'properties': {'x': ''}"), GW(", 'properties': {'x': 'full'}"), "properties.x", "full", "" },
	{ GW(", 'properties': {'x': 'Same'}"), GW(", 'properties': {'X': 'same'}"), "properties.x", "same", "" },
	{ GW(", 'properties': {'x': 'a'}"), GW(", 'properties': {'x': 'b'}"), "properties.x", "b", "ING010 ING010" },
	{ GW(", 'properties': {'x': 10}"), GW(", 'properties': {'x': 9}"), "properties.x", "9", "ING010 ING010" },
	{ GW(", 'properties': {'x': {'y': {'z': 'a'}}}"), GW(", 'properties': {'x': {'y': {'z': 'b'}}}"), "properties.x.y.z", "b", "ING010 ING010" },
	{ GW(", 'properties': {'x': ['a', 'b']}"), GW(", 'properties': {'x': ['c']}"), "properties.x", NULL, "" },
	{ GW(", 'properties': {'x': 'a'}"), GW(", 'properties': {'x': ['b']}"), "properties.x", NULL, "" },
	{ GW(", 'etag': 'one', 'properties': {'x': 1}"), GW(", 'etag': 'two', 'properties': {'x': 1}"), "properties.x", "1", "" },
	{ GW(", 'properties': {'ingressBytesTransferred': 1}"), GW(", 'properties': {'ingressBytesTransferred': 2}"), "properties.x", NULL, "" },
	{ GW(""), GW(", 'properties': {'x': 1}"), "properties.x", "1", "" },
	{ GW(", 'location': 'UK South', 'properties': {}"), GW(", 'properties': {}"), "location", "UK South", "" },
	{ GW(", 'properties': {'sharedKey': 'one'}"), GW(", 'properties': {'sharedKey': 'two'}"), "properties.sharedKey", ER_REDACTED, "" },
};

START_TEST(merge_in_any_order)
{
	g_autofree char *ab = g_strdup_printf("[%s, %s]", merges[_i].a, merges[_i].b);
	g_autofree char *ba = g_strdup_printf("[%s, %s]", merges[_i].b, merges[_i].a);
	Read one = parse(ab), two = parse(ba);
	const ErValue *value = er_value_get(&er_inventory_at(one.inv, 0)->body, merges[_i].path);

	ck_assert_uint_eq(er_inventory_count(one.inv), 1);
	ck_assert_uint_eq(er_inventory_ledger(one.inv)->merged, 1);
	if (merges[_i].want != NULL)
		ck_assert_str_eq(value->u.text, merges[_i].want);
	ck_assert_str_eq(er_inventory_content(one.inv), er_inventory_content(two.inv));
	ck_assert_str_eq(er_inventory_at(one.inv, 0)->location, er_inventory_at(two.inv, 0)->location);
	assert_codes(one.diags, merges[_i].codes);
	assert_codes(two.diags, merges[_i].codes);
	for (uint32_t i = 0; i < er_diags_count(one.diags); i++)
		ck_assert_str_eq(er_diags_at(one.diags, i)->detail, er_diags_at(two.diags, i)->detail);
	assert_ledger(one.inv);
	end(&one);
	end(&two);
}
END_TEST

/* What does not change a resource does not change the hash; what does, does. */
static const struct { const char *more; bool same; } contents[] = {
	{ ", 'properties': {'b': 1, 'a': 'x'}", true }, { ", 'properties': {'a': 'x', 'b': 1}, 'etag': 'W'", true }, { ", 'properties': {'a': 'x', 'B': 1, 'c': null}", true },
	{ ", 'properties': {'a': 'x', 'b': 1}, 'systemData': {'x': 1}", true }, { ", 'properties': {'a': 'x', 'b': 2}", false }, { ", 'properties': {'a': 'X', 'b': 1}", false },
	{ ", 'properties': {'a': 'x', 'b': 1}, 'tags': {'t': '1'}", false }, { ", 'properties': {'a': 'x', 'b': 1}, 'location': 'uksouth'", false },
	{ ", 'properties': {'a': 'x', 'b': '1'}", false },
};

START_TEST(content_hash)
{
	g_autofree char *text = g_strdup_printf("{'id': '" SUB "virtualNetworkGateways/g'%s}", contents[_i].more);
	Read want = parse("{'id': '" SUB "virtualNetworkGateways/G', 'name': 'g', 'properties': {'a': 'x', 'b': 1}}"), got = parse(text);

	ck_assert_uint_eq(strlen(er_inventory_content(got.inv)), 64);
	ck_assert((strcmp(er_inventory_content(want.inv), er_inventory_content(got.inv)) == 0) == contents[_i].same);
	end(&want);
	end(&got);
}
END_TEST

/* ---- fixtures ---- */

static const char *const fixtures[] = {
	"bow-tie", "direct-pair-two-circuits", "disabled-private-peering", "external-circuit", "fastpath-direct-spoke",
	"fastpath-provider-spoke", "single-circuit", "two-circuits-one-location", "two-locations-one-gateway", "zonal-gateway",
};

START_TEST(fixture_read)
{
	g_autofree char *file = g_build_filename(g_getenv("ER_FIXTURES"), fixtures[_i], "input.json", NULL);
	const char *const files[] = { file, file };
	Read one = read_files(files, 1), two = read_files(files, 2);
	const ErSource *source = er_inventory_source(one.inv, 0);

	assert_codes(one.diags, "");
	assert_ledger(one.inv);
	ck_assert(er_inventory_complete(one.inv) && !er_inventory_names_only(one.inv));
	ck_assert_str_eq(source->format, "arm-rest-list");
	ck_assert_str_eq(source->file, file);
	ck_assert_uint_eq(strlen(source->sha256), 64);
	ck_assert_uint_eq(er_inventory_n_externals(one.inv), strcmp(fixtures[_i], "external-circuit") == 0);
	/* The same file twice is the same inventory. */
	assert_codes(two.diags, "");
	assert_ledger(two.inv);
	ck_assert_str_eq(er_inventory_content(two.inv), er_inventory_content(one.inv));
	ck_assert_uint_eq(er_inventory_count(two.inv), er_inventory_count(one.inv));
	end(&one);
	end(&two);
}
END_TEST

/* ---- bad files ---- */

static const struct { const char *file, *codes; bool complete; uint32_t modelled; } bad[] = {
	{ "bad-utf8.json", "ING013", true, 16 },
	{ "circular.json", "ING015 MOD003 MOD003", true, 18 },
	{ "contradiction.json", "ING010 ING010", true, 16 },
	{ "control-characters.json", "ING013", true, 16 },
	{ "cut-off.json", "ING016", false, 10 },
	{ "dangling.json", "MOD002 MOD002", true, 3 },
	{ "drawing.xml", "ING006", false, 0 },
	{ "duplicate-keys.json", "ING021", true, 2 },
	{ "empty-list.json", "MOD001", true, 0 },
	{ "empty.json", "ING002", false, 0 },
	{ "long-names.json", "", true, 20 },
	{ "names-only.json", "ING011", true, 0 },
	{ "no-expressroute.json", "MOD001", true, 7 },
	{ "not-json.json", "ING003", false, 0 },
	{ "paged.json", "ING007", false, 4 },
	{ "wrong-format.json", "ING006", false, 0 },
	{ "wrong-types.json", "ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 ING008 "
	                      "ING011 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 ING014 MOD003 MOD003 MOD006", true, 16 },
};

/* Everything that the run said, as one text, and the document. */
static GString *whole_run(const char *file, ErDiags *diags, ErInventory *inv)
{
	g_autoptr(ErNetwork) net = er_network_build(inv, NULL, diags);
	g_autoptr(ErFlows) flows = er_flows_build(net, 2, diags);
	g_autoptr(ErFindings) findings = er_findings_check(flows, "2026-11-23");

	er_diags_finish(diags);
	GString *out = er_results_json(flows, findings, NULL, "2026-11-23", diags);
	for (uint32_t i = 0; i < er_diags_count(diags); i++) {
		g_autofree char *line = er_diag_format(er_diags_at(diags, i));
		g_string_append_printf(out, "%s\n", line);
		if (er_diag_severity(er_diags_at(diags, i)->code) == ER_DIAG_ERROR)
			ck_assert_msg(strstr(line, file) != NULL, "no file in: %s", line);
	}
	return out;
}

static void assert_no_secret(const char *file, const char *shown)
{
	g_autoptr(GRegex) regex = g_regex_new("\"(serviceKey|authorizationKey|sharedKey|cakSecretIdentifier|cknSecretIdentifier)\"\\s*:\\s*\"([^\"]+)\"", G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autofree char *input = NULL;
	gsize length;

	ck_assert(g_file_get_contents(file, &input, &length, NULL));
	for (g_regex_match_full(regex, input, (gssize)length, 0, 0, &match, NULL); g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *secret = g_match_info_fetch(match, 2);
		ck_assert_msg(strstr(shown, secret) == NULL, "%s shows %s", file, secret);
	}
}

START_TEST(bad_file)
{
	g_autofree char *file = g_build_filename(g_getenv("ER_FIXTURES"), "bad", bad[_i].file, NULL);
	const char *const files[] = { file };
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_read(files, 1, diags);
	g_autoptr(GString) shown = whole_run(file, diags, inv);

	assert_codes(diags, bad[_i].codes);
	assert_ledger(inv);
	ck_assert(er_inventory_complete(inv) == bad[_i].complete);
	ck_assert_uint_eq(er_inventory_count(inv), bad[_i].modelled);
	ck_assert(g_utf8_validate(shown->str, (gssize)shown->len, NULL));
	assert_no_secret(file, shown->str);
}
END_TEST

/* Each file of the folder has its row. */
START_TEST(bad_files_are_all_here)
{
	g_autofree char *folder = g_build_filename(g_getenv("ER_FIXTURES"), "bad", NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	size_t n = 0;

	ck_assert_ptr_nonnull(dir);
	while ((name = g_dir_read_name(dir)) != NULL) {
		bool found = g_str_has_suffix(name, ".md");
		n += !found;
		for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
			found = found || strcmp(bad[i].file, name) == 0;
		ck_assert_msg(found, "no row for %s", name);
	}
	ck_assert_uint_eq(n, G_N_ELEMENTS(bad));
}
END_TEST

/* ---- other formats, and no format at all ---- */

#define RES "{'id': '" SUB "virtualNetworkGateways/g', 'properties': {}}"
#define NAME_ONLY "{'id': '" SUB "virtualNetworkGateways/g', 'name': 'g', 'type': 'Microsoft.Network/virtualNetworkGateways', 'createdTime': 'x', 'provisioningState': 'Succeeded'}"

static const struct { const char *text, *codes, *detail, *format; bool complete; } formats[] = {
	{ "{'value': [" RES "]}", "", "", "arm-rest-list", true },
	{ "{'data': [" RES "], 'count': 1}", "", "", "resource-graph-list", true },
	{ "[" RES "]", "", "", "arm-array", true },
	{ RES, "", "", "arm-rest-single", true },
	{ "[]", "", "", "arm-array", true },
	{ "{'value': [" RES "], 'nextLink': 'https://x/?$skiptoken=1'}", "ING007", "1 resource on this page", "arm-rest-list", false },
	{ "{'data': [" RES "], '$skipToken': 'abc'}", "ING007", "1 resource on this page", "resource-graph-list", false },
	{ "{'value': [" RES "], 'nextLink': null}", "", "", "arm-rest-list", true },
	{ "{'value': [" RES "], 'nextLink': ''}", "", "", "arm-rest-list", true },
	{ "{'value': [" NAME_ONLY "]}", "ING011", "1 resource that could matter", "arm-generic-list", true },
	{ "[" NAME_ONLY "," RES "]", "", "", "arm-array", true },   /* one id: what has details is kept */
	{ "[{'id': '" SUB "virtualNetworkGateways/g', 'name': 'g', 'etag': 'x', 'gatewayType': 'Vpn', 'provisioningState': 'Succeeded'}]", "", "", "azure-cli-list", true },
	{ "{'id': '" SUB "virtualNetworkGateways/g', 'gatewayType': 'Vpn'}", "", "", "azure-cli-single", true },
	{ "{'id': '" SUB "virtualNetworkGateways/g', 'name': 'g'}", "ING006", "without \"properties\"", "unreadable", false },
	{ "{'$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', 'resources': []}", "", "", "arm-template", true },
	{ "{'$schema': 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#', 'resources': []}", "", "", "arm-template", true },
	{ "{'$schema': 'https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#', 'parameters': {}}", "ING006", "a parameter file", "unreadable", false },
	{ "{'format_version': '1.2', 'terraform_version': '1.9', 'planned_values': {}}", "", "", "terraform-plan", true },
	{ "{'format_version': '1.0', 'values': {'root_module': {}}}", "", "", "terraform-state", true },
	{ "{'version': 4, 'terraform_version': '1.9', 'resources': []}", "", "", "terraform-state", true },
	{ "{'format_version': '1.0'}", "ING006", "Terraform", "unreadable", false },
	{ "{'version': 3, 'terraform_version': '0.11', 'modules': []}", "ING006", "Terraform", "unreadable", false },
	{ "{'properties': {'changes': []}}", "", "", "what-if", true },
	{ "{'resources': [{'name': 'x'}], 'lastModified': 'x'}", "ING006", "none of them", "unreadable", false },
	{ "{'value': [1, 'two', {}]}", "ING006", "none of its entries", "unreadable", false },
	{ "{'value': 7}", "ING006", "without \"value\"", "unreadable", false },
	{ "{}", "ING006", "without \"value\"", "unreadable", false },
	{ "'text'", "ING006", "neither an object nor a list", "unreadable", false },
	{ "7", "ING006", "neither an object nor a list", "unreadable", false },
	{ "null", "ING006", "neither an object nor a list", "unreadable", false },
	{ "<?xml version='1.0'?><a/>", "ING006", "root element a", "unreadable", false },
	{ "\n  <html/>", "ING006", "a web page", "unreadable", false },
	{ "\n  <html>", "ING004", "", "unreadable", false },
	{ "<resources><resource><id>" SUB "virtualNetworkGateways/g</id><properties/></resource></resources>", "", "", "arm-xml", true },
	{ "<resources><resource><id>" SUB "virtualNetworkGateways/g</id><properties><gatewayType>Vpn</gatewayType></properties></resource></resources>", "", "", "arm-xml", true },
	{ "\xFF\xFE{", "ING004", "UTF-16LE", "unreadable", false },
	{ "\x1F\x8B\x08", "ING004", "gzip", "unreadable", false },
	{ "", "ING002", "", "unreadable", false },
	{ " \n\t", "ING002", "", "unreadable", false },
	{ "{'value': [", "ING004", "", "arm-rest-list", false },
	{ "{'value': [" RES ", {'id': '" SUB "connections/c', 'prop", "ING016", "", "arm-rest-list", false },
	{ "{'id': '" SUB "connections/c', 'prop", "ING004", "", "unreadable", false },   /* half a resource is none */
	{ "{'value': [" RES "]} x", "ING018", "1 line,", "arm-rest-list", true },
	{ "WARNING: beta\nWARNING: [more]\n[" RES "]", "ING018", "2 lines, the first here", "arm-array", true },
	{ RES "\n" RES "\n", "", "", "arm-rest-single", true },
	{ RES "\n[" RES "]\n", "", "", "several", true },
	{ "\x1B[1;34m[\x1B[0m" RES "]", "ING019", "", "arm-array", true },
	{ "// exported\n[" RES ", /* end */]", "ING017", "", "arm-array", true },
	{ "{'value': [" RES "], 'note': 'two\nlines'}", "ING017", "", "arm-rest-list", true },
	{ "{'resultTruncated': 'true', 'data': [" RES "]}", "ING007", "", "resource-graph-list", false },
	{ "{'data': {'columns': [{'name': 'id'}, {'name': 'properties'}], 'rows': [['" SUB "virtualNetworks/v', {}]]}}", "", "", "resource-graph-table", true },
	{ "{'parameters': {}, 'responses': {'200': {'body': {'value': [" RES "]}}}}", "", "", "arm-rest-list", true },
	{ "{'changes': [{'changeType': 'Create', 'after': " RES "}, {'changeType': 'Delete', 'before': " RES "}]}", "", "", "what-if", true },
	{ "- id: /subscriptions/a\n", "ING006", "YAML", "unreadable", false },
	{ "Name              : er\nId : x\n", "ING006", "ConvertTo-Json", "unreadable", false },
	{ "\xEF\xBB\xBF{'value': [" RES "]}", "", "", "arm-rest-list", true },
};

START_TEST(format)
{
	Read read = parse(formats[_i].text);
	const ErSource *source = er_inventory_source(read.inv, 0);

	assert_codes(read.diags, formats[_i].codes);
	if (er_diags_count(read.diags) > 0)
		ck_assert_msg(strstr(er_diags_at(read.diags, 0)->detail, formats[_i].detail) != NULL, "%s", er_diags_at(read.diags, 0)->detail);
	ck_assert_str_eq(source->format, formats[_i].format);
	ck_assert(source->complete == formats[_i].complete && er_inventory_complete(read.inv) == formats[_i].complete);
	ck_assert(er_inventory_names_only(read.inv) == (strcmp(formats[_i].format, "arm-generic-list") == 0));
	assert_ledger(read.inv);
	end(&read);
}
END_TEST

static char *nested(unsigned depth)
{
	GString *out = g_string_sized_new(2 * depth + 16);

	g_string_append(out, "{'value': ");
	for (unsigned i = 0; i < depth; i++)
		g_string_append_c(out, '[');
	for (unsigned i = 0; i < depth; i++)
		g_string_append_c(out, ']');
	g_string_append_c(out, '}');
	return g_string_free(out, FALSE);
}

START_TEST(deep_nesting)
{
	g_autofree char *deep = nested(100000);
	Read read = parse(deep);

	assert_codes(read.diags, "ING005");
	ck_assert(!er_inventory_complete(read.inv) && er_inventory_count(read.inv) == 0);
	end(&read);
}
END_TEST

/* ---- paths that cannot be read ---- */

START_TEST(unreadable_paths)
{
	g_autofree char *folder = g_dir_make_tmp("erscope-inventory-XXXXXX", NULL);
	g_autofree char *missing = g_build_filename(folder, "missing.json", NULL), *empty = g_build_filename(folder, "empty.json", NULL);
	g_autofree char *locked = g_build_filename(folder, "locked.json", NULL);
	const char *const files[] = { folder, missing, empty, "/dev/null", locked };
	uint32_t n = geteuid() == 0 ? 4 : 5;   /* nothing is locked for root */

	ck_assert(g_file_set_contents(empty, "", 0, NULL) && g_file_set_contents(locked, "{\"value\": []}", -1, NULL));
	ck_assert_int_eq(g_chmod(locked, 0), 0);
	Read read = read_files(files, n);
	assert_codes(read.diags, n == 4 ? "ING001 ING001 ING001 ING002" : "ING001 ING001 ING001 ING001 ING002");
	ck_assert_uint_eq(er_inventory_n_sources(read.inv), n);
	for (uint32_t i = 0; i < n; i++) {
		const ErSource *source = er_inventory_source(read.inv, i);
		ck_assert_str_eq(source->file, files[i]);
		ck_assert_str_eq(source->format, "unreadable");
		ck_assert(!source->complete);
		ck_assert((*source->sha256 != '\0') == (files[i] == empty));
	}
	assert_ledger(read.inv);
	end(&read);
	g_unlink(empty);
	g_unlink(locked);
	g_rmdir(folder);
}
END_TEST

/* One bad file does not spoil the others. */
START_TEST(good_beside_bad)
{
	g_autofree char *good = g_build_filename(g_getenv("ER_FIXTURES"), "single-circuit", "input.json", NULL);
	g_autofree char *broken = g_build_filename(g_getenv("ER_FIXTURES"), "bad", "not-json.json", NULL);
	const char *const both[] = { broken, good }, *const alone[] = { good };
	Read read = read_files(both, 2), want = read_files(alone, 1);

	assert_codes(read.diags, "ING003");
	ck_assert(!er_inventory_complete(read.inv));
	ck_assert_str_eq(er_inventory_content(read.inv), er_inventory_content(want.inv));
	end(&read);
	end(&want);
}
END_TEST

/* ---- how to export it ---- */

/* Each type that is modelled is exported, each that the query names is modelled. */
START_TEST(export_covers)
{
	g_autoptr(GString) query = er_export_text(ER_EXPORT_QUERY), az = er_export_text(ER_EXPORT_AZ), powershell = er_export_text(ER_EXPORT_POWERSHELL);
	uint32_t named = 0;

	for (ErResourceKind kind = 0; kind < ER_RES_OTHER; kind++) {
		g_autofree char *quoted = g_strdup_printf("'%s'", er_resource_type_name(kind));
		bool is_named = strstr(query->str, quoted) != NULL;
		named += is_named;
		ck_assert_msg(er_export_has(kind) || !er_arm_modelled(kind), "%s is read and not exported", quoted);
		ck_assert_msg(!is_named || er_arm_modelled(kind), "%s is exported and not read", quoted);
		ck_assert(!is_named || (strstr(az->str, quoted) != NULL && strstr(powershell->str, quoted) != NULL));
	}
	uint32_t quotes = 0;
	for (const char *at = strstr(query->str, "'microsoft."); at != NULL; at = strstr(at + 1, "'microsoft."))
		quotes++;
	ck_assert_uint_eq(named, quotes);
	for (size_t i = 0; i < 3; i++) {
		static const char *const extensions[] = { "/providers/Microsoft.Authorization/locks?", "/providers/Microsoft.Insights/diagnosticSettings?", "/providers/Microsoft.Maintenance/configurationAssignments?" };
		ck_assert(strstr(az->str, extensions[i]) != NULL && strstr(powershell->str, extensions[i]) != NULL);
	}
	ck_assert(strstr(az->str, "/routingIntent?") != NULL && strstr(powershell->str, "/hubVirtualNetworkConnections?") != NULL);
}
END_TEST

/* ---- secrets ---- */

START_TEST(secrets_never_stored)
{
	g_autofree char *text = g_strdup("{'value': [{'id': '" SUB "expressRouteCircuits/c', 'properties': {'serviceKey': 'SECRET-1', 'authorizationKey': {'x': 'SECRET-2'}, 'peerings': ["
	                                 "{'name': 'AzurePrivatePeering', 'properties': {'SHAREDKEY': 'SECRET-3'}}], 'authorizations': [{'name': 'a', 'properties': {'authorizationKey': 'SECRET-4'}}]}},"
	                                 "{'id': '" SUB "expressRoutePorts/p', 'properties': {'links': [{'name': 'link1', 'properties': {'macSecConfig': {'cakSecretIdentifier': 'SECRET-5', 'cknSecretIdentifier': 'SECRET-6'}}}]}},"
	                                 "{'id': '" SUB "connections/k', 'properties': {'sharedKey': 'SECRET-7', 'authorizationKey': 'SECRET-8'}},"
	                                 "{'id': '/subscriptions/s/resourceGroups/g/providers/Microsoft.AVS/privateClouds/c', 'properties': {'vcenterPassword': 'SECRET-A', 'nsxtPassword': 'SECRET-B'}},"
	                                 "{'id': '/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/metricAlerts/a', 'properties': {'actions': [{'webHookProperties': {'token': 'SECRET-C'}}]}},"
	                                 "{'id': '" SUB "connections/k', 'properties': {'sharedKey': 'SECRET-9', 'authorizationKey': 'SECRET-0'}}]}");
	g_strdelimit(text, "'", '"');
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_parse(text, strlen(text), "in.json", diags);
	g_autoptr(GString) shown = whole_run("in.json", diags, inv);

	ck_assert_ptr_null(strstr(shown->str, "SECRET-"));
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		if (res->kind == ER_RES_CIRCUIT)
			ck_assert_str_eq(er_value_text(&res->body, "properties.serviceKey"), ER_REDACTED);
		if (res->kind == ER_RES_CONNECTION)
			ck_assert_str_eq(er_value_text(&res->body, "properties.sharedKey"), ER_REDACTED);
	}
}
END_TEST

/* ---- externals and order ---- */

START_TEST(externals)
{
	Read read = parse("[{'id': '" SUB "connections/k', 'properties': {'peer': {'id': '" SUB "expressRouteCircuits/Far/'}, 'virtualNetworkGateway1': {'id': '" SUB "virtualNetworkGateways/g'}}},"
	                  "{'id': '" SUB "connections/a', 'properties': {'peer': {'id': '" SUB "expressRouteCircuits/FAR'}}},"
	                  "{'id': '" SUB "virtualNetworks/orphan/subnets/s', 'properties': {}}, " RES "]");
	const ErExternal *far = er_inventory_external(read.inv, 0), *orphan = er_inventory_external(read.inv, 1);

	ck_assert_uint_eq(er_inventory_n_externals(read.inv), 2);
	ck_assert_str_eq(far->id, LOW "expressroutecircuits/far");
	ck_assert_str_eq(far->name, "FAR");   /* the spelling of the first referrer by id */
	ck_assert_str_eq(far->referrer, LOW "connections/a");
	ck_assert_int_eq(far->kind, ER_RES_CIRCUIT);
	ck_assert_str_eq(orphan->id, LOW "virtualnetworks/orphan");
	assert_codes(read.diags, "");
	end(&read);
}
END_TEST

START_TEST(sorted_and_placed)
{
	Read read = parse("{'value': [\n{'id': '" SUB "virtualNetworks/B', 'properties': {}},\n{'id': '" SUB "virtualNetworks/a', 'location': 'UK South',\n 'properties': {'subnets': [\n{'name': 'S', 'properties': {}}]}}]}");
	const ErResource *subnet = er_inventory_lookup(read.inv, LOW "virtualnetworks/a/subnets/s"), *b = er_inventory_at(read.inv, 2);

	ck_assert_uint_eq(er_inventory_count(read.inv), 3);
	ck_assert_str_eq(er_inventory_at(read.inv, 0)->id, LOW "virtualnetworks/a");
	ck_assert_str_eq(er_inventory_at(read.inv, 0)->location, "uksouth");
	ck_assert_str_eq(b->name, "B");
	ck_assert_str_eq(b->pointer, "/value/0");
	ck_assert_uint_eq(b->line, 2);
	ck_assert_str_eq(b->subscription, "s");
	ck_assert_str_eq(subnet->pointer, "/value/1/properties/subnets/0");
	ck_assert_uint_eq(subnet->line, 5);
	ck_assert_str_eq(er_inventory_place(read.inv, subnet, NULL).file, "in.json");
	ck_assert_ptr_null(er_inventory_lookup(read.inv, LOW "virtualnetworks/none"));
	ck_assert_ptr_null(er_inventory_lookup(read.inv, NULL));
	end(&read);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("inventory");
	TCase *tcase = tcase_create("inventory");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, id_normalised, 0, (int)G_N_ELEMENTS(ids));
	tcase_add_loop_test(tcase, id_type, 0, (int)G_N_ELEMENTS(types));
	tcase_add_loop_test(tcase, reference, 0, (int)G_N_ELEMENTS(references));
	tcase_add_loop_test(tcase, child_given, 0, (int)G_N_ELEMENTS(children));
	tcase_add_test(tcase, child_arrays);
	tcase_add_test(tcase, odd_children);
	tcase_add_loop_test(tcase, merge_in_any_order, 0, (int)G_N_ELEMENTS(merges));
	tcase_add_loop_test(tcase, content_hash, 0, (int)G_N_ELEMENTS(contents));
	tcase_add_loop_test(tcase, fixture_read, 0, (int)G_N_ELEMENTS(fixtures));
	tcase_add_loop_test(tcase, bad_file, 0, (int)G_N_ELEMENTS(bad));
	tcase_add_test(tcase, bad_files_are_all_here);
	tcase_add_loop_test(tcase, format, 0, (int)G_N_ELEMENTS(formats));
	tcase_add_test(tcase, deep_nesting);
	tcase_add_test(tcase, unreadable_paths);
	tcase_add_test(tcase, export_covers);
	tcase_add_test(tcase, good_beside_bad);
	tcase_add_test(tcase, secrets_never_stored);
	tcase_add_test(tcase, externals);
	tcase_add_test(tcase, sorted_and_placed);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
