#include "klikspor/delivery.hpp"

#include <algorithm>
#include <string>

#include "catch2.hpp"

// In here `open` is the state: some C libraries declare the system call of that name for everybody.
namespace klikspor {
using enum Delivery;

TEST_CASE("a gateway's word for a state is known however it is written", "[delivery]") {
  const auto [written, state] = GENERATE(table<std::string, Delivery>({
      {"DELIVERED", delivered},
      {"delivered", delivered},
      {"DELIVRD", delivered},
      {"Leveret", delivered},
      {"DeliveredToTerminal", delivered},
      {"read", delivered},
      {"undelivered", failed},
      {"Not delivered", failed},
      {"not_delivered", failed},
      {"Ikke leveret", failed},
      {"UNDELIVERABLE", failed},
      {"UNDELIV", failed},
      {" Failed. ", failed},
      {"EXPIRED", expired},
      {"Udløbet", expired},
      {"UDLØBET", expired},
      {"REJECTD", refused},
      {"REJECTED", refused},
      {"SKIPPED", refused},
      {"DELETED", refused},
      {"canceled", refused},
      {"Cancelled", refused},
      {"Afvist", refused},
      {"30005", no_such_number},
      {"Unknown subscriber", no_such_number},
      {"21610", blocked},
      {"blacklisted", blocked},
      {"sent", open},
      {"ENROUTE", open},
      {"EN_ROUTE", open},
      {"DeliveredToNetwork", open},
      {"UNKNOWN", open},
      {"id:7 sub:001 dlvrd:001 submit date:2611291200 done date:2611291201 stat:DELIVRD err:000 text:Hej", delivered},
      {"stat:EXPIRED err:011", expired},
  }));
  CAPTURE(written);
  CHECK(delivery_of(written) == state);
}

TEST_CASE("what is no gateway's word is nobody's guess", "[delivery]") {
  const std::string written = GENERATE(std::string(), "1", "2", "Bo", "deliveredish", "Modtaget", "stat:", "-", "0.5",
                                       "99999999999999999999", std::string(1000, 'a'));
  CAPTURE(written);
  CHECK_FALSE(delivery_of(written));
}

TEST_CASE("a number means what its gateway means by it", "[delivery]") {
  struct Row {
    std::string written;
    std::optional<Delivery> inmobile, kannel, smpp;
  };
  const auto row = GENERATE(values<Row>({
      {"0", open, {}, open},
      {"1", delivered, delivered, open},
      {"2", {}, failed, delivered},
      {"3", {}, delivered, expired},
      {"4", {}, open, refused},
      {"5", {}, delivered, failed},
      {"8", {}, open, refused},
      {"9", {}, delivered, refused},
      {"10", {}, failed, {}},
      {"16", {}, refused, {}},
      {"32", {}, expired, {}},
      {" 34 ", {}, expired, {}},
      {"64", {}, {}, {}},
      {"-1", failed, {}, {}},
      {"-2", refused, {}, {}},
      {"DELIVRD", delivered, delivered, delivered},
  }));
  CAPTURE(row.written);
  CHECK(delivery_of(row.written, StateCodes::inmobile) == row.inmobile);
  CHECK(delivery_of(row.written, StateCodes::kannel) == row.kannel);
  CHECK(delivery_of(row.written, StateCodes::smpp) == row.smpp);
}

TEST_CASE("files come in any order and more than once, and whom a message has reached it has reached", "[delivery]") {
  std::vector<std::string> files = {"oofd", "dfoo", "eofr", "nbod"};
  std::sort(files.begin(), files.end());
  PackedDeliveries first;
  do {
    PackedDeliveries packed;
    for (const std::string& file : files) CHECK(take_deliveries(packed, file, 0, 1, 0));
    for (const std::string& file : files) CHECK(take_deliveries(packed, file, 0, 1, 0) == std::size_t{0});
    if (first.empty()) first = packed;
    CHECK(packed == first);
  } while (std::next_permutation(files.begin(), files.end()));
  CHECK(count_deliveries(first)[static_cast<std::size_t>(delivered)] == 2);
  CHECK(count_deliveries(first)[static_cast<std::size_t>(blocked)] == 1);
  CHECK(count_deliveries(first)[static_cast<std::size_t>(failed)] == 1);
}

TEST_CASE("each shard takes its own recipients, and the whole list comes out again", "[delivery]") {
  const std::uint32_t shards = GENERATE(1U, 2U, 3U, 7U);
  const std::uint32_t recipients = 100;
  CAPTURE(shards);
  std::string all(recipients, 'o');
  for (std::uint32_t i = 0; i < recipients; ++i) all[i] = sign_of(static_cast<Delivery>(i * i % deliveries));
  std::vector<std::vector<std::uint8_t>> reached(shards);
  std::vector<std::vector<std::uint8_t>> others(shards);
  DeliveryCounts counts{};
  for (std::uint32_t shard = 0; shard < shards; ++shard) {
    PackedDeliveries packed;
    // In pieces that begin and end anywhere.
    for (std::uint32_t at = 0; at < recipients; at += 13)
      CHECK(take_deliveries(packed, std::string_view(all).substr(at, 13), at, shards, shard));
    reached[shard] = recipients_in(packed, 1U << static_cast<unsigned>(delivered));
    others[shard] = recipients_in(packed, 0b0111110U);
    const auto own = count_deliveries(packed);
    for (std::size_t state = 0; state < deliveries; ++state) counts[state] += own[state];
  }
  const auto joined = join_bitmaps(reached, recipients);
  const auto failures = join_bitmaps(others, recipients);
  CHECK(joined.size() == 13);
  DeliveryCounts expected{};
  for (std::uint32_t i = 0; i < recipients; ++i) {
    const auto bit = [i](const std::vector<std::uint8_t>& map) { return (unsigned{map[i / 8]} >> (i % 8) & 1U) != 0; };
    CHECK(bit(joined) == (all[i] == 'd'));
    CHECK(bit(failures) == (all[i] != 'd' && all[i] != 'o'));
    ++expected[i * i % deliveries];
  }
  for (std::size_t state = 1; state < deliveries; ++state) CHECK(counts[state] == expected[state]);
}

TEST_CASE("a sign that is none changes nothing", "[delivery]") {
  PackedDeliveries packed;
  CHECK(take_deliveries(packed, "dd", 4, 1, 0) == std::size_t{2});
  const PackedDeliveries before = packed;
  CHECK_FALSE(take_deliveries(packed, "ddx", 0, 1, 0));
  CHECK(packed == before);
  CHECK(take_deliveries(packed, "", 0, 1, 0) == std::size_t{0});
}

TEST_CASE("a recipient who is erased leaves no state, and the others keep theirs", "[delivery]") {
  PackedDeliveries packed;
  CHECK(take_deliveries(packed, "ddd", 0, 1, 0));
  forget_delivery(packed, 1, 1);
  forget_delivery(packed, 4000, 1);
  CHECK(recipients_in(packed, 1U << static_cast<unsigned>(delivered)) == std::vector<std::uint8_t>{0b101});
}

TEST_CASE("rates divide by the delivered once no more than a tenth is open", "[delivery]") {
  struct Row {
    std::uint64_t sent, failed, delivered;
    bool is_delivered;
    std::uint64_t recipients, open;
  };
  const auto row = GENERATE(values<Row>({
      {1000, 0, 0, false, 1000, 1000},
      {1000, 50, 849, false, 1000, 101},
      {1000, 50, 850, true, 850, 100},
      {1000, 50, 950, true, 950, 0},
      {1000, 1000, 0, false, 1000, 0},
      // More than were sent anything: a limit left some out, and the gateway has them all the same.
      {900, 0, 1000, true, 1000, 0},
      {0, 0, 0, false, 0, 0},
  }));
  CAPTURE(row.sent, row.failed, row.delivered);
  DeliveryCounts counts{};
  counts[static_cast<std::size_t>(failed)] = row.failed / 2;
  counts[static_cast<std::size_t>(blocked)] = row.failed - row.failed / 2;
  counts[static_cast<std::size_t>(delivered)] = row.delivered;
  const Reached reach = reach_of(row.sent, counts);
  CHECK(reach.is_delivered == row.is_delivered);
  CHECK(reach.recipients == row.recipients);
  CHECK(reach.delivered == row.delivered);
  CHECK(reach.failed == row.failed);
  CHECK(reach.open == row.open);
}

}  // namespace klikspor
