// Writes the parameters that browsers strip into wasm/dist, from core/data/stripped-parameters.tsv. `--check` only compares.
import { rowsOf, write } from './generated.ts';

const BROWSERS = ['safari', 'firefox'];

const parameters: Record<string, { browsers: string[]; service: string }> = {};
for (const { fields, where } of rowsOf('core/data/stripped-parameters.tsv')) {
  const [name = '', browsers = '', service = '', ...more] = fields;
  const by = browsers.split(' ');
  const isKnown = by.every((browser) => BROWSERS.includes(browser));
  if (!/^[a-z_]+$/.test(name) || !isKnown || service === '' || more.length > 0 || name in parameters) {
    throw new Error(`${where}: must be a name of its own, browsers and a service, with tabs between`);
  }
  parameters[name] = { browsers: by, service };
}

write({ 'wasm/dist/stripped-data.js': `export default ${JSON.stringify(parameters)};\n` });
