/*
 * The same estate, however it is wrapped: bytes as tools and shells write them, through memory, a file and a pipe; parts of it in several
 * files; before and after a change; live captures. The hash of the content tells whether the same was read. Texts are made for this project.
 */
#include <erscope/inventory.h>

#include <check.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NETWORK "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/"
#define CIRCUIT "{\"id\": \"" NETWORK "expressRouteCircuits/zürich\", \"name\": \"zürich\", \"location\": \"westeurope\", \"properties\": {\"circuitProvisioningState\": \"Enabled\", \"bandwidthInGbps\": 10}}"
#define VNET "{\"id\": \"" NETWORK "virtualNetworks/spoke\", \"name\": \"spoke\", \"properties\": {\"addressSpace\": {\"addressPrefixes\": [\"10.0.0.0/16\"]}}}"

static const char plain[] = "[" CIRCUIT ",\n" VNET "]\n";

/* ---- wrappings: each gives the bytes (transfer full) ---- */

static GString *bytes_of(const char *bytes, size_t n)
{
	return g_string_new_len(bytes, (gssize)n);
}

static GString *marked(void)
{
	GString *out = bytes_of("\xEF\xBB\xBF", 3);

	return g_string_append(out, plain);
}

static GString *utf16(const char *charset, const char *mark)
{
	gsize n;
	g_autofree char *wide = g_convert(plain, -1, charset, "UTF-8", NULL, &n, NULL);
	GString *out = g_string_new(mark);

	return g_string_append_len(out, wide, (gssize)n);
}

static GString *utf16_le(void) { return utf16("UTF-16LE", "\xFF\xFE"); }
static GString *utf16_be(void) { return utf16("UTF-16BE", "\xFE\xFF"); }
static GString *utf16_le_bare(void) { return utf16("UTF-16LE", ""); }
static GString *utf16_be_bare(void) { return utf16("UTF-16BE", ""); }

static void add_gzip(GString *out, const char *text, size_t n)
{
	g_autoptr(GZlibCompressor) gzip = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
	char packed[4096];
	gsize taken, made;

	ck_assert_int_eq(g_converter_convert(G_CONVERTER(gzip), text, n, packed, sizeof packed, G_CONVERTER_INPUT_AT_END, &taken, &made, NULL), G_CONVERTER_FINISHED);
	ck_assert_uint_eq(taken, n);
	g_string_append_len(out, packed, (gssize)made);
}

static GString *gzipped(void)
{
	GString *out = g_string_new(NULL);

	add_gzip(out, plain, strlen(plain));
	return out;
}

static GString *gzip_members(void)
{
	GString *out = g_string_new(NULL);

	add_gzip(out, plain, 100);
	add_gzip(out, "", 0);
	add_gzip(out, plain + 100, strlen(plain) - 100);
	return out;
}

static GString *gzip_of_utf16(void)
{
	g_autoptr(GString) wide = utf16_le();
	GString *out = g_string_new(NULL);

	add_gzip(out, wide->str, wide->len);
	return out;
}

static GString *carriage_returns(void)
{
	GString *out = g_string_new(plain);

	g_string_replace(out, "\n", "\r\n", 0);
	return out;
}

static GString *coloured(void)
{
	GString *out = g_string_new(plain);

	g_string_replace(out, "10,", "\x1B[39;49;00m10\x1B[0m,", 0);
	g_string_replace(out, "\"name\"", "\x1B[34m\"name\"\x1B[39m", 0);
	return out;
}

static GString *logged(void)
{
	GString *out = g_string_new("WARNING: this command is in preview\nINFO: [it] may change\n");

	return g_string_append(out, plain);
}

static GString *lines(void) { return g_string_new(CIRCUIT "\n" VNET "\n"); }
static GString *several(void) { return g_string_new("[" CIRCUIT "][" VNET "]"); }
static GString *commented(void) { return g_string_new("// of the estate\n{\"value\": [" CIRCUIT ", /* and */ " VNET ",]}"); }
static GString *rest_list(void) { return g_string_new("{\"value\": [" VNET ", " CIRCUIT "]}"); }

