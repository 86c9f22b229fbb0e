/*
 * diag.h: what erscope has to say about its input.
 *
 * In: a code from the catalogue below, a place, and a detail. Out: an ordered list that the caller prints, counts or
 * writes into the results document. The library never prints and never exits; a stage reports what was odd and goes on.
 * Promise: codes are stable and never reused; a message says what was met, where, what was done about it, and what to do next.
 * No message carries a secret: values of secret properties are gone before any code here could see them (inventory.h).
 */
#ifndef ERSCOPE_DIAG_H
#define ERSCOPE_DIAG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum { ER_DIAG_INFO, ER_DIAG_WARNING, ER_DIAG_ERROR } ErDiagSeverity;

/* Every diagnostic: enumerator, stable code, severity, what was met, what we did, what to do. */
#define ER_DIAG_TABLE(X) \
	X(ER_D_CANNOT_READ,      "ING001", ERROR,   "cannot read the file", "nothing was taken from it", "check the path and its permissions") \
	X(ER_D_EMPTY_FILE,       "ING002", ERROR,   "the file is empty", "nothing was taken from it", "export the inventory again") \
	X(ER_D_BAD_JSON,         "ING003", ERROR,   "not valid JSON", "nothing was taken from the file", "export it again with -o json, or repair the place named here") \
	X(ER_D_CUT_OFF,          "ING004", ERROR,   "the file ends before it is complete", "nothing was taken from the file", "the export was cut off: run it again") \
	X(ER_D_LIMIT,            "ING005", ERROR,   "the input is larger or deeper than erscope reads", "nothing was taken from the file", "split the export") \
	X(ER_D_NOT_INVENTORY,    "ING006", ERROR,   "not an Azure inventory that erscope reads", "nothing was taken from the file", "export resources as ARM JSON: a list in \"value\" or a single resource with \"id\" and \"properties\"") \
	X(ER_D_PAGED,            "ING007", WARNING, "this is one page of more", "what is on this page was read", "export all pages (follow nextLink) and give every file") \
	X(ER_D_BAD_RESOURCE,     "ING008", WARNING, "an entry of the list is not a resource", "it was left out and counted as ignored", "check the export") \
	X(ER_D_BAD_ID,           "ING009", WARNING, "the resource id cannot be understood", "the resource was left out and counted as ignored", "check the export") \
	X(ER_D_CONTRADICTION,    "ING010", WARNING, "the same resource was given twice with different values", "the fuller value was kept, of two equal ones the one that sorts last", "give one export of one moment") \
	X(ER_D_DETAILS_ABSENT,   "ING011", WARNING, "names only: the resources have no properties (details absent)", "they were counted, no verdict is given", "export full resources, not a name list") \
	X(ER_D_TOO_MANY,         "ING012", WARNING, "more of these follow", "only the first ones are listed", "repair the first ones and run again") \
	X(ER_D_BAD_TEXT,         "ING013", WARNING, "a string held control characters or broken UTF-8", "they were replaced", "check the export") \
	X(ER_D_BAD_VALUE,        "ING014", WARNING, "a property has an unexpected type or value", "it was treated as absent", "check the export") \
	X(ER_D_SELF_REFERENCE,   "ING015", WARNING, "a resource refers to itself", "the reference was ignored", "check the export") \
	X(ER_D_CUT_OFF_PART,     "ING016", ERROR,   "the file ends before it is complete", "the resources before that place were read, the one in it was left out", "the export was cut off: run it again") \
	X(ER_D_LENIENT,          "ING017", INFO,    "comments, strings over several lines or commas before a closing bracket", "they were read as Azure reads templates", "nothing, unless the file should be plain JSON") \
	X(ER_D_NOISE,            "ING018", WARNING, "lines that are no JSON, before or after it", "they were skipped", "keep standard error out of the file (no 2>&1)") \
	X(ER_D_COLOURS,          "ING019", WARNING, "escapes for colours", "they were taken out", "export with -o json, not jsonc") \
	X(ER_D_DEPTH_CUT,        "ING020", WARNING, "PowerShell wrote nested properties as text", "what they hold is unknown", "run it again with ConvertTo-Json -Depth 20") \
	X(ER_D_NAME_TWICE,       "ING021", WARNING, "an object has two members of one name", "the last one was kept, as most readers do", "check the export") \
	X(ER_D_TEMPLATE_UNKNOWN, "ING022", INFO,    "the template leaves values open", "what depends on them is unknown", "give the parameter file beside the template") \
	X(ER_D_TEMPLATE_CONDITION, "ING023", WARNING, "resources whose condition depends on values left open", "they are there, and prove nothing", "give the parameter file beside the template") \
	X(ER_D_TEMPLATE_FUNCTION, "ING024", WARNING, "a template function that erscope does not know", "its value is unknown", "report it") \
	X(ER_D_TEMPLATE_LINK,    "ING025", WARNING, "a linked template stands in another file", "its resources are not known", "give that file, too, or what the deployment made") \
	X(ER_D_TEMPLATE_EXPRESSION, "ING026", WARNING, "a template expression cannot be read", "its value is unknown", "repair the place named here") \
	X(ER_D_TEMPLATE_BOUND,   "ING027", WARNING, "the template does more work than erscope follows", "what comes after the bound is unknown", "give what the deployment made instead") \
	X(ER_D_TEMPLATE_SKIPPED, "ING028", INFO,    "resources of the template whose condition is false", "they are not there", "give other parameters if they should be") \
	X(ER_D_BAD_XML,          "ING029", ERROR,   "not well-formed XML", "only resources before that place were read", "export it again, or repair the place named here") \
	X(ER_D_TERRAFORM_UNKNOWN, "ING030", INFO,   "Terraform knows these values only after the apply", "what depends on them is unknown", "give the state after the apply instead, or what Azure exports") \
	X(ER_D_TERRAFORM_SKIPPED, "ING031", INFO,   "resources of Terraform that are not in Azure Resource Manager", "they were left out", "nothing") \
	X(ER_D_XML_ENTITY,       "ING032", ERROR,   "XML with a DTD or an entity of its own", "only resources before that place were read", "export it without: Azure's tools write none") \
	X(ER_D_CAPTURE_OF_NONE,  "ING033", WARNING, "a live capture whose resource is not known", "it was left out", "say it: --capture RESOURCE=FILE") \
	X(ER_D_CAPTURE_ASSUMED,  "ING034", INFO,    "a live capture does not say what it is of", "it was taken to be of the only resource it can be of", "say it, to be sure: --capture RESOURCE=FILE") \
	X(ER_D_NO_EXPRESSROUTE,  "MOD001", WARNING, "no ExpressRoute in this inventory", "there is nothing to analyse", "include expressRouteCircuits, virtualNetworkGateways and connections in the export") \
	X(ER_D_EXTERNAL,         "MOD002", INFO,    "referred to, but not in the input", "it is drawn as external and what depends on it is unknown", "add its export to the command line") \
	X(ER_D_CONNECTION_ENDS,  "MOD003", WARNING, "the connection does not name both a circuit and a gateway", "it forms no path", "export the connection with its properties") \
	X(ER_D_LOCATION_UNKNOWN, "MOD004", INFO,    "peering location is not in erscope's table", "it counts as a location of its own, metro unknown", "check the spelling, or report the location") \
	X(ER_D_REGION_UNKNOWN,   "MOD005", INFO,    "Azure region is not in erscope's table", "whether it has availability zones is unknown", "check the spelling, or report the region") \
	X(ER_D_GATEWAY_NO_VNET,  "MOD006", WARNING, "the gateway names no virtual network", "no flow can be worked out behind it", "export the gateway with its ipConfigurations") \
	X(ER_D_BOUND_MET,        "MOD008", WARNING, "a bound on paths or cuts was met", "the analysis of this flow class is incomplete", "split the estate")  \
	X(ER_D_VPN_UNCLAIMED,    "MOD009", INFO,    "VPN gateway that no site claims", "it is left out of paths", "declare it in a site description to count it as backup") \
	X(ER_D_SKU_UNKNOWN,      "MOD010", INFO,    "gateway SKU is missing or not in erscope's table", "limits, zones and FastPath support are unknown", "export the gateway with its sku") \
	X(ER_D_INSPECTION,       "MOD011", WARNING, "FastPath on a provider circuit and a GatewaySubnet route to a firewall", "the flow to the gateway's VNet is counted as not inspected", "turn FastPath off on this connection, or use ExpressRoute Direct") \
	X(ER_D_NEXT_HOP,         "MOD012", WARNING, "a route's next hop lies in no virtual network of the input", "the route is not evaluated", "add the export of the network that holds it") \
	X(ER_D_SITE_CANNOT_READ, "SIT001", ERROR,   "cannot read the site description", "nothing was taken from it", "check the path, its permissions, and that it is XML or JSON") \
	X(ER_D_SITE_ELEMENT,     "SIT002", ERROR,   "unknown element in the site description", "it was left out", "erscope schema site prints what there is") \
	X(ER_D_SITE_ATTRIBUTE,   "SIT003", ERROR,   "unknown attribute in the site description", "it was ignored", "erscope schema site prints what there is") \
	X(ER_D_SITE_MISSING,     "SIT004", ERROR,   "a required attribute is missing in the site description", "the element was left out", "add it") \
	X(ER_D_SITE_VALUE,       "SIT005", ERROR,   "a value in the site description is not allowed", "it was treated as not said", "correct it") \
	X(ER_D_SITE_DUPLICATE,   "SIT006", ERROR,   "said twice in the site description", "the first one was kept", "remove one of them") \
	X(ER_D_SITE_REFERENCE,   "SIT007", ERROR,   "the site description refers to something it does not declare", "it was treated as not said", "declare it, or correct the name") \
	X(ER_D_SITE_LIMIT,       "SIT008", ERROR,   "the site description is larger or deeper than erscope reads, or holds a DTD", "nothing was taken from it", "make it smaller; no DTD and no entity is read") \
	X(ER_D_SITE_UNKNOWN,     "SIT009", ERROR,   "the site description names something the inventory does not hold", "it was left out", "correct the name, or add its export") \
	X(ER_D_SITE_AMBIGUOUS,   "SIT010", ERROR,   "a name in the site description fits several resources", "it was left out", "give the ARM id instead") \
	X(ER_D_SITE_SIDE_TWICE,  "SIT011", ERROR,   "a link of a circuit is declared at two sites", "the first site by id keeps it", "correct one of them; only any-to-any circuits end at several sites") \
	X(ER_D_SITE_MODEL,       "SIT012", ERROR,   "the declared connectivity model contradicts the inventory", "the inventory was followed", "correct the model") \
	X(ER_D_TABLE_CANNOT_READ, "TAB001", ERROR,  "cannot read the tables", "nothing was taken from there", "check the path and its permissions: --tables takes a folder with NAME.csv") \
	X(ER_D_TABLE_TOO_LARGE,  "TAB002", ERROR,   "a table is larger than erscope reads, or is no text", "nothing was taken from it", "keep it below 1 MiB; only rows that differ need be in it") \
	X(ER_D_TABLE_COLUMNS,    "TAB003", ERROR,   "a table does not have the columns of erscope's", "nothing was taken from it", "erscope tables NAME prints the table as it must be") \
	X(ER_D_TABLE_ROW,        "TAB004", ERROR,   "a row of a table cannot be used", "it was left out, and the embedded row stays", "correct the row; erscope tables NAME prints the table as it must be") \
	X(ER_D_TABLE_LIMIT,      "TAB005", WARNING, "a table has a limit that erscope does not", "the row was left out", "correct the name; erscope tables limits prints those there are") \
	X(ER_D_TABLE_UNKNOWN,    "TAB006", WARNING, "there is no table of this name", "nothing was taken from it", "erscope tables lists those there are") \
	X(ER_D_LAYOUT_PROGRAM,   "DRW001", WARNING, "Graphviz's program dot gave no layout", "the sheet has the built-in layout", "install graphviz, draw a part of the estate, or leave out --layout dot") \
	X(ER_D_PIN_UNKNOWN,      "DRW002", WARNING, "the file with places has boxes that the sheet does not", "their places were passed over", "nothing, unless they should be there; --format dot or drawio writes the file anew") \
	X(ER_D_PIN_OVERLAP,      "DRW003", WARNING, "boxes overlap where they were placed by hand", "they were drawn so", "move one of them in the file with places, or take its place out") \
	X(ER_D_PIN_FLOW,         "DRW004", INFO,    "places on a sheet that keeps its own layout differ from it", "sheets of flows, failures, cards and spokes always have it", "nothing") \
	X(ER_D_PIN_SHEET,        "DRW005", WARNING, "the file with places is of no sheet that was drawn", "it was passed over", "give the file of a sheet of --view; a sheet is known by its name, in DOT the attribute sheet")

