#!/usr/bin/env bash
# Package: kannel 1.4.5-12, kannel-extras 1.4.5-12 (Debian 12)
# Question: a text comes in, and one smsbox is connected, with a service that takes every text. Does it matter whether the
#   configuration gives that smsbox a name (`smsbox-id`)?
# A good guess: no. A name is for routing where there are several boxes; where there is one and no route, it gets what there is.
# Behaviour: a box with a name gets only what group `smsbox-route` sends it. The text waits in bearerbox without an error:
#   the status page shows the box connected and "1 queued", and the log warns "smsbox_list empty!". Messages that go out pass
#   through the same box all the while, so a set-up that was tried by sending looks whole.
# Seen on 2026-11-30, and expected again:
#> without a name: the box is on-line, the service was asked 1 times
#> with a name: the box is on-line, the service was asked 0 times, SMS: received 1 (1 queued)
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
fakesmsc=/usr/lib/kannel/test/fakesmsc
for program in /usr/sbin/bearerbox /usr/sbin/smsbox "$fakesmsc"; do
  [ -x "$program" ] || { echo "$program is missing: apt-get install kannel kannel-extras" >&2; exit 2; }
done
folder=$(mktemp -d)
pids=()
stop() { for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done; pids=(); }
trap 'stop; rm -rf "$folder"' EXIT
cd "$folder"

look() {
  local name=$1 line=$2 ports
  ports=$(node -e '
    const { createServer } = require("node:net");
    const servers = [1, 2, 3, 4, 5].map(() => createServer().listen(0, "127.0.0.1"));
    setTimeout(() => { console.log(servers.map((one) => one.address().port).join(" ")); servers.forEach((one) => one.close()); }, 100);')
  read -r admin boxes sends fake sink <<<"$ports"
  cat >kannel.conf <<END
group = core
admin-port = $admin
admin-interface = 127.0.0.1
admin-password = a
smsbox-port = $boxes
smsbox-interface = 127.0.0.1

group = smsc
smsc = fake
smsc-id = fake
port = $fake
our-host = 127.0.0.1
connect-allow-ip = 127.0.0.1

group = smsbox
${line:-# it has none}
bearerbox-host = 127.0.0.1
sendsms-port = $sends
sendsms-interface = 127.0.0.1

group = sms-service
keyword = default
catch-all = yes
get-url = "http://127.0.0.1:$sink/?text=%a"
max-messages = 0
END
  : >asked
  node -e 'require("node:http").createServer((request, response) => {
    require("node:fs").appendFileSync("asked", `${request.url}\n`); response.end(); }).listen(+process.argv[1], "127.0.0.1")' "$sink" &
  pids+=($!)
  /usr/sbin/bearerbox -v 4 kannel.conf >/dev/null 2>&1 & pids+=($!)
  sleep 1.5
  /usr/sbin/smsbox -v 4 kannel.conf >/dev/null 2>&1 & pids+=($!)
  sleep 1.5
  # It ends when its input does.
  (echo '+4520123456 1245 text hej'; sleep 4) | "$fakesmsc" -H 127.0.0.1 -r "$fake" >/dev/null 2>&1 &
  sleep 3
  local status box queued=
  status=$(node -e 'fetch(process.argv[1]).then((answer) => answer.text()).then(console.log)' "http://127.0.0.1:$admin/status.txt?password=a")
  box=$(grep -q 'smsbox:.*on-line' <<<"$status" && echo on-line || echo missing)
  if [ ! -s asked ]; then queued=", $(grep -o 'SMS: received 1 (1 queued)' <<<"$status" || echo 'not queued')"; fi
  echo "$name: the box is $box, the service was asked $(wc -l <asked) times$queued"
  stop
}
{ look 'without a name' ''; look 'with a name' 'smsbox-id = box'; } | tee seen.txt
diff <(echo "$expected") seen.txt
