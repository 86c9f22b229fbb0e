/* What a user wrote. Names that come near: every name is measured, those within a third of the letters are kept. Cost: names × letters². */
#include <erscope/text.h>

#include <stdio.h>
#include <string.h>

enum { MOST_LETTERS = 80, MOST_IN_SENTENCE = 3 };

typedef struct { unsigned distance; uint32_t index; } Near;

/* Levenshtein's distance, without regard to case, one row at a time; of longer texts the first letters. */
static unsigned distance(const char *a, const char *b)
{
	size_t n = MIN(strlen(a), MOST_LETTERS), m = MIN(strlen(b), MOST_LETTERS);
	unsigned row[MOST_LETTERS + 1];

	for (size_t k = 0; k <= m; k++)
		row[k] = (unsigned)k;
	for (size_t i = 1; i <= n; i++) {
		unsigned corner = row[0];
		row[0] = (unsigned)i;
		for (size_t k = 1; k <= m; k++) {
			unsigned kept = corner + (g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[k - 1]));
			corner = row[k];
			row[k] = MIN(kept, MIN(row[k], row[k - 1]) + 1);
		}
	}
	return row[m];
}

static bool contains(const char *text, const char *part)
{
	g_autofree char *whole = g_ascii_strdown(text, -1);
	g_autofree char *piece = g_ascii_strdown(part, -1);

	return *piece != '\0' && strstr(whole, piece) != NULL;
}

static int by_distance(const void *a, const void *b)
{
	const Near *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

uint32_t er_near_names(const char *text, const char *const *names, uint32_t n, uint32_t *indices, uint32_t most)
{
	g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(Near));

	for (uint32_t i = 0; i < n; i++) {
		Near row = { contains(names[i], text) ? 1 : distance(text, names[i]), i };
		if (row.distance <= MAX(2, strlen(text) / 3))
			g_array_append_val(near, row);
	}
	g_array_sort(near, by_distance);
	uint32_t found = MIN(near->len, most);
	for (uint32_t i = 0; i < found; i++)
		indices[i] = g_array_index(near, Near, i).index;
	return found;
}

char *er_near_sentence(const char *text, const char *const *names, uint32_t n)
{
	uint32_t near[MOST_IN_SENTENCE], n_near = er_near_names(text, names, n, near, MOST_IN_SENTENCE);
	g_autoptr(GString) out = g_string_new(NULL);

	for (uint32_t i = 0; i < n_near; i++)
		g_string_append_printf(out, "%s%s", i == 0 ? "; near: " : ", ", names[near[i]]);
	return g_strdup(out->str);
}

bool er_text_is_date(const char *text)
{
	unsigned year, month, day;
	char rest;

	return strlen(text) == 10 && sscanf(text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) == 3 && g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static bool read_day(const char *text, GDate *out)
{
	unsigned year, month, day;

	if (sscanf(text, "%4u-%2u-%2u", &year, &month, &day) != 3 || !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	g_date_clear(out, 1);
	g_date_set_dmy(out, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return true;
}

bool er_text_days_between(const char *from, const char *to, int *days)
{
	GDate first, last;

	if (!read_day(from, &first) || !read_day(to, &last))
		return false;
	*days = g_date_days_between(&first, &last);
	return true;
}
