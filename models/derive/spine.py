#!/usr/bin/python3
"""Where do the tables of models/spine/ come from?

Re-expresses the lumbar spine of Pose2Sim's full-body model (BSD-3; lineage Christophy 2012, Raabe 2016, Beaucage-Gauvreau
2019), as mended in shared/data/spine (SOURCE.txt there says what and why), and the leg muscles of opensim-core (Apache-2.0) by
spine_legs.py. Right side only: the left is its mirror image. Not needed to build or run Psoas.
"""
from pathlib import Path

import numpy as np
import spine_legs as legs

HERE = Path(__file__).resolve().parent
SPINE = HERE.parents[2] / "shared/data/spine"
OUT = HERE.parent / "spine"

# Discs, L5-S1 first, T12-L1 last: the last is an assumption, the others recalled (SOURCES.md) [m2].
DISC_AREA = [0.0017, 0.0017, 0.0016, 0.0015, 0.0014, 0.0013]

# Transversus abdominis: one sheet on each side. Thickness and height of its fibres are assumptions between what dissection and
# ultrasound show [Urquhart 2005; Rankin 2006], the specific tension that of the source's spine [Christophy 2012].
TRANSVERSUS_THICKNESS, TRANSVERSUS_HEIGHT, SPECIFIC_TENSION = 0.004, 0.20, 46e4  # m, m, N/m2
TRANSVERSUS_PATH = [np.array([-0.060, 0.160, 0.110]), np.array([0.100, 0.160, 0.020])]  # thoracolumbar fascia to rectus sheath [m]

# Fibre length over optimal in neutral posture: sarcomeres of the back are short there (SOURCES.md, Fibres), the others are taken at 1.
NEUTRAL_LENGTH = {"MF": 0.85, "ILpL": 0.85, "ILpT": 0.85, "LTpL": 0.85, "LTpT": 0.85, "QL": 0.95}

# Fleshy down to the iliac crest (SOURCES.md, Fibres): fibre over fibre and tendon as the source has it for the internal oblique.
FLESHY = {"EO5", "EO6", "IL_L1", "IL_L2", "IL_L3", "IL_L4"}
FLESHY_SHARE = 0.9

# A tendon is taken as rigid if its stretch at full force moves the fibres by less than this share of their length; the fibres of the
# others are taken as isometric. At 0.15 off the optimum a fibre still makes 95 % of its force.
TENDON_STRAIN, RIGID_WITHIN = 0.049, 0.15  # strain at F_max [Rajagopal 2016]; assumption

HIP = np.array([-0.0707, -0.0661, 0.0835])  # of the spine's source, in its pelvis frame (joints.csv)
MIDDLE = HIP * [1, 1, 0]                    # our pelvis body's origin
SACRUM = np.array([0.01, -0.017, 0.0])      # in its pelvis frame (joints.csv, welded)
BODY = {"pelvis": ("pelvis", -MIDDLE), "sacrum": ("pelvis", SACRUM - MIDDLE), "torso": ("thorax", np.zeros(3)),
        "femur_r": ("thigh", np.zeros(3)), **{f"lumbar{i}": (f"L{i}", np.zeros(3)) for i in range(1, 6)}}


def write(name, comment, header, lines):
    with open(OUT / name, "w") as f:
        f.write("".join(f"# {c}\n" for c in comment) + ",".join(header) + "\n")
        f.writelines(",".join(f"{x:.6g}" if isinstance(x, float) else str(x) for x in line) + "\n" for line in lines)


def xyz(p, digits=6):
    return [f"{x:.{digits}f}" for x in np.asarray(p) + 0.0]


