/*
 * theme.c: what every role looks like.
 *
 * One const row per role and one palette for the circuits; er_theme_style() copies the row and then applies the two things an
 * item may say about itself: its circuit (tint) and that it is assumed. Nothing else in the program holds a colour.
 * Invariants, held by tests/render/test_theme.c: no role without a row, text has a contrast of at least 4.7 : 1 on every fill it
 * stands on, no text below 9 px, and no meaning by colour alone (each direction, finding and state differs in dash or shape too).
 *
 * How a glyph takes its palette: fill is MAIN, second and third are SECOND and THIRD. Where the style has a stroke, every filled
 * MAIN part is outlined with it (width in pixels of the page, dashes likewise): that is the hollow glyph of an assumed component.
 */
#include "backend.h"

#include <string.h>

#define WHITE   0xFFFFFFu
#define INK     0x1F2933u
#define MUTED   0x52606Du
#define RULE    0x9AA5B1u
#define SLATE   0x4A5663u
#define STEEL   0x7B8794u
#define LOST    0x868E97u
#define PURPLE  0x7B2D8Bu
#define AZURE   0x0B62AFu
#define GREEN   0x3A7A22u
#define MAGENTA 0xA21C7Fu
#define TEAL    0x0E7490u
#define FINDING 0xA3123Au
#define INWARD  0xB04A00u
#define BACK    0x0B6E69u
#define ADDED   0x14743Au
#define REMOVED 0xB42318u
#define CHANGED 0x8A5A00u

#define NONE ER_NO_COLOUR
#define N_TINTS 8u
#define SOLID 0

/* Which of the two variations a role knows, and how. */
typedef enum { KIND_PLAIN, KIND_BOX, KIND_LINE, KIND_GLYPH, KIND_LINE_GLYPH } Kind;

typedef struct {
	Kind kind;
	bool tinted;
	ErStyle style;
} Row;

/* The one table. Every theme is this one with its colours changed at the end, so that what is told apart here is in every theme. */
typedef struct {
	Row rows[ER_ROLE__COUNT];
	ErColour tints[N_TINTS];
	ErColour ground;       /* what assumed things fade towards */
} Table;

/* Colours that a user may replace, by what they stand for; the pale ones follow the one before them, as @percent of it on the page. */
static const struct { const char *name; ErColour colour; uint32_t percent; } palette[] = {
	{ "page", WHITE, 0 },
	{ "text", INK, 0 },
	{ "small-text", MUTED, 0 },
	{ "frame", RULE, 0 }, { NULL, 0xD3D8DEu, 45 }, { NULL, 0xE8EBEFu, 22 },
	{ "customer", SLATE, 0 }, { NULL, 0xC3CAD1u, 32 },
	{ "access", STEEL, 0 }, { NULL, 0x8A929Bu, 85 },
	{ "down", LOST, 0 },
	{ "provider", PURPLE, 0 }, { NULL, 0x9A6BA5u, 70 }, { NULL, 0xD9C2DEu, 32 }, { NULL, 0xFAF6FBu, 5 },
	{ "azure", AZURE, 0 }, { NULL, 0x4F93CFu, 70 }, { NULL, 0x6E8FB0u, 60 }, { NULL, 0xF3F8FDu, 5 }, { NULL, 0xF5FAFFu, 4 }, { NULL, 0xF7FBFFu, 3 },
	{ "connection", GREEN, 0 }, { NULL, 0xBFE3A9u, 32 },
	{ "gateway", TEAL, 0 }, { NULL, 0xB2D3DCu, 32 },
	{ "vpn", MAGENTA, 0 }, { NULL, 0xE1B6D6u, 32 },
	{ "finding", FINDING, 0 }, { NULL, 0xBD526Fu, 70 }, { NULL, 0xBA4A69u, 75 }, { NULL, 0xFBE6ECu, 10 }, { NULL, 0xFDF1F4u, 6 },
	{ "to-azure", INWARD, 0 },
	{ "from-azure", BACK, 0 },
	{ "added", ADDED, 0 }, { "removed", REMOVED, 0 }, { "changed", CHANGED, 0 },
};

