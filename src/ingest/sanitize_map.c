/*
 * Stand-ins. Names are numbered in their own order within a class, and padded to one width, so that what was sorted by name stays sorted.
 *
 * Addresses go through a prefix-preserving permutation (Xu, Fan, Ammar, Moon: "Prefix-Preserving IP Address Anonymization", ICNP 2002):
 * bit i is flipped by a bit of HMAC-SHA-256 over the i bits before it, so that two addresses share exactly as many leading bits as
 * before, and a range holds exactly what it held. The first octet, the last four bits and the bits behind a prefix stay; no bit on the
 * way to a special range is flipped, so that ranges of RFC 1918 and the like keep what is theirs. The key hangs on the content.
 *
 * AS numbers are numbered within their class: private of 16 bits, private of 32, public (into those for documentation of RFC 5398
 * and the reserved ones behind); those that Azure or a registry reserves stay.
 */
#include "sanitize_map.h"

#include "digest.h"

#include <arpa/inet.h>
#include <nettle/hmac.h>

#include <stdlib.h>
#include <string.h>

typedef struct { const char *name; ErCase by; GHashTable *stand_ins; } Class;   /* key → stand-in; before closing key → key */

struct ErStandIns {
	GStringChunk *strings;
	GHashTable *classes;       /* name → Class */
	GHashTable *known;         /* lower case → stand-in */
	GHashTable *numbers;       /* AS number → stand-in */
	GHashTable *addresses;     /* text → stand-in */
	GHashTable *made;          /* answers, by pointer */
	uint8_t key[SHA256_DIGEST_SIZE];
	struct hmac_sha256_ctx keyed; /* with the key set */
	bool closed;
};

static void free_class(void *data)
{
	Class *class = data;

	g_hash_table_destroy(class->stand_ins);
	g_free(class);
}

ErStandIns *er_stand_ins_new(const char *secret)
{
	ErStandIns *map = g_new0(ErStandIns, 1);
	struct sha256_ctx sum;

	map->strings = g_string_chunk_new(4096);
	map->classes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_class);
	map->known = g_hash_table_new(g_str_hash, g_str_equal);
	map->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	map->addresses = g_hash_table_new(g_str_hash, g_str_equal);
	map->made = g_hash_table_new(NULL, NULL);
	sha256_init(&sum);
	sha256_update(&sum, strlen(secret), (const uint8_t *)secret);
	sha256_digest(&sum, sizeof map->key, map->key);
	hmac_sha256_set_key(&map->keyed, sizeof map->key, map->key);
	return map;
}

void er_stand_ins_free(ErStandIns *map)
{
	if (map == NULL)
		return;
	g_hash_table_destroy(map->classes);
	g_hash_table_destroy(map->known);
	g_hash_table_destroy(map->numbers);
	g_hash_table_destroy(map->addresses);
	g_hash_table_destroy(map->made);
	g_string_chunk_free(map->strings);
	g_free(map);
}

bool er_stand_ins_closed(const ErStandIns *map)
{
	return map->closed;
}

const char *er_stand_ins_keep(ErStandIns *map, const char *text)
{
	const char *own = g_string_chunk_insert_const(map->strings, text);

	if (map->closed)
		g_hash_table_add(map->made, (char *)own);
	return own;
}

bool er_stand_ins_made(const ErStandIns *map, const char *answer)
{
	return g_hash_table_contains(map->made, answer);
}

void er_stand_ins_hash(const ErStandIns *map, char hex[65])
{
	struct sha256_ctx sum;

	sha256_init(&sum);
	sha256_update(&sum, sizeof map->key, map->key);
	sha256_update(&sum, strlen(hex), (const uint8_t *)hex);
	er_digest_hex(&sum, hex);
}

/* ---- names ---- */

const char *er_stand_in(ErStandIns *map, const char *name, ErCase by, const char *text)
{
	Class *class = g_hash_table_lookup(map->classes, name);
	g_autofree char *key = by == ER_ANY_CASE ? g_ascii_strdown(text, -1) : g_strdup(text);

	if (map->closed) {
		const char *found = class != NULL ? g_hash_table_lookup(class->stand_ins, key) : NULL;
		return er_stand_ins_keep(map, found != NULL ? found : "withheld");
	}
	if (class == NULL) {
		class = g_new(Class, 1);
		*class = (Class){ er_stand_ins_keep(map, name), by, g_hash_table_new(g_str_hash, g_str_equal) };
		g_hash_table_insert(map->classes, (char *)class->name, class);
	}
	const char *own = er_stand_ins_keep(map, key);
	g_hash_table_insert(class->stand_ins, (char *)own, (char *)own);
	return text;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keys of @table in their order. (transfer container) */
static GPtrArray *sorted_keys(GHashTable *table, int (*order)(const void *a, const void *b))
{
	GPtrArray *keys = g_ptr_array_new();
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		g_ptr_array_add(keys, key);
	g_ptr_array_sort(keys, order);
	return keys;
}

static unsigned digits_of(guint n)
{
	unsigned digits = 1;

	for (; n >= 10; n /= 10)
		digits++;
	return digits;
}

static void number_class(ErStandIns *map, const Class *class)
{
	g_autoptr(GPtrArray) keys = sorted_keys(class->stand_ins, by_text);
	int width = (int)MAX(digits_of(keys->len), 2u);

	for (guint i = 0; i < keys->len; i++) {
		g_autofree char *text = strcmp(class->name, "subscription") == 0 ? g_strdup_printf("00000000-0000-0000-0000-%012u", i + 1)
		                                                                  : g_strdup_printf("%s-%0*u", class->name, width, i + 1);
		g_hash_table_insert(class->stand_ins, keys->pdata[i], (char *)er_stand_ins_keep(map, text));
	}
}

/* A name of several classes means the first of these, then the first by the class's name. */
static void learn_known(ErStandIns *map, const Class *class)
{
	GHashTableIter iter;
	gpointer key, value;

	if (strcmp(class->name, "text") == 0 || g_str_has_prefix(class->name, "tag-") || g_str_has_prefix(class->name, "value-"))
		return;
	g_hash_table_iter_init(&iter, class->stand_ins);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		g_autofree char *lower = g_ascii_strdown(key, -1);
		if (!g_hash_table_contains(map->known, lower))
			g_hash_table_insert(map->known, (char *)er_stand_ins_keep(map, lower), value);
	}
}

