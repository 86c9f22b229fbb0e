/*
 * pin.c: a sheet on which some boxes stand where a person put them: read from our own DOT or draw.io file, changed by hand.
 *
 * A box is known by its key: the result id of its component; of a box that is none (region, peering location, subnet …) the key of the box
 * around it, its kind and, of a region, its name. So a key outlives changes elsewhere in the estate.
 * A pinned box stands at its place: a node by its middle, a container also in its size. All else keeps its place relative to the
 * container around it, as the layout gave it; where it would stand on another box it moves below. Containers grow to hold their
 * children. Pinned boxes are never moved, except all together with the whole sheet when one would leave the page at the left or the top.
 * Boxes × siblings.
 */
#include "pin.h"

#include "places.h"
#include "utf8.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

enum { MOST_NAMED = 5 };

/* Less than this is the rounding of a file. */
static const double same_px = 0.05, gap = 20, pad = 8, page_left = 24, page_top = 112;

struct ErPins {
	GPtrArray *sheets;      /* of ErPlaces, in the order of files and pages */
	GPtrArray *keys;        /* per sheet: GPtrArray of its places' keys */
	GArray *file_of;        /* per sheet: index of its file */
	GPtrArray *files;       /* names as the user typed them */
};

/* ---- keys ---- */

typedef struct { const char *component, *kind, *label; uint32_t parent; bool alias; } Named;

static bool same_word(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

/* The same name twice within one box: "#2". */
static char *number(GHashTable *counts, char *key)
{
	uint32_t n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;

	g_hash_table_insert(counts, g_strdup(key), GUINT_TO_POINTER(n));
	if (n == 1)
		return key;
	char *numbered = g_strdup_printf("%s#%u", key, n);
	g_free(key);
	return numbered;
}

/* NULL for what has no name. Parents come before their children. */
static void add_key(GPtrArray *keys, GHashTable *counts, const Named *named)
{
	const char *around = named->parent != ER_NONE ? keys->pdata[named->parent] : "";
	char *key = NULL;

	if (named->component != NULL && !named->alias)
		key = g_strdup(named->component);
	else if (named->component != NULL && around != NULL)
		key = g_strdup_printf("%s/same:%s", around, named->component);
	else if (named->kind != NULL && around != NULL)
		key = same_word(named->kind, "region") ? g_strdup_printf("%s/region:%s", around, named->label != NULL ? named->label : "") : g_strdup_printf("%s/%s", around, named->kind);
	g_ptr_array_add(keys, key != NULL ? number(counts, key) : NULL);
}

static GPtrArray *keys_of_places(const ErPlaces *places)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < places->places->len; i++) {
		const ErPlace *place = &g_array_index(places->places, ErPlace, i);
		const Named named = { place->component, place->kind, place->label, place->parent, place->alias };
		add_key(keys, counts, &named);
	}
	return keys;
}

static GPtrArray *keys_of_view(const ErView *view)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++) {
		const ErBox *box = er_diagram_box(view->diagram, i);
		const char *component = box->component != ER_NONE ? er_network_component(er_flows_network(view->flows), box->component)->id : NULL;
		const Named named = { component, er_box_kind_name(box->kind), box->label, box->parent, box->alias };
		add_key(keys, counts, &named);
	}
	return keys;
}

/* ---- files ---- */

static bool add_file(ErPins *pins, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	g_autoptr(GPtrArray) sheets = NULL;
	GStatBuf about;

	if (g_stat(path, &about) == 0 && (guint64)about.st_size > ER_PLACES_MOST) {
		g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "it is larger than 16 MiB");
		return false;
	}
	if (!g_file_get_contents(path, &text, &length, error))
		return false;
	const char *first = g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text;
	while (g_ascii_isspace(*first))
		first++;
	if (*first == '<') {
		sheets = er_places_read_drawio(text, length, error);
	} else {
		ErPlaces *places = er_places_read_dot(text, length, error);
		sheets = places != NULL ? g_ptr_array_new() : NULL;
		if (places != NULL)
			g_ptr_array_add(sheets, places);
	}
	for (guint i = 0; sheets != NULL && i < sheets->len; i++) {
		guint file = pins->files->len;
		g_ptr_array_add(pins->sheets, sheets->pdata[i]);
		g_ptr_array_add(pins->keys, keys_of_places(sheets->pdata[i]));
		g_array_append_val(pins->file_of, file);
	}
	g_ptr_array_add(pins->files, g_strdup(path));
	return sheets != NULL;
}

