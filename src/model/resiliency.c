/*
 * Microsoft's Resiliency Index, estimated: score = R · M · h + Z + A, from 0 to 100, for an ExpressRoute gateway of a VNet.
 *
 * R routes: 20 over two peering locations, 10 over Metro circuits of one, 5 over one location; 0 without a usable path, and 0 for the
 * latter two when a link is down. M validation: how long ago the last failover test was, ×4 down to ×1; a half (h) when only one of the
 * two locations was tested. Validation needs two locations and does not exist for Metro. Z zones by SKU. A advisor: 10 less
 * deductions that are not published. Which age counts when two locations were tested on different days is not published either: the
 * older one is taken. What the inputs do not tell widens the range; nothing is filled in.
 */
#include <erscope/resiliency.h>

#include <erscope/site.h>
#include <erscope/text.h>

#include "rules/rules.h"

#include <string.h>

typedef struct {
	const ErNetwork *net;
	const ErGateway *gateway;
	uint32_t index;
	const char *as_of;
	GPtrArray *locations;      /* of usable circuits, borrowed names, each once */
	bool metro, external, link_down, any;
} Subject;

static ErTermValue range(double low, double high, const char *format, ...) G_GNUC_PRINTF(3, 4);

static ErTermValue range(double low, double high, const char *format, ...)
{
	va_list args;
	ErTermValue value = { low, high, NULL };

	va_start(args, format);
	value.because = g_strdup_vprintf(format, args);
	va_end(args);
	return value;
}

/* ---- routes ---- */

static bool has_location(const Subject *subject, const char *location)
{
	for (guint i = 0; i < subject->locations->len; i++)
		if (g_ascii_strcasecmp(subject->locations->pdata[i], location) == 0)
			return true;
	return false;
}

static void look_at_circuits(Subject *subject)
{
	const ErNetwork *net = subject->net;

	subject->metro = true;
	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
		if (connection->gateway != subject->index)
			continue;
		if (circuit->external || *circuit->peering_location == '\0') {
			subject->external = true;
			continue;
		}
		if (!er_connection_usable(net, connection))
			continue;
		subject->any = true;
		subject->metro = subject->metro && circuit->metro;
		for (ErSide side = ER_PRIMARY; side <= ER_SECONDARY; side++)
			subject->link_down = subject->link_down || circuit->session[side] == ER_NONE || !er_network_component(net, circuit->session[side])->up ||
			                     !er_network_component(net, circuit->link[side])->up;
		if (!has_location(subject, circuit->peering_location))
			g_ptr_array_add(subject->locations, (char *)circuit->peering_location);
	}
}

static ErTermValue routes(const Subject *subject)
{
	const char *first = subject->locations->len > 0 ? subject->locations->pdata[0] : "";

	if (subject->locations->len >= 2)
		return range(20, 20, "routes over two peering locations: %s and %s", first, (char *)subject->locations->pdata[1]);
	double now = !subject->any || subject->link_down ? 0 : subject->metro ? 10 : 5;
	if (subject->external)
		return range(now, 20, "a connected circuit is not in the input: its peering location is not known");
	if (!subject->any)
		return range(0, 0, "no usable path");
	if (subject->link_down)
		return range(0, 0, "one peering location (%s), and one of its links is not up", first);
	return range(now, now, "one %speering location: %s", subject->metro ? "Metro " : "", first);
}

/* ---- validation ---- */

/* The newer of @age and the test of @day, in days before the report; a test of the future says nothing. */
static int newer(const Subject *subject, int age, const char *day)
{
	int days;

	if (day == NULL || !er_text_days_between(day, subject->as_of, &days))
		return age;
	return days >= 0 && (age < 0 || days < age) ? days : age;
}

static int age_by_capture(const Subject *subject, const char *location, int age)
{
	const ErResource *res = er_network_component(subject->net, subject->gateway->self)->resource;
	const ErValue *tests = res != NULL ? er_value_get(&res->body, ER_CAPTURES ".failoverTests") : NULL;

	for (uint32_t i = 0; tests != NULL && tests->kind == ER_VALUE_ARRAY && i < tests->n; i++) {
		const char *where = er_value_text(&tests->u.items[i], "peeringLocation"), *status = er_value_text(&tests->u.items[i], "status");
		if (where != NULL && g_ascii_strcasecmp(where, location) == 0 && status != NULL && g_ascii_strcasecmp(status, "Completed") == 0)
			age = newer(subject, age, er_value_text(&tests->u.items[i], "endTime"));
	}
	return age;
}

