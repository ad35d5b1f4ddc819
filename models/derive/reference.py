#!/usr/bin/python3
"""Where do the tables of models/reference/ come from?

Sagittal plane at 2.5, 3.5 and 4.5 m/s: the mean of 28 treadmill runners [Fukuchi 2017] (CC BY 4.0). Frontal and transverse
plane, trunk and arms: the shape of one runner at 4.0 m/s [Nitschke 2020] (Apache-2.0), made left-right symmetric, its stance
and flight stretched to each speed's duty factor. That runner sets the feet almost on one line and rolls the pelvis three times as far as runners do on average, so
where a range of motion of many runners is known the shape is scaled to it. Ground force: mean of six runners with permissive
licence. Run from anywhere after runner.py; reads ../../../shared, writes ../reference.
"""
import csv
import math
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared/data"
OUT = HERE.parent / "reference"
HARMONICS = 12   # of the stride; the next one of the sagittal angles is below 0.1 deg
FORCE_HARMONICS = 12  # half sines over stance
LUMBAR_BENDING_ROM, LUMBAR_ROTATION_ROM = 18.5, 23.0  # thorax on pelvis at 4.0 m/s, n = 20 [Schache 2002], recalled
LEAN = 7.2       # mean forward lean at self-selected 3.4 m/s, n = 40: middle of the tertiles 10.8 and 3.6 deg [Teng 2015]
HEIGHT = 1.76    # mean of the 28 runners: leg 0.864 m / 0.491 [Fukuchi 2017]
LIST_ROM = 8.6   # pelvic obliquity, men: 7.8-9.3 deg [Perpina-Martinez 2023]
TURN_ROM = 11.7  # pelvic rotation, men: 9.7-13.6 deg [Perpina-Martinez 2023]
# Hip internal rotation: mean and range over the stride; hip adduction and foot inversion: range; 28 runners at 2.5 m/s [Fukuchi 2017]
HIP_ADDUCTION_ROM, HIP_ROTATION, INVERSION_ROM = 11.65, (1.47, 11.26), 11.53
# Step width [m] [Fukuchi 2017]. It fixes the mean hip adduction, whose zero differs from model to model; the mean inversion
# is the one that lets the sole lie flat from side to side while the foot is flat on the ground.
STEP_WIDTH = {2.5: 0.10, 3.5: 0.09, 4.5: 0.08}
N = 200          # samples of a stride


def table(path):
    with open(path) as f:
        rows = list(csv.DictReader(f))
    return {k: np.array([float(r[k]) if r[k] not in ("", None) else np.nan for r in rows]) for k in rows[0]}


def design(phase, harmonics, parity=None):
    """Columns cos 2 pi h phase, sin 2 pi h phase of the harmonics of one parity (None: all)."""
    hs = [h for h in range(harmonics + 1) if parity is None or h % 2 == parity]
    return hs, np.hstack([np.cos(2 * np.pi * np.outer(phase, hs)), np.sin(2 * np.pi * np.outer(phase, hs))])


def fourier(values, parity=None):
    """cosine, sine (harmonics + 1) of evenly spaced samples of one period; harmonics of the other parity are zero."""
    phase = np.arange(len(values)) / len(values)
    hs, A = design(phase, HARMONICS, parity)
    x, *_ = np.linalg.lstsq(A, values, rcond=None)
    c, s = np.zeros(HARMONICS + 1), np.zeros(HARMONICS + 1)
    c[hs], s[hs] = x[: len(hs)], x[len(hs):]
    s[0] = 0.0
    return c, s


def periodic(values, phase):
    """Trigonometric interpolation of evenly spaced samples of one period at any phase."""
    F = np.fft.rfft(values) / len(values)
    h = np.arange(len(F))
    w = np.where(h == 0, 1.0, 2.0)
    return np.real(np.exp(2j * np.pi * np.outer(phase, h)) @ (w * F))


def rot(axis, a):
    c, s = math.cos(a), math.sin(a)
    return {"x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]), "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]),
            "z": np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])}[axis]


def zxy(R):
    """Angles of R = Rz(a) Rx(b) Ry(c)."""
    return math.atan2(-R[0, 1], R[1, 1]), math.asin(R[2, 1]), math.atan2(-R[2, 0], R[2, 2])


