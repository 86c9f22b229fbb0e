/* The site description, XML or JSON by its first character; what was read must keep the promises of site.h. */
#include "fuzz.h"

#include <erscope/site.h>

static void check_text(const char *text)
{
	fuzz_check_text(text, strlen(text));
}

static void check_site(const ErSiteRecord *site)
{
	check_text(site->id);
	check_text(site->name);
	g_assert(*site->id != '\0');
	for (uint32_t i = 0; i < site->n_prefixes; i++)
		check_text(site->prefixes[i].cidr);
	for (uint32_t i = 0; i < site->n_routers; i++)
		for (uint32_t k = 0; k < i; k++)
			g_assert(strcmp(site->routers[i].id, site->routers[k].id) != 0);
	for (uint32_t i = 0; i < site->n_circuits; i++) {
		const ErSiteCircuit *circuit = &site->circuits[i];
		check_text(circuit->name);
		for (uint32_t k = 0; k < circuit->n_links; k++) {
			bool known = *circuit->links[k].router == '\0';
			for (uint32_t r = 0; r < site->n_routers; r++)
				known = known || strcmp(site->routers[r].id, circuit->links[k].router) == 0;
			g_assert(circuit->links[k].side < 2 && known);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(ErDiags) diags = er_diags_new();
	g_autoptr(ErEstate) estate = er_estate_parse((const char *)data, size, "fuzz", diags);

	for (uint32_t i = 0; i < er_estate_n_sites(estate); i++) {
		check_site(er_estate_site(estate, i));
		g_assert(i == 0 || strcmp(er_estate_site(estate, i - 1)->id, er_estate_site(estate, i)->id) < 0);
	}
	for (uint32_t i = 0; i < er_estate_n_wans(estate); i++)
		g_assert(er_estate_wan(estate, i)->n_sites >= 2);
	for (uint32_t i = 0; i < er_estate_n_services(estate); i++)
		for (uint32_t k = 0; k < er_estate_service(estate, i)->n_vnets; k++)
			check_text(er_estate_service(estate, i)->vnets[k]);
	for (uint32_t i = 0; i < er_estate_n_availabilities(estate); i++)
		g_assert(er_estate_availability(estate, i)->value > 0 && er_estate_availability(estate, i)->value <= 100);
	fuzz_check_diags(diags);
	return 0;
}
