# Bundles the web page (esbuild, from npm) into the program. Without npm or its registry the build goes on: psoas report
# then says what is missing.
option(PSOAS_REPORT "Bundle the page of psoas report and psoas view; needs npm when it is built" ON)

set(web_source ${PROJECT_SOURCE_DIR}/analysis/report/web)
set(web_build ${PROJECT_BINARY_DIR}/web)
set(PSOAS_WEB OFF)
if(PSOAS_REPORT)
  find_program(NODE node)
  find_program(NPM npm)
  # Packages are pinned by the checksums of package-lock.json; none of their scripts is run. Tests need a few more.
  set(omit --omit=dev)
  if(PSOAS_TESTS)
    set(omit)
  endif()
  set(stamp ${web_build}/installed)
  file(SHA256 ${web_source}/package-lock.json lock)
  set(wanted "${lock} ${omit}")
  set(have "")
  if(EXISTS ${stamp})
    file(READ ${stamp} have)
  endif()
  if(NODE AND NPM AND NOT have STREQUAL wanted)
    file(COPY ${web_source}/package.json ${web_source}/package-lock.json DESTINATION ${web_build})
    execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error ${omit}
                    WORKING_DIRECTORY ${web_build} RESULT_VARIABLE failed OUTPUT_QUIET)
    if(NOT failed)
      file(WRITE ${stamp} "${wanted}")
      set(have "${wanted}")
    endif()
  endif()
  if(NODE AND have STREQUAL wanted)
    set(PSOAS_WEB ON)
  else()
    message(WARNING "psoas report and psoas view are left out: npm is missing, or could not install what "
                    "analysis/report/web/package-lock.json lists")
  endif()
endif()

if(PSOAS_WEB)
  file(GLOB web_files CONFIGURE_DEPENDS ${web_source}/*.js ${web_source}/*.css)
  set(esbuild ${CMAKE_COMMAND} -E env NODE_PATH=${web_build}/node_modules ${NODE} ${web_build}/node_modules/esbuild/bin/esbuild
              --bundle --minify --charset=utf8 --log-level=warning)
  add_custom_command(OUTPUT ${web_build}/page.js ${web_build}/page.css VERBATIM DEPENDS ${web_files} ${stamp}
    COMMAND ${esbuild} ${web_source}/main.js --format=iife --target=es2022 --legal-comments=eof --outfile=${web_build}/page.js
    COMMAND ${esbuild} ${web_source}/style.css --outfile=${web_build}/page.css)
  # The assembler takes the files in as they are.
  set(rows "")
  foreach(part html css js)
    set(file ${web_build}/page.${part})
    if(part STREQUAL html)
      set(file ${web_source}/page.html)
    endif()
    string(APPEND rows "asm(\".section .rodata\\n.global psoas_page_${part}, psoas_page_${part}_end\\n\"\n"
                       "    \"psoas_page_${part}:\\n.incbin \\\"${file}\\\"\\npsoas_page_${part}_end:\\n.byte 0\\n.text\\n\");\n"
                       "extern \"C\" const char psoas_page_${part}[], psoas_page_${part}_end[];\n")
  endforeach()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/bundle.cpp @ONLY CONTENT
"// Written by analysis/report/bundle.cmake.
#include \"analysis/report/page.h\"

@rows@
namespace psoas {
const Bundle* bundle() {
  static const Bundle web{{psoas_page_html, psoas_page_html_end}, {psoas_page_css, psoas_page_css_end}, {psoas_page_js, psoas_page_js_end}};
  return &web;
}
}  // namespace psoas
")
  set_source_files_properties(${PROJECT_BINARY_DIR}/generated/bundle.cpp PROPERTIES
    OBJECT_DEPENDS "${web_build}/page.js;${web_build}/page.css;${web_source}/page.html")
else()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/bundle.cpp @ONLY CONTENT
"// Written by analysis/report/bundle.cmake.
#include \"analysis/report/page.h\"

namespace psoas {
const Bundle* bundle() { return nullptr; }
}  // namespace psoas
")
endif()

file(GLOB report_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/analysis/report/*.cpp ${PROJECT_SOURCE_DIR}/analysis/export/*.cpp)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
