/* compose.h: what the files that compose a scene share. Private to src/render. */
#ifndef ER_RENDER_COMPOSE_H
#define ER_RENDER_COMPOSE_H

#include "backend.h"
#include "view.h"

/* What a sheet holds, so that its legend tells of nothing else. */
typedef enum {
	ER_USED_FLOW_IN, ER_USED_FLOW_OUT, ER_USED_STANDBY, ER_USED_TIE, ER_USED_CONNECTION, ER_USED_LINK, ER_USED_ACCESS, ER_USED_DOWN, ER_USED_HIGH, ER_USED_MEDIUM,
	ER_USED_CE, ER_USED_PE, ER_USED_MSEE, ER_USED_GATEWAY, ER_USED_VNET, ER_USED_PEERING, ER_USED_CIRCUIT, ER_USED_PORT, ER_USED_REACH, ER_USED_CONDITIONAL, ER_USED_VPN, ER_USED_WAN, ER_USED_VPN_GATEWAY, ER_USED_FIREWALL, ER_USED_FAILED, ER_USED_LOST, ER_USED_ADDED, ER_USED_REMOVED, ER_USED_CHANGED, ER_USED__COUNT
} ErUsed;

/* A finding's number on this sheet and where it is marked. */
typedef struct { uint32_t finding, number; bool high; GArray *boxes; /* of uint32_t: boxes that carry it */ } ErMark;

/* Where a wire of the connection layer runs: block edge to gateway. */
typedef struct { ErPoint p[4]; } ErRoute;

typedef struct { uint32_t component; ErPoint at; } ErTip;

struct ErCompose {
	ErView *view;
	ErFrame *frame;
	const ErDrawOptions *options;
	const ErNetwork *net;
	ErScene *scene;
	bool used[ER_USED__COUNT];
	GArray *marks;               /* of ErMark, in order of number */
	uint8_t *halos;              /* per box: 0 none, 1 of severity medium, 2 high */
	ErRoute *routes;             /* by connection */
	double *trunks;              /* by box and side: er_compose_trunk_x() */
	GArray *pills;               /* of ErRect: rectangles that no line may run through */
	GArray *hops;                /* of ErPoint: where hop marks stand */
	GArray *rows;                /* rows of the flows, between er_compose_flows() and er_compose_flow_marks(); NULL: none */
	uint32_t number, of;         /* sheet */
	ErChangeMark changing;       /* of the component whose lines are drawn */
	GArray *signs;               /* of ErTip: signs on lines, drawn when all lines are */
};

/* ---- pen.c ---- */

double er_compose_width(ErRole role, const char *text);
/* Text shortened to @max_px; the full text goes into the enclosing group's title. */
ErItem *er_compose_text(ErCompose *compose, ErRole role, double x, double y, ErAnchor anchor, double max_px, const char *text);
void er_compose_line(ErCompose *compose, ErRole role, const ErPoint *points, uint32_t n, double radius, uint8_t tint, bool assumed);
/* The same, interrupted by @holes. */
void er_compose_line_around(ErCompose *compose, ErRole role, const ErPoint *points, uint32_t n, double radius, uint8_t tint, bool assumed, const ErRect *holes, uint32_t n_holes);
/* Has the user left the layer in? */
bool er_compose_shows(const ErCompose *compose, ErLayer layer);
/* A part that nobody has said is there, and that the user has left out with its layer. */
bool er_compose_is_hidden(const ErCompose *compose, uint32_t component);
/* Colour of a circuit: 1 … 8. */
uint8_t er_compose_tint(uint32_t circuit);
const ErComponent *er_compose_component(const ErCompose *compose, uint32_t component);
/* Why it does not work on this sheet: as the inventory stands, or in the event of a failure sheet; NULL when it does. */
const char *er_compose_why_down(const ErCompose *compose, uint32_t component);
/* Of a failure sheet: it carried, and carries nothing after the event. */
bool er_compose_is_lost(ErCompose *compose, uint32_t component);
/* A resource that the input leaves open whether it is there; the legend tells what dashes mean then. */
bool er_compose_is_conditional(ErCompose *compose, const ErComponent *self);
uint32_t er_compose_block_of(const ErCompose *compose, uint32_t circuit);
/* Where the lines of a router's side go up or down. */
double er_compose_trunk_x(const ErCompose *compose, uint32_t ce, ErSide side);
/* Works out where all connections of the sheet run, once their boxes have their places. */
void er_compose_find_routes(ErCompose *compose);
/* Where a connection leaves its block and meets its gateway. */
ErRoute er_compose_route(const ErCompose *compose, uint32_t connection);
ErPoint er_compose_middle(const ErBox *box);
ErBox *er_compose_box(const ErCompose *compose, uint32_t i);
/* Of a component; NULL when the sheet has no box of it. */
const ErBox *er_compose_box_of(const ErCompose *compose, uint32_t component);
double er_compose_right(const ErBox *box);   /* its right edge */
ErPoint er_compose_between(ErPoint a, ErPoint b, double t);
/* The part of segment @a–@b inside @hole, as an interval of its parameter; empty when *enter >= *leave. */
void er_compose_clip(ErPoint a, ErPoint b, const ErRect *hole, double *enter, double *leave);
/* A cross on a line. */
void er_compose_cross(ErCompose *compose, ErPoint at);
/* Half of the distance between the two strokes of a connection: where flows run inside, there is room. */
double er_compose_tube(const ErCompose *compose);
/* Opens a component's group: its name, certainty and state for readers, then @facts. */
void er_compose_open(ErCompose *compose, ErGroupKind kind, uint32_t component, const ErRect *box, const char *facts);
/* The line from an MSEE to where the connections of a circuit begin: what the BGP session on @side carries. */
void er_compose_open_gather(ErCompose *compose, const ErCircuit *circuit, ErSide side);

