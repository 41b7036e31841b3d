/** Denies everything a page could ask of a session: permissions, devices, network, downloads, certificates (K3–K5, K10). */
import type { Session } from 'electron';
import { isOurs } from './scheme.ts';

/** Chromium's code for "this certificate is not trusted". */
const NOT_TRUSTED = -2;

export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  // The screen has no network of its own: whatever claims to be a server is refused.
  session.setCertificateVerifyProc((_request, callback) => callback(NOT_TRUSTED));
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url, resourceType }, callback) =>
    callback({ cancel: !isOurs(url) && !(resourceType === 'image' && url.startsWith('data:image/')) }),
  );
  session.on('will-download', (event) => event.preventDefault());
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback(null);
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('file-system-access-restricted', (event, _details, callback) => {
    event.preventDefault();
    callback('deny');
  });
}
