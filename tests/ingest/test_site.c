/* The site description: what is read, what is told about what is not, and that XML, JSON, XSD and starter agree. */
#include <erscope/site.h>

#include <check.h>
#include <libxml/xmlschemas.h>
#include <stdlib.h>
#include <string.h>

#define OPEN "<estate xmlns=\"urn:erscope:estate:1\">\n"

static ErEstate *parse(const char *text, ErDiags *diags)
{
	ErEstate *estate = er_estate_parse(text, strlen(text), "site", diags);

	er_diags_finish(diags);
	return estate;
}

/* ---- what is told ---- */

static const struct { const char *text, *code; unsigned line; const char *detail; } odd[] = {
	{ "", "SIT001", 0, "the file is empty" },
	{ "{\"site\": [", "SIT001", 1, NULL },
	{ OPEN "<site id=\"a\"", "SIT001", 2, NULL },
	{ "<!DOCTYPE estate [<!ENTITY x \"y\">]>\n" OPEN "</estate>", "SIT008", 0, "a DTD or an entity" },
	{ "<inventory/>", "SIT002", 1, "root element inventory in namespace '', expected estate in urn:erscope:estate:1" },
	{ OPEN "<sites id=\"a\"/></estate>", "SIT002", 2, "sites in estate; near: site" },
	{ OPEN "<site id=\"a\"><ruter id=\"b\"/></site></estate>", "SIT002", 2, "ruter in site; near: router" },
	{ OPEN "<site id=\"a\" facilty=\"x\"/></estate>", "SIT003", 2, "facilty of site; near: facility" },
	{ OPEN "<site name=\"a\"/></estate>", "SIT004", 2, "id of site" },
	{ OPEN "<site id=\"a\">\n<circuit name=\"c\"><link side=\"left\"/></circuit></site></estate>", "SIT005", 3, "side=\"left\" of link; allowed: primary secondary" },
	{ OPEN "<site id=\"a\"><circuit name=\"c\" local-preference=\"-1\"/></site></estate>", "SIT005", 2, "local-preference=\"-1\" of circuit; allowed: a whole number" },
	{ OPEN "<site id=\"a\"><prefix>10.1.0.0/8</prefix></site></estate>", "SIT005", 2, "prefix 10.1.0.0/8; host bits are set; the range is 10.0.0.0/8" },
	{ OPEN "<site id=\"a\"><prefix>here</prefix></site></estate>", "SIT005", 2, "prefix here; allowed: an address range such as 10.0.0.0/8" },
	{ OPEN "<availability component=\"gateway\" value=\"101\"/></estate>", "SIT005", 2, "value=\"101\" of availability; allowed: per cent, greater than 0 and at most 100" },
	{ OPEN "<accept rule=\"r\" subject=\"s\" by=\"b\" until=\"2027-02-30\"/></estate>", "SIT005", 2, "until=\"2027-02-30\" of accept; allowed: a date YYYY-MM-DD" },
	{ OPEN "<site id=\"a\"/>\n<site id=\"a\"/></estate>", "SIT006", 3, "site a" },
	{ OPEN "<site id=\"a\"><circuit name=\"c\"><link side=\"primary\"/><link side=\"primary\"/></circuit></site></estate>", "SIT006", 2, "primary link of circuit c" },
	{ OPEN "<site id=\"a\"><router id=\"ce1\"/><circuit name=\"c\"><link side=\"primary\" router=\"ce2\"/></circuit></site></estate>", "SIT007", 2, "router ce2 of site a; near: ce1" },
	{ OPEN "<site id=\"paris\"/><site id=\"lyon\"/><wan id=\"w\" sites=\"paris lyon liyon\"/></estate>", "SIT007", 2, "site liyon; near: lyon" },
	{ OPEN "<demand service=\"erp\"/></estate>", "SIT007", 2, "service erp" },
	{ "{\"site\": {\"id\": \"a\", \"vpm\": {\"gateway\": \"g\"}}}", "SIT002", 1, "vpm in site; near: vpn" },
};

