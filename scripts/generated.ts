// What the generators, scripts/make-*.ts, have in common: reading the data they are made from, and writing what they made.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A file of the repository as text, by its path from the root. */
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** A row of a table in core/data: its fields, the whole row, and file and line for messages. */
export interface Row {
  fields: string[];
  text: string;
  where: string;
}

/** The rows of a table with tabs between fields; empty lines and lines that begin with `#` are none. */
export function rowsOf(path: string): Row[] {
  return read(path)
    .split('\n')
    .map((text, index) => ({ fields: text.split('\t'), text, where: `${path}:${index + 1}` }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}

/**
 * Writes files, given by their paths from the root. With `--check` on the command line it writes nothing, names on
 * standard output those that stand as they were made and on standard error the others, and then the script fails.
 */
export function write(
  files: Record<string, string | Uint8Array>,
  { root = ROOT, check = process.argv.includes('--check'), script = basename(process.argv[1] ?? '') } = {},
): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(root, path);
    const made = Buffer.from(content);
    const isMade = stands(target)?.equals(made) === true;
    if (!check) {
      // A file that stays as it is keeps its time, or the next build would compile all that includes it.
      if (isMade) continue;
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, made);
    } else if (isMade) {
      console.log(`${path} is up to date`);
    } else {
      console.error(`${path} is not what scripts/${script} makes: run node scripts/${script}`);
      process.exitCode = 1;
    }
  }
}

function stands(target: string): Buffer | null {
  try {
    return readFileSync(target);
  } catch {
    return null;
  }
}

/** Words as C++ string literals of at most 100 signs a line, a space around each word. */
export function literals(words: readonly string[]): string {
  let text = '    " ';
  let length = 1;
  for (const word of words) {
    if (length + word.length + 1 > 100) {
      text += '"\n    "';
      length = 0;
    }
    text += `${word} `;
    length += word.length + 1;
  }
  return `${text}"`;
}

/** The character's code point; a text of none is a bug of the generator. */
export function codePoint(character: string): number {
  const found = character.codePointAt(0);
  if (found === undefined) throw new Error('an empty text has no code point');
  return found;
}
