import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/shell.css';
import './styles/composer.css';
import './styles/editor.css';
import './styles/preview.css';
import './styles/phone.css';
import './state/forced-colors.ts';
import './state/theme.ts';
import { keepForOffline } from './offline/register.ts';
import { App } from './shell/app.tsx';
import { startSession } from './shell/sign-in.tsx';

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
void startSession();
keepForOffline();
