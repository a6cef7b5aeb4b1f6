/** The checklist as one chunk: what the page shows of it, and what publishing asks it. */
export { Checklist } from '../composer/checklist.tsx';
export { settledErrors, takesAnswers } from './state.ts';
