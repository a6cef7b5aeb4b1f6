/** What `/stop` says to those who write their number; loaded where a domain has that. The rest of its words: `texts/`. */
import type { Language } from './languages.ts';

export interface NumberTexts {
  readonly title: string;
  readonly explain: string;
  readonly label: string;
  readonly submit: string;
  /** No text message can be sent to it. */
  readonly bad: (example: string) => string;
  readonly sentTitle: string;
  readonly sent: (number: string) => string;
  readonly sentHint: string;
  readonly notSent: string;
  /** Of the link that was sent. */
  readonly old: string;
  readonly oldAgain: string;
  /** Whoever said STOP to everybody cannot take that back on one domain's page. */
  readonly everywhere: string;
  /** Where a link opts nobody out: leads here. */
  readonly instead: string;
  /** The text message, with the link at its end. */
  readonly message: (sender: string, link: string) => string;
}

export const numberTexts: Readonly<Record<Language, NumberTexts>> = {
  da: {
    title: 'Eller med dit telefonnummer',
    explain: 'Skriv dit nummer, så får du en SMS med et link at afmelde dig med. Andre kan ikke afmelde dig.',
    label: 'Dit telefonnummer',
    submit: 'Send mig et link',
    bad: (example) => `Det ligner ikke et mobilnummer. Skriv det f.eks. som ${example}.`,
    sentTitle: 'Tjek dine beskeder',
    sent: (number) => `Vi har sendt et link til ${number}. Åbn det, og tryk på knappen: først da er du afmeldt.`,
    sentHint: 'Kommer det ikke inden for ti minutter, så se efter, om nummeret er rigtigt.',
    notSent: 'Vi kan ikke sende et link lige nu. Prøv igen senere.',
    old: 'Linket er udløbet, eller det er ikke kommet helt med.',
    oldAgain: 'Du kan få et nyt herunder.',
    everywhere:
      'Du har sagt nej til alle vores beskeder, f.eks. ved at svare STOP. Vil du have dem igen, så svar START, eller kontakt afsenderen.',
    instead: 'Afmeld med dit telefonnummer',
    message: (sender, link) => `Vil du afmelde SMS-beskeder${sender && ` fra ${sender}`}? Bekræft her: ${link}`,
  },
  de: {
    title: 'Oder mit Ihrer Telefonnummer',
    explain:
      'Geben Sie Ihre Nummer ein, dann erhalten Sie eine SMS mit einem Link zum Abmelden. Niemand sonst kann Sie abmelden.',
    label: 'Ihre Telefonnummer',
    submit: 'Link senden',
    bad: (example) => `Das sieht nicht nach einer Handynummer aus. Schreiben Sie sie z.\u00a0B. so: ${example}.`,
    sentTitle: 'Sehen Sie in Ihren Nachrichten nach',
    sent: (number) =>
      `Wir haben einen Link an ${number} gesendet. Öffnen Sie ihn und tippen Sie auf die Schaltfläche: Erst dann sind Sie abgemeldet.`,
    sentHint: 'Kommt er nicht innerhalb von zehn Minuten, prüfen Sie bitte, ob die Nummer stimmt.',
    notSent: 'Wir können gerade keinen Link senden. Bitte versuchen Sie es später noch einmal.',
    old: 'Der Link ist abgelaufen oder unvollständig.',
    oldAgain: 'Unten können Sie einen neuen anfordern.',
    everywhere:
      'Sie haben alle unsere Nachrichten abbestellt, z.\u00a0B. mit der Antwort STOP. Möchten Sie sie wieder erhalten, antworten Sie mit START oder wenden Sie sich an den Absender.',
    instead: 'Mit der Telefonnummer abmelden',
    message: (sender, link) => `SMS${sender && ` von ${sender}`} abbestellen? Hier bestätigen: ${link}`,
  },
  en: {
    title: 'Or with your phone number',
    explain:
      'Enter your number, and you get a text message with a link to unsubscribe with. Nobody else can unsubscribe you.',
    label: 'Your phone number',
    submit: 'Send me a link',
    bad: (example) => `That does not look like a mobile number. Write it like ${example}.`,
    sentTitle: 'Check your messages',
    sent: (number) => `We have sent a link to ${number}. Open it and press the button: only then are you unsubscribed.`,
    sentHint: 'If it has not come within ten minutes, check that the number is right.',
    notSent: 'We cannot send a link right now. Please try again later.',
    old: 'The link has expired, or part of it is missing.',
    oldAgain: 'You can get a new one below.',
    everywhere:
      'You have said no to all our messages, for example by replying STOP. If you want them again, reply START or contact the sender.',
    instead: 'Unsubscribe with your phone number',
    message: (sender, link) => `Stop text messages${sender && ` from ${sender}`}? Confirm here: ${link}`,
  },
  es: {
    title: 'O con su número de teléfono',
    explain: 'Escriba su número y recibirá un SMS con un enlace para darse de baja. Nadie más puede hacerlo por usted.',
    label: 'Su número de teléfono',
    submit: 'Enviarme un enlace',
    bad: (example) => `No parece un número de móvil. Escríbalo así: ${example}.`,
    sentTitle: 'Mire sus mensajes',
    sent: (number) =>
      `Hemos enviado un enlace al ${number}. Ábralo y pulse el botón: solo entonces quedará confirmada la baja.`,
    sentHint: 'Si no llega en diez minutos, compruebe que el número sea correcto.',
    notSent: 'Ahora no podemos enviar un enlace. Inténtelo más tarde.',
    old: 'El enlace ha caducado o no está completo.',
    oldAgain: 'Puede pedir uno nuevo más abajo.',
    everywhere:
      'Ha rechazado todos nuestros mensajes, por ejemplo respondiendo STOP. Si quiere recibirlos de nuevo, responda START o póngase en contacto con el remitente.',
    instead: 'Darse de baja con el número de teléfono',
    message: (sender, link) => `¿Dejar de recibir SMS${sender && ` de ${sender}`}? Confirme aquí: ${link}`,
  },
  fi: {
    title: 'Tai puhelinnumerollasi',
    explain:
      'Kirjoita numerosi, niin saat tekstiviestillä linkin, jolla perut viestit. Kukaan muu ei voi perua niitä puolestasi.',
    label: 'Puhelinnumerosi',
    submit: 'Lähetä linkki',
    bad: (example) => `Tämä ei näytä matkapuhelinnumerolta. Kirjoita se näin: ${example}.`,
    sentTitle: 'Katso viestisi',
    sent: (number) =>
      `Lähetimme linkin numeroon ${number}. Avaa se ja paina painiketta: vasta sitten viestit on peruttu.`,
    sentHint: 'Jos linkki ei tule kymmenessä minuutissa, tarkista numero.',
    notSent: 'Emme voi juuri nyt lähettää linkkiä. Yritä myöhemmin uudelleen.',
    old: 'Linkki on vanhentunut tai osa siitä puuttuu.',
    oldAgain: 'Voit pyytää uuden alla.',
    everywhere:
      'Olet kieltänyt kaikki viestimme, esimerkiksi vastaamalla STOP. Jos haluat niitä taas, vastaa START tai ota yhteyttä lähettäjään.',
    instead: 'Peru viestit puhelinnumerollasi',
    message: (sender, link) => `Perutaanko tekstiviestit${sender && ` (${sender})`}? Vahvista: ${link}`,
  },
  fr: {
    title: 'Ou avec votre numéro de téléphone',
    explain:
      'Saisissez votre numéro\u00a0: vous recevrez un SMS avec un lien pour vous désabonner. Personne d’autre ne peut le faire à votre place.',
    label: 'Votre numéro de téléphone',
    submit: 'M’envoyer un lien',
    bad: (example) => `Cela ne ressemble pas à un numéro de mobile. Écrivez-le ainsi\u00a0: ${example}.`,
    sentTitle: 'Consultez vos messages',
    sent: (number) =>
      `Nous avons envoyé un lien au ${number}. Ouvrez-le et appuyez sur le bouton\u00a0: votre désabonnement ne prend effet qu’à ce moment-là.`,
    sentHint: 'S’il n’arrive pas dans les dix minutes, vérifiez que le numéro est juste.',
    notSent: 'Nous ne pouvons pas envoyer de lien pour le moment. Réessayez plus tard.',
    old: 'Le lien a expiré ou n’est pas complet.',
    oldAgain: 'Vous pouvez en demander un nouveau ci-dessous.',
    everywhere:
      'Vous avez refusé tous nos messages, par exemple en répondant STOP. Pour les recevoir à nouveau, répondez START ou contactez l’expéditeur.',
    instead: 'Se désabonner avec son numéro de téléphone',
    message: (sender, link) => `Ne plus recevoir de SMS${sender && ` de ${sender}`} ? Confirmez ici : ${link}`,
  },
  is: {
    title: 'Eða með símanúmerinu þínu',
    explain: 'Skrifaðu númerið þitt og þú færð SMS með tengli til að afskrá þig. Enginn annar getur afskráð þig.',
    label: 'Símanúmerið þitt',
    submit: 'Senda mér tengil',
    bad: (example) => `Þetta lítur ekki út eins og farsímanúmer. Skrifaðu það svona: ${example}.`,
    sentTitle: 'Skoðaðu skilaboðin þín',
    sent: (number) =>
      `Við sendum tengil á ${number}. Opnaðu hann og ýttu á hnappinn: þá fyrst er afskráningin staðfest.`,
    sentHint: 'Ef hann berst ekki innan tíu mínútna skaltu athuga hvort númerið sé rétt.',
    notSent: 'Við getum ekki sent tengil núna. Reyndu aftur síðar.',
    old: 'Tengillinn er útrunninn eða vantar hluta af honum.',
    oldAgain: 'Þú getur fengið nýjan hér fyrir neðan.',
    everywhere:
      'Þú hefur hafnað öllum skilaboðum frá okkur, til dæmis með því að svara STOP. Viljir þú fá þau aftur skaltu svara START eða hafa samband við sendandann.',
    instead: 'Afskrá með símanúmeri',
    message: (sender, link) => `Hætta að fá SMS${sender && ` frá ${sender}`}? Staðfestu hér: ${link}`,
  },
  it: {
    title: 'O con il Suo numero di telefono',
    explain:
      'Scriva il Suo numero e riceverà un SMS con un link per annullare l’iscrizione. Nessun altro può farlo al posto Suo.',
    label: 'Il Suo numero di telefono',
    submit: 'Inviami un link',
    bad: (example) => `Non sembra un numero di cellulare. Lo scriva così: ${example}.`,
    sentTitle: 'Guardi i Suoi messaggi',
    sent: (number) =>
      `Abbiamo inviato un link al ${number}. Lo apra e prema il pulsante: solo allora l’iscrizione è annullata.`,
    sentHint: 'Se non arriva entro dieci minuti, controlli che il numero sia giusto.',
    notSent: 'Ora non possiamo inviare un link. Riprovi più tardi.',
    old: 'Il link è scaduto o incompleto.',
    oldAgain: 'Può chiederne uno nuovo qui sotto.',
    everywhere:
      'Ha rifiutato tutti i nostri messaggi, per esempio rispondendo STOP. Se vuole riceverli di nuovo, risponda START o contatti il mittente.',
    instead: 'Annulla con il numero di telefono',
    message: (sender, link) => `Non vuole più SMS${sender && ` da ${sender}`}? Confermi qui: ${link}`,
  },
  nb: {
    title: 'Eller med telefonnummeret ditt',
    explain:
      'Skriv nummeret ditt, så får du en SMS med en lenke du kan melde deg av med. Ingen andre kan melde deg av.',
    label: 'Telefonnummeret ditt',
    submit: 'Send meg en lenke',
    bad: (example) => `Det ligner ikke et mobilnummer. Skriv det for eksempel som ${example}.`,
    sentTitle: 'Sjekk meldingene dine',
    sent: (number) => `Vi har sendt en lenke til ${number}. Åpne den, og trykk på knappen: Først da er du avmeldt.`,
    sentHint: 'Kommer den ikke innen ti minutter, så sjekk at nummeret er riktig.',
    notSent: 'Vi kan ikke sende en lenke akkurat nå. Prøv igjen senere.',
    old: 'Lenken er utløpt, eller den er ikke kommet helt med.',
    oldAgain: 'Du kan få en ny nedenfor.',
    everywhere:
      'Du har sagt nei til alle meldingene våre, for eksempel ved å svare STOPP. Vil du ha dem igjen, svarer du START eller kontakter avsenderen.',
    instead: 'Meld deg av med telefonnummeret ditt',
    message: (sender, link) => `Vil du melde deg av SMS${sender && ` fra ${sender}`}? Bekreft her: ${link}`,
  },
  nl: {
    title: 'Of met uw telefoonnummer',
    explain: 'Vul uw nummer in, dan krijgt u een sms met een link om u af te melden. Niemand anders kan u afmelden.',
    label: 'Uw telefoonnummer',
    submit: 'Stuur mij een link',
    bad: (example) => `Dit lijkt geen mobiel nummer. Schrijf het zo: ${example}.`,
    sentTitle: 'Kijk in uw berichten',
    sent: (number) =>
      `We hebben een link gestuurd naar ${number}. Open die en druk op de knop: pas dan bent u afgemeld.`,
    sentHint: 'Komt hij niet binnen tien minuten, kijk dan of het nummer klopt.',
    notSent: 'We kunnen nu geen link sturen. Probeer het later opnieuw.',
    old: 'De link is verlopen of niet volledig.',
    oldAgain: 'Hieronder kunt u een nieuwe aanvragen.',
    everywhere:
      'U hebt zich voor al onze berichten afgemeld, bijvoorbeeld door STOP te antwoorden. Wilt u ze weer ontvangen, antwoord dan START of neem contact op met de afzender.',
    instead: 'Afmelden met uw telefoonnummer',
    message: (sender, link) => `Afmelden voor sms${sender && ` van ${sender}`}? Bevestig hier: ${link}`,
  },
  pl: {
    title: 'Albo numerem telefonu',
    explain: 'Wpisz swój numer, a otrzymasz SMS z linkiem do rezygnacji. Nikt inny nie może zrezygnować za ciebie.',
    label: 'Twój numer telefonu',
    submit: 'Wyślij mi link',
    bad: (example) => `To nie wygląda na numer komórkowy. Napisz go tak: ${example}.`,
    sentTitle: 'Sprawdź wiadomości',
    sent: (number) =>
      `Wysłaliśmy link na numer ${number}. Otwórz go i naciśnij przycisk: dopiero wtedy rezygnacja zostanie przyjęta.`,
    sentHint: 'Jeśli nie przyjdzie w ciągu dziesięciu minut, sprawdź, czy numer jest poprawny.',
    notSent: 'Nie możemy teraz wysłać linku. Spróbuj później.',
    old: 'Link wygasł albo jest niepełny.',
    oldAgain: 'Nowy możesz otrzymać poniżej.',
    everywhere:
      'Odmówiono wszystkich naszych wiadomości, na przykład odpowiedzią STOP. Aby znów je otrzymywać, odpowiedz START albo skontaktuj się z nadawcą.',
    instead: 'Zrezygnuj przez numer telefonu',
    message: (sender, link) => `Rezygnacja z SMS${sender && ` od ${sender}`}? Potwierdź tutaj: ${link}`,
  },
  pt: {
    title: 'Ou com o seu número de telefone',
    explain: 'Escreva o seu número e receberá um SMS com uma ligação para cancelar. Mais ninguém o pode fazer por si.',
    label: 'O seu número de telefone',
    submit: 'Enviar-me uma ligação',
    bad: (example) => `Não parece um número de telemóvel. Escreva-o assim: ${example}.`,
    sentTitle: 'Veja as suas mensagens',
    sent: (number) =>
      `Enviámos uma ligação para ${number}. Abra-a e prima o botão: só então a subscrição fica cancelada.`,
    sentHint: 'Se não chegar em dez minutos, confirme se o número está certo.',
    notSent: 'Não conseguimos enviar uma ligação agora. Tente mais tarde.',
    old: 'A ligação expirou ou está incompleta.',
    oldAgain: 'Pode pedir uma nova mais abaixo.',
    everywhere:
      'Recusou todas as nossas mensagens, por exemplo ao responder STOP. Se as quiser receber de novo, responda START ou contacte o remetente.',
    instead: 'Cancelar com o número de telefone',
    message: (sender, link) => `Cancelar SMS${sender && ` de ${sender}`}? Confirme aqui: ${link}`,
  },
  sv: {
    title: 'Eller med ditt telefonnummer',
    explain:
      'Skriv ditt nummer så får du ett sms med en länk som du avregistrerar dig med. Ingen annan kan avregistrera dig.',
    label: 'Ditt telefonnummer',
    submit: 'Skicka en länk',
    bad: (example) => `Det ser inte ut som ett mobilnummer. Skriv det till exempel som ${example}.`,
    sentTitle: 'Titta bland dina meddelanden',
    sent: (number) =>
      `Vi har skickat en länk till ${number}. Öppna den och tryck på knappen: först då är du avregistrerad.`,
    sentHint: 'Om den inte kommer inom tio minuter kontrollerar du att numret är rätt.',
    notSent: 'Vi kan inte skicka en länk just nu. Försök igen senare.',
    old: 'Länken har gått ut eller är inte fullständig.',
    oldAgain: 'Du kan få en ny nedan.',
    everywhere:
      'Du har tackat nej till alla våra meddelanden, till exempel genom att svara STOPP. Vill du ha dem igen svarar du START eller kontaktar avsändaren.',
    instead: 'Avregistrera dig med ditt telefonnummer',
    message: (sender, link) => `Vill du slippa sms${sender && ` från ${sender}`}? Bekräfta här: ${link}`,
  },
};
