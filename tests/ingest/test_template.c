/*
 * ARM templates, evaluated: every function with what Microsoft's reference says it gives, what stays unknown, copies, conditions, children,
 * nested deployments of both scopes, references, bounds. Templates here are made for this project; single quotes in them stand for
 * double ones, and ` for the single quotes of expressions.
 */
#include "ingest/template.h"

#include "ingest/expression.h"

#include <erscope/network.h>

#include "value_text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "'$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'"
#define ID(type, name) "/subscriptions/{subscription}/resourceGroups/{resource-group}/providers/Microsoft.Network/" type "/" name

static char *json(const char *text)
{
	return g_strdelimit(g_strdelimit(g_strdup(text), "'", '"'), "`", '\'');
}

static ErValue parse(ErArena *arena, const char *text)
{
	ErJsonResult result;
	ErValue root = { 0 };

	ck_assert_msg(er_json_parse(text, strlen(text), NULL, arena, &root, &result), "%s: %s", text, result.message);
	return root;
}

/* ---- expressions ---- */

/* Parameters: number 7, list [3,1,2], text "Abc", object {a: {b: 1}}; `open` and `secret` have no value. */
static const struct { const char *expression, *want; } expressions[] = {
	{ "plain", "'plain'" }, { "[[parameters(`x`)]", "'[parameters(`x`)]'" }, { "[`it``s`]", "'it`s'" }, { "[7]", "7" }, { "[-3]", "-3" },
	{ "[parameters(`number`)]", "7" }, { "[parameters(`NUMBER`)]", "7" }, { "[parameters(`list`)[1]]", "1" }, { "[parameters(`object`).a.b]", "1" }, { "[parameters(`object`)[`a`][`b`]]", "1" },
	{ "[variables(`v`)]", "'Abc-7'" }, { "[variables(`copied`)]", "['n0','n1']" }, { "[variables(`loop`)]", "null" },
	{ "[concat(`a`, 1, true())]", "'a1True'" }, { "[concat(createArray(1), createArray(2))]", "[1,2]" }, { "[format(`{0}-{1}`, `a`, 2)]", "'a-2'" }, { "[format(`{0:D2}`, 3)]", "'03'" },
	{ "[format(`{{{0}}}`, 1)]", "'{1}'" }, { "[if(true(), 1, 2)]", "1" }, { "[if(false(), parameters(`list`)[9], 2)]", "2" }, { "[if(equals(parameters(`open`), 1), `s`, `s`)]", "'s'" },
	{ "[not(false())]", "true" }, { "[and(true(), false())]", "false" }, { "[or(false(), true())]", "true" }, { "[and(false(), parameters(`open`))]", "false" }, { "[or(true(), parameters(`open`))]", "true" },
	{ "[equals(1, 1)]", "true" }, { "[equals(`a`, `A`)]", "false" }, { "[equals(createArray(1), createArray(1))]", "true" }, { "[equals(parameters(`open`), parameters(`open`))]", "true" },
	{ "[greater(2, 1)]", "true" }, { "[less(`a`, `b`)]", "true" }, { "[lessOrEquals(2, 2)]", "true" }, { "[greaterOrEquals(1, 2)]", "false" }, { "[bool(`True`)]", "true" }, { "[bool(0)]", "false" },
	{ "[empty(``)]", "true" }, { "[empty(createArray())]", "true" }, { "[empty(null())]", "true" }, { "[empty(`a`)]", "false" }, { "[coalesce(null(), `b`)]", "'b'" },
	{ "[length(`abc`)]", "3" }, { "[length(parameters(`list`))]", "3" }, { "[contains(`abc`, `b`)]", "true" }, { "[contains(createArray(1, 2), 3)]", "false" }, { "[contains(parameters(`object`), `A`)]", "true" },
	{ "[createObject(`a`, 1, `b`, null())]", "{a:1,b:null}" }, { "[union(createObject(`a`, 1), createObject(`b`, 2))]", "{a:1,b:2}" }, { "[union(createArray(1, 2), createArray(2, 3))]", "[1,2,3]" },
	{ "[intersection(createArray(1, 2), createArray(2, 3))]", "[2]" }, { "[shallowMerge(createArray(createObject(`a`, 1), createObject(`a`, 2)))]", "{a:2}" }, { "[first(`abc`)]", "'a'" },
	{ "[first(createArray())]", "null" }, { "[last(parameters(`list`))]", "2" }, { "[take(`abcd`, 2)]", "'ab'" }, { "[skip(createArray(1, 2, 3), 1)]", "[2,3]" }, { "[range(2, 3)]", "[2,3,4]" },
	{ "[split(`a/b`, `/`)]", "['a','b']" }, { "[split(`a/b,c`, createArray(`/`, `,`))]", "['a','b','c']" }, { "[join(createArray(`a`, `b`), `-`)]", "'a-b'" }, { "[replace(`aXbX`, `X`, ``)]", "'ab'" },
	{ "[toLower(`AB`)]", "'ab'" }, { "[toUpper(`ab`)]", "'AB'" }, { "[trim(` a `)]", "'a'" }, { "[substring(`abcd`, 1, 2)]", "'bc'" }, { "[padLeft(`7`, 3, `0`)]", "'007'" }, { "[indexOf(`abab`, `B`)]", "1" },
	{ "[lastIndexOf(`abab`, `b`)]", "3" }, { "[startsWith(`Abc`, `ab`)]", "true" }, { "[endsWith(`abc`, `C`)]", "true" }, { "[string(createArray(1))]", "'[1]'" }, { "[json(`{}`)]", "{}" }, { "[json(`null`)]", "null" },
	{ "[int(`42`)]", "42" }, { "[add(1, 2)]", "3" }, { "[sub(1, 2)]", "-1" }, { "[mul(3, 4)]", "12" }, { "[div(7, 2)]", "3" }, { "[mod(7, 2)]", "1" }, { "[min(3, 1, 2)]", "1" }, { "[max(createArray(3, 1))]", "3" },
	{ "[array(1)]", "[1]" }, { "[flatten(createArray(createArray(1), createArray(2)))]", "[1,2]" }, { "[objectKeys(parameters(`object`))]", "['a']" }, { "[items(createObject(`b`, 1, `a`, 2))[0].key]", "'a'" },
	{ "[tryGet(parameters(`object`), `a`, `b`)]", "1" }, { "[tryGet(parameters(`object`), `x`)]", "null" }, { "[tryGet(createArray(5), 0)]", "5" }, { "[indexFromEnd(parameters(`list`), 1)]", "2" },
	{ "[map(parameters(`list`), lambda(`x`, add(lambdaVariables(`x`), 1)))]", "[4,2,3]" }, { "[filter(parameters(`list`), lambda(`x`, greater(lambdaVariables(`x`), 1)))]", "[3,2]" },
	{ "[map(createArray(`a`), lambda(`x`, `i`, format(`{0}{1}`, lambdaVariables(`x`), lambdaVariables(`i`))))]", "['a0']" }, { "[reduce(parameters(`list`), 0, lambda(`a`, `b`, add(lambdaVariables(`a`), lambdaVariables(`b`))))]", "6" },
	{ "[sort(parameters(`list`), lambda(`a`, `b`, less(lambdaVariables(`a`), lambdaVariables(`b`))))]", "[1,2,3]" }, { "[toObject(createArray(`a`), lambda(`x`, lambdaVariables(`x`)), lambda(`x`, 1))]", "{a:1}" },
	{ "[mapValues(createObject(`a`, 1), lambda(`v`, add(lambdaVariables(`v`), 1)))]", "{a:2}" }, { "[cidrSubnet(`10.0.0.0/16`, 24, 3)]", "'10.0.3.0/24'" }, { "[cidrSubnet(`10.0.0.0/16`, 24, 256)]", "null" },
	{ "[cidrHost(`10.0.0.0/24`, 3)]", "'10.0.0.4'" }, { "[parseCidr(`10.0.0.7/24`).broadcast]", "'10.0.0.255'" }, { "[own.double(4)]", "8" },
	{ "[resourceId(`Microsoft.Network/virtualNetworks/subnets`, `v`, `s`)]", "'" ID("virtualNetworks", "v/subnets/s") "'" },
	{ "[resourceId(`G`, `Microsoft.Network/virtualNetworks/`, `v`)]", "'/subscriptions/{subscription}/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/v'" },
	{ "[resourceId(`S`, `G`, `Microsoft.Network/virtualNetworks`, parameters(`open`))]", "'/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/{open}'" },
	{ "[subscriptionResourceId(`Microsoft.A/b`, `c`)]", "'/subscriptions/{subscription}/providers/Microsoft.A/b/c'" }, { "[tenantResourceId(`Microsoft.A/b`, `c`)]", "'/providers/Microsoft.A/b/c'" },
	{ "[extensionResourceId(resourceId(`Microsoft.A/b`, `c`), `Microsoft.D/e`, `f`)]", "'/subscriptions/{subscription}/resourceGroups/{resource-group}/providers/Microsoft.A/b/c/providers/Microsoft.D/e/f'" },
	/* What only a deployment knows, and what is wrong: no value. */
	{ "[parameters(`open`)]", "null" }, { "[parameters(`secret`)]", "null" }, { "[parameters(`none`)]", "null" }, { "[variables(`round`)]", "null" }, { "[concat(`a-`, parameters(`open`))]", "null" },
	{ "[equals(parameters(`open`), `x`)]", "null" }, { "[parameters(`list`)[9]]", "null" }, { "[utcNow()]", "null" }, { "[listKeys(`x`, `y`)]", "null" }, { "[noSuch(1)]", "null" }, { "[div(1, 0)]", "null" },
	{ "[concat(`a`]", "null" }, { "[`a]", "null" }, { "[concat(`a`) x]", "null" }, { "[]", "null" }, { "[a.b]", "null" }, { "[empty()]", "null" }, { "[resourceId(`x`)]", "null" }, { "[cidrSubnet(`x`, 1, 2)]", "null" },
};

