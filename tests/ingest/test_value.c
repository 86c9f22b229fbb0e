/*
 * test_value.c: the accessors of inventory.h over trees built by hand, since base knows no parser.
 */
#include <erscope/inventory.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(kind_, text_) { .kind = (kind_), .u.text = (text_), .n = sizeof (text_) - 1 }
#define STRING(text_) TEXT(ER_VALUE_STRING, text_)
#define NUMBER(text_) TEXT(ER_VALUE_NUMBER, text_)
#define WORD(kind_) { .kind = (kind_) }
#define OBJECT(members_) { .kind = ER_VALUE_OBJECT, .u.members = (members_), .n = G_N_ELEMENTS(members_) }
#define ARRAY(items_) { .kind = ER_VALUE_ARRAY, .u.items = (items_), .n = G_N_ELEMENTS(items_) }

static ErMember inner[] = {
	{ "peeringLocation", STRING("Amsterdam") },
	{ "empty", STRING("") },
	{ "nothing", WORD(ER_VALUE_NULL) },
	{ "", STRING("nameless") },
};

static ErValue letters[] = { STRING("a"), WORD(ER_VALUE_NULL), STRING("c") };
static ErValue objects[] = { OBJECT(inner) };

static ErMember outer[] = {
	{ "Properties", OBJECT(inner) },
	{ "properties", STRING("second spelling, never reached") },
	{ "id", STRING("/x") },
	{ "ids", ARRAY(letters) },
	{ "list", ARRAY(objects) },
	{ "none", { .kind = ER_VALUE_ARRAY } },
	{ "yes", WORD(ER_VALUE_TRUE) },
	{ "no", WORD(ER_VALUE_FALSE) },
	{ "yesText", STRING("true") },
	{ "noText", STRING("False") },
	{ "one", NUMBER("1") },
};

static const ErValue root = OBJECT(outer);

static const struct { const char *path, *text; bool there; } paths[] = {
	{ "id", "/x", true },
	{ "ID", "/x", true },
	{ "i", NULL, false },
	{ "idx", NULL, false },
	{ "properties", NULL, true },
	{ "properties.peeringLocation", "Amsterdam", true },
	{ "PROPERTIES.PEERINGLOCATION", "Amsterdam", true },
	{ "properties.peering", NULL, false },
	{ "properties.empty", NULL, true },
	{ "properties.nothing", NULL, false },
	{ "properties.nothing.deeper", NULL, false },
	{ "properties.absent.deeper", NULL, false },
	{ "properties.peeringLocation.deeper", NULL, false },
	{ "list.peeringLocation", NULL, false },
	{ "ids", NULL, true },
	{ "yes", NULL, true },
	{ "one", NULL, true },
	{ "", NULL, true },
};

START_TEST(path_finds)
{
	const char *text = er_value_text(&root, paths[_i].path);

	ck_assert_msg((er_value_get(&root, paths[_i].path) != NULL) == paths[_i].there, "%s", paths[_i].path);
	ck_assert_pstr_eq(text, paths[_i].text);
}
END_TEST

static const struct { const char *path; bool there, value; } bools[] = {
	{ "yes", true, true }, { "no", true, false }, { "yesText", true, true }, { "noText", true, false },
	{ "one", false, false }, { "id", false, false }, { "absent", false, false }, { "ids", false, false },
	{ "properties.nothing", false, false }, { "properties.empty", false, false },
};

START_TEST(bool_is_read)
{
	for (int preset = 0; preset < 2; preset++) {
		bool got = preset != 0;

		ck_assert_msg(er_value_bool(&root, bools[_i].path, &got) == bools[_i].there, "%s", bools[_i].path);
		ck_assert_msg(got == (bools[_i].there ? bools[_i].value : preset != 0), "%s", bools[_i].path);
	}
}
END_TEST

