#!/usr/bin/python3
"""How do leg muscles that wrap around bones become straight lines through points?

Source: opensim-core's subject_walk_scaled (Apache-2.0) [Rajagopal 2016]: points of 80 muscles, and polynomials of their
lengths, fitted there to the wrapped paths. Points are moved into the frames of models/runner/links.csv. Where a straight
line misses the wrapped path, the free points named in LEGS are moved (at most 50 mm) until moment arms agree with the
polynomials in the least-squares sense over running postures. Beyond 100 degrees of knee flexion the polynomials
extrapolate (the vasti change sign), so there only a least arm of the right sign is asked for. Imported by spine.py.
"""
import csv
import itertools
import re
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared/data/models"
POINTS = SHARED / "csv/moco_subject_walk_scaled"
POLYNOMIALS = SHARED / "opensim-core/subject_walk_scaled_FunctionBasedPathSet.xml"
COORDINATES = ["hip_flexion_r", "hip_adduction_r", "hip_rotation_r", "knee_angle_r", "ankle_angle_r"]
RANGE_DEG = [(-20, 60), (-12, 12), (-12, 12), (0, 125), (-30, 25)]  # of running
POLYNOMIAL_KNEE_DEG = 100.0
PATELLA = 0.6  # share of the knee angle by which the kneecap's point turns: assumption, between thigh (0) and shank (1)

# muscle: (group, free points, following point put in before index i: (i, x and y from the knee [m], share, least arm [m]))
LEGS = {
    "addbrev": ("adductors", [], None), "addlong": ("adductors", [], None), "addmagDist": ("adductors", [], None),
    "addmagIsch": ("adductors", [], None), "addmagMid": ("adductors", [], None), "addmagProx": ("adductors", [], None),
    "grac": ("adductors", [1], None),
    "bflh": ("hamstrings", [1], (1, -.040, .020, .3, .015)), "bfsh": ("hamstrings", [1], (1, -.030, .030, .2, .015)),
    "semimem": ("hamstrings", [1], None), "semiten": ("hamstrings", [1], None),
    "recfem": ("quadriceps", [1], (1, .045, 0., PATELLA, -.025)), "vasint": ("quadriceps", [2], (2, .045, 0., PATELLA, -.025)),
    "vaslat": ("quadriceps", [2], (2, .045, 0., PATELLA, -.025)), "vasmed": ("quadriceps", [2], (2, .045, 0., PATELLA, -.025)),
    "glmax1": ("gluteals", [1, 2], None), "glmax2": ("gluteals", [1, 2], None), "glmax3": ("gluteals", [1, 2], None),
    "glmed1": ("gluteals", [], None), "glmed2": ("gluteals", [], None), "glmed3": ("gluteals", [], None),
    "glmin1": ("gluteals", [], None), "glmin2": ("gluteals", [], None), "glmin3": ("gluteals", [], None),
    "piri": ("gluteals", [], None),
    "iliacus": ("hip_flexors", [1, 2], None), "sart": ("hip_flexors", [2], None), "tfl": ("hip_flexors", [2], None),
    "gaslat": ("calf", [1], (1, -.035, .020, .7, .015)), "gasmed": ("calf", [1], (1, -.010, -.004, 0., .015)),
    "soleus": ("calf", [], None),
    "fdl": ("deep_calf", [], None), "fhl": ("deep_calf", [], None), "tibpost": ("deep_calf", [], None),
    "perbrev": ("deep_calf", [], None), "perlong": ("deep_calf", [], None),
    "edl": ("shin", [], None), "ehl": ("shin", [], None), "tibant": ("shin", [], None),
}


def rows(path):
    with open(path) as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


def vec(row, names):
    return np.array([float(row[n]) for n in names])


# Joint centres: the source's in its bodies, and the runner's in its links.
JOINT = {r["joint"]: vec(r, ["px_m", "py", "pz"]) for r in rows(POINTS / "joints.csv")}
LINK = {r["coordinate"]: vec(r, ["offset_x_m", "offset_y_m", "offset_z_m"])
        for r in rows(HERE.parent / "runner/links.csv")}
