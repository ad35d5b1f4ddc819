// What is kept of a scenario until it is written? See encoded_row.h.
#include "scenarios/results/encoded_row.h"

#include <algorithm>

#include "sim/core/input_error.h"

namespace psoas {

Outputs parse_outputs(const std::string& name) {
  const auto found = std::find(outputs_names.begin(), outputs_names.end(), name);
  if (found == outputs_names.end()) throw InputError("--outputs is summary, waveforms or muscles; found " + name);
  return static_cast<Outputs>(found - outputs_names.begin());
}

bool is_curve(const Field& field) { return field.dims.over_time(); }

bool holds(Outputs outputs, const Field& field) {
  if (!is_curve(field)) return true;
  return outputs >= (field.dims.has(Dim::muscle) ? Outputs::muscles : Outputs::waveforms);
}

EncodedRow encode_row(const Row& row, const Axes& axes, Outputs outputs, ChunkPacker& packer) {
  EncodedRow encoded;
  encoded.parameters = row.parameters;
  for (const Field& field : fields) {
    if (!holds(outputs, field)) continue;
    if (field.type == Type::text) {
      encoded.texts.push_back(field.text(row));
      continue;
    }
    const std::size_t size = row_size(field, axes);
    if (is_curve(field)) {
      packer.numbers.resize(size);
      field.numbers(row, axes, packer.numbers);
      encoded.curves.push_back(packer.pack(packer.numbers));
    } else {
      encoded.numbers.resize(encoded.numbers.size() + size);
      field.numbers(row, axes, std::span(encoded.numbers).last(size));
    }
  }
  return encoded;
}

}  // namespace psoas