static GString *table(void)
{
	return g_string_new("{\"data\": {\"columns\": [{\"name\": \"id\"}, {\"name\": \"name\"}, {\"name\": \"location\"}, {\"name\": \"properties\"}], \"rows\": [[\"" NETWORK "expressRouteCircuits/zürich\", \"zürich\", \"westeurope\", "
		"{\"circuitProvisioningState\": \"Enabled\", \"bandwidthInGbps\": 10}], [\"" NETWORK "virtualNetworks/spoke\", \"spoke\", null, {\"addressSpace\": {\"addressPrefixes\": [\"10.0.0.0/16\"]}}]]}}");
}

static GString *cli(void)
{
	return g_string_new("[{\"id\": \"" NETWORK "expressRouteCircuits/zürich\", \"name\": \"zürich\", \"location\": \"westeurope\", \"resourceGroup\": \"g\", \"circuitProvisioningState\": \"Enabled\", \"bandwidthInGbps\": 10},"
		"{\"id\": \"" NETWORK "virtualNetworks/spoke\", \"name\": \"spoke\", \"resourceGroup\": \"g\", \"addressSpace\": {\"addressPrefixes\": [\"10.0.0.0/16\"]}}]");
}

static GString *powershell(void)
{
	return g_string_new("[{\"Id\": \"" NETWORK "expressRouteCircuits/zürich\", \"Name\": \"zürich\", \"Location\": \"westeurope\", \"CircuitProvisioningState\": \"Enabled\", \"BandwidthInGbps\": 10},"
		"{\"Id\": \"" NETWORK "virtualNetworks/spoke\", \"Name\": \"spoke\", \"AddressSpace\": \"Microsoft.Azure.Commands.Network.Models.PSAddressSpace\", \"AddressSpaceText\": \"{\\\"AddressPrefixes\\\": [\\\"10.0.0.0/16\\\"]}\"}]");
}

static GString *xml(void)
{
	return g_string_new("<?xml version='1.0'?><resources><resource><id>" NETWORK "expressRouteCircuits/zürich</id><name>zürich</name><location>westeurope</location><properties><circuitProvisioningState>Enabled</circuitProvisioningState>"
		"<bandwidthInGbps>10</bandwidthInGbps></properties></resource><resource><id>" NETWORK "virtualNetworks/spoke</id><name>spoke</name><properties><addressSpace><addressPrefixes>10.0.0.0/16</addressPrefixes></addressSpace></properties></resource></resources>");
}

static GString *template(void)
{
	return g_string_new("{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\", \"contentVersion\": \"1.0.0.0\", \"parameters\": {\"place\": {\"type\": \"string\", \"defaultValue\": \"westeurope\"}}, \"resources\": ["
		"{\"type\": \"Microsoft.Network/expressRouteCircuits\", \"apiVersion\": \"x\", \"name\": \"zürich\", \"location\": \"[parameters('place')]\", \"properties\": {\"circuitProvisioningState\": \"[concat('En', 'abled')]\", \"bandwidthInGbps\": \"[add(4, 6)]\"}},"
		"{\"type\": \"Microsoft.Network/virtualNetworks\", \"apiVersion\": \"x\", \"name\": \"spoke\", \"properties\": {\"addressSpace\": {\"addressPrefixes\": [\"10.0.0.0/16\"]}}}]}");
}

static GString *deployed_template(void)
{
	g_autoptr(GString) inner = template();
	GString *out = g_string_new("{\"id\": \"/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deployments/d\", \"name\": \"d\", \"properties\": {\"provisioningState\": \"Succeeded\", \"parameters\": {\"place\": {\"type\": \"String\", \"value\": \"West Europe\"}}, \"template\": ");

	g_string_replace(inner, "\"defaultValue\": \"westeurope\"", "\"defaultValue\": \"elsewhere\"", 0);
	g_string_append(out, inner->str);
	return g_string_append(out, "}}");
}