START_TEST(expression)
{
	g_autoptr(ErArena) arena = er_arena_new();
	g_autofree char *text = g_strdup_printf("{" SCHEMA ", 'parameters': {'number': {'type': 'int', 'defaultValue': 7}, 'list': {'type': 'array', 'defaultValue': [3, 1, 2]},"
		"'text': {'type': 'string', 'defaultValue': 'Abc'}, 'object': {'type': 'object', 'defaultValue': {'a': {'b': 1}}}, 'open': {'type': 'string'}, 'secret': {'type': 'securestring', 'defaultValue': 'hush'}},"
		"'variables': {'v': '[format(`{0}-{1}`, parameters(`text`), parameters(`number`))]', 'round': '[variables(`trip`)]', 'trip': '[variables(`round`)]', 'loop': '[concat(variables(`loop`), `x`)]',"
		"'copy': [{'name': 'copied', 'count': 2, 'input': '[concat(`n`, copyIndex(`copied`))]'}]},"
		"'functions': [{'namespace': 'own', 'members': {'double': {'parameters': [{'name': 'n', 'type': 'int'}], 'output': {'type': 'int', 'value': '[mul(parameters(`n`), 2)]'}}}}],"
		"'resources': [{'type': 'Microsoft.Network/virtualNetworks', 'name': 'v', 'properties': {'out': '%s'}}]}", expressions[_i].expression);
	g_autofree char *own = json(text);
	ErValue root = parse(arena, own);
	ErTemplateNotes notes;
	ErValue list = er_template_resources(arena, &root, NULL, &notes);
	g_autoptr(GString) out = g_string_new(NULL);

	ck_assert_uint_eq(list.n, 1);
	const ErValue *properties = er_value_get(&list.u.items[0], "properties");
	value_text_add(out, &properties->u.members[0].value);
	g_autofree char *want = g_strdelimit(g_strdup(expressions[_i].want), "`", '\'');
	ck_assert_msg(strcmp(out->str, want) == 0, "%s\n  want %s\n  got  %s", expressions[_i].expression, want, out->str);
	er_template_notes_clear(&notes);
}
END_TEST

