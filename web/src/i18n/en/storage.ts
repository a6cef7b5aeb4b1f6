/** What became of storage: lost counters in a report, copies in KV above the list of campaigns. */
export const storage = {
  recovered: (when: string) =>
    `A counter of this campaign lost its storage. What it had counted until ${when} is back from its last copy; clicks and opt-outs between then and the loss are gone. Whoever had clicked before and clicks again counts as one unique click more.`,
  recoveredOptOuts: (n: number, count: string) =>
    n === 1
      ? 'One opt-out is known as a count only, not who it was: the file of numbers lacks it. Before you send to this list again, leave out everybody whose opt-out you have downloaded before.'
      : `${count} opt-outs are known as a count only, not who they were: the file of numbers lacks them. Before you send to this list again, leave out everybody whose opt-out you have downloaded before.`,
  unread:
    'Storage does not answer everywhere right now, so it cannot be told whether a counter has lost anything: the numbers may be too low for a while. Nothing is written over until it answers.',
  unknownCampaigns: (n: number, count: string) =>
    n === 1
      ? 'There are links of a campaign that this workspace does not know; it was probably restored from a backup. The links work. Take the campaign up again to see its clicks and opt-outs.'
      : `There are links of ${count} campaigns that this workspace does not know; it was probably restored from a backup. The links work. Take the campaigns up again to see their clicks and opt-outs.`,
  takeUp: 'Take up again',
  takenUp: (n: number, count: string) =>
    n === 1 ? 'One campaign is in the list again.' : `${count} campaigns are in the list again.`,
  unknownDomains: (hosts: string) =>
    `Links on ${hosts} have been sent, but this workspace does not know the domain. Add it as a link domain: links and numbers go on where they stood.`,
  wrong: (n: number, count: string) =>
    n === 1
      ? 'One copy of your links in storage is missing or wrong. The link works, only more slowly.'
      : `${count} copies of your links in storage are missing or wrong. The links work, only more slowly.`,
  repair: 'Write again',
  repairing: 'Working …',
  repaired: 'All copies are written again.',
  notRepaired: 'Storage does not take everything yet. It is tried again without you.',
  mended: (when: string) =>
    `Copies of your links were missing in storage and have been written again, last ${when}. The links worked meanwhile.`,
};
