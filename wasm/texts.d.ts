/**
 * Of klikspor what every text asks: segments, links, templates, lists and explanations, compiled from C++. For pages that
 * load `klikspor/addresses` and `klikspor/sending` on use; `klikspor` is all three. Written by hand;
 * `tests/wasm/composer-contract.test.ts` holds it to the built module.
 *
 * Text is UTF-16, code unit for code unit: positions are JavaScript string indices and a lone surrogate is
 * counted, never repaired. Functions are pure. Those that can fail on outside input return `{ ok: false, error }`;
 * a `RangeError` or `TypeError` means the caller broke the contract (a number outside its stated range).
 */
import type { CoreSource, ErrorName } from './common.d.ts';

export type { CoreSource, ErrorName } from './common.d.ts';

/** Loads the module; later calls return the same object. */
export function load(source?: CoreSource): Promise<Texts>;

// --- segment ----------------------------------------------------------------------------------------------------------

export type Encoding = 'gsm7' | 'ucs2';
export type Border = 'code-point' | 'cluster' | 'code-unit';

/** National language tables by identifier (3GPP TS 23.038, 6.2.1.2.4): 0 default, 1 Turkish … 13 Urdu. */
export interface NationalTables {
  readonly locking: number;
  readonly single: number;
}

export interface SegmentOptions {
  /** Width of the concatenation reference: 8 (default) or 16 bits. */
  readonly referenceBits?: 8 | 16;
  /** What a segment border may not cut. Default 'code-point'. */
  readonly border?: Border;
  /** Tables to use whether cheaper ones exist or not. Characters outside them force UCS-2. */
  readonly nationalTables?: NationalTables;
  /** The cheapest pair of these and the default tables is used. */
  readonly allowedNationalTables?: { readonly locking: readonly number[]; readonly single: readonly number[] };
  /** 'ucs2' sends as UCS-2 whatever the text. */
  readonly encoding?: 'ucs2';
  /** Application port addressing: 8- or 16-bit ports, 4 or 6 octets in every segment. */
  readonly portBits?: 8 | 16;
}

/**
 * How a text will travel (3GPP TS 23.038 and 23.040). Units are septets (gsm7) or 16-bit code units (ucs2). Plans are
 * values: those of one segment are made once, frozen and given to whoever asks.
 */
export interface SegmentPlan {
  readonly encoding: Encoding;
  /** 0 for the empty text. */
  readonly segments: number;
  /** Septets or code units in the text, without any header. */
  readonly units: number;
  /** Units free before one more segment is needed. */
  readonly unitsLeft: number;
  /** Units one segment of this message holds: capacitySingle while one segment is enough, else capacityMulti. */
  readonly perSegment: number;
  readonly capacitySingle: number;
  readonly capacityMulti: number;
  readonly locking: number;
  readonly single: number;
  /** More than the 255 segments a concatenated message can have. */
  readonly exceedsLimit: boolean;
}

/** One segment: text.slice(start, end). */
export interface SegmentRange {
  readonly start: number;
  readonly end: number;
  readonly units: number;
  /** User data octets on the air, header included: at most 140. */
  readonly octets: number;
}

/**
 * Texts held in the core's memory, to be planned again and again, with other options or after more were added: handing a
 * text over takes longer than counting it. At most 134,217,728 code units.
 */
export interface TextBatch {
  readonly size: number;
  append(texts: readonly string[]): void;
  /** The plan of each text, as `planSegments` has it. */
  plan(options?: SegmentOptions): BatchPlan;
  /** Gives its memory back. Without it that happens once nobody holds the object. */
  delete(): void;
  [Symbol.dispose](): void;
}

/** Plans as columns, one entry per text, in their order. */
export interface BatchPlan {
  readonly segments: Uint32Array;
  /** Septets or code units in the text, without any header. */
  readonly units: Uint32Array;
  /** Units free before one more segment is needed. */
  readonly unitsLeft: Uint32Array;
  /** 1: UCS-2, 0: GSM-7 with the two tables beside it. */
  readonly ucs2: Uint8Array;
  readonly locking: Uint8Array;
  readonly single: Uint8Array;
}

