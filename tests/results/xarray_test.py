"""Does a results file open in xarray (every engine there is) and h5py, with names, units, coordinates and NaN where unsolved?

usage: xarray_test.py results.h5      exit code 0, or 77 when a reader is not installed
"""

import importlib.util
import sys

for module in ("h5py", "xarray", "numpy"):
    if importlib.util.find_spec(module) is None:
        print(f"{module} is not installed")
        sys.exit(77)

import h5py
import numpy as np
import xarray as xr

path = sys.argv[1]
engines = [e for e, m in (("h5netcdf", "h5netcdf"), ("netcdf4", "netCDF4")) if importlib.util.find_spec(m)]
if not engines:
    print("neither h5netcdf nor netCDF4 is installed")
    sys.exit(77)

for engine in engines:
    with xr.open_dataset(path, engine=engine) as data:
        # Dimensions by name, labels as text
        assert dict(data.sizes)["gait_cycle"] == 101, data.sizes
        assert data.lumbar_compression.dims == ("scenario", "gait_cycle", "level")
        assert data.muscle_force.dims == ("scenario", "muscle", "gait_cycle")
        assert data.lumbar_moment.dims == ("scenario", "gait_cycle", "level", "level_axis")
        assert data.ground_force.dims == ("scenario", "gait_cycle", "foot", "xyz")
        assert list(data.level.values) == ["L5-S1", "L4-L5", "L3-L4", "L2-L3", "L1-L2", "T12-L1"], data.level.values
        assert list(data.foot.values) == ["right", "left"]
        assert data.gait_cycle.attrs["units"] == "percent"

        # What was varied is a coordinate of every variable, with its unit
        varied = [name for name, variable in data.variables.items() if variable.attrs.get("parameter") == "varied"]
        assert varied
        for name in varied + ["scenario_id"]:
            assert name in data.coords, (engine, name, list(data.coords))
            assert name in data.peak_compression.coords

        # Units of every number; a description of every variable
        for name, variable in data.variables.items():
            assert variable.attrs.get("long_name"), name
            numeric = variable.dtype.kind == "f"
            assert not numeric or variable.attrs.get("units"), name
        assert data.lumbar_compression.attrs["units"] == "N"
        assert "disc" in data.lumbar_compression.attrs["comment"]

        # Unsolved is NaN, solved is not
        solved = data.status.values == 0
        assert solved.any()
        assert data.status.dtype.kind == "i" and data.iterations.dtype.kind == "i"
        assert np.isnan(data.peak_compression.values[~solved]).all()
        assert np.isnan(data.muscle_force.values[~solved]).all()
        assert np.isfinite(data.peak_compression.values[solved]).all()
        assert np.isfinite(data.lumbar_compression.values[solved]).all()
        assert data.lumbar_compression.dtype == np.float32
        flags = dict(zip(data.status.attrs["flag_values"], data.status.attrs["flag_meanings"].split()))
        assert flags[0] == "converged"
        assert all(reason for reason in data.reason.values[~solved])

        # What a person would do next
        factor = varied[-1]
        mean = data.where(data.status == 0).peak_compression.sel(level="L5-S1").groupby(factor).mean()
        assert mean.sizes[factor] == len(set(data[factor].values)) and np.isfinite(mean.values).all()

        # h5py, reading the same bytes without any netCDF rules, agrees
        with h5py.File(path) as file:
            for name, variable in data.variables.items():
                raw = file[name]
                assert name in data.dims or tuple(d[0].name.strip("/") for d in raw.dims) == variable.dims, name
                if variable.dtype.kind in "fi":
                    np.testing.assert_array_equal(raw[()], variable.values, err_msg=name)
                else:
                    assert list(raw.asstr()[()]) == list(variable.values), name
            for name in ("peak_compression", "lumbar_compression", "muscle_activation"):
                assert file[name].shuffle and file[name].fletcher32 and file[name].compression == "gzip", name
            assert file["lumbar_compression"].chunks == (1, 101, 6)
            assert set(data.attrs) == set(file.attrs) - {"_NCProperties"}

print("ok with " + ", ".join(engines))
