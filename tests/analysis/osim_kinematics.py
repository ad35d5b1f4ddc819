# Where does a reader of OpenSim's own formats put the bodies? Reads a .osim and a .mot with nothing but Python, follows
# what OpenSim documents of CustomJoint (offset frame of the parent, translations along its axes, rotations body-fixed in
# their order, offset frame of the child), and prints the origin of each body in ground for one row of the motion.
import math
import sys
import xml.etree.ElementTree as tree

osim, mot, row = sys.argv[1], sys.argv[2], int(sys.argv[3])


def numbers(element, path):
    return [float(x) for x in element.find(path).text.split()]


def times(A, B):
    return [[sum(A[i][k] * B[k][j] for k in range(3)) for j in range(3)] for i in range(3)]


def on(A, v):
    return [sum(A[i][k] * v[k] for k in range(3)) for i in range(3)]


def plus(a, b):
    return [x + y for x, y in zip(a, b)]


def about(axis, angle):
    n = math.sqrt(sum(x * x for x in axis))
    x, y, z = (v / n for v in axis)
    s, c, d = math.sin(angle), math.cos(angle), 1 - math.cos(angle)
    return [[c + x * x * d, x * y * d - z * s, x * z * d + y * s],
            [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
            [z * x * d - y * s, z * y * d + x * s, c + z * z * d]]


# The motion: columns named as the coordinates
lines = open(mot).read().split('\n')
header = lines[:lines.index('endheader')]
assert 'inDegrees=yes' in header
table = [line.split('\t') for line in lines[lines.index('endheader') + 1:] if line]
q = dict(zip(table[0], map(float, table[1 + row])))

model = tree.parse(osim).getroot().find('Model')
where = {'ground': ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 0])}
bodies = [b.get('name') for b in model.findall('BodySet/objects/Body')]
used = set()
for joint in model.findall('JointSet/objects/CustomJoint'):
    frames = {f.get('name'): f for f in joint.findall('frames/PhysicalOffsetFrame')}
    parent = frames[joint.find('socket_parent_frame').text]
    child = frames[joint.find('socket_child_frame').text]
    for frame in (parent, child):
        assert numbers(frame, 'orientation') == [0, 0, 0]
    assert numbers(child, 'translation') == [0, 0, 0]
    names = [c.get('name') for c in joint.findall('coordinates/Coordinate')]
    used.update(names)
    R, p = where[parent.find('socket_parent').text.split('/')[-1]]
    p = plus(p, on(R, numbers(parent, 'translation')))
    T = {}
    axes = {a.get('name'): a for a in joint.findall('SpatialTransform/TransformAxis')}
    value = lambda a: 0.0 if not a.find('coordinates').text else q[a.find('coordinates').text]
    for i in (1, 2, 3):
        a = axes[f'translation{i}']
        p = plus(p, on(R, [value(a) * x for x in numbers(a, 'axis')]))
    for i in (1, 2, 3):
        a = axes[f'rotation{i}']
        R = times(R, about(numbers(a, 'axis'), math.radians(value(a))))
    where[child.find('socket_parent').text.split('/')[-1]] = (R, p)

assert used == set(table[0][1:]), 'coordinates of model and motion differ'
print('mass', sum(float(b.find('mass').text) for b in model.findall('BodySet/objects/Body')))
for body in bodies:
    print(body, *where[body][1])
