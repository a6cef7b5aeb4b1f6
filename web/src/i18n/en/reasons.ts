export const reasons = {
  reasons: {
    unknown: (name: string) => `refused (${name})`,
    writtenAs: (host: string) => `If it is the one you mean, write the host as ${host}.`,
    'empty-url': 'The address is empty.',
    'too-long': 'The finished address is too long: at most 2,048 characters.',
    'control-character': 'The address holds a sign that cannot be seen. Type it anew.',
    'lone-surrogate': 'The address holds half a character. Type it anew.',
    'bad-scheme': 'Only http and https addresses can be opened from a message.',
    'bad-syntax': 'This is not a complete web address.',
    'user-info': 'What stands before @ would be mistaken for the host. Leave it out.',
    'no-host': 'The host is missing, such as www.your-shop.com.',
    'host-backslash': 'Browsers read \\ as /, other programs do not. Write /.',
    'host-percent': 'The host is encoded with %, which hides it. Write it out.',
    'host-syntax': 'The host has a part that is empty, too long, or holds a sign no host name has.',
    'host-no-dot': 'The host has no dot. Write it in full, such as www.your-shop.com.',
    'host-numeric':
      'An address of numbers must be four from 0 to 255. Better write the name of the host; for an IPv6 address there is no other way.',
    'host-unreachable':
      'No phone can open this address: the host is your own machine, lies in a private network, or has a name that the internet does not know. Write the address that customers use.',
    'host-script':
      'The host mixes scripts, looks like another host or has letters that we cannot judge. Write it as xn--….',
    'host-punycode': 'The host begins with xn-- and cannot be decoded.',
    port: 'The port must be a number from 1 to 65535.',
    'public-shortener':
      'This is a public link shortener. Carriers block messages that lead through one, because it hides where they lead. Write the address it leads to; klikspor makes it short.',
    contact: 'This is neither a telephone number nor an e-mail address nor a web address.',
    telephone: 'A telephone number has 3 to 15 digits, with + in front where the country is named: +44 20 7946 0123.',
    email: 'What stands before @ is no name of a mailbox. Write it as name@your-shop.com.',
    'not-https': 'A form needs an https address: what people write there is personal.',
    'parameter-name': 'A campaign parameter has no name.',
    'merge-field-in-link':
      'A merge field cannot stand in an address. To join purchases, use {slug} in a campaign parameter.',
    'link-joined':
      'No link begins here: something stands right in front of it, or no address behind it. Leave a space and write the whole address.',
    'merge-field-unclosed': 'The merge field is opened with {{ and not closed with }}.',
    'merge-field-empty': 'The merge field has no name.',
    'merge-field-length': 'The longest value must be a number from 1 to 1000, such as {{name:12}}.',
  },
};
