#!/usr/bin/python3
"""Where do the tables of models/runner/ come from?

Re-expresses opensim-core's subject_walk_scaled.osim (Apache-2.0; Rajagopal 2016 skeleton scaled to one man of 85.27 kg) as
a tree of 25 hinges and slides. Run from anywhere; reads ../../../shared, writes ../runner. Not needed to build or run Psoas.
"""
import csv
import math
import re
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[2] / "shared/data/models/csv/moco_subject_walk_scaled"
OUT = HERE.parent / "runner"

HEIGHT = 1.75   # of the source's subject: not stored there; hip-ankle length 0.860 m / 0.491 [Winter 2009] = 1.75 m
ELBOW = 92.0    # mean elbow flexion of both arms over a stride at 4.0 m/s [deg] [Nitschke 2020]
ABDUCTION = 16.8  # mean arm abduction in the same stride [deg] [Nitschke 2020]
DROP = 0.010    # heel-to-toe drop of the shoe [m], assumption
HEEL_HALF_WIDTH = 0.020  # medial and lateral heel points stand this far from the source's one heel sphere [m], assumption


def rows(name):
    with open(SOURCE / name) as f:
        return list(csv.DictReader(f))


def rot(axis, angle):
    c, s = math.cos(angle), math.sin(angle)
    x, y, z = np.asarray(axis, float) / np.linalg.norm(axis)
    K = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + s * K + (1 - c) * K @ K


def body_xyz(a):
    """Body-fixed X-Y-Z rotation, as OpenSim stores frame orientations."""
    return rot([1, 0, 0], a[0]) @ rot([0, 1, 0], a[1]) @ rot([0, 0, 1], a[2])


BODY = {r["body"]: dict(m=float(r["mass_kg"]), c=np.array([float(r[f"com_{k}_m"]) for k in "xyz"]),
                        I=np.diag([float(r["Ixx_kgm2"]), float(r["Iyy"]), float(r["Izz"])])) for r in rows("bodies.csv")}
JOINT = {r["joint"]: dict(p=np.array([float(r["px_m"]), float(r["py"]), float(r["pz"])]),
                          Rp=body_xyz([float(r["prx_rad"]), float(r["pry"]), float(r["prz"])]),
                          c=np.array([float(r["cx_m"]), float(r["cy"]), float(r["cz"])]),
                          Rc=body_xyz([float(r["crx_rad"]), float(r["cry"]), float(r["crz"])])) for r in rows("joints.csv")}
SPHERE = {r["sphere"]: np.array([float(r["x_m"]), float(r["y_m"]), float(r["z_m"])]) for r in rows("contact_spheres.csv")}
RADIUS = float(rows("contact_spheres.csv")[0]["radius_m"])


def pose(joint, R=np.eye(3), t=np.zeros(3)):
    """Rotation and origin of the child body in the parent body when the joint frame moves by R, t."""
    j = JOINT[joint]
    Rb = j["Rp"] @ R @ j["Rc"].T
    return Rb, j["p"] + j["Rp"] @ t - Rb @ j["c"]


def merge(parts):
    """One rigid body of (mass, com, inertia about own com, rotation, origin) parts."""
    m = sum(b["m"] for b, _, _ in parts)
    com = sum(b["m"] * (p + R @ b["c"]) for b, R, p in parts) / m
    inertia = np.zeros((3, 3))
    for b, R, p in parts:
        d = p + R @ b["c"] - com
        inertia += R @ b["I"] @ R.T + b["m"] * (d @ d * np.eye(3) - np.outer(d, d))
    return dict(m=m, c=com, I=inertia)


def polynomial(axis_id):
    text = next(r["function"] for r in rows("joint_axes.csv") if r["joint"] == "walker_knee_r" and r["axis_id"] == axis_id)
    scale = float(text.split()[0].split("=")[1]) if text.startswith("scale") else 1.0
    coefficients = [float(x) for x in text.split("coefficients=")[1].split()]
    return lambda q: scale * np.polyval(coefficients, q)