def levels():
    curves = [f"{k}_Nm_c{c}" for k in ("flex", "ext", "lat", "ax") for c in (3, 2, 1)]
    units = [f"{k}_c{c}" for k in ("flexion", "extension", "lateral", "axial") for c in (3, 2, 1)]
    lines = []
    for r in legs.rows(SPINE / "recommended_levels.csv"):
        lower, shift = BODY[r["parent"]]
        lines.append([r["level"].replace("/", "-"), lower, BODY[r["child"]][0], *xyz(legs.vec(r, ["px_m", "py_m", "pz_m"]) + shift),
                      *xyz(legs.vec(r, ["cx_m", "cy_m", "cz_m"])), r["disc_axis_forward_tilt_neutral_deg"],
                      r["FE_fraction_LFB"], r["LB_fraction_LFB"], r["AR_fraction_LFB"], *[r[c] for c in curves], DISC_AREA[len(lines)]])
    write("levels.csv", [
        "Where are the six lumbar joints, how do they share the lumbar angles, and how stiff are they? Reference man (parameters.csv).",
        "x y z: joint centre in the lower body's frame, upper_*: in the upper body's [Christophy 2012; Beaucage-Gauvreau 2019].",
        "disc_tilt_deg: forward tilt of the disc's cranial normal in neutral standing, all bodies parallel to the pelvis: an assumption (sacral slope 33-40 deg).",
        "*_share: lumbar rhythm [Beaucage-Gauvreau 2019], L4-L5 lateral mended (1.8627 for 1.33); shares are normalised to 1 when read.",
        "c3 c2 c1: passive moment c3 a^3 + c2 a^2 + c1 a [N·m], a = angle in degrees: intact L4-L5 for every level [Heuer 2007], BSD-2 code of ArtiSynth.",
        "disc_area: of the endplates, recalled and not verified, T12-L1 assumed (SOURCES.md).",
        "Made by models/derive/spine.py from shared/data/spine/recommended_levels.csv and joints.csv."],
        ["level", "lower", "upper", "x_m", "y_m", "z_m", "upper_x_m", "upper_y_m", "upper_z_m", "disc_tilt_deg",
         "extension_share", "bending_share", "rotation_share", *units, "disc_area_m2"], lines)


def slices():
    bodies = {r["body"]: r for r in legs.rows(SPINE / "bodies.csv")}
    whole = sum(float(r["mass_kg"]) for b, r in bodies.items() if not b.startswith("lumbar"))
    lines = [[f"L{i}", round(float(bodies[f"lumbar{i}"]["mass_kg"]) / whole, 5),
              *xyz(legs.vec(bodies[f"lumbar{i}"], ["com_x_m", "com_y_m", "com_z_m"]) * [1, 1, 0])] for i in range(5, 0, -1)]
    write("slices.csv", [
        "What does the slice of trunk around each lumbar vertebra weigh, as a share of body mass, and where is its centre?",
        f"Masses of Pose2Sim's lumbar bodies [Beaucage-Gauvreau 2019] over the {whole:.2f} kg of all its other bodies, a 75-kg man: the file adds the",
        "slices on top of a trunk that already holds them. Centres in the vertebra's frame, 1 mm of asymmetry at L1 dropped. The thorax keeps the rest.",
        "Made by models/derive/spine.py from shared/data/spine/bodies.csv."],
        ["body", "mass_fraction", "com_x_m", "com_y_m", "com_z_m"], lines)
    return whole


def fibres(optimal, slack):
    """Do the fibres move with the joints (rigid tendon), or does the tendon take up the stretch?"""
    return "moving" if TENDON_STRAIN * slack < RIGID_WITHIN * optimal else "isometric"


def neutral_origins():
    """Of each body in the pelvis body's frame, in neutral posture, and the heights of the joints, L5-S1 first."""
    origin, joints = {"pelvis": np.zeros(3), "thigh": legs.HIP}, []
    for r in legs.rows(SPINE / "recommended_levels.csv"):
        lower, shift = BODY[r["parent"]]
        joint = origin[lower] + shift + legs.vec(r, ["px_m", "py_m", "pz_m"])
        origin[BODY[r["child"]][0]] = joint - legs.vec(r, ["cx_m", "cy_m", "cz_m"])
        joints.append(joint[1])
    return origin, joints


def neutral_points(path):
    """The points of a path in the pelvis body's frame, all bodies in neutral posture."""
    origin, _ = neutral_origins()
    return np.array([origin[body] + p for body, p, _ in path])