/** A character that keeps a text out of GSM-7. */
export interface ForcingCharacter {
  /** Where it first stands: `text.codePointAt(index) === codePoint`. A lone surrogate is itself. */
  readonly index: number;
  readonly codePoint: number;
}

/**
 * A place in a text that its tables cannot carry: text.slice(start, end), one character as people see it, so a letter
 * with its marks or an emoji with what joins and colours it.
 */
export interface Offender {
  readonly start: number;
  readonly end: number;
  /** What says the same within the tables, at most three characters; empty: leave it out. Null: nothing does (an emoji). */
  readonly replacement: string | null;
}

export interface ExplainedOffender extends Offender {
  /** The first code point of it that the tables lack (a lone surrogate is its own): `klikspor/names` knows its name. */
  readonly codePoint: number;
  /** How often the same stands in the text. */
  readonly count: number;
  /**
   * Segments once all that are written alike are replaced and everything else stays. Worked out for the first 256
   * kinds that can be replaced, null for later ones.
   */
  readonly segmentsAfter: number | null;
}

/**
 * A segment border that did not fall between characters. Moved: what stood there did not fit whole, and the segment
 * before the border keeps `unitsWasted` empty. Cut: its parts are in two segments (0 wasted).
 */
export interface BorderLoss {
  /** Index of the segment before the border, from 0. */
  readonly segment: number;
  readonly kind: 'escape-pair-moved' | 'surrogate-pair-moved' | 'cluster-moved' | 'surrogate-pair-cut' | 'cluster-cut';
  readonly unitsWasted: number;
}

/** Why a text takes the segments it takes, and what would save some. */
export interface SegmentExplanation {
  readonly plan: SegmentPlan;
  /** Place by place, in order; empty when the text travels as GSM-7, or is forced to be UCS-2. */
  readonly offenders: readonly ExplainedOffender[];
  /** With every offender replaced that has a replacement. */
  readonly segmentsAfterAll: number;
  readonly planAfterAll: SegmentPlan;
  /**
   * The fewest characters, as people see them, that must go from the end so that one segment fewer is needed:
   * text.slice(0, start) is left, and planned anew. `characters` is 0 for a text of one segment or none.
   */
  readonly removal: { readonly start: number; readonly characters: number };
  readonly borders: readonly BorderLoss[];
}

// --- links ------------------------------------------------------------------------------------------------------------

/** A URL in a text, with or without scheme; `text.slice(start, end)`, closing punctuation left outside. */
export interface FoundLink {
  readonly start: number;
  readonly end: number;
}

/**
 * What an iPhone asks before it draws a card for a link. 'edge': the only link stands first or last, white space aside, and
 * gets one. 'several': more links than one. 'inside': something stands before it and behind it, be it a full stop.
 */
export type LinkCard = 'no-link' | 'several' | 'inside' | 'edge';

// --- messages ---------------------------------------------------------------------------------------------------------

export interface TemplateField {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Used where the recipient's value is empty. */
  readonly fallback: string;
  /** Longest value in code units, 0: no limit. Cut at a code point. */
  readonly maxLength: number;
}

export interface TemplateLink {
  /** Position among the message's links: the `link` of its slugs. -1: shown as it stands, not shortened. */
  readonly link: number;
  readonly kind: 'destination' | 'opt-out';
  /** As written in the template; empty for the opt-out link. */
  readonly url: string;
  readonly start: number;
  readonly end: number;
  /**
   * What is doubtful about where it begins and ends. 'joined-before': a letter, a digit or a merge field stands right
   * before it, so that the host may be another. 'sign-behind': signs that some phones take into the link, and that do no
   * harm to a slug. 'joined-behind': what a phone may take for the end of the slug, which then leads nowhere.
   * 'unknown-ending': its host ends in no top-level domain. 'second-ending': it ends in a country's and one more, or its
   * path in a full stop and a word: the last may be the sentence's (`www.brand.dk.vi ses`, `brand.dk/x.Kun i dag`).
   * 'plain-words': it may be two words of the text (`Kom forbi.se mere`); `https://` in front says that it is not.
   * 'second-link': another address begins in it, and a space may be missing (`www.a.dk/www.b.dk`).
   */
  readonly beside: readonly (
    | 'joined-before'
    | 'sign-behind'
    | 'joined-behind'
    | 'unknown-ending'
    | 'second-ending'
    | 'plain-words'
    | 'second-link'
  )[];
}

