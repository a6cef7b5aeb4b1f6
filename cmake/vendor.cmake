# boost_headers and catch2_headers: the distribution's headers through a folder that holds only links to them.
# A cross build must not see the rest of the system's include folder, and looks for nothing outside its sysroot
# unless told to; hence NO_CMAKE_FIND_ROOT_PATH.
set(vendor_dir ${CMAKE_BINARY_DIR}/vendor)
file(MAKE_DIRECTORY ${vendor_dir})

function(klikspor_vendor_headers target folder probe package)
  find_path(found_include ${probe} NO_CACHE NO_CMAKE_FIND_ROOT_PATH PATHS /usr/include /usr/local/include)
  if(NOT found_include)
    message(FATAL_ERROR "${probe} not found: install ${package} (on Debian: apt-get install ${package})")
  endif()
  file(CREATE_LINK ${found_include}/${folder} ${vendor_dir}/${folder} SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE ${vendor_dir})
endfunction()

klikspor_vendor_headers(boost_headers boost boost/url.hpp libboost1.81-dev)
if(BUILD_TESTING)
  klikspor_vendor_headers(catch2_headers catch2 catch2/catch.hpp catch2)
endif()