enum { ER_FOOT_LINE = 15 };  /* px */

/* On a tall drawing the foot gives way: fewer rows, each of two lines at most. */
bool er_compose_is_tight(const ErCompose *compose);
/* Text in lines of the foot's height; returns how much of it it takes. */
double er_compose_wrap(ErCompose *compose, ErRole role, double x, double y, double width, const char *text, uint32_t most_lines);
/* A label and its text below the table; returns the next line's y. */
double er_compose_note(ErCompose *compose, const char *label, const char *text, double left, double right, double y);
/* (transfer full): "2 Gbps", "500 Mbps" */
char *er_compose_speed(uint32_t mbps);

/* ---- compose_boxes.c ---- */

void er_compose_container(ErCompose *compose, uint32_t index);
void er_compose_node(ErCompose *compose, uint32_t index);
void er_compose_peering_facts(ErCompose *compose);
/* Where the facts of the private peering stand: between provider and peering location of the circuit's box. */
ErRect er_compose_peering_place(const ErCompose *compose, uint32_t block);

/* ---- compose_wires.c ---- */

/* The connections, or all other lines. */
void er_compose_wires(ErCompose *compose, bool connections);
/* A pill in the middle of a line, which has to stop at the rectangle returned. */
ErRect er_compose_pill(ErCompose *compose, double x, double y, const char *text, uint8_t tint);
/* (transfer full): what a connection's label says below its name. */
char *er_compose_connection_note(ErCompose *compose, uint32_t index);
void er_compose_connection_label(ErCompose *compose, uint32_t index, const ErRect *pill);
bool er_compose_connection_is_up(const ErCompose *compose, uint32_t index);
/* Is its layer shown? */
bool er_compose_is_wire_shown(const ErCompose *compose, const ErWire *wire);
/* Several circuits of one port pair have their access lines on the same strands: the first speaks for all. */
bool er_compose_is_repeated(const ErCompose *compose, uint32_t wire);

/* ---- extent.c ---- */

/*
 * What a box takes beyond its rectangle, in px: names and facts below a glyph, a title that stands on the border. Of a container also how wide
 * its title is, and how much of its inside is taken by texts at the top and at the bottom.
 */
typedef struct { double left, top, right, bottom, title_w, head, foot; } ErExtent;
/* (transfer full): GArray of ErExtent, one per box of @view. Rectangles are as before when it returns. */
GArray *er_compose_extents(ErView *view, const ErDrawOptions *options);
ErRect er_extent_around(const ErExtent *extent, ErRect rect);

/* ---- compose_free.c ---- */

/* All lines of a sheet whose boxes stand anywhere. */
void er_compose_free_wires(ErCompose *compose);

/* ---- compose_extra.c ---- */

void er_compose_vpn_gateway(ErCompose *compose, const ErBox *box);
void er_compose_firewall(ErCompose *compose, const ErBox *box);
/* Firewalls inside a spoke are parts of its group; all others are nodes of their own. */
bool er_compose_is_inside_spoke(const ErCompose *compose, const ErBox *box);
void er_compose_inside_spoke(ErCompose *compose, uint32_t spoke);
/* What a VNet holds, on a line at @y; returns the room that the line takes, 0 without one. */
double er_compose_vnet_note(ErCompose *compose, const ErBox *box, double x, double y, ErAnchor anchor, double room);
/* A tunnel or a WAN. */
void er_compose_tunnel(ErCompose *compose, uint32_t wire);
void er_compose_wan(ErCompose *compose, uint32_t wire);
/* The number of a finding about a line stands at the end of its label. */
/* The badge of @mark, around @at. */
void er_compose_badge(ErCompose *compose, const ErMark *mark, ErPoint at);
void er_compose_mark_line(ErCompose *compose, uint32_t component, ErPoint at);
/* The corners of a tunnel's line, from the router to the gateway. */
void er_compose_tunnel_way(const ErCompose *compose, uint32_t wire, ErPoint points[6]);
/* Where its name stands. */
ErRect er_compose_tunnel_pill(const ErCompose *compose, uint32_t wire);
/* (transfer full): of ErRect: where the names of WANs stand. */
GArray *er_compose_wan_pills(const ErCompose *compose);

