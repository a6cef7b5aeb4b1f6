export const report = {
  campaigns: {
    title: 'Campaigns',
    empty: 'No campaign yet.',
    emptyLead: 'When you publish one, its clicks are counted here.',
    emptyAction: 'Write the first',
    more: 'Show more',
  },
  report: {
    title: 'Report',
    gone: 'There is no such campaign. Perhaps it was deleted: “Deleted campaigns” in the overview says so.',
    back: 'All campaigns',
    published: (when: string, host: string, count: string) =>
      `Published ${when} on ${host} to ${count} ${count === '1' ? 'recipient' : 'recipients'}`,
    publishedNow: 'Your campaign is published. Its links work now.',
    downloadHeading: 'Messages',
    download: 'Download messages',
    downloadLead: (count: string) =>
      count === '1'
        ? '1 finished message with its own short links, for your gateway.'
        : `${count} finished messages with their own short links, for your gateway.`,
    downloadLeadShared: (count: string) =>
      count === '1'
        ? '1 finished message, for your gateway.'
        : `${count} finished messages, all with the same short links, for your gateway.`,
    downloadAgain: 'The messages are made from the list, and it is not in this browser window.',
    downloading: (percent: string) => `Making messages … ${percent}`,
    downloaded: (count: string) => (count === '1' ? '1 message saved' : `${count} messages saved`),
    format: 'File for',
    formats: { excel: 'Danish Excel (semicolon)', comma: 'Comma separated' },
    allColumns: 'Include all columns of the list',
    headings: ['message', 'segments', 'encoding'] as [string, string, string],
    test: 'Test links',
    testLead: 'Try the links on your own phone. Test clicks are left out of the report.',
    testShow: 'Show test links',
    openTest: (link: string) => `Open ${link}`,
    qr: (link: string) => `QR code of ${link}`,
    numbers: 'Clicks',
    clicks: 'Clicks',
    clicksHint: 'Every click on a destination link',
    unique: 'Unique clicks',
    ctr: 'Click rate (CTR)',
    formula: (n: number) => (n === 1 ? 'recipient with at least one click' : 'recipients with at least one click'),
    denominator: { sent: 'sent', delivered: 'delivered' },
    interval: (low: string, high: string) => `95% interval ${low}\u00a0– ${high}`,
    optOut: 'Opt-outs',
    confirmed: 'confirmed',
    opened: 'Page opened',
    openedHint: 'Opened the opt-out page, whether they confirmed or not',
    rate: 'Opt-out rate',
    rateFormula: (n: number) => (n === 1 ? 'confirmed opt-out' : 'confirmed opt-outs'),
    leavers: 'Download their numbers',
    leaversNeedList: 'The server does not know their numbers: they stand in the campaign’s list.',
    leaversHeadings: ['number', 'confirmed'] as [string, string],
    link: 'Link',
    optOutLink: 'Opt-out link',
    scanRuleTitle: 'How scanners that imitate a phone are found',
    scanRule:
      'Such a scanner gives itself away by following everything: all destination links of a message, at least two, within two seconds. With three or more it is always taken for one; with two only if it does not look like one person with one phone. The opt-out link does not count, and whoever confirms an opt-out always counts as a person. “Download hits” says of each hit what it counts as and why.',
    asOf: (when: string) => `Counts as of ${when}`,
    pending: (n: number, count: string) =>
      n === 1 ? '1 hit is still being counted' : `${count} hits are still being counted`,
    lost: (n: number, count: string) =>
      n === 1
        ? 'One hit was redirected but never reached the counter. The numbers lack it.'
        : `About ${count} hits were redirected but never reached the counter. The numbers lack them.`,
    refresh: 'Refresh',
    noClicks: 'No clicks yet. They appear here within seconds.',
    message: 'Message',
    reuse: 'Write a new one from this',
    hits: 'Download hits (CSV)',
  },
};
