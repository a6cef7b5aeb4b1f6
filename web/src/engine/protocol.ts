/** What the page and the engine (a Web Worker holding core and recipients) say to each other. */
import type {
  BorderLoss,
  ContactOutcome,
  DestinationOutcome,
  Encoding,
  ErrorName,
  ForeignTag,
  FoundLink,
  LinkCard,
  MessageOptions,
  OptOutInstruction,
  RenderedMessage,
  SegmentPlan,
  SenderForm,
  TemplateOutline,
} from 'klikspor';
import type { LinkVerdict, QuietPlace, RegistrationState, SenderVerdict } from 'klikspor/country-profiles';

import type { LeftOut, RowProblem } from '../../../lists/left-out.ts';
import type { NumberDoubt } from '../../../lists/number.ts';
import type { ColumnQuestion, ColumnReason } from '../../../lists/number-column.ts';
import type { Choice, Found, SourceFailure, SourceQuestion } from '../../../lists/source.ts';
import type { Rewriting } from '../list-reading/rewriter.ts';
import type { Seed } from '../list-reading/split.ts';
import type { RegistrationRow, Subject } from '../registrations/rows.ts';
import type { Gateway } from './gateways.ts';
import type { Half } from './recipients.ts';

/** A template and how its links will look: everything that decides a message besides the recipient. */
export interface Draft {
  readonly template: string;
  readonly options: MessageOptions & { readonly linkPrefix: string; readonly width: 8 | 9 };
  /** Campaign parameters by the address they belong to, as written in the template. */
  readonly parameters: Readonly<Record<string, readonly (readonly [name: string, value: string])[]>>;
  /** Where phones of one kind go instead, by the address as written; empty: where everybody goes. */
  readonly devices?: Readonly<Record<string, DeviceDestinations>>;
  /** Of a list that was split: for one half only. Absent or null: for the whole list. */
  readonly half?: Half | null;
  /** Absent or null: there is no limit. */
  readonly budget?: Budget | null;
}

/** Most segments of a message, and what recipients are sent whose message takes more. */
export interface Budget {
  readonly atMost: number;
  /** The message all the same, nothing, or `shorter`. */
  readonly above: 'send' | 'leave-out' | 'shorten';
  /** A template of its own. Empty: not written yet; the message is sent all the same. */
  readonly shorter: string;
}

/** What a budget does to a list. Rows are counted from 0; -1: none. */
export interface BudgetCost {
  /** What is done: `Budget.above`, but 'send' while there is no shorter text. */
  readonly effect: Budget['above'];
  /** Recipients whose message is above the limit. */
  readonly above: number;
  readonly firstAbove: number;
  /** Of these, who is sent nothing. */
  readonly leftOut: number;
  /** Of these, whose shorter text is above the limit too. */
  readonly stillAbove: number;
  readonly firstStillAbove: number;
  /** Segments beyond the limit where the message is sent all the same; else those that are saved by not doing so. */
  readonly difference: Saved;
  /** Of the shorter text, over those who are sent it. */
  readonly emptyFields: ListCost['emptyFields'];
}

export interface OwnValue {
  readonly name: string;
  /** Cut where it is very long. */
  readonly value: string;
  /** It alone is a reason for UCS-2. */
  readonly isUcs2: boolean;
}

/** A recipient above the limit. */
export interface Concerned {
  readonly row: number;
  readonly number: string;
  /** Segments of the message. */
  readonly asked: number;
  /** Segments of what is sent; null: nothing is. */
  readonly sent: number | null;
  /** At most three: what is outside GSM-7 first, then the longest. */
  readonly values: readonly OwnValue[];
}

/** What the recipient is really sent, where that is not the message. */
export type Instead =
  | { readonly kind: 'shorter'; readonly rendered: RenderedMessage; readonly card: Look['card'] }
  | { readonly kind: 'nothing' };

export const PHONES = ['ios', 'android'] as const;
export type PhoneKind = (typeof PHONES)[number];
export type DeviceDestinations = Readonly<Record<PhoneKind, string>>;

/** Something in the template that GSM-7 does not have, and every place it stands in. */
export interface OffendingText {
  readonly text: string;
  readonly positions: readonly number[];
  /** What says the same within GSM-7; empty: leave it out. Null: nothing does. */
  readonly replacement: string | null;
}

export interface CheckedDestination {
  /** Position among the message's links. */
  readonly link: number;
  readonly url: string;
  readonly outcome: DestinationOutcome;
  /** The same of the addresses that phones of one kind go to; absent: none is given. */
  readonly devices: Readonly<Partial<Record<PhoneKind, DestinationOutcome>>>;
  /** Parameters of the address, or added to it, that browsers take off before the page sees them. */
  readonly stripped: readonly string[];
  /** The address as written, without them. */
  readonly clean: string;
}

