/** What `list.bench.ts` runs inside the page. Each function is sent over as source, so it holds all it needs. */
import type { Edge } from 'klikspor/edge';
import type { RecipientList, Texts } from 'klikspor/texts';

export interface ListPage {
  texts: Texts;
  edge: Edge;
  memory: WebAssembly.Memory;
  rows: string[][];
  /** As the composer holds them: lists of a limited size, one behind the other. */
  lists: RecipientList[];
}

export const COLUMNS = ['mobil', 'navn', 'butik', 'by'];

/** Loads the core, and catches the memory it runs in: the public interface does not show it. */
export async function open(address: string): Promise<void> {
  const page = globalThis as unknown as ListPage;
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = (async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
    const made = (await instantiate(module, imports)) as unknown;
    const instance =
      made instanceof WebAssembly.Instance ? made : (made as { instance: WebAssembly.Instance }).instance;
    // That of texts comes first, and is the one that holds the list.
    for (const held of Object.values(instance.exports)) if (held instanceof WebAssembly.Memory) page.memory ??= held;
    return made;
  }) as typeof WebAssembly.instantiate;
  const texts = (await import(`${address}/texts.browser.js`)) as { load(): Promise<Texts> };
  page.texts = await texts.load();
  const edge = (await import(`${address}/edge.browser.js`)) as { load(): Promise<Edge> };
  page.edge = await edge.load();
  WebAssembly.instantiate = instantiate;
}

/** `count` recipients; every tenth value of each of the three fields is outside GSM-7. Returns milliseconds of append. */
export function fill({ columns, count, part }: { columns: string[]; count: number; part: number }): number {
  const page = globalThis as unknown as ListPage;
  const names = ['Mette', 'Søren', 'Åse', 'Peter', 'Kirsten', 'Jens', 'Anne Marie', 'Ole', 'Gitte'];
  const shops = ['Barnets Verden', 'Legehjørnet', 'Tøj & Sko', 'Børnehuset', 'Lille Ven'];
  const cities = ['Aarhus', 'Rødovre', 'København K', 'Næstved', 'Ry', 'Hjørring', 'Ærøskøbing'];
  const pick = (from: string[], odd: string, row: number, shift: number) =>
    (row + shift) % 10 === 0 ? odd : (from[(row * 7 + shift) % from.length] ?? '');
  const row = (number: number) => [
    `+45${20_000_000 + number}`,
    pick(names, 'Zoë Łukasz', number, 0),
    pick(shops, 'Café “Çelebi”', number, 3),
    pick(cities, 'Łódź', number, 6),
  ];
  for (const list of page.lists ?? []) list.delete();
  page.lists = [];
  page.rows = [];
  let ms = 0;
  for (let first = 0; first < count; first += part) {
    const rows = Array.from({ length: Math.min(part, count - first) }, (_, i) => row(first + i));
    // The JavaScript loops need the rows too; a million of them would only burden the collector.
    if (count === part) page.rows = rows;
    const from = performance.now();
    const list = page.texts.createRecipientList(columns);
    list.append(rows);
    ms += performance.now() - from;
    page.lists.push(list);
  }
  return ms;
}

