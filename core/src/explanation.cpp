#include "klikspor/explanation.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>

#include "klikspor/cluster.hpp"

namespace klikspor {
namespace {

/// The text with the replaceable offenders replaced that `chosen(index)` names.
template <class Chosen>
void replace_chosen(std::u16string_view text, const std::vector<Offender>& offenders, std::u16string& replaced,
                    const Chosen& chosen) {
  replaced.clear();
  std::size_t copied = 0;
  for (std::size_t i = 0; i < offenders.size(); ++i) {
    const Offender& offender = offenders[i];
    if (!offender.replaceable || !chosen(i)) continue;
    replaced.append(text, copied, offender.start - copied);
    replaced.append(offender.replacement());
    copied = offender.end;
  }
  replaced.append(text, copied);
}

/// Sorts offenders into kinds.
void find_kinds(std::u16string_view text, Explanation& to) {
  const auto written = [&](std::uint32_t i) {
    return text.substr(to.offenders[i].start, to.offenders[i].end - to.offenders[i].start);
  };
  std::vector<std::uint32_t> alike(to.offenders.size());
  std::iota(alike.begin(), alike.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const int order = written(a).compare(written(b));
    return order != 0 ? order < 0 : a < b;
  };
  // Every page loads it, and std::sort takes five times the code.
  std::make_heap(alike.begin(), alike.end(), before);
  std::sort_heap(alike.begin(), alike.end(), before);
  // First each place learns the first one that is written alike, then kinds are numbered in their order.
  to.kind_of.resize(alike.size());
  std::uint32_t first = 0;
  for (std::size_t i = 0; i < alike.size(); ++i) {
    if (i == 0 || written(alike[i]) != written(first)) first = alike[i];
    to.kind_of[alike[i]] = first;
  }
  for (std::uint32_t i = 0; i < to.kind_of.size(); ++i) {
    if (to.kind_of[i] == i) {
      to.kind_of[i] = static_cast<std::uint32_t>(to.kinds.size());
      to.kinds.push_back({i, 0, std::nullopt});
    } else {
      to.kind_of[i] = to.kind_of[to.kind_of[i]];
    }
    ++to.kinds[to.kind_of[i]].count;
  }
}

void find_effects(std::u16string_view text, const SegmentOptions& options, Explanation& to) {
  std::u16string replaced;
  std::uint32_t planned = 0;
  for (std::uint32_t kind = 0; kind < to.kinds.size(); ++kind) {
    OffenderKind& entry = to.kinds[kind];
    if (!to.offenders[entry.first].replaceable) {
      entry.segments_after = to.before.segments;
    } else if (planned < highest_kinds) {
      ++planned;
      replace_chosen(text, to.offenders, replaced, [&](std::size_t i) { return to.kind_of[i] == kind; });
      entry.segments_after = plan_segments(replaced, options).segments;
    }
  }
  replace_chosen(text, to.offenders, replaced, [](std::size_t /*i*/) { return true; });
  to.after_all = plan_segments(replaced, options);
}

/// A longer beginning of a text never needs fewer segments, so the longest that fits can be searched by halves.
Removal find_removal(std::u16string_view text, const SegmentOptions& options, std::uint32_t segments,
                     const std::vector<std::uint32_t>& ends) {
  const auto size = static_cast<std::uint32_t>(text.size());
  if (segments <= 1) return {size, 0};
  const auto kept = std::partition_point(ends.begin(), ends.end(), [&](std::uint32_t end) {
    return plan_segments(text.substr(0, end), options).segments < segments;
  });
  return {kept == ends.begin() ? 0 : *(kept - 1), static_cast<std::uint32_t>(ends.end() - kept)};
}

std::vector<BorderLoss> find_borders(std::u16string_view text, const SegmentOptions& options, const SegmentPlan& plan,
                                     const std::vector<std::uint32_t>& ends) {
  std::vector<BorderLoss> losses;
  if (plan.segments < 2) return losses;
  const auto ranges = segment_ranges(text, options);
  for (std::uint32_t segment = 0; segment + 1 < ranges.size(); ++segment) {
    const std::uint32_t border = ranges[segment].end;
    const std::uint32_t wasted = plan.capacity_multi - ranges[segment].units;
    const auto next = std::upper_bound(ends.begin(), ends.end(), border);  // the end of the cluster behind the border
    const std::uint32_t cluster = next == ends.begin() ? 0 : *(next - 1);
    if (wasted > 0) {
      const bool whole = options.border == Border::cluster && cluster == border;
      const std::uint32_t units = *next - border;
      const bool pair = is_high_surrogate(text[border]);
      BorderKind kind = BorderKind::cluster_moved;
      if (pair && (!whole || units == 2)) {
        kind = BorderKind::surrogate_pair_moved;
      } else if (plan.encoding == Encoding::gsm7 && (!whole || units == 1)) {
        kind = BorderKind::escape_pair_moved;
      }
      losses.push_back({segment, kind, wasted});
    }
    if (cluster == border || text[border - 1] == u'\r') continue;  // nobody sees CR LF as one
    const bool half = is_high_surrogate(text[border - 1]) && is_low_surrogate(text[border]);
    losses.push_back({segment, half ? BorderKind::surrogate_pair_cut : BorderKind::cluster_cut, 0});
  }
  return losses;
}

}  // namespace

Explanation explain_segments(std::u16string_view text, const SegmentOptions& options) {
  Explanation explanation;
  explanation.before = plan_segments(text, options);
  explanation.offenders = explain_text(text, options);
  find_kinds(text, explanation);
  find_effects(text, options, explanation);
  std::vector<std::uint32_t> ends;  // of characters as people see them
  for (std::size_t at = 0; at < text.size();) {
    at = cluster_end(text, at);
    ends.push_back(static_cast<std::uint32_t>(at));
  }
  explanation.removal = find_removal(text, options, explanation.before.segments, ends);
  explanation.borders = find_borders(text, options, explanation.before, ends);
  return explanation;
}

}  // namespace klikspor
