// JSON lines as pipes really bring them: through a child process, with what files have in them.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));
const cli = (file: string) => fileURLToPath(new URL(`../../wasm/dist/cli/${file}`, import.meta.url));
const MiB = 2 ** 20;

function count(input: string | Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'segments', '--jsonl'], {
    input,
    encoding: 'utf8',
    maxBuffer: 512 * MiB,
  });
  expect(stderr).toBe('');
  const lines = stdout.split('\n');
  expect(lines.pop()).toBe('');
  return { status, answers: lines.map((line) => JSON.parse(line)) };
}

test('LF, CRLF, empty lines, a byte order mark and a last line without end are all read as people mean them', () => {
  const { status, answers } = count('\uFEFF{"text":"a"}\r\n\r\n{"text":"ab"}\n\n  \n{"text":"abc"}');
  expect(status).toBe(0);
  expect(answers.map(({ units }) => units)).toEqual([1, 2, 3]);
  expect(count('').answers).toEqual([]);
  expect(count('\uFEFF').answers).toEqual([]);
  expect(count('\n\r\n').answers).toEqual([]);
});

test('line numbers count empty lines too, and a mark within the input is a mistake', () => {
  const { status, answers } = count('\n\r\n{"text":1}\n\n\uFEFF{"text":"a"}\n');
  expect(status).toBe(1);
  expect(answers.map(({ line }) => line)).toEqual([3, 5]);
});

test('octets that are not UTF-8 are named, not repaired', () => {
  const bytes = Buffer.concat([Buffer.from('{"text":"S\xF8ren"}\n{"text":"'), Buffer.from('S\xF8ren"}\n', 'latin1')]);
  const { status, answers } = count(bytes);
  expect(status).toBe(1);
  expect(answers).toMatchObject([{ units: 5 }, { error: expect.stringContaining('not UTF-8'), line: 2 }]);
});

test('characters cut by the borders of chunks arrive whole', async () => {
  const child = spawn(process.execPath, [program, 'segments', '--jsonl'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8');
  let stdout = '';
  child.stdout.on('data', (chunk: string) => {
    stdout += chunk;
  });
  for (const octet of Buffer.from('{"text":"🎉ø"}\r\n{"text":"b"}\n')) {
    child.stdin.write(Uint8Array.of(octet));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  child.stdin.end();
  expect(await once(child, 'close')).toEqual([0, null]);
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers).toMatchObject([{ units: 3, forcing: [[0, 0x1f389]] }, { units: 1 }]);
});

test('a line of 50 MB is answered in time linear in it', () => {
  // Where each chunk was joined to what came before and searched anew, this took minutes.
  const octets = 50_000_000;
  const input = Buffer.alloc(octets, 'a');
  input.write('{"text":"');
  input.write('"}', octets - 2);
  const start = performance.now();
  expect(count(input).answers).toMatchObject([{ encoding: 'gsm7', units: octets - 11, exceedsLimit: true }]);
  expect(performance.now() - start).toBeLessThan(20_000);
}, 60_000);

test('a line beyond the limit is refused, and the next one is answered', () => {
  const limit = 64 * MiB;
  const line = (octets: number) => `{"text":"${'a'.repeat(octets - 11)}"}`;
  const { status, answers } = count(`${line(limit)}\n${line(limit + 1)}\n{"text":"a"}\n`);
  expect(status).toBe(1);
  expect(answers).toMatchObject([
    { units: limit - 11 },
    { error: expect.stringContaining(`longer than ${limit} octets`), line: 2 },
    { units: 1 },
  ]);
}, 60_000);

test('memory stays bounded however much goes through', () => {
  const shell = `head -c 1000000000 /dev/zero | tr '\\0' a | "${process.execPath}" --eval '
    const { answerLines } = await import(process.argv[1]);
    await answerLines("{}", () => ({}), 2 ** 20);
    console.error(process.resourceUsage().maxRSS);' --input-type=module "${cli('jsonl.js')}" 2>&1`;
  const [answer = '', peak] = execFileSync('bash', ['-c', shell], { encoding: 'utf8' }).split('\n');
  expect(JSON.parse(answer)).toMatchObject({ error: expect.stringContaining('longer than'), line: 1 });
  expect(Number(peak)).toBeGreaterThan(10_000);
  expect(Number(peak)).toBeLessThan(400_000); // KiB, of 976,562 that went through
}, 60_000);

test('a line of 50 MB takes replace no more memory than a short one, and the next one is answered', () => {
  // It took 777 MB to answer, and where every sign is replaced the core ran out of memory for all later lines.
  const shell = `(head -c 50000000 /dev/zero | tr '\\0' a; echo; echo '{"text":"“a”"}') | "${process.execPath}" --eval '
    const { run } = await import(process.argv[1]);
    const status = await run(["--jsonl"]);
    console.error(JSON.stringify({ status, peak: process.resourceUsage().maxRSS }));' --input-type=module "${cli('replace.js')}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
  const [refused, answer] = stdout.trim().split('\n');
  expect(JSON.parse(refused ?? '')).toEqual({ error: expect.stringContaining('longer than 1048576 octets'), line: 1 });
  expect(JSON.parse(answer ?? '')).toMatchObject({ text: '"a"', replaced: 2 });
  const { status, peak } = JSON.parse(stderr);
  expect(status).toBe(1);
  expect(peak).toBeLessThan(250_000); // KiB
}, 60_000);

test('the longest line whose every sign is replaced is answered within bounds', () => {
  const text = 'ë'.repeat(2 ** 19 - 6);
  const { status, stdout } = spawnSync(process.execPath, ['--max-old-space-size=256', program, 'replace', '--jsonl'], {
    input: `${JSON.stringify({ text })}\n{"text":"ë"}\n`,
    encoding: 'utf8',
    maxBuffer: 64 * MiB,
  });
  expect(status).toBe(0);
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers).toEqual([
    { text: 'e'.repeat(text.length), replaced: text.length, segmentsBefore: 7826, segmentsAfter: 3427 },
    { text: 'e', replaced: 1, segmentsBefore: 1, segmentsAfter: 1 },
  ]);
}, 60_000);

test('a reader that has seen enough ends the program without a word', () => {
  const shell = `yes '{"text":"Hej"}' | head -n 200000 | "${process.execPath}" "${program}" segments --jsonl | head -n 1; echo "\${PIPESTATUS[2]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
  expect(stdout).toMatch(/^\{"encoding":"gsm7".*\}\n0\n$/);
  expect(stderr).toBe('');
});
