/*
 * Replies of POST calls on gateways and circuits, as the REST API, Azure CLI and PowerShell print them, told by their members. Sources: the
 * REST reference of Virtual Network Gateways (Get Resiliency Information, Get Routes Information, Get Failover All/Single Test Details,
 * Get Learned Routes), of Express Route Circuits (List Routes Table) and of Virtual Hub Bgp Connections (List Learned Routes).
 */
#include "capture.h"

#include "arm.h"
#include "build.h"

#include <string.h>

typedef struct {
	const char *format, *member, *what;   /* member: of ER_CAPTURES */
	bool list;                            /* the members stand in each entry of a list */
	const char *all[2], *any[3];          /* all of these, and one of those; NULL: no more */
	ErResourceKind of;                    /* ER_RES_GATEWAY: of a hub's, too */
} Kind;

/* The narrower first. */
static const Kind kinds[] = {
	{ "capture-resiliency-information", "resiliencyInformation", "resiliency information", false, { "overallScore", "components" }, { NULL }, ER_RES_GATEWAY },
	{ "capture-routes-information", "routesInformation", "route sets", false, { "routeSets" }, { NULL }, ER_RES_GATEWAY },
	{ "capture-failover-test", "failoverTest", "a failover test", true, { "peeringLocation" }, { "redundantRoutes", "nonRedundantRoutes", "wasSimulationSuccessful" }, ER_RES_GATEWAY },
	{ "capture-failover-tests", "failoverTests", "failover tests", true, { "peeringLocation" }, { "testType", "startTime", "endTime" }, ER_RES_GATEWAY },
	{ "capture-learned-routes", "learnedRoutes", "learned routes", true, { "network" }, { "sourcePeer", "origin" }, ER_RES_GATEWAY },
	{ "capture-route-table", "routeTable", "a route table", true, { "network", "nextHop" }, { "path", "locPrf", "weight" }, ER_RES_CIRCUIT },
	{ "capture-peer-routes", "peerRoutes", "routes of a Route Server's peer", false, { "RouteServiceRole_IN_0", "RouteServiceRole_IN_1" }, { NULL }, ER_RES_HUB_BGP_CONNECTION },
};

/* What the reply holds: some tools wrap it, or print a single answer as a list of one. */
static const ErValue *inner(const ErValue *root, bool list)
{
	const ErValue *value = er_value_get(root, "value");

	if (value == NULL && er_value_get(root, "properties.routeSets") != NULL)
		value = er_value_get(root, "properties");
	if (value == NULL)
		value = root;
	return !list && value->kind == ER_VALUE_ARRAY && value->n == 1 ? &value->u.items[0] : value;
}

static bool has_members(const Kind *kind, const ErValue *object)
{
	bool any = kind->any[0] == NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(kind->all) && kind->all[i] != NULL; i++)
		if (er_value_get(object, kind->all[i]) == NULL)
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(kind->any) && kind->any[i] != NULL; i++)
		any = any || er_value_get(object, kind->any[i]) != NULL;
	return any && er_value_get(object, "id") == NULL;
}

static bool is_kind(const Kind *kind, const ErValue *root)
{
	const ErValue *value = inner(root, kind->list);

	if (!kind->list)
		return value->kind == ER_VALUE_OBJECT && has_members(kind, value);
	return value->kind == ER_VALUE_ARRAY && value->n > 0 && value->u.items[0].kind == ER_VALUE_OBJECT && has_members(kind, &value->u.items[0]);
}

static const Kind *kind_of(const ErValue *root)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (is_kind(&kinds[i], root))
			return &kinds[i];
	return NULL;
}

const char *er_capture_format(const ErValue *root)
{
	const Kind *kind = kind_of(root);

	return kind != NULL ? kind->format : NULL;
}

/* ---- what it is of ---- */

