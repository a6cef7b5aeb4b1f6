import type { Texts } from './texts.ts';

const from = (sender: string) => (sender === '' ? '' : ` frá sendandanum ${sender}`);

export const is: Texts = {
  name: 'Íslenska',
  languages: 'Tungumál',
  ask: (sender) => `Hætta að fá SMS‑skilaboð${from(sender)}?`,
  explain: 'Ýttu á hnappinn til að afskrá þig. Engu hefur verið breytt enn.',
  confirm: 'Afskrá mig',
  done: 'Afskráning staðfest',
  doneExplain: (sender) =>
    `Við höfum skráð að þú viljir ekki fleiri SMS‑skilaboð${from(sender)}. Þú mátt loka síðunni.`,
  all: (sender) => `Hætta að fá öll SMS‑skilaboð${from(sender)}`,
  undo: 'Afturkalla afskráningu',
  undoByLink:
    'Ef þér snýst hugur skaltu opna afskráningartengilinn í skilaboðunum. Aðeins þar er hægt að afturkalla afskráninguna.',
  undone: 'Afskráningin hefur verið afturkölluð',
  undoneExplain: (sender) => `Þú færð áfram SMS‑skilaboð${from(sender)}.`,
  failed: 'Þetta tókst ekki',
  notSaved: 'Val þitt hefur ekki verið vistað enn. Reyndu aftur eftir smástund.',
  failedReply: 'Ef það hjálpar ekki skaltu svara skilaboðunum með STOP.',
  failedContact: 'Ef það hjálpar ekki skaltu hafa samband við sendandann:',
  tryAgain: 'Reyna aftur',
  howTo: 'Svona afskráir þú þig',
  sameForAll: 'Tengillinn er sá sami fyrir alla og sýnir því ekki hver þú ert.',
  noOptOutLink: 'Enginn afskráningartengill er í skilaboðunum.',
  reply: 'Svaraðu skilaboðunum með STOP.',
  contact: (sender) =>
    `Hafðu samband við ${sender === '' ? 'sendandann' : `sendandann ${sender}`} og biddu um afskráningu.`,
  call: (number) => `Hringdu í ${number}`,
  write: (address) => `Skrifaðu á ${address}`,
  form: (address) => `Hafa samband: ${address}`,
  stopTitle: 'Hætta að fá SMS‑skilaboð',
  stopExplain: 'Afritaðu tengilinn úr skilaboðunum og límdu hann hér. Þá finnum við afskráninguna þína.',
  stopReply:
    'Ertu ekki með tengilinn? Ef skilaboðin koma úr símanúmeri geturðu svarað þeim með STOP. Nafn getur ekki tekið við svörum: hafðu þá samband við sendandann.',
  stopLabel: 'Tengill úr skilaboðunum',
  stopHint: 'Bil og punktar á eftir tenglinum skipta engu.',
  stopSubmit: 'Finna afskráninguna mína',
  stopNotFound: 'Við þekkjum ekki þennan tengil. Athugaðu hvort allur tengillinn hafi fylgt með.',
  lost: 'Tengillinn er ekki til',
  lostExplain: 'Athugaðu hvort allur tengillinn úr skilaboðunum hafi fylgt með.',
  wantOut: 'Viltu hætta að fá SMS‑skilaboð?',
  toStop: 'Fara í afskráningu',
  expired: 'Tengillinn er útrunninn',
  expiredExplain: 'Skilaboðin sem hann var í gilda ekki lengur.',
  busy: 'Reyndu aftur eftir smástund',
  busyExplain: 'Við getum ekki flett tenglinum upp núna.',
  front: 'Hér búa tenglar úr SMS‑skilaboðum.',
};
