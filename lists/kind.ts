/** What a file is, by its first octets, not by its name: people rename files, and systems give none. */

/** What can be read. */
export type Format = 'csv' | 'xlsx' | 'vcard';

/** Files that people take for lists, and that cannot be read as one; `locked`: a spreadsheet with a password. */
export type Unreadable = 'locked' | 'xls' | 'xlsb' | 'ods' | 'numbers' | 'web-page' | 'pdf' | 'archive' | 'not-text';

const START = 1 << 12;
/** Most of a zip's directory, at the end of the file: the names of what it holds. */
const DIRECTORY = 1 << 20;

const ZIP = 'PK\u0003\u0004';
/** The container of Microsoft's older files, and of newer ones with a password. */
const COMPOUND = '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1';

export async function kindOf(file: Blob): Promise<Format | Unreadable> {
  const start = await octetsOf(file.slice(0, START));
  if (start.startsWith(ZIP)) return zipKind(await octetsOf(file.slice(Math.max(0, file.size - DIRECTORY))));
  if (start.startsWith(COMPOUND)) return (await holds(file, wide('EncryptedPackage'))) ? 'locked' : 'xls';
  if (start.startsWith('%PDF-')) return 'pdf';
  if (start.startsWith('\u001f\u008b') || start.startsWith('Rar!') || start.startsWith('7z\u00bc\u00af'))
    return 'archive';
  // UTF-16 in either order reads like this without its zeros and its mark.
  const text = start
    .replaceAll('\0', '')
    .replace(/^(?:\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)/, '')
    .trimStart();
  if (/^BEGIN:VCARD\s/i.test(text)) return 'vcard';
  if (/^(?:<!doctype html|<html|<table|<\?xml[^>]*>\s*(?:<\?[^>]*>\s*)*<(?:html|(?:\w+:)?Workbook))/i.test(text))
    return 'web-page';
  if (text.startsWith('{\\rtf')) return 'not-text';
  return isText(start) ? 'csv' : 'not-text';
}

function zipKind(directory: string): Format | Unreadable {
  if (directory.includes('xl/workbook.bin')) return 'xlsb';
  if (/xl\/workbook\d*\.xml/i.test(directory) || directory.includes('[Content_Types].xml')) return 'xlsx';
  if (directory.includes('Index/Document.iwa') || directory.includes('Index.zip')) return 'numbers';
  if (directory.includes('META-INF/manifest.xml')) return 'ods';
  return 'archive';
}

/** One character an octet. */
async function octetsOf(part: Blob): Promise<string> {
  const octets = new Uint8Array(await part.arrayBuffer());
  let text = '';
  for (let at = 0; at < octets.length; at += 1 << 12)
    text += String.fromCharCode(...octets.subarray(at, at + (1 << 12)));
  return text;
}

const wide = (name: string) => [...name].map((letter) => `${letter}\0`).join('');

async function holds(file: Blob, name: string): Promise<boolean> {
  // Pieces overlap, so that a name on a border is found.
  for (let at = 0; at < file.size; at += DIRECTORY - name.length) {
    if ((await octetsOf(file.slice(at, at + DIRECTORY))).includes(name)) return true;
  }
  return false;
}

/** Zeros stand in no text but UTF-16's, which has them in every second place. */
function isText(start: string): boolean {
  const zeros = [0, 0] satisfies [number, number];
  for (let at = 0; at < start.length; at++) if (start[at] === '\0') zeros[at % 2 === 0 ? 0 : 1]++;
  return Math.min(...zeros) <= start.length / 40;
}