/* @same: what was read is the same to the byte; else ids differ, or numbers are texts. */
static const struct { GString *(*make)(void); bool same; const char *format, *codes; } wrappings[] = {
	{ marked, true, "arm-array", "" }, { utf16_le, true, "arm-array", "" }, { utf16_be, true, "arm-array", "" }, { utf16_le_bare, true, "arm-array", "" }, { utf16_be_bare, true, "arm-array", "" },
	{ gzipped, true, "arm-array", "" }, { gzip_members, true, "arm-array", "" }, { gzip_of_utf16, true, "arm-array", "" }, { carriage_returns, true, "arm-array", "" },
	{ coloured, true, "arm-array", "ING019" }, { logged, true, "arm-array", "ING018" }, { lines, true, "arm-rest-single", "" }, { several, true, "arm-array", "" },
	{ commented, true, "arm-rest-list", "ING017" }, { rest_list, true, "arm-rest-list", "" }, { table, true, "resource-graph-table", "" }, { cli, true, "azure-cli-list", "" },
	{ powershell, true, "powershell-list", "" }, { xml, false, "arm-xml", "" }, { template, false, "arm-template", "" }, { deployed_template, false, "deployment", "" },
};

static char *codes_of(ErDiags *diags)
{
	GString *out = g_string_new(NULL);

	er_diags_finish(diags);
	for (uint32_t i = 0; i < er_diags_count(diags); i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", er_diag_id(er_diags_at(diags, i)->code));
	return g_string_free(out, FALSE);
}

static void assert_estate(const ErInventory *inv, bool same, const char *format)
{
	g_autoptr(ErInventory) want = er_inventory_parse(plain, strlen(plain), "plain", NULL);

	ck_assert_uint_eq(er_inventory_count(inv), 2);
	ck_assert_str_eq(er_inventory_at(inv, 0)->name, "zürich");
	ck_assert_str_eq(er_inventory_at(inv, 0)->location, "westeurope");
	ck_assert_str_eq(er_value_text(&er_inventory_at(inv, 0)->body, "properties.circuitProvisioningState"), "Enabled");
	ck_assert_uint_eq(er_value_count(&er_inventory_at(inv, 1)->body, "properties.addressSpace.addressPrefixes"), 1);
	ck_assert_str_eq(er_inventory_source(inv, 0)->format, format);
	ck_assert(er_inventory_complete(inv));
	if (same)
		ck_assert_str_eq(er_inventory_content(inv), er_inventory_content(want));
}

START_TEST(wrapped_estate_is_the_same)
{
	g_autoptr(GString) bytes = wrappings[_i].make();
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_parse(bytes->str, bytes->len, "in", diags);
	g_autofree char *codes = codes_of(diags);

	assert_estate(inv, wrappings[_i].same, wrappings[_i].format);
	ck_assert_str_eq(codes, wrappings[_i].codes);
}
END_TEST

/* A folder of files, gone with the test. */
typedef struct { char *folder; GPtrArray *files; } Files;

static Files new_files(void)
{
	return (Files){ g_dir_make_tmp("erscope-test-XXXXXX", NULL), g_ptr_array_new_with_free_func(g_free) };
}

static void add_file(Files *files, const char *bytes, size_t n)
{
	char *path = g_strdup_printf("%s/%u", files->folder, files->files->len);

	ck_assert(g_file_set_contents(path, bytes, (gssize)n, NULL));
	g_ptr_array_add(files->files, path);
}

static void end_files(Files *files)
{
	for (guint i = 0; i < files->files->len; i++)
		unlink(files->files->pdata[i]);
	rmdir(files->folder);
	g_ptr_array_unref(files->files);
	g_free(files->folder);
}

START_TEST(file_and_pipe_are_the_same)
{
	g_autoptr(GString) bytes = wrappings[_i].make();
	Files files = new_files();
	int ends[2];

	add_file(&files, bytes->str, bytes->len);
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], bytes->str, bytes->len), (ssize_t)bytes->len);
	close(ends[1]);
	g_autofree char *piped = g_strdup_printf("/dev/fd/%d", ends[0]);
	g_autoptr(ErInventory) from_file = er_inventory_read((const char *const *)files.files->pdata, 1, NULL);
	g_autoptr(ErInventory) from_pipe = er_inventory_read((const char *const[]){ piped }, 1, NULL);
	close(ends[0]);
	assert_estate(from_file, wrappings[_i].same, wrappings[_i].format);
	assert_estate(from_pipe, wrappings[_i].same, wrappings[_i].format);
	ck_assert_str_eq(er_inventory_source(from_file, 0)->sha256, er_inventory_source(from_pipe, 0)->sha256);
	end_files(&files);
}
END_TEST