/* ---- whole templates ---- */

#define VNET(name, more) "{'type': 'Microsoft.Network/virtualNetworks', 'name': '" name "'" more "}"
#define NESTED(name, more, template) "{'type': 'Microsoft.Resources/deployments', 'name': '" name "', 'properties': {" more "'template': {" template "}}}"
#define LOCK(scope) "{'type': 'Microsoft.Authorization/locks', 'name': 'l', 'scope': '" scope "'}"
#define INNER "'expressionEvaluationOptions': {'scope': 'inner'}, "

/* Ids of what comes out, less what they all begin with, and "?" behind what hangs on an open condition. */
static const struct { const char *body, *parameters, *want; } templates[] = {
	{ "'resources': [" VNET("a", "") "]", NULL, "virtualNetworks/a" },
	{ "'resources': []", NULL, "" },
	{ "'resources': [" VNET("a", ", 'condition': false") "," VNET("b", ", 'condition': '[not(false())]'") "]", NULL, "virtualNetworks/b" },
	{ "'parameters': {'p': {'type': 'bool'}}, 'resources': [" VNET("a", ", 'condition': '[parameters(`p`)]'") "]", NULL, "virtualNetworks/a?" },
	{ "'parameters': {'p': {'type': 'bool'}}, 'resources': [" VNET("a", ", 'condition': '[parameters(`p`)]'") "]", "{'P': {'value': true}}", "virtualNetworks/a" },
	{ "'parameters': {'p': {'type': 'string'}}, 'resources': [" VNET("[parameters(`p`)]", "") "]", NULL, "virtualNetworks/{p}" },
	{ "'parameters': {'p': {'type': 'string', 'defaultValue': 'd'}}, 'resources': [" VNET("[parameters(`p`)]", "") "]", "{'p': {'reference': {'keyVault': {}}}}", "virtualNetworks/{p}" },
	{ "'resources': [" VNET("[concat(`a`, copyIndex(1))]", ", 'copy': {'name': 'c', 'count': 3}") "]", NULL, "virtualNetworks/a1 virtualNetworks/a2 virtualNetworks/a3" },
	{ "'resources': [" VNET("a", ", 'copy': {'name': 'c', 'count': 0}") "]", NULL, "" },
	{ "'resources': [" VNET("a", ", 'resources': [{'type': 'subnets', 'name': 's'}, {'type': 'Microsoft.Network/virtualNetworks/subnets', 'name': 'a/t'}]") "]", NULL, "virtualNetworks/a virtualNetworks/a/subnets/s virtualNetworks/a/subnets/t" },
	{ "'resources': [{'type': 'Microsoft.Network/virtualNetworks/subnets', 'name': '[format(`{0}/{1}`, `a`, `s`)]'}]", NULL, "virtualNetworks/a/subnets/s" },
	{ "'languageVersion': '2.0', 'resources': {'x': " VNET("a", "") ", 'y': {'existing': true, 'type': 'Microsoft.Network/virtualNetworks', 'name': 'e'}}", NULL, "virtualNetworks/a" },
	{ "'variables': {'v': 'outer'}, 'resources': [" NESTED("d", "", "'variables': {'v': 'inner'}, 'resources': [" VNET("[variables(`v`)]", "") "]") "]", NULL, "virtualNetworks/outer" },
	{ "'variables': {'v': 'outer'}, 'resources': [" NESTED("d", INNER, "'variables': {'v': 'inner'}, 'resources': [" VNET("[variables(`v`)]", "") "]") "]", NULL, "virtualNetworks/inner" },
	{ "'variables': {'v': 'outer'}, 'resources': [" NESTED("d", INNER "'parameters': {'n': {'value': '[variables(`v`)]'}}, ", "'parameters': {'n': {'type': 'string'}}, 'resources': [" VNET("[parameters(`n`)]", "") "]") "]", NULL, "virtualNetworks/outer" },
	{ "'resources': [" NESTED("d", INNER, "'outputs': {'o': {'type': 'string', 'value': '[concat(`from-`, `d`)]'}}, 'resources': []") "," VNET("[reference(`d`).outputs.o.value]", "") "]", NULL, "virtualNetworks/from-d" },
	{ "'resources': [" NESTED("d", INNER, "'outputs': {'o': {'type': 'string', 'value': 'x'}}, 'resources': []") "," VNET("[reference(resourceId(`Microsoft.Resources/deployments`, `d`), `2022-09-01`).outputs.o.value]", "") "]", NULL, "virtualNetworks/x" },
	{ "'languageVersion': '2.0', 'resources': {'d': " NESTED("long-name", INNER, "'outputs': {'o': {'type': 'string', 'value': 'x'}}, 'resources': []") ", 'v': " VNET("[reference(`d`).outputs.o.value]", "") "}", NULL, "virtualNetworks/x" },
	{ "'resources': [" VNET("[reference(`a`).outputs.o.value]", "") "]", NULL, "virtualNetworks/{a.outputs.o.value}" },
	{ "'resources': [{'type': 'Microsoft.Resources/deployments', 'name': 'l', 'properties': {'templateLink': {'uri': 'x'}}}]", NULL, "" },
	{ "'resources': [{'type': 'Microsoft.Resources/deployments', 'name': 'd', 'condition': '[parameters(`p`)]', 'properties': {'template': {'resources': [" VNET("a", "") "]}}}]", NULL, "virtualNetworks/a?" },
	/* An extension resource stands below what it extends. */
	{ "'resources': [" LOCK("[resourceId(`Microsoft.Network/virtualNetworks`, `a`)]") "," LOCK("Microsoft.Network/virtualNetworks/b") "," LOCK("[format(`Microsoft.Network/virtualNetworks/{0}/subnets/{1}`, `c`, `s`)]") "]", NULL,
	  "virtualNetworks/a/providers/Microsoft.Authorization/locks/l virtualNetworks/b/providers/Microsoft.Authorization/locks/l virtualNetworks/c/subnets/s/providers/Microsoft.Authorization/locks/l" },
	{ "'resources': [" VNET("a", ", 'properties': {'copy': [{'name': 'subnets', 'count': 2, 'input': {'name': '[concat(`s`, copyIndex(`subnets`))]', 'properties': {}}}]}") "]", NULL, "virtualNetworks/a" },
};

