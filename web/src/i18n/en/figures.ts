/** The report's figures, charts and comparisons. */
export const figures = {
  actions: 'The campaign',
  print: 'Print or save as PDF',
  hitsJson: 'Download hits (NDJSON)',
  head: {
    sent: 'Sent',
    sentHint: 'No delivery reports: rates divide by what was sent',
    sentHintOpen: 'Too many messages are still open: rates divide by what was sent',
    notSent: 'No messages have been sent yet',
    sentOf: (all: string) => `Of the campaign’s ${all} messages`,
    delivered: 'Delivered',
    deliveredHint: (sent: string) => `of ${sent} sent`,
    clickers: 'Unique clickers',
    clickersHint: 'Recipients with at least one click',
    everything: (people: string) => `People and machines; ${people} by people`,
    openedPage: (n: number, count: string) =>
      n === 1 ? '1 opened the page' : `${count} opened the page, whether they confirmed or not`,
    optOutElsewhere: 'Everybody has the same link, so the page names your contact: no opt-outs are counted here',
    optOutHigh: 'Above 1.5%: look at how often you write, and to whom.',
    optOutHighFew: 'Above 1.5%, though with so few recipients that may be chance.',
    segments: 'Segments',
    noPrice: 'No price was known when it was published',
    at: (amounts: string) => `${amounts} at the prices of that day`,
    pricesMissing: 'Some countries had no price',
  },
  sent: {
    title: 'The message',
    asRecipients: 'As the first recipient on the list saw it.',
    asSample: 'With the names of the fields in place of their values: load the list to see the first recipient’s.',
    plain: 'With a link of its own for every recipient.',
    shared: 'With the same links for everybody.',
    from: 'Sender',
    when: 'Published',
    links: (n: number) => (n === 1 ? '1 link' : `${n} links`),
    noText: 'The text was not kept.',
  },
  people: {
    title: 'People and machines',
    counted: 'What is counted',
    only: 'People only',
    everything: 'Everything',
    optOutLink: (n: number, count: string) =>
      n === 1
        ? 'Of people’s requests 1 was on the opt-out link, and is no click.'
        : `Of people’s requests ${count} were on the opt-out link, and are no clicks.`,
    onlyLead: (people: string, all: string) =>
      `${people} of ${all} requests were made by people. Only those are clicks here; machines are shown, not counted.`,
    everythingLead: (all: string, machines: string) =>
      `All ${all} requests are counted, ${machines} of them by machines. Clicker and opt-out rates stay with people.`,
    none: 'Nobody has followed a link yet, and no machine either.',
    class: 'Class',
    hits: 'Requests',
    share: 'Share',
    classes: {
      human: 'People',
      preview: 'Link previews',
      scanner: 'Scanners and robots',
      prefetch: 'Prefetching browsers',
      head: 'HEAD requests',
      test: 'Test clicks',
    },
    total: 'All requests',
    how: 'How we decided',
    howLead: 'Each request is judged by itself; these are the rules that decided, and how often.',
    reason: 'Reason',
    version: 'Rules',
    before: (n: number, count: string) =>
      n === 1 ? 'Of one request the reason was not kept.' : `Of ${count} requests the reason was not kept.`,
    testHint: 'Test clicks are those on your own test links.',
    /** By the name of a rule; what is not named here is told by that. */
    reasons: {
      person: 'A browser as people use them',
      app: 'A phone or an app of a person',
      'in-app': 'A browser inside an app',
      'agent-unknown': 'Names no browser that people use',
      'agent-empty': 'Names nothing at all',
      'agent-word': 'Calls itself a robot',
      'agent-app': 'An app that fetches a preview',
      'agent-preview': 'An app that fetches a preview',
      'agent-social-preview': 'A preview for a message or a post',
      'agent-browser-automation': 'A browser that a program drives',
      'agent-monitoring': 'A watch on whether pages answer',
      'agent-attack': 'A search for weaknesses',
      'agent-http-library': 'A program’s way of fetching pages',
      'agent-search-engine': 'A search engine',
      'agent-scanner': 'A security scanner',
      'agent-other': 'A known robot',
      'method-head': 'Asks for the head of the page only',
      'method-other': 'Asks in a way no browser does',
      'header-prefetch': 'A browser that fetches ahead',
      'network-data-centre': 'Comes from a data centre, and something else is odd',
      'all-links-at-once': 'Followed all links at once',
      'opt-out-confirmed': 'Confirmed an opt-out: a person',
      'test-recipient': 'Your own test link',
      other: 'Other rules',
    },
  },
  when: {
    title: 'When people click',
    none: 'No clicks yet. The curve begins with the first one.',
    half: (half: string, most: string) =>
      `Half of those who clicked did so within ${half}, nine of ten within ${most}.`,
    nine: (most: string) => `Nine of ten of those who clicked did so within ${most}.`,
    halfClicks: (half: string, most: string) => `Half of the clicks came within ${half}, nine of ten within ${most}.`,
    nineClicks: (most: string) => `Nine of ten clicks came within ${most}.`,
    curve: 'Share of all clickers so far, by time since sending',
    curveClicks: 'Share of all clicks so far, by time since sending',
    countedFrom: (when: string) => `Counted from ${when}.`,
    quiet: (country: string) => `Shaded: quiet hours in ${country}.`,
    quietElsewhere: 'Shaded: quiet hours.',
    zone: (zone: string) => `Times are those of your own clock (${zone}).`,
    before: (n: number, count: string) =>
      n === 1
        ? 'One click came before that and is in no chart.'
        : `${count} clicks came before that and are in no chart.`,
    soon: (clicks: string, seconds: string) =>
      `${clicks} clicks came within ${seconds} seconds of sending: too soon to be many people. They are counted all the same.`,
    sentAt: 'When the messages went out',
    sentAtHint: 'Not at publishing? Say when, and all times are counted from then.',
    sentAtSave: 'Count from then',
    sentAtForget: 'Count from publishing',
    table: 'Show as a table',
    within: 'Within',
    clickers: 'Clickers',
    clicks: 'Clicks',
    share: 'Share',
    minute: 'Minute',
    hour: 'From',
    minutes: 'First hour, minute by minute',
    minutesSay: (clicks: number, count: string, minute: string, most: string) =>
      clicks === 1
        ? `One click came in the first hour, in minute ${minute}.`
        : `${count} clicks came in the first hour, most of them in minute ${minute} (${most}).`,
    minutesNone: 'No clicks in the first hour.',
    minutesNotKept: 'Minutes were not kept when this campaign’s first clicks were counted: hours are all there is.',
    hours: 'After that, hour by hour',
    hoursAll: 'Hour by hour',
    hoursSay: (clicks: number, count: string, when: string, most: string) =>
      clicks === 1
        ? `One click came later, in the hour from ${when}.`
        : `${count} clicks came later, most of them in the hour from ${when} (${most}).`,
    hoursSayAll: (clicks: number, count: string, when: string, most: string) =>
      clicks === 1
        ? `One click, in the hour from ${when}.`
        : `${count} clicks, most of them in the hour from ${when} (${most}).`,
    hoursNone: 'None later.',
    tail: (n: number, count: string) =>
      n === 1 ? 'One more came after the third day.' : `${count} more came after the third day.`,
    at: (when: string, share: string, count: string) => `${when}: ${share} (${count})`,
    atMinute: (minute: string, count: string) => `minute ${minute}: ${count}`,
    atHour: (when: string, count: string) => `${when}: ${count}`,
    minuteAxis: 'min',
  },
  links: {
    title: 'By link',
    share: 'CTR',
    table: 'Clicks by link',
    optOutTitle: 'Opt-out link',
    moreOnScreen: (n: number, count: string) =>
      n === 1 ? '1 more link on the screen' : `${count} more links on the screen`,
  },
  where: {
    title: 'Where and on what',
    devices: 'Phones',
    device: 'Phone',
    names: { ios: 'iPhone and iPad', android: 'Android', other: 'Unknown or other' },
    countries: 'Countries',
    country: 'Country',
    unknown: 'Unknown',
    clicks: 'Clicks',
    share: 'Share',
    hint: 'By clicks, not by people. The country is that of the network the click came through.',
    none: 'Known with the first click.',
    others: (n: number, count: string) => (n === 1 ? '1 other country' : `${count} other countries`),
  },
  compare: {
    title: 'In comparison',
    table: 'Rates beside each other',
    which: 'Which',
    rate: 'CTR',
    optOut: 'Opt-out rate',
    this: 'This campaign',
    earlier: (n: number, count: string) => (n === 1 ? 'Your campaign before this' : `Your last ${count} campaigns`),
    earlierKind: {
      marketing: (n: number, count: string) =>
        n === 1 ? 'Your marketing campaign before this' : `Your last ${count} marketing campaigns`,
      service: (n: number, count: string) =>
        n === 1 ? 'Your service message before this' : `Your last ${count} service messages`,
    },
    median: (value: string, low: string, high: string) => `${value} (${low}\u00a0– ${high})`,
    medianHint: 'Median, with the lowest and the highest.',
    noEarlier:
      'There is no earlier campaign of this kind that is large enough to compare with: below 100 recipients chance moves rates too much.',
    few: 'Few recipients: chance moves these rates a lot.',
    list: 'Show them one by one',
    campaign: 'Campaign',
    recipients: 'Recipients',
    loading: 'Reading earlier campaigns …',
    others: 'Figures of others',
    asOf: (when: string) => `read ${when}`,
    /** By what the server calls them; what is not named here is told by that. */
    sources: {
      'SMS vendors’ claims, as Tatango lists them': 'SMS vendors’ claims, as Tatango lists them',
      'SimplyCast blog': 'SimplyCast’s blog',
      'Klaviyo help centre, SMS campaigns in the US, the band called good':
        'Klaviyo’s help centre, SMS campaigns in the US: what it calls the good band',
    },
    of: { marketing: 'marketing', service: 'service messages', all: 'all messages' },
    byThen: (age: string) => `The same after ${age}`,
    byThenHint: (own: string) => `This one stood at ${own} then.`,
    kinds: { measured: 'measured', quoted: 'quoted, not measured' },
    formula:
      'CTR = recipients who clicked ÷ those delivered to; as long as no status file has said enough, ÷ those sent to. Opt-out rates divide by the same.',
    unfiltered:
      'Others rarely say whether previews and scanners were taken out. Figures that hold them run higher than these here.',
    aggregate: 'Clicks were counted in total only: there is no rate to compare.',
    own: 'Figures to compare with',
    ownLead: 'Put your own trade’s figures here. They stay in this browser.',
    name: 'Name',
    low: 'From (%)',
    high: 'To (%)',
    add: 'Add',
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name}`,
    restore: 'Back to the figures klikspor comes with',
    wrong: 'A name, and percentages from 0 to 100, the first not above the second.',
    span: (low: string, high: string) => `${low}\u00a0– ${high}`,
    scale: (low: string, high: string) => `From ${low} to ${high}`,
  },
  verdict: {
    title: 'Version A or B?',
    higher: (name: string, difference: string, low: string, high: string) =>
      `Version ${name} has the higher click rate: ${difference} percentage points more. The difference lies between ${low} and ${high} with 95% certainty.`,
    none: (first: string, second: string, low: string, high: string) =>
      `No difference is shown: in percentage points, ${first} less ${second} lies between ${low} and ${high} with 95% certainty, and zero is among them.`,
    more: (first: string, second: string, a: string, b: string) =>
      `If the difference is as large as it looks now, about ${a} more recipients of ${first} and ${b} of ${second} would show it in four tries of five.`,
    same: 'Both have the same rate so far: no number of recipients would show a difference of zero.',
    optOut: (name: string, difference: string) =>
      `More people opted out after version ${name}: ${difference} percentage points more.`,
    early: 'Nobody has clicked on either yet.',
    version: 'Version',
    mixed:
      'One version is divided by those delivered to, the other by those sent to. Read the gateway’s status file for both before you decide.',
    ended: 'Decide once, when most clicks have come: who looks often enough sees a difference by chance.',
  },
};