def nitschke():
    """The runner at 4.0 m/s on 150 samples, in our convention and left-right symmetric; angles in rad, slides in m; and its duty factor."""
    t = table(DATA / "reference/biomac_running_3d/running_3D.csv")
    q = {k.split(" ")[0].split(".", 1)[1]: v for k, v in t.items() if k.startswith(("angle.", "translation.")) and ".sd" not in k}
    n = len(q["pelvis_tilt"])
    half = n // 2

    # Pelvis from rotation-obliquity-tilt (y, x, z) to tilt-list-rotation (z, x, y); the trunk's attitude in the world likewise.
    pelvis, trunk = np.zeros((3, n)), np.zeros((3, n))
    for i in range(n):
        P = rot("y", q["pelvis_rotation"][i]) @ rot("x", q["pelvis_obliquity"][i]) @ rot("z", q["pelvis_tilt"][i])
        T = P @ rot("z", q["lumbar_extension"][i]) @ rot("x", q["lumbar_bending"][i]) @ rot("y", q["lumbar_rotation"][i])
        pelvis[:, i], trunk[:, i] = zxy(P), zxy(T)

    def even(x):  # the same half a stride later
        return 0.5 * (x + np.roll(x, half))

    def odd(x):  # the opposite half a stride later
        return 0.5 * (x - np.roll(x, half))

    def limb(name):  # right, and left half a stride later
        return 0.5 * (q[name + "_r"] + np.roll(q[name + "_l"], half))

    tx = q["pelvis_tx"]
    drift = (tx[-1] - tx[0]) / (n - 1)
    out = dict(list=odd(pelvis[1]), turn=odd(pelvis[2]), trunk_pitch=even(trunk[0]), trunk_list=odd(trunk[1]), trunk_turn=odd(trunk[2]),
               hip_adduction=limb("hip_adduction"), hip_rotation=limb("hip_rotation"), inversion=limb("subtalar_angle"),
               shoulder=limb("arm_flex"), toes=limb("mtp_angle"), tz=odd(q["pelvis_tz"]), tx=even(tx - drift * np.arange(n)))
    force = 0.5 * (t["GRF.GRF_y_r [BW]"] + np.roll(t["GRF.GRF_y_l [BW]"], half))
    duty = np.count_nonzero(force > 0.03) / n  # 0.03 BW is the 20 N of the other data
    elbow = 0.5 * (q["elbow_flex_r"] + q["elbow_flex_l"]).mean() * 180 / math.pi
    abduction = -0.5 * (q["arm_add_r"] + q["arm_add_l"]).mean() * 180 / math.pi
    print(f"nitschke: duty {duty:.3f}, elbow {elbow:.1f} deg, arm abduction {abduction:.1f} deg, range of list "
          f"{np.degrees(np.ptp(out['list'])):.1f}, turn {np.degrees(np.ptp(out['turn'])):.1f}, adduction {np.degrees(np.ptp(out['hip_adduction'])):.1f} deg")
    return out, duty


def stretched(values, duty_from, duty_to):
    """The same curve with contact and swing of both feet stretched so that the duty factor becomes duty_to."""
    phase = np.arange(N) / N
    source = np.interp(phase, [0, duty_to, 0.5, 0.5 + duty_to, 1], [0, duty_from, 0.5, 0.5 + duty_from, 1])
    return periodic(values, source)


def ranged(x, mean, rom):
    return (x - x.mean()) * (math.radians(rom) / np.ptp(x)) + math.radians(mean)


def limb_angles(R_pelvis, attitude, adduction, turn, inversion, axis):
    """Hip flexion, knee flexion, ankle dorsiflexion for which thigh, shank and foot show the measured attitudes to a camera at the side."""
    thigh, shank, foot = attitude
    project = lambda v: math.atan2(v[1], v[0])
    wrap = lambda a: (a + math.pi) % (2 * math.pi) - math.pi

    def solve(view, target, guess):
        a = guess
        for _ in range(20):
            e = wrap(view(a) - target)
            slope = wrap(view(a + 1e-6) - view(a)) / 1e-6
            a -= e / slope
        return a

    R_thigh = lambda a: R_pelvis @ rot("z", a) @ rot("x", adduction) @ rot("y", turn)
    hip = solve(lambda a: project(R_thigh(a) @ [0, 1, 0]) - math.pi / 2, thigh, thigh)
    R_shank = lambda a: R_thigh(hip) @ rot("z", -a)
    knee = solve(lambda a: project(R_shank(a) @ [0, 1, 0]) - math.pi / 2, shank, thigh - shank)
    R_inversion = turn_about(axis, inversion)
    R_foot = lambda a: R_shank(knee) @ rot("z", a) @ R_inversion
    ankle = solve(lambda a: project(R_foot(a) @ [1, 0, 0]), foot, foot - shank)
    return hip, knee, ankle


