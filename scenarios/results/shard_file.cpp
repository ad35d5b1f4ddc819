// Is a finished batch of scenarios on the disk whole, and what does it hold? See shard_file.h.
#include "scenarios/results/shard_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas {

namespace {

constexpr std::size_t seal_size = 24;
constexpr char mark[] = "PSOASEND";

std::uint64_t read_number(const std::byte* at) {
  std::uint64_t value = 0;
  for (int b = 7; b >= 0; --b) value = value << 8 | std::to_integer<std::uint64_t>(at[b]);
  return value;
}

struct Seal {
  std::uint64_t length, sum;
};
std::optional<Seal> read_seal(const std::byte* at) {
  if (std::memcmp(at, mark, 8) != 0) return std::nullopt;
  return Seal{read_number(at + 8), read_number(at + 16)};
}

std::vector<std::byte> read_all(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw FileError("cannot read " + path.string() + ": " + std::strerror(errno));
  std::vector<std::byte> bytes(static_cast<std::size_t>(file.tellg()));
  file.seekg(0);
  if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())))
    throw FileError("cannot read " + path.string());
  return bytes;
}

}  // namespace

namespace {

/// A dataset without names, units or scales.
h5::Handle write_plain(hid_t file, const std::string& name, hid_t file_type, hid_t memory_type,
                       const std::vector<hsize_t>& dims, const void* values) {
  h5::Handle dataset = h5::create_dataset(file, name, file_type, {dims, dims});
  h5::write_rows(dataset, memory_type, 0, dims.front(), values);
  return dataset;
}

/// Where the status is among EncodedRow::numbers.
std::size_t place_of_status(const Axes& axes) {
  std::size_t place = 0;
  for (const Field& field : fields) {
    if (field.path == "status") return place;
    if (field.type != Type::text && !is_curve(field)) place += row_size(field, axes);
  }
  CHECK(false);
}

/// Numbers before the numeric fields: the numeric parameters.
std::size_t numeric(const std::vector<Parameter>& parameters) {
  return static_cast<std::size_t>(
      std::count_if(parameters.begin(), parameters.end(), [](const Parameter& p) { return !p.text; }));
}

}  // namespace

std::vector<std::byte> encode_shard(const Header& header, const std::vector<int>& scenarios,
                                    std::span<const EncodedRow> rows) {
  CHECK(!rows.empty() && scenarios.size() == rows.size());
  // 1. Numbers and texts, row after row
  const std::size_t status_at = place_of_status(header.axes);
  std::vector<double> numbers;
  std::vector<int> status;
  std::string texts;
  for (const EncodedRow& row : rows) {
    status.push_back(static_cast<int>(row.numbers.at(status_at)));
    for (const Value& value : row.parameters) {
      if (const double* number = std::get_if<double>(&value))
        numbers.push_back(*number);
      else
        texts.append(std::get<std::string>(value)).push_back('\0');
    }
    numbers.insert(numbers.end(), row.numbers.begin(), row.numbers.end());
    for (const std::string& text : row.texts) texts.append(text).push_back('\0');
  }
  const h5::Handle file = h5::create_in_memory();
  write_plain(file, "scenario", H5T_STD_I32LE, H5T_NATIVE_INT, {rows.size()}, scenarios.data());
  write_plain(file, "status", H5T_STD_I32LE, H5T_NATIVE_INT, {rows.size()}, status.data());
  write_plain(file, "numbers", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {rows.size(), numbers.size() / rows.size()},
              numbers.data());
  write_plain(file, "texts", H5T_STD_U8LE, H5T_NATIVE_UINT8, {texts.size()}, texts.data());

  // 2. Curves, as they are
  std::size_t curve = 0;
  for (const Field& field : fields) {
    if (!is_curve(field) || !holds(header.outputs, field)) continue;
    h5::Shape shape;
    for (Dim dim : field.dims) {
      shape.dims.push_back(dim == Dim::scenario ? rows.size() : header.axes.size(dim));
      shape.chunk.push_back(dim == Dim::scenario ? 1 : shape.dims.back());
    }
    const h5::Handle dataset = h5::create_dataset(file, std::string(field.path), H5T_IEEE_F32LE, shape);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!rows[i].curves.at(curve).empty()) h5::write_chunk(dataset, i, rows[i].curves[curve]);
    ++curve;
  }

  // 3. The seal
  std::vector<std::byte> bytes = h5::image(file);
  const std::uint64_t length = bytes.size(), sum = crc32(bytes);
  bytes.reserve(bytes.size() + seal_size);
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::byte>(mark[i]));
  for (const std::uint64_t number : {length, sum})
    for (int b = 0; b < 8; ++b) bytes.push_back(static_cast<std::byte>(number >> (8 * b)));
  return bytes;
}

