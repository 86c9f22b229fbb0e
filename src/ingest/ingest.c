/*
 * The door of ingest: files in, inventory out. Each file is mapped, parsed and recognised by its content, never by its name;
 * a file that cannot be used leaves an incomplete source and a diagnostic, and the others are still read.
 */
#include "arm.h"
#include "inventory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beyond this a file is refused: offsets and memory stay sane, and no inventory of one tenant comes near. */
static const uint64_t most_bytes = 1024ull * 1024 * 1024;

/* A list of resources under one member of the root object. */
static const struct { const char *member, *format; } list_forms[] = {
	{ "value", "arm-rest-list" },
	{ "data", "resource-graph-list" },
};

static bool looks_like_resource(const ErValue *value)
{
	g_autofree char *id = er_id_normalise(er_value_text(value, "id"));

	return id != NULL;
}

static bool has_details(const ErValue *value)
{
	const ErValue *properties = er_value_get(value, "properties");

	return properties != NULL && properties->kind == ER_VALUE_OBJECT;
}

/* Members beside those of a generic resource list: az network commands put a resource's properties there. */
static bool is_flattened(const ErValue *value)
{
	static const char *const generic[] = {
		"id", "name", "type", "kind", "location", "tags", "sku", "plan", "identity", "managedBy", "zones", "extendedLocation", "properties", "systemData",
		"createdTime", "changedTime", "provisioningState", "resourceGroup", "subscriptionId", "tenantId",
	};

	for (uint32_t i = 0; value->kind == ER_VALUE_OBJECT && i < value->n; i++) {
		bool found = false;
		for (size_t k = 0; k < G_N_ELEMENTS(generic); k++)
			found = found || g_ascii_strcasecmp(value->u.members[i].key, generic[k]) == 0;
		if (!found)
			return looks_like_resource(value);
	}
	return false;
}

static void add_list(ErInventory *inv, const ErValue *list, uint32_t source, const char *pointer, ErDiags *diags)
{
	for (uint32_t i = 0; i < list->n; i++) {
		g_autofree char *at = g_strdup_printf("%s/%u", pointer, i);
		er_inventory_add(inv, &list->u.items[i], source, at, diags);
	}
}

static bool list_has(const ErValue *list, bool (*test)(const ErValue *))
{
	for (uint32_t i = 0; i < list->n; i++)
		if (test(&list->u.items[i]))
			return true;
	return false;
}

/* What a file is that we do not read, in words the user knows. */
static const char *guess_foreign(const ErValue *root)
{
	const char *schema = er_value_text(root, "$schema");
	g_autofree char *lower = schema != NULL ? g_ascii_strdown(schema, -1) : NULL;

	if (lower != NULL && strstr(lower, "deploymenttemplate.json") != NULL)
		return "an ARM template: export the deployed resources instead";
	if (lower != NULL && strstr(lower, "deploymentparameters.json") != NULL)
		return "a parameter file of an ARM template: it holds no resources";
	if (er_value_get(root, "format_version") != NULL || er_value_get(root, "terraform_version") != NULL)
		return "Terraform output: export the deployed resources instead";
	if (er_value_get(root, "changes") != NULL || er_value_get(root, "properties.changes") != NULL)
		return "a what-if result: export the deployed resources instead";
	if (er_value_get(root, "resources") != NULL)
		return "an object with \"resources\", but no ARM list (a Network Watcher topology holds ids without properties)";
	return root->kind == ER_VALUE_OBJECT ? "a JSON object without \"value\" and without \"id\"" : "a JSON value that is neither an object nor a list of resources";
}

static void refuse(ErInventory *inv, uint32_t source, ErDiagCode code, unsigned line, unsigned column, const char *detail, ErDiags *diags)
{
	ErSource *row = er_inventory_edit_source(inv, source);
	ErLoc loc = { .file = row->file, .line = line, .column = column };

	row->complete = false;
	er_diag_add(diags, code, &loc, "%s", detail);
}

