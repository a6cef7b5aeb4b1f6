/** Loaded with the checklist, when there is a message to check. */
export const checklist = {
  title: 'Checklist',
  severities: { error: 'Error', warning: 'Warning', hint: 'Hint', ok: 'In order' },
  errors: (n: number, count: string) => (n === 1 ? '1 error' : `${count} errors`),
  warnings: (n: number, count: string) => (n === 1 ? '1 warning' : `${count} warnings`),
  hints: (n: number, count: string) => (n === 1 ? '1 hint' : `${count} hints`),
  allGood: 'Nothing to object to',
  passed: (n: number, count: string) => (n === 1 ? '1 check is in order' : `${count} checks are in order`),
  rules: {
    'sender-too-long': (name: string) =>
      `“${name}” is longer than the 11 characters a sender has room for: gateways cut it off or refuse it.`,
    'sender-too-short': (name: string) =>
      `“${name}” is shorter than 3 characters, which most networks refuse as sender.`,
    'sender-outside-gsm7': (name: string) => `“${name}” holds a sign that no sender can have. Use letters and digits.`,
    'sender-no-letter': (name: string) => `“${name}” has no letter: networks take it for a number that does not exist.`,
    'sender-number-length': (name: string) => `“${name}” is no number to send from: those have 3 to 15 digits.`,
    'sender-with-signs': (name: string) =>
      `“${name}” holds signs that some networks write otherwise, such as æ as a. A to Z and digits are safe.`,
    'sender-not-carried': (country: string) =>
      `${country}: networks there carry no names. The message comes from a number of your gateway.`,
    'sender-form': (country: string, name: string) =>
      `${country}: networks there block “${name}” or change it. They take up to 11 letters (A to Z) and digits, without spaces.`,
    'sender-number-refused': (country: string) =>
      `${country}: networks there block or change ordinary numbers. Use a name, or a short code.`,
    'sender-unregistered': (country: string, sender: string, register: string) =>
      `${country}: networks there block “${sender}” until it is registered (${register}).`,
    'sender-renamed': (country: string, sender: string, shownAs: string, register: string) =>
      `${country}: until “${sender}” is registered (${register}), it arrives as “${shownAs}”.`,
    'sender-register-soon': (country: string, sender: string, day: string, register: string) =>
      `${country}: from ${day} networks there want “${sender}” registered (${register}).`,
    'sender-route': (sentence: string) => `${sentence} Ask your gateway.`,
    'sender-unknown': (countries: string) =>
      `${countries}: we do not know whether networks there carry the sender as written. Ask your gateway.`,
    'sender-outdated': (country: string, day: string, source: string) =>
      `${country}: what we know of senders there was read on ${day} and counts as unknown by now. Look it up: ${source}.`,
    'hours-past': 'The planned time has passed.',
    'hours-law': (where: string, clock: string, hours: string) =>
      `${where}: ${clock}. The law there allows marketing at ${hours}.`,
    'hours-advice': (where: string, clock: string, hours: string) =>
      `${where}: ${clock}. The recommendation is ${hours}; it is not a law.`,
    'numbers-none': (country: string) =>
      `Nobody on your list has a number that can be used. Numbers without a country code were read as those of this country: ${country}. If they belong elsewhere, change “Recipients’ country”.`,
    'numbers-left-out': (n: number, count: string) =>
      n === 1
        ? '1 row of your list was left out: it has no number that can be used, or one that is there already.'
        : `${count} rows of your list were left out: they have no number that can be used, or one that is there already.`,
    'numbers-two-readings': (n: number, count: string, rows: string) =>
      n === 1
        ? `1 number can be read as two: with its first digits as country code or without, in two countries, or with and without a (0). Write it with + and country code: ${rows}.`
        : `${count} numbers can be read as two: with their first digits as country code or without, in two countries, or with and without a (0). Write them with + and country code: ${rows}.`,
    'numbers-abroad': (n: number, count: string, rows: string) =>
      n === 1
        ? `1 number has no + and was read as one abroad, though the list’s others are not: ${rows}. Is it a digit too long?`
        : `${count} numbers have no + and were read as ones abroad, though the list’s others are not: ${rows}. Are they a digit too long?`,
    'numbers-no-sms': (n: number, count: string, rows: string) =>
      n === 1
        ? `1 number belongs to a series that takes no SMS: landlines, service numbers and the like. It is kept: ${rows}.`
        : `${count} numbers belong to series that take no SMS: landlines, service numbers and the like. They are kept: ${rows}.`,
    'numbers-doubtful': (n: number, count: string, rows: string) =>
      n === 1
        ? `1 number belongs to no series its country is known to use. It is kept: ${rows}.`
        : `${count} numbers belong to no series their country is known to use. They are kept: ${rows}.`,
    'opt-out-missing': (law: string) => `No way to opt out. ${law}`,
    'opt-out-no-reply': (sender: string) =>
      `A name such as “${sender}” takes no replies, so answering is no way to opt out.`,
    'opt-out-no-way': (sender: string) =>
      `Everybody gets the same opt-out link, so its page can only say where to turn, and a name such as “${sender}” takes no replies. Give a contact, or count clicks per recipient: then the page opts people out itself.`,
    'opt-out-contact': (reason: string) => `Contact for opting out: ${reason}`,
    'opt-out-paid':
      'An answer to a number of its own may cost the recipient more than an ordinary text. Opting out must be free.',
    'opt-out-keyword': (country: string) =>
      `${country}: people there opt out by answering STOP. A link alone is not recommended.`,
    'template-problem': (quoted: string, reason: string) => `${quoted}: ${reason}`,
    'field-unknown': (name: string) =>
      `Your list has no column “${name}”: everyone would get a message with a gap. Mend the name, or write a fallback.`,
    'field-only-fallback': (name: string) => `Your list has no column “${name}”: everyone gets the fallback.`,
    'field-empty': (n: number, count: string, name: string) =>
      n === 1
        ? `1 recipient has no ${name} and gets a gap there.`
        : `${count} recipients have no ${name} and get a gap there.`,
    'field-doubled': (name: string, columns: string, taken: string) =>
      `Several columns of your list match “${name}”: ${columns}. The message takes ${taken}.`,
    'field-foreign': (quoted: string) => `“${quoted}” is written for another tool: here it would be sent as it stands.`,
    'field-filter': (quoted: string) =>
      `“${quoted}” has a filter of another tool, which does nothing here: the value is sent as your list has it.`,
    'link-refused': (url: string, reason: string) => `${url}: ${reason}`,
    'link-joined-before': (text: string) =>
      `“${text}” stands right in front of the link: a phone may read it as part of the address.`,
    'link-sign-behind': (text: string) =>
      `“${text}” stands right behind the link, and some phones take it into the address. The link works all the same; a space keeps it clean.`,
    'link-joined-behind': (text: string) =>
      `“${text}” stands right behind the link: a phone may take it into the address, which then leads nowhere.`,
    'link-unknown-ending': (ending: string) =>
      `No address ends in “${ending}”, so the link leads nowhere. Mend the address, or write a space behind the full stop.`,
    'link-second-ending': (ending: string) =>
      `“${ending}” is read as part of the address. If it is the sentence’s next word, a space is missing.`,
    'link-plain-words': (address: string) =>
      `“${address}” becomes a link. If it is two words, a space is missing. If it is an address, write https:// in front.`,
    'link-second-link': (address: string) =>
      `“${address}” is read as part of the address before it. If it is a link of its own, a space is missing.`,
    'link-misspelled': (written: string) =>
      `No address begins with “${written}”: phones make no link of it, or of a part of it only. Write https://.`,
    'link-stripped': (n: number, names: string, browsers: string) =>
      `${names} ${n === 1 ? 'is a click id' : 'are click ids'} that ${browsers} may take off before your page sees ${n === 1 ? 'it' : 'them'}. utm_ parameters stay.`,
    'link-slug-in-address':
      'The address holds {slug}, which is a marker in campaign parameters only: the shop would get it as it stands. Take it out of the address, and add a campaign parameter, such as slug with the value {slug}.',
    'link-stray-percent': (quoted: string, url: string) =>
      `“${quoted}” in the address stands for no sign, so its % is sent as %25: ${url}. If you mean a percent sign, write %25.`,
    'link-overlooked': (host: string) =>
      `“${host}” looks like a link, and phones may make it one, but it is neither shortened nor counted. Write https:// before it, or a space behind the full stop.`,
    'link-rare-ending': (host: string) =>
      `Some phones may not see that ${host} is an address: its ending is rare. Write https:// before it, or choose a link domain with a common ending, such as .com.`,
    'link-unregistered': (sentence: string, host: string) => `${sentence} Ask your gateway to register ${host}.`,
    'link-filtered': (sentence: string, host: string) => `${sentence} Ask your gateway to make ${host} known to them.`,
    'link-outdated': (country: string, day: string, source: string) =>
      `${country}: what we know of links there was read on ${day} and counts as unknown by now. Look it up: ${source}.`,
    'not-gsm7': 'Not in GSM-7. It makes every message UCS-2, with 70 characters to a segment instead of 160.',
    'border-emoji': 'A segment begins at an emoji. Some gateways cut it in two there, and the phone shows two boxes.',
    'border-escape': 'A segment begins at a sign of two septets, such as €. It moves whole and leaves a septet empty.',
    'border-cluster':
      'A segment begins inside what people see as one character. A phone that lacks a segment shows a part of it.',
    'limit-nobody': (n: number, count: string) =>
      `Nobody is left: every message takes more than ${count} ${n === 1 ? 'segment' : 'segments'}. Raise the limit or shorten the text.`,
    'limit-left-out': (n: number, count: string) =>
      n === 1
        ? '1 recipient is above your limit and gets no message.'
        : `${count} recipients are above your limit and get no message.`,
    'limit-above': (n: number, count: string) =>
      n === 1
        ? '1 message is above your limit and is sent all the same.'
        : `${count} messages are above your limit and are sent all the same.`,
    'limit-still-above': (n: number, count: string) =>
      n === 1
        ? '1 recipient is above your limit with the shorter text too.'
        : `${count} recipients are above your limit with the shorter text too.`,
    'shorter-missing': 'Write the shorter text for those above your limit, or choose what they get instead.',
    'shorter-link': (url: string) =>
      `Shorter text: the message has no link to ${url}. Use one of the message’s links, or write it there too.`,
    'basis-missing': 'Say on what basis clicks are counted for each recipient: it is personal data.',
    'basis-word': 'Say in a word what the other basis is.',
  },
  foreignOptOut:
    'Shorter text: the message has no opt-out link. Write one there too, or opt out here as the message does.',
  inShorter: (text: string) => `Shorter text: ${text}`,
  remedies: {
    takeOut: (names: string) => `Take out ${names}`,
    percent: 'Write %25',
    scheme: 'Write https:// before short links',
    writeLink: 'Make it a link',
    space: 'Insert a space',
    /** From two on. */
    spaces: (count: string) => `Insert a space in ${count} places`,
    https: 'Write https://',
    link: 'Add an opt-out link',
    keyword: (text: string) => `Add “${text}”`,
    column: (name: string) => `Write {{${name}}}`,
    fallback: (word: string) => `Write “${word}” for them`,
    track: 'Count clicks per recipient',
    consent: 'The recipients have consented',
    sender: (text: string) => `Write “${text}” as sender`,
  },
  browsers: { safari: 'Safari', firefox: 'Firefox' },
  fallback: 'customer',
  places: {
    name: 'Go to the name',
    sender: 'Go to the sender',
    domain: 'Go to the link domain',
    contact: 'Go to the contact',
    'send-at': 'Go to the time',
    list: 'Go to the list',
    message: 'Go to the message',
    limit: 'Go to the limit',
    shorter: 'Go to the shorter text',
    basis: 'Go to the basis',
    registers: 'Go to the networks’ rules',
  },
  show: 'Show in the message',
  showShorter: 'Show in the shorter text',
  ok: {
    setup: 'Name, sender, list and link domain are there',
    sender: 'By what we have read, the sender arrives as it is written',
    hours: 'The time of sending is within the hours of the country',
    numbers: 'All numbers of the list can be used',
    'opt-out': 'There is a way to opt out',
    fields: 'Every merge field is filled',
    links: 'Every link leads somewhere',
    encoding: 'The text is within GSM-7',
    borders: 'No character stands on a segment border',
    limit: 'Every message is within your limit',
    basis: 'The basis for counting is chosen',
  },
  okService: 'A service message needs no opt-out',
  okAggregate: 'Clicks are counted in total only',
  now: (time: string) => `it is ${time} now`,
  planned: (time: string) => `the message arrives at ${time}`,
  within: (hours: string) => hours,
  notAtAll: 'no hour of such a day',
  elsewhere: 'Elsewhere',
  askedOn: (day: string) => `It was asked for on ${day} and is not confirmed yet.`,
  column: (name: string, number: string) => `“${name}” (column ${number})`,
  row: (line: string, value: string) => `row ${line} (${value})`,
  rowRead: (line: string, value: string, number: string) => `row ${line} (${value}, read as ${number})`,
  rowReadAs: (line: string, value: string, number: string, other: string) =>
    `row ${line} (${value}, read as ${number}, could be ${other})`,
  more: (count: string) => `${count} more`,
  replaceOne: (from: string, to: string) => `Write ${to} instead of ${from}`,
  leaveOut: (from: string) => `Leave out ${from}`,
  replaceAll: 'Replace all',
  noReplacement: (text: string) => `Nothing in GSM-7 says ${text}`,
  saves: (n: number, count: string, amount: string) =>
    `Replacing saves ${count} ${n === 1 ? 'segment' : 'segments'}${amount}`,
  savesAmount: (amount: string) => `, ${amount}`,
};