struct ErTheme {
	const char *name;
	ErColour (*change)(ErColour colour);   /* NULL: none */
	bool follows;          /* the reader: dark where dark is preferred */
	bool own;              /* made from a file; has: */
	ErColour colours[G_N_ELEMENTS(palette)];
};

#define PLAIN(f, s, w) { .kind = KIND_PLAIN, .style = { .fill = (f), .stroke = (s), .width_px = (w), .second = NONE, .third = NONE } }
#define BOX(tint, f, s, w, ...) \
	{ .kind = KIND_BOX, .tinted = (tint), \
	  .style = { .fill = (f), .stroke = (s), .width_px = (w), .dash_px = { __VA_ARGS__ }, \
	             .second = NONE, .third = NONE } }
#define LINE(tint, s, w, ...) \
	{ .kind = KIND_LINE, .tinted = (tint), \
	  .style = { .fill = NONE, .stroke = (s), .width_px = (w), .dash_px = { __VA_ARGS__ }, \
	             .second = NONE, .third = NONE } }
/* A flow keeps its dashes also where it is assumed: they say its direction. */
#define FLOW(s, w, ...) \
	{ .kind = KIND_PLAIN, \
	  .style = { .fill = NONE, .stroke = (s), .width_px = (w), .dash_px = { __VA_ARGS__ }, .casing_px = 3, \
	             .second = NONE, .third = NONE } }
#define TEXT(tint, f, px, c) \
	{ .kind = KIND_PLAIN, .tinted = (tint), .style = { .fill = (c), .stroke = NONE, .font = (f), .size_px = (px), .second = NONE, .third = NONE } }
#define GLYPH(k, tint, f, s2, s3) \
	{ .kind = (k), .tinted = (tint), .style = { .fill = (f), .stroke = NONE, .second = (s2), .third = (s3) } }

