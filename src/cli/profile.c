/*
 * A profile: a key file (the desktop entry syntax, GKeyFile) with the severities and exclusions of one organisation:
 *
 *   [severity]
 *   ER-GW-003=medium
 *   [exclude]
 *   rules=ER-CON-006,ER-GW-005
 *   subjects=er-test-*,*sandbox*
 *
 * GKeyFile tells no lines: they are looked for again when there is something to tell.
 */
#include "cli.h"
#include "selection.h"

#include <stdio.h>
#include <string.h>

typedef struct {
	const char *file;
	char *text;
	GKeyFile *keys;
	ErChosen *chosen;
	bool good;
} Profile;

/* "[name]" of a line, without what follows. */
static bool is_group(const char *line, const char *group)
{
	size_t n = strlen(group);

	return line[0] == '[' && strncmp(line + 1, group, n) == 0 && line[n + 1] == ']';
}

static bool is_key(const char *line, const char *key)
{
	const char *sign = strchr(line, '=');
	g_autofree char *name = sign != NULL ? g_strchomp(g_strndup(line, (gsize)(sign - line))) : NULL;

	return g_strcmp0(name, key) == 0;
}

/* The last line of that key, which is the one that counts; @key NULL: the line of the group. 0: none. */
static unsigned line_of(const char *text, const char *group, const char *key)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool inside = false;
	unsigned found = 0;

	for (unsigned i = 0; lines[i] != NULL; i++) {
		const char *line = g_strstrip(lines[i]);
		if (*line == '[')
			inside = is_group(line, group);
		if (inside && (key == NULL ? *line == '[' : is_key(line, key)))
			found = i + 1;
	}
	return found;
}

/* "erscope check: FILE:7: ", to be gone on with. */
static void tell_place(Profile *profile, const char *group, const char *key)
{
	fprintf(stderr, "%s: %s:%u: ", g_get_prgname(), profile->file, line_of(profile->text, group, key));
	profile->good = false;
}

static int rule_of(Profile *profile, const char *group, const char *key, const char *id)
{
	for (uint32_t i = 0; i < er_rules_count(); i++)
		if (g_ascii_strcasecmp(er_rules_at(i)->id, id) == 0)
			return (int)i;
	tell_place(profile, group, key);
	fprintf(stderr, "a rule that does not exist\n");
	return er_chosen_rule(id);
}

static void read_severities(Profile *profile)
{
	g_auto(GStrv) ids = g_key_file_get_keys(profile->keys, "severity", NULL, NULL);

	for (char **id = ids; id != NULL && *id != NULL; id++) {
		g_autofree char *level = g_key_file_get_string(profile->keys, "severity", *id, NULL);
		ErSeverity severity = ER_SEV_INFO;
		int row = rule_of(profile, "severity", *id, *id);
		if (level == NULL || !er_severity_parse(g_strstrip(level), &severity)) {
			tell_place(profile, "severity", *id);
			fprintf(stderr, "%s is critical, high, medium, low or info, not '%s'\n", *id, level != NULL ? level : "");
		} else if (row >= 0) {
			profile->chosen->severity[row] = (int)severity;
		}
	}
}

static void exclude_rule(Profile *profile, const char *id)
{
	int row = rule_of(profile, "exclude", "rules", id);

	if (row >= 0)
		profile->chosen->left_out[row] = true;
}

static void exclude_subject(Profile *profile, const char *pattern)
{
	g_autofree char *lower = g_utf8_strdown(pattern, -1);

	g_ptr_array_add(profile->chosen->subjects, g_pattern_spec_new(lower));
}

static void read_list(Profile *profile, const char *key, void (*take)(Profile *profile, const char *item))
{
	g_auto(GStrv) items = g_key_file_get_string_list(profile->keys, "exclude", key, NULL, NULL);

	for (char **item = items; item != NULL && *item != NULL; item++)
		if (*g_strstrip(*item) != '\0')
			take(profile, *item);
}

static void read_exclusions(Profile *profile)
{
	static const char *const known[] = { "rules", "subjects", NULL };
	g_auto(GStrv) keys = g_key_file_get_keys(profile->keys, "exclude", NULL, NULL);

	for (char **key = keys; key != NULL && *key != NULL; key++)
		if (!g_strv_contains(known, *key)) {
			tell_place(profile, "exclude", *key);
			fprintf(stderr, "[exclude] has rules and subjects, not '%s'\n", *key);
		}
	read_list(profile, "rules", exclude_rule);
	read_list(profile, "subjects", exclude_subject);
}

static void check_groups(Profile *profile)
{
	static const char *const known[] = { "severity", "exclude", NULL };
	g_auto(GStrv) groups = g_key_file_get_groups(profile->keys, NULL);

	for (char **group = groups; *group != NULL; group++)
		if (!g_strv_contains(known, *group)) {
			tell_place(profile, *group, NULL);
			fprintf(stderr, "a profile has [severity] and [exclude], not [%s]\n", *group);
		}
}

bool er_profile_read(const char *file, ErChosen *chosen)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GKeyFile) keys = g_key_file_new();
	g_autofree char *text = NULL;
	gsize length = 0;
	Profile profile = { .file = file, .keys = keys, .chosen = chosen, .good = true };

	g_key_file_set_list_separator(keys, ',');
	if (!g_file_get_contents(file, &text, &length, &error)) {
		fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
		return false;
	}
	if (strlen(text) != length) {
		fprintf(stderr, "%s: %s is no profile: it is no text\n", g_get_prgname(), file);
		return false;
	}
	if (!g_key_file_load_from_data(keys, text, length, G_KEY_FILE_NONE, &error)) {
		fprintf(stderr, "%s: %s is no profile: %s\n", g_get_prgname(), file, error->message);
		return false;
	}
	profile.text = text;
	check_groups(&profile);
	read_severities(&profile);
	read_exclusions(&profile);
	return profile.good;
}
