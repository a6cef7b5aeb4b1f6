#!/usr/bin/env bash
# Package: Emscripten 3.1.6 (Debian 12), its Embind
# Question: C++ asks JavaScript for the text of a value, through emscripten::val, and a JavaScript exception comes back, as of
#   an object whose toString throws. JavaScript catches it around the call. Is the module as it was before?
# A good guess: yes; at the latest with -fexceptions, as calls that may throw go through wrappers that put the stack back.
# Behaviour: no. Whatever the C++ functions on the way had of the stack stays taken, in either build, and destructors
#   do not run. A module that lives long loses a little with every such call until nothing is left.
# Seen on 2026-11-29, and expected again:
#> -fno-exceptions: a text takes 0 octets of stack for good, 1 refusal 32, 100 refusals 3200
#> -fexceptions: a text takes 0 octets of stack for good, 1 refusal 16, 100 refusals 1600
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
case "$(em++ --version)" in *' 3.1.6 '*) ;; *) echo 'needs Emscripten 3.1.6, as Debian 12 has it' >&2; exit 2 ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >look.cpp <<'END'
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <string>

static std::size_t length_of(const emscripten::val& given) {
  const std::string text = emscripten::val::global("String")(given).as<std::string>();
  return text.size();
}

EMSCRIPTEN_BINDINGS(look) {
  emscripten::function("lengthOf", &length_of);
}
END
cat >look.cjs <<'END'
const { readFileSync } = require('node:fs');
const [, , flag] = process.argv;
require('./look.js')({ wasmBinary: readFileSync('look.wasm') }).then(({ stackSave, lengthOf }) => {
  const taken = (times, value) => {
    const before = stackSave();
    for (let i = 0; i < times; i++) {
      try {
        lengthOf(value);
      } catch {}
    }
    return before - stackSave();
  };
  const silent = {
    toString() {
      throw new RangeError('no text');
    },
  };
  const [text, once, often] = [taken(1, 'abc'), taken(1, silent), taken(100, silent)];
  console.log(`${flag}: a text takes ${text} octets of stack for good, 1 refusal ${once}, 100 refusals ${often}`);
});
END
for flag in -fno-exceptions -fexceptions; do
  NODE_PATH=/usr/share/nodejs em++ -O2 -std=c++17 "$flag" look.cpp --bind -sMODULARIZE -sENVIRONMENT=node \
    -sEXPORTED_RUNTIME_METHODS=stackSave -o look.js
  node look.cjs "$flag"
done | tee seen.txt
diff <(echo "$expected") seen.txt