static ErPins *pins_new(void)
{
	ErPins *pins = g_new0(ErPins, 1);

	pins->sheets = g_ptr_array_new_with_free_func((GDestroyNotify)er_places_free);
	pins->keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	pins->file_of = g_array_new(FALSE, FALSE, sizeof(guint));
	pins->files = g_ptr_array_new_with_free_func(g_free);
	return pins;
}

ErPins *er_pins_of_dot(const GString *dot, const char *slug)
{
	ErPins *pins = pins_new();
	ErPlaces *places = er_places_read_dot(dot->str, dot->len, NULL);
	guint file = 0;

	/* A drawing too large to be read back has no pins. */
	if (places == NULL)
		return pins;
	g_free(places->sheet);
	places->sheet = g_strdup(slug);
	g_ptr_array_add(pins->sheets, places);
	g_ptr_array_add(pins->keys, keys_of_places(places));
	g_array_append_val(pins->file_of, file);
	g_ptr_array_add(pins->files, g_strdup(slug));
	return pins;
}

ErPins *er_pins_read(const char *const *paths, GError **error)
{
	ErPins *pins = pins_new();

	for (size_t i = 0; paths[i] != NULL; i++)
		if (!add_file(pins, paths[i], error)) {
			g_prefix_error(error, "%s: ", paths[i]);
			er_pins_free(pins);
			return NULL;
		}
	return pins;
}

void er_pins_free(ErPins *pins)
{
	if (pins == NULL)
		return;
	g_ptr_array_free(pins->sheets, TRUE);
	g_ptr_array_free(pins->keys, TRUE);
	g_array_free(pins->file_of, TRUE);
	g_ptr_array_free(pins->files, TRUE);
	g_free(pins);
}

static ErLoc file_loc(const ErPins *pins, guint sheet)
{
	return (ErLoc){ .file = pins->files->pdata[g_array_index(pins->file_of, guint, sheet)] };
}

void er_pins_tell_strangers(const ErPins *pins, GHashTable *slugs, ErDiags *diags)
{
	for (guint file = 0; file < pins->files->len; file++) {
		const ErLoc loc = { .file = pins->files->pdata[file] };
		const char *first = NULL;
		bool known = false;
		for (guint i = 0; i < pins->sheets->len; i++) {
			const ErPlaces *places = pins->sheets->pdata[i];
			if (g_array_index(pins->file_of, guint, i) != file)
				continue;
			first = first != NULL ? first : places->sheet;
			known = known || g_hash_table_contains(slugs, places->sheet);
		}
		if (!known)
			er_diag_add(diags, ER_D_PIN_SHEET, &loc, "'%s'", first != NULL ? first : "");
	}
}

/* ---- placing ---- */

typedef struct {
	ErView *view;
	GArray *extents;
	ErRect *tier;           /* per box: as laid out */
	const ErPlace **pin;    /* per box: NULL: free to move */
	bool *moved;            /* per box: it, or something in it, stands elsewhere relative to what is around it */
	GString *overlaps;
	uint32_t n_overlaps;
} Pinning;

static ErBox *box_at(const Pinning *p, uint32_t i)
{
	return er_diagram_box(p->view->diagram, i);
}

static uint32_t n_boxes(const Pinning *p)
{
	return er_diagram_n_boxes(p->view->diagram);
}

static bool differs(double a, double b)
{
	return fabs(a - b) > same_px;
}

