// How does a results file become one page? Words, numbers and curves put into the page that the build has bundled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/models.h"
#include "scenarios/results/reader.h"

namespace psoas {

/// The page as bundled at build time by esbuild: see analysis/report/bundle.cmake.
struct Bundle {
  std::string_view html, css, js;  ///< template, style, program
};
/// nullptr when this program was built without npm or without a network.
const Bundle* bundle();
/// @throws MissingTool when there is none, saying how to get it
const Bundle& needed_bundle();

struct PageOptions {
  bool served = false;  ///< true: numbers and curves are fetched from where the page came from (psoas view)
  std::size_t byte_limit = 24'000'000;  ///< of an embedded page: muscles, then curves are left out to stay below
};

struct Page {
  std::string html;
  std::string table;       ///< block of the numbers; what a served page asks for as /table
  std::size_t curves = 0;  ///< scenarios whose curves are embedded
  bool has_curves = false, muscles = false;
  std::vector<Status> status;  ///< of every scenario
};

Page make_page(const Results& results, const Models& models, const PageOptions& options);

/// 'sha256-...' of a script or style, for a Content-Security-Policy.
std::string csp_hash(std::string_view text);

}  // namespace psoas