/** One recipient's message and everything that can be said of the template without the list. */
export interface Look {
  readonly outline: TemplateOutline;
  /** The list's column for each field of the outline; -1: it has none. Empty without a list. */
  readonly fieldColumns: readonly number[];
  /** The other columns that go by the name of each. Empty without a list. */
  readonly fieldNamesakes: readonly (readonly number[])[];
  /** Merge fields as other tools write them. */
  readonly foreignTags: readonly ForeignTag[];
  readonly destinations: readonly CheckedDestination[];
  readonly offending: readonly OffendingText[];
  readonly rendered: RenderedMessage;
  /** Row shown; -1 while no list is loaded. */
  readonly index: number;
  /** The recipient's number, empty without a list. */
  readonly number: string;
  /** Segment borders of `rendered`, carried back to positions in the template. */
  readonly borders: readonly number[];
  /** Whether an iPhone draws a card for the link; if so, the host it names, unless the link is refused. */
  readonly card: { readonly card: LinkCard; readonly host: string };
  /** Phones know a short link by the ending of its host. False: one so rare that some may not. */
  readonly knownEnding: boolean;
  /** Under a budget. Null: the recipient is sent the message. */
  readonly instead: Instead | null;
}

/** What the recipients of one country cost. `country`: ISO 3166-1 alpha-2, empty where the number belongs to none. */
export interface CountryCost {
  readonly country: string;
  readonly recipients: number;
  readonly segments: number;
}

/** What the whole list costs, by what everybody is really sent. Rows are counted from 0 over the rows kept; -1: none. */
export interface ListCost {
  readonly recipients: number;
  readonly segmentsTotal: number;
  readonly recipientsBySegments: readonly number[];
  readonly ucs2: number;
  readonly firstUcs2: number;
  readonly longest: number;
  readonly longestPlan: SegmentPlan | null;
  /** Phone number of the recipient with the longest message. */
  readonly longestNumber: string;
  readonly shortest: number;
  /** Of the message itself, over those who are sent it. */
  readonly emptyFields: readonly { readonly name: string; readonly recipients: number; readonly first: number }[];
  /** Most recipients first. */
  readonly byCountry: readonly CountryCost[];
  /** Null: there is no limit. */
  readonly budget: BudgetCost | null;
}

/** Segments fewer, in all and by country. */
export interface Saved {
  readonly segments: number;
  readonly byCountry: readonly { readonly country: string; readonly segments: number }[];
}

/** What a column holds, over the recipients kept. Rows are counted from 0; -1: none. */
export interface ColumnSummary {
  readonly filled: number;
  readonly firstEmpty: number;
  /** Length in code units, as merge fields count it; the value is cut where it is very long. Null: all are empty. */
  readonly longest: {
    readonly row: number;
    readonly number: string;
    readonly length: number;
    readonly value: string;
  } | null;
}

/** Something in values of one column, as they stand in the file, that GSM-7 does not have. */
export interface OffendingValue {
  readonly column: number;
  readonly text: string;
  /** As in `OffendingText`. */
  readonly replacement: string | null;
  readonly recipients: number;
  /** Row of the first. */
  readonly first: number;
}

export interface ListSummary {
  /** Counts imports, so that an answer about an older list can be told apart. */
  readonly version: number;
  readonly fileName: string;
  readonly fileModifiedAtMs: number;
  /** Where numbers without a country code were taken to belong. */
  readonly country: string;
  readonly found: Found;
  readonly columns: readonly string[];
  readonly numberColumn: number;
  readonly numberReason: ColumnReason;
  readonly hasHeader: boolean;
  readonly size: number;
  /** Recipients with a value that was rewritten, or could be, to stay within GSM-7. */
  readonly plainable: number;
  readonly plainValues: boolean;
  /** Characters that were rewritten in values, where not all were. */
  readonly plainTexts: readonly string[];
  /** One a column. */
  readonly columnSummaries: readonly ColumnSummary[];
  /** Those of most recipients first, at most 100 of `offendingValuesTotal`. */
  readonly offendingValues: readonly OffendingValue[];
  readonly offendingValuesTotal: number;
  /** How the list was split into two halves; the first half's recipients come first then. Null: it was not. */
  readonly split: Seed | null;
  /** Both halves of a list that was split. */
  readonly halves: readonly { readonly size: number }[];
  readonly leftOutTotal: number;
  /** The first of those left out; the rest are in the engine, for the download. */
  readonly leftOut: readonly LeftOut[];
  readonly leftOutByProblem: Readonly<Partial<Record<RowProblem, number>>>;
  /** Where the numbers belong, most recipients first. */
  readonly countries: readonly { readonly country: string; readonly recipients: number }[];
  /** Recipients whose number is pointed out, by reason: all are kept. `first`: at most three. */
  readonly doubts: Readonly<
    Partial<Record<NumberDoubt, { readonly total: number; readonly first: readonly DoubtfulRow[] }>>
  >;
  /** Numbers passed over in cells that hold several. */
  readonly passedOver: number;
}

