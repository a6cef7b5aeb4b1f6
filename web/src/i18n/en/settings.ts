/** What is set up once. */
export const settings = {
  title: 'Settings',
  parts: { gateways: 'Gateways', domains: 'Link domains', tokens: 'API tokens' },
};
