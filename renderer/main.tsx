import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource/atkinson-hyperlegible-next/400.css';
import '@fontsource/atkinson-hyperlegible-next/700.css';
import '@fontsource/andika/400.css';
import '@fontsource/andika/700.css';
import './design/arabic.css';
import './design/tokens.css';
import './design/base.css';
import './design/parts.css';
import './design/stage.css';
import './design/staff.css';
import { App } from './App.tsx';
import { guardInput } from './state/input.ts';
import { connect } from './state/kiosk.ts';

const place = document.getElementById('app');
if (place === null) throw new Error('the page has no place for the app');
guardInput();
connect();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
