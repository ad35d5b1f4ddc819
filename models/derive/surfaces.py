#!/usr/bin/env python3
"""Which spring, damper and moving mass answer the artificial-athlete test as a surface did?

20 kg fall 55 mm on a spring of 2 MN/m that stands on the surface. Three results, three unknowns: Newton's method on their logarithms. Run from
anywhere; prints the numbers of ../surfaces/surfaces.csv. Not needed to build or run Psoas.
"""
import math

GRAVITY, MASS, SPRING, FALL = 9.80665, 20.0, 2e6, 0.055  # m/s², kg, N/m, m


def drop(stiffness, damping, moving_mass):
    """Shock absorption, deformation [m] and energy return of the test, by small semi-implicit steps."""
    speed = math.sqrt(2 * GRAVITY * FALL)
    z, v, x, u, t, peak, deepest = 0.0, speed, 0.0, 0.0, 0.0, 0.0, 0.0
    dt = min(2e-6, 0.02 * math.sqrt(moving_mass / (SPRING + stiffness)))
    while t < 0.5:
        force = max(SPRING * (z - x), 0.0)
        if force == 0.0 and v < 0.0:
            break
        v += (GRAVITY - force / MASS) * dt
        z += v * dt
        u += (force - stiffness * x - damping * u) / moving_mass * dt
        x += u * dt
        peak, deepest, t = max(peak, force), max(deepest, x), t + dt
    return 1.0 - peak / (MASS * GRAVITY + math.hypot(MASS * GRAVITY, speed * math.sqrt(SPRING * MASS))), deepest, (v / speed) ** 2


def solve3(A, b):
    M = [row[:] + [value] for row, value in zip(A, b)]
    for i in range(3):
        pivot = max(range(i, 3), key=lambda r: abs(M[r][i]))
        M[i], M[pivot] = M[pivot], M[i]
        for r in range(3):
            if r != i:
                M[r] = [a - M[r][i] / M[i][i] * c for a, c in zip(M[r], M[i])]
    return [M[i][3] / M[i][i] for i in range(3)]


def fit(absorption, deformation, energy_return):
    p = [math.log(6.77e3 * (1 - absorption) / deformation), math.log(1e3), math.log(3.0)]
    residual = lambda p: [a - b for a, b in zip(drop(*map(math.exp, p)), (absorption, deformation, energy_return))]
    for _ in range(30):
        r = residual(p)
        columns = [[(a - b) / 1e-4 for a, b in zip(residual([q + (1e-4 if i == j else 0) for i, q in enumerate(p)]), r)] for j in range(3)]
        step = solve3([[columns[j][i] for j in range(3)] for i in range(3)], [-value for value in r])
        p = [q + max(-0.5, min(0.5, d)) for q, d in zip(p, step)]
    return [math.exp(q) for q in p]


for name, published in {"track": (0.374, 2.2e-3, 0.626), "treadmill": (0.642, 7.6e-3, 0.45), "wood": (0.53, 4.9e-3, 0.6), "grass": (0.625, 7.5e-3, 0.4)}.items():
    k, c, m = fit(*published)
    a, d, e = drop(k, c, m)
    print(f"{name:10} {1e-3 * k:7.0f} kN/m {1e-3 * c:6.3f} kN s/m {m:4.1f} kg   absorbs {100 * a:.1f} %, yields {1e3 * d:.2f} mm, returns {100 * e:.1f} %")
