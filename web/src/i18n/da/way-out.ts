export const wayOut = {
  question: 'Hvordan kommer beskederne afsted?',
  file: 'Som en fil til din gateway: numrene forlader aldrig denne browser',
  send: 'klikspor sender dem gennem en gateway',
};