def tethered(path, names):
    """Puts a point on every vertebra that the line passes, where the straight neutral line runs at the vertebra's middle height: the
    sheath of the back holds the muscle to the spine when it bends. Neutral lengths, arms and pulls stay as they are."""
    origin, joints = neutral_origins()
    order = ["pelvis", "L5", "L4", "L3", "L2", "L1", "thorax"]
    out, out_names = [path[0]], [names[0]]
    for (a, b), name in zip(zip(path, path[1:]), names[1:]):
        p, q = neutral_points([a, b])
        low, high = sorted([order.index(a[0]), order.index(b[0])])
        passed = []
        for i in range(low + 1, high):
            share = (0.5 * (joints[i - 1] + joints[i]) - p[1]) / (q[1] - p[1])
            if 0.05 < share < 0.95:  # not where the line ends beside the vertebra
                passed.append((share, [order[i], p + share * (q - p) - origin[order[i]], 0.0]))
        for _, point in sorted(passed, key=lambda x: x[0]):
            out.append(point)
            out_names.append("on the line")
        out.append(b)
        out_names.append(name)
    return out, out_names


def calibrated(group, optimal, slack, pennation, path):
    """Fibre and tendon, stretched alike, so that the fibres of this group have their neutral length in neutral posture along this path."""
    length = np.linalg.norm(np.diff(neutral_points(path), axis=0), axis=1).sum()
    along = np.sqrt(NEUTRAL_LENGTH.get(group, 1.0) ** 2 - np.sin(pennation) ** 2)  # of a fibre of constant thickness, along the tendon
    scale = length / (optimal * along + slack)
    return scale * optimal, scale * slack


def hoop(group, path):
    """Tension round the trunk in either half of the abdominal wall, for 1 N of muscle: the share of its line in the transverse plane."""
    if group not in ("EO", "IO", "OBL"):
        return 0.0
    step = np.diff(neutral_points(path), axis=0)
    share = np.linalg.norm(step[:, [0, 2]], axis=1).sum() / np.linalg.norm(step, axis=1).sum()
    return round((2 if group == "OBL" else 1) * share, 4)  # the joined obliques run through both halves


