/**
 * The log: one line of JSON for each thing that went wrong, for whoever operates this. The platform keeps lines for days, and
 * people promise others what is stored: the fields below are all there are. No address, header, user agent, slug or
 * recipient of a request is among them, and nothing that a marketer wrote.
 */
export const FIELDS = [
  // Which campaign's counter, or which object by its name, which holds the same.
  'host',
  'campaign',
  'number',
  'shard',
  'object',
  // What was on its way: a batch or message by its id, how much of it, and by which queue.
  'batch',
  'message',
  'queue',
  'seq',
  'hits',
  'octets',
  'attempts',
  // A key of KV, or the number of a slug key with fingerprints.
  'key',
  'expected',
  'found',
  'error',
  'stack',
] as const;

type Fields = { readonly error?: unknown } & {
  readonly [field in Exclude<(typeof FIELDS)[number], 'error'>]?: string | number | undefined;
};

/** `event`: what went wrong, in a word or three with dashes. */
export function log(event: string, { error, stack, ...fields }: Fields): void {
  console.error(
    JSON.stringify({
      event,
      ...fields,
      ...(error !== undefined && { error: withoutPaths(String(error)) }),
      ...(stack !== undefined && { stack: withoutPaths(String(stack)) }),
    }),
  );
}

/** Of an error whose message may quote what somebody wrote, such as a number or a text. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'not an error');

/** Where an error quotes an address, its path may be a slug: only the host stays. */
function withoutPaths(text: string): string {
  return text.replace(/\b(https?:\/\/[^\s/?#"'<>]+)[^\s"'<>]*/gi, '$1/…');
}
