/** What speaks to gateways, loaded when a message waits for one or one is polled: an isolate that redirects does without. */
export const gateways = async () => {
  const [opening, telling] = await Promise.all([import('./open.ts'), import('./told.ts')]);
  return { ...opening, ...telling };
};