START_TEST(tells)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErEstate) estate = parse(odd[_i].text, diags);
	bool told = false;

	for (uint32_t i = 0; i < er_diags_count(diags); i++) {
		const ErDiag *diag = er_diags_at(diags, i);
		told = told || (strcmp(er_diag_id(diag->code), odd[_i].code) == 0 && diag->loc.line == odd[_i].line && (odd[_i].detail == NULL || strcmp(diag->detail, odd[_i].detail) == 0));
	}
	g_autofree char *first = er_diags_count(diags) > 0 ? er_diag_format(er_diags_at(diags, 0)) : g_strdup("nothing");
	ck_assert_msg(told, "%s: %s", odd[_i].text, first);
	ck_assert_msg(er_diags_worst(diags) == ER_DIAG_ERROR, "%s", odd[_i].text);
}
END_TEST

/* ---- what is read ---- */

static const char whole_xml[] =
	OPEN "<site id=\"paris\" name=\"Paris DC\" facility=\"bat-a\" dns=\"true\"><prefix circuits=\"er-1 er-2\">10.0.0.0/8</prefix>"
	"<router id=\"ce1\" role=\"firewall\" stateful=\"true\"/>"
	"<circuit name=\"er-1\" model=\"any-to-any\" layer=\"3\" local-preference=\"200\" multipath=\"false\" vrf=\"red\">"
	"<link side=\"secondary\" router=\"ce1\" prepend=\"3\" preference=\"standby\" failover=\"manual\" bfd=\"true\" accepts-as-path=\"false\" bandwidth-mbps=\"500\"/>"
	"<wan-edge id=\"pe1\" side=\"primary\"/></circuit><vpn gateway=\"vpn-1\" router=\"ce1\" bandwidth-mbps=\"100\"/></site>"
	"<site id=\"lyon\"/><wan id=\"mpls\" sites=\"paris lyon\"/><service id=\"erp\"><vnet name=\"v1\"/><vnet name=\"v2\"/></service>"
	"<demand site=\"paris\" service=\"erp\" to-azure-mbps=\"400\"/><availability component=\"access\" value=\"99.9\"/></estate>";
static const char whole_json[] =
	"{\"estate\": {\"site\": [{\"id\": \"paris\", \"name\": \"Paris DC\", \"facility\": \"bat-a\", \"dns\": true, \"prefix\": {\"cidr\": \"10.0.0.0/8\", \"circuits\": \"er-1 er-2\"},"
	"\"router\": {\"id\": \"ce1\", \"role\": \"firewall\", \"stateful\": \"true\"},"
	"\"circuit\": {\"name\": \"er-1\", \"model\": \"any-to-any\", \"layer\": 3, \"local-preference\": 200, \"multipath\": false, \"vrf\": \"red\","
	"\"link\": [{\"side\": \"secondary\", \"router\": \"ce1\", \"prepend\": 3, \"preference\": \"standby\", \"failover\": \"manual\", \"bfd\": true, \"accepts-as-path\": false, \"bandwidth-mbps\": 500}],"
	"\"wan-edge\": {\"id\": \"pe1\", \"side\": \"primary\"}}, \"vpn\": {\"gateway\": \"vpn-1\", \"router\": \"ce1\", \"bandwidth-mbps\": 100}}, {\"id\": \"lyon\"}],"
	"\"wan\": {\"id\": \"mpls\", \"sites\": \"paris lyon\"}, \"service\": {\"id\": \"erp\", \"vnet\": [{\"name\": \"v1\"}, {\"name\": \"v2\"}]},"
	"\"demand\": {\"site\": \"paris\", \"service\": \"erp\", \"to-azure-mbps\": 400}, \"availability\": {\"component\": \"access\", \"value\": 99.9}}}";