/* ---- several files ---- */

#define SCHEMA "\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/"
static const char open_template[] = "{" SCHEMA "deploymentTemplate.json#\", \"contentVersion\": \"1.0.0.0\", \"parameters\": {\"make\": {\"type\": \"bool\"}, \"place\": {\"type\": \"string\"}}, \"resources\": ["
	"{\"condition\": \"[parameters('make')]\", \"type\": \"Microsoft.Network/expressRouteCircuits\", \"apiVersion\": \"x\", \"name\": \"er\", \"location\": \"[parameters('place')]\", \"properties\": {}}]}";
static const char parameter_file[] = "{" SCHEMA "deploymentParameters.json#\", \"contentVersion\": \"1.0.0.0\", \"parameters\": {\"Make\": {\"value\": true}, \"place\": {\"value\": \"West Europe\"}}}";
static const char deployed[] = "[{\"id\": \"/subscriptions/{subscription}/resourceGroups/{resource-group}/providers/Microsoft.Network/expressRouteCircuits/er\", \"name\": \"er\", \"properties\": {\"circuitProvisioningState\": \"Enabled\"}}]";

/* @conditional: of the one circuit. */
static const struct { const char *files[2]; bool conditional; const char *location, *codes; } pairs[] = {
	{ { open_template, NULL }, true, "", "ING022 ING023" },
	{ { open_template, parameter_file }, false, "westeurope", "" },
	{ { parameter_file, open_template }, false, "westeurope", "" },
	{ { open_template, deployed }, false, "", "ING022 ING023" },
	{ { deployed, open_template }, false, "", "ING022 ING023" },
};

START_TEST(files_make_one_estate)
{
	Files files = new_files();
	g_autoptr(ErDiags) diags = er_diags_new();

	for (size_t i = 0; i < G_N_ELEMENTS(pairs[_i].files) && pairs[_i].files[i] != NULL; i++)
		add_file(&files, pairs[_i].files[i], strlen(pairs[_i].files[i]));
	g_autoptr(ErInventory) inv = er_inventory_read((const char *const *)files.files->pdata, files.files->len, diags);
	g_autofree char *codes = codes_of(diags);
	ck_assert_uint_eq(er_inventory_count(inv), 1);
	ck_assert((er_inventory_at(inv, 0)->conditional != NULL) == pairs[_i].conditional);
	ck_assert_str_eq(er_inventory_at(inv, 0)->location, pairs[_i].location);
	ck_assert_str_eq(codes, pairs[_i].codes);
	end_files(&files);
}
END_TEST

/* ---- before and after ---- */

static const char what_if[] = "{\"status\": \"Succeeded\", \"properties\": {\"changes\": ["
	"{\"resourceId\": \"a\", \"changeType\": \"Modify\", \"before\": {\"id\": \"" NETWORK "expressRouteCircuits/a\", \"name\": \"a\", \"properties\": {\"bandwidthInGbps\": 1}}, \"after\": {\"id\": \"" NETWORK "expressRouteCircuits/a\", \"name\": \"a\", \"properties\": {\"bandwidthInGbps\": 2}}},"
	"{\"resourceId\": \"b\", \"changeType\": \"Delete\", \"before\": {\"id\": \"" NETWORK "expressRouteCircuits/b\", \"name\": \"b\", \"properties\": {\"bandwidthInGbps\": 1}}},"
	"{\"resourceId\": \"c\", \"changeType\": \"Create\", \"after\": {\"id\": \"" NETWORK "expressRouteCircuits/c\", \"name\": \"c\", \"properties\": {\"bandwidthInGbps\": 2}}},"
	"{\"resourceId\": \"d\", \"changeType\": \"NoChange\", \"before\": {\"id\": \"" NETWORK "expressRouteCircuits/d\", \"name\": \"d\", \"properties\": {\"bandwidthInGbps\": 3}}}]}}";