static ErRect pinned_rect(const Pinning *p, uint32_t i)
{
	const ErRect tier = p->tier[i], at = p->pin[i]->rect;
	double x = at.x + (at.w - tier.w) / 2, y = at.y + (at.h - tier.h) / 2;

	if (!er_box_is_container(box_at(p, i)->kind))
		return (ErRect){ differs(x, tier.x) ? x : tier.x, differs(y, tier.y) ? y : tier.y, tier.w, tier.h };
	if (!differs(at.x, tier.x) && !differs(at.y, tier.y) && !differs(at.w, tier.w) && !differs(at.h, tier.h))
		return tier;
	return at;
}

/* What a box takes: of a node with its texts. */
static ErRect taken(const Pinning *p, uint32_t i)
{
	const ErBox *box = box_at(p, i);

	return er_box_is_container(box->kind) ? box->rect : er_extent_around(&g_array_index(p->extents, ErExtent, i), box->rect);
}

static bool overlap(ErRect a, ErRect b)
{
	return MIN(a.x + a.w, b.x + b.w) - MAX(a.x, b.x) > 1 && MIN(a.y + a.h, b.y + b.h) - MAX(a.y, b.y) > 1;
}

static bool is_below(const Pinning *p, uint32_t box, uint32_t container)
{
	for (box = box_at(p, box)->parent; box != ER_NONE && box != container; box = box_at(p, box)->parent)
		continue;
	return box == container;
}

static bool holds_pin(const Pinning *p, uint32_t index)
{
	bool holds = p->pin[index] != NULL;

	for (uint32_t i = index + 1; !holds && i < n_boxes(p); i++)
		holds = p->pin[i] != NULL && is_below(p, i, index);
	return holds;
}

static void shift(Pinning *p, uint32_t index, double dx, double dy)
{
	for (uint32_t i = 0; i < n_boxes(p); i++)
		if (i == index || is_below(p, i, index)) {
			box_at(p, i)->rect.x += dx;
			box_at(p, i)->rect.y += dy;
		}
}

/* A box that nobody placed gives way: down, until it stands on none of those that stay. */
static void give_way(Pinning *p, uint32_t index, const GArray *placed)
{
	for (uint32_t round = 0; round < placed->len; round++) {
		double bottom = -INFINITY;
		for (guint k = 0; k < placed->len; k++) {
			const ErRect other = taken(p, g_array_index(placed, uint32_t, k));
			if (overlap(taken(p, index), other))
				bottom = MAX(bottom, other.y + other.h);
		}
		if (bottom < 0)
			return;
		shift(p, index, 0, bottom + gap - taken(p, index).y);
		p->moved[index] = true;
	}
}

static const char *name_of(const Pinning *p, uint32_t i)
{
	const ErBox *box = box_at(p, i);

	return box->component != ER_NONE ? er_network_component(er_flows_network(p->view->flows), box->component)->name : box->label != NULL ? box->label : er_box_kind_name(box->kind);
}

static void note_overlap(Pinning *p, uint32_t a, uint32_t b)
{
	if (!overlap(box_at(p, a)->rect, box_at(p, b)->rect))
		return;
	if (p->n_overlaps++ < MOST_NAMED)
		g_string_append_printf(p->overlaps, "%s%s and %s", p->overlaps->len > 0 ? "; " : "", name_of(p, a), name_of(p, b));
}

/* Those that were placed stay, the others give way in their order. */
static void settle(Pinning *p, uint32_t parent)
{
	g_autoptr(GArray) placed = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (int pinned = 1; pinned >= 0; pinned--)
		for (uint32_t i = 0; i < n_boxes(p); i++) {
			if (box_at(p, i)->parent != parent || holds_pin(p, i) != (pinned == 1))
				continue;
			if (pinned == 0)
				give_way(p, i, placed);
			for (guint k = 0; k < placed->len; k++)
				note_overlap(p, g_array_index(placed, uint32_t, k), i);
			g_array_append_val(placed, i);
		}
}