export interface DoubtfulRow {
  readonly line: number;
  /** As written. */
  readonly value: string;
  /** Digits with country code. */
  readonly number: number;
  /** The other reading of a number with two. */
  readonly other: number | null;
}

export type ImportFailure = SourceFailure | 'no-number-column';

export type ImportAnswer =
  | { readonly ok: true; readonly list: ListSummary }
  | ({ readonly ok: false; readonly columns: readonly string[] } & (
      | { readonly failure: ImportFailure; readonly question: null }
      | { readonly failure: null; readonly question: SourceQuestion | ColumnQuestion }
    ));

export interface ImportAsk {
  readonly file: File;
  /** What was said of how the file is written, and what of it is meant. */
  readonly choice?: Choice;
  /** Null: found by heading and content. */
  readonly numberColumn: number | null;
  /** ISO 3166-1 alpha-2: where numbers without a country code belong. */
  readonly country: string;
  /** Write every value within GSM-7 where it can be: Zoë as Zoe. */
  readonly plainValues: boolean;
  /** Else write these characters within GSM-7. */
  readonly plainTexts?: readonly string[];
  /** Split the list into two random halves. */
  readonly split?: Seed | null;
}

/**
 * For spreadsheets, Danish Excel (`;`, byte order mark) or others (`,`). Or the exact texts: for any gateway as CSV or JSON
 * lines that the core writes, or as one gateway documents it.
 */
export type ExportFormat = 'excel' | 'comma' | 'generic' | 'ndjson' | Gateway;

export interface ExportAsk extends Draft {
  readonly campaignId: string;
  /** Everyone has the same links: an aggregate campaign. */
  readonly sharedSlugs: boolean;
  readonly listVersion: number;
  /** As published: were it another number, the list would be another, or read otherwise. */
  readonly messages: number;
  readonly format: ExportFormat;
  /** Sender of every message, for gateways that take one. */
  readonly sender: string;
  /** Headings for the columns the core adds: message, segments, encoding. */
  readonly headings: readonly [message: string, segments: string, encoding: string];
  /** All columns of the list, or the number alone. */
  readonly allColumns: boolean;
}

export type ExportAnswer =
  | { readonly ok: true; readonly file: Blob; readonly messages: number }
  | {
      readonly ok: false;
      /** `detail` of 'field-missing': its name. */
      readonly failure: 'list-replaced' | 'values-changed' | 'field-missing' | 'refused' | 'offline';
      readonly detail: string;
    };

export interface PrintsAsk {
  readonly listVersion: number;
  /** The domain's list key in hex. Null: the fingerprints that browsers kept before the server did, without a key. */
  readonly secret: string | null;
  /** Of the halves that this draw makes too, however the list is split now. */
  readonly seed: Seed | null;
}

/** What a list is known by. */
export interface ListPrints {
  readonly rows: number;
  /** Of the numbers in the file's order. */
  readonly ordered: string;
  /** Of the numbers in ascending order; empty without a key. */
  readonly sorted: string;
  /** Both, or none if no draw was named. */
  readonly halves: readonly { readonly rows: number; readonly ordered: string }[];
}

export interface NumbersAsk {
  readonly listVersion: number;
  /** Rows of the list, or of one half of a list that was split. */
  readonly rows: readonly number[];
  readonly half: Half | null;
  readonly atMs: readonly number[];
  readonly headings: readonly [number: string, time: string];
}

/** Of a message for the checklist. */
export interface InspectAsk extends Draft {
  readonly index: number;
  readonly sender: string;
  /** As written; absent or empty: none is given. */
  readonly contact?: string;
}

/** What the checklist asks the core besides a look. */
export interface Inspection {
  readonly sender: SenderForm;
  /** Null: none is given. */
  readonly contact: ContactOutcome | null;
  /** Where the template says how to opt out with an answer; null: nowhere. */
  readonly instruction: OptOutInstruction | null;
  /** Addresses in the template that name an opt-out themselves, such as www.your-shop.com/unsubscribe. */
  readonly ownOptOuts: readonly string[];
  /** Hosts in the template that phones make tappable and the core does not shorten. */
  readonly overlooked: readonly FoundLink[];
  /** Where `https://` before an address is misspelled in the template. */
  readonly misspelled: readonly FoundLink[];
  /** What the borders of the recipient's message met, each with the place in the template. */
  readonly borders: readonly { readonly kind: BorderLoss['kind']; readonly at: number }[];
}

