// How is the HDF5 library called? See h5.h.
#include "scenarios/results/h5.h"

#include <H5DSpublic.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "sim/core/check.h"
#include "sim/core/input_error.h"

namespace psoas::h5 {

Handle& Handle::operator=(Handle&& other) noexcept {
  if (this != &other) {
    drop();
    id_ = std::exchange(other.id_, -1);
    close_ = other.close_;
  }
  return *this;
}

void Handle::drop() noexcept {
  if (id_ >= 0) close_(id_);
  id_ = -1;
}

void Handle::close(const std::string& what) {
  if (id_ >= 0) ok(close_(std::exchange(id_, -1)), what);
}

// ---- failures

namespace {
/// Keeps the description of the last record visited: walking up, that is the innermost cause.
herr_t keep_message(unsigned, const H5E_error2_t* record, void* into) {
  if (record->desc != nullptr && *record->desc != '\0') *static_cast<std::string*>(into) = record->desc;
  return 0;
}
}  // namespace

std::string last_message() {
  std::string message = "no message from HDF5";
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_message, &message);
  // Of a failed read or write only what the system said, not time, address and size
  const std::string mark = "error message = '";
  if (const std::size_t at = message.find(mark); at != std::string::npos) {
    message.erase(0, at + mark.size());
    message.resize(std::min(message.size(), message.find('\'')));
  }
  return message;
}

hid_t ok(hid_t result, const std::string& what) {
  if (result < 0) throw FileError(what + ": " + last_message());
  return result;
}

void silence() {
  // Before anything else. A file that could not be written, for the disk is full, stays open; the library's own
  // clean-up at exit tries again and crashes. Our handles close all else.
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

// ---- files

namespace {
Handle file_creation() {
  Handle list(ok(H5Pcreate(H5P_FILE_CREATE), "cannot prepare a file"), H5Pclose);
  ok(H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "cannot track creation order");
  ok(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "cannot track creation order");
  ok(H5Pset_obj_track_times(list, false), "cannot leave time stamps out");
  return list;
}
Handle file_access() { return Handle(ok(H5Pcreate(H5P_FILE_ACCESS), "cannot prepare a file"), H5Pclose); }
}  // namespace

Handle create_file(const std::filesystem::path& path) {
  silence();
  const Handle creation = file_creation();
  return Handle(ok(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT), "cannot create " + path.string()),
                H5Fclose);
}

Handle create_in_memory() {
  silence();
  const Handle creation = file_creation();
  const Handle access = file_access();
  constexpr std::size_t growth = 4 << 20;  // bytes taken at a time
  ok(H5Pset_fapl_core(access, growth, false), "cannot keep a file in memory");
  // The name is never used on disk, but the library asks for one that no other open file has; one file at a time is
  // open here.
  return Handle(ok(H5Fcreate("psoas-in-memory", H5F_ACC_TRUNC, creation, access), "cannot create a file in memory"),
                H5Fclose);
}

std::vector<std::byte> image(hid_t file) {
  ok(H5Fflush(file, H5F_SCOPE_GLOBAL), "cannot finish a file in memory");
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  ok(size, "cannot measure a file in memory");
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  ok(H5Fget_file_image(file, bytes.data(), bytes.size()), "cannot take a file out of memory");
  return bytes;
}

Handle open_file(const std::filesystem::path& path) {
  silence();
  return Handle(ok(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "cannot read " + path.string()), H5Fclose);
}

// ---- attributes

Handle text_type() {
  Handle type(ok(H5Tcopy(H5T_C_S1), "cannot make a text type"), H5Tclose);
  ok(H5Tset_size(type, H5T_VARIABLE), "cannot make a text type");
  ok(H5Tset_cset(type, H5T_CSET_UTF8), "cannot make a text type");
  return type;
}

namespace {
Handle space_of(const std::vector<hsize_t>& extent) {
  if (extent.empty()) return Handle(ok(H5Screate(H5S_SCALAR), "cannot make a dataspace"), H5Sclose);
  return Handle(
      ok(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), "cannot make a dataspace"),
      H5Sclose);
}

void write_attribute(hid_t object, const std::string& name, hid_t file_type, hid_t memory_type,
                     const std::vector<hsize_t>& extent, const void* value) {
  const Handle space = space_of(extent);
  Handle attribute(ok(H5Acreate2(object, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT),
                      "cannot write attribute " + name),
                   H5Aclose);
  ok(H5Awrite(attribute, memory_type, value), "cannot write attribute " + name);
  attribute.close("cannot write attribute " + name);
}
}  // namespace

