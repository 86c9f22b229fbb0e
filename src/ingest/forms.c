/*
 * The forms that documents have. Each row of the table below recognises one by its content, never by the name of its file, and hands
 * on the list of resources in it; the resources themselves are brought to the shape of ARM one by one (shape.c), since lists of one
 * tool may hold objects of another. Rows are asked in order, the narrowest first. Sources: the REST references of Azure Resource
 * Manager and Resource Graph, and the public source of Azure CLI and Az PowerShell.
 */
#include "forms.h"

#include "capture.h"
#include "shape.h"
#include "template.h"
#include "terraform.h"

#include <string.h>

/* A template, parameter file or live capture that waits for the others; @of: of a live capture, NULL when unsaid. */
typedef struct { ErValue root; uint32_t source; const char *of; const ErValue *parameters; } Waiting;   /* parameters: its own; NULL: those of all files */

struct ErForms {
	ErInventory *inv;
	ErDiags *diags;
	bool before;
	GArray *templates, *parameters, *captures;   /* of Waiting */
};

typedef struct {
	ErForms *forms;
	uint32_t source;
	const char *of;
	ErShaping shaping;
} Taking;

static ErLoc place_of(const Taking *t, uint32_t line)
{
	return (ErLoc){ .file = er_inventory_edit_source(t->forms->inv, t->source)->file, .line = line };
}

static void refuse(Taking *t, uint32_t line, const char *detail)
{
	ErLoc loc = place_of(t, line);

	er_inventory_edit_source(t->forms->inv, t->source)->complete = false;
	er_diag_add(t->forms->diags, ER_D_NOT_INVENTORY, &loc, "%s", detail);
}

/* Several documents in one file may be of several forms. */
static void set_format(Taking *t, const char *format)
{
	ErSource *row = er_inventory_edit_source(t->forms->inv, t->source);
	bool first = strcmp(row->format, "unreadable") == 0;

	row->format = first || strcmp(row->format, format) == 0 ? format : "several";
}

static bool is_list(const ErValue *value)
{
	return value != NULL && value->kind == ER_VALUE_ARRAY;
}

/* ---- lists ---- */

/* What most entries tell about the writer: the first that is a resource with details, else names. */
static ErShape shape_of_list(const ErValue *list)
{
	ErShape found = ER_SHAPE_NONE;

	for (uint32_t i = 0; i < list->n; i++) {
		ErShape shape = er_shape_of(&list->u.items[i]);
		if (shape > ER_SHAPE_NAMES || shape == ER_SHAPE_ARM)
			return shape;
		found = shape != ER_SHAPE_NONE ? shape : found;
	}
	return found;
}

static const char *list_format(ErShape shape, const char *arm)
{
	switch (shape) {
	case ER_SHAPE_NAMES: return g_str_has_prefix(arm, "resource-graph") ? arm : "arm-generic-list";
	case ER_SHAPE_CLI: return "azure-cli-list";
	case ER_SHAPE_POWERSHELL: return "powershell-list";
	case ER_SHAPE_GET_AZRESOURCE: return "get-azresource";
	default: return arm;
	}
}

static ErShape add_one(Taking *t, ErValue *object, const char *pointer)
{
	ErShape shape = er_shape_of(object);
	ErValue shaped = shape == ER_SHAPE_NONE ? *object : er_shape_arm(&t->shaping, object, shape);

	er_inventory_add(t->forms->inv, &shaped, t->source, pointer, t->forms->diags);
	return shape;
}

static void add_list(Taking *t, const ErValue *list, const char *pointer)
{
	for (uint32_t i = 0; i < list->n; i++) {
		g_autofree char *at = g_strdup_printf("%s/%u", pointer, i);
		add_one(t, &list->u.items[i], at);
	}
}

/* A reply that goes on elsewhere. The text "true" is Resource Graph's. */
static bool is_page(const ErValue *root)
{
	static const char *const tokens[] = { "nextLink", "$skipToken", "skip_token", "skipToken" };
	bool truncated = false;

	for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++)
		if (er_value_text(root, tokens[i]) != NULL)
			return true;
	return er_value_bool(root, "resultTruncated", &truncated) && truncated;
}