/** Of a campaign: what the countries of its recipients make of it. */
export interface NetworksAsk {
  /** As written. */
  readonly sender: string;
  /** Of the link domain; null: there is none. */
  readonly host: string | null;
  /** ISO 3166-1 alpha-2, each once; empty: a number belongs to none. */
  readonly countries: readonly string[];
  /** What was stated of registering senders and link domains, of other campaigns too. */
  readonly registrations: readonly RegistrationRow[];
  /** When the message arrives. */
  readonly atMs: number;
}

export interface Networks {
  /** The question's, without white space around it. */
  readonly sender: string;
  /** The question's, if networks ever meet it. */
  readonly host: string | null;
  /** A name close to the sender's that networks carry which take letters and digits alone; null: none is. */
  readonly plainName: string | null;
  /** Whether recipients in all countries can answer. */
  readonly takesAnswers: boolean;
  /** In the order of the question. */
  readonly countries: readonly CountryNetworks[];
}

export interface CountryNetworks {
  readonly country: string;
  /** Null: there is no sender. */
  readonly sender: { readonly registration: RegistrationState; readonly verdict: SenderVerdict } | null;
  /** Null: there is no link domain. */
  readonly links: { readonly registration: RegistrationState; readonly verdict: LinkVerdict } | null;
  /** The place farthest from the hours in which messages may come; null: everywhere is within them. */
  readonly quiet: QuietPlace | null;
  /** What networks want registered, whatever was stated of it. */
  readonly subjects: readonly Subject[];
}

export interface Calls {
  look: { ask: Draft & { readonly index: number }; answer: Look };
  /** A look, and what the checklist asks besides: one question for each letter written. */
  inspect: { ask: InspectAsk; answer: { readonly look: Look; readonly inspection: Inspection } };
  networks: { ask: NetworksAsk; answer: Networks };
  cost: { ask: Draft; answer: ListCost };
  /** Row of the first number that holds these digits, or -1. */
  findNumber: { ask: { readonly digits: string }; answer: number };
  importFile: { ask: ImportAsk; answer: ImportAnswer };
  forgetList: { ask: null; answer: null };
  /**
   * Segments saved over the list, or the draft's half of it, by writing all values, or some characters in them, within GSM-7: one number a choice.
   * Of lists with more than 100,000 recipients concerned the first so many are counted.
   */
  valueSavings: { ask: Draft & { readonly choices: readonly Rewriting[] }; answer: readonly Saved[] };
  exportMessages: { ask: ExportAsk; answer: ExportAnswer };
  /** The first recipient who is sent so many segments, limits included; -1: none. */
  findSegments: { ask: Draft & { readonly atLeast: number; readonly atMost: number }; answer: number };
  /** Null: another list is loaded. */
  listPrints: { ask: PrintsAsk; answer: ListPrints | null };
  /** Everybody above the draft's limit: number, segments of the message, and of what is sent instead; null: another list is loaded. */
  aboveCsv: {
    ask: Draft & {
      readonly listVersion: number;
      readonly headings: readonly [number: string, segments: string, sent: string];
    };
    answer: Blob | null;
  };
  /** The first 50 above the draft's limit: those that stay above it first, then those that take most. */
  concerned: { ask: Draft; answer: readonly Concerned[] };
  /** For each short link of a shorter text the message's link to the same place; -1: there is none. */
  shorterLinks: {
    ask: Pick<Draft, 'template' | 'options'> & { readonly shorter: string };
    answer: readonly number[];
  };
  /** Numbers of recipients with a time for each, such as opt-outs; null: another list is loaded. */
  numbersCsv: { ask: NumbersAsk; answer: Blob | null };
  /**
   * What a list of so many for each of two versions can show. `needed`: recipients for each, if the click rates are
   * `rate` and `rate` + `difference`. `smallest`: difference that `recipients` for each show, in steps of a tenth of a
   * percent; null: none.
   */
  sampleSize: {
    ask: { readonly rate: number; readonly difference: number; readonly recipients: number };
    answer: { readonly needed: number; readonly smallest: number | null };
  };
  leftOutCsv: { ask: { readonly separator: ',' | ';'; readonly headings: readonly string[] }; answer: Blob };
}

export type CallName = keyof Calls;

export type ToEngine =
  | { [K in CallName]: { readonly id: number; readonly call: K; readonly ask: Calls[K]['ask'] } }[CallName]
  | { readonly id: number; readonly call: 'cancel' };

export type FromEngine =
  | { readonly kind: 'ready'; readonly coreVersion: string }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };

export type { Encoding, ErrorName };