def turn_about(axis, a):
    K = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + math.sin(a) * K + (1 - math.cos(a)) * K @ K


def foot_pose(links, axis, tz, R_pelvis, hip, knee, ankle, adduction, turn, inversion):
    """Sideways place of the right foot's origin [m] for the reference man at HEIGHT, and how far its right side points up [rad]."""
    with open(HERE.parent / "runner/reference.csv") as f:
        height = next(float(r["value"]) for r in csv.DictReader(line for line in f if not line.startswith("#")) if r["quantity"] == "height")
    offset = lambda name: np.array([float(links[name][f"offset_{k}_m"]) for k in "xyz"]) * HEIGHT / height
    R_thigh = R_pelvis @ rot("z", hip) @ rot("x", adduction) @ rot("y", turn)
    R_shank = R_thigh @ rot("z", -knee)
    R_talus = R_shank @ rot("z", ankle)
    p = R_pelvis @ offset("hip_flexion_r") + R_thigh @ offset("knee_flexion_r") + R_shank @ offset("ankle_dorsiflexion_r")
    return tz + (p + R_talus @ offset("subtalar_inversion_r"))[2], (R_talus @ turn_about(axis, inversion))[1, 2]


def ground_force():
    """Mean force on one foot over normalised stance as half sines: 3 x harmonics [BW / (0.5 BW / duty)], mean vertical 1, others 0."""
    u = (np.arange(200) + 0.5) / 200
    A = np.sin(np.pi * np.outer(u, np.arange(1, FORCE_HARMONICS + 1)))
    folder = DATA / "runners/std_cycles"
    runners = [["bmc2018_BMC25y_2.75mps_R1"], ["fukuchi2017_S001mean_3.50mps_R1"], ["fukuchi2017_S002mean_3.50mps_R1"], ["fukuchi2017_S003mean_3.50mps_R1"],
               ["dorschky2019_P01mean_3.47mps_R1"], ["nitschke2020_JKmean12_4.00mps_R1", "nitschke2020_JKmean12_4.00mps_L1"]]
    shapes = {"grf_ap": [], "grf_v": [], "grf_ml": []}
    for files in runners:
        mean = {k: [] for k in shapes}
        for name in files:
            t = table(folder / f"{name}.csv")
            # Contact from 0.03 BW to 0.03 BW, found between the samples.
            v, pct = t["grf_v"], t["pct"] / 100
            on = np.flatnonzero(v > 0.03)
            first, last = on[0], on[on < 60][-1]
            begin = pct[first] - (0.01 * (v[first] - 0.03) / max(v[first] - v[first - 1], 1e-9) if first > 0 else 0.0)
            end = pct[last] + 0.01 * (v[last] - 0.03) / max(v[last] - v[last + 1], 1e-9)
            scale = np.interp(begin + u * (end - begin), pct, v).mean()
            for k in shapes:
                if k in t and np.isfinite(t[k]).all():
                    mean[k].append(np.interp(begin + u * (end - begin), pct, t[k]) / scale)
        for k in shapes:
            if mean[k]:
                shapes[k].append(np.mean(mean[k], axis=0))
    over = (1 - np.cos(np.pi * np.arange(1, FORCE_HARMONICS + 1))) / (np.pi * np.arange(1, FORCE_HARMONICS + 1))  # mean of each half sine
    b = {}
    for k, list_of_shapes in shapes.items():
        x, *_ = np.linalg.lstsq(A, np.mean(list_of_shapes, axis=0), rcond=None)
        b[k] = x
        print(f"{k}: {len(list_of_shapes)} runners, rms misfit {np.sqrt(((A @ x - np.mean(list_of_shapes, axis=0))**2).mean()):.3f}, between runners sd {np.std(list_of_shapes, axis=0).mean():.3f}")
    b["grf_v"] /= over @ b["grf_v"]
    b["grf_ap"] -= (over @ b["grf_ap"]) / (over @ over) * over
    # Sideways, two runners differ by more than their mean, which would push the body away from the foot: only the shape is kept.
    b["grf_ml"] -= (over @ b["grf_ml"]) / (over @ over) * over
    return b