/* As much as its children and their texts need; titles keep their room at the top. */
static void grow(Pinning *p, uint32_t index)
{
	ErRect *rect = &box_at(p, index)->rect;
	double left = rect->x, top = rect->y, right = rect->x + rect->w, bottom = rect->y + rect->h, head = MAX(g_array_index(p->extents, ErExtent, index).head, 8), foot = MAX(g_array_index(p->extents, ErExtent, index).foot, pad);

	for (uint32_t i = 0; i < n_boxes(p); i++) {
		if (box_at(p, i)->parent != index)
			continue;
		const ErRect child = taken(p, i);
		left = child.x < rect->x + 0.5 ? MIN(left, child.x - pad) : left;
		top = child.y < rect->y + head - 0.5 ? MIN(top, child.y - head - pad) : top;
		right = child.x + child.w > rect->x + rect->w - 0.5 ? MAX(right, child.x + child.w + pad) : right;
		bottom = child.y + child.h > rect->y + rect->h - foot + 0.5 ? MAX(bottom, child.y + child.h + foot + pad) : bottom;
	}
	*rect = (ErRect){ left, top, right - left, bottom - top };
}

/* Places the box whose container has moved by (@dx, @dy). */
static void place(Pinning *p, uint32_t index, double dx, double dy)
{
	ErBox *box = box_at(p, index);
	const ErRect tier = p->tier[index];

	box->rect = p->pin[index] != NULL ? pinned_rect(p, index) : (ErRect){ tier.x + dx, tier.y + dy, tier.w, tier.h };
	double own_dx = box->rect.x - tier.x, own_dy = box->rect.y - tier.y;
	p->moved[index] = fabs(own_dx - dx) > same_px || fabs(own_dy - dy) > same_px || differs(box->rect.w, tier.w) || differs(box->rect.h, tier.h);
	if (!er_box_is_container(box->kind))
		return;
	bool within = differs(box->rect.w, tier.w) || differs(box->rect.h, tier.h);
	for (uint32_t i = index + 1; i < n_boxes(p); i++)
		if (box_at(p, i)->parent == index)
			place(p, i, own_dx, own_dy);
	settle(p, index);
	for (uint32_t i = index + 1; i < n_boxes(p); i++)
		within = within || (box_at(p, i)->parent == index && p->moved[i]);
	/* What nobody touched keeps the room that the layout gave it. */
	if (within)
		grow(p, index);
	p->moved[index] = p->moved[index] || within;
}

/* ---- pins of a sheet ---- */

/* The name to tell of a place whose box is gone. (transfer full) */
static char *told_name(const ErPlace *place)
{
	const char *name = place->label != NULL ? place->label : place->component != NULL ? place->component : place->kind != NULL ? place->kind : place->name != NULL ? place->name : "a box";

	if (place->label == NULL && place->component != NULL && strrchr(name, '/') != NULL)
		name = strrchr(name, '/') + 1;
	g_autofree char *clean = er_utf8_clean(name), *valid = g_utf8_make_valid(clean, -1);
	return g_utf8_strlen(valid, -1) > 60 ? g_utf8_substring(valid, 0, 60) : g_steal_pointer(&valid);
}

/* The last file that speaks of the sheet is the one that counts. */
static guint sheet_of(const ErPins *pins, const char *slug)
{
	guint i = pins->sheets->len;

	while (i > 0 && strcmp(((const ErPlaces *)pins->sheets->pdata[i - 1])->sheet, slug) != 0)
		i--;
	return i;
}