KNEE, ANKLE, SUBTALAR = (LINK[n] for n in ["knee_flexion_r", "ankle_dorsiflexion_r", "subtalar_inversion_r"])
TO_OURS = {"pelvis": ("pelvis", -JOINT["hip_r"] * [1, 1, 0]), "femur_r": ("thigh", np.zeros(3)),
           "tibia_r": ("shank", ANKLE - JOINT["ankle_r"]), "calcn_r": ("foot", np.zeros(3)),
           "toes_r": ("foot", JOINT["mtp_r"])}
HIP = JOINT["hip_r"] * [0, 0, 1]  # in the pelvis body, whose origin is midway between the hips


def turn(axis, angle):
    """Rotation matrices (n x 3 x 3) about a unit axis by n angles."""
    x, y, z = axis
    K = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle)[:, None, None] * K + (1 - np.cos(angle))[:, None, None] * (K @ K)


class Posture:
    """The right leg in n postures q (n x 5: hip z x y, knee, ankle) in the pelvis body's frame."""

    def __init__(self, q):
        Rz, Rx, Ry = turn([0, 0, 1], q[:, 0]), turn([1, 0, 0], q[:, 1]), turn([0, 1, 0], q[:, 2])
        self.q, self.thigh = q, Rz @ Rx @ Ry
        self.shank = self.thigh @ turn([0, 0, -1], q[:, 3])
        self.foot = self.shank @ turn([0, 0, 1], q[:, 4])
        self.knee = HIP + self.thigh @ KNEE
        self.ankle = self.knee + self.shank @ ANKLE
        self.subtalar = self.ankle + self.foot @ SUBTALAR
        hip = np.tile(HIP, (len(q), 1))
        self.hinges = [(hip, np.tile([0., 0, 1], (len(q), 1)), 0), (hip, Rz[:, :, 0], 0), (hip, (Rz @ Rx)[:, :, 1], 0),
                       (self.knee, -self.thigh[:, :, 2], 1), (self.ankle, self.shank[:, :, 2], 2)]

    def place(self, body, p, follow):
        """Where the point is, and by which share hip, knee and ankle carry it."""
        if body == "pelvis":
            return np.tile(p, (len(self.q), 1)), (0, 0, 0)
        if body == "thigh":
            R = self.thigh @ turn([0, 0, -1], follow * self.q[:, 3])
            return self.knee + R @ (p - KNEE), (1, follow, 0)
        return (self.knee + self.shank @ p, (1, 1, 0)) if body == "shank" else (self.subtalar + self.foot @ p, (1, 1, 1))


def moment_arms(posture, path):
    """-dl/dq (n x 5) of straight lines through path = [(body, p, follow), ...], by virtual work."""
    arms = np.zeros((len(posture.q), 5))
    a, share_a = posture.place(*path[0])
    for point in path[1:]:
        b, share_b = posture.place(*point)
        u = (b - a) / np.linalg.norm(b - a, axis=1)[:, None]
        for j, (centre, axis, joint) in enumerate(posture.hinges):
            arms[:, j] += (share_a[joint] - share_b[joint]) * np.einsum("ij,ij->i", axis, np.cross(a - centre, u))
        a, share_a = b, share_b
    return arms


def polynomials():
    """Of each muscle: columns of q, exponents, coefficients; exponents count up with the last coordinate fastest."""
    out = {}
    for name, body in re.findall(r'<FunctionBasedPath name="/forceset/(\w+)_r">(.*?)</FunctionBasedPath>',
                                 POLYNOMIALS.read_text(), re.S):
        paths = re.search(r"<coordinate_paths>(.*?)<", body).group(1).split()
        coefficients = np.array(re.search(r"<coefficients>(.*?)<", body, re.S).group(1).split(), float)
        order = int(re.search(r"<order>(\d+)", body).group(1))
        powers = np.array([e for e in itertools.product(range(order + 1), repeat=len(paths)) if sum(e) <= order])
        out[name] = [COORDINATES.index(p.split("/")[-1]) for p in paths], powers, coefficients
    return out


def polynomial_arms(polynomial, q):
    columns, powers, c = polynomial
    arms = []
    for j in range(len(columns)):
        lower = powers - (np.arange(len(columns)) == j) * (powers > 0)
        arms.append(-(np.prod(q[:, None, columns] ** lower, axis=2) * c * powers[:, j]).sum(1))
    return np.array(arms).T


def lengths(posture, path):
    """Length of straight lines through path (n)."""
    points = np.array([posture.place(*point)[0] for point in path])
    return np.linalg.norm(np.diff(points, axis=0), axis=2).sum(0)