static bool is_at(const Subject *subject, const ErSiteCircuit *said, const char *location)
{
	const ErNetwork *net = subject->net;

	for (uint32_t i = 0; i < er_network_n_connections(net); i++) {
		const ErConnection *connection = er_network_connection(net, i);
		const ErCircuit *circuit = er_network_circuit(net, connection->circuit);
		const ErComponent *self = er_network_component(net, circuit->self);
		if (connection->gateway == subject->index && g_ascii_strcasecmp(circuit->peering_location, location) == 0 &&
		    (g_ascii_strcasecmp(self->name, said->name) == 0 || g_ascii_strcasecmp(self->id, said->name) == 0))
			return true;
	}
	return false;
}

static int age_by_site(const Subject *subject, const char *location, int age)
{
	const ErEstate *estate = er_network_estate(subject->net);

	for (uint32_t s = 0; estate != NULL && s < er_estate_n_sites(estate); s++) {
		const ErSiteRecord *site = er_estate_site(estate, s);
		for (uint32_t i = 0; i < site->n_circuits; i++)
			if (is_at(subject, &site->circuits[i], location))
				age = newer(subject, age, *site->circuits[i].last_failover_test != '\0' ? site->circuits[i].last_failover_test : site->last_failover_test);
	}
	return age;
}

static double multiplier(int days)
{
	return days <= 30 ? 4 : days <= 60 ? 3 : days <= 90 ? 2 : 1;
}

static bool tests_are_known(const Subject *subject)
{
	const ErResource *res = er_network_component(subject->net, subject->gateway->self)->resource;

	return res != NULL && er_value_get(&res->body, ER_CAPTURES ".failoverTests") != NULL;
}

static void validation(const Subject *subject, ErTermValue *multiple, ErTermValue *tested)
{
	int oldest = -1;
	guint n = 0;

	if (subject->locations->len < 2) {
		*multiple = range(1, subject->external ? 4 : 1, subject->external ? "how many locations there are to test is not known" : "validation needs two peering locations");
		*tested = range(1, 1, "nothing to halve");
		return;
	}
	for (guint i = 0; i < subject->locations->len; i++) {
		int age = age_by_site(subject, subject->locations->pdata[i], age_by_capture(subject, subject->locations->pdata[i], -1));
		n += age >= 0;
		oldest = MAX(oldest, age);
	}
	if (n > 0)
		*multiple = range(multiplier(oldest), multiplier(oldest), "the oldest of the last tests was %d days ago", oldest);
	else if (tests_are_known(subject))
		*multiple = range(1, 1, "no completed test is among those captured");
	else
		*multiple = range(1, 4, "whether a failover was ever tested is not known");
	bool half = n > 0 && n < MIN(subject->locations->len, 2);
	/* A test that nobody declared may be among those of a capture that is not there. */
	*tested = half ? range(0.5, tests_are_known(subject) ? 0.5 : 1, "a test of only one of the locations is known") : range(1, 1, n > 0 ? "both locations were tested" : "nothing to halve");
}

/* ---- zones, advisor ---- */

static ErTermValue zones(const ErGateway *gateway)
{
	const char *sku = gateway->sku;

	if (*sku == '\0')
		return range(0, 10, "the SKU is not told");
	if (g_ascii_strcasecmp(sku, "Standard") == 0 || g_ascii_strcasecmp(sku, "HighPerformance") == 0 || g_ascii_strcasecmp(sku, "Basic") == 0)
		return range(0, 0, "SKU %s", sku);
	if (g_ascii_strcasecmp(sku, "UltraPerformance") == 0)
		return range(2, 2, "SKU %s", sku);
	if (!gateway->az_sku)
		return range(0, 10, "SKU %s is not in the published table", sku);
	bool scale = g_ascii_strcasecmp(sku, "ErGwScale") == 0;
	if (scale && gateway->scale_units > 0)
		return gateway->scale_units <= 2 ? range(8, 8, "ErGwScale with at least %u scale units: up to four instances", gateway->scale_units)
		                                 : range(10, 10, "ErGwScale with at least %u scale units", gateway->scale_units);
	if (scale || gateway->zones == ER_ZONES_UNKNOWN || gateway->zones == ER_ZONES_NO_REGION)
		return range(8, 10, "SKU %s; %s", sku, scale ? "its scale units are not told" : "whether it spans zones is not known");
	return gateway->zones == ER_ZONES_REDUNDANT ? range(10, 10, "SKU %s, zone-redundant", sku) : range(8, 8, "SKU %s in one zone", sku);
}