def knee_hinge():
    """Centre of the one hinge nearest to the source's sliding knee over 0-110 deg: fixed in thigh (a) and shank (b)."""
    f = {k: polynomial(k) for k in ("rotation2", "rotation3", "translation1", "translation2", "translation3")}
    A, y = [], []
    for q in np.radians(np.arange(0, 111, 5)):
        R = rot([1, 0, 0], q) @ rot([0, 0, 1], f["rotation2"](q)) @ rot([0, 1, 0], f["rotation3"](q))
        Rb, p = pose("walker_knee_r", R, np.array([f[f"translation{k}"](q) for k in (1, 2, 3)]))
        A.append(np.hstack([Rb[:2], -np.eye(3)[:2]]))  # Rb b + p - a = 0 in the sagittal plane
        y.append(-p[:2])
    x, *_ = np.linalg.lstsq(np.vstack(A), np.hstack(y), rcond=1e-3)
    error = np.vstack(A) @ x - np.hstack(y)
    print(f"knee hinge: rms distance from the source's knee {1e3 * np.sqrt((error**2).mean()):.1f} mm")
    Rb, p = pose("walker_knee_r", np.eye(3), np.array([f[f"translation{k}"](0.0) for k in (1, 2, 3)]))
    return x[3:], p  # hinge in the thigh, origin of tibia in the thigh when straight


def passive_toes():
    """Stiffness [N m/rad] and damping [N m s/rad] of the source's toe joint: moment = -k q - c qd."""
    text = (SOURCE.parents[1] / "opensim-core/subject_walk_scaled_ExpressionBasedCoordinateForceSet.xml").read_text()
    expression = text[text.index("<coordinate>mtp_angle_r"):]
    expression = expression[expression.index("<expression>") + 12:expression.index("</expression>")]
    k, c = re.fullmatch(r"-([\d.]+)\*q-([\d.]+)\*qdot", expression).groups()
    return float(k), float(c)


def trunk_shift():
    """How far forward [m] the trunk's mass must move to lie where the spine model of models/spine has it.

    The source of the runner puts the upright trunk's mass 81 mm behind the hips, where no one could stand; the source of the
    spine [Beaucage-Gauvreau 2019] puts thorax and head 7 mm behind them and 10 mm before L5-S1. The stride must load the spine it is given."""
    spine = HERE.parents[2] / "shared/data/spine"
    joints = {r["joint"]: r for r in csv.DictReader(open(spine / "joints.csv"))}
    bodies = {r["body"]: r for r in csv.DictReader(open(spine / "bodies.csv"))}
    chain = ("sacrumjnt", "L5_S1_IVDjnt", "L4_L5_IVDjnt", "L3_L4_IVDjnt", "L2_L3_IVD_jnt", "L1_L2_IVD_jnt", "L1_T12_IVD_jnt")
    torso = sum(float(joints[j]["px_m"]) - float(joints[j]["cx_m"]) for j in chain)
    head = torso + float(joints["head_torso"]["px_m"]) - float(joints["head_torso"]["cx_m"])
    at = {"torso": torso, "head": head}
    mass = sum(float(bodies[b]["mass_kg"]) for b in at)
    x = sum(float(bodies[b]["mass_kg"]) * (at[b] + float(bodies[b]["com_x_m"])) for b in at) / mass
    behind_hips = x - float(joints["hip_r"]["px_m"])
    return JOINT["hip_r"]["p"][0] + behind_hips - JOINT["back"]["p"][0] - BODY["torso"]["c"][0]


