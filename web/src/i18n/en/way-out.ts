export const wayOut = {
  question: 'How do the messages leave?',
  file: 'As a file for your gateway: the numbers never leave this browser',
  send: 'klikspor sends them through a gateway',
};
