/** Finished messages as a file: slugs come from the worker part by part, the messages are made here. */
import type { Core } from 'klikspor';
import { CANCELLED, type Control } from './control.ts';
import type { ExportAnswer, ExportAsk } from './protocol.ts';
import type { Recipients } from './recipients.ts';

export async function exportMessages(
  core: Core,
  recipients: Recipients,
  ask: ExportAsk,
  control: Control,
): Promise<ExportAnswer | typeof CANCELLED> {
  const { options } = ask;
  const links = core.outlineTemplate(ask.template, options.keepLinks).linksInMessage;
  const format = ask.format === 'ndjson' ? ndjson(recipients, ask) : csv(core, recipients, ask);
  const pieces: BlobPart[] = [format.head];

  for (const [part, { first, count }] of recipients.parts.entries()) {
    if (control.cancelled()) return CANCELLED;
    control.progress(first, recipients.size);
    const slugs = ask.sharedSlugs
      ? await repeatSlugs(ask.campaignId, count)
      : await fetchSlugs(ask.campaignId, first, count);
    if (!slugs.ok) return slugs;
    const expected = count * links * options.width;
    if (slugs.octets.length !== expected) {
      return { ok: false, failure: 'refused', detail: `${slugs.octets.length} octets of slugs instead of ${expected}` };
    }
    pieces.push(format.part(part, slugs.octets));
  }
  return { ok: true, file: new Blob(pieces, { type: format.type }), messages: recipients.size };
}

interface Format {
  readonly type: string;
  readonly head: string;
  part(part: number, slugs: Uint8Array): BlobPart;
}

function csv(core: Core, recipients: Recipients, ask: ExportAsk): Format {
  const separator = ask.format === 'excel' ? ';' : ',';
  const columns = recipients.exportColumns(ask.allColumns);
  const headings = [...columns.map((column) => recipients.columns[column] ?? ''), ...ask.headings];
  const header = `${headings.map((heading) => core.csvField(heading, separator)).join(separator)}\r\n`;
  return {
    type: 'text/csv;charset=utf-8',
    // Excel reads UTF-8 only when the file says so; other programs trip over the mark.
    head: ask.format === 'excel' ? `\ufeff${header}` : header,
    // Copied: the core's memory moves on with the next part.
    part: (part, slugs) => new Uint8Array(recipients.partCsv(part, ask, slugs, separator, columns)),
  };
}

/** One object a line, named as gateways name them. */
function ndjson(recipients: Recipients, ask: ExportAsk): Format {
  return {
    type: 'application/x-ndjson',
    head: '',
    part(part, slugs) {
      const lines: string[] = [];
      for (const { number, message } of recipients.partMessages(part, ask, slugs)) {
        const { text, plan } = message;
        lines.push(
          JSON.stringify({ to: number, from: ask.sender, text, encoding: plan.encoding, segments: plan.segments }),
        );
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

/** In an aggregate campaign everyone has the slugs of recipient 0. */
async function repeatSlugs(campaignId: string, count: number): ReturnType<typeof fetchSlugs> {
  const one = await fetchSlugs(campaignId, 0, 1);
  if (!one.ok) return one;
  const octets = new Uint8Array(one.octets.length * count);
  for (let row = 0; row < count; row++) octets.set(one.octets, row * one.octets.length);
  return { ok: true, octets };
}

async function fetchSlugs(
  campaignId: string,
  from: number,
  count: number,
): Promise<{ ok: true; octets: Uint8Array } | Extract<ExportAnswer, { ok: false }>> {
  const address = `/api/campaigns/${encodeURIComponent(campaignId)}/slugs?from=${from}&count=${count}`;
  try {
    const response = await fetch(address, { credentials: 'same-origin' });
    if (response.ok) return { ok: true, octets: new Uint8Array(await response.arrayBuffer()) };
    const problem: unknown = await response.json().catch(() => null);
    const detail = problem !== null && typeof problem === 'object' && 'detail' in problem ? String(problem.detail) : '';
    return { ok: false, failure: 'refused', detail: detail || `${response.status} ${response.statusText}` };
  } catch (error) {
    return { ok: false, failure: 'offline', detail: String(error) };
  }
}
