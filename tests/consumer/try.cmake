# Installs the build in BUILD into a new prefix, and configures, builds and runs the consumer against that alone.
set(there ${BUILD}/consumer)
file(REMOVE_RECURSE ${there})
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${there}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${there}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
  -DCMAKE_PREFIX_PATH=${there}/prefix)
run(${CMAKE_COMMAND} --build ${there}/build)
run(${there}/build/consumer)
