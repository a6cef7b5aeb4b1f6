export const conversions = {
  heading: 'Conversions',
  lead: 'Orders that a shop has told of people who came by a link of this message. No cookie and no pixel: the shop tells the slug it was given.',
  orders: 'Orders',
  ordersHint: (days: string) =>
    days === '1'
      ? 'placed within a day of the sending, each counted once'
      : `placed within ${days} days of the sending, each counted once`,
  ofClickers: 'Of those who clicked',
  clickersOver: (n: number) => (n === 1 ? 'recipient who clicked and ordered' : 'recipients who clicked and ordered'),
  clickersUnder: 'who clicked',
  ofSent: 'Of all recipients',
  ofDelivered: 'Of those it was delivered to',
  sentOver: (n: number) => (n === 1 ? 'recipient with an order' : 'recipients with an order'),
  ordersOver: (n: number) => (n === 1 ? 'order' : 'orders'),
  withoutClick: (n: number, count: string) =>
    n === 1
      ? '1 order is of somebody without a counted click: the click was lost, or taken for a machine’s.'
      : `${count} orders are of people without a counted click: the clicks were lost, or taken for a machine’s.`,
  withoutValue: (n: number, count: string) =>
    n === 1 ? 'No value was told of 1 order.' : `No value was told of ${count} orders.`,
  outsideWindow: (n: number, count: string) =>
    n === 1
      ? '1 order was placed later, and is not counted.'
      : `${count} orders were placed later, and are not counted.`,
  toldBefore: (n: number, count: string) =>
    n === 1
      ? '1 order was told of two recipients, and is counted once.'
      : `${count} orders were told of several recipients, and are counted once each.`,
  cancelled: (n: number, count: string) =>
    n === 1 ? '1 order was taken back, and is not counted.' : `${count} orders were taken back, and are not counted.`,
  valueTable: 'Value by currency',
  currency: 'Currency',
  value: 'Value',
  perMessage: 'Per message',
  perSpent: (currency: string) => `Per ${currency} spent`,
  window: 'Count orders for so many days',
  windowHint: 'From when the messages went out. Past orders are counted anew by it at once.',
  save: 'Save',
  saved: 'Saved',
  badWindow: 'Give a whole number from 1 to 365.',
  download: 'Download orders (CSV)',
  emptyTitle: 'No order has been told yet.',
  setUp: 'How a shop is set up',
  steps: {
    parameter: 'Give the link a campaign parameter whose value is {slug}, such as',
    hasParameter: 'The link to the shop carries the recipient’s slug already:',
    keep: 'Let the shop keep what it gets there with the visit, and with the order that comes of it. No cookie is needed: a hidden field or the basket will do.',
    tell: 'Let the shop’s server tell the order once it is paid. Told twice, it counts once; told with “cancelled”, it is taken back; up to 1,000 at a time.',
  },
  token: 'Make a token for the shop',
  tokenHint: 'The token can tell orders and do nothing else. It is shown once: keep it with the shop’s passwords.',
  tokenName: (host: string) => `Shop of ${host}`,
  snippet: 'Request of the shop’s server',
};
