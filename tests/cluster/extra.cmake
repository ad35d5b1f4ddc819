# The tests run the program, and a Slurm when there is one.
add_dependencies(test_cluster psoas)
set(label cluster)
