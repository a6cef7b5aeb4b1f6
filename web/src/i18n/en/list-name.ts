/** Which of a domain's lists a message is sent to. */
export const listName = {
  label: 'Name of the list',
  hint: 'Optional, such as Newsletter. An opt-out is then of this list, and its page offers to stop everything from you. Without a name an opt-out is of all you send by the domain.',
};
