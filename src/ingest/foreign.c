/*
 * What people hand over in place of JSON, told by how it begins: other outputs of the same tools, their error messages, sources of
 * deployments, archives. Each row is a guess that only words a refusal; what reads as JSON never comes here but for er_foreign_text(),
 * whose rows no JSON can begin with.
 */
#include "foreign.h"

#include <glib.h>

#include <stdbool.h>
#include <string.h>

static const struct { const char *bytes; size_t n; const char *what; } magic[] = {
	{ "\x1F\x8B", 2, "gzip within gzip: unpack it once" },
	{ "PK\x03\x04", 4, "a ZIP archive, or a document of Office: unpack it, or export it as JSON" },
	{ "BZh", 3, "a bzip2 archive: unpack it" }, { "\xFD" "7zXZ", 5, "an xz archive: unpack it" }, { "7z\xBC\xAF", 4, "a 7z archive: unpack it" }, { "\x28\xB5\x2F\xFD", 4, "a zstd archive: unpack it" },
	{ "%PDF-", 5, "a PDF document" }, { "\x89PNG", 4, "a PNG picture" }, { "\xFF\xD8\xFF", 3, "a JPEG picture" },
};

static const struct { const char *begin, *what; } words[] = {
	{ "ERROR: ", "an error message of Azure CLI: repair what it tells, and export again" },
	{ "WARNING: ", "messages of Azure CLI without any JSON: export again" },
	{ "az : ", "an error message of PowerShell: repair what it tells, and export again" },
	{ "resource \"", "Terraform's language: export the deployed resources instead" }, { "provider \"", "Terraform's language: export the deployed resources instead" },
	{ "terraform {", "Terraform's language: export the deployed resources instead" }, { "variable \"", "Terraform's language: export the deployed resources instead" },
	{ "module \"", "Terraform's language: export the deployed resources instead" }, { "data \"", "Terraform's language: export the deployed resources instead" },
	{ "targetScope ", "Bicep: az bicep build makes the template that erscope reads" }, { "metadata ", "Bicep: az bicep build makes the template that erscope reads" },
	{ "param ", "Bicep: az bicep build makes the template that erscope reads" }, { "var ", "Bicep: az bicep build makes the template that erscope reads" },
	{ "resource ", "Bicep: az bicep build makes the template that erscope reads" }, { "module ", "Bicep: az bicep build makes the template that erscope reads" },
};

static size_t skip_blanks(const char *text, size_t length)
{
	size_t at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < length && g_ascii_isspace(text[at]))
		at++;
	return at;
}

const char *er_foreign_text(const char *text, size_t length)
{
	size_t at = skip_blanks(text, length);
	const char *begin = text + at;
	size_t n = length - at;

	for (size_t i = 0; i < G_N_ELEMENTS(magic); i++)
		if (length >= magic[i].n && memcmp(text, magic[i].bytes, magic[i].n) == 0)
			return magic[i].what;
	if (n > 0 && *begin != '{' && *begin != '[' && g_strstr_len(begin, (gssize)MIN(n, 4096), "Resource and property changes are indicated with these symbols") != NULL)
		return "a what-if result as text: add --no-pretty-print";
	return NULL;
}

/* "name:" or "- name:", as YAML has it; with blanks before the colon, PowerShell's screen. */
static const char *named_value(const char *line)
{
	bool item = g_str_has_prefix(line, "- ");
	const char *name = line + (item ? 2 : 0), *end = name;

	while (g_ascii_isalnum(*end) || *end == '_' || *end == '$')
		end++;
	size_t blanks = strspn(end, " ");
	if (end == name || end[blanks] != ':' || (end[blanks + 1] != ' ' && end[blanks + 1] != '\0'))
		return NULL;
	if (blanks == 0)
		return "YAML, as az writes it with -o yaml: use -o json";
	return item ? NULL : "PowerShell's screen output: pipe it into ConvertTo-Json -Depth 20";
}

static size_t count(const char *line, char c)
{
	size_t n = 0;

	for (; *line != '\0'; line++)
		n += *line == c;
	return n;
}

const char *er_foreign_lines(const char *text, size_t length)
{
	size_t at = skip_blanks(text, length);
	g_autofree char *head = g_strndup(text + at, MIN(length - at, 4096));
	g_auto(GStrv) lines = g_strsplit(head, "\n", 3);
	const char *first = lines[0] != NULL ? g_strchomp(lines[0]) : "", *second = lines[0] != NULL && lines[1] != NULL ? g_strchomp(lines[1]) : "";

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_has_prefix(first, words[i].begin))
			return words[i].what;
	if (strstr(first, "Connect-AzAccount") != NULL || g_str_has_prefix(second, "At line:"))
		return "an error message of PowerShell: repair what it tells, and export again";
	if (strstr(second, "---") != NULL && strspn(second, "- ") == strlen(second))
		return "a table: use -o json, or pipe into ConvertTo-Json -Depth 20";
	if (named_value(first) != NULL)
		return named_value(first);
	if (count(first, '\t') > 0)
		return "values with tabs between, as az writes them with -o tsv: use -o json";
	/* Members of an object that lost its braces have commas, too. */
	if (!g_str_has_suffix(first, ",") && strstr(first, "\":") == NULL && count(first, ',') > 0 && count(first, ',') == count(second, ','))
		return "comma-separated values: a table cannot hold what resources hold, use JSON";
	return NULL;
}