#define TERRAFORM(name, gbps) "{\"address\": \"azurerm_express_route_port." name "\", \"mode\": \"managed\", \"type\": \"azurerm_express_route_port\", \"name\": \"" name "\", \"values\": {\"name\": \"" name "\", \"resource_group_name\": \"g\", \"bandwidth_in_gbps\": " gbps "}}"
static const char terraform[] = "{\"format_version\": \"1.2\", \"planned_values\": {\"root_module\": {\"resources\": [" TERRAFORM("a", "2") ", " TERRAFORM("c", "2") ", " TERRAFORM("d", "3") "]}},"
	"\"prior_state\": {\"values\": {\"root_module\": {\"resources\": [" TERRAFORM("a", "1") ", " TERRAFORM("b", "1") ", " TERRAFORM("d", "3") "]}}}}";

static const struct { const char *text; bool before; const char *format, *want; } moments[] = {
	{ what_if, false, "what-if", "a2 c2 d3 " }, { what_if, true, "what-if-before", "a1 b1 d3 " },
	{ terraform, false, "terraform-plan", "a2 c2 d3 " }, { terraform, true, "terraform-plan-before", "a1 b1 d3 " },
};

START_TEST(moment_is_chosen)
{
	Files files = new_files();
	g_autoptr(GString) got = g_string_new(NULL);

	add_file(&files, moments[_i].text, strlen(moments[_i].text));
	const ErInput input = { files.files->pdata[0], NULL };
	g_autoptr(ErInventory) inv = er_inventory_read_inputs(&input, 1, moments[_i].before, NULL);
	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		const ErResource *res = er_inventory_at(inv, i);
		g_string_append_printf(got, "%s%s ", res->name, er_value_get(&res->body, "properties.bandwidthInGbps")->u.text);
	}
	ck_assert_str_eq(got->str, moments[_i].want);
	ck_assert_str_eq(er_inventory_source(inv, 0)->format, moments[_i].format);
	end_files(&files);
}
END_TEST

/* ---- live captures ---- */

#define ESTATE "[{\"id\": \"" NETWORK "expressRouteCircuits/er\", \"name\": \"er\", \"properties\": {}}, {\"id\": \"" NETWORK "virtualNetworkGateways/vpn\", \"name\": \"vpn\", \"properties\": {\"gatewayType\": \"Vpn\"}}, " \
	"{\"id\": \"" NETWORK "virtualNetworkGateways/gw\", \"name\": \"gw\", \"properties\": {\"gatewayType\": \"ExpressRoute\"}}]"
#define TWO "[{\"id\": \"" NETWORK "expressRouteCircuits/er\", \"name\": \"er\", \"properties\": {}}, {\"id\": \"" NETWORK "expressRouteCircuits/er2\", \"name\": \"er2\", \"properties\": {}}]"
#define ROUTES "{\"value\": [{\"network\": \"10.0.0.0/8\", \"nextHop\": \"10.1.0.1\", \"path\": \"65000\", \"weight\": 0}]}"

#define SERVER "[{\"id\": \"" NETWORK "virtualHubs/rs/bgpConnections/nva\", \"name\": \"nva\", \"properties\": {\"peerIp\": \"10.1.0.4\"}}]"
#define PEER_ROUTES "{\"RouteServiceRole_IN_0\": [{\"network\": \"10.0.0.0/8\"}], \"RouteServiceRole_IN_1\": []}"

