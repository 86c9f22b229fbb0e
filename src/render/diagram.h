/* diagram.h: the graph of one sheet: what is drawn, in which container, joined by what. Private to src/render. */
#ifndef ER_RENDER_DIAGRAM_H
#define ER_RENDER_DIAGRAM_H

#include <erscope/network.h>
#include <erscope/scene.h>

typedef enum {
	ER_BOX_SITE, ER_BOX_CORE, ER_BOX_CE,
	ER_BOX_CIRCUIT, ER_BOX_PORT, ER_BOX_PROVIDER, ER_BOX_LOCATION, ER_BOX_PE, ER_BOX_MSEE, ER_BOX_CIRCUIT_NODE,
	ER_BOX_REGION, ER_BOX_HUB, ER_BOX_SUBNET, ER_BOX_GATEWAY, ER_BOX_WORKLOAD, ER_BOX_SPOKE, ER_BOX_SPOKES,
	ER_BOX_SITE_CARD, ER_BOX_CIRCUIT_CARD, ER_BOX_HOME_CARD,
	ER_BOX_VPN_GATEWAY, ER_BOX_FIREWALL,
	ER_BOX__COUNT
} ErBoxKind;

typedef enum { ER_WIRE_LAN, ER_WIRE_ACCESS, ER_WIRE_LINK, ER_WIRE_GATHER, ER_WIRE_CONNECTION, ER_WIRE_PEERING, ER_WIRE_REACH, ER_WIRE_VPN, ER_WIRE_WAN } ErWireKind;

typedef struct {
	ErBoxKind kind;
	uint32_t parent;       /* box that holds it; ER_NONE at the top */
	uint32_t component;    /* ER_NONE for a container that is no component, and for an alias */
	uint32_t ref;          /* index of its record: circuit, port, gateway, VNet, attachment, VPN gateway, firewall …; ER_NONE */
	ErSide side;
	uint32_t count;        /* SPOKES, cards: how many it stands for; HUB, SPOKE: firewalls drawn in it */
	const char *label;     /* SITE, REGION, PROVIDER, LOCATION, SPOKES: its name; borrowed */
	bool alias;            /* stands for a component that is drawn elsewhere on the sheet */
	ErRect rect;           /* set by layout */
} ErBox;

typedef struct {
	ErWireKind kind;
	uint32_t from, to;     /* boxes, left to right */
	uint32_t component;    /* access, link, connection, VNet peering; ER_NONE */
	uint32_t ref;          /* connection, attachment, tunnel or WAN index; ER_NONE */
} ErWire;

typedef struct ErDiagram ErDiagram;

ErDiagram *er_diagram_new(void);
void er_diagram_free(ErDiagram *diagram);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ErDiagram, er_diagram_free)
/* Each copies @box or @wire and returns its index; the order of calls is the order of everything later. */
uint32_t er_diagram_add(ErDiagram *diagram, const ErBox *box);
uint32_t er_diagram_join(ErDiagram *diagram, const ErWire *wire);

uint32_t er_diagram_n_boxes(const ErDiagram *diagram);
ErBox *er_diagram_box(const ErDiagram *diagram, uint32_t i);
uint32_t er_diagram_n_wires(const ErDiagram *diagram);
const ErWire *er_diagram_wire(const ErDiagram *diagram, uint32_t i);
/* The first wire of @kind that leads to @box; NULL when there is none. */
const ErWire *er_diagram_wire_to(const ErDiagram *diagram, ErWireKind kind, uint32_t box);
/* The first box of @kind from @from on whose parent is @parent (ER_NONE: any); ER_NONE when there is none. */
uint32_t er_diagram_find(const ErDiagram *diagram, ErBoxKind kind, uint32_t parent, uint32_t from);
/* The box that draws @component; ER_NONE when it is not on this sheet. */
uint32_t er_diagram_box_of(const ErDiagram *diagram, uint32_t component);
const char *er_box_kind_name(ErBoxKind kind);
bool er_box_is_container(ErBoxKind kind);

/* Appends boxes and lines as comma-separated values: table.c. */
void er_diagram_write_csv(const ErDiagram *diagram, const ErNetwork *net, GString *out);
/* Appends the graph of the sheet @slug as DOT with positions (points, y up) and labels, for any Graphviz program: neato -n. */
void er_diagram_write_dot(const ErDiagram *diagram, const ErNetwork *net, const char *slug, double height_px, GString *out);

#endif