ShardFile::ShardFile(const std::filesystem::path& path) : path_(path) {
  // 1. Every byte is what was written
  const std::vector<std::byte> bytes = read_all(path);
  const std::string damaged = path.string() + " is damaged: ";
  if (bytes.size() < seal_size) throw FileError(damaged + fmt::format("only {} bytes", bytes.size()));
  const std::optional<Seal> seal = read_seal(bytes.data() + bytes.size() - seal_size);
  if (!seal) throw FileError(damaged + fmt::format("its end is missing ({} bytes)", bytes.size()));
  const std::span<const std::byte> content(bytes.data(), bytes.size() - seal_size);
  if (seal->length != content.size())
    throw FileError(damaged + fmt::format("{} bytes instead of {}", content.size(), seal->length));
  if (seal->sum != crc32(content)) throw FileError(damaged + "its bytes are not those that were written (checksum)");

  // 2. Which scenarios it holds
  file_ = h5::open_image(content, path.string());
  const h5::Handle dataset = h5::open_dataset(file_, "scenario");
  scenarios_.resize(h5::dims(dataset).at(0));
  h5::read_rows(dataset, H5T_NATIVE_INT, 0, scenarios_.size(), scenarios_.data());
}

std::vector<Status> ShardFile::status() const {
  std::vector<int> numbers(scenarios_.size());
  h5::read_rows(h5::open_dataset(file_, "status"), H5T_NATIVE_INT, 0, numbers.size(), numbers.data());
  std::vector<Status> all;
  for (int number : numbers) {
    if (number < 0 || number >= status_count)
      throw FileError(fmt::format("{}: unknown status {}", path_.string(), number));
    all.push_back(static_cast<Status>(number));
  }
  return all;
}

std::vector<std::string> ShardFile::texts() const {
  const h5::Handle dataset = h5::open_dataset(file_, "texts");
  std::string bytes(h5::dims(dataset).at(0), '\0');
  h5::read_rows(dataset, H5T_NATIVE_UINT8, 0, bytes.size(), bytes.data());
  std::vector<std::string> all;
  for (std::size_t at = 0; at < bytes.size(); at += all.back().size() + 1) all.emplace_back(bytes.c_str() + at);
  if (all.size() % scenarios_.size() != 0) throw FileError(path_.string() + " is damaged: texts are missing");
  return all;
}

std::vector<std::string> ShardFile::ids(const std::vector<Parameter>& parameters) const {
  std::size_t place = parameters.size() - numeric(parameters);
  for (const Field& field : fields) {
    if (field.path == "scenario_id") break;
    if (field.type == Type::text) ++place;
  }
  const std::vector<std::string> all = texts();
  const std::size_t each = all.size() / scenarios_.size();
  CHECK(place < each);
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < scenarios_.size(); ++row) ids.push_back(all[row * each + place]);
  return ids;
}

std::vector<EncodedRow> ShardFile::rows(const Header& header, bool curves) const {
  const std::size_t count = scenarios_.size();
  std::vector<EncodedRow> rows(count);

  // 1. What was chosen, then numbers and texts of what came of it
  const h5::Handle dataset = h5::open_dataset(file_, "numbers");
  const std::size_t width = h5::dims(dataset).at(1);
  std::vector<double> numbers(count * width);
  h5::read_rows(dataset, H5T_NATIVE_DOUBLE, 0, count, numbers.data());
  std::vector<std::string> words = texts();
  const std::size_t row_words = words.size() / count;
  for (std::size_t i = 0; i < count; ++i) {
    auto number = numbers.begin() + static_cast<std::ptrdiff_t>(i * width);
    auto word = words.begin() + static_cast<std::ptrdiff_t>(i * row_words);
    for (const Parameter& parameter : header.parameters)
      rows[i].parameters.push_back(parameter.text ? Value(*word++) : Value(*number++));
    rows[i].numbers.assign(number, numbers.begin() + static_cast<std::ptrdiff_t>((i + 1) * width));
    rows[i].texts.assign(word, words.begin() + static_cast<std::ptrdiff_t>((i + 1) * row_words));
  }

  // 2. Curves, as they are
  for (const Field& field : fields) {
    if (!is_curve(field) || !holds(header.outputs, field)) continue;
    const h5::Handle curve = h5::open_dataset(file_, std::string(field.path));
    for (std::size_t i = 0; i < count && curves; ++i) rows[i].curves.push_back(h5::read_chunk(curve, i));
  }
  return rows;
}

}  // namespace psoas