static void assert_whole(const char *text)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErEstate) estate = parse(text, diags);

	ck_assert_uint_eq(er_diags_count(diags), 0);
	ck_assert_uint_eq(er_estate_n_sites(estate), 2);
	const ErSiteRecord *paris = er_estate_site(estate, 1);
	ck_assert_str_eq(er_estate_site(estate, 0)->name, "lyon");
	ck_assert_str_eq(paris->name, "Paris DC");
	ck_assert_int_eq(paris->dns, ER_TRI_YES);
	ck_assert_int_eq(paris->aaa, ER_TRI_UNSAID);
	ck_assert_str_eq(paris->prefixes[0].cidr, "10.0.0.0/8");
	ck_assert_str_eq(paris->prefixes[0].circuits[1], "er-2");
	ck_assert_int_eq(paris->routers[0].stateful, ER_TRI_YES);
	const ErSiteCircuit *circuit = &paris->circuits[0];
	ck_assert_int_eq(circuit->model, ER_MODEL_ANY_TO_ANY);
	ck_assert_uint_eq(circuit->layer, 3);
	ck_assert_uint_eq(circuit->local_preference, 200);
	ck_assert_int_eq(circuit->multipath, ER_TRI_NO);
	ck_assert_uint_eq(circuit->links[0].side, 1);
	ck_assert_uint_eq(circuit->links[0].prepend, 3);
	ck_assert_int_eq(circuit->links[0].preference, ER_USE_STANDBY);
	ck_assert_str_eq(circuit->links[0].failover, "manual");
	ck_assert_uint_eq(circuit->links[0].rtt_ms, ER_UNSAID);
	ck_assert_str_eq(circuit->wan_edges[0].id, "pe1");
	ck_assert_uint_eq(paris->vpns[0].bandwidth_mbps, 100);
	ck_assert_uint_eq(er_estate_wan(estate, 0)->n_sites, 2);
	ck_assert_str_eq(er_estate_service(estate, 0)->vnets[1], "v2");
	ck_assert_uint_eq(er_estate_demand(estate, 0)->to_azure_mbps, 400);
	ck_assert_uint_eq(er_estate_demand(estate, 0)->from_azure_mbps, ER_UNSAID);
	ck_assert_double_eq(er_estate_availability(estate, 0)->value, 99.9);
}

START_TEST(reads_xml)
{
	assert_whole(whole_xml);
}
END_TEST

START_TEST(reads_json)
{
	assert_whole(whole_json);
}
END_TEST

/* ---- the XSD ---- */

static bool is_valid(const char *text)
{
	g_autoptr(GString) xsd = er_estate_schema(true);
	xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(xsd->str, (int)xsd->len);
	xmlSchema *schema = xmlSchemaParse(parser);
	xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
	ck_assert_ptr_nonnull(schema);
	xmlSchemaValidCtxt *valid = xmlSchemaNewValidCtxt(schema);
	xmlSchemaSetValidErrors(valid, NULL, NULL, NULL);
	bool fine = doc != NULL && xmlSchemaValidateDoc(valid, doc) == 0;

	xmlSchemaFreeValidCtxt(valid);
	xmlFreeDoc(doc);
	xmlSchemaFree(schema);
	xmlSchemaFreeParserCtxt(parser);
	return fine;
}

START_TEST(xsd_agrees)
{
	ck_assert(is_valid(whole_xml));
	ck_assert(!is_valid(OPEN "<sites id=\"a\"/></estate>"));
	ck_assert(!is_valid(OPEN "<site id=\"a\" facilty=\"x\"/></estate>"));
	ck_assert(!is_valid(OPEN "<site name=\"a\"/></estate>"));
	ck_assert(!is_valid(OPEN "<availability component=\"gateway\" value=\"101\"/></estate>"));
}
END_TEST

static const char *const starters[] = { "bow-tie", "single-circuit", "direct-pair-two-circuits", "external-circuit", "virtual-wan" };

/* The starter is valid as it stands, and read back without a word. */
START_TEST(starter_is_valid)
{
	g_autofree char *path = g_build_filename(g_getenv("ER_FIXTURES"), starters[_i], "input.json", NULL);
	const char *const files[] = { path };
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_read(files, 1, diags);
	g_autoptr(GString) text = er_estate_starter(inv);
	g_autoptr(ErDiags) own = er_diags_new();
	g_autoptr(ErEstate) estate = parse(text->str, own);

	ck_assert_msg(is_valid(text->str), "%s", text->str);
	ck_assert_uint_eq(er_diags_count(own), 0);
	ck_assert_uint_eq(er_estate_n_sites(estate), 1);
	ck_assert_uint_gt(er_estate_site(estate, 0)->n_circuits, 0);
}
END_TEST

/* ---- hostile ---- */

