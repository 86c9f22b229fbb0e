/* view.h: what goes on a sheet. Private to src/render. */
#ifndef ER_RENDER_VIEW_H
#define ER_RENDER_VIEW_H

#include <erscope/draw.h>

#include "diagram.h"

/* A VNet that a flow sheet leads to. */
typedef struct {
	uint32_t box;             /* WORKLOAD or SPOKE */
	uint32_t in, out;         /* flow classes */
	uint32_t flow;            /* the on-premises → Azure flow drawn */
	uint32_t more;            /* further VNets of the same class */
} ErDestination;

typedef struct {
	ErDiagram *diagram;
	const ErFlows *flows;
	const ErFindings *findings;
	bool flow_sheet;
	uint32_t site, gateway;   /* of a flow sheet; ER_NONE */
	bool *circuits, *gateways, *sites; /* of an overview of a part: which are shown; NULL: all */
	const ErDrawOptions *filter; /* with shown; NULL: all VNets */
	GArray *destinations;     /* of ErDestination */
	GPtrArray *strings;       /* labels that the view made */
	char *slug, *title, *subtitle, *scope;
	uint32_t n_unserved;      /* VNets that no gateway could serve: counted, not drawn */
	uint32_t n_left_out;      /* boxes beyond the limit of one sheet */
} ErView;

/* Has the user's choice left this one in? @options: (nullable): all are */
bool er_view_is_chosen(const ErDrawOptions *options, const ErComponent *component);
/* NULL when nothing was chosen. */
ErView *er_view_overview(const ErFlows *flows, const ErFindings *findings, const ErDrawOptions *options);
/* The overview of one circuit, gateway or site (a component) with what it works with. NULL when it is nothing of the kind, or no circuit has to do with it. */
ErView *er_view_focus(const ErFlows *flows, const ErFindings *findings, uint32_t component, uint32_t most_spokes);
/* NULL when no path leads from the site to this gateway. */
ErView *er_view_flow(const ErFlows *flows, const ErFindings *findings, uint32_t site, uint32_t gateway);
void er_view_free(ErView *view);

/* layout.c: sets every box's rectangle; returns the bottom of the drawing. */
typedef struct {
	double left, right, bottom, corridor_left, corridor_right, band[4];
	bool free;      /* boxes stand anywhere: no bands, lines find their own way */
} ErFrame;
ErFrame er_layout_tiers(ErView *view);

/**
 * er_layout_dot:
 * @view: laid out in tiers, which gave the nodes their sizes; @extents: of its boxes (compose.h)
 * @frame: (inout): of the new places
 * Returns: false when the program dot is missing or gave no answer of use, with @why (transfer full) in words; nothing has changed then.
 * layout_dot.c
 */
bool er_layout_dot(ErView *view, const GArray *extents, ErFrame *frame, char **why);

/* compose.c: the scene of a laid-out view. */
ErScene *er_compose(ErView *view, const ErFrame *frame, const ErDrawOptions *options, uint32_t number, uint32_t of);

#endif