void write_attribute(hid_t object, const std::string& name, const std::string& value) {
  const Handle type = text_type();
  const char* pointer = value.c_str();
  write_attribute(object, name, type, type, {}, &pointer);
}
void write_attribute(hid_t object, const std::string& name, double value) {
  write_attribute(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {}, &value);
}
void write_attribute(hid_t object, const std::string& name, int value) {
  write_attribute(object, name, H5T_STD_I32LE, H5T_NATIVE_INT, {}, &value);
}
void write_attribute(hid_t object, const std::string& name, const std::vector<int>& values) {
  write_attribute(object, name, H5T_STD_I32LE, H5T_NATIVE_INT, {values.size()}, values.data());
}
void write_fill_attribute(hid_t object, hid_t type) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  write_attribute(object, "_FillValue", type, H5T_NATIVE_DOUBLE, {1}, &nan);
}

std::string read_attribute(hid_t object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return "";
  const std::string what = "cannot read attribute " + name;
  const Handle attribute(ok(H5Aopen(object, name.c_str(), H5P_DEFAULT), what), H5Aclose);
  const Handle type(ok(H5Aget_type(attribute), what), H5Tclose);
  const Handle space(ok(H5Aget_space(attribute), what), H5Sclose);
  const auto count = static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));

  // Numbers, separated by spaces
  const H5T_class_t kind = H5Tget_class(type);
  if (kind == H5T_INTEGER || kind == H5T_FLOAT) {
    std::vector<double> values(count);
    ok(H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()), what);
    std::string text;
    for (double value : values) {
      char number[32];
      std::snprintf(number, sizeof number, "%.17g", value);
      if (!text.empty()) text += ' ';
      text += number;
    }
    return text;
  }
  if (kind != H5T_STRING || count != 1) return "";

  // Text of variable length, as we write it, or of fixed length, as the dimension scales do
  if (H5Tis_variable_str(type) > 0) {
    const Handle memory = text_type();
    char* pointer = nullptr;
    ok(H5Aread(attribute, memory, &pointer), what);
    std::string text = pointer == nullptr ? "" : pointer;
    H5Dvlen_reclaim(memory, space, H5P_DEFAULT, &pointer);
    return text;
  }
  std::string text(H5Tget_size(type), '\0');
  ok(H5Aread(attribute, type, text.data()), what);
  return text.c_str();
}

std::vector<std::string> attribute_names(hid_t object) {
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const H5A_info_t*, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->push_back(name);
    return 0;
  };
  hsize_t position = 0;
  ok(H5Aiterate2(object, H5_INDEX_CRT_ORDER, H5_ITER_INC, &position, add, &names), "cannot list attributes");
  return names;
}

// ---- datasets

Handle create_dataset(hid_t file, const std::string& name, hid_t type, const Shape& shape) {
  const std::string what = "cannot create " + name;
  const Handle list(ok(H5Pcreate(H5P_DATASET_CREATE), what), H5Pclose);
  ok(H5Pset_obj_track_times(list, false), what);
  ok(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), what);
  if (!shape.chunk.empty()) {
    constexpr unsigned deflate_level = 1;  // higher levels cost several times the time for a few percent of size
    ok(H5Pset_chunk(list, static_cast<int>(shape.chunk.size()), shape.chunk.data()), what);
    if (H5Tis_variable_str(type) <= 0) {  // text lies outside its chunk: HDF5 refuses to filter it
      ok(H5Pset_shuffle(list), what);
      ok(H5Pset_deflate(list, deflate_level), what);
      ok(H5Pset_fletcher32(list), what);
    }
  }
  if (H5Tget_class(type) == H5T_FLOAT) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    ok(H5Pset_fill_value(list, H5T_NATIVE_DOUBLE, &nan), what);
  }
  const Handle space = space_of(shape.dims);
  return Handle(ok(H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT), what), H5Dclose);
}

Handle open_dataset(hid_t file, const std::string& name) {
  return Handle(ok(H5Dopen2(file, name.c_str(), H5P_DEFAULT), "cannot open variable " + name), H5Dclose);
}

bool exists(hid_t file, const std::string& name) { return H5Lexists(file, name.c_str(), H5P_DEFAULT) > 0; }

std::vector<hsize_t> dims(hid_t dataset) {
  const Handle space(ok(H5Dget_space(dataset), "cannot read a shape"), H5Sclose);
  std::vector<hsize_t> extent(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space))));
  ok(H5Sget_simple_extent_dims(space, extent.data(), nullptr), "cannot read a shape");
  return extent;
}