def fascicles():
    # The psoas beyond the pelvic brim: one path for all eleven fascicles, fitted to the leg model's wrapped psoas.
    source = {}
    for r in legs.rows(SPINE / "recommended_paths.csv"):
        if r["body"] in BODY:
            body, shift = BODY[r["body"]]
            source.setdefault(r["muscle"], []).append([body, legs.vec(r, ["x_m", "y_m", "z_m"]) + shift, 0.0])
    _, brim, groin, femur, end = (p[1] for p in source["Ps_L1_VB_r"])
    psoas, rms = legs.psoas_over_the_brim(brim, groin, femur, end)
    print("psoas", np.round(1000 * rms, 1), "mm rms")

    muscles, points, changed = [], [], 0.0
    for r in legs.rows(SPINE / "recommended_muscles.csv"):
        if r["side"] != "r" or r["group"] == "LD":  # latissimus: to the arm, not modelled
            continue
        name = r["muscle"][:-2] if r["group"] != "OBL" else r["muscle"].replace("r_", "_").replace("IO3l", "IO3").replace(
            "IO2l", "IO2").replace("IO1l", "IO1")
        path = source[r["muscle"]]
        origin = ["Pose2Sim"] * len(path)
        if r["group"] == "PS":
            path, origin = path[:2] + psoas[1:], ["Pose2Sim", "Pose2Sim", "fitted", "fitted", "Pose2Sim"]
        optimal, slack = float(r["lopt_m"]), float(r["ltsl_m"])
        if name in FLESHY:
            optimal, slack = FLESHY_SHARE * (optimal + slack), (1 - FLESHY_SHARE) * (optimal + slack)
        if r["group"] in ("ILpL", "ILpT", "LTpL", "LTpT"):
            path, origin = tethered(path, origin)
        optimal, slack = calibrated(r["group"], optimal, slack, float(r["penn_rad"]), path)
        changed = max(changed, abs(optimal / float(r["lopt_cal_m"]) - 1)) if r["group"] != "PS" and name not in FLESHY else changed
        muscles.append([name, r["group"], float(r["Fmax_N"]), float(r["penn_rad"]), f"{optimal:.5f}", f"{slack:.5f}",
                        fibres(optimal, slack), hoop(r["group"], path), r["group_name"]])
        points += [[name, i, b, *xyz(p, 9 if o == "on the line" else 6), 0, o] for i, ((b, p, _), o) in enumerate(zip(path, origin))]
    print(f"fibre lengths within {changed:.1e} of shared/data/spine, psoas and fleshy ones left out")
    force = TRANSVERSUS_THICKNESS * TRANSVERSUS_HEIGHT * SPECIFIC_TENSION
    muscles.append(["TrA", "TrA", force, 0, 0, 0, "isometric", 1, "transversus abdominis"])
    points += [["TrA", i, "pelvis", *xyz(p), 0, "assumption"] for i, p in enumerate(TRANSVERSUS_PATH)]
    write("fascicles.csv", [
        "Which fascicles move the trunk? Right side of 204 and of transversus: the left is its mirror image. Reference man (parameters.csv).",
        "Pose2Sim's LFB model [Christophy 2012; Beaucage-Gauvreau 2019], left and right averaged; external and opposite internal obliques joined in series;",
        "psoas split over its vertebrae and continued to the femur. F_max: isometric. Optimal length and tendon slack: of the source, stretched alike",
        "until the fibres have their neutral length in neutral posture. fibres: isometric where a rigid tendon would be wrong, or lengths are not known.",
        "hoop: tension round the trunk, both halves of the abdominal wall together, for 1 N of muscle (SOURCES.md, Fibres and Abdominal wall).",
        "Made by models/derive/spine.py from shared/data/spine/recommended_muscles.csv."],
        ["muscle", "group", "F_max_N", "pennation_rad", "optimal_length_m", "tendon_slack_m", "fibres", "hoop", "name"], muscles)
    write("paths.csv", [
        "Through which points does each fascicle run? In the frames of its bodies (spine.h), reference man. Pose2Sim: recommended_paths.csv.",
        "fitted: moved until the hip moment arms are those of opensim-core's wrapped psoas over the running range (models/derive/spine_legs.py).",
        "on the line: put on the straight neutral line, one on each vertebra that the line passes, so that the back keeps its muscles when it bends."],
        ["muscle", "point", "body", "x_m", "y_m", "z_m", "follow", "source"], points)


def leg_tables():
    muscles, points = [], []
    for name, group, F_max, pennation, optimal, slack, path, free, rms in legs.leg_muscles():
        muscles.append([name, group, F_max, pennation, f"{optimal:.5f}", f"{slack:.5f}", fibres(optimal, slack), "; ".join(f"{c[:-2]} {1000 * e:.1f}" for c, e in rms.items())])
        points += [[name, i, b, *xyz(p), f"{s:g}", "fitted" if i in free else "opensim-core"] for i, (b, p, s) in enumerate(path)]
    write("leg_muscles.csv", [
        "Which muscles move hips, knees and ankles? Right side of 78; psoas is among the fascicles. Isometric strength of the reference man [Rajagopal 2016].",
        "rms_mm: moment arms against opensim-core's polynomials at random running postures (knee below 100 deg), after the fit of paths. The source's ankle",
        "axis is tilted, ours is straight: errors of the deep calf are that difference. tendon_slack: the source's, plus the mean by which our path is",
        "longer in those postures. fibres: isometric where a rigid tendon would be wrong (SOURCES.md). Made by models/derive/spine_legs.py."],
        ["muscle", "group", "F_max_N", "pennation_rad", "optimal_length_m", "tendon_slack_m", "fibres", "rms_mm"], muscles)
    write("leg_paths.csv", [
        "Through which points does each leg muscle run? In the runner's link frames (models/runner/links.csv), reference man.",
        "opensim-core: its own points. fitted: moved or added until moment arms match the wrapped path (models/derive/spine_legs.py).",
        "follow: the point turns about the knee by this share of the knee angle (kneecap and its like), 0 stays with the body."],
        ["muscle", "point", "body", "x_m", "y_m", "z_m", "follow", "source"], points)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    levels()
    print(f"reference mass {slices():.2f} kg")
    fascicles()
    leg_tables()