/* Of the state before what is gone: a site, a WAN, the end of a circuit with its router; not what ends elsewhere now. */
START_TEST(both_states)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErEstate) before = parse(OPEN "<site id=\"a\"><router id=\"r1\"/><router id=\"r2\"/><circuit name=\"kept\"><link side=\"primary\" router=\"r1\"/></circuit>"
		"<circuit name=\"gone\"><link side=\"primary\" router=\"r2\"/></circuit><circuit name=\"Moved\"/><vpn gateway=\"old\"/></site>"
		"<site id=\"b\"><circuit name=\"other\"/></site><wan id=\"w\" sites=\"a b\"/></estate>", diags);
	g_autoptr(ErEstate) now = parse(OPEN "<site id=\"c\"><circuit name=\"moved\"/></site><site id=\"a\"><router id=\"r1\"/><circuit name=\"kept\"/></site></estate>", diags);
	g_autoptr(ErEstate) both = er_estate_both(now, before);

	ck_assert_uint_eq(er_diags_count(diags), 0);
	ck_assert_uint_eq(er_estate_n_sites(both), 3);
	const ErSiteRecord *a = er_estate_site(both, 0), *b = er_estate_site(both, 1), *c = er_estate_site(both, 2);
	ck_assert_str_eq(a->id, "a");
	ck_assert_uint_eq(a->n_circuits, 2);
	ck_assert_str_eq(a->circuits[0].name, "kept");
	ck_assert_uint_eq(a->circuits[0].n_links, 0);   /* as it is now */
	ck_assert_str_eq(a->circuits[1].name, "gone");
	ck_assert_uint_eq(a->n_routers, 2);
	ck_assert_str_eq(a->routers[1].id, "r2");
	ck_assert_uint_eq(a->n_vpns, 1);
	ck_assert_str_eq(b->id, "b");
	ck_assert_str_eq(b->circuits[0].name, "other");
	ck_assert_str_eq(c->circuits[0].name, "moved");
	ck_assert_uint_eq(c->n_circuits, 1);
	ck_assert_uint_eq(er_estate_n_wans(both), 1);
	ck_assert_uint_eq(er_estate_n_sites(now), 2);
}
END_TEST

START_TEST(mutations_end)
{
	const char *const texts[] = { whole_xml, whole_json };
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);

	for (unsigned i = 0; i < 4000; i++) {
		g_autoptr(ErDiags) diags = er_diags_new();
		g_autoptr(GString) text = g_string_new(texts[i % 2]);
		for (int k = g_rand_int_range(rand, 1, 6); k > 0; k--) {
			gsize at = (gsize)g_rand_int_range(rand, 0, (gint32)text->len);
			if (g_rand_boolean(rand))
				text->str[at] = (char)g_rand_int_range(rand, 0, 256);
			else
				g_string_truncate(text, MAX(at, 1));
		}
		g_autoptr(ErEstate) estate = er_estate_parse(text->str, text->len, "site", diags);
		ck_assert_ptr_nonnull(estate);
	}
}
END_TEST

START_TEST(deep_and_wide)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(GString) deep = g_string_new(OPEN);

	for (unsigned i = 0; i < 100000; i++)
		g_string_append(deep, "<site id=\"a\">");
	g_autoptr(ErEstate) estate = parse(deep->str, diags);
	ck_assert(er_diags_has(diags, ER_D_SITE_LIMIT));
	g_autoptr(ErDiags) more = er_diags_new();
	g_autoptr(GString) wide = g_string_new(OPEN);
	for (unsigned i = 0; i < 300000; i++)
		g_string_append(wide, "<site/>");
	g_string_append(wide, "</estate>");
	g_autoptr(ErEstate) other = parse(wide->str, more);
	ck_assert(er_diags_has(more, ER_D_SITE_LIMIT));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("site");
	TCase *cases = tcase_create("site");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(cases, 120);
	tcase_add_loop_test(cases, tells, 0, (int)G_N_ELEMENTS(odd));
	tcase_add_test(cases, reads_xml);
	tcase_add_test(cases, reads_json);
	tcase_add_test(cases, xsd_agrees);
	tcase_add_loop_test(cases, starter_is_valid, 0, (int)G_N_ELEMENTS(starters));
	tcase_add_test(cases, both_states);
	tcase_add_test(cases, mutations_end);
	tcase_add_test(cases, deep_and_wide);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
