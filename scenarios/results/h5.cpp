// How is the HDF5 library called? See h5.h.
#include "scenarios/results/h5.h"

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

Handle open_image(std::span<const std::byte> bytes, const std::string& name) {
  silence();
  const Handle access = file_access();
  constexpr std::size_t growth = 4 << 20;  // never used: the file is only read
  ok(H5Pset_fapl_core(access, growth, false), "cannot read " + name);
  // The library copies the bytes, whatever it promises of its argument.
  ok(H5Pset_file_image(access, const_cast<std::byte*>(bytes.data()), bytes.size()), "cannot read " + name);
  // The library tells open files apart by name, and wants none that is a file.
  const std::string unlike_a_file = name + " in memory";
  return Handle(ok(H5Fopen(unlike_a_file.c_str(), H5F_ACC_RDONLY, access), "cannot read " + name), H5Fclose);
}

// ---- attributes

Handle text_type() {
  Handle type(ok(H5Tcopy(H5T_C_S1), "cannot make a text type"), H5Tclose);
  ok(H5Tset_size(type, H5T_VARIABLE), "cannot make a text type");
  ok(H5Tset_cset(type, H5T_CSET_UTF8), "cannot make a text type");
  return type;
}

Handle space_of(const std::vector<hsize_t>& extent) {
  if (extent.empty()) return Handle(ok(H5Screate(H5S_SCALAR), "cannot make a dataspace"), H5Sclose);
  return Handle(
      ok(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), "cannot make a dataspace"),
      H5Sclose);
}

namespace {
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

}  // namespace psoas::h5