static const Table light = {
	.ground = WHITE,
	/*
	 * 4.7 : 1 on white and on the pale fills. Told apart by lightness as well as by hue: the closest pair is 11 units of
	 * L*a*b* apart for normal, protanope and deuteranope eyes (Machado, Oliveira and Fernandes 2009).
	 */
	.tints = { PURPLE, 0x3F4DB8u, 0x8A6400u, 0xC92F78u, 0x12233Fu, 0x4A6B6Bu, 0x4C3A0Au, 0x146DB9u },
	.rows = {
		[ER_ROLE_PAGE] = PLAIN(WHITE, NONE, 0),
		[ER_ROLE_FRAME] = PLAIN(NONE, RULE, 1),
		[ER_ROLE_KNOCKOUT] = PLAIN(WHITE, NONE, 0),

		[ER_ROLE_SITE] = BOX(false, 0xF3F4F6u, 0x8A929Bu, 1.5, SOLID),
		[ER_ROLE_CIRCUIT] = BOX(true, WHITE, PURPLE, 2, 9, 5),
		[ER_ROLE_PORT_PAIR] = BOX(true, 0xF7F7FBu, PURPLE, 1.4, SOLID),
		[ER_ROLE_PROVIDER] = BOX(false, 0xFAF6FBu, 0x9A6BA5u, 1.2, SOLID),
		[ER_ROLE_LOCATION] = BOX(false, 0xF3F8FDu, 0x9A6BA5u, 1.2, SOLID),
		[ER_ROLE_REGION] = BOX(false, 0xF5FAFFu, 0x4F93CFu, 1.5, SOLID),
		[ER_ROLE_VNET] = BOX(false, WHITE, AZURE, 2, SOLID),
		[ER_ROLE_HUB] = BOX(false, 0xF7FBFFu, AZURE, 2.4, SOLID),
		[ER_ROLE_SUBNET] = BOX(false, WHITE, STEEL, 1.4, 6, 4),
		[ER_ROLE_ZONE] = BOX(false, NONE, 0x6E8FB0u, 1.2, 2, 3),
		[ER_ROLE_EXTERNAL] = BOX(false, 0xF8F9FAu, STEEL, 1.5, SOLID),
		[ER_ROLE_STACK] = BOX(false, WHITE, AZURE, 1.8, SOLID),
		[ER_ROLE_PILL] = BOX(true, WHITE, PURPLE, 1.2, SOLID),
		[ER_ROLE_CONN_PILL] = BOX(false, WHITE, GREEN, 1.4, SOLID),
		[ER_ROLE_VPN_PILL] = BOX(false, WHITE, MAGENTA, 1.4, SOLID),
		[ER_ROLE_NODE] = BOX(false, WHITE, STEEL, 1.4, SOLID),

		/* second: the hatch at 70 %, the dots at 75 %, mixed into the ground so that no output needs transparency */
		[ER_ROLE_HALO_HIGH] = { .style = { .fill = 0xFBE6ECu, .stroke = FINDING, .width_px = 1, .second = 0xBD526Fu, .third = NONE } },
		[ER_ROLE_HALO_MEDIUM] = { .style = { .fill = 0xFDF1F4u, .stroke = FINDING, .width_px = 1, .dash_px = { 3, 3 },
		                                     .second = 0xBA4A69u, .third = NONE } },
		[ER_ROLE_ADDED] = PLAIN(NONE, ADDED, 2.4),
		[ER_ROLE_REMOVED] = { .style = { .fill = NONE, .stroke = REMOVED, .width_px = 2.4, .dash_px = { 9, 5 }, .second = NONE, .third = NONE } },
		[ER_ROLE_CHANGED] = { .style = { .fill = NONE, .stroke = CHANGED, .width_px = 2.4, .dash_px = { 3, 3 }, .second = NONE, .third = NONE } },
		[ER_ROLE_SIGN_ADDED] = PLAIN(ADDED, WHITE, 1.5),
		[ER_ROLE_SIGN_REMOVED] = PLAIN(REMOVED, WHITE, 1.5),
		[ER_ROLE_SIGN_CHANGED] = PLAIN(CHANGED, WHITE, 1.5),
		[ER_ROLE_BADGE_HIGH] = PLAIN(FINDING, WHITE, 2),
		[ER_ROLE_BADGE_MEDIUM] = PLAIN(WHITE, FINDING, 2),
		[ER_ROLE_HOP_IN] = PLAIN(INWARD, WHITE, 1.5),
		[ER_ROLE_HOP_OUT] = PLAIN(WHITE, BACK, 1.6),

		[ER_ROLE_BAND_ONPREM] = PLAIN(NONE, MUTED, 2),
		[ER_ROLE_BAND_PROVIDER] = PLAIN(NONE, PURPLE, 2),
		[ER_ROLE_BAND_AZURE] = PLAIN(NONE, AZURE, 2),
		[ER_ROLE_LAN] = LINE(false, STEEL, 1.6, SOLID),
		[ER_ROLE_ACCESS] = LINE(false, STEEL, 1.6, SOLID),
		[ER_ROLE_LINK] = LINE(true, PURPLE, 2, SOLID),
		[ER_ROLE_CONNECTION] = LINE(false, GREEN, 1.8, SOLID),
		[ER_ROLE_PEERING] = LINE(false, AZURE, 1.8, SOLID),
		[ER_ROLE_VPN] = LINE(false, MAGENTA, 1.8, 10, 3, 2, 3),
		[ER_ROLE_WAN] = LINE(false, STEEL, 3.2, SOLID),
		[ER_ROLE_GLOBAL_REACH] = LINE(false, PURPLE, 2, 12, 3),
		[ER_ROLE_DOWN] = { .style = { .fill = NONE, .stroke = LOST, .width_px = 1.8, .dash_px = { 7, 5 }, .second = NONE, .third = NONE } },
		[ER_ROLE_TIE] = { .style = { .fill = NONE, .stroke = MUTED, .width_px = 1.4, .dash_px = { 1.5, 3.5 }, .round_cap = true,
		                  .second = NONE, .third = NONE } },
		[ER_ROLE_FLOW_IN] = FLOW(INWARD, 3.2, SOLID),
		[ER_ROLE_FLOW_OUT] = FLOW(BACK, 3.2, 8.3, 4.8),
		[ER_ROLE_FLOW_STANDBY_IN] = FLOW(INWARD, 1.6, 6, 3),
		[ER_ROLE_FLOW_STANDBY_OUT] = FLOW(BACK, 1.6, 9, 3, 2, 3),
		[ER_ROLE_RULE_LINE] = PLAIN(NONE, 0xD3D8DEu, 1),

		[ER_ROLE_HEAD_ONPREM] = PLAIN(MUTED, NONE, 0),
		[ER_ROLE_HEAD_PROVIDER] = PLAIN(PURPLE, NONE, 0),
		[ER_ROLE_HEAD_AZURE] = PLAIN(AZURE, NONE, 0),
		[ER_ROLE_HEAD_IN] = PLAIN(INWARD, NONE, 0),
		[ER_ROLE_HEAD_OUT] = PLAIN(WHITE, BACK, 1.6),

		[ER_ROLE_T_TITLE] = TEXT(false, ER_FONT_SEMIBOLD, 22, INK),
		[ER_ROLE_T_SUBTITLE] = TEXT(false, ER_FONT_REGULAR, 12, MUTED),
		[ER_ROLE_T_BAND_ONPREM] = TEXT(false, ER_FONT_SEMIBOLD_ITALIC, 14, MUTED),
		[ER_ROLE_T_BAND_PROVIDER] = TEXT(false, ER_FONT_SEMIBOLD_ITALIC, 14, PURPLE),
		[ER_ROLE_T_BAND_AZURE] = TEXT(false, ER_FONT_SEMIBOLD_ITALIC, 14, AZURE),
		[ER_ROLE_T_SITE] = TEXT(false, ER_FONT_SEMIBOLD, 14, INK),
		[ER_ROLE_T_CIRCUIT] = TEXT(true, ER_FONT_SEMIBOLD, 14, PURPLE),
		[ER_ROLE_T_CIRCUIT_SMALL] = TEXT(true, ER_FONT_SEMIBOLD, 11, PURPLE),
		[ER_ROLE_T_REGION] = TEXT(false, ER_FONT_SEMIBOLD, 14, AZURE),
		[ER_ROLE_T_VNET] = TEXT(false, ER_FONT_SEMIBOLD, 12, AZURE),
		[ER_ROLE_T_NAME] = TEXT(false, ER_FONT_SEMIBOLD, 11.5, INK),
		[ER_ROLE_T_NOTE] = TEXT(false, ER_FONT_REGULAR, 11, MUTED),
		[ER_ROLE_T_ASSUMED] = TEXT(false, ER_FONT_ITALIC, 11, MUTED),
		[ER_ROLE_T_CONNECTION] = TEXT(false, ER_FONT_SEMIBOLD, 11, GREEN),
		[ER_ROLE_T_VPN] = TEXT(false, ER_FONT_SEMIBOLD, 11, MAGENTA),
		[ER_ROLE_T_FLOW_IN] = TEXT(false, ER_FONT_SEMIBOLD, 11, INWARD),
		[ER_ROLE_T_FLOW_OUT] = TEXT(false, ER_FONT_SEMIBOLD, 11, BACK),
		[ER_ROLE_T_PILL] = TEXT(true, ER_FONT_SEMIBOLD, 11, PURPLE),
		[ER_ROLE_T_HOP_IN] = TEXT(false, ER_FONT_SEMIBOLD, 11, WHITE),
		[ER_ROLE_T_HOP_OUT] = TEXT(false, ER_FONT_SEMIBOLD, 11, BACK),
		[ER_ROLE_T_BADGE_HIGH] = TEXT(false, ER_FONT_SEMIBOLD, 13, WHITE),
		[ER_ROLE_T_BADGE_MEDIUM] = TEXT(false, ER_FONT_SEMIBOLD, 13, FINDING),
		[ER_ROLE_T_SIGN] = TEXT(false, ER_FONT_SEMIBOLD, 13, WHITE),
		[ER_ROLE_T_DOWN] = TEXT(false, ER_FONT_SEMIBOLD, 11, FINDING),
		[ER_ROLE_T_HEADING] = TEXT(false, ER_FONT_SEMIBOLD, 13, INK),
		[ER_ROLE_T_CELL] = TEXT(false, ER_FONT_REGULAR, 11, INK),
		[ER_ROLE_T_CELL_STRONG] = TEXT(false, ER_FONT_SEMIBOLD, 11, INK),
		[ER_ROLE_T_CELL_HEAD] = TEXT(false, ER_FONT_SEMIBOLD, 11, MUTED),
		[ER_ROLE_T_CELL_HIGH] = TEXT(false, ER_FONT_SEMIBOLD, 11, FINDING),
		[ER_ROLE_T_LABEL] = TEXT(false, ER_FONT_REGULAR, 11, MUTED),
		[ER_ROLE_T_BLOCK_TITLE] = TEXT(false, ER_FONT_SEMIBOLD, 13, WHITE),

		[ER_ROLE_TABLE] = PLAIN(NONE, RULE, 1),
		[ER_ROLE_TABLE_HEAD] = PLAIN(0xE8EBEFu, NONE, 0),
		[ER_ROLE_LEGEND] = PLAIN(NONE, RULE, 1),
		[ER_ROLE_BLOCK] = PLAIN(WHITE, RULE, 1),
		[ER_ROLE_BLOCK_HEAD] = PLAIN(INK, NONE, 0),

		/* body, marks on the body, accents: lamps, dots, rings, the paler second instance behind */
		[ER_ROLE_G_CUSTOMER] = GLYPH(KIND_GLYPH, false, SLATE, WHITE, 0xC3CAD1u),
		[ER_ROLE_G_PROVIDER] = GLYPH(KIND_GLYPH, true, PURPLE, WHITE, 0xD9C2DEu),
		[ER_ROLE_G_MICROSOFT] = GLYPH(KIND_GLYPH, false, AZURE, WHITE, 0xBFE3A9u),
		[ER_ROLE_G_ASSUMED] = GLYPH(KIND_GLYPH, true, MUTED, WHITE, 0xC3CAD1u),
		[ER_ROLE_G_GATEWAY] = GLYPH(KIND_GLYPH, false, TEAL, WHITE, 0xB2D3DCu),
		[ER_ROLE_G_VPN] = GLYPH(KIND_GLYPH, false, MAGENTA, WHITE, 0xE1B6D6u),
		[ER_ROLE_G_CIRCUIT] = GLYPH(KIND_LINE_GLYPH, true, PURPLE, WHITE, GREEN),
		[ER_ROLE_G_CONNECTION] = GLYPH(KIND_LINE_GLYPH, false, GREEN, WHITE, GREEN),
		[ER_ROLE_G_VNET] = GLYPH(KIND_LINE_GLYPH, false, AZURE, WHITE, GREEN),
		[ER_ROLE_G_DOWN] = GLYPH(KIND_PLAIN, false, LOST, WHITE, FINDING),
	},
};

