import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { phones, previewers } from '../support/agents.ts';

const program = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));
const run = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [program, 'visitor', ...args], { input, encoding: 'utf8' });
const answers = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a line in, a verdict out', () => {
  const { status, stdout } = run(
    ['--jsonl'],
    [
      { userAgent: phones[0].userAgent, method: 'GET', headers: phones[0].headers },
      { userAgent: phones[1].userAgent },
      { userAgent: phones[1].userAgent, method: 'HEAD', headers: {} },
      { userAgent: previewers.iMessage, method: 'GET', headers: {} },
      { userAgent: phones[0].userAgent, method: 'GET', headers: { 'Sec-Purpose': 'prefetch' } },
      { userAgent: phones[0].userAgent, asn: 14061 },
      {},
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
  expect(status).toBe(0);
  expect(answers(stdout)).toEqual([
    { class: 'human', reason: 'person', device: 'ios' },
    { class: 'human', reason: 'person', device: 'android' },
    { class: 'head', reason: 'method-head', device: 'android' },
    { class: 'preview', reason: 'agent-social-preview', device: 'other' },
    { class: 'prefetch', reason: 'header-prefetch', device: 'ios' },
    { class: 'scanner', reason: 'network-data-centre', device: 'ios' },
    { class: 'scanner', reason: 'agent-empty', device: 'other' },
  ]);
});

test('a line that cannot be read is named, and the rest goes on', () => {
  const { status, stdout } = run(
    ['--jsonl'],
    '{"userAgent":"curl/8"}\nnot json\n{"userAgent":7}\n{"headers":{"accept":1}}\n{"asn":-1}\n{"userAgent":""}\n',
  );
  expect(status).toBe(1);
  expect(answers(stdout)).toEqual([
    { class: 'scanner', reason: 'agent-http-library', device: 'other' },
    { error: expect.any(String), line: 2 },
    { error: 'userAgent is 7; it must be a string', line: 3 },
    { error: 'headers.accept is 1; it must be a string', line: 4 },
    { error: expect.stringContaining('asn is -1'), line: 5 },
    { class: 'scanner', reason: 'agent-empty', device: 'other' },
  ]);
});

test('help is given, and a wrong call is refused with the way to it', () => {
  expect(run(['--help']).stdout).toContain('klikspor visitor --jsonl');
  expect(run([]).status).toBe(2);
  expect(run(['--what']).stderr).toContain("Unknown option '--what'");
});
