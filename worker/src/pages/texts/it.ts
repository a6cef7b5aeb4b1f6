import type { Texts } from './texts.ts';

const from = (sender: string) => (sender === '' ? '' : ` da ${sender}`);

export const it: Texts = {
  name: 'Italiano',
  languages: 'Lingua',
  ask: (sender) => `Vuole smettere di ricevere SMS${from(sender)}?`,
  explain: 'Prema il pulsante per annullare l’iscrizione. Non è ancora cambiato nulla.',
  confirm: 'Annulla iscrizione',
  done: 'Iscrizione annullata',
  doneExplain: (sender) =>
    `Abbiamo registrato che non desidera più ricevere SMS${from(sender)}. Può chiudere questa pagina.`,
  undo: 'Ripristina l’iscrizione',
  undoByLink:
    'Se cambia idea, apra il link di annullamento contenuto nel messaggio. L’iscrizione può essere ripristinata solo da lì.',
  undone: 'Iscrizione ripristinata',
  undoneExplain: (sender) => `Continuerà a ricevere SMS${from(sender)}.`,
  failed: 'Non ha funzionato',
  notSaved: 'La Sua scelta non è ancora stata salvata. Riprovi tra un attimo.',
  failedReply: 'Se non basta, risponda STOP al messaggio.',
  failedContact: 'Se non basta, contatti il mittente:',
  tryAgain: 'Riprova',
  howTo: 'Come annullare l’iscrizione',
  sameForAll: 'Il link è uguale per tutti, quindi non permette di sapere chi è Lei.',
  noOptOutLink: 'Il messaggio non contiene un link di annullamento.',
  reply: 'Risponda STOP al messaggio.',
  contact: (sender) => `Contatti ${sender === '' ? 'il mittente' : sender} e chieda di annullare l’iscrizione.`,
  call: (number) => `Telefono: ${number}`,
  write: (address) => `E‑mail: ${address}`,
  form: (address) => `Modulo di contatto: ${address}`,
  stopTitle: 'Smettere di ricevere SMS',
  stopExplain: 'Copi il link dal messaggio e lo incolli qui. Troveremo la Sua iscrizione.',
  stopReply:
    'Non ha il link? Se il messaggio arriva da un numero di telefono, può rispondere STOP. Un nome non può ricevere risposte: in tal caso contatti il mittente.',
  stopLabel: 'Link del messaggio',
  stopHint: 'Gli spazi e il punto dopo il link non contano.',
  stopSubmit: 'Trova la mia iscrizione',
  stopNotFound: 'Non conosciamo questo link. Controlli di averlo copiato per intero.',
  lost: 'Link non trovato',
  lostExplain: 'Controlli che il link del messaggio sia stato copiato per intero.',
  wantOut: 'Non vuole più ricevere SMS?',
  toStop: 'Annulla l’iscrizione',
  expired: 'Il link è scaduto',
  expiredExplain: 'Il messaggio in cui si trovava non è più valido.',
  busy: 'Riprovi tra un attimo',
  busyExplain: 'Al momento non riusciamo a cercare questo link.',
  front: 'Questo indirizzo serve per i link inviati via SMS.',
};
