# Tests in a real browser: a label of their own, beside that of the slow ones.
set(label slow browser)
add_dependencies(test_browser psoas)
target_compile_definitions(test_browser PRIVATE PSOAS_WEB_BUILD="${PROJECT_BINARY_DIR}/web" PSOAS_PAGE_TEST="${CMAKE_CURRENT_SOURCE_DIR}/browser/page.mjs")
