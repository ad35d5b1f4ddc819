// How is the HDF5 library called? Handles that close themselves, and failures that carry the library's own message.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace psoas::h5 {

/// Owns one identifier of the library and closes it. Moves, never copies.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close closer) : id_(id), close_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept;
  ~Handle() { drop(); }
  operator hid_t() const { return id_; }
  /// Closes now, so that a failure is seen. @throws FileError
  void close(const std::string& what);

 private:
  void drop() noexcept;
  hid_t id_ = -1;
  Close close_ = nullptr;
};

/// The innermost message on the library's error stack, e.g. "No space left on device".
std::string last_message();
/// Throws FileError "what: message" when a call returned a negative number, else returns it.
hid_t ok(hid_t result, const std::string& what);

/// The library prints every failure to stderr unless told not to; our exceptions carry the message instead.
void silence();

// Files. Creation order is tracked, as netCDF-4 asks; objects keep no time stamps, so that equal results are equal
// bytes.
Handle create_file(const std::filesystem::path& path);
/// A file that lives in memory; its bytes are had with image() once everything in it is closed.
Handle create_in_memory();
std::vector<std::byte> image(hid_t file);
Handle open_file(const std::filesystem::path& path);
/// A file whose bytes are in memory. @param name  for messages
Handle open_image(std::span<const std::byte> bytes, const std::string& name);

// Types
Handle text_type();                                   ///< variable-length UTF-8
Handle space_of(const std::vector<hsize_t>& extent);  ///< dataspace of this shape; {} is a scalar

// Attributes, scalar
void write_attribute(hid_t object, const std::string& name, const std::string& value);
void write_attribute(hid_t object, const std::string& name, double value);
void write_attribute(hid_t object, const std::string& name, int value);
void write_attribute(hid_t object, const std::string& name, const std::vector<int>& values);
/// NaN in the dataset's own type, as netCDF's _FillValue must be.
void write_fill_attribute(hid_t object, hid_t type);
/// As text whatever its type; "" when there is none.
std::string read_attribute(hid_t object, const std::string& name);
std::vector<std::string> attribute_names(hid_t object);

// Datasets
struct Shape {
  std::vector<hsize_t> dims;
  std::vector<hsize_t> chunk;  ///< empty: stored in one piece, not compressed
  /// Not empty: a virtual dataset, of which these rows are those of the dataset of the same name in other files.
  struct Part {
    hsize_t at, count;
    std::string file;
    hsize_t from, size;  ///< first row there, and how many rows there are
  };
  std::vector<Part> parts = {};
};
/// Floating types are filled with NaN. Chunked datasets: shuffle, deflate 1, fletcher32.
Handle create_dataset(hid_t file, const std::string& name, hid_t type, const Shape& shape);
Handle open_dataset(hid_t file, const std::string& name);
bool exists(hid_t file, const std::string& name);
std::vector<hsize_t> dims(hid_t dataset);
/// Names of all datasets in the root, in order of creation.
std::vector<std::string> dataset_names(hid_t file);

// A block of whole rows [first, first + count) along the first dimension
void write_rows(hid_t dataset, hid_t memory_type, std::size_t first, std::size_t count, const void* values);
void read_rows(hid_t dataset, hid_t memory_type, std::size_t first, std::size_t count, void* values);
/// The block of numbers from `start` with `count` values along each dimension.
void read_block(hid_t dataset, hid_t memory_type, const std::vector<hsize_t>& start, const std::vector<hsize_t>& count,
                void* values);
void write_texts(hid_t dataset, std::size_t first, std::span<const std::string> values);
std::vector<std::string> read_texts(hid_t dataset, std::size_t first, std::size_t count);

/// One chunk that holds row `row`, as it is stored. Empty when it was never written: it reads as fill.
std::vector<std::byte> read_chunk(hid_t dataset, std::size_t row);
void write_chunk(hid_t dataset, std::size_t row, std::span<const std::byte> stored);

// Dimension scales
void make_scale(hid_t dataset, const std::string& name);
void attach_scale(hid_t dataset, hid_t scale, unsigned axis);
/// Names of the scales along the axes of a dataset.
std::vector<std::string> scale_names(hid_t dataset);

}  // namespace psoas::h5
