import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'klikspor';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));
const run = (args: readonly string[], input: string | Uint8Array = '') =>
  spawnSync(process.execPath, [program, ...args], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
const parsed = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const segments = (...lines: readonly object[]) => {
  const { status, stdout, stderr } = run(
    ['segments', '--jsonl'],
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  expect(stderr).toBe('');
  return { status, answers: parsed(stdout) };
};

test('segments answers a line with exactly these fields', () => {
  const { status, answers } = segments({ text: 'Kære Åse' }, { text: `Zoë 🎉 ${'ë'.repeat(70)}` }, { text: '' });
  expect(status).toBe(0);
  expect(answers).toEqual([
    {
      encoding: 'gsm7',
      segments: 1,
      units: 8,
      perSegment: 160,
      locking: 0,
      single: 0,
      capacitySingle: 160,
      capacityMulti: 153,
      unitsLeft: 152,
      forcing: [],
      exceedsLimit: false,
    },
    {
      encoding: 'ucs2',
      segments: 2,
      units: 77,
      perSegment: 67,
      locking: 0,
      single: 0,
      capacitySingle: 70,
      capacityMulti: 67,
      unitsLeft: 57,
      forcing: [
        [2, 0xeb],
        [4, 0x1f389],
      ],
      exceedsLimit: false,
    },
    {
      encoding: 'gsm7',
      segments: 0,
      units: 0,
      perSegment: 160,
      locking: 0,
      single: 0,
      capacitySingle: 160,
      capacityMulti: 153,
      unitsLeft: 160,
      forcing: [],
      exceedsLimit: false,
    },
  ]);
});

test('segments takes code units, lone surrogates among them, as well as text', () => {
  const { answers } = segments(
    { utf16: ['48', 'd83d', 'DE00', 'D83D'] },
    { text: 'H😀\uD83D' },
    { utf16: [] },
    { utf16: Array.from({ length: 20_000 }, () => 'D83D') },
  );
  expect(answers[0].forcing).toEqual([
    [1, 0x1f600],
    [3, 0xd83d],
  ]);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2].segments).toBe(0);
  expect(answers[3]).toMatchObject({ units: 20_000, forcing: [[0, 0xd83d]], exceedsLimit: true });
});

test.each([
  ['referenceBits', { text: 'a'.repeat(161), referenceBits: 16 }, { segments: 2, capacityMulti: 152 }],
  ['portBits', { text: 'a', portBits: 16 }, { capacitySingle: 152 }],
  ['border', { text: `${'a'.repeat(66)}😀${'ë'.repeat(66)}`, border: 'code-unit' }, { segments: 2, unitsLeft: 0 }],
  ['border', { text: `${'a'.repeat(66)}😀${'ë'.repeat(66)}` }, { segments: 3, unitsLeft: 66 }],
  [
    'border',
    { text: `${'a'.repeat(64)}👨‍👩‍👧${'a'.repeat(20)}`, border: 'cluster' },
    { segments: 2, unitsLeft: 67 - 28 },
  ],
  ['encoding', { text: 'Hej', encoding: 'ucs2' }, { encoding: 'ucs2', units: 3, forcing: [] }],
  ['encoding', { text: 'Hej ł', encoding: 'ucs2' }, { encoding: 'ucs2', forcing: [[4, 0x142]] }],
  [
    'nationalTables',
    { text: 'ğ', nationalTables: { locking: 0, single: 1 } },
    { encoding: 'gsm7', units: 2, single: 1, forcing: [] },
  ],
  [
    'nationalTables',
    { text: 'ğë', nationalTables: { locking: 0, single: 1 } },
    { encoding: 'ucs2', forcing: [[1, 0xeb]] },
  ],
  [
    'allowedNationalTables',
    { text: 'ğ', allowedNationalTables: { locking: [1], single: [1] } },
    { encoding: 'gsm7', units: 1, locking: 1, single: 0 },
  ],
  [
    'allowedNationalTables',
    { text: 'ğё', allowedNationalTables: { locking: [1], single: [] } },
    {
      encoding: 'ucs2',
      forcing: [
        [0, 0x11f],
        [1, 0x451],
      ],
    },
  ],
])('segments obeys %s: %j', (_, line, expected) => {
  expect(segments(line).answers).toMatchObject([expected]);
});