export interface TemplateProblem {
  readonly error: ErrorName;
  readonly start: number;
  readonly end: number;
}

/** Code units start … end-1 of a template, written by another tool. */
export interface ForeignTag {
  /** 'tag': `[navn]`, `*|NAVN|*`, … 'filter': a merge field with one that does nothing here, `{{navn | upcase}}`. */
  readonly kind: 'tag' | 'filter';
  readonly start: number;
  readonly end: number;
  /** The column it names; -1: none of the list. */
  readonly column: number;
  /** The merge field to write instead; empty: nothing here says the same. */
  readonly text: string;
}

/**
 * What a template holds. A merge field is `{{name}}`, `{{name|fallback}}`, `{{name:12}}` or `{{name:12|fallback}}`
 * (at most 12 code units). `{{afmeld}}` and `{{optout}}` are the opt-out link. Of other tools' filters behind a name
 * `{{name | default: 'x'}}` is the fallback x and `{{name | truncate: 12}}` the longest value; others do nothing.
 */
export interface TemplateOutline {
  readonly fields: readonly TemplateField[];
  readonly links: readonly TemplateLink[];
  readonly problems: readonly TemplateProblem[];
  /** Links that get a slug: links_in_message of the campaign. */
  readonly linksInMessage: number;
}

export interface MessageOptions {
  /** What a short link starts with, such as `s.brand.dk/` or `https://s.brand.dk/`. Default: nothing. */
  readonly linkPrefix?: string;
  /** Signs of a slug, 8 by default. */
  readonly width?: 8 | 9;
  /** Links to leave as written, by their position among the template's destination links. */
  readonly keepLinks?: readonly number[];
  readonly segments?: SegmentOptions;
}

export interface RenderedMessage {
  readonly text: string;
  readonly plan: SegmentPlan;
  readonly ranges: readonly SegmentRange[];
  /** Where in `text` values and short links stand, in order. */
  readonly parts: readonly {
    readonly kind: 'field' | 'link' | 'opt-out';
    readonly start: number;
    readonly end: number;
  }[];
}

/** A plan over every recipient. Indices are row numbers from 0; -1 where there is none. */
export interface ListPlan {
  readonly recipients: number;
  readonly segmentsTotal: number;
  /** recipientsBySegments[n]: recipients whose message takes n segments. */
  readonly recipientsBySegments: readonly number[];
  readonly ucs2: number;
  readonly firstUcs2: number;
  readonly longest: number;
  readonly shortest: number;
  readonly emptyFields: readonly { readonly name: string; readonly recipients: number; readonly first: number }[];
}

/** Recipients held in the core's memory, one row of values each. */
export interface RecipientList {
  readonly size: number;
  readonly columns: number;
  /** One row per recipient, values in the order of the list's columns; missing values are empty. */
  append(rows: readonly (readonly string[])[]): void;
  /**
   * The same of rows whose values stand one behind the other, row by row, as UTF-16 code units. `lengths`: how many each value
   * has, one for every column of every row. RangeError: they do not add up to `values`, or the last row is not whole.
   */
  appendValues(values: Uint16Array, lengths: Uint32Array): void;
  /** Gives its memory back. Without it that happens once nobody holds the object. */
  delete(): void;
  [Symbol.dispose](): void;
}

/**
 * A template, read once, and how its messages are made. `only`: a number a row, 0 for those that are passed over as if
 * they were not there; row numbers in the plan stay those of the list.
 */
