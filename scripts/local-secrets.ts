// Writes local secrets to the file named (kept where they exist already) and prints a new one-time sign-in code.
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromBase64 } from '../worker/src/octets.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('local-secrets.ts: the file to keep them in is missing');
const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
const secrets = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));

// The worker would start with it, sign people in, and answer every link with an error.
for (const [name, value] of secrets) {
  // In quotes, if somebody likes them.
  if (!/^SLUG_KEY_\d+$/.test(name) || fromBase64(value.replace(/^(["'])(.*)\1$/, '$2'))?.length === 32) continue;
  console.error(
    `klikspor: ${name} in ${path} is not 32 bytes in base64, so no link opens. Put back what stood there before. If it is lost, delete the line: links made with it open no more, new ones do.`,
  );
  process.exit(1);
}

if (!secrets.has('SLUG_KEY_1')) secrets.set('SLUG_KEY_1', randomBytes(32).toString('base64'));

// No vowels and no look-alikes: easy to read aloud. 28^12 is far beyond guessing within the sign-in rate limit.
const signs = '23456789bcdfghjkmnpqrstvwxyz';
const code = Array.from({ length: 12 }, () => signs[randomInt(signs.length)]).join('');
secrets.set('SIGN_IN_CODE_SHA256', createHash('sha256').update(code).digest('hex'));

writeFileSync(path, [...secrets].map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
console.log(code);
