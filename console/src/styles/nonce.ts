import { setNonce } from 'get-nonce';

/** What the host's Content-Security-Policy lets style elements of our own libraries be told by; everybody else's are refused. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';

// Dialogs lock the scrolling of the page with a style element of their own.
setNonce(styleNonce);