static void take_list(ErInventory *inv, const ErValue *root, const ErValue *list, uint32_t source, const char *format, const char *pointer, ErDiags *diags)
{
	ErSource *row = er_inventory_edit_source(inv, source);

	if (list->n > 0 && !list_has(list, looks_like_resource)) {
		refuse(inv, source, ER_D_NOT_INVENTORY, list->line, 0, "a list, but none of its entries has an ARM \"id\"", diags);
		return;
	}
	bool details = list->n == 0 || list_has(list, has_details);
	if (!details && list_has(list, is_flattened)) {
		refuse(inv, source, ER_D_NOT_INVENTORY, list->line, 0, "flattened output of az network commands: export with \"az rest\" or \"az graph query\" instead", diags);
		return;
	}
	row->format = details ? format : "arm-generic-list";
	if (er_value_text(root, "nextLink") != NULL || er_value_text(root, "$skipToken") != NULL || er_value_text(root, "skip_token") != NULL) {
		ErLoc loc = { .file = row->file };
		row->complete = false;
		er_diag_add(diags, ER_D_PAGED, &loc, "%u resources on this page", list->n);
	}
	add_list(inv, list, source, pointer, diags);
}

static void take_root(ErInventory *inv, ErValue *root, uint32_t source, ErDiags *diags)
{
	if (root->kind == ER_VALUE_ARRAY) {
		take_list(inv, root, root, source, "arm-array", "", diags);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(list_forms); i++) {
		const ErValue *list = er_value_get(root, list_forms[i].member);
		if (list != NULL && list->kind == ER_VALUE_ARRAY) {
			g_autofree char *pointer = g_strconcat("/", list_forms[i].member, NULL);
			take_list(inv, root, list, source, list_forms[i].format, pointer, diags);
			return;
		}
	}
	g_autofree char *id = er_id_normalise(er_value_text(root, "id"));
	if (id != NULL && has_details(root)) {
		er_inventory_edit_source(inv, source)->format = "arm-rest-single";
		er_inventory_add(inv, root, source, "", diags);
		return;
	}
	refuse(inv, source, ER_D_NOT_INVENTORY, root->line, 0,
	       id != NULL ? "a single resource without \"properties\" (details absent, or flattened az output)" : guess_foreign(root), diags);
}

static ErDiagCode code_of(ErJsonStatus status)
{
	switch (status) {
	case ER_JSON_EMPTY: return ER_D_EMPTY_FILE;
	case ER_JSON_CUT_OFF: return ER_D_CUT_OFF;
	case ER_JSON_DEPTH: case ER_JSON_SIZE: return ER_D_LIMIT;
	default: return ER_D_BAD_JSON;
	}
}

/* Texts that are not JSON at all, told by their first bytes. */
static const char *guess_bytes(const char *text, size_t length)
{
	const unsigned char *b = (const unsigned char *)text;

	if (length >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF)))
		return "UTF-16 text: save it as UTF-8";
	if (length >= 2 && b[0] == 0x1F && b[1] == 0x8B)
		return "gzip: unpack it first";
	for (size_t i = 0; i < length && i < 64; i++) {
		if (b[i] == '<')
			return "XML or HTML, not ARM JSON";
		if (b[i] > ' ' && b[i] < 0x80)
			break;
	}
	return NULL;
}

/* Broken UTF-8 spoils a name, not the estate: it is replaced, the same way wherever the name stands. @result then tells the first place. */
static bool parse_text(const char *text, size_t length, const ErJsonOptions *options, ErArena *arena, ErValue *root, ErJsonResult *result, bool *repaired)
{
	ErJsonResult again;

	if (er_json_parse(text, length, options, arena, root, result))
		return true;
	if (result->status != ER_JSON_UTF8)
		return false;
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
	*repaired = er_json_parse(valid, strlen(valid), options, arena, root, &again);
	result->cleaned = again.cleaned;
	return *repaired;
}