START_TEST(template)
{
	g_autoptr(ErArena) arena = er_arena_new();
	g_autofree char *text = g_strdup_printf("{" SCHEMA ", %s}", templates[_i].body), *own = json(text), *given = json(templates[_i].parameters != NULL ? templates[_i].parameters : "{}");
	ErTemplateNotes notes;
	g_autoptr(GString) out = g_string_new(NULL);

	ErValue root = parse(arena, own), parameters = parse(arena, given);
	ErValue list = er_template_resources(arena, &root, &parameters, &notes);
	for (uint32_t i = 0; i < list.n; i++) {
		const char *id = er_value_text(&list.u.items[i], "id"), *begin = ID("", "");
		ck_assert_msg(strncmp(id, begin, strlen(begin) - 2) == 0, "%s", id);
		g_string_append_printf(out, "%s%s%s", i > 0 ? " " : "", id + strlen(begin) - 2 + (id[strlen(begin) - 2] == '/'), er_value_text(&list.u.items[i], ER_TEMPLATE_CONDITIONAL) != NULL ? "?" : "");
	}
	ck_assert_msg(strcmp(out->str, templates[_i].want) == 0, "%s\n  want %s\n  got  %s", templates[_i].body, templates[_i].want, out->str);
	er_template_notes_clear(&notes);
}
END_TEST