/* ---- the sum ---- */

static void sum_up(const ErTermValue *term, double *low, double *high)
{
	*low = term[ER_TERM_ROUTES].low * term[ER_TERM_VALIDATION].low * term[ER_TERM_TESTED].low + term[ER_TERM_ZONES].low + term[ER_TERM_ADVISOR].low;
	*high = term[ER_TERM_ROUTES].high * term[ER_TERM_VALIDATION].high * term[ER_TERM_TESTED].high + term[ER_TERM_ZONES].high + term[ER_TERM_ADVISOR].high;
}

/* What the score gains when terms from @first to @last reach their best. */
static void add_gain(ErIndex *index, ErTerm first, ErTerm last, const char *what)
{
	static const double best[] = { 20, 4, 1, 10, 10 };
	ErTermValue better[ER_TERM__COUNT];
	double low, high;

	memcpy(better, index->term, sizeof better);
	for (ErTerm term = first; term <= last; term++)
		better[term].low = better[term].high = best[term];
	sum_up(better, &low, &high);
	ErGain gain = { what, MIN(low - index->low, high - index->high), MAX(low - index->low, high - index->high) };
	if (gain.high <= 0)
		return;
	uint32_t at = index->n_gains++;
	for (; at > 0 && index->gain[at - 1].high < gain.high; at--)
		index->gain[at] = index->gain[at - 1];
	index->gain[at] = gain;
}

static ErIndex index_of(const ErNetwork *net, uint32_t gateway, const char *as_of)
{
	Subject subject = { .net = net, .gateway = er_network_gateway(net, gateway), .index = gateway, .as_of = as_of, .locations = g_ptr_array_new() };
	const ErResource *res = er_network_component(net, subject.gateway->self)->resource;
	const ErValue *score = res != NULL ? er_value_get(&res->body, ER_CAPTURES ".resiliencyInformation.overallScore") : NULL;
	ErIndex index = { .gateway = gateway };

	look_at_circuits(&subject);
	index.term[ER_TERM_ROUTES] = routes(&subject);
	validation(&subject, &index.term[ER_TERM_VALIDATION], &index.term[ER_TERM_TESTED]);
	index.term[ER_TERM_ZONES] = zones(subject.gateway);
	index.term[ER_TERM_ADVISOR] = range(0, 10, "open Advisor recommendations are not in the input, and their deductions are not published");
	sum_up(index.term, &index.low, &index.high);
	if (score != NULL && (score->kind == ER_VALUE_STRING || score->kind == ER_VALUE_NUMBER))
		index.captured = score->u.text;
	index.computed = res != NULL ? er_value_text(&res->body, ER_CAPTURES ".resiliencyInformation.lastComputedTime") : NULL;
	if (subject.locations->len < 2) {
		add_gain(&index, ER_TERM_ROUTES, ER_TERM_ROUTES, "a circuit in a second peering location");
		add_gain(&index, ER_TERM_ROUTES, ER_TERM_TESTED, "a circuit in a second peering location, and a failover test of both every 30 days");
	} else {
		add_gain(&index, ER_TERM_VALIDATION, ER_TERM_TESTED, "a failover test of both peering locations every 30 days");
	}
	add_gain(&index, ER_TERM_ZONES, ER_TERM_ZONES, "a zone-redundant gateway");
	g_ptr_array_free(subject.locations, TRUE);
	return index;
}

static void clear_index(void *data)
{
	ErIndex *index = data;

	for (ErTerm term = 0; term < ER_TERM__COUNT; term++)
		g_free(index->term[term].because);
}

GArray *er_resiliency_index(const ErNetwork *net, const char *as_of)
{
	GArray *out = g_array_new(FALSE, TRUE, sizeof(ErIndex));

	g_array_set_clear_func(out, clear_index);
	for (uint32_t i = 0; i < er_network_n_gateways(net); i++) {
		const ErGateway *gateway = er_network_gateway(net, i);
		if (gateway->hub != ER_NONE || er_network_component(net, gateway->self)->external)
			continue;
		ErIndex index = index_of(net, i, as_of);
		g_array_append_val(out, index);
	}
	return out;
}

const char *er_term_name(ErTerm term)
{
	static const char *const names[] = { "routes", "validation", "tested", "zones", "advisor" };

	return names[term];
}
