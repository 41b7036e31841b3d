/** What waits on this device and what needs a person: when and why, never who or what was chosen. */
import { useEffect, useState } from 'react';
import type { Result } from '../../shared/contract/result.ts';
import type { KioskInfo, KioskStatus, OutboxOverview, ParkedItem, ParkedPerson } from '../../shared/contract/view.ts';
import { Button } from '../design/Button.tsx';
import { accept } from '../state/kiosk.ts';
import { StaffFrame } from './StaffFrame.tsx';
import { troubleText, useTexts, type Say, type Trouble } from './texts.ts';

export interface OutboxProps {
  readonly info: KioskInfo;
  readonly status: KioskStatus;
  readonly onBack: () => void;
}

export function Outbox({ info, status, onBack }: OutboxProps) {
  const text = useTexts();
  const [overview, setOverview] = useState<OutboxOverview | null>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [turned, setTurned] = useState(0);
  const take = (result: Result<OutboxOverview>): void => {
    setTrouble(result.ok ? null : result.error);
    if (accept(result)) setOverview(result.value);
  };
  useEffect(() => {
    void window.kiosk.outbox({}).then(take);
    // The status changes whenever the queue does.
  }, [status]);
  const { cannotKeep } = status;
  const notice = trouble ?? (cannotKeep === null ? null : { code: cannotKeep });
  if (overview === null) {
    if (trouble === null) return null;
    // The store is shut: no number may stand here, nothing is known of what waits in it.
    return (
      <StaffFrame screen="staff-outbox" heading={text('outbox.heading')} info={info} status={status} onBack={onBack}>
        <p className="notice" role="alert">
          {troubleText(text, trouble)}
        </p>
      </StaffFrame>
    );
  }
  const { pending, oldestAgeSeconds, sent, superseded, confirmedToday, parked, parkedCount, stopped, repairedAt } =
    overview;
  const facts: readonly (readonly [string, string])[] = [
    [text('outbox.pending'), String(pending)],
    [text('outbox.oldest'), age(text, oldestAgeSeconds)],
    [text('outbox.sent'), String(sent)],
    [text('outbox.confirmed'), String(confirmedToday)],
    [text('outbox.superseded'), String(superseded)],
  ];
  const at = parked.length === 0 ? 0 : turned % parked.length;
  const shown = parked[at];
  return (
    <StaffFrame screen="staff-outbox" heading={text('outbox.heading')} info={info} status={status} onBack={onBack}>
      <div className="outbox">
        <div className="outbox-part">
          <dl className="facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <div className="outbox-acts">
            {pending === 0 ? null : (
              <Button
                label={text('outbox.wake')}
                icon="again"
                onPress={() => void window.kiosk.retry({ reference: null }).then(take)}
              />
            )}
            {pending + sent + parked.length === 0 || copied !== null ? null : (
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
          </div>
        </div>
        <div className="outbox-part">
          <p className="notice" role="alert">
            {notice === null ? (stopped === null ? '' : text(`stopped.${stopped}`)) : troubleText(text, notice)}
          </p>
          {repairedAt === null ? null : (
            <p className="notice">{text('outbox.repaired', { moment: moment(repairedAt) })}</p>
          )}
          <div className="parked-head">
            <h2>
              {text('outbox.parked')}
              {parked.length > 1 ? ` (${at + 1}/${parkedCount})` : ''}
            </h2>
            {parked.length > 1 ? (
              <Button label={text('next')} icon="next" look="quiet" onPress={() => setTurned(at + 1)} />
            ) : null}
          </div>
          {shown === undefined ? (
            <p>{text('outbox.nothing-parked')}</p>
          ) : (
            <Parked key={shown.reference} item={shown} onDone={take} onTrouble={setTrouble} />
          )}
        </div>
      </div>
    </StaffFrame>
  );
}

interface ParkedProps {
  readonly item: ParkedItem;
  readonly onDone: (result: Result<OutboxOverview>) => void;
  readonly onTrouble: (trouble: Trouble | null) => void;
}

/** Long enough to look somebody up; then the screen knows nobody again (U7). */
const PERSON_SHOWN_MS = 60_000;

/** One at a time, so that each of them can be read and reached, however many there are. */
function Parked({ item, onDone, onTrouble }: ParkedProps) {
  const text = useTexts();
  const { reference, reason, chosenAt } = item;
  const [person, setPerson] = useState<ParkedPerson | null>(null);
  useEffect(() => {
    if (person === null) return;
    const timer = setTimeout(() => setPerson(null), PERSON_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [person]);
  const look = async (): Promise<void> => {
    const result = await window.kiosk.parkedPerson({ reference });
    onTrouble(result.ok ? null : result.error);
    if (accept(result)) setPerson(result.value);
  };
  const canRetry = reason === 'refused-by-registry' || reason === 'person-unknown';
  return (
    <div className="parked">
      <p>
        <strong>{text('outbox.reference', { reference })}</strong> ·{' '}
        {text('outbox.chosen-at', { moment: moment(chosenAt) })}
      </p>
      <p>
        {text(`parked.${reason}`)} {text(`parked-do.${reason}`)}
      </p>
      {person === null ? null : (
        <p role="status">{text('outbox.person', { bsn: person.bsn, birthDate: dutchDate(person.birthDate) })}</p>
      )}
      <div className="parked-acts">
        {reason === 'unreadable' || person !== null ? null : (
          <Button
            label={text('outbox.whose')}
            name={`${text('outbox.whose')}: ${reference}`}
            onPress={() => void look()}
          />
        )}
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
    </div>
  );
}

/** As staff typed it: DD-MM-JJJJ. */
const dutchDate = (iso: string): string => iso.split('-').toReversed().join('-');

const moment = (iso: string): string =>
  new Intl.DateTimeFormat('nl-NL', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

function age(text: Say, seconds: number | null): string {
  if (seconds === null) return text('outbox.none');
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes === 1) return text('outbox.minute');
  return minutes < 120 ? text('outbox.minutes', { n: minutes }) : text('outbox.hours', { n: Math.round(minutes / 60) });
}
