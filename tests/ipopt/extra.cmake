# IPOPT in a program of its own, run by test_ipopt: no library of Psoas and no other program links it.
set(label slow)
pkg_check_modules(IPOPT IMPORTED_TARGET ipopt)
if(IPOPT_FOUND)
  add_executable(ipopt_stride ipopt/ipopt_stride.cpp ipopt/stride_nlp.cpp)
  target_link_libraries(ipopt_stride PRIVATE psoas_sim PkgConfig::IPOPT)
  target_compile_definitions(${test} PRIVATE PSOAS_IPOPT_STRIDE="$<TARGET_FILE:ipopt_stride>")
  add_dependencies(${test} ipopt_stride)
endif()