static const char *const css_names[ER_ROLE__COUNT] = {
#define CSS(symbol, css) [symbol] = css,
	ER_ROLE_TABLE(CSS)
#undef CSS
};

/* ---- the themes ---- */

/* Of 255: how light a colour seems; the weights of ITU-R BT.709, whole so that every machine rounds alike. */
static int lightness(ErColour c)
{
	return (int)((54 * (c >> 16 & 0xFFu) + 183 * (c >> 8 & 0xFFu) + 19 * (c & 0xFFu)) / 256);
}

/* Dark becomes light and light dark, each with its hue; saturated colours stay below white. */
static ErColour to_dark(ErColour c)
{
	const int channels[] = { c >> 16 & 0xFF, c >> 8 & 0xFF, c & 0xFF };
	int low = MIN(MIN(channels[0], channels[1]), channels[2]), high = MAX(MAX(channels[0], channels[1]), channels[2]);
	int own = lightness(c), room = 233 - MIN(high - low, 128) * 50 / 128;
	int wanted = 22 + room * (255 * 255 - own * own) / (255 * 255);
	ErColour out = 0;

	for (int i = 0; i < 3; i++)
		out = out << 8 | (ErColour)CLAMP(channels[i] - own + wanted, 0, 255);
	return out;
}

/* Grey as light as the colour; pale fills become paper, which takes no ink. */
static ErColour to_print(ErColour c)
{
	int own = lightness(c), grey = own >= 235 ? 255 : own >= 200 ? own : own * 4 / 5;

	return (ErColour)grey << 16 | (ErColour)grey << 8 | (ErColour)grey;
}

