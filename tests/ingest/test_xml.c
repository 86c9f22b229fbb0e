/*
 * Inventories in XML: each form as the values JSON would hold, references, escapes, what is refused, bounds, and one circuit through every
 * form into the inventory. Texts are made for this project; "@" stands for the id of a circuit.
 */
#include "ingest/xml.h"

#include "ingest/arm.h"

#include "value_text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ID "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/er"
#define PS "<Objs Version='1.1.0.1' xmlns='http://schemas.microsoft.com/powershell/2004/04'>"
#define AZURE "xmlns='http://schemas.microsoft.com/windowsazure'"

static const struct { const char *text, *form, *want; } forms[] = {
	{ PS "<S>a</S></Objs>", "clixml", "['a']" },
	{ PS "<Obj RefId='0'><Props><S N='Name'>er</S><I32 N='Vlan'>100</I32><B N='On'>true</B><Nil N='X'/></Props></Obj></Objs>", "clixml", "[{Name:'er',Vlan:100,On:true,X:null}]" },
	{ PS "<Obj RefId='0'><TN RefId='0'><T>a</T></TN><LST><S>a</S><S>b</S></LST></Obj></Objs>", "clixml", "['a','b']" },
	{ PS "<Obj RefId='0'><MS><Obj N='L' RefId='1'><LST><I32>1</I32></LST></Obj></MS></Obj></Objs>", "clixml", "[{L:[1]}]" },
	{ PS "<Obj RefId='0'><MS><Obj N='A' RefId='1'><MS><S N='n'>x</S></MS></Obj><Ref N='B' RefId='1'/></MS></Obj></Objs>", "clixml", "[{A:{n:'x'},B:{n:'x'}}]" },
	{ PS "<Obj RefId='0'><MS><Ref N='Self' RefId='0'/><Ref N='None' RefId='9'/></MS></Obj></Objs>", "clixml", "[{Self:null,None:null}]" },
	{ PS "<Obj RefId='0'><DCT><En><S N='Key'>env</S><S N='Value'>prod</S></En></DCT></Obj></Objs>", "clixml", "[{env:'prod'}]" },
	{ PS "<Obj RefId='0'><MS><S N='t'>a_x000A_b_x005F_x_xD83D__xDE00__x0001_</S></MS></Obj></Objs>", "clixml", "[{t:'a\nb_x\xF0\x9F\x98\x80\xEF\xBF\xBD'}]" },
	{ PS "<Obj RefId='0'><MS><Obj N='E' RefId='1'><ToString>Succeeded</ToString><I32>1</I32></Obj></MS></Obj></Objs>", "clixml", "[{E:'Succeeded'}]" },
	{ PS "<Obj RefId='0'><MS><S N='ServiceKey'>hush</S><Nil N='SharedKey'/></MS></Obj></Objs>", "clixml", "[{ServiceKey:'(redacted)',SharedKey:null}]" },
	{ PS "</Objs>", "clixml", "[]" },
	{ "<?xml version='1.0' encoding='utf-16'?>" PS "<S>\xC3\xA4</S></Objs>", "clixml", "['\xC3\xA4']" },
	{ "<Objects><Object Type='X'><Property Name='Name' Type='System.String'>er</Property><Property Name='Vlan' Type='System.Int32'>7</Property><Property Name='On' Type='System.Boolean'>True</Property></Object></Objects>", "convertto-xml", "[{Name:'er',Vlan:7,On:true}]" },
	{ "<Objects><Object><Property Name='L' Type='System.Object[]'><Property Type='System.String'>a</Property><Property>b</Property></Property></Object></Objects>", "convertto-xml", "[{L:['a','b']}]" },
	{ "<resources><resource><id>x</id><properties><peerings><name>p</name></peerings></properties></resource></resources>", "arm-xml", "[{id:'x',properties:{peerings:[{name:'p'}]}}]" },
	{ "<resources><resource id='x'><zones><item>1</item><item>2</item></zones></resource></resources>", "arm-xml", "[{id:'x',zones:['1','2']}]" },
	{ "<resources><resource><a>1</a><a>2</a><a>3</a></resource></resources>", "arm-xml", "[{a:['1','2','3']}]" },
	{ "<resources><resource><subnets><subnet><name>a</name></subnet><subnet><name>b</name></subnet></subnets></resource></resources>", "arm-xml", "[{subnets:[{name:'a'},{name:'b'}]}]" },
	{ "<resources><resource><subnets><name>a</name></subnets><subnets><name>b</name></subnets></resource></resources>", "arm-xml", "[{subnets:[{name:'a'},{name:'b'}]}]" },
	{ "<resources><resource><peerings/><x array='true'>1</x><t type='array'>2</t></resource></resources>", "arm-xml", "[{peerings:[],x:['1'],t:['2']}]" },
	{ "<resource><id>x</id><serviceKey>hush</serviceKey></resource>", "arm-xml", "[{id:'x',serviceKey:'(redacted)'}]" },
	{ "<r:resources xmlns:r='urn:erscope:arm:1'><r:resource><r:id>x</r:id></r:resource></r:resources>", "arm-xml", "[{id:'x'}]" },
	{ "<ArmResources><value><id>x</id></value><value><id>y</id></value></ArmResources>", "arm-xml", "[{id:'x'},{id:'y'}]" },
	{ "<VirtualNetworkSites " AZURE "><VirtualNetworkSite><Name>v</Name></VirtualNetworkSite></VirtualNetworkSites>", "classic-service-management",
	  "[{id:'/subscriptions/classic/resourceGroups/classic/providers/Microsoft.ClassicNetwork/virtualNetworks/v',name:'v',properties:{}}]" },
	{ "<DedicatedCircuits " AZURE "><DedicatedCircuit><CircuitName>c</CircuitName><ServiceKey>hush</ServiceKey></DedicatedCircuit></DedicatedCircuits>", "classic-service-management",
	  "[{id:'/subscriptions/classic/resourceGroups/classic/providers/Microsoft.ClassicNetwork/dedicatedCircuits/c',name:'c',properties:{}}]" },
	{ "<NetworkConfiguration><VirtualNetworkConfiguration><VirtualNetworkSites><VirtualNetworkSite name='v'/></VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>", "classic-network-configuration",
	  "[{id:'/subscriptions/classic/resourceGroups/classic/providers/Microsoft.ClassicNetwork/virtualNetworks/v',name:'v',properties:{}}]" },
};