static void tell_page(Taking *t, uint32_t n)
{
	ErLoc loc = place_of(t, 0);

	er_inventory_edit_source(t->forms->inv, t->source)->complete = false;
	er_diag_add(t->forms->diags, ER_D_PAGED, &loc, "%u %s on this page", n, n == 1 ? "resource" : "resources");
}

static void take_list(Taking *t, const ErValue *root, const ErValue *list, const char *arm, const char *pointer)
{
	ErShape shape = shape_of_list(list);

	if (list->n > 0 && shape == ER_SHAPE_NONE) {
		refuse(t, list->line, g_str_has_prefix(arm, "resource-graph") ? "rows of Resource Graph without the column \"id\": the query must keep id and properties (erscope query prints one)" : "a list, but none of its entries has an ARM \"id\"");
		return;
	}
	set_format(t, list->n > 0 ? list_format(shape, arm) : arm);
	if (is_page(root))
		tell_page(t, list->n);
	add_list(t, list, pointer);
}

static bool is_array(const ErValue *root)
{
	return root->kind == ER_VALUE_ARRAY;
}

static void take_array(Taking *t, ErValue *root)
{
	take_list(t, root, root, "arm-array", "");
}

static bool is_value_list(const ErValue *root)
{
	return is_list(er_value_get(root, "value"));
}

static void take_value_list(Taking *t, ErValue *root)
{
	take_list(t, root, er_value_get(root, "value"), "arm-rest-list", "/value");
}

static bool is_data_list(const ErValue *root)
{
	return is_list(er_value_get(root, "data"));
}

static void take_data_list(Taking *t, ErValue *root)
{
	take_list(t, root, er_value_get(root, "data"), "resource-graph-list", "/data");
}

/* ---- Resource Graph as a table ---- */

static bool is_table(const ErValue *root)
{
	return is_list(er_value_get(root, "data.columns")) && is_list(er_value_get(root, "data.rows"));
}

static ErValue table_row(ErArena *arena, const ErValue *columns, const ErValue *row)
{
	const ErBuildPlace place = er_build_place(row);
	ErValue object = er_build_object(&place);

	for (uint32_t i = 0; i < er_value_count(row, NULL) && i < columns->n; i++) {
		const char *name = er_value_text(&columns->u.items[i], "name");
		if (name != NULL)
			er_build_append(arena, &object, name, row->u.items[i]);
	}
	return object;
}

static void take_table(Taking *t, ErValue *root)
{
	const ErValue *columns = er_value_get(root, "data.columns"), *rows = er_value_get(root, "data.rows");
	const ErBuildPlace place = er_build_place(rows);
	ErValue list = er_build_array(&place);

	for (uint32_t i = 0; i < rows->n; i++)
		er_build_push(t->shaping.arena, &list, table_row(t->shaping.arena, columns, &rows->u.items[i]));
	take_list(t, root, &list, "resource-graph-table", "/data/rows");
}

/* ---- what-if ---- */

static const ErValue *changes_of(const ErValue *root)
{
	const ErValue *changes = er_value_get(root, "properties.changes");

	return changes != NULL ? changes : er_value_get(root, "changes");
}

static bool is_what_if(const ErValue *root)
{
	const ErValue *changes = changes_of(root);

	return is_list(changes) && (changes->n == 0 || er_value_text(&changes->u.items[0], "changeType") != NULL);
}

/* A Route Server that comes or goes, with the mark of it; false for anything else. */
static bool marked(Taking *t, const char *type, const ErValue *state, ErValue *out)
{
	const char *kind = er_value_text(state, "kind");
	bool comes = type != NULL && g_ascii_strcasecmp(type, "Create") == 0, goes = type != NULL && g_ascii_strcasecmp(type, "Delete") == 0;

	if (t->forms->before || state == NULL || kind == NULL || g_ascii_strcasecmp(kind, "RouteServer") != 0 || !(comes || goes))
		return false;
	const ErBuildPlace place = er_build_place(state);
	*out = er_build_copy_object(t->shaping.arena, state);
	er_build_set(t->shaping.arena, out, ER_CHANGE, er_build_text(t->shaping.arena, &place, comes ? "Create" : "Delete"));
	return true;
}

