/** What a list's columns are called. */

/** Names that fields of a message can have, each once; of a list without headings column1, column2 …. */
export function nameColumns(firstRow: readonly string[], hasHeader: boolean): string[] {
  const taken = new Set<string>();
  return firstRow.map((cell, index) => {
    // Signs that mean something inside a merge field cannot stand in its name.
    const heading = hasHeader ? cell.replace(/[{}|:\r\n]+/g, ' ').trim() : '';
    const wanted = heading === '' ? `column${index + 1}` : heading;
    let name = wanted;
    for (let copy = 2; taken.has(name); copy++) name = `${wanted} ${copy}`;
    taken.add(name);
    return name;
  });
}

/** The column that a person means by its heading, in any case, or by its place, 1 the first; null: none. */
export function columnNamed(firstRow: readonly string[], wanted: string): number | null {
  const same = (name: string) => simple(name) === simple(wanted);
  for (const names of [firstRow, nameColumns(firstRow, true), nameColumns(firstRow, false)]) {
    const found = names.findIndex(same);
    if (found >= 0) return found;
  }
  const place = /^\d+$/.test(wanted.trim()) ? Number(wanted) - 1 : -1;
  return place >= 0 && place < firstRow.length ? place : null;
}

/** As it looks: any blank is one, and signs that nobody sees are none. */
const simple = (name: string) =>
  name
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
