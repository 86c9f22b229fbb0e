/*
 * A profile: a key file (the desktop entry syntax, GKeyFile) with the severities and exclusions of one organisation:
 *
 *   [severity]
 *   ER-GW-003=medium
 *   [exclude]
 *   rules=ER-CON-006,ER-GW-005
 *   subjects=er-test-*,*sandbox*
 */
#include "cli.h"
#include "key_file.h"
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

/* "erscope check: FILE:7: ", to be gone on with. */
static void tell_place(Profile *profile, const char *group, const char *key)
{
	fprintf(stderr, "%s: %s:%u: ", g_get_prgname(), profile->file, er_key_file_line(profile->text, group, key));
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
	g_autofree char *text = NULL;
	g_autoptr(GKeyFile) keys = er_key_file_read(file, "profile", ',', &text);
	Profile profile = { .file = file, .text = text, .keys = keys, .chosen = chosen, .good = true };

	if (keys == NULL)
		return false;
	check_groups(&profile);
	read_severities(&profile);
	read_exclusions(&profile);
	return profile.good;
}