/* The state after the deployment, or before it; what stays as it is may stand on one side only. */
static void take_what_if(Taking *t, ErValue *root)
{
	const ErValue *changes = changes_of(root);
	const ErBuildPlace place = er_build_place(changes);
	ErValue list = er_build_array(&place);

	for (uint32_t i = 0; i < changes->n; i++) {
		const ErValue *change = &changes->u.items[i], *before = er_value_get(change, "before"), *after = er_value_get(change, "after");
		const char *type = er_value_text(change, "changeType");
		bool stays = type != NULL && (g_ascii_strcasecmp(type, "Ignore") == 0 || g_ascii_strcasecmp(type, "NoChange") == 0);
		const ErValue *state = t->forms->before ? before : after;
		if (state == NULL && stays)
			state = before != NULL ? before : after;
		ErValue change_of;
		if (marked(t, type, after != NULL ? after : before, &change_of))
			er_build_push(t->shaping.arena, &list, change_of);
		else if (state != NULL)
			er_build_push(t->shaping.arena, &list, *state);
	}
	set_format(t, t->forms->before ? "what-if-before" : "what-if");
	add_list(t, &list, "");
}

/* ---- documents around a list ---- */

static bool is_api_example(const ErValue *root)
{
	return er_value_get(root, "parameters") != NULL && er_value_get(root, "responses.200.body") != NULL;
}

static void take_any(Taking *t, ErValue *root);

static void take_api_example(Taking *t, ErValue *root)
{
	ErValue body = *er_value_get(root, "responses.200.body");

	take_any(t, &body);
}

static bool is_stack(const ErValue *root)
{
	return er_value_get(root, "properties.actionOnUnmanage") != NULL && is_list(er_value_get(root, "properties.resources"));
}

static void take_stack(Taking *t, ErValue *root)
{
	set_format(t, "deployment-stack");
	add_list(t, er_value_get(root, "properties.resources"), "/properties/resources");
}

static bool is_deployment(const ErValue *root)
{
	return is_list(er_value_get(root, "properties.outputResources"));
}

static void take_deployment(Taking *t, ErValue *root)
{
	set_format(t, "deployment");
	add_list(t, er_value_get(root, "properties.outputResources"), "/properties/outputResources");
}

static bool is_topology(const ErValue *root)
{
	const ErValue *list = er_value_get(root, "resources");

	return is_list(list) && (list->n > 0 ? er_value_get(&list->u.items[0], "associations") : er_value_get(root, "createdDateTime")) != NULL;
}

/* Ids, and what contains what: nothing that a verdict could rest on. */
static void take_topology(Taking *t, ErValue *root)
{
	const ErValue *resources = er_value_get(root, "resources");
	const ErBuildPlace place = er_build_place(resources);
	ErValue list = er_build_array(&place);

	for (uint32_t i = 0; i < resources->n; i++) {
		const ErValue *id = er_value_get(&resources->u.items[i], "id"), *name = er_value_get(&resources->u.items[i], "name");
		ErValue bare = er_build_object(&place);
		if (id != NULL)
			er_build_append(t->shaping.arena, &bare, "id", *id);
		if (name != NULL)
			er_build_append(t->shaping.arena, &bare, "name", *name);
		er_build_push(t->shaping.arena, &list, bare);
	}
	set_format(t, "network-watcher-topology");
	add_list(t, &list, "/resources");
}

/* ---- one resource ---- */

static bool is_single(const ErValue *root)
{
	return er_shape_of(root) > ER_SHAPE_NONE && er_shape_of(root) != ER_SHAPE_NAMES;
}

static void take_single(Taking *t, ErValue *root)
{
	static const char *const names[] = { [ER_SHAPE_ARM] = "arm-rest-single", [ER_SHAPE_CLI] = "azure-cli-single", [ER_SHAPE_POWERSHELL] = "powershell-single", [ER_SHAPE_GET_AZRESOURCE] = "get-azresource" };

	set_format(t, names[er_shape_of(root)]);
	add_one(t, root, "");
}

