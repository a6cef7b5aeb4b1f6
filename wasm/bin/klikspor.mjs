#!/usr/bin/env node
// npm links this on installing, which in the repository is before cli/ was built.
import '../dist/cli/klikspor.js';
