/** Names below localhost lead to the developer's own machine: no phone, network or register ever meets them. */
export const isOwnMachine = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');
