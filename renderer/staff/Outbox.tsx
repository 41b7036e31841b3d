/** What waits on this device and what needs a person: when and why, never who or what was chosen. */
import { useEffect, useState } from 'react';
import type { Result } from '../../shared/contract/result.ts';
import type { KioskInfo, KioskStatus, OutboxOverview, ParkedItem } from '../../shared/contract/view.ts';
import { Button } from '../design/Button.tsx';
import { accept } from '../state/kiosk.ts';
import { StaffFrame } from './StaffFrame.tsx';
import { troubleText, useTexts, type Say, type Trouble } from './texts.ts';

export interface OutboxProps {
  readonly info: KioskInfo;
  readonly status: KioskStatus;
  readonly onBack: () => void;
}

/** Parked items on one screen; the rest comes when these are done. */
const SHOWN = 3;

export function Outbox({ info, status, onBack }: OutboxProps) {
  const text = useTexts();
  const [overview, setOverview] = useState<OutboxOverview | null>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const take = (result: Result<OutboxOverview>): void => {
    setTrouble(result.ok ? null : result.error);
    if (accept(result)) setOverview(result.value);
  };
  useEffect(() => {
    void window.kiosk.outbox({}).then(take);
    // The status changes whenever the queue does.
  }, [status]);
  if (overview === null) return null;
  const { pending, oldestAgeSeconds, sent, superseded, confirmedToday, parked, stopped, repairedAt } = overview;
  const facts: readonly (readonly [string, string])[] = [
    [text('outbox.pending'), String(pending)],
    [text('outbox.oldest'), age(text, oldestAgeSeconds)],
    [text('outbox.sent'), String(sent)],
    [text('outbox.confirmed'), String(confirmedToday)],
    [text('outbox.superseded'), String(superseded)],
  ];
  return (
    <StaffFrame screen="staff-outbox" heading={text('outbox.heading')} info={info} status={status} onBack={onBack}>
      <p className="trouble" role="alert">
        {trouble === null ? (stopped === null ? '' : text(`stopped.${stopped}`)) : troubleText(text, trouble)}
      </p>
      {repairedAt === null ? null : <p>{text('outbox.repaired', { moment: moment(repairedAt) })}</p>}
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {pending === 0 ? null : (
        <Button
          label={text('outbox.wake')}
          icon="again"
          onPress={() => void window.kiosk.retry({ reference: null }).then(take)}
        />
      )}
      {pending + sent + parked.length === 0 ? null : (
        <Button
          label={text('outbox.export')}
          look="quiet"
          onPress={() =>
            void window.kiosk.exportOutbox({}).then((result) => {
              setTrouble(result.ok ? null : result.error);
              setCopied(result.ok ? result.value.file : null);
            })
          }
        />
      )}
      {copied === null ? null : <p role="status">{text('outbox.exported', { file: copied })}</p>}
      <h2>{text('outbox.parked')}</h2>
      {parked.length === 0 ? <p>{text('outbox.nothing-parked')}</p> : null}
      <ul className="parked">
        {parked.slice(0, SHOWN).map((item) => (
          <Parked key={item.reference} item={item} onDone={take} />
        ))}
      </ul>
    </StaffFrame>
  );
}

function Parked({ item, onDone }: { readonly item: ParkedItem; readonly onDone: (r: Result<OutboxOverview>) => void }) {
  const text = useTexts();
  const { reference, reason, chosenAt } = item;
  const canRetry = reason === 'refused-by-registry' || reason === 'person-unknown';
  return (
    <li>
      <p>
        <strong>{text('outbox.reference', { reference })}</strong> ·{' '}
        {text('outbox.chosen-at', { moment: moment(chosenAt) })}
      </p>
      <p>
        {text(`parked.${reason}`)} {text(`parked-do.${reason}`)}
      </p>
      <div className="parked-acts">
        {canRetry ? (
          <Button
            label={text('outbox.retry')}
            name={`${text('outbox.retry')}: ${reference}`}
            onPress={() => void window.kiosk.retry({ reference }).then(onDone)}
          />
        ) : null}
        <Button
          label={text('outbox.ask-again')}
          name={`${text('outbox.ask-again')}: ${reference}`}
          onPress={() => void window.kiosk.askAgain({ reference }).then(onDone)}
        />
      </div>
    </li>
  );
}

const moment = (iso: string): string =>
  new Intl.DateTimeFormat('nl-NL', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

function age(text: Say, seconds: number | null): string {
  if (seconds === null) return text('outbox.none');
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 120 ? text('outbox.minutes', { n: minutes }) : text('outbox.hours', { n: Math.round(minutes / 60) });
}
