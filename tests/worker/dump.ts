/** Everything that is stored: each row of every object's database, and KV. Octets stand as Latin-1, an octet a character. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

const latin1 = (octets: Uint8Array): string => Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
/** A text as it stands there, whether as text or within octets. */
export const inOctets = (text: string): string => latin1(new TextEncoder().encode(text));

const valueIn = (value: SqlStorageValue): string => {
  if (value instanceof ArrayBuffer) return latin1(new Uint8Array(value));
  return typeof value === 'string' ? inOctets(value) : String(value);
};

export async function dumpOf(stub: DurableObjectStub): Promise<string> {
  return runInDurableObject(stub, async (_, { storage }) => {
    const tables = storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray();
    const rows = tables.flatMap(({ name }) =>
      Array.from(storage.sql.exec(`SELECT * FROM "${name}"`).raw(), (row) => `${name} ${row.map(valueIn).join(' | ')}`),
    );
    const others = [...(await storage.list())].map(([key, value]) => `${key} ${JSON.stringify(value)}`);
    return [...rows, ...others].join('\n');
  });
}

export async function dumpOfObjects(): Promise<string> {
  const parts: string[] = [];
  for (const namespace of [env.WORKSPACE, env.CLICK_COUNTER, env.MESSAGE_SENDER]) {
    const all = namespace as unknown as DurableObjectNamespace;
    for (const id of await listDurableObjectIds(all)) parts.push(await dumpOf(all.get(id)));
  }
  return parts.join('\n');
}

export async function dumpOfKv(): Promise<string> {
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await env.KV.list({ ...(cursor !== undefined && { cursor }) });
    for (const { name } of page.keys) lines.push(`${name} ${inOctets((await env.KV.get(name, 'text')) ?? '')}`);
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor !== undefined);
  return lines.join('\n');
}
