/* Address ranges as 128 bits: IPv4 stands in the last four bytes (RFC 4291, 2.5.5.2), so that one comparison serves both families. */
#include <erscope/prefix.h>

#include <arpa/inet.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { V4_OFFSET = 96, BITS = 128 };

static void clear_host_bits(ErPrefix *prefix)
{
	for (unsigned i = 0; i < sizeof prefix->bytes; i++) {
		unsigned kept = prefix->length > i * 8 ? MIN(prefix->length - i * 8, 8u) : 0;
		prefix->bytes[i] &= (uint8_t)(0xff00u >> kept);
	}
}

bool er_prefix_parse(const char *text, ErPrefix *out)
{
	const char *slash = text != NULL ? strchr(text, '/') : NULL;
	g_autofree char *address = slash != NULL ? g_strndup(text, (gsize)(slash - text)) : g_strdup(text);
	unsigned long length = BITS;
	char *end;

	memset(out, 0, sizeof *out);
	if (address == NULL)
		return false;
	g_strstrip(address);
	if (inet_pton(AF_INET, address, out->bytes + 12) == 1)
		out->v4 = true;
	else if (inet_pton(AF_INET6, address, out->bytes) != 1)
		return false;
	if (slash != NULL) {
		if (!g_ascii_isdigit(slash[1]))
			return false;
		length = strtoul(slash + 1, &end, 10);
		if (*end != '\0' || length > (out->v4 ? BITS - V4_OFFSET : BITS))
			return false;
		length += out->v4 ? V4_OFFSET : 0;
	}
	out->length = (uint8_t)length;
	clear_host_bits(out);
	return true;
}

bool er_prefix_covers(const ErPrefix *outer, const ErPrefix *inner)
{
	if (outer->v4 != inner->v4 || outer->length > inner->length)
		return false;
	ErPrefix shortened = *inner;
	shortened.length = outer->length;
	clear_host_bits(&shortened);
	return memcmp(shortened.bytes, outer->bytes, sizeof shortened.bytes) == 0;
}

bool er_prefix_equal(const ErPrefix *a, const ErPrefix *b)
{
	return a->length == b->length && er_prefix_covers(a, b);
}

bool er_prefix_is_private(const ErPrefix *prefix)
{
	static const char *const ranges[] = { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10" };
	ErPrefix range;

	for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++)
		if (er_prefix_parse(ranges[i], &range) && er_prefix_covers(&range, prefix))
			return true;
	return false;
}

char *er_prefix_text(const ErPrefix *prefix)
{
	char shown[INET6_ADDRSTRLEN];

	inet_ntop(prefix->v4 ? AF_INET : AF_INET6, prefix->bytes + (prefix->v4 ? 12 : 0), shown, sizeof shown);
	return g_strdup_printf("%s/%u", shown, prefix->length - (prefix->v4 ? V4_OFFSET : 0u));
}