/* Directions orange and blue, findings violet, connections slate: apart for protanopes, deuteranopes and tritanopes. */
static ErColour to_colour_blind(ErColour c)
{
	static const struct { ErColour from, to; } changes[] = { { BACK, 0x0046A0u }, { GREEN, SLATE }, { FINDING, 0x7A1FA2u }, { ADDED, 0x00589Eu } };

	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++)
		if (c == changes[i].from)
			return changes[i].to;
	return c;
}

static const ErTheme themes[] = {
	{ .name = "light" }, { .name = "dark", .change = to_dark }, { .name = "print", .change = to_print }, { .name = "colour-blind", .change = to_colour_blind },
	{ .name = "auto", .follows = true },
};

const ErTheme *er_theme_light(void)
{
	return &themes[0];
}

const ErTheme *er_theme_at(uint32_t i)
{
	return i < G_N_ELEMENTS(themes) ? &themes[i] : NULL;
}

const char *er_theme_name(const ErTheme *theme)
{
	return theme->name;
}

const ErTheme *er_theme_by_night(const ErTheme *theme)
{
	return theme->follows ? er_theme_named("dark") : NULL;
}

const ErTheme *er_theme_named(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(themes); i++)
		if (g_ascii_strcasecmp(themes[i].name, name) == 0)
			return &themes[i];
	return NULL;
}

