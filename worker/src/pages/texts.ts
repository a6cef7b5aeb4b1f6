/** What recipients read, in the two languages. `sender` arrives escaped; empty where the campaign names none. */
import type { Language } from './layout.ts';

export interface Texts {
  readonly ask: (sender: string) => string;
  readonly explain: string;
  readonly confirm: string;
  readonly done: string;
  readonly doneExplain: (sender: string) => string;
  readonly undo: string;
  readonly undone: string;
  readonly undoneExplain: (sender: string) => string;
  readonly failed: string;
  readonly failedExplain: string;
  readonly tryAgain: string;
  readonly unknownTitle: string;
  readonly unknownExplain: (sender: string) => string;
  readonly stopTitle: string;
  readonly stopExplain: string;
  readonly stopReply: string;
  readonly stopLabel: string;
  readonly stopHint: string;
  readonly stopSubmit: string;
  readonly stopNotFound: string;
}

const from = (preposition: string, sender: string) => (sender === '' ? '' : ` ${preposition} ${sender}`);

export const texts: Readonly<Record<Language, Texts>> = {
  da: {
    ask: (sender) => `Afmeld SMS‑beskeder${from('fra', sender)}?`,
    explain: 'Tryk på knappen, så er du afmeldt. Intet er ændret endnu.',
    confirm: 'Afmeld mig',
    done: 'Du er afmeldt',
    doneExplain: (sender) =>
      `Vi har noteret, at du ikke vil have flere SMS-beskeder${from('fra', sender)}. Du kan lukke siden.`,
    undo: 'Fortryd afmelding',
    undone: 'Afmeldingen er fortrudt',
    undoneExplain: (sender) => `Du får fortsat SMS-beskeder${from('fra', sender)}.`,
    failed: 'Det lykkedes ikke',
    failedExplain: 'Dit valg er ikke gemt endnu. Prøv igen om et øjeblik, eller svar STOP på beskeden.',
    tryAgain: 'Prøv igen',
    unknownTitle: 'Sådan afmelder du',
    unknownExplain: (sender) =>
      `Linket er det samme for alle, så det kan ikke vise, hvem du er. Svar STOP på beskeden, eller kontakt ${sender === '' ? 'afsenderen' : sender} direkte.`,
    stopTitle: 'Afmeld SMS‑beskeder',
    stopExplain: 'Kopiér linket fra beskeden, og sæt det ind her. Så finder vi din afmelding.',
    stopReply: 'Har du ikke linket? Svar STOP på beskeden, eller kontakt afsenderen.',
    stopLabel: 'Link fra beskeden',
    stopHint: 'Mellemrum og punktum efter linket gør ikke noget.',
    stopSubmit: 'Find min afmelding',
    stopNotFound: 'Vi kender ikke det link. Se efter, om hele linket er kommet med.',
  },
  en: {
    ask: (sender) => `Stop text messages${from('from', sender)}?`,
    explain: 'Press the button to unsubscribe. Nothing has changed yet.',
    confirm: 'Unsubscribe me',
    done: 'You are unsubscribed',
    doneExplain: (sender) =>
      `We have noted that you want no more text messages${from('from', sender)}. You can close this page.`,
    undo: 'Undo',
    undone: 'You are subscribed again',
    undoneExplain: (sender) => `You will keep receiving text messages${from('from', sender)}.`,
    failed: 'That did not work',
    failedExplain: 'Your choice is not saved yet. Try again in a moment, or reply STOP to the message.',
    tryAgain: 'Try again',
    unknownTitle: 'How to unsubscribe',
    unknownExplain: (sender) =>
      `This link is the same for everyone, so it cannot tell who you are. Reply STOP to the message, or contact ${sender === '' ? 'the sender' : sender} directly.`,
    stopTitle: 'Stop text messages',
    stopExplain: 'Copy the link from the message and paste it here. We will find your opt-out.',
    stopReply: 'No link? Reply STOP to the message, or contact the sender.',
    stopLabel: 'Link from the message',
    stopHint: 'Spaces and a full stop after the link do no harm.',
    stopSubmit: 'Find my opt-out',
    stopNotFound: 'We do not know that link. Check that the whole link was copied.',
  },
};
