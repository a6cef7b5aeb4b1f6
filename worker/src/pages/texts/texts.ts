/** What recipients read. One file a language, all of one shape; where a text names the sender, no name needs an ending. */

export interface Texts {
  /** The language by its own name, for the switch. */
  readonly name: string;
  readonly languages: string;

  /** `sender` arrives escaped where it stands in HTML; empty where nobody is named. */
  readonly ask: (sender: string) => string;
  readonly explain: string;
  readonly confirm: string;
  readonly done: string;
  readonly doneExplain: (sender: string) => string;
  /** Where an opt-out is of one list: the way to all. */
  readonly all: (sender: string) => string;
  readonly undo: string;
  /** For whoever opted out by another link than the opt-out link. */
  readonly undoByLink: string;
  readonly undone: string;
  readonly undoneExplain: (sender: string) => string;
  readonly failed: string;
  readonly notSaved: string;
  readonly failedReply: string;
  readonly failedContact: string;
  readonly tryAgain: string;

  /** Where the page cannot opt anybody out. */
  readonly howTo: string;
  readonly sameForAll: string;
  readonly noOptOutLink: string;
  /** With the keyword that is best known where the language is spoken (core/data/country-profiles.json). */
  readonly reply: string;
  readonly contact: (sender: string) => string;
  /** Links to a telephone number, an e-mail address, a form. */
  readonly call: (number: string) => string;
  readonly write: (address: string) => string;
  readonly form: (address: string) => string;

  /** `/stop` */
  readonly stopTitle: string;
  readonly stopExplain: string;
  readonly stopReply: string;
  readonly stopLabel: string;
  readonly stopHint: string;
  readonly stopSubmit: string;
  readonly stopNotFound: string;

  /** Links that lead nowhere, now or for good. */
  readonly lost: string;
  readonly lostExplain: string;
  readonly wantOut: string;
  readonly toStop: string;
  readonly expired: string;
  readonly expiredExplain: string;
  readonly busy: string;
  readonly busyExplain: string;
  readonly front: string;
}