static bool can_have(const ErResource *res, const Kind *kind)
{
	const char *type = er_value_text(&res->body, "properties.gatewayType");

	if (kind->of != ER_RES_GATEWAY)
		return res->kind == kind->of;
	return res->kind == ER_RES_HUB_GATEWAY || (res->kind == ER_RES_GATEWAY && (type == NULL || g_ascii_strcasecmp(type, "ExpressRoute") == 0));
}

static bool is_called(const ErResource *res, const char *name)
{
	g_autofree char *id = er_id_normalise(name);

	return id != NULL ? strcmp(res->id, id) == 0 : g_ascii_strcasecmp(er_arm_last_segment(res->id), name) == 0;
}

typedef struct { ErResource *first; uint32_t n; } Found;

static Found find(ErInventory *inv, const Kind *kind, const char *name)
{
	Found found = { NULL, 0 };

	for (uint32_t i = 0; i < er_inventory_count(inv); i++) {
		ErResource *res = er_inventory_edit(inv, i);
		if (!can_have(res, kind) || (name != NULL && !is_called(res, name)))
			continue;
		found.first = found.first != NULL ? found.first : res;
		found.n++;
	}
	return found;
}

/* Cuts "/primary" and "/secondary" off @name; the suffix of the member they stand for. */
static const char *side_of(char *name)
{
	char *slash = name != NULL ? strrchr(name, '/') : NULL;
	bool primary = slash != NULL && g_ascii_strcasecmp(slash, "/primary") == 0, secondary = slash != NULL && g_ascii_strcasecmp(slash, "/secondary") == 0;

	if (primary || secondary)
		*slash = '\0';
	return primary ? "Primary" : secondary ? "Secondary" : "";
}

/* ---- attaching ---- */

static void put(ErArena *arena, ErResource *res, const char *member, const ErValue *value)
{
	const ErBuildPlace place = er_build_place(value);
	const ErValue *have = er_value_member(&res->body, ER_CAPTURES);
	ErValue all = have != NULL ? *have : er_build_object(&place);

	er_build_set(arena, &all, member, *value);
	er_build_set(arena, &res->body, ER_CAPTURES, all);
}

static void leave_out(ErInventory *inv, uint32_t source, ErDiags *diags, const char *format, ...) G_GNUC_PRINTF(4, 5);
static void leave_out(ErInventory *inv, uint32_t source, ErDiags *diags, const char *format, ...)
{
	ErSource *row = er_inventory_edit_source(inv, source);
	const ErLoc loc = { .file = row->file };
	va_list args;

	va_start(args, format);
	g_autofree char *detail = g_strdup_vprintf(format, args);
	va_end(args);
	row->complete = false;
	er_diag_add(diags, ER_D_CAPTURE_OF_NONE, &loc, "%s", detail);
}

void er_capture_attach(ErInventory *inv, const ErValue *root, const char *of, uint32_t source, ErDiags *diags)
{
	const Kind *kind = kind_of(root);
	const char *holder = kind->of == ER_RES_CIRCUIT ? "circuit" : kind->of == ER_RES_GATEWAY ? "ExpressRoute gateway" : "BGP connection of a Route Server";
	g_autofree char *name = g_strdup(of);
	const char *side = kind->of == ER_RES_CIRCUIT ? side_of(name) : "";
	Found found = find(inv, kind, name);

	if (found.n == 0 && name != NULL) {
		leave_out(inv, source, diags, "%s of '%s', but there is no %s of that name", kind->what, name, holder);
	} else if (found.n != 1) {
		leave_out(inv, source, diags, "%s; the input has %u resources it can be of", kind->what, found.n);
	} else {
		g_autofree char *member = g_strconcat(kind->member, side, NULL);
		ErSource *row = er_inventory_edit_source(inv, source);
		const ErLoc loc = { .file = row->file };
		put(er_inventory_arena(inv), found.first, member, inner(root, kind->list));
		row->of = found.first->id;
		if (name == NULL)
			er_diag_add(diags, ER_D_CAPTURE_ASSUMED, &loc, "%s: %s", kind->what, found.first->id);
	}
}