/* Ties places to boxes. Returns: how many were tied */
static uint32_t tie(const ErPins *pins, guint sheet, Pinning *p, ErDiags *diags)
{
	const ErPlaces *places = pins->sheets->pdata[sheet];
	const GPtrArray *keys = pins->keys->pdata[sheet];
	g_autoptr(GPtrArray) own = keys_of_view(p->view);
	g_autoptr(GHashTable) boxes = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GString) gone = g_string_new(NULL);
	const ErLoc loc = file_loc(pins, sheet);
	uint32_t n_gone = 0, n_tied = 0;

	for (uint32_t i = 0; i < own->len; i++)
		g_hash_table_insert(boxes, own->pdata[i], GUINT_TO_POINTER(i + 1));
	for (guint i = 0; i < places->places->len; i++) {
		const ErPlace *place = &g_array_index(places->places, ErPlace, i);
		uint32_t box = keys->pdata[i] != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(boxes, keys->pdata[i])) : 0;
		if (box == 0) {
			g_autofree char *name = told_name(place);
			if (n_gone++ < MOST_NAMED)
				g_string_append_printf(gone, "%s%s", gone->len > 0 ? ", " : "", name);
		} else if (place->known && (place->either || place->container == er_box_is_container(box_at(p, box - 1)->kind))) {
			p->pin[box - 1] = place;
			n_tied++;
		}
	}
	if (n_gone > 0)
		er_diag_add(diags, ER_D_PIN_UNKNOWN, &loc, "%s: %u: %s%s", p->view->slug, n_gone, gone->str, n_gone > MOST_NAMED ? ", …" : "");
	return n_tied;
}

/* Everything on the page; then where the drawing ends. */
static void fit_page(Pinning *p, ErFrame *frame)
{
	double left = page_left, top = page_top, right = 0, bottom = 0;

	for (uint32_t i = 0; i < n_boxes(p); i++) {
		left = MIN(left, taken(p, i).x);
		top = MIN(top, taken(p, i).y);
	}
	for (uint32_t i = 0; i < n_boxes(p); i++) {
		box_at(p, i)->rect.x += page_left - left;
		box_at(p, i)->rect.y += page_top - top;
		right = MAX(right, taken(p, i).x + taken(p, i).w);
		bottom = MAX(bottom, taken(p, i).y + taken(p, i).h);
	}
	frame->right = MAX(right, frame->right);
	frame->bottom = MAX(bottom, frame->bottom);
}

static bool tell_flow_sheet(const ErPins *pins, guint sheet, Pinning *p, ErDiags *diags)
{
	const ErLoc loc = file_loc(pins, sheet);
	bool elsewhere = false;

	for (uint32_t i = 0; i < n_boxes(p); i++) {
		const ErRect at = p->pin[i] != NULL ? pinned_rect(p, i) : p->tier[i];
		elsewhere = elsewhere || differs(at.x, p->tier[i].x) || differs(at.y, p->tier[i].y);
	}
	if (elsewhere)
		er_diag_add(diags, ER_D_PIN_FLOW, &loc, "%s", p->view->slug);
	return false;
}

static bool place_all(const ErPins *pins, guint sheet, Pinning *p, ErFrame *frame, ErDiags *diags)
{
	const ErLoc loc = file_loc(pins, sheet);
	bool moved = false;

	for (uint32_t i = 0; i < n_boxes(p); i++)
		if (box_at(p, i)->parent == ER_NONE)
			place(p, i, 0, 0);
	settle(p, ER_NONE);
	if (p->n_overlaps > 0)
		er_diag_add(diags, ER_D_PIN_OVERLAP, &loc, "%s: %s%s", p->view->slug, p->overlaps->str, p->n_overlaps > MOST_NAMED ? "; …" : "");
	for (uint32_t i = 0; i < n_boxes(p); i++)
		moved = moved || p->moved[i];
	if (moved)
		fit_page(p, frame);
	return moved;
}

