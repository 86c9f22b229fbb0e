/*
 * value.c: questions to a tree of values (inventory.h), asked by every stage and answered without complaint: what is absent,
 * null or of another kind is simply not there.
 *
 * Azure spells member names in more than one case, so names are compared without regard to ASCII case, and the first match in
 * file order wins. A step costs one comparison per member: resources have few. Integers are worked out from the number's
 * text, digit by digit, and never pass through a double: 4294967295 and 4.294967295e9 are the same, 4294967296 is too large.
 * The empty path, or NULL, is the value itself.
 */
#include <erscope/inventory.h>

#include <string.h>

static const ErValue *member_value(const ErValue *object, const char *name, size_t n)
{
	if (object->kind != ER_VALUE_OBJECT)
		return NULL;
	for (uint32_t i = 0; i < object->n; i++) {
		const ErMember *member = &object->u.members[i];

		/* Letters of two cases differ in this bit: most members are passed by without a call. */
		if (n > 0 && ((member->key[0] ^ name[0]) & ~0x20) != 0)
			continue;
		if (g_ascii_strncasecmp(member->key, name, n) == 0 && member->key[n] == '\0')
			return &member->value;
	}
	return NULL;
}

const ErValue *er_value_member(const ErValue *object, const char *name)
{
	return object != NULL ? member_value(object, name, strlen(name)) : NULL;
}

const ErValue *er_value_get(const ErValue *value, const char *path)
{
	while (value != NULL && path != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");

		value = member_value(value, path, n);
		path += n;
		if (*path == '.')
			path++;
	}
	return value != NULL && value->kind != ER_VALUE_NULL ? value : NULL;
}

const char *er_value_text(const ErValue *value, const char *path)
{
	const ErValue *found = er_value_get(value, path);

	return found != NULL && found->kind == ER_VALUE_STRING && found->n > 0 ? found->u.text : NULL;
}

bool er_value_says(const ErValue *value, const char *path, const char *word)
{
	const char *text = er_value_text(value, path);

	return text != NULL && g_ascii_strcasecmp(text, word) == 0;
}

bool er_value_bool(const ErValue *value, const char *path, bool *out)
{
	const ErValue *found = er_value_get(value, path);
	const char *text = er_value_text(found, NULL);

	if (found == NULL)
		return false;
	if (found->kind == ER_VALUE_TRUE || (text != NULL && g_ascii_strcasecmp(text, "true") == 0))
		*out = true;
	else if (found->kind == ER_VALUE_FALSE || (text != NULL && g_ascii_strcasecmp(text, "false") == 0))
		*out = false;
	else
		return false;
	return true;
}

/* ---- integers ---- */

/* A decimal in parts: its digits, read without the point, times ten to the power of scale. */
typedef struct {
	const char *text;
	size_t n;          /* bytes of digits and point */
	int64_t scale;
} Decimal;

/* Larger exponents change no answer: they are cut to this. */
#define EXPONENT_MAX INT64_C(10000000000)

static int64_t read_exponent(const char *text)
{
	bool negative = *text == '-';
	int64_t exponent = 0;

	for (text += *text == '-' || *text == '+'; g_ascii_isdigit(*text); text++)
		exponent = MIN(exponent * 10 + (*text - '0'), EXPONENT_MAX);
	return negative ? -exponent : exponent;
}

/* Cuts trailing zeros, so that the number is integral exactly when its last digit is not below the point. */
static Decimal read_decimal(const char *text)
{
	Decimal d = { text, strspn(text, "0123456789."), 0 };
	const char *point = memchr(d.text, '.', d.n);

	if (point != NULL)
		d.scale = -(int64_t)(d.text + d.n - point - 1);
	if (text[d.n] == 'e' || text[d.n] == 'E')
		d.scale += read_exponent(text + d.n + 1);
	while (d.n > 0 && (d.text[d.n - 1] == '0' || d.text[d.n - 1] == '.')) {
		d.scale += d.text[d.n - 1] == '0';
		d.n--;
	}
	return d;
}

static bool push_digit(uint64_t *sum, unsigned digit)
{
	*sum = *sum * 10 + digit;
	return *sum <= UINT32_MAX;
}

static bool decimal_uint(const char *text, uint32_t *out)
{
	bool negative = *text == '-';
	Decimal d = read_decimal(text + negative);
	uint64_t sum = 0;

	for (size_t i = 0; i < d.n; i++)
		if (d.text[i] != '.' && !push_digit(&sum, (unsigned)(d.text[i] - '0')))
			return false;
	if (sum != 0 && (negative || d.scale < 0))
		return false;
	for (; sum != 0 && d.scale > 0; d.scale--)
		if (!push_digit(&sum, 0))
			return false;
	*out = (uint32_t)sum;
	return true;
}

bool er_value_uint(const ErValue *value, const char *path, uint32_t *out)
{
	const ErValue *found = er_value_get(value, path);

	if (found == NULL || found->n == 0)
		return false;
	if (found->kind == ER_VALUE_STRING && strspn(found->u.text, "0123456789") != found->n)
		return false;
	return (found->kind == ER_VALUE_NUMBER || found->kind == ER_VALUE_STRING) && decimal_uint(found->u.text, out);
}

/* ---- arrays ---- */

uint32_t er_value_count(const ErValue *value, const char *path)
{
	const ErValue *found = er_value_get(value, path);

	return found != NULL && found->kind == ER_VALUE_ARRAY ? found->n : 0;
}

const ErValue *er_value_item(const ErValue *array, uint32_t i)
{
	return i < er_value_count(array, NULL) ? &array->u.items[i] : NULL;
}