export interface Template {
  outline(): TemplateOutline;
  /**
   * Where the values of each field stand: the list's column of exactly that name, else the first that goes by it; -1: none,
   * so that the fallback stands in every message. Names go by what a reader sees: not by case (Unicode, simple case folding:
   * `ØNSKE` is `ønske`, the Turkish `İ` is not `i`), nor by how a letter and its marks are put together, nor by the kind or
   * number of spaces, nor by what shows nothing (zero-width signs).
   */
  columnsIn(list: RecipientList): readonly number[];
  /** For each field the other columns that go by its name, whose values do not stand there. */
  namesakesIn(list: RecipientList): readonly (readonly number[])[];
  /**
   * Merge fields as other tools write them, which would be sent as they stand, in the order of the text: those around the
   * name of a column of the list, and those that can be nothing else (`*|NAME|*`, `{{{name}}}`, `${name}`, `{!name}`,
   * `%%name%%`, `{% … %}`). Without a list (null) the latter alone. And fields with filters that do nothing here.
   */
  foreignTags(list: RecipientList | null): readonly ForeignTag[];
  plan(list: RecipientList, only?: ArrayLike<number>): ListPlan;
  /** Segments of each row's message, in their order: what a plan sums up; 0 for those passed over. */
  segments(list: RecipientList, only?: ArrayLike<number>): Uint32Array;
  /** One finished message. Without `slugs` (fixed-width ASCII, this recipient's only) sample slugs stand in. */
  render(list: RecipientList, row: number, slugs?: Uint8Array): RenderedMessage;
  /**
   * Finished messages of rows first … first+count-1 as UTF-8 CSV lines (RFC 4180, CRLF). `slugs` holds those rows' slugs
   * as the worker streams them. A lone surrogate becomes U+FFFD. Memory: the answer and a few messages, so a file of any
   * length is made part by part.
   */
  renderCsv(
    list: RecipientList,
    first: number,
    count: number,
    slugs: Uint8Array,
    csv: CsvOptions,
  ): Uint8Array<ArrayBuffer>;
  /** The same as UTF-8 JSON, one object a line (LF). */
  renderNdjson(
    list: RecipientList,
    first: number,
    count: number,
    slugs: Uint8Array,
    json: NdjsonOptions,
  ): Uint8Array<ArrayBuffer>;
  /** Gives its memory back. Without it that happens once nobody holds the object. */
  delete(): void;
  [Symbol.dispose](): void;
}

/** Most segments of a message, and what recipients are sent whose message takes more. */
export interface SegmentLimit {
  /** 1 or more. */
  readonly atMost: number;
  readonly above: AboveLimit;
}

/** The message all the same, nothing, or a shorter text. */
export type AboveLimit = 'send' | 'leave-out' | 'shorten';

/** What a limit does to a list. Rows are counted from 0; -1: none. */
export interface LimitPlan {
  /** What is done: the limit's `above`, but 'send' while there is no shorter text. */
  readonly effect: AboveLimit;
  /** Recipients whose message is above the limit. */
  readonly above: number;
  readonly firstAbove: number;
  /** Of these, whose shorter text is above the limit too. */
  readonly stillAbove: number;
  readonly firstStillAbove: number;
  /**
   * Segments beyond the limit where the message is sent all the same; else those that are saved by not doing so, which may
   * be less than none: a shorter text may be longer for somebody.
   */
  readonly difference: number;
  /** Over those who are sent the message. */
  readonly message: ListPlan;
  /** Over those who are sent the shorter text. */
  readonly shorter: ListPlan;
  /** A number a row: segments of the message itself. */
  readonly asked: Uint32Array;
  /** A number a row: segments of what is sent; 0 where nothing is. */
  readonly sent: Uint32Array;
  /** A number a row: its part of `difference`. */
  readonly differences: Int32Array;
}

/** Rows one behind the other that are sent the same text. */
export interface SentRun {
  readonly text: 'message' | 'shorter';
  readonly first: number;
  readonly count: number;
}

/**
 * What a line of a file says: a column of the list by its index, what the core made for the recipient, or the same text
 * in every line. `encoding` is GSM-7 or UCS-2, in JSON gsm7 or ucs2.
 */
export type Cell = number | 'message' | 'segments' | 'encoding' | { readonly constant: string };

export interface CsvOptions {
  readonly separator: ',' | ';';
  readonly cells: readonly Cell[];
  /**
   * For programs, not for spreadsheets: nothing is ever altered. Without it a field, message included, that begins with
   * = + - @ (full-width forms too), tab, CR or LF and is no number (`+45 12 34 56 78` is one) gets an apostrophe in
   * front, which `segments` does not count.
   */
  readonly exact?: boolean;
}

export interface NdjsonOptions {
  /** Key and value, in the order of the object. */
  readonly cells: readonly (readonly [key: string, cell: Cell])[];
}