#define ER_DIAG_ENUM(symbol, id, severity, met, done, todo) symbol,
typedef enum { ER_DIAG_TABLE(ER_DIAG_ENUM) ER_D__COUNT } ErDiagCode;
#undef ER_DIAG_ENUM

/* Where something stands in the user's input. */
typedef struct {
	const char *file;    /* as the user typed it; NULL when no file is meant */
	unsigned line;       /* 1-based; 0 when not known */
	unsigned column;     /* 1-based, in bytes; 0 when not known */
	const char *pointer; /* JSON Pointer or XPath of the value; NULL when not known */
} ErLoc;

typedef struct {
	ErDiagCode code;
	ErLoc loc;           /* strings owned by the list */
	const char *detail;  /* what exactly was met; owned by the list; may be "" */
} ErDiag;

typedef struct ErDiags ErDiags;

/**
 * er_diags_new:
 * Returns: (transfer full): an empty list; free with er_diags_free()
 */
ErDiags *er_diags_new(void);
void er_diags_free(ErDiags *diags);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErDiags, er_diags_free)

/**
 * er_diag_add:
 * @diags: the list; NULL drops the diagnostic
 * @code: row of the catalogue
 * @loc: (nullable): where; copied
 * @format: printf format of the detail; control characters in the result are replaced
 *
 * Of one code the first 50 in order are told in detail; the rest is counted and told by er_diags_finish().
 */
