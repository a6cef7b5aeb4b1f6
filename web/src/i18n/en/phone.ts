export const phone = {
  phone: {
    kind: 'Phone',
    kinds: { ios: 'iPhone', android: 'Android' },
    shade: 'Light or dark on the phone',
    shades: { light: 'Light', dark: 'Dark' },
    cardTitle: 'The page’s own title',
    card: {
      edge: 'An iPhone shows this card in place of the link. If it does not know the sender, the card waits for a tap and names only the host.',
      several: 'No link card: an iPhone shows one only when the message has a single link.',
      severalWithOptOut:
        'No link card: an iPhone shows one only when the message has a single link, and the opt-out link is one more.',
      inside:
        'No link card: an iPhone shows one only when the link stands first or last, with not even a full stop behind it.',
      android: 'Whether an Android phone shows a link card is up to its messaging app and its settings.',
    },
  },
};
