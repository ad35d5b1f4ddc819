// How are datasets, their rows and their dimension scales called? See h5.h.
#include <hdf5.h>
// after hdf5.h, on which it leans
#include <H5DSpublic.h>

#include <algorithm>
#include <limits>

#include "scenarios/results/h5.h"
#include "sim/core/check.h"

namespace psoas::h5 {

Handle create_dataset(hid_t file, const std::string& name, hid_t type, const Shape& shape) {
  const std::string what = "cannot create " + name;
  const Handle list(ok(H5Pcreate(H5P_DATASET_CREATE), what), H5Pclose);
  ok(H5Pset_obj_track_times(list, false), what);
  ok(H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), what);
  for (const Shape::Part& part : shape.parts) {
    std::vector<hsize_t> start(shape.dims.size(), 0), extent = shape.dims, whole = shape.dims;
    extent[0] = part.count;
    whole[0] = part.size;
    const Handle here = space_of(shape.dims), there = space_of(whole);
    start[0] = part.at;
    ok(H5Sselect_hyperslab(here, H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr), what);
    start[0] = part.from;
    ok(H5Sselect_hyperslab(there, H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr), what);
    ok(H5Pset_virtual(list, here, part.file.c_str(), name.c_str(), there), what);
  }
  if (!shape.chunk.empty() && shape.parts.empty()) {
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
  // A small cache of chunks: a file has a hundred variables, each written from front to back.
  const Handle access(ok(H5Pcreate(H5P_DATASET_ACCESS), what), H5Pclose);
  constexpr std::size_t cache = 64 << 10;  // [byte]
  ok(H5Pset_chunk_cache(access, 127, cache, 1.0), what);
  const Handle space = space_of(shape.dims);
  return Handle(ok(H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, list, access), what), H5Dclose);
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

void read_block(hid_t dataset, hid_t memory_type, const std::vector<hsize_t>& start, const std::vector<hsize_t>& count,
                void* values) {
  const Handle space(ok(H5Dget_space(dataset), "cannot select a block"), H5Sclose), memory = space_of(count);
  ok(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), "cannot select a block");
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

std::vector<std::byte> read_chunk(hid_t dataset, std::size_t row) {
  std::vector<hsize_t> offset(dims(dataset).size(), 0);
  offset[0] = row;
  unsigned filters = 0;
  haddr_t address = HADDR_UNDEF;
  hsize_t size = 0;
  ok(H5Dget_chunk_info_by_coord(dataset, offset.data(), &filters, &address, &size), "cannot read results");
  if (address == HADDR_UNDEF) return {};
  std::uint32_t read_filters = 0;
  std::vector<std::byte> stored(size);
  ok(H5Dread_chunk(dataset, H5P_DEFAULT, offset.data(), &read_filters, stored.data()), "cannot read results");
  return stored;
}

void write_chunk(hid_t dataset, std::size_t row, std::span<const std::byte> stored) {
  std::vector<hsize_t> offset(dims(dataset).size(), 0);
  offset[0] = row;
  constexpr std::uint32_t all_filters_applied = 0;
  ok(H5Dwrite_chunk(dataset, H5P_DEFAULT, all_filters_applied, offset.data(), stored.size(), stored.data()),
     "cannot write results");
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
