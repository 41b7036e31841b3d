/** How the person wants the screen: at once visible and audible, gone after the session (experience.md U7, U18). */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { OfferedLanguage } from '../../shared/contract/view.ts';
import type { ControlName, LanguagePack } from '../../shared/script/pack.ts';
import { Button, type ButtonProps } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import type { Utterance } from '../guide/speech/queue.ts';
import { send } from '../state/kiosk.ts';
import { CAP_HEIGHTS_MM, RATES, THEMES, usePreferences, VOLUMES } from '../state/preferences.ts';
import { controlsIn } from './speaker.ts';

export interface SettingsProps {
  readonly pack: LanguagePack;
  readonly languages: readonly OfferedLanguage[];
  readonly onClose: () => void;
  /** Says these texts, one after another. */
  readonly onSpeak: (what: readonly Utterance[]) => void;
}

export function Settings({ pack, languages, onClose, onSpeak }: SettingsProps) {
  const [choosing, setChoosing] = useState(false);
  const { size, theme, rate, volume, reach, change } = usePreferences();
  const { controls } = pack;
  const heading = pack.screens[choosing ? 'language' : 'settings'].heading;
  const screen = choosing ? 'settings-language' : 'settings';
  const latest = useRef(onSpeak);
  latest.current = onSpeak;
  // Everything there is, as on every other screen; the names of the languages are said once they are chosen.
  useEffect(() => {
    const panel = document.querySelector(`[data-screen="${screen}"]`);
    const names = new Set<string>(Object.values(pack.controls));
    latest.current([
      { key: `${screen}.heading`, text: heading },
      ...controlsIn(panel).filter(({ text }) => names.has(text)),
    ]);
  }, [screen, heading, pack]);
  const speak = (text: string): void => onSpeak([{ key: `control.${text}`, text }]);
  const button = (name: ControlName, press: () => void, more: Partial<ButtonProps> = {}) => (
    <Button
      label={controls[name]}
      onPress={() => {
        press();
        speak(controls[name]);
      }}
      onReach={() => speak(controls[name])}
      {...more}
    />
  );
  if (choosing)
    return (
      <Dialog title={heading} screen={screen}>
        <div className="answers languages">
          {languages.map(({ language, name, direction }) => (
            <span key={language} lang={language} dir={direction} className="swatch">
              <Button
                label={name}
                pressed={language === pack.language}
                onPress={() => void send({ type: 'choose-language', language })}
              />
            </span>
          ))}
        </div>
        <div className="dialog-foot">{button('close', onClose, { icon: 'close', look: 'forward' })}</div>
      </Dialog>
    );
  return (
    <Dialog title={heading} screen={screen}>
      <div className="settings">
        <div className="settings-column">
          <Group label={controls['text-size']}>
            {button('smaller', () => change({ size: size - 1 }), { icon: 'letters-smaller', disabled: size === 0 })}
            {button('larger', () => change({ size: size + 1 }), {
              icon: 'letters-larger',
              disabled: size === CAP_HEIGHTS_MM.length - 1,
            })}
          </Group>
          <Group label={controls.colours}>
            {THEMES.map((name) => (
              <span key={name} className={`swatch swatch-${name}`}>
                {button(`theme-${name}`, () => change({ theme: name }), {
                  icon: theme === name ? 'check' : 'colours',
                  pressed: theme === name,
                })}
              </span>
            ))}
          </Group>
        </div>
        <div className="settings-column">
          <Group label={controls.sound}>
            {button('softer', () => change({ volume: volume - 1 }), { icon: 'softer', disabled: volume === 0 })}
            {button('louder', () => change({ volume: volume + 1 }), {
              icon: 'louder',
              disabled: volume === VOLUMES.length - 1,
            })}
            {button('slower', () => change({ rate: rate - 1 }), { icon: 'slower', disabled: rate === 0 })}
            {button('faster', () => change({ rate: rate + 1 }), {
              icon: 'faster',
              disabled: rate === RATES.length - 1,
            })}
          </Group>
          <Group label={controls.settings}>
            {button('reach', () => change({ reach: !reach }), { icon: 'reach', pressed: reach })}
            {languages.length > 1 ? button('language', () => setChoosing(true), { icon: 'language' }) : null}
          </Group>
        </div>
      </div>
      <div className="dialog-foot">{button('close', onClose, { icon: 'close', look: 'forward' })}</div>
    </Dialog>
  );
}

function Group({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <div className="group-buttons">{children}</div>
    </fieldset>
  );
}