/** Replans every row after each of `rounds` edits, by the core and by two JavaScript loops in turn. Milliseconds of each. */
export function replan({ columns, template, rounds }: { columns: string[]; template: string; rounds: number }) {
  const page = globalThis as unknown as ListPage;
  const prefix = 's.barnetsverden.dk/';
  const options = { linkPrefix: prefix, width: 8 as const };
  const basic =
    '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
  const extension = '\f^{}\\[~]|€';

  // The plain loop: fill in the template for each recipient, look each character up, count.
  const one = new Set(basic);
  const two = new Set(extension);
  const plainSegments = (text: string): number => {
    let septets = 0;
    let pairs = false;
    for (const character of text) {
      if (one.has(character)) septets += 1;
      else if (two.has(character)) {
        septets += 2;
        pairs = true;
      } else return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
    }
    if (septets <= 160) return 1;
    if (!pairs) return Math.ceil(septets / 153);
    let segments = 1;
    let used = 0;
    for (const character of text) {
      const size = two.has(character) ? 2 : 1;
      if (used + size > 153) {
        segments += 1;
        used = 0;
      }
      used += size;
    }
    return segments;
  };
  const plain = (text: string): number => {
    let total = 0;
    const linked = text.replace(/www\.\S+|\{\{afmeld\}\}/g, `${prefix}BBBBBBBB`);
    for (const row of page.rows) {
      const message = linked.replace(/\{\{(\w+)(?:\|([^}]*))?\}\}/g, (_, name: string, fallback = '') => {
        return row[columns.indexOf(name)] || fallback;
      });
      total += plainSegments(message);
    }
    return total;
  };

  // The best loop we know that still reads every message: the template taken apart once, a table instead of sets.
  const table = new Uint8Array(65_536);
  for (const character of basic) table[character.charCodeAt(0)] = 1;
  for (const character of extension) table[character.charCodeAt(0)] = 2;
  const tableSegments = (text: string): number => {
    let septets = 0;
    let pairs = 0;
    for (let i = 0; i < text.length; i++) {
      const size = table[text.charCodeAt(i)] ?? 0;
      if (size === 0) return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
      septets += size;
      pairs |= size & 2;
    }
    if (septets <= 160) return 1;
    return pairs === 0 ? Math.ceil(septets / 153) : plainSegments(text);
  };
  const byTable = (text: string): number => {
    const linked = text.replace(/www\.\S+|\{\{afmeld\}\}/g, `${prefix}BBBBBBBB`);
    const texts = linked.split(/\{\{[^}]*\}\}/);
    const fields = [...linked.matchAll(/\{\{(\w+)(?:\|([^}]*))?\}\}/g)].map(([, name = '', fallback = '']) => ({
      column: columns.indexOf(name),
      fallback,
    }));
    let total = 0;
    for (const row of page.rows) {
      let message = texts[0] ?? '';
      for (let i = 0; i < fields.length; i++) {
        const field = fields[i];
        if (field !== undefined) message += (row[field.column] || field.fallback) + (texts[i + 1] ?? '');
      }
      total += tableSegments(message);
    }
    return total;
  };

  const times = { core: [] as number[], plain: [] as number[], table: [] as number[] };
  const timed = (into: number[], work: () => number): number => {
    const from = performance.now();
    const total = work();
    into.push(performance.now() - from);
    return total;
  };
  const middle = template.length / 2;
  const disagreements: string[] = [];
  for (let round = -3; round < rounds; round++) {
    // Each edit makes a new text, one character longer by turns.
    const edited = `${template.slice(0, middle)}${'xy'[Math.abs(round) % 2]}${round % 3 === 0 ? 'z' : ''}${template.slice(middle)}`;
    const warm = round < 0;
    const ours = timed(warm ? [] : times.core, () => {
      const [list] = page.lists;
      if (list === undefined) return 0;
      const made = page.texts.createTemplate(edited, options);
      const { segmentsTotal } = made.plan(list);
      made.delete();
      return segmentsTotal;
    });
    const loop = timed(warm ? [] : times.plain, () => plain(edited));
    const fast = timed(warm ? [] : times.table, () => byTable(edited));
    if (ours !== loop || ours !== fast) disagreements.push(`${ours}, ${loop} and ${fast} segments`);
  }
  return { ...times, disagreements };
}

/** Finishes every row as CSV, list by list, with slugs as the worker streams them. */
export function renderAll({ template }: { template: string }) {
  const page = globalThis as unknown as ListPage;
  const options = { linkPrefix: 's.barnetsverden.dk/', width: 8 as const };
  const made = page.texts.createTemplate(template, options);
  const links = made.outline().linksInMessage;
  const sealer = page.edge.createSealer({
    width: 8,
    keys: [{ key: new Uint8Array(16).fill(7), from: 1, to: null }],
    highest: 10,
  });
  let octets = 0;
  let largest = 0;
  let lines = 0;
  let ms = 0;
  for (const list of page.lists) {
    const slugs = sealer.sealRange(5, links, lines, list.size);
    const from = performance.now();
    const csv = made.renderCsv(list, 0, list.size, slugs, {
      separator: ';',
      cells: [0, 'message', 'segments', 'encoding'],
    });
    ms += performance.now() - from;
    octets += csv.length;
    largest = Math.max(largest, csv.length + slugs.length);
    for (const octet of csv) if (octet === 10) lines += 1;
  }
  sealer.delete();
  return { ms, octets, lines, memory: page.memory.buffer.byteLength, largest };
}