/* ---- templates ---- */

static void wait_in(GArray *list, const Taking *t, const ErValue *root)
{
	const Waiting waiting = { *root, t->source, t->of, NULL };

	g_array_append_val(list, waiting);
}

static void take_template(Taking *t, ErValue *root)
{
	set_format(t, "arm-template");
	wait_in(t->forms->templates, t, root);
}

static void take_parameters(Taking *t, ErValue *root)
{
	wait_in(t->forms->parameters, t, root);
}

/* A deployment as the service keeps it: the template that was deployed, and the values it was given. */
static bool is_deployed_template(const ErValue *root)
{
	const ErValue *template = er_value_get(root, "properties.template");

	return template != NULL && er_template_is(template);
}

static void take_deployed_template(Taking *t, ErValue *root)
{
	const Waiting waiting = { *er_value_get(root, "properties.template"), t->source, NULL, er_value_get(root, "properties.parameters") };

	set_format(t, "deployment");
	g_array_append_val(t->forms->templates, waiting);
}

/* "a, b, c and 4 more". (transfer full) */
static char *first_few(const GPtrArray *texts)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < texts->len && i < 6; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", (const char *)texts->pdata[i]);
	if (texts->len > 6)
		g_string_append_printf(out, " and %u more", texts->len - 6);
	return g_string_free(out, FALSE);
}

static void tell_template(Taking *t, const ErTemplateNotes *notes)
{
	ErLoc loc = place_of(t, 0);
	g_autofree char *open = first_few(notes->open_parameters);

	if (notes->open_parameters->len > 0 && notes->unknown == 0)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_UNKNOWN, &loc, "parameters without a value: %s", open);
	else if (notes->open_parameters->len > 0)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_UNKNOWN, &loc, "%u %s; parameters without a value: %s", notes->unknown, notes->unknown == 1 ? "property" : "properties", open);
	else if (notes->unknown > 0)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_UNKNOWN, &loc, "%u %s", notes->unknown, notes->unknown == 1 ? "property" : "properties");
	if (notes->conditional > 0)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_CONDITION, &loc, "%u of %u resources", notes->conditional, notes->resources);
	if (notes->skipped > 0)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_SKIPPED, &loc, "%u, against %u that are", notes->skipped, notes->resources);
	for (guint i = 0; i < notes->functions->len; i++)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_FUNCTION, &loc, "%s", (const char *)notes->functions->pdata[i]);
	if (notes->bounded)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_BOUND, &loc, "%u resources", notes->resources);
	loc.line = notes->link_line;
	if (notes->links > 0)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_LINK, &loc, "%u linked %s, the first here", notes->links, notes->links == 1 ? "template" : "templates");
	loc.line = notes->error_line;
	if (notes->errors > 0)
		er_diag_add(t->forms->diags, ER_D_TEMPLATE_EXPRESSION, &loc, "%u %s, the first here: %s", notes->errors, notes->errors == 1 ? "expression" : "expressions", notes->error);
}

static void evaluate(Taking *t, const ErValue *root, const ErValue *parameters)
{
	ErTemplateNotes notes;
	ErValue list = er_template_resources(t->shaping.arena, root, parameters, &notes);

	add_list(t, &list, "/resources");
	tell_template(t, &notes);
	er_template_notes_clear(&notes);
}

/* What all parameter files say; of a name in several the last in the order of the files. */
static ErValue all_parameters(ErForms *forms)
{
	const ErBuildPlace place = { 0 };
	ErValue all = er_build_object(&place);

	for (guint i = 0; i < forms->parameters->len; i++) {
		const ErValue *own = er_value_get(&g_array_index(forms->parameters, Waiting, i).root, "parameters");
		for (uint32_t k = 0; own != NULL && own->kind == ER_VALUE_OBJECT && k < own->n; k++)
			er_build_set(er_inventory_arena(forms->inv), &all, own->u.members[k].key, own->u.members[k].value);
	}
	return all;
}