test('a bad line is answered with field, reason and fix, and the rest goes on', () => {
  const bad: readonly (readonly [line: string, error: string])[] = [
    ['not json', 'not JSON'],
    ['[1]', 'the line is an array; it must be one JSON object, such as {"text":"Hej"}'],
    ['"Hej"', 'the line is a string'],
    ['null', 'the line is null'],
    ['{}', 'text is missing'],
    ['{"text":7}', 'text is 7; it must be a string'],
    ['{"text":null}', 'text is null'],
    ['{"text":"a","utf16":["61"]}', 'text and utf16 both say the text; give one of them'],
    ['{"utf16":"61"}', 'utf16 is "61"; it must be an array of code units'],
    ['{"utf16":["61","G"]}', 'utf16[1] is "G"; it must be 1 to 4 hexadecimal digits'],
    ['{"utf16":[97]}', 'utf16[0] is 97'],
    ['{"text":"a","referencebits":8}', 'referencebits is no field of a line; there are: text, utf16, referenceBits'],
    ['{"text":"a","referenceBits":9}', 'referenceBits is 9; it must be 8 or 16'],
    ['{"text":"a","referenceBits":"8"}', 'referenceBits is "8"'],
    ['{"text":"a","border":"word"}', 'border is "word"; it must be "code-point" or'],
    ['{"text":"a","border":{}}', 'border is an object'],
    ['{"text":"a","encoding":"gsm7"}', 'encoding is "gsm7"'],
    ['{"text":"a","portBits":1}', 'portBits is 1; it must be 8 or 16'],
    ['{"text":"a","nationalTables":1}', 'nationalTables is 1; it must be an object with locking and single'],
    ['{"text":"a","nationalTables":{"locking":1}}', 'nationalTables.single is missing'],
    ['{"text":"a","nationalTables":{"locking":14,"single":0}}', 'nationalTables.locking is 14; it must be a whole'],
    ['{"text":"a","nationalTables":{"locking":0,"single":1.5}}', 'nationalTables.single is 1.5'],
    [
      '{"text":"a","nationalTables":{"locking":0,"single":0,"x":0}}',
      'x is no field of nationalTables; there are: locking, single',
    ],
    ['{"text":"a","allowedNationalTables":{"locking":1,"single":[]}}', 'allowedNationalTables.locking is 1'],
    ['{"text":"a","allowedNationalTables":{"locking":[1],"single":[-1]}}', 'allowedNationalTables.single is -1'],
  ];
  const { status, stdout } = run(['segments', '--jsonl'], bad.map(([line]) => `${line}\n{"text":"a"}\n`).join(''));
  expect(status).toBe(1);
  const answers = parsed(stdout);
  expect(answers).toHaveLength(bad.length * 2);
  bad.forEach(([, error], index) => {
    expect(answers[index * 2]).toEqual({ error: expect.stringContaining(error), line: index * 2 + 1 });
    expect(answers[index * 2 + 1]).toMatchObject({ encoding: 'gsm7', units: 1 });
  });
});

test('only commands are commands, whatever names objects have', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'segment', '--what', '']) {
    const { status, stdout, stderr } = run([name]);
    expect([name, status, stdout]).toEqual([name, 2, '']);
    expect(stderr).toBe(
      `klikspor: no command "${name}". There are: destination, links, recipients, replace, segments, visitor; see klikspor --help\n`,
    );
  }
  for (const asked of [[], ['--help'], ['-h'], ['help']]) {
    const { status, stdout } = run(asked);
    expect([status, stdout.split('\n')[0]]).toEqual([0, 'klikspor: short, branded, countable links for text messages']);
  }
});

test('--version says the version of package and core', async () => {
  const { version } = await load();
  const file = readFileSync(new URL('../../wasm/package.json', import.meta.url), 'utf8');
  expect(JSON.parse(file)).toMatchObject({ version });
  for (const asked of ['--version', '-v']) expect(run([asked])).toMatchObject({ status: 0, stdout: `${version}\n` });
});

