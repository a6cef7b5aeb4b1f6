import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));

test('the command line finishes destinations line by line', () => {
  const input =
    '{"url":"brand.dk","parameters":{"utm_source":"sms"}}\n{"url":"ftp://x.dk"}\n{}\n{"url":"a.dk","parameters":[["a",1]]}\n' +
    '{"url":"brand.dk/100%"}\n{"url":"http://localhost:3000"}\n{"url":"a.dk","parametres":{"a":"1"}}\n';
  const { stdout, status } = spawnSync('node', [bin, 'destination', '--jsonl'], { input, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  ).toEqual([
    { ok: true, url: 'https://brand.dk/?utm_source=sms' },
    { ok: false, error: 'bad-scheme' },
    { error: 'url is missing; it must be a string', line: 3 },
    { error: 'parameters[0] is an array; it must be a name and a value, both strings', line: 4 },
    { ok: true, url: 'https://brand.dk/100%25', strayPercent: 12 },
    { ok: false, error: 'host-unreachable' },
    { error: 'parametres is no field of a line; there are: url, parameters', line: 7 },
  ]);
});