typedef struct { ErArena *arena; ErValue list; } Given;

static void give(void *data, const char *form, ErValue *item)
{
	Given *given = data;

	ck_assert_ptr_nonnull(form);
	er_build_push(given->arena, &given->list, *item);
}

static bool needless(const char *id)
{
	return strcmp(id, "needless") == 0;
}

static bool convert(const char *text, ErArena *arena, ErValue *value, ErXmlResult *result)
{
	const ErBuildPlace place = { 0 };
	Given given = { arena, er_build_array(&place) };
	const ErXmlOptions options = { .secret = er_arm_secret, .needless = needless, .item = give, .data = &given };
	bool ok = er_xml_read(text, strlen(text), &options, arena, result);

	*value = given.list;
	return ok;
}

START_TEST(form)
{
	g_autoptr(ErArena) arena = er_arena_new();
	g_autoptr(GString) out = g_string_new(NULL);
	ErXmlResult result;
	ErValue value;

	ck_assert_msg(convert(forms[_i].text, arena, &value, &result), "%s: %s", forms[_i].text, result.message);
	value_text_add(out, &value);
	ck_assert_str_eq(result.form, forms[_i].form);
	ck_assert_msg(strcmp(out->str, forms[_i].want) == 0, "%s\n  want %s\n  got  %s", forms[_i].text, forms[_i].want, out->str);
}
END_TEST

/* ---- refused ---- */

static const struct { const char *text; ErXmlStatus status; const char *message; } refused[] = {
	{ "<resources></b>", ER_XML_SYNTAX, "mismatch" }, { "<resources/><b/>", ER_XML_SYNTAX, "Extra content" }, { "<resources b='1' b='2'/>", ER_XML_SYNTAX, "redefined" },
	{ "<resources><a x=1/></resources>", ER_XML_SYNTAX, "AttValue" }, { "<?xml version='1.0' encoding='none-such'?><resources/>", ER_XML_SYNTAX, "encoding" }, { "<resources>\xC3</resources>", ER_XML_SYNTAX, "UTF-8" }, { "<resources>\x01</resources>", ER_XML_SYNTAX, "" },
	{ "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", ER_XML_ENTITY, "DTD" }, { "<resources>&x;</resources>", ER_XML_ENTITY, "'x'" }, { "<!DOCTYPE html><p>", ER_XML_FOREIGN, "web page" },
	{ "<mxfile/>", ER_XML_FOREIGN, "draw.io" }, { "<html/>", ER_XML_FOREIGN, "web page" }, { "<unload/>", ER_XML_FOREIGN, "ServiceNow" }, { "<xml><cmdb_ci_x/></xml>", ER_XML_FOREIGN, "ServiceNow" },
	{ "<Error " AZURE "/>", ER_XML_FOREIGN, "error reply" }, { "<estate/>", ER_XML_FOREIGN, "--site" }, { "<something/>", ER_XML_FOREIGN, "something" },
};