def polynomial_lengths(polynomial, q):
    columns, powers, c = polynomial
    return (np.prod(q[:, None, columns] ** powers, axis=2) * c).sum(1)


def tendon_slack(path, polynomial, slack):
    """The source's, and the mean by which our path is longer than the source's wrapped one over running postures."""
    posture = Posture(postures(240, seed=3))
    trusted = posture.q[:, 3] < np.radians(POLYNOMIAL_KNEE_DEG)
    more = (lengths(posture, path) - polynomial_lengths(polynomial, posture.q))[trusted]
    return slack + more.mean(), more


def postures(n, seed):
    low, high = np.radians(np.array(RANGE_DEG).T)
    return low + (high - low) * np.random.default_rng(seed).random((n, 5))


def fit(path, free, polynomial, least_arm=0.0, stiffness=0.03):
    """Moves the free points of a path until its moment arms are the polynomial's; returns path and rms error [m] per column."""
    posture = Posture(postures(240, seed=3))
    columns = polynomial[0]
    target = polynomial_arms(polynomial, posture.q)
    trusted = posture.q[:, 3] < np.radians(POLYNOMIAL_KNEE_DEG)
    weight = np.where((np.array(columns) == 3) & ~trusted[:, None], 0.0, 1.0)
    start = np.concatenate([path[i][1] for i in free]) if free else np.zeros(0)

    def moved(x):
        out = [list(p) for p in path]
        for k, i in enumerate(free):
            out[i][1] = x[3 * k:3 * k + 3]
        return out

    def residual(x):
        arms = moment_arms(posture, moved(x))
        short = np.maximum(0, abs(least_arm) - np.sign(least_arm) * arms[~trusted, 3]) if least_arm else []
        return 1000 * np.concatenate([((arms[:, columns] - target) * weight).ravel(), 0.5 * np.asarray(short),
                                      stiffness * np.sqrt(len(arms)) * (x - start)])

    if free:
        path = moved(least_squares(residual, start, bounds=(start - .05, start + .05)).x)
    error = (moment_arms(posture, path)[:, columns] - target) * weight
    return path, np.sqrt((error ** 2).sum(0) / weight.sum(0))


def leg_muscles():
    """All 39 leg muscles but psoas: (name, group, F_max, pennation, fibre and tendon length, path, free points, rms error [m])."""
    original = {}
    for r in rows(POINTS / "muscle_path_points.csv"):
        if r["muscle"].endswith("_r") and r["body"] != "patella_r":
            body, shift = TO_OURS[r["body"]]
            original.setdefault(r["muscle"][:-2], []).append([body, vec(r, ["x_m", "y_m", "z_m"]) + shift, 0.0])
    strength = {r["muscle"]: r for r in rows(POINTS / "muscles.csv")}
    polynomial = polynomials()
    for name, (group, free, extra) in LEGS.items():
        path, least = original[name], 0.0
        if extra:
            i, x, y, share, least = extra
            z = path[0 if name.startswith("gas") else i][1][2] if group != "quadriceps" else KNEE[2]
            path.insert(i, ["thigh", np.array([KNEE[0] + x, KNEE[1] + y, z]), share])
        path, rms = fit(path, free, polynomial[name], least)
        muscle = strength[name + "_r"]
        optimal, (slack, more) = float(muscle["lopt_m"]), tendon_slack(path, polynomial[name], float(muscle["lts_m"]))
        print(f"{name:10s} path longer by {1e3 * more.mean():5.1f} +- {1e3 * more.std():4.1f} mm, fibre {1e3 * optimal:5.1f} mm, "
              f"tendon {1e3 * slack:5.1f} mm")
        yield name, group, float(muscle["Fmax_N"]), float(muscle["pennation_rad"]), optimal, slack, path, free, dict(
            zip([COORDINATES[c] for c in polynomial[name][0]], rms))


def psoas_over_the_brim(brim, groin, femur, end):
    """Moves the spine model's points at brim and groin until the hip arms are those of the leg model's wrapped psoas."""
    path = [["pelvis", brim, 0.0], ["pelvis", groin, 0.0], ["thigh", femur, 0.0], ["thigh", end, 0.0]]
    return fit(path, [1, 2], polynomials()["psoas"])
