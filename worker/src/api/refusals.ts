/** The core's refusals in sentences with the fix, for people who call the API. The names are the contract. */
const TEXTS: Readonly<Record<string, string>> = {
  'empty-url': 'The address is empty: write where the link leads.',
  'too-long': 'The finished address is longer than 2,048 characters: shorten it.',
  'control-character': 'The address holds a control character: remove it.',
  'lone-surrogate': 'The address holds half a character: write it anew.',
  'bad-scheme': 'Only http and https addresses can be opened from a message.',
  'bad-syntax': 'This is not a whole web address: write it as https://host/path.',
  'user-info': 'An address with a name before @ is refused: people take that name for the host. Remove it.',
  'no-host': 'The address has no host: write it as https://host/path.',
  'host-backslash': 'A backslash before the path is refused: programs disagree on the host then. Use /.',
  'host-percent': 'A percent sign in the host is refused: it hides the host. Write the host as it is.',
  'host-syntax': 'The host name is not valid: labels of letters, digits and -, with a dot between them.',
  'host-no-dot': 'The host name has no dot: write it in full, such as www.brand.dk.',
  'host-numeric':
    'A number as host must be four from 0 to 255, with dots between them. Better, and for an IPv6 address the only way: write the name of the host.',
  'host-unreachable':
    'No phone can open this host: it is your own machine, a private address or a name the internet does not know, such as localhost, 192.168.1.10 or shop.local. Write the address that customers use.',
  'host-script':
    'A label of the host mixes scripts, looks like another or is in a script that is not judged here: write it in Punycode (xn--…).',
  'host-punycode': 'An xn-- label of the host does not decode: check it.',
  port: 'The port must be a number from 1 to 65535.',
  'public-shortener':
    'This is a public link shortener: carriers block messages that lead through one, because it hides where they lead. Write the address it leads to.',
  'merge-field-in-link': 'A merge field in an address is refused: all recipients share the destination. Take it out.',
  'link-domain': 'This address is a short link itself: write where it leads in the end.',
  contact: 'This is no telephone number, e-mail address or web address: give one of them.',
  telephone: 'A telephone number has 3 to 15 digits, with + in front where the country is named: +45 70 12 34 56.',
  email: 'What stands before @ is no name of a mailbox: write it as name@brand.dk.',
  'not-https': 'A form must be on an https address: what people write there is about them.',
  'parameter-name': 'A campaign parameter has no name: give it one or remove it.',
};

/** What the core refuses. `suggestedHost`: how it would have the host written, where it can tell. */
export interface Refusal {
  readonly error: string;
  readonly suggestedHost?: string;
}

export function refusalText({ error, suggestedHost }: Refusal): string {
  const text = TEXTS[error] ?? `The address is refused (${error}).`;
  return suggestedHost === undefined ? text : `${text} That is ${suggestedHost}.`;
}