START_TEST(refuses)
{
	g_autoptr(ErArena) arena = er_arena_new();
	ErXmlResult result;
	ErValue value;

	ck_assert_msg(!convert(refused[_i].text, arena, &value, &result), "%s", refused[_i].text);
	ck_assert_msg(result.status == refused[_i].status && strstr(result.message, refused[_i].message) != NULL, "%s: %d %s", refused[_i].text, result.status, result.message);
}
END_TEST

/* ---- cut off ---- */

static const char cut_text[] = "<?xml version='1.0' encoding='utf-8'?>\n<!-- a -->\n<resources>\n<resource k='v'><id>a</id><t>\xC3\xA4 &amp; <![CDATA[<x>]]></t></resource>\n<resource><id>b</id></resource>\n</resources>\n";

/* Wherever the cut falls: it is told as one, and what was complete before it has been given. */
START_TEST(prefix_is_cut_off)
{
	const char *end = strstr(cut_text, "</resources>") + strlen("</resources>");

	for (size_t n = 1; cut_text + n < end; n++) {
		g_autoptr(ErArena) arena = er_arena_new();
		g_autofree char *text = g_strndup(cut_text, n);
		ErXmlResult result;
		ErValue list;
		ck_assert(!convert(text, arena, &list, &result));
		ck_assert_msg(result.status == ER_XML_CUT_OFF, "%s: %d %s", text, result.status, result.message);
		ck_assert_uint_eq(list.n, (strstr(text, "</resource>") != NULL) + (strstr(text, "b</id></resource>") != NULL));
	}
}
END_TEST

/* ---- encodings, pages, lines, what is not wanted ---- */

START_TEST(declared_encoding_counts)
{
	g_autoptr(ErArena) arena = er_arena_new();
	g_autoptr(GString) out = g_string_new(NULL);
	ErXmlResult result;
	ErValue list;

	ck_assert(convert("<?xml version='1.0' encoding='ISO-8859-1'?><resources><resource><id>\xE4</id></resource></resources>", arena, &list, &result));
	value_text_add(out, &list);
	ck_assert_str_eq(out->str, "[{id:'\xC3\xA4'}]");
}
END_TEST

/* Looks like UTF-32, which libxml2 does not read: told, and nothing worse. */
START_TEST(wide_text_is_refused)
{
	static const char text[] = "<\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xB2<";
	g_autoptr(ErArena) arena = er_arena_new();
	ErXmlResult result;

	ck_assert(!er_xml_read(text, sizeof text - 1, &(ErXmlOptions){ .secret = er_arm_secret, .item = give }, arena, &result));
	ck_assert_int_ne((int)result.status, ER_XML_OK);
}
END_TEST

START_TEST(page_is_told)
{
	g_autoptr(ErArena) arena = er_arena_new();
	ErXmlResult result;
	ErValue list;

	ck_assert(convert("<resources><resource><id>a</id></resource><nextLink>more</nextLink></resources>", arena, &list, &result));
	ck_assert(result.paged && list.n == 1);
	ck_assert(convert("<resources><resource><id>a</id><nextLink>no</nextLink></resource><nextLink/></resources>", arena, &list, &result));
	ck_assert(!result.paged && list.n == 1);
}
END_TEST

START_TEST(lines_are_told)
{
	g_autoptr(ErArena) arena = er_arena_new();
	ErXmlResult result;
	ErValue list;

	ck_assert(convert("\xEF\xBB\xBF\n\n<?xml version='1.0'?>\n<resources>\n<resource>\n<id>a</id>\n</resource></resources>", arena, &list, &result));
	ck_assert_uint_eq(list.u.items[0].line, 5);
	ck_assert_uint_eq(er_value_get(&list.u.items[0], "id")->line, 6);
}
END_TEST

/* Of what is not wanted id and "properties" stay, wherever they stand; nothing of it is held while it is passed over. */
START_TEST(needless_item_is_a_stub)
{
	g_autoptr(ErArena) arena = er_arena_new();
	g_autoptr(GString) out = g_string_new(NULL);
	ErXmlResult result;
	ErValue list;

	ck_assert(convert("<resources><value>"
		"<resource><name>n</name><id>needless</id><tags><id>x</id></tags><properties><id>y</id><properties/></properties></resource>"
		"<resource><properties><a>1</a></properties><id>needless</id></resource><resource><id>needless</id><b/></resource>"
		"<resource><id>wanted</id><properties><a>1</a></properties></resource></value></resources>", arena, &list, &result));
	value_text_add(out, &list);
	ck_assert_str_eq(out->str, "[{id:'needless',properties:{}},{id:'needless',properties:{}},{id:'needless'},{id:'wanted',properties:{a:'1'}}]");
}
END_TEST

/* ---- bounds ---- */