std::vector<std::string> dataset_names(hid_t file) {
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const H5L_info_t*, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->push_back(name);
    return 0;
  };
  // A file of another program may not track creation order.
  if (H5Literate(file, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, add, &names) < 0)
    ok(H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names), "cannot list the variables");
  return names;
}

// ---- rows

namespace {
/// The file's dataspace with rows [first, first + count) selected, and a memory space of the same extent.
std::pair<Handle, Handle> select_rows(hid_t dataset, std::size_t first, std::size_t count) {
  std::vector<hsize_t> extent = dims(dataset), start(extent.size(), 0);
  CHECK(!extent.empty() && first + count <= extent[0]);
  start[0] = first;
  extent[0] = count;
  Handle space(ok(H5Dget_space(dataset), "cannot select rows"), H5Sclose);
  ok(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr), "cannot select rows");
  return {std::move(space), space_of(extent)};
}
}  // namespace

void write_rows(hid_t dataset, hid_t memory_type, std::size_t first, std::size_t count, const void* values) {
  const auto [space, memory] = select_rows(dataset, first, count);
  ok(H5Dwrite(dataset, memory_type, memory, space, H5P_DEFAULT, values), "cannot write results");
}

void read_rows(hid_t dataset, hid_t memory_type, std::size_t first, std::size_t count, void* values) {
  const auto [space, memory] = select_rows(dataset, first, count);
  ok(H5Dread(dataset, memory_type, memory, space, H5P_DEFAULT, values), "cannot read results");
}

void write_texts(hid_t dataset, std::size_t first, std::span<const std::string> values) {
  std::vector<const char*> pointers;
  for (const std::string& value : values) pointers.push_back(value.c_str());
  const Handle type = text_type();
  write_rows(dataset, type, first, values.size(), pointers.data());
}

std::vector<std::string> read_texts(hid_t dataset, std::size_t first, std::size_t count) {
  std::vector<char*> pointers(count, nullptr);
  const Handle type = text_type();
  read_rows(dataset, type, first, count, pointers.data());
  std::vector<std::string> values;
  for (const char* pointer : pointers) values.emplace_back(pointer == nullptr ? "" : pointer);
  const Handle space = space_of({count});
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
  return values;
}

bool copy_chunk(hid_t from, std::size_t from_row, hid_t to, std::size_t to_row, std::vector<std::byte>& buffer) {
  std::vector<hsize_t> offset(dims(from).size(), 0);
  offset[0] = from_row;
  // Was it ever written? What was not reads as fill and takes no space.
  unsigned filters = 0;
  haddr_t address = HADDR_UNDEF;
  hsize_t size = 0;
  ok(H5Dget_chunk_info_by_coord(from, offset.data(), &filters, &address, &size), "cannot read results");
  if (address == HADDR_UNDEF) return false;

  std::uint32_t read_filters = 0;
  buffer.resize(size);
  ok(H5Dread_chunk(from, H5P_DEFAULT, offset.data(), &read_filters, buffer.data()), "cannot read results");
  offset[0] = to_row;
  ok(H5Dwrite_chunk(to, H5P_DEFAULT, read_filters, offset.data(), size, buffer.data()), "cannot write results");
  return true;
}

// ---- dimension scales

void make_scale(hid_t dataset, const std::string& name) {
  ok(H5DSset_scale(dataset, name.c_str()), "cannot make dimension " + name);
}

void attach_scale(hid_t dataset, hid_t scale, unsigned axis) {
  ok(H5DSattach_scale(dataset, scale, axis), "cannot attach a dimension");
}

std::vector<std::string> scale_names(hid_t dataset) {
  std::vector<std::string> names;
  if (H5DSis_scale(dataset) > 0) {
    char name[256] = "";
    H5DSget_scale_name(dataset, name, sizeof name);
    return {name};
  }
  const auto add = [](hid_t, unsigned, hid_t scale, void* into) -> herr_t {
    char name[256] = "";
    H5DSget_scale_name(scale, name, sizeof name);
    static_cast<std::vector<std::string>*>(into)->push_back(name);
    return 1;
  };
  for (unsigned axis = 0; axis < dims(dataset).size(); ++axis)
    ok(H5DSiterate_scales(dataset, axis, nullptr, add, &names), "no dimension");
  return names;
}

}  // namespace psoas::h5