static void take_text(ErInventory *inv, const char *text, size_t length, uint32_t source, ErDiags *diags)
{
	const ErJsonOptions options = { .max_depth = 128, .max_values = 100 * 1000 * 1000, .secret = er_arm_secret, .source = source };
	ErJsonResult result = { 0 };
	ErValue root = { 0 };
	const char *foreign = guess_bytes(text, length);

	if (foreign != NULL) {
		refuse(inv, source, ER_D_NOT_INVENTORY, 1, 0, foreign, diags);
		return;
	}
	bool repaired = false;
	if (!parse_text(text, length, &options, er_inventory_arena(inv), &root, &result, &repaired)) {
		bool template = g_strstr_len(text, (gssize)MIN(length, 4096), "deploymentTemplate") != NULL;
		if (template && result.status == ER_JSON_SYNTAX)
			refuse(inv, source, ER_D_NOT_INVENTORY, result.line, result.column, "an ARM template (with comments or strings over several lines): export the deployed resources instead", diags);
		else
			refuse(inv, source, code_of(result.status), result.line, result.column, result.message, diags);
		return;
	}
	if (repaired) {
		ErLoc loc = { .file = er_inventory_edit_source(inv, source)->file, .line = result.line, .column = result.column };
		er_diag_add(diags, ER_D_BAD_TEXT, &loc, "broken UTF-8, replaced by U+FFFD");
	}
	if (result.cleaned) {
		ErLoc loc = { .file = er_inventory_edit_source(inv, source)->file };
		er_diag_add(diags, ER_D_BAD_TEXT, &loc, "control characters, replaced by U+FFFD");
	}
	take_root(inv, &root, source, diags);
}

static uint32_t new_source(ErInventory *inv, const char *name)
{
	/* A file name is any bytes; what is shown of it is UTF-8. */
	g_autofree char *shown = g_utf8_make_valid(name, -1);
	const ErSource row = { .file = shown, .format = "unreadable", .complete = true };

	return er_inventory_add_source(inv, &row);
}

static void take_mapped(ErInventory *inv, GMappedFile *map, uint32_t source, ErDiags *diags)
{
	size_t length = g_mapped_file_get_length(map);
	const char *text = g_mapped_file_get_contents(map);

	if (length > most_bytes) {
		refuse(inv, source, ER_D_LIMIT, 0, 0, "more than 1 GiB", diags);
		return;
	}
	g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)(text != NULL ? text : ""), length);
	g_strlcpy(er_inventory_edit_source(inv, source)->sha256, sum, sizeof ((ErSource *)NULL)->sha256);
	take_text(inv, text != NULL ? text : "", length, source, diags);
}

static void take_file(ErInventory *inv, const char *file, ErDiags *diags)
{
	uint32_t source = new_source(inv, file);
	struct stat info;
	/* O_NONBLOCK: a FIFO without a writer must not hang us. */
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, &info) != 0) {
		refuse(inv, source, ER_D_CANNOT_READ, 0, 0, g_strerror(errno), diags);
		if (fd >= 0)
			close(fd);
		return;
	}
	if (!S_ISREG(info.st_mode)) {
		close(fd);
		refuse(inv, source, ER_D_CANNOT_READ, 0, 0, S_ISDIR(info.st_mode) ? "it is a directory: name the files in it" : "not a regular file", diags);
		return;
	}
	g_autoptr(GError) error = NULL;
	GMappedFile *map = g_mapped_file_new_from_fd(fd, FALSE, &error);
	close(fd);
	if (map == NULL) {
		refuse(inv, source, ER_D_CANNOT_READ, 0, 0, error->message, diags);
		return;
	}
	take_mapped(inv, map, source, diags);
	g_mapped_file_unref(map);
}

ErInventory *er_inventory_read(const char *const *files, uint32_t n_files, ErDiags *diags)
{
	ErInventory *inv = er_inventory_new();

	for (uint32_t i = 0; i < n_files; i++)
		take_file(inv, files[i], diags);
	er_inventory_finish(inv, diags);
	return inv;
}

ErInventory *er_inventory_parse(const char *text, size_t length, const char *name, ErDiags *diags)
{
	ErInventory *inv = er_inventory_new();
	uint32_t source = new_source(inv, name);

	take_text(inv, text, length, source, diags);
	er_inventory_finish(inv, diags);
	return inv;
}