START_TEST(too_deep)
{
	g_autoptr(ErArena) arena = er_arena_new();
	g_autoptr(GString) text = g_string_new(NULL);
	ErXmlResult result;
	ErValue value;

	for (int i = 0; i < 1000; i++)
		g_string_append(text, "<resources>");
	ck_assert(!convert(text->str, arena, &value, &result));
	ck_assert_int_eq(result.status, ER_XML_LIMIT);
}
END_TEST

/* Each object holds the one before @width times: sharing it costs nothing, spelling it out is bounded. */
static void assert_references_end(int width)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(GString) text = g_string_new(PS "<Obj RefId='0'><MS><S N='Id'>" ID "</S></MS></Obj>");

	for (int i = 1; i < 400; i++) {
		g_string_append_printf(text, "<Obj RefId='%d'><MS><S N='Id'>" ID "%d</S>", i, i);
		for (int k = 0; k < width; k++)
			g_string_append_printf(text, "<Ref N='r%d' RefId='%d'/>", k, i - 1);
		g_string_append(text, "</MS></Obj>");
	}
	g_string_append(text, "</Objs>");
	g_autoptr(ErInventory) inv = er_inventory_parse(text->str, text->len, "refs.xml", diags);
	ck_assert_uint_gt(er_inventory_ledger(inv)->resources, 0);
}

START_TEST(references_end)
{
	assert_references_end(_i + 1);
}
END_TEST

/* ---- one circuit, every form ---- */

static const struct { const char *text, *format; } circuits[] = {
	{ "<resources><resource><id>" ID "</id><location>uksouth</location><properties><serviceProviderProperties><peeringLocation>London</peeringLocation></serviceProviderProperties>"
	  "<peerings><name>AzurePrivatePeering</name><properties><vlanId>100</vlanId></properties></peerings></properties></resource></resources>", "arm-xml" },
	{ PS "<Obj RefId='0'><Props><S N='Id'>" ID "</S><S N='Name'>er</S><S N='Location'>uksouth</S><Obj N='ServiceProviderProperties' RefId='1'><Props><S N='PeeringLocation'>London</S></Props></Obj>"
	  "<Obj N='Peerings' RefId='2'><LST><Obj RefId='3'><Props><S N='Name'>AzurePrivatePeering</S><S N='Id'>" ID "/peerings/AzurePrivatePeering</S><I32 N='VlanId'>100</I32></Props></Obj></LST></Obj></Props></Obj></Objs>", "powershell" },
	{ PS "<Obj RefId='0'><Props><S N='Id'>" ID "</S><S N='Name'>er</S><S N='Location'>uksouth</S><S N='ServiceProviderProperties'>Microsoft.Azure.Commands.Network.Models.PSServiceProviderProperties</S>"
	  "<S N='ServiceProviderPropertiesText'>{\"PeeringLocation\": \"London\"}</S><S N='Peerings'>System.Collections.Generic.List`1[x]</S>"
	  "<S N='PeeringsText'>[{\"Name\": \"AzurePrivatePeering\", \"Id\": \"" ID "/peerings/AzurePrivatePeering\", \"VlanId\": 100}]</S></Props></Obj></Objs>", "text twins" },
};

START_TEST(circuit)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErInventory) inv = er_inventory_parse(circuits[_i].text, strlen(circuits[_i].text), "er.xml", diags);
	g_autofree char *id = er_id_normalise(ID), *peering = er_id_normalise(ID "/peerings/AzurePrivatePeering");
	const ErResource *res = er_inventory_lookup(inv, id), *below = er_inventory_lookup(inv, peering);
	uint32_t vlan = 0;

	ck_assert_msg(res != NULL && below != NULL, "%s", circuits[_i].format);
	ck_assert_str_eq(er_value_text(&res->body, "properties.serviceProviderProperties.peeringLocation"), "London");
	ck_assert(er_value_uint(&below->body, "properties.vlanId", &vlan) && vlan == 100);
	ck_assert_uint_eq(er_diags_count(diags), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("xml");
	TCase *tcase = tcase_create("xml");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, form, 0, (int)G_N_ELEMENTS(forms));
	tcase_add_loop_test(tcase, refuses, 0, (int)G_N_ELEMENTS(refused));
	tcase_add_test(tcase, prefix_is_cut_off);
	tcase_add_test(tcase, declared_encoding_counts);
	tcase_add_test(tcase, wide_text_is_refused);
	tcase_add_test(tcase, page_is_told);
	tcase_add_test(tcase, lines_are_told);
	tcase_add_test(tcase, needless_item_is_a_stub);
	tcase_add_test(tcase, too_deep);
	tcase_add_loop_test(tcase, references_end, 0, 3);
	tcase_add_loop_test(tcase, circuit, 0, (int)G_N_ELEMENTS(circuits));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