void er_diag_add(ErDiags *diags, ErDiagCode code, const ErLoc *loc, const char *format, ...) G_GNUC_PRINTF(4, 5);

/**
 * er_diags_finish:
 * Adds one ER_D_TOO_MANY per code that overflowed and sorts the list by code, detail, file and line, so that its order
 * does not depend on the order of the input. Call once, before reading.
 */
void er_diags_finish(ErDiags *diags);

/**
 * er_diags_withhold:
 * @file, @pointer: what stands in place of either
 * Of all diagnostics so far the details are left out, and the places replaced.
 */
void er_diags_withhold(ErDiags *diags, const char *(*file)(const void *data, const char *file), const void *file_data,
                       const char *(*pointer)(const void *data, const char *pointer), const void *pointer_data);

uint32_t er_diags_count(const ErDiags *diags);
const ErDiag *er_diags_at(const ErDiags *diags, uint32_t i);
/* The worst severity in the list; ER_DIAG_INFO when it is empty. */
ErDiagSeverity er_diags_worst(const ErDiags *diags);
bool er_diags_has(const ErDiags *diags, ErDiagCode code);

const char *er_diag_id(ErDiagCode code);               /* "ING003" */
ErDiagSeverity er_diag_severity(ErDiagCode code);
/* The three sentences of the catalogue: what was met, what erscope did, what the user can do. */
const char *er_diag_met(ErDiagCode code);
const char *er_diag_done(ErDiagCode code);
const char *er_diag_todo(ErDiagCode code);
const char *er_diag_severity_name(ErDiagSeverity severity); /* "info" "warning" "error" */

/**
 * er_diag_format:
 * Returns: (transfer full): `file:line:column pointer: CODE severity: what was met: 'detail' (what we did); what to do`
 */
char *er_diag_format(const ErDiag *diag);

#endif
