#!/usr/bin/env node
console.log('klikspor');
