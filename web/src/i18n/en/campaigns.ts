/** What is done with a campaign in the list, and with drafts. */
export const shelf = {
  which: 'Which campaigns',
  active: 'Active',
  archived: 'Archived',
  noneActive: 'No campaign here. What was archived is under “Archived”.',
  noneArchived: 'Nothing is archived. Archived campaigns are put away here; their links work and count as before.',
  copy: 'Copy',
  copyNamed: (name: string) => `Copy ${name} into a new draft`,
  archive: 'Archive',
  archiveNamed: (name: string) => `Archive ${name}`,
  bringBack: 'Bring back',
  bringBackNamed: (name: string) => `Bring back ${name}`,
  isArchived: (name: string) => `“${name}” is archived.`,
  isBack: (name: string) => `“${name}” is back among the active ones.`,
  undo: 'Undo',
  copyOf: (name: string) => `${name} (copy)`,
};

export const drafts = {
  lead: 'Drafts stay in this browser and are kept as you type. Lists of recipients are not kept.',
  current: 'Being written now',
  unnamed: 'Without a name',
  fresh: 'Start a new draft',
  open: 'Open',
  openNamed: (name: string) => `Open ${name}`,
  remove: 'Delete',
  removeNamed: (name: string) => `Delete ${name}`,
  removed: (name: string) => `“${name}” is deleted.`,
  undo: 'Undo',
  none: 'No other draft.',
};
