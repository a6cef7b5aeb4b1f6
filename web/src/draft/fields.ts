/**
 * Every field of a draft, once: its type, its empty value, how it is kept as a text and read back, and the signal in
 * `state/draft.ts` follow from its row. Pure.
 */

interface DraftField<T> {
  readonly empty: T;
  /** Of any text: what is no value of the field is read as the empty one. */
  read(kept: string): T;
  write(value: T): string;
  /** `written`: a draft is worth keeping for its sake. `habit`: it stays for the next draft. */
  readonly role: Role;
}
type Role = 'written' | 'habit' | 'setting';

const field = <T>(
  role: Role,
  empty: T,
  read: (kept: string) => T,
  write: (value: T) => string = String,
): DraftField<T> => ({ role, empty, read, write });

const text = (role: Role = 'setting') => field(role, '', (kept) => kept);

/** `choices`: what can be chosen, in the order of the page; that nothing is chosen yet can not. */
const oneOf = <T extends string>(empty: T, ...others: T[]) => ({
  ...field('setting', empty, (kept) => others.find((other) => other === kept) ?? empty),
  choices: [empty, ...others].filter((value): value is Exclude<T, ''> => value !== ''),
});

export const DRAFT_FIELDS = {
  name: text('written'),
  sender: text('habit'),
  host: text('habit'),
  template: text('written'),
  /** Where numbers without a country code belong: ISO 3166-1 alpha-2. */
  country: field('habit', 'DK', (kept) => (/^[A-Z]{2}$/.test(kept) ? kept : 'DK')),
  /** Whether clicks are counted per recipient or in total only. */
  tracking: oneOf('recipient', 'aggregate'),
  /** The last day the links work, as a date field writes it; empty: no end. */
  lastDay: text(),
  /** Marketing needs an opt-out and keeps hours; a message about an order or an appointment does not. */
  kind: oneOf('marketing', 'service'),
  /** When the messages are to go out, as a field for date and time writes it; empty: at once. */
  sendAt: text(),
  /** On what basis clicks are counted per recipient; empty: not said yet. */
  basis: oneOf('', 'consent', 'other'),
  /** The other basis in a word. */
  basisWord: text(),
  /** Short links are written with it; empty: without. */
  scheme: oneOf('', 'https'),
  /** Which of two versions `template` is; empty while there is but one. */
  version: oneOf('', 'A', 'B'),
  /** The text of the other version. */
  otherTemplate: text('written'),
  /** The most segments a message should take, to 999; 0: no limit. */
  limit: field(
    'habit',
    0,
    (kept) => (/^[1-9]\d{0,2}$/.test(kept) ? Number(kept) : 0),
    (segments) => (segments === 0 ? '' : String(segments)),
  ),
  /** What is sent to recipients whose message is above the limit: the message all the same, nothing, or `shorter`. */
  above: oneOf('send', 'leave-out', 'shorten'),
  shorter: text('written'),
  /** The same of the other version. */
  otherShorter: text('written'),
  /** Id of the campaign that version A went out as; empty: it has not. */
  versionOf: text(),
  /** Where recipients reach the sender, as written: a telephone number, an e-mail address or a form; empty: not said. */
  contact: text('habit'),
  /** Which of the domain's lists it is sent to; empty: none is named. */
  listName: text('habit'),
} as const satisfies Record<string, DraftField<unknown>>;

export type DraftFieldName = keyof typeof DRAFT_FIELDS;
/** What each field is while it is written. */
export type DraftValues = {
  readonly [N in keyof typeof DRAFT_FIELDS]: (typeof DRAFT_FIELDS)[N] extends DraftField<infer T> ? T : never;
};
/** A draft as it is kept: every value a text. */
export type DraftTexts = Readonly<Record<DraftFieldName, string>>;

const NAMES = Object.keys(DRAFT_FIELDS) as DraftFieldName[];

/** One value for each field. */
export function eachField<V>(make: (field: DraftField<unknown>, name: DraftFieldName) => V): Record<DraftFieldName, V> {
  const made = NAMES.map((name) => [name, make(DRAFT_FIELDS[name], name)]);
  return Object.fromEntries(made) as Record<DraftFieldName, V>;
}

export const EMPTY_DRAFT: DraftTexts = eachField(({ empty, write }) => write(empty));

/** What is missing, no text, or no value of its field comes out as in an empty draft. */
export function draftIn(kept: unknown): DraftTexts {
  const texts: Readonly<Record<string, unknown>> = { ...(kept as object | null) };
  return eachField(({ read, write }, name) => {
    const found = texts[name];
    return typeof found === 'string' ? write(read(found)) : EMPTY_DRAFT[name];
  });
}

const ofRole = (wanted: Role) => NAMES.filter((name) => DRAFT_FIELDS[name].role === wanted);

/** Something a person wrote; habits alone are not. */
export const isWorthKeeping = (values: DraftTexts): boolean =>
  ofRole('written').some((name) => values[name].trim() !== '');

/** The draft that comes after one: empty but for the habits. */
export const draftAfter = (values: DraftTexts): DraftTexts => ({
  ...EMPTY_DRAFT,
  ...Object.fromEntries(ofRole('habit').map((name) => [name, values[name]])),
});

/** A planned time in the person's own zone; null: none, or not one. */
export function sendAtMs(sendAt: string): number | null {
  const at = Date.parse(sendAt);
  return sendAt === '' || Number.isNaN(at) ? null : at;
}

/** The end of the last day, where the person is; null: no end. */
export function expiresAtMs(lastDay: string): number | null {
  const end = Date.parse(`${lastDay}T23:59:59.999`);
  return lastDay === '' || Number.isNaN(end) ? null : end;
}