/** A line of each command, a slip of the pen in a field's name, and the field that was meant. */
const commands = [
  ['segments', '{"text":"Hej"}', 'Text', 'text'],
  ['replace', '{"text":"Hej"}', 'border', 'text'],
  ['destination', '{"url":"brand.dk"}', 'parameter', 'parameters'],
  ['visitor', '{"userAgent":"curl/8.5"}', 'useragent', 'userAgent'],
] as const;

test.each(commands)('%s refuses a field it does not know, and goes on', (command, example, field, known) => {
  const misspelt = (name: string) => JSON.stringify({ ...JSON.parse(example), [name]: 'x' });
  const lines = [misspelt(field), '{"__proto__":1}', '{"constructor":1}', example];
  const { status, stdout } = run([command, '--jsonl'], lines.map((line) => `${line}\n`).join(''));
  expect(status).toBe(1);
  const answers = parsed(stdout);
  expect(answers).toHaveLength(4);
  for (const [index, name] of [field, '__proto__', 'constructor'].entries()) {
    expect(answers[index]).toMatchObject({ line: index + 1 });
    expect(answers[index].error.startsWith(`${name} is no field of a line; there are: `), answers[index].error).toBe(
      true,
    );
    expect(answers[index].error).toMatch(new RegExp(`[ ,]${known}(,|$)`));
  }
  expect(answers[3]).not.toHaveProperty('error');
});

test.each(commands)('%s answers strange input line by line, and says what is wrong with it', (command, example) => {
  const ask = (input: string | Uint8Array) => {
    const { status, stdout, stderr } = run([command, '--jsonl'], input);
    expect(stderr).toBe('');
    return { status, answers: stdout === '' ? [] : parsed(stdout) };
  };
  const [answer] = ask(`${example}\n`).answers;
  // No end of the last line, CRLF, a byte order mark, empty lines, nothing at all.
  expect(ask(`\uFEFF${example}\r\n\r\n\n${example}`)).toEqual({ status: 0, answers: [answer, answer] });
  for (const nothing of ['', '\n', '\uFEFF', '\r\n']) expect(ask(nothing)).toEqual({ status: 0, answers: [] });
  // A binary file: octets of every value, and a line behind them.
  const binary = Buffer.concat([
    Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256)),
    Buffer.from(`\n${example}`),
  ]);
  const mixed = ask(binary);
  expect(mixed.status).toBe(1);
  expect(mixed.answers.at(-1)).toEqual(answer);
  expect(mixed.answers.length).toBeGreaterThan(4);
  for (const one of mixed.answers.slice(0, -1)) expect(one.error).toMatch(/^the line is not (UTF-8|JSON)/);
  // NUL, deep nesting and a number beyond all measure are no objects.
  for (const odd of ['\0', '['.repeat(500_000), '1e999', '{"a":'.repeat(100_000)]) {
    const { status, answers } = ask(`${odd}\n${example}\n`);
    expect([status, answers.length, answers[1]]).toEqual([1, 2, answer]);
    expect(answers[0].error.length).toBeLessThan(400);
  }
});

test.each(commands)('%s says what it cannot read or write in one sentence', (command, example) => {
  const directory = openSync('.', 'r');
  const full = openSync('/dev/full', 'w');
  const spawned = (stdin: number | 'pipe', stdout: number | 'pipe') =>
    spawnSync(process.execPath, [program, command, '--jsonl'], {
      input: `${example}\n`,
      stdio: [stdin, stdout, 'pipe'],
      encoding: 'utf8',
    });
  expect(spawned(directory, 'pipe')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'klikspor: the input is a folder; give a file, such as < lines.jsonl\n',
  });
  expect(spawned('pipe', full)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^klikspor: the output cannot be written \(.*ENOSPC.*\)\n$/),
  });
  closeSync(directory);
  closeSync(full);
});

