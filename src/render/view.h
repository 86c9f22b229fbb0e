/* view.h: what goes on a sheet. Private to src/render. */
#ifndef ER_RENDER_VIEW_H
#define ER_RENDER_VIEW_H

#include <erscope/draw.h>

#include "diagram.h"
#include "failure.h"

/* A VNet that a flow sheet leads to. */
typedef struct {
	uint32_t box;             /* WORKLOAD or SPOKE */
	uint32_t in, out;         /* flow classes */
	uint32_t flow;            /* the on-premises → Azure flow drawn */
	uint32_t more;            /* further VNets of the same class */
} ErDestination;

typedef struct ErView ErView;
struct ErView {
	ErDiagram *diagram;
	const ErFlows *flows;
	const ErFindings *findings;
	bool flow_sheet;
	ErFailure *failure;       /* of a failure sheet; NULL */
	const ErDrawChanges *changes; /* of the merged picture of a change, borrowed; NULL */
	uint32_t site, gateway;   /* of a flow sheet; ER_NONE */
	bool *circuits, *gateways, *sites; /* of an overview of a part: which are shown; NULL: all */
	bool *ports;              /* with circuits: port pairs shown that no circuit shown uses; NULL: none */
	const ErDrawOptions *filter; /* with shown; NULL: all VNets */
	GArray *destinations;     /* of ErDestination */
	GPtrArray *strings;       /* labels that the view made */
	char *slug, *title, *subtitle, *scope;
	const ErView *continues;  /* of a sheet that goes on with the findings of another: that one's view, borrowed; NULL */
	uint32_t first_mark;      /* with continues: index of the first finding that it lists */
	const ErView *part_of;    /* the view that this one is a part of, borrowed: its failure is that one's; NULL */
	bool cards;               /* the overview of an estate too large for one sheet: a card for each circuit and home */
	bool grid;                /* the spokes of one home */
	bool overview;
	uint32_t focus;           /* component whose sheet this is; ER_NONE */
	const GHashTable *sheets; /* component + 1 to slug of the sheet that shows it best; borrowed; NULL: there are no others */
	bool has_grids;           /* spokes that collapse here stand on sheets of their own */
	uint32_t n_rows;          /* rows of the table that fit the sheet */
	bool foot_beside;         /* legend and title block stand beside each other, so that the sheet is less tall */
	uint32_t n_unserved;      /* VNets that no gateway could serve: counted, not drawn */
};

/* Where the drawing stands on the page. */
/* lanes: width of the strips for VPN tunnels beside the sites and beside the regions, 0 without any; lanes_top: height of their first lane. */
typedef struct {
	double left, right, bottom, corridor_left, corridor_right, band[4], lanes, lanes_top;
	bool free;      /* boxes stand anywhere: no bands, lines find their own way */
} ErFrame;

/* Has the user's choice left this one in? @options: (nullable): all are */
static inline bool er_view_is_chosen(const ErDrawOptions *options, const ErComponent *component)
{
	return options == NULL || options->shown == NULL || options->shown(options->shown_data, component);
}

/* NULL when nothing was chosen. */
ErView *er_view_overview(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options);
/* The overview of one circuit, gateway or site (a component) with what it works with. NULL when it is nothing of the kind, or no circuit has to do with it. */
ErView *er_view_focus(const ErFlows *flows, const ErFindings *findings, uint32_t component, uint32_t most_spokes);
/* What @failure does to the flows, on the parts that have to do with it (all of a small estate). @failure: (transfer full) */
ErView *er_view_failure(const ErFlows *flows, const ErFindings *findings, ErFailure *failure, uint32_t most_spokes);
/* Both states of @options' changes in one. view_change.c */
ErView *er_view_change(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options);
/* NULL when no path leads from the site to this gateway. */
ErView *er_view_flow(const ErFlows *flows, const ErFindings *findings, uint32_t site, uint32_t gateway);
/* Is it a sheet whose lines need the lanes of its own layout: of flows, a failure, cards, spokes, findings alone? */
bool er_view_keeps_layout(const ErView *view);
/* Does the sheet print in a legible size, with no more boxes than a reader takes in? */
bool er_view_fits(const ErView *view, const ErFrame *frame);
/* (transfer full): of ErView: sheets that show together what @whole shows; none when it cannot be split. @whole outlives them. */
GPtrArray *er_view_parts(const ErView *whole, uint32_t most_spokes);
/* An overview with a card for each circuit and home instead of their parts: of @whole, which does not fit. */
ErView *er_view_cards(const ErView *whole);
/* (transfer full): of ErView: the spokes of each home that collapse on its sheets, so many on a sheet as fit. */
GPtrArray *er_view_grids(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options);
/* The findings that found no room on @view's sheet, from @first_mark on. @view: borrowed */
ErView *er_view_continue(const ErView *view, uint32_t first_mark);
void er_view_free(ErView *view);

/* layout.c: sets every box's rectangle. */
ErFrame er_layout_tiers(ErView *view);
/* cards.c: likewise for an overview of cards. */
ErFrame er_layout_cards(ErView *view);

/**
 * er_layout_dot:
 * @view: laid out in tiers, which gave the nodes their sizes; @extents: of its boxes (compose.h)
 * @frame: (inout): of the new places
 * Returns: false when the program dot is missing or gave no answer of use, with @why (transfer full) in words; nothing has changed then.
 * layout_dot.c
 */
bool er_layout_dot(ErView *view, const GArray *extents, ErFrame *frame, char **why);

/* compose.c: the scene of a laid-out view: body, then foot. */
typedef struct ErCompose ErCompose;

/**
 * er_compose_body:
 * @view: borrowed until er_compose_finish()
 * Returns: (transfer full): everything but the foot
 */
ErCompose *er_compose_body(ErView *view, const ErFrame *frame, const ErDrawOptions *options);
/**
 * er_compose_fit:
 * Sets how many rows the foot has, so that the sheet can be printed in a legible size.
 * Returns: index of the first finding that then has no row; ER_NONE when all have one
 */
uint32_t er_compose_fit(ErCompose *compose);
const ErScene *er_compose_scene(const ErCompose *compose);
/* Of a body that another one is preferred to. */
void er_compose_drop(ErCompose *compose);
/* Frees @compose. Returns: (transfer full): the scene of sheet @number of @of */
ErScene *er_compose_finish(ErCompose *compose, uint32_t number, uint32_t of);

#endif
