#!/usr/bin/env bash
# Packages: smpp 0.5.1, @netgsm/sms 1.1.11 (npm)
# Question: a gateway's status file or callback says of a message "2". Was it delivered?
# A good guess: yes. The protocol that gateways speak with networks (SMPP, message_state) numbers the states, clients hand
#   these numbers on, and in any case the same number will hardly mean the opposite elsewhere.
# Behaviour: there is no common numbering. 2 is delivered in the table of smpp, and expired, so never delivered, in that of a
#   gateway's own client, where 3 is a wrong number and not an expired one. A file of numbers alone says nothing to
#   somebody who does not know whose they are.
# Seen on 2026-11-30, and expected again:
#> 0: smpp SCHEDULED, @netgsm/sms PENDING
#> 1: smpp ENROUTE, @netgsm/sms SENT
#> 2: smpp DELIVERED, @netgsm/sms EXPIRED
#> 3: smpp EXPIRED, @netgsm/sms INVALID_NUMBER
#> 4: smpp DELETED, @netgsm/sms NOT_SENT
#> REJECTED: smpp 8, @netgsm/sms 11
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund smpp@0.5.1 @netgsm/sms@1.1.11 >/dev/null

cat >look.cjs <<'END'
const { SmsStatus } = require('@netgsm/sms');
const { consts } = require('smpp');

const nameIn = (table, number) => Object.keys(table).find((name) => table[name] === number);
for (let number = 0; number <= 4; number++) {
  console.log(`${number}: smpp ${nameIn(consts.MESSAGE_STATE, number)}, @netgsm/sms ${nameIn(SmsStatus, number)}`);
}
console.log(`REJECTED: smpp ${consts.MESSAGE_STATE.REJECTED}, @netgsm/sms ${SmsStatus.REJECTED}`);
END
node look.cjs | tee seen.txt
diff <(echo "$expected") seen.txt