test.each(commands)('%s keeps no line beyond what its help promises', (command, example) => {
  const help = run([command, '--help']).stdout;
  const promised = Number(/A line holds at most\s+(\d+) MiB/.exec(help)?.[1]);
  expect(promised).toBe(command === 'segments' ? 64 : 1);
  expect(run(['--help']).stdout).toContain('A line of at most 1 MiB in (segments: 64 MiB)');
  if (command === 'segments') return; // lines.test.ts has its lines
  const limit = promised * 2 ** 20;
  const padded = (octets: number) => `${example.slice(0, -1)}${' '.repeat(octets - example.length)}}`;
  const { status, stdout } = run(
    [command, '--jsonl'],
    [padded(limit), padded(limit + 1), '“'.repeat(limit), example].map((line) => `${line}\n`).join(''),
  );
  const [answer, tooLong, farTooLong, last] = parsed(stdout);
  expect(status).toBe(1);
  expect(answer).not.toHaveProperty('error');
  expect(tooLong).toEqual({ error: expect.stringContaining(`longer than ${limit} octets`), line: 2 });
  expect(farTooLong).toEqual({ error: expect.stringContaining(`longer than ${limit} octets`), line: 3 });
  expect(last).toEqual(answer);
});

test('what follows -- is text, whatever it looks like', () => {
  expect(run(['segments', '--', '--jsonl']).stdout).toBe('GSM-7, 1 segment, 7 septets, 153 left\n');
  expect(run(['segments', '--', '-text']).stdout).toContain('5 septets');
  const refused = run(['segments', '-text']);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("'--'");
  expect(run(['segments', '--what']).stderr).toContain('klikspor segments --help');
});

test('replace writes a text within GSM-7 and says what that is worth', () => {
  const long = `“Hej”${'x'.repeat(100)}`;
  const { status, stdout } = run(
    ['replace', '--jsonl'],
    [
      { text: 'Kære Åse €' },
      { text: long },
      { text: 'Zoë 🎉' },
      { text: 'man\u0303ana' },
      { text: '' },
      { utf16: ['201C', 'D83D'] },
      { text: 'a', border: 'cluster' },
      { txt: 'a' },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
  expect(status).toBe(1);
  expect(parsed(stdout)).toEqual([
    { text: 'Kære Åse €', replaced: 0, segmentsBefore: 1, segmentsAfter: 1 },
    { text: `"Hej"${'x'.repeat(100)}`, replaced: 2, segmentsBefore: 2, segmentsAfter: 1 },
    { text: 'Zoe 🎉', replaced: 1, segmentsBefore: 1, segmentsAfter: 1 },
    { text: 'mañana', replaced: 1, segmentsBefore: 1, segmentsAfter: 1 },
    { text: '', replaced: 0, segmentsBefore: 0, segmentsAfter: 0 },
    { text: '"\uD83D', replaced: 1, segmentsBefore: 1, segmentsAfter: 1 },
    { error: 'border is no field of a line; there are: text, utf16', line: 7 },
    { error: 'txt is no field of a line; there are: text, utf16', line: 8 },
  ]);
  expect(run(['replace', 'text']).status).toBe(2);
});

test('help names every field that goes out', () => {
  const fields = (...lines: readonly string[]) =>
    Object.keys(parsed(run([lines[0] ?? '', '--jsonl'], lines[1]).stdout)[0] ?? {});
  for (const command of ['segments', 'replace']) {
    const names = fields(command, '{"text":"a"}');
    expect(names.length).toBeGreaterThan(3);
    for (const help of [run(['--help']).stdout, run([command, '--help']).stdout]) {
      for (const name of names) expect(help).toContain(name);
    }
  }
});

test.each(['segments', 'replace', 'destination', 'links', 'visitor'])(
  'the example that %s gives for a line that is no object is answered itself',
  (command) => {
    for (const bad of ['nonsense', '[1]']) {
      const [{ error }] = parsed(run([command, '--jsonl'], `${bad}\n`).stdout);
      const example = error.slice(error.indexOf('such as ') + 8);
      const { status, stdout } = run([command, '--jsonl'], `${example}\n`);
      expect({ status, answer: parsed(stdout)[0] }).toEqual({
        status: 0,
        answer: expect.not.objectContaining({ error: expect.anything() }),
      });
    }
  },
);
