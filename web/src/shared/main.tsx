/** The page that a link to one report opens: the report page, and nothing that leads anywhere else. */
import { render } from 'preact';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/shell.css';
import '../styles/phone.css';
import '../styles/report.css';
import '../styles/forced-colors.ts';
import '../state/theme.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { SharedPage } from './shared-page.tsx';

const root = document.getElementById('app');
if (root !== null) render(<SharedPage />, root);
keepFocus();