static const struct { ErValueKind kind; const char *text; bool ok; uint32_t value; } uints[] = {
	{ ER_VALUE_NUMBER, "0", true, 0 },
	{ ER_VALUE_NUMBER, "-0", true, 0 },
	{ ER_VALUE_NUMBER, "0.000", true, 0 },
	{ ER_VALUE_NUMBER, "0e99999999999999999999", true, 0 },
	{ ER_VALUE_NUMBER, "7", true, 7 },
	{ ER_VALUE_NUMBER, "100", true, 100 },
	{ ER_VALUE_NUMBER, "100.0", true, 100 },
	{ ER_VALUE_NUMBER, "100.5", false, 0 },
	{ ER_VALUE_NUMBER, "1e2", true, 100 },
	{ ER_VALUE_NUMBER, "1E+2", true, 100 },
	{ ER_VALUE_NUMBER, "1.25e2", true, 125 },
	{ ER_VALUE_NUMBER, "1.25e1", false, 0 },
	{ ER_VALUE_NUMBER, "1200e-2", true, 12 },
	{ ER_VALUE_NUMBER, "1230e-2", false, 0 },
	{ ER_VALUE_NUMBER, "0.5", false, 0 },
	{ ER_VALUE_NUMBER, "0.5e1", true, 5 },
	{ ER_VALUE_NUMBER, "-1", false, 0 },
	{ ER_VALUE_NUMBER, "4294967295", true, UINT32_MAX },
	{ ER_VALUE_NUMBER, "4294967295.00", true, UINT32_MAX },
	{ ER_VALUE_NUMBER, "4.294967295e9", true, UINT32_MAX },
	{ ER_VALUE_NUMBER, "429496729500e-2", true, UINT32_MAX },
	{ ER_VALUE_NUMBER, "4294967296", false, 0 },
	{ ER_VALUE_NUMBER, "18446744073709551617", false, 0 },
	{ ER_VALUE_NUMBER, "1e10", false, 0 },
	{ ER_VALUE_NUMBER, "1e99999999999999999999", false, 0 },
	{ ER_VALUE_NUMBER, "1e-99999999999999999999", false, 0 },
	{ ER_VALUE_STRING, "50", true, 50 },
	{ ER_VALUE_STRING, "00050", true, 50 },
	{ ER_VALUE_STRING, "4294967295", true, UINT32_MAX },
	{ ER_VALUE_STRING, "4294967296", false, 0 },
	{ ER_VALUE_STRING, "", false, 0 },
	{ ER_VALUE_STRING, "50 ", false, 0 },
	{ ER_VALUE_STRING, "5.0", false, 0 },
	{ ER_VALUE_STRING, "1e2", false, 0 },
	{ ER_VALUE_STRING, "-1", false, 0 },
	{ ER_VALUE_STRING, "+1", false, 0 },
	{ ER_VALUE_STRING, "Mbps", false, 0 },
};

START_TEST(uint_is_exact)
{
	ErMember member = { "n", { .kind = uints[_i].kind, .u.text = uints[_i].text, .n = (uint32_t)strlen(uints[_i].text) } };
	ErValue object = { .kind = ER_VALUE_OBJECT, .u.members = &member, .n = 1 };
	uint32_t got = 4711;

	ck_assert_msg(er_value_uint(&object, "n", &got) == uints[_i].ok, "%s", uints[_i].text);
	ck_assert_uint_eq(got, uints[_i].ok ? uints[_i].value : 4711);
	ck_assert_msg(er_value_uint(&member.value, "", &got) == uints[_i].ok, "%s", uints[_i].text);
}
END_TEST

START_TEST(uint_of_other_kinds)
{
	static const char *const others[] = { "yes", "ids", "none", "properties", "absent", "properties.nothing" };
	uint32_t got = 4711;

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		ck_assert_msg(!er_value_uint(&root, others[i], &got), "%s", others[i]);
	ck_assert_uint_eq(got, 4711);
}
END_TEST

START_TEST(array_items)
{
	const ErValue *ids = er_value_get(&root, "ids");

	ck_assert_uint_eq(er_value_count(&root, "ids"), 3);
	ck_assert_uint_eq(er_value_count(&root, "none"), 0);
	ck_assert_uint_eq(er_value_count(&root, "id"), 0);
	ck_assert_uint_eq(er_value_count(&root, "properties"), 0);
	ck_assert_uint_eq(er_value_count(&root, "absent"), 0);
	ck_assert_uint_eq(er_value_count(ids, ""), 3);
	ck_assert_str_eq(er_value_text(er_value_item(ids, 2), ""), "c");
	ck_assert_ptr_eq(er_value_item(ids, 1), &letters[1]);
	ck_assert_ptr_null(er_value_get(er_value_item(ids, 1), ""));
	ck_assert_ptr_null(er_value_item(ids, 3));
	ck_assert_ptr_null(er_value_item(&root, 0));
	ck_assert_str_eq(er_value_text(er_value_item(er_value_get(&root, "list"), 0), "peeringlocation"), "Amsterdam");
}
END_TEST

START_TEST(nothing_has_nothing)
{
	bool yes;
	uint32_t n;

	ck_assert_ptr_null(er_value_get(NULL, "a.b"));
	ck_assert_ptr_null(er_value_text(NULL, "a"));
	ck_assert(!er_value_bool(NULL, "a", &yes));
	ck_assert(!er_value_uint(NULL, "a", &n));
	ck_assert_uint_eq(er_value_count(NULL, "a"), 0);
	ck_assert_ptr_null(er_value_item(NULL, 0));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("value");
	TCase *tcase = tcase_create("accessors");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, path_finds, 0, G_N_ELEMENTS(paths));
	tcase_add_loop_test(tcase, bool_is_read, 0, G_N_ELEMENTS(bools));
	tcase_add_loop_test(tcase, uint_is_exact, 0, G_N_ELEMENTS(uints));
	tcase_add_test(tcase, uint_of_other_kinds);
	tcase_add_test(tcase, array_items);
	tcase_add_test(tcase, nothing_has_nothing);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