/* ---- Terraform ---- */

static void tell_terraform(Taking *t, const ErTerraformNotes *notes)
{
	ErLoc loc = place_of(t, 0);

	if (notes->unknown > 0 || notes->bounded)
		er_diag_add(t->forms->diags, ER_D_TERRAFORM_UNKNOWN, &loc, "%u %s%s", notes->unknown, notes->unknown == 1 ? "property" : "properties", notes->bounded ? "; references lead farther than erscope follows" : "");
	if (notes->skipped > 0)
		er_diag_add(t->forms->diags, ER_D_TERRAFORM_SKIPPED, &loc, "%u", notes->skipped);
}

static void take_terraform(Taking *t, const ErValue *root, const char *format)
{
	ErTerraformNotes notes;
	ErValue list = er_terraform_resources(t->shaping.arena, root, t->forms->before, &notes);

	set_format(t, format);
	for (uint32_t i = 0; i < list.n; i++)
		er_inventory_add(t->forms->inv, &list.u.items[i], t->source, notes.pointers->pdata[i], t->forms->diags);
	tell_terraform(t, &notes);
	er_terraform_notes_clear(&notes);
}

static void take_plan(Taking *t, ErValue *root)
{
	take_terraform(t, root, t->forms->before ? "terraform-plan-before" : "terraform-plan");
}

static void take_state(Taking *t, ErValue *root)
{
	take_terraform(t, root, "terraform-state");
}

/* ---- what we do not read ---- */

/* Told by a member, asked in order. */
static const struct { const char *path, *also, *what; } foreign[] = {
	{ "error.code", "", "an error reply of Azure: repair what it tells, and export again" },
	{ "format_version", "", "Terraform without resources: give what `terraform show -json` prints of a plan or a state" },
	{ "terraform_version", "", "Terraform without resources: give what `terraform show -json` prints of a plan or a state" },
	{ "policyRule", "", "an Azure policy, not the resources it is about" },
	{ "fallbackResourceIds", "items", "an Azure workbook, not the resources it shows" },
	{ "apiVersion", "kind", "objects of Kubernetes, not of Azure Resource Manager" },
	{ "schema", "inputs", "a results document of erscope: give the inventory it was made from" },
	{ "site", "", "a site description: give it with --site" },
	{ "estate", "", "a site description: give it with --site" },
	{ "resources", "", "an object with \"resources\", but none of them is an ARM resource" },
};

/* In words the user knows. */
static const char *guess_foreign(const ErValue *root)
{
	for (size_t i = 0; i < G_N_ELEMENTS(foreign); i++)
		if (er_value_get(root, foreign[i].path) != NULL && (*foreign[i].also == '\0' || er_value_get(root, foreign[i].also) != NULL))
			return foreign[i].what;
	if (er_shape_of(root) == ER_SHAPE_NAMES)
		return "a single resource without \"properties\": details absent";
	return root->kind == ER_VALUE_OBJECT ? "a JSON object without \"value\" and without \"id\"" : "a JSON value that is neither an object nor a list of resources";
}

/* ---- live captures ---- */

static bool is_capture(const ErValue *root)
{
	return er_capture_format(root) != NULL;
}

static void take_capture(Taking *t, ErValue *root)
{
	set_format(t, er_capture_format(root));
	wait_in(t->forms->captures, t, root);
}

static const struct { bool (*is)(const ErValue *root); void (*take)(Taking *t, ErValue *root); } known[] = {
	{ is_capture, take_capture },
	{ is_array, take_array },
	{ er_template_is, take_template },
	{ er_template_is_parameters, take_parameters },
	{ er_terraform_is_plan, take_plan },
	{ er_terraform_is_state, take_state },
	{ er_terraform_is_raw_state, take_state },
	{ is_api_example, take_api_example },
	{ is_what_if, take_what_if },
	{ is_stack, take_stack },
	{ is_deployed_template, take_deployed_template },
	{ is_deployment, take_deployment },
	{ is_table, take_table },
	{ is_value_list, take_value_list },
	{ is_data_list, take_data_list },
	{ is_single, take_single },
	{ is_topology, take_topology },
};