/* ---- bounds ---- */

static const char *const greedy[] = {
	"'resources': [" VNET("a", ", 'copy': {'name': 'c', 'count': 4000000000}") "]",
	"'variables': {'a': '[range(0, 10000)]', 'b': '[map(variables(`a`), lambda(`x`, map(variables(`a`), lambda(`y`, map(variables(`a`), lambda(`z`, 1))))))]'}, 'resources': [" VNET("a", ", 'properties': {'x': '[variables(`b`)]'}") "]",
	"'functions': [{'namespace': 'u', 'members': {'f': {'parameters': [], 'output': {'type': 'int', 'value': '[u.f()]'}}}}], 'resources': [" VNET("[u.f()]", "") "]",
};

START_TEST(ends)
{
	g_autoptr(ErArena) arena = er_arena_new();
	g_autofree char *text = g_strdup_printf("{" SCHEMA ", %s}", greedy[_i]), *own = json(text);
	ErValue root = parse(arena, own);
	ErTemplateNotes notes;

	ErValue list = er_template_resources(arena, &root, NULL, &notes);
	ck_assert_uint_ge(list.n, 1);
	ck_assert(notes.bounded || _i == 2);
	er_template_notes_clear(&notes);
}
END_TEST

/* ---- through the inventory and the model ---- */