/* @member: below the captures of @id, where something is found; "": nothing is attached. */
static const struct { const char *estate, *text, *of, *format, *id, *member, *codes; } captures[] = {
	{ ESTATE, "{\"overallScore\": \"65\", \"components\": [{\"name\": \"a\"}]}", "gw", "capture-resiliency-information", "virtualnetworkgateways/gw", "resiliencyInformation.overallScore", "" },
	{ ESTATE, "{\"OverallScore\": \"65\", \"Components\": [{\"Name\": \"a\"}]}", NULL, "capture-resiliency-information", "virtualnetworkgateways/gw", "resiliencyInformation.overallScore", "ING034" },
	{ ESTATE, "{\"routeSets\": [{\"name\": \"s\", \"locations\": []}]}", NETWORK "virtualNetworkGateways/GW", "capture-routes-information", "virtualnetworkgateways/gw", "routesInformation.routeSets", "" },
	{ ESTATE, "[{\"peeringLocation\": \"London\", \"status\": \"Completed\", \"testType\": \"SiteFailover\"}]", "gw", "capture-failover-tests", "virtualnetworkgateways/gw", "failoverTests", "" },
	{ ESTATE, "[{\"peeringLocation\": \"London\", \"wasSimulationSuccessful\": true, \"redundantRoutes\": []}]", "gw", "capture-failover-test", "virtualnetworkgateways/gw", "failoverTest", "" },
	{ ESTATE, "{\"value\": [{\"network\": \"10.0.0.0/8\", \"origin\": \"EBgp\", \"sourcePeer\": \"10.1.0.4\"}]}", "gw", "capture-learned-routes", "virtualnetworkgateways/gw", "learnedRoutes", "" },
	{ ESTATE, ROUTES, "er/primary", "capture-route-table", "expressroutecircuits/er", "routeTablePrimary", "" },
	{ ESTATE, ROUTES, "ER/Secondary", "capture-route-table", "expressroutecircuits/er", "routeTableSecondary", "" },
	{ ESTATE, ROUTES, NULL, "capture-route-table", "expressroutecircuits/er", "routeTable", "ING034" },
	{ TWO, ROUTES, "er2", "capture-route-table", "expressroutecircuits/er2", "routeTable", "" },
	{ TWO, ROUTES, NULL, "capture-route-table", "expressroutecircuits/er", "", "ING033" },
	{ ESTATE, ROUTES, "gw", "capture-route-table", "expressroutecircuits/er", "", "ING033" },
	{ ESTATE, "{\"overallScore\": \"65\", \"components\": []}", "vpn", "capture-resiliency-information", "virtualnetworkgateways/vpn", "", "ING033" },
	{ SERVER, PEER_ROUTES, "nva", "capture-peer-routes", "virtualhubs/rs/bgpconnections/nva", "peerRoutes.RouteServiceRole_IN_0", "" },
	{ ESTATE, PEER_ROUTES, "gw", "capture-peer-routes", "virtualnetworkgateways/gw", "", "ING033" },
	{ ESTATE, TWO, "gw", "unreadable", "virtualnetworkgateways/gw", "", "ING006" },
};

START_TEST(capture_is_attached)
{
	Files files = new_files();
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autofree char *id = g_ascii_strdown(NETWORK, -1), *full = g_strconcat(id, captures[_i].id, NULL), *path = g_strconcat(ER_CAPTURES ".", captures[_i].member, NULL);

	add_file(&files, captures[_i].text, strlen(captures[_i].text));
	add_file(&files, captures[_i].estate, strlen(captures[_i].estate));
	const ErInput inputs[] = { { files.files->pdata[0], captures[_i].of }, { files.files->pdata[1], NULL } };
	g_autoptr(ErInventory) inv = er_inventory_read_inputs(inputs, 2, false, diags);
	g_autofree char *codes = codes_of(diags);
	bool attached = *captures[_i].member != '\0';
	ck_assert_str_eq(codes, captures[_i].codes);
	ck_assert_str_eq(er_inventory_source(inv, 0)->format, captures[_i].format);
	ck_assert((er_inventory_source(inv, 0)->of != NULL) == attached && er_inventory_source(inv, 0)->complete == attached);
	ck_assert((er_value_get(&er_inventory_lookup(inv, full)->body, attached ? path : ER_CAPTURES) != NULL) == attached);
	if (attached)
		ck_assert_str_eq(er_inventory_source(inv, 0)->of, full);
	end_files(&files);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("inputs");
	TCase *tcase = tcase_create("inputs");

	tcase_add_loop_test(tcase, wrapped_estate_is_the_same, 0, G_N_ELEMENTS(wrappings));
	tcase_add_loop_test(tcase, file_and_pipe_are_the_same, 0, G_N_ELEMENTS(wrappings));
	tcase_add_loop_test(tcase, files_make_one_estate, 0, G_N_ELEMENTS(pairs));
	tcase_add_loop_test(tcase, moment_is_chosen, 0, G_N_ELEMENTS(moments));
	tcase_add_loop_test(tcase, capture_is_attached, 0, G_N_ELEMENTS(captures));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
