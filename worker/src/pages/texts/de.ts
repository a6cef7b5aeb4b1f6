import type { Texts } from './texts.ts';

const from = (sender: string) => (sender === '' ? '' : ` von ${sender}`);

export const de: Texts = {
  name: 'Deutsch',
  languages: 'Sprache',
  ask: (sender) => `SMS${from(sender)} abbestellen?`,
  explain: 'Tippen Sie auf die Schaltfläche, um sich abzumelden. Noch ist nichts geändert.',
  confirm: 'Abmelden',
  done: 'Sie sind abgemeldet',
  doneExplain: (sender) =>
    `Wir haben vermerkt, dass Sie keine SMS${from(sender)} mehr erhalten möchten. Sie können die Seite schließen.`,
  all: (sender) => `Alle SMS${from(sender)} abbestellen`,
  undo: 'Abmeldung rückgängig machen',
  undoByLink:
    'Wenn Sie es sich anders überlegen, öffnen Sie den Abmeldelink in der Nachricht. Nur dort lässt sich die Abmeldung rückgängig machen.',
  undone: 'Die Abmeldung ist rückgängig gemacht',
  undoneExplain: (sender) => `Sie erhalten weiterhin SMS${from(sender)}.`,
  failed: 'Das hat nicht geklappt',
  notSaved: 'Ihre Auswahl ist noch nicht gespeichert. Versuchen Sie es gleich noch einmal.',
  failedReply: 'Wenn das nicht hilft, antworten Sie mit STOP auf die Nachricht.',
  failedContact: 'Wenn das nicht hilft, wenden Sie sich an den Absender:',
  tryAgain: 'Noch einmal versuchen',
  howTo: 'So melden Sie sich ab',
  sameForAll: 'Der Link ist für alle gleich und zeigt deshalb nicht, wer Sie sind.',
  noOptOutLink: 'Die Nachricht enthält keinen Abmeldelink.',
  reply: 'Antworten Sie mit STOP auf die Nachricht.',
  contact: (sender) =>
    `Wenden Sie sich an ${sender === '' ? 'den Absender' : sender} und bitten Sie darum, abgemeldet zu werden.`,
  call: (number) => `${number} anrufen`,
  write: (address) => `An ${address} schreiben`,
  form: (address) => `Kontaktformular: ${address}`,
  stopTitle: 'SMS abbestellen',
  stopExplain: 'Kopieren Sie den Link aus der Nachricht und fügen Sie ihn hier ein. Dann finden wir Ihre Abmeldung.',
  stopReply:
    'Sie haben den Link nicht? Kommt die Nachricht von einer Telefonnummer, können Sie mit STOP darauf antworten. Ein Name kann keine Antworten empfangen: Wenden Sie sich dann an den Absender.',
  stopLabel: 'Link aus der Nachricht',
  stopHint: 'Leerzeichen und ein Punkt nach dem Link stören nicht.',
  stopSubmit: 'Meine Abmeldung finden',
  stopNotFound: 'Diesen Link kennen wir nicht. Prüfen Sie, ob der ganze Link kopiert wurde.',
  lost: 'Link nicht gefunden',
  lostExplain: 'Prüfen Sie, ob der ganze Link aus der Nachricht übernommen wurde.',
  wantOut: 'Möchten Sie keine SMS mehr erhalten?',
  toStop: 'Zur Abmeldung',
  expired: 'Der Link ist abgelaufen',
  expiredExplain: 'Die Nachricht, in der er stand, gilt nicht mehr.',
  busy: 'Versuchen Sie es gleich noch einmal',
  busyExplain: 'Wir können den Link gerade nicht nachschlagen.',
  front: 'Hier sind Links aus SMS zu Hause.',
};
