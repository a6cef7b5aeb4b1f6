#pragma once
#include "convert.hpp"
#include "klikspor/device.hpp"
#include "klikspor/hits.hpp"

namespace klikspor::door {

inline constexpr auto class_names = names<HitClass>("human", "preview", "scanner", "prefetch", "head", "test");
static_assert(class_names.names.size() == hit_classes);

inline constexpr auto device_names = names<Device>("ios", "android", "other");
static_assert(device_names.names.size() == devices);

}  // namespace klikspor::door
