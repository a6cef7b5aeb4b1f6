export const savedMessages = {
  save: 'Save this message',
  isSaved: 'This message is saved',
  none: 'None yet. Saved messages stay in this browser.',
  use: 'Use',
  useNamed: (name: string) => `Use ${name}`,
  remove: 'Delete',
  removeNamed: (name: string) => `Delete ${name}`,
  removed: (name: string) => `“${name}” is deleted.`,
  undo: 'Undo',
};