def main():
    I3 = np.eye(3)
    # The knee centre, and all of the shank relative to it in straight stance; z of the hinge on the femur's own axis.
    knee, tibia = knee_hinge()
    knee[2] = JOINT["walker_knee_r"]["p"][2]
    patella = JOINT["patellofemoral_r"]["p"] + np.array([0.0524 * 1.0486928957, -0.0108 * 0.9736987467, 0.00275 * 1.0522764119])
    bodies = {
        "pelvis": merge([(BODY["pelvis"], I3, np.zeros(3))]),
        "trunk": merge([(BODY["torso"], I3, np.array([trunk_shift(), 0.0, 0.0]))]),
        "thigh": merge([(BODY["femur_r"], I3, np.zeros(3))]),
        "shank": merge([(BODY["tibia_r"], I3, tibia - knee), (BODY["patella_r"], I3, patella - knee)]),
        "talus": merge([(BODY["talus_r"], I3, np.zeros(3))]),
    }
    R_foot, p_foot = pose("subtalar_r")
    R_toes, p_toes = pose("mtp_r")
    assert np.allclose(R_toes, I3)  # at zero angle the toes' axes are the foot's, and the hinge turns about z
    bodies["foot"] = merge([(BODY["calcn_r"], I3, np.zeros(3))])
    bodies["toes"] = merge([(BODY["toes_r"], I3, np.zeros(3))])

    # The arm: humerus abducted, elbow bent, forearm half pronated, as one body in the frame of the shoulder.
    Rh = rot([1, 0, 0], -math.radians(ABDUCTION))
    Re, pe = pose("elbow_r", rot([0, 0, 1], math.radians(ELBOW)))
    Ru, pu = Rh @ Re, Rh @ pe
    Rr, pr = pose("radioulnar_r", rot([0, 0, 1], math.radians(90.0)))
    Rr, pr = Ru @ Rr, pu + Ru @ pr
    Rw, pw = pose("radius_hand_r")
    bodies["arm"] = merge([(BODY["humerus_r"], Rh, np.zeros(3)), (BODY["ulna_r"], Ru, pu), (BODY["radius_r"], Rr, pr),
                           (BODY["hand_r"], Rr @ Rw, pr + Rr @ pw)])

    # Mass fractions of women: the man's times the ratio of the sexes in de Leva's table, made to sum to 1.
    deleva = {"pelvis": (11.17, 12.47), "trunk": (6.94 + 15.96 + 16.33, 6.68 + 15.45 + 14.65), "arm": (2.71 + 1.62 + 0.61, 2.55 + 1.38 + 0.56),
              "thigh": (14.16, 14.78), "shank": (4.33, 4.81), "talus": (1.37, 1.29), "foot": (1.37, 1.29), "toes": (1.37, 1.29)}
    count = {b: 1 if b in ("pelvis", "trunk") else 2 for b in bodies}
    total = sum(count[b] * bodies[b]["m"] for b in bodies)
    female = {b: bodies[b]["m"] / total * deleva[b][1] / deleva[b][0] for b in bodies}
    sum_female = sum(count[b] * female[b] for b in bodies)
    print(f"total mass {total:.4f} kg; women's fractions summed to {sum_female:.4f} before scaling")

    OUT.mkdir(exist_ok=True)
    note = {"pelvis": "Rajagopal 2016", "trunk": "Rajagopal 2016, torso with head; moved forward to where the spine model has it [Beaucage-Gauvreau 2019]", "thigh": "Rajagopal 2016",
            "shank": "Rajagopal 2016, tibia + patella in straight stance", "talus": "Rajagopal 2016",
            "foot": "Rajagopal 2016, calcaneus (all of the foot but the toes)", "toes": "Rajagopal 2016", "arm": f"Rajagopal 2016, humerus + ulna + radius + hand; elbow {ELBOW:g} deg, abducted {ABDUCTION} deg [Nitschke 2020]"}
    with open(OUT / "bodies.csv", "w") as f:
        print("# What does each body weigh, and where? Right side; the left is its mirror image. Frames: the link that carries the body.", file=f)
        print(f"# Lengths and inertias of the reference man ({total:.4f} kg, {HEIGHT} m; reference.csv). Made by models/derive/runner.py from", file=f)
        print("# opensim-core subject_walk_scaled.osim [Rajagopal 2016]; women by the sex ratios of [de Leva 1996].", file=f)
        print("body,male_mass_fraction,female_mass_fraction,com_x_m,com_y_m,com_z_m,ixx_kg_m2,iyy_kg_m2,izz_kg_m2,ixy_kg_m2,ixz_kg_m2,iyz_kg_m2,source", file=f)
        for b in ("pelvis", "trunk", "arm", "thigh", "shank", "talus", "foot", "toes"):
            B = bodies[b]
            I = B["I"]
            cells = [f"{B['m'] / total:.7f}", f"{female[b] / sum_female:.7f}"] + [f"{v:.6f}" for v in B["c"]]
            cells += [f"{v:.7f}" for v in (I[0, 0], I[1, 1], I[2, 2], I[0, 1], I[0, 2], I[1, 2])]
            print(",".join([b] + cells + [f'"{note[b]}"']), file=f)

    subtalar = JOINT["subtalar_r"]["Rp"][:, 2]
    ankle = JOINT["ankle_r"]["p"] + tibia - knee
    offset = {"lumbar_extension": JOINT["back"]["p"], "shoulder_flexion_r": JOINT["acromial_r"]["p"], "hip_flexion_r": JOINT["hip_r"]["p"],
              "knee_flexion_r": knee, "ankle_dorsiflexion_r": ankle, "subtalar_inversion_r": p_foot, "toe_extension_r": p_toes}
    print("subtalar axis", subtalar, "up", math.degrees(math.asin(subtalar[1])), "medial", math.degrees(math.atan2(-subtalar[2], subtalar[0])))
    print("hip-ankle", np.linalg.norm(knee + ankle), "knee", knee, "ankle", ankle, "foot", p_foot, R_foot.round(4).tolist())
    axes = dict(x=(1, 0, 0), y=(0, 1, 0), z=(0, 0, 1))
    # coordinate, parent, body, kind, axis, torque scale, soft range
    links = [("pelvis_tx", "ground", "", "slide", "x", 0, "", ""), ("pelvis_ty", "pelvis_tx", "", "slide", "y", 0, "", ""),
             ("pelvis_tz", "pelvis_ty", "", "slide", "z", 0, "", ""), ("pelvis_tilt", "pelvis_tz", "", "hinge", "z", 0, -60, 60),
             ("pelvis_list", "pelvis_tilt", "", "hinge", "x", 0, -40, 40), ("pelvis_rotation", "pelvis_list", "pelvis", "hinge", "y", 0, -60, 60),
             ("lumbar_extension", "pelvis_rotation", "", "hinge", "z", 200, -60, 30), ("lumbar_bending", "lumbar_extension", "", "hinge", "x", 150, -35, 35),
             ("lumbar_rotation", "lumbar_bending", "trunk", "hinge", "y", 80, -45, 45),
             ("shoulder_flexion_r", "lumbar_rotation", "arm", "hinge", "z", 60, -80, 90),
             ("hip_flexion_r", "pelvis_rotation", "", "hinge", "z", 200, -40, 120), ("hip_adduction_r", "hip_flexion_r", "", "hinge", "x", 150, -40, 35),
             ("hip_rotation_r", "hip_adduction_r", "thigh", "hinge", "y", 80, -45, 45), ("knee_flexion_r", "hip_rotation_r", "shank", "hinge", "-z", 220, 0, 150),
             ("ankle_dorsiflexion_r", "knee_flexion_r", "talus", "hinge", "z", 230, -55, 40),
             ("subtalar_inversion_r", "ankle_dorsiflexion_r", "foot", "hinge", "subtalar", 60, -30, 30),
             ("toe_extension_r", "subtalar_inversion_r", "toes", "hinge", "z", 60, -30, 60)]
    with open(OUT / "links.csv", "w") as f:
        print("# Which hinges and slides make the runner? Rows of the right side (_r) stand for both: their mirror image follows each limb.", file=f)
        print("# Offset: joint centre in the parent link's frame, of the reference man (reference.csv). Axis: unit vector in the parent link's frame.", file=f)
        print("# Torque scale: the moment that costs 1 in the stride, for the person of reference.csv's torque rows; an assumption of the study in", file=f)
        print("# SOURCES.md. Range: soft limits, generous against the anatomical ranges of [Rajagopal 2016]; an assumption. Stiffness, damping: what the", file=f)
        print("# joint itself gives against its angle and rate, of the reference man; 0 where muscles are left to give it. Made by models/derive/runner.py.", file=f)
        print("coordinate,parent,body,kind,axis_x,axis_y,axis_z,offset_x_m,offset_y_m,offset_z_m,torque_scale_n_m,range_low_deg,range_high_deg,stiffness_n_m_rad,damping_n_m_s_rad,source", file=f)
        for name, parent, body, kind, axis, torque, low, high in links:
            a = subtalar if axis == "subtalar" else np.array(axes[axis[-1]]) * (-1.0 if axis[0] == "-" else 1.0)
            source = "Rajagopal 2016" if name in offset else "convention"
            if name == "knee_flexion_r":
                source = "Rajagopal 2016, one hinge fitted to the sliding knee over 0-110 deg; axis straight: assumption"
            if name == "ankle_dorsiflexion_r":
                source = "Rajagopal 2016; axis straight: assumption"
            stiffness, damping = passive_toes() if name == "toe_extension_r" else (0, 0)
            if name == "toe_extension_r":
                source = "Rajagopal 2016; stiffness and damping: opensim-core PassiveToeDamping; torque scale: assumption, by the peak of [Stefanyshyn 1997, recalled]"
            o = offset.get(name, np.zeros(3))
            print(",".join([name, parent, body, kind] + [f"{v:.6f}".replace("-0.000000", "0.000000") for v in [*a, *o]] + [str(torque), str(low), str(high), f"{stiffness:g}", f"{damping:g}", f'"{source}"']), file=f)

    # The sole: straight below the centres of the source's contact spheres; the heel one lower by the shoe's drop.
    # The toe spheres belong to the toes, whose frame stands a little below the foot's.
    mtp = JOINT["mtp_r"]["p"]
    ball_y = -RADIUS
    heel, rear, lateral, medial = (SPHERE[f"{k}_r"] for k in ("heel", "lateralRearfoot", "lateralMidfoot", "medialMidfoot"))
    toe_lateral, toe_medial = SPHERE["lateralToe_r"], SPHERE["medialToe_r"]
    fore_x = 0.5 * (lateral[0] + medial[0])
    mid_drop = DROP * (fore_x - rear[0]) / (fore_x - heel[0])
    points = [("heel_medial", "foot", heel[0], ball_y - DROP, heel[2] - HEEL_HALF_WIDTH, "heel", 0.5, 1.8e7),
              ("heel_lateral", "foot", heel[0], ball_y - DROP, heel[2] + HEEL_HALF_WIDTH, "heel", 0.5, 1.8e7),
              ("midfoot_lateral", "foot", rear[0], ball_y - mid_drop, rear[2], "midfoot", 1, 1.8e7),
              ("ball_medial", "foot", medial[0], ball_y, medial[2], "forefoot", 0.33, 6e7), ("ball_lateral", "foot", lateral[0], ball_y, lateral[2], "forefoot", 0.33, 6e7),
              ("toe_medial", "toes", toe_medial[0], ball_y - mtp[1], toe_medial[2], "forefoot", 0.17, 6e7),
              ("toe_lateral", "toes", toe_lateral[0], ball_y - mtp[1], toe_lateral[2], "forefoot", 0.17, 6e7)]
    with open(OUT / "sole.csv", "w") as f:
        print("# Where does the right foot stand on the ground? In the frame of the body's link (foot: subtalar_inversion, toes: toe_extension), unloaded; the left mirrors z.", file=f)
        print("# Straight below the contact spheres of subject_walk_scaled_ContactGeometrySet.xml (radius 35 mm; the two heel points 20 mm beside its one", file=f)
        print("# heel sphere: assumption), in the standard shoe: the heel stands 10 mm lower by its drop, an assumption; thicker soles stand lower still.", file=f)
        print("# zone, share: the midsole under the point and its share of that zone's stiffness, which sum to 1 in each zone: assumption. Tissue: A of", file=f)
        print("# F = A q²: assumption of the feasibility study in SOURCES.md. energy_return: of the tissue, 0.7 of heel pads at every speed", file=f)
        print("# [Bennett 1990]; the ball's is taken to be the same. Made by models/derive/runner.py.", file=f)
        print("point,body,x_m,y_m,z_m,zone,share,tissue_n_m2,energy_return,source", file=f)
        for name, body, x, y, z, zone, share, tissue in points:
            print(f'{name},{body},{x:.6f},{y:.6f},{z:.6f},{zone},{share},{tissue:.3g},0.7,"opensim-core contact spheres; zone, share and tissue: assumption"', file=f)

    with open(OUT / "reference.csv", "w") as f:
        print("# For whom do the other tables of this folder stand? Lengths scale with height, masses with mass, inertias with mass × height².", file=f)
        print("quantity,value,unit,source", file=f)
        print(f'mass,{total:.6f},kg,"sum of the bodies of subject_walk_scaled.osim"', file=f)
        print(f'height,{HEIGHT},m,"not stored with the model; its hip-to-ankle length 0.860 m over 0.491 [Winter 2009]"', file=f)
        print('torque_mass,70,kg,"person of the torque scales: assumption"', file=f)
        print('torque_height,1.75,m,"person of the torque scales: assumption"', file=f)
    return bodies


if __name__ == "__main__":
    main()
