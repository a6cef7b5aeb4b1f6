/** The page that shows the API: its document, with requests that can be sent from there. No other page loads any of it. */
import { render } from 'preact';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/shell.css';
import '../styles/reference.css';
import '../styles/forced-colors.ts';
import '../state/theme.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { ReferencePage } from './reference-page.tsx';

const root = document.getElementById('app');
if (root !== null) render(<ReferencePage />, root);
keepFocus();
