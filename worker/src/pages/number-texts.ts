/** What `/stop` says to those who write their number; loaded where a domain has that. The rest of its words: `texts/`. */
import type { Language } from './languages.ts';

export interface NumberTexts {
  readonly title: string;
  readonly explain: string;
  readonly label: string;
  readonly submit: string;
  readonly bad: (example: string) => string;
  readonly sentTitle: string;
  readonly sent: (number: string) => string;
  readonly sentHint: string;
  readonly notSent: string;
  readonly old: string;
  /** The text message, with the link at its end. */
  readonly message: (sender: string, link: string) => string;
}

export const numberTexts: Readonly<Record<Language, NumberTexts>> = {
  da: {
    title: 'Eller med dit telefonnummer',
    explain: 'Skriv dit nummer, så sender vi et link, du afmelder dig med. Ingen andre end du kan bruge det.',
    label: 'Dit telefonnummer',
    submit: 'Send mig et link',
    bad: (example) => `Det er ikke et telefonnummer. Skriv det f.eks. som ${example}.`,
    sentTitle: 'Se i dine beskeder',
    sent: (number) => `Vi har sendt et link til ${number}. Åbn det, og tryk på knappen: først da er du afmeldt.`,
    sentHint: 'Kommer det ikke inden for ti minutter, så se efter, om nummeret er rigtigt.',
    notSent: 'Vi kan ikke sende et link lige nu. Prøv igen senere.',
    old: 'Linket gælder ikke længere. Bed om et nyt.',
    message: (sender, link) => `Vil du afmelde SMS-beskeder${sender && ` fra ${sender}`}? Bekræft her: ${link}`,
  },
  de: {
    title: 'Oder mit Ihrer Telefonnummer',
    explain: 'Geben Sie Ihre Nummer ein, dann senden wir einen Link zum Abbestellen. Niemand sonst kann ihn benutzen.',
    label: 'Ihre Telefonnummer',
    submit: 'Link senden',
    bad: (example) => `Das ist keine Telefonnummer. Schreiben Sie sie z. B. so: ${example}.`,
    sentTitle: 'Sehen Sie in Ihren Nachrichten nach',
    sent: (number) =>
      `Wir haben einen Link an ${number} gesendet. Öffnen Sie ihn und drücken Sie den Knopf: erst dann sind Sie abgemeldet.`,
    sentHint: 'Kommt er nicht innerhalb von zehn Minuten, prüfen Sie bitte, ob die Nummer stimmt.',
    notSent: 'Wir können gerade keinen Link senden. Bitte versuchen Sie es später noch einmal.',
    old: 'Der Link gilt nicht mehr. Fordern Sie einen neuen an.',
    message: (sender, link) => `SMS${sender && ` von ${sender}`} abbestellen? Hier bestätigen: ${link}`,
  },
  en: {
    title: 'Or with your phone number',
    explain: 'Write your number, and we send a link to opt out with. Nobody but you can use it.',
    label: 'Your phone number',
    submit: 'Send me a link',
    bad: (example) => `That is no phone number. Write it like ${example}.`,
    sentTitle: 'Look at your messages',
    sent: (number) => `We have sent a link to ${number}. Open it and press the button: only then are you opted out.`,
    sentHint: 'If it has not come within ten minutes, check that the number is right.',
    notSent: 'We cannot send a link right now. Please try again later.',
    old: 'The link is no longer valid. Ask for a new one.',
    message: (sender, link) => `Opt out of texts${sender && ` from ${sender}`}? Confirm here: ${link}`,
  },
  es: {
    title: 'O con tu número de teléfono',
    explain: 'Escribe tu número y te enviamos un enlace para darte de baja. Nadie más puede usarlo.',
    label: 'Tu número de teléfono',
    submit: 'Enviarme un enlace',
    bad: (example) => `No es un número de teléfono. Escríbelo así: ${example}.`,
    sentTitle: 'Mira tus mensajes',
    sent: (number) => `Hemos enviado un enlace a ${number}. Ábrelo y pulsa el botón: solo entonces estarás de baja.`,
    sentHint: 'Si no llega en diez minutos, comprueba que el número sea correcto.',
    notSent: 'Ahora no podemos enviar un enlace. Inténtalo más tarde.',
    old: 'El enlace ya no es válido. Pide uno nuevo.',
    message: (sender, link) => `¿Dejar de recibir SMS${sender && ` de ${sender}`}? Confirma aquí: ${link}`,
  },
  fi: {
    title: 'Tai puhelinnumerollasi',
    explain: 'Kirjoita numerosi, niin lähetämme linkin, jolla perut viestit. Kukaan muu ei voi käyttää sitä.',
    label: 'Puhelinnumerosi',
    submit: 'Lähetä linkki',
    bad: (example) => `Tämä ei ole puhelinnumero. Kirjoita se näin: ${example}.`,
    sentTitle: 'Katso viestejäsi',
    sent: (number) =>
      `Lähetimme linkin numeroon ${number}. Avaa se ja paina painiketta: vasta sitten viestit on peruttu.`,
    sentHint: 'Jos linkki ei tule kymmenessä minuutissa, tarkista numero.',
    notSent: 'Emme voi juuri nyt lähettää linkkiä. Yritä myöhemmin uudelleen.',
    old: 'Linkki ei ole enää voimassa. Pyydä uusi.',
    message: (sender, link) => `Perutaanko tekstiviestit${sender && ` (${sender})`}? Vahvista: ${link}`,
  },
  fr: {
    title: 'Ou avec votre numéro de téléphone',
    explain: 'Écrivez votre numéro : nous envoyons un lien pour vous désabonner. Personne d’autre ne peut l’utiliser.',
    label: 'Votre numéro de téléphone',
    submit: 'M’envoyer un lien',
    bad: (example) => `Ce n’est pas un numéro de téléphone. Écrivez-le ainsi : ${example}.`,
    sentTitle: 'Regardez vos messages',
    sent: (number) =>
      `Nous avons envoyé un lien au ${number}. Ouvrez-le et appuyez sur le bouton : alors seulement vous êtes désabonné.`,
    sentHint: 'S’il n’arrive pas dans les dix minutes, vérifiez que le numéro est juste.',
    notSent: 'Nous ne pouvons pas envoyer de lien pour le moment. Réessayez plus tard.',
    old: 'Le lien n’est plus valable. Demandez-en un nouveau.',
    message: (sender, link) => `Ne plus recevoir de SMS${sender && ` de ${sender}`} ? Confirmez ici : ${link}`,
  },
  is: {
    title: 'Eða með símanúmerinu þínu',
    explain: 'Skrifaðu númerið þitt og við sendum tengil til að afskrá þig. Enginn annar getur notað hann.',
    label: 'Símanúmerið þitt',
    submit: 'Senda mér tengil',
    bad: (example) => `Þetta er ekki símanúmer. Skrifaðu það svona: ${example}.`,
    sentTitle: 'Skoðaðu skilaboðin þín',
    sent: (number) => `Við sendum tengil á ${number}. Opnaðu hann og ýttu á hnappinn: þá fyrst ertu afskráð(ur).`,
    sentHint: 'Ef hann berst ekki innan tíu mínútna skaltu athuga hvort númerið sé rétt.',
    notSent: 'Við getum ekki sent tengil núna. Reyndu aftur síðar.',
    old: 'Tengillinn gildir ekki lengur. Biddu um nýjan.',
    message: (sender, link) => `Hætta að fá SMS${sender && ` frá ${sender}`}? Staðfestu hér: ${link}`,
  },
  it: {
    title: 'O con il tuo numero di telefono',
    explain: 'Scrivi il tuo numero e ti inviamo un link per annullare l’iscrizione. Nessun altro può usarlo.',
    label: 'Il tuo numero di telefono',
    submit: 'Inviami un link',
    bad: (example) => `Non è un numero di telefono. Scrivilo così: ${example}.`,
    sentTitle: 'Guarda i tuoi messaggi',
    sent: (number) =>
      `Abbiamo inviato un link a ${number}. Aprilo e premi il pulsante: solo allora l’iscrizione è annullata.`,
    sentHint: 'Se non arriva entro dieci minuti, controlla che il numero sia giusto.',
    notSent: 'Ora non possiamo inviare un link. Riprova più tardi.',
    old: 'Il link non è più valido. Chiedine uno nuovo.',
    message: (sender, link) => `Non vuoi più SMS${sender && ` da ${sender}`}? Conferma qui: ${link}`,
  },
  nb: {
    title: 'Eller med telefonnummeret ditt',
    explain: 'Skriv nummeret ditt, så sender vi en lenke du melder deg av med. Ingen andre enn du kan bruke den.',
    label: 'Telefonnummeret ditt',
    submit: 'Send meg en lenke',
    bad: (example) => `Det er ikke et telefonnummer. Skriv det for eksempel som ${example}.`,
    sentTitle: 'Se i meldingene dine',
    sent: (number) => `Vi har sendt en lenke til ${number}. Åpne den, og trykk på knappen: først da er du meldt av.`,
    sentHint: 'Kommer den ikke innen ti minutter, så sjekk at nummeret er riktig.',
    notSent: 'Vi kan ikke sende en lenke akkurat nå. Prøv igjen senere.',
    old: 'Lenken gjelder ikke lenger. Be om en ny.',
    message: (sender, link) => `Vil du melde deg av SMS${sender && ` fra ${sender}`}? Bekreft her: ${link}`,
  },
  nl: {
    title: 'Of met je telefoonnummer',
    explain: 'Schrijf je nummer op, dan sturen we een link om je af te melden. Niemand anders kan die gebruiken.',
    label: 'Je telefoonnummer',
    submit: 'Stuur me een link',
    bad: (example) => `Dat is geen telefoonnummer. Schrijf het zo: ${example}.`,
    sentTitle: 'Kijk in je berichten',
    sent: (number) =>
      `We hebben een link gestuurd naar ${number}. Open hem en druk op de knop: pas dan ben je afgemeld.`,
    sentHint: 'Komt hij niet binnen tien minuten, kijk dan of het nummer klopt.',
    notSent: 'We kunnen nu geen link sturen. Probeer het later opnieuw.',
    old: 'De link geldt niet meer. Vraag een nieuwe aan.',
    message: (sender, link) => `Geen sms meer${sender && ` van ${sender}`}? Bevestig hier: ${link}`,
  },
  pl: {
    title: 'Albo numerem telefonu',
    explain: 'Wpisz swój numer, a wyślemy link do rezygnacji. Nikt inny nie może go użyć.',
    label: 'Twój numer telefonu',
    submit: 'Wyślij mi link',
    bad: (example) => `To nie jest numer telefonu. Napisz go tak: ${example}.`,
    sentTitle: 'Sprawdź wiadomości',
    sent: (number) =>
      `Wysłaliśmy link na numer ${number}. Otwórz go i naciśnij przycisk: dopiero wtedy rezygnacja działa.`,
    sentHint: 'Jeśli nie przyjdzie w ciągu dziesięciu minut, sprawdź, czy numer jest poprawny.',
    notSent: 'Nie możemy teraz wysłać linku. Spróbuj później.',
    old: 'Link stracił ważność. Poproś o nowy.',
    message: (sender, link) => `Rezygnacja z SMS${sender && ` od ${sender}`}? Potwierdź tutaj: ${link}`,
  },
  pt: {
    title: 'Ou com o seu número de telefone',
    explain: 'Escreva o seu número e enviamos um link para cancelar. Mais ninguém o pode usar.',
    label: 'O seu número de telefone',
    submit: 'Enviar-me um link',
    bad: (example) => `Isso não é um número de telefone. Escreva-o assim: ${example}.`,
    sentTitle: 'Veja as suas mensagens',
    sent: (number) => `Enviámos um link para ${number}. Abra-o e prima o botão: só então fica cancelado.`,
    sentHint: 'Se não chegar em dez minutos, confirme se o número está certo.',
    notSent: 'Não conseguimos enviar um link agora. Tente mais tarde.',
    old: 'O link já não é válido. Peça um novo.',
    message: (sender, link) => `Cancelar SMS${sender && ` de ${sender}`}? Confirme aqui: ${link}`,
  },
  sv: {
    title: 'Eller med ditt telefonnummer',
    explain: 'Skriv ditt nummer, så skickar vi en länk som du avregistrerar dig med. Ingen annan kan använda den.',
    label: 'Ditt telefonnummer',
    submit: 'Skicka en länk',
    bad: (example) => `Det är inget telefonnummer. Skriv det till exempel som ${example}.`,
    sentTitle: 'Titta bland dina meddelanden',
    sent: (number) =>
      `Vi har skickat en länk till ${number}. Öppna den och tryck på knappen: först då är du avregistrerad.`,
    sentHint: 'Kommer den inte inom tio minuter, kontrollera att numret är rätt.',
    notSent: 'Vi kan inte skicka en länk just nu. Försök igen senare.',
    old: 'Länken gäller inte längre. Be om en ny.',
    message: (sender, link) => `Vill du slippa SMS${sender && ` från ${sender}`}? Bekräfta här: ${link}`,
  },
};