def main():
    one, duty_one = nitschke()
    strides = table(DATA / "reference/fukuchi28/fukuchi_running_strides.csv")
    summary = table(DATA / "reference/fukuchi28/fukuchi_running_summary.csv")
    with open(HERE.parent / "runner/links.csv") as f:
        links = {r["coordinate"]: r for r in csv.DictReader(line for line in f if not line.startswith("#"))}
    axis = np.array([float(links["subtalar_inversion_r"][f"axis_{k}"]) for k in "xyz"])
    phase = np.arange(N) / N
    OUT.mkdir(exist_ok=True)
    series = []
    for i, speed in enumerate(summary["speed_mps"]):
        mine = strides["speed_mps"] == speed
        duty = summary["duty"][i]
        at = lambda k: periodic(strides[k][mine], phase)
        tilt = -np.radians(at("pelvis_tilt_deg"))
        tilt = 0.5 * (tilt + np.roll(tilt, N // 2))
        thigh, foot = np.radians(at("thigh_deg")), np.radians(at("foot_deg"))
        shank = thigh - np.radians(at("knee_deg"))
        s = {k: stretched(v, duty_one, duty) for k, v in one.items()}

        # Pelvis and trunk: the trunk keeps its measured attitude in the world whatever the pelvis does.
        turn_list, turn = ranged(s["list"], 0, LIST_ROM), ranged(s["turn"], 0, TURN_ROM)
        pitch = s["trunk_pitch"] - s["trunk_pitch"].mean() - math.radians(LEAN)
        lumbar = np.zeros((3, N))
        R_pelvis = []
        for k in range(N):
            R_pelvis.append(rot("z", tilt[k]) @ rot("x", turn_list[k]) @ rot("y", turn[k]))
            T = rot("z", pitch[k]) @ rot("x", s["trunk_list"][k]) @ rot("y", s["trunk_turn"][k])
            lumbar[:, k] = zxy(R_pelvis[k].T @ T)
        # That runner twists the trunk on the pelvis through 46 deg, runners through about 23.
        lumbar[1], lumbar[2] = ranged(lumbar[1], 0, LUMBAR_BENDING_ROM), ranged(lumbar[2], 0, LUMBAR_ROTATION_ROM)

        # Limbs: frontal and transverse angles first, then the sagittal ones that show the measured attitudes.
        rotation = ranged(s["hip_rotation"], *HIP_ROTATION)
        mean_adduction = mean_inversion = 0.0
        contact = range(int(0.2 * duty * N), int(0.7 * duty * N) + 1)  # the flat foot's part of contact
        for _ in range(8):  # one radian of adduction moves the foot by about a leg's length; one of inversion rolls it by 0.8
            adduction, inversion = ranged(s["hip_adduction"], mean_adduction, HIP_ADDUCTION_ROM), ranged(s["inversion"], mean_inversion, INVERSION_ROM)
            sagittal = np.array([limb_angles(R_pelvis[k], (thigh[k], shank[k], foot[k]), adduction[k], rotation[k], inversion[k], axis) for k in range(N)]).T
            z, roll = np.mean([foot_pose(links, axis, s["tz"][k], R_pelvis[k], *sagittal[:, k], adduction[k], rotation[k], inversion[k]) for k in contact], axis=0)
            mean_adduction += math.degrees((z - 0.5 * STEP_WIDTH[float(speed)]) / 0.9)
            mean_inversion += math.degrees(roll / 0.8)
        # Markers do not know which angle lays the toes in line with the foot: zero is their mean while the foot is flat.
        toes = s["toes"] - s["toes"][list(contact)].mean()
        print(f"{speed} foot {1e3 * z:.1f} mm beside the middle, rolled {math.degrees(roll):.2f} deg; mean hip adduction {mean_adduction:.2f}, inversion {mean_inversion:.2f} deg")
        degrees = 180 / math.pi
        bob = at("pelvis_bob_mm")
        rows = [("pelvis_tx", "mm", 0, 1e3 * (s["tx"] - s["tx"].mean())), ("pelvis_ty", "mm", 0, bob - bob.mean()), ("pelvis_tz", "mm", 1, 1e3 * s["tz"]),
                ("pelvis_tilt", "deg", 0, tilt * degrees), ("pelvis_list", "deg", 1, turn_list * degrees), ("pelvis_rotation", "deg", 1, turn * degrees),
                ("lumbar_extension", "deg", 0, lumbar[0] * degrees), ("lumbar_bending", "deg", 1, lumbar[1] * degrees), ("lumbar_rotation", "deg", 1, lumbar[2] * degrees),
                ("shoulder_flexion_r", "deg", None, s["shoulder"] * degrees), ("hip_flexion_r", "deg", None, sagittal[0] * degrees),
                ("hip_adduction_r", "deg", None, adduction * degrees), ("hip_rotation_r", "deg", None, rotation * degrees),
                ("knee_flexion_r", "deg", None, sagittal[1] * degrees), ("ankle_dorsiflexion_r", "deg", None, sagittal[2] * degrees),
                ("subtalar_inversion_r", "deg", None, inversion * degrees), ("toe_extension_r", "deg", None, toes * degrees)]
        for name, unit, parity, values in rows:
            c, sn = fourier(values, parity)
            hs = np.arange(HARMONICS + 1)
            fit = np.cos(2 * np.pi * np.outer(phase, hs)) @ c + np.sin(2 * np.pi * np.outer(phase, hs)) @ sn
            print(f"{speed} {name:22s} mean {values.mean():8.2f} range {values.min():8.2f} {values.max():8.2f} {unit}, rms misfit {np.sqrt(((fit - values)**2).mean()):.3f}")
            series += [(speed, name, h, c[h], sn[h], unit) for h in hs if parity is None or h % 2 == parity]

    with open(OUT / "coordinates.csv", "w") as f:
        print("# How do the coordinates move over a stride? q(phase) = sum_h cosine cos 2 pi h phase + sine sin 2 pi h phase; phase 0 is right contact.", file=f)
        print("# Sagittal plane: mean of 28 runners [Fukuchi 2017]. The rest: shape of one runner [Nitschke 2020], ranges of motion of many runners", file=f)
        print(f"# and step width [Fukuchi 2017] [Perpina-Martinez 2023], mean lean {LEAN} deg [Teng 2015]. Pelvis tilt relative to standing. Left limbs: half a stride later.", file=f)
        print("# For a runner of the height of summary.csv. The mean of pelvis_ty comes from the runner's legs. Made by models/derive/reference.py.", file=f)
        print("speed_m_s,coordinate,harmonic,cosine,sine,unit", file=f)
        for speed, name, h, c, sn, unit in series:
            print(f"{speed:g},{name},{h},{c:.4f},{sn:.4f},{unit}", file=f)

    b = ground_force()
    with open(OUT / "force.csv", "w") as f:
        print("# How does the ground push on one foot during contact? force = (0.5 BW / duty) sum_h b_h sin(h pi u), u = 0 at contact, 1 at toe-off.", file=f)
        print("# Mean of six runners at 2.75-4.0 m/s, contact stretched to 0..1, each divided by its mean vertical force; the vertical b give mean 1,", file=f)
        print("# the others mean 0 [BMC 2018] [Fukuchi 2017] [Dorschky 2019] [Nitschke 2020]. Right foot: forward x, up y, right z (z: two runners).", file=f)
        print("# Made by models/derive/reference.py.", file=f)
        print("harmonic,forward,up,right", file=f)
        for h in range(FORCE_HARMONICS):
            print(f"{h + 1},{b['grf_ap'][h]:.8f},{b['grf_v'][h]:.8f},{b['grf_ml'][h]:.8f}", file=f)

    with open(OUT / "summary.csv", "w") as f:
        print("# How long is a stride, and how long is a foot on the ground? Mean of 28 runners [Fukuchi 2017]; lean: middle of two groups, n = 40 [Teng 2015],", file=f)
        print("# the same at every speed: assumption. Made by models/derive/reference.py.", file=f)
        print("speed_m_s,stride_s,duty_factor,lean_deg,height_m,source", file=f)
        for i, speed in enumerate(summary["speed_mps"]):
            print(f'{speed:g},{summary["stride_s"][i]:.4f},{summary["duty"][i]:.4f},{LEAN},{HEIGHT},"Fukuchi 2017; Teng 2015"', file=f)


if __name__ == "__main__":
    main()