static void number_asns(ErStandIns *map);

void er_stand_ins_close(ErStandIns *map)
{
	static const char *const first[] = { "circuit", "gateway", "port", "vnet", "connection", "site" };
	g_autoptr(GPtrArray) names = sorted_keys(map->classes, by_text);

	for (guint i = 0; i < names->len; i++)
		number_class(map, g_hash_table_lookup(map->classes, names->pdata[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
		if (g_hash_table_contains(map->classes, first[i]))
			learn_known(map, g_hash_table_lookup(map->classes, first[i]));
	for (guint i = 0; i < names->len; i++)
		learn_known(map, g_hash_table_lookup(map->classes, names->pdata[i]));
	number_asns(map);
	map->closed = true;
}

const char *er_stand_in_known(const ErStandIns *map, const char *text)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);

	return g_hash_table_lookup(map->known, lower);
}

/* ---- AS numbers ---- */

typedef enum { AS_RESERVED, AS_PRIVATE_16, AS_PRIVATE_32, AS_PUBLIC, AS_CLASSES } AsClass;

/* RFC 6996, 5398, 7300; https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq (reserved by Azure). */
static AsClass class_of_asn(uint64_t asn)
{
	static const uint32_t reserved[] = { 0, 8074, 8075, 12076, 23456, 65535, UINT32_MAX };

	for (size_t i = 0; i < G_N_ELEMENTS(reserved); i++)
		if (asn == reserved[i])
			return AS_RESERVED;
	if (asn >= 65515 && asn <= 65520)
		return AS_RESERVED;
	return asn >= 64496 && asn <= 65534 ? AS_PRIVATE_16 : asn >= 4200000000u ? AS_PRIVATE_32 : AS_PUBLIC;
}

static bool parse_asn(const char *text, uint64_t *asn)
{
	return g_ascii_string_to_unsigned(text, 10, 0, UINT32_MAX, asn, NULL);
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = g_ascii_strtoull(*(const char *const *)a, NULL, 10), y = g_ascii_strtoull(*(const char *const *)b, NULL, 10);

	return (x > y) - (x < y);
}

static uint32_t asn_stand_in(AsClass class, uint32_t i)
{
	enum { PRIVATE = 65515 - 64512, BEHIND = 65535 - 65521, DOCUMENTATION = 64512 - 64496 };

	if (class == AS_PUBLIC)
		return 65536 + i;
	if (class == AS_PRIVATE_32)
		return 4200000000u + i;
	if (i < PRIVATE)
		return 64512 + i;
	i -= PRIVATE;
	return i < BEHIND ? 65521 + i : 64496 + (i - BEHIND) % DOCUMENTATION;
}

static void number_asns(ErStandIns *map)
{
	g_autoptr(GPtrArray) all = sorted_keys(map->numbers, by_number);
	uint32_t n[AS_CLASSES] = { 0 };

	for (guint i = 0; i < all->len; i++) {
		AsClass class = class_of_asn(g_ascii_strtoull(all->pdata[i], NULL, 10));
		g_autofree char *text = g_strdup_printf("%u", asn_stand_in(class, n[class]++));
		g_hash_table_insert(map->numbers, all->pdata[i], (char *)er_stand_ins_keep(map, text));
	}
}

const char *er_stand_in_asn(ErStandIns *map, const char *text)
{
	uint64_t asn;

	if (!parse_asn(text, &asn))
		return NULL;
	if (class_of_asn(asn) == AS_RESERVED)
		return er_stand_ins_keep(map, text);
	g_autofree char *plain = g_strdup_printf("%" G_GUINT64_FORMAT, asn);
	if (map->closed) {
		const char *found = g_hash_table_lookup(map->numbers, plain);
		return er_stand_ins_keep(map, found != NULL ? found : "64512");
	}
	g_hash_table_insert(map->numbers, (char *)er_stand_ins_keep(map, plain), NULL);
	return text;
}

/* ---- addresses ---- */

typedef struct { uint8_t bytes[16]; unsigned bits; } Range;

/* No bit before the end of one of these is flipped where all bits before it are the range's; what is @whole stays as it is. */
static const struct { Range range; bool whole; } special4[] = {
	{ { { 0 }, 8 }, true }, { { { 10 }, 8 }, false }, { { { 100, 64 }, 10 }, false }, { { { 127 }, 8 }, true }, { { { 168, 63, 129, 16 }, 32 }, true },
	{ { { 169, 254 }, 16 }, true }, { { { 172, 16 }, 12 }, false }, { { { 192, 168 }, 16 }, false }, { { { 224 }, 3 }, true },
};
static const struct { Range range; bool whole; } special6[] = {
	{ { { 0 }, 96 }, true }, { { { 0xfe, 0x80 }, 10 }, false }, { { { 0xfc }, 7 }, false }, { { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, false },
};

static bool bit_at(const uint8_t *bytes, unsigned i)
{
	return (bytes[i / 8] & 0x80 >> i % 8) != 0;
}

static bool share_bits(const uint8_t *a, const uint8_t *b, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (bit_at(a, i) != bit_at(b, i))
			return false;
	return true;
}

/* Is bit @i of @address on the way to a special range, or inside one that stays? */
static bool is_fixed(const uint8_t *address, unsigned i, bool v4)
{
	for (size_t k = 0; k < (v4 ? G_N_ELEMENTS(special4) : G_N_ELEMENTS(special6)); k++) {
		const Range *range = v4 ? &special4[k].range : &special6[k].range;
		bool whole = v4 ? special4[k].whole : special6[k].whole;
		if ((i < range->bits || whole) && share_bits(address, range->bytes, MIN(i, range->bits)))
			return true;
	}
	return false;
}

static bool is_flipped(const ErStandIns *map, const uint8_t *address, unsigned i, bool v4)
{
	struct hmac_sha256_ctx sum = map->keyed;
	uint8_t text[18] = { v4, (uint8_t)i }, digest[SHA256_DIGEST_SIZE];

	memcpy(text + 2, address, (i + 7) / 8);
	if (i % 8 != 0)
		text[2 + i / 8] &= (uint8_t)(0xff00u >> i % 8);
	hmac_sha256_update(&sum, sizeof text, text);
	hmac_sha256_digest(&sum, sizeof digest, digest);
	return (digest[0] & 1) != 0;
}

static void permute(const ErStandIns *map, uint8_t *address, bool v4, unsigned length)
{
	uint8_t out[16];
	unsigned bits = v4 ? 32 : 128;

	memcpy(out, address, sizeof out);
	for (unsigned i = v4 ? 8 : 16; i < MIN(length, bits - 4); i++)
		if (!is_fixed(address, i, v4) && is_flipped(map, address, i, v4))
			out[i / 8] ^= (uint8_t)(0x80 >> i % 8);
	memcpy(address, out, sizeof out);
}

/* Appends the stand-in of one address or prefix; false when it is none. */
static bool append_address(const ErStandIns *map, GString *out, const char *word)
{
	const char *slash = strchr(word, '/');
	g_autofree char *alone = slash != NULL ? g_strndup(word, (gsize)(slash - word)) : g_strdup(word);
	uint8_t bytes[16] = { 0 };
	char text[INET6_ADDRSTRLEN];
	uint64_t length = 128;
	bool v4 = inet_pton(AF_INET, alone, bytes) == 1;

	if (!v4 && inet_pton(AF_INET6, alone, bytes) != 1)
		return false;
	if (slash != NULL && !g_ascii_string_to_unsigned(slash + 1, 10, 0, v4 ? 32 : 128, &length, NULL))
		return false;
	permute(map, bytes, v4, (unsigned)length);
	g_string_append(out, inet_ntop(v4 ? AF_INET : AF_INET6, bytes, text, sizeof text));
	g_string_append(out, slash != NULL ? slash : "");
	return true;
}

const char *er_stand_in_addresses(ErStandIns *map, const char *text)
{
	static const char between[] = " ,;\t\r\n-*";
	g_autoptr(GString) out = g_string_new(NULL);
	const char *known = g_hash_table_lookup(map->addresses, text);
	bool any = false;

	if (known != NULL)
		return er_stand_ins_keep(map, known);
	if (strpbrk(text, ".:") == NULL)
		return NULL;
	for (const char *p = text; *p != '\0';) {
		size_t n = strcspn(p, between);
		g_autofree char *word = g_strndup(p, n);
		if (n > 0 && !append_address(map, out, word))
			return NULL;
		any = any || n > 0;
		p += n;
		n = strspn(p, between);
		g_string_append_len(out, p, (gssize)n);
		p += n;
	}
	if (!any)
		return NULL;
	const char *own = er_stand_ins_keep(map, out->str);
	g_hash_table_insert(map->addresses, (char *)g_string_chunk_insert_const(map->strings, text), (char *)own);
	return own;
}