/* An example within an example ends: each step goes into a smaller value. */
static void take_any(Taking *t, ErValue *root)
{
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (known[i].is(root)) {
			known[i].take(t, root);
			return;
		}
	refuse(t, root->line, guess_foreign(root));
}

static Taking taking(ErForms *forms, uint32_t source)
{
	return (Taking){ .forms = forms, .source = source, .shaping = { .arena = er_inventory_arena(forms->inv) } };
}

ErForms *er_forms_new(ErInventory *inv, bool before, ErDiags *diags)
{
	ErForms *forms = g_new(ErForms, 1);

	*forms = (ErForms){ inv, diags, before, g_array_new(FALSE, FALSE, sizeof(Waiting)), g_array_new(FALSE, FALSE, sizeof(Waiting)), g_array_new(FALSE, FALSE, sizeof(Waiting)) };
	return forms;
}

static void tell_cut(const Taking *t)
{
	ErLoc loc = place_of(t, t->shaping.cut_line);

	if (t->shaping.n_cut > 0)
		er_diag_add(t->forms->diags, ER_D_DEPTH_CUT, &loc, "%u %s, the first here; %u more were told by their text copies", t->shaping.n_cut, t->shaping.n_cut == 1 ? "property" : "properties", t->shaping.n_rescued);
}

void er_forms_take(ErForms *forms, ErValue *root, uint32_t source, const char *of)
{
	Taking t = taking(forms, source);

	t.of = of;
	if (of == NULL || is_capture(root))
		take_any(&t, root);
	else
		refuse(&t, root->line, "not one of the live captures that --capture takes: resiliency information, route sets, failover tests, learned routes, route tables");
	tell_cut(&t);
}

struct ErFormsItems { Taking taking; uint32_t n, with_id; };

ErFormsItems *er_forms_items_new(ErForms *forms, uint32_t source)
{
	ErFormsItems *items = g_new(ErFormsItems, 1);

	*items = (ErFormsItems){ taking(forms, source), 0, 0 };
	return items;
}

void er_forms_items_take(ErFormsItems *items, const char *format, ErValue *item)
{
	g_autofree char *pointer = g_strdup_printf("/%u", items->n++);

	set_format(&items->taking, format);
	items->with_id += add_one(&items->taking, item, pointer) != ER_SHAPE_NONE;
}

void er_forms_items_finish(ErFormsItems *items, const char *format, bool paged)
{
	if (format != NULL)
		set_format(&items->taking, format);
	if (items->n > 0 && items->with_id == 0)
		refuse(&items->taking, 0, "a list, but none of its entries has an ARM \"id\"");
	if (paged)
		tell_page(&items->taking, items->n);
	tell_cut(&items->taking);
	g_free(items);
}

void er_forms_finish(ErForms *forms)
{
	ErValue parameters = all_parameters(forms);

	for (guint i = 0; i < forms->parameters->len; i++) {
		const Waiting *waiting = &g_array_index(forms->parameters, Waiting, i);
		Taking t = taking(forms, waiting->source);
		if (forms->templates->len == 0)
			refuse(&t, waiting->root.line, "a parameter file without its template: it holds no resources; give the template, too");
		else
			set_format(&t, "arm-template-parameters");
	}
	for (guint i = 0; i < forms->templates->len; i++) {
		const Waiting *waiting = &g_array_index(forms->templates, Waiting, i);
		Taking t = taking(forms, waiting->source);
		evaluate(&t, &waiting->root, waiting->parameters != NULL ? waiting->parameters : &parameters);
	}
	for (guint i = 0; i < forms->captures->len; i++) {
		const Waiting *waiting = &g_array_index(forms->captures, Waiting, i);
		er_capture_attach(forms->inv, &waiting->root, waiting->of, waiting->source, forms->diags);
	}
	g_array_unref(forms->captures);
	g_array_unref(forms->templates);
	g_array_unref(forms->parameters);
	g_free(forms);
}