/* ---- cards.c ---- */

void er_compose_cards(ErCompose *compose);

/* ---- compose_flow.c ---- */

/* What runs over one link of one circuit, from one end of it. */
typedef struct {
	uint32_t circuit, end;
	ErSide side;
	bool in, in_now, out, out_now;
	double in_share, out_share;
	ErCertainty in_certainty;
	uint32_t connection;
	uint32_t msee_letter;      /* of a flow sheet: number of letters that the way back spends before the MSEE */
	double y;
	const ErBox *core, *ce, *pe, *msee, *block, *node;
	uint32_t ce_box;           /* index of ce */
} ErFlowRow;

void er_compose_flows(ErCompose *compose);
void er_compose_flow_marks(ErCompose *compose);
/* The row of @path among @rows, added when it is new; NULL when it is not on this sheet. Valid until the next call. */
ErFlowRow *er_compose_row_of(ErCompose *compose, GArray *rows, const ErPath *path);
/* The stretches between the site's core and the MSEE. */
void er_compose_outside(ErCompose *compose, const ErFlowRow *row, bool in);
/* From the MSEE to where the lines of the circuit gather. */
void er_compose_gather(ErCompose *compose, const ErFlowRow *row, const ErRoute *route);
/* A stretch of a flow, interrupted by @holes, that ends in an arrow head at its last point. */
void er_compose_stretch(ErCompose *compose, bool in, bool now, const ErPoint *points, uint32_t n, bool head, const ErRect *holes, uint32_t n_holes);

/* ---- compose_failure.c, foot_failure.c ---- */

/* The flows that the event meets, as they run after it, and crosses on what failed. */
void er_compose_failure(ErCompose *compose);
void er_compose_crosses(ErCompose *compose);
/* What changed, as a table, and notes; returns the bottom. */
double er_compose_changes(ErCompose *compose, double left, double right, double y);
/* (transfer full): "1 Gbps left of 2 Gbps": what the flows that the event meets have on a circuit that carries; NULL when it carries none, or on other sheets. */
char *er_compose_circuit_state(const ErCompose *compose, uint32_t circuit);
double er_compose_failure_notes(ErCompose *compose, double left, double right, double y);
/* ---- compose_change.c: all but the roles do nothing on other sheets ---- */

ErChangeMark er_compose_change_of(const ErCompose *compose, uint32_t component);
ErRole er_compose_change_role(ErChangeMark mark);
const char *er_compose_change_word(ErChangeMark mark);   /* "added" …; "" */
/* A ring around what is drawn of a component. */
void er_compose_ring(ErCompose *compose, uint32_t component, ErRect rect, double radius);
/* Likewise of a box, when the one around it does not say the same. Has it one? */
bool er_compose_has_ring(const ErCompose *compose, const ErBox *box);
void er_compose_ring_box(ErCompose *compose, const ErBox *box);
/* The plate with "+1"; @row 0: the sign alone. */
void er_compose_sign(ErCompose *compose, ErChangeMark mark, uint32_t row, ErPoint at);
/* What happens to a line's component is told there. */
void er_compose_sign_line(ErCompose *compose, uint32_t component, ErPoint at);
/* The signs of all rows of the table, on their boxes and lines. */
void er_compose_signs(ErCompose *compose);
/* Where the badge of box @index stands that has @before others already. compose.c */
ErPoint er_compose_badge_place(const ErBox *box, uint32_t before);
double er_compose_change_table(ErCompose *compose, double left, double right, double y);

/* ---- marks.c ---- */

/* Does the finding touch what the sheet shows? An overview shows all. */
bool er_compose_concerns(const ErView *view, const ErFinding *finding);
/* Has it a number, where it is shown? */
bool er_compose_is_marked(const ErFinding *finding);
/* Of a failure sheet: is a group gone that container @index shows? */
bool er_compose_group_failed(const ErCompose *compose, uint32_t index);
/* Makes compose->marks and halos; er_compose_free_marks() frees them. */
void er_compose_find_marks(ErCompose *compose);
void er_compose_free_marks(ErCompose *compose);

/* ---- foot.c ---- */

/* Returns the bottom of the page. */
double er_compose_foot(ErCompose *compose);

#endif
