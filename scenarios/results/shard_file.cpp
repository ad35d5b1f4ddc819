// Is a finished batch of scenarios on the disk whole, and what does it hold? See shard_file.h.
#include "scenarios/results/shard_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

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

std::vector<std::byte> sealed(std::vector<std::byte> bytes) {
  const std::uint64_t length = bytes.size(), sum = crc32(bytes);
  bytes.reserve(bytes.size() + seal_size);
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::byte>(mark[i]));
  for (const std::uint64_t number : {length, sum})
    for (int b = 0; b < 8; ++b) bytes.push_back(static_cast<std::byte>(number >> (8 * b)));
  return bytes;
}

bool seems_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::streamoff>(file.tellg());
  if (!file || size < static_cast<std::streamoff>(seal_size)) return false;
  std::byte end[seal_size];
  file.seekg(size - static_cast<std::streamoff>(seal_size));
  if (!file.read(reinterpret_cast<char*>(end), seal_size)) return false;
  const std::optional<Seal> seal = read_seal(end);
  return seal && seal->length + seal_size == static_cast<std::uint64_t>(size);
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

std::vector<std::string> ShardFile::ids() const {
  return h5::read_texts(h5::open_dataset(file_, "scenario_id"), 0, scenarios_.size());
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

std::vector<EncodedRow> ShardFile::rows(const Header& header, bool curves) const {
  const std::size_t count = scenarios_.size();
  std::vector<EncodedRow> rows(count);
  std::vector<double> numbers;

  // 1. What was chosen
  for (const Parameter& parameter : header.parameters) {
    const h5::Handle dataset = h5::open_dataset(file_, parameter.name);
    if (parameter.text) {
      const std::vector<std::string> texts = h5::read_texts(dataset, 0, count);
      for (std::size_t i = 0; i < count; ++i) rows[i].parameters.emplace_back(texts[i]);
    } else {
      numbers.resize(count);
      h5::read_rows(dataset, H5T_NATIVE_DOUBLE, 0, count, numbers.data());
      for (std::size_t i = 0; i < count; ++i) rows[i].parameters.emplace_back(numbers[i]);
    }
  }

  // 2. What came of it
  for (const Field& field : fields) {
    if (!holds(header.outputs, field)) continue;
    const h5::Handle dataset = h5::open_dataset(file_, std::string(field.path));
    if (field.type == Type::text) {
      std::vector<std::string> texts = h5::read_texts(dataset, 0, count);
      for (std::size_t i = 0; i < count; ++i) rows[i].texts.push_back(std::move(texts[i]));
    } else if (is_curve(field)) {
      for (std::size_t i = 0; i < count && curves; ++i) rows[i].curves.push_back(h5::read_chunk(dataset, i));
    } else {
      const std::size_t size = row_size(field, header.axes);
      numbers.resize(count * size);
      h5::read_rows(dataset, H5T_NATIVE_DOUBLE, 0, count, numbers.data());
      for (std::size_t i = 0; i < count; ++i)
        rows[i].numbers.insert(rows[i].numbers.end(), numbers.begin() + static_cast<std::ptrdiff_t>(i * size),
                               numbers.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
    }
  }
  return rows;
}

}  // namespace psoas
