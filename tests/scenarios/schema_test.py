# Does the schema of a study agree with psoas about what is right?  schema_test.py SCHEMA STUDY... : each study must be
# accepted. Then mistakes that a schema can see must be refused. Code 77 without the jsonschema package.
import copy
import json
import sys
import tomllib

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

with open(sys.argv[1]) as file:
    schema = json.load(file)
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)

failures = 0
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        study = tomllib.load(file)
    for error in validator.iter_errors(study):
        failures += 1
        print(f"{path} is refused: {list(error.path)}: {error.message[:200]}")

wrong = [
    'runer.mass_kg = 70',
    'runner.mas_kg = 70',
    'runner.mass_kg = 700',
    'runner.mass = 70',
    'runner.mass_kg = true',
    'stride.nodes = 40',
    'surface.kind = "gras"',
    'sweep.design = "gird"',
    'sweep.sample = 3',
    'sweep."core.strength" = 1',
    'sweep."core.strength" = [9]',
    'sweep."core.strength" = { from = 0.5, too = 1 }',
    'sweep."core.strength" = { distribution = "norml", mean = 1, sd = 1 }',
    'sweep.cross."core.movment" = ["held"]',
    'sweep.cross."core.movement" = ["hold"]',
    'title = 3',
    'lesson.clam = "x"',
    'lesson.outputs = []',
    'lesson.outputs = [{ output = "impact_peak", claimed = "less" }]',
    'lesson.findings = [{ findin = "x" }]',
]
for text in wrong:
    if not list(validator.iter_errors(tomllib.loads(text))):
        failures += 1
        print(f"accepted: {text}")
sys.exit(1 if failures else 0)
