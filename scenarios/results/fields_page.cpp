// How does the table of fields read as a page?
#include "scenarios/results/schema.h"

namespace psoas {

std::string fields_markdown() {
  constexpr std::string_view type_names[] = {"float32", "float64", "int32", "text"};
  std::string page =
      "# What a results file holds\n\nWritten by `psoas info --fields > scenarios/results/FIELDS.md` from the table in "
      "`schema.cpp`; "
      "a test compares.\n\n| dimension | units | meaning |\n|---|---|---|\n";
  for (int i = 0; i < dim_count; ++i) {
    const Dimension& d = dimension(static_cast<Dim>(i));
    page += "| `" + std::string(d.name) + "` | " + std::string(d.units) + " | " + std::string(d.long_name) + " |\n";
  }
  page += "\n| variable | type | dimensions | units | meaning |\n|---|---|---|---|---|\n";
  for (const Field& field : fields) {
    page += "| `" + std::string(field.path) + "` | " + std::string(type_names[static_cast<std::size_t>(field.type)]) +
            " | ";
    for (const Dim& dim : field.dims)
      page += (&dim == field.dims.begin() ? "" : ", ") + std::string(dimension(dim).name);
    page += " | " + std::string(field.units) + " | " + std::string(field.long_name) + ".";
    if (!comment(field).empty()) page += " " + comment(field);
    page += " |\n";
  }
  page +=
      "\nBeside these, one 1-D variable for each key of a study, named and measured as in `psoas keys`.\n\nStatus "
      "flags:";
  for (int i = 0; i < status_count; ++i)
    page += " " + std::to_string(i) + " `" + std::string(status_names[i]) + "`" + (i + 1 < status_count ? "," : ".\n");
  return page;
}

}  // namespace psoas