START_TEST(becomes_a_network)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autofree char *text = json("{" SCHEMA ", 'parameters': {'circuit': {'type': 'string'}, 'deploy': {'type': 'bool'}}, 'resources': ["
		VNET("hub", ", 'location': 'uksouth', 'properties': {'addressSpace': {'addressPrefixes': ['10.0.0.0/16']}, 'subnets': [{'name': 'GatewaySubnet', 'properties': {'addressPrefix': '10.0.0.0/27'}}]}") ","
		"{'type': 'Microsoft.Network/virtualNetworkGateways', 'name': 'gw', 'location': 'uksouth', 'condition': '[parameters(`deploy`)]', 'properties': {'gatewayType': 'ExpressRoute', 'sku': {'name': 'ErGw1AZ'},"
		"'ipConfigurations': [{'name': 'c', 'properties': {'subnet': {'id': '[resourceId(`Microsoft.Network/virtualNetworks/subnets`, `hub`, `GatewaySubnet`)]'}}}]}},"
		"{'type': 'Microsoft.Network/connections', 'name': 'con', 'properties': {'connectionType': 'ExpressRoute', 'virtualNetworkGateway1': {'id': '[resourceId(`Microsoft.Network/virtualNetworkGateways`, `gw`)]', 'properties': {}},"
		"'peer': {'id': '[parameters(`circuit`)]'}}}]}");
	g_autoptr(ErInventory) inv = er_inventory_parse(text, strlen(text), "template.json", diags);
	g_autoptr(ErNetwork) net = er_network_build(inv, NULL, diags);

	ck_assert_str_eq(er_inventory_source(inv, 0)->format, "arm-template");
	ck_assert_uint_eq(er_network_n_connections(net), 1);
	ck_assert_uint_eq(er_network_n_circuits(net), 1);
	ck_assert(er_network_circuit(net, 0)->external);
	ck_assert_str_eq(er_network_component(net, er_network_circuit(net, 0)->self)->name, "{circuit}");
	ck_assert_uint_eq(er_network_component(net, er_network_gateway(net, 0)->self)->certainty, ER_ASSUMED);
	ck_assert_uint_eq(er_network_component(net, er_network_vnet(net, 0)->self)->certainty, ER_OBSERVED);
	ck_assert(er_diags_has(diags, ER_D_TEMPLATE_CONDITION) && er_diags_has(diags, ER_D_TEMPLATE_UNKNOWN));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("template");
	TCase *tcase = tcase_create("template");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, expression, 0, (int)G_N_ELEMENTS(expressions));
	tcase_add_loop_test(tcase, template, 0, (int)G_N_ELEMENTS(templates));
	tcase_add_loop_test(tcase, ends, 0, (int)G_N_ELEMENTS(greedy));
	tcase_add_test(tcase, becomes_a_network);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