const char *er_role_css(ErRole role)
{
	g_assert(role < ER_ROLE__COUNT);
	return css_names[role];
}

/* @percent of @over on @ground, channel by channel; integers, so every machine rounds alike. */
static ErColour mix(ErColour over, ErColour ground, uint32_t percent)
{
	ErColour mixed = 0;

	if (over == NONE)
		return NONE;
	for (unsigned shift = 0; shift <= 16; shift += 8) {
		uint32_t a = over >> shift & 0xFFu, b = ground >> shift & 0xFFu;

		mixed |= (a * percent + b * (100 - percent) + 50) / 100 << shift;
	}
	return mixed;
}

static void set_dash(ErStyle *style, double on_px, double off_px)
{
	style->dash_px[0] = on_px;
	style->dash_px[1] = off_px;
	style->dash_px[2] = style->dash_px[3] = 0;
}

ErTheme *er_theme_new(const ErTheme *base)
{
	ErTheme *theme = g_new(ErTheme, 1);

	*theme = *base;
	theme->own = true;
	for (size_t i = 0; !base->own && i < G_N_ELEMENTS(palette); i++)
		theme->colours[i] = palette[i].colour;
	return theme;
}

void er_theme_free(ErTheme *theme)
{
	g_free(theme);
}

const char *er_theme_colour(uint32_t i)
{
	for (size_t k = 0; k < G_N_ELEMENTS(palette); k++)
		if (palette[k].name != NULL && i-- == 0)
			return palette[k].name;
	return NULL;
}

