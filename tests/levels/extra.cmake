# The tests run the program at each level that it was built for.
add_dependencies(test_levels psoas)
