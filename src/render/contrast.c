/* contrast.c: which text stands on which fill, and how well it can be read there. */
#include "backend.h"

#include <math.h>

static double linear(uint32_t channel)
{
	double c = channel / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
double er_luminance(ErColour c)
{
	return 0.2126 * linear(c >> 16 & 0xFFu) + 0.7152 * linear(c >> 8 & 0xFFu) + 0.0722 * linear(c & 0xFFu);
}

/* https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
double er_contrast(ErColour a, ErColour b)
{
	double x = er_luminance(a), y = er_luminance(b);

	return (MAX(x, y) + 0.05) / (MIN(x, y) + 0.05);
}

/* On which fills a text stands; ER_ROLE__COUNT ends the list. White is the page. */
#define ANY_BOX ER_ROLE_PAGE, ER_ROLE_SITE, ER_ROLE_PORT_PAIR, ER_ROLE_PROVIDER, ER_ROLE_LOCATION, ER_ROLE_REGION, ER_ROLE_VNET, \
	ER_ROLE_HUB, ER_ROLE_SUBNET, ER_ROLE_EXTERNAL, ER_ROLE_STACK, ER_ROLE_NODE, ER_ROLE__COUNT
static const ErTextGrounds grounds[] = {
	{ ER_ROLE_T_TITLE, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_SUBTITLE, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BAND_ONPREM, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BAND_PROVIDER, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BAND_AZURE, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_SITE, { ER_ROLE_PAGE, ER_ROLE_SITE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CIRCUIT, { ER_ROLE_PAGE, ER_ROLE_CIRCUIT, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CIRCUIT_SMALL, { ER_ROLE_PAGE, ER_ROLE_CIRCUIT, ER_ROLE_PROVIDER, ER_ROLE_LOCATION, ER_ROLE_PORT_PAIR, ER_ROLE__COUNT } },
	{ ER_ROLE_T_REGION, { ER_ROLE_PAGE, ER_ROLE_REGION, ER_ROLE__COUNT } },
	{ ER_ROLE_T_VNET, { ER_ROLE_PAGE, ER_ROLE_REGION, ER_ROLE_VNET, ER_ROLE_HUB, ER_ROLE_STACK, ER_ROLE__COUNT } },
	{ ER_ROLE_T_NAME, { ANY_BOX } },
	{ ER_ROLE_T_NOTE, { ANY_BOX } },
	{ ER_ROLE_T_ASSUMED, { ANY_BOX } },
	{ ER_ROLE_T_CONNECTION, { ER_ROLE_PAGE, ER_ROLE_CONN_PILL, ER_ROLE_REGION, ER_ROLE__COUNT } },
	{ ER_ROLE_T_VPN, { ER_ROLE_PAGE, ER_ROLE_VPN_PILL, ER_ROLE__COUNT } },
	{ ER_ROLE_T_FLOW_IN, { ANY_BOX } },
	{ ER_ROLE_T_FLOW_OUT, { ANY_BOX } },
	{ ER_ROLE_T_PILL, { ER_ROLE_PAGE, ER_ROLE_PILL, ER_ROLE__COUNT } },
	{ ER_ROLE_T_HOP_IN, { ER_ROLE_HOP_IN, ER_ROLE__COUNT } },
	{ ER_ROLE_T_HOP_OUT, { ER_ROLE_HOP_OUT, ER_ROLE__COUNT } },
	{ ER_ROLE_T_SIGN, { ER_ROLE_SIGN_ADDED, ER_ROLE_SIGN_REMOVED, ER_ROLE_SIGN_CHANGED, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BADGE_HIGH, { ER_ROLE_BADGE_HIGH, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BADGE_MEDIUM, { ER_ROLE_BADGE_MEDIUM, ER_ROLE__COUNT } },
	{ ER_ROLE_T_DOWN, { ANY_BOX } },
	{ ER_ROLE_T_HEADING, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL, { ER_ROLE_PAGE, ER_ROLE_TABLE_HEAD, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL_STRONG, { ER_ROLE_PAGE, ER_ROLE_BLOCK, ER_ROLE_TABLE_HEAD, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL_HEAD, { ER_ROLE_PAGE, ER_ROLE_TABLE_HEAD, ER_ROLE__COUNT } },
	{ ER_ROLE_T_CELL_HIGH, { ER_ROLE_PAGE, ER_ROLE__COUNT } },
	{ ER_ROLE_T_LABEL, { ER_ROLE_PAGE, ER_ROLE_BLOCK, ER_ROLE__COUNT } },
	{ ER_ROLE_T_BLOCK_TITLE, { ER_ROLE_BLOCK_HEAD, ER_ROLE__COUNT } },
};

const ErTextGrounds *er_text_grounds(uint32_t *n)
{
	*n = G_N_ELEMENTS(grounds);
	return grounds;
}