// --- the texts --------------------------------------------------------------------------------------------------------

export interface Texts {
  readonly version: string;

  planSegments(text: string, options?: SegmentOptions): SegmentPlan;
  segmentRanges(text: string, options?: SegmentOptions): readonly SegmentRange[];
  createTextBatch(texts?: readonly string[]): TextBatch;
  /** Where each character, as people see them, ends (extended grapheme clusters, UAX #29). */
  clusterBorders(text: string): readonly number[];

  /**
   * Why a text is UCS-2: each character that `nationalTables`, or without them the default tables, lack, once, in order.
   * Empty exactly when GSM-7 can carry the text under these options, also where `encoding` asks for UCS-2 all the same.
   */
  forcingCharacters(text: string, options?: SegmentOptions): readonly ForcingCharacter[];
  /**
   * What costs a text its GSM-7, place by place; empty when it travels as GSM-7, or is forced to be UCS-2. Where
   * national tables are allowed, the pair counts that leaves fewest places without replacement, then fewest places.
   */
  explainText(text: string, options?: SegmentOptions): readonly Offender[];
  /** The same with the effect of each replacement and of all, what to remove to save a segment, and what borders cost. */
  explainSegments(text: string, options?: SegmentOptions): SegmentExplanation;
  /** The text with every such place replaced that has a replacement. Decomposed letters are composed first. */
  replaceCharacters(text: string, options?: SegmentOptions): string;

  /**
   * Links as phones make them tappable: by Android's patterns and what is known of iOS's. Signs and emoji behind an address
   * are none of it, nor is the next sentence (`www.brand.dk.Vi ses`). In order.
   */
  findLinks(text: string): readonly FoundLink[];
  /**
   * Where `http://` or `https://` before an address is misspelled, by up to two letters (`htps://`) or in its signs
   * (`https//`, `http:`, `https:%2F%2F`), stands there twice or has a space behind it: what `https://` should stand
   * instead of. In order.
   */
  findMisspelledSchemes(text: string): readonly FoundLink[];
  /**
   * Hosts without scheme that phones make tappable and `findLinks` leaves alone, as what they end in may be a word of a
   * sentence too (`brand.boutique`, `Husk.gratis levering`): IANA's other top-level domains. The host alone; in order.
   */
  findOverlookedLinks(text: string): readonly FoundLink[];
  /** Whether an iPhone draws a link card for a finished message, or why not. */
  linkCard(text: string): LinkCard;

  /** A slug of the right shape from a public sample key, for previews: at an edge as good as any guess. */
  sampleSlug(width: 8 | 9, recipient: number, link: number): string;
  /** Recipient index of the composer's own trial clicks, the last of a campaign; lists hold at most this many. */
  testRecipient(linksInMessage: number): number;

  /** Reads a template. What is wrong with it stands in its outline; every text is one. */
  createTemplate(text: string, options?: MessageOptions): Template;
  /** A list of 1 to 1,000 columns. */
  createRecipientList(columns: readonly string[]): RecipientList;

  /** What is done above a limit: `above`, but 'send' while `shorter` is white space alone. */
  limitEffect(above: AboveLimit, shorter: string): AboveLimit;
  /** What a recipient is sent whose message takes so many segments. `limit.above` is an effect (`limitEffect`). */
  sentText(limit: SegmentLimit, segments: number): 'message' | 'shorter' | 'nothing';
  /**
   * Plans what every recipient is really sent, by the options of `message`. `shorter` is read only where the limit is to
   * shorten. A pass over the list for the message, one more for each text that is sent to some only.
   */
  planLimited(list: RecipientList, message: Template, shorter: Template | null, limit: SegmentLimit): LimitPlan;
  /** All rows that are sent anything, by the segments of each row's message itself. `limit.above` is an effect. */
  sentRuns(asked: Uint32Array, limit: SegmentLimit): readonly SentRun[];
  /**
   * A field of a CSV file: quoted where RFC 4180 asks for it, and defused where a spreadsheet would compute it unless
   * `exact`: for programs that take the text as it stands.
   */
  csvField(value: string, separator: ',' | ';', exact?: boolean): string;
}