bool er_pins_apply(const ErPins *pins, ErView *view, const ErDrawOptions *options, ErFrame *frame, ErDiags *diags)
{
	guint sheet = sheet_of(pins, view->slug);
	uint32_t n = er_diagram_n_boxes(view->diagram);

	if (sheet == 0)
		return false;
	g_autofree ErRect *tier = g_new(ErRect, n + 1);
	g_autofree const ErPlace **pin = g_new0(const ErPlace *, n + 1);
	g_autofree bool *moved = g_new0(bool, n + 1);
	g_autoptr(GArray) extents = er_compose_extents(view, options);
	g_autoptr(GString) overlaps = g_string_new(NULL);
	Pinning p = { .view = view, .extents = extents, .tier = tier, .pin = pin, .moved = moved, .overlaps = overlaps };

	for (uint32_t i = 0; i < n; i++)
		tier[i] = box_at(&p, i)->rect;
	if (tie(pins, sheet - 1, &p, diags) == 0)
		return false;
	return er_view_keeps_layout(view) ? tell_flow_sheet(pins, sheet - 1, &p, diags) : place_all(pins, sheet - 1, &p, frame, diags);
}

/* ---- do the tiers hold? ---- */

static double right_of(ErRect r)
{
	return r.x + r.w;
}

static bool wire_keeps_tiers(const ErView *view, const ErFrame *frame, const ErWire *wire, double site_right)
{
	const ErBox *from = er_diagram_box(view->diagram, wire->from), *to = er_diagram_box(view->diagram, wire->to);
	double from_y = from->rect.y + from->rect.h / 2, to_y = to->rect.y + to->rect.h / 2;

	switch (wire->kind) {
	case ER_WIRE_LAN: return to->rect.x >= from->rect.x + from->rect.w / 2 + 60;
	case ER_WIRE_ACCESS: return right_of(from->rect) < site_right + 20 && to->rect.x >= site_right + 76;
	case ER_WIRE_LINK: return !differs(from_y, to_y) && to->rect.x - right_of(from->rect) >= 110;
	case ER_WIRE_GATHER: return er_box_is_container(to->kind) ? right_of(to->rect) >= right_of(from->rect) + 80 : to->rect.x >= right_of(from->rect) + 40;
	case ER_WIRE_CONNECTION: return right_of(from->rect) <= frame->corridor_left + 0.5 && to->rect.x >= frame->corridor_right - 0.5;
	case ER_WIRE_PEERING: return to->kind == ER_BOX_HUB || to->rect.x >= right_of(from->rect) + 48;
	case ER_WIRE_REACH: return true;
	/* Their lanes run below and beside everything. */
	case ER_WIRE_VPN: case ER_WIRE_WAN: return false;
	}
	return false;
}

bool er_pins_keep_tiers(const ErView *view, ErFrame *frame)
{
	double blocks = -INFINITY, regions = INFINITY, first_site = -INFINITY, sites = -INFINITY;

	if (frame->free)
		return false;
	for (uint32_t i = 0; i < er_diagram_n_boxes(view->diagram); i++) {
		const ErBox *box = er_diagram_box(view->diagram, i);
		if (box->kind == ER_BOX_CIRCUIT || box->kind == ER_BOX_PORT)
			blocks = MAX(blocks, right_of(box->rect));
		else if (box->kind == ER_BOX_REGION)
			regions = MIN(regions, box->rect.x);
		else if (box->kind == ER_BOX_SITE) {
			first_site = isfinite(first_site) ? first_site : right_of(box->rect);
			sites = MAX(sites, right_of(box->rect));
		}
	}
	double left = isfinite(blocks) ? blocks : frame->corridor_left, right = isfinite(regions) ? regions : frame->corridor_right;
	if (right - left < frame->corridor_right - frame->corridor_left - 60 || differs(first_site, sites))
		return false;
	ErFrame now = *frame;
	now.corridor_left = left;
	now.corridor_right = right;
	now.band[2] = left + 32;
	now.band[3] = frame->right;
	for (uint32_t i = 0; i < er_diagram_n_wires(view->diagram); i++)
		if (!wire_keeps_tiers(view, &now, er_diagram_wire(view->diagram, i), first_site))
			return false;
	*frame = now;
	return true;
}
