#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace klikspor::detail {

/// ASCII letters small, everything else as it is.
[[nodiscard]] constexpr char small(char sign) noexcept {
  return sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
}

/// Finds every occurrence of many tokens in one pass over a text (Aho and Corasick, 1975), ASCII case aside. Building
/// is linear in the tokens; a node takes 24 octets.
class TokenSearch {
 public:
  TokenSearch() : nodes_(1) {}

  /// Adds a token (not empty) that will be reported as `id`; ids are given in the order 0, 1, 2 …
  void add(std::string_view token) {
    std::uint32_t node = 0;
    for (const char sign : token) node = child_or_new(node, small(sign));
    // Tokens with the same signs share a node and are reported one after the other.
    next_same_.push_back(nodes_[node].token);
    nodes_[node].token = static_cast<std::uint32_t>(next_same_.size());
  }

  /// Call once, after the last token.
  void finish() {
    for (std::uint32_t child = nodes_[0].first_child; child != 0; child = nodes_[child].next_sibling)
      root_[static_cast<unsigned char>(nodes_[child].sign)] = child;
    // Breadth first, so that a node's fallback, being shorter, is known before it.
    std::vector<std::uint32_t> queue;
    queue.reserve(nodes_.size());
    for (std::uint32_t child = nodes_[0].first_child; child != 0; child = nodes_[child].next_sibling)
      queue.push_back(child);
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const std::uint32_t node = queue[at];
      for (std::uint32_t child = nodes_[node].first_child; child != 0; child = nodes_[child].next_sibling) {
        nodes_[child].fallback = step(nodes_[node].fallback, nodes_[child].sign);
        queue.push_back(child);
      }
      nodes_[node].report = nodes_[node].token != 0 ? node : nodes_[nodes_[node].fallback].report;
    }
  }

  /// Calls found(id, end) for each occurrence text[.. end).
  template <class Found>
  void search(std::string_view text, Found found) const {
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      node = step(node, small(text[i]));
      for (std::uint32_t at = nodes_[node].report; at != 0; at = nodes_[nodes_[at].fallback].report)
        for (std::uint32_t token = nodes_[at].token; token != 0; token = next_same_[token - 1]) found(token - 1, i + 1);
    }
  }

 private:
  struct Node {
    std::uint32_t first_child = 0;
    std::uint32_t next_sibling = 0;
    std::uint32_t fallback = 0;
    std::uint32_t report = 0;  ///< the nearest node on the way of fallbacks, itself included, where a token ends
    std::uint32_t token = 0;   ///< id + 1
    char sign = '\0';
  };

  [[nodiscard]] std::uint32_t child(std::uint32_t node, char sign) const noexcept {
    std::uint32_t at = nodes_[node].first_child;
    while (at != 0 && nodes_[at].sign != sign) at = nodes_[at].next_sibling;
    return at;
  }
  [[nodiscard]] std::uint32_t child_or_new(std::uint32_t node, char sign) {
    if (const std::uint32_t known = child(node, sign); known != 0) return known;
    Node fresh;
    fresh.sign = sign;
    fresh.next_sibling = nodes_[node].first_child;
    nodes_.push_back(fresh);
    nodes_[node].first_child = static_cast<std::uint32_t>(nodes_.size() - 1);
    return nodes_[node].first_child;
  }
  [[nodiscard]] std::uint32_t step(std::uint32_t node, char sign) const noexcept {
    for (; node != 0; node = nodes_[node].fallback)
      if (const std::uint32_t next = child(node, sign); next != 0) return next;
    return root_[static_cast<unsigned char>(sign)];
  }

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> next_same_;
  std::array<std::uint32_t, 256> root_{};
};

}  // namespace klikspor::detail
