/** The one part of the core's `sender_form` that verdicts on the page need before a core is there; a test holds the two together. */
export function isNumber(sender: string): boolean {
  return /^(?=.)\+?[\d\s]*$/.test(sender.trim());
}
