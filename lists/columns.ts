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