/* What the user made of a colour of the table. */
static ErColour own_colour(const ErTheme *theme, ErColour colour)
{
	for (size_t i = 0; theme->own && i < G_N_ELEMENTS(palette); i++)
		if (palette[i].colour == colour)
			return theme->colours[i];
	return colour;
}

/* The pale colours lie between theirs and the page: they are mixed anew when either changes. */
bool er_theme_set(ErTheme *theme, const char *name, ErColour colour)
{
	bool found = false;

	for (size_t i = 0, of = 0; i < G_N_ELEMENTS(palette); i++) {
		bool here = palette[i].name != NULL && strcmp(palette[i].name, name) == 0;
		of = palette[i].name != NULL ? i : of;
		found |= here;
		if (here)
			theme->colours[i] = colour;
		if (palette[i].name != NULL)
			continue;
		bool kept = theme->colours[of] == palette[of].colour && theme->colours[0] == palette[0].colour;
		theme->colours[i] = kept ? palette[i].colour : mix(theme->colours[of], theme->colours[0], palette[i].percent);
	}
	return found;
}

/* A text and a glyph carry their colour as fill, boxes and lines as stroke; the pale parts of a glyph follow it. */
static void apply_tint(ErStyle *style, Kind kind, ErColour tint, ErColour ground)
{
	if (style->stroke != NONE)
		style->stroke = tint;
	else
		style->fill = tint;
	if (kind == KIND_GLYPH)
		style->third = mix(tint, ground, 32);
}

static void make_hollow(ErStyle *style, ErColour ground)
{
	ErColour colour = style->fill;

	style->fill = ground;
	style->stroke = style->second = colour;
	style->third = mix(colour, ground, 45);
	style->width_px = 1.8;
	set_dash(style, 5, 3);
}

static void apply_assumed(ErStyle *style, Kind kind, ErColour ground)
{
	switch (kind) {
	case KIND_BOX:
		style->stroke = mix(style->stroke, ground, 75);
		set_dash(style, 4, 3);
		break;
	case KIND_LINE:
		set_dash(style, 4, 3);
		break;
	case KIND_GLYPH:
		make_hollow(style, ground);
		break;
	case KIND_LINE_GLYPH: /* has no body to empty: paler, still 3 : 1 on white */
		style->fill = mix(style->fill, ground, 80);
		style->third = mix(style->third, ground, 80);
		break;
	case KIND_PLAIN:
		break;
	}
}

ErStyle er_theme_style(const ErTheme *theme, ErRole role, uint8_t tint, bool assumed)
{
	g_assert(role < ER_ROLE__COUNT);
	const Row *row = &light.rows[role];
	ErStyle style = row->style;
	ErColour *const colours[] = { &style.fill, &style.stroke, &style.second, &style.third };

	ErColour ground = own_colour(theme, light.ground);

	for (size_t i = 0; i < G_N_ELEMENTS(colours); i++)
		*colours[i] = own_colour(theme, *colours[i]);
	if (row->tinted && tint > 0)
		apply_tint(&style, row->kind, own_colour(theme, light.tints[(tint - 1u) % N_TINTS]), ground);
	if (assumed || role == ER_ROLE_G_ASSUMED)
		apply_assumed(&style, row->kind, ground);
	for (size_t i = 0; theme->change != NULL && i < G_N_ELEMENTS(colours); i++)
		if (*colours[i] != NONE)
			*colours[i] = theme->change(*colours[i]);
	return style;
}
