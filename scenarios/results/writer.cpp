// How is a results file written? See writer.h.
#include "scenarios/results/writer.h"

#include <algorithm>
#include <numeric>

#include "sim/core/check.h"

namespace psoas {

namespace {

constexpr std::size_t scalar_chunk = 1024;  ///< scenarios per chunk of a variable that is no curve: 8 kB of numbers

hid_t file_type(Type type, hid_t text) {
  switch (type) {
    case Type::float32:
      return H5T_IEEE_F32LE;
    case Type::float64:
      return H5T_IEEE_F64LE;
    case Type::int32:
      return H5T_STD_I32LE;
    case Type::text:
      return text;
  }
  CHECK(false);
}

void describe(hid_t dataset, std::string_view units, std::string_view long_name) {
  if (!units.empty()) h5::write_attribute(dataset, "units", std::string(units));
  h5::write_attribute(dataset, "long_name", std::string(long_name));
}

}  // namespace

Writer::Writer(h5::Handle file, const Header& header, const std::vector<int>& scenarios, std::vector<CurveSource> links)
    : header_(header), file_(std::move(file)), count_(scenarios.size()), links_(std::move(links)) {
  CHECK(count_ > 0);
  // 1. Who made this, from what, when
  for (const auto& [name, value] : header.attributes)
    std::visit([&, &key = name](const auto& v) { h5::write_attribute(file_, key, v); }, value);
  // 2. Dimensions, then what was chosen, then what came of it
  coordinates_ = "scenario_id";
  for (const Parameter& parameter : header.parameters)
    if (parameter.varied) coordinates_ += " " + parameter.name;
  make_dimensions(scenarios);
  make_parameters();
  make_fields();
  scales_.clear();
}

/// A dataset with its dimension scales attached. Curves: one chunk per scenario; all else: many scenarios per chunk.
h5::Handle Writer::make(const std::string& name, Type type, const Dims& dims) {
  h5::Shape shape;
  for (Dim dim : dims) {
    const std::size_t size = dim == Dim::scenario ? count_ : header_.axes.size(dim);
    shape.dims.push_back(size);
    const bool along_scenario = dim == Dim::scenario;
    shape.chunk.push_back(!along_scenario ? size : dims.over_time() ? 1 : std::min(size, scalar_chunk));
  }
  const h5::Handle text = h5::text_type();
  for (const CurveSource& link : links_)
    if (dims.over_time()) shape.parts.push_back({link.at, link.count, link.path, link.from, link.size});
  h5::Handle dataset = h5::create_dataset(file_, name, file_type(type, text), shape);
  if (type == Type::float32 || type == Type::float64) h5::write_fill_attribute(dataset, file_type(type, text));
  unsigned axis = 0;
  for (Dim dim : dims) h5::attach_scale(dataset, scales_.at(std::string(dimension(dim).name)), axis++);
  return dataset;
}

void Writer::make_dimensions(const std::vector<int>& scenarios) {
  for (int i = 0; i < dim_count; ++i) {
    const Dim dim = static_cast<Dim>(i);
    const Dimension& about = dimension(dim);
    const std::string name(about.name);
    const std::vector<std::string> words = labels(dim, header_.axes);
    h5::Handle scale;
    if (words.empty()) {
      // Counted dimensions: the plan's scenarios, percent of the gait cycle, milliseconds from touch-down
      std::vector<int> values = scenarios;
      if (dim != Dim::scenario) {
        values.resize(header_.axes.size(dim));
        std::iota(values.begin(), values.end(), dim == Dim::landing_time ? landing_first : 0);
      }
      scale = h5::create_dataset(file_, name, H5T_STD_I32LE, {{values.size()}, {}});
      h5::write_rows(scale, H5T_NATIVE_INT, 0, values.size(), values.data());
    } else {
      const h5::Handle text = h5::text_type();
      scale = h5::create_dataset(file_, name, text, {{words.size()}, {}});
      h5::write_texts(scale, 0, words);
    }
    h5::make_scale(scale, name);
    describe(scale, about.units, about.long_name);
    scales_.emplace(name, std::move(scale));
  }
}

void Writer::make_parameters() {
  for (const Parameter& parameter : header_.parameters) {
    h5::Handle dataset = make(parameter.name, parameter.text ? Type::text : Type::float64, {Dim::scenario});
    describe(dataset, parameter.units, parameter.long_name);
    h5::write_attribute(dataset, "parameter", std::string(parameter.varied ? "varied" : "fixed"));
    parameters_.push_back(std::move(dataset));
  }
}

void Writer::make_fields() {
  for (const Field& field : fields) {
    if (!holds(header_.outputs, field)) {
      fields_.emplace_back();
      continue;
    }
    h5::Handle dataset = make(std::string(field.path), field.type, field.dims);
    describe(dataset, field.units, field.long_name);
    if (const std::string text = comment(field); !text.empty()) h5::write_attribute(dataset, "comment", text);
    if (field.path == "status") {
      std::vector<int> values(status_count);
      std::iota(values.begin(), values.end(), 0);
      std::string meanings;
      for (std::string_view name : status_names) meanings.append(meanings.empty() ? "" : " ").append(name);
      h5::write_attribute(dataset, "flag_values", values);
      h5::write_attribute(dataset, "flag_meanings", meanings);
    }
    if (field.path != "scenario_id") h5::write_attribute(dataset, "coordinates", coordinates_);
    fields_.push_back(std::move(dataset));
  }
}

void Writer::write(std::size_t at, std::span<const EncodedRow> rows) {
  // 1. What was chosen
  std::vector<std::string> texts(rows.size());
  std::vector<double> numbers(rows.size());
  for (std::size_t p = 0; p < parameters_.size(); ++p) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Value& value = rows[i].parameters.at(p);
      if (header_.parameters[p].text)
        texts[i] = std::get<std::string>(value);
      else
        numbers[i] = std::get<double>(value);
    }
    if (header_.parameters[p].text)
      h5::write_texts(parameters_[p], at, texts);
    else
      h5::write_rows(parameters_[p], H5T_NATIVE_DOUBLE, at, rows.size(), numbers.data());
  }

  // 2. What came of it: curves as they are, scenario by scenario; all else in one block
  std::size_t number = 0, text = 0, curve = 0;  // place in each encoded row
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const Field& field = fields[f];
    if (!holds(header_.outputs, field)) continue;
    if (field.type == Type::text) {
      for (std::size_t i = 0; i < rows.size(); ++i) texts[i] = rows[i].texts.at(text);
      h5::write_texts(fields_[f], at, texts);
      ++text;
    } else if (is_curve(field)) {
      for (std::size_t i = 0; i < rows.size() && links_.empty(); ++i)
        if (!rows[i].curves.at(curve).empty()) h5::write_chunk(fields_[f], at + i, rows[i].curves[curve]);
      ++curve;
    } else {
      const std::size_t size = row_size(field, header_.axes);
      numbers.resize(size * rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(number + size <= rows[i].numbers.size());
        std::copy_n(rows[i].numbers.begin() + static_cast<std::ptrdiff_t>(number), size,
                    numbers.begin() + static_cast<std::ptrdiff_t>(i * size));
      }
      h5::write_rows(fields_[f], H5T_NATIVE_DOUBLE, at, rows.size(), numbers.data());
      number += size;
    }
  }
}

std::vector<std::byte> Writer::image() {
  for (std::vector<h5::Handle>* group : {&parameters_, &fields_})
    for (h5::Handle& dataset : *group) dataset.close("cannot finish a variable");
  return h5::image(file_);
}

void Writer::close() {
  for (std::vector<h5::Handle>* group : {&parameters_, &fields_})
    for (h5::Handle& dataset : *group) dataset.close("cannot finish a variable");
  file_.close("cannot finish the results");
}

std::vector<std::byte> encode(const Header& header, const std::vector<int>& scenarios,
                              std::span<const EncodedRow> rows) {
  CHECK(scenarios.size() == rows.size());
  Writer writer(h5::create_in_memory(), header, scenarios);
  writer.write(0, rows);
  return writer.image();
}

std::vector<std::byte> encode(const Header& header, std::size_t first, std::span<const Row> rows) {
  ChunkPacker packer;
  std::vector<EncodedRow> encoded;
  for (const Row& row : rows) encoded.push_back(encode_row(row, header.axes, header.outputs, packer));
  std::vector<int> scenarios(rows.size());
  std::iota(scenarios.begin(), scenarios.end(), static_cast<int>(first));
  return encode(header, scenarios, encoded);
}

}  // namespace psoas
